// SPDX-License-Identifier: EUPL-1.2

/// Brings a database to the newest schema: forward only, one transaction a migration, each checksummed.
///
/// A step is known by its name. Databases of before 29 November 2026 know theirs by a number; they get the names once.
public struct Migrator: Sendable {
    /// In the order in which they run.
    public let migrations: [Migration]

    /// - Throws: `SchemaFault`.
    public init(_ rooms: [RoomSchema]) throws(SchemaFault) {
        migrations = try rooms.ordered()
    }

    private init(ordered migrations: [Migration]) { self.migrations = migrations }

    /// The steps up to this one, it included: a database of an earlier state.
    public func upTo(_ name: String) -> Migrator {
        let last = migrations.firstIndex { $0.name == name } ?? migrations.endIndex - 1
        return Migrator(ordered: Array(migrations[...last]))
    }

    /// What a database still needs.
    /// - Throws: `StorageError.newerSchema`, `.changedMigration`.
    public func pending(on engine: any StorageEngine) async throws -> [Migration] {
        let there = try await engine.read { connection in try applied(on: connection) }
        return migrations.filter { there[$0.name] == nil }
    }

    /// Applies what is missing, now as microseconds UTC; returns the names of what was applied.
    /// - Throws: `StorageError.newerSchema`, `.changedMigration`.
    @discardableResult
    public func migrate(_ engine: any StorageEngine, now: Int64) async throws -> [String] {
        let pending = try await pending(on: engine)
        let isNamed = try await engine.read { connection in try holdsNames(connection) }
        if !isNamed {
            try await engine.write { connection in
                try lock(connection)
                try name(on: connection)
            }
        }
        var done: [String] = []
        for migration in pending {
            let isApplied = try await engine.write { connection in
                // Two programs may start at once on one server: the second waits here and then finds it done.
                try lock(connection)
                try connection.execute(Self.table)
                try connection.execute(Self.key)
                let before = try connection.integer(
                    "SELECT count(*) FROM schema_migration WHERE name = \(migration.name)")
                guard before == 0 else { return false }
                for statement in migration.statements {
                    try connection.execute(statement)
                }
                let checksum = migration.checksum(for: connection.dialect)
                let last = try connection.integer("SELECT coalesce(max(number), 0) FROM schema_migration") ?? 0
                let number = migration.formerly.map(Int64.init) ?? (max(last, Int64(lastNumbered)) + 1)
                try connection.execute(
                    """
                    INSERT INTO schema_migration (number, name, checksum, applied_at)
                    VALUES (\(number), \(migration.name), \(checksum), \(now))
                    """)
                return true
            }
            if isApplied { done.append(migration.name) }
        }
        return done
    }

    private func lock(_ connection: any StorageConnection) throws {
        try connection.execute("SELECT \(sqlite: "1", postgresql: "pg_advisory_xact_lock(7140254)")")
    }

    // MARK: Databases of before the names

    /// The last number that was given out by hand; later steps are numbered in the order in which they came.
    private var lastNumbered: Int { migrations.compactMap(\.formerly).max() ?? 0 }

    private var numbered: [Int64: String] {
        let pairs = migrations.compactMap { migration in migration.formerly.map { (Int64($0), migration.name) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Whether each step that once had a number has its name in the database.
    private func holdsNames(_ connection: any StorageConnection) throws -> Bool {
        guard try Self.exists(on: connection) else { return true }
        let rows = try rows(on: connection)
        return rows.allSatisfy { numbered[$0.number] == nil || numbered[$0.number] == $0.name }
    }

    private func name(on connection: any StorageConnection) throws {
        for (number, name) in numbered.sorted(by: { $0.key < $1.key }) {
            try connection.execute("UPDATE schema_migration SET name = \(name) WHERE number = \(number)")
        }
        try connection.execute(Self.key)
    }

    // MARK: What is there

    private struct Row {
        let number: Int64
        let name: String
        let checksum: Int64
    }

    private func rows(on connection: any StorageConnection) throws -> [Row] {
        try connection.rows("SELECT number, name, checksum FROM schema_migration ORDER BY number") { row in
            Row(number: row.integer(0), name: row.text(1), checksum: row.integer(2))
        }
    }

    /// Checksums of what was applied, by name.
    private func applied(on connection: any StorageConnection) throws -> [String: Int64] {
        guard try Self.exists(on: connection) else { return [:] }
        var applied: [String: Int64] = [:]
        for row in try rows(on: connection) { applied[numbered[row.number] ?? row.name] = row.checksum }
        let known = Set(migrations.map(\.name))
        let unknown = applied.keys.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else { throw StorageError.newerSchema(steps: unknown) }
        for migration in migrations {
            if let checksum = applied[migration.name], checksum != migration.checksum(for: connection.dialect) {
                throw StorageError.changedMigration(name: migration.name)
            }
        }
        return applied
    }

    private static func exists(on connection: any StorageConnection) throws -> Bool {
        try connection.integer(
            """
            SELECT count(*) FROM \(sqlite: "sqlite_master", postgresql: "information_schema.tables")
            WHERE \(sqlite: "name", postgresql: "table_schema = current_schema() AND table_name") = 'schema_migration'
            """) != 0
    }

    private static let table: SQL = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum \(SQL.bigint) NOT NULL,
            applied_at \(SQL.bigint) NOT NULL)
        """
    private static let key: SQL =
        "CREATE UNIQUE INDEX IF NOT EXISTS schema_migration_name ON schema_migration (name)"
}
