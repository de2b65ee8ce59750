// SPDX-License-Identifier: EUPL-1.2

/// Robust portfolio modelling: which measures are in every, some or no portfolio that is not dominated.
public struct CoreIndex: Sendable, Hashable {
    /// The portfolios that no other one matches at all extreme weights and beats at one.
    public let nonDominated: [[Int]]
    /// The share of them that holds each measure: 1 is core, 0 is out.
    public let shares: [Double]

    /// Why an index cannot be found.
    public enum Fault: Error, Sendable, Hashable {
        case tooMany(limit: Int)
        case differentCounts
        /// `goesOn` ended it.
        case stopped
    }

    /// The most measures whose portfolios are enumerated.
    public static let limit = 20

    /// Scores of each measure by criterion; a portfolio is worth the sum, at each of the extreme points of the weights.
    ///
    /// It asks `goesOn` now and then; with twenty measures it may take many seconds.
    public init(
        scores: [[Double]], costs: [Double], budget: Double, extremePoints: [[Double]],
        while goesOn: () -> Bool = { true }
    ) throws(Fault) {
        guard scores.count <= Self.limit else { throw .tooMany(limit: Self.limit) }
        guard costs.count == scores.count,
            scores.allSatisfy({ row in extremePoints.allSatisfy { $0.count == row.count } })
        else { throw .differentCounts }
        let worth = scores.map { row in
            extremePoints.map { point in zip(row, point).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        var kept: [(mask: Int, values: [Double])] = []
        for mask in 0..<(1 << scores.count) {
            if mask & 0x3FF == 0, !goesOn() { throw .stopped }
            var cost = 0.0
            var values = [Double](repeating: 0, count: extremePoints.count)
            for measure in scores.indices where mask >> measure & 1 == 1 {
                cost += costs[measure]
                for point in values.indices { values[point] += worth[measure][point] }
            }
            guard cost <= budget + 1e-9 else { continue }
            if kept.contains(where: { Self.dominates($0.values, values) }) { continue }
            kept.removeAll { Self.dominates(values, $0.values) }
            kept.append((mask, values))
        }
        nonDominated = kept.map { one in scores.indices.filter { one.mask >> $0 & 1 == 1 } }
        let found = nonDominated
        shares = scores.indices.map { measure in
            Double(found.count { $0.contains(measure) }) / Double(max(1, found.count))
        }
    }

    /// At least as good everywhere and better somewhere, beyond the noise of sums.
    private static func dominates(_ left: [Double], _ right: [Double]) -> Bool {
        var isBetter = false
        for (a, b) in zip(left, right) {
            if a < b - 1e-9 { return false }
            if a > b + 1e-9 { isBetter = true }
        }
        return isBetter
    }
}
