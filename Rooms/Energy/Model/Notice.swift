// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Wire

/// That somebody was told something that the law wants told, and what proves it.
package struct Notice: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The three warnings before a contract (§42c(6) EnWG).
        case warnings
        /// A plant stands still for another reason than the weather.
        case standstill
        /// It runs again.
        case running
        /// Bills are overdue.
        case reminder
        /// A price changes (§41(5) EnWG).
        case price

        /// What clerks write themselves for all who take part on a day.
        package static let ofPlants: [Kind] = [.standstill, .running]
    }

    package enum Way: String, Sendable, Hashable, CaseIterable { case mail, letter }

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// The letter is to be posted.
        case open
        /// The mail waits for its server.
        case waiting
        case sent
        case refused
        /// What became of the mail is kept no longer.
        case unknown
    }

    package let row: Int64
    package let kind: Kind
    package let party: Int64
    package let plant: Int64?
    /// From which day on what is told holds.
    package let day: CivilDay
    package let body: String
    package let way: Way
    /// Mail address, or postal address.
    package let recipient: String
    package let state: State
    /// What proves it, in the words of who sent it or of the mail server.
    package let proof: String
    package let sent: Instant?
    package let at: Instant
    package let actor: String
    /// The number of the mail in the queue.
    package let letter: Int64?
}
