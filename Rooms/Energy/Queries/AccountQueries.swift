// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Metering
package import PowerBills
import Rights
package import Storage
import Wire

/// What one party owes and was paid: its papers, and the money that moved.
package struct PartyAccount: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package let day: CivilDay
        package let what: AccountQueries.Movement?
        /// Of the paper, or of the bank's line.
        package let reference: String
        /// What the party owes more by it, in cents; less where it is negative.
        package let cents: Int
        /// Of a bill: the day from which it is overdue.
        package let due: CivilDay?
        /// The row of a movement.
        package let row: Int64?
        /// A paper that another one takes back, or that other one: nothing of it is owed.
        package var isVoid = false
    }

    /// A bill that should have been paid.
    package struct Overdue: Sendable, Hashable {
        package let reference: String
        package let issued: CivilDay
        package let due: CivilDay
        /// What of it is open.
        package let cents: Int
    }

    package let party: Int64
    package let entries: [Entry]

    /// What the party owes; negative for what is owed to it.
    package var balance: Int { entries.reduce(0) { $0 + $1.cents } }

    /// What of the balance should have been paid before `today`, the oldest first.
    ///
    /// What was paid counts for the oldest bills first; what a reversal takes back is owed by nobody.
    package func overdue(_ today: CivilDay) -> [Overdue] {
        let owed = entries.filter { !$0.isVoid && ($0.what == nil || $0.what == .carried) && $0.cents > 0 }
            .sorted { ($0.due ?? $0.day) < ($1.due ?? $1.day) }
        var paid = owed.reduce(0) { $0 + $1.cents } - balance
        return owed.compactMap { entry in
            let open = entry.cents - max(0, min(paid, entry.cents))
            paid -= entry.cents
            let due = entry.due ?? entry.day
            guard open > 0, due < today else { return nil }
            return Overdue(reference: entry.reference, issued: entry.day, due: due, cents: open)
        }
    }

    /// The day since which something of the balance should have been paid; nil where nothing is overdue.
    package func overdueSince(_ today: CivilDay) -> CivilDay? { overdue(today).first?.due }

    /// Marks papers and what takes them back.
    fileprivate static func withVoids(_ entries: [Entry], _ reversals: [String: String]) -> [Entry] {
        let numbers = Set(entries.filter { $0.what == nil }.map(\.reference))
        let both = reversals.filter { numbers.contains($0.key) && numbers.contains($0.value) }
        let void = Set(both.keys).union(both.values)
        return entries.map { entry in
            var entry = entry
            entry.isVoid = entry.what == nil && void.contains(entry.reference)
            return entry
        }
    }
}

/// An order to the bank as it was written.
package struct StoredOrder: Sendable, Hashable {
    package let id: Int64
    package let kind: PaymentOrder.Kind
    package let message: String
    package let day: CivilDay
    package let count: Int
    package let cents: Int
}

