// SPDX-License-Identifier: EUPL-1.2
import CArchive
import Foundation
import Testing
import Threads

@testable import Documents

struct DocumentTests {
    private static let paper = Document(
        title: "Beschluss <1> & Folgen", language: "de", facts: [("Datum", "23.11.2026")],
        blocks: [
            .heading(1, "Sachverhalt"), .paragraph(["Kosten ", .strong("12.000 €"), " im Jahr \u{1}"]),
            .list([["eins"], [.link("zwei", to: "/planning?a=1&b=2")]], isNumbered: false),
            .table(
                .init(
                    caption: "Kosten", header: ["Jahr", "Betrag"], alignments: [.start, .end],
                    rows: [["2027", "1,00"], ["Summe", "1,00"]], hasTotal: true)),
            .gap("Es fehlt: der Betreiber"),
        ])

    @Test("Text from people is escaped in HTML")
    func html() {
        let html = Self.paper.html
        #expect(html.contains("<h1>Beschluss &lt;1&gt; &amp; Folgen</h1>"))
        #expect(html.contains("href=\"/planning?a=1&amp;b=2\""))
        #expect(html.contains("<p class=\"gap\">Es fehlt: der Betreiber</p>"))
        #expect(html.contains("<tr class=\"total\">"))
        #expect(!html.unicodeScalars.contains("\u{1}"))
        #expect(Self.paper.gaps == ["Es fehlt: der Betreiber"])
    }

    @Test("An OpenDocument Text package is a ZIP whose first member names its type, and each part is XML")
    func openDocumentText() throws {
        let members = try Self.unzip(Self.paper.openDocument)
        #expect(members.first?.name == "mimetype")
        #expect(members.first?.content == Array(OpenDocument.text.utf8))
        // no extra field, stored: the type stands at byte 38
        #expect(
            Array(Self.paper.openDocument[38..<(38 + OpenDocument.text.utf8.count)]) == Array(OpenDocument.text.utf8))
        for member in members where member.name.hasSuffix(".xml") {
            #expect(Self.isXML(member.content), "\(member.name)")
        }
        let content = try #require(members.first { $0.name == "content.xml" })
        #expect(String(decoding: content.content, as: UTF8.self).contains("Beschluss &lt;1&gt; &amp; Folgen"))
    }

    @Test("Cells of a spreadsheet keep their type; money is exact")
    func spreadsheet() throws {
        let sheet = Spreadsheet(
            title: "Kosten",
            sheets: [
                .init(
                    name: "Zeilen & mehr", header: ["Name", "Betrag"],
                    rows: [
                        [.text("a\nb"), .money(-123_456)], [.truth(true), .number(0.1)], [.date("2026-12-31"), .empty],
                    ])
            ])
        let members = try Self.unzip(sheet.openDocument)
        let content = try #require(members.first { $0.name == "content.xml" })
        #expect(Self.isXML(content.content))
        let text = String(decoding: content.content, as: UTF8.self)
        #expect(text.contains("office:value=\"-1234.56\""))
        #expect(text.contains("office:value=\"0.1\""))
        #expect(text.contains("office:date-value=\"2026-12-31\""))
        #expect(text.contains("table:name=\"Zeilen &amp; mehr\""))
    }

    @Test("CRC-32 of the standard's check value")
    func checksum() {
        #expect(ZipArchive.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test("A missing program is named")
    func missing() async {
        await #expect(throws: PDFPrinter.Failure.missing) {
            try await PDFPrinter(program: "/nowhere/weasyprint").print(Self.paper)
        }
    }

    @Test("A paper is printed to PDF")
    func pdf() async throws {
        let pdf = try await PDFPrinter().print(Self.paper)
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        #expect(pdf.count > 2000)
    }

    private static func isXML(_ bytes: [UInt8]) -> Bool {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".xml")
        defer { try? FileManager.default.removeItem(at: folder) }
        guard (try? Data(bytes).write(to: folder)) != nil else { return false }
        let reader = ["-c", "import sys, xml.dom.minidom as m; m.parse(sys.argv[1])", folder.path]
        return (try? Program("python3", reader).wait().isSuccess) == true
    }

    /// Reads with libarchive, which checks the checksums.
    private static func unzip(_ bytes: [UInt8]) throws -> [(name: String, content: [UInt8])] {
        let archive = try #require(archive_read_new())
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        return try bytes.withUnsafeBytes { buffer in
            try #require(archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK)
            var members: [(name: String, content: [UInt8])] = []
            var entry: OpaquePointer?
            while archive_read_next_header(archive, &entry) == ARCHIVE_OK {
                var content = [UInt8](repeating: 0, count: 1 << 20)
                let count = archive_read_data(archive, &content, content.count)
                try #require(count >= 0)
                members.append((String(cString: archive_entry_pathname(entry)), Array(content[..<count])))
            }
            return members
        }
    }
}
