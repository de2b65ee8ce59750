// SPDX-License-Identifier: EUPL-1.2
import Storage
import TestSupport
import Testing

@Suite struct MigratorTests {
    private static let first = Migration(number: 1, name: "one", statements: ["CREATE TABLE one (id INTEGER)"])
    private static let second = Migration(number: 2, name: "two", statements: ["CREATE TABLE two (id INTEGER)"])

    @Test(arguments: TestEngine.allCases)
    func `migrations run once, in order`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            let result1 = try await Migrator([Self.first]).migrate(engine, now: 1)
            #expect(result1 == [1])
            let result2 = try await Migrator([Self.second, Self.first]).migrate(engine, now: 2)
            #expect(result2 == [2])
            let result3 = try await Migrator([Self.first, Self.second]).migrate(engine, now: 3)
            #expect(result3 == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a newer database and an edited migration are refused`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            try await Migrator([Self.first, Self.second]).migrate(engine, now: 1)
            await #expect(throws: StorageError.newerSchema(found: 2, known: 1)) {
                try await Migrator([Self.first]).migrate(engine, now: 2)
            }
            let edited = Migration(number: 1, name: "one", statements: ["CREATE TABLE one (id INTEGER, x TEXT)"])
            await #expect(throws: StorageError.changedMigration(number: 1, name: "one")) {
                try await Migrator([edited, Self.second]).migrate(engine, now: 2)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a migration that fails leaves nothing`(_ kind: TestEngine) async throws {
        let broken = Migration(
            number: 2, name: "two", statements: ["CREATE TABLE two (id INTEGER)", "INSERT INTO nowhere VALUES (1)"])
        try await withEmptyDatabase(kind) { engine in
            await #expect(throws: StorageError.self) {
                try await Migrator([Self.first, broken]).migrate(engine, now: 1)
            }
            let result4 = try await Migrator([Self.first, Self.second]).pending(on: engine).map(\.number)
            #expect(result4 == [2])
            let result5 = try await Migrator([Self.first, Self.second]).migrate(engine, now: 2)
            #expect(result5 == [2])
        }
    }
}
