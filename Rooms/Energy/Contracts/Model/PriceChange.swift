// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Energy
package import Metering
import PowerBills
package import Settlement
package import Storage

/// That members pay other prices from a day on, and who of them has been told (§41(5) EnWG; to be checked).
package struct PriceChange: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        /// Nil for value added tax.
        package let line: LineKind?
        package let old: Int
        package let new: Int
    }

    package let day: CivilDay
    package let lines: [Line]
    /// Who takes part on the day before and on the day, by number.
    package let affected: [Int64]
    /// The notice that each was told by.
    package let told: [Int64: Notice]

    /// Who takes part and has not been told.
    package var untold: [Int64] { affected.filter { told[$0] == nil } }

    /// The last day on which households can be told: a month before, two weeks for others (§41(5) sentence 2 EnWG).
    package var lastNotice: CivilDay { day.adding(months: -1) }

    package var lastNoticeToOthers: CivilDay { CivilDay(number: day.number - 14) }

    /// Each change in a line, as it stands in the notice; by it a notice is known to tell of this change.
    package var facts: [String] {
        lines.map { one in
            "- \(ContractText.line(one.line)): bisher \(ContractText.price(one.old, one.line)), ab \(ContractText.day(day)) \(ContractText.price(one.new, one.line))"
                + (one.line == nil ? "" : " (ohne Umsatzsteuer)")
        }
    }

    /// The notice: the clerk's reason, old and new prices, the day, the right to terminate.
    package func body(reason: String, sharing: String, provider: String) -> String {
        """
        Ab dem \(ContractText.day(day)) ändern sich die Preise in der Gemeinschaft „\(sharing)“:

        \(facts.joined(separator: "\n"))

        Grund: \(reason)

        Sie können den Vertrag zum Tag der Änderung ohne Einhaltung einer Frist in Textform kündigen (§ 41 Abs. 5 EnWG). Tun Sie nichts, gelten ab diesem Tag die neuen Preise.

        \(provider)
        """
    }

    /// All changes that hold from `first` on, the earliest first.
    package static func all(
        of community: Int64, from first: CivilDay, on connection: any StorageConnection
    ) throws -> [PriceChange] {
        let prices = try EnergyQueries.versions(Price.self, of: community, on: connection)
        let terms = try EnergyQueries.versions(Terms.self, of: community, on: connection)
        let relations = try EnergyQueries.versions(Relation.self, of: community, on: connection)
        let notices = try NoticeQueries.all(.price, of: community, on: connection)
            .filter { $0.state != .refused && $0.state != .unknown }
        func price(_ line: LineKind?, on day: CivilDay) -> Int? {
            prices.filter { $0.content.line == line && $0.days.contains(day) }
                .max { $0.days.from < $1.days.from }?.content.value
        }
        return Set(prices.map(\.days.from)).filter { $0 >= first }.sorted().compactMap { day in
            guard let own = terms.last(where: { $0.days.contains(day) })?.content else { return nil }
            let before = CivilDay(number: day.number - 1)
            let lines = (own.lines.map { $0 as LineKind? } + [nil]).compactMap { line -> Line? in
                guard let old = price(line, on: before), let new = price(line, on: day), old != new else { return nil }
                return Line(line: line, old: old, new: new)
            }
            let staying = Set(relations.filter { $0.days.contains(before) }.map(\.content.party))
            let affected = staying.intersection(relations.filter { $0.days.contains(day) }.map(\.content.party))
            guard !lines.isEmpty, !affected.isEmpty else { return nil }
            let change = PriceChange(day: day, lines: lines, affected: affected.sorted(), told: [:])
            let facts = change.facts
            let about = notices.filter { one in one.day == day && facts.allSatisfy { one.body.contains($0) } }
            return PriceChange(
                day: day, lines: lines, affected: change.affected,
                told: Dictionary(about.map { ($0.party, $0) }) { one, other in one.row < other.row ? one : other })
        }
    }

    /// Writes the notice to everybody who has not been told; returns the mails to queue.
    package static func tell(
        _ day: CivilDay, reason: String, by way: Notice.Way, posted: CivilDay?, proof: String, of community: Community,
        author: Author, today: CivilDay, on connection: any StorageConnection
    ) throws -> [NoticeQueries.Mail] {
        guard !reason.isEmpty else { throw EnergyFault.empty(field: "reason") }
        let changes = try all(of: community.id, from: day, on: connection)
        guard let change = changes.first(where: { $0.day == day }) else { throw EnergyFault.unknown(field: "day") }
        let terms = try EnergyQueries.versions(Terms.self, of: community.id, on: connection)
        let provider = terms.last { $0.days.contains(day) }?.content.provider ?? ""
        let draft = NoticeQueries.Draft(
            kind: .price, plant: nil, day: day,
            body: change.body(reason: reason, sharing: community.name, provider: provider), way: way, posted: posted,
            proof: proof)
        return try NoticeQueries.write(
            draft, to: change.untold, in: community.id, by: author, today: today, on: connection)
    }
}
