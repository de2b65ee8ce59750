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
        guard features.count <= maximumFeatures else {
            throw LayerError.tooLarge(what: "features", limit: maximumFeatures)
        }
        let fields = FeatureField.inferred(from: features)
        guard fields.count <= maximumFields else { throw LayerError.tooLarge(what: "properties", limit: maximumFields) }
        try check(description, fields)
        let identifiers = try Identifiers(of: features, field: description.identifierField)
        let content = Content(features: features, fields: fields, identifiers: identifiers, description: description)
        let without = features.count { $0.wkb == nil }
        let name = description.name
        let known: (id: Int64, digest: String, table: String)? = try connection.firstRow(
            "SELECT id, fields ->> 'digest', table_name FROM feature_collection WHERE name = \(name)"
        ) { ($0.integer(0), $0.text(1), $0.text(2)) }
        if let known, known.digest == content.digest {
            return LayerReport(
                outcome: .unchanged, collectionID: known.id, features: features.count, withoutGeometry: without)
        }
        let table = LayerTable(
            name: known?.table ?? "layer_" + name.replacing("-", with: "_"), geometryType: content.geometryType,
            fields: fields)
        try table.drop(on: connection)
        var index = 0
        try table.create(
            title: description.title, description: description.description, at: instant.microseconds, on: connection
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
        let id = try register(
            description, table: table, content: content, count: features.count, at: instant, on: connection)
        if let dataset = description.datasetID { try DatasetQueries.touch(id: dataset, at: instant, on: connection) }
        return LayerReport(
            outcome: known == nil ? .created : .replaced, collectionID: id, features: features.count,
            withoutGeometry: without)
    }

    /// Removes a layer; false when there is none of that name.
    @discardableResult
    public static func remove(name: String, on connection: any StorageConnection) throws -> Bool {
        guard
            let table = try connection.text("SELECT table_name FROM feature_collection WHERE name = \(name)")
        else { return false }
        try LayerTable(name: table).drop(on: connection)
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
        let id = try connection.integer(
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
        return id ?? 0
    }
}
