// SPDX-License-Identifier: EUPL-1.2
internal import Wire

extension SegmentReader {
    /// A time as its digits say it.
    enum Stamp {
        /// Format 303, with its distance to UTC.
        case instant(Instant)
        /// Format 102, a date alone: days since 1970-01-01.
        case day(Int)
        /// Format 203: nobody says in which zone.
        case withoutZone
    }

    /// The time of the DTM segment that is read; nil where it is none.
    mutating func stamp() -> Stamp? {
        guard let piece = piece(1, 1), let day = day(at: piece.start, before: piece.end) else { return nil }
        let format = word(1, 2)
        if format == Self.word("102") { return piece.end - piece.start == 8 ? .day(day) : nil }
        guard let hour = digits(piece.start + 8, 2, before: piece.end),
            let minute = digits(piece.start + 10, 2, before: piece.end), hour < 24, minute < 60
        else { return nil }
        if format == Self.word("203") { return piece.end - piece.start == 12 ? .withoutZone : nil }
        guard format == Self.word("303") else { return nil }
        var index = piece.start + 12
        if index < piece.end, releases(bytes[index]) { index += 1 }
        guard index < piece.end, let zone = digits(index + 1, 2, before: piece.end), piece.end == index + 3, zone < 24
        else { return nil }
        let ahead: Int
        switch bytes[index] {
        case UInt8(ascii: "+"): ahead = zone
        case UInt8(ascii: "-"): ahead = -zone
        default: return nil
        }
        return .instant(Instant(seconds: Int64(day * 86_400 + (hour - ahead) * 3600 + minute * 60)))
    }

    /// Days since 1970-01-01 of the eight digits there; mostly they are those of the time before.
    private mutating func day(at start: Int, before end: Int) -> Int? {
        guard start + 8 <= end else { return nil }
        let text = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt64.self)
        if text == date.digits { return date.day }
        guard let year = digits(start, 4, before: end), let month = digits(start + 4, 2, before: end),
            let day = digits(start + 6, 2, before: end)
        else { return nil }
        guard year > 0, (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = Instant.days(year: year, month: month, day: day)
        guard Instant.date(days: days) == (year, month, day) else { return nil }
        date = (text, days)
        return days
    }

    @inline(__always)
    private func digits(_ start: Int, _ count: Int, before end: Int) -> Int? {
        guard start + count <= end else { return nil }
        var number = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// What a quantity in kWh may be.
    enum Amount {
        /// Tenths of a watt-hour.
        case tenths(Int32)
        case negative
        /// It has the mark that UNA does not declare.
        case otherMark
        /// Finer than a tenth of a watt-hour.
        case tooFine
        case tooLarge
        case none
    }

    /// The quantity of the QTY segment that is read.
    func amount() -> Amount {
        guard let piece = piece(1, 1) else { return .none }
        var index = piece.start
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var number = 0
        var decimals = -1
        var digitCount = 0
        while index < piece.end {
            let byte = bytes[index]
            let digit = byte &- 0x30
            if digit < 10 {
                digitCount += 1
                if decimals >= 4 {
                    guard digit == 0 else { return .tooFine }
                } else {
                    if decimals >= 0 { decimals += 1 }
                    number = number * 10 + Int(digit)
                    guard number <= Int(Int32.max) * 10 else { return .tooLarge }
                }
            } else if byte == decimalMark, decimals < 0 {
                decimals = 0
            } else {
                let isMark = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
                return isMark && decimals < 0 ? .otherMark : .none
            }
            index += 1
        }
        guard digitCount > 0 else { return .none }
        for _ in max(0, decimals)..<4 { number *= 10 }
        guard number <= Int(Int32.max) else { return .tooLarge }
        return isNegative && number > 0 ? .negative : .tenths(Int32(number))
    }
}
