// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How time stamps are written: a pattern of letters (`dd.MM.yyyy HH:mm`), or a count of seconds, milliseconds or days.
package struct StampForm: Sendable, Hashable {
    package enum Field: Sendable {
        case year, weekYear, month, day, dayOfYear, hourOfYear, week, weekday, quarter, hour, hour12, minute
    }

    package enum Token: Sendable {
        case number(Field, digits: ClosedRange<Int>)
        /// Hour and minute without a mark, and without zeros before them: 5, 130, 2400.
        case clock
        case shortYear
        /// The year after the one before it: the 99 of 1998/99.
        case followingYear
        case second
        case fraction
        case monthName
        case weekdayName
        case half
        case offset
        case blank
        /// Whatever follows, to the end.
        case rest
        case literal(UInt8)
        /// What follows up to the matching end may be absent.
        case optional(end: Int)
        case end
    }

    package enum Kind: Sendable {
        case pattern([Token])
        /// Seconds since 1970 in UTC.
        case seconds
        /// Milliseconds since 1970 in UTC.
        case milliseconds
        /// Days since 1899-12-30 as spreadsheets count them.
        case serial
    }

    /// Why a text is no form.
    package struct Fault: Error, Sendable, Hashable {
        let message: String
    }

    package let text: String
    package let kind: Kind
    /// The finest unit of the calendar that the pattern names.
    package let span: WrittenStamp.Span
    /// Whether a year is meant that begins in one and ends in the next: 1998/99.
    let isTerm: Bool

    static let counted: [String: Kind] = [
        "epoch": .seconds, "epochMilliseconds": .milliseconds, "excel": .serial,
    ]

    package init(_ text: String) throws(Fault) {
        self.text = text
        if let counted = Self.counted[text] {
            kind = counted
            span = .moment
            isTerm = false
            return
        }
        let tokens = try Self.tokens(of: Array(text.utf8))
        kind = .pattern(tokens)
        span = try Self.span(of: tokens)
        isTerm = tokens.contains { token in
            if case .followingYear = token { true } else { false }
        }
    }

    package static func == (left: StampForm, right: StampForm) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }

    // MARK: Patterns

    private static let digits = Set("yYMdDHhmsSwQe".utf8)
    private static let clock = Array("Hmm".utf8)

    private static func tokens(of pattern: [UInt8]) throws(Fault) -> [Token] {
        var tokens: [Token] = []
        var open: [Int] = []
        var hasYear = false
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            var length = 1
            while index + length < pattern.count, pattern[index + length] == byte { length += 1 }
            let next = index + length < pattern.count ? pattern[index + length] : 0
            // Digits that touch other digits have a fixed number.
            let before = index > 0 ? pattern[index - 1] : 0
            let touches = Self.digits.contains(next) || Self.digits.contains(before)
            let pair = touches ? 2...2 : 1...2
            switch byte {
            case UInt8(ascii: "y") where length == 4:
                tokens.append(.number(.year, digits: 4...4))
                hasYear = true
            case UInt8(ascii: "y") where length == 2: tokens.append(hasYear ? .followingYear : .shortYear)
            case UInt8(ascii: "Y") where length == 4: tokens.append(.number(.weekYear, digits: 4...4))
            case UInt8(ascii: "M") where length <= 2: tokens.append(.number(.month, digits: pair))
            case UInt8(ascii: "M") where length <= 4: tokens.append(.monthName)
            case UInt8(ascii: "d") where length <= 2: tokens.append(.number(.day, digits: pair))
            case UInt8(ascii: "D") where length <= 3:
                tokens.append(.number(.dayOfYear, digits: touches ? 3...3 : 1...3))
            case UInt8(ascii: "w") where length <= 2: tokens.append(.number(.week, digits: pair))
            case UInt8(ascii: "e") where length == 1: tokens.append(.number(.weekday, digits: 1...1))
            case UInt8(ascii: "Q") where length == 1: tokens.append(.number(.quarter, digits: 1...1))
            case UInt8(ascii: "H")
            where length == 1 && !Self.digits.contains(before) && pattern[index...].starts(with: Self.clock):
                length = Self.clock.count
                tokens.append(.clock)
            case UInt8(ascii: "H") where length == 4:
                tokens.append(.number(.hourOfYear, digits: touches ? 4...4 : 1...4))
            case UInt8(ascii: "H") where length <= 2: tokens.append(.number(.hour, digits: pair))
            case UInt8(ascii: "h") where length <= 2: tokens.append(.number(.hour12, digits: pair))
            case UInt8(ascii: "m") where length <= 2: tokens.append(.number(.minute, digits: pair))
            case UInt8(ascii: "s") where length <= 2: tokens.append(.second)
            case UInt8(ascii: "S"): tokens.append(.fraction)
            case UInt8(ascii: "E"): tokens.append(.weekdayName)
            case UInt8(ascii: "a"): tokens.append(.half)
            case UInt8(ascii: "X"), UInt8(ascii: "z"): tokens.append(.offset)
            case UInt8(ascii: " "): tokens.append(.blank)
            case UInt8(ascii: "*"): tokens.append(.rest)
            case UInt8(ascii: "["):
                length = 1
                open.append(tokens.count)
                tokens.append(.optional(end: 0))
            case UInt8(ascii: "]"):
                length = 1
                guard let begin = open.popLast() else { throw Fault(message: "a ] without its [") }
                tokens[begin] = .optional(end: tokens.count)
                tokens.append(.end)
            case UInt8(ascii: "'"):
                guard let close = pattern[(index + 1)...].firstIndex(of: byte) else {
                    throw Fault(message: "a ' without its end")
                }
                for literal in pattern[(index + 1)..<close] { tokens.append(.literal(literal)) }
                length = close + 1 - index
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                let letters = String(decoding: pattern[index..<(index + length)], as: UTF8.self)
                throw Fault(message: "\"\(letters.excerpt(20))\" has no meaning in a time form")
            default:
                for _ in 0..<length { tokens.append(.literal(byte)) }
            }
            index += length
        }
        guard open.isEmpty else { throw Fault(message: "a [ without its ]") }
        return tokens
    }

    private static func span(of tokens: [Token]) throws(Fault) -> WrittenStamp.Span {
        var fields: Set<Field> = []
        for token in tokens {
            switch token {
            case .number(let field, _): fields.insert(field)
            case .shortYear: fields.insert(.year)
            case .monthName: fields.insert(.month)
            case .clock: fields.insert(.hour)
            default: break
            }
        }
        let hasYear = fields.contains(.year)
        if hasYear, fields.contains(.hourOfYear) { return .moment }
        let span: WrittenStamp.Span
        if hasYear, fields.contains(.month), fields.contains(.day) || fields.contains(.dayOfYear) {
            span = .day
        } else if hasYear, fields.contains(.dayOfYear) {
            span = .day
        } else if fields.contains(.weekYear) || hasYear, fields.contains(.week) {
            span = fields.contains(.weekday) ? .day : .week
        } else if hasYear, fields.contains(.month) {
            span = .month
        } else if hasYear, fields.contains(.quarter) {
            span = .quarter
        } else if hasYear {
            span = .year
        } else {
            throw Fault(message: "a time form needs at least a year")
        }
        guard fields.contains(.hour) || fields.contains(.hour12) else { return span }
        guard span == .day else { throw Fault(message: "an hour needs a year, a month and a day") }
        return .moment
    }
}

/// A stamp as the file has it: a time on a wall clock, or an instant where the text names its offset.
package struct WrittenStamp: Sendable, Hashable {
    /// What the text stands for: a moment, or a stretch of the calendar.
    package enum Span: Int, Sendable, Comparable {
        case moment, day, week, month, quarter, year
        package static func < (left: Span, right: Span) -> Bool { left.rawValue < right.rawValue }
    }

    /// Microseconds of the wall clock, counted as if it were UTC; the beginning of the stretch.
    package var local: Int64
    /// Microseconds ahead of UTC, where the text says so.
    package var offset: Int64?
    var span: Span
}
