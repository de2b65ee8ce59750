// SPDX-License-Identifier: EUPL-1.2

/// What single changes of a layer need, after it was loaded.
extension StorageConnection {
    /// A key for a row of the layer that no row of it has or had.
    public func newKey(of layer: SpatialLayer) throws -> Int64 {
        let highest: SQL = "(SELECT coalesce(max(fid), 0) FROM \(identifier: layer.table))"
        let sequence: SQL = "pg_get_serial_sequence(\(layer.table), 'fid')"
        let key: SQL = """
            \(sqlite: "max(\(highest), coalesce((SELECT seq FROM sqlite_sequence WHERE name = \(layer.table)), 0)) + 1",
              postgresql: "setval(\(sequence), greatest(nextval(\(sequence)), \(highest) + 1))")
            """
        guard let key = try integer("SELECT \(key)") else {
            throw StorageError.corrupt(message: "\(layer.table) gives no key")
        }
        return key
    }

    /// The box around all rows, nil where none has a place; looks at each of them.
    public func extent(of layer: SpatialLayer) throws -> SpatialBox? {
        let column: SQL = "\(identifier: layer.geometryColumn)"
        let table: SQL = "\(identifier: layer.table)"
        let box = try firstRow(
            """
            \(sqlite: "SELECT min(ST_MinX(\(column))), min(ST_MinY(\(column))), max(ST_MaxX(\(column))), max(ST_MaxY(\(column))) FROM \(table)",
              postgresql: "SELECT min(ST_XMin(\(column))), min(ST_YMin(\(column))), max(ST_XMax(\(column))), max(ST_YMax(\(column))) FROM \(table)")
            """
        ) { row -> SpatialBox? in
            if row.isNull(0) { return nil }
            return SpatialBox(west: row.real(0), south: row.real(1), east: row.real(2), north: row.real(3))
        }
        return box ?? nil
    }

    /// Tells GIS programs that rows changed: they believe what is registered over the index.
    public func noteChange(of layer: SpatialLayer, extent: SpatialBox?, now: Int64) throws {
        guard dialect == .sqlite else { return }
        try execute(
            """
            UPDATE gpkg_contents SET min_x = \(extent?.west), min_y = \(extent?.south), max_x = \(extent?.east),
                max_y = \(extent?.north), last_change = strftime('%Y-%m-%dT%H:%M:%fZ', \(now / 1_000_000), 'unixepoch')
            WHERE table_name = \(layer.table)
            """)
    }

    /// What GEOS finds wrong with a geometry, and where: `Self-intersection[7.6 51.9]`; nil for a valid one.
    public func fault(ofGeometry wkb: [UInt8], box: SpatialBox?) throws -> String? {
        let geometry = SpatialLayer.value(wkb: wkb, box: box, for: dialect)
        let reason = try text(
            "SELECT ST_IsValidReason(\(sqlite: "\(geometry)", postgresql: "CAST(\(geometry) AS geometry)"))")
        guard let reason else { return "no geometry" }
        return reason == "Valid Geometry" ? nil : reason
    }
}

extension SpatialLayer {
    /// A geometry to put into a column of the layer.
    public static func bound(_ geometry: SQLValue) -> SQL {
        "\(sqlite: "\(geometry)", postgresql: "CAST(\(geometry) AS geometry)")"
    }
}
