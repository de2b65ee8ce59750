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
    private let writer: GroupCommit
    private let readLimit: Int?

    /// Opens or creates the file at `path`; a read of more than `readLimit` seconds ends with `StorageError.tooLong`.
    /// - Throws: `StorageError.corrupt`, `.readOnly`, `.unavailable`.
    public init(path: String, maximumReaders: Int = 8, readLimit: Int? = nil) throws {
        self.readLimit = readLimit
        var configuration = Configuration()
        configuration.maximumReaderCount = maximumReaders
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
        writer = GroupCommit { work in
            pool.asyncWriteWithoutTransaction { database in
                work(.success(SQLiteConnection(database)))
            }
        }
    }

    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        let isCancelled = CancellationMark(limit: readLimit)
        do {
            return try await withTaskCancellationHandler {
                try await pool.read { database in
                    // An interrupt between two statements is lost; the mark is seen by each of them while it works.
                    isCancelled.watch(database.sqliteConnection)
                    defer { sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil) }
                    return try body(SQLiteConnection(database))
                }
            } onCancel: {
                isCancelled.set()
            }
        } catch let error where error is DatabaseError || error is CancellationError || error is StorageError {
            if let readLimit, isCancelled.isOverdue { throw StorageError.tooLong(seconds: readLimit) }
            throw StorageError(error, sql: "")
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
        try? pool.close()
    }
}

/// Says that a read is no longer wanted, or has taken its time.
private final class CancellationMark: Sendable {
    /// Steps of SQLite's machine between two looks at the mark: far below a millisecond.
    private static let steps: CInt = 20_000

    private let mark = Atomic(false)
    private let overdue = Atomic(false)
    private let end: ContinuousClock.Instant?

    init(limit: Int?) {
        end = limit.map { .now + .seconds($0) }
    }

    var isOverdue: Bool { overdue.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }

    private var isOver: Bool {
        if mark.load(ordering: .relaxed) { return true }
        guard let end, ContinuousClock.now > end else { return false }
        overdue.store(true, ordering: .relaxed)
        return true
    }

    /// Ends the statements of a connection once the mark is set; it has to outlive them.
    func watch(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(
            connection, Self.steps,
            { context in
                guard let context else { return 0 }
                let mark = Unmanaged<CancellationMark>.fromOpaque(context).takeUnretainedValue()
                return mark.isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
