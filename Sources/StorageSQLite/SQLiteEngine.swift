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
    let file: DatabaseFile
    /// Its one writing connection; readers have threads of their own.
    let pool: DatabasePool
    let fileGuard: FileGuard
    let readers: ConnectionWorkers<SQLiteReader>
    /// For costly reads, on threads that let those of the others go first.
    let costlyReaders: ConnectionWorkers<SQLiteReader>
    private let costlyReads: CostlyReads
    private let writer: GroupCommit
    let writing = WritingConnection()
    private let readLimit: Int?
    private let diskReserve: Int64
    private let lock: DatabaseLock?
    var isServer: Bool { lock != nil }
    let ending = Mutex(Ending())

    /// How the file is opened.
    public struct Opening: Sendable {
        /// Connections for reading; a quarter of them, at least one, is for costly reads, and fewer than there are
        /// processors: one is left to the cheap ones.
        public var maximumReaders = 8
        /// Seconds that a read may take; nil for as long as it takes.
        public var readLimit: Int?
        /// Bytes that must stay free on the disk; below that `standing` answers `StorageError.diskFull`. 0 for none.
        public var diskReserve: Int64 = 0
        /// A file without a byte or a table becomes a new database.
        public var mayBegin = false
        /// Holds the file's `DatabaseLock` as long as the engine is open.
        public var isServer = false
        /// Hears of statements that take long.
        public var slow: SlowStatements?

        public init() {}
    }

    /// Opens the file at `path`, or makes a new one where there is none.
    /// - Throws: `StorageError.unfit` for a file that is no town's, `.corrupt`, `.readOnly`, `.unavailable`.
    public convenience init(path: String, maximumReaders: Int = 8, readLimit: Int? = nil) throws {
        var opening = Opening()
        opening.maximumReaders = maximumReaders
        opening.readLimit = readLimit
        try self.init(path: path, opening)
    }

    /// Opens the file at `path`, or makes a new one where there is none.
    /// - Throws: `StorageError.unfit` for a file that is no town's, `.corrupt`, `.readOnly`, `.unavailable`.
    public init(path: String, _ opening: Opening) throws {
        _ = try FilePlace(path)
        // Before anything is looked at, so that no restore can put another file in its place meanwhile.
        lock = opening.isServer ? try DatabaseLock(path: path) : nil
        readLimit = opening.readLimit
        diskReserve = opening.diskReserve
        location = path
        file = DatabaseFile(path)
        let guardHolder = GuardHolder()
        let configuration = Self.configuration(guardHolder, isServer: opening.isServer)
        do {
            let content = try file.examine(mayBegin: opening.mayBegin)
            if content == .absent { try file.create() }
            try lock?.holdFile()
            ending.withLock { $0.isWithoutLog = content == .town(isWithoutLog: true) }
            pool = try Self.open(file, configuration)
            if try !pool.write({ try GeoPackage.prepare($0) }) {
                // into the file itself, so that a copy without the log carries it
                _ = try pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
            }
        } catch {
            throw StorageError(error, sql: "open \(path)")
        }
        fileGuard = FileGuard(file)
        guardHolder.fileGuard.withLock { [fileGuard] in $0 = fileGuard }
        let slow = opening.slow
        writer = GroupCommit { [pool, fileGuard, writing] work in
            pool.asyncWriteWithoutTransaction { database in
                work(.success(writing.connection(to: database, guardedBy: fileGuard, tellingSlow: slow)))
            }
        }
        var reading = configuration
        reading.readonly = true
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let costly = max(1, min(opening.maximumReaders / 4, processors - 1))
        readers = ConnectionWorkers(maximum: opening.maximumReaders - costly) { [reading, file] in
            SQLiteReader(path: file.path, configuration: reading, tellingSlow: slow)
        }
        costlyReaders = ConnectionWorkers(maximum: costly, niceness: 10) { [reading, file] in
            SQLiteReader(path: file.path, configuration: reading, tellingSlow: slow)
        }
        costlyReads = CostlyReads(atOnce: costly)
    }

    /// The guard, for connections that are opened later by the file's name.
    private final class GuardHolder: Sendable {
        let fileGuard = Mutex<FileGuard?>(nil)
    }

    private static func configuration(_ holder: GuardHolder, isServer: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        // GRDB's own asks Linux for a higher priority, which a user may not have: each thread would say so in the journal
        configuration.qos = .default
        configuration.prepareDatabase { database in
            // A new reader must not read another file that has got the name meanwhile.
            try holder.fileGuard.withLock { $0 }?.check()
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA foreign_keys = ON")
            // what is deleted is gone: keys of pseudonyms are destroyed so
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // KiB a connection: a server's writer has pages that are worth keeping, the many readers and the commands,
            // which write one thing after the other, share the system's cache.
            let cache = database.configuration.readonly ? 2000 : isServer ? 16000 : 4000
            try database.execute(sql: "PRAGMA cache_size = -\(cache)")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            LetterCase.defineFunctions(database)
            GeoPackage.defineFunctions(database.sqliteConnection)
            NumberSetFunction.define(database.sqliteConnection)
            let code = spatial_define_functions(database.sqliteConnection.map { UnsafeMutableRawPointer($0) })
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
        return configuration
    }

    /// Opens the pool, which switches the file to its write-ahead log; somebody else may be opening or closing it now.
    private static func open(_ file: DatabaseFile, _ configuration: Configuration) throws -> DatabasePool {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            do {
                let pool = try DatabasePool(path: file.path, configuration: configuration)
                // GRDB lowers it to NORMAL when it switches: then a commit waits for no disk.
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                return pool
            } catch let error as DatabaseError {
                let isBusy =
                    error.resultCode == .SQLITE_BUSY || error.message?.hasPrefix("could not activate WAL") == true
                guard isBusy, ContinuousClock.now < end else { throw error }
                usleep(50_000)
            }
        }
    }

    public func read<T: Sendable>(
        _ cost: ReadCost, _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        guard case .costly(let client, let isContinuation) = cost else { return try await read(on: readers, body) }
        return try await costlyReads.run(for: client, isContinuation: isContinuation) {
            try await read(on: costlyReaders, body)
        }
    }

    private func read<T: Sendable>(
        on readers: ConnectionWorkers<SQLiteReader>, _ body: @escaping @Sendable (any StorageConnection) throws -> T
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
        // Once it is known, nobody waits for a refusal.
        if let loss = fileGuard.loss { throw loss }
        return try await writer.run(body)
    }

    public func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) {
        writer.observe(listener)
    }

    public func relay(through relay: any AnnouncementRelay) { writer.relay(through: relay) }

    public func sizeInBytes() async throws -> Int64 {
        ["", "-wal"].reduce(0) { $0 + (DatabaseFile.size(at: file.path + $1) ?? 0) }
    }

    public func standing() -> StorageError? {
        if let fault = fileGuard.look() ?? lock?.look() { return fault }
        guard diskReserve > 0, let free = file.freeBytes else { return nil }
        // what waits in the log has to find room in the file itself
        let reserve = max(diskReserve, DatabaseFile.size(at: file.log) ?? 0)
        guard free < reserve else { return nil }
        return .diskFull(
            message: """
                \(free / 1_048_576) MB are free where \(file.name) lies, \((reserve + 1_048_575) / 1_048_576) MB are \
                reserved (setting disk-reserve)
                """)
    }

    public func writeProbe() async -> StorageError? {
        if let fault = standing() { return fault }
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

    @discardableResult
    public func close() async -> StorageError? { await end() }
}

/// The writer's connection with its statements, which outlive a group of writes.
final class WritingConnection: @unchecked Sendable {
    // only ever touched on the writer's queue
    private var connection: SQLiteConnection?

    func connection(
        to database: Database, guardedBy fileGuard: FileGuard, tellingSlow slow: SlowStatements?
    ) -> SQLiteConnection {
        if let connection { return connection }
        let made = SQLiteConnection(database, guardedBy: fileGuard, tellingSlow: slow)
        connection = made
        return made
    }

    /// SQLite closes no connection that has statements.
    func forget() {
        connection?.forgetStatements()
        connection = nil
    }
}
