// SPDX-License-Identifier: EUPL-1.2

/// Exact inference on unit differences: the observed assignment among all that the lot could have drawn.
///
/// Fisher's randomisation test (Fisher 1935; Rosenbaum 2002, §2.4 and §2.6). Ties with the observed value count as
/// extreme. With more than a million assignments 100,000 seeded draws stand for all, and p = (1 + c) / (1 + B).
public struct PermutationTest: Sendable {
    public enum Statistic: String, Sendable, Hashable, CaseIterable {
        /// Sum of the ranks of treated units (Wilcoxon), of differences aligned at their block.
        case rank
        /// Difference of means, weighted by the size of blocks.
        case mean
    }

    /// How many assignments are as extreme as the observed one.
    public struct Result: Sendable, Hashable {
        /// Mean difference, or rank sum.
        public let observed: Double
        /// Assignments looked at; draws where `isExact` is false.
        public let assignments: Int
        public let asExtreme: Int
        public let asGreat: Int
        public let asSmall: Int
        public let isExact: Bool

        public var twoSided: Double { share(asExtreme) }
        /// The p-value of an effect upwards.
        public var greater: Double { share(asGreat) }
        /// The p-value of an effect downwards.
        public var less: Double { share(asSmall) }

        private func share(_ count: Int) -> Double {
            isExact ? Double(count) / Double(assignments) : Double(1 + count) / Double(1 + assignments)
        }
    }

    public let design: TrialDesign
    /// One for each unit.
    public let differences: [Double]
    public let seed: UInt64
    /// So many draws stand for all where there are more; nil for the rule above.
    let draws: Int?

    /// - Throws: `otherUnits` where there is not one difference for each unit.
    public init(design: TrialDesign, differences: [Double], seed: UInt64 = 1) throws(TrialDesign.Refusal) {
        try self.init(design: design, differences: differences, seed: seed, draws: nil)
    }

    init(design: TrialDesign, differences: [Double], seed: UInt64, draws: Int?) throws(TrialDesign.Refusal) {
        guard design.units == differences.count else {
            throw .otherUnits(needed: design.units, given: differences.count)
        }
        (self.design, self.differences, self.seed, self.draws) = (design, differences, seed, draws)
    }

    var isExact: Bool { design.isEnumerated(draws: draws) }

    /// Mean of treated less mean of control units, blocks weighted by their size.
    public var meanDifference: Double {
        let parts = weights
        return design.treated.reduce(0) { $0 + parts.factor[$1] * differences[$1] } - parts.constant(differences)
    }

    public func result(_ statistic: Statistic) -> Result {
        switch statistic {
        case .mean:
            let parts = weights
            let values = differences.indices.map { parts.factor[$0] * differences[$0] }
            return count(values, less: parts.constant(differences), observed: meanDifference)
        case .rank:
            let ranks = self.ranks
            let expected = expectedRankSum(ranks)
            let observed = design.treated.reduce(0) { $0 + ranks[$1] }
            let centred = count(ranks, less: expected, observed: observed - expected)
            return Result(
                observed: observed, assignments: centred.assignments, asExtreme: centred.asExtreme,
                asGreat: centred.asGreat, asSmall: centred.asSmall, isExact: centred.isExact)
        }
    }

    /// Sum of the ranks of treated units less what the lot would give on average.
    public var centredRankSum: Double {
        let ranks = self.ranks
        return design.treated.reduce(0) { $0 + ranks[$1] } - expectedRankSum(ranks)
    }

    private func expectedRankSum(_ ranks: [Double]) -> Double {
        zip(design.blocks, design.sizes).reduce(0.0) { sum, part in
            sum + Double(part.1) * mean(part.0.map { ranks[$0] })
        }
    }

    /// All values of a statistic in the fixed order of assignments (or of draws).
    func values(_ statistic: Statistic) -> [Double] {
        let (values, constant): ([Double], Double)
        switch statistic {
        case .mean:
            let parts = weights
            (values, constant) = (
                differences.indices.map { parts.factor[$0] * differences[$0] }, parts.constant(differences)
            )
        case .rank:
            let ranks = self.ranks
            (values, constant) = (ranks, expectedRankSum(ranks))
        }
        var all: [Double] = []
        all.reserveCapacity(Int(min(design.assignments, TrialDesign.enumerationLimit)))
        design.forEach(values.map { SIMD2($0, 0) }, seed: seed, draws: draws) { _, sum in all.append(sum.x - constant) }
        return all
    }

    private func count(_ values: [Double], less constant: Double, observed: Double) -> Result {
        let slack = Self.slack(values, observed)
        var (total, extreme, great, small) = (0, 0, 0, 0)
        design.forEach(values.map { SIMD2($0, 0) }, seed: seed, draws: draws) { _, sum in
            let value = sum.x - constant
            total += 1
            if abs(value) >= abs(observed) - slack { extreme += 1 }
            if value >= observed - slack { great += 1 }
            if value <= observed + slack { small += 1 }
        }
        return Result(
            observed: observed, assignments: total, asExtreme: extreme, asGreat: great, asSmall: small,
            isExact: isExact)
    }

    /// Sums of the same numbers in another order differ by less.
    static func slack(_ values: [Double], _ observed: Double) -> Double {
        1e-12 * (values.reduce(0) { $0 + abs($1) } + abs(observed))
    }

    // MARK: - Parts of the statistics

    /// The mean difference is Σ factor·difference over treated units, less a constant.
    var weights: (factor: [Double], constant: ([Double]) -> Double) {
        var factor = [Double](repeating: 0, count: design.units)
        var share = factor
        for (block, treated) in zip(design.blocks, design.sizes) {
            let weight = Double(block.count) / Double(design.units)
            let (inside, outside) = (Double(treated), Double(block.count - treated))
            for unit in block {
                factor[unit] = weight * (1 / inside + 1 / outside)
                share[unit] = weight / outside
            }
        }
        let shares = share
        return (factor, { values in zip(shares, values).reduce(0) { $0 + $1.0 * $1.1 } })
    }

    /// Midranks from 1 of the differences, less the mean of their block where there are blocks.
    public var ranks: [Double] {
        var aligned = differences
        if !design.isSimple {
            for block in design.blocks {
                let middle = mean(block.map { differences[$0] })
                for unit in block { aligned[unit] -= middle }
            }
        }
        let slack = Self.slack(aligned, 0)
        let order = aligned.indices.sorted { aligned[$0] < aligned[$1] }
        var ranks = [Double](repeating: 0, count: aligned.count)
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, aligned[order[last + 1]] - aligned[order[last]] <= slack { last += 1 }
            for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
            first = last + 1
        }
        return ranks
    }
}
