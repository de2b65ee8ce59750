// SPDX-License-Identifier: EUPL-1.2
package import Metering
import Rights
package import Storage
package import Wire

/// What goes when it is no longer needed; the ledger and all proofs of others stay whole.
package enum ErasureQueries {
    /// Bills are kept for so many years (§14b UStG).
    package static let years = 8

    /// Erases readings of days before `day`: the stored bills, their records and proofs stand for them from then on.
    package static func readings(
        before day: CivilDay, by author: Author, in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws -> Int {
        let count = try connection.execute("DELETE FROM energy_day WHERE day < \(day.number)")
        try connection.execute("DELETE FROM energy_part WHERE day < \(day.number)")
        try OwnSeries.erase(before: day, in: calendar, on: connection)
        try note("readings", count, before: day, by: author, on: connection)
        return count
    }

    /// Erases content and salt of documents issued before `day`, which is at least eight years ago.
    /// - Throws: `EnergyFault` for a later day.
    package static func bills(before day: CivilDay, by author: Author, on connection: any StorageConnection) throws
        -> Int
    {
        let today = Instant.date(days: Int(author.at.microseconds / 86_400_000_000))
        let first = Instant.days(year: today.year - years, month: 1, day: 1)
        guard day.number <= first else {
            throw EnergyFault.unreadable(field: "bills-before", "\(day)")
        }
        let communities = try connection.rows("SELECT id FROM energy_community ORDER BY id") { $0.integer(0) }
        let before = try communities.map { try balances(of: $0, on: connection) }
        let count = try connection.execute(
            """
            UPDATE energy_document SET record = NULL, salt = NULL
            WHERE record IS NOT NULL AND run_id IN (SELECT id FROM energy_run WHERE issued < \(day.number))
            """)
        // what moved then goes with the papers, and so do what the bank told of it and the files that it got
        try connection.execute("DELETE FROM energy_bank_line WHERE day < \(day.number)")
        try connection.execute(
            """
            UPDATE energy_bank_line SET payment_id = NULL
            WHERE payment_id IN (SELECT id FROM energy_payment WHERE day < \(day.number))
            """)
        try connection.execute(
            """
            DELETE FROM energy_statement WHERE id NOT IN (SELECT statement_id FROM energy_bank_line)
                AND at < \(Int64(day.number) * 86_400_000_000)
            """)
        try connection.execute("DELETE FROM energy_notice WHERE day < \(day.number)")
        try contracts(before: day, on: connection)
        try connection.execute(
            """
            UPDATE energy_payment SET reverses = NULL
            WHERE reverses IN (SELECT id FROM energy_payment WHERE day < \(day.number))
            """)
        try connection.execute("DELETE FROM energy_payment WHERE day < \(day.number)")
        try connection.execute(
            """
            DELETE FROM energy_order WHERE day < \(day.number)
                AND id NOT IN (SELECT order_id FROM energy_payment WHERE order_id IS NOT NULL)
            """)
        for (community, known) in zip(communities, before) {
            let left = try balances(of: community, on: connection)
            for (party, balance) in known.sorted(by: { $0.key < $1.key }) where balance != left[party] ?? 0 {
                try AccountQueries.carry(
                    balance - (left[party] ?? 0), of: party, on: day, in: community, by: author, on: connection)
            }
        }
        try note("bills", count, before: day, by: author, on: connection)
        return count
    }

    /// Papers of relations that ended before `day`, with what was said about them.
    private static func contracts(before day: CivilDay, on connection: any StorageConnection) throws {
        let isOver: SQL = """
            NOT EXISTS (SELECT 1 FROM energy_version v WHERE v.kind = \(Relation.kind) AND v.number = c.relation
                AND v.known_until IS NULL AND (v.valid_through IS NULL OR v.valid_through >= \(day.number)))
            AND NOT EXISTS (SELECT 1 FROM energy_contract_deed d WHERE d.contract_id = c.id AND d.day >= \(day.number))
            """
        try connection.execute(
            """
            UPDATE energy_contract_deed SET proof = '' WHERE proof <> ''
                AND contract_id IN (SELECT c.id FROM energy_contract c WHERE \(isOver))
            """)
        try connection.execute(
            """
            UPDATE energy_contract SET paper = NULL WHERE paper IS NOT NULL
                AND id IN (SELECT c.id FROM energy_contract c WHERE \(isOver))
            """)
    }

    private static func balances(
        of community: Int64, on connection: any StorageConnection
    ) throws -> [Int64: Int] {
        Dictionary(
            try AccountQueries.accounts(of: community, on: connection).map { ($0.party, $0.balance) }
        ) { $0 + $1 }
    }

    private static func note(
        _ what: String, _ count: Int, before day: CivilDay, by author: Author, on connection: any StorageConnection
    ) throws {
        guard count > 0 else { return }
        try AuditTrail.append(
            "erase", object: "energy/\(what)", by: author.name, at: author.at,
            detail: ["before": .string("\(day)"), "count": JSONValue(count)], on: connection)
    }
}
