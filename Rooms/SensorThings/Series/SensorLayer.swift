// SPDX-License-Identifier: EUPL-1.2
import Geometry
public import Storage

/// The sensors as a layer of the embedded file, so that a GIS program sees them without this program.
///
/// SQLite cannot build a geometry in a view that other programs could read, so the layer is a table that `refresh`
/// writes anew: after an import and by `check`. Nothing reads it in the program itself. PostgreSQL needs no copy.
public enum SensorLayer {
    public static let layer = SpatialLayer(
        table: "sensors", geometryType: .point,
        columns: [
            .init(name: "thing_id", kind: .integer), .init(name: "name", kind: .text),
            .init(name: "description", kind: .text), .init(name: "observed_properties", kind: .text),
        ])

    /// Writes the layer anew from Things and their Locations; returns the number of sensors, 0 on PostgreSQL.
    @discardableResult
    public static func refresh(_ connection: any StorageConnection, now: Int64) throws -> Int {
        guard connection.dialect == .sqlite else { return 0 }
        try connection.dropLayer(layer)
        try connection.createLayer(layer, title: "Sensoren", description: "Sensors with their place", now: now)
        let sensors = try connection.rows(
            """
            SELECT t.id, t.name, t.description, l.longitude, l.latitude, (
                SELECT group_concat(DISTINCT o.name) FROM datastream d
                JOIN observed_property o ON o.id = d.observed_property_id WHERE d.thing_id = t.id)
            FROM thing t JOIN thing_location tl ON tl.thing_id = t.id JOIN location l ON l.id = tl.location_id
            WHERE l.longitude IS NOT NULL AND l.latitude IS NOT NULL ORDER BY t.id
            """
        ) { row -> [SQLValue] in
            [point(row.real(3), row.real(4)), row.value(0), row.value(1), row.value(2), row.value(5)]
        }
        var next = sensors.makeIterator()
        let columns = ["geom", "thing_id", "name", "description", "observed_properties"]
        let count = try connection.bulkInsert(into: layer.table, columns: columns) { next.next() }
        try connection.finishLoading(layer, now: now)
        return count
    }

    private static func point(_ longitude: Double, _ latitude: Double) -> SQLValue {
        let wkb = GeometryValue.point(Position(longitude, latitude)).wkb()
        let box = SpatialBox(west: longitude, south: latitude, east: longitude, north: latitude)
        return SpatialLayer.value(wkb: wkb, box: box, for: .sqlite)
    }
}
