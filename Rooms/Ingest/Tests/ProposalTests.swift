// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// What a file seems to be; nothing that the file cannot tell is called sure.
@Suite struct ProposalTests {
    private func proposal(_ text: String, name: String = "x.csv") throws -> Proposal {
        try Proposer().proposal(FileSample(name: name, bytes: Array(text.utf8)))
    }

    private static func hours(_ day: String, _ hours: Range<Int>, _ row: (Int, String) -> String) -> String {
        hours.map { row($0, "\(day)T\($0 < 10 ? "0" : "")\($0):00:00") + "\n" }.joined()
    }

    @Test func `lines before the table, decimal comma, units, a zone in words`() throws {
        let found = try proposal(
            "Quelle;Amt\nZeitbezug;MEZ\n\nDatum;Nitrat [mg/l];pH [-];Status\n"
                + (1...9).map { "2024-05-0\($0) 09:20:00;\($0),5;7,\($0);geprüft\n" }.joined())
        #expect(found["separator"]?.value == ";" && found["decimal"]?.value == ",")
        #expect(found["headerLines"]?.value == [4] && found["leadLines"]?.value == [1, 3])
        #expect(found["zone"]?.value == "Etc/GMT-1" && found["zone"]?.certainty == .likely)
        #expect(found["status"]?.value == ["Status"])
        #expect(found["values"]?.value.array?.map { $0["unit"]?.string } == ["mg/l", "1"])
        #expect(found["interval"]?.value == "P1D")
    }

    @Test func `a long table: key, missing values, a sum of its parts, an offset in each cell`() throws {
        let found = try proposal(
            "site,site_id,iso_time,in,out,all,none\n"
                + Self.hours("2024-05-01", 0..<24) {
                    "Brücke Süd,0700\($0 % 2),\($1)+02:00,\($0),\($0 * 2 % 7),\($0 + $0 * 2 % 7),na"
                })
        #expect(found["keys"]?.value.array?.contains("site_id") == true)
        #expect(found["zone"]?.value == "in the cell" && found["zone"]?.certainty == .sure)
        #expect(found["empty"]?.value == ["none"])
        #expect(found["values"]?.value.array?.last?["sumOf"] == ["in", "out"])
    }

    @Test func `a day and month in either order is asked, a later row decides`() throws {
        let text = "Date,Flow\n" + (1...12).map { "\($0 < 10 ? "0" : "")\($0)/01/2024,\($0).5\n" }.joined()
        let asked = try proposal(text)
        #expect(asked["time"]?.certainty == .asked)
        #expect(asked.questions.first { $0.about == "form" }?.choices == ["dd/MM/yyyy", "MM/dd/yyyy"])
        let decided = try proposal(text + "13/01/2024,13.5\n")
        #expect(decided["time"]?.certainty == .sure && decided["time"]?.value["form"] == "dd/MM/yyyy")
    }

    @Test func `a wall clock without a sign is asked about; an October that repeats an hour is not`() throws {
        let plain = try proposal("zeit;wert\n" + Self.hours("2024-05-01", 0..<24) { "\($1);\($0)" })
        #expect(plain["zone"]?.certainty == .asked && plain.questions.contains { $0.about == "zone" })
        let october = try proposal(
            "zeit;wert\n" + Self.hours("2024-10-27", 0..<3) { "\($1);\($0)" }
                + Self.hours("2024-10-27", 2..<24) { "\($1);\($0)" })
        #expect(october["zone"]?.value == "Europe/Berlin" && october["zone"]?.certainty == .sure)
        let fixed = try proposal("zeit;wert\n" + Self.hours("2024-10-27", 0..<24) { "\($1);\($0)" })
        #expect(fixed["zone"]?.certainty == .asked)
    }

    @Test func `hours 1 to 24, check digits, -1 is asked about`() throws {
        let rows = (1...24).map { "8;0098;240331;\($0 < 10 ? "0" : "")\($0);\($0 == 3 ? "-1" : "\(100 + $0)");-\n" }
        let found = try proposal("Land;Strnr;Datum;Stunde;Kfz;K_Kfz\n" + rows.joined())
        #expect(found["time"]?.value["form"] == "yyMMdd HH" && found["stamp"]?.value == "end")
        #expect(found["missing"]?.certainty == .asked && found["status"]?.value == ["K_Kfz"])
        #expect(found["keys"]?.value == ["Strnr"] && found["otherNames"]?.value == ["Land"])
    }

    @Test(arguments: [
        (
            "id;lat;lon;von_datum;bis_datum;hoehe\n417;52.1;7.6;19820101;19890930;48\n417;52.2;7.7;19891001;;47\n",
            "places"
        ),
        (",Januar,Februar\n[kWh],SA,SA\n00:00-00:15,1.5,2.5\n00:15-00:30,1.5,2.5\n", "table"),
        (
            "ags,name,status,voters,source_timestamp\n08111000,\"A, B\",NO_DATA,,\n08115001,C,HAS_DATA,4945,vorläufig\n",
            "table"
        ),
        ("jahr,bad,halle\n2018,100,200\n2019,110,210\n2020,120,220\n", "series"),
    ])
    func `what is no series is not called one`(text: String, kind: String) throws {
        #expect(try proposal(text)["kind"]?.value == .string(kind))
    }

