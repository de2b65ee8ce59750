// SPDX-License-Identifier: EUPL-1.2

/// Days as people of a language read them: the one way for pages, papers and messages.
extension Numerals {
    public static let germanMonths = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ]
    public static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The name of a month, 1…12.
    public func month(_ month: Int) -> String {
        isGerman ? Self.germanMonths[month - 1] : Self.englishMonths[month - 1]
    }

    /// `31.12.2026`, `31 Dec 2026`
    public func date(year: Int, month: Int, day: Int) -> String {
        isGerman
            ? "\(Self.padded(day)).\(Self.padded(month)).\(year)"
            : "\(day) \(Self.englishMonths[month - 1].prefix(3)) \(year)"
    }

    /// `31. Dezember 2026`, `31 December 2026`
    public func longDate(year: Int, month: Int, day: Int) -> String {
        isGerman ? "\(day). \(self.month(month)) \(year)" : "\(day) \(self.month(month)) \(year)"
    }

    /// A day written `2026-12-31` as people write it; the text itself when it is none.
    public func day(_ text: String) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return text }
        let numbers = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
        guard numbers.count == 3, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return text }
        return date(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
