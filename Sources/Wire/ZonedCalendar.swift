// SPDX-License-Identifier: EUPL-1.2
internal import Foundation
internal import Synchronization

/// The unit of a bucket of local time; weeks begin on Monday (ISO 8601).
public enum CalendarUnit: String, Sendable, Hashable, CaseIterable {
    case minute, hour, day, week, month, quarter, year
}

/// What a clock and calendar on the wall of a zone show.
public struct LocalFields: Sendable, Hashable {
    public var year: Int
    public var month: Int
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int
    public var microsecond: Int
    /// 1 Monday to 7 Sunday.
    public var weekday: Int
    /// Seconds ahead of UTC.
    public var offset: Int

    public init(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, microsecond: Int, weekday: Int,
        offset: Int
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
        self.weekday = weekday
        self.offset = offset
    }
}

/// The local time of an IANA zone, its changes of offset from 1900 to 2100 computed once.
public struct ZonedCalendar: Sendable {
    /// The instants at which the wall clock shows a time.
    public enum Resolution: Sendable, Hashable {
        case unique(Instant)
        /// The clock was put back: it showed this time twice.
        case ambiguous(first: Instant, second: Instant)
        /// The clock was put forward at this instant and never showed the time.
        case gap(at: Instant)

        /// The first instant that fits; in a gap the instant of the change.
        public var earliest: Instant {
            switch self {
            case .unique(let instant), .ambiguous(let instant, _), .gap(let instant): instant
            }
        }
    }

    /// `Europe/Berlin`.
    public let identifier: String
    /// First microsecond of each stretch of one offset; the first reaches back without end.
    private let starts: [Int64]
    /// Microseconds ahead of UTC.
    private let offsets: [Int64]

    /// The same wall clock all year.
    public static let utc = ZonedCalendar(identifier: "UTC", starts: [.min], offsets: [0])

    /// Zones looked up before; finding the changes of two centuries takes milliseconds.
    private static let known = Mutex<[String: ZonedCalendar]>([:])
    private static let mostKnown = 64

    /// Nil for a zone the system does not know.
    public init?(identifier: String) {
        if let known = Self.known.withLock({ $0[identifier] }) {
            self = known
            return
        }
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        var starts: [Int64] = [.min]
        // 1900-01-01 and 2100-01-01.
        var moment = Date(timeIntervalSince1970: -2_208_988_800)
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        var offsets = [Int64(zone.secondsFromGMT(for: moment)) * 1_000_000]
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < end {
            let offset = Int64(zone.secondsFromGMT(for: next)) * 1_000_000
            if offset != offsets[offsets.count - 1] {
                starts.append(Int64(next.timeIntervalSince1970.rounded()) * 1_000_000)
                offsets.append(offset)
            }
            moment = next
        }
        self.init(identifier: identifier, starts: starts, offsets: offsets)
        let found = self
        Self.known.withLock { known in
            if known.count < Self.mostKnown { known[identifier] = found }
        }
    }

    private init(identifier: String, starts: [Int64], offsets: [Int64]) {
        self.identifier = identifier
        self.starts = starts
        self.offsets = offsets
    }

    /// Microseconds ahead of UTC at an instant.
    public func offset(at instant: Instant) -> Int64 { offsets[stretch(of: instant.microseconds)] }

    /// What the wall shows at an instant.
    public func fields(of instant: Instant) -> LocalFields {
        let offset = offset(at: instant)
        let (days, rest) = (instant.microseconds + offset).quotientAndRemainderFloored(by: Self.day)
        let date = Instant.date(days: Int(days))
        let seconds = Int(rest / 1_000_000)
        return LocalFields(
            year: date.year, month: date.month, day: date.day, hour: seconds / 3600, minute: seconds / 60 % 60,
            second: seconds % 60, microsecond: Int(rest % 1_000_000), weekday: Self.weekday(days) + 1,
            offset: Int(offset / 1_000_000))
    }

