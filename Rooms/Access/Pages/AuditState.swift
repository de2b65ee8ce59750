// SPDX-License-Identifier: EUPL-1.2
import LedgerStorage
import Rights
import Storage

/// What checkpoints say about the trail.
struct AuditState: Sendable {
    /// Entries in the log.
    let size: UInt64
    let countBeforeLog: Int64
    let newest: StoredCheckpoint?
    let places: [OutsidePlace]
    /// The newest checkpoint that the trail contradicts.
    let isRewritten: Bool

    init(
        size: UInt64, countBeforeLog: Int64, newest: StoredCheckpoint?, places: [OutsidePlace], isRewritten: Bool
    ) {
        self.size = size
        self.countBeforeLog = countBeforeLog
        self.newest = newest
        self.places = places
        self.isRewritten = isRewritten
    }

    init(on connection: any StorageConnection) throws {
        let log = AuditTrail.log
        size = try log.size(on: connection)
        countBeforeLog = try AuditQueries.countBeforeLog(on: connection)
        newest = try log.newestCheckpoint(on: connection)
        places = try log.outsidePlaces(on: connection)
        isRewritten = try newest.map { try !log.holds($0, on: connection) } ?? false
    }
}
