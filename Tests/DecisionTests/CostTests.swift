// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Decision

@Suite struct CostTests {
    static func thousands(_ amounts: [Int64]) -> CashFlow { CashFlow(amounts.map { Money(euros: $0 * 1_000) }) }
    static let keep = thousands([0, -92, -95, -98, -118, -122, -126, -131, -150, -156, -162])
    static let renew = thousands([-260, -70, -52, -53, -54, -55, -56, -57, -58, -59, -95])
    static let choice = KeepOrRenew(keep: keep, renew: renew, rate: 0.025)

    @Test func keepOrRenew() throws {
        #expect(isClose(Self.keep.presentValue(rate: 0.025), -1_079_348.5086885808))
        #expect(isClose(Self.renew.presentValue(rate: 0.025), -789_836.9864543189))
        #expect(isClose(Self.choice.advantage, 289_511.52223426186))
        #expect(isClose(try #require(Self.choice.difference.internalRate), 0.1688963467775908))
        #expect(isClose(try #require(Self.keep.annuity(rate: 0.025)), -123_325.02563984856))
        #expect(isClose(try #require(Self.renew.annuity(rate: 0.025)), -90_245.79718383052))
        let first = try #require(Self.choice.firstBreakEven)
        #expect(first.year == 6 && isClose(first.interpolated, 5.639861080426894))
        #expect(Self.choice.lastingBreakEven == first)
    }

    @Test(.enabled(if: Oracle.isThere)) func theOracleAgrees() throws {
        let cost = try Oracle.planning("cost")
        let choice = KeepOrRenew(
            keep: CashFlow(cost.numbers("keep")), renew: CashFlow(cost.numbers("renew")), rate: cost.number("rate"))
        #expect(isClose(choice.cumulativeDifference, cost.numbers("cumulative_pv_difference")))
        #expect(isClose(choice.advantage, cost.number("npv_advantage_renew")))
        #expect(isClose(choice.firstBreakEven?.interpolated ?? .nan, cost.number("break_even_interpolated")))
        #expect(isClose(choice.difference.internalRate ?? .nan, cost.number("irr_of_difference")))
        #expect(isClose(choice.keep.annuity(rate: choice.rate) ?? .nan, cost.number("annuity_keep")))
    }

    @Test func aLaterRepairUndoesTheFirstBreakEven() {
        let choice = KeepOrRenew(
            keep: Self.thousands([0, -50, -50, -50, -50]), renew: Self.thousands([-60, 0, -10, -200, 0]), rate: 0)
        #expect(choice.firstBreakEven?.year == 2)
        #expect(choice.lastingBreakEven == nil)
        let mended = KeepOrRenew(
            keep: Self.thousands([0, -50, -50, -50, -300]), renew: Self.thousands([-60, 0, -10, -200, 0]), rate: 0)
        #expect(mended.lastingBreakEven?.year == 4)
    }

