// SPDX-License-Identifier: EUPL-1.2

/// An order of candidates by score, in which equal scores share a place.
public struct Ranking: Sendable, Hashable {
    /// The place of each candidate, from 1; after a tie of two at 1 follows 3.
    public let places: [Int]

    /// Scores closer than the tolerance to the next better one are a tie.
    public init(scores: [Double], largerIsBetter: Bool = true, tolerance: Double = 1e-9) {
        var places = [Int](repeating: 1, count: scores.count)
        let order = scores.indices.sorted { largerIsBetter ? scores[$0] > scores[$1] : scores[$0] < scores[$1] }
        for (position, candidate) in order.enumerated() where position > 0 {
            let before = order[position - 1]
            let isTie = abs(scores[candidate] - scores[before]) <= tolerance
            places[candidate] = isTie ? places[before] : position + 1
        }
        self.places = places
    }

    public var winners: [Int] { places.indices.filter { places[$0] == 1 } }

    /// The groups of candidates that share a place, best first.
    public var ties: [[Int]] {
        Set(places).sorted().map { place in places.indices.filter { places[$0] == place } }.filter { $0.count > 1 }
    }
}

/// What several methods say about the same candidates.
public struct MethodComparison: Sendable, Hashable {
    /// One method and its order.
    public struct Entry: Sendable, Hashable {
        public let method: String
        public let ranking: Ranking
        public init(method: String, ranking: Ranking) { (self.method, self.ranking) = (method, ranking) }
    }

    public let entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }

    /// Each candidate that wins somewhere, with the methods in which it does; more than one is a disagreement.
    public var winners: [(candidate: Int, methods: [String])] {
        let candidates = Set(entries.flatMap(\.ranking.winners)).sorted()
        return candidates.map { candidate in
            (candidate, entries.filter { $0.ranking.winners.contains(candidate) }.map(\.method))
        }
    }

    /// Whether no candidate wins in all methods.
    public var isDisagreement: Bool {
        guard let first = entries.first else { return false }
        let common = entries.dropFirst().reduce(Set(first.ranking.winners)) { $0.intersection($1.ranking.winners) }
        return common.isEmpty
    }
}

/// How alike two orders are.
public enum RankCorrelation {
    /// Kendall's tau-b, which accounts for ties; nil when one side is all one tie.
    public static func kendallTauB(_ left: [Double], _ right: [Double]) -> Double? {
        precondition(left.count == right.count, "as many on both sides")
        var (balance, untiedLeft, untiedRight) = (0.0, 0.0, 0.0)
        for first in left.indices {
            for second in left.indices where second > first {
                let a = (left[first] - left[second]).signOrZero
                let b = (right[first] - right[second]).signOrZero
                balance += a * b
                untiedLeft += a * a
                untiedRight += b * b
            }
        }
        let extent = (untiedLeft * untiedRight).squareRoot()
        return extent == 0 ? nil : balance / extent
    }

    /// Spearman's rho, on mean ranks; nil when one side is all one tie.
    public static func spearman(_ left: [Double], _ right: [Double]) -> Double? {
        precondition(left.count == right.count, "as many on both sides")
        let (a, b) = (meanRanks(left), meanRanks(right))
        let mean = Double(left.count + 1) / 2
        var (product, squaresA, squaresB) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            product += (x - mean) * (y - mean)
            squaresA += (x - mean) * (x - mean)
            squaresB += (y - mean) * (y - mean)
        }
        let extent = (squaresA * squaresB).squareRoot()
        return extent == 0 ? nil : product / extent
    }

    private static func meanRanks(_ numbers: [Double]) -> [Double] {
        numbers.map { number in
            let below = numbers.count { $0 < number }
            let equal = numbers.count { $0 == number }
            return Double(below) + Double(equal + 1) / 2
        }
    }
}

extension Double {
    fileprivate var signOrZero: Double { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
