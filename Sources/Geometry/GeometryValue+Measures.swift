// SPDX-License-Identifier: EUPL-1.2
internal import Foundation

extension GeometryValue {
    /// Mean radius of the Earth in metres (IUGG).
    private static let radius = 6_371_008.8

    /// Metres between two positions in degrees, on the sphere.
    public static func distance(_ a: Position, _ b: Position) -> Double {
        let latitudes = (a.y * .pi / 180, b.y * .pi / 180)
        let half = sin((latitudes.1 - latitudes.0) / 2)
        let across = sin((b.x - a.x) * .pi / 360)
        let h = half * half + cos(latitudes.0) * cos(latitudes.1) * across * across
        return 2 * radius * asin(min(1, h.squareRoot()))
    }

    /// Metres of all lines on the sphere, positions in degrees; polygons and points have none.
    public var length: Double {
        switch self {
        case .lineString(let line): Self.length(line)
        case .multiLineString(let lines): lines.reduce(0) { $0 + Self.length($1) }
        case .collection(let members): members.reduce(0) { $0 + $1.length }
        default: 0
        }
    }

    /// Square metres of all polygons on the sphere, holes taken off, positions in degrees.
    public var area: Double {
        switch self {
        case .polygon(let rings): Self.area(rings)
        case .multiPolygon(let polygons): polygons.reduce(0) { $0 + Self.area($1) }
        case .collection(let members): members.reduce(0) { $0 + $1.area }
        default: 0
        }
    }

    /// True when the position lies in one of the polygons or on a border.
    public func contains(_ position: Position) -> Bool {
        switch self {
        case .polygon(let rings): Self.contains(rings, position)
        case .multiPolygon(let polygons): polygons.contains { Self.contains($0, position) }
        case .collection(let members): members.contains { $0.contains(position) }
        default: false
        }
    }

    /// The centre of mass in the plane of what has the highest dimension: areas, else lines, else points.
    public var centroid: Position? {
        var sum = CentroidSum()
        sum.add(self)
        return sum.position
    }

    private static func length(_ line: [Position]) -> Double {
        zip(line, line.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
    }

    private static func area(_ rings: [[Position]]) -> Double {
        guard let outer = rings.first else { return 0 }
        return rings.dropFirst().reduce(ringArea(outer)) { $0 - ringArea($1) }
    }

    private static func ringArea(_ ring: [Position]) -> Double {
        var sum = 0.0
        for (a, b) in zip(ring, ring.dropFirst()) {
            let heights = 2 + sin(a.y * .pi / 180) + sin(b.y * .pi / 180)
            sum += (b.x - a.x) * .pi / 180 * heights
        }
        return abs(sum) * radius * radius / 2
    }

    private static func contains(_ rings: [[Position]], _ position: Position) -> Bool {
        var inside = false
        for ring in rings {
            for (a, b) in zip(ring, ring.dropFirst()) {
                let cross = (b.x - a.x) * (position.y - a.y) - (b.y - a.y) * (position.x - a.x)
                if cross == 0, position.x >= min(a.x, b.x), position.x <= max(a.x, b.x),
                    position.y >= min(a.y, b.y), position.y <= max(a.y, b.y)
                {
                    return true
                }
                guard (a.y > position.y) != (b.y > position.y) else { continue }
                let crossing = (b.x - a.x) * (position.y - a.y) / (b.y - a.y) + a.x
                if position.x < crossing { inside.toggle() }
            }
        }
        return inside
    }
}

private struct CentroidSum {
    /// Weighted sums for points, lines and areas.
    private var sums = [(x: 0.0, y: 0.0, weight: 0.0), (x: 0.0, y: 0.0, weight: 0.0), (x: 0.0, y: 0.0, weight: 0.0)]

    var position: Position? {
        guard let best = sums.last(where: { $0.weight != 0 }) else { return nil }
        return Position(best.x / best.weight, best.y / best.weight)
    }

    mutating func add(_ geometry: GeometryValue) {
        switch geometry {
        case .point(let position): add([position])
        case .multiPoint(let points): add(points)
        case .lineString(let line): add(line: line)
        case .multiLineString(let lines): for line in lines { add(line: line) }
        case .polygon(let rings): add(rings: rings)
        case .multiPolygon(let polygons): for rings in polygons { add(rings: rings) }
        case .collection(let members): for member in members { add(member) }
        }
    }

    private mutating func add(_ points: [Position]) {
        for point in points { add(0, point.x, point.y, 1) }
    }

    private mutating func add(line: [Position]) {
        for (a, b) in zip(line, line.dropFirst()) {
            let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
            add(1, (a.x + b.x) / 2, (a.y + b.y) / 2, length)
        }
        add(line)
    }

    private mutating func add(rings: [[Position]]) {
        for (index, ring) in rings.enumerated() {
            add(line: ring)
            guard let origin = ring.first else { continue }
            // Relative to the first corner: full precision far from the origin.
            var sum = (x: 0.0, y: 0.0, area: 0.0)
            for (a, b) in zip(ring, ring.dropFirst()) {
                let (ax, ay, bx, by) = (a.x - origin.x, a.y - origin.y, b.x - origin.x, b.y - origin.y)
                let cross = ax * by - bx * ay
                sum.x += (ax + bx) * cross
                sum.y += (ay + by) * cross
                sum.area += cross
            }
            guard sum.area != 0 else { continue }
            let weight = index == 0 ? abs(sum.area) : -abs(sum.area)
            add(2, sum.x / (3 * sum.area) + origin.x, sum.y / (3 * sum.area) + origin.y, weight)
        }
    }

    private mutating func add(_ dimension: Int, _ x: Double, _ y: Double, _ weight: Double) {
        sums[dimension].x += x * weight
        sums[dimension].y += y * weight
        sums[dimension].weight += weight
    }
}
