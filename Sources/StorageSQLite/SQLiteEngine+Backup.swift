// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDB
import GRDBSQLite
public import Storage

/// A copy that was not put in place: it breaks rules that a sound database keeps.
public struct UnsoundCopy: Error, Sendable, CustomStringConvertible {
    public let report: ConsistencyReport
    /// Where the copy lies for a look at it; the file it was for is as it was.
    public let path: String

    public var description: String {
        let findings = report.findings.map {
            "\($0.rule): \($0.count) (\($0.examples.joined(separator: ", "))). \($0.remedy)"
        }
        return "the copy is not sound and was not put in place, it lies at \(path):\n"
            + findings.joined(separator: "\n")
    }
}

extension SQLiteEngine {
    /// Tries the rules of a sound database on a copy before it takes its place.
    public typealias Verification = @Sendable (SQLiteEngine) async throws -> ConsistencyReport

    /// The rules that hold for each embedded file, whatever the rooms keep in it.
    public static let verifiesFile: Verification = {
        try await ConsistencyCheck(ConsistencyRule.embeddedFile).run(on: $0)
    }

    /// Copies the database as it is at one moment to `path` while work goes on (SQLite's online backup).
    ///
    /// The copy appears under its name only when it is whole, synced, counted against the original and found sound; an
    /// existing file there is replaced, and what lies beside it removed. `progress` is called with pages copied and pages in
    /// all; the return value false ends the backup.
    /// Throws `UnsoundCopy`, `StorageError.diskFull`, `.readOnly`, `.interrupted`, `.unavailable` for a place in use.
    public func backup(
        to path: String, verify: @escaping Verification = verifiesFile,
        progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
    ) async throws {
        let source = file
        try await Self.copy(to: path, beside: source.path, verify) { part in
            let from = try PlainConnection(source.path)
            defer { from.close() }
            try Self.copyPages(from: from, to: part, progress)
        }
    }

    /// Replaces the file at `path` by a backup, after the copy has been found sound.
    ///
    /// - Throws: `StorageError.unavailable` while a server or another program holds the file, `.corrupt` for a damaged
    ///   backup, `.unfit` for a file that is none, `UnsoundCopy`.
    public static func restore(
        _ backup: String, to path: String, verify: @escaping Verification = verifiesFile
    ) async throws {
        let source = DatabaseFile(try FilePlace(backup).path)
        // before its lock is made
        _ = try FilePlace(path, beside: source.path)
        let lock = try DatabaseLock(path: path)
        switch try source.examine(mayBegin: false) {
        case .absent, .empty: throw StorageError.unavailable(message: "there is no file \(backup)")
        case .town(isWithoutLog: true): throw StorageError.unfit(message: source.missingLogMessage)
        case .town: break
        }
        try await copy(to: path, beside: source.path, isLocked: true, verify) { part in
            let from = try PlainConnection(source.path)
            defer { from.close() }
            try copyPages(from: from, to: part) { _, _ in true }
        }
        withExtendedLifetime(lock) {}
    }

    /// Copies an existing file before migrations change it, as `FILE.before-N`; returns the copy's path.
    public func backupBeforeMigration(number: Int) async throws -> String {
        let path = "\(location).before-\(number)"
        try await backup(to: path)
        return path
    }

