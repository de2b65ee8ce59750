// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What a JSON document says of its columns outside the records: units, and names for people.
struct RecordUnits {
    /// By the name of a column.
    private(set) var units: [String: String] = [:]
    private(set) var titles: [String: String] = [:]

    private static let unitNames: Set<String> = [
        "unit", "units", "einheit", "uom", "unitofmeasurement", "unit_of_measurement", "unitsymbol", "dimension",
        "unitcode",
        "measurementunit", "measurement_unit",
    ]
    private static let keyNames = [
        "id", "key", "name", "field", "code", "column", "parameter", "property", "variable", "shortname", "symbol",
        "kennung",
        "spalte", "feld", "phenomenon", "title",
    ]
    private static let titleNames = [
        "title", "label", "description", "longname", "long_name", "name", "beschreibung", "bezeichnung",
        "standard_name",
        "parametername",
    ]
    private static let deepest = 6
    private static let most = 4000

    private let columns: [String: [String]]
    private var seen = 0

    /// `columns`: paths of the records.
    init(_ document: JSONValue, columns names: [String]) {
        var columns: [String: [String]] = [:]
        for name in names {
            columns[Self.last(name), default: []].append(name)
            if Self.last(name) != name { columns[name, default: []].append(name) }
        }
        self.columns = columns
        look(document, "", 0)
    }

    /// The last step of a path that is no place in a list.
    private static func last(_ path: String) -> String {
        let steps = path.split(separator: "/").filter { $0 != ".." }
        let step = steps.last { Int($0) == nil } ?? steps.last
        let own = step.map(String.init) ?? path
        // what a value is stands in the name around it
        guard ["value", "wert", "data", "values"].contains(own.lowercased()), steps.count > 1 else { return own }
        return String(steps[steps.count - 2])
    }

    private mutating func look(_ value: JSONValue, _ key: String, _ depth: Int) {
        guard depth < Self.deepest, seen < Self.most else { return }
        seen += 1
        if let array = value.array {
            for (index, element) in array.prefix(60).enumerated() where element.object != nil || element.array != nil {
                look(element, array.count < 60 ? "\(index)" : key, depth + 1)
            }
            return
        }
        guard let object = value.object else { return }
        listed(object)
        described(object, key)
        for member in object.members { look(member.value, member.name, depth + 1) }
    }

    /// An object whose members are columns and whose texts are their units.
    private mutating func listed(_ object: JSONObject) {
        let known = object.members.compactMap { member -> (String, String)? in
            guard let text = member.value.string, columns[member.name] != nil, let unit = Self.unit(text) else {
                return nil
            }
            return (member.name, unit)
        }
        let texts = object.members.count { $0.value.string != nil }
        guard !known.isEmpty, texts == object.members.count else { return }
        for (name, unit) in known { note(unit, of: name) }
    }

    /// An object that describes a column: its name in one member, or as its own key, and its unit in another.
    private mutating func described(_ object: JSONObject, _ key: String) {
        func text(_ names: some Sequence<String>) -> String? {
            names.lazy.compactMap { name in
                object.members.first { $0.name.lowercased() == name }?.value.string
            }.first
        }
        let own = Self.keyNames.lazy.compactMap { name in
            object.members.first { $0.name.lowercased() == name }?.value.string
        }.first { columns[$0] != nil }
        guard let name = own ?? (columns[key] == nil ? nil : key) else { return }
        for member in object.members where Self.unitNames.contains(member.name.lowercased()) {
            let text = member.value.string ?? member.value["symbol"]?.string ?? member.value["name"]?.string ?? ""
            if let unit = Self.unit(text) { note(unit, of: name) }
        }
        for column in columns[name] ?? [] where titles[column] == nil {
            if let title = text(Self.titleNames), title != name { titles[column] = title }
        }
    }

    private mutating func note(_ unit: String, of name: String) {
        for column in columns[name] ?? [] where units[column] == nil { units[column] = unit }
    }

    /// A unit as a document writes it: a known one, or a text that holds a sign of one.
    private static func unit(_ text: String) -> String? {
        if let found = ColumnGuess.plain(text) { return found }
        let isUnitLike =
            text.count <= 12 && !text.contains(" ") && text.contains { "/°²³%".contains($0) } && !text.contains("://")
        return isUnitLike ? text : nil
    }
}
