// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import HTTPTypes
import Metering
import Randomness
import Settlement
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// Devices that are moved: the rule, and the bound by CBC, against hand-computed days, trial of all plans, and seeded chance.
@Suite("What-ifs of movable devices") struct WhatIfTests {
    /// Days of 96 slots from midnight on, made by a function of the slot.
    private static func days(
        _ count: Int, made: (Int) -> Int, used: (Int) -> Int, own: (Int) -> Int = { _ in 0 }
    ) -> MovableDays {
        let slots = 0..<96 * count
        return MovableDays(
            made: slots.map(made), used: slots.map(used), own: slots.map(own),
            days: (0..<count).map { 96 * $0..<96 * ($0 + 1) }, hours: slots.map { $0 % 96 / 4 })
    }

    private static func bound(_ device: MovableDevice, _ days: MovableDays) -> MovedBound {
        MovedBound(device, days, rule: .byRule(device, days), seconds: 10)
    }

    @Test func `a heat pump is moved under the sun, and the rest runs at the end of its part`() {
        // 2,000 Wh are left over in each of the four slots from 12:00 on; all else comes from elsewhere
        let days = Self.days(1, made: { (48..<52).contains($0) ? 2_100 : 0 }, used: { _ in 100 })
        var pump = MovableDevice(.heatPump, power: 4_000, energy: 8_000)
        pump.buffer = 24
        // eight quarter hours of 1,000 Wh: evenly every three hours; four fit under the sun
        let plain = MovedUse.unmoved(pump, days)
        #expect(plain.use.indices.filter { plain.use[$0] > 0 } == (0..<8).map { 6 + 12 * $0 })
        #expect(days.fromElsewhere(plain.use) == 92 * 100 + 8_000, "none of them meets the sun")
        let rule = MovedUse.byRule(pump, days)
        #expect(rule.use.indices.filter { rule.use[$0] > 0 } == [48, 49, 50, 51, 92, 93, 94, 95])
        #expect(days.fromElsewhere(rule.use) == 92 * 100 + 4_000)
        let bound = Self.bound(pump, days)
        #expect(bound.isProven && bound.found == 92 * 100 + 4_000 && bound.least == bound.found && bound.weeks == 1)
        // bound to six hours, a quarter of it may run between 12 and 18
        pump.buffer = 6
        #expect(days.fromElsewhere(MovedUse.byRule(pump, days).use) == 92 * 100 + 6_000)
        #expect(Self.bound(pump, days).found == 92 * 100 + 6_000)
    }

