// SPDX-License-Identifier: EUPL-1.2
import Geometry
public import Storage
import Wire

extension FeatureCollectionQueries {
    /// The layer for a base map, as a small GeoJSON: id, `title` and rounded geometries; nothing else.
    ///
    /// Five decimals are about a metre. Serve it with `FeatureCollection.entityTag`. At most `limit` features.
    public static func outline(
        of collection: FeatureCollection, digits: Int = 5, limit: Int = 20_000, on connection: any StorageConnection
    ) throws -> [UInt8] {
        var writer = JSONWriter(reserving: 65_536)
        writer.beginObject()
        writer.name("type")
        writer.write("FeatureCollection")
        writer.name("features")
        writer.beginArray()
        let relation = collection.relation
        let title: SQL
        let field = collection.titleField.flatMap { collection.field($0) }
        if let field {
            title = "\(identifier: field.column)"
        } else {
            title = relation.identifier
        }
        let sql: SQL = """
            SELECT \(relation.identifier), \(title), \(relation.geometry.joined(separator: ", ")) FROM \(relation.source) ORDER BY fid LIMIT \(limit)
            """
        try connection.forEachRow(sql) { row in
            guard let wkb = relation.wkb(row, 2) else { return true }
            writer.beginObject()
            writer.name("type")
            writer.write("Feature")
            writer.name("id")
            writer.write(row.text(0))
            writer.name("geometry")
            WKBReader.writeGeoJSON(wkb, to: &writer, digits: digits, dropsRepeated: true)
            writer.name("properties")
            writer.beginObject()
            writer.name("title")
            if let field {
                field.type.write(row, 1, to: &writer)
            } else {
                writer.write(row.text(1))
            }
            writer.endObject()
            writer.endObject()
            return true
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
