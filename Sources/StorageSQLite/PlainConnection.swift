// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDBSQLite
import Storage

/// One connection to a database file below GRDB, for work that wants exactly one and no pool.
final class PlainConnection {
    private(set) var handle: OpaquePointer?
    private let path: String

    /// Opens an existing file, or makes one; nothing of it is read yet. `patience` is milliseconds a lock is waited for.
    init(_ path: String, creating: Bool = false, patience: CInt = 10_000) throws {
        self.path = path
        let flags = SQLITE_OPEN_READWRITE | (creating ? SQLITE_OPEN_CREATE : 0)
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK else {
            let error = fault(code, "open")
            close()
            throw error
        }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, patience)
    }

    deinit { close() }

    func close() {
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// Runs statements that have no arguments and whose rows nobody wants.
    func run(_ statements: String) throws {
        let code = sqlite3_exec(handle, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw fault(code, statements) }
    }

    /// The rows of one statement as texts; NULL as an empty one.
    func rows(_ query: String) throws -> [[String]] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let code = sqlite3_prepare_v2(handle, query, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw fault(code, query) }
        var rows: [[String]] = []
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw fault(code, query) }
            let row = SQLiteRow(handle: statement)
            rows.append((0..<row.columnCount).map(row.text))
        }
    }

    /// The whole number in the first column of the first row; 0 where there is none.
    func integer(_ query: String) throws -> Int64 {
        try rows(query).first?.first.flatMap { Int64($0) } ?? 0
    }

    /// The first 100 bytes of the file as they lie on disk, read by SQLite's own descriptor: opening another one and closing
    /// it would take away the locks that this process holds on the file (POSIX).
    var header: [UInt8]? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
            let read = file.pointee.pMethods?.pointee.xRead
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: 100)
        return read(file, &bytes, 100, 0) == SQLITE_OK ? bytes : nil
    }

    func fault(_ code: CInt, _ statement: String) -> StorageError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        return StorageError(sqliteCode: code, message: "\(path): \(message)", sql: statement)
    }
}

/// Runs blocking work on a thread of its own.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
