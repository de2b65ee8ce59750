// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Site

/// How a value compares with an earlier one, in words, with the direction that an arrow repeats.
package struct Trend: Sendable, Hashable {
    package enum Direction: String, Sendable { case up, down, level }

    package let direction: Direction
    /// "6 % mehr als im Juli 2025"
    package let sentence: String

    /// `period` names the earlier time: "im Juli 2025". Nil without an earlier value, or where no share can be told.
    package init?(
        from previous: Double?, to value: Double, unit: String, byDifference: Bool, period: String, _ format: Format
    ) {
        guard let previous else { return nil }
        let language = format.language
        if byDifference {
            let difference = value - previous
            let amount = format.number(difference.magnitude, decimals: 1) + "\u{202F}" + unit
            if difference.magnitude < 0.05 {
                (direction, sentence) = (.level, language(.sameAs(period)))
            } else if difference > 0 {
                (direction, sentence) = (.up, language(.moreThan(amount, period)))
            } else {
                (direction, sentence) = (.down, language(.lessThan(amount, period)))
            }
            return
        }
        guard previous != 0 else { return nil }
        let share = (value - previous) / previous.magnitude
        let amount = format.percent(share.magnitude)
        if share.magnitude < 0.005 {
            (direction, sentence) = (.level, language(.sameAs(period)))
        } else if share > 0 {
            (direction, sentence) = (.up, language(.moreThan(amount, period)))
        } else {
            (direction, sentence) = (.down, language(.lessThan(amount, period)))
        }
    }

    /// "im Juli 2025", "in July 2025": the same month a year before.
    package static func yearBefore(_ month: CalendarDay, _ format: Format) -> String {
        (format.language == .german ? "im " : "in ") + format.month(month.adding(months: -12))
    }
}
