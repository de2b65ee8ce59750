// SPDX-License-Identifier: EUPL-1.2
import Geometry

/// A corner in units of a tile; y goes down.
struct TilePoint: Hashable, Sendable {
    let x: Int32
    let y: Int32

    init(_ x: Int32, _ y: Int32) { (self.x, self.y) = (x, y) }
}

/// Turns a geometry in degrees into what of it lies on one tile.
struct TileShaper {
    /// Types of geometry in a tile, with their numbers there.
    enum Kind: UInt8, CaseIterable { case point = 1, line, area }

    private(set) var points: [TilePoint] = []
    private(set) var lines: [[TilePoint]] = []
    /// Areas, each with its outer ring first; rings are not closed by their first point.
    private(set) var areas: [[[TilePoint]]] = []

    private let projection: TileProjection
    private let scale: Double
    private let shift: (x: Double, y: Double)
    private var xs: [Double] = []
    private var ys: [Double] = []
    /// What the places are parts of: the end of each stretch and what it is.
    private var stretches: [(end: Int, kind: Stretch)] = []

    private var work = TileRing.ThinningWork()
    private var corners: [(x: Double, y: Double)] = []

    private enum Stretch { case point, line, outerRing, hole }

    /// Corners nearer to the line without them are left out, in units: an eighth of a pixel where a tile has 512.
    private static let tolerance = 1.0

    init(grid: TileGrid, tile: TileAddress) {
        projection = TileProjection(grid)
        let extent = Double(TileLayerWriter.extent)
        scale = Double(TileGrid.width(of: tile.zoom)) * extent
        shift = (Double(tile.column) * extent, Double(tile.row) * extent)
    }

    /// Takes a geometry; false when nothing of it lies on the tile, or it is none.
    mutating func shape(_ wkb: [UInt8]) -> Bool {
        points.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        areas.removeAll(keepingCapacity: true)
        xs.removeAll(keepingCapacity: true)
        ys.removeAll(keepingCapacity: true)
        stretches.removeAll(keepingCapacity: true)
        guard gather(wkb), !xs.isEmpty, projection.project(&xs, &ys, from: 0, scale: scale, shift: shift) else {
            return false
        }
        var start = 0
        var rings: [[TilePoint]] = []
        var isSkipped = false
        for (end, kind) in stretches {
            let range = start..<end
            start = end
            switch kind {
            case .point: point(range)
            case .line: line(range)
            case .outerRing:
                finish(&rings)
                if let ring = ring(range) {
                    rings = [ring]
                    isSkipped = false
                } else {
                    isSkipped = true
                }
            case .hole:
                if !isSkipped, let ring = ring(range) { rings.append(ring) }
            }
        }
        finish(&rings)
        return !points.isEmpty || !lines.isEmpty || !areas.isEmpty
    }

    /// Reads the geometry into places and stretches.
    private mutating func gather(_ wkb: [UInt8]) -> Bool {
        if let isRead = gatherPlain(wkb) { return isRead }
        xs.removeAll(keepingCapacity: true)
        ys.removeAll(keepingCapacity: true)
        stretches.removeAll(keepingCapacity: true)
        var isInLine = false
        var isRing = false
        var isOuter = false
        var isFinite = true
        let isWhole = WKBReader.walk(wkb) { event in
            switch event {
            case .begin(let type, _, _):
                if type == 3 { isOuter = true }
            case .beginLine(let ring, _, _):
                isInLine = true
                isRing = ring
            case .point(let x, let y, _):
                guard x.isFinite, y.isFinite else {
                    // an empty point is no place; anything else is broken
                    if isInLine { isFinite = false }
                    return
                }
                xs.append(x)
                ys.append(y)
                if !isInLine { stretches.append((xs.count, .point)) }
            case .endLine:
                isInLine = false
                stretches.append((xs.count, isRing ? (isOuter ? .outerRing : .hole) : .line))
                isOuter = false
            case .end: break
            }
        }
        return isWhole && isFinite
    }

