// SPDX-License-Identifier: EUPL-1.2
import Decision

/// What stands beside the exact test, never instead of it: the difference of means with t-based figures.
///
/// With one difference for each unit this is the two-way fixed-effect estimate of the panel.
public struct UnitRegression: Sendable, Hashable {
    public let estimate: Double
    /// Heteroscedasticity-consistent standard error with n / (n − 2) (MacKinnon & White 1985, HC1).
    public let standardError: Double
    public let degreesOfFreedom: Int
    public let low: Double
    public let high: Double
    /// Student's t with units − 1 degrees of freedom, two-sided.
    public let p: Double
    public let isTrustworthy: Bool

    public var t: Double { estimate / standardError }

    /// Fewer units than this on a side make the t-based figures guesses.
    public static let fewestUnits = 6

    /// Nil when a side has no unit, or the units of both sides do not differ among themselves.
    public init?(treated: [Double], control: [Double], confidence: Double = 0.95) {
        guard let (difference, error) = Self.estimate(treated, control), error > 0 else { return nil }
        let units = treated.count + control.count
        (estimate, standardError, degreesOfFreedom) = (difference, error, units - 1)
        let quantile = StudentT.quantile(1 - (1 - confidence) / 2, freedom: Double(units - 1))
        (low, high) = (difference - quantile * error, difference + quantile * error)
        p = 2 * StudentT.probability(below: -abs(difference / error), freedom: Double(units - 1))
        isTrustworthy = min(treated.count, control.count) >= Self.fewestUnits
    }

    static func estimate(_ treated: [Double], _ control: [Double]) -> (difference: Double, error: Double)? {
        guard !treated.isEmpty, !control.isEmpty, treated.count + control.count > 2 else { return nil }
        let (inside, outside) = (mean(treated), mean(control))
        let (first, second) = (Double(treated.count), Double(control.count))
        let squares =
            treated.reduce(0) { $0 + ($1 - inside) * ($1 - inside) } / (first * first)
            + control.reduce(0) { $0 + ($1 - outside) * ($1 - outside) } / (second * second)
        let count = first + second
        return (inside - outside, (count / (count - 2) * squares).squareRoot())
    }

    /// Wild cluster bootstrap with the null imposed and all sign vectors (Cameron, Gelbach & Miller 2008).
    public struct WildBootstrap: Sendable, Hashable {
        public let vectors: Int
        public let asExtreme: Int
        public var p: Double { Double(asExtreme) / Double(vectors) }
    }

    /// More units are not tried: 2^units sign vectors.
    public static let wildLimit = 16

    /// Nil with more units than `wildLimit`.
    public static func wildBootstrap(treated: [Double], control: [Double]) -> WildBootstrap? {
        let all = treated + control
        guard all.count <= wildLimit, let (difference, error) = estimate(treated, control), error > 0 else {
            return nil
        }
        let observed = abs(difference / error)
        let middle = mean(all)
        let residuals = all.map { $0 - middle }
        var extreme = 0
        var signed = residuals
        for vector in 0..<(1 << all.count) {
            for unit in all.indices {
                signed[unit] = vector >> unit & 1 == 1 ? -residuals[unit] : residuals[unit]
            }
            guard
                let drawn = estimate(Array(signed[..<treated.count]), Array(signed[treated.count...]))
            else { continue }
            let statistic =
                drawn.error > 0 ? abs(drawn.difference / drawn.error) : drawn.difference == 0 ? 0 : .infinity
            if statistic >= observed * (1 - 1e-12) { extreme += 1 }
        }
        return WildBootstrap(vectors: 1 << all.count, asExtreme: extreme)
    }
}
