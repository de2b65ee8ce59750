// SPDX-License-Identifier: EUPL-1.2
import CArchive
import Foundation
import Testing
import Wire

@testable import Ingest
@testable import IngestReading

/// What is small and unpacks to much, in each form that something packed may come in.
@Suite struct BombTests {
    private static let zeros = [UInt8](repeating: 0x30, count: 24 << 20)
    private static let limits = ImportLimits(fileBytes: 1 << 20, archiveBytes: 2 << 20)

    private func entries(_ path: String, _ limits: ImportLimits = Self.limits) -> [String] {
        let source = ImportSource(paths: [path], limits: limits) { $0.hasSuffix(".csv") }
        var all: [String] = []
        while let item = source.next() {
            switch item {
            case .file(let file): all.append("\(file.path):\(file.bytes.count)")
            case .refused(_, let reason): all.append("! \(reason)")
            case .other: continue
            }
        }
        return all
    }

    /// One packed file that is no archive.
    private func pack(_ path: String, _ bytes: [UInt8]) throws {
        let archive = try #require(archive_write_new())
        defer { archive_write_free(archive) }
        switch path.split(separator: ".").last {
        case "gz": archive_write_add_filter_gzip(archive)
        case "xz": archive_write_add_filter_xz(archive)
        default: archive_write_add_filter_bzip2(archive)
        }
        archive_write_set_format_raw(archive)
        try #require(archive_write_open_filename(archive, path) == ARCHIVE_OK)
        let entry = try #require(archive_entry_new())
        defer { archive_entry_free(entry) }
        archive_entry_set_filetype(entry, 0o100000)
        let status = archive_write_header(archive, entry)
        try #require(status == ARCHIVE_OK)
        _ = bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
        try #require(archive_write_close(archive) == ARCHIVE_OK)
    }

    @Test(arguments: ["gz", "xz", "bz2"])
    func `one packed file is stopped by its size, and by its ratio`(ending: String) async throws {
        try await withFolder { folder in
            let path = folder + "/a.csv." + ending
            try pack(path, Self.zeros)
            #expect(entries(path) == ["! a.csv unpacks to more than 1 MiB"])
            #expect(entries(path, ImportLimits()).first?.contains("bomb") == true)
            try pack(path, Array("zeit;wert\n".utf8))
            #expect(entries(path) == ["a.csv:10"])
        }
    }

    @Test(arguments: ArchiveForm.allCases)
    func `what is passed over costs nothing, or is refused before it does`(form: ArchiveForm) async throws {
        try await withFolder { folder in
            let path = folder + "/a" + form.rawValue
            try writeArchive(path, form, [.file("a.csv", [1]), .file("film.bin", Self.zeros), .file("b.csv", [1])])
            let found = entries(path)
            if form == .zip {
                #expect(found == ["a.csv:1", "b.csv:1"])
            } else {
                #expect(found == ["a.csv:1", "! the archive unpacks to more than 2 MiB"])
            }
        }
    }

    @Test(arguments: ArchiveForm.allCases)
    func `archives in archives share one limit`(form: ArchiveForm) async throws {
        try await withFolder { folder in
            let inner = folder + "/inner" + form.rawValue
            try writeArchive(inner, form, [.file("a.csv", [UInt8](repeating: 0x31, count: 900 << 10))])
            let bytes = [UInt8](try #require(FileManager.default.contents(atPath: inner)))
            let path = folder + "/outer.zip"
            try writeArchive(path, .zip, (0..<5).map { .file("\($0)\(form.rawValue)", bytes) })
            let found = entries(path)
            #expect(found.count { !$0.hasPrefix("!") } == 2)
            #expect(found.contains { $0.contains("more than 2 MiB") })
        }
    }

    @Test func `a sheet that unpacks to too much is refused`() async throws {
        try await withFolder { folder in
            let path = folder + "/a.xlsx"
            let head = Array("<worksheet><sheetData>".utf8)
            try writeArchive(
                path, .zip,
                [
                    .file("xl/workbook.xml", Array("<workbook><sheets><sheet name=\"a\"/></sheets></workbook>".utf8)),
                    .file(
                        "xl/worksheets/sheet1.xml", head + [UInt8](repeating: 0x20, count: 8 << 20)),
                ])
            let bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
            #expect(bytes.count < 64 << 10)
            let archive = SheetArchive(bytes: bytes, limit: 1 << 20)
            let error = #expect(throws: SheetArchive.Fault.self) { try archive.read { _ in Deaf() } }
            #expect(error?.description == "a spreadsheet that unpacks to more than 1 MiB")
        }
    }

    private final class Deaf: XMLListener {
        func begin(_ name: XMLName, _ attributes: XMLAttributes) {}
        func end(_ name: XMLName) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    @Test func `entities of XML are never put in`() throws {
        let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let text = """
            <?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">\(laughs)<!ENTITY f SYSTEM "file:///etc/passwd">]>
            <r><row><zeit>2026-01-01 00:00</zeit><wert>&l9;</wert></row>
            <row><zeit>2026-01-01 01:00</zeit><wert>&f;</wert></row></r>
            """
        let begin = ContinuousClock.now
        let parsed = try? OwnMapping.parse(text, ["format": #"{"xml":{"records":"row"}}"#], path: "a.xml")
        #expect(parsed?.series.isEmpty != false)
        #expect(!"\(String(describing: parsed))".contains("root:"))
        #expect(begin.duration(to: .now) < .seconds(5))
    }
}
