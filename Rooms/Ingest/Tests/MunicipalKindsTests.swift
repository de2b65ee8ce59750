// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// Kinds of files that towns, their works and their devices write, imitated with invented names and values.
@Suite struct MunicipalKindsTests {
    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func names(_ decision: Proposal.Decision?) -> [String] {
        (decision?.value.array ?? []).compactMap { $0["column"]?.string ?? $0.string }
    }

    // MARK: Numbers

    @Test func `columns of hours from and to are hours of their day, of each direction`() throws {
        let hours = (0..<24).map { "\(Self.two($0))-\(Self.two($0 + 1)) Uhr" }.joined(separator: ";")
        let rows = (1...9).flatMap { day in
            ["R1", "R2"].map { way in
                "4711;0\(day).03.2024;\(way);" + (0..<24).map { "\($0 * day)" }.joined(separator: ";") + "\n"
            }
        }
        let text = "Zählstelle;Datum;Richtung;\(hours)\n" + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(found["layout"]?.value == "wide by hour" && found["interval"]?.value == "PT1H")
        #expect(found["zone"]?.certainty == .asked && found["stamp"]?.value == "start")
        let file = try Proposed.read(text)
        #expect(file.series.map(\.values.count) == [216, 216] && file.report.rejections.isEmpty)
    }

    @Test(arguments: [("'", "'"), ("\u{2019}", "'"), (" ", " "), ("\u{202F}", " ")])
    func `apostrophes and blanks between thousands`(mark: String, declared: String) throws {
        let rows = (2005...2020).map {
            "\($0);\($0 - 1985)\(mark)\($0 % 9)50;9\(mark)\($0 % 100 + 100);\($0 % 7 + 100)\n"
        }
        let text = "Jahr;Kehricht (t);Papier (t);Glas (t)\n" + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(names(found["values"]) == ["Kehricht (t)", "Papier (t)", "Glas (t)"])
        #expect(found.mapping["format"]?["thousands"] == .string(declared))
        let file = try Proposed.read(text)
        #expect(file.series.first?.values.first == 20_750 && file.report.rejections.isEmpty)
    }

    @Test func `units in the cells are left out and known, mixed ones are not`() throws {
        let rows = (0..<48).map { "2025-06-01 \(Self.two($0 % 24)):\($0 < 24 ? "00" : "30"),\($0).5 °C,\($0 + 40)%\n" }
        let text = "\"Time\",\"Aussen\",\"Feuchte\"\n" + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(found["kind"]?.value == "series" && found.mapping["format"]?["units"] == ["°C", "%"])
        #expect(found["values"]?.value.array?.map { $0["unit"]?.string } == ["°C", "%"])
        let file = try Proposed.read(text)
        #expect(file.series.map(\.values.count) == [48, 48] && file.report.rejections.isEmpty)
        #expect(file.series.first?.values.prefix(2) == [0.5, 24.5] || file.series.first?.values.first == 0.5)
        let mixed = try Proposed.proposal(
            "Zeit,Last\n"
                + (0..<12).map { "2025-06-01 \(Self.two($0)):00,\($0 * 90) \($0 > 9 ? "kW" : "W")\n" }.joined())
        #expect(mixed.mapping["format"]?["units"] == nil)
        #expect(throws: MappingError.self) { try OwnMapping.series(["format": #"{"units":["5"]}"#]) }
    }

    @Test func `thirty-one thousand beside whole numbers is asked about`() throws {
        let months = ["Januar", "Februar", "März", "April", "Mai", "Juni"]
        let rows = months.enumerated().map { "\($1) 2024;3\($0).12\($0);\(100 + $0)\n" }
        let text = "Monat;Ausleihen;Neuanmeldungen\n" + rows.joined() + "Summe;195.734;615\n"
        let found = try Proposed.proposal(text)
        #expect(found["thousands"]?.certainty == .asked && found["decimal"]?.certainty != .sure)
        #expect(found.questions.first { $0.about == "thousands" }?.choices == [".", ""])
        // a point before one digit somewhere in the table is a decimal point
        let plain = try Proposed.proposal(text.replacing(";100", with: ";100.5"))
        #expect(plain["thousands"] == nil)
    }

