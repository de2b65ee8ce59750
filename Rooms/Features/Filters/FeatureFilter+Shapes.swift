// SPDX-License-Identifier: EUPL-1.2
import CQL2
package import Geometry
package import Storage
import Wire

/// A geometry in a filter: the place of the features, or one that was written down.
private struct FilterShape {
    let sql: SQL
    /// That of a literal; nil for the place.
    let box: BoundingBox?
}

extension FeatureFilter {
    /// Relations in the plane of degrees: the spatial index first, then the geometries themselves.
    func spatial(
        _ operation: FilterOperator, _ left: FilterExpression, _ right: FilterExpression
    ) throws(FilterFault) -> SQL {
        let (first, second) = (try shape(left), try shape(right))
        let name: SQL =
            switch operation {
            case .equalsGeometry: "ST_Equals"
            case .disjoint: "ST_Disjoint"
            case .touches: "ST_Touches"
            case .within: "ST_Within"
            case .overlapsGeometry: "ST_Overlaps"
            case .crosses: "ST_Crosses"
            case .contains: "ST_Contains"
            default: "ST_Intersects"
            }
        let exact = Self.relation(name, first.sql, second.sql)
        let isBoxed = isPositive && operation != .disjoint && (first.box == nil) != (second.box == nil)
        guard isBoxed, let box = first.box ?? second.box else { return exact }
        return "(\(collection.relation.meets(box)) AND \(exact))"
    }

    private static func relation(_ name: SQL, _ left: SQL, _ right: SQL) -> SQL {
        """
        \(sqlite: "\(name)(\(left), \(right))", postgresql: "feature_relation('\(name)', \(left), \(right))")
        """
    }

    /// Rows whose geometry meets an area in degrees, and those without a place, as a box is asked for.
    package static func meets(_ area: GeometryValue, on collection: FeatureCollection) -> SQL {
        let relation = collection.relation
        return "(\(relation.place) IS NULL OR \(Self.relation("ST_Intersects", relation.shape, literal(area))))"
    }

    private func shape(_ node: FilterExpression) throws(FilterFault) -> FilterShape {
        switch node.kind {
        case .property(let name) where isGeometry(name): return FilterShape(sql: collection.relation.shape, box: nil)
        case .geometry(let geometry):
            return try literal(node) { () throws(ReferenceSystemError) in try system.degrees(geometry.withoutHeights) }
        case .box(let numbers):
            return try literal(node) { () throws(ReferenceSystemError) in try area(numbers.map(\.double)) }
        case .function(let name, _): throw Self.unknown(function: name, node)
        case .property(let name): _ = try field(name, node)
        default: break
        }
        throw FilterFault(
            at: node.place, german: "hier steht eine Geometrie: \(Self.geometryName), WKT oder BBOX(…)",
            english: "a geometry belongs here: \(Self.geometryName), WKT or BBOX(…)")
    }

    /// A box in the filter's system; one whose west is greater than its east crosses the antimeridian.
    private func area(_ numbers: [Double]) throws(ReferenceSystemError) -> GeometryValue {
        let half = numbers.count / 2
        let (low, high) = (Position(numbers[0], numbers[1]), Position(numbers[half], numbers[half + 1]))
        if low == high { return try system.degrees(.point(low)) }
        if low.x == high.x || low.y == high.y { return try system.degrees(.lineString([low, high])) }
        guard low.x > high.x, system == .crs84 else { return try system.area(low, high) }
        let halves = [
            try system.area(low, Position(180, high.y)), try system.area(Position(-180, low.y), high),
        ]
        return .multiPolygon(
            halves.map { half -> [[Position]] in
                if case .polygon(let rings) = half { return rings }
                return []
            })
    }

    private func literal(
        _ node: FilterExpression, _ make: () throws(ReferenceSystemError) -> GeometryValue
    ) throws(FilterFault) -> FilterShape {
        let geometry: GeometryValue
        do throws(ReferenceSystemError) { geometry = try make() } catch { throw misplaced(node) }
        guard let box = geometry.boundingBox, box.west >= -180, box.east <= 180, box.south >= -90, box.north <= 90
        else { throw misplaced(node) }
        return FilterShape(sql: Self.literal(geometry), box: box)
    }

    private static func literal(_ geometry: GeometryValue) -> SQL {
        let wkb = geometry.wkb()
        let box = geometry.boundingBox.map {
            SpatialBox(west: $0.west, south: $0.south, east: $0.east, north: $0.north)
        }
        let blob = SpatialLayer.value(wkb: wkb, box: box, for: .sqlite)
        let digits = SpatialLayer.value(wkb: wkb, box: box, for: .postgresql)
        return "\(sqlite: "\(blob)", postgresql: "CAST(\(digits) AS geometry)")"
    }

    private func misplaced(_ node: FilterExpression) -> FilterFault {
        FilterFault(
            at: node.place,
            german: "die Geometrie ist leer oder liegt nicht in \(system.uri); filter-crs nennt ihr Bezugssystem",
            english: "the geometry is empty or does not lie in \(system.uri); filter-crs names its reference system")
    }
}
