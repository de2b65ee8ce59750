// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

/// Elements of XML, dates that stand once, years that begin in autumn, stretches in a cell, lists inside records.
@Suite struct FurtherShapeTests {
    private let xml = """
        <?xml version="1.0" encoding="ISO-8859-1"?><r xmlns:n="u"><st id="ä"><name>Süd</name>
        <n:v t="2026-07-01T00:00:00Z">1</n:v><n:v t="2026-07-01T01:00:00Z"><![CDATA[2]]></n:v></st>
        <st id="b"><n:v t="2026-07-01T02:00:00Z">3</n:v></st></r>
        """

    private func changes(xml records: String, column: String = ".", time: String = "@t") -> [String: String] {
        [
            "format": "{\"xml\":{\"records\":\"\(records)\"}}",
            "time": "{\"column\":\"\(time)\",\"stamp\":\"instant\"}",
            "series": "[\(OwnMapping.rule("\"column\":\"\(column)\""))]",
            "station": #"{"from":[{"column":"../@id","nameColumn":"../name"}]}"#,
        ]
    }

    @Test(arguments: ["v", "st/v", "r/st/v"]) func `elements of XML with what stands around them`(records: String)
        throws
    {
        let file = try OwnMapping.parse(xml, changes(xml: records), path: "a.xml")
        #expect(file.series.map(\.station) == [Station(id: "ä", name: "Süd"), Station(id: "b", name: "b")])
        #expect(file.series.map(\.values) == [[1, 2], [3]])
        #expect(file.report.rows == 3 && file.report.rejections.isEmpty)
    }

    @Test func `XML in Windows-1252 keeps its letters whatever it says of itself`() throws {
        let bytes = Array(xml.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        let file = try OwnMapping.parse(bytes, changes(xml: "v"), path: "a.xml")
        #expect(file.series.first?.station == Station(id: "ä", name: "Süd"))
    }

    @Test func `XML that breaks off or has no such element is a fault`() throws {
        #expect(throws: FileFault.self) {
            try OwnMapping.parse(String(xml.prefix(150)), changes(xml: "v"), path: "a.xml")
        }
        let fault = #expect(throws: FileFault.self) { try OwnMapping.parse(xml, changes(xml: "w"), path: "a.xml") }
        #expect(fault?.description.contains("no element \"w\"") == true)
    }

    @Test func `a date that stands once holds below it, and past midnight`() throws {
        let text = "Datum;Uhr;wert\n;00:00;1\n01.07.2026;00:15;2\n;00:30;3\n;23:45;4\n;00:00;5\n02.07.2026;00:15;6\n"
        let file = try OwnMapping.parse(
            text,
            [
                "format": #"{"separator":";","fillDown":["Datum"]}"#,
                "time": #"{"columns":["Datum","Uhr"],"form":"dd.MM.yyyy HH:mm","zone":"UTC","stamp":"instant"}"#,
            ])
        #expect(
            file.listed("w") == [
                "2026-07-01T00:00+0=1", "2026-07-01T00:15+0=2", "2026-07-01T00:30+0=3", "2026-07-01T23:45+0=4",
                "2026-07-02T00:00+0=5", "2026-07-02T00:15+0=6",
            ])
    }

    @Test func `a date that stands once, newest first, and in the repeated hour`() throws {
        let down = try OwnMapping.parse(
            "Datum;Uhr;wert\n02.07.2026;00:15;1\n;00:00;2\n01.07.2026;23:45;3\n;20:00;4\n",
            [
                "format": #"{"separator":";","fillDown":["Datum"]}"#,
                "time": #"{"columns":["Datum","Uhr"],"form":"dd.MM.yyyy HH:mm","zone":"UTC","stamp":"instant"}"#,
            ])
        #expect(down.listed("w").map { $0.suffix(1) } == ["4", "3", "2", "1"])
        #expect(down.listed("w").first == "2026-07-01T20:00+0=4")
        let autumn = try OwnMapping.parse(
            "Datum;Uhr;wert\n25.10.2026;01:00;1\n;02:00;2\n;02:00;3\n;03:00;4\n",
            [
                "format": #"{"separator":";","fillDown":["Datum"]}"#,
                "time": #"{"columns":["Datum","Uhr"],"form":"dd.MM.yyyy HH:mm","stamp":"start","interval":"PT1H"}"#,
            ])
        #expect(autumn.listed("w").map { $0.prefix(16) }.last == "2026-10-25T02:00")
        #expect(autumn.listed("w").count == 4)
    }

    @Test func `names that stand once hold below; rows before them take the first`() throws {
        let file = try OwnMapping.parse(
            "ort;zeit;wert\nA;2026-07-01 02:00;1\n;2026-07-01 03:00;2\n;;\nB;2026-07-01 02:00;3\n",
            ["format": #"{"separator":";","fillDown":["ort"]}"#, "station": #"{"from":[{"column":"ort"}]}"#])
        #expect(file.series.map(\.values) == [[1, 2], [3]])
        #expect(file.report.rows == 3)
    }

    @Test(arguments: [
        ("1998/99", "10-01", "1998-09-30T22:00:00.000Z+31536000"),
        ("1999/2000", "09-01", "1999-08-31T22:00:00.000Z+31622400"), ("1999/98", "10-01", "badTime"),
    ])
    func `years that begin in one and end in the next`(text: String, begin: String, outcome: String) throws {
        let rule = "{\"column\":\"zeit\",\"form\":\"yyyy/yy\",\"yearStart\":\"\(begin)\"}"
        #expect(try OwnMapping.stamp(text, rule) == outcome)
    }

    @Test(arguments: [
        (#"{"column":"zeit","form":"yyyy/yy"}"#, "/time"),
        (#"{"column":"zeit","form":"yyyy/yy","yearStart":"02-29"}"#, "/time/yearStart"),
        (#"{"column":"zeit","form":"yyyy-MM-dd","yearStart":"10-01"}"#, "/time/yearStart"),
    ])
    func `the begin of such a year is asked for`(rule: String, pointer: String) {
        let fault = #expect(throws: MappingError.self) { try OwnMapping.series(["time": rule]) }
        #expect(fault?.pointer == pointer)
    }

    @Test func `a stretch in a cell is read by its begin`() throws {
        let rule = #"{"column":"zeit","form":"dd.MM.yyyy HH:mm*","zone":"UTC","stamp":"start","interval":"PT1H"}"#
        #expect(
            try OwnMapping.stamp("01.07.2026 02:00 - 01.07.2026 03:00", rule) == "2026-07-01T02:00:00.000Z+3600")
    }

    @Test func `lists inside records of JSON, and pairs`() throws {
        let nested =
            #"{"st":[{"id":"x","w":[{"t":"2026-07-01T00:00Z","v":1}]},{"id":"y","w":[{"t":"2026-07-01T00:00Z","v":2}]}]}"#
        let file = try OwnMapping.parse(
            nested,
            [
                "format": #"{"json":{"records":"st/*/w"}}"#, "time": #"{"column":"t","stamp":"instant"}"#,
                "station": #"{"from":[{"column":"../id"}]}"#, "series": "[\(OwnMapping.rule(#""column":"v""#))]",
            ], path: "a.json")
        #expect(file.series.map(\.station.id) == ["x", "y"] && file.series.map(\.values) == [[1], [2]])
        let pairs = try OwnMapping.parse(
            #"{"series":[[1782864000000,1.5],[1782867600000,null]]}"#,
            [
                "format": #"{"json":{"records":"series"}}"#,
                "time": #"{"column":"0","form":"epochMilliseconds","stamp":"instant"}"#,
                "series": "[\(OwnMapping.rule(#""column":"1""#))]",
            ], path: "a.json")
        #expect(pairs.listed("w") == ["2026-07-01T00:00+0=1.5"] && pairs.report.empty == 1)
    }

    @Test func `the repeated hour where the days are columns`() throws {
        let rows = ["00:00;0;10;20", "01:00;1;11;21", "02:00;2;12;22", "02:00;;13;", "03:00;4;14;24"]
        let file = try OwnMapping.parse(
            "Uhr;2026-10-24;2026-10-25;2026-10-26\n" + rows.joined(separator: "\n") + "\n",
            [
                "format":
                    #"{"separator":";","unpivot":{"columns":"^(\\d{4}-\\d\\d-\\d\\d)$","into":"tag","value":"wert"}}"#,
                "time": #"{"columns":["tag","Uhr"],"stamp":"start","interval":"PT1H"}"#,
            ])
        #expect(file.listed("w").count == 13 && file.report.rejections.isEmpty)
        #expect(file.listed("w").contains("2026-10-25T00:00+3600=12"))
        #expect(file.listed("w").contains("2026-10-25T01:00+3600=13"))
        #expect(file.listed("w").contains("2026-10-25T02:00+3600=14"))
    }

    @Test func `texts of several words in a list of fixed width`() throws {
        let text = """
            Stations_id von_datum Hoehe Name Land
            ----------- --------- ----- ----------------------- -------------
            00044 20070209     44     Großenkneten              Niedersachsen
            00011 19800901    680     Donau (Landeplatz Nord)   Baden

            """
        var format = TableFormat()
        format.shape = .fixedWidth([])
        var names: [[String]] = []
        try Array(text.utf8).withUnsafeBufferPointer { bytes in
            try TableSections(bytes, format).forEach { (section: inout TableSection) throws(FileFault) in
                while case .record = section.reader.next() {
                    let reader = section.reader
                    names.append(reader.fields.indices.map { reader.text($0) })
                }
            }
        }
        #expect(
            names == [
                ["00044", "20070209", "44", "Großenkneten", "Niedersachsen"],
                ["00011", "19800901", "680", "Donau (Landeplatz Nord)", "Baden"],
            ])
    }
}
