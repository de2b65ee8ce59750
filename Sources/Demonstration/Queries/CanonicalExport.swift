// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import Ledger
import SensorThings
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
            var running = SHA256.Running()
            try write(connection) { running.update($0) }
            return running.finished().hexadecimal
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
        for setting in [Setting.asOf, .isFictional, .townName] {
            guard let value = try SettingQueries.value(of: setting, on: connection) else { continue }
            try lines.line { $0.record("setting", [("name", .string(setting.rawValue)), ("value", .string(value))]) }
        }
        let datasets = try DatasetQueries.all(for: .system, on: connection).map { dataset in
            Record(
                key: dataset.slug,
                members: [
                    ("slug", .string(dataset.slug)), ("title", .string(dataset.title)),
                    ("titleEnglish", text(dataset.titleEnglish)), ("description", .string(dataset.description)),
                    ("descriptionEnglish", text(dataset.descriptionEnglish)), ("owner", .string(dataset.owner)),
                    ("contact", text(dataset.contact)), ("licence", .string(dataset.licence)),
                    ("attributions", canonical(.array(dataset.attributions.map(\.json)))),
                    ("keywords", .array(dataset.keywords.map { .string($0) })), ("theme", text(dataset.theme)),
                    ("access", .string(dataset.access.rawValue)), ("issued", .string(dataset.issued.iso8601)),
                    ("modified", .string(dataset.modified.iso8601)),
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
                    let digits = Hexadecimal.text(feature.wkb ?? [])
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

    private static func writeEntities(_ connection: any StorageConnection, _ lines: Lines) throws {
        try lines.write("sensor", try SensorThingsExport.sensors(on: connection).map(record))
        try lines.write("observedProperty", try SensorThingsExport.observedProperties(on: connection).map(record))
        try lines.write("thing", try SensorThingsExport.things(on: connection).map(record))
    }

    private static func record(_ entity: SensorThingsExport.Entity) -> Record {
        Record(key: entity.key, members: entity.members.map { ($0.name, canonical($0.value)) })
    }

    private static func writeSeries(_ connection: any StorageConnection, _ lines: Lines) throws {
        let sorted = try SensorThingsExport.datastreams(on: connection)
            .sorted { precedes($0.entity.key, $1.entity.key) }
        try lines.write("datastream", sorted.map { record($0.entity) })
        for (entity, id) in sorted {
            try SensorThingsExport.forEachValue(of: id, on: connection) { time, duration, result, text in
                try lines.line { writer in
                    writer.beginArray()
                    writer.write(entity.key)
                    writer.writeUnescaped { time.appendISO8601(to: &$0) }
                    writer.write(duration / 1_000_000)
                    if let result { writer.write(result) } else { writer.write(canonical(text)) }
                    writer.endArray()
                }
            }
        }
    }
}
