// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Whether renewing existing infrastructure pays against keeping it.
public struct KeepOrRenew: Sendable, Hashable {
    public let keep: CashFlow
    public let renew: CashFlow
    public let rate: Double

    public init(keep: CashFlow, renew: CashFlow, rate: Double) {
        (self.keep, self.renew, self.rate) = (keep, renew, rate)
    }

    public var difference: CashFlow { renew - keep }

    /// What renewing saves over the whole time, in today's money; below zero it costs more.
    public var advantage: Double { renew.presentValue(rate: rate) - keep.presentValue(rate: rate) }

    public var cumulativeDifference: [Double] { difference.cumulativePresentValue(rate: rate) }

    /// A year in which renewing has paid off.
    public struct BreakEven: Sendable, Hashable {
        public let year: Int
        /// The moment within the year before, on a straight line.
        public let interpolated: Double
    }

    /// The first year in which renewing has paid off; costs that come later may undo it.
    public var firstBreakEven: BreakEven? {
        let sums = cumulativeDifference
        return sums.firstIndex { $0 >= 0 }.map { breakEven(sums, $0) }
    }

    /// The year from which renewing stays paid off; nil when it is not at the end.
    public var lastingBreakEven: BreakEven? {
        let sums = cumulativeDifference
        guard let last = sums.last, last >= 0 else { return nil }
        let year = sums.lastIndex { $0 < 0 }.map { $0 + 1 } ?? 0
        return breakEven(sums, year)
    }

    private func breakEven(_ sums: [Double], _ year: Int) -> BreakEven {
        guard year > 0, sums[year] > sums[year - 1] else { return BreakEven(year: year, interpolated: Double(year)) }
        let share = -sums[year - 1] / (sums[year] - sums[year - 1])
        return BreakEven(year: year, interpolated: Double(year - 1) + share)
    }

    /// How uncertain the payments are: each side's differ by one factor of a normal distribution cut at zero.
    public struct Uncertainty: Sendable, Hashable {
        /// The standard deviation of the factor, 0.1 for ten per cent.
        public var keep: Double
        public var renew: Double
        public init(keep: Double = 0.1, renew: Double = 0.1) { (self.keep, self.renew) = (keep, renew) }
    }

    /// The share of seeded draws in which renewing is cheaper over the whole time.
    public func probabilityThatRenewingIsCheaper(
        _ uncertainty: Uncertainty = Uncertainty(), draws: Int = 100_000, seed: UInt64 = 1
    ) -> Double {
        precondition(draws > 0, "at least one draw")
        var random = RandomStream(seed: seed)
        let (ofKeep, ofRenew) = (keep.presentValue(rate: rate), renew.presentValue(rate: rate))
        var cheaper = 0
        for _ in 0..<draws {
            let (first, second) = random.normalPair()
            let keeping = ofKeep * max(0, 1 + uncertainty.keep * first)
            let renewing = ofRenew * max(0, 1 + uncertainty.renew * second)
            if renewing > keeping { cheaper += 1 }
        }
        return Double(cheaper) / Double(draws)
    }
}

extension RandomStream {
    /// Two independent standard normal numbers (Box and Muller).
    mutating func normalPair() -> (Double, Double) {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        return (radius * cos(angle), radius * sin(angle))
    }
}
