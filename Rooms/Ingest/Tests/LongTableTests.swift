// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// Long tables: one row for each station, time and measured thing.
@Suite struct LongTableTests {
    private func proposal(_ text: String, name: String = "x.csv") throws -> Proposal {
        try Proposer().proposal(FileSample(name: name, bytes: Array(text.utf8)))
    }

    /// Reads a text by a proposal's mapping, its questions answered.
    private func read(_ text: String, by found: Proposal, name: String = "x.csv") throws -> ParsedFile {
        let written = JSONValue.object(found.written).text
            .replacing(#""zone":"?""#, with: #""zone":"UTC""#).replacing(#""stamp":"?""#, with: #""stamp":"start""#)
        let mapping = try Mapping(parsing: Array(written.utf8), document: "proposal", isTrial: true)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw FileFault("no series")
        }
        let report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        return try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
            ImportFile(path: name, bytes: Array(text.utf8), folder: "."), checksum: "", report: report)
    }

    private static func stamp(_ hour: Int) -> String {
        "2026-07-0\(1 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
    }

    private static let kinds: [(text: String, unit: String)] = [
        ("Lufttemperatur", "°C"), ("Luftdruck", "hPa"), ("Luftfeuchte", "%"),
    ]

    /// Two stations, three things, 48 hours; a value tells station, thing and hour.
    private static func rows(_ row: (String, String, (text: String, unit: String), String) -> String) -> String {
        (0..<48).flatMap { hour in
            ["A1", "B2"].flatMap { station in
                kinds.enumerated().map { number, kind in
                    let value = (number == 1 ? 1000 : 10) + hour % 24 + (station == "A1" ? 0 : 100)
                    return row(station, stamp(hour), kind, "\(value),5") + "\n"
                }
            }
        }.joined()
    }

    private static func number(_ text: String) -> Int { kinds.firstIndex { $0.text == text } ?? 9 }

    private static let plain = "Station;Zeit;Parameter;Wert\n" + rows { "\($0);\($1);\($2.text);\($3)" }
    private static let units =
        "Messstelle;Zeit;Messgröße;Einheit;Messwert\n" + rows { "\($0);\($1);\($2.text);\($2.unit);\($3)" }
    private static let bracketed =
        "station_id;datetime;variable;value\n" + rows { "\($0);\($1);\($2.text) [\($2.unit)];\($3)" }
    private static let coded =
        "Station;Zeit;Parameter-Nr;Parametername;Wert\n"
        + rows { "\($0);\($1);\(number($2.text));\($2.text);\($3)" }
    private static let unnamed = "Ort;Zeit;Was;Wert\n" + rows { "\($0);\($1);\($2.text);\($3)" }
    private static let sorted =
        "Station;Zeit;Parameter;Wert\n"
        + rows { "\($0);\($1);\($2.text);\($3)" }.split(separator: "\n")
        .sorted { $0.split(separator: ";")[2] < $1.split(separator: ";")[2] }.joined(separator: "\n") + "\n"

    @Test(
        arguments: [
            (plain, nil), (units, "hPa"), (bracketed, "hPa"), (coded, nil), (unnamed, nil), (sorted, nil),
        ] as [(String, String?)])
    func `each thing becomes a series with its own unit, and each row is read`(text: String, pressure: String?) throws {
        let found = try proposal(text)
        #expect(found["layout"]?.value == "long" && found["interval"]?.value == "PT1H")
        #expect(found["parameters"]?.value["found"]?.array?.count == 3)
        let rules = found.mapping["series"]?.array ?? []
        #expect(rules.count == 3 && rules.allSatisfy { $0["where"] != nil })
        let temperature = rules.first { $0["name"] == "Lufttemperatur" }
        #expect(temperature?["unit"]?["symbol"] == "°C" && temperature?["observedProperty"]?["name"] == "Temperatur")
        let air = rules.first { $0["name"] == "Luftdruck" }
        #expect(air?["unit"]?["symbol"]?.string == pressure ?? "1")
        let file = try read(text, by: found)
        #expect(file.series.count == 6 && file.series.allSatisfy { $0.values.count == 48 })
        #expect(file.report.rows == 288 && file.report.rejections.isEmpty && file.report.ignoredRows.isEmpty)
        let high = file.series.filter { $0.name == "Luftdruck" }
        #expect(high.count == 2 && high.allSatisfy { $0.values.allSatisfy { $0 > 1000 } })
    }

    @Test func `records of JSON are told apart as rows are`() throws {
        let records = Self.rows {
            "{\"site\":\"\($0)\",\"at\":\"\($1)\",\"observedProperty\":\"\($2.text)\",\"unit\":\"\($2.unit)\",\"value\":\($3.replacing(",", with: "."))},"
        }
        let text = "[" + records.dropLast(2) + "]"
        let found = try proposal(text, name: "x.json")
        #expect(found["parameters"]?.value["columns"] == ["observedProperty", "unit"])
        let file = try read(text, by: found, name: "x.json")
        #expect(file.series.count == 6 && file.report.ignoredRows.isEmpty)
    }

    /// -999 is far from 12 °C, yet not from 1,013 hPa in the same column.
    @Test func `what is missing is seen for each thing by itself`() throws {
        let text = Self.plain.replacing(
            "A1;\(Self.stamp(5));Lufttemperatur;15,5", with: "A1;\(Self.stamp(5));Lufttemperatur;-999")
        let found = try proposal(text)
        #expect(found["missing"]?.value == ["-999"] && found["missing"]?.certainty == .sure)
        let file = try read(text, by: found)
        #expect(file.report.empty == 1 && file.series.allSatisfy { $0.values.allSatisfy { $0 > 0 } })
    }

    @Test func `directions, classes and places without a name that tells are told apart by the times`() throws {
        func text(_ header: String, _ first: String, _ second: String) -> String {
            header + "\n"
                + (0..<48).map { hour in
                    "7;\(Self.stamp(hour));\(first);\(hour)\n7;\(Self.stamp(hour));\(second);\(hour + 500)\n"
                }.joined()
        }
        let directions = text("Zählstelle;Zeit;Fahrtrichtung;Anzahl", "stadtein", "stadtaus")
        let found = try proposal(directions)
        #expect(found["keys"]?.value == ["Zählstelle"] && found["parameters"]?.value["columns"] == ["Fahrtrichtung"])
        let file = try read(directions, by: found)
        #expect(
            file.series.map(\.values.count) == [48, 48] && Set(file.series.map(\.name)) == ["stadtein", "stadtaus"])
        #expect(Set(file.series.map(\.station.id)) == ["7"])
        let places = text("Nummer des Geräts;Zeit;Gewässer;Pegel [cm]", "Ems", "Aa").replacing("7;", with: "")
            .replacing("Nummer des Geräts;", with: "")
        let rivers = try proposal(places)
        #expect(rivers["keys"]?.value == ["Gewässer"] && rivers["parameters"] == nil)
        #expect(Set(try read(places, by: rivers).series.map(\.station.id)) == ["Ems", "Aa"])
    }

    @Test func `a unit beside each value is the column's, and rows with another are named`() throws {
        let text =
            "Messstelle;Zeit;Wert;Einheit\n" + (0..<30).map { "P;\(Self.stamp($0));\($0),5;cm\n" }.joined()
        let found = try proposal(text)
        let rules = found.mapping["series"]?.array ?? []
        #expect(rules.count == 1 && rules[0]["unit"]?["symbol"] == "cm" && rules[0]["name"] == "Wert")
        let later = try read(text + "P;\(Self.stamp(30));0,31;m\n", by: found)
        #expect(later.series.first?.values.count == 30 && later.report.ignoredRows == ["Einheit = m": 1])
    }

    @Test func `one thing in two units is two series, spellings of one thing are one`() throws {
        let mixed =
            "Messstelle;Datum;Parameter;Ergebnis;Einheit\n"
            + (1...9).map {
                "A;0\($0).05.2026;Nitrat;\($0),5;mg/l\nA;0\($0).05.2026;\($0 > 5 ? "nickel" : "Nickel");\($0 * 3);\($0 > 5 ? "mg/l" : "µg/l")\n"
            }.joined()
        let found = try proposal(mixed)
        let rules = found.mapping["series"]?.array ?? []
        #expect(rules.count == 3 && Set(rules.compactMap { $0["unit"]?["symbol"]?.string }) == ["mg/l", "µg/l"])
        let file = try read(mixed, by: found)
        #expect(file.series.map(\.values.count).sorted() == [4, 5, 9] && file.report.ignoredRows.isEmpty)
    }

    @Test func `what later rows measure besides is named with its rows; a file of nothing else does not fit`() throws {
        let found = try proposal(Self.units)
        let wind = (0..<24).map { "A1;\(Self.stamp($0));Wind;m/s;\($0),1\n" }.joined()
        let file = try read(Self.units + wind, by: found)
        #expect(file.report.ignoredRows == ["Messgröße = Wind, Einheit = m/s": 24])
        #expect(file.report.rows == 312 && file.report.rowsRefused == 0)
        #expect(!file.report.isNothingNew && file.report.text(in: .german).contains("24 Zeilen nicht zugeordnet"))
        #expect(file.report.text(in: .english).contains("312, 288 taken and 0 refused, 24 not mapped"))
        let header = String(Self.units.prefix { $0 != "\n" }) + "\n"
        let fault = #expect(throws: FileFault.self) { try read(header + wind, by: found) }
        #expect(fault?.isMisfit == true && fault?.description.contains("Messgröße = Wind") == true)
    }

    @Test func `reports name no more than 200 texts and count all rows`() {
        var report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        for number in 0..<500 { report.ignore("x = \(number)", 2) }
        #expect(report.ignoredRows.count == 201 && report.ignoredRows.values.reduce(0, +) == 1000)
    }

    @Test(arguments: [
        // several columns of values: wide, although a text comes again
        "Zeit;Zustand;Temp;Druck\n"
            + (0..<30).map { "\(stamp($0));\($0 % 2 == 0 ? "ok" : "alt");\($0);\($0 + 1000)\n" }.joined(),
        // events of one minute: their kind does not tell them apart
        "Zeit;Art;Tempo;Abstand\n"
            + (0..<60).map { "\(stamp($0 / 10));\($0 % 3 == 0 ? "Pkw" : "Lkw");\($0);\($0 + 9)\n" }.joined(),
        // few counts beside each other are no codes
        "Zeit;Indikator A;Indikator B\n" + (0..<60).map { "\(stamp($0 % 48));\($0 % 3);\($0 % 5)\n" }.joined(),
    ])
    func `what is wide stays wide`(text: String) throws {
        let found = try proposal(text)
        #expect(found["parameters"] == nil && (found.mapping["series"]?.array?.count ?? 0) == 2)
    }
}
