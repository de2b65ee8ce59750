// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Payments of year 0, 1, 2 …, each at the end of its year; income is above zero, expense below, year 0 is not discounted.
public struct CashFlow: Sendable, Hashable {
    public let amounts: [Double]

    public init(_ amounts: [Double]) { self.amounts = amounts }
    public init(_ amounts: [Money]) { self.amounts = amounts.map(\.euros) }

    /// The value today of all payments.
    public func presentValue(rate: Double) -> Double {
        amounts.reversed().reduce(0) { $0 / (1 + rate) + $1 }
    }

    /// The equal yearly payment, in each year after year 0, that has the same present value; nil without such years.
    public func annuity(rate: Double) -> Double? {
        let years = amounts.count - 1
        guard years > 0 else { return nil }
        if rate == 0 { return presentValue(rate: 0) / Double(years) }
        return presentValue(rate: rate) * rate / (1 - pow(1 + rate, -Double(years)))
    }

    /// The rate at which the present value is zero; nil when payments do not change sign or no rate within −99 % to 1000 % is found.
    public var internalRate: Double? {
        guard amounts.contains(where: { $0 > 0 }), amounts.contains(where: { $0 < 0 }) else { return nil }
        let (lowest, highest, steps) = (-0.99, 10.0, 2_000)
        var found: Double?
        var left = lowest
        var leftValue = presentValue(rate: left)
        for step in 1...steps {
            let right = lowest + (highest - lowest) * Double(step) / Double(steps)
            let rightValue = presentValue(rate: right)
            if (leftValue <= 0) != (rightValue <= 0) {
                let root = bisect(left, right, leftValue)
                // Where several rates do, the one nearest to zero is the plausible one.
                if found.map({ abs(root) < abs($0) }) ?? true { found = root }
            }
            (left, leftValue) = (right, rightValue)
        }
        return found
    }

    private func bisect(_ left: Double, _ right: Double, _ leftValue: Double) -> Double {
        var (left, right) = (left, right)
        for _ in 0..<200 {
            let middle = (left + right) / 2
            if middle == left || middle == right { break }
            if (presentValue(rate: middle) <= 0) == (leftValue <= 0) { left = middle } else { right = middle }
        }
        return (left + right) / 2
    }

    /// The present value of the payments up to each year.
    public func cumulativePresentValue(rate: Double) -> [Double] {
        var sum = 0.0
        return amounts.enumerated().map { year, amount in
            sum += amount / pow(1 + rate, Double(year))
            return sum
        }
    }

    /// Payments of this one less those of the other, year by year.
    public static func - (left: CashFlow, right: CashFlow) -> CashFlow {
        let years = max(left.amounts.count, right.amounts.count)
        return CashFlow(
            (0..<years).map { year in
                let a = year < left.amounts.count ? left.amounts[year] : 0
                let b = year < right.amounts.count ? right.amounts[year] : 0
                return a - b
            })
    }
}
