// SPDX-License-Identifier: EUPL-1.2

/// How far a quarter hour's value can be relied on.
public enum ValueState: UInt8, Sendable, Hashable, CaseIterable {
    /// True value of the meter (MSCONS 220).
    case measured = 0
    /// Made by the metering operator in place of a missing one (67).
    case substitute = 1
    /// Of the metering operator, to be replaced (Z18).
    case provisional = 2
    /// Made by us where nothing came; never in a final bill.
    case estimated = 3
    /// There is no value; it is not zero.
    case missing = 4

    /// Whether a value in this state takes the place of one in another: the better of the two does, and among equals
    /// the later one.
    public func replaces(_ other: ValueState) -> Bool { rawValue <= other.rawValue }

    /// Whether a final bill may stand on the value.
    public var isFinal: Bool { self == .measured || self == .substitute }
}
