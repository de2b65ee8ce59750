// SPDX-License-Identifier: EUPL-1.2

extension GeometryValue {
    /// Leaves out positions closer than the tolerance to the line without them (Douglas and Peucker); rings stay rings.
    /// `tolerance` is in the unit of the coordinates.
    public func simplified(tolerance: Double) -> GeometryValue {
        guard tolerance > 0 else { return self }
        switch self {
        case .point, .multiPoint: return self
        case .lineString(let line): return .lineString(Self.simplified(line, tolerance))
        case .multiLineString(let lines): return .multiLineString(lines.map { Self.simplified($0, tolerance) })
        case .polygon(let rings): return .polygon(rings.map { Self.simplified(ring: $0, tolerance) })
        case .multiPolygon(let polygons):
            return .multiPolygon(polygons.map { rings in rings.map { Self.simplified(ring: $0, tolerance) } })
        case .collection(let members): return .collection(members.map { $0.simplified(tolerance: tolerance) })
        }
    }

    /// A ring that would fall below a triangle stays as it was.
    private static func simplified(ring: [Position], _ tolerance: Double) -> [Position] {
        let simple = simplified(ring, tolerance)
        return simple.count >= 4 ? simple : ring
    }

    private static func simplified(_ line: [Position], _ tolerance: Double) -> [Position] {
        guard line.count > 2 else { return line }
        var keeps = [Bool](repeating: false, count: line.count)
        keeps[0] = true
        keeps[line.count - 1] = true
        var spans = [(0, line.count - 1)]
        while let (start, end) = spans.popLast() {
            guard end - start > 1 else { continue }
            var farthest = (index: start, distance: tolerance * tolerance)
            for index in (start + 1)..<end {
                let distance = squaredDistance(line[index], line[start], line[end])
                if distance > farthest.distance { farthest = (index, distance) }
            }
            guard farthest.index > start else { continue }
            keeps[farthest.index] = true
            spans.append((start, farthest.index))
            spans.append((farthest.index, end))
        }
        return zip(line, keeps).compactMap { $1 ? $0 : nil }
    }

    private static func squaredDistance(_ point: Position, _ a: Position, _ b: Position) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = dx * dx + dy * dy
        let along = length == 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length
        let share = min(1, max(0, along))
        let (x, y) = (point.x - a.x - share * dx, point.y - a.y - share * dy)
        return x * x + y * y
    }
}
