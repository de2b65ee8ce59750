// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

/// A mail that waits for its server, or what became of it.
package struct QueuedLetter: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case waiting, sent
        /// The server will never take it.
        case refused
        /// It was tried for two days.
        case abandoned
    }

    package let id: Int64
    package let recipient: String
    package let subject: String
    /// Gone when the letter is: it may hold a link that opens an account.
    package let body: String
    package let made: Instant
    package let due: Instant
    package let tries: Int
    package let state: State
    package let fault: String?
}

/// Mail goes through the database: what a server does not take now it gets later, also after a restart.
package enum LetterQueue {
    /// Microseconds to the next try after so many.
    static func pause(after tries: Int) -> Int64 {
        let minutes: [Int64] = [1, 5, 15, 60, 180]
        return minutes[min(max(tries, 1), minutes.count) - 1] * 60_000_000
    }

    /// So long a letter is tried: two days.
    static let patience: Int64 = 2 * 86_400_000_000
    /// So long what became of letters is kept: thirty days.
    static let memory: Int64 = 30 * 86_400_000_000
    /// Who takes a letter to send it has it for himself so long: longer than a server may take.
    private static let lease: Int64 = 120_000_000

    private static let columns: SQL = "id, recipient, subject, body, made_at, due_at, tries, state, fault"

    private static func make(_ row: any StorageRow) -> QueuedLetter {
        QueuedLetter(
            id: row.integer(0), recipient: row.text(1), subject: row.text(2), body: row.textIfPresent(3) ?? "",
            made: Instant(microseconds: row.integer(4)), due: Instant(microseconds: row.integer(5)),
            tries: Int(row.integer(6)), state: QueuedLetter.State(rawValue: row.text(7)) ?? .abandoned,
            fault: row.textIfPresent(8))
    }

    /// Puts a letter in, due now; `about` names the matter, so that nobody is told twice. Returns its number.
    package static func add(
        about: String, to recipient: String, subject: String, body: String, at now: Instant,
        on connection: any StorageConnection
    ) throws -> Int64 {
        try connection.execute("DELETE FROM letter WHERE made_at < \(now.microseconds - memory) AND state <> 'waiting'")
        let id = try connection.integer(
            """
            INSERT INTO letter (about, recipient, subject, body, made_at, due_at, tries, state)
            VALUES (\(about), \(recipient), \(subject), \(body), \(now.microseconds), \(now.microseconds), 0, 'waiting')
            RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a letter was stored without a number") }
        return id
    }

    /// Takes a letter that is due, or the one of that number, for whoever sends it; nil when there is none.
    package static func take(
        _ id: Int64? = nil, at now: Instant, on connection: any StorageConnection
    ) throws -> QueuedLetter? {
        let wanted: SQL = id.map { "id = \($0)" } ?? "1 = 1"
        return try connection.firstRow(
            """
            UPDATE letter SET tries = tries + 1, due_at = \(now.microseconds + lease)
            WHERE id = (SELECT min(id) FROM letter WHERE state = 'waiting' AND due_at <= \(now.microseconds) AND \(wanted))
                AND state = 'waiting' AND due_at <= \(now.microseconds)
            RETURNING \(columns)
            """, make)
    }

    /// Keeps what became of it.
    package static func ended(
        _ letter: QueuedLetter, _ state: QueuedLetter.State, fault: String? = nil, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        let isOver = state != .waiting || now.microseconds - letter.made.microseconds > patience
        guard isOver else {
            try connection.execute(
                """
                UPDATE letter SET due_at = \(now.microseconds + pause(after: letter.tries)), fault = \(fault)
                WHERE id = \(letter.id)
                """)
            return
        }
        let end = state == .waiting ? QueuedLetter.State.abandoned : state
        try connection.execute(
            """
            UPDATE letter SET state = \(end.rawValue), fault = \(fault), ended_at = \(now.microseconds), body = NULL
            WHERE id = \(letter.id)
            """)
    }

    /// What became of a letter and when; nil for one that is kept no longer.
    package static func outcome(
        of letter: Int64, on connection: any StorageConnection
    ) throws -> (state: QueuedLetter.State, at: Instant?, fault: String?)? {
        try connection.firstRow("SELECT state, ended_at, fault FROM letter WHERE id = \(letter)") {
            (
                QueuedLetter.State(rawValue: $0.text(0)) ?? .abandoned,
                $0.integerIfPresent(1).map { Instant(microseconds: $0) }, $0.textIfPresent(2)
            )
        }
    }

    /// The newest first.
    package static func newest(_ limit: Int, on connection: any StorageConnection) throws -> [QueuedLetter] {
        try connection.rows("SELECT \(columns) FROM letter ORDER BY made_at DESC, id DESC LIMIT \(limit)", make)
    }

    /// Which matters letters were made about since then.
    package static func matters(since: Instant, on connection: any StorageConnection) throws -> Set<String> {
        Set(
            try connection.rows("SELECT about FROM letter WHERE made_at >= \(since.microseconds)") { $0.text(0) })
    }

    /// How many wait, and how many were not taken since then.
    package static func counts(
        since: Instant, on connection: any StorageConnection
    ) throws -> (waiting: Int64, failed: Int64) {
        let row = try connection.firstRow(
            """
            SELECT sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END),
                sum(CASE WHEN state IN ('refused', 'abandoned') AND made_at >= \(since.microseconds) THEN 1 ELSE 0 END)
            FROM letter
            """
        ) { (waiting: $0.integerIfPresent(0) ?? 0, failed: $0.integerIfPresent(1) ?? 0) }
        return row ?? (0, 0)
    }
}