    @Test func `a car charges with what is left over, and is full when it leaves`() {
        // plugged in from 9 to 15; 500 Wh left over from 11 to 12, 1,000 Wh from 13 to 14
        let days = Self.days(
            1, made: { (44..<48).contains($0) ? 500 : (52..<56).contains($0) ? 1_000 : 0 }, used: { _ in 0 })
        var car = MovableDevice(.car, power: 8_000, energy: 7_000)
        (car.plugged, car.least) = ((9, 15), 1_600)
        #expect(days.stints(of: car) == [Stint(slots: 36..<60, energy: 7_000)])
        let plain = MovedUse.unmoved(car, days)
        #expect(Array(plain.use[36..<40]) == [2_000, 2_000, 2_000, 1_000] && days.fromElsewhere(plain.use) == 7_000)
        let rule = MovedUse.byRule(car, days)
        #expect(
            Array(rule.use[44..<48]) == [500, 500, 500, 500]
                && Array(rule.use[52..<56]) == [1_000, 1_000, 1_000, 1_000])
        #expect(rule.use[56..<60].reduce(0, +) == 1_000 && days.fromElsewhere(rule.use) == 1_000)
        let bound = Self.bound(car, days)
        #expect(bound.isProven && bound.found == 1_000)
    }

    @Test func `a rule without foresight may be beaten, and the bound says by how much`() {
        // little sun before, plenty later: the rule fills the battery in the morning from the right source anyway, but the
        // car takes half power from the grid as soon as half of its least is there
        let days = Self.days(
            1, made: { (40..<44).contains($0) ? 300 : (52..<60).contains($0) ? 1_000 : 0 }, used: { _ in 0 })
        var car = MovableDevice(.car, power: 8_000, energy: 4_000)
        (car.plugged, car.least) = ((9, 16), 2_000)
        let rule = MovedUse.byRule(car, days)
        #expect(days.fromElsewhere(rule.use) == 4 * 200, "500 Wh at least where 300 are left over")
        let bound = Self.bound(car, days)
        #expect(bound.isProven && bound.found == 0 && bound.least == 0)
    }

    @Test func `a battery gives what its household needs, and never feeds in`() {
        // 1,000 Wh left over at noon, 400 Wh used in the evening, of which 300 are the household's
        let days = Self.days(
            1, made: { $0 == 48 ? 1_000 : 0 }, used: { (80..<84).contains($0) ? 400 : 0 },
            own: { (80..<84).contains($0) ? 300 : 0 })
        var battery = MovableDevice(.battery, power: 4_000, energy: 2_000)
        battery.efficiency = 90
        let rule = MovedUse.byRule(battery, days)
        #expect(rule.use[48] == 1_000 && Array(rule.use[80..<84]) == [-300, -300, -300, 0])
        #expect(rule.held.last == 0 && days.fromElsewhere(rule.use) == 1_600 - 900)
        let bound = Self.bound(battery, days)
        #expect(bound.isProven && bound.found == 700)
        // a small battery is full before the sun ends
        battery.energy = 450
        let small = MovedUse.byRule(battery, days)
        #expect(small.use[48] == 500 && days.fromElsewhere(small.use) == 1_600 - 450)
    }

    @Test(arguments: 0..<12) func `the bound of a heat pump is the best of all plans`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (made, used) = (
            (0..<96).map { _ in Int.random(in: 0...900, using: &random) },
            (0..<96).map { _ in Int.random(in: 0...900, using: &random) }
        )
        let days = Self.days(1, made: { made[$0] }, used: { used[$0] })
        var pump = MovableDevice(.heatPump, power: 2_400, energy: 600 * Int.random(in: 1...20, using: &random))
        pump.buffer = [2, 6, 12, 24].randomElement(using: &random) ?? 24
        // of each part the cheapest slots: cost is a sum over slots, so that no plan is cheaper
        var best = days.fromElsewhere([Int](repeating: 0, count: 96))
        for stint in days.stints(of: pump) {
            let costs = stint.slots.map { max(0, used[$0] + 600 - made[$0]) - max(0, used[$0] - made[$0]) }.sorted()
            best += costs.prefix(stint.energy / 600).reduce(0, +)
        }
        let bound = Self.bound(pump, days)
        #expect(bound.isProven && bound.found == best && bound.least == best)
    }

    @Test(arguments: 0..<24)
    func `the rule keeps what it promises, and the bound is never worse`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 100 + seed)
        let count = Int.random(in: 1...16, using: &random)
        let sun = (0..<count).map { _ in Int.random(in: 0...4_000, using: &random) }
        let noise = (0..<96 * count).map { _ in Int.random(in: 0...600, using: &random) }
        let days = Self.days(
            count, made: { slot in max(0, sun[slot / 96] * (1_296 - (slot % 96 - 48) * (slot % 96 - 48)) / 1_296) },
            used: { 200 + noise[$0] }, own: { noise[$0] / 3 })
        for kind in MovableDevice.Kind.allCases {
            var device = MovableDevice(
                kind, power: Int.random(in: 2_000...12_000, using: &random),
                energy: Int.random(in: 1_000...40_000, using: &random))
            device.least = Int.random(in: 0...device.power / 2, using: &random)
            device.buffer = [1, 2, 3, 4, 6, 8, 12, 24].randomElement(using: &random) ?? 6
            device.plugged = (Int.random(in: 0...23, using: &random), Int.random(in: 0...23, using: &random))
            device.efficiency = Int.random(in: 60...100, using: &random)
            let (plain, rule) = (MovedUse.unmoved(device, days), MovedUse.byRule(device, days))
            let stints = days.stints(of: device)
            var outside = Set(days.made.indices)
            for stint in stints {
                outside.subtract(stint.slots)
                for use in [plain.use, rule.use] {
                    #expect(use[stint.slots].reduce(0, +) == stint.energy, "\(device) in \(stint)")
                    let least = min(device.fewest, stint.energy)
                    #expect(use[stint.slots].allSatisfy { $0 == 0 || (least...device.most).contains($0) }, "\(device)")
                }
            }
            if kind == .battery {
                for slot in days.made.indices {
                    let (before, after, use) = (rule.held[slot], rule.held[slot + 1], rule.use[slot])
                    #expect(after == before + (use > 0 ? use * device.efficiency : 100 * use))
                    #expect(
                        (0...100 * device.energy).contains(after) && -use <= days.own[slot] && abs(use) <= device.most)
                }
                #expect(
                    days.fromElsewhere(rule.use) <= days.fromElsewhere(plain.use), "it takes only what is left over")
            } else {
                #expect(outside.allSatisfy { plain.use[$0] == 0 && rule.use[$0] == 0 })
            }
            let bound = MovedBound(device, days, rule: rule, seconds: 5)
            #expect(bound.found <= days.fromElsewhere(rule.use) && bound.least <= bound.found)
            #expect(bound.weeks == (count + 6) / 7 && bound.isProven == (bound.provenWeeks == bound.weeks))
            if bound.isProven { #expect(bound.least == bound.found) }
        }
    }

    @Test func `without time nothing is proven, and the rule is what was found`() {
        let days = Self.days(8, made: { $0 % 96 == 48 ? 5_000 : 0 }, used: { _ in 50 })
        let car = MovableDevice.usual(.car)
        let rule = MovedUse.byRule(car, days)
        let bound = MovedBound(car, days, rule: rule, seconds: 0)
        #expect(bound.found == days.fromElsewhere(rule.use) && bound.least == 0)
        #expect(!bound.isProven && bound.provenWeeks == 0 && bound.weeks == 2)
    }

    @Test(.enabled(if: EnergyOracle.isThere), arguments: TestEngine.allCases)
    func `a what-if of the worked month closes to the watt-hour and changes nothing`(_ kind: TestEngine) async throws {
        try await EnergyPagesTests.pages(kind, as: EnergyPagesTests.administrator) { client, engine, town in
            let period = try await engine.read { connection in
                try RunInput.read(town.community, EnergyTown.october, in: EnergyTown.berlin, on: connection).period
            }
            let contract = try #require(period.contracts.first)
            let made = try period.settle()
            for device in MovableDevice.Kind.allCases.map(MovableDevice.usual) {
                let result = try WhatIf(period, contract: contract.id, device: device)
                #expect(result.made == made.made.reduce(0, +) && result.days.made.count == 31 * 96 + 4)
                for sums in [result.without, result.byRule] + [result.unmoved].compactMap({ $0 }) {
                    // no key shares more than what is made and used in the same quarter hour
                    #expect(sums.ownShared + sums.othersShared + sums.fromElsewhere <= sums.used)
                    #expect(sums.used - result.without.used == sums.own - result.without.own)
                }
                let added = result.byRule.used - result.without.used
                #expect(added == result.rule.use.reduce(0, +))
                if let unmoved = result.unmoved { #expect(unmoved.used == result.byRule.used && added > 0) }
            }
            #expect(throws: EnergyFault.unknown(field: "who")) {
                try WhatIf(period, contract: "nobody", device: .usual(.car))
            }
            // on the page, in both languages
            let address = "/energy/1/what-if?from=2026-10-01&through=2026-10-31&who=\(contract.id)"
            let car = "&device=car&power=11&energy=8&least=1,4&plugged=18&unplugged=7"
            let page = try await EnergyPagesTests.text(client, "\(address)\(car)")
            #expect(
                page.status == .ok && page.text.contains("nach der Regel")
                    && page.text.contains("Bewiesen für alle 5 Wochen"))
            #expect(page.text.contains("Simulation, keine Abrechnung."))
            let battery = try await EnergyPagesTests.text(
                client, "\(address)&device=battery&power=4&energy=8&efficiency=90&lang=en")
            #expect(battery.status == .ok && battery.text.contains("Proven for all 5 weeks"))
            for wrong in [
                "&device=car&power=x&energy=8", "&device=heat-pump&power=3&energy=12&buffer=5",
                "&device=battery&power=4&energy=0&efficiency=90",
            ] {
                let refused = try await EnergyPagesTests.text(client, address + wrong)
                #expect(
                    refused.status == .badRequest && refused.text.contains("lässt sich hier nicht lesen"), "\(wrong)")
            }
            let forms = try await EnergyPagesTests.text(client, "/energy/1/what-if?from=2026-10-01&through=2026-10-31")
            #expect(forms.status == .ok && forms.text.contains("name=\"efficiency\""))
            #expect(
                try await EnergyPagesTests.text(client, "/energy/1/models?from=2026-10-01&through=2026-10-31").text
                    .contains("/energy/1/what-if"))
            #expect(try await engine.read { try RunQueries.runs(of: 1, on: $0).count } == 1)
        }
    }

    @Test(.enabled(if: EnergyOracle.isThere))
    func `to who does not run the sharing there is no what-if`() async throws {
        try await EnergyPagesTests.pages(.sqlite, as: EnergyPagesTests.member, settled: false) { client, _, _ in
            let page = try await EnergyPagesTests.text(client, "/energy/1/what-if")
            #expect(page.status == .notFound)
        }
    }
}
