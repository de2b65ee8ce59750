// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Storage

/// The table of one layer: how geometries go in, come out and are found by box.
struct LayerTable {
    let name: String
    private let layer: SpatialLayer
    private let fields: [FeatureField]

    /// The table as it is read; its columns do not matter there.
    init(name: String) {
        self.name = name
        layer = SpatialLayer(table: name)
        fields = []
    }

    /// The table as it is created: `fid`, geometry, `feature_id`, then the fields.
    init(name: String, geometryType: String, fields: [FeatureField]) {
        self.name = name
        self.fields = fields
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
        var count = 0
        var hasUnplaced = false
        var longest = [Int](repeating: 0, count: fields.count)
        try connection.bulkInsert(into: name, columns: columns) {
            guard let row = try next() else { return nil }
            count += 1
            if row.wkb == nil { hasUnplaced = true }
            for (index, value) in row.values.enumerated() {
                if case .text(let text) = value { longest[index] = max(longest[index], text.utf8.count) }
            }
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
        if hasUnplaced {
            let index: SQL = "CREATE INDEX \(identifier: name + "_unplaced") ON \(identifier: name) (fid)"
            try connection.execute("\(index) WHERE \(identifier: layer.geometryColumn) IS NULL")
        }
        if count >= Self.indexedFrom {
            let indexed = zip(fields, longest).filter { $0.type != .json && $1 <= Self.longestIndexed }
            for (number, (field, _)) in indexed.prefix(Self.maximumIndices).enumerated() {
                let index: SQL = "CREATE INDEX \(identifier: "\(name)_p\(number)") ON \(identifier: name)"
                try connection.execute("\(index) (\(identifier: field.column), fid)")
            }
        }
        try connection.finishLoading(layer, now: microseconds)
    }

    /// A smaller layer is looked through as quickly as an index is asked.
    static let indexedFrom = 1000
    /// Most properties of a layer that get an index, in the order of the documents.
    static let maximumIndices = 24
    /// Longer texts are notes that nobody asks for by their value.
    static let longestIndexed = 200

    func drop(on connection: any StorageConnection) throws {
        try connection.dropLayer(layer)
    }

    /// Puts another table in the place of this one (PostgreSQL).
    func replace(by other: LayerTable, on connection: any StorageConnection) throws {
        try connection.replaceLayer(layer, by: other.name)
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
        case .integer, .boolean, .instant: .integer
        case .real: .real
        }
    }
}
