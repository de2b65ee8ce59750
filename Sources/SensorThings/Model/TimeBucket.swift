// SPDX-License-Identifier: EUPL-1.2
public import Foundation
public import Wire

/// The stretches of time that values are gathered in; days and longer follow the calendar of a time zone.
public enum TimeBucket: String, Sendable, Hashable, CaseIterable {
    case minute, fiveMinutes = "5minutes", tenMinutes = "10minutes", quarterHour = "15minutes"
    case halfHour = "30minutes", hour, day, week, month, quarter, year

    /// Length where it is the same for each, in microseconds; nil for day and longer (23 to 25 hours and so on).
    public var fixedLength: Int64? {
        switch self {
        case .minute: 60_000_000
        case .fiveMinutes: 300_000_000
        case .tenMinutes: 600_000_000
        case .quarterHour: 900_000_000
        case .halfHour: 1_800_000_000
        case .hour: 3_600_000_000
        default: nil
        }
    }

    /// Typical length in microseconds, for choosing a bucket that suits a window.
    public var typicalLength: Int64 {
        switch self {
        case .day: 86_400_000_000
        case .week: 604_800_000_000
        case .month: 2_629_746_000_000
        case .quarter: 7_889_238_000_000
        case .year: 31_556_952_000_000
        default: fixedLength ?? 0
        }
    }

    /// The finest bucket of which at most `count` cover the window, not finer than the series' own rhythm.
    public static func suiting(_ window: InstantInterval, atMost count: Int, interval: Int64?) -> TimeBucket {
        let length = window.end.microseconds - window.start.microseconds
        let finest = interval ?? 0
        return allCases.first { bucket in
            bucket.typicalLength >= finest && length / max(bucket.typicalLength, 1) <= Int64(count)
        } ?? .year
    }

    /// Starts of the buckets that touch the window, and the end of the last one; none when there would be too many.
    ///
    /// The first may lie before the window's start. Returns nil when more than `limit` buckets would be needed.
    public func boundaries(of window: InstantInterval, in zone: TimeZone, limit: Int) -> [Instant]? {
        guard window.start < window.end else { return [] }
        let length = window.end.microseconds - window.start.microseconds
        guard length / typicalLength <= Int64(limit) else { return nil }
        var starts: [Instant] = []
        if let fixedLength {
            let offset = Int64(zone.secondsFromGMT(for: Self.date(window.start))) * 1_000_000
            let local = window.start.microseconds + offset
            var start = local - local.quotientAndRemainderFloored(by: fixedLength).remainder - offset
            while start < window.end.microseconds {
                starts.append(Instant(microseconds: start))
                start += fixedLength
            }
            starts.append(Instant(microseconds: start))
            return starts
        }
        var day = firstDay(of: window.start, in: zone)
        while true {
            let start = Self.midnight(day, in: zone)
            starts.append(start)
            if start >= window.end { return starts }
            day = dayAfter(day)
        }
    }

    /// Day number (since 1970-01-01) on which the bucket holding the instant starts.
    private func firstDay(of instant: Instant, in zone: TimeZone) -> Int {
        let offset = Int64(zone.secondsFromGMT(for: Self.date(instant))) * 1_000_000
        let day = Int((instant.microseconds + offset).quotientAndRemainderFloored(by: 86_400_000_000).quotient)
        let date = Instant.date(days: day)
        switch self {
        case .week: return day - ((day + 3) % 7 + 7) % 7
        case .month: return Instant.days(year: date.year, month: date.month, day: 1)
        case .quarter: return Instant.days(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
        case .year: return Instant.days(year: date.year, month: 1, day: 1)
        default: return day
        }
    }

    private func dayAfter(_ day: Int) -> Int {
        let date = Instant.date(days: day)
        func months(_ count: Int) -> Int {
            let month = date.month - 1 + count
            return Instant.days(year: date.year + month / 12, month: month % 12 + 1, day: 1)
        }
        switch self {
        case .week: return day + 7
        case .month: return months(1)
        case .quarter: return months(3)
        case .year: return months(12)
        default: return day + 1
        }
    }

    /// The instant at which a local day begins.
    static func midnight(_ day: Int, in zone: TimeZone) -> Instant {
        let local = Int64(day) * 86_400_000_000
        var instant = Instant(microseconds: local)
        for _ in 0..<2 {
            instant.microseconds = local - Int64(zone.secondsFromGMT(for: date(instant))) * 1_000_000
        }
        return instant
    }

    private static func date(_ instant: Instant) -> Date {
        Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
    }
}
