// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// Kinds of files that further publishers have, imitated with invented names and values.
@Suite struct PublisherKindsTests {
    private func proposal(_ text: String, name: String = "x.csv") throws -> Proposal {
        try Proposed.proposal(text, name: name)
    }

    private func read(_ text: String, name: String = "x.csv", zone: String = "UTC") throws -> ParsedFile {
        try Proposed.read(text, name: name, zone: zone)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private func columns(_ decision: Proposal.Decision?) -> [String] {
        (decision?.value.array ?? []).compactMap { $0["column"]?.string ?? $0.string }
    }

    // MARK: Times

    @Test(arguments: [(1...31, "00", "dd-MM-yy HH:mm", false), (1...12, "05", "dd-MM-yy HH:mm", true)])
    func `two digits of a year behind dashes, newest first, units in the second line`(
        days: ClosedRange<Int>, year: String, form: String, isAsked: Bool
    ) throws {
        let rows = days.reversed().flatMap { day in
            (0..<24).reversed().map { "\(Self.two(day))-01-\(year) \(Self.two($0)):00,0.\($0 % 9)\n" }
        }
        let found = try proposal("Datum Zeit,Am Hang CO\n,mg/m3\n" + rows.joined())
        #expect(found["kind"]?.value == "series" && found["headerLines"]?.value == [1, 2])
        #expect(found["time"]?.value["form"] == .string(form))
        // 01-02-05 may be a day of three calendars
        #expect((found["time"]?.certainty == .asked) == isAsked)
        #expect(found["interval"]?.value == "PT1H" && found["values"]?.value.array?.first?["unit"] == "mg/m3")
    }

    @Test func `a table whose times were not read is not surely none`() throws {
        let rows = (1...30).map { "\(Self.two($0 % 12 + 1))_\(Self.two($0))~2024;\($0).5\n" }
        let found = try proposal("Datum;Wert\n" + rows.joined())
        #expect(found["kind"]?.value == "table" && found["kind"]?.certainty == .likely)
    }

    @Test func `a year of quarter hours is looked at to its end`() throws {
        // 27 October 2024: 02:15 to 03:00 stand twice, stamps are ends
        var text = "Zeitstempel\tkWh\n"
        for day in 0..<366 {
            let date = String(Instant(seconds: 1_704_067_200 + Int64(day) * 86_400).iso8601.prefix(10))
            let next = String(Instant(seconds: 1_704_067_200 + Int64(day + 1) * 86_400).iso8601.prefix(10))
            func german(_ text: String) -> String { text.split(separator: "-").reversed().joined(separator: ".") }
            for quarter in 1...96 {
                let isGap = date == "2024-03-31" && (8...11).contains(quarter)
                let repeats = date == "2024-10-27" && quarter == 12 ? 9...12 : quarter...quarter
                guard !isGap else { continue }
                func row(_ quarter: Int) -> String {
                    quarter == 96
                        ? "\(german(next)) 00:00\t1.5\n"
                        : "\(german(date)) \(Self.two(quarter / 4)):\(Self.two(quarter % 4 * 15))\t\(quarter).25\n"
                }
                text += row(quarter)
                if repeats.count > 1 { text += repeats.map(row).joined() }
            }
        }
        let found = try proposal(text)
        #expect(found["clockChange"]?.value == "twice" && found["zone"]?.value == "Europe/Berlin")
        #expect(found["stamp"]?.value == "end")
        // the column is called after its unit
        #expect(found["values"]?.value.array?.first?["unit"] == "kWh")
    }

    @Test func `when a row was written is not when it was measured`() throws {
        let rows = (2011...2014).flatMap { year in
            (1...12).flatMap { month in
                ["Am Berg / Alm", "Im Tal"].map {
                    "\(year),\(month),\"\($0)\",\(month == 2 ? "–" : "\(month * 9)"),2022-05-08T21:41:2\(month % 10)\n"
                }
            }
        }
        let text = "jahr,monat,station,sonnenschein_h,aktualisierungsdatum\n" + rows.joined()
        let found = try proposal(text)
        #expect(found["time"]?.value["columns"] == ["jahr", "monat"] && found["interval"]?.value == "P1M")
        #expect(columns(found["values"]) == ["sonnenschein_h"])
        #expect(found["values"]?.value.array?.first?["unit"] == "h" && found["missing"]?.certainty == .sure)
        #expect(try read(text).series.map(\.values.count) == [44, 44])
        // where it is the only time it is taken, not surely
        let only = try proposal(
            "id,wert,updated_at\n" + (0..<9).map { "\($0),\($0).5,2026-07-01T0\($0):00:00Z\n" }.joined())
        #expect(only["time"] != nil && only["kind"]?.certainty == .likely)
    }

    @Test func `days that are now two, now three apart have no length of two days`() throws {
        var (day, rows) = (1, "")
        while day < 29 {
            for place in ["Nord", "Süd"] { rows += "2026-01-\(Self.two(day)),\(day * 1000),\(place)\n" }
            day += day % 7 == 5 ? 3 : 2
        }
        let found = try proposal("date,copies,sample_origin\n" + rows)
        #expect(found["interval"]?.value == "irregular" && found.mapping["time"]?["interval"] == nil)
        let series = try #require(try read("date,copies,sample_origin\n" + rows).series.first)
        #expect(series.durations.allSatisfy { $0 == 86_400_000_000 })
    }

    @Test func `a sample of two weeks from a day and time to a day and time`() throws {
        let begins = [("29.07.2024", "11.08.2024"), ("12.08.2024", "25.08.2024"), ("26.08.2024", "08.09.2024")]
        let substances = (1...70).map { "Stoff \($0)" }
        let rows = begins.flatMap { from, to in
            substances.enumerated().map { index, name in
                "\"7\",\"\(from)\",\"00:00\",\"\(to)\",\"23:59\",\"0.\(index)\",\"0.0\(index % 5 + 1)\",\"0.0\(index % 3 + 1)\",\"Bach\",\"\(index % 9 == 0 ? "ng/l" : "µg/l")\",\"\(index % 2 == 0 ? "Pestizide" : "Metalle")\",\"\(name)\"\n"
            }
        }
        let text =
            "\u{FEFF}\"CODE\",\"BEGINN_DATUM\",\"BEGINN_ZEIT\",\"ENDE_DATUM\",\"ENDE_ZEIT\",\"WERT\",\"BG\",\"NG\",\"NAME\",\"EINHEIT\",\"PARAMETERGRUPPE\",\"PARAMETER\"\n"
            + rows.joined()
        let found = try proposal(text)
        #expect(found["interval"]?.value == "P14D" && found["stamp"]?.value == "start")
        #expect(found["time"]?.value["end"] == ["ENDE_DATUM", "ENDE_ZEIT"])
        #expect(columns(found["values"]) == ["WERT"] && found["bounds"]?.value == ["BG", "NG"])
        #expect(found["parameters"]?.value["columns"] == ["EINHEIT", "PARAMETER"])
        let file = try read(text, zone: "Europe/Berlin")
        #expect(file.series.count == 70 && file.series.allSatisfy { $0.values.count == 3 })
        #expect(file.series.first?.durations.first == 14 * 86_400_000_000 && file.report.rejections.isEmpty)
    }

    // MARK: Records

    @Test func `parameters of a station in XML are the records, and an export is no end`() throws {
        let stations = (1...5).map { number in
            "<station number=\"\(number)\" name=\"Ort \(number)\">"
                + (0...(number % 3)).map { part in
                    "<parameter type=\"\(part)\" name=\"\(["Abfluss", "Wasserstand", "Temperatur"][part])\" unit=\"\(["m3/s", "cm", "°C"][part])\"><datetime>2026-07-11T15:\(number)0:00</datetime><value>\(number * 10 + part)</value><mean>\(number)</mean></parameter>"
                }.joined() + "</station>"
        }
        let text =
            "<?xml version='1.0'?><locations export=\"2026-07-11T16:15:54\" timezone=\"GMT+2\">\(stations.joined())</locations>"
        let found = try proposal(text, name: "x.xml")
        #expect(found["record"]?.value == "//parameter")
        #expect(found["time"]?.value["columns"] == ["datetime"] && found["time"]?.value["end"] == nil)
        #expect(found["stamp"]?.value != "start" && found["zone"]?.value == "Etc/GMT-2")
        let file = try read(text, name: "x.xml")
        let flow = try #require(file.series.first { $0.station.id == "2" && $0.values.first == 20 })
        #expect(Instant(microseconds: flow.times[0]).iso8601.hasPrefix("2026-07-11T13:20"))
    }

    @Test func `stations as members of a JSON document are all read`() throws {
        let text =
            #"{"10744":{"values":[{"timestamp":1556056800000,"value":18.5},{"timestamp":1556060400000,"value":18},{"timestamp":1556064000000,"value":19}]},"7185":{"values":[{"timestamp":1556056800000,"value":0},{"timestamp":1556060400000,"value":1.5},{"timestamp":1556064000000,"value":2}]}}"#
        let found = try proposal(text, name: "x.json")
        #expect(found.mapping["format"]?["json"]?["records"] == "*/values")
        let file = try read(text, name: "x.json")
        #expect(file.series.map(\.station.id) == ["10744", "7185"])
        #expect(file.series.map(\.values) == [[18.5, 18, 19], [0, 1.5, 2]])
        // lists of different make beside each other are not one
        let other = try proposal(
            #"{"stations":[{"id":1,"name":"A"},{"id":2,"name":"B"}],"values":[{"t":"2026-07-01T00:00Z","v":1},{"t":"2026-07-01T01:00Z","v":2},{"t":"2026-07-01T02:00Z","v":3}]}"#,
            name: "x.json")
        #expect(other.mapping["format"]?["json"]?["records"] == "values")
    }

    // MARK: Limits

    private static let water =
        "Datum;Nitrat [mg/l];Blei [µg/l];E. coli\n"
        + (1...28).map {
            "\(two($0)).03.2025;\($0 % 4 == 0 ? "<0,05" : "\($0),5");< 1;\($0 == 9 ? ">2400" : "\($0)")\n"
        }.joined()

    @Test func `cells that name a limit keep no column from being one of values, and are asked about`() throws {
        let found = try proposal(Self.water)
        #expect(columns(found["values"]) == ["Nitrat [mg/l]", "Blei [µg/l]", "E. coli"])
        #expect(found["decimal"]?.value == "," && found["beyondLimits"]?.certainty == .asked)
        #expect(found.questions.first { $0.about == "beyondLimits" }?.choices == ["limit", "half", "missing"])
        #expect(found.written["format"]?["beyondLimits"] == "?")
        let file = try read(Self.water)
        #expect(file.report.rejections.isEmpty && file.series.map(\.values.count) == [28, 28, 28])
        #expect(file.series[0].values[3] == 0.05 && file.series[0].qualities[3]?.contains("<0,05") == true)
        #expect(file.series[0].qualities[4] == nil && file.series[2].qualities[8]?.hasPrefix("über") == true)
    }

    @Test(
        arguments: [
            (nil, nil, nil, 2, 0), ("limit", 0.05, "unter der Bestimmungsgrenze (<0,05)", 0, 0),
            ("half", 0.025, "unter der Bestimmungsgrenze (<0,05)", 0, 0), ("missing", nil, nil, 0, 2),
        ] as [(String?, Double?, String?, Int, Int)])
    func `what is below a limit becomes what is declared, never in silence`(
        rule: String?, value: Double?, quality: String?, refused: Int, reasons: Int
    ) throws {
        let member = rule.map { ",\"beyondLimits\":\"\($0)\"" } ?? ""
        let file = try OwnMapping.parse(
            "zeit;wert\n2026-01-01 00:00;<0,05\n2026-01-01 01:00;>9\n2026-01-01 02:00;3,5\n",
            ["format": #"{"separator":";","decimal":",""# + member + "}"])
        let series = try #require(file.series.first)
        #expect(series.values.count == 1 + (value == nil ? 0 : 2) && series.values.last == 3.5)
        #expect(series.values.first == value ?? 3.5 && series.qualities[0] == quality)
        #expect(file.report.rejected == refused && file.report.reasons.values.reduce(0, +) == reasons)
        #expect(throws: MappingError.self) {
            try OwnMapping.series(["format": #"{"beyondLimits":"zero"}"#])
        }
    }

    // MARK: Before the table

    @Test func `names in one line before the table and their values in the next`() throws {
        let rows = ["2025-03-30", "2025-10-26"].flatMap { day in
            (0..<24).map { "\(day)T\(Self.two($0)):00,\($0).5,0.00\n" }
        }
        let text =
            "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n51.95,7.62,60.0,3600,Europe/Berlin,CET\n\ntime,temperature (°C),rain (mm)\n"
            + rows.joined()
        let found = try proposal(text)
        // the clock never changes although a zone that does stands there: the distance holds
        #expect(found["zone"]?.value == "Etc/GMT-1" && found["zone"]?.certainty == .likely)
        #expect(found["place"]?.value == ["x": 7.62, "y": 51.95])
        let file = try read(text)
        let place = try #require(file.places.values.first)
        #expect(place.longitude == 7.62 && place.latitude == 51.95)
        #expect(
            file.series.first.map { Instant(microseconds: $0.times[0]).iso8601.hasPrefix("2025-03-29T23:00") } == true)
    }

    // MARK: Places

    @Test(
        arguments: [
            (
                "abk,bezeichnung,bis,von,objectid,geometry\n"
                    + (1...9).map {
                        "Z\($0),Weg \($0),,2012\(two($0))01000000,\($0),POINT (26\($0)1857.1 125\($0)990.9)\n"
                    }.joined(), true
            ),
            (
                "Zaehlstelle,Beschreibung,Breitengrad,Laengengrad,Installationsdatum\n"
                    + (1...9).map { "Z\($0),Weg \($0),51.9\($0),7.6\($0),201\($0)-03-01T00:00:00Z\n" }.joined(), false
            ),
            (
                "Betreiber,Adresse,Längengrad [DG],Breitengrad [DG],Inbetriebnahmedatum,Leistung [kW]\n"
                    + (1...9).map { "Werk,Weg \($0),\"7,6\($0)\",\"51,9\($0)\",7/1\($0)/18,22\n" }.joined(), false
            ),
            ("abbr;station_data_since;height;wgs84_lat;wgs84_lon\nALM;01.01.1901;1321.0;46.49;7.56\n", false),
            (
                "Nr15,Strasse,LÄNGE (WGS84),BREITE (WGS84),Abbau,Aufbau\n"
                    + (1...9).map {
                        "10010\($0),Weg \($0),7.6\($0),51.9\($0),\($0 == 4 ? "2021-03-04" : ""),2003-0\($0)-01\n"
                    }
                    .joined(), false
            ),
        ] as [(String, Bool)])
    func `registers of places with dates are no series`(text: String, isAsked: Bool) throws {
        let found = try proposal(text)
        #expect(found["kind"]?.value == "places" && found.mapping["kind"] == "layer")
        #expect(found.questions.contains { $0.about == "epsg" } == isAsked)
        let written = JSONValue.object(found.written).text.replacing(#""epsg":"?""#, with: #""epsg":2056"#)
        let mapping = try Mapping(parsing: Array(written.utf8), document: "proposal", isTrial: true)
        guard case .layer(let layer) = mapping.kind else { throw FileFault("no layer") }
        #expect(layer.collection == "x")
    }

    @Test func `kilometres of a river say where a gauge stands, units of rows are taken as they are written`() throws {
        let rows = (1...30).map {
            "ORT \($0),FLUSS,\($0).7,51.\($0 + 10),7.\($0 + 10),\($0 * 7).0,\($0 % 5 == 0 ? "m+NN" : "Anzahl in 1000"),2026-08-22T22:27:09Z\n"
        }
        let text = "station,fluss,km,lat,lon,wasserstand,einheit,abgerufen_utc\n" + rows.joined()
        let found = try proposal(text)
        #expect(columns(found["values"]) == ["wasserstand"] && found["place"]?.value == ["x": "lon", "y": "lat"])
        #expect(
            Set(found["parameters"]?.value["found"]?.array?.compactMap { $0["unit"]?.string } ?? []) == [
                "m+NN", "Anzahl in 1000",
            ])
        #expect(try read(text).series.count == 30)
    }
}
