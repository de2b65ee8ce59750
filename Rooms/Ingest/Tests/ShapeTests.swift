// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Ingest

/// Tables of many shapes; each comes in as the same three values.
@Suite struct ShapeTests {
    private func listed(
        _ text: String, format: String, time: String = OwnMapping.time, series: String = OwnMapping.series,
        station: String = #"{"from":[{"id":"a","name":"A"}]}"#
    ) throws -> ParsedFile {
        try OwnMapping.parse(
            text, ["format": format, "time": time, "series": "[\(series)]", "station": station])
    }

    private let three = ["2026-07-01T00:00+0=1", "2026-07-01T01:00+0=2", "2026-07-01T02:00+0=3"]
    private let rows = "2026-07-01 02:00;1\n2026-07-01 03:00;2\n2026-07-01 04:00;3\n"

    @Test(arguments: [
        (#"{"separator":";","leadingLines":2}"#, "Quelle: Amt\nStand;heute\nzeit;wert\n"),
        (#"{"separator":";","headerStart":"^zeit;"}"#, "Quelle: \"Amt\nzeitlos\n\nzeit;wert\n"),
        (#"{"separator":";","headerLines":0,"columns":["zeit","wert"]}"#, ""),
        (#"{"separator":"auto"}"#, "zeit;wert\n"),
        (#"{"separator":";","headerLines":2,"headerAliases":{"wert m³":"wert"}}"#, "zeit;wert\n;m³\n"),
        (#"{"separator":";","headerLines":2,"columns":["zeit","wert"]}"#, "Pegel;\nZeitpunkt;Wert in m\n"),
    ])
    func `lines before the header, headers of none to several lines`(format: String, head: String) throws {
        #expect(try listed(head + rows, format: format).listed("w") == three)
    }

    @Test(arguments: ["\t", "|", ",", ";"]) func `the separator is found in each file`(mark: String) throws {
        let text = ("zeit;wert\n" + rows).replacing(";", with: mark)
        #expect(try listed(text, format: #"{"separator":"auto"}"#).listed("w") == three)
    }

    @Test func `separators of several kinds, and blanks`() throws {
        let mixed = ("zeit;wert\n" + rows).replacing(";1", with: "\t1")
        #expect(try listed(mixed, format: #"{"separator":[";","\t"]}"#).listed("w") == three)
        let blanks = ("  tag zeit   wert\n" + rows.replacing("2026", with: "  2026")).replacing(";", with: "   ")
        let file = try listed(
            blanks, format: #"{"separator":"blank"}"#, time: #"{"columns":["tag","zeit"],"stamp":"instant"}"#)
        #expect(file.listed("w") == three)
    }

    @Test func `columns of fixed width, given or seen`() throws {
        let text = """
            Nr   Zeit             Wert Name
            ---- ---------------- ---- --------
            0001 2026-07-01 02:00    1 Bad Süd
            0001 2026-07-01 03:00    2 Bad Süd
              23 2026-07-01 04:00    3 Münster

            """
        let columns =
            #"[{"name":"nr","start":1,"length":4},{"name":"zeit","start":6,"length":16},{"name":"wert","start":22,"length":5}]"#
        #expect(try listed(text, format: "{\"fixedWidth\":\(columns)}").listed("w") == three)
        let seen = text.replacing("-01 0", with: "-01T0").replacing("Bad Süd", with: "Bad-Süd")
        let file = try listed(seen, format: #"{"fixedWidth":true,"columns":["nr","zeit","wert","name"]}"#)
        #expect(file.listed("w") == three)
        #expect(
            try listed(
                seen.replacing(" 3 ", with: " x "),
                format: #"{"fixedWidth":true,"columns":["nr","zeit","wert","name"]}"#
            )
            .rejection(.notANumber)?.first.line == 5)
        let fault = #expect(throws: FileFault.self) {
            try listed(seen, format: #"{"fixedWidth":true,"columns":["a"]}"#)
        }
        #expect(fault?.description.contains("fixedWidth") == true)
    }

    @Test func `hours as columns`() throws {
        let hours = (1...24).map { "h\($0)" }.joined(separator: ";")
        let values = (1...24).map { "\($0)" }.joined(separator: ";")
        let file = try listed(
            "Datum;\(hours)\n01.07.2026;\(values)\n",
            format: #"{"separator":";","unpivot":{"columns":"^h(\\d+)$","into":"stunde","value":"wert"}}"#,
            time: #"{"text":"{Datum} {stunde}","form":"dd.MM.yyyy HH","stamp":"end","interval":"PT1H"}"#)
        #expect(file.listed("w").count == 24)
        #expect(file.listed("w").first == "2026-06-30T22:00+3600=1")
        #expect(file.listed("w").last == "2026-07-01T21:00+3600=24")
    }

    @Test func `days as columns, a station a row`() throws {
        let file = try listed(
            "Ort;Einheit;2026-07-01;2026-07-02\nA;m;1;2\nB;m;3;\n",
            format: #"{"separator":";","unpivot":{"columns":"^\\d{4}-\\d\\d-\\d\\d$","into":"tag","value":"wert"}}"#,
            time: #"{"column":"tag","form":"yyyy-MM-dd"}"#, station: #"{"from":[{"column":"Ort"}]}"#)
        #expect(file.series.map(\.station.id) == ["A", "B"])
        #expect(file.series.map(\.values) == [[1, 2], [3]])
        #expect(file.report.empty == 1)
    }

    @Test(arguments: [
        #"{"separator":";","blocks":"^Station:","leadingLines":1}"#, #"{"separator":";","blocks":"","leadingLines":1}"#,
    ])
    func `several tables in a file, the station in the lines before each`(format: String) throws {
        let file = try listed(
            "Station: A1\nzeit;wert\n2026-07-01 02:00;1\n\nStation: B2\nzeit;x;wert\n2026-07-01 02:00;9;2\nkaputt;9;2\n",
            format: format, station: #"{"from":[{"lines":"Station: (\\w+)"}]}"#)
        #expect(file.series.map(\.station.id) == ["A1", "B2"])
        #expect(file.series.map(\.values) == [[1], [2]])
        #expect(file.rejection(.badTime)?.first.line == 8)
    }

    @Test func `lines of a name and a value`() throws {
        let file = try listed(
            "zeit: 2026-07-01 02:00\nwert: 1\nzeit: 2026-07-01 03:00\nwert: 2\n\nwert: 3\nzeit: 2026-07-01 04:00\n",
            format: #"{"keyValue":":"}"#)
        #expect(file.listed("w") == three)
    }

    @Test(arguments: [
        (
            #"{"json":{}}"#,
            #"[{"zeit":"2026-07-01 02:00","wert":1},{"zeit":"2026-07-01 03:00","wert":"2"},{"zeit":"2026-07-01 04:00","wert":3.0}]"#
        ),
        (
            #"{"json":{"records":"data/0/rows"},"headerAliases":{"t/at":"zeit","v/0":"wert"}}"#,
            #"{"data":[{"rows":[{"t":{"at":"2026-07-01 02:00"},"v":[1]},{"t":{"at":"2026-07-01 03:00"},"v":[2]},{"t":{"at":"2026-07-01 04:00"},"v":[3]}]}]}"#
        ),
        (
            #"{"json":{"as":"columns"}}"#,
            #"{"zeit":["2026-07-01 02:00","2026-07-01 03:00","2026-07-01 04:00"],"wert":[1,2,3],"n":3}"#
        ),
        (
            #"{"json":{"as":"keyed"},"headerAliases":{"key":"zeit","value":"wert"}}"#,
            #"{"2026-07-01 02:00":1,"2026-07-01 03:00":2,"2026-07-01 04:00":3}"#
        ),
    ])
    func `records of JSON, by paths, lists and keys`(format: String, text: String) throws {
        #expect(try listed(text, format: format).listed("w") == three)
    }

    @Test func `features with a time, and what is no JSON`() throws {
        let text = """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"10","frei":"50","ts":"2024-06-10 10:20:00"},
            "geometry":{"type":"Point","coordinates":[405185.6,5756370.6]}},{"type":"Feature","properties":{"id":"11","frei":"",
            "ts":"2024-06-10 10:20:00"},"geometry":{"type":"Point","coordinates":[405185.6,5756370.6]}}]}
            """
        let changes = [
            "format": #"{"json":{"records":"features"}}"#,
            "time": #"{"column":"properties/ts","stamp":"instant"}"#,
            "series": "[\(OwnMapping.rule(#""column":"properties/frei""#))]",
            "station": #"{"from":[{"column":"properties/id"}]}"#,
            "places":
                #"{"row":{"longitude":"geometry/coordinates/0","latitude":"geometry/coordinates/1","epsg":25832}}"#,
        ]
        let file = try OwnMapping.parse(text, changes, path: "a.json")
        #expect(file.series.map(\.station.id) == ["10"] && file.report.empty == 1)
        #expect(abs((file.places["10"]?.longitude ?? 0) - 7.62) < 0.005)
        #expect(throws: FileFault.self) { try OwnMapping.parse("{", changes, path: "a.json") }
        #expect(throws: FileFault.self) { try OwnMapping.parse(#"{"features":5}"#, changes, path: "a.json") }
    }

    @Test func `place and name out of the lines before the header, and out of the rows`() throws {
        let lead = try OwnMapping.parse(
            "Station;07;Am Kai\nRechtswert: 405022,4;Hochwert: 5756025,8\nzeit;wert\n" + rows,
            [
                "format": #"{"separator":";","leadingLines":2}"#,
                "station": #"{"from":[{"lines":"Station;(\\d+);([^\\n]+)"}]}"#,
                "places":
                    #"{"lines":{"longitude":"Rechtswert: ([\\d,]+)","latitude":"Hochwert: ([\\d,]+)","epsg":25832}}"#,
            ])
        #expect(lead.series[0].station == Station(id: "07", name: "Am Kai"))
        let place = try #require(lead.places["07"])
        #expect(abs(place.longitude - 7.62) < 0.01 && abs(place.latitude - 51.95) < 0.01)
        let row = try OwnMapping.parse(
            "zeit;ort;lon;lat;wert\n2026-07-01 02:00;A;51,95;7,62;1\n",
            [
                "station": #"{"from":[{"column":"ort"}]}"#,
                "places": #"{"row":{"longitude":"lon","latitude":"lat","swapped":true}}"#,
            ])
        #expect(row.places["A"]?.longitude == 7.62 && row.places["A"]?.latitude == 51.95)
        #expect(row.report.ignoredColumns.isEmpty)
    }

    @Test(arguments: [
        #"{"separator":""}"#, #"{"separator":[]}"#, #"{"headerLines":9}"#, #"{"headerLines":0}"#,
        #"{"fixedWidth":[{"name":"a","start":0,"length":1}]}"#, #"{"unpivot":{"columns":"x"}}"#, #"{"thousands":"x"}"#,
    ])
    func `formats that cannot be`(format: String) {
        #expect(throws: MappingError.self) { try OwnMapping.series(["format": format]) }
    }
}
