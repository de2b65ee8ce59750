// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Geometry
import Randomness
import Testing

@testable import VectorTiles

@Suite struct TileLayerWriterTests {
    /// The tile of WebMercatorQuad that a place lies on.
    static func tile(_ zoom: Int, _ longitude: Double, _ latitude: Double, _ grid: TileGrid = .webMercator) throws
        -> TileAddress
    {
        let box = BoundingBox(west: longitude, south: latitude, east: longitude, north: latitude)
        let tiles = try #require(grid.tiles(of: zoom, in: box))
        return try #require(grid.tile(zoom: zoom, row: tiles.rows.lowerBound, column: tiles.columns.lowerBound))
    }

    static func written(
        _ geometries: [GeometryValue], on tile: TileAddress, grid: TileGrid = .webMercator, thinning: Int = 0
    ) throws -> DecodedTile? {
        var writer = TileLayerWriter(name: "ebene", grid: grid, tile: tile, thinning: thinning)
        for (index, geometry) in geometries.enumerated() {
            writer.add(id: UInt64(index + 1), wkb: geometry.wkb()) { _ in }
        }
        let bytes = writer.tile()
        return bytes.isEmpty ? nil : try DecodedTile(bytes)
    }

    @Test func `an attribute is what it was, whatever its type`() throws {
        let tile = try Self.tile(14, 7.6261, 51.9607)
        var writer = TileLayerWriter(name: "Bäume", grid: .webMercator, tile: tile)
        let values: [TileValue] = [
            .text("1"), .integer(1), .real(1), .truth(true), .text("true"), .integer(-1), .integer(.max),
            .integer(.min), .real(-0.25), .truth(false), .text(""),
        ]
        for (index, value) in values.enumerated() {
            let key = writer.key("wert")
            writer.add(id: UInt64(index), wkb: GeometryValue.point(Position(7.6261, 51.9607)).wkb()) {
                $0.append((key, value))
            }
        }
        let decoded = try DecodedTile(writer.tile())
        #expect(decoded.name == "Bäume" && decoded.version == 2 && decoded.extent == 4096)
        #expect(decoded.features.map { $0.attributes["wert"] } == values.map { $0 })
        #expect(decoded.features.map(\.id) == Array(0..<UInt64(values.count)))
    }

    /// Many values of all kinds, some of them often: each is written once, and each feature has its own.
    @Test func `values are told apart however many there are`() throws {
        var random = SeededRandom(seed: 5)
        let tile = try Self.tile(14, 7.6261, 51.9607)
        var writer = TileLayerWriter(name: "x", grid: .webMercator, tile: tile)
        let keys = (0..<3).map { writer.key("k\($0)") }
        var given: [[TileValue]] = []
        for number in 0..<3000 {
            let values: [TileValue] = [
                .text("n\(number)"), .integer(Int64.random(in: -200...200, using: &random)),
                Bool.random(using: &random)
                    ? .real(Double(number % 50)) : .text(String(repeating: "ä", count: number % 90)),
            ]
            given.append(values)
            writer.add(id: UInt64(number), wkb: GeometryValue.point(Position(7.6261, 51.9607)).wkb()) { list in
                for (key, value) in zip(keys, values) { list.append((key, value)) }
            }
        }
        let decoded = try DecodedTile(writer.tile())
        #expect(decoded.features.map { feature in (0..<3).map { feature.attributes["k\($0)"] } } == given.map { $0 })
        var table = TileValues()
        let numbers = given.flatMap { $0 }.map { table.number(of: $0) }
        #expect(Set(numbers).count == Set(given.flatMap { $0 }).count)
    }

