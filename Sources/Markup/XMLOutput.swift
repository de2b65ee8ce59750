// SPDX-License-Identifier: EUPL-1.2

/// Text that is written as XML: markup is spelled out by us, what comes from elsewhere is escaped.
package struct XMLOutput {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 4096) { bytes.reserveCapacity(capacity) }

    package mutating func markup(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Character data, or a value in double quotes; characters that XML 1.0 forbids are left out.
    package mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup("&amp;")
            case "<": markup("&lt;")
            case ">": markup("&gt;")
            case "\"": markup("&quot;")
            case "\r": markup("&#13;")
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    package mutating func element(_ name: String, _ content: String) {
        markup("<\(name)>")
        text(content)
        markup("</\(name)>")
    }

    package static func escaped(_ text: String) -> String {
        var output = XMLOutput(reserving: text.utf8.count)
        output.text(text)
        return String(decoding: output.bytes, as: UTF8.self)
    }
}
