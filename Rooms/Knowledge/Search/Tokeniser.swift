// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Turns text into words that compare equal when they are written alike: small letters, no accents, ä, ae and a the same.
enum Tokeniser {
    /// Words of at least two letters or digits, in their order; "E-Bike" is one word.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            let folded = String(decoding: folded(word), as: UTF8.self)
            if folded.unicodeScalars.count >= 2 { words.append(folded) }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A: word.append(UInt8(scalar.value))
            case 0x41...0x5A: word.append(UInt8(scalar.value + 32))
            case 0x300...0x36F: continue
            case 0xDF, 0x1E9E: word.append(contentsOf: [UInt8(ascii: "s"), UInt8(ascii: "s")])
            case 0xAD, 0x200B: continue
            // A letter before a hyphen belongs to the word behind it: "T-City", "E-Bike".
            case 0x2D where word.count == 1: continue
            default:
                if scalar.properties.isAlphabetic {
                    word.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
                } else {
                    end()
                }
            }
        }
        end()
        return words
    }

    /// `ae`, `oe`, `ue` as `a`, `o`, `u`, as the accents are gone already; not after a vowel or q ("neue", "Quelle").
    private static func folded(_ word: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(word.count)
        for byte in word {
            if byte == UInt8(ascii: "e"), let last = result.last, Self.foldable.contains(last) {
                let before = result.dropLast().last
                if before.map({ !Self.blocking.contains($0) }) ?? true { continue }
            }
            result.append(byte)
        }
        return result
    }

    private static let foldable = Set("aou".utf8)
    private static let blocking = Set("aeiouq".utf8)

    /// The three-letter pieces of a term with marks at both ends; a term of two letters has two.
    static func trigrams(_ term: String) -> Set<String> {
        let marked = Array(("^" + term + "$").unicodeScalars)
        guard marked.count >= 3 else { return [] }
        var pieces: Set<String> = []
        for start in 0...(marked.count - 3) { pieces.insert(text(marked[start..<start + 3])) }
        return pieces
    }

    static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// Words that say nothing about a text, folded.
    static let stopWords: Set<String> = Set(
        words(
            """
            aber als am an auch auf aus bei bis da das dass dem den der des die dies diese dieser durch ein eine einem einen
            einer eines er es für gegen hat im in ins ist ihr kann mehr mit nach nicht noch nur oder ob ohne sich sie sind so
            über um und unter vom von vor war was welche welcher wer wie wir wird wo zu zum zur
            about also an and are as at be been but by can do for from has have how in into is it its not of on or so than
            that the their there this to was we what when where which who will with
            """))
}
