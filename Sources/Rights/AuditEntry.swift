// SPDX-License-Identifier: EUPL-1.2
import Ledger
public import Storage
public import Wire

/// One line of the audit trail.
public struct AuditEntry: Sendable {
    public let id: Int64
    /// The place in the log, from 0; nil for entries from before there was one.
    public let position: UInt64?
    public let at: Instant
    public let action: String
    /// Empty when it was erased.
    public let actor: String
    /// Empty when it was erased.
    public let object: String
    /// JSON text.
    public let detail: String?
    let salt: [UInt8]?
    let commitment: Digest?

    /// Who and whom are gone; that it happened, and when, is not.
    public var isErased: Bool { actor.isEmpty && object.isEmpty }

    static let columns: SQL = "id, position, at, action, actor, object, detail, salt, commitment"

    init(_ row: any StorageRow) {
        id = row.integer(0)
        position = row.integerIfPresent(1).map { UInt64($0) }
        at = Instant(microseconds: row.integer(2))
        action = row.text(3)
        actor = row.text(4)
        object = row.text(5)
        detail = row.textIfPresent(6)
        salt = row.blobIfPresent(7)
        commitment = row.blobIfPresent(8).flatMap { Digest($0) }
    }
}

/// What somebody looks for in the trail; empty fields ask for nothing.
public struct AuditFilter: Sendable, Hashable {
    public var action = ""
    /// A part of the name, in any case.
    public var actor = ""
    /// A part of it, such as `account/7`.
    public var object = ""
    public var from: Instant?
    /// Not included.
    public var until: Instant?

    public init() {}
}

/// What pages ask the trail for.
public enum AuditQueries {
    /// The newest entries that fit, before an entry's `id`.
    public static func entries(
        _ filter: AuditFilter, before id: Int64?, limit: Int, on connection: any StorageConnection
    ) throws -> [AuditEntry] {
        var conditions: [SQL] = ["1 = 1"]
        if let id { conditions.append("id < \(id)") }
        if !filter.action.isEmpty { conditions.append("action = \(filter.action)") }
        if !filter.actor.isEmpty { conditions.append(contains("actor", filter.actor)) }
        if !filter.object.isEmpty { conditions.append(contains("object", filter.object)) }
        if let from = filter.from { conditions.append("at >= \(from.microseconds)") }
        if let until = filter.until { conditions.append("at < \(until.microseconds)") }
        return try connection.rows(
            """
            SELECT \(AuditEntry.columns) FROM audit_entry WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id DESC LIMIT \(limit)
            """
        ) { AuditEntry($0) }
    }

    /// What was done to an object or by somebody of these names, the newest 10,000.
    public static func concerning(
        object: String, actors: [String], on connection: any StorageConnection
    ) throws -> [AuditEntry] {
        try connection.rows(
            """
            SELECT \(AuditEntry.columns) FROM audit_entry WHERE object = \(object) OR actor IN (\(list: actors))
            ORDER BY id DESC LIMIT 10000
            """
        ) { AuditEntry($0) }
    }

    /// Whether somebody has done that since then.
    public static func isNoted(
        _ action: String, object: String, by actor: String, since: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.integer(
            """
            SELECT count(*) FROM audit_entry
            WHERE at > \(since.microseconds) AND actor = \(actor) AND action = \(action) AND object = \(object)
            """) != 0
    }

    /// The words of what was done, for a choice.
    public static func actions(on connection: any StorageConnection) throws -> [String] {
        try connection.rows("SELECT DISTINCT action FROM audit_entry ORDER BY action") { $0.text(0) }
    }

    /// Entries from before there was a log; no checkpoint speaks for them.
    public static func countBeforeLog(on connection: any StorageConnection) throws -> Int64 {
        try connection.integer("SELECT count(*) FROM audit_entry WHERE position IS NULL") ?? 0
    }

    private static func contains(_ column: SQL, _ text: String) -> SQL {
        var pattern = "%"
        for character in text.lowercased() {
            if "%_\\".contains(character) { pattern += "\\" }
            pattern.append(character)
        }
        return "lower(\(column)) LIKE \(pattern + "%") ESCAPE '\\'"
    }
}
