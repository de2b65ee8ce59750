// SPDX-License-Identifier: EUPL-1.2

/// Brings a database to the newest schema: forward only, one transaction a migration, each checksummed.
public struct Migrator: Sendable {
    public let migrations: [Migration]

    /// - Parameter migrations: of all rooms; sorted by number here, numbers must be 1, 2, 3, …
    public init(_ migrations: [Migration]) {
        self.migrations = migrations.sorted { $0.number < $1.number }
        for (index, migration) in self.migrations.enumerated() {
            precondition(migration.number == index + 1, "migration \(migration.name) should be number \(index + 1)")
        }
    }

    /// What a database still needs.
    public func pending(on engine: any StorageEngine) async throws -> [Migration] {
        let applied = try await applied(on: engine)
        return migrations.filter { applied[$0.number] == nil }
    }

    /// Applies what is missing, now as microseconds UTC; returns the numbers applied.
    /// - Throws: `StorageError.newerSchema`, `.changedMigration`.
    @discardableResult
    public func migrate(_ engine: any StorageEngine, now: Int64) async throws -> [Int] {
        var done: [Int] = []
        for migration in try await pending(on: engine) {
            let isApplied = try await engine.write { connection in
                // Two programs may start at once on one server: the second waits here and then finds it done.
                try connection.execute("SELECT \(sqlite: "1", postgresql: "pg_advisory_xact_lock(7140254)")")
                try connection.execute(Self.table)
                let before = try connection.integer(
                    "SELECT count(*) FROM schema_migration WHERE number = \(migration.number)")
                guard before == 0 else { return false }
                for statement in migration.statements {
                    try connection.execute(statement)
                }
                let checksum = migration.checksum(for: connection.dialect)
                try connection.execute(
                    """
                    INSERT INTO schema_migration (number, name, checksum, applied_at)
                    VALUES (\(migration.number), \(migration.name), \(checksum), \(now))
                    """)
                return true
            }
            if isApplied { done.append(migration.number) }
        }
        return done
    }

    private func applied(on engine: any StorageEngine) async throws -> [Int: Int64] {
        let known = migrations
        return try await engine.read { connection in
            let exists = try connection.integer(
                """
                SELECT count(*) FROM \(sqlite: "sqlite_master", postgresql: "information_schema.tables")
                WHERE \(sqlite: "name", postgresql: "table_schema = current_schema() AND table_name") = 'schema_migration'
                """)
            guard exists != 0 else { return [:] }
            var applied: [Int: Int64] = [:]
            try connection.forEachRow("SELECT number, checksum FROM schema_migration ORDER BY number") { row in
                applied[Int(row.integer(0))] = row.integer(1)
                return true
            }
            if let newest = applied.keys.max(), newest > known.count {
                throw StorageError.newerSchema(found: newest, known: known.count)
            }
            for migration in known {
                if let checksum = applied[migration.number], checksum != migration.checksum(for: connection.dialect) {
                    throw StorageError.changedMigration(number: migration.number, name: migration.name)
                }
            }
            return applied
        }
    }

    private static let table: SQL = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum \(SQL.bigint) NOT NULL,
            applied_at \(SQL.bigint) NOT NULL)
        """
}
