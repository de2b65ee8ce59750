// SPDX-License-Identifier: EUPL-1.2
import Wire

extension StampForm {
    /// The stamp that a text is, blanks at both ends taken off; nil where it is none of this form.
    func read(_ bytes: UnsafeBufferPointer<UInt8>) -> WrittenStamp? {
        switch kind {
        case .seconds, .milliseconds: return Self.count(bytes, isMilliseconds: text == "epochMilliseconds")
        case .serial: return Self.serial(bytes)
        case .pattern(let tokens):
            var reading = Reading(bytes)
            guard reading.match(tokens, 0) else { return nil }
            return reading.stamp(span)
        }
    }

    package func read(_ text: String) -> WrittenStamp? {
        Array(text.utf8).withUnsafeBufferPointer { read($0) }
    }

    private static func count(_ bytes: UnsafeBufferPointer<UInt8>, isMilliseconds: Bool) -> WrittenStamp? {
        var (whole, decimals, scale, seenMark) = (Int64(0), Int64(0), Int64(1), false)
        var digits = 0
        for byte in bytes {
            let digit = byte &- 0x30
            if digit < 10, seenMark {
                if scale < 1_000_000 { (decimals, scale) = (decimals * 10 + Int64(digit), scale * 10) }
            } else if digit < 10 {
                digits += 1
                guard digits <= 14 else { return nil }
                whole = whole * 10 + Int64(digit)
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), !seenMark, digits > 0 {
                seenMark = true
            } else {
                return nil
            }
        }
        guard digits > 0 else { return nil }
        let unit: Int64 = isMilliseconds ? 1000 : 1_000_000
        // Up to the year 2200.
        guard whole <= 7_258_118_400_000_000 / unit else { return nil }
        let fraction = isMilliseconds ? 0 : decimals * (unit / scale)
        return WrittenStamp(local: whole * unit + fraction, offset: 0, span: .moment)
    }

