// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// What stands in the town: trees, containers, playgrounds, bus stops, charging points.
struct TownPlaces: Sendable {
    let trees: [TownFeature]
    let containers: [TownFeature]
    let playgrounds: [TownFeature]
    let busStops: [TownFeature]
    let chargingPoints: [TownFeature]

    private static let species: [(botanical: String, german: String, height: Double)] = [
        ("Tilia cordata", "Winterlinde", 24), ("Acer platanoides", "Spitzahorn", 21),
        ("Quercus robur", "Stieleiche", 26), ("Platanus × hispanica", "Platane", 27),
        ("Carpinus betulus", "Hainbuche", 17), ("Betula pendula", "Hängebirke", 19),
        ("Aesculus hippocastanum", "Rosskastanie", 22), ("Prunus avium", "Vogelkirsche", 14),
        ("Fraxinus excelsior", "Esche", 25), ("Sorbus intermedia", "Schwedische Mehlbeere", 11),
        ("Salix alba", "Silberweide", 18), ("Ginkgo biloba", "Ginkgo", 16),
    ]

    init(noise: SeededNoise, map: TownMap, year: Int) {
        trees = Self.trees(noise.derived("trees"), map, year)
        containers = Self.containers(noise.derived("containers"), map)
        playgrounds = Self.playgrounds(noise.derived("playgrounds"), map)
        busStops = Self.busStops(noise.derived("bus stops"), map)
        chargingPoints = Self.chargingPoints(noise.derived("charging"), map)
    }

    /// `count` dry places beside roads, spread by road length.
    private static func roadside(
        _ noise: SeededNoise, _ map: TownMap, count: Int, aside: Double, where suits: (TownRoad) -> Bool = { _ in true }
    ) -> [(road: TownRoad, place: TownPosition)] {
        let roads = map.roads.filter(suits)
        var ends: [Double] = []
        for road in roads { ends.append((ends.last ?? 0) + road.length) }
        guard let total = ends.last else { return [] }
        var found: [(road: TownRoad, place: TownPosition)] = []
        var turn: Int64 = 0
        while found.count < count, turn < 50 * Int64(count) {
            turn += 1
            let metres = noise.uniform(2 * turn) * total
            var (low, high) = (0, ends.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if ends[middle] > metres { high = middle } else { low = middle + 1 }
            }
            let start = low == 0 ? 0 : ends[low - 1]
            let side = noise.bits(2 * turn + 1) & 1 == 0 ? aside : -aside
            let place = roads[low].position(at: metres - start, aside: side)
            if !map.isWater(place) { found.append((roads[low], place)) }
        }
        return found
    }

    private static func tree(_ noise: SeededNoise, _ index: Int, _ place: TownPosition, _ site: String, _ year: Int)
        -> TownFeature
    {
        let counter = Int64(index) * 8
        // Low numbers are picked more often: a few species make up most of a town's trees.
        let pick = Int(noise.uniform(counter) * noise.uniform(counter + 1) * Double(species.count))
        let species = species[min(pick, species.count - 1)]
        let age = 2 + Int(95 * noise.uniform(counter + 2) * noise.uniform(counter + 3))
        let grown = 1 - exp(-Double(age) / 28)
        let height = max(2.5, species.height * grown * noise.uniform(counter + 4, in: 0.8...1.1))
        return TownFeature(
            shape: .point(place),
            attributes: [
                ("baumnummer", .string("MB-\(10_000 + index)")), ("art", .string(species.german)),
                ("art_botanisch", .string(species.botanical)), ("pflanzjahr", .number(JSONNumber(Int64(year - age)))),
                ("hoehe_m", .number(JSONNumber((height * 2).rounded() / 2))),
                ("krone_m", .number(JSONNumber((height * 0.55).rounded()))), ("standort", .string(site)),
            ])
    }

