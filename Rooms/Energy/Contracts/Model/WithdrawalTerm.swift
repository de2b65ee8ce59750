// SPDX-License-Identifier: EUPL-1.2
package import Metering
import PowerBills

/// How long a consumer can withdraw from a contract that was made at a distance (§§ 312g, 355(2) BGB; to be checked).
package enum WithdrawalTerm {
    package static let days = 14

    /// The last day on which a withdrawal is in time: two weeks after the contract was made, on the next working day where that
    /// is a Saturday, a Sunday or a holiday of all of Germany (§§ 187, 188, 193 BGB). Holidays of a Land are not known here.
    package static func last(accepted day: CivilDay) -> CivilDay {
        var last = CivilDay(number: day.number + days)
        while isFree(last) { last = last.next }
        return last
    }

    private static func isFree(_ day: CivilDay) -> Bool {
        // 1970-01-01 was a Thursday
        let weekday = (day.number % 7 + 7) % 7
        if weekday == 2 || weekday == 3 { return true }
        let date = day.date
        switch (date.month, date.day) {
        case (1, 1), (5, 1), (10, 3), (12, 25), (12, 26): return true
        default: return [-2, 1, 39, 50].contains(day.number - BankingDay.easter(date.year).number)
        }
    }
}
