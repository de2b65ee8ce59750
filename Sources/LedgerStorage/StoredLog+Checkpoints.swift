// SPDX-License-Identifier: EUPL-1.2
public import Ledger
public import Storage
public import Wire

/// A checkpoint that was signed here.
public struct StoredCheckpoint: Sendable, Hashable {
    public let id: Int64
    public let at: Instant
    public let checkpoint: Checkpoint
    public let note: SignedNote
}

extension StoredLog {
    /// The public key that this log's checkpoints are checked with; nil before the first one.
    public func verifier(on connection: any StorageConnection) throws -> NoteVerifier? {
        try storedSigner(on: connection)?.verifier
    }

    /// Signs what the log is now, after a look that it still holds what was signed last; the key is made at first use.
    /// - Throws: `StoredLogError.rewritten`.
    @discardableResult
    public func sign(at instant: Instant, on connection: any StorageConnection) throws -> StoredCheckpoint {
        if let last = try newestCheckpoint(on: connection), try !holds(last, on: connection) {
            throw StoredLogError.rewritten(log: name, size: last.checkpoint.size, at: last.at.iso8601)
        }
        let size = try size(on: connection)
        let signer = try signer(on: connection)
        let root = try tree(on: connection).root(size: size)
        let checkpoint = try Checkpoint(origin: signer.name, size: size, root: root, extensions: [instant.iso8601])
        let note = try checkpoint.signed(by: signer)
        let id = try connection.key(
            """
            INSERT INTO ledger_checkpoint (log, at, size, note)
            VALUES (\(name), \(instant.microseconds), \(Int64(size)), \(note.description)) RETURNING id
            """)
        return StoredCheckpoint(id: id, at: instant, checkpoint: checkpoint, note: note)
    }

    /// Whether the tree still has the root that was signed.
    public func holds(_ stored: StoredCheckpoint, on connection: any StorageConnection) throws -> Bool {
        guard try stored.checkpoint.size <= size(on: connection) else { return false }
        do {
            return try tree(on: connection).root(size: stored.checkpoint.size) == stored.checkpoint.root
        } catch is LedgerError {
            // tiles are missing or torn
            return false
        }
    }

    public func newestCheckpoint(on connection: any StorageConnection) throws -> StoredCheckpoint? {
        try connection.firstRow(
            "SELECT id, at, note FROM ledger_checkpoint WHERE log = \(name) ORDER BY id DESC LIMIT 1",
            Self.checkpoint)
    }

    /// What a witness is asked about the newest checkpoint, when it signed one of `old` entries last.
    /// - Throws: `LedgerError.outOfRange` where the witness has seen more than there is.
    public func witnessRequest(
        from old: UInt64, on connection: any StorageConnection
    ) throws -> (stored: StoredCheckpoint, request: WitnessRequest)? {
        guard let stored = try newestCheckpoint(on: connection) else { return nil }
        let size = stored.checkpoint.size
        guard old <= size else { throw LedgerError.outOfRange }
        let proof = old == 0 || old == size ? [] : try tree(on: connection).consistencyProof(from: old, to: size)
        return (stored, WitnessRequest(old: old, proof: proof, note: stored.note))
    }

    /// Puts a witness's signature to a checkpoint; what the log signed stays as it is.
    /// - Throws: `LedgerError` where the lines hold no right signature of that witness.
    @discardableResult
    public func keep(
        _ lines: String, by witness: NoteVerifier, on id: Int64, _ connection: any StorageConnection
    ) throws -> SignedNote {
        let stored = try connection.firstRow(
            "SELECT note FROM ledger_checkpoint WHERE id = \(id) AND log = \(name)"
        ) { try SignedNote(parsing: $0.text(0)) }
        guard let stored else { throw LedgerError.outOfRange }
        let note = try stored.adding(lines, by: witness)
        try connection.execute("UPDATE ledger_checkpoint SET note = \(note.description) WHERE id = \(id)")
        return note
    }

    static func checkpoint(_ row: any StorageRow) throws -> StoredCheckpoint {
        let note = try SignedNote(parsing: row.text(2))
        return StoredCheckpoint(
            id: row.integer(0), at: Instant(microseconds: row.integer(1)),
            checkpoint: try Checkpoint(parsing: note.text), note: note)
    }

    private func storedSigner(on connection: any StorageConnection) throws -> NoteSigner? {
        let stored = try connection.firstRow(
            "SELECT origin, seed FROM ledger_log WHERE name = \(name) AND seed IS NOT NULL"
        ) { (origin: $0.text(0), seed: $0.blob(1)) }
        return try stored.map { try NoteSigner(name: $0.origin, seed: $0.seed) }
    }

    /// The name is random, so that no two logs of the world share one, and tells nothing about the host.
    private func signer(on connection: any StorageConnection) throws -> NoteSigner {
        if let signer = try storedSigner(on: connection) { return signer }
        let origin = "allmende/\(name)/\(Hexadecimal.text(RandomBytes.make(8)))"
        let signer = try NoteSigner(name: origin, seed: RandomBytes.make())
        try connection.execute(
            """
            UPDATE ledger_log SET origin = \(origin), seed = \(SQLValue.blob(signer.seed))
            WHERE name = \(name) AND seed IS NULL
            """)
        return signer
    }
}
