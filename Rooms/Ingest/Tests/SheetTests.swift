// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import CArchive
import Foundation
import Testing
import Wire

@testable import Ingest

/// Spreadsheets as Excel and LibreOffice write them.
@Suite struct SheetTests {
    private static let workbook =
        #"<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Info" r:id="rId1"/><sheet name="Werte" r:id="rId2"/></sheets></workbook>"#
    private static let relations =
        #"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#
    private static let styles =
        #"<styleSheet><numFmts><numFmt numFmtId="165" formatCode="[$-407]dd\.mm\.yyyy\ hh:mm"/><numFmt numFmtId="166" formatCode="0.0 &quot;h&quot;"/></numFmts>"#
        + #"<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>"#
    private static let texts =
        "<sst><si><t>zeit</t></si><si><r><t>we</t></r><r><t>rt</t></r><rPh><t>x</t></rPh></si><si><t>k.A.</t></si></sst>"
    private static let sheet =
        #"<worksheet><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>"#
        + #"<row r="3"><c r="A3" s="1"><v>46204.0833333333</v></c><c r="C3" s="2"><v>1.5</v></c></row>"#
        + #"<row r="5"><c r="A5" s="1"><v>46204.125</v></c><c r="C5"><f>C3+1</f><v>2.5</v></c></row>"#
        + #"<row r="6"><c r="A6" s="1"><v>46204.1666666667</v></c><c r="C6" t="inlineStr"><is><t>3,5</t></is></c></row>"#
        + #"<row r="7"><c r="A7" s="1"><v>46204.2083333333</v></c><c r="C7" t="s"><v>2</v></c></row>"#
        + #"<row r="8"><c r="A8" s="1"><v>46204.25</v></c><c r="C8"><f>C3</f></c></row></sheetData></worksheet>"#

    private func excel(_ changes: [String: String] = [:]) async throws -> [UInt8] {
        // Texts and styles may stand behind the sheets.
        let members = [
            ("xl/worksheets/sheet2.xml", Self.sheet), ("xl/workbook.xml", Self.workbook),
            ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
            ("xl/_rels/workbook.xml.rels", Self.relations), ("xl/styles.xml", Self.styles),
            ("xl/sharedStrings.xml", Self.texts),
        ]
        return try await zipped(members.map { ($0.0, changes[$0.0] ?? $0.1) })
    }

    private func zipped(_ members: [(String, String)]) async throws -> [UInt8] {
        try await withFolder { folder in
            try writeArchive(folder + "/x.zip", .zip, members.map { .file($0.0, Array($0.1.utf8)) })
            return [UInt8](try #require(FileManager.default.contents(atPath: folder + "/x.zip")))
        }
    }

    private static let format = #"{"sheet":"Werte","decimal":",","missing":["k.A."],"headerStart":"^zeit"}"#

    @Test func `a chosen sheet: dates by their style, results of formulas, texts, left-out rows`() async throws {
        let file = try OwnMapping.parse(try await excel(), ["format": Self.format], path: "a.xlsx")
        #expect(file.listed("w") == ["2026-07-01T00:00+0=1.5", "2026-07-01T01:00+0=2.5", "2026-07-01T02:00+0=3.5"])
        #expect(file.report.rows == 5 && file.report.empty == 2 && file.report.rejections.isEmpty)
        #expect(file.report.notices.contains { $0.english.contains("1 formulas without a result") })
        let wrong = Self.sheet.replacing("3,5", with: "x")
        let refused = try OwnMapping.parse(
            try await excel(["xl/worksheets/sheet2.xml": wrong]), ["format": Self.format], path: "a.xlsx")
        #expect(refused.rejection(.notANumber)?.first.line == 6)
    }

    @Test(arguments: [
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "<?xml version=\"1.0\"?><!DOCTYPE worksheet>",
        "\u{FEFF}<!-- x -->",
    ])
    func `a sheet is read whatever stands before it`(head: String) async throws {
        let bytes = try await excel(["xl/worksheets/sheet2.xml": head + Self.sheet])
        let file = try OwnMapping.parse(bytes, ["format": Self.format], path: "a.xlsx")
        #expect(file.listed("w") == ["2026-07-01T00:00+0=1.5", "2026-07-01T01:00+0=2.5", "2026-07-01T02:00+0=3.5"])
    }

    @Test func `days are counted from 1904 where the workbook says so`() async throws {
        let book = Self.workbook.replacing("<workbookPr/>", with: #"<workbookPr date1904="1"/>"#)
        let file = try OwnMapping.parse(
            try await excel(["xl/workbook.xml": book]), ["format": Self.format], path: "a.xlsx")
        #expect(file.listed("w").first == "2030-07-02T00:00+0=1.5")
    }

    @Test(arguments: [
        ("Werte2", "", "it has \"Info\", \"Werte\""), ("Werte", "<worksheet><sheetData><row>", "damaged"),
    ])
    func `what cannot be read says so`(name: String, sheet: String, words: String) async throws {
        let bytes = try await excel(sheet.isEmpty ? [:] : ["xl/worksheets/sheet2.xml": sheet])
        let fault = #expect(throws: FileFault.self) {
            try OwnMapping.parse(bytes, ["format": "{\"sheet\":\"\(name)\"}"], path: "a.xlsx")
        }
        #expect(fault?.description.contains(words) == true && fault?.description.contains("CSV") == true)
    }

    private static func ods(_ rows: String...) -> [(String, String)] {
        let tables = rows.enumerated().map { "<table:table table:name=\"B\($0)\">\($1)</table:table>" }.joined()
        return [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            (
                "content.xml",
                "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\(tables)</office:document-content>"
            ),
        ]
    }

    private static let blank =
        "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"

    @Test(arguments: ["xlsx", "ods", "header.xlsx"])
    func `an empty workbook is refused with the reason and what to do`(name: String) async throws {
        let header = Self.sheet.prefix { $0 != "/" } + #"/v></c></row></sheetData></worksheet>"#
        let bytes =
            switch name {
            case "ods": try await zipped(Self.ods("", Self.blank))
            case "xlsx": try await excel(["xl/worksheets/sheet2.xml": "<worksheet><sheetData/></worksheet>"])
            default: try await excel(["xl/worksheets/sheet2.xml": String(header)])
            }
        try await withFolder { folder in
            let path = folder + "/leer." + (name == "ods" ? "ods" : "xlsx")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let fault = #expect(throws: ProposalFault.self) { try Proposer().proposals(forPath: path) }
            let refused = #expect(throws: DeliveryFault.self) { try DeliveryProposal(paths: [path]) }
            let (english, german) = (fault?.description ?? "", refused?.words.german ?? "")
            if name == "header.xlsx" {
                #expect(
                    english.contains("only one line stands in the file (\"zeit\")") && german.contains("nur eine Zeile")
                )
            } else {
                let sheets = name == "ods" ? ["B0", "B1"] : ["Info", "Werte"]
                #expect(english.contains("nothing stands on the sheets") && german.contains("steht nichts"))
                #expect(sheets.allSatisfy { english.contains($0) && german.contains($0) })
                #expect(english.contains("save the file with its values") && german.contains("Speichern Sie die Datei"))
            }
        }
    }

