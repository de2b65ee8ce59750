// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Cuts a filter in text into words, numbers, texts and signs.
struct FilterText {
    enum Token: Hashable {
        case word(String)
        /// A name in double quotes.
        case name(String)
        case text(String)
        case number(JSONNumber)
        case sign(String)
        case end
    }

    let scalars: [Unicode.Scalar]
    /// The token at hand, and where it begins and ends.
    private(set) var token = Token.end
    private(set) var start = 0
    private(set) var end = 0

    init(_ text: String) throws(FilterFault) {
        scalars = Array(text.unicodeScalars)
        try advance()
    }

    var place: FilterFault.Place { .character(start + 1) }

    /// Goes on behind a place, where something else was read.
    mutating func skip(to index: Int) throws(FilterFault) {
        end = index
        try advance()
    }

    /// Goes to the next token.
    mutating func advance() throws(FilterFault) {
        var index = end
        while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
        start = index
        guard index < scalars.count else {
            (token, end) = (.end, index)
            return
        }
        let first = scalars[index]
        if Self.isNameStart(first) {
            while index < scalars.count, Self.isNamePart(scalars[index]) { index += 1 }
            (token, end) = (.word(string(start..<index)), index)
        } else if Self.isDigit(first) || (first == "." && index + 1 < scalars.count && Self.isDigit(scalars[index + 1]))
        {
            try number()
        } else if first == "'" || first == "\"" {
            try quoted(first)
        } else {
            let pair = index + 1 < scalars.count ? String(first) + String(scalars[index + 1]) : ""
            let sign = ["<>", "<=", ">="].contains(pair) ? pair : String(first)
            guard "=<>(),+-*/%^".contains(sign) || sign.count == 2 else {
                throw FilterFault(
                    at: place, german: "\"\(sign)\" gehört nicht in einen Filter; Texte stehen in '…', Namen in \"…\"",
                    english: "\"\(sign)\" has no place in a filter; texts are in '…', names in \"…\"")
            }
            (token, end) = (.sign(sign), index + sign.unicodeScalars.count)
        }
    }

    /// Digits with a point and an exponent, as JSON writes them.
    private mutating func number() throws(FilterFault) {
        var index = start
        func digits() -> String {
            let first = index
            while index < scalars.count, Self.isDigit(scalars[index]) { index += 1 }
            return string(first..<index)
        }
        var whole = digits()
        while whole.count > 1, whole.hasPrefix("0") { whole.removeFirst() }
        var literal = whole.isEmpty ? "0" : whole
        if index < scalars.count, scalars[index] == "." {
            index += 1
            let fraction = digits()
            literal += "." + (fraction.isEmpty ? "0" : fraction)
        }
        if index < scalars.count, scalars[index] == "e" || scalars[index] == "E" {
            index += 1
            var exponent = "E"
            if index < scalars.count, scalars[index] == "+" || scalars[index] == "-" {
                exponent.unicodeScalars.append(scalars[index])
                index += 1
            }
            let power = digits()
            guard !power.isEmpty else {
                throw FilterFault(
                    at: place, german: "hinter dem E fehlt eine ganze Zahl",
                    english: "a whole number is missing after E")
            }
            literal += exponent + power
        }
        guard literal.utf8.count <= 400, let value = Double(literal), value.isFinite else {
            throw FilterFault(
                at: place, german: "die Zahl ist zu groß", english: "the number is too large")
        }
        (token, end) = (.number(JSONNumber(literal: literal)), index)
    }

    /// A text, where `''` and `\'` are a quote, or a name, where `""` is.
    private mutating func quoted(_ quote: Unicode.Scalar) throws(FilterFault) {
        var content = String.UnicodeScalarView()
        var index = start + 1
        while index < scalars.count {
            let scalar = scalars[index]
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if next == quote, scalar == quote || (scalar == "\\" && quote == "'") {
                content.append(quote)
                index += 2
            } else if scalar == quote {
                (token, end) = (quote == "'" ? .text(String(content)) : .name(String(content)), index + 1)
                return
            } else {
                content.append(scalar)
                index += 1
            }
        }
        throw FilterFault(
            at: place, german: "das schließende \(quote) fehlt", english: "the closing \(quote) is missing")
    }

    func string(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    // MARK: Letters

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value <= 0x39 }

    /// Production `identifierStart` of the grammar.
    static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3A, 0x5F, 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFE, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
            0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            !scalar.properties.isWhitespace
        default: false
        }
    }

    /// Production `identifierPart`.
    static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E, 0x30...0x39, 0x300...0x36F, 0x203F...0x2040: true
        default: isNameStart(scalar)
        }
    }

    /// Words that are no property unless they stand in quotes.
    static let reserved: Set<String> = [
        "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE", "DIV",
    ]

    static let geometries: Set<String> = [
        "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
    ]

    /// Words that are no function.
    static let taken = geometries.union(["DATE", "TIMESTAMP", "INTERVAL", "BBOX"])
}
