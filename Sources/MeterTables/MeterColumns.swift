// SPDX-License-Identifier: EUPL-1.2
import Metering
import Sharing

/// Which column of a metering operator's table says what.
struct MeterColumns: Sendable, Hashable {
    /// What a value is counted in.
    enum Unit: String, Sendable, Hashable, CaseIterable {
        case wattHour = "wh"
        case kilowattHour = "kwh"
        case megawattHour = "mwh"
        /// Mean power of the quarter hour.
        case watt = "w"
        case kilowatt = "kw"

        /// `digits / decimals` of the unit in whole watt-hours.
        func wattHours(_ digits: Int, _ decimals: Int) -> Int {
            switch self {
            case .wattHour: Rounding.quotient(digits, decimals)
            case .kilowattHour: Rounding.quotient(digits, times: 1000, decimals)
            case .megawattHour: Rounding.quotient(digits, times: 1_000_000, decimals)
            case .watt: Rounding.quotient(digits, times: 1, 4 * decimals)
            case .kilowatt: Rounding.quotient(digits, times: 250, decimals)
            }
        }
    }

    var point: Int?
    var register: Int?
    var from: Int?
    var to: Int?
    /// One time that may be a beginning or an end.
    var stamp: Int?
    /// A day whose times stand in columns of their own.
    var day: Int?
    var value: Int?
    var state: Int?
    var unitColumn: Int?
    /// Points that have columns of their own.
    var wide: [(String, Int)] = []
    private var units: [Int: Unit] = [:]
    private var common: Unit?

    /// The columns with values.
    var values: [Int] { wide.isEmpty ? value.map { [$0] } ?? [] : wide.map(\.1) }

    /// Nil when the cells are no names of columns.
    init?(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            let (name, unit) = Self.parts(cell)
            if let unit { units[index] = unit }
            if let malo = name.split(separator: " ").first(where: { (try? MarketLocation($0)) != nil }) {
                wide.append((String(malo), index))
                continue
            }
            switch name {
            case _ where Self.isPoint(name): point = point ?? index
            case "obis", "obis-kennzahl", "obis-code", "kennzahl", "register": register = index
            case "von", "beginn", "start", "zeit von", "uhrzeit von", "from", "zeitstempel von", "datum von",
                "von datum", "ab":
                from = index
            case "bis", "ende", "end", "to", "zeit bis", "uhrzeit bis", "zeitstempel bis", "datum bis", "bis datum":
                to = index
            case "zeitstempel", "timestamp", "zeitpunkt", "datum/uhrzeit", "datum / uhrzeit", "zeit", "uhrzeit", "time",
                "datetime":
                stamp = index
            case "datum", "date", "tag", "day": day = index
            case "wert", "value", "verbrauch", "energie", "energy", "menge", "arbeit", "leistung", "power", "lastgang",
                "einspeisung", "bezug", "kwh", "wh", "kw":
                value = value ?? index
            case "status", "state", "statuskennzeichen", "qualität", "qualitaet", "quality", "wertstatus": state = index
            case "einheit", "unit": unitColumn = index
            default: break
            }
            if units[index] == nil, let unit = Unit(rawValue: name) { units[index] = unit }
        }
        let hasTime = from != nil || to != nil || stamp != nil
        guard hasTime, value != nil || !wide.isEmpty else { return nil }
        common = Set(units.values).count == 1 ? units.values.first : nil
    }

    static func isPoint(_ name: String) -> Bool {
        [
            "malo", "malo-id", "maloid", "marktlokation", "marktlokations-id", "melo", "messlokation", "zählpunkt",
            "zaehlpunkt", "metering point", "market location", "point",
        ].contains(name.lowercased().split(separator: ":").first.map { String($0) } ?? "")
    }

    /// `Wert [kWh]` as its name and unit.
    private static func parts(_ cell: String) -> (name: String, unit: Unit?) {
        let lower = cell.lowercased()
        guard let open = lower.lastIndex(where: { $0 == "[" || $0 == "(" }),
            let close = lower.lastIndex(where: { $0 == "]" || $0 == ")" }), open < close
        else {
            // "Verbrauch in kWh"
            let words = lower.split(separator: " ")
            if words.count > 1, let unit = words.last.flatMap({ Unit(rawValue: String($0)) }) {
                let rest = words.dropLast(words.dropLast().last == "in" ? 2 : 1)
                return (rest.joined(separator: " "), unit)
            }
            return (lower, nil)
        }
        let unit = Unit(rawValue: String(lower[lower.index(after: open)..<close]))
        let name = lower[..<open].split(separator: " ").joined(separator: " ")
        return (name, unit)
    }

    /// The unit of a value: of its row, of its column, or the only one that the table names.
    func unit(_ cell: String, at column: Int?) -> Unit? {
        if !cell.isEmpty { return Unit(rawValue: cell.lowercased()) }
        return column.flatMap { units[$0] } ?? common
    }

    static func == (left: MeterColumns, right: MeterColumns) -> Bool {
        left.values == right.values && left.from == right.from && left.to == right.to && left.stamp == right.stamp
    }

    func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