    @Test func `behind an empty cover the first sheet with a table is proposed, and read`() async throws {
        let rows = (0..<24).map { hour in
            "<table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2026-07-01T\(hour < 10 ? "0" : "")\(hour):00:00\"/><table:table-cell office:value-type=\"float\" office:value=\"\(hour)\"/></table:table-row>"
        }.joined()
        let head =
            "<table:table-row><table:table-cell><text:p>Zeit</text:p></table:table-cell><table:table-cell><text:p>Pegel<text:line-break/>[cm]</text:p></table:table-cell></table:table-row>"
        for (name, bytes) in [
            ("a.xlsx", try await excel()), ("a.ods", try await zipped(Self.ods("", Self.blank, head + rows))),
        ] {
            try await withFolder { folder in
                let path = folder + "/" + name
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                let found = try DeliveryProposal(paths: [path])
                let sheet = name == "a.ods" ? "B2" : "Werte"
                #expect(found.document["format"]?["sheet"]?.string == sheet && found.kind == "series")
                #expect(found.columns.map(\.name).contains(name == "a.ods" ? "Pegel [cm]" : "wert"))
            }
        }
    }

    private static func row(_ cells: String...) -> String {
        "<table:table-row>"
            + cells.map { "<table:table-cell><text:p>\($0)</text:p></table:table-cell>" }.joined()
            + "</table:table-row>"
    }

    private static func series(_ hours: Int) -> String {
        row("Zeit", "Pegel [cm]", "Abfluss [m³/s]")
            + (0..<hours).map { hour in
                row("0\(hour / 24 + 1).06.2025 \(hour % 24 < 10 ? "0" : "")\(hour % 24):00", "\(hour * 3)", "\(hour).5")
            }.joined()
    }

    private static let cover = row("Messdaten 2025") + row("Herausgeber", "Amt für Umwelt") + row("Stand", "01.07.2025")
    private static let notes = row("Spalte", "Bedeutung") + row("Pegel", "Wasserstand") + row("Abfluss", "Menge")
    private static let list =
        row("Nr", "Name", "Ostwert", "Nordwert") + row("1", "Nord", "405000", "5757000")
        + row("2", "Süd", "405100", "5756000")

