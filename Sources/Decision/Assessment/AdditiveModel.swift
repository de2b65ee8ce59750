// SPDX-License-Identifier: EUPL-1.2

/// Multi-attribute value theory: the weighted sum of values on fixed scales.
public struct AdditiveModel: Sendable, Hashable {
    /// Values 0–100, a row for each candidate.
    public let values: [[ValueInterval]]
    public let weights: Weights

    /// Why a model cannot be formed.
    public enum Fault: Error, Sendable, Hashable {
        case noCandidates
        case differentCounts(candidate: Int)
    }

    public init(values: [[ValueInterval]], weights: Weights) throws(Fault) {
        guard !values.isEmpty else { throw .noCandidates }
        if let candidate = values.firstIndex(where: { $0.count != weights.shares.count }) {
            throw .differentCounts(candidate: candidate)
        }
        (self.values, self.weights) = (values, weights)
    }

    /// What each criterion adds to a candidate's total.
    public func contributions(of candidate: Int) -> [Double] {
        zip(values[candidate], weights.shares).map { $0.value * $1 }
    }

    /// The totals of the candidates, each 0–100.
    public var totals: [Double] { values.indices.map { contributions(of: $0).reduce(0, +) } }

    /// The totals when all that is uncertain turns out badly, or well.
    public func range(of candidate: Int) -> ClosedRange<Double> {
        var (low, high) = (0.0, 0.0)
        for (interval, share) in zip(values[candidate], weights.shares) {
            low += interval.low * share
            high += interval.high * share
        }
        return low...max(low, high)
    }

    /// The first of the candidates with the highest total.
    public var leader: Int {
        let totals = totals
        return totals.indices.reduce(0) { totals[$1] > totals[$0] ? $1 : $0 }
    }

    /// The change of weights by which another candidate draws level with the leader.
    public struct Flip: Sendable, Hashable {
        public let challenger: Int
        /// The share of all weight that has to move, 0–1.
        public let moved: Double
        /// The weights at which both are equal.
        public let weights: [Double]
    }

    /// The smallest move of weight, over all of the simplex, that ends the leader's lead; nil when no weights do.
    public var smallestFlip: Flip? {
        let leader = leader
        var best: Flip?
        for challenger in values.indices where challenger != leader {
            guard let flip = flip(from: leader, to: challenger) else { continue }
            if best.map({ flip.moved < $0.moved }) ?? true { best = flip }
        }
        return best
    }

    /// Weight leaves the criteria that favour the leader most and goes to the one that favours the challenger most; as a
    /// continuous knapsack this greedy order is the optimum.
    private func flip(from leader: Int, to challenger: Int) -> Flip? {
        let lead = zip(values[leader], values[challenger]).map { $0.value - $1.value }
        guard let target = lead.indices.min(by: { lead[$0] < lead[$1] }), lead[target] <= 0 else { return nil }
        var shares = weights.shares
        var margin = zip(lead, shares).reduce(0) { $0 + $1.0 * $1.1 }
        var moved = 0.0
        for source in lead.indices.sorted(by: { lead[$0] > lead[$1] }) where margin > 0 {
            let gain = lead[source] - lead[target]
            guard gain > 0 else { break }
            let amount = min(shares[source], margin / gain)
            shares[source] -= amount
            shares[target] += amount
            moved += amount
            margin -= amount * gain
        }
        return Flip(challenger: challenger, moved: moved, weights: shares)
    }

    /// A statement about one candidate whose proof could change the result.
    public struct MissingEvidence: Sendable, Hashable {
        public let candidate: Int
        public let criterion: Int
        /// How far the candidate's total may still move, in points of 100.
        public let swing: Double
        /// By how much the statement alone can overturn the lead; negative when it cannot.
        public let overturns: Double
    }

    /// All uncertain statements, those that can overturn the lead most first.
    public var missingEvidence: [MissingEvidence] {
        let (totals, leader) = (totals, leader)
        let second = totals.indices.filter { $0 != leader }.map { totals[$0] }.max()
        var found: [MissingEvidence] = []
        for (candidate, row) in values.enumerated() {
            for (criterion, interval) in row.enumerated() where interval.width > 0 {
                let share = weights.shares[criterion]
                let isLeader = candidate == leader
                let reach = share * (isLeader ? interval.value - interval.low : interval.high - interval.value)
                let margin = totals[leader] - (isLeader ? second ?? -.infinity : totals[candidate])
                found.append(
                    MissingEvidence(
                        candidate: candidate, criterion: criterion, swing: share * interval.width,
                        overturns: reach - margin))
            }
        }
        return found.sorted {
            ($0.overturns, $0.swing, $1.candidate, $1.criterion) > ($1.overturns, $1.swing, $0.candidate, $0.criterion)
        }
    }
}
