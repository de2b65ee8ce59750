// SPDX-License-Identifier: EUPL-1.2
import Ledger
public import LedgerStorage
public import Storage
public import Wire

/// The trail as a file of JSON lines that anybody can check without this program.
///
/// The first line holds the key and a checkpoint of this moment, each further line an entry: `leaf`, the text in the
/// tree, and, unless they were erased, `salt` and `record`.
public enum AuditExport {
    public static let format = "allmende-audit-1"

    /// Notes the export in the trail and signs a checkpoint that holds that note.
    public static func begin(
        by actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> StoredCheckpoint {
        try AuditTrail.append("export", object: "audit", by: actor, at: instant, on: connection)
        return try AuditTrail.log.sign(at: instant, on: connection)
    }

    /// Hands the lines over one after the other, each with its end.
    public static func write(
        _ checkpoint: StoredCheckpoint, on connection: any StorageConnection, line: ([UInt8]) throws -> Void
    ) throws {
        try line(Array((try head(checkpoint, on: connection) + "\n").utf8))
        try entries(0..<checkpoint.checkpoint.size, on: connection, line: line)
    }

    /// The first line, without its end.
    static func head(_ checkpoint: StoredCheckpoint, on connection: any StorageConnection) throws -> String {
        guard let key = try AuditTrail.log.verifier(on: connection) else {
            throw StoredLogError.noSuchLog(AuditTrail.log.name)
        }
        let head: JSONValue = [
            "format": .string(format), "key": .string(key.description),
            "checkpoint": .string(checkpoint.note.description),
        ]
        return head.text
    }

    /// The lines of these entries, each with its end.
    static func entries(
        _ places: Range<UInt64>, on connection: any StorageConnection, line: ([UInt8]) throws -> Void
    ) throws {
        try connection.forEachRow(
            """
            SELECT \(AuditEntry.columns) FROM audit_entry
            WHERE position >= \(Int64(places.lowerBound)) AND position < \(Int64(places.upperBound)) ORDER BY position
            """
        ) { row in
            try line(Array((text(AuditEntry(row)) + "\n").utf8))
            return true
        }
    }

    private static func text(_ entry: AuditEntry) -> String {
        let leaf = AuditText.leaf(
            action: entry.action, at: entry.at, position: entry.position ?? 0,
            commitment: entry.commitment ?? SHA256.empty)
        var value: JSONObject = ["leaf": .string(leaf)]
        if let salt = entry.salt {
            value["salt"] = .string(Hexadecimal.text(salt))
            value["record"] = .string(
                AuditText.record(actor: entry.actor, object: entry.object, detail: entry.detail))
        }
        return JSONValue.object(value).text
    }
}
