// SPDX-License-Identifier: EUPL-1.2

/// Why a text is not an ISO 8601 instant or interval; `offset` is the byte where it stops being one, from 0.
public struct InstantError: Error, Sendable, Hashable {
    public let message: String
    public let offset: Int
}

extension Instant {
    /// Parses `2026-07-31T12:00:00.123456+02:00`: an offset or Z is required; more than six decimals are cut off.
    public init(iso8601 text: some StringProtocol) throws(InstantError) {
        try self.init(iso8601: Array(text.utf8)[...])
    }

    /// Parses the bytes of an ISO 8601 instant (RFC 3339 with optional seconds and decimals).
    public init(iso8601 bytes: ArraySlice<UInt8>) throws(InstantError) {
        var cursor = ISO8601Cursor(bytes)
        let year = try cursor.digits(4)
        try cursor.expect(UInt8(ascii: "-"))
        let month = try cursor.digits(2)
        try cursor.expect(UInt8(ascii: "-"))
        let day = try cursor.digits(2)
        guard (1...12).contains(month), (1...Self.length(ofMonth: month, year: year)).contains(day) else {
            throw InstantError(message: "no such date", offset: 0)
        }
        try cursor.expectTimeMark()
        let hour = try cursor.digits(2)
        try cursor.expect(UInt8(ascii: ":"))
        let minute = try cursor.digits(2)
        var second = 0
        var fraction = 0
        if cursor.consume(UInt8(ascii: ":")) {
            second = try cursor.digits(2)
            if cursor.consume(UInt8(ascii: ".")) || cursor.consume(UInt8(ascii: ",")) {
                fraction = try cursor.fraction()
            }
        }
        guard hour < 24, minute < 60, second < 61 else { throw InstantError(message: "no such time", offset: 11) }
        let offset = try cursor.zone()
        guard cursor.isAtEnd else {
            throw InstantError(message: "unexpected text after the time", offset: cursor.index)
        }
        let days = Instant.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + min(second, 59) - offset
        microseconds = Int64(seconds) * 1_000_000 + Int64(fraction)
    }

    /// Number of days of a month, 28 to 31.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `2026-07-31T10:00:00.000Z`: three decimals when whole milliseconds suffice, else six.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the ISO 8601 form in UTC: `2026-07-31T12:00:00.000Z`, with six decimals where three do not do.
    public func appendISO8601(to bytes: inout [UInt8]) {
        let (days, inDay) = microseconds.quotientAndRemainderFloored(by: 86_400_000_000)
        let date = Instant.date(days: Int(days))
        let seconds = Int(inDay / 1_000_000)
        let fraction = Int(inDay % 1_000_000)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 27) { text in
            text.write(date.year, at: 0, width: 4)
            text[4] = UInt8(ascii: "-")
            text.write(date.month, at: 5, width: 2)
            text[7] = UInt8(ascii: "-")
            text.write(date.day, at: 8, width: 2)
            text[10] = UInt8(ascii: "T")
            text.write(seconds / 3600, at: 11, width: 2)
            text[13] = UInt8(ascii: ":")
            text.write(seconds / 60 % 60, at: 14, width: 2)
            text[16] = UInt8(ascii: ":")
            text.write(seconds % 60, at: 17, width: 2)
            text[19] = UInt8(ascii: ".")
            let decimals = fraction % 1000 == 0 ? 3 : 6
            text.write(decimals == 3 ? fraction / 1000 : fraction, at: 20, width: decimals)
            text[20 + decimals] = UInt8(ascii: "Z")
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[..<(21 + decimals)]))
        }
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Decimal digits with leading zeros.
    fileprivate func write(_ value: Int, at start: Int, width: Int) {
        var rest = value
        var position = start + width
        while position > start {
            position -= 1
            self[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}

extension InstantInterval {
    /// Parses `start/end`, both with zone; the end must not lie before the start.
    public init(iso8601 text: some StringProtocol) throws(InstantError) {
        let bytes = Array(text.utf8)
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else {
            throw InstantError(message: "'/' between start and end is missing", offset: bytes.count)
        }
        let start = try Instant(iso8601: bytes[..<slash])
        let end: Instant
        do throws(InstantError) {
            end = try Instant(iso8601: bytes[(slash + 1)...])
        } catch {
            throw InstantError(message: error.message, offset: error.offset + slash + 1)
        }
        guard start <= end else { throw InstantError(message: "the end lies before the start", offset: slash + 1) }
        self.init(start: start, end: end)
    }

    public var iso8601: String { start.iso8601 + "/" + end.iso8601 }
}

extension Int64 {
    /// Quotient rounded towards minus infinity and the remainder that belongs to it (never negative).
    public func quotientAndRemainderFloored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

private struct ISO8601Cursor {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Bytes read so far.
    var index: Int { position - bytes.startIndex }
    var isAtEnd: Bool { position == bytes.endIndex }
    private var digit: Int? {
        guard position < bytes.endIndex, bytes[position] >= 0x30, bytes[position] <= 0x39 else { return nil }
        return Int(bytes[position] - 0x30)
    }

    mutating func consume(_ byte: UInt8) -> Bool {
        guard position < bytes.endIndex, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(InstantError) {
        guard consume(byte) else {
            throw InstantError(message: "'\(Character(Unicode.Scalar(byte)))' is missing", offset: index)
        }
    }

    mutating func expectTimeMark() throws(InstantError) {
        guard consume(UInt8(ascii: "T")) || consume(UInt8(ascii: "t")) || consume(UInt8(ascii: " ")) else {
            throw InstantError(message: "'T' and a time are missing", offset: index)
        }
    }

    mutating func digits(_ count: Int) throws(InstantError) -> Int {
        var value = 0
        for _ in 0..<count {
            guard let digit else { throw InstantError(message: "a digit is missing", offset: index) }
            value = value * 10 + digit
            position += 1
        }
        return value
    }

    /// Decimals as microseconds.
    mutating func fraction() throws(InstantError) -> Int {
        var value = 0
        var count = 0
        while let digit {
            if count < 6 { value = value * 10 + digit }
            count += 1
            position += 1
        }
        guard count > 0 else { throw InstantError(message: "a digit is missing", offset: index) }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Offset from UTC in seconds.
    mutating func zone() throws(InstantError) -> Int {
        if consume(UInt8(ascii: "Z")) || consume(UInt8(ascii: "z")) { return 0 }
        let sign: Int
        if consume(UInt8(ascii: "+")) {
            sign = 1
        } else if consume(UInt8(ascii: "-")) {
            sign = -1
        } else {
            throw InstantError(message: "the time zone is missing: 'Z' or an offset such as '+01:00'", offset: index)
        }
        let hours = try digits(2)
        var minutes = 0
        if consume(UInt8(ascii: ":")) {
            minutes = try digits(2)
        } else if !isAtEnd {
            minutes = try digits(2)
        }
        guard hours < 24, minutes < 60 else { throw InstantError(message: "no such offset", offset: index) }
        return sign * (hours * 3600 + minutes * 60)
    }
}
