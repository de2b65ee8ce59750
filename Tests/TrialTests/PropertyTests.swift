// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Testing
import Trial

@Suite("What holds for every trial")
struct PropertyTests {
    private struct Drawn {
        var design: TrialDesign
        var differences: [Double]
    }

    private func draw(_ random: inout SeededRandom) throws -> Drawn {
        let units = Int.random(in: 6...12, using: &random)
        let treated = Int.random(in: 2...(units - 2), using: &random)
        let chosen = Array((0..<units).shuffled(using: &random).prefix(treated))
        let differences = (0..<units).map { _ in (Double.random(in: -5...5, using: &random) * 100).rounded() / 100 }
        return Drawn(design: try TrialDesign(units: units, treated: chosen), differences: differences)
    }

    @Test("order, shift and scale of units change nothing they should not", arguments: 0..<60)
    func invariances(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let drawn = try draw(&random)
        let test = try PermutationTest(design: drawn.design, differences: drawn.differences)
        let order = Array(0..<drawn.design.units).shuffled(using: &random)
        let moved = try PermutationTest(
            design: try TrialDesign(
                units: order.count, treated: order.indices.filter { drawn.design.treated.contains(order[$0]) }),
            differences: order.map { drawn.differences[$0] })
        let lifted = try PermutationTest(design: drawn.design, differences: drawn.differences.map { $0 + 17 })
        let scaled = try PermutationTest(design: drawn.design, differences: drawn.differences.map { $0 * 8 })
        let swapped = try PermutationTest(
            design: try TrialDesign(units: order.count, treated: drawn.design.control), differences: drawn.differences)
        for statistic in PermutationTest.Statistic.allCases {
            let p = test.result(statistic).twoSided
            for other in [moved, lifted, scaled, swapped] {
                #expect(other.result(statistic).twoSided == p, "\(statistic)")
            }
            #expect(test.result(statistic).greater == swapped.result(statistic).less)
        }
        #expect(
            isClose(moved.meanDifference, test.meanDifference) && isClose(lifted.meanDifference, test.meanDifference))
        #expect(isClose(scaled.meanDifference, 8 * test.meanDifference))
        #expect(isClose(swapped.meanDifference, -test.meanDifference))
        let interval = try #require(test.rankInterval())
        let mirrored = try #require(swapped.rankInterval())
        #expect(isClose([mirrored.low, mirrored.high], [-interval.high, -interval.low]))
    }

    @Test("an effect put in moves estimate and interval by exactly itself", arguments: 0..<40)
    func shift(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 1000 + seed)
        let drawn = try draw(&random)
        let effect = Double.random(in: -3...3, using: &random)
        var shifted = drawn.differences
        for unit in drawn.design.treated { shifted[unit] += effect }
        let (before, after) = (
            try PermutationTest(design: drawn.design, differences: drawn.differences),
            try PermutationTest(design: drawn.design, differences: shifted)
        )
        for (first, second) in [
            (before.meanInterval(), after.meanInterval()),
            (try #require(before.rankInterval()), try #require(after.rankInterval())),
        ] {
            #expect(isClose(second.estimate, first.estimate + effect))
            #expect(isClose([second.low, second.high], [first.low + effect, first.high + effect], 1e-9))
            #expect(first.contains(first.estimate))
        }
    }

    @Test("the limits of the interval are where the test begins to reject", arguments: 0..<40)
    func limits(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 2000 + seed)
        let drawn = try draw(&random)
        let test = try PermutationTest(design: drawn.design, differences: drawn.differences)
        func p(without effect: Double, _ statistic: PermutationTest.Statistic) throws -> Double {
            var rest = drawn.differences
            for unit in drawn.design.treated { rest[unit] -= effect }
            return try PermutationTest(design: drawn.design, differences: rest).result(statistic).twoSided
        }
        let pairs = [
            (PermutationTest.Statistic.mean, test.meanInterval()), (.rank, try #require(test.rankInterval())),
        ]
        for (statistic, interval) in pairs {
            for (limit, out) in [(interval.low, -1e-6), (interval.high, 1e-6)] where limit.isFinite {
                #expect(try p(without: limit + out, statistic) <= 0.05, "\(statistic)")
                #expect(try p(without: limit - out, statistic) > 0.05, "\(statistic)")
            }
        }
    }

    @Test(
        "a trial without effect is rejected as often as registered, at most",
        arguments: PermutationTest.Statistic.allCases)
    func size(_ statistic: PermutationTest.Statistic) throws {
        var random = SeededRandom(seed: 5)
        // 10,000 in the long run, as many as a small machine does in seconds in the usual one
        let trials = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == nil ? 300 : 10_000
        var (rejected, stopped) = (0, 0)
        for _ in 0..<trials {
            let units = Int.random(in: 8...10, using: &random)
            let treated = Array((0..<units).shuffled(using: &random).prefix(Int.random(in: 3...4, using: &random)))
            let design = try TrialDesign(units: units, treated: treated)
            // three looks at growing time; one unit in ten is an outlier
            let spread = (0..<units).map { _ in Int.random(in: 0..<10, using: &random) == 0 ? 8.0 : 1 }
            var sums = [Double](repeating: 0, count: units)
            let looks = (1...3).map { look in
                for unit in sums.indices {
                    sums[unit] +=
                        spread[unit] * (0..<6).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &random) }
                }
                return sums.map { $0 / Double(look) }
            }
            if try PermutationTest(design: design, differences: looks[2]).result(statistic).twoSided <= 0.05 {
                rejected += 1
            }
            let sequential = try SequentialTest(
                design: design, differences: looks, information: [1 / 3.0, 2 / 3.0, 1], spending: .pocock,
                statistic: statistic)
            #expect(sequential.size <= 0.05 + 1e-12)
            if sequential.looks.contains(where: \.stops) { stopped += 1 }
        }
        let bound = 0.05 + 3 * (0.05 * 0.95 / Double(trials)).squareRoot()
        #expect(Double(rejected) / Double(trials) <= bound, "\(rejected) of \(trials)")
        #expect(Double(stopped) / Double(trials) <= bound, "\(stopped) of \(trials)")
    }

    @Test("no result is less likely than the smallest that was promised", arguments: PermutationTest.Statistic.allCases)
    func smallest(_ statistic: PermutationTest.Statistic) throws {
        for (units, treated) in [(6, 3), (7, 2), (10, 3), (9, 4)] {
            let design = try TrialDesign(units: units, treated: Array(0..<treated))
            let clear = (0..<units).map { Double(units - $0) + ($0 < treated ? 1000 : 0) }
            let found = try PermutationTest(design: design, differences: clear).result(statistic).twoSided
            #expect(isClose(found, design.smallestP(of: statistic)), "\(treated) of \(units)")
        }
    }

    @Test("all differences equal: nothing is seen, and no figure is made up")
    func equal() throws {
        let test = try PermutationTest(
            design: try TrialDesign(units: 8, treated: [0, 1, 2]), differences: [Double](repeating: 2.5, count: 8))
        #expect(test.result(.mean).twoSided == 1 && test.result(.rank).twoSided == 1)
        #expect(UnitRegression(treated: [1, 1, 1], control: [1, 1]) == nil)
    }

    @Test("too many assignments are drawn with a seed, and p is never 0")
    func drawn() throws {
        let design = try TrialDesign(units: 40, treated: Array(0..<20))
        let differences = (0..<40).map { $0 < 20 ? 100.0 + Double($0) : Double($0) / 7 }
        let result = try PermutationTest(design: design, differences: differences).result(.mean)
        #expect(!result.isExact && result.assignments == 100_000)
        #expect(result.twoSided > 0 && result.twoSided < 1e-4)
        #expect(try result == PermutationTest(design: design, differences: differences).result(.mean))
    }

    @Test("what compares nothing is refused")
    func refusals() throws {
        #expect(throws: TrialDesign.Refusal.nothingToCompare(block: 0)) { try TrialDesign(units: 4, treated: []) }
        #expect(throws: TrialDesign.Refusal.nothingToCompare(block: 0)) { try TrialDesign(units: 2, treated: [0, 1]) }
        #expect(throws: TrialDesign.Refusal.nothingToCompare(block: 1)) {
            try TrialDesign(units: 4, treated: [0], blocks: [[0, 1], [2, 3]])
        }
        #expect(throws: TrialDesign.Refusal.twice(1)) { try TrialDesign(units: 4, treated: [1, 1]) }
        #expect(throws: TrialDesign.Refusal.unknownUnit(4)) { try TrialDesign(units: 4, treated: [4]) }
        #expect(throws: TrialDesign.Refusal.noPartition) { try TrialDesign(units: 3, treated: [0], blocks: [[0, 1]]) }
        #expect(throws: TrialDesign.Refusal.tooManyUnits(limit: 64)) { try TrialDesign(units: 200, treated: [0]) }
        #expect(throws: TrialPanel.Refusal.logarithmOfNothing(unit: 1, period: 0)) {
            try TrialPanel([[1, 2], [0, 3]], start: 1, scale: .log)
        }
        #expect(throws: TrialPanel.Refusal.nothingAfter) { try TrialPanel([[1, 2]], start: 2) }
        #expect(throws: Acceptance.Refusal.impossibleCounts) { try Acceptance(yes: 5, answers: 4, invited: 9) }
    }

    @Test("the lot can be drawn again by anyone who knows the seed")
    func lot() {
        let first = TrialDesign.drawn(from: [Array(0..<14)], treated: [3], seed: 6_122_026)
        #expect(first == TrialDesign.drawn(from: [Array((0..<14).reversed())], treated: [3], seed: 6_122_026))
        #expect(first.count == 3 && first == first.sorted())
        let others = (0..<20).map { TrialDesign.drawn(from: [Array(0..<14)], treated: [3], seed: $0) }
        #expect(Set(others).count > 10, "another seed is another lot")
    }

    @Test("what does not fit is refused, and stops no process")
    func misfits() throws {
        let design = try TrialDesign(units: 4, treated: [0, 1])
        let refusal = TrialDesign.Refusal.otherUnits(needed: 4, given: 3)
        #expect(throws: refusal) { try PermutationTest(design: design, differences: [1, 2, 3]) }
        #expect(throws: refusal) { try TrialPower(design: design, differences: [1, 2, 3]) }
        #expect(throws: refusal) {
            try SequentialTest(design: design, differences: [[1, 2, 3]], information: [1], spending: .pocock)
        }
        #expect(throws: TrialDesign.Refusal.noPartition) { try TrialDesign(units: -1, treated: []) }
        #expect(TrialDesign.drawn(from: [[0, 1, 2]], treated: [-1], seed: 1).isEmpty)
        let panel = try TrialPanel([[1, 2, 3], [2, 2, 4]], start: 1)
        #expect(throws: SyntheticControl.Refusal.self) { try SyntheticControl(panel: panel, treated: 2) }
        #expect(panel.changes(until: 0).count == 2)
        let test = try PermutationTest(design: design, differences: [1, 2, 3, 4])
        for level in [1e300, -1, .infinity, .nan] {
            _ = test.meanInterval(significance: level)
            _ = test.rankInterval(significance: level)
            _ = try SequentialTest(
                design: design, differences: [[1, 2, 3, 4]], information: [1], spending: .pocock, significance: level)
        }
    }

    @Test("what an earlier plan's looks could spend is gone", arguments: [SpendingFunction.obrienFleming, .pocock])
    func spentBefore(_ spending: SpendingFunction) throws {
        let design = try TrialDesign(units: 10, treated: [0, 1, 2])
        let clear = (0..<10).map { $0 < 3 ? 100 + Double($0) : Double($0) }
        func test(_ before: Double) throws -> SequentialTest {
            try SequentialTest(
                design: design, differences: [clear], information: [1], spending: spending, statistic: .rank,
                spentBefore: before)
        }
        #expect(try test(0).looks[0].stops)
        let whole = try test(1).looks[0]
        #expect(whole.mayReject == 0 && !whole.stops)
        #expect(try test(0.8).looks[0].mayReject < test(0).looks[0].mayReject)
    }
}
