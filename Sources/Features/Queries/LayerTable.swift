// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Storage

/// The table of one layer: how geometries go in, come out and are found by box.
struct LayerTable {
    let name: String

    /// Creates the table: `fid`, `feature_id`, geometry, then the fields.
    func create(fields: [FeatureField], geometryType: String, on connection: any StorageConnection) throws {
        var columns: [SQL] = [
            "fid \(SQL.bigint) PRIMARY KEY", "feature_id TEXT NOT NULL UNIQUE", "geom \(SQL.bytes)",
            "west \(SQL.double)", "south \(SQL.double)", "east \(SQL.double)", "north \(SQL.double)",
        ]
        for field in fields { columns.append("\(identifier: field.column) \(field.type.columnType)") }
        try connection.execute("CREATE TABLE \(identifier: name) (\(columns.joined(separator: ", ")))")
    }

    /// Inserts the rows: fid, feature_id, well-known binary, then the fields' values.
    func fill(
        fields: [FeatureField], on connection: any StorageConnection, next: () throws -> LayerRow?
    ) throws {
        let columns = ["fid", "feature_id", "geom", "west", "south", "east", "north"] + fields.map(\.column)
        try connection.bulkInsert(into: name, columns: columns) {
            guard let row = try next() else { return nil }
            let box = row.wkb.flatMap { WKBReader.envelope($0) }
            var values: [SQLValue] = [.integer(row.fid), .text(row.identifier), row.wkb.map { .blob($0) } ?? .null]
            values += [box?.west.sqlValue, box?.south.sqlValue, box?.east.sqlValue, box?.north.sqlValue]
                .map { $0 ?? .null }
            return values + row.values
        }
        try connection.execute("CREATE INDEX \(identifier: name + "_box") ON \(identifier: name) (west, east)")
    }

    func drop(on connection: any StorageConnection) throws {
        try connection.execute("DROP TABLE IF EXISTS \(identifier: name)")
    }

    /// Well-known binary of the row's geometry.
    var geometry: SQL { "geom" }

    /// Rows whose geometry's box meets the box; may let through a few more, which the reader sorts out.
    func meets(_ box: BoundingBox) -> SQL {
        "west <= \(box.east) AND east >= \(box.west) AND south <= \(box.north) AND north >= \(box.south)"
    }
}

/// A feature as its table takes it.
struct LayerRow {
    let fid: Int64
    let identifier: String
    let wkb: [UInt8]?
    let values: [SQLValue]
}

extension FieldType {
    /// Type of the column; SQLite's are those of GeoPackage (OGC 12-128 table 1).
    var columnType: SQL {
        switch self {
        case .text, .json: "TEXT"
        case .integer: "\(sqlite: "INTEGER", postgresql: "BIGINT")"
        case .real: SQL.double
        case .boolean: "\(sqlite: "BOOLEAN", postgresql: "SMALLINT")"
        case .date: "\(sqlite: "DATE", postgresql: "TEXT")"
        case .dateTime: "\(sqlite: "DATETIME", postgresql: "TEXT")"
        }
    }
}
