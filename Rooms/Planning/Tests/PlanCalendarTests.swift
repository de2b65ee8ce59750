// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import Testing
import Wire

@Suite struct PlanCalendarTests {
    private static func calendar(_ objects: [PlanningObject]) -> String {
        PlanCalendar(Plan(objects), base: "https://town.example", name: "Testhausen") { $0.german }.text
    }

    @Test func `what is due is a day in the calendar, what is done is not`() {
        let text = Self.calendar([
            MeasureTests.object("J-1", ["title": "Angebot, mit Frist; holen", "due": "2026-12-03"]),
            MeasureTests.object("J-2", ["title": "Erledigt", "due": "2026-12-01", "done": true]),
            MeasureTests.object("J-3", ["title": "Ohne Tag"]),
            MeasureTests.object("Z-1", ["title": "Mehr Rad", "targetDate": "2026-11-30"]),
            MeasureTests.object("B-1", ["title": "Unlesbar", "due": "bald"]),
        ])
        let lines = text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR")
        #expect(
            lines.filter { $0.hasPrefix("DTSTART") } == ["DTSTART;VALUE=DATE:20261130", "DTSTART;VALUE=DATE:20261203"])
        #expect(lines.contains("SUMMARY:Fällig: Angebot\\, mit Frist\\; holen (J-1)"))
        #expect(lines.contains("UID:J-1-due@town.example"))
        #expect(lines.contains("URL:https://town.example/planning/goals/1"))
        #expect(!text.contains("Erledigt") && !text.contains("Unlesbar") && !text.contains("Ohne Tag"))
        for line in lines where line.hasPrefix("DTSTAMP:") { #expect(line.utf8.count == 24 && line.hasSuffix("Z")) }
    }

    @Test func `long lines are folded at 75 octets between characters`() {
        let title = String(repeating: "Ä", count: 120)
        let text = Self.calendar([MeasureTests.object("J-1", ["title": .string(title), "due": "2026-12-03"])])
        for line in text.split(separator: "\r\n") { #expect(line.utf8.count <= 75) }
        #expect(text.replacing("\r\n ", with: "").contains(title))
    }
}
