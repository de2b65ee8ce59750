// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Storage

/// The table of one layer: how geometries go in, come out and are found by box.
struct LayerTable {
    let name: String
    private let layer: SpatialLayer

    /// The table as it is read; its columns do not matter there.
    init(name: String) {
        self.name = name
        layer = SpatialLayer(table: name)
    }

    /// The table as it is created: `fid`, geometry, `feature_id`, then the fields.
    init(name: String, geometryType: String, fields: [FeatureField]) {
        self.name = name
        let columns = fields.map { SpatialLayer.Column(name: $0.column, kind: $0.type.columnKind) }
        layer = SpatialLayer(
            table: name, geometryType: SpatialLayer.GeometryType(rawValue: geometryType) ?? .geometry,
            columns: [SpatialLayer.Column(name: "feature_id", kind: .text)] + columns)
    }

    /// Creates and registers the table and loads the rows.
    func create(
        title: String, description: String, at microseconds: Int64, on connection: any StorageConnection,
        next: () throws -> LayerRow?
    ) throws {
        try connection.createLayer(layer, title: title, description: description, now: microseconds)
        let columns = ["fid", layer.geometryColumn] + layer.columns.map(\.name)
        let dialect = connection.dialect
        try connection.bulkInsert(into: name, columns: columns) {
            guard let row = try next() else { return nil }
            var geometry = SQLValue.null
            if let wkb = row.wkb {
                let box = WKBReader.envelope(wkb).map {
                    SpatialBox(west: $0.west, south: $0.south, east: $0.east, north: $0.north)
                }
                geometry = SpatialLayer.value(wkb: wkb, box: box, for: dialect)
            }
            return [.integer(row.fid), geometry, .text(row.identifier)] + row.values
        }
        try connection.execute(
            "CREATE UNIQUE INDEX \(identifier: name + "_feature_id") ON \(identifier: name) (feature_id)")
        try connection.finishLoading(layer, now: microseconds)
    }

    func drop(on connection: any StorageConnection) throws {
        try connection.dropLayer(layer)
    }

    /// The geometry, to select; `wkb(_:_:)` reads it.
    var geometry: SQL { layer.geometry(of: name) }

    /// Well-known binary from a column that selected `geometry`; nil without a geometry.
    static func wkb(_ row: any StorageRow, _ column: Int) -> [UInt8]? {
        row.blobIfPresent(column).flatMap { SpatialLayer.wkb(fromColumn: $0) }
    }

    /// Rows whose geometry's box meets the box; may let through a few more, which the reader sorts out.
    func meets(_ box: BoundingBox) -> SQL {
        let box = SpatialBox(west: box.west, south: box.south, east: box.east, north: box.north)
        return layer.touches(box, alias: name)
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
    /// What the column keeps; days and instants are texts that sort as times do.
    var columnKind: SpatialLayer.Column.Kind {
        switch self {
        case .text, .date, .dateTime, .json: .text
        case .integer, .boolean: .integer
        case .real: .real
        }
    }
}
