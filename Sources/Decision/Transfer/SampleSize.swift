// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// How many units a trial needs so that an effect of a given size is seen.
public enum SampleSize {
    /// Cohen's h: the distance of two shares on the arcsine scale.
    public static func cohensH(_ first: Double, _ second: Double) -> Double {
        2 * asin(first.squareRoot()) - 2 * asin(second.squareRoot())
    }

    /// Units in each of two groups to tell two shares apart, two-sided, on the arcsine scale; infinite when they are equal.
    public static func perGroup(
        share first: Double, against second: Double, significance: Double = 0.05, power: Double = 0.8
    ) -> Double {
        let distance = abs(cohensH(first, second))
        guard distance > 0 else { return .infinity }
        let threshold = Normal.quantile(1 - significance / 2)
        // Both tails count: an effect the wrong way round is also seen.
        func reached(_ size: Double) -> Double {
            let shift = distance * (size / 2).squareRoot()
            return Normal.probability(below: shift - threshold) + Normal.probability(below: -shift - threshold)
        }
        let quantiles = threshold + Normal.quantile(power)
        var (low, high) = (0.0, 2 * quantiles * quantiles / (distance * distance) + 1)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if reached(middle) < power { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The same on the scale of the shares themselves, with the variance of each group.
    public static func perGroupUnpooled(
        share first: Double, against second: Double, significance: Double = 0.05, power: Double = 0.8
    ) -> Double {
        let quantiles = Normal.quantile(1 - significance / 2) + Normal.quantile(power)
        let variance = first * (1 - first) + second * (1 - second)
        return quantiles * quantiles * variance / ((first - second) * (first - second))
    }

    /// How much larger a sample of whole clusters has to be, such as streets or classes.
    public static func designEffect(intraclassCorrelation: Double, clusterSize: Double) -> Double {
        1 + (clusterSize - 1) * intraclassCorrelation
    }

    /// The sample that suffices in a population of limited size.
    public static func corrected(_ size: Double, forPopulation population: Double) -> Double {
        size / (1 + (size - 1) / population)
    }

    /// How many to invite when only a share of them answers.
    public static func invitations(needed: Int, responseRate: Double) -> Int {
        Int((Double(needed) / responseRate).rounded(.up))
    }

    /// Wilson's interval for a share observed as `hits` of `count`.
    public static func wilson(_ hits: Int, of count: Int, confidence: Double = 0.95) -> ClosedRange<Double> {
        guard count > 0 else { return 0...1 }
        return wilson(share: Double(hits) / Double(count), of: Double(count), confidence: confidence)
    }

    /// The same with a number that need not be whole, such as an effective one.
    package static func wilson(share: Double, of number: Double, confidence: Double) -> ClosedRange<Double> {
        let z = Normal.quantile(1 - (1 - confidence) / 2)
        let middle = (share + z * z / (2 * number)) / (1 + z * z / number)
        let variance = share * (1 - share) / number + z * z / (4 * number * number)
        let half = z / (1 + z * z / number) * variance.squareRoot()
        return max(0, middle - half)...min(1, middle + half)
    }
}

/// The standard normal distribution.
package enum Normal {
    package static func probability(below x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

    /// By bisection on the distribution, to the last digits of a Double.
    package static func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return -.infinity }
        guard probability < 1 else { return .infinity }
        // The lower tail keeps its digits.
        if probability > 0.5 { return -quantile(1 - probability) }
        var (low, high) = (-39.0, 0.0)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if self.probability(below: middle) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
