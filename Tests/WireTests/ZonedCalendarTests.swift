// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Testing
import Wire

@Suite struct ZonedCalendarTests {
    @Test(arguments: ["Europe/Berlin", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
    func `offsets are those of the system`(_ name: String) throws {
        let calendar = try #require(ZonedCalendar(identifier: name))
        let zone = try #require(TimeZone(identifier: name))
        for step in 0..<50_000 {
            let seconds = Int64(-2_208_988_800) + Int64(step) * 126_000
            let expected = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
            #expect(calendar.offset(at: Instant(seconds: seconds)) == expected * 1_000_000)
        }
        #expect(ZonedCalendar(identifier: "Europe/Nowhere") == nil)
    }

    @Test(arguments: 1996...2037) func `the clock of Berlin changes twice a year`(_ year: Int) throws {
        let berlin = try #require(ZonedCalendar(identifier: "Europe/Berlin"))
        let spring = Self.lastSunday(year, 3)
        let autumn = Self.lastSunday(year, 10)
        let springChange = Instant(seconds: Int64(Instant.days(year: year, month: 3, day: spring)) * 86_400 + 3600)
        let autumnChange = Instant(seconds: Int64(Instant.days(year: year, month: 10, day: autumn)) * 86_400 + 3600)
        #expect(berlin.resolve(year: year, month: 3, day: spring, hour: 2, minute: 30) == .gap(at: springChange))
        #expect(berlin.resolve(year: year, month: 3, day: spring, hour: 3) == .unique(springChange))
        let first = Instant(microseconds: autumnChange.microseconds - 3_600_000_000)
        #expect(
            berlin.resolve(year: year, month: 10, day: autumn, hour: 2)
                == .ambiguous(first: first, second: autumnChange))
        #expect(berlin.start(of: .hour, containing: autumnChange) == autumnChange)
        #expect(berlin.end(of: .hour, containing: first) == autumnChange)
        let day = berlin.end(of: .day, containing: first).microseconds
        #expect(day - berlin.start(of: .day, containing: first).microseconds == 25 * 3_600_000_000)
    }

    @Test(arguments: CalendarUnit.allCases) func `buckets follow each other without holes`(_ unit: CalendarUnit) throws
    {
        for name in ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"] {
            let calendar = try #require(ZonedCalendar(identifier: name))
            var random = SeededRandom(seed: 3)
            for _ in 0..<3000 {
                let instant = Instant(seconds: .random(in: -2_000_000_000...4_000_000_000, using: &random))
                let start = calendar.start(of: unit, containing: instant)
                let end = calendar.end(of: unit, containing: instant)
                #expect(start <= instant && instant < end)
                #expect(calendar.start(of: unit, containing: end) == end)
                #expect(calendar.end(of: unit, containing: start) == end)
            }
        }
    }

    @Test(arguments: ["Europe/Berlin", "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
    func `a remembered stretch finds what a search finds`(_ name: String) throws {
        let calendar = try #require(ZonedCalendar(identifier: name))
        var stretch = 0
        for hour in stride(from: Int64(700_000), to: 900_000, by: 1) {
            let local = (hour * 3600 + 1800) * 1_000_000
            #expect(calendar.resolve(local: local, near: &stretch) == calendar.resolve(local: local))
        }
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            let local = Int64.random(in: -3_000_000_000...5_000_000_000, using: &random) * 1_000_000
            #expect(calendar.resolve(local: local, near: &stretch) == calendar.resolve(local: local))
        }
    }

    @Test func `fields and their instants are inverse`() throws {
        let berlin = try #require(ZonedCalendar(identifier: "Europe/Berlin"))
        let fields = berlin.fields(of: try Instant(iso8601: "2026-07-31T22:30:15.000250Z"))
        #expect(
            fields
                == LocalFields(
                    year: 2026, month: 8, day: 1, hour: 0, minute: 30, second: 15, microsecond: 250, weekday: 6,
                    offset: 7200))
        let week = berlin.start(of: .week, containing: try Instant(iso8601: "2026-11-22T22:59:59Z"))
        #expect(week.iso8601 == "2026-11-15T23:00:00.000Z")
    }

    @Test func `all days from 1900 to 2100`() {
        var expected = Instant.days(year: 1900, month: 1, day: 1)
        for year in 1900...2100 {
            for month in 1...12 {
                for day in 1...Instant.length(ofMonth: month, year: year) {
                    let date = Instant.date(days: expected)
                    #expect(Instant.days(year: year, month: month, day: day) == expected)
                    #expect(date == (year, month, day))
                    expected += 1
                }
            }
        }
    }

    private static func lastSunday(_ year: Int, _ month: Int) -> Int {
        let last = Instant.days(year: year, month: month, day: 31)
        return 31 - (last + 4) % 7
    }
}

@Suite struct CalendarDurationTests {
    @Test(arguments: [
        ("PT15M", CalendarDuration(microseconds: 900_000_000), "PT15M"), ("P1D", CalendarDuration(days: 1), "P1D"),
        (
            "P1Y2M3W4DT5H6M7.5S", CalendarDuration(months: 14, days: 25, microseconds: 18_367_500_000),
            "P1Y2M25DT5H6M7.5S"
        ),
        ("-PT0,25S", CalendarDuration(microseconds: -250_000), "-PT0.25S"), ("PT0S", CalendarDuration(), "PT0S"),
        ("PT90M", CalendarDuration(microseconds: 5_400_000_000), "PT1H30M"),
    ]) func `reads and writes`(_ text: String, _ value: CalendarDuration, _ written: String) throws {
        #expect(try CalendarDuration(iso8601: text) == value)
        #expect(value.iso8601 == written)
    }

    @Test(arguments: [
        ("", 0), ("15M", 0), ("P", 1), ("PT", 2), ("P1DT", 4), ("P1", 2), ("P1H", 2), ("PT1M1H", 5), ("P1.5D", 1),
        ("PT99999999999999999999S", 2), ("PT99999999999999999H", 2), ("P1D ", 3),
    ]) func `broken ones are refused at a place`(_ text: String, _ offset: Int) {
        let error = #expect(throws: InstantError.self) { try CalendarDuration(iso8601: text) }
        #expect(error?.offset == offset)
    }
}
