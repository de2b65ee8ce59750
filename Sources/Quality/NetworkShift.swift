// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The level of a place against a year before and against the others of its network, week by week.
public struct NetworkShift: Sendable {
    /// An alarm of the CUSUM.
    public struct Alarm: Sendable, Hashable {
        /// Index of the week in which it begins, and of that in which it is raised.
        public let start: Int
        public let week: Int
        /// Median of the last three weeks, less the centre: logarithm of the ratio.
        public let size: Double
        public let centre: Double
        public let scale: Double
    }

    /// The first alarm in weekly differences, of which the first 52 are the reference; nil without.
    ///
    /// `from` is the first week that is looked at; weeks without enough days are nil and change nothing.
    public static func alarm(in weeks: [Double?], from first: Int = 0) -> Alarm? {
        guard let (centre, scale) = reference(weeks) else { return nil }
        var sums = (up: 0.0, down: 0.0)
        var starts = (up: 0, down: 0)
        for index in max(first, Thresholds.referenceWeeks)..<max(weeks.count, first, Thresholds.referenceWeeks) {
            guard let week = weeks[index] else { continue }
            let z = min(max((week - centre) / scale, -Thresholds.clip), Thresholds.clip)
            if sums.up == 0 { starts.up = index }
            if sums.down == 0 { starts.down = index }
            sums.up = max(0, sums.up + z - Thresholds.slack)
            sums.down = max(0, sums.down - z - Thresholds.slack)
            for (sum, start) in [(sums.up, starts.up), (sums.down, starts.down)] where sum > Thresholds.alarm {
                let latest = weeks[max(0, index - 2)...index].compactMap { $0 }.sorted()
                return Alarm(
                    start: start, week: index, size: median(ofSorted: latest) - centre, centre: centre, scale: scale)
            }
        }
        return nil
    }

    /// Centre and scale of the first 52 weeks; nil where fewer than half of them are known.
    static func reference(_ weeks: [Double?]) -> (centre: Double, scale: Double)? {
        guard weeks.count > Thresholds.referenceWeeks else { return nil }
        let known = weeks.prefix(Thresholds.referenceWeeks).compactMap { $0 }.sorted()
        guard known.count >= Thresholds.referenceWeeks / 2 else { return nil }
        let centre = median(ofSorted: known)
        let deviation = median(ofSorted: known.map { abs($0 - centre) }.sorted())
        return (centre, max(Thresholds.leastScale, Thresholds.normal * deviation))
    }

    // MARK: Day by day

    /// Logarithms of the last year's days, by day number modulo its length; NaN where there is none.
    private var year = [Float](repeating: .nan, count: 365)
    private var lastDay: Int?
    private var days: [Double] = []
    private var monday: Int?
    private var weeks: [Double?] = []
    /// Number of the first week in `weeks`, counted from the first of all.
    private var dropped = 0
    private var quietFrom = 0
    private(set) var open: Open?

    /// Where a day's logarithm stands; days before 1970 have numbers below 0.
    private static func place(_ day: Int) -> Int { (day % 365 + 365) % 365 }

    /// Takes the sum of a whole day; returns the logarithm of its ratio to 364 days before.
    mutating func take(_ sum: Double?, on day: Int) -> Double? {
        if let lastDay {
            for missed in max(lastDay + 1, day - 364)..<max(day, lastDay + 1, day - 364) {
                year[Self.place(missed)] = .nan
            }
        }
        lastDay = day
        let before = year[Self.place(day - 364)]
        guard let sum, sum >= 0 else {
            year[Self.place(day)] = .nan
            return nil
        }
        let now = log1p(sum)
        year[Self.place(day)] = Float(now)
        return before.isNaN ? nil : now - Double(before)
    }

    /// Takes the difference of a day to the others; returns a finding that a finished week has opened or ended.
    mutating func note(_ difference: Double?, on day: Int, _ series: Int64) -> Finding? {
        // day 0 was a Thursday
        let start = day - ((day + 3) % 7 + 7) % 7
        var result: Finding?
        if let monday, start > monday {
            result = endWeek(monday, series)
            for missed in stride(from: monday + 7, to: start, by: 7) { result = push(nil, missed, series) ?? result }
            days = []
        }
        monday = start
        if let difference { days.append(difference) }
        return result
    }

    private mutating func endWeek(_ monday: Int, _ series: Int64) -> Finding? {
        push(days.count >= 4 ? median(ofSorted: days.sorted()) : nil, monday, series)
    }

    private mutating func push(_ week: Double?, _ monday: Int, _ series: Int64) -> Finding? {
        weeks.append(week)
        if weeks.count > Thresholds.weeks {
            weeks.removeFirst()
            dropped += 1
        }
        if open != nil { return watchEnd(week, monday) }
        var next = quietFrom - dropped
        while let alarm = Self.alarm(in: weeks, from: next) {
            let first = Self.begin(of: alarm, in: weeks)
            let change = exp(median(ofSorted: weeks[first...alarm.week].compactMap { $0 }.sorted()) - alarm.centre) - 1
            // what is small, or is seen only by the reference of today, is passed over; a larger one begins anew
            next = alarm.week + 1
            let isRecent = alarm.week >= weeks.count - Thresholds.weeksBack
            guard isRecent, abs(change) >= Thresholds.leastChange else { continue }
            open = Open(
                finding: Finding(
                    rule: .shift, series: series, from: monday - 7 * (weeks.count - 1 - first), named: monday + 6,
                    size: abs(change), evidence: [:]),
                bad: monday, good: 0, since: weeks[first...].compactMap { $0 })
            open?.measure(alarm.centre)
            break
        }
        return nil
    }

    /// The week from which on the differences stand out most: a slow drift before it is no part of it.
    private static func begin(of alarm: Alarm, in weeks: [Double?]) -> Int {
        var (best, first, sum, count) = (0.0, alarm.week, 0.0, 0.0)
        for index in (alarm.start...alarm.week).reversed() {
            guard let week = weeks[index] else { continue }
            sum += week - alarm.centre
            count += 1
            if abs(sum) / count.squareRoot() > best { (best, first) = (abs(sum) / count.squareRoot(), index) }
        }
        return first
    }

    /// A shift that lasts.
    struct Open: Sendable {
        var finding: Finding
        /// Monday of the last week that is far from usual, and the weeks near it since.
        var bad: Int
        var good: Int
        /// Differences since its beginning, a year at most.
        var since: [Double]

        mutating func measure(_ centre: Double) {
            let change = exp(median(ofSorted: since.sorted()) - centre) - 1
            finding.size = abs(change)
            finding.evidence = [.change: change, .days: Double(bad + 7 - finding.from)]
        }
    }

    /// An open shift ends when the weeks are near their usual difference again.
    private mutating func watchEnd(_ week: Double?, _ monday: Int) -> Finding? {
        guard var current = open, let week, let (centre, scale) = Self.reference(weeks) else { return nil }
        if abs(week - centre) < Thresholds.near * scale {
            current.good += 1
        } else {
            (current.bad, current.good) = (monday, 0)
            if current.since.count < Thresholds.referenceWeeks { current.since.append(week) }
            current.measure(centre)
        }
        open = current
        guard current.good >= Thresholds.weeksBack else { return nil }
        current.finding.to = current.bad + 6
        open = nil
        quietFrom = dropped + weeks.count
        return current.finding
    }
}
