// SPDX-License-Identifier: EUPL-1.2
public import Ledger
import Wire

/// Why an exported trail is not what an earlier checkpoint says, or no trail at all.
public enum AuditFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1, and what is wrong with it.
    case malformed(line: Int, String)
    /// The record does not fit what the tree says about it.
    case changedRecord(entry: UInt64)
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
    /// An empty trail was signed: nothing can be shown.
    case emptyCheckpoint

    public var description: String {
        switch self {
        case .malformed(let line, let message): "line \(line): \(message)"
        case .changedRecord(let entry): "entry \(entry): who did what to whom is not what was recorded"
        case .count(let found, let expected): "the file has \(found) entries, its checkpoint \(expected)"
        case .changedEntry: "the entries are not those that the file's own checkpoint was signed for"
        case .foreignCheckpoint(let error): "the earlier checkpoint is not one of this trail: \(error)"
        case .shortened(let found, let expected, let since):
            "the trail has \(found) entries, but had \(expected) at \(since): entries were removed"
        case .rewritten(let size, let since):
            "the first \(size) entries are not those of \(since): the trail was rewritten, though with the right key"
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
        switch (value["salt"]?.string, value["record"]?.string) {
        case (nil, nil): erased += 1
        case (let salt?, let record?):
            guard let salt = Hexadecimal.bytes(salt), salt.count == 32 else {
                throw .malformed(line: line, "\"salt\" is not 64 hexadecimal digits")
            }
            guard AuditText.commitment(salt: salt, record: record) == commitment else {
                throw .changedRecord(entry: number)
            }
        default: throw .malformed(line: line, "\"salt\" and \"record\" stand together or not at all")
        }
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
        return AuditVerdict(
            origin: now.origin, size: size, erased: erased, at: now.extensions.first ?? "", since: since.size,
            sinceTime: time)
    }
}
