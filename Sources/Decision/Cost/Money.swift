// SPDX-License-Identifier: EUPL-1.2

/// An amount in euros, kept in whole cents; beyond ten quadrillion euros it stays there instead of running over.
public struct Money: Sendable, Hashable, Comparable, AdditiveArithmetic {
    public let cents: Int64

    /// Far above any budget, and far enough below 64 bits that a few of them still add up.
    private static let most: Int64 = 1_000_000_000_000_000_000

    public init(cents: Int64) { self.cents = min(Self.most, max(-Self.most, cents)) }
    public init(euros: Int64) { self.init(cents: min(Self.most / 100, max(-Self.most / 100, euros)) * 100) }

    /// The nearest whole cent, halves away from zero; nil when it does not fit.
    public init?(rounding cents: Double) {
        let rounded = cents.rounded(.toNearestOrAwayFromZero)
        guard let exact = Int64(exactly: rounded), exact.magnitude <= Self.most else { return nil }
        self.cents = exact
    }

    public static let zero = Money(cents: 0)
    public static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    public static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
    public static prefix func - (money: Money) -> Money { Money(cents: -money.cents) }
    public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }

    /// The amount times a factor, to the nearest cent.
    public func scaled(by factor: Double) -> Money {
        let product = Double(cents) * factor
        return Money(rounding: product) ?? Money(cents: product < 0 ? -Self.most : Self.most)
    }

    public var euros: Double { Double(cents) / 100 }
}
