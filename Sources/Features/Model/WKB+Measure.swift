// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Geometry

extension WKBReader {
    /// The box around the geometry; nil when it has no point.
    static func envelope(_ wkb: [UInt8]) -> BoundingBox? {
        var box: BoundingBox?
        walk(wkb) { event in
            guard case .point(let x, let y) = event, x.isFinite, y.isFinite else { return }
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
            case .beginLine(let ring):
                isRing = ring
                isInLine = true
                line.removeAll(keepingCapacity: true)
            case .point(let x, let y):
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
                if case .begin(let type, _) = event, type == 3 { cornerIsInside = false }
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

    /// Length of all lines in metres and area of all polygons in square metres, on a sphere of the Earth's mean radius.
    static func measure(_ wkb: [UInt8]) -> (length: Double, area: Double) {
        var length = 0.0
        var area = 0.0
        var ring = 0.0
        var isRing = false
        var isFirstRing = false
        var last: (x: Double, y: Double)?
        var isInLine = false
        walk(wkb) { event in
            switch event {
            case .begin(let type, _):
                if type == 3 { isFirstRing = true }
            case .beginLine(let rings):
                isRing = rings
                isInLine = true
                last = nil
                ring = 0
            case .point(let x, let y):
                guard isInLine else { return }
                let point = (x: x * .pi / 180, y: y * .pi / 180)
                if let last {
                    if isRing {
                        ring += (point.x - last.x) * (2 + sin(last.y) + sin(point.y))
                    } else {
                        length += distance(last, point)
                    }
                }
                last = point
            case .endLine:
                isInLine = false
                guard isRing else { return }
                let size = abs(ring) * radius * radius / 2
                area += isFirstRing ? size : -size
                isFirstRing = false
            case .end:
                break
            }
        }
        return (length, max(0, area))
    }

    /// Mean radius of the Earth in metres (IUGG).
    private static let radius = 6_371_008.8

    /// Great-circle distance in metres (haversine); coordinates in radians.
    private static func distance(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> Double {
        let halfY = sin((b.y - a.y) / 2)
        let halfX = sin((b.x - a.x) / 2)
        let h = halfY * halfY + cos(a.y) * cos(b.y) * halfX * halfX
        return 2 * radius * asin(min(1, h.squareRoot()))
    }
}
