// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", []), ("-_8", [0xFB, 0xFF]), ("Zg", [0x66]), ("Zm8", [0x66, 0x6F]), ("Zm9v", [0x66, 0x6F, 0x6F]),
    ])
    func `texts for addresses are read`(_ text: String, _ bytes: [UInt8]) {
        #expect(Base64.decodedFromURL(text) == bytes)
        #expect(Base64.decoded(text) == bytes)
    }

    /// Another way to write the same bytes is another text: signatures and file names tell them apart.
    @Test(arguments: ["Zg==", "+/8", "Zh", "Zm9", "Z", "Zm9vZ", "Zm 9v", "Zm9v\n", "Zä"])
    func `texts for addresses are written in one way`(_ text: String) {
        #expect(Base64.decodedFromURL(text) == nil)
    }

    @Test(arguments: [("Zg==", [0x66]), ("+/8=", [0xFB, 0xFF]), ("-_8", [0xFB, 0xFF])])
    func `elsewhere padding and both alphabets are read`(_ text: String, _ bytes: [UInt8]) {
        #expect(Base64.decoded(text) == bytes)
    }
}
