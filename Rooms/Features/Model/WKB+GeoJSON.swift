// SPDX-License-Identifier: EUPL-1.2
import Wire

extension WKBReader {
    /// Writes the geometry as GeoJSON; null when the bytes are no geometry or an empty point.
    ///
    /// `digits` rounds coordinates to that many decimals (7 is a centimetre); points of lines that fall together after
    /// rounding are written once when `dropsRepeated`.
    static func writeGeoJSON(_ wkb: [UInt8], to writer: inout JSONWriter, digits: Int = 9, dropsRepeated: Bool = false)
    {
        var shape = GeoJSONShape(digits: digits, dropsRepeated: dropsRepeated)
        let isWhole = walk(wkb) { shape.visit($0) }
        if isWhole && !shape.hasEmptyPoint {
            writer.raw(shape.writer.bytes)
        } else {
            writer.null()
        }
    }

    static let typeNames = [
        "", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
    ]
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

    init(digits: Int, dropsRepeated: Bool) {
        self.dropsRepeated = dropsRepeated
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        self.scale = scale
    }

    mutating func visit(_ event: WKBReader.Event) {
        switch event {
        case .begin(let type, _):
            begin(type)
        case .beginLine(let isRing):
            if isRing { writer.beginArray() }
            isInLine = true
            last = nil
        case .point(let x, let y):
            point(x, y)
        case .endLine:
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
        let rounded = ((x * scale).rounded() / scale, (y * scale).rounded() / scale)
        if dropsRepeated && isInLine, let last, last == rounded { return }
        last = rounded
        writer.beginArray()
        writer.write(rounded.0)
        writer.write(rounded.1)
        writer.endArray()
    }
}
