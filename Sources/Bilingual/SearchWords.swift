// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The words somebody looks for, in whatever spelling: "Kämmerei" and "kaemmerei", "Straße" and "STRASSE" are the same.
package struct SearchWords: Sendable {
    private let words: [String]

    package init(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace).map { Self.folded(String($0)) }
    }

    package var isEmpty: Bool { words.isEmpty }

    /// Whether each of them stands in the text.
    package func areAll(in text: String) -> Bool {
        if words.isEmpty { return true }
        let content = Self.folded(text)
        return words.allSatisfy { content.contains($0) }
    }

    /// Small letters, umlauts and ß spelled out, other accents left out.
    static func folded(_ text: String) -> String {
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
