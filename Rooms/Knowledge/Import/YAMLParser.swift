// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// Reads the part of YAML 1.2 that `publiccode.yml` files use: block mappings and lists, plain, quoted and block texts.
///
/// Anchors, aliases, tags, several documents and flow mappings are refused with their line.
public struct YAMLParser {
    private struct Line {
        let number: Int
        let indent: Int
        let text: String
    }

    private var lines: [Line] = []
    /// As they stand, for block texts.
    private let raw: [String]
    private var position = 0
    private static let maximumDepth = 32

    private init(_ text: String) throws(KnowledgeError) {
        raw = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        for (index, line) in raw.enumerated() {
            let indent = line.prefix { $0 == " " }.count
            let content = line.dropFirst(indent)
            if content.first == "\t" { throw .line(index + 1, message: "a tab indents; YAML indents by blanks") }
            let trimmed = content.trimmed
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            if indent == 0, trimmed == "---" {
                if !lines.isEmpty { throw .line(index + 1, message: "a second document begins; only one is read") }
                continue
            }
            if indent == 0, trimmed == "..." { break }
            lines.append(Line(number: index + 1, indent: indent, text: trimmed))
        }
    }

    /// The document as JSON; throws `KnowledgeError.line`.
    public static func parse(_ text: String) throws(KnowledgeError) -> JSONValue {
        var parser = try YAMLParser(text)
        guard let first = parser.lines.first else { throw .line(1, message: "the file holds nothing") }
        let value = try parser.block(indent: first.indent, depth: 0)
        if parser.position < parser.lines.count {
            throw .line(parser.lines[parser.position].number, message: "is indented less than the beginning")
        }
        return value
    }

    private mutating func block(indent: Int, depth: Int) throws(KnowledgeError) -> JSONValue {
        let line = lines[position]
        guard depth < Self.maximumDepth else { throw .line(line.number, message: "is nested too deeply") }
        if line.text == "-" || line.text.hasPrefix("- ") { return try list(indent: indent, depth: depth) }
        return try mapping(indent: indent, depth: depth)
    }

    private mutating func list(indent: Int, depth: Int) throws(KnowledgeError) -> JSONValue {
        var elements: [JSONValue] = []
        while position < lines.count, lines[position].indent == indent,
            lines[position].text == "-" || lines[position].text.hasPrefix("- ")
        {
            let line = lines[position]
            let rest = line.text.dropFirst().drop { $0 == " " }
            if rest.isEmpty || rest.hasPrefix("#") {
                position += 1
                elements.append(try nested(below: indent, depth: depth))
            } else if rest == "-" || rest.hasPrefix("- ") || Self.key(of: String(rest)) != nil {
                // The element's own block begins on this line.
                let inner = indent + (line.text.count - rest.count)
                lines[position] = Line(number: line.number, indent: inner, text: String(rest))
                elements.append(try block(indent: inner, depth: depth + 1))
            } else {
                position += 1
                elements.append(try scalar(String(rest), line: line.number, indent: indent))
            }
        }
        try refuseDeeper(than: indent)
        return .array(elements)
    }

    private mutating func mapping(indent: Int, depth: Int) throws(KnowledgeError) -> JSONValue {
        var object = JSONObject()
        while position < lines.count, lines[position].indent == indent {
            let line = lines[position]
            if line.text.hasPrefix("- ") { break }
            guard let (name, rest) = Self.key(of: line.text) else {
                throw .line(line.number, message: "\"name: value\" is expected")
            }
            guard object[name] == nil else { throw .line(line.number, message: "\"\(name)\" stands twice") }
            position += 1
            if rest.isEmpty || rest.hasPrefix("#") {
                object[name] = try nested(below: indent, depth: depth)
            } else {
                object[name] = try scalar(rest, line: line.number, indent: indent)
            }
        }
        try refuseDeeper(than: indent)
        return .object(object)
    }

    private func refuseDeeper(than indent: Int) throws(KnowledgeError) {
        guard position < lines.count, lines[position].indent > indent else { return }
        throw .line(lines[position].number, message: "is indented more than the lines before it")
    }

    /// The block below a name or a hyphen; null when there is none. A list may stand at the indent of its name.
    private mutating func nested(below indent: Int, depth: Int) throws(KnowledgeError) -> JSONValue {
        guard position < lines.count else { return .null }
        let next = lines[position]
        let isList = next.text == "-" || next.text.hasPrefix("- ")
        guard next.indent > indent || (isList && next.indent == indent) else { return .null }
        return try block(indent: next.indent, depth: depth + 1)
    }

    /// Name and rest of "name: rest"; nil when the text is no member.
    private static func key(of text: String) -> (name: String, rest: String)? {
        if let quote = text.first, quote == "\"" || quote == "'" {
            let body = text.dropFirst()
            guard let end = body.firstIndex(of: quote) else { return nil }
            let after = body[body.index(after: end)...]
            guard after.hasPrefix(":"), after.count == 1 || after.hasPrefix(": ") else { return nil }
            return (String(body[..<end]), after.dropFirst().trimmed)
        }
        var previous: Character?
        for (index, character) in zip(text.indices, text) {
            if character == "#", previous == " " { return nil }
            if character == ":" {
                let after = text[text.index(after: index)...]
                if after.isEmpty || after.hasPrefix(" ") { return (String(text[..<index]).trimmed, after.trimmed) }
            }
            previous = character
        }
        return nil
    }

