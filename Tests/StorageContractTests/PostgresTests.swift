// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import StoragePostgres
import Synchronization
import TestSupport
import Testing

private struct Heard: StorageAnnouncement {
    let text: String
}

/// PostgreSQL beside other programs, and behind a network that fails.
@Suite struct PostgresTests {
    private static let table: SQL = "CREATE TABLE sample (id \(SQL.bigint) PRIMARY KEY, text TEXT)"

    private func withEngines(
        _ urls: [String], repetition: Repetition = PostgresEngine.repetition,
        _ body: ([PostgresEngine]) async throws -> Void
    ) async throws {
        let engines = try urls.map {
            try PostgresEngine(url: $0, maximumReaders: 2, patience: .seconds(2), repetition: repetition)
        }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(engines)) } catch { outcome = .failure(error) }
        for engine in engines { await engine.close() }
        try outcome.get()
    }

    /// Writes that each lock two rows, in either order.
    private func writeCrosswise(_ engines: [PostgresEngine], times: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, engine) in engines.enumerated() {
                let order = index.isMultiple(of: 2) ? [1, 2] : [2, 1]
                group.addTask {
                    for _ in 0..<times {
                        try await engine.write { connection in
                            for id in order {
                                try connection.execute("UPDATE sample SET text = text || '.' WHERE id = \(id)")
                                Thread.sleep(forTimeInterval: 0.01)
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let lengths = try await engines[0].read { try $0.rows("SELECT length(text) FROM sample") { $0.integer(0) } }
        #expect(lengths == [Int64(times * engines.count), Int64(times * engines.count)])
    }

    @Test func `programs that lock the same rows crosswise take turns`() async throws {
        try await withPostgresURL { url in
            // a deadlock would show: nothing is run again
            try await withEngines([url, url], repetition: .none) { engines in
                try await engines[0].write { connection in
                    try connection.execute(Self.table)
                    try connection.execute("INSERT INTO sample (id, text) VALUES (1, ''), (2, '')")
                }
                try await writeCrosswise(engines, times: 20)
            }
        }
    }

    /// A program that takes no turn, here one with another first schema, can still meet ours.
    @Test func `a deadlock is no error: the transaction runs anew`() async throws {
        try await withPostgresURL { url in
            let other = url.replacing("search_path%3D", with: "search_path%3Dpublic%2C")
            try await withEngines([url, other]) { engines in
                try await engines[0].write { connection in
                    try connection.execute(Self.table)
                    try connection.execute("INSERT INTO sample (id, text) VALUES (1, ''), (2, '')")
                }
                try await writeCrosswise(engines, times: 5)
            }
        }
    }

    @Test func `tables that another program makes anew are read and written at once`() async throws {
        try await withPostgresURL { url in
            try await withEngines([url, url]) { engines in
                let (server, command) = (engines[0], engines[1])
                try await server.write { try $0.execute(Self.table) }
                for kind in ["TEXT", "DOUBLE PRECISION", "BYTEA"] {
                    try await command.write { connection in
                        try connection.execute("DROP TABLE sample")
                        try connection.execute("CREATE TABLE sample (id BIGINT, text \(SQL(verbatim: kind)))")
                        try connection.execute("INSERT INTO sample (id) VALUES (1)")
                    }
                    for _ in 0..<3 {
                        let found = try await server.read { try $0.rows("SELECT * FROM sample") { $0.columnCount } }
                        #expect(found == [2])
                    }
                    try await server.write { connection in
                        let found = try connection.rows("UPDATE sample SET id = id + 1 RETURNING *") { $0.integer(0) }
                        #expect(found == [2])
                        try connection.execute("UPDATE sample SET id = 1")
                    }
                }
            }
        }
    }

    @Test func `statements that somebody else has removed are prepared anew`() async throws {
        try await withPostgresURL { url in
            try await withEngines([url]) { engines in
                for _ in 0..<3 {
                    #expect(try await engines[0].write { try $0.integer("SELECT 7") } == 7)
                    try await engines[0].write { _ = try $0.execute("DEALLOCATE ALL") }
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(30)))
    func `a server that does not answer a cancellation holds nobody up`() async throws {
        try await withPostgresURL { url in
            try await PostgresProxy.with(url) { proxy, url in
                try await withEngines([url]) { engines in
                    _ = try await engines[0].read { try $0.integer("SELECT 1") }
                    proxy.set(.holdsCancellations)
                    let reads = (0..<8).map { _ in
                        Task { try await engines[0].read { try $0.text("SELECT CAST(pg_sleep(1) AS TEXT)") } }
                    }
                    try await Task.sleep(for: .milliseconds(200))
                    for read in reads { read.cancel() }
                    for read in reads { _ = await read.result }
                    #expect(try await engines[0].read { try $0.integer("SELECT 7") } == 7)
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `a connection that is lost while COMMIT is under way: the answer is what is true`(isKept: Bool) async throws {
        try await withPostgresURL { url in
            try await PostgresProxy.with(url) { proxy, url in
                try await withEngines([url]) { engines in
                    let heard = Mutex<[String]>([])
                    engines[0].observe { announced in
                        heard.withLock { $0 += announced.compactMap { ($0 as? Heard)?.text } }
                    }
                    try await engines[0].write { try $0.execute(Self.table) }
                    proxy.set(isKept ? .cutsAfterCommit : .cutsBeforeCommit)
                    let error = await self.error {
                        try await engines[0].write { connection in
                            connection.announce(Heard(text: "stored"))
                            try connection.execute("INSERT INTO sample (id) VALUES (1)")
                        }
                    }
                    if isKept {
                        #expect(error == nil)
                    } else if case .unavailable? = error {
                    } else {
                        Issue.record("\(String(describing: error))")
                    }
                    let count = try await engines[0].read { try $0.integer("SELECT count(*) FROM sample") }
                    #expect(count == (isKept ? 1 : 0))
                    #expect(heard.withLock { $0 } == (isKept ? ["stored"] : []))
                }
            }
        }
    }

    @Test func `a server that does not come back leaves the outcome unknown, and the error says so`() async throws {
        try await withPostgresURL { url in
            try await PostgresProxy.with(url) { proxy, url in
                try await withEngines([url]) { engines in
                    try await engines[0].write { try $0.execute(Self.table) }
                    proxy.set(.cutsAfterCommitForGood)
                    let error = await self.error {
                        try await engines[0].write { _ = try $0.execute("INSERT INTO sample (id) VALUES (1)") }
                    }
                    if case .outcomeUnknown? = error {} else { Issue.record("\(String(describing: error))") }
                }
            }
        }
    }

    private func error(_ body: () async throws -> Void) async -> StorageError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? StorageError
        }
    }
}
