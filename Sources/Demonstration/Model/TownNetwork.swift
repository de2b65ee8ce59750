// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Draws the roads and cycle paths on the grid: main roads as rays and rings, smaller streets inside the districts.
struct TownNetwork {
    private(set) var roads: [TownRoad] = []
    private(set) var cyclePaths: [TownRoad] = []
    private let noise: SeededNoise
    private let map: TownMap
    private var names: StreetNames

    /// Directions of the main roads out of town (radians) and what they are called.
    static let mainRoads: [(angle: Double, name: String)] = [
        (0.12, "Ostfelder Chaussee"), (0.93, "Mühlenstraße"), (1.72, "Nordstraße"), (2.52, "Kirchberger Allee"),
        (3.36, "Lindentaler Straße"), (4.38, "Seestraße"), (5.38, "Auenheimer Landstraße"),
    ]

    init(noise: SeededNoise, map: TownMap) {
        self.noise = noise
        self.map = map
        names = StreetNames(noise: noise.derived("names"))
        addMainRoads()
        addStreets()
        addCyclePaths()
    }

    private mutating func addMainRoads() {
        for road in Self.mainRoads {
            let end = map.districts.outerRadius(road.angle)
            let line = map.grid.ray(angle: road.angle, from: 260, to: end)
            let district = map.districts.district(radius: 1700, angle: road.angle).name
            add(TownRoad(name: road.name, rank: "Hauptstraße", district: district, line: line))
        }
        let rings = [(TownDistricts.innerRadius, "Wallring"), (TownDistricts.middleRadius, "Mittlerer Ring")]
        for (radius, name) in rings {
            let district = map.districts.district(radius: radius - 1, angle: 0).name
            let line = map.grid.arc(radius: { _ in radius }, from: 0, to: 2 * .pi)
            add(TownRoad(name: name, rank: "Hauptstraße", district: district, line: line))
        }
        let market = map.grid.arc(radius: { _ in 260 }, from: 0, to: 2 * .pi)
        add(TownRoad(name: "Marktring", rank: "Nebenstraße", district: "Innenstadt", line: market))
    }

    private mutating func addStreets() {
        for district in map.districts.all {
            let radii: [Double]
            let spacing: Double
            let share: Double
            switch district.ring {
            case 0: (radii, spacing, share) = ([440, 610, 760], 0.24, 0.75)
            case 1: (radii, spacing, share) = ([1120, 1350, 1600, 1850, 2150], 0.135, 0.72)
            default: (radii, spacing, share) = ([2850, 3150, 3450, 3800], 0.085, 0.55)
            }
            // The villages of the outer ring fill only the middle of their district.
            let margin = district.ring == 2 ? 0.3 * (district.angles.end - district.angles.start) : 0
            let (start, end) = (district.angles.start + margin, district.angles.end - margin)
            for (index, radius) in radii.enumerated() {
                addArcs(in: district, radius: radius, from: start, to: end, salt: index)
            }
            let rows = [district.ring == 0 ? 260 : district.ring == 1 ? 900 : 2500] + radii
            let count = Int((end - start) / spacing)
            for column in 0..<max(count, 1) {
                let angle = start + spacing * (Double(column) + 0.5)
                for (lower, upper) in zip(rows, rows.dropFirst()) {
                    let counter = Int64(district.number * 10_000 + column * 100) + Int64(lower / 100)
                    guard noise.uniform(counter) < share else { continue }
                    let line = map.grid.ray(angle: angle, from: lower, to: upper)
                    let rank = district.ring == 2 ? "Wohnstraße" : "Nebenstraße"
                    add(TownRoad(name: names.next(), rank: rank, district: district.name, line: line))
                }
            }
        }
    }

