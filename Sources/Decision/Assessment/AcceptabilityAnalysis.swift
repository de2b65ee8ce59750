// SPDX-License-Identifier: EUPL-1.2
import Dispatch
import Foundation
import Synchronization

/// Stochastic multicriteria acceptability analysis (SMAA-2): how often each candidate takes each place over all weights.
public struct AcceptabilityAnalysis: Sendable {
    /// What is known about the weights.
    public enum Knowledge: Sendable, Hashable {
        /// Nothing: uniform on the simplex.
        case none
        /// The order of importance, the most important criterion first: uniform within it.
        case order([Int])
    }

    /// What came out; shares are 0–1.
    public struct Result: Sendable, Hashable {
        public let draws: Int
        /// For each candidate the share of draws in which it takes each place.
        public let rankAcceptability: [[Double]]
        /// For each candidate the mean of the weights that make it first; nil for one that never is.
        public let centralWeights: [[Double]?]
        /// For each pair the share of draws in which the first beats the second; a tie counts half.
        public let pairwiseWinning: [[Double]]

        /// The candidate that most weightings put first, with the share of them.
        public var finding: (candidate: Int, share: Double) {
            let shares = rankAcceptability.map { $0[0] }
            let best = shares.indices.reduce(0) { shares[$1] > shares[$0] ? $1 : $0 }
            return (best, shares[best])
        }
    }

    /// Why an analysis cannot run.
    public enum Fault: Error, Sendable, Hashable {
        case noCandidates
        case differentCounts
        case noOrder
        case noDraws
    }

    private let candidates: Int
    private let criteria: Int
    private let low: [Double]
    private let extent: [Double]
    private let isUncertain: Bool
    private let order: [Int]?
    private let draws: Int
    private let seed: UInt64

    /// Draws of one part; fixed, so that the result does not depend on the number of processors.
    private static let partSize = 2_000

    public init(
        values: [[ValueInterval]], knowledge: Knowledge = .none, draws: Int = 100_000, seed: UInt64 = 1
    ) throws(Fault) {
        guard let first = values.first, !first.isEmpty else { throw .noCandidates }
        guard values.allSatisfy({ $0.count == first.count }) else { throw .differentCounts }
        guard draws > 0 else { throw .noDraws }
        if case .order(let order) = knowledge {
            guard order.sorted() == Array(first.indices) else { throw .noOrder }
            self.order = order
        } else {
            order = nil
        }
        (candidates, criteria) = (values.count, first.count)
        low = values.flatMap { $0.map(\.low) }
        extent = values.flatMap { $0.map(\.width) }
        isUncertain = extent.contains { $0 > 0 }
        (self.draws, self.seed) = (draws, seed)
    }

    /// Sums of one part; places and wins are whole numbers, so adding them is exact in any order.
    private struct Tally: Sendable {
        var places: [Int32]
        var wins: [Int32]
        var weights: [Double]
    }

    /// Runs on all processors and calls `progress` with the share done, from any of them.
    public func run(progress: @Sendable (Double) -> Void = { _ in }) -> Result {
        let parts = (draws + Self.partSize - 1) / Self.partSize
        let tallies = Mutex<(done: Int, tallies: [Tally?])>((0, Array(repeating: nil, count: parts)))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let tally = tally(part: part)
            let done = tallies.withLock { shared in
                shared.tallies[part] = tally
                shared.done += 1
                return shared.done
            }
            progress(Double(done) / Double(parts))
        }
        return result(tallies.withLock { $0.tallies.compactMap(\.self) })
    }

    /// The same on the calling thread alone, which leaves the other processors to others; nil when `goesOn` ended it.
    public func run(while goesOn: () -> Bool) -> Result? {
        let parts = (draws + Self.partSize - 1) / Self.partSize
        var tallies: [Tally] = []
        for part in 0..<parts {
            guard goesOn() else { return nil }
            tallies.append(tally(part: part))
        }
        return result(tallies)
    }

    private func tally(part: Int) -> Tally {
        let (candidates, criteria) = (candidates, criteria)
        var random = RandomStream(seed: seed, part: UInt64(part))
        var tally = Tally(
            places: Array(repeating: 0, count: candidates * candidates),
            wins: Array(repeating: 0, count: candidates * candidates),
            weights: Array(repeating: 0, count: candidates * criteria))
        var weights = [Double](repeating: 0, count: criteria)
        var scores = [Double](repeating: 0, count: candidates)
        var places = [Int](repeating: 0, count: candidates)
        let count = min(Self.partSize, draws - part * Self.partSize)
        low.withUnsafeBufferPointer { low in
            extent.withUnsafeBufferPointer { extent in
                for _ in 0..<count {
                    drawWeights(&weights, &random)
                    for candidate in 0..<candidates {
                        var score = 0.0
                        let start = candidate * criteria
                        if isUncertain {
                            for criterion in 0..<criteria {
                                let value = low[start + criterion] + extent[start + criterion] * random.uniform()
                                score += weights[criterion] * value
                            }
                        } else {
                            for criterion in 0..<criteria { score += weights[criterion] * low[start + criterion] }
                        }
                        scores[candidate] = score
                        places[candidate] = 0
                    }
                    for left in 0..<candidates {
                        for right in (left + 1)..<max(candidates, left + 1) {
                            let (a, b) = (scores[left], scores[right])
                            // Twice the wins, so that a tie is a whole number.
                            if a > b {
                                places[right] += 1
                                tally.wins[left * candidates + right] += 2
                            } else if a < b {
                                places[left] += 1
                                tally.wins[right * candidates + left] += 2
                            } else {
                                tally.wins[left * candidates + right] += 1
                                tally.wins[right * candidates + left] += 1
                            }
                        }
                    }
                    for candidate in 0..<candidates {
                        tally.places[candidate * candidates + places[candidate]] += 1
                        guard places[candidate] == 0 else { continue }
                        for criterion in 0..<criteria {
                            tally.weights[candidate * criteria + criterion] += weights[criterion]
                        }
                    }
                }
            }
        }
        return tally
    }

    /// Normalised exponential variates are uniform on the simplex; sorted they are uniform within an order.
    private func drawWeights(_ weights: inout [Double], _ random: inout RandomStream) {
        var sum = 0.0
        for index in weights.indices {
            let variate = -log(1 - random.uniform())
            weights[index] = variate
            sum += variate
        }
        for index in weights.indices { weights[index] /= sum }
        guard let order else { return }
        weights.sort(by: >)
        let sorted = weights
        for (rank, criterion) in order.enumerated() { weights[criterion] = sorted[rank] }
    }

    private func result(_ tallies: [Tally]) -> Result {
        var places = [Int](repeating: 0, count: candidates * candidates)
        var wins = places
        var weights = [Double](repeating: 0, count: candidates * criteria)
        for tally in tallies {
            for index in places.indices {
                places[index] += Int(tally.places[index])
                wins[index] += Int(tally.wins[index])
            }
            for index in weights.indices { weights[index] += tally.weights[index] }
        }
        let total = Double(draws)
        return Result(
            draws: draws,
            rankAcceptability: (0..<candidates).map { candidate in
                (0..<candidates).map { Double(places[candidate * candidates + $0]) / total }
            },
            centralWeights: (0..<candidates).map { candidate in
                let first = places[candidate * candidates]
                guard first > 0 else { return nil }
                return (0..<criteria).map { weights[candidate * criteria + $0] / Double(first) }
            },
            pairwiseWinning: (0..<candidates).map { left in
                (0..<candidates).map { Double(wins[left * candidates + $0]) / (2 * total) }
            })
    }
}
