// SPDX-License-Identifier: EUPL-1.2
import Access
import CSodium
import Features
public import Storage
import Wire

/// A town's content as JSON lines in an order and form that depend on nothing but the content: not on ids, not on the
/// engine, not on the order of writing.
///
/// Geometries are well-known binary in hexadecimal, objects have their members sorted by name, numbers their shortest form, entities are named by their import keys.
/// Lines: town, data sets, layers with their features, sensors, properties, things, series, values.
public enum CanonicalExport {
    /// SHA-256 of the export in hexadecimal.
    public static func digest(of engine: any StorageEngine) async throws -> String {
        try await engine.read { connection in
            var state = crypto_hash_sha256_state()
            crypto_hash_sha256_init(&state)
            try write(connection) { bytes in
                crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
            }
            var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
            crypto_hash_sha256_final(&state, &digest)
            return digest.map { hexadecimal($0) }.joined()
        }
    }

    /// Writes the export in chunks; each ends with a line.
    public static func write(_ connection: any StorageConnection, to sink: @escaping ([UInt8]) throws -> Void) throws {
        let lines = Lines(sink: sink)
        try writeTown(connection, lines)
        try writeLayers(connection, lines)
        try writeEntities(connection, lines)
        try writeSeries(connection, lines)
        try lines.flush()
    }

    /// Collects lines and hands them on in chunks.
    final class Lines {
        private var writer = JSONWriter(reserving: 1 << 17)
        private let sink: ([UInt8]) throws -> Void

        init(sink: @escaping ([UInt8]) throws -> Void) { self.sink = sink }

        func line(_ write: (inout JSONWriter) -> Void) throws {
            write(&writer)
            writer.endLine()
            if writer.bytes.count >= 1 << 16 { try flush() }
        }

        func flush() throws {
            let bytes = writer.takeBytes()
            if !bytes.isEmpty { try sink(bytes) }
        }
    }

    private static func writeTown(_ connection: any StorageConnection, _ lines: Lines) throws {
        let settings = try connection.rows(
            "SELECT name, value FROM setting WHERE name IN ('town.name', 'town.fictional', 'demo.as-of')"
        ) { ($0.text(0), $0.text(1)) }
        for (name, value) in settings.sorted(by: { precedes($0.0, $1.0) }) {
            try lines.line { $0.record("setting", [("name", .string(name)), ("value", .string(value))]) }
        }
        let datasets = try connection.rows(
            """
            SELECT slug, title, title_en, description, description_en, owner, contact, licence, attributions, keywords,
                theme, access, issued_at, modified_at
            FROM dataset
            """
        ) { row in
            Record(
                key: row.text(0),
                members: [
                    ("slug", text(row, 0)), ("title", text(row, 1)), ("titleEnglish", text(row, 2)),
                    ("description", text(row, 3)), ("descriptionEnglish", text(row, 4)), ("owner", text(row, 5)),
                    ("contact", text(row, 6)), ("licence", text(row, 7)), ("attributions", json(row, 8)),
                    ("keywords", json(row, 9)), ("theme", text(row, 10)), ("access", text(row, 11)),
                    ("issued", instant(row, 12)), ("modified", instant(row, 13)),
                ])
        }
        try lines.write("dataset", datasets)
    }

