// SPDX-License-Identifier: EUPL-1.2

extension GeometryValue {
    /// Reads well-known binary: ISO (Z as 1000 + type) and PostGIS's EWKB (flags, SRID passed over), both byte orders.
    public init(wkb bytes: [UInt8]) throws(GeometryError) {
        var builder = GeometryBuilder()
        try WKBReader.read(bytes, isStrict: true) { event throws(GeometryError) in try builder.visit(event) }
        guard let value = builder.value else { throw GeometryError("the bytes end too early", at: .offset(0)) }
        self = value
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

/// Builds a geometry from a walk over its bytes.
private struct GeometryBuilder {
    var value: GeometryValue?
    private var open: [Part] = []
    private var lineStart = 0

    /// A geometry whose end has not come.
    private struct Part {
        let type: Int
        var lines: [[Position]] = []
        var members: [GeometryValue] = []
    }

    mutating func visit(_ event: WKBReader.Event) throws(GeometryError) {
        switch event {
        case .begin(let type, let count, let start):
            if let outer = open.last?.type, (4...6).contains(outer), type != outer - 3 {
                throw GeometryError("type \(outer - 3) is expected here, not \(type)", at: .offset(start))
            }
            var part = Part(type: type)
            if type > 3 { part.members.reserveCapacity(count) }
            open.append(part)
        case .beginLine(let isRing, let count, let start):
            let minimum = isRing ? 4 : 2
            guard count == 0 || count >= minimum else {
                throw GeometryError("at least \(minimum) positions are needed", at: .offset(start))
            }
            var line: [Position] = []
            line.reserveCapacity(count)
            open[open.count - 1].lines.append(line)
            lineStart = start
        case .point(let x, let y, let height):
            let position = Position(x, y, height)
            let top = open.count - 1
            if open[top].type == 1 { open[top].members = [.point(position)] } else { append(position, to: top) }
        case .endLine:
            guard let part = open.last, part.type == 3, let ring = part.lines.last else { return }
            guard ring.first == ring.last else {
                throw GeometryError("a ring ends where it begins", at: .offset(lineStart))
            }
        case .end:
            guard let part = open.popLast(), let ended = Self.geometry(part) else { return }
            if open.isEmpty { value = ended } else { open[open.count - 1].members.append(ended) }
        }
    }

    private mutating func append(_ position: Position, to part: Int) {
        open[part].lines[open[part].lines.count - 1].append(position)
    }

    private static func geometry(_ part: Part) -> GeometryValue? {
        switch part.type {
        case 1: part.members.first
        case 2: .lineString(part.lines.first ?? [])
        case 3: .polygon(part.lines)
        case 4: .multiPoint(part.members.compactMap { if case .point(let point) = $0 { point } else { nil } })
        case 5: .multiLineString(part.members.compactMap { if case .lineString(let line) = $0 { line } else { nil } })
        case 6: .multiPolygon(part.members.compactMap { if case .polygon(let rings) = $0 { rings } else { nil } })
        default: .collection(part.members)
        }
    }
}