/// Open items: what papers ask for, what was collected, paid and returned. Bookkeeping keeps the rest.
package enum AccountQueries {
    /// Why money moved.
    package enum Movement: String, Sendable, Hashable, CaseIterable {
        /// Collected by a direct debit of ours.
        case debit
        /// Paid out by a transfer of ours.
        case transfer
        /// Came by the party's own transfer.
        case received
        /// Paid out in another way.
        case paid
        /// The bank gave back what was collected, or what was paid out came back.
        case returned
        /// What was open of papers that are erased.
        case carried
    }

    /// All parties with papers or movements, by number.
    package static func accounts(of community: Int64, on connection: any StorageConnection) throws -> [PartyAccount] {
        var entries: [Int64: [PartyAccount.Entry]] = [:]
        // the number of what is taken back, by that of what does it
        var reversals: [String: String] = [:]
        try connection.forEachRow(
            """
            SELECT d.party, d.record FROM energy_document d JOIN energy_run r ON r.id = d.run_id
            WHERE r.community_id = \(community) AND d.record IS NOT NULL ORDER BY d.id
            """
        ) { row in
            guard let bill = (try? JSONValue(parsing: row.text(1)))?.object.flatMap({ PowerDocument($0) }) else {
                return true
            }
            if let reverses = bill.reverses { reversals[bill.number] = reverses }
            entries[row.integer(0), default: []].append(
                PartyAccount.Entry(
                    day: bill.issued, what: nil, reference: bill.number,
                    cents: bill.kind.isBill ? bill.gross : -bill.gross, due: bill.due, row: nil))
            return true
        }
        try connection.forEachRow(
            """
            SELECT party, id, day, kind, reference, cents FROM energy_payment WHERE community_id = \(community)
            ORDER BY day, id
            """
        ) { row in
            entries[row.integer(0), default: []].append(
                PartyAccount.Entry(
                    day: CivilDay(number: Int(row.integer(2))), what: Movement(rawValue: row.text(3)),
                    reference: row.text(4), cents: Int(row.integer(5)), due: nil, row: row.integer(1)))
            return true
        }
        return entries.sorted { $0.key < $1.key }.map {
            PartyAccount(party: $0.key, entries: PartyAccount.withVoids($0.value, reversals))
        }
    }

    /// Notes money that moved; `cents` is what moved, the kind says which way. Returns the number of the row.
    @discardableResult
    package static func note(
        _ kind: Movement, _ cents: Int, of party: Int64, on day: CivilDay, reference: String, order: Int64? = nil,
        in community: Int64, by author: Author, on connection: any StorageConnection
    ) throws -> Int64 {
        guard cents > 0, cents < 1_000_000_000 else { throw EnergyFault.unreadable(field: "amount", "\(cents)") }
        // what is collected or received is owed no longer; what is paid out was owed to the party
        let sign =
            switch kind {
            case .debit, .received: -1
            case .transfer, .paid, .returned, .carried: 1
            }
        let row = try connection.integer(
            """
            INSERT INTO energy_payment (community_id, party, day, kind, reference, cents, order_id, at, actor)
            VALUES (\(community), \(party), \(day.number), \(kind.rawValue), \(reference), \(sign * cents), \(order),
                \(author.at.microseconds), \(author.name)) RETURNING id
            """)
        guard let row else { throw StorageError.corrupt(message: "a payment was stored without a number") }
        try AuditTrail.append(
            kind.rawValue, object: "energy/\(community)/party/\(party)", by: author.name, at: author.at,
            detail: ["cents": JSONValue(cents)], on: connection)
        return row
    }

    /// The bank gives back a movement: the debt is there again. Returns the number of the row.
    @discardableResult
    package static func giveBack(
        _ row: Int64, on day: CivilDay, reason: String, in community: Int64, by author: Author,
        on connection: any StorageConnection
    ) throws -> Int64 {
        let found = try connection.firstRow(
            """
            SELECT party, kind, reference, cents, day FROM energy_payment
            WHERE id = \(row) AND community_id = \(community) AND kind IN ('debit', 'received', 'transfer')
                AND NOT EXISTS (SELECT 1 FROM energy_payment later WHERE later.reverses = energy_payment.id)
            """
        ) { ($0.integer(0), $0.text(2), Int($0.integer(3)), CivilDay(number: Int($0.integer(4)))) }
        guard let (party, reference, cents, paid) = found else { throw EnergyFault.unknown(field: "payment") }
        guard paid <= day else { throw EnergyFault.order }
        let text = String((reason.isEmpty ? reference : "\(reference): \(reason)").prefix(200))
        let id = try connection.integer(
            """
            INSERT INTO energy_payment (community_id, party, day, kind, reference, cents, reverses, at, actor)
            VALUES (\(community), \(party), \(day.number), \(Movement.returned.rawValue), \(text), \(-cents), \(row),
                \(author.at.microseconds), \(author.name)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a payment was stored without a number") }
        try AuditTrail.append(
            Movement.returned.rawValue, object: "energy/\(community)/party/\(party)", by: author.name, at: author.at,
            detail: ["cents": JSONValue(-cents)], on: connection)
        return id
    }

    /// What stays open when papers and movements before a day are erased.
    package static func carry(
        _ cents: Int, of party: Int64, on day: CivilDay, in community: Int64, by author: Author,
        on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO energy_payment (community_id, party, day, kind, reference, cents, at, actor)
            VALUES (\(community), \(party), \(day.number), \(Movement.carried.rawValue), '', \(cents),
                \(author.at.microseconds), \(author.name))
            """)
    }

    // MARK: - Orders

    /// Why a party's balance is in no order.
    package enum LeftOut: Sendable, Hashable { case noMandate, oldMandate, noAccount }

    /// What the next orders would hold, and who is left out; a balance of nought is neither.
    package struct Proposal: Sendable {
        package var payments: [PaymentOrder.Kind: [(party: Int64, payment: PaymentOrder.Payment)]] = [:]
        package var leftOut: [(party: Int64, cents: Int, why: LeftOut)] = []
    }

    package static func propose(
        _ community: Community, day: CivilDay, message: String, on connection: any StorageConnection
    ) throws -> Proposal {
        let parties = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
        var proposal = Proposal()
        for account in try accounts(of: community.id, on: connection) where account.balance != 0 {
            let versions = parties.filter { $0.number == account.party }
            guard let party = (versions.last { $0.days.contains(day) } ?? versions.last)?.content else { continue }
            let cents = account.balance
            let iban = party.contact.iban
            let purpose =
                "Bürgerstrom "
                + account.entries.filter { $0.what == nil }.suffix(3).map(\.reference).joined(separator: ", ")
            let reference = "\(message)-\(account.party)"
            if cents < 0 {
                if iban.isEmpty {
                    proposal.leftOut.append((account.party, cents, .noAccount))
                } else {
                    let payment = PaymentOrder.Payment(
                        reference: reference, cents: -cents, name: party.name, iban: iban, purpose: purpose)
                    proposal.payments[.transfer, default: []].append((account.party, payment))
                }
                continue
            }
            guard let mandate = party.mandate, !iban.isEmpty else {
                proposal.leftOut.append((account.party, cents, .noMandate))
                continue
            }
            // a mandate ends when nobody has used it for three years
            let debits = account.entries.filter { $0.what == .debit }.map(\.day)
            guard MandateUse(party: account.party, mandate, debits: debits).holds(on: day) else {
                proposal.leftOut.append((account.party, cents, .oldMandate))
                continue
            }
            let payment = PaymentOrder.Payment(
                reference: reference, cents: cents, name: party.name, iban: iban, purpose: purpose,
                mandate: (mandate.reference, mandate.signed))
            proposal.payments[.debit, default: []].append((account.party, payment))
        }
        return proposal
    }

    /// Writes the order of a kind and books it; nil where there is nothing to collect or pay.
    package static func order(
        _ kind: PaymentOrder.Kind, of community: Community, on day: CivilDay, by author: Author,
        on connection: any StorageConnection
    ) throws -> Int64? {
        let terms = try EnergyQueries.versions(Terms.self, of: community.id, on: connection)
        guard let own = (terms.last { $0.days.contains(day) } ?? terms.last)?.content else {
            throw EnergyFault.termsChange
        }
        guard !own.contact.iban.isEmpty else { throw EnergyFault.empty(field: "iban") }
        if kind == .debit, own.creditor.isEmpty { throw EnergyFault.empty(field: "creditor") }
        let today = CivilDay(number: Int(author.at.microseconds / 86_400_000_000))
        guard BankingDay.holds(day), day > today else {
            throw EnergyFault.notBanking(BankingDay.first(from: max(day, today.next)))
        }
        let next = try connection.integer("SELECT coalesce(max(id), 0) + 1 FROM energy_order") ?? 1
        let message = "ALLMENDE-\(community.id)-\(next)"
        let proposal = try propose(community, day: day, message: message, on: connection)
        let chosen = proposal.payments[kind] ?? []
        guard
            let order = PaymentOrder(
                kind, message: message, created: author.at, day: day, name: own.provider, iban: own.contact.iban,
                creditor: own.creditor, payments: chosen.map(\.payment))
        else { return nil }
        let id = try connection.integer(
            """
            INSERT INTO energy_order (community_id, kind, message, day, count, cents, document, at, actor)
            VALUES (\(community.id), \(kind.rawValue), \(message), \(day.number), \(order.payments.count),
                \(order.sum), \(String(decoding: order.bytes, as: UTF8.self)), \(author.at.microseconds),
                \(author.name)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "an order was stored without a number") }
        for (party, payment) in chosen {
            try note(
                kind == .debit ? .debit : .transfer, payment.cents, of: party, on: day, reference: payment.reference,
                order: id, in: community.id, by: author, on: connection)
        }
        return id
    }

    /// The newest first.
    package static func orders(
        of community: Int64, limit: Int = 50, on connection: any StorageConnection
    ) throws -> [StoredOrder] {
        try connection.rows(
            """
            SELECT id, kind, message, day, count, cents FROM energy_order WHERE community_id = \(community)
            ORDER BY id DESC LIMIT \(limit)
            """
        ) { row in
            StoredOrder(
                id: row.integer(0), kind: PaymentOrder.Kind(rawValue: row.text(1)) ?? .debit, message: row.text(2),
                day: CivilDay(number: Int(row.integer(3))), count: Int(row.integer(4)), cents: Int(row.integer(5)))
        }
    }

    /// An order's file as it was written.
    package static func file(
        _ id: Int64, of community: Int64, on connection: any StorageConnection
    ) throws -> (name: String, bytes: [UInt8])? {
        try connection.firstRow(
            """
            SELECT kind, message, document FROM energy_order WHERE id = \(id) AND community_id = \(community)
            """
        ) { ("\($0.text(0))-\($0.text(1)).xml", Array($0.text(2).utf8)) }
    }
}

extension MandateUse {
    /// The days of all debits by party.
    package static func debits(
        of community: Int64, on connection: any StorageConnection
    ) throws -> [Int64: [CivilDay]] {
        let rows = try connection.rows(
            """
            SELECT party, day FROM energy_payment
            WHERE community_id = \(community) AND kind = \(AccountQueries.Movement.debit.rawValue) ORDER BY id
            """
        ) { (party: $0.integer(0), day: CivilDay(number: Int($0.integer(1)))) }
        return Dictionary(grouping: rows, by: \.party).mapValues { $0.map(\.day) }
    }

    /// The mandates that are known on a day, by number of the party.
    package static func all(
        of community: Int64, on day: CivilDay, on connection: any StorageConnection
    ) throws -> [MandateUse] {
        let debits = try debits(of: community, on: connection)
        let parties = try EnergyQueries.versions(Party.self, of: community, on: connection)
        return Dictionary(grouping: parties, by: \.number).sorted { $0.key < $1.key }.compactMap { number, versions in
            let party = (versions.last { $0.days.contains(day) } ?? versions.last)?.content
            return party?.mandate.map { MandateUse(party: number, $0, debits: debits[number] ?? []) }
        }
    }
}
