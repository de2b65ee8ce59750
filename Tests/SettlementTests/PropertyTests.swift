// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import Metering
import Randomness
import Settlement
import Sharing
import Testing
import Wire

@Suite("What holds for every settlement")
struct PropertyTests {
    private static let first = CivilDay(number: Instant.days(year: 2027, month: 12, day: 20))

    private func day(_ offset: Int) -> CivilDay { CivilDay(number: Self.first.number + offset) }

    /// Prices that change on some days of the period, negative ones among them.
    private func prices(_ random: inout SeededRandom, _ days: Int) throws -> PriceTable {
        var prices: [LineKind: [DatedValue]] = [:]
        for kind in LineKind.allCases {
            var values = [DatedValue(from: day(-random.below(50)), value: random.below(40_000) - 2000)]
            for offset in 1..<days where random.below(12) == 0 {
                values.append(DatedValue(from: day(offset), value: random.below(40_000) - 2000))
            }
            prices[kind] = values
        }
        return try PriceTable(
            prices: prices,
            vat: [DatedValue(from: day(-1), value: 19), DatedValue(from: day(days / 2), value: random.below(20))])
    }

    private struct Drawn {
        var days: Int
        var prices: PriceTable
        var consumptions: [Consumption]
        var deliveries: [Delivery]
    }

    private func draw(_ random: inout SeededRandom) throws -> Drawn {
        let days = 2 + random.below(10)
        var consumptions: [Consumption] = []
        var delivered = [Int](repeating: 0, count: days)
        for member in 0..<(1 + random.below(5)) {
            let start = random.below(days)
            let count = 1 + random.below(days - start)
            let total = (0..<count).map { _ in random.below(5) > 0 ? random.below(30_000) : 0 }
            let shared = total.map { random.below($0 + 1) }
            for (offset, wattHours) in shared.enumerated() { delivered[start + offset] += wattHours }
            consumptions.append(
                Consumption(member: "m\(member)", first: day(start), shared: shared, total: total))
        }
        let plants = 1 + random.below(3)
        var cut = [[Int]](repeating: [], count: plants)
        for wattHours in delivered {
            var left = wattHours
            for plant in 0..<plants {
                let part = plant == plants - 1 ? left : random.below(left + 1)
                cut[plant].append(part)
                left -= part
            }
        }
        let deliveries = cut.enumerated().map { plant, wattHours in
            Delivery(plant: "p\(plant)", first: day(0), wattHours: wattHours, isSmallBusiness: random.below(2) == 0)
        }
        return Drawn(
            days: days, prices: try prices(&random, days), consumptions: consumptions, deliveries: deliveries)
    }

    private func settle(_ drawn: Drawn, _ kinds: [LineKind] = LineKind.allCases) throws -> SettlementRun {
        try SettlementRun(
            day(0)...day(drawn.days - 1), kinds: kinds, prices: drawn.prices, consumptions: drawn.consumptions,
            deliveries: drawn.deliveries)
    }

