// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Turns the time stamps of one file into instants, by the mapping's zone and its convention for the repeated hour.
struct StampReader {
    enum Reading {
        /// Microseconds UTC and microseconds covered.
        case time(Int64, duration: Int64)
        case unreadable
        case nonexistent
    }

    private let rule: TimeRule
    private let calendar: ZonedCalendar
    /// Where in the calendar the last time was found.
    private var stretch = 0
    /// The last time of the repeated hour that was read, and whether the second pass has begun.
    private var lastFold: Int64?
    private var isSecondPass = false
    private var lastDay = [UInt8](repeating: 0, count: 10)
    private var lastDaySeconds: Int64 = 0

    init(_ rule: TimeRule, calendar: ZonedCalendar) {
        self.rule = rule
        self.calendar = calendar
    }

    /// A station's rows begin: the clock may run through the hour again.
    mutating func restart() {
        lastFold = nil
        isSecondPass = false
    }

    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] == 0x20 || rule.strip.contains(bytes[start]) { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || rule.strip.contains(bytes[end - 1]) { end -= 1 }
        guard let local = wallSeconds(UnsafeBufferPointer(rebasing: bytes[start..<end])) else { return .unreadable }
        if rule.form.isDate { return day(local) }
        let interval = Int64(rule.interval ?? 0)
        // A stamp at the end belongs to an interval that began earlier on the same wall clock; the start decides.
        let begin = rule.stamp == .end ? local - interval : local
        let covered = rule.stamp == .instant ? 0 : interval
        switch calendar.resolve(local: begin * 1_000_000, near: &stretch) {
        case .gap:
            return .nonexistent
        case .unique(let instant):
            lastFold = nil
            isSecondPass = false
            return .time(instant.microseconds, duration: covered * 1_000_000)
        case .ambiguous(let first, let second):
            return repeated(begin, first: first.microseconds, second: second.microseconds, covered: covered)
        }
    }

    private mutating func repeated(_ begin: Int64, first: Int64, second: Int64, covered: Int64) -> Reading {
        if let lastFold {
            switch rule.repeatedHour {
            case .twice where begin <= lastFold, .byOrder where begin < lastFold: isSecondPass = true
            default: break
            }
        }
        lastFold = begin
        switch rule.repeatedHour {
        case .sum: return .time(first, duration: 2 * covered * 1_000_000)
        case .once: return .time(first, duration: covered * 1_000_000)
        case .twice, .byOrder:
            return .time(isSecondPass ? second : first, duration: covered * 1_000_000)
        }
    }

    /// A local day: 23, 24 or 25 hours.
    private mutating func day(_ local: Int64) -> Reading {
        guard let start = midnight(local), let end = midnight(local + 86_400) else { return .nonexistent }
        return .time(start, duration: end - start)
    }

    /// Microseconds UTC of a midnight; nil where the clock jumps over it.
    private mutating func midnight(_ local: Int64) -> Int64? {
        switch calendar.resolve(local: local * 1_000_000, near: &stretch) {
        case .unique(let instant), .ambiguous(let instant, _): instant.microseconds
        case .gap: nil
        }
    }

    /// Seconds of the wall clock, counted as if it were UTC.
    private mutating func wallSeconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes.count >= 10 else { return nil }
        if bytes.count == 10 { return rule.form.isDate ? date(bytes) : nil }
        guard !rule.form.isDate, bytes.count >= 16, let day = date(bytes) else { return nil }
        guard bytes[10] == 0x20 || bytes[10] == UInt8(ascii: "T") else { return nil }
        guard bytes[13] == UInt8(ascii: ":"), let hour = pair(bytes, 11), let minute = pair(bytes, 14) else {
            return nil
        }
        var second: Int64 = 0
        if bytes.count == 19 {
            guard bytes[16] == UInt8(ascii: ":"), let digits = pair(bytes, 17) else { return nil }
            second = digits
        } else if bytes.count != 16 {
            return nil
        }
        // 24:00 is the end of the day (ISO 8601).
        guard minute < 60, second < 60, hour < 24 || (hour == 24 && minute == 0 && second == 0) else { return nil }
        return day + hour * 3600 + minute * 60 + second
    }

    private mutating func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        var isSame = true
        for index in 0..<10 where bytes[index] != lastDay[index] {
            isSame = false
            break
        }
        if isSame { return lastDaySeconds }
        let isGerman = rule.form == .german || rule.form == .germanDate
        let mark = isGerman ? UInt8(ascii: ".") : UInt8(ascii: "-")
        let marks = isGerman ? (2, 5) : (4, 7)
        guard bytes[marks.0] == mark, bytes[marks.1] == mark else { return nil }
        let parts = isGerman ? (year: 6, month: 3, day: 0) : (year: 0, month: 5, day: 8)
        guard let century = pair(bytes, parts.year), let inCentury = pair(bytes, parts.year + 2),
            let month = pair(bytes, parts.month), let day = pair(bytes, parts.day)
        else { return nil }
        let year = Int(century * 100 + inCentury)
        guard (1...12).contains(month), day >= 1, Int(day) <= Instant.length(ofMonth: Int(month), year: year) else {
            return nil
        }
        lastDaySeconds = Int64(Instant.days(year: year, month: Int(month), day: Int(day))) * 86_400
        for index in 0..<10 { lastDay[index] = bytes[index] }
        return lastDaySeconds
    }

    private func pair(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int64? {
        let high = bytes[index] &- 0x30
        let low = bytes[index + 1] &- 0x30
        guard high < 10, low < 10 else { return nil }
        return Int64(high) * 10 + Int64(low)
    }
}
