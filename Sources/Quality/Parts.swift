// SPDX-License-Identifier: EUPL-1.2

/// Which series of a place is the total of the others, learnt from the values, and since when it no longer is.
struct Parts: Sendable {
    /// Index of the total; nil until it is known.
    private(set) var total: Int?
    private(set) var closed: [Finding] = []
    private(set) var open: Finding?
    /// The parts that it was made of of late.
    private var known: Set<Int> = []
    /// Days on which the sum was right without one of these.
    private var without = 0
    private var candidate: Int?
    private var agreed = 0
    private var run: (from: Int, last: Int, days: Int, parts: Double, total: Double)?

    typealias Member = (index: Int, series: Int64, figures: DayFigures?)

    mutating func take(_ day: Int, _ members: [Member]) {
        let present = members.compactMap { member in member.figures.map { (member.index, member.series, $0) } }
        // of a day on which some have more values than others the sums cannot be compared
        guard let first = present.first, present.allSatisfy({ $0.2.count == first.2.count }) else { return }
        guard let total else {
            learn(present)
            return
        }
        guard present.count > 1, let whole = present.first(where: { $0.0 == total }) else { return }
        let others = present.filter { $0.0 != total }
        let parts = others.reduce(0) { $0 + $1.2.sum }
        if Self.areEqual(parts, whole.2.sum) {
            if whole.2.sum != 0 { learn(parts: Set(others.map(\.0))) }
            return end()
        }
        // a part that delivers nothing is no fault of the sum, nor is a new one that does not belong to it
        guard known.isSubset(of: others.map(\.0)) else { return }
        let old = others.reduce(0) { $0 + (known.contains($1.0) ? $1.2.sum : 0) }
        if Self.areEqual(old, whole.2.sum) { return end() }
        guard abs(old - whole.2.sum) > Thresholds.unequal * max(abs(whole.2.sum), abs(old)) else { return }
        note(day, whole.1, parts: old, total: whole.2.sum)
    }

    /// A new part belongs to it at once; one that is gone no longer does after 14 days on which the sum was right.
    private mutating func learn(parts: Set<Int>) {
        without = known.isSubset(of: parts) ? 0 : without + 1
        known = without >= Thresholds.leastDays ? parts : known.union(parts)
    }

    private static func areEqual(_ parts: Double, _ total: Double) -> Bool {
        abs(parts - total) <= max(Thresholds.equal * max(abs(total), abs(parts)), 1e-9)
    }

    /// The one that equals the sum of at least two others on 14 days in a row.
    private mutating func learn(_ present: [(Int, Int64, DayFigures)]) {
        guard present.count > 2, let largest = present.max(by: { $0.2.sum < $1.2.sum }), largest.2.sum > 0
        else { return }
        let isEqual = Self.areEqual(present.reduce(0) { $0 + $1.2.sum } - largest.2.sum, largest.2.sum)
        agreed = isEqual && candidate == largest.0 ? agreed + 1 : isEqual ? 1 : 0
        candidate = largest.0
        guard agreed >= Thresholds.leastDays else { return }
        total = largest.0
        known = Set(present.map(\.0)).subtracting([largest.0])
    }

    private mutating func note(_ day: Int, _ series: Int64, parts: Double, total: Double) {
        var now = run ?? (day, day, 0, 0, 0)
        now = (now.from, day, now.days + 1, now.parts + parts, now.total + total)
        run = now
        guard now.days >= Thresholds.days else { return }
        let size = abs(now.parts - now.total) / max(abs(now.total), 1e-9)
        var finding =
            open ?? Finding(rule: .sum, series: series, from: now.from, named: day, size: size, evidence: [:])
        finding.size = size
        finding.evidence = [.parts: now.parts, .total: now.total, .days: Double(now.days)]
        open = finding
    }

    private mutating func end() {
        if var finding = open {
            finding.to = run?.last
            closed.append(finding)
        }
        (open, run) = (nil, nil)
    }
}
