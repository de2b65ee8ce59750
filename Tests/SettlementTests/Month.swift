// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import Settlement
import Sharing
import Testing
import Wire

/// The worked month: October 2026 with two plants, five points and six members.
struct Month {
    static let value = EnergyOracle.part("month")
    static let points = MonthInput.points

    static let contracts: [SharingContract] = value.list("contracts").map { value in
        SharingContract(
            id: value.text("member"), point: value.text("point"),
            days: day(value.whole("firstDay"))...day(value.whole("lastDay")), part: value.whole("key"))
    }

    /// Slot by slot, a value for each of `points`.
    let slots: [[Int]]
    /// The day of the month of each slot, from 1.
    let days: [Int]

    init() throws {
        let input = try #require(MonthInput(seed: UInt64(Self.value.whole("seed"))))
        (slots, days) = (input.slots, input.days)
    }

    /// As it was first known: one point's twelfth was missing, and its fifth stands for it.
    func filled() -> [[Int]] {
        let point = 3
        let fifth = slots.indices.filter { days[$0] == 5 }.map { slots[$0][point] }
        var filled = slots
        for (offset, slot) in slots.indices.filter({ days[$0] == 12 }).enumerated() {
            filled[slot][point] = fifth[offset]
        }
        return filled
    }

    struct Outcome {
        var run: SettlementRun
        var allocated: [Int] = []
        var delivered: [Int] = []
        /// What each plant did not give to members.
        var surplus: [Int]
    }

    static func prices() throws -> PriceTable {
        let tariffs = try #require(value["tariffs"]?.object)
        var prices: [LineKind: [DatedValue]] = [
            .base: [DatedValue(from: day(1), value: try #require(value["base"]).whole("centPerYear"))]
        ]
        for tariff in tariffs.members {
            let kind = try #require(LineKind(rawValue: tariff.name))
            prices[kind] = (tariff.value.array ?? []).map {
                DatedValue(from: day($0.wholes[0]), value: $0.wholes[1])
            }
        }
        return try PriceTable(prices: prices, vat: [DatedValue(from: day(1), value: 19)])
    }

    /// A day of October 2026.
    static func day(_ number: Int) -> CivilDay {
        CivilDay(number: Instant.days(year: 2026, month: 10, day: number))
    }

    static let kinds: [LineKind] = [
        .community, .fee, .residual, .grid, .kwkg, .offshore, .specialGridUse, .electricityTax, .concession, .base,
    ]

    /// Allocates by cascade, by plant, and settles.
    func settle(_ slots: [[Int]]) throws -> Outcome {
        var shared: [String: [Int]] = [:]
        var total: [String: [Int]] = [:]
        for contract in Self.contracts {
            let count = contract.days.upperBound.number - contract.days.lowerBound.number + 1
            (shared[contract.id], total[contract.id]) = (
                [Int](repeating: 0, count: count), [Int](repeating: 0, count: count)
            )
        }
        var given = [[Int]](repeating: [Int](repeating: 0, count: 31), count: 2)
        var made = [0, 0]
        var (allocated, delivered): ([Int], [Int]) = ([], [])
        var plants = Plants(count: 2)
        for sharers in try Sharers.stretches(of: Self.contracts, meaning: .shares, in: Self.day(1)...Self.day(31)) {
            var allocator = try Allocator(.cascade, key: sharers.key, count: sharers.contracts.count)
            let columns = sharers.contracts.map { Self.points.firstIndex(of: $0.point) ?? 0 }
            for (slot, values) in slots.enumerated() where sharers.days.contains(Self.day(days[slot])) {
                let loads = columns.map { values[$0] }
                let outcome = try allocator.share(values[0] + values[1], loads: loads)
                var parts = [UInt32](repeating: 0, count: 2 * loads.count)
                let narrow = outcome.allocated.map { UInt32($0) }
                let sums = try plants.deliver(narrow.span, of: values[0..<2].map { UInt32($0) }, into: &parts)
                for (place, contract) in sharers.contracts.enumerated() {
                    let offset = Self.day(days[slot]).number - contract.days.lowerBound.number
                    shared[contract.id]?[offset] += outcome.allocated[place]
                    total[contract.id]?[offset] += loads[place]
                }
                for plant in 0..<2 {
                    given[plant][days[slot] - 1] += Int(sums[plant])
                    made[plant] += values[plant]
                }
                allocated += outcome.allocated
                delivered += parts.map { Int($0) }
            }
        }
        let consumptions = Self.contracts.map { contract in
            Consumption(
                member: contract.id, first: contract.days.lowerBound, shared: shared[contract.id] ?? [],
                total: total[contract.id] ?? [])
        }
        let deliveries = (0..<2).map { plant in
            Delivery(
                plant: Self.points[plant], first: Self.day(1), wattHours: given[plant], isSmallBusiness: plant == 1)
        }
        let run = try SettlementRun(
            Self.day(1)...Self.day(31), kinds: Self.kinds, prices: try Self.prices(), consumptions: consumptions,
            deliveries: deliveries)
        return Outcome(
            run: run, allocated: allocated, delivered: delivered,
            surplus: (0..<2).map { made[$0] - given[$0].reduce(0, +) })
    }
}
