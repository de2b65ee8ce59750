// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// How long a key lasts by which texts about people become marks: the same text has the same mark within one period only.
public enum PseudonymPeriod: String, Sendable, Hashable, CaseIterable {
    case day, month, year

    /// When the period that an instant lies in is over: days, months and years of the town's clock.
    public func end(after instant: Instant) -> Instant {
        let calendar = ZonedCalendar(identifier: "Europe/Berlin") ?? .utc
        let unit: CalendarUnit =
            switch self {
            case .day: .day
            case .month: .month
            case .year: .year
            }
        return calendar.end(of: unit, containing: instant)
    }
}
