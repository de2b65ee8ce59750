// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Glibc
import SensorThingsModel
import Storage

/// A geometry in a query: a column with a spatial index, a literal, or one derived from a row's JSON.
struct ReadShape {
    var sql: SQL
    /// Whose `shape` it is, when a spatial index leads there.
    var indexed: ReadScope?
    /// The box of a literal.
    var box: BoundingBox?
}

extension Function {
    /// A condition between two geometries that holds only where their boxes touch.
    fileprivate var isBoxed: Bool {
        switch self {
        case .geoIntersects, .equalsGeometry, .touches, .within, .overlapsGeometry, .crosses, .intersects, .contains:
            true
        default: false
        }
    }

    /// The name that PostGIS and our SQLite functions share.
    fileprivate var predicate: SQL? {
        switch self {
        case .geoIntersects, .intersects: "ST_Intersects"
        case .equalsGeometry: "ST_Equals"
        case .disjoint: "ST_Disjoint"
        case .touches: "ST_Touches"
        case .within: "ST_Within"
        case .overlapsGeometry: "ST_Overlaps"
        case .crosses: "ST_Crosses"
        case .contains: "ST_Contains"
        default: nil
        }
    }
}

extension ReadFilter {
    /// `geo.…` and `st_…` (OGC 18-088 Table 23): metres on the WGS 84 ellipsoid, relations in the plane of degrees.
    mutating func spatial(
        _ function: Function, _ arguments: [Expression], _ position: Int, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> ReadOperand {
        let first = try shape(arguments[0], scope, bindings, function)
        if function == .geoLength {
            let metres: SQL = """
                \(sqlite: "ST_LengthSpheroid(\(first.sql))", postgresql: "ST_Length(CAST(ST_CollectionExtract(\(first.sql), 2) AS geography))")
                """
            return .number(metres, isNullable: true)
        }
        let second = try shape(arguments[1], scope, bindings, function)
        if function == .geoDistance { return .number(distance(first, second), isNullable: true) }
        if function == .relate {
            let pair: SQL = "(\(first.sql), \(second.sql))"
            let matrix: SQL = "\(sqlite: "ST_Relate", postgresql: "shape_matrix")\(pair)"
            guard arguments.count == 3 else { return .text(matrix, isNullable: true) }
            guard case .literal(.string(let pattern), let place) = arguments[2] else {
                throw fault(arguments[2].position, "st_relate takes a pattern such as 'T*F**F***'")
            }
            guard pattern.utf8.count == 9, pattern.utf8.allSatisfy({ "TF012*".utf8.contains($0) }) else {
                throw fault(place, "'\(pattern)' is no pattern of nine of T, F, 0, 1, 2 and *")
            }
            let sqlite: SQL = "ST_Relate(\(first.sql), \(second.sql), \(text: pattern))"
            return .truth("\(sqlite: sqlite, postgresql: "ST_RelateMatch(\(matrix), \(text: pattern))")")
        }
        guard let predicate = function.predicate else { throw fault(position, "this is no relation of geometries") }
        let name: SQL = "\(sqlite: "\(predicate)(", postgresql: "shape_relation('\(predicate)', ")"
        let condition: SQL = "\(name)\(first.sql), \(second.sql))"
        guard function.isBoxed, let box = Self.box(first, second) else { return .truth(condition) }
        return .truth("(\(box) AND \(condition))")
    }

    /// `geo.distance(…) lt 500`: the box first, then the exact distance; nil when the expression is another.
    mutating func within(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: ReadScope,
        _ bindings: [Int: Binding]
    ) throws(QueryFault) -> SQL? {
        let isBelow = operation == .lt || operation == .le
        let (call, limit) = isBelow ? (left, right) : (right, left)
        guard case .call(.geoDistance, let arguments, _) = call, case .literal(let literal, _) = limit else {
            return nil
        }
        let metres: Double
        switch literal {
        case .integer(let value): metres = Double(value)
        case .real(let value): metres = value
        default: return nil
        }
        let first = try shape(arguments[0], scope, bindings, .geoDistance)
        let second = try shape(arguments[1], scope, bindings, .geoDistance)
        let symbol: SQL = operation == .lt || operation == .gt ? "<" : "<="
        let condition: SQL = "\(distance(first, second)) \(symbol) \(metres)"
        guard let literal = first.box ?? second.box, let around = literal.widened(byMetres: metres),
            let column = first.indexed ?? second.indexed
        else { return condition }
        return "(\(column.touches(around)) AND \(condition))"
    }

    private func distance(_ first: ReadShape, _ second: ReadShape) -> SQL {
        """
        \(sqlite: "ST_DistanceSpheroid(\(first.sql), \(second.sql))",
          postgresql: "ST_Distance(CAST(\(first.sql) AS geography), CAST(\(second.sql) AS geography))")
        """
    }

    /// The literal's box touches the column's: by the spatial index.
    private static func box(_ first: ReadShape, _ second: ReadShape) -> SQL? {
        guard let column = first.indexed ?? second.indexed, let box = first.box ?? second.box else { return nil }
        return column.touches(box)
    }

    private mutating func shape(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding], _ function: Function
    ) throws(QueryFault) -> ReadShape {
        switch expression {
        case .literal(.geography(let text), let position):
            let system = text.uppercased().prefix { $0 != ";" }
            guard !system.hasPrefix("SRID") || system.filter({ $0 != " " }) == "SRID=4326" else {
                throw fault(position, "geometries are in degrees (SRID=4326), not in \(system)")
            }
            let geometry: GeometryValue
            do throws(GeometryError) {
                geometry = try GeometryValue(wkt: text)
            } catch {
                throw fault(position, "'\(text.prefix(60))' is no geometry in WKT: \(error.description)")
            }
            guard let box = geometry.boundingBox, box.west >= -180, box.east <= 180, box.south >= -90, box.north <= 90
            else { throw fault(position, "the geometry is empty or not in degrees, longitude first") }
            let wkb = geometry.withoutHeights.wkb()
            let around = SpatialBox(west: box.west, south: box.south, east: box.east, north: box.north)
            let blob = SpatialLayer.value(wkb: wkb, box: around, for: .sqlite)
            let digits = SpatialLayer.value(wkb: wkb, box: around, for: .postgresql)
            let sql: SQL = "\(sqlite: "\(blob)", postgresql: "CAST(\(digits) AS geometry)")"
            return ReadShape(sql: sql, box: box)
        case .path(let path):
            let binding = binding(of: path, scope, bindings)
            guard binding.index == path.segments.count - 1 else { break }
            let source = binding.scope
            switch (source.type, path.segments[binding.index].name) {
            case (.location, "location"), (.featureOfInterest, "feature"):
                return ReadShape(sql: source.column("shape"), indexed: source)
            case (.datastream, "observedArea"):
                return ReadShape(sql: "shape_of_geojson(\(source.column("observed_area")))")
            default: break
            }
        default: break
        }
        throw fault(
            expression.position,
            """
            \(function.rawValue) takes geography'…' in WKT, or a property with a geometry: location of a Location, \
            feature of a FeatureOfInterest, observedArea of a Datastream
            """)
    }
}

extension ReadScope {
    /// The entity's shape has a box that touches this one.
    fileprivate func touches(_ box: BoundingBox) -> SQL {
        let tree: SQL = """
            \(column("id")) IN (SELECT id FROM \(SQL(verbatim: type.table + "_tree"))
            WHERE minx <= \(box.east) AND maxx >= \(box.west) AND miny <= \(box.north) AND maxy >= \(box.south))
            """
        let envelope: SQL = """
            \(column("shape")) && ST_MakeEnvelope(\(box.west), \(box.south), \(box.east), \(box.north), 4326)
            """
        return "\(sqlite: tree, postgresql: envelope)"
    }
}

extension BoundingBox {
    /// A box that surely holds all that lies within so many metres; nil where it would reach a pole or the date line.
    fileprivate func widened(byMetres metres: Double) -> BoundingBox? {
        guard metres >= 0, metres < 10_000_000 else { return nil }
        let vertical = metres / 110_000
        let (low, high) = (south - vertical, north + vertical)
        let widest = max(abs(low), abs(high))
        guard widest < 85 else { return nil }
        let horizontal = metres / (111_000 * cos(widest * .pi / 180))
        guard west - horizontal > -180, east + horizontal < 180 else { return nil }
        return BoundingBox(west: west - horizontal, south: low, east: east + horizontal, north: high)
    }
}

extension Expression {
    /// Whether it asks for a relation of geometries, which leads from the spatial index to the rows.
    var isSpatial: Bool {
        switch self {
        case .call(let function, let arguments, _):
            function.isBoxed || function == .geoDistance || arguments.contains(where: \.isSpatial)
        case .binary(_, let left, let right, _): left.isSpatial || right.isSpatial
        case .not, .negated, .membership, .literal, .path, .quantified: false
        }
    }
}
