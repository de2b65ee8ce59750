// SPDX-License-Identifier: EUPL-1.2

/// What is done to the rings of areas, and to lines, on a tile.
enum TileRing {
    typealias Corner = (x: Double, y: Double)

    /// Twice the area; positive where the ring turns clockwise as one sees it, with y going down.
    static func doubleArea(_ ring: [TilePoint]) -> Int64 {
        guard var last = ring.last else { return 0 }
        var area: Int64 = 0
        for point in ring {
            area += Int64(last.x) * Int64(point.y) - Int64(point.x) * Int64(last.y)
            last = point
        }
        return area
    }

    /// On the grid of units, without points that fall together with the one before.
    static func rounded(_ line: [Corner]) -> [TilePoint] {
        var points: [TilePoint] = []
        points.reserveCapacity(line.count)
        for corner in line {
            let point = TilePoint(Int32(corner.x.rounded()), Int32(corner.y.rounded()))
            if points.last != point { points.append(point) }
        }
        return points
    }

    /// A ring without corners on a straight line, and without spikes.
    static func cleaned(_ ring: [TilePoint]) -> [TilePoint] {
        var kept: [TilePoint] = []
        kept.reserveCapacity(ring.count)
        for point in ring {
            while let last = kept.last {
                let isRepeated = last == point
                let isStraight = kept.count > 1 && turn(kept[kept.count - 2], last, point) == 0
                guard isRepeated || isStraight else { break }
                kept.removeLast()
            }
            kept.append(point)
        }
        // the same where the ring closes
        var start = 0
        while kept.count - start > 2 {
            let (last, before) = (kept[kept.count - 1], kept[kept.count - 2])
            if last == kept[start] || turn(before, last, kept[start]) == 0 {
                kept.removeLast()
            } else if turn(last, kept[start], kept[start + 1]) == 0 {
                start += 1
            } else {
                break
            }
        }
        return Array(kept[start...])
    }

    private static func turn(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint) -> Int64 {
        Int64(b.x - a.x) * Int64(c.y - a.y) - Int64(b.y - a.y) * Int64(c.x - a.x)
    }

    // MARK: Cutting

    /// A ring cut to the square from `low` to `high`, side by side (Sutherland and Hodgman).
    static func clipped(_ ring: [Corner], _ low: Double, _ high: Double) -> [Corner] {
        var corners = ring
        for side in 0..<4 {
            guard var last = corners.last else { return [] }
            var cut: [Corner] = []
            cut.reserveCapacity(corners.count + 8)
            func distance(_ corner: Corner) -> Double {
                switch side {
                case 0: corner.x - low
                case 1: high - corner.x
                case 2: corner.y - low
                default: high - corner.y
                }
            }
            var lastDistance = distance(last)
            for corner in corners {
                let here = distance(corner)
                if (here >= 0) != (lastDistance >= 0) {
                    let share = lastDistance / (lastDistance - here)
                    var edge = (x: last.x + share * (corner.x - last.x), y: last.y + share * (corner.y - last.y))
                    // exactly on the edge, so that the next side and the grid see one line
                    switch side {
                    case 0: edge.x = low
                    case 1: edge.x = high
                    case 2: edge.y = low
                    default: edge.y = high
                    }
                    cut.append(edge)
                }
                if here >= 0 { cut.append(corner) }
                (last, lastDistance) = (corner, here)
            }
            corners = cut
        }
        return corners
    }

    // MARK: Fewer corners

    /// What thinning writes down, kept from one line to the next.
    struct ThinningWork {
        var keeps: [Bool] = []
        var spans: [(Int, Int)] = []
    }

