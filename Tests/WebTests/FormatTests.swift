// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Testing
import Wire

@testable import Site

@Suite struct FormatTests {
    let german = Format(.german)
    let english = Format(.english)

    @Test(arguments: [
        (1234.5, "1.234,5", "1,234.5", 1), (0, "0", "0", 0), (-0.04, "0,0", "0.0", 1), (-7.25, "−7,3", "−7.3", 1),
        (999.96, "1.000,0", "1,000.0", 1), (12_312_480, "12.312.480", "12,312,480", 0), (0.05, "0,05", "0.05", 2),
    ])
    func `numbers with fixed decimals`(value: Double, de: String, en: String, decimals: Int) {
        #expect(german.number(value, decimals: decimals) == de)
        #expect(english.number(value, decimals: decimals) == en)
    }

    @Test(arguments: [
        (8412.3, "8.412"), (22.4, "22,4"), (22.04, "22"), (6.1, "6,1"), (6.125, "6,13"), (0, "0"), (100, "100"),
        (0.0123, "0,0123"), (.nan, "–"), (.infinity, "–"),
    ])
    func `numbers choose their decimals`(value: Double, expected: String) {
        #expect(german.number(value) == expected)
    }

    /// Entered shares are shown as entered; measured ones as exactly as they are read, and never as more than they are.
    static let shares: [(share: Double, german: String, english: String)] = [
        (0.025, "2,5 %", "2.5 %"), (0.62, "62 %", "62 %"), (0.624, "62 %", "62 %"), (0.0614, "6,1 %", "6.1 %"),
        (0.06, "6 %", "6 %"), (0.0996, "10 %", "10 %"), (0.0025, "0,25 %", "0.25 %"), (0, "0 %", "0 %"),
        (1, "100 %", "100 %"), (0.9999, "99,9 %", "99.9 %"), (0.996, "99,6 %", "99.6 %"), (1 - 1e-12, "100 %", "100 %"),
        (0.000_01, "< 0,01 %", "< 0.01 %"), (-0.055, "−5,5 %", "−5.5 %"), (1.5, "150 %", "150 %"),
        (12.345, "1.235 %", "1,235 %"), (0.99, "99 %", "99 %"),
    ]

    @Test(arguments: shares)
    func `shares that were measured`(share: Double, de: String, en: String) {
        #expect(german.percent(share) == de.replacing(" %", with: "\u{202F}%"))
        #expect(english.percent(share) == en.replacing(" %", with: "\u{202F}%"))
    }

    @Test(arguments: [(0.025, "2,5"), (0.975, "97,5"), (0.05, "5"), (0.001, "0,1")])
    func `shares that were stated`(share: Double, de: String) {
        #expect(german.share(share) == de + "\u{202F}%")
    }

    @Test func `days of papers and of pages are written alike`() {
        for day in [CalendarDay(year: 2026, month: 3, day: 1), CalendarDay(year: 1999, month: 12, day: 31)] {
            #expect(
                Numerals.german.day(day.iso) == german.date(day) && Numerals.english.day(day.iso) == english.date(day))
        }
        #expect(
            ["2026", "", "2026-13-01", "bald-01-02", "2026-1-2"].map { Numerals.german.day($0) } == [
                "2026", "", "2026-13-01", "bald-01-02", "2026-1-2",
            ])
    }

    @Test func `dates in both languages`() {
        let day = CalendarDay(year: 2026, month: 12, day: 31)
        #expect(german.date(day) == "31.12.2026")
        #expect(english.date(day) == "31 Dec 2026")
        #expect(german.longDate(day) == "31. Dezember 2026")
        #expect(english.month(day) == "December 2026")
    }

    @Test(arguments: [
        ("2026-07-31T21:45:00Z", "31.07.2026, 23:45"), ("2026-12-31T23:30:00Z", "01.01.2027, 00:30"),
        ("2026-03-29T00:59:00Z", "29.03.2026, 01:59"), ("2026-03-29T01:00:00Z", "29.03.2026, 03:00"),
        ("2026-10-25T00:30:00Z", "25.10.2026, 02:30 MESZ"), ("2026-10-25T01:30:00Z", "25.10.2026, 02:30 MEZ"),
    ])
    func `wall clock of Berlin`(utc: String, expected: String) throws {
        #expect(german.dateTime(try Instant(iso8601: utc)) == expected)
    }

    @Test func `days at the change of the clock have 23 and 25 hours`() {
        let time = TownTime()
        for (day, hours) in [
            (CalendarDay(year: 2026, month: 3, day: 29), Int64(23)), (CalendarDay(year: 2026, month: 10, day: 25), 25),
            (CalendarDay(year: 2026, month: 7, day: 1), 24),
        ] {
            let length = time.start(of: day.adding(days: 1)).microseconds - time.start(of: day).microseconds
            #expect(length == hours * 3_600_000_000)
        }
    }

    @Test(arguments: [
        ("2026-12-31", 2026, 12, 31), ("31.12.2026", 2026, 12, 31), ("31 Dec 2026", 2026, 12, 31),
        ("1.2.2024", 2024, 2, 1),
    ])
    func `days are read in three forms`(text: String, year: Int, month: Int, day: Int) {
        #expect(CalendarDay(parsing: text) == CalendarDay(year: year, month: month, day: day))
    }

    @Test(arguments: [
        "", "2026-02-30", "31.13.2026", "gestern", "2026-1", "99999-01-01", "-1-1-1", "31.Quatsch.12.2026",
        "2026-x-12-31", "+2026-+12-+31", "-2026-12-31",
    ])
    func `what is no day is refused`(text: String) {
        #expect(CalendarDay(parsing: text) == nil)
    }

    @Test func `months move across years`() {
        let end = CalendarDay(year: 2024, month: 2, day: 29)
        #expect(end.adding(months: -12) == CalendarDay(year: 2023, month: 2, day: 28))
        #expect(end.adding(months: 11) == CalendarDay(year: 2025, month: 1, day: 29))
        #expect(CalendarDay(year: 2026, month: 11, day: 23).weekday == 0)
    }

    @Test(
        arguments: [
            (0, "0\u{00A0}Minuten"), (60, "1\u{00A0}Minute"), (7_200, "2\u{00A0}Stunden"), (259_200, "3\u{00A0}Tage"),
            (90 * 86_400, "2\u{00A0}Monate"), (800 * 86_400, "2\u{00A0}Jahre"),
        ] as [(Int64, String)])
    func `durations`(seconds: Int64, expected: String) {
        #expect(german.duration(microseconds: seconds * 1_000_000) == expected)
    }

    @Test func `dative after seit`() {
        #expect(german.since(microseconds: 3 * 86_400_000_000) == "3\u{00A0}Tagen")
        #expect(english.since(microseconds: 3 * 86_400_000_000) == "3\u{00A0}days")
    }
}

@Suite struct LanguageTests {
    @Test(
        arguments: [
            (nil, nil, Language.german), (nil, "en-GB,en;q=0.9,de;q=0.8", .english),
            (nil, "fr,de;q=0.5,en;q=0.4", .german),
            ("en", "de", .english), ("xx", "en", .english), (nil, "en;q=0, de;q=0.1", .german),
            (nil, ";;,,q=", .german),
            (nil, "en;q=99", .german), (nil, "de;q=0.2, en;q=0.7", .english),
        ] as [(String?, String?, Language)])
    func `negotiation`(chosen: String?, header: String?, expected: Language) {
        #expect(Language(chosen: chosen, acceptLanguage: header) == expected)
    }
}
