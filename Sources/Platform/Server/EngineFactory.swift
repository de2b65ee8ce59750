// SPDX-License-Identifier: EUPL-1.2
import Foundation
import SensorThings
public import Storage
import StorageSQLite
import StoragePostgres

/// Opens what `--database` names.
public enum EngineFactory {
    /// Whether the text is a `postgres://` URL and not a file's path.
    public static func isServer(_ database: String) -> Bool {
        database.hasPrefix("postgres://") || database.hasPrefix("postgresql://")
    }

    /// How a database is opened; a server knows of the readers and their limit only.
    public struct Opening: Sendable {
        public var readers = 8
        /// Seconds that a read may take; nil for as long as it takes.
        public var readLimit: Int?
        /// Megabytes that must stay free on the disk of a file, or the server is not ready.
        public var diskReserve = 0
        /// A file without a byte or a table becomes a new town.
        public var mayBegin = false
        /// Holds the file so that no restore and no second server takes it.
        public var isServer = false
        /// Hears of statements that take long.
        public var slow: SlowStatements?

        public init() {}
    }

    /// Runs `body` on a file by its path or a server by its `postgres://` URL, with the schema up to date, and closes it on
    /// every end: nothing is left beside the file unless another program has it open.
    ///
    /// A running server is told what is written. What stands in the way of a clean end is thrown after a body that went
    /// well, and told to `note` otherwise; `note` also hears that other programs have the file open.
    public static func using<T>(
        _ database: String, _ opening: Opening = Opening(), note: (String) -> Void,
        _ body: (any StorageEngine) async throws -> T
    ) async throws -> T {
        let engine = try open(database, opening)
        let value: T
        do {
            try await migrate(engine)
            engine.relay(through: ChangeOutbox(.sender))
            value = try await body(engine)
        } catch {
            if let fault = await engine.close(), String(describing: fault) != String(describing: error) {
                note(fault.description)
            }
            throw error
        }
        guard let fault = await engine.close() else { return value }
        guard case .stillOpen = fault else { throw fault }
        note(fault.description)
        return value
    }

    private static func open(_ database: String, _ opening: Opening) throws -> any StorageEngine {
        if isServer(database) {
            return try PostgresEngine(
                url: database, maximumReaders: opening.readers, readLimit: opening.readLimit,
                tellingSlow: opening.slow)
        }
        var file = SQLiteEngine.Opening()
        file.maximumReaders = opening.readers
        file.readLimit = opening.readLimit
        file.diskReserve = Int64(opening.diskReserve) * 1_048_576
        file.mayBegin = opening.mayBegin
        file.isServer = opening.isServer
        file.slow = opening.slow
        return try SQLiteEngine(path: database, file)
    }

    private static func migrate(_ engine: any StorageEngine) async throws {
        let pending = try await Schema.migrator.pending(on: engine)
        let applied = Schema.migrator.migrations.count - pending.count
        if let file = engine as? SQLiteEngine, applied > 0, !pending.isEmpty {
            _ = try await file.backupBeforeMigration(number: applied + 1)
        }
        try await Schema.migrator.migrate(engine, now: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
