// SPDX-License-Identifier: EUPL-1.2
import Wire

/// A word of the query language with the bytes it stands at.
struct Token: Hashable {
    enum Kind: Hashable {
        /// A name, also `@iot.id` and `geo.distance`.
        case name(String)
        /// `$filter` and the like.
        case option(String)
        case string(String)
        case integer(Int64)
        case real(Double)
        case instant(Instant)
        case interval(InstantInterval)
        /// Microseconds.
        case duration(Int64)
        /// Well-known text.
        case geography(String)
        /// One of `( ) , / ; = : - * [ ]`.
        case mark(UInt8)
        case end
    }

    var kind: Kind
    /// Bytes from 0.
    var start: Int
    var end: Int

    /// For messages.
    var text: String {
        switch kind {
        case .name(let name), .option(let name): "'\(name)'"
        case .string: "a string"
        case .integer, .real: "a number"
        case .instant, .interval: "a time"
        case .duration: "a duration"
        case .geography: "a geography"
        case .mark(let byte): "'\(Character(Unicode.Scalar(byte)))'"
        case .end: "the end"
        }
    }
}

/// Cuts an option's decoded value into tokens.
struct Lexer {
    private let bytes: [UInt8]
    private let option: String
    private var index = 0

    static func tokens(of bytes: [UInt8], option: String) throws(QueryFault) -> [Token] {
        var lexer = Lexer(bytes: bytes, option: option)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private init(bytes: [UInt8], option: String) {
        self.bytes = bytes
        self.option = option
    }

    private mutating func next() throws(QueryFault) -> Token {
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        let start = index
        guard index < bytes.count else { return Token(kind: .end, start: start, end: start) }
        let kind = try scan()
        return Token(kind: kind, start: start, end: index)
    }

    private mutating func scan() throws(QueryFault) -> Token.Kind {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "'"): return .string(try quoted())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return isTime ? try time() : try number()
        case UInt8(ascii: "-"):
            if index + 1 < bytes.count, Self.isDigit(bytes[index + 1]) { return try number() }
            index += 1
            return .mark(byte)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: ";"),
            UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"):
            index += 1
            return .mark(byte)
        case UInt8(ascii: "$"):
            index += 1
            let name = word()
            guard !name.isEmpty else { throw fault(index - 1, "a name is missing after '$'") }
            return .option("$" + name)
        default:
            let start = index
            let name = word()
            guard !name.isEmpty else {
                throw fault(
                    start, "unexpected character; names, literals, brackets and operators such as 'eq' are expected")
            }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "'") else { return .name(name) }
            return try prefixed(name, at: start)
        }
    }

    /// `duration'…'` and `geography'…'`.
    private mutating func prefixed(_ name: String, at start: Int) throws(QueryFault) -> Token.Kind {
        let quote = index
        let text = try quoted()
        switch name.lowercased() {
        case "duration":
            guard let duration = Self.duration(text) else {
                throw fault(quote, "a duration is expected, such as 'P1DT12H' (weeks, days, hours, minutes, seconds)")
            }
            return .duration(duration)
        case "geography", "geometry": return .geography(text)
        default: throw fault(start, "'\(name)' is no prefix of a literal; duration'…' and geography'…' are")
        }
    }

    private mutating func word() -> String {
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "@"),
                0x80...0xFF:
                index += 1
            case UInt8(ascii: "-") where index > start: index += 1
            default: return String(decoding: bytes[start..<index], as: UTF8.self)
            }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// A string in single quotes; two quotes stand for one.
    private mutating func quoted() throws(QueryFault) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "'") {
                guard index < bytes.count, bytes[index] == UInt8(ascii: "'") else {
                    return String(decoding: text, as: UTF8.self)
                }
                index += 1
            }
            text.append(byte)
        }
        throw fault(start, "the string does not end; a single quote is missing (two stand for one inside)")
    }

    private mutating func number() throws(QueryFault) -> Token.Kind {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        skipDigits()
        var isReal = false
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), Self.isDigit(bytes[index + 1]) {
            isReal = true
            index += 1
            skipDigits()
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isReal = true
            index += 1
            if index < bytes.count, [UInt8(ascii: "-"), UInt8(ascii: "+"), 0x20].contains(bytes[index]) { index += 1 }
            let exponent = index
            skipDigits()
            guard index > exponent else { throw fault(start, "digits are missing in the exponent") }
        }
        if index < bytes.count, Self.isLetter(bytes[index]) {
            throw fault(start, "a number, or a time such as 2026-07-31T12:00:00Z, is expected")
        }
        // `1e+5` loses its plus to the address' decoding
        let text = String(decoding: bytes[start..<index].filter { $0 != 0x20 }, as: UTF8.self)
        if !isReal, let integer = Int64(text) { return .integer(integer) }
        guard let real = Double(text), real.isFinite else { throw fault(start, "the number is too large") }
        return .real(real)
    }

    private var isTime: Bool {
        guard index + 10 <= bytes.count, bytes[index + 4] == UInt8(ascii: "-"), bytes[index + 7] == UInt8(ascii: "-")
        else {
            return false
        }
        return (0..<4).allSatisfy { Self.isDigit(bytes[index + $0]) } && Self.isDigit(bytes[index + 5])
    }

    private mutating func time() throws(QueryFault) -> Token.Kind {
        let start = try instant()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "/") else { return .instant(start) }
        index += 1
        let position = index
        guard index < bytes.count, isTime else { throw fault(position, "the end of the interval is missing") }
        let end = try instant()
        guard start <= end else { throw fault(position, "the end lies before the start") }
        return .interval(InstantInterval(start: start, end: end))
    }

    /// A date (midnight UTC) or a date with time and zone; a plus that the address' decoding made a space is mended.
    private mutating func instant() throws(QueryFault) -> Instant {
        let start = index
        index += 10
        guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "t") else {
            return try instant(Array(bytes[start..<index]) + Array("T00:00:00Z".utf8), at: start)
        }
        while index < bytes.count,
            Self.isLetter(bytes[index]) || Self.isDigit(bytes[index])
                || [0x3A, 0x2E, 0x2B, 0x2D].contains(bytes[index])
        {
            index += 1
        }
        var text = Array(bytes[start..<index])
        if index + 5 < bytes.count, bytes[index] == 0x20, Self.isDigit(bytes[index + 1]), bytes[index + 3] == 0x3A {
            text.append(UInt8(ascii: "+"))
            text += bytes[(index + 1)..<(index + 6)]
            index += 6
        }
        return try instant(text, at: start)
    }

    private func instant(_ text: [UInt8], at start: Int) throws(QueryFault) -> Instant {
        do throws(InstantError) {
            return try Instant(iso8601: text[...])
        } catch {
            throw fault(start + error.offset, "a time such as 2026-07-31T12:00:00Z is expected: \(error.message)")
        }
    }

    /// Microseconds of `P2W`, `P1DT2H30M1.5S`, with a sign before; nil when it is none or longer than 3,000 years.
    static func duration(_ text: String) -> Int64? {
        var rest = Array(text.utf8)[...]
        var sign = 1.0
        if rest.first == UInt8(ascii: "-") {
            sign = -1
            rest = rest.dropFirst()
        }
        guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
        var isTime = false
        var seconds = 0.0
        while !rest.isEmpty {
            if rest.first == UInt8(ascii: "T") {
                guard !isTime, rest.count > 1 else { return nil }
                isTime = true
                rest = rest.dropFirst()
            }
            let digits = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
            guard let value = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
            rest = rest.dropFirst(digits.count)
            switch (rest.popFirst(), isTime) {
            case (UInt8(ascii: "W"), false): seconds += value * 604_800
            case (UInt8(ascii: "D"), false): seconds += value * 86_400
            case (UInt8(ascii: "H"), true): seconds += value * 3600
            case (UInt8(ascii: "M"), true): seconds += value * 60
            case (UInt8(ascii: "S"), true): seconds += value
            default: return nil
            }
        }
        guard seconds < 1e11 else { return nil }
        return Int64((sign * seconds * 1_000_000).rounded())
    }

    private mutating func skipDigits() {
        while index < bytes.count, Self.isDigit(bytes[index]) { index += 1 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private func fault(_ offset: Int, _ message: String) -> QueryFault {
        .malformed(option, offset + 1, message)
    }
}