    private static func serial(_ bytes: UnsafeBufferPointer<UInt8>) -> WrittenStamp? {
        let isComma = bytes.contains(UInt8(ascii: ","))
        guard bytes.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }),
            let days = Double(decimal: bytes, comma: isComma), days >= 1, days < 110_000
        else { return nil }
        // A fraction of a day has the precision of a tenth of a millisecond: whole seconds are meant.
        let seconds = ((days - 25_569) * 86_400).rounded()
        return WrittenStamp(local: Int64(seconds) * 1_000_000, offset: nil, span: .moment)
    }

    /// One text while a pattern runs over it.
    struct Reading {
        private let bytes: UnsafeBufferPointer<UInt8>
        private var position = 0
        private var parts = Parts()

        private struct Parts {
            var year = 0
            var month = 1
            var day = 1
            var dayOfYear = 0
            var hourOfYear: Int?
            var week = 0
            var weekday = 1
            var quarter = 0
            var hour = 0
            var minute = 0
            var second = 0
            var microsecond = 0
            var isAfternoon: Bool?
            var offset: Int64?
            var hasTime = false
            var hasMinute = false
            var hasSecond = false
        }

        init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

        mutating func match(_ tokens: [Token], _ start: Int) -> Bool {
            var index = start
            while index < tokens.count {
                if case .optional(let end) = tokens[index] {
                    let before = self
                    if match(tokens, index + 1) { return true }
                    self = before
                    index = end + 1
                    continue
                }
                guard take(tokens[index]) else { return false }
                index += 1
            }
            return rest()
        }

        private mutating func take(_ token: Token) -> Bool {
            switch token {
            case .number(let field, let digits):
                guard let number = number(digits) else { return field == .quarter && roman() }
                set(field, number)
            case .clock:
                guard let number = number(1...4) else { return false }
                (parts.hour, parts.minute) = (number / 100, number % 100)
                (parts.hasTime, parts.hasMinute) = (true, true)
            case .shortYear:
                guard let number = number(2...2) else { return false }
                parts.year = number < 70 ? 2000 + number : 1900 + number
            case .followingYear:
                let start = position
                guard let number = number(2...4) else { return false }
                return number == parts.year + 1 || (position == start + 2 && number == (parts.year + 1) % 100)
            case .rest: position = bytes.count
            case .second:
                guard let number = number(1...2) else { return false }
                parts.second = number
                parts.hasSecond = true
            case .fraction: return fraction()
            case .monthName:
                guard let month = StampWords.months[word()] else { return false }
                parts.month = month
                if next == UInt8(ascii: ".") { position += 1 }
            case .weekdayName:
                guard !word().isEmpty else { return false }
                if next == UInt8(ascii: ".") { position += 1 }
            case .half:
                while next == 0x20 { position += 1 }
                let word = word()
                guard word == "am" || word == "pm" else { return false }
                parts.isAfternoon = word == "pm"
            case .offset: return offset()
            case .blank:
                let before = position
                while position < bytes.count, Self.separates(bytes[position]) { position += 1 }
                return position > before
            case .literal(let byte):
                guard next == byte else { return false }
                position += 1
            case .optional, .end: break
            }
            return true
        }

        /// Blanks, and what stands in their place between date and time.
        private static func separates(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t")
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ",")
        }

        private mutating func set(_ field: Field, _ number: Int) {
            switch field {
            case .year, .weekYear: parts.year = number
            case .month: parts.month = number
            case .day: parts.day = number
            case .dayOfYear: parts.dayOfYear = number
            case .hourOfYear: (parts.hourOfYear, parts.hasTime) = (number, true)
            case .week: parts.week = number
            case .weekday: parts.weekday = number
            case .quarter: parts.quarter = number
            case .hour, .hour12: (parts.hour, parts.hasTime) = (number, true)
            case .minute: (parts.minute, parts.hasMinute) = (number, true)
            }
        }

        /// What a form need not name: seconds, their fraction, an offset, the word for "o'clock".
        private mutating func rest() -> Bool {
            if parts.hasMinute, !parts.hasSecond, next == UInt8(ascii: ":") {
                position += 1
                guard let number = number(2...2) else { return false }
                parts.second = number
                parts.hasSecond = true
            }
            if parts.hasSecond, next == UInt8(ascii: ".") || next == UInt8(ascii: ",") {
                position += 1
                guard fraction() else { return false }
            }
            if parts.hasTime, position < bytes.count, parts.offset == nil {
                let before = position
                while next == 0x20 { position += 1 }
                if word() != "uhr" {
                    position = before
                    if !offset() { position = before }
                }
            }
            return position == bytes.count
        }

        private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
            var (value, count) = (0, 0)
            while count < digits.upperBound, position < bytes.count {
                let digit = bytes[position] &- 0x30
                guard digit < 10 else { break }
                value = value * 10 + Int(digit)
                count += 1
                position += 1
            }
            return count >= digits.lowerBound ? value : nil
        }

        private mutating func roman() -> Bool {
            guard let quarter = ["i": 1, "ii": 2, "iii": 3, "iv": 4][word()] else { return false }
            parts.quarter = quarter
            return true
        }

        private mutating func fraction() -> Bool {
            var (value, scale, count) = (0, 100_000, 0)
            while position < bytes.count, bytes[position] &- 0x30 < 10 {
                value += Int(bytes[position] &- 0x30) * scale
                scale /= 10
                count += 1
                position += 1
            }
            parts.microsecond = value
            return count > 0
        }

        /// Letters in lower case.
        private mutating func word() -> String {
            let start = position
            while position < bytes.count, bytes[position] | 0x20 >= UInt8(ascii: "a"), bytes[position] >= 0x41 {
                guard bytes[position] >= 0x80 || bytes[position] | 0x20 <= UInt8(ascii: "z") else { break }
                position += 1
            }
            guard position > start else { return "" }
            return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        }

        private mutating func offset() -> Bool {
            while next == 0x20 { position += 1 }
            let isInBrackets = next == UInt8(ascii: "(")
            if isInBrackets { position += 1 }
            let name = word()
            if !name.isEmpty {
                guard let offset = StampWords.zones[name] else { return false }
                parts.offset = offset
                guard next == UInt8(ascii: "+") || next == UInt8(ascii: "-") else { return closed(isInBrackets) }
            }
            let isWest = next == UInt8(ascii: "-")
            guard isWest || next == UInt8(ascii: "+") else { return false }
            position += 1
            guard let hours = number(1...2), hours <= 18 else { return false }
            if next == UInt8(ascii: ":") { position += 1 }
            var minutes = 0
            if next &- 0x30 < 10 {
                guard let number = number(2...2), number < 60 else { return false }
                minutes = number
            }
            let seconds = Int64(hours * 3600 + minutes * 60)
            let offset = (isWest ? -seconds : seconds) * 1_000_000
            // CEST+0200 says it twice; what says two things says nothing
            if let named = StampWords.zones[name], named != 0, named != offset { return false }
            parts.offset = offset
            return closed(isInBrackets)
        }

        private mutating func closed(_ isInBrackets: Bool) -> Bool {
            guard isInBrackets else { return true }
            guard next == UInt8(ascii: ")") else { return false }
            position += 1
            return true
        }

        /// The parts as a stamp; nil where the calendar does not have them.
        func stamp(_ span: WrittenStamp.Span) -> WrittenStamp? {
            var parts = parts
            guard (1...9999).contains(parts.year) else { return nil }
            if parts.quarter > 0 {
                guard parts.quarter <= 4 else { return nil }
                parts.month = 3 * parts.quarter - 2
            }
            guard (1...12).contains(parts.month), parts.minute < 60, parts.second < 60 else { return nil }
            if let isAfternoon = parts.isAfternoon {
                guard (1...12).contains(parts.hour) else { return nil }
                parts.hour = parts.hour % 12 + (isAfternoon ? 12 : 0)
            }
            // 24:00 is the end of the day (ISO 8601).
            let isEnd = parts.hour == 24 && parts.minute == 0 && parts.second == 0 && parts.microsecond == 0
            guard parts.hour < 24 || isEnd else { return nil }
            let days: Int
            if parts.week > 0 {
                guard let monday = Self.monday(week: parts.week, year: parts.year), (1...7).contains(parts.weekday)
                else {
                    return nil
                }
                days = monday + parts.weekday - 1
            } else if let hours = parts.hourOfYear {
                let (first, length) = Self.days(of: parts.year)
                guard hours <= length * 24 else { return nil }
                (days, parts.hour) = (first + hours / 24, hours % 24)
            } else if parts.dayOfYear > 0 {
                let (first, length) = Self.days(of: parts.year)
                guard parts.dayOfYear <= length else { return nil }
                days = first + parts.dayOfYear - 1
            } else {
                guard parts.day >= 1, parts.day <= Instant.length(ofMonth: parts.month, year: parts.year) else {
                    return nil
                }
                days = Instant.days(year: parts.year, month: parts.month, day: parts.day)
            }
            let seconds = Int64(days) * 86_400 + Int64(parts.hour * 3600 + parts.minute * 60 + parts.second)
            return WrittenStamp(
                local: seconds * 1_000_000 + Int64(parts.microsecond), offset: parts.offset, span: span)
        }

        /// The first day of a year, in days since 1970, and how many days it has.
        private static func days(of year: Int) -> (first: Int, count: Int) {
            let first = Instant.days(year: year, month: 1, day: 1)
            return (first, Instant.days(year: year + 1, month: 1, day: 1) - first)
        }

        /// The Monday of a week of ISO 8601, in days since 1970; nil where the year has no such week.
        private static func monday(week: Int, year: Int) -> Int? {
            func first(_ year: Int) -> Int {
                // The week of 4 January is the first; 1970-01-01 was a Thursday.
                let fourth = Instant.days(year: year, month: 1, day: 4)
                let weekday = ((fourth + 3) % 7 + 7) % 7
                return fourth - weekday
            }
            let monday = first(year) + 7 * (week - 1)
            return week >= 1 && monday < first(year + 1) ? monday : nil
        }
    }
}

/// Words in stamps, in German and English.
package enum StampWords {
    package static let months: [String: Int] = [
        "jan": 1, "januar": 1, "january": 1, "jän": 1, "jänner": 1, "feb": 2, "februar": 2, "february": 2, "mär": 3,
        "mrz": 3, "märz": 3, "maerz": 3, "mar": 3, "march": 3, "apr": 4, "april": 4, "mai": 5, "may": 5, "jun": 6,
        "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9,
        "september": 9, "okt": 10, "oct": 10, "oktober": 10, "october": 10, "nov": 11, "november": 11, "dez": 12,
        "dec": 12, "dezember": 12, "december": 12,
    ]

    /// Microseconds ahead of UTC.
    static let zones: [String: Int64] = [
        "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wez": 0, "wet": 0, "mez": hour, "cet": hour, "wesz": hour, "west": hour,
        "mesz": 2 * hour, "cest": 2 * hour, "oez": 2 * hour, "oesz": 3 * hour, "eet": 2 * hour, "eest": 3 * hour,
    ]

    private static let hour: Int64 = 3_600_000_000
}
