// SPDX-License-Identifier: EUPL-1.2
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