    /// The same for points, lines and areas in two dimensions and the byte order of nearly all there are; nil for others.
    private mutating func gatherPlain(_ wkb: [UInt8]) -> Bool? {
        wkb.withUnsafeBytes { bytes -> Bool? in
            guard bytes.count >= 9, bytes[0] == 1 else { return nil }
            func integer(_ offset: Int) -> UInt32 {
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            }
            func double(_ offset: Int) -> Double {
                Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            /// Takes so many places; nil where the bytes end before, or one is no place.
            func take(_ count: Int, _ offset: inout Int) -> Bool {
                guard count <= (bytes.count - offset) / 16 else { return false }
                for _ in 0..<count {
                    let (x, y) = (double(offset), double(offset + 8))
                    guard x.isFinite, y.isFinite else { return false }
                    xs.append(x)
                    ys.append(y)
                    offset += 16
                }
                return true
            }
            var offset = 5
            switch integer(1) {
            case 1:
                // an empty point is for the other reader
                guard take(1, &offset) else { return nil }
                stretches.append((1, .point))
            case 2:
                offset = 9
                guard take(Int(integer(5)), &offset) else { return false }
                stretches.append((xs.count, .line))
            case 3:
                let rings = Int(integer(5))
                offset = 9
                for number in 0..<rings {
                    guard bytes.count - offset >= 4 else { return false }
                    let count = Int(integer(offset))
                    offset += 4
                    guard take(count, &offset) else { return false }
                    stretches.append((xs.count, number == 0 ? .outerRing : .hole))
                }
            default: return nil
            }
            return true
        }
    }

    private static let low = -Double(TileLayerWriter.margin)
    private static let high = Double(TileLayerWriter.extent + TileLayerWriter.margin)

    private mutating func point(_ range: Range<Int>) {
        let (x, y) = (xs[range.lowerBound].rounded(), ys[range.lowerBound].rounded())
        guard x >= Self.low, x <= Self.high, y >= Self.low, y <= Self.high else { return }
        points.append(TilePoint(Int32(x), Int32(y)))
    }

    /// Where a stretch lies.
    private enum Lie { case beside, within, across }

    private func lie(_ range: Range<Int>) -> Lie {
        var (west, east, north, south) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
        for index in range {
            west = min(west, xs[index])
            east = max(east, xs[index])
            north = min(north, ys[index])
            south = max(south, ys[index])
        }
        if east < Self.low || west > Self.high || south < Self.low || north > Self.high || range.isEmpty {
            return .beside
        }
        let isWithin = west >= Self.low && east <= Self.high && north >= Self.low && south <= Self.high
        return isWithin ? .within : .across
    }

    // MARK: Lines

    private mutating func line(_ range: Range<Int>) {
        let lie = lie(range)
        if lie == .beside { return }
        var part: [(x: Double, y: Double)] = []
        if lie == .within {
            for index in range { part.append((xs[index], ys[index])) }
            append(part)
            return
        }
        for index in range.dropFirst() {
            let (a, b) = ((x: xs[index - 1], y: ys[index - 1]), (x: xs[index], y: ys[index]))
            guard let (enter, leave) = Self.clip(a, b) else {
                append(part)
                part = []
                continue
            }
            if enter > 0 || part.isEmpty {
                append(part)
                part = [(a.x + enter * (b.x - a.x), a.y + enter * (b.y - a.y))]
            }
            part.append((a.x + leave * (b.x - a.x), a.y + leave * (b.y - a.y)))
            if leave < 1 {
                append(part)
                part = []
            }
        }
        append(part)
    }

    private mutating func append(_ part: [(x: Double, y: Double)]) {
        guard part.count > 1 else { return }
        let line = TileRing.rounded(part, Self.tolerance, &work)
        if line.count > 1 { lines.append(line) }
    }

    /// The share of a stretch that lies on the tile (Liang and Barsky).
    private static func clip(
        _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
    ) -> (enter: Double, leave: Double)? {
        var (enter, leave) = (0.0, 1.0)
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        for (slope, distance) in [(-dx, a.x - low), (dx, high - a.x), (-dy, a.y - low), (dy, high - a.y)] {
            if slope == 0 {
                if distance < 0 { return nil }
            } else if slope < 0 {
                enter = max(enter, distance / slope)
            } else {
                leave = min(leave, distance / slope)
            }
        }
        return enter <= leave ? (enter, leave) : nil
    }

    // MARK: Areas

    /// The ring cut to the tile; nil when nothing is left.
    private mutating func ring(_ range: Range<Int>) -> [TilePoint]? {
        let lie = lie(range)
        if lie == .beside { return nil }
        corners.removeAll(keepingCapacity: true)
        for index in range { corners.append((xs[index], ys[index])) }
        if corners.count > 1, let first = corners.first, let last = corners.last, first == last { corners.removeLast() }
        if lie == .across { corners = TileRing.clipped(corners, Self.low, Self.high) }
        guard corners.count > 2 else { return nil }
        let ring = TileRing.rounded(ring: corners, Self.tolerance, &work)
        return ring.count > 2 && TileRing.doubleArea(ring) != 0 ? ring : nil
    }

    /// Takes the rings of an area over, mended where they cross.
    private mutating func finish(_ rings: inout [[TilePoint]]) {
        if rings.isEmpty { return }
        if TileRing.isValid(rings) {
            areas.append(rings)
        } else {
            areas += TileRing.mended(rings)
        }
        rings = []
    }
}
