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

    /// Opens a file by its path or a server by its `postgres://` URL; throws `StorageError`.
    ///
    /// `readLimit` is how many seconds a read may take.
    public static func open(_ database: String, readers: Int = 8, readLimit: Int? = nil) throws -> any StorageEngine {
        if isServer(database) {
            return try PostgresEngine(url: database, maximumReaders: readers, readLimit: readLimit)
        }
        return try SQLiteEngine(path: database, maximumReaders: readers, readLimit: readLimit)
    }

    /// Opens and brings the schema up to date; a server that runs on the database is told what is written.
    public static func openMigrated(_ database: String, readers: Int = 8, readLimit: Int? = nil) async throws
        -> any StorageEngine
    {
        let engine = try open(database, readers: readers, readLimit: readLimit)
        do {
            let pending = try await Schema.migrator.pending(on: engine)
            if let file = engine as? SQLiteEngine, let first = pending.first, first.number > 1 {
                _ = try await file.backupBeforeMigration(number: first.number)
            }
            try await Schema.migrator.migrate(engine, now: Int64(Date().timeIntervalSince1970 * 1_000_000))
            engine.relay(through: ChangeOutbox(.sender))
            return engine
        } catch {
            await engine.close()
            throw error
        }
    }
}
