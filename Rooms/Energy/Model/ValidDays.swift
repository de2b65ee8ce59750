// SPDX-License-Identifier: EUPL-1.2
package import Metering

/// Days on which something holds in the world; without a last one while none is known.
package struct ValidDays: Sendable, Hashable {
    package let from: CivilDay
    package let through: CivilDay?

    package init(from: CivilDay, through: CivilDay? = nil) { (self.from, self.through) = (from, through) }

    package func contains(_ day: CivilDay) -> Bool { from <= day && through.map { day <= $0 } ?? true }

    package func overlaps(_ other: ValidDays) -> Bool {
        (other.through.map { from <= $0 } ?? true) && (through.map { other.from <= $0 } ?? true)
    }

    package func overlaps(_ days: ClosedRange<CivilDay>) -> Bool {
        overlaps(ValidDays(from: days.lowerBound, through: days.upperBound))
    }

    /// What of `days` lies in it; nil for nothing.
    package func clamped(to days: ClosedRange<CivilDay>) -> ClosedRange<CivilDay>? {
        let first = max(from, days.lowerBound)
        let last = min(through ?? days.upperBound, days.upperBound)
        return first <= last ? first...last : nil
    }

    /// Cut at its end where `day` comes before it.
    package func ending(_ day: CivilDay) -> ValidDays { ValidDays(from: from, through: day) }
}

extension ClosedRange<CivilDay> {
    /// The last day on which a bill of this period has to be there (§40c(2) EnWG): six weeks after its end, three where bills
    /// come monthly. A period of a month or less is taken for that.
    package var lastBillDay: CivilDay {
        let isMonthly = upperBound.number - lowerBound.number < 31
        return CivilDay(number: upperBound.number + 7 * (isMonthly ? 3 : 6))
    }
}
