// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What people read of a text that may be HTML: without its tags, with its paragraphs.
enum PlainText {
    /// Plain text stays as it is.
    static func of(_ given: String) -> String {
        let text = given.replacing("_x000D_", with: "").replacing("\r\n", with: "\n")
        guard text.utf8.contains(UInt8(ascii: "<")), text.firstMatch(of: #/<\/?[A-Za-z][^<>]*>/#) != nil else {
            return decoded(text).trimmed
        }
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            out += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: ">") else {
                break
            }
            let tag = rest[rest.index(after: rest.startIndex)..<close]
            let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
            rest = rest[rest.index(after: close)...]
            guard !name.isEmpty || tag.hasPrefix("!") else {
                out += "<" + tag + ">"
                continue
            }
            if ["script", "style", "select"].contains(name), !tag.hasPrefix("/"),
                let end = rest.firstRange(of: "</" + name)
            {
                rest = rest[end.lowerBound...]
            }
            switch name {
            case "br", "li", "tr": out += "\n"
            case "p", "ul", "ol", "div", "h1", "h2", "h3", "h4", "table": out += "\n\n"
            default: break
            }
        }
        return lines(decoded(out + rest))
    }

    /// One line, for titles and names.
    static func line(_ given: String) -> String {
        of(given).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Blanks at ends of lines go, and so does more than one empty line.
    private static func lines(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.drop(while: \.isWhitespace)
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        return lines.joined(separator: "\n").trimmed
    }

    private static let names: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "auml": "ä", "ouml": "ö", "uuml": "ü",
        "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "ndash": "–", "mdash": "—", "bdquo": "„", "ldquo": "“",
        "rdquo": "”", "euro": "€", "sect": "§", "deg": "°",
    ]

    private static func decoded(_ text: String) -> String {
        guard text.contains("&") else { return text }
        return text.replacing(#/&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});/#) { match -> String in
            let name = match.1
            if let known = names[name] { return known }
            guard name.hasPrefix("#") else { return String(match.0) }
            let digits = name.dropFirst()
            let number = digits.first?.lowercased() == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.0)
        }
    }
}
