// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Geometry
public import Storage
public import Wire

/// Creates and replaces layers, each in the transaction of its caller: whole or not at all.
public enum LayerImport {
    /// Most features of a layer.
    public static let maximumFeatures = 2_000_000
    /// Most properties of a layer.
    public static let maximumFields = 500

    /// Stores the features as the layer of the description's name; the same content again changes nothing.
    /// - Throws: `LayerError` when the description or the features cannot be a layer.
    @discardableResult
    public static func store(
        _ features: [Feature], as description: LayerDescription, at instant: Instant,
        on connection: any StorageConnection
    ) throws -> LayerReport {
        let prepared = try Prepared(features, description)
        let known = try Known.find(description.name, on: connection)
        if let known, known.edition == prepared.content.digest { return prepared.report(.unchanged, known.id) }
        let table = prepared.table(known?.table ?? prepared.tableName)
        if known != nil { try LayerVersions.keep(description.name, until: instant, on: connection) }
        try table.drop(on: connection)
        try prepared.create(table, at: instant, on: connection)
        return try register(prepared, known, table, at: instant, on: connection)
    }

    /// Stores them as the other `store` does, on PostgreSQL while others write: the table is made beside the old one, and
    /// takes its place in a short transaction in which `note` runs too.
    /// - Throws: `LayerError`; `StorageError.collision` when somebody reads the old one for minutes.
    @discardableResult
    public static func store(
        _ features: [Feature], as description: LayerDescription, at instant: Instant, in engine: any StorageEngine,
        note: @escaping @Sendable (any StorageConnection, LayerReport) throws -> Void
    ) async throws -> LayerReport {
        guard engine.dialect == .postgresql else {
            return try await engine.write { connection in
                let report = try store(features, as: description, at: instant, on: connection)
                try note(connection, report)
                return report
            }
        }
        let prepared = try Prepared(features, description)
        let before = try await engine.read { try Known.find(description.name, on: $0) }
        let beside = prepared.table(prepared.tableName.replacing("layer_", with: "stage_", maxReplacements: 1))
        if before?.edition != prepared.content.digest {
            try await engine.writeAside { connection in
                try beside.drop(on: connection)
                try prepared.create(beside, at: instant, on: connection)
            }
        }
        var attempts = 60
        while true {
            do {
                return try await engine.write { connection in
                    let known = try Known.find(description.name, on: connection)
                    var report = prepared.report(.unchanged, known?.id ?? 0)
                    if known?.edition != prepared.content.digest {
                        let table = prepared.table(known?.table ?? prepared.tableName)
                        if known != nil { try LayerVersions.keep(description.name, until: instant, on: connection) }
                        try table.replace(by: beside, on: connection)
                        report = try register(prepared, known, table, at: instant, on: connection)
                    }
                    try note(connection, report)
                    return report
                }
            } catch StorageError.collision where attempts > 0 {
                attempts -= 1
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// A layer that is there.
    private struct Known: Sendable {
        let id: Int64
        /// Of what it is now.
        let digest: String
        /// Of what came in: the same content again does not take back what was changed here since.
        let edition: String
        let table: String

        static func find(_ name: String, on connection: any StorageConnection) throws -> Known? {
            try connection.firstRow(
                """
                SELECT id, fields ->> 'digest', coalesce(fields ->> 'edition', fields ->> 'digest'), table_name
                FROM feature_collection WHERE name = \(name)
                """
            ) { Known(id: $0.integer(0), digest: $0.text(1), edition: $0.text(2), table: $0.text(3)) }
        }
    }

    /// Features that were found fit to be a layer.
    private struct Prepared: Sendable {
        let features: [Feature]
        let description: LayerDescription
        let fields: [FeatureField]
        let identifiers: Identifiers
        let content: Content

        init(_ features: [Feature], _ description: LayerDescription) throws {
            guard features.count <= maximumFeatures else {
                throw LayerError.tooLarge(what: "features", limit: maximumFeatures)
            }
            self.features = features
            self.description = description
            fields = FeatureField.inferred(from: features)
            guard fields.count <= maximumFields else {
                throw LayerError.tooLarge(what: "properties", limit: maximumFields)
            }
            try LayerImport.check(description, fields)
            identifiers = try Identifiers(of: features, field: description.identifierField)
            content = Content(
                features: features, fields: fields, identifiers: identifiers, description: description)
        }

        var tableName: String { "layer_" + description.name.replacing("-", with: "_") }

        func table(_ name: String) -> LayerTable {
            LayerTable(name: name, geometryType: content.geometryType, fields: fields)
        }

        func report(_ outcome: LayerReport.Outcome, _ id: Int64) -> LayerReport {
            LayerReport(
                outcome: outcome, collectionID: id, features: features.count,
                withoutGeometry: features.count { $0.wkb == nil })
        }

        func create(_ table: LayerTable, at instant: Instant, on connection: any StorageConnection) throws {
            var index = 0
            try table.create(
                title: description.title, description: description.description, at: instant.microseconds,
                on: connection
            ) {
                guard index < features.count else { return nil }
                defer { index += 1 }
                let feature = features[index]
                let values = fields.map { field in
                    feature.properties[field.name].map { field.type.stored($0) } ?? .null
                }
                return LayerRow(
                    fid: Int64(index + 1), identifier: identifiers.texts[index], wkb: feature.wkb, values: values)
            }
        }
    }

    private static func register(
        _ prepared: Prepared, _ known: Known?, _ table: LayerTable, at instant: Instant,
        on connection: any StorageConnection
    ) throws -> LayerReport {
        let description = prepared.description
        let id = try register(
            description, table: table, content: prepared.content, count: prepared.features.count, at: instant,
            on: connection)
        try connection.execute("DELETE FROM feature_change WHERE collection_id = \(id)")
        if let dataset = description.datasetID { try DatasetQueries.touch(id: dataset, at: instant, on: connection) }
        return prepared.report(known == nil ? .created : .replaced, id)
    }

    /// Whether the features can be the layer that the description names.
    /// - Throws: `LayerError`, as `store` would.
    package static func validate(_ features: [Feature], as description: LayerDescription) throws {
        _ = try Prepared(features, description)
    }

    /// What a layer's content is known by; nil where there is none of that name.
    public static func digest(of name: String, on connection: any StorageConnection) throws -> String? {
        try Known.find(name, on: connection)?.digest
    }

    /// Removes a layer; false when there is none of that name.
    @discardableResult
    public static func remove(name: String, on connection: any StorageConnection) throws -> Bool {
        guard
            let table = try connection.text("SELECT table_name FROM feature_collection WHERE name = \(name)")
        else { return false }
        try LayerTable(name: table).drop(on: connection)
        try LayerVersions.forget(ofLayer: name, on: connection)
        try connection.execute("DELETE FROM feature_collection WHERE name = \(name)")
        return true
    }

    private static func check(_ description: LayerDescription, _ fields: [FeatureField]) throws(LayerError) {
        guard Dataset.isSlug(description.name), description.name.utf8.count <= 50 else {
            throw .invalidDescription(
                field: "name", message: "1 to 50 lower-case letters a–z, digits and single hyphens between them")
        }
        guard FeatureSourceName(rawValue: description.name) == nil else {
            throw .invalidDescription(
                field: "name",
                message: "\"\(description.name)\" is a collection of the platform itself; take another name")
        }
        guard !description.title.allSatisfy(\.isWhitespace) else {
            throw .invalidDescription(field: "title", message: "give it a title")
        }
        // An empty layer has no fields yet; what is declared about them holds as soon as there are some.
        if fields.isEmpty { return }
        let declared = [
            ("titleField", description.titleField), ("timeField", description.timeField),
            ("identifierField", description.identifierField),
        ]
        for (name, value) in declared {
            guard let value, !fields.contains(where: { $0.name == value }) else { continue }
            let known = fields.prefix(20).map(\.name).joined(separator: ", ")
            throw .invalidDescription(
                field: name, message: "no feature has a property \"\(value)\"; there are: \(known)")
        }
        if let name = description.timeField, let field = fields.first(where: { $0.name == name }),
            field.type != .date && field.type != .dateTime
        {
            throw .invalidDescription(
                field: "timeField", message: "\"\(name)\" holds values that are no dates like 2026-07-31")
        }
    }

    private static func register(
        _ description: LayerDescription, table: LayerTable, content: Content, count: Int, at instant: Instant,
        on connection: any StorageConnection
    ) throws -> Int64 {
        let box = content.extent
        let fields = SQLValue.json(content.document.text)
        return try connection.key(
            """
            INSERT INTO feature_collection (dataset_id, name, title, title_en, description, table_name, role,
                geometry_type, fields, title_field, west, south, east, north, feature_count, modified_at)
            VALUES (\(description.datasetID), \(description.name), \(description.title), \(description.titleEnglish),
                \(description.description), \(table.name), \(description.role.rawValue), \(content.geometryType),
                \(fields), \(description.titleField), \(box?.west), \(box?.south), \(box?.east), \(box?.north),
                \(count), \(instant.microseconds))
            ON CONFLICT (name) DO UPDATE SET dataset_id = excluded.dataset_id, title = excluded.title,
                title_en = excluded.title_en, description = excluded.description, role = excluded.role,
                geometry_type = excluded.geometry_type, fields = excluded.fields, title_field = excluded.title_field,
                west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north,
                feature_count = excluded.feature_count, modified_at = excluded.modified_at
            RETURNING id
            """)
    }
}
