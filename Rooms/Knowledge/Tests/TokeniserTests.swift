// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Testing

@testable import Knowledge

@Suite struct TokeniserTests {
    @Test(arguments: [
        ("Zählstelle", "zahlstelle"), ("ZAEHLSTELLE", "zahlstelle"), ("Za\u{308}hlstelle", "zahlstelle"),
        ("Straße", "strasse"), ("neue", "neue"), ("Quelle", "quelle"), ("aktuell", "aktull"), ("Bäuerin", "bauerin"),
        ("Ærø", "ærø"), ("LoRaWAN", "lorawan"),
    ]) func folds(_ word: String, _ expected: String) {
        #expect(Tokeniser.words(word) == [expected])
    }

    @Test func partsWords() {
        #expect(
            Tokeniser.words("Smart-City: NGSI-LD, Urban.KI (2024)!") == [
                "smart", "city", "ngsi", "ld", "urban", "ki", "2024",
            ])
        #expect(Tokeniser.words("a ß \u{0} 🙂") == ["ss"])
        #expect(Tokeniser.words("") == [])
    }

    @Test(arguments: [
        ("Radverkehrszählstellen", "Zählstelle"), ("Zählstellen", "Zählstelle"), ("Häuser", "Haus"),
        ("Messungen", "Messung"),
    ]) func aStemStandsInItsCompound(_ compound: String, _ part: String) throws {
        let whole = try #require(IndexedTerms.terms(compound, [.german]).first)
        let stem = try #require(IndexedTerms.terms(part, [.german]).first)
        #expect(whole.contains(stem))
    }

    /// Words do not depend on case, composition or what stands between them; trigrams cover each part of a word.
    @Test(arguments: 0..<300) func propertiesHold(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let letters = Array("abcdeouxyzäöüßéÄÖÜ0189 -.,/\u{301}\u{AD}🙂ж")
        let text = String(
            (0..<Int.random(in: 0...40, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
        let words = Tokeniser.words(text)
        #expect(Tokeniser.words(words.joined(separator: " ")) == words, "once folded, a word stays as it is")
        #expect(Tokeniser.words(text.decomposedStringWithCanonicalMapping) == words)
        #expect(Tokeniser.words(text + " ; " + text) == words + words)
        for word in words {
            #expect(word.utf8.count >= 1)
            let trigrams = Tokeniser.trigrams(word)
            let part = Tokeniser.text(word.unicodeScalars.dropFirst().dropLast())
            let inner = Tokeniser.trigrams(part).filter { !$0.hasPrefix("^") && !$0.hasSuffix("$") }
            #expect(inner.isSubset(of: trigrams))
        }
    }
}