    private static func trees(_ noise: SeededNoise, _ map: TownMap, _ year: Int) -> [TownFeature] {
        var trees: [TownFeature] = []
        for (road, place) in roadside(noise.derived("street"), map, count: 1120, aside: 9) {
            trees.append(tree(noise, trees.count, place, road.name, year))
        }
        let shore = noise.derived("shore")
        for index in 0..<160 {
            let angle = 2 * Double.pi * shore.uniform(Int64(index))
            let beyond = 14 + 90 * shore.uniform(Int64(index) + 1000)
            trees.append(tree(noise, trees.count, map.shorePosition(angle: angle, beyond: beyond), "Seepark", year))
        }
        let parks: [(name: String, radius: Double, angle: Double)] = [
            ("Stadtpark", 1500, 2.1), ("Volkspark Ost", 1900, 0.35), ("Friedhof Kirchberg", 3000, 2.75),
        ]
        let inPark = noise.derived("parks")
        for (number, park) in parks.enumerated() {
            let centre = map.grid.position(radius: park.radius, angle: park.angle)
            for index in 0..<76 {
                let counter = Int64(number * 1000 + index)
                let distance = 170 * inPark.uniform(counter).squareRoot()
                let angle = 2 * Double.pi * inPark.uniform(counter + 500)
                let place = TownPosition(x: centre.x + distance * cos(angle), y: centre.y + distance * sin(angle))
                guard !map.isWater(place) else { continue }
                trees.append(tree(noise, trees.count, place, park.name, year))
            }
        }
        return trees
    }

    private static func containers(_ noise: SeededNoise, _ map: TownMap) -> [TownFeature] {
        let sites = roadside(noise, map, count: 60, aside: 6) { $0.rank != "Hauptstraße" }
        return sites.enumerated().map { index, site in
            let kind = index % 6 == 5 ? "Altkleider" : index % 10 == 3 ? "Elektrokleingeräte" : "Altglas"
            return TownFeature(
                shape: .point(site.place),
                attributes: [
                    ("nummer", .string("W-\(100 + index)")), ("art", .string(kind)),
                    ("standort", .string(site.road.name)), ("stadtteil", .string(site.road.district)),
                ])
        }
    }

    private static func playgrounds(_ noise: SeededNoise, _ map: TownMap) -> [TownFeature] {
        let sites = roadside(noise, map, count: 34, aside: 40) { $0.rank == "Wohnstraße" }
        return sites.enumerated().map { index, site in
            let offer = noise.pick(
                Int64(index) + 7000, from: ["Klettern", "Wasser und Sand", "Ballspiel", "Kleinkinder"])
            return TownFeature(
                shape: .point(site.place),
                attributes: [
                    ("name", .string("Spielplatz \(site.road.name)")), ("angebot", .string(offer)),
                    ("stadtteil", .string(site.road.district)),
                ])
        }
    }

    /// Along the main roads every 450 to 650 m, both directions as one stop.
    private static func busStops(_ noise: SeededNoise, _ map: TownMap) -> [TownFeature] {
        var stops: [TownFeature] = []
        for road in map.roads where road.rank == "Hauptstraße" {
            var metres = 150.0
            while metres < road.length {
                let counter = Int64(stops.count)
                let place = road.position(at: metres, aside: 5)
                metres += noise.uniform(counter, in: 450...650)
                guard !map.isWater(place) else { continue }
                let isAccessible = noise.uniform(counter + 500) < 0.62
                stops.append(
                    TownFeature(
                        shape: .point(place),
                        attributes: [
                            ("nummer", .string("H-\(200 + stops.count)")),
                            ("name", .string("\(road.name) \(stops.count + 1)")),
                            ("barrierefrei", .string(isAccessible ? "ja" : "nein")),
                            ("stadtteil", .string(road.district)),
                        ]))
            }
        }
        return stops
    }

    private static func chargingPoints(_ noise: SeededNoise, _ map: TownMap) -> [TownFeature] {
        roadside(noise, map, count: 24, aside: 7).enumerated().map { index, site in
            let power = noise.pick(Int64(index) + 3000, from: [11, 22, 22, 50, 150])
            return TownFeature(
                shape: .point(site.place),
                attributes: [
                    ("name", .string("Ladepunkt \(site.road.name)")),
                    ("leistung_kw", .number(JSONNumber(Int64(power)))),
                    ("betreiber", .string("Stadtwerke Musterstadt (fiktiv)")),
                    ("stadtteil", .string(site.road.district)),
                ])
        }
    }
}