    @Test func `records of JSON and features in metres`() throws {
        let records = try proposal(
            #"[{"at":"2024-07-28T12:00:00+00:00","id":"a","free":8,"geo":{"lon":7.6,"lat":51.9}},{"at":"2024-07-28T12:01:00+00:00","id":"b","free":9,"geo":{"lon":7.6,"lat":51.9}}]"#,
            name: "x.json")
        #expect(records["format"]?.value == "JSON records" && records["keys"]?.value == ["id"])
        #expect(records["interval"]?.value == "snapshot")
        #expect(records["values"]?.value.array?.map { $0["column"]?.string } == ["free"])
        #expect(records["place"]?.value == ["x": "geo/lon", "y": "geo/lat"])
    }

    @Test func `the mapping of a proposal reads the file`() throws {
        let text =
            "Quelle;Amt\nZeitbezug;MEZ\nDatum;Uhrzeit;Pegel [cm]\n"
            + (10..<24).map { "01.05.2024;\($0):00;\($0 * 3),5\n" }.joined()
        let found = try proposal(text)
        #expect(JSONValue.object(found.written).text.contains(#""stamp":"?""#))
        let written = JSONValue.object(found.written).text.replacing(#""stamp":"?""#, with: #""stamp":"start""#)
        let mapping = try Mapping(parsing: Array(written.utf8), document: "proposal", isTrial: true)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw FileFault("no series")
        }
        let report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        let file = ImportFile(path: "x.csv", bytes: Array(text.utf8), folder: ".")
        let parsed = try SeriesParser(series, calendar: calendar, limits: ImportLimits())
            .parse(file, checksum: "", report: report)
        #expect(parsed.series.first?.values.count == 14 && parsed.report.rejections.isEmpty)
        #expect(parsed.series.first?.times.first == 1_714_554_000_000_000)
    }

    @Test func `a large file is judged by its beginning`() throws {
        let text = "zeit;wert\n" + String(repeating: "2024-05-01T00:00:00;1.5\n", count: 100_000)
        let found = try proposal(text)
        #expect(found["kind"]?.value == "series")
    }

    // MARK: Units and names

    private func values(_ found: Proposal) -> [String: String?] {
        Dictionary(
            uniqueKeysWithValues: (found["values"]?.value.array ?? []).map {
                ($0["column"]?.string ?? "", $0["unit"]?.string)
            })
    }

