// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// Values that come in one by one are what the layer's properties are, or they are refused: an import may find a property
/// to be a text, a change of one feature may not.
extension FieldType {
    /// The value for the column; nil for one of another type.
    func checked(_ value: JSONValue) -> SQLValue? {
        if case .null = value { return .null }
        switch (self, value) {
        case (.text, .string(let text)): return text.utf8.contains(0) ? nil : .text(text)
        case (.integer, .number(let number)): return number.integer.map { .integer($0) }
        case (.real, .number(let number)): return number.double.isFinite ? .real(number.double) : nil
        case (.boolean, .bool(let truth)): return .integer(truth ? 1 : 0)
        case (.date, .string(let text)): return Self.isDay(text) ? .text(text) : nil
        case (.dateTime, .string), (.instant, .string):
            let stored = stored(value)
            return stored == .null ? nil : stored
        case (.json, _): return Self.holdsNull(value) ? nil : .text(value.text)
        default: return nil
        }
    }

    /// The same for a value that is written as text, as in GML; an empty one is no value except for texts.
    func checked(text: String) -> SQLValue? {
        if self == .text { return checked(.string(text)) }
        let plain = text.trimmingBlanks
        if plain.isEmpty { return .null }
        switch self {
        case .text, .instant: return nil
        case .integer: return Int64(plain).map { .integer($0) }
        case .real: return Double(plain).flatMap { $0.isFinite ? .real($0) : nil }
        case .boolean:
            switch plain {
            case "true", "1": return .integer(1)
            case "false", "0": return .integer(0)
            default: return nil
            }
        case .date:
            var day = plain.replacing("/", with: "-")
            if day.hasSuffix("Z") { day.removeLast() }
            return checked(.string(day))
        case .dateTime:
            // GDAL writes 2026/07/31 12:00:00+00, QGIS leaves the zone off: that is UTC, as in filters
            var moment = plain.replacing("/", with: "-").replacing(" ", with: "T")
            if let sign = moment.dropFirst(19).lastIndex(where: { $0 == "+" || $0 == "-" }) {
                if moment[sign...].count == 3 { moment += ":00" }
            } else if !moment.hasSuffix("Z") {
                moment += "Z"
            }
            return checked(.string(moment))
        case .json: return (try? JSONValue(parsing: plain)).map { checked($0) } ?? checked(.string(text))
        }
    }

    /// PostgreSQL keeps no U+0000, and escaped it would come back as what no text column takes.
    private static func holdsNull(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.utf8.contains(0)
        case .array(let values): values.contains(where: holdsNull)
        case .object(let object): object.members.contains { $0.name.utf8.contains(0) || holdsNull($0.value) }
        default: false
        }
    }
}

extension String {
    /// Without blanks and line breaks at its ends.
    var trimmingBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        var rest = self[...]
        while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
        while let last = rest.last, blanks.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