    @Test("money closes to the cent, energy to the watt-hour: ten thousand sharings", arguments: 0..<100)
    func closes(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let drawn = try draw(&random)
            let run = try settle(drawn)
            #expect(Account(run).isClosed)
            let community = run.bills.flatMap(\.lines).filter { $0.kind == .community }
            #expect(run.credits.reduce(0) { $0 + $1.net } == community.reduce(0) { $0 + $1.net })
            let given = run.credits.flatMap(\.lines).reduce(0) { $0 + $1.wattHours }
            #expect(given == community.reduce(0) { $0 + $1.quantity })
            for (bill, consumption) in zip(run.bills, drawn.consumptions) {
                let wrong = LineKind.allCases.filter { !isWhole($0, bill, days: consumption.total.count) }
                #expect(wrong.isEmpty && bill.taxes.reduce(0) { $0 + $1.net } == bill.net)
            }
        }
    }

    /// Whether the lines of a kind have all the energy, and each day once.
    private func isWhole(_ kind: LineKind, _ bill: Bill, days: Int) -> Bool {
        let lines = bill.lines.filter { $0.kind == kind }
        let expected =
            switch kind.measure {
            case .sharedEnergy: bill.shared
            case .residualEnergy: bill.total - bill.shared
            case .allEnergy: bill.total
            case .days: days
            }
        return lines.reduce(0) { $0 + $1.quantity } == expected && lines.reduce(0) { $0 + $1.days.dayCount } == days
    }

    @Test("a correction by the same run comes to nothing; each reversal is a whole document", arguments: 0..<30)
    func corrections(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 3000 + seed)
        let drawn = try draw(&random)
        let run = try settle(drawn)
        let same = Correction(of: run, by: try settle(drawn))
        for change in same.bills {
            #expect(change.difference == 0 && change.sharedDifference == 0 && change.totalDifference == 0)
            for (reversal, bill) in zip(change.reversals, change.documents) {
                #expect(reversal.gross == -bill.gross && reversal.vat == -bill.vat && reversal.reversal == bill)
                #expect(reversal.lines.count == bill.lines.count && reversal.days == bill.days)
            }
        }
        for change in same.credits { #expect(change.difference == 0) }
        // Someone who should not have been in the run gets the reversal alone.
        var other = drawn
        let left = other.consumptions.removeLast()
        for (offset, shared) in left.shared.enumerated() {
            var open = shared
            for plant in other.deliveries.indices {
                var wattHours = other.deliveries[plant].wattHours
                let place = left.first.number - Self.first.number + offset
                let part = min(open, wattHours[place])
                wattHours[place] -= part
                open -= part
                other.deliveries[plant] = Delivery(
                    plant: other.deliveries[plant].plant, first: day(0), wattHours: wattHours,
                    isSmallBusiness: other.deliveries[plant].isSmallBusiness)
            }
        }
        guard !other.consumptions.isEmpty else { return }
        let correction = Correction(of: run, by: try settle(other))
        let gone = try #require(correction.bills.first { $0.id == left.member })
        #expect(gone.documents.isEmpty && gone.reversals.count == 1)
        #expect(gone.difference == -(run.bills.last?.gross ?? 0))
    }

    @Test("each day has just the contracts that are signed for it", arguments: 0..<40)
    func sharers(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 9000 + seed)
        let contracts = (0..<random.below(7)).map { index in
            let start = random.below(40) - 10
            return SharingContract(
                id: "c\(index)", point: "p\(index)", days: day(start)...day(start + random.below(30)),
                part: random.below(100_000))
        }
        let stretches = try Sharers.stretches(
            of: contracts.shuffled(using: &random), meaning: .shares, in: day(0)...day(30))
        #expect(stretches.first?.days.lowerBound == day(0) && stretches.last?.days.upperBound == day(30))
        for (stretch, next) in zip(stretches, stretches.dropFirst()) {
            #expect(stretch.days.upperBound.next == next.days.lowerBound)
        }
        for stretch in stretches {
            for number in stretch.days.lowerBound.number...stretch.days.upperBound.number {
                let signed = contracts.filter { $0.days.contains(CivilDay(number: number)) }
                #expect(stretch.contracts == signed && stretch.key.parts.map { Int($0) } == signed.map(\.part))
            }
        }
        guard let first = contracts.first(where: { $0.days.contains(day(3)) }) else { return }
        let twice = SharingContract(id: "x", point: first.point, days: day(3)...day(3), part: 1)
        #expect(throws: SettlementError.pointTwice(first.point, day(3))) {
            _ = try Sharers.stretches(of: contracts + [twice], meaning: .weights, in: day(0)...day(30))
        }
        let much = SharingContract(id: "y", point: "y", days: day(0)...day(30), part: 1_000_000)
        #expect(throws: SettlementError.self) {
            _ = try Sharers.stretches(
                of: contracts + [
                    much,
                    SharingContract(
                        id: "z", point: "z", days: day(4)...day(4), part: 1),
                ], meaning: .shares, in: day(0)...day(30))
        }
    }

    @Test("order of members and of plants changes no document", arguments: 0..<20)
    func order(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 5000 + seed)
        let drawn = try draw(&random)
        var other = drawn
        other.consumptions.shuffle(using: &random)
        other.deliveries.reverse()
        let (left, right) = (try settle(drawn), try settle(other))
        #expect(left.credits == right.credits)
        #expect(Set(left.bills) == Set(right.bills))
    }

    @Test("what cannot be settled is refused with a reason in both languages")
    func refusals() throws {
        let price = [LineKind.community: [DatedValue(from: day(0), through: day(3), value: 9500)]]
        let vat = [DatedValue(from: day(0), value: 19)]
        let table = try PriceTable(prices: price, vat: vat)
        let whole = Consumption(member: "m", first: day(0), shared: [1, 1], total: [2, 2])
        let plant = Delivery(plant: "p", first: day(0), wattHours: [1, 1], isSmallBusiness: false)
        func run(
            _ consumptions: [Consumption], _ deliveries: [Delivery], _ kinds: [LineKind] = [.community], days: Int = 2
        ) throws {
            _ = try SettlementRun(
                day(0)...day(days - 1), kinds: kinds, prices: table, consumptions: consumptions, deliveries: deliveries)
        }
        try run([whole], [plant])
        try run([whole], [plant, Delivery(plant: "q", first: day(1), wattHours: [], isSmallBusiness: true)])
        let long = Consumption(member: "m", first: day(3), shared: [0, 0], total: [2, 2])
        let short = Consumption(member: "m", first: day(0), shared: [1], total: [2, 2])
        let more = Consumption(member: "m", first: day(0), shared: [1, 3], total: [2, 2])
        let second = Consumption(member: "m", first: day(1), shared: [0], total: [2])
        let cases: [(SettlementError, () throws -> Void)] = [
            (.noValue(.community, day(4)), { try run([long], [], days: 5) }),
            (.noValue(.fee, day(0)), { try run([whole], [plant], [.community, .fee]) }),
            (.days(member: "m"), { try run([short], [plant]) }), (.days(member: "m"), { try run([long], []) }),
            (.energy(member: "m", day(1)), { try run([more], [plant]) }),
            (.memberTwice("m", day(1)), { try run([whole, second], [plant]) }),
            (.plantTwice("p"), { try run([whole], [plant, plant]) }),
            (.balance(day(0), allocated: 1, delivered: 0), { try run([whole], []) }),
            (
                .overlap(.community, day(3)),
                { _ = try table.adding(DatedValue(from: day(3), value: 1), of: .community, settledThrough: nil) }
            ),
            (
                .past(day(5), settledThrough: day(5)),
                { _ = try table.adding(DatedValue(from: day(5), value: 1), of: .community, settledThrough: day(5)) }
            ),
            (
                .price(100_000_001),
                {
                    _ = try table.adding(
                        DatedValue(from: day(9), value: 100_000_001), of: .community, settledThrough: nil)
                }
            ),
            (.price(101), { _ = try PriceTable(prices: [:], vat: [DatedValue(from: day(0), value: 101)]) }),
            (.price(-1), { _ = try PriceTable(prices: [:], vat: [DatedValue(from: day(0), value: -1)]) }),
        ]
        for (error, attempt) in cases {
            #expect(throws: error) { try attempt() }
            #expect(error.words.german != error.words.english)
        }
        let next = try table.adding(DatedValue(from: day(4), value: 8900), of: .community, settledThrough: day(3))
        #expect(next.prices[.community]?.all.count == 2)
    }

    @Test("credits rounded by themselves would not meet the lines", .enabled(if: EnergyOracle.isThere))
    func whyFromLines() throws {
        for value in EnergyOracle.part("month", "rounding", "whyCreditsComeFromLines").array ?? [] {
            let price = [LineKind.community: [DatedValue(from: day(0), value: value.whole("mct"))]]
            let table = try PriceTable(prices: price, vat: [DatedValue(from: day(0), value: 19)])
            let each = value.whole("WhEach")
            let consumptions = (0..<value.whole("members")).map {
                Consumption(member: "m\($0)", first: day(0), shared: [each], total: [each])
            }
            let delivery = Delivery(
                plant: "p", first: day(0), wattHours: [each * consumptions.count], isSmallBusiness: false)
            let run = try SettlementRun(
                day(0)...day(0), kinds: [.community], prices: table, consumptions: consumptions,
                deliveries: [delivery])
            #expect(run.credits[0].net == value.whole("linesCent"))
            #expect(Account(run).isClosed)
        }
    }
}

extension ClosedRange<CivilDay> {
    fileprivate var dayCount: Int { upperBound.number - lowerBound.number + 1 }
}
