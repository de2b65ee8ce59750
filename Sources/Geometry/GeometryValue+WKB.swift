// SPDX-License-Identifier: EUPL-1.2

extension GeometryValue {
    /// Reads well-known binary: ISO (Z as 1000 + type) and PostGIS's EWKB (flags, SRID passed over), both byte orders.
    public init(wkb bytes: [UInt8]) throws(GeometryError) {
        var reader = WKBReader(bytes: bytes)
        self = try reader.geometry(only: nil)
        guard reader.index == bytes.count else {
            throw GeometryError("unexpected bytes after the geometry", at: .offset(reader.index))
        }
    }

    /// ISO well-known binary; Z where every position has a height.
    public func wkb(bigEndian: Bool = false) -> [UInt8] {
        var writer = WKBWriter(isBigEndian: bigEndian)
        writer.write(self, heights: hasHeights)
        return writer.bytes
    }

    fileprivate var code: UInt32 {
        switch self {
        case .point: 1
        case .lineString: 2
        case .polygon: 3
        case .multiPoint: 4
        case .multiLineString: 5
        case .multiPolygon: 6
        case .collection: 7
        }
    }
}

private struct WKBWriter {
    let isBigEndian: Bool
    var bytes: [UInt8] = []

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    mutating func write(_ geometry: GeometryValue, heights: Bool) {
        bytes.append(isBigEndian ? 0 : 1)
        append(geometry.code + (heights ? 1000 : 0))
        switch geometry {
        case .point(let position): append(position, heights)
        case .lineString(let line): append(line, heights)
        case .polygon(let rings):
            append(UInt32(rings.count))
            for ring in rings { append(ring, heights) }
        case .multiPoint(let points):
            append(UInt32(points.count))
            for point in points { write(.point(point), heights: heights) }
        case .multiLineString(let lines):
            append(UInt32(lines.count))
            for line in lines { write(.lineString(line), heights: heights) }
        case .multiPolygon(let polygons):
            append(UInt32(polygons.count))
            for rings in polygons { write(.polygon(rings), heights: heights) }
        case .collection(let members):
            append(UInt32(members.count))
            for member in members { write(member, heights: heights) }
        }
    }

    private mutating func append(_ line: [Position], _ heights: Bool) {
        append(UInt32(line.count))
        for position in line { append(position, heights) }
    }

    private mutating func append(_ position: Position, _ heights: Bool) {
        append(position.x)
        append(position.y)
        if heights { append(position.z ?? 0) }
    }

    private mutating func append(_ value: UInt32) {
        withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: Double) {
        let pattern = value.bitPattern
        withUnsafeBytes(of: isBigEndian ? pattern.bigEndian : pattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Every count is checked against the bytes that are left before anything is reserved.
private struct WKBReader {
    let bytes: [UInt8]
    var index = 0
    private var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func geometry(only expected: UInt32?) throws(GeometryError) -> GeometryValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= GeometryValue.maximumDepth else { throw fault("collections are nested too deep") }
        guard index < bytes.count, bytes[index] <= 1 else { throw fault("the byte order is 0 or 1") }
        let isBig = bytes[index] == 0
        index += 1
        let start = index
        var code = try unsigned(isBig)
        guard code & 0x4000_0000 == 0 else {
            throw GeometryError("measures (M) are not supported", at: .offset(start))
        }
        var heights = code & 0x8000_0000 != 0
        if code & 0x2000_0000 != 0 { _ = try unsigned(isBig) }
        code &= 0x1FFF_FFFF
        if code > 1000, code < 2000 {
            heights = true
            code -= 1000
        }
        if let expected, code != expected {
            throw GeometryError("type \(expected) is expected here, not \(code)", at: .offset(start))
        }
        let size = heights ? 24 : 16
        switch code {
        case 1: return .point(try position(isBig, heights))
        case 2: return .lineString(try line(isBig, heights, atLeast: 2))
        case 3: return .polygon(try rings(isBig, heights))
        case 4:
            var points: [Position] = []
            for _ in 0..<(try count(isBig, of: 5 + size)) {
                if case .point(let point) = try geometry(only: 1) { points.append(point) }
            }
            return .multiPoint(points)
        case 5:
            var lines: [[Position]] = []
            for _ in 0..<(try count(isBig, of: 9)) {
                if case .lineString(let line) = try geometry(only: 2) { lines.append(line) }
            }
            return .multiLineString(lines)
        case 6:
            var polygons: [[[Position]]] = []
            for _ in 0..<(try count(isBig, of: 9)) {
                if case .polygon(let rings) = try geometry(only: 3) { polygons.append(rings) }
            }
            return .multiPolygon(polygons)
        case 7:
            var members: [GeometryValue] = []
            for _ in 0..<(try count(isBig, of: 9)) { members.append(try geometry(only: nil)) }
            return .collection(members)
        default: throw GeometryError("\(code) is no geometry type", at: .offset(start))
        }
    }

    private mutating func rings(_ isBig: Bool, _ heights: Bool) throws(GeometryError) -> [[Position]] {
        var rings: [[Position]] = []
        for _ in 0..<(try count(isBig, of: 4)) {
            let start = index
            let ring = try line(isBig, heights, atLeast: 4)
            guard ring.first == ring.last else {
                throw GeometryError("a ring ends where it begins", at: .offset(start))
            }
            rings.append(ring)
        }
        return rings
    }

    private mutating func line(
        _ isBig: Bool, _ heights: Bool, atLeast minimum: Int
    ) throws(GeometryError) -> [Position] {
        let start = index
        let count = try count(isBig, of: heights ? 24 : 16)
        guard count == 0 || count >= minimum else {
            throw GeometryError("at least \(minimum) positions are needed", at: .offset(start))
        }
        var positions: [Position] = []
        positions.reserveCapacity(count)
        for _ in 0..<count { positions.append(try position(isBig, heights)) }
        return positions
    }

    private mutating func position(_ isBig: Bool, _ heights: Bool) throws(GeometryError) -> Position {
        let x = try double(isBig)
        let y = try double(isBig)
        return Position(x, y, heights ? try double(isBig) : nil)
    }

    /// A number of elements of at least that many bytes each.
    private mutating func count(_ isBig: Bool, of size: Int) throws(GeometryError) -> Int {
        let start = index
        let count = Int(try unsigned(isBig))
        guard count <= (bytes.count - index) / size else {
            throw GeometryError("more elements are announced than bytes follow", at: .offset(start))
        }
        return count
    }

    private mutating func unsigned(_ isBig: Bool) throws(GeometryError) -> UInt32 {
        guard bytes.count - index >= 4 else { throw fault("the bytes end too early") }
        var value: UInt32 = 0
        for position in 0..<4 {
            value |= UInt32(bytes[index + position]) << UInt32(isBig ? 24 - 8 * position : 8 * position)
        }
        index += 4
        return value
    }

    private mutating func double(_ isBig: Bool) throws(GeometryError) -> Double {
        guard bytes.count - index >= 8 else { throw fault("the bytes end too early") }
        var pattern: UInt64 = 0
        for position in 0..<8 {
            pattern |= UInt64(bytes[index + position]) << UInt64(isBig ? 56 - 8 * position : 8 * position)
        }
        let value = Double(bitPattern: pattern)
        guard value.isFinite else { throw fault("a coordinate is a finite number") }
        index += 8
        return value
    }

    private func fault(_ message: String) -> GeometryError { GeometryError(message, at: .offset(index)) }
}
