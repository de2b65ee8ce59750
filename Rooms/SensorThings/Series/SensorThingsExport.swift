// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import Storage
public import Wire

/// All entities by their import keys and without ids, for exports that do not depend on where they were written.
public enum SensorThingsExport {
    public struct Entity: Sendable {
        /// Import key, else the name.
        public let key: String
        public let members: [(name: String, value: JSONValue)]
    }

    /// One row as an entity: the first member is its key.
    private static func entity(_ row: any StorageRow, _ members: [(name: String, value: JSONValue)]) -> Entity {
        Entity(key: row.text(0), members: [("key", text(row, 0))] + members)
    }

    private static func text(_ row: any StorageRow, _ column: Int) -> JSONValue {
        row.textIfPresent(column).map { .string($0) } ?? .null
    }

    private static func json(_ row: any StorageRow, _ column: Int) -> JSONValue {
        guard let text = row.textIfPresent(column) else { return .null }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }

    public static func sensors(on connection: any StorageConnection) throws -> [Entity] {
        try connection.rows(
            "SELECT coalesce(import_key, name), name, description, metadata, properties FROM sensor"
        ) { row in
            entity(
                row,
                [
                    ("name", text(row, 1)), ("description", text(row, 2)), ("metadata", json(row, 3)),
                    ("properties", json(row, 4)),
                ])
        }
    }

    public static func observedProperties(on connection: any StorageConnection) throws -> [Entity] {
        try connection.rows(
            "SELECT coalesce(import_key, name), name, definition, description, properties FROM observed_property"
        ) { row in
            entity(
                row,
                [
                    ("name", text(row, 1)), ("definition", text(row, 2)), ("description", text(row, 3)),
                    ("properties", json(row, 4)),
                ])
        }
    }

    public static func things(on connection: any StorageConnection) throws -> [Entity] {
        try connection.rows(
            """
            SELECT coalesce(t.import_key, t.name), t.name, t.description, t.properties, d.slug, l.location
            FROM thing t LEFT JOIN \(DatasetQueries.names) d ON d.id = t.dataset_id
            LEFT JOIN thing_location tl ON tl.thing_id = t.id LEFT JOIN location l ON l.id = tl.location_id
            """
        ) { row in
            entity(
                row,
                [
                    ("name", text(row, 1)), ("description", text(row, 2)), ("properties", json(row, 3)),
                    ("dataset", text(row, 4)), ("location", json(row, 5)),
                ])
        }
    }

    public static func datastreams(
        on connection: any StorageConnection
    ) throws -> [(entity: Entity, id: Int64)] {
        try connection.rows(
            """
            SELECT coalesce(ds.import_key, ds.name), ds.name, ds.description, ds.observation_type, ds.unit_name,
                ds.unit_symbol, ds.unit_definition, ds.properties, ds.ended_at, d.slug,
                coalesce(t.import_key, t.name), coalesce(s.import_key, s.name), coalesce(p.import_key, p.name), ds.id
            FROM datastream ds JOIN thing t ON t.id = ds.thing_id JOIN sensor s ON s.id = ds.sensor_id
            JOIN observed_property p ON p.id = ds.observed_property_id
            LEFT JOIN \(DatasetQueries.names) d ON d.id = ds.dataset_id
            """
        ) { row in
            let ended = row.integerIfPresent(8).map { JSONValue.string(Instant(microseconds: $0).iso8601) }
            let found = entity(
                row,
                [
                    ("name", text(row, 1)), ("description", text(row, 2)), ("observationType", text(row, 3)),
                    ("unitName", text(row, 4)), ("unitSymbol", text(row, 5)), ("unitDefinition", text(row, 6)),
                    ("properties", json(row, 7)), ("ended", ended ?? .null), ("dataset", text(row, 9)),
                    ("thing", text(row, 10)), ("sensor", text(row, 11)), ("observedProperty", text(row, 12)),
                ])
            return (found, row.integer(13))
        }
    }

    /// Calls `body` for each value of a series in the order of time; `text` is JSON where the result is no plain number.
    public static func forEachValue(
        of datastream: Int64, on connection: any StorageConnection,
        _ body: (_ time: Instant, _ duration: Int64, _ result: Double?, _ text: JSONValue) throws -> Void
    ) throws {
        try connection.forEachRow(
            """
            SELECT phenomenon_time, phenomenon_duration, result, result_json FROM observation
            WHERE datastream_id = \(datastream) ORDER BY phenomenon_time, phenomenon_duration, result
            """
        ) { row in
            let result = row.realIfPresent(2)
            try body(
                Instant(microseconds: row.integer(0)), row.integer(1), result, result == nil ? json(row, 3) : .null)
            return true
        }
    }
}
