// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDB
import GRDBSQLite
import Storage
import Synchronization

extension SQLiteEngine {
    /// How the file is to be left.
    struct Ending: Sendable {
        /// It came without the log that it had when it was in use; it goes on saying so until somebody accepts that.
        var isWithoutLog = false
        var hasEnded = false
        var outcome: StorageError?
    }

    /// What an operator is to know: the file was in use when it was left or copied, and its log was not beside it.
    public var missingLog: String? {
        ending.withLock { $0.isWithoutLog } ? file.missingLogMessage : nil
    }

    /// Goes on with what the file holds: its header tells of no missing log any more once it is closed.
    public func acceptMissingLog() { ending.withLock { $0.isWithoutLog = false } }

    /// Closes all connections and brings everything into the one file: no `-wal` and no `-shm` is left beside it.
    func end() async -> StorageError? {
        let (hasEnded, keepsTrace) = ending.withLock { state in
            defer { state.hasEnded = true }
            return (state.hasEnded, state.isWithoutLog)
        }
        if hasEnded { return ending.withLock { $0.outcome } }
        await readers.close()
        await costlyReaders.close()
        let outcome: StorageError?
        do {
            outcome = try await onThread { [self] in try closeAll(keepsTrace) }
        } catch {
            outcome = StorageError(error, sql: "close \(location)")
        }
        ending.withLock { $0.outcome = outcome }
        return outcome
    }

    private func closeAll(_ keepsTrace: Bool) throws -> StorageError? {
        if let loss = fileGuard.look() {
            // By name the companions may be another file's now: nothing is removed, except what is ours.
            let isMerged = pool.writeWithoutTransaction { [writing] database in
                writing.forget()
                let code = sqlite3_wal_checkpoint_v2(
                    database.sqliteConnection, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
                var keeps: CInt = 1
                sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &keeps)
                return code == SQLITE_OK
            }
            try pool.close()
            if isMerged { fileGuard.removeOwnCompanions() }
            return loss
        }
        pool.writeWithoutTransaction { [writing] _ in writing.forget() }
        try pool.close()
        return hasServer ? nil : try Self.settle(file, keepsTrace: keepsTrace)
    }

    /// Whether another process serves the file: then it stays in use.
    private var hasServer: Bool { !isServer && DatabaseLock.isHeld(path: file.path) }

    /// Brings the log into the file and removes it; the header then says that the file is whole by itself.
    private static func settle(_ file: DatabaseFile, keepsTrace: Bool) throws -> StorageError? {
        let connection = try PlainConnection(file.path, patience: 0)
        defer { connection.close() }
        if keepsTrace {
            _ = try connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            return nil
        }
        for pause: useconds_t in [5_000, 20_000, 50_000, 100_000, 200_000, 400_000] {
            do {
                // first of all, so that there is no moment at which a kill leaves the file like a copy without its log
                try connection.run("UPDATE file_information SET value = '0' WHERE name = '\(GeoPackage.useRow)'")
                if try connection.rows("PRAGMA journal_mode = DELETE") == [["delete"]] { return nil }
            } catch StorageError.unavailable {
                // somebody else has it open: perhaps about to close it as well
            }
            usleep(pause)
        }
        // The row stays at 0 in the log: should the other program be the last to close, nothing is missing.
        sqlite3_busy_timeout(connection.handle, 2000)
        let answer = try connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if answer.first?.first == "0" {
            return .stillOpen(
                message: """
                    another program still has \(file.path) open, so \(file.name)-wal stays beside it until that ends; copy \
                    the town with allmende backup meanwhile
                    """)
        }
        return .unavailable(
            message: """
                another program is reading \(file.path), so a part of what was written is still in \(file.name)-wal: do not \
                copy the file without it. Nothing is lost; end that program, or copy with allmende backup
                """)
    }
}