    @Test func `a point stands where it is, in both grids`() throws {
        for grid in TileGrid.all {
            for zoom in [0, 6, 12, 18] {
                let tile = try Self.tile(zoom, 7.6261, 51.9607, grid)
                let decoded = try #require(
                    try Self.written([.point(Position(7.6261, 51.9607))], on: tile, grid: grid))
                let point = try #require(decoded.features.first?.paths.first?.first)
                let share = 1 / Double(TileGrid.width(of: zoom))
                let x = (Double(tile.column) + Double(point.x) / 4096) * share * grid.span + grid.corner.x
                let y = grid.corner.y - (Double(tile.row) + Double(point.y) / 4096) * share * grid.span
                let place = try ReferenceSystemTransform(from: grid.system, to: .crs84)(Position(x, y))
                // half a unit, in degrees of latitude
                let most = grid.span * share / 4096 / 111_000
                #expect(abs(place.x - 7.6261) < 2 * most && abs(place.y - 51.9607) < most, "\(grid.name) \(zoom)")
            }
        }
    }

    /// Each point lies on the tiles that the box around it says, and on no others but for the margin.
    @Test func `points are on their tile and on the margins of its neighbours`() throws {
        var random = SeededRandom(seed: 3)
        let grid = TileGrid.webMercator
        for _ in 0..<300 {
            let place = Position(Double.random(in: 5...15, using: &random), Double.random(in: 47...55, using: &random))
            let home = try Self.tile(11, place.x, place.y)
            for row in (home.row - 1)...(home.row + 1) {
                for column in (home.column - 1)...(home.column + 1) {
                    let tile = try #require(grid.tile(zoom: 11, row: row, column: column))
                    let box = try #require(grid.box(of: tile, margin: 128.0 / 4096))
                    let isThere = try Self.written([.point(place)], on: tile) != nil
                    let isIn = box.contains(place)
                    #expect(isThere == isIn, "\(place) \(tile)")
                }
            }
        }
    }

    @Test func `a line over the edge is cut there, a line that leaves comes back as another`() throws {
        let tile = try Self.tile(10, 7.6, 51.9)
        let box = try #require(TileGrid.webMercator.box(of: tile, margin: 0))
        let (width, middle) = (box.east - box.west, (box.south + box.north) / 2)
        let line = GeometryValue.lineString([
            Position(box.west - width, middle), Position(box.east + width, middle),
            Position(box.east + width, middle + 0.01), Position(box.west - width, middle + 0.01),
        ])
        let paths = try #require(try Self.written([line], on: tile)?.features.first?.paths)
        #expect(paths.count == 2)
        for path in paths { #expect(Set(path.map(\.x)) == [-128, 4224]) }
        #expect(try Self.written([.lineString([Position(0, 0), Position(1, 1)])], on: tile) == nil)
    }

    /// Star-shaped, with holes, some of them turning over themselves, larger and smaller than the tile.
    static func area(_ random: inout SeededRandom, around center: Position, size: Double, isWild: Bool) -> GeometryValue
    {
        func ring(_ radius: Double, _ count: Int) -> [Position] {
            var corners = (0..<count).map { index -> Position in
                let angle = 2 * Double.pi * Double(index) / Double(count)
                let r = radius * Double.random(in: 0.3...1, using: &random)
                return Position(center.x + 1.6 * r * cos(angle), center.y + r * sin(angle))
            }
            if isWild { corners.shuffle(using: &random) }
            return corners + [corners[0]]
        }
        let count = Int.random(in: 3...60, using: &random)
        let outer = ring(size, count)
        if isWild || Bool.random(using: &random) { return .polygon([outer]) }
        return .polygon([outer, ring(size * 0.25, Int.random(in: 3...20, using: &random))])
    }

    @Test(arguments: [UInt64(1), 2, 3, 4]) func `areas on a tile are valid and turn as they should`(_ seed: UInt64)
        throws
    {
        var random = SeededRandom(seed: seed)
        var mended = 0
        for number in 0..<1500 {
            let zoom = Int.random(in: 5...16, using: &random)
            let center = Position(
                Double.random(in: 7.4...7.8, using: &random), Double.random(in: 51.8...52.1, using: &random))
            let tile = try Self.tile(zoom, center.x, center.y)
            let size = 360 / Double(TileGrid.width(of: zoom)) * Double.random(in: 0.002...3, using: &random)
            let isWild = number % 5 == 0
            let area = Self.area(&random, around: center, size: size, isWild: isWild)
            guard let feature = try Self.written([area], on: tile)?.features.first else { continue }
            #expect(feature.kind == 3)
            if feature.areas.count > 1 { mended += 1 }
            #expect(feature.areas.reduce(0) { $0 + $1.count } == feature.paths.count, "a hole before its area")
            for rings in feature.areas {
                #expect(isValid(polygon(rings)), "seed \(seed), number \(number), zoom \(zoom): \(area)")
                for ring in rings {
                    #expect(ring.allSatisfy { (-128...4224).contains($0.x) && (-128...4224).contains($0.y) })
                    #expect(ring.first != ring.last)
                }
            }
        }
        #expect(mended > 20, "too few areas needed mending: \(mended)")
    }

    /// What is drawn covers what was there: the area differs by less than a unit along the border.
    @Test func `simplifying takes no area away`() throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<400 {
            let center = Position(7.63, 51.96)
            let tile = try Self.tile(12, center.x, center.y)
            let area = Self.area(&random, around: center, size: 0.012, isWild: false)
            guard case .polygon(let rings) = area, rings.count == 1 else { continue }
            let box = try #require(TileGrid.webMercator.box(of: tile, margin: 0))
            let corners = rings[0].map { Position(($0.x - box.west) / (box.east - box.west), $0.y) }
            guard corners.allSatisfy({ (0...1).contains($0.x) }), rings[0].allSatisfy({ box.contains($0) }) else {
                continue
            }
            let feature = try #require(try Self.written([area], on: tile)?.features.first)
            let drawn = feature.areas.reduce(0.0) { sum, rings in
                sum + rings.reduce(0.0) { $0 + Double(TileRing.doubleArea($1)) / 2 }
            }
            // the latitude of Mercator is nearly linear on a tile as small as this
            var expected = 0.0
            var border = 0.0
            let points = rings[0].map { place in
                (
                    x: (place.x - box.west) / (box.east - box.west) * 4096,
                    y: (box.north - place.y) / (box.north - box.south) * 4096
                )
            }
            for (a, b) in zip(points, points.dropFirst()) {
                expected += (a.x * b.y - b.x * a.y) / 2
                border += ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
            }
            #expect(abs(drawn - abs(expected)) < 2 * border + 0.002 * abs(expected))
        }
    }

    @Test func `an area around the tile fills it, one beside it is not there`() throws {
        let tile = try Self.tile(14, 7.63, 51.96)
        let around = GeometryValue.polygon([
            [Position(7, 51), Position(9, 51), Position(9, 53), Position(7, 53), Position(7, 51)]
        ])
        let feature = try #require(try Self.written([around], on: tile)?.features.first)
        #expect(
            Set(feature.paths[0]) == [
                TilePoint(-128, -128), TilePoint(4224, -128), TilePoint(4224, 4224), TilePoint(-128, 4224),
            ])
        let beside = GeometryValue.polygon([
            [Position(9, 51), Position(10, 51), Position(10, 53), Position(9, 53), Position(9, 51)]
        ])
        #expect(try Self.written([beside], on: tile) == nil)
        // a hole as large as the tile leaves nothing
        let frame = GeometryValue.polygon([
            [Position(6, 50), Position(10, 50), Position(10, 54), Position(6, 54), Position(6, 50)],
            [Position(7, 51), Position(9, 51), Position(9, 53), Position(7, 53), Position(7, 51)],
        ])
        #expect(try Self.written([frame], on: tile) == nil)
    }

    @Test func `a collection becomes a feature of each kind`() throws {
        let tile = try Self.tile(10, 7.63, 51.96)
        let mixed = GeometryValue.collection([
            .point(Position(7.63, 51.96)), .lineString([Position(7.6, 51.96), Position(7.65, 51.97)]),
            .multiPoint([Position(7.62, 51.96), Position(7.64, 51.96)]),
        ])
        let decoded = try #require(try Self.written([mixed], on: tile))
        #expect(decoded.features.map(\.kind) == [1, 2] && decoded.features.map(\.id) == [1, 1])
        #expect(decoded.features[0].paths.count == 3)
    }

    @Test func `thinned points leave one in each cell`() throws {
        var random = SeededRandom(seed: 5)
        let places = (0..<5000).map { _ in
            GeometryValue.point(
                Position(Double.random(in: 7.4...7.8, using: &random), Double.random(in: 51.8...52.1, using: &random)))
        }
        let tile = try Self.tile(5, 7.6, 51.9)
        let thinned = try #require(try Self.written(places, on: tile, thinning: 16))
        let cells = thinned.features.map { [($0.paths[0][0].x + 128) / 16, ($0.paths[0][0].y + 128) / 16] }
        #expect(Set(cells).count == cells.count && cells.count < 200)
        let whole = try #require(try Self.written(places, on: tile))
        #expect(whole.features.count == 5000)
        #expect(
            Set(whole.features.map { [($0.paths[0][0].x + 128) / 16, ($0.paths[0][0].y + 128) / 16] }) == Set(cells))
    }

    @Test func `bytes that are no geometry and places at infinity are left out`() throws {
        let tile = try Self.tile(3, 7.6, 51.9)
        var writer = TileLayerWriter(name: "x", grid: .webMercator, tile: tile)
        for wkb: [UInt8] in [[], [1], [1, 9, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0]] {
            #expect(!writer.add(id: 1, wkb: wkb) { _ in })
        }
        let line = GeometryValue.lineString([Position(.nan, 0), Position(7.6, 51.9)])
        #expect(!writer.add(id: 1, wkb: line.wkb()) { _ in })
        #expect(writer.tile().isEmpty)
    }
}
