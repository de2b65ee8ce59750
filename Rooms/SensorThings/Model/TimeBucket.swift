// SPDX-License-Identifier: EUPL-1.2
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
    public func boundaries(of window: InstantInterval, in calendar: ZonedCalendar, limit: Int) -> [Instant]? {
        guard window.start < window.end else { return [] }
        let length = window.end.microseconds - window.start.microseconds
        guard length / typicalLength <= Int64(limit) else { return nil }
        var starts: [Instant] = []
        if let fixedLength {
            let offset = calendar.offset(at: window.start)
            let local = window.start.microseconds + offset
            var start = local - local.quotientAndRemainderFloored(by: fixedLength).remainder - offset
            while start < window.end.microseconds {
                starts.append(Instant(microseconds: start))
                start += fixedLength
            }
            starts.append(Instant(microseconds: start))
            return starts
        }
        starts.reserveCapacity(Int(length / typicalLength) + 2)
        var start = calendar.start(of: unit, containing: window.start)
        while start < window.end {
            starts.append(start)
            start = calendar.end(of: unit, containing: start)
        }
        starts.append(start)
        return starts
    }

    /// The calendar's unit of a day and longer.
    private var unit: CalendarUnit {
        switch self {
        case .week: .week
        case .month: .month
        case .quarter: .quarter
        case .year: .year
        default: .day
        }
    }
}