    private mutating func addArcs(
        in district: TownDistrict, radius: Double, from start: Double, to end: Double, salt: Int
    ) {
        let pieces = max(Int((end - start) * radius / 900), 1)
        for piece in 0..<pieces {
            let counter = Int64(district.number * 1000 + salt * 50 + piece) + 5_000_000
            guard noise.uniform(counter) < 0.86 else { continue }
            let width = (end - start) / Double(pieces)
            let from = start + width * Double(piece)
            let line = map.grid.arc(radius: { _ in radius }, from: from, to: from + width)
            add(TownRoad(name: names.next(), rank: "Wohnstraße", district: district.name, line: line))
        }
    }

    private mutating func addCyclePaths() {
        let promenade = map.grid.arc(radius: { _ in 985 }, from: 0, to: 2 * .pi)
        cyclePaths.append(TownRoad(name: "Promenade", rank: "Radweg", district: "Innenstadt", line: promenade))
        for (index, road) in Self.mainRoads.enumerated() {
            let angle = road.angle + 0.045
            let end = map.districts.outerRadius(angle) * 0.93
            let district = map.districts.district(radius: 1700, angle: angle).name
            for line in dryPieces(map.grid.ray(angle: angle, from: 985, to: end)) {
                let name = "Veloroute \(index + 1)"
                cyclePaths.append(TownRoad(name: name, rank: "Veloroute", district: district, line: line))
            }
        }
        let bank = stride(from: -4200.0, through: 4200.0, by: 90).map { x in
            TownPosition(x: x, y: map.riverLine(x) + 62)
        }
        for line in dryPieces(bank) {
            cyclePaths.append(TownRoad(name: "Uferweg", rank: "Radweg", district: "Südviertel", line: line))
        }
        let lake = stride(from: 0, through: 360, by: 6).map { degrees in
            map.shorePosition(angle: Double(degrees % 360) * .pi / 180, beyond: 45)
        }
        cyclePaths.append(TownRoad(name: "Seerundweg", rank: "Radweg", district: "Seedorf", line: lake))
    }

    /// Adds the pieces of a road that do not lie in the lake; the river is crossed by bridges.
    private mutating func add(_ road: TownRoad) {
        for line in dryPieces(road.line) {
            roads.append(TownRoad(name: road.name, rank: road.rank, district: road.district, line: line))
        }
    }

    private func dryPieces(_ line: [TownPosition]) -> [[TownPosition]] {
        var pieces: [[TownPosition]] = [[]]
        for place in line {
            if map.isLake(place, margin: 20) {
                if pieces[pieces.count - 1].count > 0 { pieces.append([]) }
            } else {
                pieces[pieces.count - 1].append(place)
            }
        }
        return pieces.filter { $0.count > 1 }
    }
}

/// Street names in a shuffled order, none twice before all are used.
struct StreetNames {
    private var order: [String]
    private var position = 0

    private static let stems = [
        "Ahorn", "Amsel", "Birken", "Blumen", "Brücken", "Buchen", "Dahlien", "Drossel", "Eichen", "Erlen", "Eschen",
        "Falken", "Feld", "Fichten", "Finken", "Garten", "Ginster", "Glocken", "Hasel", "Heide", "Holunder",
        "Kastanien",
        "Kiefern", "Kirsch", "Lerchen", "Linden", "Mohn", "Nelken", "Platanen", "Quellen", "Rosen", "Schwalben",
        "Sonnen", "Spatzen", "Tannen", "Tulpen", "Ulmen", "Veilchen", "Wacholder", "Weiden", "Wiesen", "Ziegel",
    ]
    private static let endings = ["straße", "weg", "gasse", "allee", "ring", "pfad", "platz", "kamp", "stieg"]

    init(noise: SeededNoise) {
        let all = Self.stems.flatMap { stem in Self.endings.map { stem + $0 } }
        order = all.enumerated()
            .sorted { noise.bits(Int64($0.offset)) < noise.bits(Int64($1.offset)) }
            .map(\.element)
    }

    mutating func next() -> String {
        defer { position += 1 }
        return order[position % order.count]
    }
}
