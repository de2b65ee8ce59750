// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// Moments as HTTP writes them, in whole seconds (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    package static func text(_ instant: Instant) -> String {
        let seconds = instant.microseconds.quotientAndRemainderFloored(by: 1_000_000).quotient
        let (day, rest) = seconds.quotientAndRemainderFloored(by: 86_400)
        let date = Instant.date(days: Int(day))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
        let weekday = days[Int(day.quotientAndRemainderFloored(by: 7).remainder)]
        let time = [Int(rest) / 3600, Int(rest) / 60 % 60, Int(rest) % 60].map(two).joined(separator: ":")
        return "\(weekday), \(two(date.day)) \(months[date.month - 1]) \(year) \(time) GMT"
    }

    /// Nil for what is no date of this form; the two obsolete forms are none either.
    package static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])),
            parts[1].count == 2, parts[3].count == 4, parts[4].count == 8
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return try? Instant(iso8601: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
