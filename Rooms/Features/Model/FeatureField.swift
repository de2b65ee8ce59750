// SPDX-License-Identifier: EUPL-1.2
import Catalogue
package import Storage
package import Wire

/// What a property of a layer holds.
public enum FieldType: String, Sendable, Hashable, CaseIterable {
    case text, integer, real, boolean
    /// A calendar day, `2026-07-31`.
    case date
    /// An instant, `2026-07-31T12:00:00Z`.
    case dateTime = "date-time"
    /// An instant that the column keeps as microseconds UTC; only in collections of other rooms.
    case instant
    /// Lists and objects, kept as JSON text.
    case json
}

/// A property of a layer: its name in documents, the column that keeps it and its type.
public struct FeatureField: Sendable, Hashable {
    public let name: String
    public let column: String
    public let type: FieldType

    public init(name: String, column: String, type: FieldType) {
        self.name = name
        self.column = column
        self.type = type
    }
}

extension FeatureField {
    /// A property of another room's collection.
    init(_ property: FeatureSourceProperty) {
        let type: FieldType =
            switch property.kind {
            case .text: .text
            case .integer: .integer
            case .real: .real
            case .instant: .instant
            case .json: .json
            }
        self.init(name: property.name, column: property.column, type: type)
    }

    /// The fields that hold all properties of the features, in the order they first appear.
    package static func inferred(from features: [Feature]) -> [FeatureField] {
        var order: [String] = []
        var types: [String: FieldType?] = [:]
        for feature in features {
            for (name, value) in feature.properties.members {
                if types[name] == nil {
                    order.append(name)
                    types[name] = .some(nil)
                }
                guard let type = FieldType(of: value) else { continue }
                let known = types[name] ?? nil
                types[name] = .some(known.map { $0.union(type) } ?? type)
            }
        }
        var taken: Set<String> = reservedColumns
        return order.map { name in
            let column = column(for: name, taken: &taken)
            return FeatureField(name: name, column: column, type: (types[name] ?? nil) ?? .text)
        }
    }

    /// Columns each layer table has itself.
    static let reservedColumns: Set<String> = [
        "fid", "geom", "feature_id", "rowid", "oid", "_rowid_", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid",
    ]

    /// The name itself where a column can bear it; names count as equal in any case, PostgreSQL cuts at 63 bytes.
    private static func column(for name: String, taken: inout Set<String>) -> String {
        var base = ""
        for scalar in name.unicodeScalars where scalar.value >= 0x20 && scalar != "\"" {
            guard base.utf8.count + String(scalar).utf8.count <= 56 else { break }
            base.unicodeScalars.append(scalar)
        }
        if base.allSatisfy(\.isWhitespace) { base = "field" }
        var column = base
        var number = 2
        while !taken.insert(column.lowercased()).inserted {
            column = "\(base)_\(number)"
            number += 1
        }
        return column
    }
}

extension FieldType {
    /// The narrowest type that holds a value; nil for null.
    init?(of value: JSONValue) {
        switch value {
        case .null: return nil
        case .bool: self = .boolean
        case .number(let number): self = number.isPlainInteger ? .integer : .real
        case .array, .object: self = .json
        case .string(let text): self = FieldType(ofText: text)
        }
    }

    private init(ofText text: String) {
        let length = text.utf8.count
        if length == 10, Self.isDay(text) {
            self = .date
        } else if length >= 19, length <= 35, text.utf8.dropFirst(10).first == UInt8(ascii: "T"),
            (try? Instant(iso8601: text)) != nil
        {
            self = .dateTime
        } else {
            self = .text
        }
    }

    /// Whether a text is a day of the calendar written `YYYY-MM-DD`.
    package static func isDay(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return false }
        return (try? Instant(iso8601: text + "T00:00:00Z")) != nil
    }

    /// The narrowest type that holds what both hold.
    func union(_ other: FieldType) -> FieldType {
        if self == other { return self }
        let pair: Set<FieldType> = [self, other]
        if pair == [.integer, .real] { return .real }
        return pair.contains(.json) ? .json : .text
    }

    /// The value as its column keeps it.
    package func stored(_ value: JSONValue) -> SQLValue {
        if case .null = value { return .null }
        switch self {
        case .text:
            return .text(value.string ?? value.text)
        case .json:
            return .text(value.text)
        case .integer:
            return value.integer.map { .integer($0) } ?? .null
        case .real:
            guard let number = value.double, number.isFinite else { return .null }
            return .real(number)
        case .boolean:
            return value.bool.map { .integer($0 ? 1 : 0) } ?? .null
        case .date:
            return value.string.map { .text($0) } ?? .null
        case .dateTime:
            guard let text = value.string, let instant = try? Instant(iso8601: text) else { return .null }
            return .text(FieldType.text(of: instant))
        case .instant:
            return value.string.flatMap { try? Instant(iso8601: $0) }.map { .integer($0.microseconds) } ?? .null
        }
    }

    /// An instant as GeoPackage keeps it: `YYYY-MM-DDTHH:MM:SS.SSSZ`; texts sort as times do.
    package static func text(of instant: Instant) -> String {
        let rest = instant.microseconds.quotientAndRemainderFloored(by: 1000).remainder
        return Instant(microseconds: instant.microseconds - rest).iso8601
    }

    /// Type and format in a JSON schema.
    package var schema: JSONValue {
        switch self {
        case .text: ["type": "string"]
        case .integer: ["type": "integer"]
        case .real: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .date: ["type": "string", "format": "date"]
        case .dateTime, .instant: ["type": "string", "format": "date-time"]
        case .json: [:]
        }
    }
}

extension JSONNumber {
    /// Written without fraction and exponent, and in the range of 64 bits.
    fileprivate var isPlainInteger: Bool { Int64(literal) != nil }
}

extension FieldType {
    /// Writes the value of a column as JSON.
    func write(_ row: any StorageRow, _ column: Int, to writer: inout JSONWriter) {
        if row.isNull(column) {
            writer.null()
            return
        }
        switch self {
        case .text, .date, .dateTime: row.withUTF8(column) { writer.write(utf8: $0) }
        case .integer: writer.write(row.integer(column))
        case .real:
            // With its point, also where it is whole: clients infer the type of a column from the first numbers they see.
            let number = row.real(column)
            if number.isFinite { writer.raw(number.description) } else { writer.null() }
        case .boolean: writer.write(row.integer(column) != 0)
        case .json: writer.raw(row.text(column))
        case .instant: writer.write(FieldType.text(of: Instant(microseconds: row.integer(column))))
        }
    }

    /// The value of a column.
    func value(_ row: any StorageRow, _ column: Int) -> JSONValue {
        if row.isNull(column) { return .null }
        switch self {
        case .text, .date, .dateTime: return .string(row.text(column))
        case .integer: return JSONValue(row.integer(column))
        case .real: return JSONValue(row.real(column))
        case .boolean: return .bool(row.integer(column) != 0)
        case .json: return (try? JSONValue(parsing: row.text(column))) ?? .null
        case .instant: return .string(FieldType.text(of: Instant(microseconds: row.integer(column))))
        }
    }
}