    @Test(
        arguments: [
            ([cover, notes, series(48)], "B2", Proposal.Certainty.likely, ["B2"]),
            ([list, cover, series(24)], "B2", .likely, ["B2"]), ([series(24), notes], "B0", .likely, []),
            ([series(24)], nil, .likely, []), ([series(72), series(2)], "B0", .likely, []),
            ([cover, series(24), series(48)], "B2", .asked, ["?"]), ([cover, notes], "B0", .likely, []),
        ] as [([String], String?, Proposal.Certainty, [String])])
    func `the sheet with the series is taken, not what stands before it, and several are asked about`(
        sheets: [String], sheet: String?, certainty: Proposal.Certainty, written: [String]
    ) async throws {
        let members = [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            (
                "content.xml",
                "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">"
                    + sheets.enumerated().map { "<table:table table:name=\"B\($0)\">\($1)</table:table>" }.joined()
                    + "</office:document-content>"
            ),
        ]
        let bytes = try await zipped(members)
        let found = try Proposer().proposal(FileSample(name: "a.ods", whole: bytes))
        let hasSeries = sheets.contains { $0.contains("Pegel [cm]") }
        #expect((found["kind"]?.value == "series") == hasSeries)
        #expect(found["sheet"]?.value.string == sheet && found["sheet"].map { $0.certainty == certainty } != false)
        #expect([found.written["format"]?["sheet"]?.string].compactMap { $0 } == written)
        let asked = found.questions.first { $0.about == "sheet" }
        #expect((asked?.choices ?? []) == (certainty == .asked ? ["B1", "B2"] : []))
    }

    /// 60,000 rows are more than one piece of the text that is read.
    private static func long(stamp: (Int) -> String) -> String {
        var rows =
            #"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>zeit</t></is></c>"#
            + #"<c r="B1" t="inlineStr"><is><t>wert</t></is></c></row>"#
        for number in 0..<60_000 {
            let row = number + 2
            let value = number == 49_998 ? #"t="inlineStr"><is><t>kaputt</t></is>"# : "><v>\(number).5</v>"
            rows +=
                "<row r=\"\(row)\">\(stamp(number).replacing("ROW", with: "\(row)"))<c r=\"B\(row)\" \(value)</c></row>"
        }
        return rows + "</sheetData></worksheet>"
    }

    @Test(arguments: [true, false])
    func `a long sheet is read piece by piece, whatever its stamps`(isDeclared: Bool) async throws {
        // minutes of 2026 from 1 January, as days with a style or as a text in another form than the declared one
        let sheet = Self.long { number in
            let day = number / 1440 + 1
            let (month, own) = day > 31 ? (2, day - 31) : (1, day)
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let clock = "\(two(number % 1440 / 60)):\(two(number % 60))"
            return isDeclared
                ? "<c r=\"AROW\" s=\"1\"><v>\(46023 + Double(number) / 1440)</v></c>"
                : "<c r=\"AROW\" t=\"inlineStr\"><is><t>\(two(own)).\(two(month)).2026 \(clock)</t></is></c>"
        }
        let file = try OwnMapping.parse(
            try await excel(["xl/worksheets/sheet2.xml": sheet]), ["format": #"{"sheet":"Werte"}"#], path: "a.xlsx")
        #expect(file.report.rows == 60_000 && file.series.first?.values.count == 59_999 && !file.isCut)
        // 23:59 after 59,999 minutes from midnight of 1 January in Berlin
        let last: Int64 = 1_767_222_000_000_000 + 59_999 * 60_000_000
        #expect(file.series.first?.times.last == last)
        let refused = file.rejection(.notANumber)
        #expect(refused?.count == 1 && refused?.first.line == 50_000 && refused?.first.text == "kaputt")
    }

    @Test func `a look at a sheet reads its beginning`() async throws {
        let sheet = Self.long { "<c r=\"AROW\" s=\"1\"><v>\(46023 + Double($0) / 1440)</v></c>" }
        var file = ImportFile(path: "a.xlsx", bytes: try await excel(["xl/worksheets/sheet2.xml": sheet]), folder: ".")
        file.most = 100_000
        guard case .series(let series) = try OwnMapping.series(["format": #"{"sheet":"Werte"}"#]).kind,
            let calendar = ZonedCalendar(identifier: "Europe/Berlin")
        else { return }
        let parsed = try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
            file, checksum: "", report: ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0)))
        #expect(parsed.isCut && parsed.report.rows > 1000 && parsed.report.rows < 20_000)
    }

    @Test func `ods: repeated rows and cells, dates with and without time, notes`() async throws {
        let content = """
            <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="Werte">
            <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
            <table:table-row><table:table-cell><text:p>zeit</text:p></table:table-cell><table:table-cell office:value-type="string">
            <office:annotation><text:p>Notiz</text:p></office:annotation><text:p>wert</text:p></table:table-cell></table:table-row>
            <table:table-row><table:table-cell office:value-type="date" office:date-value="2026-07-01T02:00:00"><text:p>1.7.</text:p>
            </table:table-cell><table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,5 %</text:p></table:table-cell>
            <table:table-cell table:number-columns-repeated="16382"/></table:table-row>
            <table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            </table:table></office:document-content>
            """
        let bytes = try await zipped([
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content),
        ])
        let file = try OwnMapping.parse(bytes, ["format": #"{"headerStart":"^zeit"}"#], path: "a.ods")
        #expect(file.listed("w") == ["2026-07-01T00:00+0=0.125"])
        #expect(file.report.rows == 1)
    }
}
