// SPDX-License-Identifier: EUPL-1.2
public import Catalogue
public import PlanningModel
public import Rights
public import Wire

/// Evaluates indicators: asks their source over calendar periods of the town, or takes the values kept by hand.
public struct IndicatorEvaluation: Sendable {
    private let calendar: ZonedCalendar
    private let now: Instant
    private let reader: Reader

    /// `now` is the town's time; in a demonstration with past data that of the data.
    public init(calendar: ZonedCalendar, now: Instant, reader: Reader) {
        (self.calendar, self.now, self.reader) = (calendar, now, reader)
    }

    /// What an indicator says; `source` is what its document names, nil when it names none or it is not visible.
    public func reading(of indicator: PlanningObject, source: (any IndicatorSource)?) async throws -> IndicatorReading {
        let unit = indicator.text("unit") ?? source?.unit ?? ""
        if indicator.text("source") == "manual" { return byHand(indicator, unit: unit) }
        guard let source else { return reading(indicator, unit: unit) }
        if source.isMomentary {
            let count = try await source.aggregate(.count, over: InstantInterval(start: now, end: now), for: reader)
            return reading(indicator, unit: unit, value: count.value)
        }
        let function = indicator.text("aggregate").flatMap { AggregateFunction(rawValue: $0) } ?? .mean
        let name = indicator.text("window") ?? "month"
        let windows = windows(name)
        let asked = fullMonths(24)
        let found = try await source.aggregates(
            function, over: asked + (name == "year" ? [] : [windows.now, windows.before]), for: reader)
        let months = zip(asked, found).map { window, value in
            IndicatorReading.Month(window: window, value: value.value, coverage: value.coverage)
        }
        if name == "year" { return overYear(indicator, unit, months, function) }
        let (current, before) = (found[asked.count], found[asked.count + 1])
        var comparison: IndicatorReading.Comparison?
        let isComparable = function != .sum && function != .count || Self.isAlike(current.coverage, before.coverage)
        if let now = current.value, let past = before.value, isComparable {
            comparison = IndicatorReading.Comparison(now: now, before: past, commonMonths: nil)
        }
        return reading(
            indicator, unit: unit, value: current.value, window: windows.now, coverage: current.coverage,
            comparison: comparison, months: months)
    }

    /// Sums of periods that were measured to a different degree say nothing about each other.
    private static func isAlike(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return true }
        return abs(left - right) < 0.2
    }

    private func reading(
        _ indicator: PlanningObject, unit: String, value: Double? = nil, window: InstantInterval? = nil,
        coverage: Double? = nil, comparison: IndicatorReading.Comparison? = nil, months: [IndicatorReading.Month] = []
    ) -> IndicatorReading {
        IndicatorReading(
            value: value, unit: unit, window: window, coverage: coverage, comparison: comparison,
            baseline: indicator.number("baseline"), target: indicator.number("target"),
            direction: indicator.text("direction").flatMap { IndicatorReading.Direction(rawValue: $0) },
            months: months)
    }

    // MARK: Periods

    private func start(of unit: CalendarUnit, containing instant: Instant) -> Instant {
        calendar.start(of: unit, containing: instant)
    }

    private func before(_ instant: Instant) -> Instant { Instant(microseconds: instant.microseconds - 1) }

    /// Full local days, seven days or a month that ended last, and the like period a year before.
    private func windows(_ name: String) -> (now: InstantInterval, before: InstantInterval) {
        let today = start(of: .day, containing: now)
        switch name {
        case "day", "week":
            var first = today
            for _ in 0..<(name == "day" ? 1 : 7) { first = start(of: .day, containing: before(first)) }
            // 52 weeks back, so that the same days of the week are compared.
            let back: Int64 = 364 * 86_400_000_000 + 43_200_000_000
            func past(_ instant: Instant) -> Instant {
                start(of: .day, containing: Instant(microseconds: instant.microseconds - back + 86_400_000_000))
            }
            return (InstantInterval(start: first, end: today), InstantInterval(start: past(first), end: past(today)))
        default:
            let months = fullMonths(13)
            return (months[12], months[0])
        }
    }

    /// The last full months, the oldest first.
    private func fullMonths(_ count: Int) -> [InstantInterval] {
        var end = start(of: .month, containing: now)
        var months: [InstantInterval] = []
        for _ in 0..<count {
            let first = start(of: .month, containing: before(end))
            months.append(InstantInterval(start: first, end: end))
            end = first
        }
        return months.reversed()
    }

    /// Twelve months beside the twelve before: only months that both years have are compared, and a mean is that of the
    /// months, so that a year without its winter does not look like a better one.
    private func overYear(
        _ indicator: PlanningObject, _ unit: String, _ months: [IndicatorReading.Month], _ function: AggregateFunction
    ) -> IndicatorReading {
        let (past, current) = (months.prefix(12), months.suffix(12))
        func whole(_ month: IndicatorReading.Month) -> Bool {
            month.value != nil && (month.coverage ?? 1) >= IndicatorReading.sufficientCoverage
        }
        let pairs = zip(past, current).filter { whole($0) && whole($1) }
        func total(_ values: [Double]) -> Double? {
            guard !values.isEmpty else { return nil }
            switch function {
            case .sum, .count: return values.reduce(0, +)
            case .minimum: return values.min()
            case .maximum: return values.max()
            case .mean: return values.reduce(0, +) / Double(values.count)
            case .last: return values.last
            }
        }
        var comparison: IndicatorReading.Comparison?
        if let now = total(pairs.compactMap(\.1.value)), let before = total(pairs.compactMap(\.0.value)) {
            comparison = IndicatorReading.Comparison(now: now, before: before, commonMonths: pairs.count)
        }
        let coverages = current.map { $0.value == nil ? 0 : $0.coverage ?? 1 }
        let window = current.first.flatMap { first in
            current.last.map { InstantInterval(start: first.window.start, end: $0.window.end) }
        }
        return reading(
            indicator, unit: unit, value: total(current.compactMap(\.value)), window: window,
            coverage: coverages.isEmpty ? nil : coverages.reduce(0, +) / Double(coverages.count),
            comparison: comparison, months: months)
    }

    // MARK: By hand

    /// The latest value, one of today included; compared with the one nearest to a year before, at most 45 days off.
    private func byHand(_ indicator: PlanningObject, unit: String) -> IndicatorReading {
        let values = indicator.rows("values").compactMap { row -> (at: Instant, value: Double)? in
            guard let day = row["date"]?.string, let at = try? Instant(iso8601: day + "T12:00:00Z"),
                let value = row["value"]?.double, start(of: .day, containing: at) <= now
            else { return nil }
            return (at, value)
        }.sorted { $0.at < $1.at }
        guard let last = values.last else { return reading(indicator, unit: unit, value: nil) }
        let year: Int64 = 365 * 86_400_000_000 + 21_600_000_000
        let wanted = last.at.microseconds - year
        let near = values.min { abs($0.at.microseconds - wanted) < abs($1.at.microseconds - wanted) }
        var comparison: IndicatorReading.Comparison?
        if let near, abs(near.at.microseconds - wanted) <= 45 * 86_400_000_000 {
            comparison = IndicatorReading.Comparison(now: last.value, before: near.value, commonMonths: nil)
        }
        let months = fullMonths(24).map { window in
            let inside = values.filter { window.start <= $0.at && $0.at < window.end }
            return IndicatorReading.Month(window: window, value: inside.last?.value, coverage: nil)
        }
        let day = InstantInterval(start: last.at, end: last.at)
        return reading(indicator, unit: unit, value: last.value, window: day, comparison: comparison, months: months)
    }
}
