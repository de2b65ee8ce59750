// SPDX-License-Identifier: EUPL-1.2

/// Text that is being written as XML or HTML: what comes from people is escaped, markup is spelled out by us.
struct XMLText {
    private(set) var bytes: [UInt8] = []

    mutating func markup(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Character data or the value of an attribute in double quotes; characters that XML 1.0 forbids are left out.
    mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup("&amp;")
            case "<": markup("&lt;")
            case ">": markup("&gt;")
            case "\"": markup("&quot;")
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: bytes.append(contentsOf: String(scalar).utf8)
            }
        }
    }

    mutating func element(_ name: String, _ attributes: String = "", _ content: String) {
        markup(attributes.isEmpty ? "<\(name)>" : "<\(name) \(attributes)>")
        text(content)
        markup("</\(name)>")
    }
}
