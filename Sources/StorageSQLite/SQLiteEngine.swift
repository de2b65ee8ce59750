// SPDX-License-Identifier: EUPL-1.2
import CSpatial
import Foundation
import GRDB
import GRDBSQLite
public import Storage
import Synchronization

/// The embedded engine: one file in WAL mode, many readers, one writer with group commit.
public final class SQLiteEngine: StorageEngine {
    public let dialect = SQLDialect.sqlite
    public let location: String
    private let pool: DatabasePool
    private let readers: ConnectionWorkers<SQLiteReader>
    private let writer: GroupCommit
    private let writing = WritingConnection()
    private let readLimit: Int?

    /// Opens or creates the file at `path`; a read of more than `readLimit` seconds ends with `StorageError.tooLong`.
    /// - Throws: `StorageError.corrupt`, `.readOnly`, `.unavailable`.
    public init(path: String, maximumReaders: Int = 8, readLimit: Int? = nil) throws {
        self.readLimit = readLimit
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA foreign_keys = ON")
            // KiB a connection: the writer's pages are worth keeping, the many readers share the system's cache.
            let cache = database.configuration.readonly ? 2000 : 16000
            try database.execute(sql: "PRAGMA cache_size = -\(cache)")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            LetterCase.defineFunctions(database)
            GeoPackage.defineFunctions(database.sqliteConnection)
            let code = spatial_define_functions(database.sqliteConnection.map { UnsafeMutableRawPointer($0) })
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
        location = path
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.write { try GeoPackage.prepare($0) }
        } catch {
            throw StorageError(error, sql: "open \(path)")
        }
        let pool = pool
        let writing = writing
        writer = GroupCommit { work in
            pool.asyncWriteWithoutTransaction { database in
                work(.success(writing.connection(to: database)))
            }
        }
        var reading = configuration
        reading.readonly = true
        readers = ConnectionWorkers(maximum: maximumReaders) { [reading] in
            SQLiteReader(path: path, configuration: reading)
        }
    }

    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        let cancellation = ReadCancellation(limit: readLimit)
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    readers.submit { reader in
                        continuation.resume(with: Result { try reader.get().read(cancellation, body) })
                    }
                }
            } onCancel: {
                cancellation.set()
            }
        } catch let error as StorageError {
            if let readLimit, cancellation.isOverdue { throw StorageError.tooLong(seconds: readLimit) }
            throw error
        }
    }

    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await writer.run(body)
    }

    public func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) {
        writer.observe(listener)
    }

    public func relay(through relay: any AnnouncementRelay) { writer.relay(through: relay) }

    public func sizeInBytes() async throws -> Int64 {
        ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: location + suffix)
            return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
        }
    }

    public func writeProbe() async -> StorageError? {
        do {
            try await write { connection in
                try connection.execute(
                    "UPDATE file_information SET value = CAST(value AS INTEGER) + 1 WHERE name = 'write_probe'")
            }
            return nil
        } catch let error as StorageError {
            return error
        } catch {
            return .unavailable(message: String(describing: error))
        }
    }

    public func close() async {
        await readers.close()
        let writing = writing
        try? await pool.writeWithoutTransaction { _ in writing.forget() }
        try? pool.close()
    }
}

/// The writer's connection with its statements, which outlive a group of writes.
private final class WritingConnection: @unchecked Sendable {
    // only ever touched on the writer's queue
    private var connection: SQLiteConnection?

    func connection(to database: Database) -> SQLiteConnection {
        if let connection { return connection }
        let made = SQLiteConnection(database)
        connection = made
        return made
    }

    /// SQLite closes no connection that has statements.
    func forget() {
        connection?.forgetStatements()
        connection = nil
    }
}
