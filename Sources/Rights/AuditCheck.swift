// SPDX-License-Identifier: EUPL-1.2
public import Ledger
import Wire

/// Why an exported trail is not what an earlier checkpoint says, or no trail at all.
public enum AuditFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1, and what is wrong with it.
    case malformed(line: Int, String)
    /// The record does not fit what the tree says about it.
    case changedRecord(entry: UInt64)
    /// What was done, when, or the place in the trail is not what the tree holds.
    case changedLeaf(entry: UInt64)
    /// Another number of entries than the checkpoint in the file has.
    case count(found: UInt64, expected: UInt64)
    /// The entries have another root than the checkpoint in the file.
    case changedEntry
    /// The checkpoint that is compared with is not one of this trail.
    case foreignCheckpoint(LedgerError)
    /// The trail has fewer entries than it had.
    case shortened(found: UInt64, expected: UInt64, since: String)
    /// The trail's first entries are not those that it had.
    case rewritten(size: UInt64, since: String)
    /// Who did what is gone from an entry, and no entry after it notes an erasure that reaches it.
    case unaccountedErasure(entry: UInt64)
    /// An entry is whole that an erasure noted after it must have reached.
    case spared(entry: UInt64)
    /// An empty trail was signed: nothing can be shown.
    case emptyCheckpoint

    public var description: String {
        switch self {
        case .malformed(let line, let message): "line \(line): \(message)"
        case .changedRecord(let entry): "entry \(entry): who did what to whom is not what was recorded"
        case .changedLeaf(let entry): "entry \(entry): what was done and when is not what the log holds"
        case .count(let found, let expected): "there are \(found) entries, the checkpoint or the log has \(expected)"
        case .changedEntry: "the entries are not those that the file's own checkpoint was signed for"
        case .foreignCheckpoint(let error): "the earlier checkpoint is not one of this trail: \(error)"
        case .shortened(let found, let expected, let since):
            "the trail has \(found) entries, but had \(expected) at \(since): entries were removed"
        case .rewritten(let size, let since):
            "the first \(size) entries are not those of \(since): the trail was rewritten, though with the right key"
        case .unaccountedErasure(let entry):
            "entry \(entry): who did what to whom is gone, and no erasure that the trail notes reaches this entry"
        case .spared(let entry):
            "entry \(entry): it is whole, though an erasure that is noted after it reaches it: that was not what was done"
        case .emptyCheckpoint: "the earlier checkpoint is of an empty trail: it shows nothing"
        }
    }
}

/// What the check of an exported trail has shown.
public struct AuditVerdict: Sendable, Hashable {
    public let origin: String
    /// Entries in the file.
    public let size: UInt64
    /// Entries whose personal part was erased.
    public let erased: UInt64
    /// When the file's own checkpoint says it was made.
    public let at: String
    /// Entries that the earlier checkpoint speaks for.
    public let since: UInt64
    /// When the earlier checkpoint says it was made; empty when it does not say.
    public let sinceTime: String
}

/// Checks an exported trail against an earlier checkpoint, line by line, with nothing but the two.
public struct AuditCheck {
    private let earlier: SignedNote
    private var line = 0
    private var key: NoteVerifier?
    private var now: Checkpoint?
    private var since: Checkpoint?
    private var leaves: [Digest] = []
    private var erased: UInt64 = 0
    private var erasures = AuditErasures()

    /// - Parameter earlier: a checkpoint of this trail that was kept out of the reach of who keeps the trail.
    public init(since earlier: SignedNote) { self.earlier = earlier }

    /// Takes the next line, without its end.
    /// - Throws: `AuditFault`.
    public mutating func take(_ bytes: [UInt8]) throws(AuditFault) {
        line += 1
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .malformed(line: line, "no JSON: \(error)")
        }
        if line == 1 { try takeHead(value) } else { try takeEntry(value) }
    }

    private mutating func takeHead(_ value: JSONValue) throws(AuditFault) {
        guard value["format"]?.string == "allmende-audit-1" else {
            throw .malformed(line: 1, "it is no audit trail: \"format\" is not \"allmende-audit-1\"")
        }
        do {
            let key = try NoteVerifier(value["key"]?.string ?? "")
            self.key = key
            now = try Checkpoint(SignedNote(parsing: value["checkpoint"]?.string ?? ""), signedBy: key)
        } catch {
            throw .malformed(line: 1, "\(error)")
        }
        guard let key else { return }
        do {
            since = try Checkpoint(earlier, signedBy: key)
        } catch {
            throw .foreignCheckpoint(error)
        }
    }

    private mutating func takeEntry(_ value: JSONValue) throws(AuditFault) {
        let number = UInt64(leaves.count)
        guard let text = value["leaf"]?.string, let leaf = try? JSONValue(parsing: text),
            let commitment = leaf["record"]?.string.flatMap({ Digest(hexadecimal: $0) })
        else { throw .malformed(line: line, "it has no \"leaf\" with a \"record\"") }
        guard leaf["n"]?.integer == Int64(number) else {
            throw .malformed(line: line, "the entry's \"n\" is not \(number): entries are missing or in another order")
        }
        guard let action = leaf["action"]?.string, let at = leaf["at"]?.string.flatMap({ try? Instant(iso8601: $0) })
        else { throw .malformed(line: line, "its \"leaf\" lacks \"at\" or \"action\"") }
        var cutoff: Instant?
        switch (value["salt"]?.string, value["record"]?.string) {
        case (nil, nil): erased += 1
        case (let salt?, let record?):
            guard let salt = Hexadecimal.bytes(salt), salt.count == 32 else {
                throw .malformed(line: line, "\"salt\" is not 64 hexadecimal digits")
            }
            guard AuditText.commitment(salt: salt, record: record) == commitment else {
                throw .changedRecord(entry: number)
            }
            let parsed = try? JSONValue(parsing: record)
            cutoff = AuditErasures.cutoff(action, object: parsed?["object"]?.string ?? "", detail: parsed?["detail"])
        default: throw .malformed(line: line, "\"salt\" and \"record\" stand together or not at all")
        }
        erasures.take(at: at, isBlank: value["salt"] == nil, cutoff: cutoff)
        leaves.append(AuditText.hash(leaf: text))
    }

    /// What all lines together have shown.
    /// - Throws: `AuditFault`.
    public func verdict() throws(AuditFault) -> AuditVerdict {
        guard let now, let since else { throw .malformed(line: 1, "the file is empty") }
        let size = UInt64(leaves.count)
        guard size == now.size else { throw .count(found: size, expected: now.size) }
        guard MerkleTree.root(of: leaves) == now.root else { throw .changedEntry }
        let time = since.extensions.first ?? ""
        let when = time.isEmpty ? "the earlier checkpoint" : time
        guard since.size > 0 else { throw .emptyCheckpoint }
        guard since.size <= size else { throw .shortened(found: size, expected: since.size, since: when) }
        guard MerkleTree.root(of: Array(leaves.prefix(Int(since.size)))) == since.root else {
            throw .rewritten(size: since.size, since: when)
        }
        if let first = erasures.faults().first { throw first.fault }
        return AuditVerdict(
            origin: now.origin, size: size, erased: erased, at: now.extensions.first ?? "", since: since.size,
            sinceTime: time)
    }
}
