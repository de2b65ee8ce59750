// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Storage

/// Where the rows of a collection come from: the table of a layer, or what another room selects.
struct FeatureRelation: Sendable {
    /// What stands behind FROM.
    let source: SQL
    /// The id in addresses, as text.
    let identifier: SQL
    /// The columns a geometry is made of, to select; `wkb(_:_:)` reads them.
    let geometry: [SQL]
    /// NULL where a feature has no place.
    let place: SQL
    /// The geometry, as the functions of both engines take it.
    let shape: SQL
    /// What columns stand behind where other tables have theirs.
    private let alias: String
    /// A source of another room changes while it is read and has numbers as ids.
    let isLive: Bool
    private let layer: SpatialLayer?

    /// The table of a layer; empty for what another room selects.
    var table: String { layer?.table ?? "" }

    /// A layer of our own.
    init(table: String) {
        let layer = SpatialLayer(table: table)
        source = "\(identifier: table)"
        identifier = "feature_id"
        geometry = [layer.geometry(of: table)]
        place = "\(identifier: table).\(identifier: layer.geometryColumn)"
        shape = place
        alias = table
        isLive = false
        self.layer = layer
    }

    /// A statement that selects `fid`, `longitude`, `latitude` and the fields.
    init(selecting statement: SQL) {
        source = "(\(statement)) AS source"
        identifier = "CAST(fid AS TEXT) AS feature_id"
        geometry = ["longitude", "latitude"]
        place = "source.longitude"
        shape = """
            \(sqlite: "shape_of_point(source.longitude, source.latitude)",
              postgresql: "ST_SetSRID(ST_MakePoint(source.longitude, source.latitude), 4326)")
            """
        alias = "source"
        isLive = true
        layer = nil
    }

    /// `fid`, id, geometry, then the fields.
    func columns(_ fields: [FeatureField]) -> SQL {
        var columns: [SQL] = ["fid", identifier] + geometry
        for field in fields { columns.append("\(identifier: field.column)") }
        return columns.joined(separator: ", ")
    }

    /// A column, told apart from those of functions that make rows.
    func column(_ name: String) -> SQL { "\(identifier: alias).\(identifier: name)" }

    /// The first of the fields among `columns(_:)`.
    var firstField: Int { 2 + geometry.count }

    /// The feature of an id in an address; a live one is found by its key.
    func isNamed(_ text: String) -> SQL {
        guard isLive else { return "feature_id = \(text)" }
        guard let key = Int64(text), String(key) == text else { return "FALSE" }
        return "fid = \(key)"
    }

    /// Rows whose geometry's box meets one of the boxes, and those without a place; may let through a few more.
    func meets(_ boxes: [BoundingBox], hasUnplaced: Bool) -> SQL {
        var conditions = boxes.map(meets)
        guard hasUnplaced else { return "(\(conditions.joined(separator: " OR ")))" }
        conditions.append("\(place) IS NULL")
        if isLive { return "(\(conditions.joined(separator: " OR ")))" }
        // An OR would make SQLite walk the whole key: here each condition has its index.
        let arms = conditions.map { SQL("SELECT fid FROM \(source) WHERE \($0)") }
        return "fid IN (\(arms.joined(separator: " UNION ALL ")))"
    }

    /// Rows whose geometry's box meets this one, by the spatial index.
    func meets(_ box: BoundingBox) -> SQL {
        guard let layer else {
            return """
                (longitude >= \(box.west) AND longitude <= \(box.east)
                AND latitude >= \(box.south) AND latitude <= \(box.north))
                """
        }
        let box = SpatialBox(west: box.west, south: box.south, east: box.east, north: box.north)
        return "(\(layer.touches(box, alias: layer.table)))"
    }

    /// How the features of a box are counted by the index; nil for what another room selects.
    struct Counting {
        /// Those that meet the box, those that lie in it, and the keys of the others.
        let met: SQL
        /// Those without a place, which meet each box; nil where there are none.
        let unplaced: SQL?
        /// What holds for those that meet the box and do not lie in it: they are looked at one by one.
        let left: SQL
    }

    func counting(in box: BoundingBox, hasUnplaced: Bool, atMost limit: Int) -> Counting? {
        guard let layer else { return nil }
        let box = SpatialBox(west: box.west, south: box.south, east: box.east, north: box.north)
        let unplaced: SQL =
            "SELECT count(*) FROM (SELECT fid FROM \(source) WHERE \(place) IS NULL LIMIT \(limit)) AS unplaced"
        return Counting(
            met: layer.counting(in: box, atMost: limit), unplaced: hasUnplaced ? unplaced : nil,
            left: "(\(layer.crosses(box, alias: layer.table)))")
    }

    /// What the index knows of the features of a box; nil where there are more than `limit`, or where rows are found no later than keys.
    func keys(in box: BoundingBox, atMost limit: Int, on connection: any StorageConnection) throws -> SpatialKeys? {
        let box = SpatialBox(west: box.west, south: box.south, east: box.east, north: box.north)
        return try layer.flatMap { try connection.keys(of: $0, in: box, atMost: limit) }
    }

    /// Well-known binary from the columns of `geometry`, of which `column` is the first; nil without a geometry.
    func wkb(_ row: any StorageRow, _ column: Int) -> [UInt8]? {
        if layer != nil { return row.blobIfPresent(column).flatMap { SpatialLayer.wkb(fromColumn: $0) } }
        guard let longitude = row.realIfPresent(column), let latitude = row.realIfPresent(column + 1) else {
            return nil
        }
        return GeometryValue.point(Position(longitude, latitude)).wkb()
    }
}
