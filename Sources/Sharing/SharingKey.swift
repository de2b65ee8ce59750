// SPDX-License-Identifier: EUPL-1.2

/// How much each is entitled to, in the order of the roster.
///
/// Weights mean their proportion only: scaling them changes nothing. Shares are millionths of the generation; what they
/// leave is the grid's, which stands last among ties.
public struct SharingKey: Sendable, Hashable {
    public static let million = 1_000_000

    public let parts: [UInt32]
    /// What the parts are parts of: their sum for weights, a million for shares.
    public let base: UInt32
    public let sum: UInt32

    /// Any whole numbers from 0 on, together at most 2³² − 1.
    public static func weights(_ weights: [Int]) throws(SharingError) -> SharingKey {
        let (parts, sum) = try checked(weights)
        return SharingKey(parts: parts, base: sum, sum: sum)
    }

    /// Millionths, together at most a million.
    public static func shares(_ shares: [Int]) throws(SharingError) -> SharingKey {
        let (parts, sum) = try checked(shares)
        guard sum <= million else { throw .sharesAboveAll(sum: Int(sum)) }
        return SharingKey(parts: parts, base: UInt32(million), sum: sum)
    }

    private static func checked(_ values: [Int]) throws(SharingError) -> (parts: [UInt32], sum: UInt32) {
        var sum = 0
        var parts: [UInt32] = []
        parts.reserveCapacity(values.count)
        for value in values {
            guard value >= 0 else { throw .negative(value) }
            guard value <= UInt32.max, sum + value <= UInt32.max else { throw .tooLarge }
            sum += value
            parts.append(UInt32(value))
        }
        return (parts, UInt32(sum))
    }
}
