// SPDX-License-Identifier: EUPL-1.2
public import Ledger
import LedgerStorage
public import Storage
public import Wire

/// That one entry stands in the trail under a signed checkpoint; checked with nothing but this.
public struct AuditProof: Sendable, Hashable {
    /// The text in the tree.
    public let leaf: String
    public let salt: [UInt8]
    /// Who did what to whom.
    public let record: String
    /// From the entry up to the root.
    public let path: [Digest]
    public let key: String
    /// The signed checkpoint.
    public let note: String

    /// What a proof says when it holds.
    public struct Statement: Sendable, Hashable {
        /// From 0.
        public let entry: UInt64
        public let action: String
        public let object: String
        public let detail: JSONValue?
        /// As it stands in the tree, ISO 8601.
        public let at: String
        public let checkpoint: Checkpoint
    }

    public enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case malformed
        case changedRecord
        case ledger(LedgerError)

        public var description: String {
            switch self {
            case .malformed: "the proof lacks a part"
            case .changedRecord: "what was recorded is not what the log holds"
            case .ledger(let error): "\(error)"
            }
        }
    }

    /// The proof of what was done to an object at that instant; nil where no checkpoint speaks for it yet, or its words
    /// were erased.
    public static func find(
        _ action: String, object: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> AuditProof? {
        let entry = try connection.firstRow(
            """
            SELECT \(AuditEntry.columns) FROM audit_entry
            WHERE at = \(instant.microseconds) AND action = \(action) AND object = \(object) ORDER BY id DESC LIMIT 1
            """
        ) { AuditEntry($0) }
        guard let entry, let position = entry.position, let salt = entry.salt, let commitment = entry.commitment,
            let stored = try AuditTrail.log.newestCheckpoint(on: connection), stored.checkpoint.size > position,
            let key = try AuditTrail.log.verifier(on: connection)
        else { return nil }
        let path = try AuditTrail.log.tree(on: connection)
            .inclusionProof(of: position, size: stored.checkpoint.size)
        return AuditProof(
            leaf: AuditText.leaf(action: entry.action, at: entry.at, position: position, commitment: commitment),
            salt: salt, record: AuditText.record(actor: entry.actor, object: entry.object, detail: entry.detail),
            path: path, key: key.description, note: stored.note.description)
    }

    /// Checks record, place and signature.
    public func check() throws(Fault) -> Statement {
        guard let parsed = try? JSONValue(parsing: leaf), let entry = parsed["n"]?.integer, entry >= 0,
            let action = parsed["action"]?.string, let at = parsed["at"]?.string,
            let commitment = parsed["record"]?.string.flatMap({ Digest(hexadecimal: $0) }),
            let record = try? JSONValue(parsing: record), let object = record["object"]?.string
        else { throw .malformed }
        guard AuditText.commitment(salt: salt, record: self.record) == commitment else { throw .changedRecord }
        do {
            let checkpoint = try Checkpoint(SignedNote(parsing: note), signedBy: NoteVerifier(key))
            try ProofCheck.inclusion(
                of: AuditText.hash(leaf: leaf), at: UInt64(entry), size: checkpoint.size, root: checkpoint.root,
                proof: path)
            return Statement(
                entry: UInt64(entry), action: action, object: object, detail: record["detail"], at: at,
                checkpoint: checkpoint)
        } catch {
            throw .ledger(error)
        }
    }

    // MARK: - As a document

    public var document: JSONObject {
        [
            "leaf": .string(leaf), "salt": .string(Hexadecimal.text(salt)), "record": .string(record),
            "path": .array(path.map { .string($0.base64) }), "key": .string(key), "checkpoint": .string(note),
        ]
    }

    public init?(_ document: JSONObject) {
        guard let leaf = document["leaf"]?.string, let record = document["record"]?.string,
            let salt = document["salt"]?.string.flatMap({ Hexadecimal.bytes($0) }), salt.count == 32,
            let key = document["key"]?.string, let note = document["checkpoint"]?.string,
            let steps = document["path"]?.array
        else { return nil }
        (self.leaf, self.salt, self.record, self.key, self.note) = (leaf, salt, record, key, note)
        path = steps.compactMap { $0.string.flatMap { Digest(base64: $0) } }
        guard path.count == steps.count else { return nil }
    }

    private init(leaf: String, salt: [UInt8], record: String, path: [Digest], key: String, note: String) {
        (self.leaf, self.salt, self.record, self.path, self.key, self.note) = (leaf, salt, record, path, key, note)
    }
}
