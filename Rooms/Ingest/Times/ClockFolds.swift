// SPDX-License-Identifier: EUPL-1.2

/// The rows of one file whose wall clock showed their time twice in autumn, and which of the two instants each means.
///
/// The order of the rows decides, whichever way they run; where it leaves a choice, nothing is chosen.
package struct ClockFolds {
    /// A row with its two possible begins.
    package struct Row {
        package let first: Int64
        package let second: Int64
        package let line: Int
        /// Its begin, once it is known.
        package var begin: Int64?
    }

    /// Rows of one series of times that follow each other in the file within one such hour.
    private struct Run {
        var rows: [Int]
        /// Begins of the rows before and after them in the file.
        var before: Int64?
        var after: Int64?
    }

    private struct Group {
        var previous: Int64?
        var run: Int?
    }

    private let convention: TimeRule.RepeatedHour?
    /// Microseconds from one value to the next; 0 where it is not known.
    private let step: Int64
    package private(set) var rows: [Row] = []
    private var runs: [Run] = []
    private var groups: [Group] = []

    private static let day: Int64 = 86_400_000_000
    private static let hour: Int64 = 3_600_000_000

    init(convention: TimeRule.RepeatedHour?, step: Int64) {
        self.convention = convention
        self.step = step
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// A row whose time is beyond doubt.
    mutating func note(_ begin: Int64, group: Int) {
        while groups.count <= group { groups.append(Group()) }
        if let run = groups[group].run {
            runs[run].after = begin
            groups[group].run = nil
        }
        groups[group].previous = begin
    }

    /// A row that may mean either; its index.
    mutating func add(_ first: Int64, _ second: Int64, group: Int, line: Int) -> Int {
        while groups.count <= group { groups.append(Group()) }
        let index = rows.count
        rows.append(Row(first: first, second: second, line: line))
        if let run = groups[group].run, abs(rows[runs[run].rows[0]].first - first) < Self.day {
            runs[run].rows.append(index)
        } else {
            groups[group].run = runs.count
            runs.append(Run(rows: [index], before: groups[group].previous))
        }
        return index
    }

    /// Settles all rows as far as they can be.
    package mutating func settle() {
        for run in runs {
            for (row, begin) in zip(run.rows, settled(run)) { rows[row].begin = begin }
        }
    }

    /// The begins of a run's rows; nil for those that could be either.
    private func settled(_ run: Run) -> [Int64?] {
        let unknown = [Int64?](repeating: nil, count: run.rows.count)
        guard let isAscending = isAscending(run) else { return unknown }
        let order = isAscending ? run.rows : run.rows.reversed()
        let (before, after) = isAscending ? (run.before, run.after) : (run.after, run.before)
        let reference = rows[order[0]].first
        let chain = Chain(
            rows: order.map { rows[$0] }, before: before.flatMap { $0 < reference ? $0 : nil },
            after: after.flatMap { $0 > reference ? $0 : nil }, step: step)
        var found: [Int64?]?
        switch convention {
        case .byOrder: found = chain.begins(isStrict: false)
        case .twice: found = chain.begins(isStrict: true)
        default: found = chain.begins(isStrict: true) ?? chain.begins(isStrict: false)
        }
        guard let found else { return unknown }
        return isAscending ? found : found.reversed()
    }

    /// Which way the file runs there: by the rows around, else by the rows themselves; nil where neither shows it.
    private func isAscending(_ run: Run) -> Bool? {
        let reference = rows[run.rows[0]].first
        let before = run.before.map { (isAscending: $0 < reference, distance: abs($0 - reference)) }
        let after = run.after.map { (isAscending: $0 > reference, distance: abs($0 - reference)) }
        switch (before, after) {
        case (let before?, let after?):
            return before.distance <= after.distance ? before.isAscending : after.isAscending
        case (let one?, nil), (nil, let one?): return one.isAscending
        case (nil, nil):
            var (ups, downs) = (0, 0)
            for (left, right) in zip(run.rows, run.rows.dropFirst()) {
                if rows[right].first > rows[left].first { ups += 1 }
                if rows[right].first < rows[left].first { downs += 1 }
            }
            return ups == downs ? nil : ups > downs
        }
    }

    /// Rows in the order of true time, and what is known around them.
    private struct Chain {
        let rows: [Row]
        let before: Int64?
        let after: Int64?
        let step: Int64

        /// The begins that the order allows; nil as a whole where it allows none, nil for a row where it allows both.
        func begins(isStrict: Bool) -> [Int64?]? {
            func follows(_ later: Int64, _ earlier: Int64) -> Bool { isStrict ? later > earlier : later >= earlier }
            var earliest: [Int64] = []
            var last = before ?? .min
            for row in rows {
                guard let begin = [row.first, row.second].first(where: { follows($0, last) }) else { return nil }
                earliest.append(begin)
                last = begin
            }
            var latest: [Int64] = []
            var next = after ?? .max
            for row in rows.reversed() {
                guard let begin = [row.second, row.first].first(where: { follows(next, $0) }) else { return nil }
                latest.append(begin)
                next = begin
            }
            latest.reverse()
            if earliest == latest { return earliest }
            // A file that ends, or begins, within the hour goes on from, or to, what stands beside it without a gap.
            if after == nil, let before, isWithoutGap([before] + earliest, unknown: ClockFolds.hour) { return earliest }
            if before == nil, let after, step > 0, isWithoutGap(latest + [after], unknown: 0) { return latest }
            return zip(earliest, latest).map { $0 == $1 ? $0 : nil }
        }

        /// Whether each begin is one step after the other; with an unknown step, at most `unknown`.
        private func isWithoutGap(_ begins: [Int64], unknown: Int64) -> Bool {
            zip(begins, begins.dropFirst()).allSatisfy { left, right in
                step > 0 ? right - left == step : right - left <= unknown
            }
        }
    }
}
