// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// How long values are kept: raw, then as hourly and daily aggregates; nil keeps for ever.
public struct RetentionPolicy: Sendable, Hashable {
    public var raw: CalendarDuration?
    public var hourly: CalendarDuration?
    public var daily: CalendarDuration?

    public init(raw: CalendarDuration? = nil, hourly: CalendarDuration? = nil, daily: CalendarDuration? = nil) {
        self.raw = raw
        self.hourly = hourly
        self.daily = daily
    }

    /// Nothing is ever deleted.
    public var keepsEverything: Bool { raw == nil && hourly == nil && daily == nil }

    /// Reads durations of ISO 8601 such as `P90D` by name; names are `raw`, `hourly` and `daily`.
    /// - Throws: `RetentionFault` that names the part and what it may be.
    public init(_ parts: [(name: String, text: String)]) throws(RetentionFault) {
        for (name, text) in parts {
            let duration: CalendarDuration
            do throws(InstantError) {
                duration = try CalendarDuration(iso8601: text)
            } catch {
                throw RetentionFault(name, "'\(text)' is no duration such as P90D, P6M or P2Y: \(error.message)")
            }
            guard duration.microseconds == 0, duration.months >= 0, duration.days >= 0,
                duration.months + duration.days > 0
            else { throw RetentionFault(name, "'\(text)' must be whole days, months or years, at least one") }
            guard Self.typicalDays(duration) <= 36_525 else {
                throw RetentionFault(name, "'\(text)' is over 100 years")
            }
            switch name {
            case "raw": raw = duration
            case "hourly": hourly = duration
            case "daily": daily = duration
            default: throw RetentionFault(name, "there are raw, hourly and daily")
            }
        }
        try check()
    }

    /// From `properties.retention` of a Datastream: `{"raw": "P90D", "hourly": "P2Y", "daily": "P10Y"}`.
    package init(_ value: JSONValue) throws(RetentionFault) {
        guard let object = value.object else { throw RetentionFault("retention", "an object is needed") }
        var parts: [(name: String, text: String)] = []
        for member in object.members {
            guard let text = member.value.string else { throw RetentionFault(member.name, "a text is needed") }
            parts.append((member.name, text))
        }
        try self.init(parts)
    }

    /// Each aggregate outlives what it is made from.
    private func check() throws(RetentionFault) {
        if raw == nil, hourly != nil || daily != nil {
            throw RetentionFault("raw", "aggregates have an end only where raw values have one")
        }
        if let raw, let hourly, Self.typicalDays(hourly) < Self.typicalDays(raw) {
            throw RetentionFault("hourly", "hourly aggregates are kept at least as long as raw values")
        }
        if let daily, let hourly = hourly ?? raw, Self.typicalDays(daily) < Self.typicalDays(hourly) {
            throw RetentionFault("daily", "daily aggregates are kept at least as long as hourly ones")
        }
    }

    private static func typicalDays(_ duration: CalendarDuration) -> Double {
        Double(duration.months) * 30.436875 + Double(duration.days)
    }

    /// `raw P90D, hourly P2Y, daily for ever`.
    public var description: String {
        let parts = [("raw", raw), ("hourly", hourly), ("daily", daily)]
        return parts.map { "\($0.0) \($0.1?.iso8601 ?? "for ever")" }.joined(separator: ", ")
    }

    /// The first instant that is kept: midnight of the local day that lies so long ago.
    package static func cutoff(_ duration: CalendarDuration, before now: Instant, in calendar: ZonedCalendar) -> Instant
    {
        let fields = calendar.fields(of: now)
        let month = Int64(fields.year) * 12 + Int64(fields.month - 1) - duration.months
        let (year, rest) = month.quotientAndRemainderFloored(by: 12)
        let first = Instant.days(year: Int(year), month: Int(rest) + 1, day: 1)
        let next = month + 1
        let nextFirst = Instant.days(
            year: Int(next.quotientAndRemainderFloored(by: 12).quotient),
            month: Int(next.quotientAndRemainderFloored(by: 12).remainder) + 1, day: 1)
        let day = first + min(fields.day, nextFirst - first) - 1 - Int(duration.days)
        return calendar.resolve(local: Int64(day) * 86_400_000_000).earliest
    }
}

/// A part of a retention rule that cannot be used.
public struct RetentionFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let part: String
    public let message: String

    init(_ part: String, _ message: String) {
        self.part = part
        self.message = message
    }

    public var description: String { "\(part): \(message)" }
}
