// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// An SPDX licence expression (SPDX 2.3, Annex D).
public indirect enum LicenceExpression: Sendable, Hashable {
    /// A licence, perhaps "or later" by a plus sign, perhaps with an exception.
    case licence(String, orLater: Bool, exception: String?)
    case and([LicenceExpression])
    case or([LicenceExpression])

    /// What is wrong with an expression, and where: the offset counts characters from 0.
    public struct Fault: Error, Sendable, Hashable {
        public let message: Words
        public let offset: Int
    }

    /// Names spelled as the SPDX list spells them, found without regard to case.
    public struct Names: Sendable {
        private let spelled: [String: String]
        public init(_ names: some Sequence<String>) {
            spelled = Dictionary(names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        }
        public var isEmpty: Bool { spelled.isEmpty }
        func spelling(of name: String) -> String? { spelled[name.lowercased()] }
    }

    /// Parses an expression; names that the list has are spelled as there, others are kept for `unknown(in:)` to find.
    public init(parsing text: String, names: Names) throws(Fault) {
        var parser = LicenceParser(text, names: names)
        self = try parser.parse()
    }

    /// The licences and exceptions that the list does not have, in order.
    public func unknown(in names: Names) -> [String] {
        switch self {
        case .licence(let name, _, let exception):
            [name, exception].compactMap(\.self).filter {
                names.spelling(of: $0) == nil && !$0.hasPrefix("LicenseRef-") && !$0.hasPrefix("DocumentRef-")
            }
        case .and(let parts), .or(let parts): parts.flatMap { $0.unknown(in: names) }
        }
    }

    /// The normal form: parentheses only where a different operator is nested.
    public var text: String {
        switch self {
        case .licence(let name, let orLater, let exception):
            name + (orLater ? "+" : "") + (exception.map { " WITH \($0)" } ?? "")
        case .and(let parts): Self.joined(parts, " AND ")
        case .or(let parts): Self.joined(parts, " OR ")
        }
    }

    private static func joined(_ parts: [LicenceExpression], _ word: String) -> String {
        parts.map { part in
            if case .licence = part { part.text } else { "(\(part.text))" }
        }.joined(separator: word)
    }

    /// The same without what adds nothing: repeated parts, and in A OR (A AND B) the second; parts in alphabetical order.
    public var simplified: LicenceExpression {
        switch self {
        case .licence: self
        case .and(let parts): Self.absorbed(parts, isAnd: true)
        case .or(let parts): Self.absorbed(parts, isAnd: false)
        }
    }

    private static func absorbed(_ parts: [LicenceExpression], isAnd: Bool) -> LicenceExpression {
        var flat: [LicenceExpression] = []
        for part in parts.map(\.simplified) {
            switch part {
            case .and(let inner) where isAnd: flat += inner
            case .or(let inner) where !isAnd: flat += inner
            default: flat.append(part)
            }
        }
        let unique = Set(flat)
        // Under AND a part that is an OR of something already there is implied, and the other way round.
        let kept = unique.filter { part in
            let inner: [LicenceExpression] =
                switch part {
                case .or(let inner) where isAnd: inner
                case .and(let inner) where !isAnd: inner
                default: []
                }
            return inner.allSatisfy { !unique.contains($0) }
        }.sorted { $0.text < $1.text }
        if kept.count == 1 { return kept[0] }
        return isAnd ? .and(kept) : .or(kept)
    }
}

/// Recursive descent: OR binds least, then AND, then WITH.
private struct LicenceParser {
    private struct Token {
        var text: String
        var offset: Int
    }

    private let tokens: [Token]
    private let end: Int
    private let names: LicenceExpression.Names
    private var position = 0
    private var depth = 0

    init(_ text: String, names: LicenceExpression.Names) {
        var tokens: [Token] = []
        var isInWord = false
        for (offset, character) in text.enumerated() {
            if character.isWhitespace {
                isInWord = false
            } else if character == "(" || character == ")" {
                tokens.append(Token(text: String(character), offset: offset))
                isInWord = false
            } else if isInWord {
                tokens[tokens.count - 1].text.append(character)
            } else {
                tokens.append(Token(text: String(character), offset: offset))
                isInWord = true
            }
        }
        (self.tokens, end, self.names) = (tokens, text.count, names)
    }

    mutating func parse() throws(LicenceExpression.Fault) -> LicenceExpression {
        guard !tokens.isEmpty else { throw fault("the expression is empty", german: "der Ausdruck ist leer") }
        let expression = try alternatives()
        if position < tokens.count {
            throw fault(
                "AND, OR or WITH is missing before “\(tokens[position].text)”",
                german: "vor „\(tokens[position].text)“ fehlt AND, OR oder WITH")
        }
        return expression
    }

    private func fault(_ english: String, german: String) -> LicenceExpression.Fault {
        let offset = position < tokens.count ? tokens[position].offset : end
        return LicenceExpression.Fault(message: Words(german, english), offset: offset)
    }

    private mutating func take(_ word: String) -> Bool {
        guard position < tokens.count, tokens[position].text.uppercased() == word else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(LicenceExpression.Fault) -> LicenceExpression {
        var parts = [try conjunction()]
        while take("OR") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(LicenceExpression.Fault) -> LicenceExpression {
        var parts = [try single()]
        while take("AND") { parts.append(try single()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func single() throws(LicenceExpression.Fault) -> LicenceExpression {
        if take("(") {
            depth += 1
            guard depth <= 32 else {
                throw fault("parentheses are nested too deep", german: "Klammern sind zu tief geschachtelt")
            }
            let inner = try alternatives()
            guard take(")") else { throw fault("a closing parenthesis is missing", german: "eine Klammer zu fehlt") }
            depth -= 1
            return inner
        }
        var name = try self.name()
        let orLater = name.hasSuffix("+") && names.spelling(of: name) == nil
        if orLater { name.removeLast() }
        var exception: String?
        if take("WITH") { exception = try self.name() }
        return .licence(
            names.spelling(of: name) ?? name, orLater: orLater,
            exception: exception.map { names.spelling(of: $0) ?? $0 })
    }

    private mutating func name() throws(LicenceExpression.Fault) -> String {
        guard position < tokens.count else {
            throw fault("a licence is missing at the end", german: "am Ende fehlt eine Lizenz")
        }
        let word = tokens[position].text
        guard !["AND", "OR", "WITH", "(", ")"].contains(word.uppercased()) else {
            throw fault(
                "a licence is missing before “\(word)”", german: "vor „\(word)“ fehlt eine Lizenz")
        }
        let isAllowed = word.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "-.+:".utf8.contains($0)
        }
        guard isAllowed, word != "+" else {
            throw fault(
                "“\(word)” holds a character no licence name has",
                german: "„\(word)“ enthält ein Zeichen, das kein Lizenzname hat")
        }
        position += 1
        return word
    }
}
