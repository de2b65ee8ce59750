// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// The writer of an engine, as group commit drives it.
public protocol WriterConnection: StorageConnection {
    func beginTransaction() throws
    /// Makes the transaction durable.
    /// - Throws: `StorageError.outcomeUnknown` when it may be durable; each other error says that it is not.
    func commitTransaction() throws
    /// Ends the transaction if one is open; never throws.
    func rollbackTransaction()
    /// False when the engine has ended or spoilt the transaction by itself (full disk, a failed statement on PostgreSQL).
    var isTransactionUsable: Bool { get }
    /// Whether a statement since the beginning of the transaction failed for a cause outside it, so that the same
    /// transaction run anew may well succeed: a deadlock, a plan that a change of tables has made void.
    var isWorthRepeating: Bool { get }
}

/// How often a transaction that met another one is run, and how long it waits in between.
public struct Repetition: Sendable {
    /// Runs of one transaction at most.
    public let attempts: Int
    /// Waits on the writer's own thread, after the attempt of this number (from 1).
    let wait: @Sendable (_ attempt: Int) -> Void

    public init(attempts: Int, wait: @escaping @Sendable (_ attempt: Int) -> Void) {
        self.attempts = attempts
        self.wait = wait
    }

    /// Each transaction runs once.
    public static let none = Repetition(attempts: 1) { _ in }
}

/// Gathers the writes that wait while one transaction commits into the next transaction: one sync serves them all.
///
/// A transaction that a deadlock or a change of tables has ended is run anew, so a body may run several times: it must
/// change nothing but the database.
public final class GroupCommit: Sendable {
    /// A waiting write: runs inside its savepoint, then learns whether the transaction became durable.
    private protocol Job: Sendable {
        func run(_ connection: any StorageConnection) -> (any Error)?
        func finish(_ error: (any Error)?)
    }

    private struct State {
        var waiting: [any Job] = []
        var isDraining = false
    }

    /// Writes in one transaction at most; bounds the time a commit takes.
    private static let maximumGroup = 512
    /// Groups that keep their jobs apart after one has failed.
    private static let carefulAfterFailure = 64

    private let state = Mutex(State())
    private let listeners = Mutex<[@Sendable ([any StorageAnnouncement]) -> Void]>([])
    private let relay = Mutex<(any AnnouncementRelay)?>(nil)
    private let repetition: Repetition
    // changed on the writer's thread only
    private let carefulGroups = Atomic(0)
    private let onWriter: @Sendable (@escaping @Sendable (Result<any WriterConnection, StorageError>) -> Void) -> Void

    /// `onWriter` calls its argument once on the writer's thread, soon; `repetition` is for transactions that met others.
    public init(
        repetition: Repetition = .none,
        onWriter:
            @escaping @Sendable (
                @escaping @Sendable (Result<any WriterConnection, StorageError>) -> Void
            ) -> Void
    ) {
        self.repetition = repetition
        self.onWriter = onWriter
    }