    /// A line on the grid of units, without corners closer than the tolerance to the line without them (Douglas and Peucker).
    static func rounded(_ line: [Corner], _ tolerance: Double, _ work: inout ThinningWork) -> [TilePoint] {
        var points: [TilePoint] = []
        line.withUnsafeBufferPointer { line in
            work.keeps.removeAll(keepingCapacity: true)
            work.keeps.append(contentsOf: repeatElement(false, count: line.count + 1))
            work.keeps[0] = true
            work.keeps[line.count - 1] = true
            thin(line, 0, line.count - 1, tolerance * tolerance, &work)
            for index in line.indices where work.keeps[index] {
                let point = TilePoint(Int32(line[index].x.rounded()), Int32(line[index].y.rounded()))
                if points.last != point { points.append(point) }
            }
        }
        return points
    }

    /// A ring on the grid of units, without corners closer than the tolerance to the line without them; its ends are its
    /// first corner and the one farthest from it. Empty when fewer than three corners stay.
    static func rounded(ring: [Corner], _ tolerance: Double, _ work: inout ThinningWork) -> [TilePoint] {
        let count = ring.count
        guard count > 2 else { return [] }
        var points: [TilePoint] = []
        ring.withUnsafeBufferPointer { ring in
            work.keeps.removeAll(keepingCapacity: true)
            work.keeps.append(contentsOf: repeatElement(count <= 4, count: count + 1))
            if count > 4 {
                var far = (index: 0, distance: -1.0)
                for index in 1..<count {
                    let (dx, dy) = (ring[index].x - ring[0].x, ring[index].y - ring[0].y)
                    let distance = dx * dx + dy * dy
                    if distance > far.distance { far = (index, distance) }
                }
                work.keeps[0] = true
                work.keeps[far.index] = true
                thin(ring, 0, far.index, tolerance * tolerance, &work)
                thin(ring, far.index, count, tolerance * tolerance, &work)
            }
            for index in 0..<count where work.keeps[index] {
                let corner = ring[index]
                let point = TilePoint(Int32(corner.x.rounded()), Int32(corner.y.rounded()))
                if points.last != point { points.append(point) }
            }
        }
        return cleaned(points)
    }

    /// Marks what stays between two corners; the index behind the last one is the first again.
    private static func thin(
        _ line: UnsafeBufferPointer<Corner>, _ start: Int, _ end: Int, _ least: Double, _ work: inout ThinningWork
    ) {
        let count = line.count
        work.spans.removeAll(keepingCapacity: true)
        work.spans.append((start, end))
        while let (start, end) = work.spans.popLast() {
            guard end - start > 1 else { continue }
            let a = line[start]
            let b = line[end == count ? 0 : end]
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = dx * dx + dy * dy
            let inverse = length == 0 ? 0 : 1 / length
            var farthest = (index: start, distance: least)
            for index in (start + 1)..<end {
                let (px, py) = (line[index].x - a.x, line[index].y - a.y)
                let along = min(1, max(0, (px * dx + py * dy) * inverse))
                let (x, y) = (px - along * dx, py - along * dy)
                let distance = x * x + y * y
                if distance > farthest.distance { farthest = (index, distance) }
            }
            guard farthest.index > start else { continue }
            work.keeps[farthest.index] = true
            work.spans.append((start, farthest.index))
            work.spans.append((farthest.index, end))
        }
    }

    // MARK: Validity

    private struct Side {
        let a: TilePoint
        let b: TilePoint
        let ring: Int32
        let index: Int32
        let west: Int32
        let east: Int32

        init(_ a: TilePoint, _ b: TilePoint, ring: Int, index: Int) {
            (self.a, self.b, self.ring, self.index) = (a, b, Int32(ring), Int32(index))
            (west, east) = (min(a.x, b.x), max(a.x, b.x))
        }
    }

