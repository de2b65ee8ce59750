// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import Testing
import Wire

@Suite("The quarter hours of a local day")
struct MeteringDayTests {
    private func berlin() throws -> ZonedCalendar { try #require(ZonedCalendar(identifier: "Europe/Berlin")) }

    private func day(_ text: String, _ calendar: ZonedCalendar) throws -> MeteringDay {
        let day = try #require(CivilDay(text))
        return try #require(MeteringDay(day, in: calendar))
    }

    @Test("clock changes", arguments: EnergyOracle.part("allocation", "days", "cases").array ?? [])
    func changes(_ value: JSONValue) throws {
        let berlin = try berlin()
        let day = try self.day(value.text("day"), berlin)
        #expect(day.slotCount == value.whole("slots"))
        #expect(day.start == (try Instant(iso8601: value.text("utcStart"))))
        #expect(day.end == (try Instant(iso8601: value.text("utcEnd"))))
        let twos = value["slotsWithLocalHour2"]?.array.map { $0.map(\.whole) }
        #expect(day.slots(showing: 2, in: berlin).map { [$0.lowerBound, $0.upperBound - 1] } == twos)
        for slot in 0..<day.slotCount { #expect(day.slot(of: day.start(of: slot)) == slot) }
        #expect(day.slot(of: day.end) == nil)
    }

    @Test("the repeated hour is told apart")
    func labels() throws {
        let berlin = try berlin()
        let day = try self.day("2026-10-25", berlin)
        #expect(
            (7...16).map { day.label(of: $0, in: berlin) } == [
                "01:45", "2A:00", "2A:15", "2A:30", "2A:45", "2B:00", "2B:15", "2B:30", "2B:45", "03:00",
            ])
        let spring = try self.day("2026-03-29", berlin)
        #expect([7, 8].map { spring.label(of: $0, in: berlin) } == ["01:45", "03:00"])
    }

    @Test("each day of eleven years follows the one before, and holds its instants")
    func days() throws {
        let berlin = try berlin()
        var day = try #require(CivilDay("2020-01-01"))
        var slots: [Int: Int] = [:]
        var end: Instant?
        while day.date.year < 2031 {
            let metering = try #require(MeteringDay(day, in: berlin))
            if let end { #expect(metering.start == end) }
            end = metering.end
            slots[metering.slotCount, default: 0] += 1
            let last = Instant(microseconds: metering.end.microseconds - 1)
            #expect(MeteringDay(holding: metering.start, in: berlin) == metering)
            #expect(MeteringDay(holding: last, in: berlin) == metering)
            #expect(CivilDay(day.description) == day)
            day = day.next
        }
        #expect(slots == [92: 11, 96: 3996, 100: 11])
    }

    @Test("no dates", arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-00-10", "", "2026-01-1x"])
    func noDates(_ text: String) { #expect(CivilDay(text) == nil) }
}
