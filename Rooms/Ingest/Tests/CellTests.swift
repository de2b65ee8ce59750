// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Ingest

/// What is declared of a cell comes before what it looks like, and a type stays what it is.
@Suite struct CellTests {
    private func parse(_ cells: [String], format: String = "", rule: String = "") throws -> ParsedFile {
        let rows = cells.enumerated().map { "2026-01-01 \($0.offset < 10 ? "0" : "")\($0.offset):00;\($0.element)\n" }
        return try OwnMapping.parse(
            "zeit;wert\n" + rows.joined(),
            [
                "format": "{\"separator\":\";\"\(format)}",
                "series": "[\(OwnMapping.rule("\"column\":\"wert\"" + rule))]",
            ])
    }

    @Test(arguments: ["-999", "-1", "0", "9999.9", "-999.00", " -999 ", "\"-999\"", "n/a"])
    func `declared missing values are missing, however they are written`(cell: String) throws {
        let file = try parse([cell, "5"], format: #","missing":["-999","-1","0","9999.9","n/a"]"#)
        #expect(file.series[0].values == [5])
        #expect(file.report.empty == 1 && file.report.rejections.isEmpty)
    }

    @Test func `reasons and values match the text before it is a number`() throws {
        let file = try parse(["-1", "7", "x", "9"], rule: #","reasons":{"-1":"gestört"},"values":{"7":70,"x":1}"#)
        #expect(file.series[0].values == [70, 1, 9])
        #expect(file.report.reasons == ["gestört": 1])
    }

    @Test(
        arguments: [
            ("1.234", nil), ("1.000", nil), ("1240.0", 1240), ("987", 987), ("-1", nil), ("12.5", nil), ("1e3", 1000),
            ("9007199254740993", nil), ("0", 0),
        ] as [(String, Double?)])
    func `a count is a whole number from 0`(cell: String, value: Double?) throws {
        let file = try parse([cell], rule: #","count":true"#)
        #expect(file.series.first?.values.first == value)
        #expect(file.report.rejected == (value == nil ? 1 : 0))
    }

    @Test(
        arguments: [
            (".", ",", "1.234", 1234), (".", ",", "1.234.567,5", 1_234_567.5), (".", ",", "1234", 1234),
            (",", ".", "1,234.5", 1234.5), ("'", ".", "1'234", 1234), ("'", ".", "1’234", 1234),
            (" ", ",", "1 234,5", 1234.5),
            (" ", ",", "1\u{A0}234", 1234), (" ", ",", "1\u{202F}234", 1234), (".", ",", "-1.234", -1234),
            (".", ",", "1.23", nil), (".", ",", "12.34.567", nil), (".", ",", "1..234", nil), (".", ",", ".234", nil),
            (".", ",", "1.2345", nil), (".", ",", "1,234.5", nil), (".", ",", "1234.567", nil),
        ] as [(String, String, String, Double?)])
    func `thousands are read where they are declared`(
        mark: String, decimal: String, cell: String, value: Double?
    ) throws {
        let file = try parse([cell], format: ",\"thousands\":\"\(mark)\",\"decimal\":\"\(decimal)\"")
        #expect(file.series.first?.values.first == value)
    }

    @Test func `one character cannot separate thousands and decimals`() {
        #expect(throws: MappingError.self) { try OwnMapping.series(["format": #"{"thousands":"."}"#]) }
    }

    @Test func `a declared status 0 counts, an undeclared one is good`() throws {
        func qualities(_ doubtful: String) throws -> [Int: String] {
            try OwnMapping.parse(
                "zeit;wert;st\n2026-01-01 00:00;1;0\n2026-01-01 01:00;2;1\n2026-01-01 02:00;3;2\n2026-01-01 03:00;4;\n",
                [
                    "series":
                        "[\(OwnMapping.rule("\"column\":\"wert\",\"status\":{\"column\":\"st\",\"good\":[\"1\"],\"doubtful\":\(doubtful)}"))]"
                ]
            ).series[0].qualities
        }
        #expect(try qualities(#"{"0":"ungeprüft","2":"geschätzt"}"#) == [0: "ungeprüft", 2: "geschätzt"])
        #expect(try qualities(#"{"2":"geschätzt","":"ohne Angabe"}"#) == [2: "geschätzt", 3: "ohne Angabe"])
        #expect(try qualities(#"{"2":"geschätzt"}"#) == [2: "geschätzt"])
    }

    @Test(arguments: [
        "2026-01-01 01:00;\"2\n", "2026-01-01 01:00;\"2;\n", "\"2026-01-01 01:00;2\n", "2026-01-01 01:00;\"2\"x\n",
    ])
    func `a lone quote costs one row, and rows add up`(row: String) throws {
        let rest = (2..<20).map { "2026-01-01 \($0 < 10 ? "0" : "")\($0):00;\($0)\n" }.joined()
        let file = try OwnMapping.parse("zeit;wert\n2026-01-01 00:00;1\n" + row + rest)
        #expect(file.series[0].values.count == 19)
        #expect(file.report.rows == 20 && file.report.rowsRefused == 1)
        #expect(file.rejection(.badCell)?.first.line == 3)
    }

    @Test func `a special row may begin with a digit`() throws {
        let file = try OwnMapping.parse(
            "zeit;wert\n2026-01-01 00:00;1\n3 Zeilen;\n",
            ["format": #"{"separator":";","specialRows":[{"firstField":"Zeilen$","use":"ignore"}]}"#])
        #expect(file.report.rows == 1 && file.report.rejections.isEmpty)
    }

    @Test func `a long table by parameter: each text its series, unknown ones are told`() throws {
        let text = """
            zeit;ort;was;wert
            2025-10-26 02:00;A;T;1
            2025-10-26 02:00;A;PM10;2
            2025-10-26 02:00;A;PM25;3
            2025-10-26 02:00;A;Wind;3
            2025-10-26 02:00;A;T;4
            2025-10-26 02:00;A;PM10;5
            2025-10-26 02:00;A;PM25;6
            2025-10-26 03:00;A;T;7
            2025-10-26 03:00;A;PM10;8
            2025-10-26 03:00;A;PM25;9
            """
        let temperature = OwnMapping.rule(#""column":"wert","where":{"column":"was","is":"T"}"#, key: "t")
        let dust = OwnMapping.rule(#""column":"wert","where":{"column":"was","matches":"^PM(\\d+)$"}"#, key: "pm{1}")
        let file = try OwnMapping.parse(
            text, ["series": "[\(temperature),\(dust)]", "station": #"{"from":[{"column":"ort"}]}"#])
        #expect(file.listed("t") == ["2025-10-26T00:00+0=1", "2025-10-26T01:00+0=4", "2025-10-26T02:00+0=7"])
        #expect(file.listed("pm10") == ["2025-10-26T00:00+0=2", "2025-10-26T01:00+0=5", "2025-10-26T02:00+0=8"])
        #expect(file.listed("pm25").count == 3)
        #expect(file.report.ignoredRows == ["was = Wind": 1] && file.report.ignoredColumns.isEmpty)
    }

    @Test(arguments: [
        ([0xFF, 0xFE] as [UInt8], "utf-16"), ([0xDF] as [UInt8], "iso-8859-1"), ([0xE1, 0x84] as [UInt8], "ibm850"),
    ])
    func `the encoding is recognised in each file and told`(mark: [UInt8], name: String) throws {
        var bytes = Array("zeit;wert;Stra".utf8) + (name == "utf-16" ? [] : mark)
        bytes += Array("e\n2026-01-01 00:00;1;x\n".utf8)
        if name == "utf-16" { bytes = mark + bytes.flatMap { [$0, 0] } }
        let file = try OwnMapping.parse(bytes)
        #expect(file.series[0].values == [1])
        #expect(file.report.notices.contains { $0.english.contains(name) })
    }

    @Test(arguments: [
        ("a.xlsx", "PK\u{3}\u{4}x", "spreadsheet"), ("a.ods", "PK\u{3}\u{4}x", "the sheet as CSV"),
        ("a.csv", "PK\u{3}\u{4}x", "zip"), ("a.csv", "%PDF-1.4", "PDF"), ("a.csv", "<!DOCTYPE html><html>", "web page"),
    ])
    func `what is no text is named with what can be done`(path: String, text: String, remedy: String) {
        let fault = #expect(throws: FileFault.self) { try OwnMapping.parse(text, path: path) }
        #expect(fault?.description.contains(remedy) == true)
    }
}
