// SPDX-License-Identifier: EUPL-1.2
package import Geometry
import Foundation

/// A grid of tiles (OGC 17-083r4, a TileMatrixSet): each level halves the sides of the one before.
package struct TileGrid: Sendable, Hashable {
    /// In addresses.
    package let name: String
    package let system: ReferenceSystem
    /// Upper left corner of each level, in the units of the system.
    package let corner: Position
    /// Side of the one tile of level 0, in metres.
    package let span: Double
    /// The last level.
    package let deepest: Int

    /// The grid of maps in the web, EPSG:3857, as OGC 17-083r4 Annex D.1 has it.
    package static let webMercator = TileGrid(
        name: "WebMercatorQuad", system: .webMercator, corner: Position(-edge, edge), span: 2 * edge, deepest: 24)

    /// Metres of ETRS89 / UTM zone 32N: level 0 is one tile over Germany.
    package static let utm32 = TileGrid(
        name: "ETRS89UTM32Quad", system: .utm32, corner: Position(-46_133.17, 6_301_219.54), span: 1_252_344.27136,
        deepest: 18)

    package static let all = [webMercator, utm32]

    // Made once: PROJ takes longer to find the way than to go it.
    fileprivate static let toUTM32 = try? ReferenceSystemTransform(from: .crs84, to: .utm32)
    private static let fromUTM32 = try? ReferenceSystemTransform(from: .utm32, to: .crs84)

    /// Half of the world's width in EPSG:3857.
    private static let edge = 20_037_508.342_789_244

    /// Tiles of a level in each direction.
    package static func width(of zoom: Int) -> Int { 1 << zoom }

    /// Metres that a pixel of a level has where a tile has 256.
    package func cellSize(_ zoom: Int) -> Double { span / Double(Self.width(of: zoom)) / 256 }

    /// Denominator of the scale where a pixel is 0.28 mm.
    package func scaleDenominator(_ zoom: Int) -> Double { cellSize(zoom) / 0.000_28 }

    /// The tile, or nil where the grid has none.
    package func tile(zoom: Int, row: Int, column: Int) -> TileAddress? {
        guard (0...deepest).contains(zoom), (0..<Self.width(of: zoom)).contains(row),
            (0..<Self.width(of: zoom)).contains(column)
        else { return nil }
        return TileAddress(zoom: zoom, row: row, column: column)
    }

    /// Columns and rows of a level that a box in degrees meets; nil where it lies beside the grid.
    package func tiles(of zoom: Int, in box: BoundingBox) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)? {
        guard let low = TileProjection(self).place(box.west, box.south),
            let high = TileProjection(self).place(box.east, box.north)
        else { return nil }
        let width = Self.width(of: zoom)
        func index(_ share: Double) -> Int { min(width - 1, max(0, Int((share * Double(width)).rounded(.down)))) }
        guard max(low.x, high.x) >= 0, min(low.x, high.x) <= 1, max(low.y, high.y) >= 0, min(low.y, high.y) <= 1
        else { return nil }
        let (first, last) = (index(min(low.x, high.x)), index(max(low.x, high.x)))
        return (first...last, index(min(low.y, high.y))...index(max(low.y, high.y)))
    }

    /// A box in degrees around the tile and a margin (a share of its side); nil where it lies nowhere on Earth.
    package func box(of tile: TileAddress, margin: Double) -> BoundingBox? {
        let width = Double(Self.width(of: tile.zoom))
        let left = (Double(tile.column) - margin) / width
        let right = (Double(tile.column) + 1 + margin) / width
        let top = (Double(tile.row) - margin) / width
        let bottom = (Double(tile.row) + 1 + margin) / width
        if system == .webMercator {
            func latitude(_ share: Double) -> Double { atan(sinh(.pi * (1 - 2 * share))) * 180 / .pi }
            return BoundingBox(
                west: max(-180, left * 360 - 180), south: latitude(bottom), east: min(180, right * 360 - 180),
                north: latitude(top))
        }
        // The edges are no parallels: points along them, and within, tell how far the tile reaches.
        var places: [Position] = []
        for step in 0...8 {
            for other in 0...8 {
                let x = left + (right - left) * Double(step) / 8
                let y = top + (bottom - top) * Double(other) / 8
                places.append(Position(corner.x + x * span, corner.y - y * span))
            }
        }
        guard let degrees = try? Self.fromUTM32?(places) else { return nil }
        var box = BoundingBox(west: 180, south: 90, east: -180, north: -90)
        for place in degrees {
            box.west = min(box.west, place.x)
            box.east = max(box.east, place.x)
            box.south = min(box.south, place.y)
            box.north = max(box.north, place.y)
        }
        // Between two points an edge bulges less than a hundredth of the box.
        let (wide, high) = ((box.east - box.west) / 100, (box.north - box.south) / 100)
        return BoundingBox(
            west: max(-180, box.west - wide), south: max(-90, box.south - high), east: min(180, box.east + wide),
            north: min(90, box.north + high))
    }
}

/// A tile of a grid; rows count downwards.
package struct TileAddress: Sendable, Hashable {
    package let zoom: Int
    package let row: Int
    package let column: Int
}

/// Brings degrees into the units of a grid: 0…1 from its upper left corner to its lower right one.
package struct TileProjection {
    private let grid: TileGrid
    private let move: ReferenceSystemTransform?

    package init(_ grid: TileGrid) {
        self.grid = grid
        move = grid.system == .utm32 ? TileGrid.toUTM32 : nil
    }

    func place(_ longitude: Double, _ latitude: Double) -> (x: Double, y: Double)? {
        var (xs, ys) = ([longitude], [latitude])
        return project(&xs, &ys, from: 0, scale: 1, shift: (0, 0)) ? (xs[0], ys[0]) : nil
    }

    /// Replaces degrees by `share * scale - shift`; false where a place is none of the system.
    func project(
        _ xs: inout [Double], _ ys: inout [Double], from start: Int, scale: Double, shift: (x: Double, y: Double)
    ) -> Bool {
        if grid.system == .webMercator {
            let (turn, radians, fullTurn) = (scale / 360, Double.pi / 180, scale / (4 * Double.pi))
            let (x0, y0) = (scale / 2 - shift.x, scale / 2 - shift.y)
            for index in start..<xs.count {
                // beyond 85.0511 degrees the grid ends; the poles would lie at infinity
                let latitude = min(89.9, max(-89.9, ys[index]))
                let sine = sin(latitude * radians)
                xs[index] = xs[index] * turn + x0
                ys[index] = y0 - log((1 + sine) / (1 - sine)) * fullTurn
            }
            return true
        }
        guard let move else { return false }
        let places = (start..<xs.count).map { Position(xs[$0], ys[$0]) }
        guard let moved = try? move(places) else { return false }
        for (index, place) in zip(start..<xs.count, moved) {
            xs[index] = (place.x - grid.corner.x) / grid.span * scale - shift.x
            ys[index] = (grid.corner.y - place.y) / grid.span * scale - shift.y
        }
        return true
    }
}
