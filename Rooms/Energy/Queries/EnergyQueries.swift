// SPDX-License-Identifier: EUPL-1.2
import Catalogue
package import Metering
import PowerBills
package import Rights
package import Storage
package import Wire

/// A sharing of power: the provider's folder around operators, plants and consumers.
package struct Community: Sendable, Hashable {
    /// The zone whose days are settled.
    package static let zone = "Europe/Berlin"

    package let id: Int64
    package let dataset: Int64
    package let name: String
}

/// Who writes, and when; the clock of the world, never that of a demonstration.
package struct Author: Sendable, Hashable {
    package let name: String
    package let at: Instant

    package init(name: String, at: Instant) { (self.name, self.at) = (name, at) }
}

/// What is known of sharings: read as of any revision, written as a new one.
package enum EnergyQueries {
    private static let columns: SQL = "c.id, c.dataset_id, c.name"

    private static func make(_ row: any StorageRow) -> Community {
        Community(id: row.integer(0), dataset: row.integer(1), name: row.text(2))
    }

    /// Those that the reader manages: personal data are for nobody else.
    package static func communities(for reader: Reader, on connection: any StorageConnection) throws -> [Community] {
        try connection.rows(
            """
            SELECT \(columns) FROM energy_community c WHERE \(reader.may(.write, "c.dataset_id")) ORDER BY c.name, c.id
            """, make)
    }

    package static func community(
        _ id: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> Community? {
        try connection.firstRow(
            """
            SELECT \(columns) FROM energy_community c WHERE c.id = \(id) AND \(reader.may(.write, "c.dataset_id"))
            """, make)
    }

    /// Makes a sharing with a data set of its own that nobody sees to whom it is not granted.
    package static func create(_ name: String, by author: Author, on connection: any StorageConnection) throws -> Int64
    {
        guard !name.isEmpty, name.count <= 200 else { throw EnergyFault.empty(field: "name") }
        let next = try connection.integer("SELECT coalesce(max(id), 0) + 1 FROM energy_community") ?? 1
        let dataset = try DatasetQueries.save(
            Dataset(
                slug: "buergerstrom-\(next)", title: "Bürgerstrom: \(name)", titleEnglish: "Shared power: \(name)",
                description: "Messwerte, Verträge und Abrechnungen einer Stromgemeinschaft.",
                descriptionEnglish: "Readings, contracts and bills of a sharing of power.", owner: name,
                licence: "other-closed", access: .restricted, issued: author.at, modified: author.at),
            by: author.name, at: author.at, on: connection)
        try DatasetQueries.setPersonalData(.personal, of: dataset, on: connection)
        let id = try connection.integer(
            "INSERT INTO energy_community (dataset_id, name) VALUES (\(dataset), \(name)) RETURNING id")
        guard let id else { throw StorageError.corrupt(message: "a sharing was stored without a number") }
        try AuditTrail.append("create", object: "energy/\(id)", by: author.name, at: author.at, on: connection)
        return id
    }

    // MARK: - Revisions

    /// A new revision, under which the following writes become known.
    package static func revise(_ author: Author, on connection: any StorageConnection) throws -> Int64 {
        let id = try connection.integer(
            """
            INSERT INTO energy_revision (at, actor) VALUES (\(author.at.microseconds), \(author.name)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a revision was stored without a number") }
        return id
    }

    /// The newest revision.
    package static func revision(on connection: any StorageConnection) throws -> Int64 {
        try connection.integer("SELECT coalesce(max(id), 0) FROM energy_revision") ?? 0
    }

    /// Holds for rows of `table` that were known at a revision; nil stands for now.
    package static func isKnown(_ revision: Int64?) -> SQL {
        guard let revision else { return "known_until IS NULL" }
        return "known_from <= \(revision) AND (known_until IS NULL OR known_until > \(revision))"
    }

    // MARK: - Versions

    /// Holds for rows of `energy_version` that a sharing has: its own, and the points that it shares with others.
    package static func belong(to community: Int64, at revision: Int64? = nil) -> SQL {
        let then: SQL = revision.map { " AND known_from <= \($0)" } ?? ""
        return """
            (community_id = \(community) OR kind = \(Point.kind) AND number IN (
                SELECT point FROM energy_point_sharing WHERE community_id = \(community)\(then)))
            """
    }

    /// All versions of a kind, by number and first day, as they were known.
    package static func versions<Content: EnergyDocument>(
        _ kind: Content.Type, of community: Int64, at revision: Int64? = nil, on connection: any StorageConnection
    ) throws -> [Version<Content>] {
        try connection.rows(
            """
            SELECT id, number, valid_from, valid_through, document FROM energy_version
            WHERE \(belong(to: community, at: revision)) AND kind = \(Content.kind) AND \(isKnown(revision))
            ORDER BY number, valid_from
            """
        ) { row in
            guard let value = try? JSONValue(parsing: row.text(4)), let object = value.object,
                let content = Content(object)
            else { throw StorageError.corrupt(message: "version \(row.integer(0)) of energy_version cannot be read") }
            return Version(
                row: row.integer(0), number: row.integer(1),
                days: ValidDays(
                    from: CivilDay(number: Int(row.integer(2))),
                    through: row.integerIfPresent(3).map { CivilDay(number: Int($0)) }), content: content)
        }
    }

    /// Keeps a version; `number` is nil for something new.
    @discardableResult
    package static func put<Content: EnergyDocument>(
        _ content: Content, _ days: ValidDays, number: Int64? = nil, of community: Int64, revision: Int64,
        on connection: any StorageConnection
    ) throws -> Int64 {
        let next = try connection.integer("SELECT coalesce(max(number), 0) + 1 FROM energy_version") ?? 1
        // a point stays where it was enrolled, whichever of its sharings writes
        let home = try number.flatMap { number in
            try connection.integer(
                "SELECT min(community_id) FROM energy_version WHERE kind = \(Content.kind) AND number = \(number)")
        }
        let number = number ?? next
        let text = String(decoding: try CanonicalJSON.bytes(of: .object(content.document)), as: UTF8.self)
        try connection.execute(
            """
            INSERT INTO energy_version (community_id, kind, number, valid_from, valid_through, known_from, document)
            VALUES (\(home ?? community), \(Content.kind), \(number), \(days.from.number), \(days.through?.number),
                \(revision), \(text))
            """)
        return number
    }

    /// What was known in this row is known no longer.
    package static func end(row: Int64, revision: Int64, on connection: any StorageConnection) throws {
        try connection.execute(
            "UPDATE energy_version SET known_until = \(revision) WHERE id = \(row) AND known_until IS NULL")
    }

    /// The point with a market location, and where it was enrolled, whoever may see it.
    package static func enrolled(
        _ malo: MarketLocation, on connection: any StorageConnection
    ) throws -> (point: Int64, community: Int64)? {
        try connection.rows(
            """
            SELECT document, number, community_id FROM energy_version
            WHERE kind = \(Point.kind) AND known_until IS NULL ORDER BY id
            """
        ) { row in
            let point = (try? JSONValue(parsing: row.text(0)))?.object.flatMap { Point($0) }
            return (isIt: point?.malo == malo, point: row.integer(1), community: row.integer(2))
        }.first(where: \.isIt).map { (point: $0.point, community: $0.community) }
    }

    package static func holds(_ malo: MarketLocation, on connection: any StorageConnection) throws -> Bool {
        try enrolled(malo, on: connection) != nil
    }

    /// The sharings that have a point, as it was known; the first is the one that it was enrolled in.
    package static func sharings(
        of point: Int64, at revision: Int64? = nil, on connection: any StorageConnection
    ) throws -> [Int64] {
        let home = try connection.rows(
            "SELECT DISTINCT community_id FROM energy_version WHERE kind = \(Point.kind) AND number = \(point)"
        ) { $0.integer(0) }
        let then: SQL = revision.map { " AND known_from <= \($0)" } ?? ""
        return home
            + (try connection.rows(
                """
                SELECT community_id FROM energy_point_sharing WHERE point = \(point)\(then) ORDER BY community_id
                """
            ) { $0.integer(0) })
    }

    /// Lets a sharing have a point that another one has enrolled.
    package static func share(
        _ point: Int64, with community: Int64, revision: Int64, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO energy_point_sharing (point, community_id, known_from)
            VALUES (\(point), \(community), \(revision))
            """)
    }

    // MARK: - Members

    /// The parties that an account stands for, with their sharings.
    package static func memberships(
        of account: Int64, on connection: any StorageConnection
    ) throws -> [(community: Community, party: Int64)] {
        try connection.rows(
            """
            SELECT \(columns), m.party FROM energy_member m JOIN energy_community c ON c.id = m.community_id
            WHERE m.account_id = \(account) ORDER BY c.name, c.id, m.party
            """
        ) { (make($0), $0.integer(3)) }
    }

    /// The accounts that see the power of a sharing's parties.
    package static func members(
        of community: Int64, on connection: any StorageConnection
    ) throws -> [(account: Int64, party: Int64)] {
        try connection.rows(
            "SELECT account_id, party FROM energy_member WHERE community_id = \(community) ORDER BY party, account_id"
        ) { ($0.integer(0), $0.integer(1)) }
    }

    /// Lets an account no longer see a party's power and bills.
    package static func dismiss(
        account: Int64, from community: Int64, party: Int64, by author: Author, on connection: any StorageConnection
    ) throws {
        let count = try connection.execute(
            """
            DELETE FROM energy_member
            WHERE account_id = \(account) AND community_id = \(community) AND party = \(party)
            """)
        guard count > 0 else { return }
        try AuditTrail.append(
            "dismiss", object: "energy/\(community)/party/\(party)", by: author.name, at: author.at,
            detail: ["account": JSONValue(account)], on: connection)
    }

    /// Lets an account see a party's own power and bills.
    package static func admit(
        account: Int64, to community: Int64, party: Int64, by author: Author, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO energy_member (account_id, community_id, party) VALUES (\(account), \(community), \(party))
            ON CONFLICT (account_id, community_id, party) DO NOTHING
            """)
        try AuditTrail.append(
            "admit", object: "energy/\(community)/party/\(party)", by: author.name, at: author.at,
            detail: ["account": JSONValue(account)], on: connection)
    }
}
