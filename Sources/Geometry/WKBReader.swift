// SPDX-License-Identifier: EUPL-1.2

/// Reads well-known binary where it lies: hot paths look at it without building a geometry, `GeometryValue` builds one.
///
/// ISO 13249-3 in XY, XYZ, XYM and XYZM and PostGIS's EWKB (flags, SRID passed over), both byte orders. Every count is
/// checked against the bytes that are left.
package struct WKBReader {
    private let bytes: UnsafeRawBufferPointer
    private let isStrict: Bool
    private var offset = 0
    private var isLittleEndian = true

    private init(_ bytes: UnsafeRawBufferPointer, isStrict: Bool) { (self.bytes, self.isStrict) = (bytes, isStrict) }

    /// What a walk over a geometry meets; `at` is the byte that says it.
    package enum Event {
        /// 1…7: Point, LineString, Polygon, their multiples, GeometryCollection; parts of multiples are announced too.
        case begin(type: Int, count: Int, at: Int)
        /// A line of a LineString or a ring of a Polygon.
        case beginLine(isRing: Bool, count: Int, at: Int)
        case point(Double, Double, height: Double?)
        case endLine
        case end(type: Int)
    }

    package static let typeNames = [
        "", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
    ]

    /// Walks over the geometry; false when the bytes are no well-known binary.
    @discardableResult
    package static func walk(_ wkb: [UInt8], _ visit: (Event) -> Void) -> Bool {
        (try? read(wkb, isStrict: false, visit)) != nil
    }

    /// The same, with the place of what is wrong; `isStrict` refuses measures, coordinates that are no finite numbers,
    /// and bytes after the geometry.
    package static func read(
        _ wkb: [UInt8], isStrict: Bool, _ visit: (Event) throws(GeometryError) -> Void
    ) throws(GeometryError) {
        let outcome = wkb.withUnsafeBytes { bytes -> GeometryError? in
            var reader = WKBReader(bytes, isStrict: isStrict)
            do throws(GeometryError) {
                try reader.geometry(depth: 0, visit)
                guard !isStrict || reader.offset == bytes.count else {
                    return reader.fault("unexpected bytes after the geometry")
                }
                return nil
            } catch {
                return error
            }
        }
        if let outcome { throw outcome }
    }

    private mutating func geometry(
        depth: Int, _ visit: (Event) throws(GeometryError) -> Void
    ) throws(GeometryError) {
        guard depth < GeometryValue.maximumDepth else { throw fault("collections are nested too deep") }
        guard offset < bytes.count, bytes[offset] <= 1 else { throw fault("the byte order is 0 or 1") }
        isLittleEndian = bytes[offset] == 1
        offset += 1
        let start = offset
        var code = try integer()
        var hasHeight = code & 0x8000_0000 != 0
        var hasMeasure = code & 0x4000_0000 != 0
        if code & 0x2000_0000 != 0 { _ = try integer() }
        code &= 0x1FFF_FFFF
        let flavour = code / 1000
        if flavour == 1 || flavour == 3 { hasHeight = true }
        if flavour == 2 || flavour == 3 { hasMeasure = true }
        let type = Int(code % 1000)
        guard flavour <= 3, (1...7).contains(type) else {
            throw GeometryError("\(code) is no geometry type", at: .offset(start))
        }
        if isStrict && hasMeasure { throw GeometryError("measures (M) are not supported", at: .offset(start)) }
        let shape = (hasHeight: hasHeight, size: 16 + (hasHeight ? 8 : 0) + (hasMeasure ? 8 : 0))
        switch type {
        case 1:
            try visit(.begin(type: type, count: 1, at: start))
            try point(shape.hasHeight, shape.size, visit)
        case 2:
            try visit(.begin(type: type, count: 1, at: start))
            try line(shape.hasHeight, shape.size, isRing: false, visit)
        case 3:
            let count = try self.count(each: 4)
            try visit(.begin(type: type, count: count, at: start))
            for _ in 0..<count { try line(shape.hasHeight, shape.size, isRing: true, visit) }
        default:
            let count = try self.count(each: type == 4 ? 5 + shape.size : 9)
            try visit(.begin(type: type, count: count, at: start))
            for _ in 0..<count { try geometry(depth: depth + 1, visit) }
        }
        try visit(.end(type: type))
    }

    private mutating func line(
        _ hasHeight: Bool, _ size: Int, isRing: Bool, _ visit: (Event) throws(GeometryError) -> Void
    ) throws(GeometryError) {
        let start = offset
        let count = try self.count(each: size)
        try visit(.beginLine(isRing: isRing, count: count, at: start))
        for _ in 0..<count { try point(hasHeight, size, visit) }
        try visit(.endLine)
    }

    private mutating func point(
        _ hasHeight: Bool, _ size: Int, _ visit: (Event) throws(GeometryError) -> Void
    ) throws(GeometryError) {
        guard bytes.count - offset >= size else { throw fault("the bytes end too early") }
        let x = try double(at: offset)
        let y = try double(at: offset + 8)
        let height = hasHeight ? try double(at: offset + 16) : nil
        offset += size
        try visit(.point(x, y, height: height))
    }

    /// A number of parts that the bytes left can hold.
    private mutating func count(each size: Int) throws(GeometryError) -> Int {
        let start = offset
        let count = Int(try integer())
        guard count <= (bytes.count - offset) / size else {
            throw GeometryError("more elements are announced than bytes follow", at: .offset(start))
        }
        return count
    }

    private mutating func integer() throws(GeometryError) -> UInt32 {
        guard bytes.count - offset >= 4 else { throw fault("the bytes end too early") }
        let raw = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        offset += 4
        return isLittleEndian ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw)
    }

    private func double(at place: Int) throws(GeometryError) -> Double {
        let raw = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let value = Double(bitPattern: isLittleEndian ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw))
        guard !isStrict || value.isFinite else {
            throw GeometryError("a coordinate is a finite number", at: .offset(place))
        }
        return value
    }

    private func fault(_ message: String) -> GeometryError { GeometryError(message, at: .offset(offset)) }
}
