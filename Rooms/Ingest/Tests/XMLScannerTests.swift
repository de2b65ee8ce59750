// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Testing

@testable import IngestReading

/// The scanner of sheets beside libxml2.
@Suite struct XMLScannerTests {
    /// What a document said, texts put together.
    private final class Transcript: XMLListener {
        var lines: [String] = []
        private var isText = false

        func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            var line = "<" + name.text
            attributes.forEach { line += " \($0.text)=[\(String(decoding: $1, as: UTF8.self))]" }
            add(line)
        }
        func end(_ name: XMLName) { add("/" + name.text) }
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            let text = String(decoding: bytes, as: UTF8.self)
            if isText { lines[lines.count - 1] += text } else { lines.append(text) }
            isText = true
        }
        private func add(_ line: String) {
            lines.append(line)
            isText = false
        }
    }

    private func scanned(_ document: [UInt8], piece: Int) -> [String]? {
        var scanner = XMLScanner()
        var transcript = Transcript()
        var offset = 0
        do {
            try scanner.read(into: &transcript) { target in
                let end = min(document.count, offset + piece)
                target.copyBytes(from: document[offset..<end])
                defer { offset = end }
                return end - offset
            }
        } catch {
            return nil
        }
        return transcript.lines
    }

    private func pushed(_ document: [UInt8]) -> [String]? {
        let transcript = Transcript()
        do {
            let parser = try XMLPush(transcript)
            try document.withUnsafeBytes { try parser.feed($0) }
            try parser.feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        } catch {
            return nil
        }
        return transcript.lines
    }

    private static let documents = [
        #"<worksheet xmlns="m" xmlns:r="q"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r='B1'/></row></sheetData></worksheet>"#,
        "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<a>\r\n<!-- x < > & --><b c = \"1 &lt; 2\" d=\"\">ä&amp;ö&#228;&#x1F600;</b ></a>\n",
        "<o:d xmlns:o=\"o\" xmlns:t='t'><t:c o:v=\"a&quot;b\tc\r\nd\">x\ry<![CDATA[<z>&amp;]]></t:c><?pi x?></o:d>",
        "<a>\u{1F600}\u{20AC}<b/>\u{E4}</a>",
    ]

    @Test(arguments: documents) func `a document is told as libxml2 tells it, wherever it is cut`(document: String) {
        let bytes = Array(document.utf8)
        let expected = pushed(bytes)
        #expect(expected != nil)
        for piece in 1...40 { #expect(scanned(bytes, piece: piece) == expected, "pieces of \(piece)") }
    }

    @Test(arguments: [
        "", " ", "a", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a b=c/>", "<a b/>", "<a b=\"<\"/>",
        "<a>&x;</a>",
        "<a>&</a>", "<a b=\"&amp\"/>", "<a b=\"1\"c=\"2\"/>", "<a>\u{1}</a>", "<1/>", "<a", "<a>&#0;</a>", "<a/ >",
        "</a>",
        "<a><!-- ", "<a><![CDATA[x]]</a>", "<a>&#x110000;</a>", "<>", "<a><b></a></b>", "<!DOCTYPE a><a/>",
    ])
    func `what is no document is a fault`(document: String) {
        for piece in [1, 3, 100] { #expect(scanned(Array(document.utf8), piece: piece) == nil) }
    }

    @Test func `bytes that are no UTF-8 are a fault`() {
        for bad: [UInt8] in [[0xE4], [0xC3], [0xE2, 0x82], [0xFF], [0x80], [0xC0, 0x80]] {
            #expect(scanned(Array("<a>".utf8) + bad + Array("</a>".utf8), piece: 100) == nil)
            #expect(scanned(Array("<a b=\"".utf8) + bad + Array("\"/>".utf8), piece: 2) == nil)
        }
    }

    /// A fault that libxml2 finds and the scanner does not may only be one of those it is not there to find.
    @Test func `damaged documents are told alike`() {
        var random = SeededRandom(seed: 3)
        var both = 0
        for turn in 0..<4000 {
            var bytes = Array(Self.documents[turn % Self.documents.count].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(Array("<>/&;\"'= ax]-\u{E4}".utf8).randomElement(using: &random) ?? 0, at: place)
                default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            let (own, other) = (scanned(bytes, piece: Int.random(in: 1...99, using: &random)), pushed(bytes))
            guard let own, let other else { continue }
            both += 1
            #expect(own == other, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(both > 200)
    }

    @Test(arguments: [
        ("<a/>", true), ("<?xml version=\"1.0\"?><a/>", true), ("<?xml version='1.0' encoding='utf-8'?><a/>", true),
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", false), ("<!DOCTYPE a><a/>", false), ("", false),
    ])
    func `what is not in UTF-8 or has a document type is left to libxml2`(head: String, isRead: Bool) {
        Array(head.utf8).withUnsafeBufferPointer { #expect(XMLScanner.reads($0) == isRead) }
        let wide = Array("<a/>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        wide.withUnsafeBufferPointer { #expect(!XMLScanner.reads($0)) }
    }
}
