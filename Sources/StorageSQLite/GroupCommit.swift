// SPDX-License-Identifier: EUPL-1.2
import GRDB
import GRDBSQLite
import Storage
import Synchronization

/// Gathers the writes that wait while one transaction commits into the next transaction: one sync serves them all.
final class GroupCommit: Sendable {
    /// A waiting write: runs inside its savepoint, then learns whether the transaction became durable.
    private struct Job: Sendable {
        let run: @Sendable (any StorageConnection) -> (any Error)?
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isDraining = false
    }

    /// Writes in one transaction at most; bounds the time a commit takes.
    private static let maximumGroup = 512

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    func run<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T {
        let result = Mutex<T?>(nil)
        let box = Box(result: result)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let job = Job(
                run: { connection in
                    do {
                        let value = try body(connection)
                        box.store(value)
                        return nil
                    } catch {
                        return error
                    }
                },
                finish: { error in
                    if let error { continuation.resume(throwing: error) } else { continuation.resume() }
                })
            enqueue(job)
        }
        guard let value = box.take() else { throw StorageError.interrupted(message: "the write gave no result") }
        return value
    }

    private final class Box<T: Sendable>: Sendable {
        private let result: Mutex<T?>
        init(result: consuming Mutex<T?>) { self.result = result }
        func store(_ value: T) { result.withLock { $0 = value } }
        func take() -> T? { result.withLock { $0 } }
    }

    private func enqueue(_ job: Job) {
        let starts = state.withLock { state in
            state.waiting.append(job)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if starts {
            pool.asyncWriteWithoutTransaction { [self] database in drain(database) }
        }
    }

    private func drain(_ database: Database) {
        while true {
            let jobs: [Job] = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.maximumGroup))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isDraining = false }
                return group
            }
            if jobs.isEmpty { return }
            commit(jobs, database)
        }
    }

    private func commit(_ jobs: [Job], _ database: Database) {
        var outcomes: [(any Error)?] = []
        outcomes.reserveCapacity(jobs.count)
        do {
            try database.execute(sql: "BEGIN IMMEDIATE")
            let connection = SQLiteConnection(database)
            for job in jobs {
                if jobs.count == 1 {
                    let failure = job.run(connection)
                    outcomes.append(failure)
                    if failure != nil {
                        try database.execute(sql: "ROLLBACK")
                        job.finish(failure)
                        return
                    }
                } else {
                    try connection.execute("SAVEPOINT job")
                    let failure = job.run(connection)
                    if failure != nil { try connection.execute("ROLLBACK TO job") }
                    try connection.execute("RELEASE job")
                    outcomes.append(failure)
                }
            }
            try database.execute(sql: "COMMIT")
        } catch {
            if sqlite3_get_autocommit(database.sqliteConnection) == 0 { try? database.execute(sql: "ROLLBACK") }
            let failure = StorageError(error, sql: "COMMIT")
            for (index, job) in jobs.enumerated() {
                job.finish(index < outcomes.count ? outcomes[index] ?? failure : failure)
            }
            return
        }
        for (index, job) in jobs.enumerated() { job.finish(outcomes[index]) }
    }
}
