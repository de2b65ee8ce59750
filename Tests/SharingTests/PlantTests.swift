// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Randomness
import Sharing
import Testing
import Wire

@Suite("Several plants, communities and tiers", .enabled(if: EnergyOracle.isThere))
struct PlantTests {
    private func deliver(_ allocated: [Int], _ generation: [Int]) throws -> (parts: [Int], delivered: [Int]) {
        var plants = Plants(count: generation.count)
        var parts = [UInt32](repeating: 7, count: allocated.count * generation.count)
        let narrow = allocated.map { UInt32($0) }
        let delivered = try plants.deliver(narrow.span, of: generation.map { UInt32($0) }, into: &parts)
        return (parts.map { Int($0) }, delivered.map { Int($0) })
    }

    @Test("plants", arguments: EnergyOracle.part("allocation", "plants", "cases").array ?? [])
    func plants(_ value: JSONValue) throws {
        guard value["seed"] == nil else { return try randomPlants(value) }
        let generation = value.wholes("generation")
        let outcome = try deliver(value.wholes("allocated"), generation)
        #expect(outcome.parts == value.list("x").flatMap(\.wholes))
        #expect(outcome.delivered == value.wholes("delivered"))
        #expect(zip(generation, outcome.delivered).map { $0 - $1 } == value.wholes("surplus"))
    }

    private func randomPlants(_ value: JSONValue) throws {
        var random = SeededRandom(seed: UInt64(value.whole("seed")))
        var all: [Int] = []
        for _ in 0..<200 {
            let (count, plants) = (1 + random.below(30), 1 + random.below(4))
            let generation = (0..<plants).map { _ in random.below(400) }
            let loads = (0..<count).map { _ in random.below(60) }
            var allocator = try Allocator(.dynamic, key: nil, count: count)
            let allocated = try allocator.share(generation.reduce(0, +), loads: loads).allocated
            let outcome = try deliver(allocated, generation)
            for member in 0..<count {
                #expect((0..<plants).reduce(0) { $0 + outcome.parts[$1 * count + member] } == allocated[member])
            }
            for plant in 0..<plants {
                let column = outcome.parts[(plant * count)..<((plant + 1) * count)].reduce(0, +)
                #expect(column == outcome.delivered[plant] && column <= generation[plant])
            }
            all += outcome.parts
        }
        #expect(all.count == value.whole("values") && all.reduce(0, +) == value.whole("sum"))
        #expect(EnergyOracle.digest(all) == value.text("sha256"))
    }

    @Test("more allocated than generated is refused")
    func tooMuch() {
        #expect(throws: SharingError.allocatedAboveGeneration(allocated: 3, generation: 2)) {
            _ = try deliver([1, 2], [1, 1])
        }
    }

    @Test(
        "several communities of one point",
        arguments: EnergyOracle.part("allocation", "communities", "cases").array ?? [])
    func communities(_ value: JSONValue) throws {
        let named = try #require(value["factors"]?.object)
        let factors = Dictionary(uniqueKeysWithValues: named.members.map { ($0.name, $0.value.whole) })
        if value["verdict"] != nil {
            #expect(throws: SharingError.factorsAbove100(sum: 101)) { _ = try Portions(factors) }
            return
        }
        let portions = try Portions(factors)
        let outcome = try portions.split(value.whole("load"))
        #expect(outcome.unshared == value.whole("unshared"))
        let shares = try #require(value["shares"])
        #expect(portions.communities.ids.map { shares.whole($0) } == outcome.parts)
    }

    @Test("tiers", arguments: EnergyOracle.part("allocation", "tiers", "cases").array ?? [])
    func tiers(_ value: JSONValue) throws {
        let tree = try #require(EnergyOracle.part("allocation", "tiers", "tree").object)
        let streets = Dictionary(uniqueKeysWithValues: tree.members.map { ($0.name, $0.value.string ?? "") })
        let members = value.list("members")
        let tiers = try Tiers(
            try #require(SharingModel(rawValue: value.text("model"))),
            homes: Dictionary(uniqueKeysWithValues: members.map { ($0.text("id"), $0.text("building")) }),
            above: [streets, streets.mapValues { _ in "town" }], buildings: Array(streets.keys),
            key: members.map { $0.whole("key") })
        let generation = try #require(value["generation"])
        let outcome = try tiers.share(
            tiers.buildings.ids.map { generation.whole($0) }, loads: members.map { $0.whole("load") })
        let allocated = try #require(value["allocated"])
        for (tier, name) in ["building", "neighbourhood", "municipality"].enumerated() {
            #expect(outcome.allocated[tier] == tiers.members.ids.map { allocated[$0]?.whole(name) ?? -1 }, "\(name)")
        }
        let (surplus, residual) = (try #require(value["surplusByBuilding"]), try #require(value["residual"]))
        #expect(outcome.surplus == tiers.buildings.ids.map { surplus.whole($0) })
        #expect(outcome.residual == tiers.members.ids.map { residual.whole($0) })
    }
}
