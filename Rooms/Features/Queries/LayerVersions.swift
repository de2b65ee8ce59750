// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Geometry
import Rights
package import Storage
package import Wire

/// A state of a layer that a later delivery has replaced.
package struct LayerVersion: Sendable {
    package let id: Int64
    /// When its content came in.
    package let from: Instant
    /// When the next delivery took its place; single changes until then are part of it.
    package let to: Instant
    /// The layer as it was, under the titles and in the data set that it has now.
    package let collection: FeatureCollection
}

/// What layers held before they were delivered again: read as of a day, or brought back.
///
/// Each state is a table of its own, `feature_version_7`: one statement makes it, and reading is that of any layer.
package enum LayerVersions {
    /// States of a layer that are kept; the oldest go.
    package static let kept = 5
    /// Larger layers are replaced without keeping what they held.
    package static let mostFeatures = 200_000

    /// The newest first.
    package static func all(
        of collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> [LayerVersion] {
        let table: SQL = "'feature_version_' || CAST(v.id AS TEXT)"
        return try connection.rows(
            """
            SELECT c.id, c.dataset_id, c.name, c.title, c.title_en, c.description, \(table), c.role, v.geometry_type,
                v.fields, v.title_field, v.west, v.south, v.east, v.north, v.feature_count, v.valid_to, d.slug,
                d.licence, v.id, v.valid_from
            FROM feature_version v JOIN feature_collection c ON c.id = v.collection_id
                LEFT JOIN \(DatasetQueries.names) d ON d.id = c.dataset_id
            WHERE v.collection_id = \(collection.id) ORDER BY v.valid_to DESC, v.id DESC
            """
        ) { row in
            LayerVersion(
                id: row.integer(19), from: Instant(microseconds: row.integer(20)),
                to: Instant(microseconds: row.integer(16)), collection: try FeatureCollectionQueries.make(row))
        }
    }

    /// The state that held at an instant; nil where that is the present one, or none is known.
    package static func find(
        at instant: Instant, of collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> LayerVersion? {
        try all(of: collection, on: connection).first { $0.from <= instant && instant < $0.to }
    }

    /// What it held, ready to be stored again.
    package static func features(
        of version: LayerVersion, on connection: any StorageConnection
    ) throws -> [Feature] {
        let collection = version.collection
        let reals = Set(collection.fields.filter { $0.type == .real }.map(\.name))
        var features: [Feature] = []
        try FeatureCollectionQueries.forEach(
            of: collection, matching: FeatureQuery(), after: .min, on: connection
        ) { row in
            let stored = FeatureCollectionQueries.stored(row, collection)
            var properties = JSONObject()
            for (name, value) in stored.properties.members {
                // 12.0 stays a real number
                if reals.contains(name), let number = value.double {
                    properties[name] = .number(JSONNumber(literal: number.description))
                } else {
                    properties[name] = value
                }
            }
            let id: JSONValue =
                collection.hasNumbersAsIDs
                ? .number(JSONNumber(literal: stored.identifier)) : .string(stored.identifier)
            features.append(Feature(id: id, wkb: stored.wkb, properties: properties))
            return true
        }
        return features
    }

    /// Keeps what a layer holds, before something else takes its place.
    static func keep(_ name: String, until instant: Instant, on connection: any StorageConnection) throws {
        guard let present = try FeatureCollectionQueries.find(name, for: .system, on: connection),
            present.count <= mostFeatures
        else { return }
        let from = (present.imported ?? present.modified).microseconds
        let id = try connection.integer(
            """
            INSERT INTO feature_version (collection_id, geometry_type, fields, title_field, west, south, east, north,
                feature_count, valid_from, valid_to)
            SELECT id, geometry_type, fields, title_field, west, south, east, north, feature_count, \(from),
                \(instant.microseconds)
            FROM feature_collection WHERE id = \(present.id) RETURNING id
            """)
        guard let id else { return }
        try connection.execute(
            "CREATE TABLE \(identifier: table(id)) AS SELECT * FROM \(identifier: present.relation.table)")
        for old in try all(of: present, on: connection).dropFirst(kept) { try forget(old.id, on: connection) }
    }

    /// Removes a state for good.
    package static func forget(_ id: Int64, on connection: any StorageConnection) throws {
        try connection.execute("DROP TABLE IF EXISTS \(identifier: table(id))")
        try connection.execute("DELETE FROM feature_version WHERE id = \(id)")
    }

    /// Removes all states of a layer that goes.
    static func forget(ofLayer name: String, on connection: any StorageConnection) throws {
        let ids = try connection.rows(
            """
            SELECT v.id FROM feature_version v JOIN feature_collection c ON c.id = v.collection_id WHERE c.name = \(name)
            """
        ) { $0.integer(0) }
        for id in ids { try forget(id, on: connection) }
    }

    private static func table(_ id: Int64) -> String { "feature_version_\(id)" }
}