    @Test func `decimals far below are seen`() throws {
        let rows = (0..<3000).map { "\(2000 + $0 / 1000);\($0);\($0 < 2990 ? "\($0)" : "\($0).5")\n" }
        #expect(try Proposed.proposal("Jahr;Zelle;Wert\n" + rows.joined())["decimal"]?.value != "none")
    }

    @Test func `a unit that nothing names is asked for, of counts it is none`() throws {
        let rows = (1...12).map { "2025-\(Self.two($0))-01;\($0).25;\($0 * 3)\n" }
        let found = try Proposed.proposal("Datum;Messwert;Gäste\n" + rows.joined())
        #expect(found.questions.first { $0.about == "unit" }?.german.contains("„Messwert“") == true)
        let units = found.written["series"]?.array?.map { $0["unit"]?["symbol"]?.string }
        #expect(units == ["?", "1"])
        let fault = #expect(throws: MappingError.self) {
            try Mapping(parsing: Array(JSONValue.object(found.written).text.utf8), document: "x")
        }
        #expect(fault?.description.contains("/series/0/unit") == true)
        // a look at what would come in needs none
        #expect(throws: Never.self) {
            try Mapping(parsing: Array(JSONValue.object(found.written).text.utf8), document: "x", isTrial: true)
        }
    }

    // MARK: Times

    @Test func `six digits that are days and months are asked about`() throws {
        let rows = (1...9).map { "\"201212\";\"0\($0)\";\($0 * 20),00\n" }
        let found = try Proposed.proposal("\"ZEIT\";\"RAUMID\";\"E_E\"\n" + rows.joined())
        #expect(found["time"]?.certainty == .asked)
        #expect(found.questions.first { $0.about == "form" }?.choices == ["yyyyMM", "yyMMdd"])
        let months = (1...12).map { "2023\(Self.two($0));\($0)\n" }
        let sure = try Proposed.proposal("ZEIT;E\n" + months.joined())
        #expect(sure["time"]?.value["form"] == "yyyyMM" && sure["interval"]?.value == "P1M")
    }

    @Test func `opening times are no end of the time for which free places hold`() throws {
        let places = (1...5).map {
            "<Parkhaus><ID>\($0)</ID><Name>PH \($0)</Name><Aktuell>\($0 * 13)</Aktuell><Oeffnung1><von>00:00:00</von><bis>00:00:00</bis></Oeffnung1><Oeffnung2><von>0\($0):00:00</von><bis>22:00:00</bis></Oeffnung2></Parkhaus>"
        }
        let text =
            "<?xml version=\"1.0\"?><Daten><Zeitstempel>13.07.2021 14:46:00</Zeitstempel>\(places.joined())</Daten>"
        let found = try Proposed.proposal(text, name: "x.xml")
        #expect(found["time"]?.value["end"] == nil && found["interval"]?.value == "snapshot")
    }

    @Test func `an interval of ISO 8601 from month to month, and what the lines before it say`() throws {
        let rows = (1...11).map {
            "2020-\(Self.two($0))-01T00:00:00.0/2020-\(Self.two($0 + 1))-01T00:00:00.0;\($0 * 90).5\n"
        }
        let text = """
            # Latitude (positive North, ISO 19115): 55.7906
            # Longitude (positive East, ISO 19115): 12.5251
            # Time reference: Universal time (UT)
            # Observation period;Globalstrahlung (Wh/m2)

            """
        let found = try Proposed.proposal(text + rows.joined())
        #expect(found["interval"]?.value == "P1M" && found["stamp"]?.value == "start")
        #expect(found["zone"]?.value == "UTC" && found["place"]?.value == ["x": 12.5251, "y": 55.7906])
    }

    @Test func `notes of an app below the table are none of its rows`() throws {
        let rows = (1...9).map { "2\($0).10.22;1\($0):39;38\($0),000\n" }
        let text =
            "Wasser;19.09.24;\n;;\nDatum;Zeit;Zählerstand\n" + rows.joined()
            + ";;\nCreated with App v1.4.2;;\nWenn Ihnen das gefällt, sagen Sie es;;\nhttps://example.org/app;;\nMade with care;;\n"
        let found = try Proposed.proposal(text)
        #expect(found["kind"]?.value == "series" && found["time"]?.value["form"] == "dd.MM.yy HH:mm")
        #expect(names(found["values"]) == ["Zählerstand"])
        #expect(try Proposed.read(text).series.first?.values.count == 9)
    }

    // MARK: Headers

    @Test func `pairs above a table of two columns are no part of its header`() throws {
        let rows = (0..<40).map {
            "01.06.2025 \(Self.two($0 / 4)):\(Self.two($0 % 4 * 15));\($0 == 9 ? "---" : "2\($0)")\n"
        }
        let found = try Proposed.proposal(
            "Messstelle;Pegel X\nParameter;Wasserstand\nEinheit;cm\nZeitstempel;Wasserstand\n" + rows.joined())
        #expect(found["headerLines"]?.value == [4] && names(found["values"]) == ["Wasserstand"])
    }

    @Test func `a header before lines that explain it and an empty one`() throws {
        let rows = (1...9).map { "23.06.2025 0\($0):00:00,000;1;\($0),4\n" }
        let found = try Proposed.proposal(
            "Date;WST.read_okay;WST.Wind\n;Lesevorgang;Wind in km/h (ext.\nWippe) Regen\n;;\n" + rows.joined())
        #expect(found["headerLines"]?.value == [1] && names(found["values"]).contains("WST.Wind"))
    }

    @Test func `sums and notes below the rows are named where they are left out`() throws {
        let rows = (1...8).map { "0\($0).06.2025;\($0 * 100);\($0 * 7)\n" }
        let text = "Radzählstelle Lindenallee;;\nDatum;Hin;Zurück\n" + rows.joined() + "Summe;3600;252\n"
        let found = try Proposed.proposal(text)
        #expect(found["footers"]?.value == ["Summe"])
        let file = try Proposed.read(text)
        #expect(file.report.notices.contains { $0.german.contains("1 Zeilen") && $0.german.contains("„Summe“") })
        #expect(file.report.rejections.isEmpty && file.series.map(\.values.count) == [8, 8])
        // the title names the station
        #expect(Set(file.series.map(\.station.name)) == ["Lindenallee"])
    }

    @Test(
        arguments: [
            ("bad.csv", "Besucher", "Visitors"), ("bad.csv", "Kinder", "Persons"),
            ("hystreet.csv", "Kinder", "Pedestrians"),
            ("x.csv", "Personen je Haushalt", nil), ("x.csv", "Passanten", "Pedestrians"), ("x.csv", "PKW-Dichte", nil),
        ] as [(String, String, String?)])
    func `who visits a bath does not pass a counter`(file: String, column: String, property: String?) throws {
        let rows = (1...8).map { "0\($0).06.2025;\($0 * 100)\n" }
        let found = try Proposed.proposal("Datum;\(column)\n" + rows.joined(), name: file)
        #expect(found["values"]?.value.array?.first?["property"]?["en"]?.string == property)
    }

    // MARK: Keys

    @Test func `an institution is no direction, its number beside its name is the key`() throws {
        let rows = (1...6).flatMap { place in
            (2019...2023).map { "KT00\(place);Kita \(place);01.03.\($0);\(place * 9 + $0 % 7);7\(place),\($0 % 9) %\n" }
        }
        let text = "Einrichtungsnr;Einrichtung;Stichtag;belegt;Auslastung\n" + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(names(found["keys"]) == ["Einrichtungsnr"] && found["interval"]?.value == "P1Y")
        #expect(try Proposed.read(text).series.count == 12)
    }

    @Test func `statistics of one station are its series, codes of what is measured are none`() throws {
        let kinds = [("Ozone", "7", "Mean"), ("Ozone", "7", "P98"), ("Total suspended particulates", "4", "Mean")]
        let rows = (1990...1999).flatMap { year in
            kinds.enumerated().map { index, kind in
                "DENW059,\(kind.0),\(kind.1),\(kind.2),\(year),\(year % 50 + index).5,9\(index).1,µg/m³\n"
            }
        }
        let text =
            "station_european_code,component_name,measurement_group_code,statistic_shortname,year,statistic_value,statistics_percentage_valid,measurement_unit\n"
            + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(names(found["keys"]) == ["station_european_code"] && names(found["values"]) == ["statistic_value"])
        let file = try Proposed.read(text)
        #expect(file.series.map(\.values.count) == [10, 10, 10])
        #expect(Set(file.series.map(\.station.id)) == ["DENW059"])
    }

    @Test func `one end for all rows is none of theirs`() throws {
        let rows = (0..<20).flatMap { minute in
            ["temperature", "humidity"].enumerated().map {
                ",,\($0),2025-06-01T00:00:00Z,2025-06-02T00:00:00Z,2025-06-01T0\(minute / 6):\(minute % 6)0:00Z,\(minute).5,\($1),raum1\n"
            }
        }
        let text =
            "#group,false,false,true,true,false,false,true,true\n#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string\n#default,_result,,,,,,,\n,result,table,_start,_stop,_time,_value,_field,room\n"
            + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(found["time"]?.value["columns"] == ["_time"] && found["time"]?.value["end"] == nil)
        #expect(found["interval"]?.value == "PT10M" && names(found["values"]) == ["_value"])
        #expect(found["parameters"]?.value["columns"] == ["_field"])
    }

    @Test func `four lines of a logger name its columns, their units and its numbers of rows`() throws {
        let rows = (0..<144).map { index in
            "\"2025-03-01 \(Self.two(index / 6)):\(index % 6)0:00\",\(index),12.5,\(index % 9).5\n"
        }
        let found = try Proposed.proposal(
            "\"TOA5\",\"Dach\",\"CR1000\",\"12345\"\n\"TIMESTAMP\",\"RECORD\",\"Batt\",\"AirTC\"\n\"TS\",\"RN\",\"Volts\",\"Deg C\"\n\"\",\"\",\"Min\",\"Avg\"\n"
                + rows.joined(), name: "x.dat")
        #expect(found["values"]?.value.array?.map { $0["unit"]?.string } == ["V", "°C"])
        #expect(found["derived"]?.value == ["RECORD RN"] && found["interval"]?.value == "PT10M")
    }

    @Test func `a unit in each cell tells series apart in any language`() throws {
        let rows = (0..<9).flatMap { hour in
            ["5,4;kWh", "0,5;m³"].map { "11-21-2022;0\(hour):00:00;11-21-2022;0\(hour + 1):00:00;541;\($0)\n" }
        }
        let found = try Proposed.proposal(
            "Van datum;Van tijdstip;Tot datum;Tot tijdstip;EAN-code;Volume;Eenheid\n" + rows.joined())
        #expect(found["parameters"]?.value["columns"] == ["Eenheid"] && !names(found["keys"]).contains("Eenheid"))
        #expect(found["time"]?.value["columns"] == ["Van datum", "Van tijdstip"])
        #expect(found["interval"]?.value == "PT1H")
    }

    @Test func `the number of a row is no station beside what comes again each year`() throws {
        var (number, rows) = (0, "")
        for year in 2007...2015 {
            for sector in ["Haushalte", "Gewerbe", "Verkehr"] {
                number += 1
                rows += "\(number),\(year),\(sector),real,\(number * 7).5\n"
            }
        }
        let found = try Proposed.proposal("_id,year,category,type,co2\n" + rows)
        #expect(!names(found["keys"]).contains("_id") && found["interval"]?.value == "P1Y")
        #expect(try Proposed.read("_id,year,category,type,co2\n" + rows).series.map(\.values.count) == [9, 9, 9])
    }

    @Test func `messages of LoRaWAN are known by their device, counters and ports are no values`() throws {
        let uplinks = (0..<20).flatMap { index in
            ["a84041000181c061", "a84041000181c062"].map {
                #"{"deduplicationId":"x\#(index)","time":"2025-05-01T\#(Self.two(index)):00:00.5+00:00","deviceInfo":{"deviceName":"d","devEui":"\#($0)"},"dr":5,"fCnt":\#(index),"fPort":2,"object":{"temperature":\#(index).5}}"#
            }
        }
        let found = try Proposed.proposal("[" + uplinks.joined(separator: ",") + "]", name: "x.json")
        #expect(names(found["keys"]).contains("deviceInfo/devEui") && !names(found["keys"]).contains("deduplicationId"))
        #expect(names(found["values"]) == ["object/temperature"])
        let file = try Proposed.read("[" + uplinks.joined(separator: ",") + "]", name: "x.json")
        #expect(file.series.map(\.station.id) == ["a84041000181c061", "a84041000181c062"])
    }

    // MARK: What was wrong and sure

    @Test func `a full first line names the columns of sparse rows of texts`() throws {
        let rows = (1...60).map { index in
            let filled = index > 11 && index < 20
            return "\"POINT (8.\(500 + index) 52.\(100 + index))\";\(700 + index)-1;P;Parkplatz;"
                + (filled ? "\(index * 3);2,\(index) m" : ";") + ";Beispielweg \(index);N;"
                + (filled ? "\(index);FREI" : ";") + "\n"
        }
        let names = "WKT;gid;typ;bez;kapazitaet;hoehe;zufahrt;oeffi;rest;status\n"
        let found = try Proposed.proposal(names + rows.joined())
        #expect(found["headerLines"]?.value == [1] && found["leadLines"] == nil)
        #expect(found["place"]?.value["wkt"] == "WKT")
        #expect(self.names(found["values"]).allSatisfy { ["kapazitaet", "hoehe", "rest"].contains($0) })
    }

    @Test func `skipped lines with as many fields as the rows are never sure`() throws {
        let found = try Proposed.proposal(
            "Amt;Stelle;\nDatum;Wert;Status\n" + (1...9).map { "2024-05-0\($0);\($0),5;ok\n" }.joined())
        #expect(found["leadLines"]?.certainty != .sure)
    }

    @Test func `of several times that differ the plain name is the time, and none is sure`() throws {
        let header = "id;lightning_time;dateutc;temperatur\n"
        for count in [1, 5] {
            let rows = (0..<count).map { "s;17\(60_000_000 + $0 * 91_000);2025-10-2\($0) 05:45:08;\($0).5\n" }
            let found = try Proposed.proposal(header + rows.joined())
            #expect(found["time"]?.value["columns"] == ["dateutc"] && found["time"]?.value["same"] == [])
            #expect(found["time"]?.value["others"] == ["lightning_time"])
            #expect(found["time"]?.certainty == .likely && names(found["values"]) == ["temperatur"])
        }
        // an epoch and the clock on the wall: one time
        let one = try Proposed.proposal(
            "time,local,temperatur\n"
                + (0..<9).map { "\(1_760_000_400 + $0 * 3600),2025-10-09 \(Self.two(11 + $0)):00:00,\($0).5\n" }
                .joined())
        #expect(one["time"]?.value["same"] == ["local"] && one["time"]?.certainty == .sure)
    }

    @Test func `hours and days of a year that count up ask for the year`() throws {
        let rows = (1...60).map { "\($0);\(($0 - 1) % 24 + 1);\(($0 - 1) / 24 + 1);\($0).5\n" }
        let found = try Proposed.proposal("Jahresstunden;Stunde;Tag des Jahres;Waermebedarf in kW\n" + rows.joined())
        #expect(found["kind"]?.value == "series" && found["time"]?.certainty == .asked)
        #expect(found.questions.map(\.about).contains("year") && names(found["values"]) == ["Waermebedarf in kW"])
    }

    @Test(arguments: [
        ("Stunde;Last [kW]", 1, 8760, "2023-12-31T23:00"), ("hour;Last [kW]", 0, 8784, "2023-12-31T23:00"),
        ("Tag des Jahres;Last [kW]", 1, 366, "2023-12-31T23:00"), (";Last [kW]", 0, 8760, "2023-12-31T23:00"),
    ])
    func `a mapping follows from the year that is answered`(head: String, first: Int, count: Int, begin: String) throws
    {
        let text = head + "\n" + (0..<count).map { "\($0 + first);\($0 % 97).5\n" }.joined()
        let found = try Proposed.proposal(text)
        #expect(found["kind"]?.value == "series" && found["stamp"]?.certainty != .sure)
        let year = try #require(found.json["questions"]?.array?.first { $0["about"] == "year" })
        #expect(year["answers"] == ["/time/text"])
        let written = JSONValue.object(found.written).text.replacing("\"?-{", with: "\"2024-{")
            .replacing(#""zone":"?""#, with: #""zone":"Etc/GMT-1""#)
        let mapping = try Mapping(parsing: Array(written.utf8), document: "x", isTrial: true)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw FileFault("no series")
        }
        let report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        let parsed = try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
            ImportFile(path: "x.csv", bytes: Array(text.utf8), folder: "."), checksum: "", report: report)
        #expect(parsed.series.first?.values.count == count && parsed.report.rowsRefused == 0)
        let start = try #require(parsed.series.first?.times.first)
        #expect(Instant(microseconds: start).iso8601.hasPrefix(begin))
    }

    // MARK: Times

    @Test(arguments: [
        (["2000-01-31", "2000-02-29", "2000-03-31", "2000-04-30", "2000-05-31"], "P1M", "end"),
        (["2015-03-31", "2015-06-30", "2015-09-30", "2015-12-31", "2016-03-31"], "P3M", "end"),
        (["2015-12-31", "2016-12-31", "2017-12-31", "2018-12-31"], "P1Y", "end"),
        (["2015-06-30", "2016-06-30", "2017-06-30", "2018-06-30"], "P1Y", "?"),
        (["2000-01-01", "2000-02-01", "2000-03-01", "2000-04-01"], "P1M", "start"),
    ])
    func `last days of months are the ends of what they name`(days: [String], interval: String, stamp: String) throws {
        let text = "stichtag,gesamt\n" + days.enumerated().map { "\($1),\(56_000 + $0 * 7)\n" }.joined()
        let found = try Proposed.proposal(text)
        #expect(found["interval"]?.value == .string(interval))
        #expect(JSONValue.object(found.written)["time"]?["stamp"] == .string(stamp))
        #expect(found["stamp"]?.certainty == (stamp == "?" ? .asked : .likely))
        guard stamp == "end" else { return }
        let series = try #require(Proposed.read(text).series.first)
        let first = try #require(series.times.first)
        let end = first + series.durations[0]
        let day = try #require(StampForm("yyyy-MM-dd").read(days[0])).local
        #expect(
            first < day && abs(end - day - 86_400_000_000) <= 7_200_000_000, "it ends with its last day in the town")
    }

    @Test func `an offset behind the name of its zone, and a zone in the name of a column`() throws {
        let rows = (0..<24).map { #"{"date":"2024-06-01 \#(Self.two($0)):00:00 CEST+0200","value":\#($0 * 7).0}"# }
        let text = #"{"energy":{"unit":"Wh","values":["# + rows.joined(separator: ",") + "]}}"
        let found = try Proposed.proposal(text, name: "x.json")
        #expect(found["kind"]?.value == "series" && found["zone"]?.value == "in the cell")
        #expect(found["interval"]?.value == "PT1H")
        #expect(try StampForm("yyyy-MM-dd HH:mm").read("2024-06-01 00:00:00 CEST+0100") == nil)
        for name in ["HourUTC", "dateutc", "time_utc"] {
            let found = try Proposed.proposal(
                "\(name),price\n" + (0..<24).map { "2026-01-16 \(Self.two($0)):00,\($0).25\n" }.joined())
            #expect(found["zone"]?.value == "UTC" && found["zone"]?.certainty != .asked)
        }
    }
}
