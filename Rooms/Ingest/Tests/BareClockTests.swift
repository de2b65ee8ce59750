// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

/// Times without a mark, two dates in a cell, and days cut into numbered stretches: read, or asked; never guessed.
@Suite struct BareClockTests {
    // MARK: Hours as 100 … 2400

    private static func hours(_ cells: [Int], days: Int = 2, head: String = "Datum;Stunde;Wert") -> String {
        head + "\n"
            + (1...days).map { day in cells.map { "0\(day).07.2026;\($0);\($0 % 7).5\n" }.joined() }.joined()
    }

    @Test func `hours from 100 to 2400 are ends, and the last is the end of its day`() throws {
        let text = Self.hours((1...24).map { $0 * 100 })
        let found = try Proposed.proposal(text)
        #expect(found["time"]?.value["form"] == "dd.MM.yyyy Hmm" && found["time"]?.certainty == .sure)
        #expect(found["stamp"]?.value == "end" && found["interval"]?.value == "PT1H")
        #expect(found["values"]?.value.array?.count == 1)
        let file = try Proposed.read(text, zone: "Europe/Berlin")
        #expect(file.series.first?.values.count == 48 && file.report.rejections.isEmpty)
        #expect(file.listed("1").first == "2026-06-30T22:00+3600=2.5")
        #expect(file.listed("1").last == "2026-07-02T21:00+3600=6.5")
    }

