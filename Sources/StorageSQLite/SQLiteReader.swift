// SPDX-License-Identifier: EUPL-1.2
import GRDB
import GRDBSQLite
import Storage

/// One of the connections that only read; its thread opens it at the first need and keeps it.
final class SQLiteReader: WorkerConnection {
    private let path: String
    private let configuration: Configuration
    private let slow: SlowStatements?
    private var opened: (queue: DatabaseQueue, connection: SQLiteConnection)?

    init(path: String, configuration: Configuration, tellingSlow slow: SlowStatements?) {
        self.path = path
        self.configuration = configuration
        self.slow = slow
    }

    func ensureOpen() throws(StorageError) {
        guard opened == nil else { return }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            opened = (queue, queue.unsafeRead { SQLiteConnection($0, tellingSlow: slow) })
        } catch {
            throw StorageError(error, sql: "open \(path)")
        }
    }

    func close() {
        // dropping the statements first: SQLite closes no connection that has some
        guard let queue = opened?.queue else { return }
        opened?.connection.forgetStatements()
        opened = nil
        // one that cannot be closed keeps the file open, which the engine says at its end (`StorageError.stillOpen`)
        try? queue.close()
    }

    /// Runs `body` in one transaction, so that all its statements see the same moment.
    func read<T>(_ cancellation: ReadCancellation, _ body: (any StorageConnection) throws -> T) throws -> T {
        guard let opened else { throw StorageError.unavailable(message: "\(path) is closed") }
        return try opened.queue.unsafeRead { database in
            if cancellation.isOver {
                throw StorageError.interrupted(message: "the request was cancelled before its query began")
            }
            let connection = opened.connection
            try connection.execute("BEGIN")
            // An interrupt between two statements is lost; the mark is seen by each of them while it works.
            cancellation.watch(database.sqliteConnection)
            defer {
                sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil)
                connection.rollbackTransaction()
            }
            return try body(connection)
        }
    }
}
