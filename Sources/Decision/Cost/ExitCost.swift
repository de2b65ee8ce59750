// SPDX-License-Identifier: EUPL-1.2

/// What leaving a supplier would cost: a triangular distribution, and how likely leaving is in each year.
public struct ExitCost: Sendable, Hashable {
    public let least: Money
    public let likely: Money
    public let most: Money
    /// 0–1, given that it has not happened before.
    public let yearlyProbability: Double

    /// Why an exit cost makes no sense.
    public enum Fault: Error, Sendable, Hashable { case notInOrder, noProbability }

    public init(least: Money, likely: Money, most: Money, yearlyProbability: Double) throws(Fault) {
        guard least >= .zero, least <= likely, likely <= most else { throw .notInOrder }
        guard (0...1).contains(yearlyProbability) else { throw .noProbability }
        (self.least, self.likely, self.most, self.yearlyProbability) = (least, likely, most, yearlyProbability)
    }

    /// The mean of the triangular distribution.
    public var mean: Money {
        Money(rounding: Double(least.cents + likely.cents + most.cents) / 3) ?? likely
    }

    /// The chance that the exit falls into a year, counted from 1.
    public func probability(inYear year: Int) -> Double {
        guard year >= 1 else { return 0 }
        return (1..<year).reduce(yearlyProbability) { chance, _ in chance * (1 - yearlyProbability) }
    }

    /// The expected expense of each year 0, 1 … as a payment below zero.
    public func expected(years: Int) -> [Money] {
        (0...max(0, years)).map { -mean.scaled(by: probability(inYear: $0)) }
    }

    /// The cost below which it stays with a probability of 0–1.
    public func quantile(_ probability: Double) -> Money {
        let (a, c, b) = (least.euros, likely.euros, most.euros)
        guard b > a else { return likely }
        let turn = (c - a) / (b - a)
        let euros =
            probability < turn
            ? a + (probability * (b - a) * (c - a)).squareRoot()
            : b - ((1 - probability) * (b - a) * (b - c)).squareRoot()
        return Money(rounding: euros * 100) ?? most
    }
}
