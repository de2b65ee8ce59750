// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ledger
import Storage
import Wire

/// Who follows what. Addresses go when somebody stops, and unconfirmed ones after a week.
enum FollowQueries {
    static let migration: [SQL] = [
        """
        CREATE TABLE follower (
            id \(SQL.identityPrimaryKey), subject TEXT NOT NULL, mail TEXT NOT NULL, language TEXT NOT NULL,
            token TEXT NOT NULL UNIQUE, made_at \(SQL.bigint) NOT NULL, confirmed_at \(SQL.bigint), seen TEXT,
            told_at \(SQL.bigint), UNIQUE (subject, mail))
        """
    ]

    private static let day: Int64 = 86_400_000_000
    private static let columns: SQL =
        "id, subject, mail, language, token, made_at, confirmed_at, seen, told_at"

    private static func make(_ row: any StorageRow) -> Follower? {
        guard let subject = FollowSubject(row.text(1)) else { return nil }
        func instant(_ column: Int) -> Instant? { row.integerIfPresent(column).map { Instant(microseconds: $0) } }
        return Follower(
            id: row.integer(0), subject: subject, mail: row.text(2),
            language: Language(rawValue: row.text(3)) ?? .german,
            token: row.text(4), made: Instant(microseconds: row.integer(5)), confirmed: instant(6),
            seen: row.textIfPresent(7).flatMap { FollowView(json: $0) }, told: instant(8))
    }

    static func find(token: String, on connection: any StorageConnection) throws -> Follower? {
        try connection.rows("SELECT \(columns) FROM follower WHERE token = \(token)", make).compactMap { $0 }.first
    }

    static func confirmed(on connection: any StorageConnection) throws -> [Follower] {
        try connection.rows("SELECT \(columns) FROM follower WHERE confirmed_at IS NOT NULL ORDER BY id", make)
            .compactMap { $0 }
    }

    /// Keeps the wish to follow. Nil when the address follows already, or was asked within the last hour: then nobody
    /// gets another letter.
    /// - Throws: `FollowFault.tooMany`.
    static func add(
        _ subject: FollowSubject, mail: String, _ language: Language, at now: Instant,
        on connection: any StorageConnection
    ) throws -> Follower? {
        try connection.execute(
            "DELETE FROM follower WHERE confirmed_at IS NULL AND made_at < \(now.microseconds - 7 * day)")
        let open = try connection.firstRow(
            """
            SELECT sum(CASE WHEN made_at > \(now.microseconds - day / 24) THEN 1 ELSE 0 END),
                sum(CASE WHEN mail = \(mail) AND made_at > \(now.microseconds - day) THEN 1 ELSE 0 END)
            FROM follower WHERE confirmed_at IS NULL
            """
        ) { (all: $0.integerIfPresent(0) ?? 0, own: $0.integerIfPresent(1) ?? 0) }
        guard let open, open.all < 200, open.own < 5 else { throw FollowFault.tooMany }
        let token = RandomBytes.make(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try connection.rows(
            """
            INSERT INTO follower (subject, mail, language, token, made_at)
            VALUES (\(subject.description), \(mail), \(language.rawValue), \(token), \(now.microseconds))
            ON CONFLICT (subject, mail) DO UPDATE SET made_at = excluded.made_at, language = excluded.language,
                token = excluded.token
            WHERE follower.confirmed_at IS NULL AND follower.made_at < \(now.microseconds - day / 24)
            RETURNING \(columns)
            """, make
        ).compactMap { $0 }.first
    }

    /// From this view on steps are told.
    static func confirm(
        _ follower: Follower, seeing view: FollowView, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE follower SET confirmed_at = \(now.microseconds), seen = \(view.json.text)
            WHERE id = \(follower.id) AND confirmed_at IS NULL
            """)
    }

    static func remove(_ follower: Follower, on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM follower WHERE id = \(follower.id)")
    }

    /// Keeps what was told. False when somebody else told it, or the follower has stopped.
    static func told(
        _ follower: Follower, seeing view: FollowView, at now: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE follower SET seen = \(view.json.text), told_at = \(now.microseconds)
            WHERE id = \(follower.id) AND confirmed_at IS NOT NULL
                AND told_at IS NOT DISTINCT FROM \(follower.told?.microseconds)
            """) > 0
    }
}
