// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The two-sided t-test of two groups with equal spread: how likely it sees an effect in standard deviations.
public struct TwoSampleTest: Sendable, Hashable {
    public var significance: Double
    /// Size of the second group for each unit of the first.
    public var ratio: Double

    public init(significance: Double = 0.05, ratio: Double = 1) {
        (self.significance, self.ratio) = (significance, ratio)
    }

    /// The probability that an effect is seen with so many units in the first group.
    public func power(effect: Double, size: Double) -> Double {
        let freedom = size * (1 + ratio) - 2
        guard freedom > 0 else { return significance }
        let shift = effect * (size * ratio / (1 + ratio)).squareRoot()
        let threshold = StudentT.quantile(1 - significance / 2, freedom: freedom)
        return 1 - StudentT.probability(below: threshold, freedom: freedom, shift: shift)
            + StudentT.probability(below: -threshold, freedom: freedom, shift: shift)
    }

    /// Units the first group needs; infinite for no effect.
    public func size(effect: Double, power: Double = 0.8) -> Double {
        guard effect != 0 else { return .infinity }
        var high = 4.0
        while self.power(effect: effect, size: high) < power {
            high *= 2
            guard high < 1e9 else { return .infinity }
        }
        return Self.bisect(2, high) { self.power(effect: effect, size: $0) < power }
    }

    /// The smallest effect that so many units in the first group show.
    public func minimalDetectableEffect(size: Double, power: Double = 0.8) -> Double {
        var high = 1.0
        while self.power(effect: high, size: size) < power {
            high *= 2
            guard high < 1e6 else { return .infinity }
        }
        return Self.bisect(0, high) { self.power(effect: $0, size: size) < power }
    }

    private static func bisect(_ low: Double, _ high: Double, isBelow: (Double) -> Bool) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<50 {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// Student's t-distribution, shifted (noncentral) or not.
package enum StudentT {
    /// P(T ≤ t): the mean of Φ(t·s − shift) over s = √(χ²/ν), by Simpson's rule where its density is not negligible.
    package static func probability(below t: Double, freedom: Double, shift: Double = 0) -> Double {
        let mode = ((max(freedom, 1.5) - 1) / freedom).squareRoot()
        let spread = 1 / (2 * freedom).squareRoot()
        let (low, high) = (max(0, mode - 9 * spread), mode + (freedom < 10 ? 14 : 9) * spread)
        let logScale = log(2.0) + freedom / 2 * log(freedom / 2) - lgamma(freedom / 2)
        let steps = 800
        let width = (high - low) / Double(steps)
        var sum = 0.0
        for step in 0...steps {
            let s = low + Double(step) * width
            guard s > 0 else { continue }
            let density = exp(logScale + (freedom - 1) * log(s) - freedom * s * s / 2)
            let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
            sum += weight * density * Normal.probability(below: t * s - shift)
        }
        return min(1, max(0, sum * width / 3))
    }

    package static func quantile(_ probability: Double, freedom: Double) -> Double {
        if probability < 0.5 { return -quantile(1 - probability, freedom: freedom) }
        var high = 2.0
        while self.probability(below: high, freedom: freedom) < probability, high < 1e6 { high *= 2 }
        var low = 0.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.probability(below: middle, freedom: freedom) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
