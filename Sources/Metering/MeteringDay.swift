// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// A day on the calendar, without a time or a zone.
public struct CivilDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Since 1970-01-01.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// Nil for a date that no calendar has.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        number = Instant.days(year: year, month: month, day: day)
        guard Instant.date(days: number) == (year, month, day) else { return nil }
    }

    /// `2026-10-25`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    public var date: (year: Int, month: Int, day: Int) { Instant.date(days: number) }

    public var next: CivilDay { CivilDay(number: number + 1) }

    public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

    public var description: String {
        let date = date
        let text = String(date.year * 10_000 + date.month * 100 + date.day)
        let digits = String(repeating: "0", count: max(0, 8 - text.count)) + text
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    }
}

/// The quarter hours of a local day: 96, and 92 or 100 where the clock is put forward or back.
///
/// Slots are counted from local midnight in real time, so that the repeated hour has its own four slots.
public struct MeteringDay: Sendable, Hashable {
    public static let slotLength: Int64 = 900_000_000

    public let day: CivilDay
    public let start: Instant
    public let end: Instant

    /// Nil in zones whose days are not of whole quarter hours.
    public init?(_ day: CivilDay, in calendar: ZonedCalendar) {
        self.init(day, from: Self.midnight(day, calendar), to: Self.midnight(day.next, calendar))
    }

    /// The day that holds an instant.
    public init?(holding instant: Instant, in calendar: ZonedCalendar) {
        let fields = calendar.fields(of: instant)
        guard let day = CivilDay(year: fields.year, month: fields.month, day: fields.day) else { return nil }
        self.init(day, in: calendar)
    }

    private init?(_ day: CivilDay, from start: Instant, to end: Instant) {
        guard start < end, (end.microseconds - start.microseconds) % Self.slotLength == 0 else { return nil }
        (self.day, self.start, self.end) = (day, start, end)
    }

    private static func midnight(_ day: CivilDay, _ calendar: ZonedCalendar) -> Instant {
        calendar.resolve(local: Int64(day.number) * 86_400_000_000).earliest
    }

    /// 92, 96 or 100.
    public var slotCount: Int { Int((end.microseconds - start.microseconds) / Self.slotLength) }

    /// When a slot begins; the number of slots gives the end of the day.
    public func start(of slot: Int) -> Instant {
        Instant(microseconds: start.microseconds + Int64(slot) * Self.slotLength)
    }

    /// The slot that an instant lies in; nil on other days.
    public func slot(of instant: Instant) -> Int? {
        guard instant >= start, instant < end else { return nil }
        return Int((instant.microseconds - start.microseconds) / Self.slotLength)
    }

    /// The slots whose clock shows an hour: none when it is left out, eight when it is shown twice.
    public func slots(showing hour: Int, in calendar: ZonedCalendar) -> Range<Int>? {
        let slots = (0..<slotCount).filter { calendar.fields(of: start(of: $0)).hour == hour }
        guard let first = slots.first else { return nil }
        return first..<(first + slots.count)
    }

    /// What the clock shows when a slot begins: `02:15`, and `2A:15` and `2B:15` in an hour that is shown twice.
    public func label(of slot: Int, in calendar: ZonedCalendar) -> String {
        let fields = calendar.fields(of: start(of: slot))
        let minute = fields.minute < 10 ? "0\(fields.minute)" : "\(fields.minute)"
        if let same = slots(showing: fields.hour, in: calendar), same.count > 4 {
            return "\(fields.hour)\(slot < same.lowerBound + 4 ? "A" : "B"):\(minute)"
        }
        return (fields.hour < 10 ? "0" : "") + "\(fields.hour):\(minute)"
    }
}
