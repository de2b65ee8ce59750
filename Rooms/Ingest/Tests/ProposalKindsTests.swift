// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Testing
import Wire

@testable import Ingest

/// Tables of further kinds, and the mapping that each proposal gives reads all of its rows.
@Suite struct ProposalKindsTests {
    private func proposal(_ text: String, name: String = "x.csv") throws -> Proposal {
        try Proposer().proposal(FileSample(name: name, bytes: Array(text.utf8)))
    }

    /// What the proposed mapping makes of the text, its questions about zone and stamp answered.
    private func read(_ text: String, name: String = "x.csv", zone: String = "UTC") throws -> ParsedFile {
        let written = JSONValue.object(try proposal(text, name: name).written).text
            .replacing(#""zone":"?""#, with: "\"zone\":\"\(zone)\"").replacing(
                #""stamp":"?""#, with: #""stamp":"start""#)
        let mapping = try Mapping(parsing: Array(written.utf8), document: "proposal", isTrial: true)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw FileFault("no series")
        }
        let report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        return try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
            ImportFile(path: name, bytes: Array(text.utf8), folder: "."), checksum: "", report: report)
    }

    private static func clock(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour):00" }

    private static let hours =
        "Datum;" + (1...24).map { "\($0)" }.joined(separator: ";") + "\n"
        + (1...5).map { day in "0\(day).07.2026;" + (1...24).map { "\($0 * day)" }.joined(separator: ";") + "\n" }
        .joined()
    private static let days =
        "Uhrzeit;2026-07-01;2026-07-02;2026-07-03\n"
        + (0..<24).map { "\(clock($0));\($0);\($0 + 100);\($0 + 200)\n" }.joined()
    private static let months =
        "Jahr;Jan;Feb;Mär;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez\n"
        + (2018...2024).map { year in "\(year);" + (1...12).map { "\($0).5" }.joined(separator: ";") + "\n" }.joined()
    private static let years = "Ort;2019;2020;2021;2022\nNord;1;2;3;4\nSüd;5;6;7;8\nWest;9;10;11;12\n"

    @Test(arguments: [
        (hours, "hour", 120, "2026-06-30"), (days, "time of day", 0, ""), (months, "month", 84, "2018-01-01"),
        (years, "year", 12, "2019-01-01"),
    ])
    func `a table that is wide by time is turned`(text: String, unit: String, count: Int, first: String) throws {
        let found = try proposal(text)
        if unit == "time of day" {
            #expect(found["unpivot"]?.value["into"] == "Tag" && found["layout"]?.value == "wide by day")
            #expect(try read(text).series.first?.values.count == 72)
            return
        }
        #expect(found["layout"]?.value == .string("wide by \(unit)"))
        let file = try read(text, zone: "Europe/Berlin")
        #expect(file.series.reduce(0) { $0 + $1.values.count } == count && file.report.rejections.isEmpty)
        if unit == "hour" { #expect(file.listed("1").first == "2026-06-30T22:00+3600=1") }
    }

    private static let rows = (0..<24).map { ($0, clock($0), clock($0 + 1 == 24 ? 0 : $0 + 1)) }
    private static let parts =
        "Year;Month;Day;Hour;Minute;Temp [°C]\n" + rows.map { "2026;07;01;\($0.0);00;\($0.0).5\n" }.joined()
    private static let ranges =
        "Zeit;Last [MW]\n"
        + rows.map { "01.07.2026 \($0.1) - 01.07.2026 \($0.2);\($0.0)\n" }.joined()
        .replacing("01.07.2026 00:00;23", with: "02.07.2026 00:00;23")
    private static let ends =
        "Datum;Anfang;Ende;Erzeugung [MWh]\n" + rows.map { "01.07.2026;\($0.1);\($0.2);1.234,\($0.0)\n" }.joined()
    private static let quoted = "Station code;Date;PM10\n" + rows.map { "A;'2026-07-01 \($0.1)';\($0.0)\n" }.joined()
    private static let once =
        "Datum;Uhr;Wert [kWh]\n" + rows.map { "\($0.0 == 1 ? "01.07.2026" : "");\($0.1);\($0.0)\n" }.joined()

    @Test(arguments: [
        (parts, "yyyy-MM-dd HH:mm", "PT1H"), (ranges, "dd.MM.yyyy HH:mm*", "PT1H"), (ends, "dd.MM.yyyy HH:mm", "PT1H"),
        (quoted, "yyyy-MM-dd HH:mm", "PT1H"), (once, "dd.MM.yyyy HH:mm", "PT1H"),
    ])
    func `times of many makes are found, and each row is read`(text: String, form: String, interval: String) throws {
        let found = try proposal(text)
        #expect(found["time"]?.value["form"] == .string(form) && found["interval"]?.value == .string(interval))
        let file = try read(text)
        #expect(file.series.first?.values.count == 24 && file.report.rejections.isEmpty)
    }

    @Test func `begin and end in a row say what a stamp means; thousands and decimals are told apart`() throws {
        let found = try proposal(Self.ends)
        #expect(found["stamp"]?.value == "start" && found["stamp"]?.certainty == .sure)
        #expect(found["time"]?.value["end"] == ["Ende"] && found["thousands"]?.value == ".")
        #expect(try read(Self.ends).series.first?.values.first == 1234.0)
        let doubtful = try proposal(
            "zeit;n\n" + Self.rows.map { "2026-07-01 \($0.1);\($0.0 % 2 == 0 ? "987" : "1.23\($0.0 % 10)")\n" }.joined()
        )
        #expect(doubtful["thousands"]?.certainty == .asked && doubtful.questions.contains { $0.about == "thousands" })
    }

    /// The four conventions, with what the stamps show of them.
    @Test(arguments: [
        (["01:00", "02:00", "02:00", "03:00"], ["01:00", "03:00", "04:00"], "twice", "Europe/Berlin", false),
        (["01:00", "02:00", "03:00", "03:00", "04:00"], ["01:00", "02:00", "04:00"], "twice", "Europe/Berlin", true),
        (["01:00", "02:00", "03:00"], ["01:00", "02:00", "03:00"], "fixed clock", "Etc/GMT-1", false),
        (["01:00", "02:00", "03:00"], ["01:00", "03:00", "04:00"], "once", "Europe/Berlin", false),
    ])
    func `the convention of the clock change is seen`(
        autumn: [String], spring: [String], convention: String, zone: String, isEnd: Bool
    ) throws {
        var text = "zeit;wert\n"
        for (day, own) in [("2026-03-29", spring), ("2026-10-25", autumn)] {
            let all = ["00:00"] + own + (5..<24).map(Self.clock)
            for (index, time) in all.enumerated() { text += "\(day) \(time);\(index).5\n" }
        }
        let found = try proposal(text)
        #expect(found["clockChange"]?.value == .string(convention) && found["zone"]?.value == .string(zone))
        if isEnd { #expect(found["stamp"]?.value == "end" && found["stamp"]?.certainty == .sure) }
        let isAsked = convention == "once" ? "repeatedHour" : convention == "fixed clock" ? "zone" : nil
        if let isAsked { #expect(found.questions.contains { $0.about == isAsked }) }
    }

    @Test(arguments: [
        (
            "id;name;Rechtswert;Hochwert;Baudatum\n"
                + (1...9).map { "\($0);B\($0);\(3_400_000 + $0 * 7);\(5_700_000 + $0 * 3);0\($0).05.1999\n" }.joined(),
            "places"
        ),
        ("Stationen;von;bis;Art\nA;1990-01-01;1999-12-31;Regen\nB;1990-01-01;2001-12-31;Wind\n", "table"),
        ("station: A\nzeit: 2026-07-01 00:00\nwert: 1.5\nstation: A\nzeit: 2026-07-01 01:00\nwert: 2.5\n", "series"),
    ])
    func `registers, lists of periods and lines of names and values`(text: String, kind: String) throws {
        #expect(try proposal(text)["kind"]?.value == .string(kind))
    }

    @Test func `elements of XML, shapes of GeoJSON, and a document that the sample cuts off`() throws {
        let xml =
            "<r>"
            + (0..<5).map { "<p><id n=\"P\($0)\"/><t>2026-07-01T0\($0):00:00Z</t><frei>\($0 * 7 % 5)</frei></p>" }
            .joined() + "</r>"
        let found = try proposal(xml, name: "x.xml")
        #expect(found["record"]?.value == "//p" && found["keys"]?.value == ["id/@n"])
        #expect(try read(xml, name: "x.xml").series.count == 5)
        let shape =
            #"{"type":"Feature","properties":{"n":1},"geometry":{"type":"LineString","coordinates":[[7.6,51.9],[7.7,51.9]]}}"#
        let layer = #"{"type":"FeatureCollection","features":["# + [shape, shape, shape].joined(separator: ",")
        #expect(try proposal(layer + "]}", name: "x.json")["kind"]?.value == "layer")
        let cut = JSONBeginning.closed(Array((layer + #",{"type":"Fea"#).utf8))
        #expect((try? JSONValue(parsing: cut))?["features"]?.array?.count == 3)
    }

    @Test(arguments: [
        ("", "0 bytes", "0 Byte"), ("\u{FEFF}", "mark of its encoding", "Zeichen ihrer Kodierung"),
        ("\u{FEFF}\r\n", "only blank lines", "nur leere Zeilen"),
        ("\n \n\t\r\n", "only blank lines", "nur leere Zeilen"),
        ("zeit;wert\n", "header in line 1 (\"zeit\", \"wert\")", "Kopf in Zeile 1 („zeit“, „wert“)"),
        ("\n\nzeit,wert,ort", "header in line 3", "Kopf in Zeile 3"), ("wert\n", "only one line", "nur eine Zeile"),
        ("[ ]", "no records", "keine Datensätze"), ("{}", "no records", "keine Datensätze"),
        (#"{"type":"FeatureCollection","features":[]}"#, "no records", "keine Datensätze"),
    ])
    func `a file with nothing in it says so, and what to do`(text: String, english: String, german: String) throws {
        let fault = #expect(throws: FileFault.self) { try proposal(text) }
        #expect(fault?.description.contains(english) == true && fault?.german?.contains(german) == true)
        #expect(fault?.description.contains("export") == true && fault?.german?.contains("xportieren Sie") == true)
    }

    @Test func `an empty file is told by its name, on the page in German`() async throws {
        try await withFolder { folder in
            let path = folder + "/leer.csv"
            try Data().write(to: URL(fileURLWithPath: path))
            let fault = #expect(throws: ProposalFault.self) { try Proposer().proposals(forPath: path) }
            #expect(
                fault?.description
                    == "\(path): the file is empty: it has 0 bytes; export it again and look whether it has rows")
            let refused = #expect(throws: DeliveryFault.self) { try DeliveryProposal(paths: [path]) }
            #expect(
                refused?.words.german.contains("leer.csv: Die Datei ist leer: Sie hat 0 Byte. Exportieren Sie sie neu")
                    == true)
        }
    }

    @Test func `notes and sums below a short table, and a unit under one name, hide no times`() throws {
        let months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"]
        let guests =
            "Gäste;;\nMonat;Gäste;Nächte\n;Anzahl;Anzahl\n"
            + months.enumerated().map { "\($1) 2024;\(100 + $0);\(300 + $0)\n" }.joined()
            + "Quelle: Landesamt;;\n*) vorläufig;;\n"
        let file = try read(guests)
        #expect(file.report.rows == 9 && file.report.rejections.isEmpty && file.series.map(\.values.count) == [9, 9])
        // a row that has no value is none
        let places =
            "Ort;2023;2024\n" + ["Nord", "Süd", "Nord", "West", "Süd", "Nord"].map { "\($0);1;2\n" }.joined()
            + "Nord;;\n"
        #expect(try proposal(places).mapping["format"]?["specialRows"] == nil)
        let meter =
            "Zähler 4711\t\t\r\n\r\nDatum\tUhrzeit\tVerbrauch\r\n\t\tkWh\r\n"
            + (0..<24).map { "01.07.2025\t\(Self.clock($0))\t1.0\(10 + $0),50\r\n" }.joined() + "Summe\t\t24.000,00\r\n"
        let found = try proposal(meter)
        #expect(found["headerLines"]?.value == [3, 4] && found["interval"]?.value == "PT1H")
        let read = try read(meter)
        #expect(read.report.rows == 24 && read.report.rejections.isEmpty && read.series.first?.values.first == 1010.5)
    }

    @Test func `a word here and there in a column of numbers is asked about`() throws {
        let rows = (0..<48).map { hour in
            "2025-07-0\(1 + hour / 24) \(Self.clock(hour % 24));\(100 + hour % 7),5;\(hour == 9 ? "Ausfall" : "\(300 - hour % 11),2")\n"
        }
        let found = try proposal("Zeit;Pegel A [cm];Pegel B [cm]\n" + rows.joined())
        #expect(found["values"]?.value.array?.count == 2 && found["interval"]?.value == "PT1H")
        #expect(found["missing"]?.certainty == .asked && found["missing"]?.value == ["Ausfall"])
        #expect(found.questions.contains { $0.about == "missing" && $0.german.contains("Ausfall") })
        // a declared word needs no question
        let known = try proposal("Zeit;Pegel A [cm];Pegel B [cm]\n" + rows.joined().replacing("Ausfall", with: "n.v."))
        #expect(known["missing"]?.certainty == .sure && known["missing"]?.value == ["n.v."])
    }

    @Test func `texts that are no key do not part the times`() throws {
        let rows = (0..<48).map { hour in
            "2025-07-0\(1 + hour / 24) \(Self.clock(hour % 24));\(hour);\(["trocken", "nass", "feucht"][hour % 3])\n"
        }
        let found = try proposal("Zeit;Wert;Wetter\n" + rows.joined())
        #expect(found["interval"]?.value == "PT1H" && found["interval"]?.certainty == .sure)
    }

    @Test(
        arguments: [
            ("\"1,0HH\",0.5", ".", ",", 1007.0), ("\"1,HH\",\"0,5\"", ",", nil, 1.07),
            ("\"1,0HH.25\",7", ".", ",", 1007.25),
        ] as [(String, String, String?, Double)])
    func `a quoted comma in a file of commas is read as what it is`(
        cells: String, decimal: String, thousands: String?, value: Double
    ) throws {
        let rows = (0..<24).map { hour in
            "2025-07-01 \(Self.clock(hour)),"
                + cells.replacing("HH", with: String(Self.clock(hour).prefix(2))) + "\n"
        }
        let text = "Zeit,Besucher,Wert\n" + rows.joined()
        let found = try proposal(text)
        #expect(
            found["decimal"]?.value == .string(decimal) && found["thousands"]?.value == thousands.map { .string($0) })
        #expect(found["values"]?.value.array?.count == 2)
        #expect(try read(text).series.first?.values[7] == value)
    }

    /// Visitors of a bath: counts below and above a thousand beside degrees.
    @Test func `beside decimal commas a point with three digits behind it separates thousands`() throws {
        let rows = (1...20).map { day in
            "\(day < 10 ? "0" : "")\(day).07.2026;\(day % 3 == 0 ? "1.0\(10 + day)" : "\(400 + day)");2\(day % 5),\(day % 10)\n"
        }
        let text = "Datum;Besucher;Wassertemperatur\n" + rows.joined()
        let found = try proposal(text)
        #expect(found["thousands"]?.value == "." && found["thousands"]?.certainty == .likely)
        #expect(found["values"]?.value.array?.count == 2)
        #expect(try read(text).series.first?.values[2] == 1013)
        // a point that stands otherwise somewhere is none of thousands
        let mixed = text.replacing("401;", with: "40.1;")
        #expect(try proposal(mixed)["thousands"]?.value != ".")
    }
}
