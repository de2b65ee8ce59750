// SPDX-License-Identifier: EUPL-1.2
package import Ledger
import Rights
package import Storage
package import Wire

/// A log that this house watches, with what it signed last.
package struct WitnessedLog: Sendable, Hashable {
    package let id: Int64
    package let origin: String
    package let key: NoteVerifier
    /// Entries of the newest checkpoint that was signed; 0 for none.
    package let size: UInt64
    /// That checkpoint with our signature.
    package let note: SignedNote?
    package let at: Instant?
    /// When the log showed another tree of the size that was signed: proof that it has two histories.
    package let splitAt: Instant?
    package let splitNote: String?
    /// When the log first showed a larger state, signed by it, whose proof does not lead there from what was signed here; nil
    /// once a state of that size or a larger one was joined.
    package let refusedAt: Instant?
    package let refusedNote: String?

    package var refused: Checkpoint? {
        refusedNote.flatMap { try? SignedNote(parsing: $0) }.flatMap { try? Checkpoint(parsing: $0.text) }
    }

    /// What was signed last.
    package var known: (size: UInt64, root: Digest)? {
        guard let note, let checkpoint = try? Checkpoint(parsing: note.text) else { return nil }
        return (checkpoint.size, checkpoint.root)
    }
}

/// Logs, their newest checkpoints, and the key that they are signed with.
package enum WitnessQueries {
    private static let columns: SQL =
        "id, origin, verifier, size, note, at, split_at, split_note, refused_at, refused_note"

    private static func log(_ row: any StorageRow) throws -> WitnessedLog {
        WitnessedLog(
            id: row.integer(0), origin: row.text(1), key: try NoteVerifier(row.text(2)), size: UInt64(row.integer(3)),
            note: try row.textIfPresent(4).map { try SignedNote(parsing: $0) },
            at: row.integerIfPresent(5).map { Instant(microseconds: $0) },
            splitAt: row.integerIfPresent(6).map { Instant(microseconds: $0) }, splitNote: row.textIfPresent(7),
            refusedAt: row.integerIfPresent(8).map { Instant(microseconds: $0) }, refusedNote: row.textIfPresent(9))
    }

    /// All that are watched, by name; a witness's page is public.
    package static func logs(on connection: any StorageConnection) throws -> [WitnessedLog] {
        try connection.rows("SELECT \(columns) FROM witness_log ORDER BY origin", log)
    }

    /// The key that checks our signatures; nil until a log is watched.
    package static func verifier(on connection: any StorageConnection) throws -> NoteVerifier? {
        try signer(on: connection)?.verifier
    }

    private static func signer(on connection: any StorageConnection) throws -> NoteSigner? {
        try connection.firstRow("SELECT name, seed FROM witness_key WHERE id = 1") {
            try NoteSigner(name: $0.text(0), seed: $0.blob(1), isWitness: true)
        }
    }

    /// Watches a log from now on; the name of our key is random, so that no two witnesses share one. Returns the log's number.
    @discardableResult
    package static func add(
        _ text: String, by actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Int64 {
        guard let key = try? NoteVerifier(text.trimmed), !key.isWitness else { throw WitnessFault.noKey }
        let isKnown = try connection.integer("SELECT count(*) FROM witness_log WHERE origin = \(key.name)") ?? 0 > 0
        guard !isKnown else { throw WitnessFault.known(key.name) }
        if try signer(on: connection) == nil {
            let name = "allmende/witness/\(Hexadecimal.text(RandomBytes.make(8)))"
            try connection.execute(
                "INSERT INTO witness_key (id, name, seed) VALUES (1, \(name), \(SQLValue.blob(RandomBytes.make())))")
        }
        let id = try connection.integer(
            """
            INSERT INTO witness_log (origin, verifier, added_at, actor)
            VALUES (\(key.name), \(key.description), \(instant.microseconds), \(actor)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a log was stored without a number") }
        try AuditTrail.append("watch", object: "witness/\(id)", by: actor, at: instant, on: connection)
        return id
    }

    /// Watches a log no longer; false where it is not watched.
    package static func forget(
        _ id: Int64, by actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        guard try connection.integer("DELETE FROM witness_log WHERE id = \(id) RETURNING id") != nil else {
            return false
        }
        try AuditTrail.append("unwatch", object: "witness/\(id)", by: actor, at: instant, on: connection)
        return true
    }

    /// What a request is answered with.
    package enum Answer: Sendable, Hashable {
        /// Our signature line over the checkpoint.
        case signed(String)
        case unknownLog
        case refused(WitnessRequest.Verdict)
    }

    /// Decides, and keeps what was signed, in one transaction: no later checkpoint is ever rolled back.
    package static func answer(
        _ request: WitnessRequest, at instant: Instant, on connection: any StorageConnection
    ) throws -> Answer {
        let origin = String(request.note.text.prefix { $0 != "\n" })
        // the row is ours until the transaction ends, on either engine
        let found = try connection.firstRow(
            "UPDATE witness_log SET size = size WHERE origin = \(origin) RETURNING \(columns)", log)
        guard let found, let signer = try signer(on: connection) else { return .unknownLog }
        let verdict = request.verdict(found.key, known: found.known)
        switch verdict {
        case .cosign(let checkpoint):
            let seconds = UInt64(instant.microseconds / 1_000_000)
            let signed = try SignedNote(text: request.note.text).signed(by: signer, time: seconds)
            let kept = try request.note.adding(signed.signatureLines, by: signer.verifier)
            try connection.execute(
                """
                UPDATE witness_log SET size = \(Int64(checkpoint.size)), note = \(kept.description),
                    at = \(instant.microseconds) WHERE id = \(found.id)
                """)
            try settle(found, checkpoint, at: instant, on: connection)
            return .signed(signed.signatureLines)
        case .split: try keepSplit(request.note.description, of: found.id, at: instant, on: connection)
        case .wrongProof:
            // a proof too many for the same state is somebody's mistake, and nothing about the log
            guard let known = found.known, let shown = try? Checkpoint(parsing: request.note.text),
                known.size < shown.size
            else { break }
            try connection.execute(
                """
                UPDATE witness_log SET refused_note = \(request.note.description), refused_at = \(instant.microseconds)
                WHERE id = \(found.id) AND refused_at IS NULL
                """)
        case .malformed, .unsigned, .conflict: break
        }
        return .refused(verdict)
    }

    /// The first one is the evidence.
    private static func keepSplit(
        _ note: String, of log: Int64, at instant: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE witness_log SET split_note = \(note), split_at = \(instant.microseconds)
            WHERE id = \(log) AND split_at IS NULL
            """)
    }

    /// A refused state is settled once the log has gone on to its size: it was this one, or the log has two histories.
    private static func settle(
        _ log: WitnessedLog, _ joined: Checkpoint, at instant: Instant, on connection: any StorageConnection
    ) throws {
        guard let refused = log.refused, let note = log.refusedNote, joined.size >= refused.size else { return }
        if joined.size == refused.size, joined.root != refused.root {
            try keepSplit(note, of: log.id, at: instant, on: connection)
        }
        try connection.execute(
            "UPDATE witness_log SET refused_note = NULL, refused_at = NULL WHERE id = \(log.id)")
    }
}
