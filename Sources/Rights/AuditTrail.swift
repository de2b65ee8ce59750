// SPDX-License-Identifier: EUPL-1.2
public import Ledger
public import LedgerStorage
public import Storage
public import Wire

/// Who did what, when; appended in the transaction of the deed itself, with a leaf in a log that checkpoints speak for.
public enum AuditTrail {
    public static let log = StoredLog("audit")

    public static func append(
        _ action: String, object: String, by actor: String, at instant: Instant, detail: JSONValue? = nil,
        on connection: any StorageConnection
    ) throws {
        let salt = RandomBytes.make()
        let detail = detail?.text
        let commitment = AuditText.commitment(
            salt: salt, record: AuditText.record(actor: actor, object: object, detail: detail))
        try log.append(1, on: connection) { position in
            try connection.execute(
                """
                INSERT INTO audit_entry (at, actor, action, object, detail, position, salt, commitment)
                VALUES (\(instant.microseconds), \(actor), \(action), \(object), \(detail), \(Int64(position)),
                    \(SQLValue.blob(salt)), \(SQLValue.blob(commitment.bytes)))
                """)
            return [
                AuditText.hash(
                    leaf: AuditText.leaf(action: action, at: instant, position: position, commitment: commitment))
            ]
        }
    }

    /// Signs what the trail is now, after all that no checkpoint which left yet speaks for was recomputed from the rows.
    /// - Throws: `AuditContradiction`, `StoredLogError.rewritten`.
    public static func sign(at instant: Instant, on connection: any StorageConnection) throws -> StoredCheckpoint {
        let known = try log.outsidePlaces(on: connection).map(\.last.size).max() ?? 0
        let findings = try AuditExamination.findings(from: known, on: connection)
        guard findings.isEmpty else { throw AuditContradiction(findings: findings) }
        return try log.sign(at: instant, on: connection)
    }

    /// Erases who did what to whom in entries from before `cutoff`; what and when stays, and so do all proofs.
    ///
    /// Returns how many were erased; when there were any, that is an entry of its own.
    public static func erase(
        before cutoff: Instant, by actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Int {
        let count = try connection.execute(
            """
            UPDATE audit_entry SET actor = '', object = '', detail = NULL, salt = NULL
            WHERE at < \(cutoff.microseconds) AND salt IS NOT NULL
            """)
        let older = try connection.execute(
            """
            UPDATE audit_entry SET actor = '', object = '', detail = NULL
            WHERE at < \(cutoff.microseconds) AND position IS NULL AND actor <> ''
            """)
        guard count + older > 0 else { return 0 }
        try append(
            "erase", object: "audit", by: actor, at: instant,
            detail: ["before": .string(cutoff.iso8601), "entries": .init(count + older)], on: connection)
        return count + older
    }
}

/// The exact texts that are hashed. They must never change: old checkpoints speak for them.
public enum AuditText {
    /// What is personal, outside the tree: `{"actor":…,"object":…,"detail":…}`; `detail` is JSON as it was stored.
    public static func record(actor: String, object: String, detail: String?) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("actor")
        writer.write(actor)
        writer.name("object")
        writer.write(object)
        writer.name("detail")
        writer.raw(detail ?? "null")
        writer.endObject()
        return writer.string
    }

    /// What stands in the tree for ever: `{"n":…,"at":"…","action":"…","record":"…"}`; `n` counts from 0.
    public static func leaf(action: String, at: Instant, position: UInt64, commitment: Digest) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("n")
        writer.write(Int64(position))
        writer.name("at")
        writer.write(at.iso8601)
        writer.name("action")
        writer.write(action)
        writer.name("record")
        writer.write(commitment.hexadecimal)
        writer.endObject()
        return writer.string
    }

    /// What the leaf says about the record: SHA-256(0x00 ‖ 32 bytes of salt ‖ record).
    public static func commitment(salt: [UInt8], record: String) -> Digest { SHA256.leaf(salt + Array(record.utf8)) }

    public static func hash(leaf: String) -> Digest { SHA256.leaf(Array(leaf.utf8)) }
}
