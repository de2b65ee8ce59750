// SPDX-License-Identifier: EUPL-1.2
import Storage
import Synchronization
import TestSupport
import Testing

private struct Note: StorageAnnouncement {
    let text: String
}

/// A writer whose transactions fail at `COMMIT` as often as told.
private final class StubbornWriter: WriterConnection {
    let dialect = SQLDialect.postgresql
    var announcements: [any StorageAnnouncement]?
    var isTransactionUsable = true
    var isWorthRepeating = false
    private(set) var began = 0
    private var failures: Int

    init(failures: Int) { self.failures = failures }

    func beginTransaction() {
        began += 1
        isWorthRepeating = false
    }
    func commitTransaction() throws {
        guard failures > 0 else { return }
        failures -= 1
        isWorthRepeating = true
        throw StorageError.collision(message: "deadlock detected")
    }
    func rollbackTransaction() {}
    func execute(_ sql: SQL) -> Int { 0 }
    func forEachRow(_ sql: SQL, _ body: (any StorageRow) throws -> Bool) {}
    func prepare(_ sql: SQL) throws -> any StorageStatement { throw StorageError.interrupted(message: "not here") }
    func bulkInsert(into table: String, columns: [String], append: (inout [SQLValue]) throws -> Bool) -> Int { 0 }
}

@Suite struct RepetitionTests {
    private struct Refused: Error {}

    /// Runs one write on a writer that fails so often; returns the runs, the waits and what was told.
    private func run(
        failures: Int, _ body: @escaping @Sendable (any StorageConnection) throws -> Void
    ) async -> (began: Int, waits: [Int], told: [String], error: (any Error)?) {
        let waits = Mutex<[Int]>([])
        let told = Mutex<[String]>([])
        let began = Mutex(0)
        let commit = GroupCommit(
            repetition: Repetition(attempts: 4) { attempt in waits.withLock { $0.append(attempt) } }
        ) { work in
            let writer = StubbornWriter(failures: failures)
            work(.success(writer))
            began.withLock { $0 = writer.began }
        }
        commit.observe { announced in told.withLock { $0 += announced.compactMap { ($0 as? Note)?.text } } }
        var fault: (any Error)?
        do { try await commit.run(body) } catch { fault = error }
        return (began.withLock { $0 }, waits.withLock { $0 }, told.withLock { $0 }, fault)
    }

    @Test func `a transaction that met another one runs anew and is told once`() async {
        let outcome = await run(failures: 2) { $0.announce(Note(text: "one")) }
        #expect(outcome.error == nil)
        #expect(outcome.began == 3 && outcome.waits == [1, 2])
        #expect(outcome.told == ["one"])
    }

    @Test func `an end comes: after so many runs the error is told`() async {
        let outcome = await run(failures: 10) { $0.announce(Note(text: "one")) }
        #expect(outcome.error as? StorageError == .collision(message: "deadlock detected"))
        #expect(outcome.began == 4 && outcome.told.isEmpty)
    }

    @Test func `a body's own error is no reason to run it again`() async {
        let outcome = await run(failures: 0) { _ in throw Refused() }
        #expect(outcome.error is Refused)
        #expect(outcome.began == 1)
    }

    @Test(arguments: TestEngine.allCases)
    func `a number beyond the range and a depth beyond the limit are named`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            let range: SQL = "SELECT abs(\(sqlite: "-9223372036854775808", postgresql: "2147483647 + 1"))"
            let found = await #expect(throws: StorageError.self) { _ = try await engine.read { try $0.integer(range) } }
            if case .outOfRange? = found {} else { Issue.record("\(String(describing: found))") }
            let deep = SQL(verbatim: "SELECT 1" + String(repeating: "+1", count: 100_000))
            let error = await #expect(throws: StorageError.self) { _ = try await engine.read { try $0.integer(deep) } }
            if case .tooDeep? = error {} else { Issue.record("\(String(describing: error).prefix(300))") }
            let next = try await engine.read { try $0.integer("SELECT 7") }
            #expect(next == 7)
        }
    }
}
