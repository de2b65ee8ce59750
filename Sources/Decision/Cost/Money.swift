// SPDX-License-Identifier: EUPL-1.2

/// An amount in euros, kept in whole cents.
public struct Money: Sendable, Hashable, Comparable, AdditiveArithmetic {
    public let cents: Int64

    public init(cents: Int64) { self.cents = cents }
    public init(euros: Int64) { cents = euros * 100 }

    /// The nearest whole cent, halves away from zero; nil when it does not fit.
    public init?(rounding cents: Double) {
        let rounded = cents.rounded(.toNearestOrAwayFromZero)
        guard let exact = Int64(exactly: rounded) else { return nil }
        self.cents = exact
    }

    public static let zero = Money(cents: 0)
    public static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    public static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
    public static prefix func - (money: Money) -> Money { Money(cents: -money.cents) }
    public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }

    /// The amount times a factor, to the nearest cent; the factor has to keep it within 64 bits.
    public func scaled(by factor: Double) -> Money {
        guard let scaled = Money(rounding: Double(cents) * factor) else {
            preconditionFailure("an amount beyond 64 bits of cents")
        }
        return scaled
    }

    public var euros: Double { Double(cents) / 100 }
}