    /// The instants at which the wall shows a time.
    /// `local` is microseconds since 1970-01-01T00:00 on the wall.
    public func resolve(local: Int64) -> Resolution {
        let guess = stretch(of: local)
        var first: Instant?
        var change = Instant(microseconds: local - offsets[guess])
        for index in max(0, guess - 1)...min(starts.count - 1, guess + 1) {
            let moment = local - offsets[index]
            let end = index + 1 < starts.count ? starts[index + 1] : .max
            if moment >= starts[index], moment < end {
                guard let first else {
                    first = Instant(microseconds: moment)
                    continue
                }
                return .ambiguous(first: first, second: Instant(microseconds: moment))
            }
            if index > 0, moment < starts[index], local - offsets[index - 1] >= starts[index] {
                change = Instant(microseconds: starts[index])
            }
        }
        if let first { return .unique(first) }
        return .gap(at: change)
    }

    /// As `resolve(local:)`, beginning at the stretch that the last call found: quick for times in their order.
    public func resolve(local: Int64, near stretch: inout Int) -> Resolution {
        if !isWellInside(stretch, local) {
            stretch = self.stretch(of: local)
            guard isWellInside(stretch, local) else { return resolve(local: local) }
        }
        return .unique(Instant(microseconds: local - offsets[stretch]))
    }

    /// Whether a local time lies in a stretch, more than a day from the changes at its ends.
    private func isWellInside(_ stretch: Int, _ local: Int64) -> Bool {
        let isBehind = stretch == 0 || local > starts[stretch] + Self.day
        return isBehind && (stretch + 1 >= starts.count || local < starts[stretch + 1] - Self.day)
    }

    /// The instants at which the wall shows a date and time; fields must be of their ranges.
    public func resolve(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
    ) -> Resolution {
        let seconds = Instant.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
        return resolve(local: Int64(seconds) * 1_000_000 + Int64(microsecond))
    }

    /// The first instant of the bucket that holds an instant; the repeated hour is a bucket of its own.
    public func start(of unit: CalendarUnit, containing instant: Instant) -> Instant {
        let index = stretch(of: instant.microseconds)
        let local = instant.microseconds + offsets[index]
        if let length = Self.length(unit) {
            let start = local - local.quotientAndRemainderFloored(by: length).remainder - offsets[index]
            return Instant(microseconds: max(start, starts[index]))
        }
        return midnight(firstDay(of: unit, holding: local))
    }

    /// The first instant after the bucket that holds an instant.
    public func end(of unit: CalendarUnit, containing instant: Instant) -> Instant {
        let index = stretch(of: instant.microseconds)
        let local = instant.microseconds + offsets[index]
        if let length = Self.length(unit) {
            let start = local - local.quotientAndRemainderFloored(by: length).remainder - offsets[index]
            let change = index + 1 < starts.count ? starts[index + 1] : .max
            return Instant(microseconds: min(start + length, change))
        }
        let first = firstDay(of: unit, holding: local)
        switch unit {
        case .minute, .hour, .day: return midnight(first + 1)
        case .week: return midnight(first + 7)
        case .month, .quarter, .year:
            let date = Instant.date(days: first)
            let month = date.month - 1 + (unit == .month ? 1 : unit == .quarter ? 3 : 12)
            return midnight(Instant.days(year: date.year + month / 12, month: month % 12 + 1, day: 1))
        }
    }

    private static let day: Int64 = 86_400_000_000

    /// Microseconds of units that are cut within one offset.
    private static func length(_ unit: CalendarUnit) -> Int64? {
        switch unit {
        case .minute: 60_000_000
        case .hour: 3_600_000_000
        default: nil
        }
    }

    /// 0 Monday to 6 Sunday; 1970-01-01 was a Thursday.
    private static func weekday(_ days: Int64) -> Int { Int((days + 3).quotientAndRemainderFloored(by: 7).remainder) }

    private func firstDay(of unit: CalendarUnit, holding local: Int64) -> Int {
        let days = local.quotientAndRemainderFloored(by: Self.day).quotient
        let date = Instant.date(days: Int(days))
        switch unit {
        case .minute, .hour, .day: return Int(days)
        case .week: return Int(days) - Self.weekday(days)
        case .month: return Instant.days(year: date.year, month: date.month, day: 1)
        case .quarter: return Instant.days(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
        case .year: return Instant.days(year: date.year, month: 1, day: 1)
        }
    }

    /// The first instant of a day, also where the clock jumps over midnight.
    private func midnight(_ days: Int) -> Instant { resolve(local: Int64(days) * Self.day).earliest }

    private func stretch(of microseconds: Int64) -> Int {
        var low = 0
        var high = starts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= microseconds { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
