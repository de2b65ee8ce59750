// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDB
import GRDBSQLite
import Storage

extension SQLiteEngine {
    /// Copies the database as it is at one moment to `path` while work goes on (SQLite's online backup).
    ///
    /// The copy appears under its name only when it is whole and synced; an existing file there is replaced.
    /// `progress` is called with pages copied and pages in all; the return value false ends the backup.
    /// Throws `StorageError.diskFull`, `.readOnly`, `.interrupted`.
    public func backup(
        to path: String, progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
    ) async throws {
        let source = location
        try await onThread {
            try Self.copy(from: source, to: path, progress)
        }
    }

    /// Replaces the file at `path` by a backup, after checking that the backup is whole.
    ///
    /// - Throws: `StorageError.unavailable` while a server holds the file, `.corrupt` for a damaged backup.
    public static func restore(_ backup: String, to path: String) async throws {
        let lock = try DatabaseLock(path: path)
        try await onThread {
            try verify(backup)
            try copy(from: backup, to: path + ".restoring") { _, _ in true }
            // The old write-ahead log belongs to the old file and must not be replayed into the new one.
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try move(path + ".restoring", to: path)
        }
        withExtendedLifetime(lock) {}
    }

    /// Copies an existing file before migrations change it, as `FILE.before-N`; returns the copy's path.
    public func backupBeforeMigration(number: Int) async throws -> String {
        let path = "\(location).before-\(number)"
        try await backup(to: path)
        return path
    }

    private static func verify(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StorageError.unavailable(message: "there is no file \(path)")
        }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let (id, verdict) = try queue.read { database in
                (
                    try Int.fetchOne(database, sql: "PRAGMA application_id"),
                    try String.fetchOne(database, sql: "PRAGMA quick_check")
                )
            }
            try queue.close()
            guard id == GeoPackage.applicationID else {
                throw StorageError.corrupt(message: "\(path) is no Allmende database")
            }
            guard verdict == "ok" else { throw StorageError.corrupt(message: "\(path): \(verdict ?? "")") }
        } catch {
            throw StorageError(error, sql: "open \(path)")
        }
    }

    private static func copy(from source: String, to path: String, _ progress: (Int, Int) -> Bool) throws {
        let part = path + ".part"
        try? FileManager.default.removeItem(atPath: part)
        do {
            try copyPages(from: source, to: part, progress)
            try move(part, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        }
    }

    private static func copyPages(from source: String, to part: String, _ progress: (Int, Int) -> Bool) throws {
        var from: OpaquePointer?
        var to: OpaquePointer?
        defer {
            sqlite3_close_v2(from)
            sqlite3_close_v2(to)
        }
        func check(_ code: CInt, _ connection: OpaquePointer?) throws {
            if code == SQLITE_OK || code == SQLITE_DONE { return }
            let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? ""
            throw StorageError(sqliteCode: code, message: "\(part): \(message)", sql: "backup")
        }
        try check(sqlite3_open_v2(source, &from, SQLITE_OPEN_READWRITE, nil), from)
        try check(sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil), to)
        sqlite3_busy_timeout(from, 10_000)
        // A read transaction pins one moment: writers go on, and the copy never has to start again.
        try check(sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_master", nil, nil, nil), from)
        guard let backup = sqlite3_backup_init(to, "main", from, "main") else {
            throw StorageError(
                sqliteCode: sqlite3_errcode(to), message: String(cString: sqlite3_errmsg(to)), sql: "backup")
        }
        var code = SQLITE_OK
        var isWanted = true
        while code == SQLITE_OK, isWanted {
            code = sqlite3_backup_step(backup, 1024)
            let all = Int(sqlite3_backup_pagecount(backup))
            isWanted = progress(all - Int(sqlite3_backup_remaining(backup)), all)
        }
        sqlite3_backup_finish(backup)
        guard isWanted || code == SQLITE_DONE else { throw StorageError.interrupted(message: "the backup was stopped") }
        try check(code, to)
    }

    /// Syncs the file, gives it its name and syncs the folder: after this it survives a power loss.
    private static func move(_ part: String, to path: String) throws {
        try sync(part)
        guard rename(part, path) == 0 else {
            throw StorageError.readOnly(message: "\(path): \(String(cString: strerror(errno)))")
        }
        try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { Foundation.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw StorageError.readOnly(message: "\(path): \(String(cString: strerror(errno)))")
        }
    }
}

/// Runs blocking work on a thread of its own.
private func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
