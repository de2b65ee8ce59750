// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// Turns the time stamps of one file into instants, by the mapping's zone and what its clock does in spring and autumn.
package struct StampReader {
    package enum Reading {
        /// Microseconds UTC and microseconds covered.
        case time(Int64, duration: Int64)
        /// A time of the hour that stands twice: which pass it is shows when all rows are read; microseconds covered.
        case repeated(row: Int, duration: Int64)
        case unreadable
        case nonexistent
    }

    let rule: TimeRule
    let calendar: ZonedCalendar
    /// The declared form, or the one that was recognised in this file.
    let form: StampForm
    package private(set) var folds: ClockFolds
    /// Where in the calendar the last time was found.
    private var stretch = 0
    private let plain: Plain?
    private var lastDay = [UInt8](repeating: 0, count: 10)
    private var lastDaySeconds: Int64 = 0
    /// By group: the day and the time that the row before named, and the days it has run on since.
    private var running: [Int: Running] = [:]

    private struct Running {
        var day: Int64
        var local: Int64
        var added: Int64 = 0
        /// Which way the rows run; nil until two of them show it.
        var isAscending: Bool?
    }

    private enum Plain { case iso, german }

    package init(_ rule: TimeRule, calendar: ZonedCalendar, form: StampForm) {
        self.rule = rule
        self.calendar = calendar
        self.form = form
        folds = ClockFolds(convention: rule.repeatedHour, step: rule.interval.map(\.microseconds) ?? 0)
        plain = form.text == "yyyy-MM-dd HH:mm" ? .iso : form.text == "dd.MM.yyyy HH:mm" ? .german : nil
    }

    /// Reads a stamp of a row; `group` is the row's series of times: a station, or the whole file.
    package mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, group: Int, line: Int) -> Reading {
        guard var stamp = written(bytes) else { return .unreadable }
        if rule.isDateFilledDown, stamp.offset == nil { stamp.local = ranOn(stamp.local, group) }
        if stamp.span != .moment { return period(stamp) }
        if let interval = rule.interval, interval.microseconds == 0, rule.stamp != .instant {
            return calendarPeriod(stamp, interval, group: group)
        }
        let length = rule.stamp == .instant ? 0 : rule.interval?.microseconds ?? 0
        if let offset = stamp.offset {
            let moment = stamp.local - offset
            return unique(rule.stamp == .end ? moment - length : moment, length, group)
        }
        return rule.stamp == .end
            ? ending(stamp.local, length, group: group, line: line)
            : beginning(stamp.local, length, group: group, line: line)
    }

    /// A date that stands once: the time that goes back behind it has passed midnight.
    private mutating func ranOn(_ local: Int64, _ group: Int) -> Int64 {
        let length: Int64 = 86_400_000_000
        let day = local.quotientAndRemainderFloored(by: length).quotient
        guard var state = running[group] else {
            running[group] = Running(day: day, local: local)
            return local
        }
        let back = state.local - local
        if state.day != day {
            (state.day, state.added) = (day, 0)
        } else if back > (state.isAscending == nil ? length / 2 : length / 24), state.isAscending != false {
            // An hour back is the clock change.
            state.added += 1
        } else if back != 0, state.isAscending == nil {
            state.isAscending = back < 0
        }
        state.local = local
        running[group] = state
        return local + state.added * length
    }

    // MARK: Wall clocks

    private mutating func beginning(_ local: Int64, _ length: Int64, group: Int, line: Int) -> Reading {
        switch calendar.resolve(local: local, near: &stretch) {
        case .gap: return .nonexistent
        case .unique(let instant):
            return unique(instant.microseconds, covered(from: instant.microseconds, local, length), group)
        case .ambiguous(let first, let second):
            return ambiguous(first.microseconds, second.microseconds, length, group: group, line: line)
        }
    }

    /// A stamp at the end, in the clock's own time (autumn: 02:00 stands twice) or as the begin's plus the length
    /// (autumn: 03:00 stands twice). Both mean the same except within a length of the change.
    private mutating func ending(_ local: Int64, _ length: Int64, group: Int, line: Int) -> Reading {
        let begin = calendar.resolve(local: local - length, near: &stretch)
        if rule.repeatedHour == .sum || rule.repeatedHour == .once, case .ambiguous(let first, let second) = begin {
            return ambiguous(first.microseconds, second.microseconds, length, group: group, line: line)
        }
        switch (begin, calendar.resolve(local: local, near: &stretch)) {
        case (.unique(let begin), .unique(let end)):
            return unique(begin.microseconds, end.microseconds - begin.microseconds, group)
        case (.unique(let begin), .gap):
            // Ends by the begin's clock, which the change has not reached.
            return unique(begin.microseconds, length, group)
        case (.gap, .unique(let end)): return unique(end.microseconds - length, length, group)
        case (.gap, .gap), (.gap, .ambiguous), (.ambiguous, .gap): return .nonexistent
        case (.unique(let begin), .ambiguous) where rule.repeatedHour == .sum || rule.repeatedHour == .once:
            return unique(begin.microseconds, length, group)
        case (_, .ambiguous(let first, let second)):
            return ambiguous(
                first.microseconds - length, second.microseconds - length, length, group: group, line: line)
        case (.ambiguous(let first, _), .unique(let end)):
            return ambiguous(first.microseconds, end.microseconds - length, length, group: group, line: line)
        }
    }

    private mutating func unique(_ begin: Int64, _ length: Int64, _ group: Int) -> Reading {
        folds.note(begin, group: group)
        return .time(begin, duration: length)
    }

    private mutating func ambiguous(
        _ first: Int64, _ second: Int64, _ length: Int64, group: Int, line: Int
    ) -> Reading {
        switch rule.repeatedHour {
        case .sum: return .time(first, duration: 2 * length)
        case .once: return .time(first, duration: length)
        case .twice, .byOrder, nil:
            return .repeated(row: folds.add(first, second, group: group, line: line), duration: length)
        }
    }

    /// What an interval of several hours on the wall really takes; the change may lie in it.
    private mutating func covered(from begin: Int64, _ local: Int64, _ length: Int64) -> Int64 {
        guard length > 3_600_000_000, length < 86_400_000_000 else { return length }
        guard case .unique(let end) = calendar.resolve(local: local + length, near: &stretch) else { return length }
        return end.microseconds - begin
    }

    // MARK: Calendars

    /// Days, months and years begin and end on the wall: 23 to 25 hours, 28 to 31 days.
    private mutating func calendarPeriod(_ stamp: WrittenStamp, _ interval: CalendarDuration, group: Int) -> Reading {
        var local = stamp.local
        if let offset = stamp.offset {
            local = stamp.local - offset + calendar.offset(at: Instant(microseconds: stamp.local - offset))
        }
        let other = Self.moved(local, by: interval, rule.stamp == .end ? -1 : 1)
        let (begin, end) = rule.stamp == .end ? (instant(other), instant(local)) : (instant(local), instant(other))
        return unique(begin, end - begin, group)
    }

    /// A date covers its day, a month its month, unless the interval says how long it is.
    private mutating func period(_ stamp: WrittenStamp) -> Reading {
        let natural = Self.length(of: stamp.span)
        var length = natural
        if let interval = rule.interval, interval.microseconds == 0 { length = interval }
        var first = stamp.local
        if stamp.span == .year, let start = rule.yearStart {
            let length: Int64 = 86_400_000_000
            let year = Instant.date(days: Int(first.quotientAndRemainderFloored(by: length).quotient)).year
            first = Int64(Instant.days(year: year, month: start.month, day: start.day)) * length
        }
        // The last day, month or year of what is covered.
        if rule.stamp == .end { first = Self.moved(Self.moved(first, by: natural, 1), by: length, -1) }
        let (begin, end) = (instant(first), instant(Self.moved(first, by: length, 1)))
        return .time(begin, duration: end - begin)
    }

    static func length(of span: WrittenStamp.Span) -> CalendarDuration {
        switch span {
        case .moment, .day: CalendarDuration(days: 1)
        case .week: CalendarDuration(days: 7)
        case .month: CalendarDuration(months: 1)
        case .quarter: CalendarDuration(months: 3)
        case .year: CalendarDuration(months: 12)
        }
    }

    /// A wall-clock time, so many days or months on; the 31st becomes the last of a shorter month.
    static func moved(_ local: Int64, by duration: CalendarDuration, _ sign: Int64) -> Int64 {
        let day: Int64 = 86_400_000_000
        let (days, rest) = local.quotientAndRemainderFloored(by: day)
        var moved = Int(days + sign * duration.days)
        if duration.months != 0 {
            let date = Instant.date(days: moved)
            let months = date.year * 12 + date.month - 1 + Int(sign * duration.months)
            let year = months >= 0 ? months / 12 : (months - 11) / 12
            let month = months - year * 12 + 1
            moved = Instant.days(
                year: year, month: month, day: min(date.day, Instant.length(ofMonth: month, year: year)))
        }
        return Int64(moved) * day + rest
    }

    /// The first instant at which the wall shows a time, or that of the change that leaves it out.
    private mutating func instant(_ local: Int64) -> Int64 {
        calendar.resolve(local: local, near: &stretch).earliest.microseconds
    }

    // MARK: Texts

    /// The stamp as it stands there, without what surrounds it.
    mutating func written(_ bytes: UnsafeBufferPointer<UInt8>) -> WrittenStamp? {
        let bytes = Self.stripped(bytes, rule.strip)
        if let plain, let local = seconds(bytes, plain) {
            return WrittenStamp(local: local * 1_000_000, offset: nil, span: .moment)
        }
        return form.read(bytes)
    }

    package static func stripped(_ bytes: UnsafeBufferPointer<UInt8>, _ strip: Set<UInt8>) -> UnsafeBufferPointer<UInt8>
    {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 || strip.contains(bytes[start]) { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || strip.contains(bytes[end - 1]) {
            end -= 1
        }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    /// The two commonest forms in their full length, quickly; nil leaves a text to the pattern.
    private mutating func seconds(_ bytes: UnsafeBufferPointer<UInt8>, _ plain: Plain) -> Int64? {
        guard bytes.count == 16 || bytes.count == 19, let day = date(bytes, plain) else { return nil }
        guard bytes[10] == 0x20 || bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            let hour = pair(bytes, 11), let minute = pair(bytes, 14), minute < 60, hour < 24
        else { return nil }
        var second: Int64 = 0
        if bytes.count == 19 {
            guard bytes[16] == UInt8(ascii: ":"), let digits = pair(bytes, 17), digits < 60 else { return nil }
            second = digits
        }
        return day + hour * 3600 + minute * 60 + second
    }

    private mutating func date(_ bytes: UnsafeBufferPointer<UInt8>, _ plain: Plain) -> Int64? {
        var isSame = true
        for index in 0..<10 where bytes[index] != lastDay[index] {
            isSame = false
            break
        }
        if isSame { return lastDaySeconds }
        let isGerman = plain == .german
        let mark = isGerman ? UInt8(ascii: ".") : UInt8(ascii: "-")
        let marks = isGerman ? (2, 5) : (4, 7)
        guard bytes[marks.0] == mark, bytes[marks.1] == mark else { return nil }
        let parts = isGerman ? (year: 6, month: 3, day: 0) : (year: 0, month: 5, day: 8)
        guard let century = pair(bytes, parts.year), let inCentury = pair(bytes, parts.year + 2),
            let month = pair(bytes, parts.month), let day = pair(bytes, parts.day)
        else { return nil }
        let year = Int(century * 100 + inCentury)
        guard year > 0, (1...12).contains(month), day >= 1, Int(day) <= Instant.length(ofMonth: Int(month), year: year)
        else { return nil }
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