    @Test(arguments: [(15, "PT15M"), (30, "PT30M")])
    func `minutes without hours, and quarters and halves of them, are read`(step: Int, interval: String) throws {
        let cells = stride(from: 0, to: 1440, by: step).map { $0 / 60 * 100 + $0 % 60 }
        let text = Self.hours(cells, head: "Datum;Uhrzeit;Wert")
        let found = try Proposed.proposal(text)
        #expect(
            found["time"]?.value["columns"] == ["Datum", "Uhrzeit"] && found["interval"]?.value == .string(interval))
        let file = try Proposed.read(text)
        #expect(file.series.first?.values.count == 2 * cells.count && file.report.rejections.isEmpty)
        #expect(file.listed("1").dropFirst().first?.hasPrefix("2026-07-01T00:\(step)") == true)
    }

    @Test func `few such numbers are likely at most; what is no clock and what has a unit is none`() throws {
        let few = try Proposed.proposal(Self.hours([600, 1200, 1800], days: 5))
        #expect(few["time"]?.certainty == .likely && few["time"]?.value["form"] == "dd.MM.yyyy Hmm")
        for text in [
            Self.hours((1...24).map { $0 * 60 }, head: "Datum;Zeit;Wert"),
            Self.hours((1...24).map { $0 * 100 }, head: "Datum;Zeit [s];Wert"),
            Self.hours((1...24).map { $0 * 100 }, head: "Datum;Menge;Wert"),
        ] {
            let found = try Proposed.proposal(text)
            #expect(found["time"]?.value["form"] == "dd.MM.yyyy", "\(text.prefix(20))")
        }
        // up to 24 they are hours
        #expect(try Proposed.proposal(Self.hours(Array(1...24)))["time"]?.value["form"] == "dd.MM.yyyy HH")
    }

    @Test(
        arguments: [
            ("2026-07-01 5", "2026-07-01T00:05:00Z"),
            ("2026-07-01 59", "2026-07-01T00:59:00Z"), ("2026-07-01 60", nil),
            ("2026-07-01 130", "2026-07-01T01:30:00Z"),
            ("2026-07-01 2400", "2026-07-02T00:00:00Z"), ("2026-07-01 0945", "2026-07-01T09:45:00Z"),
            ("2026-07-01 2401", nil),
            ("2026-07-01 160", nil), ("2026-07-01 12345", nil), ("2026-07-01 ", nil),
        ] as [(String, String?)])
    func `the form of a clock without a mark`(text: String, instant: String?) throws {
        let read = try StampForm("yyyy-MM-dd Hmm").read(text).map {
            Instant(microseconds: $0.local).iso8601.prefix(19) + "Z"
        }.map { String($0) }
        #expect(read == instant)
    }

    // MARK: Days in numbered stretches

    @Test func `a number that counts the stretches of a day is asked about, and nothing is imported unanswered`() throws
    {
        let text =
            "Datum;Periode;Last [MW]\n"
            + (1...3).map { day in (1...48).map { "0\(day).07.2026;\($0);\($0).25\n" }.joined() }.joined()
        let found = try Proposed.proposal(text)
        #expect(found["time"]?.certainty == .asked && found.questions.contains { $0.about == "form" })
        #expect(found["zone"]?.certainty != .sure && found["interval"]?.certainty != .sure)
        let written = JSONValue.object(found.written).text
        #expect(written.contains(#""form":"?""#))
        let fault = #expect(throws: MappingError.self) {
            try Mapping(parsing: Array(written.utf8), document: "x", isTrial: true)
        }
        #expect(fault?.description.contains("/time/form") == true)
    }

    // MARK: Two dates in a cell

    private static func spans(_ cells: [String]) -> String {
        "Zeitraum;Verbrauch [kWh]\n" + cells.enumerated().map { "\($1);\($0 + 10)\n" }.joined()
    }

    @Test(arguments: [
        (["2024-01-01/2024-01-31", "2024-02-01/2024-02-29", "2024-03-01/2024-03-31"], "P1M", 31 * 86_400),
        (["2024-01-01/2024-02-01", "2024-02-01/2024-03-01", "2024-03-01/2024-04-01"], "P1M", 31 * 86_400),
        (["01.01.2024 - 07.01.2024", "08.01.2024 - 14.01.2024", "15.01.2024 - 21.01.2024"], "P1W", 7 * 86_400),
        (["01.01.2024-08.01.2024", "08.01.2024-15.01.2024", "15.01.2024-22.01.2024"], "P1W", 7 * 86_400),
        (["01.01.2023 bis 31.12.2023"], "P1Y", 365 * 86_400),
    ])
    func `the last day counts where the next period begins behind it`(cells: [String], text: String, first: Int) throws
    {
        let found = try Proposed.proposal(Self.spans(cells))
        #expect(found["interval"]?.value == .string(text) && found["interval"]?.certainty == .sure)
        #expect(found["stamp"]?.value == "start" && found["stamp"]?.certainty == .sure)
        let file = try Proposed.read(Self.spans(cells))
        #expect(file.series.first?.values.count == cells.count && file.report.rejections.isEmpty)
        #expect(file.listed("1").first?.contains("+\(first)=") == true, "\(file.listed("1"))")
    }

    @Test func `periods of different length, and one whose end nothing shows, are asked about`() throws {
        let various = try Proposed.proposal(
            Self.spans(["03.01.2024 - 30.01.2024", "31.01.2024 - 27.02.2024", "28.02.2024 - 02.04.2024"]))
        #expect(various["interval"]?.certainty == .asked && various.questions.contains { $0.about == "interval" })
        let apart = try Proposed.proposal(Self.spans(["03.01.2024 - 09.01.2024", "17.01.2024 - 23.01.2024"]))
        let question = apart.questions.first { $0.about == "interval" }
        #expect(apart["interval"]?.certainty == .asked && question?.choices == ["P7D", "P6D"])
        #expect(JSONValue.object(apart.written).text.contains(#""interval":"?""#))
    }

    @Test func `an end of which only the time of day is named lies on the same day, or past midnight`() throws {
        let text =
            "Zeitraum;Anzahl\n"
            + (0..<24).map {
                "01.07.2026 \($0 < 10 ? "0" : "")\($0):00 - \(($0 + 1) % 24 < 10 ? "0" : "")\(($0 + 1) % 24):00;\($0)\n"
            }
            .joined()
        let found = try Proposed.proposal(text)
        #expect(found["interval"]?.value == "PT1H" && found["interval"]?.certainty == .sure)
        #expect(try Proposed.read(text).series.first?.values.count == 24)
    }

    // MARK: Further kinds

    @Test(arguments: [
        "# lat: 52.1034, lon: 7.6211\nzeit,wert\n", "# Station X\n# Lat = 52.1034\n# Lon = 7.6211\nzeit,wert\n",
        "# latitude,52.1034\n# longitude,7.6211\n#\nzeit,wert\n",
    ])
    func `coordinates stand in lines of remarks`(head: String) throws {
        let text = head + (0..<24).map { "2026-07-01T\($0 < 10 ? "0" : "")\($0):00Z,\($0).5\n" }.joined()
        let found = try Proposed.proposal(text)
        #expect(found["place"]?.value["x"]?.double == 7.6211 && found["place"]?.value["y"]?.double == 52.1034)
        let file = try Proposed.read(text)
        #expect(file.series.first?.values.count == 24 && file.report.rejections.isEmpty)
    }

    @Test func `a header of years stands below lines that say what the table is`() throws {
        let text =
            "Bevölkerung nach Stadtteilen;;;;\nStand: jeweils 31.12.;;;;\n;;;;\nStadtteil;2020;2021;2022;2023\n"
            + "Nord;5.043;5.563;912;1.007\nSüd;3.842;11.482;4.577;911\nOst;911;12.826;3.869;2.933\n"
        let found = try Proposed.proposal(text)
        #expect(found["headerLines"]?.value == [4] && found["layout"]?.value == "wide by year")
        #expect(found["kind"]?.value == "series" && found["thousands"]?.certainty == .asked)
    }

    @Test func `times of day are no names before their values`() throws {
        let text =
            "Zeitpunkt|Parkhaus|belegt|Status\n"
            + (0..<30).map {
                "Fr 01.03.24 14:\($0 < 10 ? "0" : "")\($0)|PH Markt|\($0)|offen\nFr 01.03.24 14:\($0 < 10 ? "0" : "")\($0)|TG Bahnhof|\(40 - $0)|offen\n"
            }
            .joined()
        let found = try Proposed.proposal(text)
        #expect(found["separator"]?.value == "|" && found["kind"]?.value == "series")
        #expect(found["keys"]?.value == ["Parkhaus"])
        #expect(try Proposed.read(text).series.count == 2)
    }

    @Test func `beside a number of its own a kind of place is no key`() throws {
        let text =
            "Baum-Nr.;Art;Ostwert;Nordwert;Standort\n"
            + (1...20).map { "B-\($0);Linde;4050\($0 + 10).5;57570\($0 + 10).5;\($0 % 2 == 0 ? "Park" : "Straße")\n" }
            .joined()
        #expect(try Proposed.proposal(text)["keys"]?.value == ["Baum-Nr."])
    }
}
