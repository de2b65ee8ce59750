// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Foundation
package import Wire

/// A day of the calendar.
package struct CalendarDay: Sendable, Hashable, Comparable {
    package var year: Int
    package var month: Int
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

    /// Days since 1970-01-01.
    package var number: Int { Instant.days(year: year, month: month, day: day) }

    package init(number: Int) {
        let date = Instant.date(days: number)
        self.init(year: date.year, month: date.month, day: date.day)
    }

    package func adding(days: Int) -> CalendarDay { CalendarDay(number: number + days) }

    /// The same day that many months later; a day that the month lacks becomes its last one.
    package func adding(months: Int) -> CalendarDay {
        let total = year * 12 + month - 1 + months
        let year = total >= 0 ? total / 12 : (total - 11) / 12
        let month = total - year * 12 + 1
        return CalendarDay(year: year, month: month, day: min(day, Instant.length(ofMonth: month, year: year)))
    }

    /// 0 is Monday.
    package var weekday: Int { ((number + 3) % 7 + 7) % 7 }

    /// Parses `2026-12-31` (what a date field sends), `31.12.2026` and `31 Dec 2026`; nil when it is no day.
    package init?(parsing text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        func numbers(_ separator: Character) -> [Int] {
            let parts = trimmed.split(separator: separator, omittingEmptySubsequences: false)
            let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            return isPlain ? parts.compactMap { Int($0) } : []
        }
        let parts: [Int]
        if trimmed.contains("-") {
            parts = numbers("-")
        } else if trimmed.contains(".") {
            parts = numbers(".").reversed()
        } else {
            let words = trimmed.split(separator: " ")
            guard words.count == 3 else { return nil }
            let month = Numerals.englishMonths.firstIndex { words[1].lowercased() == $0.prefix(3).lowercased() }
            parts = [Int(words[2]), month.map { $0 + 1 }, Int(words[0])].compactMap { $0 }
        }
        guard parts.count == 3, (1000...9999).contains(parts[0]), (1...12).contains(parts[1]),
            (1...Instant.length(ofMonth: parts[1], year: parts[0])).contains(parts[2])
        else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }

    /// `2026-12-31`
    package var iso: String {
        let month = month < 10 ? "0\(month)" : "\(month)"
        let day = day < 10 ? "0\(day)" : "\(day)"
        return "\(year)-\(month)-\(day)"
    }
}

/// The town's wall clock: Europe/Berlin with its summer time.
package struct TownTime: Sendable {
    private let zone: TimeZone

    package init() {
        zone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
    }

    /// Seconds to add to UTC at that instant.
    package func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000))
    }

    /// Day and seconds since midnight on the wall clock.
    package func local(_ instant: Instant) -> (day: CalendarDay, seconds: Int) {
        let shifted = instant.microseconds + Int64(offset(at: instant)) * 1_000_000
        let (days, rest) = shifted.quotientAndRemainderFloored(by: 86_400_000_000)
        return (CalendarDay(number: Int(days)), Int(rest / 1_000_000))
    }

    package func day(_ instant: Instant) -> CalendarDay { local(instant).day }

    /// The first instant of a day.
    package func start(of day: CalendarDay) -> Instant { instant(day, seconds: 0) }

    /// The instant of a wall-clock time; an hour that summer time skips counts on.
    package func instant(_ day: CalendarDay, seconds: Int) -> Instant {
        let wall = Int64(day.number) * 86_400 + Int64(seconds)
        var instant = Instant(seconds: wall - 3600)
        for _ in 0..<2 { instant = Instant(seconds: wall - Int64(offset(at: instant))) }
        return instant
    }

    /// Of an hour that the wall clock shows twice whether it is the first one, in summer time; nil for all other hours.
    package func isSummerOfTwo(_ instant: Instant) -> Bool? {
        let (now, hour) = (offset(at: instant), Int64(3_600_000_000))
        if offset(at: Instant(microseconds: instant.microseconds + hour)) < now { return true }
        return offset(at: Instant(microseconds: instant.microseconds - hour)) > now ? false : nil
    }

    /// `MESZ` or `MEZ`, `CEST` or `CET`.
    package func zone(_ instant: Instant, _ language: Language) -> String {
        let isSummer = offset(at: instant) == 7200
        return language == .german ? (isSummer ? "MESZ" : "MEZ") : isSummer ? "CEST" : "CET"
    }

    /// What the wall clock shows, in seconds since 1970 as if it knew no zone: the same for both hours of two.
    package func wall(_ instant: Instant) -> Int64 {
        let local = local(instant)
        return Int64(local.day.number) * 86_400 + Int64(local.seconds)
    }

    /// `[first day, day after last)` of the month that holds the day.
    package func month(of day: CalendarDay) -> InstantInterval {
        let first = CalendarDay(year: day.year, month: day.month, day: 1)
        return InstantInterval(start: start(of: first), end: start(of: first.adding(months: 1)))
    }
}
