// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import TestSupport
import Testing

@testable import Ingest
@testable import IngestWaiting

/// Forms with files, read as they come in: however the bytes are cut, the same arrives.
@Suite struct UploadTests {
    private func body(_ parts: [(head: String, content: [UInt8])], boundary: String = "grenze") -> [UInt8] {
        var body: [UInt8] = []
        for part in parts {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8)
            body += part.content + Array("\r\n".utf8)
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }

    private func read(_ bytes: [UInt8], cuts: inout SeededRandom, boundary: String = "grenze") throws -> [String] {
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=\"\(boundary)\""))
        var found: [String] = []
        var content: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...40, using: &cuts))
            rest = rest.dropFirst(piece.count)
            try reader.take(piece) { event in
                switch event {
                case .begin(let name, let file): found.append("\(name)/\(file ?? "-")")
                case .bytes(let bytes): content += bytes
                case .end:
                    found.append(String(decoding: content, as: UTF8.self))
                    content = []
                }
            }
        }
        #expect(reader.isComplete)
        return found
    }

    @Test func `however a form is cut, its parts arrive whole`() throws {
        var random = SeededRandom(seed: 4711)
        let tricky = "\r\n--grenz\r\n-\r--grenze\n\r\n--grenz"
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                [tricky, "zeit;wert\r\n", "\r", "\n", "--", "ä"].randomElement(using: &random) ?? ""
            }.joined()
            let form = body([
                ("name=\"files\"; filename=\"a;b.csv\"", Array(text.utf8)), ("name=title", Array("T".utf8)),
                ("name=\"files\"; filename=\"\"", []),
            ])
            let found = try read(form, cuts: &random)
            #expect(found == ["files/a;b.csv", text, "title/-", "T", "files/", ""])
        }
    }

    @Test func `a form that is none is refused`() throws {
        #expect(MultipartReader(contentType: "application/x-www-form-urlencoded") == nil)
        #expect(MultipartReader(contentType: "multipart/form-data") == nil)
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
        #expect(throws: MultipartReader.Malformed.self) { try reader.take(Array("--xy\r\n".utf8)) { _ in } }
        var cut = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
        try cut.take(Array("--x\r\nContent-Disposition: form-data; name=a\r\n\r\nabc".utf8)) { _ in }
        #expect(!cut.isComplete)
    }

    @Test(arguments: [
        ("../../etc/passwd.csv", "passwd.csv"), ("C:\\Daten\\a.csv", "a.csv"), (".htaccess.csv", "htaccess.csv"),
        ("a\u{7}b.csv", "ab.csv"), ("Zählung März.xlsx", "Zählung März.xlsx"), ("/", "datei"),
    ])
    func `a file keeps its own name and no more`(given: String, kept: String) {
        #expect(WaitingArea.name(given) == kept)
    }

    @Test func `what is handed in lies in the waiting area, what is refused does not`() async throws {
        try await withTemporaryFolder { folder in
            let area = WaitingArea(folder: folder.path, limits: WaitingArea.Limits(bytes: 1000, files: 2))
            func hand(_ parts: [(head: String, content: [UInt8])]) throws -> [UploadWriter.File] {
                let delivery = try area.open()
                var writer = try UploadWriter(
                    area, delivery: delivery, contentType: "multipart/form-data; boundary=grenze")
                try writer.take(body(parts))
                try writer.finish()
                #expect(area.paths(delivery).count == writer.files.count)
                return writer.files
            }
            func file(_ name: String, _ bytes: Int) -> (head: String, content: [UInt8]) {
                ("name=\"files\"; filename=\"\(name)\"", [UInt8](repeating: 0x61, count: bytes))
            }
            let names = try hand([file("a.csv", 10), file("a.csv", 20)]).map(\.name)
            #expect(names == ["a.csv", "2-a.csv"])
            #expect(throws: DeliveryFault.self) { try hand([file("a.csv", 2000)]) }
            #expect(throws: DeliveryFault.self) { try hand([file("a.pdf", 10)]) }
            #expect(throws: DeliveryFault.self) { try hand([file("a.csv", 0)]) }
            #expect(throws: DeliveryFault.self) { try hand([file("a.csv", 1), file("b.csv", 1), file("c.csv", 1)]) }
        }
    }
}
