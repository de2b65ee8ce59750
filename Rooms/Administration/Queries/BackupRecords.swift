// SPDX-License-Identifier: EUPL-1.2
package import Rights
package import Storage
package import Wire

/// What was done with backups; the audit trail is where it is kept.
package enum BackupDeed: String, Sendable, Hashable, CaseIterable {
    case made = "backup"
    case failed = "backup failed"
    case rehearsed = "rehearse"
    case rehearsalFailed = "rehearse failed"
    case downloaded = "download"

    /// Notes it in the audit trail.
    package func note(
        _ name: String, by actor: String, detail: JSONValue? = nil, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        try AuditTrail.append(
            rawValue, object: "backup/\(name)", by: actor, at: now, detail: detail, on: connection)
    }

    /// The newest entries of this deed, the newest first.
    package func entries(_ limit: Int, on connection: any StorageConnection) throws -> [AuditEntry] {
        var filter = AuditFilter()
        filter.action = rawValue
        return try AuditQueries.entries(filter, before: nil, limit: limit, on: connection)
    }
}

/// When which backup was last made, failed and rehearsed.
struct BackupRecords: Sendable {
    var lastMade: Instant?
    /// Only when nothing was made since.
    var lastFailure: (at: Instant, reason: String)?
    /// By the backup's name: when it was restored for a try, and whether that went well.
    var rehearsals: [String: (at: Instant, isSound: Bool, reason: String)] = [:]
    var lastRehearsal: Instant?

    init(on connection: any StorageConnection) throws {
        lastMade = try BackupDeed.made.entries(1, on: connection).first?.at
        if let failure = try BackupDeed.failed.entries(1, on: connection).first, failure.at > lastMade ?? .minimum {
            lastFailure = (failure.at, Self.reason(failure))
        }
        let good = try BackupDeed.rehearsed.entries(50, on: connection)
        lastRehearsal = good.first?.at
        let all = try good + BackupDeed.rehearsalFailed.entries(50, on: connection)
        for entry in all.sorted(by: { $0.at < $1.at }) where !entry.isErased {
            let isSound = entry.action == BackupDeed.rehearsed.rawValue
            rehearsals[String(entry.object.dropFirst("backup/".count))] = (entry.at, isSound, Self.reason(entry))
        }
    }

    private static func reason(_ entry: AuditEntry) -> String {
        let detail = entry.detail.flatMap { try? JSONValue(parsing: $0) }
        return detail?["reason"]?.string ?? ""
    }
}