    @Test(
        arguments: [
            ("temp_degC", "°C"), ("T_Wasser_c", nil), ("water_temp_c", "°C"), ("verbrauch_kWh", "kWh"),
            ("Zufluss [m3/s]", "m3/s"),
            ("Leistung (in MW)", "MW"), ("Abfluss, m³/s", "m³/s"), ("Temp / °C", "°C"), ("no2_ug_m3", "µg/m³"),
            ("wind_kmh", "km/h"),
            ("Wind speed (10 m) (m/s)", "m/s"), ("power_in_kW", "kW"), ("Energie (KWH)", "kWh"),
            ("Temperatur [degC]", "°C"),
            ("humidity_pct", "%"), ("Verkehrsstärke [Kfz/h]", "Kfz/h"), ("Temperature at 2 m (C)", "°C"),
            ("temp_min", nil),
            ("Niederschlag in mm", "mm"), ("T_mw", nil), ("flow_m3s", "m³/s"), ("Lautstärke dB(A)", "dB(A)"),
            ("Sensor A", nil),
        ] as [(String, String?)])
    func `units in names`(name: String, unit: String?) { #expect(ColumnGuess.unit(in: name) == unit) }

    private static let half = (0..<24).map { "2025-01-01T\($0 < 10 ? "0" : "")\($0):00" }

    @Test(arguments: [
        #"{"hourly_units":{"time":"iso8601","temperature_2m":"°F","wind_speed_10m":"kn"},"hourly":{"time":[T],"temperature_2m":[N],"wind_speed_10m":[N]}}"#,
        #"{"metadata":{"fields":[{"name":"t","unit":"°F"},{"name":"v","uom":"kn"}]},"data":[R]}"#,
        #"{"parameters":{"t":{"title":"Temperature","unit":"°F"},"v":{"unit":{"symbol":"kn"}}},"values":[R]}"#,
    ])
    func `units in the head of a JSON document`(text: String) throws {
        let times = Self.half.map { "\"\($0)\"" }.joined(separator: ",")
        let numbers = (0..<24).map { "\(40 + $0).5" }.joined(separator: ",")
        let records = Self.half.enumerated().map { #"{"time":"\#($1)","t":\#(40 + $0).5,"v":\#($0).5}"# }
        let whole = text.replacing("[T]", with: "[\(times)]").replacing("[N]", with: "[\(numbers)]")
            .replacing("[R]", with: "[\(records.joined(separator: ","))]")
        let found = try proposal(whole, name: "x.json")
        #expect(Set(values(found).values.compactMap { $0 }) == ["°F", "kn"])
        #expect(!found.questions.contains { $0.about == "unit" })
    }

    @Test(arguments: [
        ("Station;Nord\nEinheit;cm\n", "Zeit;Stand", "cm"), ("# Unit: kWh\n", "Zeit;Last", "kWh"),
        ("# QX: Temperatur des Wassers [°C]\n# Stand: 2025\n", "Zeit;QX", "°C"),
        ("Alle Werte in l/s\n", "Zeit;Zulauf", "l/s"),
    ])
    func `units in the lines before the table`(lead: String, names: String, unit: String) throws {
        let rows = (0..<24).map { "01.07.2025 \($0 < 10 ? "0" : "")\($0):00;\($0),5" }.joined(separator: "\n")
        let found = try proposal(lead + names + "\n" + rows + "\n")
        #expect(values(found).values.map { $0 } == [unit])
        #expect(!found.questions.contains { $0.about == "unit" })
    }

    @Test func `a unit in a column beside each value`() throws {
        let rows = Self.half.enumerated().map { "\($1);\($0).5;µg/m³;\(40 + $0).5;ppb" }
        let found = try proposal("Zeit;NO2;NO2_Einheit;O3;O3_Einheit\n" + rows.joined(separator: "\n"))
        #expect(values(found) == ["NO2": "µg/m³", "O3": "ppb"])
    }

    @Test func `units that files differ in are asked, and so are whole numbers of which nothing is known`() throws {
        let rows = Self.half.enumerated().map { "\($1);\($0 * 7);\($0).5;\(10 + $0).5;\($0 * 3)" }
        let found = try proposal("Zeit;Ladung;wind_speed;Temperatur;Fahrräder\n" + rows.joined(separator: "\n"))
        let open = found.written["series"]?.array?.map { $0["unit"]?["symbol"]?.string }
        #expect(open == ["1", "?", "°C", "1"], "whole numbers beside counts are counts")
        let alone = try proposal(
            "Zeit;Ladung\n" + Self.half.enumerated().map { "\($1);\($0 * 7)" }.joined(separator: "\n"))
        #expect(alone.questions.contains { $0.about == "unit" && $0.choices == ["1"] })
    }

    @Test func `the letter of a phase is no unit, miles are no metres`() throws {
        let names = "Date/time UTC,Active energy Wh (A),Voltage V (A),windspeedmph,Wind KmWh,Strom (A)"
        let found = try proposal(
            names + "\n"
                + (0..<24).map { "2025-01-11 \($0 < 10 ? "0" : "")\($0):00,\($0).5,23\($0).1,1.\($0),2.5,0.\($0)\n" }
                .joined())
        #expect(
            values(found) == [
                "Active energy Wh (A)": "Wh", "Voltage V (A)": "V", "windspeedmph": "mph", "Wind KmWh": "km/h",
                "Strom (A)": "A",
            ])
    }

    @Test func `temperatures around 280 are asked about, numbers of values and of devices are none`() throws {
        let names =
            "timestamp,hum_count,hum_mean,temp_count,temp_min,temp_max,temp_mean,heap,runtime,soilbatt1,interval"
        let found = try proposal(
            names + "\n"
                + (0..<24).map {
                    "\(1_356_994_800 + $0 * 3600),2,8\($0 % 9).5,2,277.15,28\($0 % 3).15,278.\($0),\(9000 + $0 * 7),\($0 * 977),1.\($0 % 3),60\n"
                }.joined())
        #expect(values(found) == ["hum_mean": "%", "temp_min": nil, "temp_max": nil, "temp_mean": nil])
        #expect(found.questions.first { $0.about == "unit" }?.english.contains("temp_min") == true)
        let celsius = try proposal(
            "timestamp,temp_min,temp_max\n"
                + (0..<24).map { "\(1_356_994_800 + $0 * 3600),\($0).5,\($0 + 3).5\n" }.joined())
        #expect(values(celsius) == ["temp_min": "°C", "temp_max": "°C"])
    }

    @Test func `the number of a record is no station in JSON either, and a name that says nothing is asked about`()
        throws
    {
        let records = (0..<5).flatMap { year in
            (0..<6).map { kind in
                #"{"name":"Art \#(kind)","wert":\#(year * 97 + kind).0,"jahr":"\#(2001 + year)","jahr_Nr":\#(20_011_290 + year * 10_000),"id":\#(38_135 + year * 6 + kind + (kind > 3 ? 40 : 0))}"#
            }
        }
        let found = try proposal("[" + records.joined(separator: ",") + "]", name: "x.json")
        #expect(found["keys"]?.value == ["name"] && values(found) == ["wert": nil])
        #expect(found.questions.contains { $0.about == "property" })
    }
}
