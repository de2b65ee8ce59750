// SPDX-License-Identifier: EUPL-1.2
package import Metering
import PowerBills
import Rights
package import Storage
package import Wire

/// Notices to members, with the proof of their sending; nothing of it is changed but that it was sent.
package enum NoticeQueries {
    /// Characters of a notice.
    package static let longest = 8000

    /// What is told, whoever it is told to.
    package struct Draft: Sendable {
        package var kind: Notice.Kind
        package var plant: Int64?
        package var day: CivilDay
        package var body: String
        package var way: Notice.Way
        /// Of letters that are posted already: when, and what proves it.
        package var posted: CivilDay?
        package var proof: String

        package init(
            kind: Notice.Kind, plant: Int64?, day: CivilDay, body: String, way: Notice.Way, posted: CivilDay?,
            proof: String
        ) {
            (self.kind, self.plant, self.day, self.body) = (kind, plant, day, body)
            (self.way, self.posted, self.proof) = (way, posted, proof)
        }
    }

    /// A mail that is to be put in the queue.
    package struct Mail: Sendable {
        package let notice: Int64
        package let address: String
    }

    private static let columns: SQL =
        "id, kind, party, plant, day, body, way, recipient, state, proof, sent, at, actor, letter"

    private static func make(_ row: any StorageRow) throws -> Notice {
        guard let kind = Notice.Kind(rawValue: row.text(1)), let way = Notice.Way(rawValue: row.text(6)) else {
            throw StorageError.corrupt(message: "notice \(row.integer(0)) of energy_notice cannot be read")
        }
        return Notice(
            row: row.integer(0), kind: kind, party: row.integer(2), plant: row.integerIfPresent(3),
            day: CivilDay(number: Int(row.integer(4))), body: row.text(5), way: way, recipient: row.text(7),
            state: Notice.State(rawValue: row.text(8)) ?? .unknown, proof: row.text(9),
            sent: row.integerIfPresent(10).map { Instant(microseconds: $0) },
            at: Instant(microseconds: row.integer(11)), actor: row.text(12), letter: row.integerIfPresent(13))
    }

    package static func one(
        _ row: Int64, of community: Int64, on connection: any StorageConnection
    ) throws -> Notice? {
        try connection.firstRow(
            "SELECT \(columns) FROM energy_notice WHERE id = \(row) AND community_id = \(community)", make)
    }

    /// Those of a kind, the newest first.
    package static func all(
        _ kind: Notice.Kind, of community: Int64, on connection: any StorageConnection
    ) throws -> [Notice] {
        try connection.rows(
            """
            SELECT \(columns) FROM energy_notice WHERE community_id = \(community) AND kind = \(kind.rawValue)
            ORDER BY id DESC
            """, make)
    }

    /// The newest first.
    package static func all(of community: Int64, limit: Int, on connection: any StorageConnection) throws -> [Notice] {
        try connection.rows(
            "SELECT \(columns) FROM energy_notice WHERE community_id = \(community) ORDER BY id DESC LIMIT \(limit)",
            make)
    }

    /// Those to one party, the newest first.
    package static func all(
        to party: Int64, in community: Int64, on connection: any StorageConnection
    ) throws -> [Notice] {
        try connection.rows(
            """
            SELECT \(columns) FROM energy_notice WHERE community_id = \(community) AND party = \(party)
            ORDER BY id DESC LIMIT 50
            """, make)
    }

    /// When each party was warned first.
    package static func warned(
        _ community: Int64, on connection: any StorageConnection
    ) throws -> [Int64: Instant] {
        Dictionary(
            try connection.rows(
                """
                SELECT party, min(sent) FROM energy_notice
                WHERE community_id = \(community) AND kind = 'warnings' AND state = 'sent' GROUP BY party ORDER BY party
                """
            ) { ($0.integer(0), Instant(microseconds: $0.integer(1))) }
        ) { $1 }
    }

    /// Who takes part on a day or later: those whom a standstill of a plant concerns.
    package static func sharers(
        _ community: Int64, on day: CivilDay, on connection: any StorageConnection
    ) throws -> [Int64] {
        let relations = try EnergyQueries.versions(Relation.self, of: community, on: connection)
        return Set(relations.filter { $0.days.contains(day) }.map(\.content.party)).sorted()
    }

    /// Writes a notice to each of the parties; returns the mails to queue. Who has no mail address gets a letter.
    package static func write(
        _ draft: Draft, to parties: [Int64], in community: Int64, by author: Author, today: CivilDay,
        on connection: any StorageConnection
    ) throws -> [Mail] {
        guard !parties.isEmpty else { throw EnergyFault.nobodyToTell }
        guard !draft.body.isEmpty else { throw EnergyFault.empty(field: "body") }
        guard draft.body.count <= longest else {
            throw EnergyFault.unreadable(field: "body", String(draft.body.prefix(40)))
        }
        if let posted = draft.posted, posted > today { throw EnergyFault.postedLater }
        let versions = try EnergyQueries.versions(Party.self, of: community, on: connection)
        var mails: [Mail] = []
        for number in parties {
            guard let party = versions.last(where: { $0.number == number })?.content else {
                throw EnergyFault.unknown(field: "party")
            }
            let mail = party.contact.mail
            let isMail = draft.way == .mail && MailAddress.isPlain(mail)
            // one recipient alone: say that it does not go, in place of another way
            if draft.way == .mail, !isMail, parties.count == 1 { throw EnergyFault.noMailAddress(party.name) }
            let way = isMail ? Notice.Way.mail : .letter
            let posted = isMail ? nil : draft.way == .letter ? draft.posted : nil
            let state = isMail ? Notice.State.waiting : posted == nil ? .open : .sent
            let recipient = isMail ? mail : "\(party.name), \(party.street), \(party.place)"
            let sent = posted.map { Int64($0.number) * 86_400_000_000 + 43_200_000_000 }
            let id = try connection.integer(
                """
                INSERT INTO energy_notice (community_id, kind, party, plant, day, body, way, recipient, state, proof, sent,
                    at, actor)
                VALUES (\(community), \(draft.kind.rawValue), \(number), \(draft.plant), \(draft.day.number),
                    \(draft.body), \(way.rawValue), \(recipient), \(state.rawValue),
                    \(posted == nil ? "" : String(draft.proof.prefix(200))), \(sent), \(author.at.microseconds),
                    \(author.name)) RETURNING id
                """)
            guard let id else { throw StorageError.corrupt(message: "a notice was stored without a number") }
            if isMail { mails.append(Mail(notice: id, address: mail)) }
        }
        try AuditTrail.append(
            "notify", object: "energy/\(community)/notices", by: author.name, at: author.at,
            detail: ["kind": .string(draft.kind.rawValue), "count": JSONValue(parties.count)], on: connection)
        return mails
    }

    /// Remembers the number of a notice's mail in the queue.
    package static func queued(_ notice: Int64, as letter: Int64, on connection: any StorageConnection) throws {
        try connection.execute("UPDATE energy_notice SET letter = \(letter) WHERE id = \(notice)")
    }

    /// What became of a mail.
    package static func ended(
        _ notice: Int64, _ state: Notice.State, proof: String, at instant: Instant?,
        on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE energy_notice SET state = \(state.rawValue), proof = \(String(proof.prefix(200))),
                sent = \(state == .sent ? instant?.microseconds : nil)
            WHERE id = \(notice) AND state = 'waiting'
            """)
    }

    /// Marks letters as posted: one, or all of the sharing that are to be posted (`notice` nil).
    package static func post(
        _ notice: Int64?, on day: CivilDay, proof: String, in community: Int64, by author: Author, today: CivilDay,
        on connection: any StorageConnection
    ) throws {
        guard day <= today else { throw EnergyFault.postedLater }
        let which: SQL = notice.map { "id = \($0)" } ?? "1 = 1"
        let count = try connection.execute(
            """
            UPDATE energy_notice SET state = 'sent', proof = \(String(proof.prefix(200))),
                sent = \(Int64(day.number) * 86_400_000_000 + 43_200_000_000)
            WHERE community_id = \(community) AND state = 'open' AND \(which)
            """)
        guard count > 0 else { throw EnergyFault.unknown(field: "notice") }
        try AuditTrail.append(
            "post", object: "energy/\(community)/notices", by: author.name, at: author.at,
            detail: ["count": JSONValue(count), "day": .string("\(day)")], on: connection)
    }
}