    /// Saves everything that was acknowledged out of the open file, which has lost its name, beside its place; `stamp` is the
    /// moment, such as `20261128T020000Z`. Returns the path.
    ///
    /// Afterwards nothing is accepted any more, and what is left of the lost file beside its old place is removed.
    public func rescue(stamp: String, verify: @escaping Verification = verifiesFile) async throws -> String {
        let path = file.path + DatabaseFile.rescueMark + stamp
        let pool = pool
        try await Self.copy(to: path, beside: file.path, verify) { part in
            try pool.writeWithoutTransaction { database in
                try Self.copyPages(from: database.sqliteConnection, to: part) { _, _ in true }
            }
        }
        fileGuard.end(savedTo: path)
        try await onThread { [fileGuard] in
            pool.writeWithoutTransaction { database in
                let code = sqlite3_wal_checkpoint_v2(
                    database.sqliteConnection, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
                if code == SQLITE_OK { fileGuard.removeOwnCompanions() }
            }
        }
        return path
    }

    /// Makes a copy beside its place, verifies it and puts it there.
    private static func copy(
        to path: String, beside source: String, isLocked: Bool = false, _ verify: @escaping Verification,
        _ fill: @escaping @Sendable (_ part: String) throws -> Void
    ) async throws {
        let pending = try await onThread { try PendingFile(for: path, beside: source, isLocked: isLocked) }
        do {
            try await onThread { try fill(pending.path) }
            let copy = try SQLiteEngine(path: pending.path)
            let report: ConsistencyReport
            do {
                report = try await verify(copy)
            } catch {
                await copy.close()
                throw error
            }
            if let fault = await copy.close() { throw fault }
            guard report.isSound else {
                let place = pending.target.path + ".unsound"
                try await onThread { try pending.publish(as: place) }
                throw UnsoundCopy(report: report, path: place)
            }
            try await onThread { try pending.publish() }
        } catch {
            pending.discard()
            throw error
        }
    }

    private static func copyPages(
        from source: PlainConnection, to part: String, _ progress: (Int, Int) -> Bool
    ) throws {
        try copyPages(from: source.handle, to: part, progress)
    }

    /// Copies one moment of a database into an empty file, and counts the rows of each table on both sides.
    private static func copyPages(
        from source: OpaquePointer?, to part: String, _ progress: (Int, Int) -> Bool
    ) throws {
        let to = try PlainConnection(part)
        defer { to.close() }
        // the whole file is synced before it gets its name
        try to.run("PRAGMA synchronous = OFF")
        func check(_ code: CInt, _ connection: OpaquePointer?) throws {
            if code == SQLITE_OK || code == SQLITE_DONE { return }
            let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? ""
            throw StorageError(sqliteCode: code, message: "\(part): \(message)", sql: "backup")
        }
        // A read transaction pins one moment: writers go on, and the copy never has to start again.
        try check(sqlite3_exec(source, "BEGIN; SELECT count(*) FROM sqlite_master", nil, nil, nil), source)
        defer { sqlite3_exec(source, "ROLLBACK", nil, nil, nil) }
        guard let backup = sqlite3_backup_init(to.handle, "main", source, "main") else {
            throw to.fault(sqlite3_errcode(to.handle), "backup")
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
        try check(code, to.handle)
        // The copy needs no log: its header says so.
        guard try to.rows("PRAGMA journal_mode = DELETE") == [["delete"]] else {
            throw StorageError.unavailable(message: "\(part) cannot be closed as a file by itself")
        }
        let original = try counts(source)
        let copied = try counts(to.handle)
        guard original == copied else {
            let wrong = original.filter { copied[$0.key] != $0.value }.keys.sorted().joined(separator: ", ")
            throw StorageError.corrupt(message: "\(part) has other numbers of rows than the original: \(wrong)")
        }
    }

    /// Rows of each table; those of virtual tables lie in tables of their own.
    private static func counts(_ connection: OpaquePointer?) throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        func forEachRow(_ query: String, _ body: (SQLiteRow) throws -> Void) throws {
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            var code = sqlite3_prepare_v2(connection, query, -1, &statement, nil)
            while code == SQLITE_OK || code == SQLITE_ROW, let statement {
                code = sqlite3_step(statement)
                if code == SQLITE_ROW { try body(SQLiteRow(handle: statement)) }
            }
            guard code == SQLITE_DONE else {
                throw StorageError(
                    sqliteCode: code, message: String(cString: sqlite3_errmsg(connection)), sql: query)
            }
        }
        var names: [String] = []
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        try forEachRow(tables) { names.append($0.text(0)) }
        for name in names {
            let quoted =
                "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            try forEachRow("SELECT count(*) FROM \(quoted)") { counts[name] = $0.integer(0) }
        }
        return counts
    }
}