    /// Whether no two sides meet but where they follow each other, and holes lie within and beside each other.
    ///
    /// A valid area whose rings touch in a point is told invalid too; mending leaves it as it is.
    static func isValid(_ rings: [[TilePoint]]) -> Bool {
        if rings.count == 1, rings[0].count > 2, isConvex(rings[0]) { return true }
        var sides: [Side] = []
        sides.reserveCapacity(rings.reduce(0) { $0 + $1.count })
        for (number, ring) in rings.enumerated() {
            guard ring.count > 2, var last = ring.last else { return false }
            for (index, point) in ring.enumerated() {
                sides.append(Side(last, point, ring: number, index: index))
                last = point
            }
        }
        if sides.count > 24 { sides.sort { $0.west < $1.west } }
        let isSorted = sides.count > 24
        let crosses = sides.withUnsafeBufferPointer { sides in
            for first in sides.indices {
                let side = sides[first]
                let count = Int32(rings[Int(side.ring)].count)
                for second in (first + 1)..<sides.count {
                    let other = sides[second]
                    if other.west > side.east {
                        if isSorted { break }
                        continue
                    }
                    if meet(side, other, count) { return true }
                }
            }
            return false
        }
        if crosses { return false }
        for number in rings.indices.dropFirst() {
            if !contains(rings[0], rings[number][0]) { return false }
            for other in rings.indices.dropFirst() where other != number {
                if contains(rings[other], rings[number][0]) { return false }
            }
        }
        return true
    }

    /// Turns one way all around, and once.
    private static func isConvex(_ ring: [TilePoint]) -> Bool {
        let count = ring.count
        var sign: Int64 = 0
        var changes = 0
        var lastDown: Bool?
        for index in 0..<count {
            let (a, b, c) = (ring[index], ring[(index + 1) % count], ring[(index + 2) % count])
            let turn = turn(a, b, c)
            if turn == 0 { return false }
            if sign == 0 { sign = turn.signum() }
            if turn.signum() != sign { return false }
            // goes up once and down once: else it winds around more than once
            let isDown = b.y > a.y || (b.y == a.y && b.x > a.x)
            if let lastDown, lastDown != isDown { changes += 1 }
            lastDown = isDown
        }
        return changes <= 2
    }

    private static func meet(_ one: Side, _ other: Side, _ count: Int32) -> Bool {
        if max(one.a.y, one.b.y) < min(other.a.y, other.b.y) || max(other.a.y, other.b.y) < min(one.a.y, one.b.y) {
            return false
        }
        if one.ring == other.ring {
            let follows = (one.index + 1) % count == other.index
            let precedes = (other.index + 1) % count == one.index
            if follows || precedes {
                // They share one corner; they meet elsewhere only where one goes back on the other.
                let (before, middle, after) =
                    follows ? (one.a, one.b, other.b) : (other.a, other.b, one.b)
                guard turn(before, middle, after) == 0 else { return false }
                let dot =
                    Int64(middle.x - before.x) * Int64(after.x - middle.x)
                    + Int64(middle.y - before.y) * Int64(after.y - middle.y)
                return dot <= 0
            }
        }
        let (d1, d2) = (turn(one.a, one.b, other.a), turn(one.a, one.b, other.b))
        let (d3, d4) = (turn(other.a, other.b, one.a), turn(other.a, other.b, one.b))
        if (d1 > 0 && d2 > 0) || (d1 < 0 && d2 < 0) || (d3 > 0 && d4 > 0) || (d3 < 0 && d4 < 0) { return false }
        if d1 == 0 && d2 == 0 {
            // on one line: their boxes decide
            return max(min(one.a.x, one.b.x), min(other.a.x, other.b.x))
                <= min(max(one.a.x, one.b.x), max(other.a.x, other.b.x))
                && max(min(one.a.y, one.b.y), min(other.a.y, other.b.y))
                    <= min(max(one.a.y, one.b.y), max(other.a.y, other.b.y))
        }
        return true
    }

    /// Whether a point that lies on no side lies inside.
    private static func contains(_ ring: [TilePoint], _ point: TilePoint) -> Bool {
        guard var last = ring.last else { return false }
        var isInside = false
        for corner in ring {
            if (last.y > point.y) != (corner.y > point.y) {
                let isLeft = turn(last, corner, point) > 0
                if isLeft == (corner.y > last.y) { isInside.toggle() }
            }
            last = corner
        }
        return isInside
    }
}
