// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Randomness
import Sharing
import Testing
import Wire

@Suite("Sharing a quarter hour", .enabled(if: EnergyOracle.isThere))
struct AllocationTests {
    private func key(_ value: JSONValue, _ order: [Int]) throws(SharingError) -> SharingKey? {
        guard value["key"] != nil else { return nil }
        let parts = order.map { value.wholes("key")[$0] }
        return value.whole("base") > 0 ? try SharingKey.shares(parts) : try SharingKey.weights(parts)
    }

    @Test("the draws are those of the worked numbers")
    func generator() {
        var random = SeededRandom(seed: 0x416C_6C6D_656E_6465)
        #expect((0..<4).map { _ in String(random.next()) } == EnergyOracle.part("generator", "next").texts)
    }

    @Test("small cases", arguments: EnergyOracle.part("allocation", "small").array ?? [])
    func small(_ value: JSONValue) throws {
        let loads = value.wholes("load")
        let ids = value["ids"]?.texts ?? loads.indices.map { "m\($0)" }
        let roster = try Roster(ids)
        // From the order of the ids back to that of the case.
        let places = try ids.map { try #require(roster.place(of: $0)) }
        let order = try roster.ids.map { id in try #require(ids.firstIndex(of: id)) }
        let model = try #require(SharingModel(rawValue: value.text("model")))
        if value.text("verdict").hasPrefix("refused") {
            #expect(throws: SharingError.sharesAboveAll(sum: 1_100_000)) { _ = try key(value, order) }
            return
        }
        var allocator = try Allocator(model, key: try key(value, order), count: loads.count)
        let outcome = try allocator.share(value.whole("G"), loads: order.map { loads[$0] })
        #expect(places.map { outcome.allocated[$0] } == value.wholes("allocated"), "\(value.text("name"))")
        #expect(outcome.surplus == value.whole("surplus"), "\(value.text("name"))")
    }

    @Test("random cases", arguments: EnergyOracle.part("allocation", "random").array ?? [])
    func random(_ value: JSONValue) throws {
        let model = try #require(SharingModel(rawValue: value.text("model")))
        var random = SeededRandom(seed: UInt64(value.whole("seed")))
        var all: [Int] = []
        for index in 0..<value.whole("cases") {
            let count = 1 + random.below(9)
            let generation = random.below(3000)
            var loads: [Int] = []
            for _ in 0..<count { loads.append(random.below(6) > 0 ? random.below(800) : 0) }
            let keys = (0..<count).map { _ in random.below(50) }
            var allocator = try Allocator(model, key: try .weights(keys), count: count)
            let allocated = try allocator.share(generation, loads: loads).allocated
            if index < value.list("first").count {
                #expect(allocated == value.list("first")[index].wholes("allocated"))
            }
            all += allocated
        }
        #expect(all.count == value.whole("values"))
        #expect(all.reduce(0, +) == value.whole("sum"))
        #expect(EnergyOracle.digest(all) == value.text("sha256"))
    }

    @Test("ten thousand points")
    func tenThousand() throws {
        let value = EnergyOracle.part("allocation", "tenThousand")
        var random = SeededRandom(seed: UInt64(value.whole("seed")))
        let loads = (0..<10_000).map { _ in random.below(2500) }
        let keys = (0..<10_000).map { _ in 1 + random.below(1000) }
        #expect(loads.reduce(0, +) == value.whole("sumLoad") && keys.reduce(0, +) == value.whole("sumKey"))
        var allocators: [SharingModel: Allocator] = [:]
        for model in SharingModel.allCases {
            allocators[model] = try Allocator(model, key: try .weights(keys), count: loads.count)
        }
        for result in value.list("results") {
            let model = try #require(SharingModel(rawValue: result.text("model")))
            let outcome = try #require(try allocators[model]?.share(result.whole("G"), loads: loads))
            let name = "\(model) \(result.whole("G"))"
            #expect(Array(outcome.allocated.prefix(6)) == result.wholes("first"), "\(name)")
            #expect(outcome.allocated.reduce(0, +) == result.whole("sum"), "\(name)")
            #expect(outcome.surplus == result.whole("surplus"), "\(name)")
            let atLoad = zip(outcome.allocated, loads).count { $0 == $1 && $1 > 0 }
            #expect(atLoad == result.whole("atLoad"), "\(name)")
            #expect(EnergyOracle.digest(outcome.allocated) == result.text("sha256"), "\(name)")
        }
    }

    @Test("whole days of both clock changes", arguments: EnergyOracle.part("allocation", "days", "cases").array ?? [])
    func days(_ value: JSONValue) throws {
        let keys = EnergyOracle.part("allocation", "days", "keys").wholes
        var random = SeededRandom(seed: UInt64(value.whole("seed")))
        var slots: [(plants: [Int], loads: [Int])] = []
        for _ in 0..<value.whole("slots") {
            let plants = [random.below(900), random.below(600)]
            slots.append((plants, (0..<8).map { _ in random.below(400) }))
        }
        for model in SharingModel.allCases {
            let expected = try #require(value["models"]?[model.rawValue])
            var allocator = try Allocator(model, key: try .weights(keys), count: 8)
            var all: [Int] = []
            var totals = [Int](repeating: 0, count: 8)
            var surplus = 0
            var delivered: [Int] = []
            var plants = Plants(count: 2)
            for slot in slots {
                let outcome = try allocator.share(slot.plants.reduce(0, +), loads: slot.loads)
                all += outcome.allocated
                surplus += outcome.surplus
                for place in 0..<8 { totals[place] += outcome.allocated[place] }
                var parts = [UInt32](repeating: 0, count: 16)
                let narrow = outcome.allocated.map { UInt32($0) }
                _ = try plants.deliver(narrow.span, of: slot.plants.map { UInt32($0) }, into: &parts)
                delivered += parts.map { Int($0) }
            }
            #expect(totals == expected.wholes("total") && surplus == expected.whole("surplus"))
            #expect(EnergyOracle.digest(all) == expected.text("sha256"))
            if model == .dynamic { #expect(EnergyOracle.digest(delivered) == value.text("plantsDynamicSha256")) }
        }
    }
}
