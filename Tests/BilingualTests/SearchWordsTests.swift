// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Randomness
import Testing

/// Words in whatever spelling stand in a text.
@Suite struct SearchWordsTests {
    @Test(arguments: [
        ("Kämmerei", "KAEMMEREI", true), ("kaemmerei", "Kämmerei", true), ("Ka\u{308}mmerei", "kämm", true),
        ("Wolbecker Straße 4", "STRASSE wolb", true), ("Wolbecker STRAẞE", "straße", true),
        ("Café Crème", "creme cafe", true),
        ("Zählstelle", "zahlstelle", false), ("Zählstelle", "stellen", false), ("a", "ab", false), ("", "a", false),
        ("", "", true), ("Łódź", "odz", true), ("Ölmühle", "oelmuehle", true), ("x ab", "xab", false),
    ])
    func `words stand in a text in each spelling`(text: String, words: String, stand: Bool) {
        #expect(SearchWords(words).areAll(in: text) == stand)
    }

    /// Where a mark that combines stands in the text, all of it is read by another way: the answers are the same.
    @Test func `a text is the same with umlauts of one and of two characters`() {
        var random = SeededRandom(seed: 7)
        let letters = ["a", "B", "ä", "Ö", "ü", "ß", "s", " ", "1"]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? ""
            }
            .joined()
            let word = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? ""
            }
            .joined()
            #expect(
                SearchWords(word).areAll(in: text) == SearchWords(word).areAll(in: text + " \u{301}"),
                "\(word) in \(text)")
        }
    }
}
