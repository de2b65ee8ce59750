// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Wire

extension WKBReader {
    /// Writes the geometry as GeoJSON; null when the bytes are no geometry or an empty point.
    ///
    /// `digits` rounds coordinates to that many decimals (7 is a centimetre); points of lines that fall together after
    /// rounding are written once when `dropsRepeated`.
    static func writeGeoJSON(_ wkb: [UInt8], to writer: inout JSONWriter, digits: Int = 9, dropsRepeated: Bool = false)
    {
        if let point = plainPoint(wkb) {
            GeoJSONShape.write(point, to: &writer, digits: digits)
            return
        }
        var shape = GeoJSONShape(digits: digits, dropsRepeated: dropsRepeated)
        let isWhole = walk(wkb) { shape.visit($0) }
        if isWhole && !shape.hasEmptyPoint {
            writer.raw(shape.writer.bytes)
        } else {
            writer.null()
        }
    }

    /// A point as it mostly comes: without height, the lower byte first; nil for everything else.
    private static func plainPoint(_ wkb: [UInt8]) -> Position? {
        guard wkb.count == 21, wkb.starts(with: [1, 1, 0, 0, 0]) else { return nil }
        return wkb.withUnsafeBytes { bytes in
            func number(_ offset: Int) -> Double {
                Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            let (x, y) = (number(5), number(13))
            return x.isFinite && y.isFinite ? Position(x, y) : nil
        }
    }
}

/// Turns the walk over a geometry into GeoJSON text.
private struct GeoJSONShape {
    var writer = JSONWriter(reserving: 128)
    let scale: Double
    let dropsRepeated: Bool
    var hasEmptyPoint = false
    private var open: [Int] = []
    private var last: (Double, Double)?
    private var isInLine = false
    /// The current ring, which is written in the order of RFC 7946 §3.1.6: outer rings run against the clock.
    private var ring: [(x: Double, y: Double)]?
    private var isOuter = true

    init(digits: Int, dropsRepeated: Bool) {
        self.dropsRepeated = dropsRepeated
        scale = Self.scale(digits)
    }

    private static func scale(_ digits: Int) -> Double {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return scale
    }

    /// A point without a walk: layers of points are written whole again and again.
    static func write(_ point: Position, to writer: inout JSONWriter, digits: Int) {
        let scale = scale(digits)
        writer.beginObject()
        writer.name("type")
        writer.write("Point")
        writer.name("coordinates")
        writer.beginArray()
        writer.write((point.x * scale).rounded() / scale)
        writer.write((point.y * scale).rounded() / scale)
        writer.endArray()
        writer.endObject()
    }

    mutating func visit(_ event: WKBReader.Event) {
        switch event {
        case .begin(let type, _, _):
            begin(type)
        case .beginLine(let isRing, _, _):
            if isRing {
                writer.beginArray()
                ring = []
            }
            isInLine = true
            last = nil
        case .point(let x, let y, _):
            point(x, y)
        case .endLine:
            if let ring { write(ring) }
            isInLine = false
            writer.endArray()
        case .end(let type):
            end(type)
        }
    }

    private var isPartOfMultiple: Bool { open.last.map { (4...6).contains($0) } ?? false }

    private mutating func begin(_ type: Int) {
        if !isPartOfMultiple {
            writer.beginObject()
            writer.name("type")
            writer.write(WKBReader.typeNames[type])
            writer.name(type == 7 ? "geometries" : "coordinates")
        }
        // A point's bracket comes with its numbers, a line's ends with the line.
        if type != 1 { writer.beginArray() }
        if type == 3 { isOuter = true }
        open.append(type)
    }

    private mutating func end(_ type: Int) {
        open.removeLast()
        if type != 1 && type != 2 { writer.endArray() }
        if !isPartOfMultiple { writer.endObject() }
    }

    private mutating func point(_ x: Double, _ y: Double) {
        guard x.isFinite, y.isFinite else {
            hasEmptyPoint = true
            return
        }
        if ring != nil {
            ring?.append((x, y))
        } else {
            write(x, y)
        }
    }

    private mutating func write(_ points: [(x: Double, y: Double)]) {
        var area = 0.0
        for (left, right) in zip(points, points.dropFirst()) {
            // Relative to the first point, so that digits suffice.
            area += (left.x - points[0].x) * (right.y - points[0].y) - (right.x - points[0].x) * (left.y - points[0].y)
        }
        let isRight = area == 0 || (area > 0) == isOuter
        for point in isRight ? points : points.reversed() { write(point.x, point.y) }
        ring = nil
        isOuter = false
    }

    private mutating func write(_ x: Double, _ y: Double) {
        let rounded = ((x * scale).rounded() / scale, (y * scale).rounded() / scale)
        if dropsRepeated && isInLine, let last, last == rounded { return }
        last = rounded
        writer.beginArray()
        writer.write(rounded.0)
        writer.write(rounded.1)
        writer.endArray()
    }
}
