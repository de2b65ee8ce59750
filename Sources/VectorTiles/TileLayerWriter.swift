// SPDX-License-Identifier: EUPL-1.2
import Geometry

/// A value of a feature's attribute in a tile.
package enum TileValue: Sendable, Hashable {
    case text(String)
    case real(Double)
    case integer(Int64)
    case truth(Bool)
}

/// Writes one layer of a tile (Mapbox Vector Tile specification 2.1), feature by feature.
///
/// What lies beside the tile is left out, what reaches over its edge is cut, lines and areas lose the corners that
/// nobody would see, and areas stay valid.
package struct TileLayerWriter {
    /// Units of a tile's side.
    package static let extent = 4096
    /// Units around the tile that are written too, so that what lies on an edge is whole.
    package static let margin = 128

    private let name: String
    private var shaper: TileShaper
    private var features: [UInt8] = []
    private var keys: [String] = []
    private var numbers: [String: UInt32] = [:]
    private var values = TileValues()
    private var attributes: [(key: UInt32, value: TileValue)] = []
    private var tags: [UInt8] = []
    private var geometry: [UInt8] = []
    /// Cells that have their point already, where points are thinned.
    private var taken: Set<UInt64> = []
    private let cell: Int32

    /// Features written.
    package private(set) var count = 0

    /// `thinning` is the side in units of cells of which each shows one point at most; 0 shows all.
    package init(name: String, grid: TileGrid, tile: TileAddress, thinning: Int = 0) {
        self.name = name
        cell = Int32(thinning)
        shaper = TileShaper(grid: grid, tile: tile)
        features.reserveCapacity(64 * 1024)
    }

    /// The number of a key, for `add`.
    package mutating func key(_ name: String) -> UInt32 {
        if let known = numbers[name] { return known }
        let number = UInt32(keys.count)
        keys.append(name)
        numbers[name] = number
        return number
    }

    /// Adds what of the geometry (well-known binary in degrees) lies on the tile; false when that is nothing.
    ///
    /// `given` puts its attributes into the list; it is asked only for what is written.
    @discardableResult
    package mutating func add(
        id: UInt64, wkb: [UInt8], attributes given: (inout [(key: UInt32, value: TileValue)]) -> Void
    ) -> Bool {
        guard shaper.shape(wkb) else { return false }
        var isTagged = false
        for kind in TileShaper.Kind.allCases {
            geometry.removeAll(keepingCapacity: true)
            guard write(kind) else { continue }
            if !isTagged {
                isTagged = true
                tags.removeAll(keepingCapacity: true)
                attributes.removeAll(keepingCapacity: true)
                given(&attributes)
                for (key, value) in attributes {
                    Self.append(UInt64(key), to: &tags)
                    Self.append(UInt64(values.number(of: value)), to: &tags)
                }
            }
            let size =
                1 + Self.size(id) + 2 + (tags.isEmpty ? 0 : 1 + Self.size(UInt64(tags.count)) + tags.count) + 1
                + Self.size(UInt64(geometry.count)) + geometry.count
            features.append(0x12)
            Self.append(UInt64(size), to: &features)
            features.append(0x08)
            Self.append(id, to: &features)
            if !tags.isEmpty {
                features.append(0x12)
                Self.append(UInt64(tags.count), to: &features)
                features.append(contentsOf: tags)
            }
            features.append(0x18)
            features.append(kind.rawValue)
            features.append(0x22)
            Self.append(UInt64(geometry.count), to: &features)
            features.append(contentsOf: geometry)
            count += 1
        }
        return isTagged
    }

    /// The tile with this one layer; empty when nothing lies on it.
    package func tile() -> [UInt8] {
        guard count > 0 else { return [] }
        var layer: [UInt8] = [0x78, 2, 0x0A]
        layer.reserveCapacity(features.count + values.bytes.count + 1024)
        Self.append(Array(name.utf8), to: &layer)
        layer.append(contentsOf: features)
        for key in keys {
            layer.append(0x1A)
            Self.append(Array(key.utf8), to: &layer)
        }
        layer.append(contentsOf: values.bytes)
        layer.append(0x28)
        Self.append(UInt64(Self.extent), to: &layer)
        var tile: [UInt8] = [0x1A]
        tile.reserveCapacity(layer.count + 6)
        Self.append(layer, to: &tile)
        return tile
    }

    // MARK: Geometry

    /// Writes the commands of one kind; false when the shape has none of it.
    private mutating func write(_ kind: TileShaper.Kind) -> Bool {
        var last = TilePoint(0, 0)
        switch kind {
        case .point:
            var points = shaper.points
            if cell > 0 { points = points.filter { takes($0) } }
            guard !points.isEmpty else { return false }
            Self.append(UInt64(points.count) << 3 | 1, to: &geometry)
            for point in points { step(to: point, &last) }
        case .line:
            guard !shaper.lines.isEmpty else { return false }
            for line in shaper.lines { path(line[...], &last) }
        case .area:
            guard !shaper.areas.isEmpty else { return false }
            for rings in shaper.areas {
                for (index, ring) in rings.enumerated() {
                    // The outer ring has a positive area where y goes down, holes a negative one.
                    let isRight = (TileRing.doubleArea(ring) > 0) == (index == 0)
                    path(isRight ? ring[...] : ArraySlice(ring.reversed()), &last)
                    geometry.append(1 << 3 | 7)
                }
            }
        }
        return true
    }

    /// A path that begins with MoveTo and goes on with LineTo.
    private mutating func path(_ line: ArraySlice<TilePoint>, _ last: inout TilePoint) {
        guard let first = line.first else { return }
        geometry.append(1 << 3 | 1)
        step(to: first, &last)
        Self.append(UInt64(line.count - 1) << 3 | 2, to: &geometry)
        for point in line.dropFirst() { step(to: point, &last) }
    }

    private mutating func step(to point: TilePoint, _ last: inout TilePoint) {
        Self.append(Self.zigzag(Int64(point.x - last.x)), to: &geometry)
        Self.append(Self.zigzag(Int64(point.y - last.y)), to: &geometry)
        last = point
    }

    private mutating func takes(_ point: TilePoint) -> Bool {
        let (x, y) = ((point.x + Int32(Self.margin)) / cell, (point.y + Int32(Self.margin)) / cell)
        return taken.insert(UInt64(UInt32(x)) << 32 | UInt64(UInt32(y))).inserted
    }

    // MARK: Bytes

    static func zigzag(_ number: Int64) -> UInt64 { UInt64(bitPattern: number << 1 ^ number >> 63) }

    static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        append(UInt64(content.count), to: &bytes)
        bytes.append(contentsOf: content)
    }

    static func size(_ number: UInt64) -> Int { max(1, (70 - number.leadingZeroBitCount) / 7) }
}
