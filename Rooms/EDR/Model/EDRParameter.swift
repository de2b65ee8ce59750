// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Wire

/// An observed property of a collection, as clients name it.
struct EDRParameter: Sendable, Hashable {
    /// In `parameter-name`: the property's name in small letters and its number.
    let key: String
    let property: Int64
    let label: String
    /// The address that defines it.
    let definition: String
    /// Symbol and name; nil where the series of the collection do not agree.
    var unitSymbol: String?
    var unitName: String?

    init(_ series: StationSeries) {
        key = Self.key(series)
        property = series.property
        label = series.propertyName
        definition = series.definition
        unitSymbol = series.unitSymbol
        unitName = series.unitName
    }

    /// Depends on nothing but the property itself, so that it is the same whoever asks.
    static func key(_ series: StationSeries) -> String {
        var words = ""
        for character in series.propertyName.lowercased() {
            switch character {
            case "a"..."z", "0"..."9": words.append(character)
            case "ä": words += "ae"
            case "ö": words += "oe"
            case "ü": words += "ue"
            case "ß": words += "ss"
            default: if !words.isEmpty, words.last != "-" { words.append("-") }
            }
        }
        if words.last == "-" { words.removeLast() }
        return words.isEmpty ? "property-\(series.property)" : "\(words)-\(series.property)"
    }

    /// The properties of some series, each once, in the order in which they come.
    static func all(of series: [StationSeries]) -> [EDRParameter] {
        var all: [EDRParameter] = []
        var places: [Int64: Int] = [:]
        for one in series {
            guard let place = places[one.property] else {
                places[one.property] = all.count
                all.append(EDRParameter(one))
                continue
            }
            if all[place].unitSymbol != one.unitSymbol || all[place].unitName != one.unitName {
                all[place].unitSymbol = nil
                all[place].unitName = nil
            }
        }
        return all
    }

    /// As collections tell of it (19-086r6 /req/edr/rc-parameters), with texts as they are; in CoverageJSON texts stand by
    /// language, and `series` is the name of the series.
    func json(base: String, series: String? = nil) -> JSONValue {
        func text(_ text: String) -> JSONValue { series == nil ? .string(text) : ["de": .string(text)] }
        let address = definition.isEmpty ? "\(base)/v1.1/ObservedProperties(\(property))" : definition
        var parameter: JSONObject = ["type": "Parameter"]
        if let series, !series.isEmpty { parameter["description"] = text(series) }
        parameter["observedProperty"] = ["id": .string(address), "label": text(label.isEmpty ? key : label)]
        var unit = JSONObject()
        if let unitName { unit["label"] = text(unitName) }
        if let unitSymbol { unit["symbol"] = .string(unitSymbol) }
        if !unit.isEmpty { parameter["unit"] = .object(unit) }
        return .object(parameter)
    }
}
