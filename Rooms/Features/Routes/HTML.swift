// SPDX-License-Identifier: EUPL-1.2

/// HTML text made of escaped parts.
enum HTML {
    /// The text with `& < > " '` as entities; control characters are dropped.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case ..<0x20 where byte != 0x09 && byte != 0x0A: break
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func link(_ address: String, _ text: String, attributes: String = "") -> String {
        "<a href=\"\(escaped(address))\"\(attributes)>\(escaped(text))</a>"
    }

    static func list(_ items: [String]) -> String {
        "<ul>" + items.map { "<li>\($0)</li>" }.joined() + "</ul>"
    }

    /// A table whose cells are HTML already and whose first column names its row.
    static func table(_ caption: String, head: [String], rows: [[String]]) -> String {
        var html =
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(caption))\"><table>"
        html += "<caption>\(escaped(caption))</caption><thead><tr>"
        for title in head { html += "<th scope=\"col\">\(escaped(title))</th>" }
        html += "</tr></thead><tbody>"
        for row in rows {
            html += "<tr>"
            for (index, cell) in row.enumerated() {
                html += index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td>\(cell)</td>"
            }
            html += "</tr>"
        }
        return html + "</tbody></table></div>"
    }
}
