// SPDX-License-Identifier: EUPL-1.2

/// Reads well-known binary (ISO 13249-3) where it lies, without building a geometry: hot paths of reading layers.
///
/// Knows the seven types in XY, XYZ, XYM and XYZM and the EWKB flags; heights and measures are skipped.
struct WKBReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var isLittleEndian = true

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What a walk over a geometry meets.
    enum Event {
        /// 1…7: Point, LineString, Polygon, their multiples, GeometryCollection; parts of multiples are announced too.
        case begin(type: Int, count: Int)
        /// A line of a LineString or a ring of a Polygon.
        case beginLine(isRing: Bool)
        case point(Double, Double)
        case endLine
        case end(type: Int)
    }

    /// Walks over the geometry; false when the bytes are no well-known binary.
    @discardableResult
    static func walk(_ wkb: [UInt8], _ visit: (Event) -> Void) -> Bool {
        wkb.withUnsafeBytes { bytes in
            var reader = WKBReader(bytes)
            return reader.geometry(depth: 0, visit)
        }
    }

    private mutating func geometry(depth: Int, _ visit: (Event) -> Void) -> Bool {
        guard depth < 16, position < bytes.count, bytes[position] <= 1 else { return false }
        isLittleEndian = bytes[position] == 1
        position += 1
        guard var code = integer() else { return false }
        var dimensions = 2
        if code & 0x8000_0000 != 0 { dimensions += 1 }
        if code & 0x4000_0000 != 0 { dimensions += 1 }
        if code & 0x2000_0000 != 0 { position += 4 }
        code &= 0x0FFF_FFFF
        let flavour = code / 1000
        dimensions += flavour == 3 ? 2 : flavour == 0 ? 0 : 1
        let type = Int(code % 1000)
        switch type {
        case 1:
            visit(.begin(type: type, count: 1))
            guard point(dimensions, visit) else { return false }
        case 2:
            guard let count = self.count(each: 8 * dimensions) else { return false }
            visit(.begin(type: type, count: count))
            guard line(count, dimensions, isRing: false, visit) else { return false }
        case 3:
            guard let count = self.count(each: 4) else { return false }
            visit(.begin(type: type, count: count))
            for _ in 0..<count {
                guard let points = self.count(each: 8 * dimensions), line(points, dimensions, isRing: true, visit)
                else {
                    return false
                }
            }
        case 4...7:
            guard let count = self.count(each: 5) else { return false }
            visit(.begin(type: type, count: count))
            for _ in 0..<count {
                guard geometry(depth: depth + 1, visit) else { return false }
            }
        default:
            return false
        }
        visit(.end(type: type))
        return true
    }

    private mutating func line(_ count: Int, _ dimensions: Int, isRing: Bool, _ visit: (Event) -> Void) -> Bool {
        visit(.beginLine(isRing: isRing))
        for _ in 0..<count {
            guard point(dimensions, visit) else { return false }
        }
        visit(.endLine)
        return true
    }

    private mutating func point(_ dimensions: Int, _ visit: (Event) -> Void) -> Bool {
        guard let x = double(), let y = double() else { return false }
        position += 8 * (dimensions - 2)
        guard position <= bytes.count else { return false }
        visit(.point(x, y))
        return true
    }

    /// A number of parts that the bytes left can hold.
    private mutating func count(each size: Int) -> Int? {
        guard let count = integer(), Int(count) <= (bytes.count - position) / size else { return nil }
        return Int(count)
    }

    private mutating func integer() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let raw = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
        position += 4
        return isLittleEndian ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw)
    }

    private mutating func double() -> Double? {
        guard position + 8 <= bytes.count else { return nil }
        let raw = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        position += 8
        return Double(bitPattern: isLittleEndian ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw))
    }
}
