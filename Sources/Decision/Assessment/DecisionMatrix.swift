// SPDX-License-Identifier: EUPL-1.2

/// Measured levels of candidates, for the methods that stand beside the value model as a cross-check.
public struct DecisionMatrix: Sendable, Hashable {
    /// Whether more or less of a criterion is better.
    public enum Direction: Sendable, Hashable { case more, less }

    public let rows: [[Double]]
    public let weights: Weights
    public let directions: [Direction]

    /// Why a matrix cannot be judged.
    public enum Fault: Error, Sendable, Hashable {
        case noCandidates
        case differentCounts
        case notFinite(candidate: Int, criterion: Int)
    }

    public init(rows: [[Double]], weights: Weights, directions: [Direction]) throws(Fault) {
        guard !rows.isEmpty else { throw .noCandidates }
        let count = weights.shares.count
        guard directions.count == count, rows.allSatisfy({ $0.count == count }) else { throw .differentCounts }
        for (candidate, row) in rows.enumerated() {
            if let criterion = row.firstIndex(where: { !$0.isFinite }) {
                throw .notFinite(candidate: candidate, criterion: criterion)
            }
        }
        (self.rows, self.weights, self.directions) = (rows, weights, directions)
    }

    var criteria: Range<Int> { directions.indices }

    func column(_ criterion: Int) -> [Double] { rows.map { $0[criterion] } }

    /// Levels from the worst (0) to the best (1) of the candidates; a criterion in which all are equal gives 1 to all.
    public var minMaxNormalised: [[Double]] {
        rows.map { row in
            criteria.map { criterion in
                let column = column(criterion)
                guard let low = column.min(), let high = column.max(), high > low else { return 1 }
                let share = (row[criterion] - low) / (high - low)
                return directions[criterion] == .more ? share : 1 - share
            }
        }
    }

    /// The weighted sum of levels between the candidates' worst and best; subject to rank reversal, so a cross-check only.
    public var weightedSum: [Double] {
        minMaxNormalised.map { zip($0, weights.shares).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}
