// SPDX-License-Identifier: EUPL-1.2
package import Geometry

extension WKBReader {
    /// The box around the geometry; nil when it has no point.
    package static func envelope(_ wkb: [UInt8]) -> BoundingBox? {
        var box: BoundingBox?
        walk(wkb) { event in
            guard case .point(let x, let y, _) = event, x.isFinite, y.isFinite else { return }
            guard var known = box else {
                box = BoundingBox(west: x, south: y, east: x, north: y)
                return
            }
            known.west = min(known.west, x)
            known.south = min(known.south, y)
            known.east = max(known.east, x)
            known.north = max(known.north, y)
            box = known
        }
        return box
    }

    /// Whether a point of the geometry lies in the box, its border included.
    static func intersects(_ wkb: [UInt8], _ box: BoundingBox) -> Bool {
        var found = false
        var line: [(x: Double, y: Double)] = []
        var isRing = false
        var isInLine = false
        // The box lies wholly in a polygon when its corner does; holes turn the answer with each ring.
        var cornerIsInside = false
        walk(wkb) { event in
            if found { return }
            switch event {
            case .beginLine(let ring, _, _):
                isRing = ring
                isInLine = true
                line.removeAll(keepingCapacity: true)
            case .point(let x, let y, _):
                if x >= box.west && x <= box.east && y >= box.south && y <= box.north { found = true }
                if isInLine { line.append((x, y)) }
            case .endLine:
                isInLine = false
                guard line.count > 1 else { return }
                for index in 1..<line.count {
                    let (a, b) = (line[index - 1], line[index])
                    if crosses(a, b, box) { found = true }
                    if isRing, (a.y > box.south) != (b.y > box.south) {
                        let x = a.x + (box.south - a.y) / (b.y - a.y) * (b.x - a.x)
                        if x > box.west { cornerIsInside.toggle() }
                    }
                }
            case .begin, .end:
                // Parts of a MultiPolygon may overlap: each is judged by itself.
                if case .end(let type) = event, type == 3, cornerIsInside { found = true }
                if case .begin(let type, _, _) = event, type == 3 { cornerIsInside = false }
            }
        }
        return found
    }

    /// Whether the stretch from `a` to `b` meets the box (clipping by Liang and Barsky).
    private static func crosses(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double), _ box: BoundingBox) -> Bool {
        var enter = 0.0
        var leave = 1.0
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let edges = [(-dx, a.x - box.west), (dx, box.east - a.x), (-dy, a.y - box.south), (dy, box.north - a.y)]
        for (slope, distance) in edges {
            if slope == 0 {
                if distance < 0 { return false }
            } else if slope < 0 {
                enter = max(enter, distance / slope)
            } else {
                leave = min(leave, distance / slope)
            }
        }
        return enter <= leave
    }
}
