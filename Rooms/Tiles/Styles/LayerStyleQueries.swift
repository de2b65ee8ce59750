// SPDX-License-Identifier: EUPL-1.2
package import Features
import Rights
package import Storage
package import Wire

/// Reading and keeping the styles of layers; ask first who may see or change the layer.
package enum LayerStyleQueries {
    package static let migrations = [
        Migration(
            "tiles.styles", after: ["features.collections"],
            statements: [
                """
                CREATE TABLE layer_style (
                    collection_id \(SQL.bigint) PRIMARY KEY REFERENCES feature_collection (id) ON DELETE CASCADE,
                    document \(SQL.json) NOT NULL, changed_at \(SQL.bigint) NOT NULL, changed_by TEXT NOT NULL)
                """
            ])
    ]

    /// The styles of some layers by their names, as far as the layers have what these name.
    package static func all(
        of collections: [FeatureCollection], on connection: any StorageConnection
    ) throws -> [String: LayerStyle] {
        let own = collections.filter { !$0.isLive }
        guard !own.isEmpty else { return [:] }
        let rows = try connection.rows(
            "SELECT collection_id, document FROM layer_style WHERE collection_id IN (\(list: own.map(\.id)))"
        ) { ($0.integer(0), (try? JSONValue(parsing: $0.text(1))).flatMap(LayerStyle.init)) }
        let styles = Dictionary(rows) { first, _ in first }
        return Dictionary(
            own.compactMap { collection in
                (styles[collection.id] ?? nil).map { (collection.name, $0.fitting(collection.fields)) }
            }
        ) { first, _ in first }
    }

    /// The style as it was kept, although a later delivery may have lost what it names; nil where there is none.
    package static func kept(
        of collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> LayerStyle? {
        try connection.firstRow("SELECT document FROM layer_style WHERE collection_id = \(collection.id)") {
            (try? JSONValue(parsing: $0.text(0))).flatMap(LayerStyle.init)
        } ?? nil
    }

    /// The style that was kept for a layer; nil where it is drawn as all without one are.
    package static func find(
        of collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> LayerStyle? {
        try all(of: [collection], on: connection)[collection.name]
    }

    /// Keeps a style, with a line in the audit trail.
    /// - Throws: the first `StyleFault`.
    package static func save(
        _ style: LayerStyle, of collection: FeatureCollection, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        if let fault = style.faults(for: collection.fields).first { throw fault }
        let document = SQLValue.json(style.json.text)
        try connection.execute(
            """
            INSERT INTO layer_style (collection_id, document, changed_at, changed_by)
            VALUES (\(collection.id), \(document), \(now.microseconds), \(actor))
            ON CONFLICT (collection_id) DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at,
                changed_by = excluded.changed_by
            """)
        try AuditTrail.append(
            "update", object: "layer/\(collection.name)", by: actor, at: now, detail: ["style": true], on: connection)
    }

    /// Goes back to how layers without a style are drawn; false where there was none.
    @discardableResult
    package static func remove(
        of collection: FeatureCollection, by actor: String, at now: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        let gone = try connection.integer(
            "DELETE FROM layer_style WHERE collection_id = \(collection.id) RETURNING collection_id")
        guard gone != nil else { return false }
        try AuditTrail.append(
            "update", object: "layer/\(collection.name)", by: actor, at: now, detail: ["style": false], on: connection)
        return true
    }
}
