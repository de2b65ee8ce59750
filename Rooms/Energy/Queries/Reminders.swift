// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Metering
import PowerBills
package import Storage
import Wire

/// A party with bills that are overdue, and what stands in the way of a reminder today.
package struct OverdueAccount: Sendable, Hashable {
    package let party: Int64
    /// The oldest first.
    package let items: [PartyAccount.Overdue]
    /// Days on which it was reminded of the oldest of them, the newest first.
    package let reminded: [CivilDay]
    /// Nil where a reminder can be written.
    package let hindrance: EnergyFault?

    package var cents: Int { items.reduce(0) { $0 + $1.cents } }
}

/// Reminders of overdue bills: notices with their proof, without fees and without threats.
package enum Reminders {
    /// Everybody with something overdue, by number.
    package static func overdue(
        _ community: Community, today: CivilDay, on connection: any StorageConnection
    ) throws -> [OverdueAccount] {
        let parties = PartyNames(try EnergyQueries.versions(Party.self, of: community.id, on: connection))
        let sent = try NoticeQueries.all(.reminder, of: community.id, on: connection)
            .filter { $0.state != .refused && $0.state != .unknown }
        let proposal = try AccountQueries.propose(community, day: today, message: "", on: connection)
        let collected = Set((proposal.payments[.debit] ?? []).map(\.party))
        return try AccountQueries.accounts(of: community.id, on: connection).compactMap { account in
            let items = account.overdue(today)
            guard let oldest = items.first else { return nil }
            let own = sent.filter { $0.party == account.party }
            let about = own.filter {
                oldest.reference.isEmpty ? $0.day > oldest.due : $0.body.contains("Rechnung \(oldest.reference) vom")
            }
            let name = parties.label(account.party, .german)
            // a debit that came back is for the party to pay
            let cameBack = account.entries.contains { $0.what == .returned && $0.cents > 0 && $0.day >= oldest.due }
            let hindrance: EnergyFault? =
                own.contains { $0.day == today }
                ? .remindedToday(name)
                : collected.contains(account.party) && !cameBack ? .collected(name) : nil
            return OverdueAccount(
                party: account.party, items: items, reminded: about.map(\.day), hindrance: hindrance)
        }
    }

    /// Writes the reminder of a party: by mail where there is a server and an address, else as a letter to post.
    package static func write(
        to party: Int64, in community: Community, sendsMail: Bool, by author: Author, today: CivilDay,
        on connection: any StorageConnection
    ) throws -> [NoticeQueries.Mail] {
        let versions = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
        guard let newest = versions.last(where: { $0.number == party })?.content else {
            throw EnergyFault.unknown(field: "party")
        }
        guard let account = try overdue(community, today: today, on: connection).first(where: { $0.party == party })
        else { throw EnergyFault.notOverdue(newest.name) }
        if let hindrance = account.hindrance { throw hindrance }
        let terms = try EnergyQueries.versions(Terms.self, of: community.id, on: connection)
        guard let own = (terms.last { $0.days.contains(today) } ?? terms.last)?.content else {
            throw EnergyFault.termsChange
        }
        let text = ReminderText(
            sharing: community.name, name: newest.name, items: account.items, number: account.reminded.count + 1,
            today: today, provider: own)
        // an address that a server refused is not tried again
        let mail = newest.contact.mail
        let isRefused = try NoticeQueries.all(.reminder, of: community.id, on: connection)
            .contains { $0.party == party && $0.state == .refused && $0.recipient == mail }
        let isMail = sendsMail && MailAddress.isPlain(mail) && !isRefused
        let draft = NoticeQueries.Draft(
            kind: .reminder, plant: nil, day: today, body: text.body, way: isMail ? .mail : .letter, posted: nil,
            proof: "")
        return try NoticeQueries.write(draft, to: [party], in: community.id, by: author, today: today, on: connection)
    }
}
