// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Wire

/// Numbers, dates and durations as people of a language read them.
///
/// German `31.12.2026`, `1.234,5`; English `31 Dec 2026`, `1,234.5`. Four-digit numbers are grouped too.
package struct Format: Sendable {
    package let language: Language
    package let time: TownTime

    package init(_ language: Language, time: TownTime = TownTime()) {
        self.language = language
        self.time = time
    }

    package static let germanMonthsShort = [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
    ]
    private static let weekdays = [
        ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ]

    // MARK: Numbers

    /// What writes numbers here and in papers.
    package var numerals: Numerals { Numerals(german: language == .german) }

    /// A whole number with grouped digits: `12.312.480`.
    package func integer(_ value: Int64) -> String { numerals.integer(value) }

    /// A number with exactly that many decimals.
    package func number(_ value: Double, decimals: Int) -> String { numerals.number(value, decimals: decimals) }

    /// A number with as many decimals as its size asks for: 0 from 100 on, 1 from 10 on, else 2; zeros at the end go.
    package func number(_ value: Double) -> String { numerals.number(value) }

    /// Value and unit with a narrow space that does not break: `22,4 °C`.
    package func measure(_ value: Double, unit: String) -> String {
        unit.isEmpty ? number(value) : number(value) + "\u{202F}" + unit
    }

    /// A measured share 0…1 as `62 %`, `2,5 %`.
    package func percent(_ share: Double) -> String { numerals.percent(share) }

    /// A share that somebody stated, with up to two decimals.
    package func share(_ share: Double) -> String { numerals.share(share) }

    // MARK: Dates

    /// `31.12.2026`, `31 Dec 2026`
    package func date(_ day: CalendarDay) -> String {
        numerals.date(year: day.year, month: day.month, day: day.day)
    }

    /// `31. Dezember 2026`, `31 December 2026`
    package func longDate(_ day: CalendarDay) -> String {
        numerals.longDate(year: day.year, month: day.month, day: day.day)
    }

    /// `Juli 2026`, `July 2026`
    package func month(_ day: CalendarDay) -> String { "\(monthName(day.month)) \(day.year)" }

    package func monthName(_ month: Int) -> String { numerals.month(month) }

    package func shortMonth(_ month: Int) -> String {
        language == .german ? Self.germanMonthsShort[month - 1] : String(Numerals.englishMonths[month - 1].prefix(3))
    }

    package func weekday(_ day: CalendarDay) -> String { Self.weekdays[language == .german ? 0 : 1][day.weekday] }

    /// `23:45`
    package func clock(seconds: Int) -> String { "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60))" }

    /// `31.12.2026, 23:45`; in the hour that the autumn has twice `25.10.2026, 02:00 MESZ`
    package func dateTime(_ instant: Instant) -> String {
        let local = time.local(instant)
        return date(local.day) + ", " + clock(seconds: local.seconds) + zoneMark(instant)
    }

    /// ` MESZ` or ` MEZ` where the wall clock alone does not say which hour it is, else nothing.
    private func zoneMark(_ instant: Instant) -> String {
        guard let isSummer = time.isSummerOfTwo(instant) else { return "" }
        if language == .german { return isSummer ? " MESZ" : " MEZ" }
        return isSummer ? " CEST" : " CET"
    }

    /// `31. Dezember 2026, 23:45 Uhr`
    package func longDateTime(_ instant: Instant) -> String {
        let local = time.local(instant)
        let clock = clock(seconds: local.seconds)
        return longDate(local.day) + ", " + (language == .german ? clock + " Uhr" : clock) + zoneMark(instant)
    }

    package func date(_ instant: Instant) -> String { date(time.day(instant)) }
    package func longDate(_ instant: Instant) -> String { longDate(time.day(instant)) }

    /// How long ago or how long a gap: `3 Tage`, `2 hours`; whole units, rounded down.
    package func duration(microseconds: Int64) -> String {
        let minutes = max(0, microseconds / 60_000_000)
        let isGerman = language == .german
        switch minutes {
        case ..<60: return counted(minutes, isGerman ? "Minute" : "minute", isGerman ? "Minuten" : "minutes")
        case ..<2_880: return counted(minutes / 60, isGerman ? "Stunde" : "hour", isGerman ? "Stunden" : "hours")
        case ..<86_400: return counted(minutes / 1440, isGerman ? "Tag" : "day", isGerman ? "Tage" : "days")
        case ..<1_051_200:
            return counted(minutes / 43_830, isGerman ? "Monat" : "month", isGerman ? "Monate" : "months")
        default: return counted(minutes / 525_960, isGerman ? "Jahr" : "year", isGerman ? "Jahre" : "years")
        }
    }

    /// What a number is counted over: `je 15 Minuten`, `je Stunde`, `per day`.
    package func per(microseconds: Int64) -> String {
        let minute: Int64 = 60_000_000
        let whole = (microseconds + minute / 2) / minute * minute
        var text = duration(microseconds: whole)
        if whole == 1440 * minute { text = language == .german ? "Tag" : "day" }
        if text.hasPrefix("1\u{00A0}") { text = String(text.dropFirst(2)) }
        return (language == .german ? "je " : "per ") + text
    }

    /// `1 Messstelle`, `12 Messstellen`
    package func counted(_ count: Int64, _ one: String, _ many: String) -> String {
        integer(count) + "\u{00A0}" + (count == 1 ? one : many)
    }

    /// Dative plural for "seit 3 Tagen"; English needs none.
    package func since(microseconds: Int64) -> String {
        let text = duration(microseconds: microseconds)
        guard language == .german else { return text }
        for (nominative, dative) in [("Tage", "Tagen"), ("Monate", "Monaten"), ("Jahre", "Jahren")]
        where text.hasSuffix(nominative) {
            return text.dropLast(nominative.count) + dative
        }
        return text
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
