// SPDX-License-Identifier: EUPL-1.2
import Platform
import Storage
import TestSupport
import Testing

@Suite struct MigratorTests {
    private static let first = Migration("a.one", statements: ["CREATE TABLE one (id INTEGER)"])
    private static let second = Migration("a.two", statements: ["CREATE TABLE two (id INTEGER)"])

    private static func migrator(_ migrations: Migration...) throws(SchemaFault) -> Migrator {
        try Migrator([RoomSchema("a", migrations: migrations)])
    }

    @Test(arguments: TestEngine.allCases)
    func `migrations run once, in order`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            let result1 = try await Self.migrator(Self.first).migrate(engine, now: 1)
            #expect(result1 == ["a.one"])
            let result2 = try await Self.migrator(Self.first, Self.second).migrate(engine, now: 2)
            #expect(result2 == ["a.two"])
            let result3 = try await Self.migrator(Self.first, Self.second).migrate(engine, now: 3)
            #expect(result3 == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a newer database and an edited migration are refused`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            try await Self.migrator(Self.first, Self.second).migrate(engine, now: 1)
            await #expect(throws: StorageError.newerSchema(steps: ["a.two"])) {
                try await Self.migrator(Self.first).migrate(engine, now: 2)
            }
            let edited = Migration("a.one", statements: ["CREATE TABLE one (id INTEGER, x TEXT)"])
            await #expect(throws: StorageError.changedMigration(name: "a.one")) {
                try await Self.migrator(edited, Self.second).migrate(engine, now: 2)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a migration that fails leaves nothing`(_ kind: TestEngine) async throws {
        let broken = Migration(
            "a.two", statements: ["CREATE TABLE two (id INTEGER)", "INSERT INTO nowhere VALUES (1)"])
        try await withEmptyDatabase(kind) { engine in
            await #expect(throws: StorageError.self) {
                try await Self.migrator(Self.first, broken).migrate(engine, now: 1)
            }
            let result4 = try await Self.migrator(Self.first, Self.second).pending(on: engine).map(\.name)
            #expect(result4 == ["a.two"])
            let result5 = try await Self.migrator(Self.first, Self.second).migrate(engine, now: 2)
            #expect(result5 == ["a.two"])
        }
    }

    @Test func `rooms stand in any order, steps come after those they name`() throws {
        let schemas = [
            RoomSchema("b", migrations: [Migration("b.one", after: ["a.two"], statements: [])]),
            RoomSchema("a", migrations: [Self.first, Self.second]),
        ]
        #expect(try schemas.ordered().map(\.name) == ["a.one", "a.two", "b.one"])
        #expect(try schemas.reversed().ordered().map(\.name) == ["a.one", "a.two", "b.one"])
    }

    @Test func `steps that do not fit together are found when the program starts`() {
        func fault(_ schemas: RoomSchema...) -> SchemaFault? {
            do throws(SchemaFault) {
                _ = try schemas.ordered()
                return nil
            } catch {
                return error
            }
        }
        let nameless = RoomSchema("b", migrations: [Self.first])
        #expect(fault(nameless) == .misnamed("a.one", room: "b"))
        let room = RoomSchema("a", migrations: [Self.first])
        #expect(fault(room, room) == .doubled("a.one"))
        let lost = RoomSchema("b", migrations: [Migration("b.one", after: ["c.one"], statements: [])])
        #expect(fault(lost) == .unknown("c.one", before: "b.one"))
        let waiting = [
            RoomSchema("c", migrations: [Migration("c.one", after: ["d.one"], statements: [])]),
            RoomSchema("d", migrations: [Migration("d.one", after: ["c.one"], statements: [])]),
        ]
        #expect(fault(waiting[0], waiting[1]) == .circle(["c.one", "d.one"]))
    }

    /// As the release of 28 November left it: steps known by their number, under names of another form.
    @Test(arguments: TestEngine.allCases)
    func `a database with numbered steps gets their names once, and goes on`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let names = Schema.migrator.migrations.map(\.name)
            try await engine.write { connection in
                try connection.execute("DROP INDEX schema_migration_name")
                try connection.execute("UPDATE schema_migration SET name = 'old ' || number WHERE number <= 32")
            }
            let pending = try await Schema.migrator.pending(on: engine).map(\.name)
            #expect(pending == [])
            let more = RoomSchema("z", migrations: [Migration("z.one", statements: ["CREATE TABLE z (id INTEGER)"])])
            let done = try await Migrator([more] + Schema.rooms).migrate(engine, now: 1)
            #expect(done == ["z.one"])
            let stored = try await engine.read { connection in
                try connection.rows("SELECT name FROM schema_migration ORDER BY number") { $0.text(0) }
            }
            #expect(stored == names + ["z.one"])
        }
    }

    /// What the numbers were is history and may not move: the order in which they ran is the order of the names.
    @Test func `the former numbers are complete and in order`() {
        #expect(Schema.migrator.migrations.compactMap(\.formerly) == Array(1...32))
    }
}