    /// Runs `body` with the next group and returns when that group is durable.
    public func run<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T {
        let write = Write(body)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                write.continuation.withLock { $0 = continuation }
                enqueue(write)
            }
        } onCancel: {
            write.isCancelled.store(true, ordering: .relaxed)
        }
        return try write.value()
    }

    /// Adds one who is told what the writes have announced.
    public func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) {
        listeners.withLock { $0.append(listener) }
    }

    /// Tells other processes of the writes, or learns of theirs, from the next transaction on.
    public func relay(through relay: any AnnouncementRelay) {
        self.relay.withLock { $0 = relay }
    }

    private final class Write<T: Sendable>: Job {
        let body: @Sendable (any StorageConnection) throws -> T
        let result = Mutex<T?>(nil)
        let continuation = Mutex<CheckedContinuation<Void, any Error>?>(nil)
        let isCancelled = Atomic(false)

        init(_ body: @escaping @Sendable (any StorageConnection) throws -> T) {
            self.body = body
        }

        func run(_ connection: any StorageConnection) -> (any Error)? {
            if isCancelled.load(ordering: .relaxed) {
                return StorageError.interrupted(message: "the request was cancelled before its write began")
            }
            do {
                let value = try body(connection)
                result.withLock { $0 = value }
                return nil
            } catch {
                return error
            }
        }

        func finish(_ error: (any Error)?) {
            let waiting = continuation.withLock { $0.take() }
            if let error { waiting?.resume(throwing: error) } else { waiting?.resume() }
        }

        func value() throws -> T {
            guard let value = result.withLock({ $0 }) else {
                throw StorageError.interrupted(message: "the write gave no result")
            }
            return value
        }
    }

    private func enqueue(_ job: any Job) {
        let starts = state.withLock { state in
            state.waiting.append(job)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if starts {
            onWriter { [self] writer in drain(writer) }
        }
    }

    private func drain(_ writer: Result<any WriterConnection, StorageError>) {
        while true {
            let jobs: [any Job] = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.maximumGroup))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isDraining = false }
                return group
            }
            if jobs.isEmpty { return }
            switch writer {
            case .success(let connection): commit(jobs, connection)
            case .failure(let error): for job in jobs { job.finish(error) }
            }
        }
    }

    /// What a transaction came to.
    private struct Outcome {
        /// The errors of the jobs that have run; nil for those that succeeded.
        var errors: [(any Error)?] = []
        /// Where the announcements of each job end.
        var ends: [Int] = []
        /// What other processes have sent.
        var arrived: [[any StorageAnnouncement]] = []
        /// Whether what the jobs have announced was sent: who takes it hears of it, this process too when it comes to lead.
        var isSent = false
        /// Why nothing of it is durable.
        var failure: (any Error)?
        /// Whether that is one of the jobs, not the commit.
        var hasFailedJob: Bool { failure != nil && errors.last.flatMap { $0 } != nil }
    }

    /// Whether the jobs get a savepoint each. Most never fail, so that a group goes without until one did: then it is
    /// run anew, and the next groups keep their jobs apart from the start.
    private func takesCare() -> Bool {
        let left = carefulGroups.load(ordering: .relaxed)
        if left > 0 { carefulGroups.store(left - 1, ordering: .relaxed) }
        return left > 0
    }

    private func commit(_ jobs: [any Job], _ connection: any WriterConnection) {
        let listeners = listeners.withLock { $0 }
        var attempt = 1
        func run(isApart: Bool) -> Outcome {
            transact(
                jobs, connection, isApart: isApart, isHeard: !listeners.isEmpty,
                isLast: attempt >= repetition.attempts)
        }
        let isApart = takesCare()
        var outcome = run(isApart: isApart)
        if !isApart, jobs.count > 1, outcome.hasFailedJob {
            carefulGroups.store(Self.carefulAfterFailure, ordering: .relaxed)
            if !connection.isWorthRepeating { outcome = run(isApart: true) }
        }
        while outcome.failure != nil, connection.isWorthRepeating, attempt < repetition.attempts {
            repetition.wait(attempt)
            attempt += 1
            outcome = run(isApart: true)
        }
        if let failure = outcome.failure {
            for (index, job) in jobs.enumerated() {
                job.finish(index < outcome.errors.count ? outcome.errors[index] ?? failure : failure)
            }
            return
        }
        for announced in outcome.arrived { tell(listeners, announced, []) }
        if !outcome.isSent { tell(listeners, connection.announcements ?? [], outcome.ends) }
        for (index, job) in jobs.enumerated() { job.finish(outcome.errors[index]) }
    }

    /// Runs the jobs in one transaction, each in a savepoint where they are kept apart; `isLast` lets the others go on
    /// where one cannot be helped.
    private func transact(
        _ jobs: [any Job], _ connection: any WriterConnection, isApart: Bool, isHeard: Bool, isLast: Bool
    ) -> Outcome {
        var outcome = Outcome()
        outcome.errors.reserveCapacity(jobs.count)
        let relay = relay.withLock { $0 }
        do {
            try connection.beginTransaction()
            let route = try relay?.isHeard(on: connection) == true ? relay : nil
            outcome.isSent = route != nil
            connection.announcements = !isHeard && route == nil ? nil : []
            if !isApart || jobs.count == 1 {
                for job in jobs {
                    let failure = error(of: job, connection, route)
                    outcome.errors.append(failure)
                    if let failure { throw failure }
                    outcome.ends.append(connection.announcements?.count ?? 0)
                }
            } else {
                for job in jobs {
                    try connection.execute(Self.savepoint)
                    let announced = connection.announcements?.count ?? 0
                    let failure = error(of: job, connection, route)
                    if let failure, connection.isWorthRepeating, !isLast { throw failure }
                    outcome.errors.append(failure)
                    if let failure {
                        try undo(connection, after: failure)
                        connection.forgetAnnouncements(from: announced)
                    }
                    outcome.ends.append(connection.announcements?.count ?? 0)
                    try connection.execute(Self.release)
                }
            }
            if let relay { outcome.arrived = try relay.receive(on: connection) }
            try connection.commitTransaction()
        } catch {
            connection.rollbackTransaction()
            outcome.failure = error
        }
        return outcome
    }

    /// Tells of each write on its own, in the order of the writes.
    private func tell(
        _ listeners: [@Sendable ([any StorageAnnouncement]) -> Void], _ announced: [any StorageAnnouncement],
        _ ends: [Int]
    ) {
        guard !announced.isEmpty else { return }
        var start = 0
        for end in ends.isEmpty ? [announced.count] : ends where end > start {
            let some = Array(announced[start..<end])
            for listener in listeners { listener(some) }
            start = end
        }
    }

    /// The job's error; a spoilt transaction counts as one even when the body swallowed the cause.
    private func error(
        of job: any Job, _ connection: any WriterConnection, _ route: (any AnnouncementRelay)?
    ) -> (any Error)? {
        let before = connection.announcements?.count ?? 0
        if let failure = job.run(connection) { return failure }
        if connection.isTransactionUsable {
            guard let route, let announced = connection.announcements, announced.count > before else { return nil }
            do {
                try route.send(Array(announced[before...]), on: connection)
                return nil
            } catch {
                return error
            }
        }
        return StorageError.statement(
            message: "a statement failed and its error was ignored; wrap it in `nested`", sql: "COMMIT")
    }

    /// Takes back one job; when the engine has already ended the transaction, the job's error is the group's.
    private func undo(_ connection: any WriterConnection, after failure: any Error) throws {
        do {
            try connection.execute(Self.rollbackToSavepoint)
        } catch {
            throw failure
        }
    }

    private static let savepoint: SQL = "SAVEPOINT job"
    private static let rollbackToSavepoint: SQL = "ROLLBACK TO SAVEPOINT job"
    private static let release: SQL = "RELEASE SAVEPOINT job"
}

extension StorageConnection {
    /// Runs `body` in a savepoint: when it throws, only its own changes are taken back and the error goes on.
    ///
    /// A caught error without this spoils the transaction on PostgreSQL.
    public func nested<T>(_ body: () throws -> T) throws -> T {
        let announced = announcements?.count ?? 0
        try execute("SAVEPOINT nested")
        do {
            let value = try body()
            try execute("RELEASE SAVEPOINT nested")
            return value
        } catch {
            forgetAnnouncements(from: announced)
            try execute("ROLLBACK TO SAVEPOINT nested")
            try execute("RELEASE SAVEPOINT nested")
            throw error
        }
    }

    fileprivate func forgetAnnouncements(from count: Int) {
        guard let kept = announcements?.prefix(count) else { return }
        announcements = Array(kept)
    }
}
