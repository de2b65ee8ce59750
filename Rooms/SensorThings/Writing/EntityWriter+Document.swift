// SPDX-License-Identifier: EUPL-1.2
package import SensorThingsModel
import Storage
package import Wire

extension EntityWriter {
    /// The writable properties of an entity as JSON, the ground that a JSON Patch changes.
    package func document(_ type: EntityType, _ id: Int64) throws -> JSONValue {
        var condition: SQL = "id = \(id)"
        if type == .observation {
            guard let address = try ObservationAddress.find(id, for: reader, on: connection) else {
                throw EntityFault.notFound("There is no Observation with the id \(id).")
            }
            condition =
                "datastream_id = \(address.datastream) AND phenomenon_time = \(address.time) AND id = \(id)"
        }
        let properties = type.properties.filter(\.isWritable)
        let columns = properties.flatMap(\.columns).map { SQL("\(identifier: $0)") }.joined(separator: ", ")
        let found = try connection.firstRow("SELECT \(columns) FROM \(identifier: type.table) WHERE \(condition)") {
            row in
            var object = JSONObject()
            var column = 0
            for property in properties {
                object[property.name] = try Self.value(property, row, column)
                column += property.columns.count
            }
            return object
        }
        guard let found else { throw EntityFault.notFound("There is no \(type.rawValue) with the id \(id).") }
        return .object(found)
    }

    private static func value(_ property: EntityProperty, _ row: any StorageRow, _ column: Int) throws -> JSONValue? {
        switch property.kind {
        case .text:
            return row.textIfPresent(column).map { .string($0) }
        case .json, .object, .elements:
            return try row.textIfPresent(column).map { try JSONValue(parsing: $0) }
        case .instant:
            return row.integerIfPresent(column).map { .string(Instant(microseconds: $0).iso8601) }
        case .unit:
            let parts = (0..<3).map { row.textIfPresent(column + $0).map { JSONValue.string($0) } ?? .null }
            return ["name": parts[0], "symbol": parts[1], "definition": parts[2]]
        case .startAndDuration:
            let start = Instant(microseconds: row.integer(column))
            guard let duration = row.integerIfPresent(column + 1) else { return .string(start.iso8601) }
            let end = Instant(microseconds: start.microseconds + duration)
            return .string(InstantInterval(start: start, end: end).iso8601)
        case .result:
            if let text = row.textIfPresent(column + 1) { return try JSONValue(parsing: text) }
            return row.realIfPresent(column).map { JSONValue($0) } ?? .null
        case .extra:
            guard let text = row.textIfPresent(column) else { return nil }
            guard let value = try JSONValue(parsing: text)[property.name] else { return nil }
            guard property.name == "validTime", let ends = value.array?.compactMap(\.integer), ends.count == 2 else {
                return value
            }
            let interval = InstantInterval(
                start: Instant(microseconds: ends[0]), end: Instant(microseconds: ends[1]))
            return .string(interval.iso8601)
        case .range:
            return nil
        }
    }
}
