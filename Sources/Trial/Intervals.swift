// SPDX-License-Identifier: EUPL-1.2

/// An estimate with the effects that the data do not contradict.
public struct TrialEstimate: Sendable, Hashable {
    public let estimate: Double
    /// Infinite where the design cannot exclude anything on that side.
    public let low: Double
    public let high: Double
    /// The confidence really reached; at least the one asked for.
    public let confidence: Double

    public func contains(_ effect: Double) -> Bool { low <= effect && effect <= high }
}

extension PermutationTest {
    /// The effects that the exact test of means does not reject at this level, around the mean difference.
    ///
    /// For each assignment the effects under which it is as extreme as the observed one are one interval around the
    /// estimate, so the limits are order statistics of their ends.
    public func meanInterval(significance: Double = 0.05) -> TrialEstimate {
        let parts = weights
        let observed = meanDifference
        let indicator = differences.indices.map { design.treated.contains($0) ? 1.0 : 0 }
        let values = differences.indices.map {
            SIMD2(parts.factor[$0] * differences[$0], parts.factor[$0] * indicator[$0])
        }
        let constant = SIMD2(parts.constant(differences), parts.constant(indicator))
        var lows: [Double] = []
        var highs: [Double] = []
        design.forEach(values, seed: seed, draws: draws) { _, sum in
            let (value, overlap) = ((sum - constant).x, (sum - constant).y)
            let first = overlap > 1 - 1e-9 ? -Double.infinity : (observed - value) / (1 - overlap)
            let second = overlap < -1 + 1e-9 ? Double.infinity : (observed + value) / (1 + overlap)
            // the observed assignment and its mirror are as extreme under any effect
            if abs(overlap) > 1 - 1e-9 {
                lows.append(-.infinity)
                highs.append(.infinity)
            } else {
                lows.append(min(first, second))
                highs.append(max(first, second))
            }
        }
        // draws stand beside the observed assignment, which counts itself
        let count = Double(lows.count) + (isExact ? 0 : 1)
        let level = significance.isFinite ? min(max(significance, 0), 1) : 0
        let rejected = Int((level * count + 1e-9).rounded(.down)) - (isExact ? 0 : 1)
        guard rejected >= 0, rejected < lows.count else {
            return TrialEstimate(estimate: observed, low: -.infinity, high: .infinity, confidence: 1)
        }
        return TrialEstimate(
            estimate: observed, low: Self.select(rejected, of: &lows),
            high: -Self.select(rejected, of: &highs, negated: true),
            confidence: 1 - Double(rejected) / count)
    }

    /// Hodges and Lehmann's estimate with its exact interval (simple designs; Hollander & Wolfe 1999, §4.3):
    /// the median and two order statistics of all differences of a treated and a control unit.
    public func rankInterval(significance: Double = 0.05) -> TrialEstimate? {
        guard design.isSimple else { return nil }
        let control = design.control
        let all = design.treated.flatMap { one in control.map { differences[one] - differences[$0] } }.sorted()
        let counts = Self.mannWhitneyCounts(design.treated.count, control.count)
        let total = counts.reduce(0, +)
        let level = min(significance, 1)
        var (left, tail) = (-1, 0.0)
        while left + 1 < counts.count, 2 * (tail + counts[left + 1]) <= level * total * (1 + 1e-12) {
            left += 1
            tail += counts[left]
        }
        guard left >= 0 else {
            return TrialEstimate(estimate: median(all), low: -.infinity, high: .infinity, confidence: 1)
        }
        return TrialEstimate(
            estimate: median(all), low: all[left], high: all[all.count - 1 - left],
            confidence: 1 - 2 * tail / total)
    }

    /// How often U = 0, 1, … (Mann and Whitney 1947), as numbers that may pass 2^53 for many units.
    static func mannWhitneyCounts(_ first: Int, _ second: Int) -> [Double] {
        // counts[k][u]: choices of k of the units seen so far with u inversions
        var counts = [[Double]](repeating: [1], count: 1) + [[Double]](repeating: [], count: first)
        for unit in 0..<(first + second) {
            for chosen in stride(from: min(unit + 1, first), through: 1, by: -1) {
                // the unit stands behind unit − (chosen − 1) control units
                let shift = unit - (chosen - 1)
                let before = counts[chosen - 1]
                guard !before.isEmpty, shift <= second else { continue }
                var sum = counts[chosen]
                if sum.count < before.count + shift {
                    sum += [Double](repeating: 0, count: before.count + shift - sum.count)
                }
                for (index, count) in before.enumerated() { sum[index + shift] += count }
                counts[chosen] = sum
            }
        }
        return counts[first]
    }

    /// The element that would stand at `place` (from 0) after sorting; with `negated`, of the negated values.
    static func select(_ place: Int, of values: inout [Double], negated: Bool = false) -> Double {
        if negated { for index in values.indices { values[index] = -values[index] } }
        var (low, high) = (0, values.count - 1)
        while low < high {
            let pivot = values[low + (high - low) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if place <= right { high = right } else if place >= left { low = left } else { break }
        }
        return values[place]
    }
}
