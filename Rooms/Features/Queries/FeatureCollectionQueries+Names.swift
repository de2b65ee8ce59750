// SPDX-License-Identifier: EUPL-1.2
import Geometry
package import Storage
package import Wire

extension FeatureCollectionQueries {
    /// What people call the features of a layer, with their identifiers; none for a layer without a field of names.
    ///
    /// In the layer's order, at most `limit`.
    package static func names(
        of collection: FeatureCollection, limit: Int, on connection: any StorageConnection
    ) throws -> [(identifier: String, name: String)] {
        guard let field = collection.titleField.flatMap({ collection.field($0) }), field.type == .text else {
            return []
        }
        let relation = collection.relation
        var names: [(identifier: String, name: String)] = []
        try connection.forEachRow(
            """
            SELECT \(relation.identifier), \(identifier: field.column) FROM \(relation.source)
            WHERE \(identifier: field.column) IS NOT NULL ORDER BY fid LIMIT \(limit)
            """
        ) { row in
            let name = row.text(1)
            if !name.allSatisfy(\.isWhitespace) { names.append((row.text(0), name)) }
            return true
        }
        return names
    }
}

/// What values a property has, for those who put them into groups.
extension FeatureCollectionQueries {
    /// The values that most features have, the most frequent first; features without one are left out.
    package static func commonValues(
        of field: FeatureField, in collection: FeatureCollection, limit: Int, on connection: any StorageConnection
    ) throws -> [(value: JSONValue, count: Int64)] {
        let relation = collection.relation
        let column = relation.column(field.column)
        return try connection.rows(
            """
            SELECT \(column), count(*) FROM \(relation.source) WHERE \(column) IS NOT NULL
            GROUP BY \(column) ORDER BY count(*) DESC, \(column) LIMIT \(limit)
            """
        ) { (field.type.value($0, 0), $0.integer(1)) }
    }

    /// The least number of a property, the greatest, and between them those that part the features into `parts` of the
    /// same size; empty where no feature has one.
    package static func quantiles(
        of field: FeatureField, in collection: FeatureCollection, parts: Int, on connection: any StorageConnection
    ) throws -> [Double] {
        let relation = collection.relation
        let column = relation.column(field.column)
        let count = try connection.integer("SELECT count(\(column)) FROM \(relation.source)") ?? 0
        guard count > 0, parts > 0 else { return [] }
        return try (0...parts).compactMap { part in
            let place = (count - 1) * Int64(part) / Int64(parts)
            return try connection.firstRow(
                """
                SELECT \(column) FROM \(relation.source) WHERE \(column) IS NOT NULL
                ORDER BY \(column) LIMIT 1 OFFSET \(place)
                """
            ) { field.type.value($0, 0).double } ?? nil
        }
    }
}
