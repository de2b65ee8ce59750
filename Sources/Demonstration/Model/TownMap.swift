// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// A feature of one of the town's layers; attributes in the order of the layer's fields.
struct TownFeature: Sendable {
    let shape: TownShape
    let attributes: [(name: String, value: JSONValue)]
}

/// The town's ground: districts, water, roads and cycle paths.
struct TownMap: Sendable {
    let grid: TownGrid
    let districts: TownDistricts
    private(set) var roads: [TownRoad] = []
    private(set) var cyclePaths: [TownRoad] = []
    private let bends: SeededNoise
    private let shore: SeededNoise

    static let lakeCentre = TownPosition(x: -2250, y: -1750)

    init(noise: SeededNoise) {
        grid = TownGrid(noise: noise)
        districts = TownDistricts(noise: noise, grid: grid)
        bends = noise.derived("river")
        shore = noise.derived("lake shore")
        let network = TownNetwork(noise: noise.derived("roads"), map: self)
        roads = network.roads
        cyclePaths = network.cyclePaths
    }

    /// Where the middle of the river crosses the meridian `x`; it flows from west to east.
    func riverLine(_ x: Double) -> Double {
        -420 + 260 * bends.smooth(x / 1500) + 150 * sin(x / 640 + 6 * bends.uniform(1)) + 0.05 * x
    }

    private func riverWidth(_ x: Double) -> Double { 40 + 14 * bends.smooth(x / 700 + 90) + (x + 6000) / 600 }

    private func lakeRadius(_ angle: Double) -> Double {
        let (long, short) = (640.0, 330.0)
        let tilted = angle - 0.5
        let (across, along) = (short * cos(tilted), long * sin(tilted))
        let ellipse = long * short / (across * across + along * along).squareRoot()
        return ellipse * (1 + 0.11 * shore.smooth(3 * cos(angle) + 40, 3 * sin(angle) + 40))
    }

    /// A point on the lake's shore, or `beyond` metres off it.
    func shorePosition(angle: Double, beyond: Double = 0) -> TownPosition {
        let radius = lakeRadius(angle) + beyond
        return TownPosition(x: Self.lakeCentre.x + radius * cos(angle), y: Self.lakeCentre.y + radius * sin(angle))
    }

    func isLake(_ place: TownPosition, margin: Double = 0) -> Bool {
        let angle = atan2(place.y - Self.lakeCentre.y, place.x - Self.lakeCentre.x)
        return place.distance(to: Self.lakeCentre) < lakeRadius(angle) + margin
    }

    func isWater(_ place: TownPosition, margin: Double = 12) -> Bool {
        isLake(place, margin: margin) || abs(place.y - riverLine(place.x)) < riverWidth(place.x) / 2 + margin
    }

    var water: [TownFeature] {
        let steps = Array(stride(from: -5600.0, through: 5600.0, by: 70))
        let north = steps.map { TownPosition(x: $0, y: riverLine($0) + riverWidth($0) / 2) }
        let south = steps.reversed().map { TownPosition(x: $0, y: riverLine($0) - riverWidth($0) / 2) }
        let lake = stride(from: 0, to: 360, by: 5).map { shorePosition(angle: Double($0) * .pi / 180) }
        return [
            TownFeature(
                shape: .polygon([south.reversed() + north.reversed() + [south[south.count - 1]]]),
                attributes: [("name", .string("Muster")), ("art", .string("Fluss"))]),
            TownFeature(
                shape: .polygon([lake + [lake[0]]]),
                attributes: [("name", .string("Mustersee")), ("art", .string("See"))]),
        ]
    }

    var districtFeatures: [TownFeature] {
        districts.all.map { district in
            TownFeature(
                shape: .polygon([district.outline]),
                attributes: [
                    ("nummer", .number(JSONNumber(Int64(district.number)))), ("name", .string(district.name)),
                    ("einwohner", .number(JSONNumber(Int64(district.residents)))),
                    ("flaeche_km2", .number(JSONNumber((district.area * 100).rounded() / 100))),
                ])
        }
    }

    var roadFeatures: [TownFeature] { roads.map(\.feature) }
    var cyclePathFeatures: [TownFeature] { cyclePaths.map(\.feature) }
}

/// A stretch of road or path with one name.
struct TownRoad: Sendable {
    let name: String
    /// `Hauptstraße`, `Nebenstraße`, `Wohnstraße`, `Radweg`, `Veloroute`.
    let rank: String
    let district: String
    let line: [TownPosition]

    var length: Double {
        zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
    }

    var feature: TownFeature {
        TownFeature(
            shape: .line(line),
            attributes: [
                ("name", .string(name)), ("art", .string(rank)), ("stadtteil", .string(district)),
                ("laenge_m", .number(JSONNumber(Int64(length.rounded())))),
            ])
    }

    /// The point `metres` along the line, moved `aside` metres to its left.
    func position(at metres: Double, aside: Double) -> TownPosition {
        var rest = metres
        for (one, next) in zip(line, line.dropFirst()) {
            let length = max(one.distance(to: next), 0.01)
            if rest <= length {
                let part = rest / length
                let (dx, dy) = ((next.x - one.x) / length, (next.y - one.y) / length)
                return TownPosition(
                    x: one.x + (next.x - one.x) * part - dy * aside, y: one.y + (next.y - one.y) * part + dx * aside)
            }
            rest -= length
        }
        return line[line.count - 1]
    }
}
