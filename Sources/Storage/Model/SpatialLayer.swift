// SPDX-License-Identifier: EUPL-1.2

/// A table with one geometry column in WGS 84 (EPSG:4326, longitude first), indexed and known to GIS programs.
///
/// On SQLite it is a layer of the GeoPackage (OGC 12-128r18, 2.1; R-tree extension F.3), on PostgreSQL a PostGIS table.
/// The R-tree is filled by `finishLoading` and kept by `insert`-side triggers afterwards.
public struct SpatialLayer: Sendable, Hashable {
    /// A column besides `fid` and the geometry.
    public struct Column: Sendable, Hashable {
        public enum Kind: String, Sendable { case integer, real, text, bytes, json }
        public let name: String
        public let kind: Kind

        public init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }

        var type: SQL {
            switch kind {
            case .integer: SQL.bigint
            case .real: SQL.double
            case .text: "TEXT"
            case .bytes: SQL.bytes
            case .json: SQL.json
            }
        }
    }

    public enum GeometryType: String, Sendable, CaseIterable {
        case geometry = "GEOMETRY"
        case point = "POINT"
        case lineString = "LINESTRING"
        case polygon = "POLYGON"
        case multiPoint = "MULTIPOINT"
        case multiLineString = "MULTILINESTRING"
        case multiPolygon = "MULTIPOLYGON"
        case geometryCollection = "GEOMETRYCOLLECTION"
    }

    public let table: String
    public let geometryColumn: String
    public let geometryType: GeometryType
    public let columns: [Column]

    /// A layer of which the key column is `fid`.
    public init(
        table: String, geometryColumn: String = "geom", geometryType: GeometryType = .geometry, columns: [Column] = []
    ) {
        self.table = table
        self.geometryColumn = geometryColumn
        self.geometryType = geometryType
        self.columns = columns
    }

    /// Name of the R-tree (SQLite): `rtree_TABLE_COLUMN`, as the GeoPackage extension demands.
    var indexTable: String { "rtree_\(table)_\(geometryColumn)" }

    // MARK: SQL pieces

    /// The geometry column as WKB, to select; `wkb(fromColumn:)` turns what is read into plain WKB.
    ///
    /// SQLite hands out the GeoPackage blob (its header is cut off by `wkb(fromColumn:)`), PostgreSQL WKB.
    public func geometry(of alias: String) -> SQL {
        let column: SQL = "\(identifier: alias).\(identifier: geometryColumn)"
        return "\(sqlite: column, postgresql: "ST_AsBinary(\(column))")"
    }

    /// Plain WKB from what the piece `geometry(of:)` selected; nil for NULL and broken blobs.
    public static func wkb(fromColumn bytes: [UInt8]) -> [UInt8]? {
        guard let first = bytes.first else { return nil }
        if first == 0x47 { return GeoPackageBlob.wkb(of: bytes) }
        return bytes
    }

    /// Condition: the geometry's box touches this box (degrees). `alias` names the layer in the query.
    public func touches(_ box: SpatialBox, alias: String) -> SQL {
        let column: SQL = "\(identifier: alias).\(identifier: geometryColumn)"
        let tree: SQL =
            "\(identifier: alias).fid IN (SELECT id FROM \(identifier: indexTable) WHERE \(Self.meeting(box)))"
        return "\(sqlite: tree, postgresql: "\(column) && \(Self.envelope(box))")"
    }

    /// Condition: the geometry's box touches this box but does not lie in it: only there the geometry itself decides.
    public func crosses(_ box: SpatialBox, alias: String) -> SQL {
        let column: SQL = "\(identifier: alias).\(identifier: geometryColumn)"
        let tree: SQL = """
            \(identifier: alias).fid IN (SELECT id FROM \(identifier: indexTable)
            WHERE \(Self.meeting(box)) AND NOT (\(Self.lying(in: box))))
            """
        let envelope: SQL = "\(column) && \(Self.envelope(box)) AND NOT (\(column) @ \(Self.envelope(box)))"
        return "\(sqlite: tree, postgresql: envelope)"
    }

    /// Statement: how many geometries have a box that touches this one, in how many of these it lies in it, and the keys of the
    /// others, with commas; by the index, which looks at `limit` at most.
    ///
    /// The index keeps boxes a little too large (single precision, rounded outwards): what lies in the box by it does so truly.
    public func counting(in box: SpatialBox, atMost limit: Int) -> SQL {
        let index: SQL = "\(identifier: indexTable)"
        let tree: SQL = """
            SELECT met, met - crossing, ids FROM
                (SELECT count(*) AS met FROM (SELECT 1 FROM \(index) WHERE \(Self.meeting(box)) LIMIT \(limit))),
                (SELECT count(*) AS crossing, group_concat(id) AS ids
                FROM (\(across(box)) LIMIT \(limit)))
            """
        let column: SQL = "\(identifier: geometryColumn)"
        let rows: SQL = """
            SELECT count(*), count(*) FILTER (WHERE inside), string_agg(CAST(fid AS TEXT), ',') FILTER (WHERE NOT inside) FROM (
                SELECT fid, \(column) @ \(Self.envelope(box)) AS inside FROM \(identifier: table)
                WHERE \(column) && \(Self.envelope(box)) LIMIT \(limit)) AS met
            """
        return "\(sqlite: tree, postgresql: rows)"
    }

    /// Statement: the keys of those whose box reaches over the border of this one, by the index of an embedded file.
    func across(_ box: SpatialBox) -> SQL {
        // the walks look at no column: to read those of the index costs more than the walk along the border
        let walks = Self.crossing(box).map { SQL("SELECT id FROM \(identifier: indexTable) WHERE \($0)") }
        return walks.joined(separator: " UNION ")
    }

    /// Statement: the keys of those whose box touches this one, by the index of an embedded file, `limit` at most.
    func keys(meeting box: SpatialBox, atMost limit: Int) -> SQL {
        "SELECT id FROM \(identifier: indexTable) WHERE \(Self.meeting(box)) LIMIT \(limit)"
    }

    private static func meeting(_ box: SpatialBox) -> SQL {
        "minx <= \(box.east) AND maxx >= \(box.west) AND miny <= \(box.north) AND maxy >= \(box.south)"
    }

    /// Boxes that meet this one and reach over its west, east, south or north.
    private static func crossing(_ box: SpatialBox) -> [SQL] {
        let (wide, high): (SQL, SQL) = (
            "minx <= \(box.east) AND maxx >= \(box.west)", "miny <= \(box.north) AND maxy >= \(box.south)"
        )
        return [
            "minx < \(box.west) AND maxx >= \(box.west) AND \(high)",
            "maxx > \(box.east) AND minx <= \(box.east) AND \(high)",
            "miny < \(box.south) AND maxy >= \(box.south) AND \(wide)",
            "maxy > \(box.north) AND miny <= \(box.north) AND \(wide)",
        ]
    }

    private static func lying(in box: SpatialBox) -> SQL {
        "minx >= \(box.west) AND maxx <= \(box.east) AND miny >= \(box.south) AND maxy <= \(box.north)"
    }

    private static func envelope(_ box: SpatialBox) -> SQL {
        "ST_MakeEnvelope(\(box.west), \(box.south), \(box.east), \(box.north), 4326)"
    }

    /// The value to bind or to load for the geometry column: a GeoPackage blob or hexadecimal EWKB.
    ///
    /// `box` is the geometry's box; nil for an empty geometry.
    public static func value(wkb: [UInt8], box: SpatialBox?, for dialect: SQLDialect) -> SQLValue {
        switch dialect {
        case .sqlite: .blob(GeoPackageBlob.make(wkb: wkb, box: box))
        case .postgresql: .text(GeoPackageBlob.extendedHexadecimal(wkb: wkb))
        }
    }
}

/// A box in degrees WGS 84.
public struct SpatialBox: Sendable, Hashable {
    public var west: Double
    public var south: Double
    public var east: Double
    public var north: Double

    public init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }
}
