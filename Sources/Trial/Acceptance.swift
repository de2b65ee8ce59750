// SPDX-License-Identifier: EUPL-1.2
import Decision
import Foundation

/// What a survey says, with those who were asked and stayed silent in view.
public struct Acceptance: Sendable, Hashable {
    public let yes: Int
    public let answers: Int
    public let invited: Int
    /// How much larger the sample would have to be than one drawn by lot; at least 1 (Kish 1965).
    public let designEffect: Double

    public enum Refusal: Error, Sendable, Hashable {
        /// 0 ≤ yes ≤ answers ≤ invited does not hold.
        case impossibleCounts
        case designEffectBelowOne
    }

    public init(yes: Int, answers: Int, invited: Int, designEffect: Double = 1) throws(Refusal) {
        guard yes >= 0, yes <= answers, answers <= invited, invited > 0 else { throw .impossibleCounts }
        guard designEffect >= 1, designEffect.isFinite else { throw .designEffectBelowOne }
        (self.yes, self.answers, self.invited, self.designEffect) = (yes, answers, invited, designEffect)
    }

    /// Nil where nobody answered.
    public var share: Double? { answers > 0 ? Double(yes) / Double(answers) : nil }
    public var response: Double { Double(answers) / Double(invited) }

    /// If all who stayed silent had said no, or yes.
    public var bounds: ClosedRange<Double> {
        Double(yes) / Double(invited)...Double(yes + invited - answers) / Double(invited)
    }

    /// Below it a survey does not decide.
    public static let lowestResponse = 0.3

    /// Wilson's interval (1927) with the effective number of answers.
    public func wilson(confidence: Double = 0.95) -> ClosedRange<Double> {
        guard let share else { return 0...1 }
        return SampleSize.wilson(share: share, of: Double(answers) / designEffect, confidence: confidence)
    }

    /// Clopper and Pearson's interval (1934): never below its confidence, answers taken as drawn by lot.
    public func clopperPearson(confidence: Double = 0.95) -> ClosedRange<Double> {
        guard answers > 0 else { return 0...1 }
        let tail = (1 - confidence) / 2
        let low = yes == 0 ? 0 : Self.bisect { Self.probability(atLeast: yes, of: answers, share: $0) > tail }
        let high =
            yes == answers ? 1 : Self.bisect { 1 - Self.probability(atLeast: yes + 1, of: answers, share: $0) < tail }
        return low...high
    }

    private static func bisect(_ isBeyond: (Double) -> Bool) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if isBeyond(middle) { high = middle } else { low = middle }
        }
        return (low + high) / 2
    }

    private static func probability(atLeast hits: Int, of count: Int, share: Double) -> Double {
        guard share > 0 else { return hits == 0 ? 1 : 0 }
        guard share < 1 else { return 1 }
        return (hits...count).reduce(0) { sum, number in
            let ways = lgamma(Double(count + 1)) - lgamma(Double(number + 1)) - lgamma(Double(count - number + 1))
            return sum + exp(ways + Double(number) * Foundation.log(share) + Double(count - number) * log1p(-share))
        }
    }

    /// The difference of two shares with Newcombe's interval (1998, method 10).
    public static func difference(
        _ first: Acceptance, _ second: Acceptance, confidence: Double = 0.95
    ) -> TrialEstimate? {
        guard let one = first.share, let two = second.share else { return nil }
        let (upper, lower) = (first.wilson(confidence: confidence), second.wilson(confidence: confidence))
        let down =
            ((one - upper.lowerBound) * (one - upper.lowerBound)
            + (lower.upperBound - two) * (lower.upperBound - two)).squareRoot()
        let up =
            ((upper.upperBound - one) * (upper.upperBound - one)
            + (two - lower.lowerBound) * (two - lower.lowerBound)).squareRoot()
        return TrialEstimate(
            estimate: one - two, low: one - two - down, high: one - two + up, confidence: confidence)
    }
}

/// From how many users on an offer carries itself.
public struct BreakEven: Sendable, Hashable {
    /// Per year, in euros.
    public let fixedCost: Double
    /// Per user and year.
    public let variableCost: Double
    /// Per user and year, without others.
    public let benefit: Double
    /// Per user and year when everybody takes part: grows with the share of users.
    public let networkBenefit: Double
    public let population: Double

    public init(
        fixedCost: Double, variableCost: Double, benefit: Double, networkBenefit: Double = 0, population: Double
    ) {
        self.fixedCost = fixedCost
        self.variableCost = variableCost
        self.benefit = benefit
        self.networkBenefit = networkBenefit
        self.population = population
    }

    /// The smallest N with N·(benefit − variable) + network·N²/population ≥ fixed; nil where no number suffices.
    public var users: Double? {
        guard fixedCost > 0 else { return 0 }
        let margin = benefit - variableCost
        guard networkBenefit > 0, population > 0 else { return margin > 0 ? fixedCost / margin : nil }
        let square = networkBenefit / population
        // the root of the quadratic that keeps its digits
        let root = (margin * margin + 4 * square * fixedCost).squareRoot()
        return margin >= 0 ? 2 * fixedCost / (margin + root) : (root - margin) / (2 * square)
    }

    /// Whether the people there can be that many.
    public var isReachable: Bool { users.map { $0 <= population } ?? false }
}

/// How an offer spreads (Bass 1969), by least squares of new users on users so far.
public struct BassCurve: Sendable, Hashable {
    /// Users in the end.
    public let potential: Double
    /// Those who start by themselves, and those whom others win, per period.
    public let innovation: Double
    public let imitation: Double

    /// Nil with less than four periods, before the peak is passed, or where no such curve fits: then it is too early.
    public init?(newUsers: [Double]) {
        guard newUsers.count >= 4, let peak = newUsers.indices.max(by: { newUsers[$0] < newUsers[$1] }),
            peak > 0, peak < newUsers.count - 1
        else { return nil }
        var rows: [[Double]] = []
        var sum = 0.0
        for new in newUsers {
            rows.append([1, sum, sum * sum])
            sum += new
        }
        guard let found = LeastSquares.solve(rows, newUsers) else { return nil }
        let root = found[1] * found[1] - 4 * found[0] * found[2]
        guard found[2] < 0, root >= 0 else { return nil }
        let potential = (-found[1] - root.squareRoot()) / (2 * found[2])
        guard potential > 0, found[0] > 0 else { return nil }
        self.potential = potential
        innovation = found[0] / potential
        imitation = -potential * found[2]
    }
}
