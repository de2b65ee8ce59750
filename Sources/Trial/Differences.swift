// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// What a value is compared on.
public enum TrialScale: String, Sendable, Hashable, CaseIterable {
    /// Differences in the indicator's own unit.
    case absolute
    /// Differences of natural logarithms: ratios.
    case log
}

/// The frozen table of a trial: units × periods, nil where a period is missing.
public struct TrialPanel: Sendable, Hashable {
    /// Rows are units, columns are periods in their order.
    public let values: [[Double?]]
    /// What makes two periods alike (a month of the year, an ISO week), one for each column; nil compares plain means.
    public let likeness: [Int]?
    /// Columns before this one are before the start.
    public let start: Int

    public enum Refusal: Error, Sendable, Hashable {
        case ragged
        case nothingBefore
        case nothingAfter
        /// A logarithm needs values above zero; unit and period from 0.
        case logarithmOfNothing(unit: Int, period: Int)
    }

    public init(_ values: [[Double?]], start: Int, likeness: [Int]? = nil, scale: TrialScale = .absolute)
        throws(Refusal)
    {
        let periods = values.first?.count ?? 0
        guard values.allSatisfy({ $0.count == periods }), likeness == nil || likeness?.count == periods else {
            throw .ragged
        }
        guard start > 0 else { throw .nothingBefore }
        guard start < periods else { throw .nothingAfter }
        var scaled = values
        for unit in values.indices {
            for period in 0..<periods {
                guard let value = values[unit][period] else { continue }
                guard value.isFinite else {
                    scaled[unit][period] = nil
                    continue
                }
                guard scale == .log else { continue }
                guard value > 0 else { throw .logarithmOfNothing(unit: unit, period: period) }
                scaled[unit][period] = Foundation.log(value)
            }
        }
        (self.values, self.likeness, self.start) = (scaled, likeness, start)
    }

    /// How one unit changed.
    public struct Change: Sendable, Hashable {
        /// Mean after less mean before, over periods of which the like is there on both sides.
        public let difference: Double?
        /// Kinds of period that count, of those that could.
        public let used: Int
        public let possible: Int

        /// Whether at least three quarters of the periods are there.
        public var counts: Bool { difference != nil && 4 * used >= 3 * possible }
    }

    /// The change of each unit up to (not with) a column; all columns where nothing is said.
    public func changes(until end: Int? = nil) -> [Change] {
        let all = values.first?.count ?? 0
        let end = min(max(end ?? all, start), all)
        return values.map { change(of: $0, from: 0, start: start, until: end) }
    }

    private func change(of row: [Double?], from begin: Int, start: Int, until end: Int) -> Change {
        guard let likeness, Set(likeness[begin..<start]).isSuperset(of: likeness[start..<end]) else {
            let before = row[begin..<start].compactMap(\.self)
            let after = row[start..<end].compactMap(\.self)
            let difference = before.isEmpty || after.isEmpty ? nil : mean(after) - mean(before)
            return Change(difference: difference, used: before.count + after.count, possible: end - begin)
        }
        var differences: [Double] = []
        let kinds = Set(likeness[start..<end])
        for kind in kinds.sorted() {
            let before = (begin..<start).filter { likeness[$0] == kind }.compactMap { row[$0] }
            let after = (start..<end).filter { likeness[$0] == kind }.compactMap { row[$0] }
            if !before.isEmpty, !after.isEmpty { differences.append(mean(after) - mean(before)) }
        }
        return Change(
            difference: differences.isEmpty ? nil : mean(differences), used: differences.count, possible: kinds.count)
    }

    /// The changes at a made-up start before the true one, by plain means; nil where a unit has no value on a side.
    func placeboDifferences(start placebo: Int) -> [Double?] {
        values.map { row in
            let before = row[..<placebo].compactMap(\.self)
            let after = row[placebo..<start].compactMap(\.self)
            return before.isEmpty || after.isEmpty ? nil : mean(after) - mean(before)
        }
    }
}

func mean(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

/// The spread of a sample (n − 1).
package func standardDeviation(_ values: [Double]) -> Double {
    let middle = mean(values)
    return (values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)).squareRoot()
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