    @Test func probabilityOfRenewing() {
        // The difference of two normal numbers is normal: P(1.0 + 0.1 x < 1.1 + 0.1 y) = Φ(0.1 / √(0.1² + 0.11²)).
        let choice = KeepOrRenew(keep: CashFlow([-1.1]), renew: CashFlow([-1.0]), rate: 0.02)
        #expect(isClose(choice.probabilityThatRenewingIsCheaper(seed: 4), 0.7493, 0.005))
        #expect(choice.probabilityThatRenewingIsCheaper(.init(keep: 0, renew: 0), draws: 10) == 1)
        #expect(
            choice.probabilityThatRenewingIsCheaper(draws: 999, seed: 8)
                == choice.probabilityThatRenewingIsCheaper(draws: 999, seed: 8))
    }

    @Test func staffByTheFormula() throws {
        let need = StaffNeed(
            skill: "data", fullTimeEquivalents: 0.8, grossPerYear: Money(euros: 68_000), overheadRate: 0.2,
            workplaceFlatRate: Money(euros: 9_700))
        #expect(need.costPerYear == Money(euros: 73_040))
        let plan = CostPlan(
            lines: [.init(need, years: 1...5)], paths: PricePaths(goods: 0.5, staff: 0.02), years: 5)
        // Rounded to cents each year, so to a cent and not to ten digits.
        #expect(abs(plan.cashFlow.presentValue(rate: 0.025) + 352_833.5716608779) < 0.02)
    }

    @Test func grantsEndAndTheBudgetSeesLess() throws {
        var plan = CostPlan(
            lines: [
                .init(name: "sensors", kind: .goods, amount: Money(euros: 10_000), years: 0...0),
                .init(name: "licence", kind: .goods, amount: Money(euros: 1_000), years: 1...4),
                .init(
                    name: "own hours", kind: .staff, amount: Money(euros: 500), years: 1...4, isBudgetEffective: false),
                .init(name: "programme", kind: .grant, amount: Money(euros: 900), years: 0...2),
            ], paths: PricePaths(goods: 0.1, staff: 0.2), years: 4)
        #expect(plan.payments().map(\.cents) == [-910_000, -60_000, -80_000, -193_000, -219_500])
        #expect(plan.payments(budgetOnly: true).map(\.cents) == [-910_000, -10_000, -20_000, -121_000, -133_100])
        #expect(plan.endingGrants.map(\.firstYearWithout) == [3])
        plan.exit = try ExitCost(
            least: Money(euros: 100), likely: Money(euros: 200), most: Money(euros: 600), yearlyProbability: 0.5)
        #expect(plan.payments().map(\.cents)[1...2] == [-75_000, -87_500])
        #expect(plan.payments(budgetOnly: true)[1].cents == -10_000)
    }

    @Test func exitCostIsTriangular() throws {
        let exit = try ExitCost(
            least: Money(euros: 100), likely: Money(euros: 200), most: Money(euros: 600), yearlyProbability: 0.25)
        #expect(exit.mean == Money(euros: 300))
        #expect(exit.quantile(0) == exit.least && exit.quantile(1) == exit.most)
        #expect(exit.quantile(0.2) == exit.likely)
        #expect(isClose((1...200).reduce(0) { $0 + exit.probability(inYear: $1) }, 1))
        #expect(throws: ExitCost.Fault.notInOrder) {
            try ExitCost(least: Money(euros: 3), likely: Money(euros: 2), most: Money(euros: 4), yearlyProbability: 0)
        }
    }

    @Test func identitiesOfPresentValue() {
        var random = RandomStream(seed: 77)
        for _ in 0..<300 {
            let left = CashFlow((0..<12).map { _ in random.uniform() * 200 - 100 })
            let right = CashFlow((0..<9).map { _ in random.uniform() * 200 - 100 })
            let rate = random.uniform() * 0.2
            let difference = (left - right).presentValue(rate: rate)
            #expect(isClose(difference, left.presentValue(rate: rate) - right.presentValue(rate: rate), 1e-9))
            #expect(isClose(left.presentValue(rate: 0), left.amounts.reduce(0, +), 1e-9))
            // A year's delay divides by 1 + rate; the annuity has the same present value.
            let delayed = CashFlow([0.0] + left.amounts)
            #expect(isClose(delayed.presentValue(rate: rate) * (1 + rate), left.presentValue(rate: rate), 1e-9))
            let even = CashFlow([0] + Array(repeating: left.annuity(rate: rate) ?? .nan, count: 11))
            #expect(isClose(even.presentValue(rate: rate), left.presentValue(rate: rate), 1e-9))
            #expect(isClose(left.cumulativePresentValue(rate: rate).last ?? .nan, left.presentValue(rate: rate), 1e-9))
            guard let found = left.internalRate else { continue }
            let around = [found - 1e-9, found + 1e-9].map { left.presentValue(rate: $0) }
            #expect(around[0] * around[1] <= 0)
        }
        #expect(CashFlow([1.0, 2]).internalRate == nil && CashFlow([1.0]).annuity(rate: 0.1) == nil)
    }

    @Test func moneyIsWholeCents() {
        #expect(Money(rounding: 0.5) == Money(cents: 1) && Money(rounding: -0.5) == Money(cents: -1))
        #expect(Money(rounding: .nan) == nil && Money(rounding: 1e19) == nil)
        let tenths = (0..<10).reduce(Money.zero) { sum, _ in sum + Money(cents: 10) }
        #expect(tenths == Money(euros: 1))
    }

    @Test func ratesHaveADay() {
        let table = RateTable([
            .init(from: Instant(seconds: 2_000), rate: 0.02, source: "b"),
            .init(from: Instant(seconds: 1_000), rate: 0.01, source: "a"),
        ])
        #expect(table.rate(at: Instant(seconds: 999)) == nil)
        #expect(table.rate(at: Instant(seconds: 1_500))?.source == "a")
        #expect(table.rate(at: Instant(seconds: 2_000))?.rate == 0.02)
    }
}
