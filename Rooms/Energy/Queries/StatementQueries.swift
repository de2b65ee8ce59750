// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import PowerBills
import Rights
package import Storage
import Wire

/// A movement on the provider's account as the bank told it, and what became of it.
package struct BankLine: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It moved a party's account.
        case booked
        /// It was booked before, when the order was written.
        case confirmed
        case returned
        /// It waits for a person.
        case open
        /// A person said that it does not belong here.
        case aside
    }

    package let row: Int64
    package let day: CivilDay
    package let cents: Int
    package let isReturn: Bool
    package let reason: String
    package let reference: String
    package let name: String
    package let purpose: String
    package let state: State
    package let party: Int64?
    package let note: StatementMatch.Note
}

/// What an import of a statement brought.
package struct StatementReport: Sendable, Hashable {
    package var counts: [BankLine.State: Int] = [:]
    /// Movements that were known already.
    package var known = 0

    package var new: Int { counts.values.reduce(0, +) }
}

/// Statements of account: credits find the items they pay, returns the payments they give back; the rest waits.
package enum StatementQueries {
    /// Takes a file's movements, each once; a file with nothing new stores nothing.
    package static func take(
        _ statements: [BankStatement], for community: Community, by author: Author, on connection: any StorageConnection
    ) throws -> StatementReport {
        let terms = try EnergyQueries.versions(Terms.self, of: community.id, on: connection)
        let own = Set(terms.map(\.content.contact.iban).filter { !$0.isEmpty })
        guard !own.isEmpty else { throw EnergyFault.empty(field: "iban") }
        if let foreign = statements.first(where: { !own.contains($0.iban) }) {
            throw EnergyFault.foreignAccount(IBAN.short(foreign.iban))
        }
        let known = Set(
            try connection.rows("SELECT line_key FROM energy_bank_line WHERE community_id = \(community.id)") {
                $0.text(0)
            })
        var report = StatementReport()
        var matcher: StatementMatcher?
        for statement in statements {
            let fresh = statement.movements.filter { !known.contains($0.key) }
            report.known += statement.movements.count - fresh.count
            // what happened first is matched first
            let ordered = fresh.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
            guard !ordered.isEmpty else { continue }
            let id = try connection.integer(
                """
                INSERT INTO energy_statement (community_id, name, at, actor)
                VALUES (\(community.id), \(String(statement.identifier.prefix(70))), \(author.at.microseconds),
                    \(author.name)) RETURNING id
                """)
            guard let id else { throw StorageError.corrupt(message: "a statement was stored without a number") }
            var active = try matcher ?? self.matcher(of: community, on: connection)
            for (_, movement) in ordered where movement.cents != 0 {
                let state = try keep(
                    movement, active.match(movement), of: id, in: community, by: author, on: connection)
                report.counts[state, default: 0] += 1
            }
            matcher = active
        }
        if report.new > 0 {
            try AuditTrail.append(
                "import", object: "energy/\(community.id)/accounts", by: author.name, at: author.at,
                detail: ["movements": JSONValue(report.new)], on: connection)
        }
        return report
    }

    private static func matcher(
        of community: Community, on connection: any StorageConnection
    ) throws -> StatementMatcher {
        let payments = try connection.rows(
            """
            SELECT p.id, p.party, p.kind, p.reference, p.day, p.cents,
                (SELECT count(*) FROM energy_payment later WHERE later.reverses = p.id)
            FROM energy_payment p WHERE p.community_id = \(community.id) AND p.order_id IS NOT NULL ORDER BY p.id
            """
        ) { row in
            StatementMatcher.Payment(
                row: row.integer(0), party: row.integer(1),
                kind: AccountQueries.Movement(rawValue: row.text(2)) ?? .debit, reference: row.text(3),
                day: CivilDay(number: Int(row.integer(4))), cents: -Int(row.integer(5)), isReturned: row.integer(6) > 0)
        }
        return StatementMatcher(
            accounts: try AccountQueries.accounts(of: community.id, on: connection), payments: payments,
            orders: try AccountQueries.orders(of: community.id, limit: 10_000, on: connection),
            parties: try EnergyQueries.versions(Party.self, of: community.id, on: connection))
    }

    private static func keep(
        _ movement: BankStatement.Movement, _ match: StatementMatch, of statement: Int64, in community: Community,
        by author: Author, on connection: any StorageConnection
    ) throws -> BankLine.State {
        var payment: Int64?
        let (state, party, note): (BankLine.State, Int64?, StatementMatch.Note)
        switch match {
        case .booked(let owner, let kind, let remark):
            payment = try AccountQueries.note(
                kind, abs(movement.cents), of: owner, on: movement.day, reference: reference(movement),
                in: community.id, by: author, on: connection)
            (state, party, note) = (.booked, owner, remark)
        case .confirmed(let owner): (state, party, note) = (.confirmed, owner, .none)
        case .returned(let row, let owner, let remark):
            payment = try AccountQueries.giveBack(
                row, on: movement.day, reason: movement.reason, in: community.id, by: author, on: connection)
            (state, party, note) = (.returned, owner, remark)
        case .open(let guess, let remark): (state, party, note) = (.open, guess, remark)
        }
        try connection.execute(
            """
            INSERT INTO energy_bank_line (community_id, statement_id, line_key, day, cents, returned, reason, reference,
                name, iban, purpose, state, party, note, payment_id)
            VALUES (\(community.id), \(statement), \(movement.key), \(movement.day.number), \(movement.cents),
                \(movement.isReturn), \(movement.reason), \(movement.endToEnd), \(movement.name), \(movement.iban),
                \(movement.purpose), \(state.rawValue), \(party), \(note.rawValue), \(payment))
            """)
        return state
    }

    private static func reference(_ movement: BankStatement.Movement) -> String {
        String([movement.name, movement.purpose].filter { !$0.isEmpty }.joined(separator: ": ").prefix(200))
    }

    private static let columns: SQL =
        "id, day, cents, returned, reason, reference, name, purpose, state, party, note"

    private static func line(_ row: any StorageRow) -> BankLine {
        BankLine(
            row: row.integer(0), day: CivilDay(number: Int(row.integer(1))), cents: Int(row.integer(2)),
            isReturn: row.bool(3), reason: row.text(4), reference: row.text(5), name: row.text(6), purpose: row.text(7),
            state: BankLine.State(rawValue: row.text(8)) ?? .open, party: row.integerIfPresent(9),
            note: StatementMatch.Note(rawValue: row.text(10)) ?? .none)
    }

    /// Those that wait for a person, the oldest first.
    package static func open(of community: Int64, on connection: any StorageConnection) throws -> [BankLine] {
        try connection.rows(
            """
            SELECT \(columns) FROM energy_bank_line WHERE community_id = \(community) AND state = 'open'
            ORDER BY day, id
            """, line)
    }

    /// The newest ones that are done.
    package static func done(
        of community: Int64, limit: Int, on connection: any StorageConnection
    ) throws -> [BankLine] {
        try connection.rows(
            """
            SELECT \(columns) FROM energy_bank_line WHERE community_id = \(community) AND state <> 'open'
            ORDER BY day DESC, id DESC LIMIT \(limit)
            """, line)
    }

    /// A person says whose a movement is, or that it does not belong here (`party` nil).
    package static func assign(
        _ row: Int64, to party: Int64?, in community: Int64, by author: Author, on connection: any StorageConnection
    ) throws {
        let found = try connection.firstRow(
            """
            SELECT \(columns) FROM energy_bank_line
            WHERE id = \(row) AND community_id = \(community) AND state = 'open'
            """, line)
        guard let found else { throw EnergyFault.unknown(field: "line") }
        var payment: Int64?
        if let party {
            let parties = try EnergyQueries.versions(Party.self, of: community, on: connection)
            guard parties.contains(where: { $0.number == party }) else { throw EnergyFault.unknown(field: "party") }
            let kind: AccountQueries.Movement = found.cents > 0 ? .received : found.isReturn ? .returned : .paid
            payment = try AccountQueries.note(
                kind, abs(found.cents), of: party, on: found.day,
                reference: String("\(found.name): \(found.purpose)".prefix(200)), in: community, by: author,
                on: connection)
        }
        let state = party == nil ? BankLine.State.aside : found.isReturn ? .returned : .booked
        try connection.execute(
            """
            UPDATE energy_bank_line SET state = \(state.rawValue), party = \(party), payment_id = \(payment), note = ''
            WHERE id = \(row)
            """)
        if party == nil {
            try AuditTrail.append(
                "set aside", object: "energy/\(community)/movement/\(row)", by: author.name, at: author.at,
                on: connection)
        }
    }
}
