// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@Suite struct ExcerptTests {
    @Test(arguments: [
        ("", ""), ("kurz", "kurz"), ("genau zehn", "genau zehn"), ("etwas länger", "etwas läng…"),
        ("äöüäöüäöüä", "äöüäöüäöüä"), ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦…"),
    ])
    func `a text is cut at a character`(text: String, expected: String) {
        #expect(text.excerpt(10) == expected)
    }

    /// One character of a million bytes is one character.
    @Test func `marks without end are cut too`() {
        let text = "a" + String(repeating: "\u{301}", count: 1_000_000)
        #expect(text.count == 1)
        #expect(text.excerpt().utf8.count < 500)
    }

    @Test func `a long field is cut before it is a text`() {
        let bytes = Array(("x;" + String(repeating: "ü", count: 500_000)).utf8)
        bytes.withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: UInt8(ascii: ";"))
            #expect(reader.next() == .record)
            #expect(reader.excerpt(0) == "x")
            #expect(reader.excerpt(1) == String(repeating: "ü", count: 120) + "…")
        }
    }
}
