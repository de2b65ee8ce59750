// SPDX-License-Identifier: EUPL-1.2
import Decision
import Foundation

/// Whether a trial can answer at all, on the history of the town's own units.
///
/// Each assignment that the lot could draw is taken as the treated one in turn, an effect is added to its units, and the
/// exact test is asked whether it sees it.
public struct TrialPower: Sendable {
    public let design: TrialDesign
    /// Differences of the units over a time without the measure.
    public let differences: [Double]
    public let statistic: PermutationTest.Statistic
    public let significance: Double
    public let seed: UInt64

    /// - Throws: `otherUnits` where there is not one difference for each unit.
    public init(
        design: TrialDesign, differences: [Double], statistic: PermutationTest.Statistic = .rank,
        significance: Double = 0.05, seed: UInt64 = 1
    ) throws(TrialDesign.Refusal) {
        guard design.units == differences.count else {
            throw .otherUnits(needed: design.units, given: differences.count)
        }
        self.design = design
        self.differences = differences
        self.statistic = statistic
        self.significance = significance
        self.seed = seed
    }

    public struct Detection: Sendable, Hashable {
        public let effect: Double
        public let detected: Int
        /// Assignments tried.
        public let of: Int
        public var power: Double { Double(detected) / Double(of) }
    }

    /// So many assignments are tried as the treated one; more are drawn with the seed.
    static let trialLimit = 400
    /// And so many draws stand for all in each test, so that a page stays quick with many units.
    static let draws = 2_000

    /// How often the effect would be seen.
    public func detection(of effect: Double) -> Detection {
        let masks = tried
        var detected = 0
        for mask in masks {
            let treated = (0..<design.units).filter { mask >> UInt64($0) & 1 == 1 }
            var shifted = differences
            for unit in treated { shifted[unit] += effect }
            guard let placed = try? TrialDesign(units: design.units, treated: treated, blocks: design.blocks),
                let test = try? PermutationTest(design: placed, differences: shifted, seed: seed, draws: Self.draws)
            else { continue }
            if test.result(statistic).twoSided <= significance * (1 + 1e-12) { detected += 1 }
        }
        return Detection(effect: effect, detected: detected, of: masks.count)
    }

    private var tried: [UInt64] {
        var masks: [UInt64] = []
        let nothing = [SIMD2<Double>](repeating: .zero, count: design.units)
        design.forEach(nothing, seed: seed, draws: Self.trialLimit) { mask, _ in masks.append(mask) }
        return masks
    }

    /// The smallest effect upwards, to about a hundredth of the spread, that is seen with this probability.
    public func effect(forPower power: Double) -> Double {
        let spread = differences.count > 1 ? standardDeviation(differences) : 0
        guard spread > 0, design.smallestP(of: statistic) <= significance else { return .infinity }
        var high = spread
        while detection(of: high).power < power {
            high *= 2
            guard high < 1000 * spread else { return .infinity }
        }
        var low = 0.0
        while high - low > spread / 100 {
            let middle = (low + high) / 2
            if detection(of: middle).power < power { low = middle } else { high = middle }
        }
        return high
    }

    /// The smallest effect that a two-sided t-test sees with this probability, from the spread of the differences.
    public static func minimalDetectableEffect(
        standardDeviation: Double, treated: Int, control: Int, significance: Double = 0.05, power: Double = 0.8
    ) -> Double {
        guard treated > 0, control > 0, treated + control > 2 else { return .infinity }
        let test = TwoSampleTest(significance: significance, ratio: Double(control) / Double(treated))
        return standardDeviation * test.minimalDetectableEffect(size: Double(treated), power: power)
    }
}
