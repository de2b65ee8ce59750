// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
public import Storage
import Wire

/// The rows of the trail contradict its log: somebody changed them behind the program's back.
public struct AuditContradiction: Error, Sendable, Hashable, CustomStringConvertible {
    public let findings: [AuditFault]

    public init(findings: [AuditFault]) { self.findings = findings }

    public var description: String {
        let shown = findings.prefix(10).map(\.description).joined(separator: "\n")
        let rest = findings.count > 10 ? "\nand \(findings.count - 10) more" : ""
        return """
            the audit trail was changed behind the program's back; nothing of it is signed for a checkpoint:
            \(shown)\(rest)
            Keep this file or database as evidence and compare it with a backup
            """
    }
}

/// Makes the leaves anew from the rows and compares them with what the log holds.
public enum AuditExamination {
    /// Rows read at once: full tiles.
    private static let batch = 4096

    /// What does not fit in the entries from `place` on, in their order; those of the same tile are looked at with them.
    public static func findings(
        from place: UInt64 = 0, on connection: any StorageConnection
    ) throws -> [AuditFault] {
        let start = place / UInt64(Tile.width) * UInt64(Tile.width)
        let size = try AuditTrail.log.size(on: connection)
        var (next, faults, erasures) = (start, [UInt64: AuditFault](), AuditErasures(from: start))
        while true {
            let entries = try connection.rows(
                """
                SELECT \(AuditEntry.columns) FROM audit_entry WHERE position >= \(Int64(next))
                ORDER BY position LIMIT \(batch)
                """
            ) { AuditEntry($0) }
            let first = next
            var leaves: [Digest] = []
            for entry in entries {
                guard entry.position == next else { break }
                if !entry.isWhole { faults[next] = .changedRecord(entry: next) }
                let cutoff = AuditErasures.cutoff(
                    entry.action, object: entry.object, detail: entry.detail.flatMap { try? JSONValue(parsing: $0) })
                erasures.take(at: entry.at, isBlank: entry.salt == nil, cutoff: cutoff)
                leaves.append(entry.leaf)
                next += 1
            }
            for place in try AuditTrail.log.contradictions(of: leaves, from: first, on: connection)
            where faults[place] == nil {
                faults[place] = .changedLeaf(entry: place)
            }
            if leaves.count < batch { break }
        }
        for (entry, fault) in erasures.faults() where faults[entry] == nil { faults[entry] = fault }
        var found = faults.sorted { $0.key < $1.key }.map(\.value)
        // a log that has become shorter than what is asked for is found by the look at its last checkpoint
        if next != size, size >= start { found.append(.count(found: next, expected: size)) }
        return found
    }

    /// The identifiers of those entries that are not what the log holds; for a page, which shows few.
    public static func doubtful(
        _ entries: [AuditEntry], on connection: any StorageConnection
    ) throws -> Set<Int64> {
        let tree = AuditTrail.log.tree(on: connection)
        let lastErasure = try connection.integer("SELECT max(position) FROM audit_entry WHERE action = 'erase'") ?? -1
        let firstNumbered = try connection.integer("SELECT min(id) FROM audit_entry WHERE position IS NOT NULL")
        let wrong = entries.filter { entry in
            guard let position = entry.position else {
                return entry.id < 1 || entry.id > firstNumbered ?? .max
            }
            let held = try? tree.node(level: 0, index: position)
            let isAccounted = entry.salt != nil || Int64(position) < lastErasure
            return !entry.isWhole || held != entry.leaf || !isAccounted
        }
        return Set(wrong.map(\.id))
    }

    private static let remedy =
        "Somebody has changed the trail behind the program's back: keep the database as evidence and compare it with a backup."

    /// What `check` tries. A copy is made all the same: it is evidence.
    public static let rules = [
        ConsistencyRule(
            name: "the audit trail has all entries of its log", remedy: remedy, concernsCopies: false,
            violations: """
                SELECT 'entries ' || count(position) || ', in the log ' || \(AuditTrail.log.sizeQuery)
                FROM audit_entry WHERE position IS NOT NULL
                HAVING count(position) <> \(AuditTrail.log.sizeQuery)
                    OR coalesce(max(position), -1) + 1 <> \(AuditTrail.log.sizeQuery)
                """),
        ConsistencyRule(
            name: "entries of the audit trail without a number are older than the log", remedy: remedy,
            concernsCopies: false,
            violations: """
                SELECT 'row ' || id FROM audit_entry WHERE position IS NULL
                    AND (id < 1 OR id > (SELECT min(id) FROM audit_entry WHERE position IS NOT NULL)) ORDER BY id
                """),
        ConsistencyRule(
            name: "the audit trail says what its log holds", remedy: remedy, concernsCopies: false
        ) { connection, found in
            for fault in try AuditExamination.findings(on: connection) {
                // the rule above tells it
                if case .count = fault { continue }
                found(fault.description)
            }
        },
    ]
}

extension AuditEntry {
    /// Whether the record is what its leaf speaks for, or wholly gone.
    var isWhole: Bool {
        guard let salt else { return isErased && detail == nil }
        return commitment
            == AuditText.commitment(
                salt: salt, record: AuditText.record(actor: actor, object: object, detail: detail))
    }

    /// What must stand in the tree.
    var leaf: Digest {
        AuditText.hash(
            leaf: AuditText.leaf(
                action: action, at: at, position: position ?? 0, commitment: commitment ?? SHA256.empty))
    }
}
