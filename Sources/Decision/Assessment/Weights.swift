// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Weights of criteria that sum to one.
public struct Weights: Sendable, Hashable {
    public let shares: [Double]

    /// Why numbers are no weights.
    public enum Fault: Error, Sendable, Hashable {
        case empty
        case negative(index: Int)
        case allZero
        case noOrder
        case differentCounts
    }

    /// Shares in proportion to the numbers given.
    public init(_ numbers: [Double]) throws(Fault) {
        guard !numbers.isEmpty else { throw .empty }
        if let index = numbers.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .negative(index: index) }
        let sum = numbers.reduce(0, +)
        guard sum > 0 else { throw .allZero }
        shares = numbers.map { $0 / sum }
    }

    /// Swing weights: 100 points for the criterion whose step from worst to best matters most, fewer for the others.
    public static func swing(points: [Double]) throws(Fault) -> Weights { try Weights(points) }

    /// Rank-order centroid: the mean of all weights that respect the order, the most important criterion first.
    public static func rankOrderCentroid(order: [Int]) throws(Fault) -> Weights {
        guard !order.isEmpty else { throw .empty }
        guard order.sorted() == Array(order.indices) else { throw .noOrder }
        let count = order.count
        var numbers = [Double](repeating: 0, count: count)
        var tail = 0.0
        for rank in stride(from: count, through: 1, by: -1) {
            tail += 1 / Double(rank)
            numbers[order[rank - 1]] = tail / Double(count)
        }
        return try Weights(numbers)
    }

    /// The mean of several assessors' weights with the spread of each criterion.
    public static func mean(of assessors: [Weights]) throws(Fault) -> (weights: Weights, spread: [Spread]) {
        guard let first = assessors.first else { throw .empty }
        guard assessors.allSatisfy({ $0.shares.count == first.shares.count }) else { throw .differentCounts }
        let spread = first.shares.indices.map { index in
            Spread(assessors.map { $0.shares[index] })
        }
        return (try Weights(spread.map(\.mean)), spread)
    }
}

/// What several assessors said about one thing.
public struct Spread: Sendable, Hashable {
    public let mean: Double
    public let lowest: Double
    public let highest: Double
    /// The standard deviation of a sample; zero for a single voice.
    public let deviation: Double

    public init(_ numbers: [Double]) {
        let mean = numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count)
        self.mean = mean
        lowest = numbers.min() ?? 0
        highest = numbers.max() ?? 0
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = numbers.count > 1 ? (squares / Double(numbers.count - 1)).squareRoot() : 0
    }
}