    // MARK: Values on a line

    private mutating func scalar(_ text: String, line: Int, indent: Int) throws(KnowledgeError) -> JSONValue {
        switch text.first {
        case "|", ">": return try blockText(text, line: line, indent: indent)
        case "&", "*": throw .line(line, message: "anchors and aliases are not read")
        case "!": throw .line(line, message: "tags are not read")
        case "{":
            if text.hasPrefix("{}") { return .object(JSONObject()) }
            throw .line(line, message: "mappings in braces are not read; write one name a line")
        case "[": return try flowList(text, line: line)
        case "\"", "'":
            var rest = Substring(text)
            let value = try Self.quoted(&rest, line: line)
            try Self.refuse(rest, line: line)
            return .string(value)
        default: break
        }
        var plain = Self.withoutComment(text)
        // A plain text goes on over deeper lines.
        while position < lines.count, lines[position].indent > indent {
            if Self.key(of: lines[position].text) != nil { try refuseDeeper(than: indent) }
            plain += " " + Self.withoutComment(lines[position].text)
            position += 1
        }
        return Self.plain(plain)
    }

    private static func withoutComment(_ text: String) -> String {
        var previous: Character = " "
        for (index, character) in zip(text.indices, text) {
            if character == "#", previous == " " { return text[..<index].trimmed }
            previous = character
        }
        return text.trimmed
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if let number = Int64(text), String(number) == text { return .number(JSONNumber(number)) }
        return .string(text)
    }

    private static func quoted(_ rest: inout Substring, line: Int) throws(KnowledgeError) -> String {
        let quote = rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote {
                if quote == "'", rest.first == "'" {
                    rest.removeFirst()
                    text.append("'")
                    continue
                }
                return text
            }
            if quote == "\"", character == "\\" {
                guard let escaped = rest.popFirst() else { break }
                switch escaped {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "\"", "\\", "/": text.append(escaped)
                default: throw .line(line, message: "the escape \\\(escaped) is not read")
                }
                continue
            }
            text.append(character)
        }
        throw .line(line, message: "the quoted text does not end on its line")
    }

    private static func refuse(_ rest: Substring, line: Int) throws(KnowledgeError) {
        let left = rest.trimmed
        guard left.isEmpty || left.hasPrefix("#") else {
            throw .line(line, message: "after the value stands \"\(left.prefix(20))\"")
        }
    }

    private func flowList(_ text: String, line: Int) throws(KnowledgeError) -> JSONValue {
        var rest = text.dropFirst()
        var elements: [JSONValue] = []
        while true {
            rest = rest.drop { $0 == " " || $0 == "," }
            guard let first = rest.first else { throw .line(line, message: "the list does not end on its line") }
            if first == "]" {
                rest.removeFirst()
                try Self.refuse(rest, line: line)
                return .array(elements)
            }
            if first == "\"" || first == "'" {
                elements.append(.string(try Self.quoted(&rest, line: line)))
            } else if "[{&*!".contains(first) {
                throw .line(line, message: "only plain and quoted texts are read in a list in brackets")
            } else {
                let word = rest.prefix { $0 != "," && $0 != "]" }
                rest = rest.dropFirst(word.count)
                elements.append(Self.plain(word.trimmed))
            }
        }
    }

    /// `|` keeps the ends of lines, `>` joins lines; `-` takes the last end of line away, `+` keeps all.
    private mutating func blockText(_ header: String, line: Int, indent: Int) throws(KnowledgeError) -> JSONValue {
        let marks = Self.withoutComment(header).dropFirst()
        guard marks.allSatisfy({ $0 == "-" || $0 == "+" }), marks.count <= 1 else {
            throw .line(line, message: "the mark \"\(header)\" is not read")
        }
        var body: [String] = []
        var index = line
        while index < raw.count {
            let text = raw[index]
            let depth = text.prefix { $0 == " " }.count
            if text.trimmed.isEmpty { body.append("") } else if depth > indent { body.append(text) } else { break }
            index += 1
        }
        while position < lines.count, lines[position].number <= index { position += 1 }
        while body.last == "" { body.removeLast() }
        let margin = body.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        let cut = body.map { String($0.dropFirst(margin)) }
        var text = ""
        if header.hasPrefix("|") {
            text = cut.joined(separator: "\n")
        } else {
            for (index, piece) in cut.enumerated() {
                if index > 0 { text += piece.isEmpty || cut[index - 1].isEmpty ? (piece.isEmpty ? "\n" : "") : " " }
                text += piece
            }
        }
        if marks.first != "-", !text.isEmpty { text += "\n" }
        return .string(text)
    }
}
