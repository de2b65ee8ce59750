// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The words somebody looks for, in whatever spelling: "Kämmerei" and "kaemmerei", "Straße" and "STRASSE" are the same.
package struct SearchWords: Sendable {
    /// Each as the bytes of its folded text.
    private let words: [[UInt8]]

    package init(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace).map { Self.folded(String($0)) }
    }

    package var isEmpty: Bool { words.isEmpty }

    /// Whether each of them stands in the text.
    package func areAll(in text: String) -> Bool {
        if words.isEmpty { return true }
        let content = Self.folded(text)
        return words.allSatisfy { Self.holds(content, $0) }
    }

    private static func holds(_ content: [UInt8], _ word: [UInt8]) -> Bool {
        guard let first = word.first else { return true }
        guard content.count >= word.count else { return false }
        return content.withUnsafeBufferPointer { content in
            word.withUnsafeBufferPointer { word in
                (0...content.count - word.count).contains { start in
                    content[start] == first && (1..<word.count).allSatisfy { content[start + $0] == word[$0] }
                }
            }
        }
    }

    /// Small letters, umlauts and ß spelled out, other accents left out; UTF-8.
    static func folded(_ text: String) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.append(UInt8(scalar.value + 0x20))
            case 0..<0x80: folded.append(UInt8(scalar.value))
            case 0xC4, 0xE4: folded += [0x61, 0x65]
            case 0xD6, 0xF6: folded += [0x6F, 0x65]
            case 0xDC, 0xFC: folded += [0x75, 0x65]
            case 0xDF: folded += [0x73, 0x73]
            default: return Array(foldedByCharacter(text).utf8)
            }
        }
        return folded
    }

    /// The same for all that Unicode has, combining marks too.
    private static func foldedByCharacter(_ text: String) -> String {
        var folded = ""
        folded.reserveCapacity(text.utf8.count + 8)
        for character in text.lowercased() {
            switch character {
            case "ä": folded += "ae"
            case "ö": folded += "oe"
            case "ü": folded += "ue"
            case "ß": folded += "ss"
            default:
                if character.isASCII {
                    folded.append(character)
                } else {
                    let bare = String(character).decomposedStringWithCanonicalMapping.unicodeScalars
                    folded.unicodeScalars.append(contentsOf: bare.filter { !$0.properties.isDiacritic })
                }
            }
        }
        return folded
    }
}
