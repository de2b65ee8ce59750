// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// From when until when a row holds, in two columns: seen, said, and stored as it is; asked where the file cannot tell.
@Suite struct PeriodColumnTests {
    private static func table(_ head: String, _ rows: [(String, String)], _ start: Int = 10) -> String {
        "\(head);Verbrauch [kWh]\n" + rows.enumerated().map { "\($1.0);\($1.1);\($0 + start)\n" }.joined()
    }

    private static func rule(_ column: String) -> String { "[\(OwnMapping.rule("\"column\":\"\(column)\""))]" }

    private static let months = [
        ("01.01.2024", "31.01.2024"), ("01.02.2024", "29.02.2024"), ("01.03.2024", "31.03.2024"),
        ("01.04.2024", "30.04.2024"),
    ]
    private static let weeks = [
        ("2024-01-01", "2024-01-08"), ("2024-01-08", "2024-01-15"), ("2024-01-15", "2024-01-22"),
        ("2024-01-22", "2024-01-29"),
    ]
    private static let readings = [
        ("2024-01-03", "2024-02-01"), ("2024-02-02", "2024-03-04"), ("2024-03-05", "2024-03-29"),
        ("2024-03-30", "2024-05-02"),
    ]

    // MARK: Dates

    @Test(arguments: [
        ("von;bis", months, "P1M", 31 * 86_400), ("Startdatum;Enddatum", months, "P1M", 31 * 86_400),
        ("Beginn;Ende", weeks, "P1W", 7 * 86_400), ("date_from;date_to", weeks, "P1W", 7 * 86_400),
        // by their values alone
        ("Ablesung alt;Ablesung neu", weeks, "P1W", 7 * 86_400),
        ("from;to", [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")], "P1Y", 366 * 86_400),
    ])
    func `periods of one length are an interval, and begin is the stamp`(
        head: String, rows: [(String, String)], text: String, first: Int
    ) throws {
        let table = Self.table(head, rows)
        let found = try Proposed.proposal(table)
        #expect(found["kind"]?.value == "series")
        #expect(found["interval"]?.value == .string(text) && found["interval"]?.certainty == .sure)
        #expect(found["stamp"]?.value == "start" && found["stamp"]?.certainty == .sure)
        let names = head.split(separator: ";").map(String.init)
        #expect(found["time"]?.value["columns"] == [.string(names[0])])
        #expect(found["time"]?.value["end"] == [.string(names[1])])
        #expect(found.mapping["time"]?["end"] == nil)
        let file = try Proposed.read(table)
        #expect(file.series.first?.values.count == rows.count && file.report.rejections.isEmpty)
        #expect(file.listed("1").first?.contains("+\(first)=") == true, "\(file.listed("1"))")
    }

    @Test func `periods of different length keep each its own`() throws {
        let table = Self.table("von;bis", Self.readings)
        let found = try Proposed.proposal(table)
        #expect(found["interval"]?.value == "varies" && found["interval"]?.certainty == .likely)
        #expect(found["interval"]?.english.contains("25 to 34 days") == true)
        #expect(found.mapping["time"]?["end"] == ["bis"] && found.mapping["time"]?["last"] == "included")
        let file = try Proposed.read(table)
        #expect(
            file.series.first.map { $0.durations.map { ($0 + 7_200_000_000) / 86_400_000_000 } } == [30, 32, 25, 34])
        #expect(file.report.rejections.isEmpty && file.report.ignoredColumns.isEmpty)
    }

    @Test func `whether the last day belongs to a period is asked where nothing shows it`() throws {
        let table = Self.table(
            "von;bis", [("2024-01-03", "2024-01-09"), ("2024-01-17", "2024-01-28"), ("2024-02-02", "2024-02-05")])
        let found = try Proposed.proposal(table)
        let question = found.questions.first { $0.about == "last" }
        #expect(question?.choices == ["included", "excluded"] && question?.german.contains("„bis“") == true)
        #expect(found["interval"]?.certainty == .asked && found.written["time"]?["last"] == "?")
        for (answer, days) in [("included", [7, 12, 4]), ("excluded", [6, 11, 3])] {
            let file = try OwnMapping.parse(
                table,
                [
                    "time": #"{"column":"von","form":"yyyy-MM-dd","zone":"UTC","end":"bis","last":"\#(answer)"}"#,
                    "series": Self.rule("Verbrauch [kWh]"),
                ])
            #expect(file.series.first.map { $0.durations.map { Int($0 / 86_400_000_000) } } == days)
        }
    }

    @Test func `sums beside their parts overlap, and are asked about`() throws {
        let table = Self.table("von;bis", Self.months + [("01.01.2024", "30.04.2024")])
        let found = try Proposed.proposal(table)
        #expect(found["overlap"]?.certainty == .asked && found.questions.contains { $0.about == "overlap" })
        #expect(found.written["time"]?["overlap"] == "?" && found["interval"]?.certainty != .sure)
    }

    @Test func `periods of several places are series, a list of works is none`() throws {
        let rows = Self.months.flatMap { from, to in
            ["Bad Nord", "Bad Süd", "Stadion"].map { "\($0);\(from);\(to);\($0.count * 100)\n" }
        }
        let baths = "Ort;von;bis;Besucher\n" + rows.joined()
        let found = try Proposed.proposal(baths)
        #expect(found["kind"]?.value == "series" && found["interval"]?.value == "P1M")
        #expect(try Proposed.read(baths).series.map(\.values.count) == [4, 4, 4])
        let works = (1...9).map { "Weg \($0);0\($0).03.2026;2\($0).0\(3 + $0 % 4).2026;\($0 % 3 * 100)\n" }
        #expect(try Proposed.proposal("Strasse;von;bis;Meter\n" + works.joined())["kind"]?.value == "table")
        // reasons that come again are no places where something is measured
        let sites = (1...9).map {
            "\($0);Weg \($0);0\($0).03.2026;2\($0).05.2026;\($0 % 2 == 0 ? "Kanal" : "Asphalt")\n"
        }
        #expect(try Proposed.proposal("Nr;Strasse;Beginn;Ende;Grund\n" + sites.joined())["kind"]?.value == "table")
    }

    // MARK: Times

    @Test func `two moments keep each row's own length, through the clock changes too`() throws {
        let rows = [
            ("30.03.2024 10:00", "30.03.2024 11:30"), ("31.03.2024 00:30", "31.03.2024 03:30"),
            ("31.03.2024 09:00", "31.03.2024 09:20"), ("26.10.2024 22:00", "27.10.2024 06:00"),
        ]
        let table = Self.table("Ladebeginn;Ladeende", rows)
        let found = try Proposed.proposal(table)
        #expect(found["interval"]?.value == "varies" && found.mapping["time"]?["end"] == ["Ladeende"])
        let file = try Proposed.read(table, zone: "Europe/Berlin")
        #expect(file.series.first.map { $0.durations.map { $0 / 60_000_000 } } == [90, 120, 20, 540])
    }

    @Test func `date and time of both ends in columns of their own`() throws {
        let rows = [
            ("2024-05-01", "08:00", "2024-05-01", "09:30"), ("2024-05-01", "22:00", "2024-05-02", "01:00"),
            ("2024-05-03", "10:00", "2024-05-03", "10:30"), ("2024-05-05", "07:15", "2024-05-05", "08:00"),
        ]
        let table =
            "date_to,time_to,date_from,time_from,energy_kWh\n"
            + rows.enumerated().map { "\($1.2),\($1.3),\($1.0),\($1.1),\($0 + 1).5\n" }.joined()
        let found = try Proposed.proposal(table)
        #expect(found["time"]?.value["columns"] == ["date_from", "time_from"])
        #expect(found.mapping["time"]?["end"] == ["date_to", "time_to"])
        let file = try Proposed.read(table)
        #expect(file.series.first.map { $0.durations.map { $0 / 60_000_000 } } == [90, 180, 30, 45])
        #expect(file.report.rejections.isEmpty)
    }

    @Test func `one date and two times of day, past midnight too`() throws {
        let rows = ["01.05.2024;08:00;09:30;3", "01.05.2024;22:00;01:00;4", "03.05.2024;10:00;10:30;5"]
        let table = "Datum;von;bis;Anzahl\n" + rows.map { $0 + "\n" }.joined()
        let found = try Proposed.proposal(table)
        #expect(found.mapping["time"]?["end"] == ["Datum", "bis"])
        let file = try Proposed.read(table)
        #expect(file.series.first.map { $0.durations.map { $0 / 60_000_000 } } == [90, 180, 30])
    }

    @Test(arguments: [
        ("timestamp,received_at", "2026-07-01T0%:00:00", "2026-07-01T0%:00:0%"),
        ("Zeit (UTC),Zeit (MEZ)", "2026-01-01T0%:00:00", "2026-01-01T1%:00:00"),
    ])
    func `another clock of the same moment, or when it came in, is no end`(
        head: String, begin: String, other: String
    ) throws {
        let rows = (1...9).map { hour in
            [begin, other].map { $0.replacing("%", with: "\(hour)") }.joined(separator: ",") + ",\(hour).5\n"
        }
        let found = try Proposed.proposal("\(head),t\n" + rows.joined())
        #expect(found["time"]?.value["end"] == nil && found["interval"]?.value == "PT1H")
    }

    // MARK: Mappings

    @Test func `an end before its begin is refused, and what a mapping says of ends is checked`() throws {
        let file = try OwnMapping.parse(
            "von;bis;wert\n2024-01-03;2024-01-09;1\n2024-01-09;2024-01-03;2\n2024-01-10;x;3\n",
            [
                "time": #"{"column":"von","form":"yyyy-MM-dd","zone":"UTC","end":["bis"]}"#,
                "series": Self.rule("wert"),
            ])
        #expect(file.series.first?.values == [1] && file.rejection(.badTime)?.count == 2)
        for time in [
            #"{"column":"zeit","end":[]}"#, #"{"column":"zeit","last":"included"}"#,
            #"{"column":"zeit","stamp":"end","interval":"PT1H","end":"bis"}"#,
            #"{"column":"zeit","end":"bis","last":"perhaps"}"#,
        ] {
            #expect(throws: MappingError.self, "\(time)") { try OwnMapping.series(["time": time]) }
        }
    }
}
