// SPDX-License-Identifier: EUPL-1.2
import Decision
import Foundation

/// One place without enough others: its level as a random walk, and the sum of the others as regressor.
///
/// y = level + β·(x − mean of x before) + e; diffuse start; β and the variances by maximum likelihood on the time before
/// (Harvey 1989, §3 and §7; Durbin & Koopman 2012, §2). Weak evidence, shown with made-up starts beside it.
public struct LocalLevel: Sendable, Hashable {
    public let irregularVariance: Double
    public let levelVariance: Double
    public let coefficient: Double
    public let logLikelihood: Double
    /// Observed less foretold, for each period after the start.
    public let effects: [Double]
    public let meanEffect: Double
    /// Of the mean effect; the coefficient is taken as known.
    public let standardError: Double
    public let firstStandardError: Double

    public func interval(confidence: Double = 0.95) -> TrialEstimate {
        let quantile = Normal.quantile(1 - (1 - confidence) / 2)
        return TrialEstimate(
            estimate: meanEffect, low: meanEffect - quantile * standardError,
            high: meanEffect + quantile * standardError,
            confidence: confidence)
    }

    public var p: Double { 2 * Normal.probability(below: -abs(meanEffect / standardError)) }

    /// Nil with fewer than ten periods before, none after, or series that do not vary.
    public init?(series: [Double], control: [Double], start: Int) {
        guard series.count == control.count, start >= 10, start < series.count else { return nil }
        let level = mean(control[..<start])
        let regressor = control.map { $0 - level }
        var best: Filter?
        var (low, high) = (-14.0, 14.0)
        // the ratio of the variances on a grid of its logarithm, then finer around the best
        for _ in 0..<6 {
            let step = (high - low) / 40
            var place = low
            for index in 0...40 {
                let logarithm = low + Double(index) * step
                let filter = Filter(series[..<start], regressor[..<start], ratio: exp(logarithm))
                guard let filter, filter.logLikelihood > best?.logLikelihood ?? -.infinity else { continue }
                (best, place) = (filter, logarithm)
            }
            (low, high) = (place - step, place + step)
        }
        guard let best, best.variance > 0 else { return nil }
        irregularVariance = best.variance
        levelVariance = best.variance * best.ratio
        coefficient = best.coefficient
        logLikelihood = best.logLikelihood
        effects = (start..<series.count).map { series[$0] - best.coefficient * regressor[$0] - best.level }
        meanEffect = mean(effects)
        let count = Double(effects.count)
        let walk = (1...effects.count).reduce(0.0) { $0 + Double($1 * $1) } / (count * count)
        standardError = (best.variance * (best.levelUncertainty + best.ratio * walk + 1 / count)).squareRoot()
        firstStandardError = (best.variance * (best.levelUncertainty + best.ratio + 1)).squareRoot()
    }

    /// The Kalman filter of one ratio of variances; coefficient and scale have closed forms given it.
    private struct Filter {
        let ratio: Double
        let coefficient: Double
        let variance: Double
        let logLikelihood: Double
        let level: Double
        /// In units of the variance.
        let levelUncertainty: Double

        init?(_ series: ArraySlice<Double>, _ regressor: ArraySlice<Double>, ratio: Double) {
            // both series pass the same filter, so their innovations are regressed on each other
            var (own, other) = (series[0], regressor[0])
            var uncertainty = 1.0
            var (cross, square, logs) = (0.0, 0.0, 0.0)
            var innovations: [(own: Double, other: Double, spread: Double)] = []
            for period in 1..<series.count {
                let ahead = uncertainty + ratio
                let spread = ahead + 1
                let (first, second) = (series[period] - own, regressor[period] - other)
                innovations.append((first, second, spread))
                cross += first * second / spread
                square += second * second / spread
                logs += log(spread)
                let gain = ahead / spread
                own += gain * first
                other += gain * second
                uncertainty = ahead * (1 - gain)
            }
            guard square > 0 else { return nil }
            let coefficient = cross / square
            let count = Double(innovations.count)
            let variance =
                innovations.reduce(0) { sum, one in
                    let rest = one.own - coefficient * one.other
                    return sum + rest * rest / one.spread
                } / count
            guard variance > 0 else { return nil }
            self.ratio = ratio
            self.coefficient = coefficient
            self.variance = variance
            logLikelihood = -0.5 * (count * (log(2 * .pi) + log(variance) + 1) + logs)
            level = own - coefficient * other
            levelUncertainty = uncertainty
        }
    }
}