    private static func writeLayers(_ connection: any StorageConnection, _ lines: Lines) throws {
        let layers = try FeatureCollectionQueries.all(for: .system, on: connection)
        for layer in layers.sorted(by: { precedes($0.name, $1.name) }) {
            let count = JSONNumber(Int64(layer.count))
            let facts: [(name: String, value: JSONValue)] = [
                ("name", .string(layer.name)), ("title", .string(layer.title)),
                ("titleEnglish", layer.titleEnglish.map { .string($0) } ?? .null),
                ("description", .string(layer.description)), ("role", .string(layer.role.rawValue)),
                ("geometryType", .string(layer.geometryType)),
                ("dataset", layer.datasetSlug.map { .string($0) } ?? .null), ("count", .number(count)),
            ]
            try lines.write("layer", [Record(key: layer.name, members: facts)])
            var position: Int64 = 0
            while true {
                let page = try FeatureCollectionQueries.features(
                    of: layer, after: position, limit: 1000, on: connection)
                for feature in page {
                    let digits = (feature.wkb ?? []).map { hexadecimal($0) }.joined()
                    let members: [(name: String, value: JSONValue)] = [
                        ("layer", .string(layer.name)), ("geometry", .string(digits)),
                        ("properties", canonical(.object(feature.properties))),
                    ]
                    try lines.write("feature", [Record(key: feature.identifier, members: members)])
                }
                guard let last = page.last, page.count == 1000 else { break }
                position = last.position
            }
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = Array("0123456789abcdef")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }

    private static func writeEntities(_ connection: any StorageConnection, _ lines: Lines) throws {
        let sensors = try connection.rows(
            "SELECT coalesce(import_key, name), name, description, metadata, properties FROM sensor"
        ) { row in
            Record(
                key: row.text(0),
                members: [
                    ("key", text(row, 0)), ("name", text(row, 1)), ("description", text(row, 2)),
                    ("metadata", json(row, 3)), ("properties", json(row, 4)),
                ])
        }
        try lines.write("sensor", sensors)
        let properties = try connection.rows(
            "SELECT coalesce(import_key, name), name, definition, description, properties FROM observed_property"
        ) { row in
            Record(
                key: row.text(0),
                members: [
                    ("key", text(row, 0)), ("name", text(row, 1)), ("definition", text(row, 2)),
                    ("description", text(row, 3)), ("properties", json(row, 4)),
                ])
        }
        try lines.write("observedProperty", properties)
        let things = try connection.rows(
            """
            SELECT coalesce(t.import_key, t.name), t.name, t.description, t.properties, d.slug, l.location
            FROM thing t LEFT JOIN dataset d ON d.id = t.dataset_id
            LEFT JOIN thing_location tl ON tl.thing_id = t.id LEFT JOIN location l ON l.id = tl.location_id
            """
        ) { row in
            Record(
                key: row.text(0),
                members: [
                    ("key", text(row, 0)), ("name", text(row, 1)), ("description", text(row, 2)),
                    ("properties", json(row, 3)), ("dataset", text(row, 4)), ("location", json(row, 5)),
                ])
        }
        try lines.write("thing", things)
    }

    private static func writeSeries(_ connection: any StorageConnection, _ lines: Lines) throws {
        let series = try connection.rows(
            """
            SELECT coalesce(ds.import_key, ds.name), ds.name, ds.description, ds.observation_type, ds.unit_name,
                ds.unit_symbol, ds.unit_definition, ds.properties, ds.ended_at, d.slug,
                coalesce(t.import_key, t.name), coalesce(s.import_key, s.name), coalesce(p.import_key, p.name), ds.id
            FROM datastream ds JOIN thing t ON t.id = ds.thing_id JOIN sensor s ON s.id = ds.sensor_id
            JOIN observed_property p ON p.id = ds.observed_property_id LEFT JOIN dataset d ON d.id = ds.dataset_id
            """
        ) { row in
            let record = Record(
                key: row.text(0),
                members: [
                    ("key", text(row, 0)), ("name", text(row, 1)), ("description", text(row, 2)),
                    ("observationType", text(row, 3)), ("unitName", text(row, 4)), ("unitSymbol", text(row, 5)),
                    ("unitDefinition", text(row, 6)), ("properties", json(row, 7)), ("ended", instant(row, 8)),
                    ("dataset", text(row, 9)), ("thing", text(row, 10)), ("sensor", text(row, 11)),
                    ("observedProperty", text(row, 12)),
                ])
            return (record: record, id: row.integer(13))
        }
        let sorted = series.sorted { precedes($0.record.key, $1.record.key) }
        try lines.write("datastream", sorted.map(\.record))
        for (record, id) in sorted {
            try connection.forEachRow(
                """
                SELECT phenomenon_time, phenomenon_duration, result, result_json FROM observation
                WHERE datastream_id = \(id) ORDER BY phenomenon_time, phenomenon_duration, result
                """
            ) { row in
                try lines.line { writer in
                    writer.beginArray()
                    writer.write(record.key)
                    writer.writeUnescaped { Instant(microseconds: row.integer(0)).appendISO8601(to: &$0) }
                    writer.write(row.integer(1) / 1_000_000)
                    if let result = row.realIfPresent(2) {
                        writer.write(result)
                    } else {
                        writer.write(json(row, 3))
                    }
                    writer.endArray()
                }
                return true
            }
        }
    }
}
