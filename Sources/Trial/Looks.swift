// SPDX-License-Identifier: EUPL-1.2
import Decision
import Foundation

/// How much of the error a trial may have spent by a share of its information (Lan & DeMets 1983).
public enum SpendingFunction: String, Sendable, Hashable, CaseIterable {
    case obrienFleming = "obrien-fleming"
    case pocock

    /// The part of the significance that may be spent at a share of the information, 0 … 1.
    public func spent(_ information: Double, significance: Double = 0.05) -> Double {
        guard information > 0 else { return 0 }
        let share = min(information, 1)
        return switch self {
        case .obrienFleming:
            4 * Normal.probability(below: Normal.quantile(significance / 4) / share.squareRoot())
        case .pocock: significance * log(1 + (exp(1.0) - 1) * share)
        }
    }

    /// Two-sided limits on the normal scale, one for each look; for designs of many units only.
    ///
    /// By integration of the paths that are still inside (Armitage, McPherson & Rowe 1969).
    public func normalBoundaries(at information: [Double], significance: Double = 0.05) -> [Double] {
        var limits: [Double] = []
        // the density of the score still inside, on a grid
        var (grid, density): ([Double], [Double]) = ([0], [1])
        var width = 1.0
        var (before, spentBefore) = (0.0, 0.0)
        for time in information {
            let spent = self.spent(time, significance: significance)
            let spread = (time - before).squareRoot()
            func tail(_ limit: Double) -> Double {
                zip(grid, density).reduce(0) { sum, point in
                    let up = Normal.probability(below: (point.0 - limit) / spread)
                    let down = Normal.probability(below: (-limit - point.0) / spread)
                    return sum + point.1 * width * (up + down)
                }
            }
            var (low, high) = (0.0, 10 * time.squareRoot())
            for _ in 0..<80 {
                let middle = (low + high) / 2
                if tail(middle) > spent - spentBefore { low = middle } else { high = middle }
            }
            let limit = (low + high) / 2
            limits.append(limit / time.squareRoot())
            let points = 400
            let step = 2 * limit / Double(points)
            // midpoints of equal steps
            let next = (0..<points).map { -limit + (Double($0) + 0.5) * step }
            let scale = 1 / (spread * (2 * Double.pi).squareRoot())
            density = next.map { to in
                zip(grid, density).reduce(0) { sum, point in
                    let distance = (to - point.0) / spread
                    return sum + point.1 * width * scale * exp(-distance * distance / 2)
                }
            }
            (grid, width, before, spentBefore) = (next, step, time, spent)
        }
        return limits
    }
}

/// Looks at a running trial that together keep its error: at each look as many of the assignments still alive may be
/// rejected as the budget allows; those with equal values enter together or not at all.
public struct SequentialTest: Sendable, Hashable {
    public struct Look: Sendable, Hashable {
        /// Share of the whole information, 0 … 1.
        public let information: Double
        public let spent: Double
        /// Assignments that the budget allows to reject at this look.
        public let mayReject: Int
        public let rejected: Int
        /// The smallest value that is rejected; nil where nothing may be.
        public let critical: Double?
        public let observed: Double
        /// Whether the observed assignment is among those rejected here; an earlier stop is not repeated.
        public let stops: Bool

        public var isTooEarly: Bool { critical == nil }
    }

    public let assignments: Int
    public let looks: [Look]

    /// The share of assignments rejected at any look: the error that is really spent.
    public var size: Double { Double(looks.reduce(0) { $0 + $1.rejected }) / Double(assignments) }

    /// For each look the differences of the units over the periods seen by then, and the share of information, ascending.
    ///
    /// `spentBefore` is the part of the information that was looked at under an earlier plan: what that look could spend is
    /// gone, whatever it showed.
    /// - Throws: `otherUnits` where a look has not one difference for each unit.
    public init(
        design: TrialDesign, differences: [[Double]], information: [Double], spending: SpendingFunction,
        statistic: PermutationTest.Statistic = .mean, significance: Double = 0.05, seed: UInt64 = 1,
        spentBefore: Double = 0
    ) throws(TrialDesign.Refusal) {
        let level = significance.isFinite ? min(max(significance, 0), 1) : 0
        func allowed(_ share: Double, of total: Int) -> Int {
            Int((spending.spent(share, significance: level) * Double(total) + 1e-9).rounded(.down))
        }
        var alive: [Bool] = []
        var total = 0
        var rejectedBefore = 0
        var looks: [Look] = []
        for (values, share) in zip(differences, information) {
            let test = try PermutationTest(design: design, differences: values, seed: seed)
            let statistics = test.values(statistic).map(abs)
            if alive.isEmpty { alive = [Bool](repeating: true, count: statistics.count) }
            total = statistics.count
            let spent = spending.spent(share, significance: level)
            let budget = allowed(share, of: total) - allowed(spentBefore, of: total) - rejectedBefore
            let observed: Double
            switch statistic {
            case .mean: observed = abs(test.meanDifference)
            case .rank: observed = abs(test.centredRankSum)
            }
            let (rejected, critical) = Self.reject(
                statistics, &alive, budget: max(0, budget), slack: PermutationTest.slack(values, observed))
            rejectedBefore += rejected
            looks.append(
                Look(
                    information: share, spent: spent, mayReject: max(0, budget), rejected: rejected, critical: critical,
                    observed: observed,
                    stops: !looks.contains(where: \.stops)
                        && critical.map { observed >= $0 - PermutationTest.slack(values, observed) } ?? false))
        }
        (assignments, self.looks) = (total, looks)
    }

    private static func reject(
        _ statistics: [Double], _ alive: inout [Bool], budget: Int, slack: Double
    ) -> (count: Int, critical: Double?) {
        guard budget > 0 else { return (0, nil) }
        var living = statistics.indices.filter { alive[$0] }
        guard !living.isEmpty else { return (0, nil) }
        // only the greatest matter: those from the first value beyond the budget on
        var values = living.map { statistics[$0] }
        let place = max(0, values.count - budget - 1)
        let limit = values.count > budget ? PermutationTest.select(place, of: &values) : -.infinity
        living = living.filter { statistics[$0] > limit + slack }
        for index in living { alive[index] = false }
        return (living.count, living.map { statistics[$0] }.min())
    }
}
