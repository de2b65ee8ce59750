// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Local time, holidays and school breaks of the fictional town (Central European time, holidays of north-west Germany).
struct TownCalendar: Sendable {
    enum DayKind: Int, Sendable { case workday, saturday, sunday }

    struct Day: Sendable {
        var kind = DayKind.workday
        var isSchoolBreak = false
        /// 1…12.
        var month = 1
        /// 0 on 1 January, approaching 1 on 31 December.
        var yearPart = 0.0
    }

    struct Moment: Sendable {
        /// Days since 1970-01-01 on the town's clocks.
        let day: Int
        /// 0..<1440 on the town's clocks.
        let minute: Int
    }

    private let firstDay: Int
    private let days: [Day]

    /// Knows the days from `start` to `end` (seconds since 1970) with a margin of two days.
    init(from start: Int64, to end: Int64) {
        firstDay = Int(start / 86_400) - 2
        let lastDay = Int(end / 86_400) + 2
        days = (firstDay...max(lastDay, firstDay)).map(Self.day)
    }

    func day(_ number: Int) -> Day {
        days[min(max(number - firstDay, 0), days.count - 1)]
    }

    /// Seconds since 1970 as the town's clocks show them (EU rule: summer time from the last Sunday of March to that of
    /// October, 01:00 UTC).
    static func moment(_ seconds: Int64) -> Moment {
        let (utcDay, second) = seconds.quotientAndRemainderFloored(by: 86_400)
        let date = Instant.date(days: Int(utcDay))
        let offset: Int64
        switch date.month {
        case 4...9: offset = 7200
        case 3:
            let change = Int64(lastSunday(month: 3, year: date.year)) * 86_400 + 3600
            offset = seconds >= change ? 7200 : 3600
        case 10:
            let change = Int64(lastSunday(month: 10, year: date.year)) * 86_400 + 3600
            offset = seconds >= change ? 3600 : 7200
        default: offset = 3600
        }
        let local = second + offset
        return Moment(day: Int(utcDay + local / 86_400), minute: Int(local % 86_400 / 60))
    }

    /// 0 on Mondays, 6 on Sundays; 1970-01-01 was a Thursday.
    static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    private static func lastSunday(month: Int, year: Int) -> Int {
        let last = Instant.days(year: year, month: month, day: 31)
        return last - (weekday(last) + 1) % 7
    }

    private static func day(_ number: Int) -> Day {
        let date = Instant.date(days: number)
        let newYear = Instant.days(year: date.year, month: 1, day: 1)
        let easter = easterSunday(date.year)
        let isMovable = [-2, 1, 39, 50, 60].contains(number - easter)
        let fixed = [101, 501, 1003, 1101, 1225, 1226]
        let weekday = weekday(number)
        var day = Day(month: date.month, yearPart: Double(number - newYear) / 366)
        if isMovable || fixed.contains(date.month * 100 + date.day) || weekday == 6 {
            day.kind = .sunday
        } else if weekday == 5 {
            day.kind = .saturday
        }
        let summer = Instant.days(year: date.year, month: 7, day: 8)
        let autumn = Instant.days(year: date.year, month: 10, day: 9)
        let isChristmas = (date.month == 12 && date.day >= 22) || (date.month == 1 && date.day <= 6)
        day.isSchoolBreak =
            (-13...2).contains(number - easter) || (0..<44).contains(number - summer)
            || (0..<15).contains(number - autumn) || isChristmas
        return day
    }

    /// Gauss's rule for the Gregorian calendar in the form of Meeus, Jones and Butcher.
    private static func easterSunday(_ year: Int) -> Int {
        let golden = year % 19
        let (century, ofCentury) = (year / 100, year % 100)
        let correction = (century + 8) / 25
        let moon = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30
        let shift = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - moon - ofCentury % 4) % 7
        let late = (golden + 11 * moon + 22 * shift) / 451
        let sum = moon + shift - 7 * late + 114
        return Instant.days(year: year, month: sum / 31, day: sum % 31 + 1)
    }
}
