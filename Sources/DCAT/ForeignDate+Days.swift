// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// The days between which a moment lies that a catalogue names as a year, a month, a day or a time.
extension ForeignDate {
    /// `2024-01-01` of `2024`.
    public var firstDay: String {
        switch text.utf8.count {
        case 4: text + "-01-01"
        case 7: text + "-01"
        default: String(text.prefix(10))
        }
    }

    /// `2024-12-31` of `2024`.
    public var lastDay: String {
        switch text.utf8.count {
        case 4: return text + "-12-31"
        case 7:
            let length = Instant.length(ofMonth: Int(text.suffix(2)) ?? 1, year: Int(text.prefix(4)) ?? 0)
            return "\(text)-\(length)"
        default: return String(text.prefix(10))
        }
    }

    /// The first instant of it, by the clock of UTC.
    public var start: Instant? { try? Instant(iso8601: firstDay + "T00:00:00Z") }
    /// The last instant of it.
    public var end: Instant? { try? Instant(iso8601: lastDay + "T23:59:59.999Z") }
}
