// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Storage

/// The server engine: PostgreSQL 15 or newer through libpq, many readers, one writer with group commit.
public final class PostgresEngine: StorageEngine {
    public let dialect = SQLDialect.postgresql
    public let location: String
    private let readers: ConnectionWorkers<PostgresConnection>
    private let costlyReaders: ConnectionWorkers<PostgresConnection>
    private let costlyReads: CostlyReads
    private let writerThread: ConnectionWorkers<PostgresConnection>
    private let writer: GroupCommit
    private let asideThread: ConnectionWorkers<PostgresConnection>
    private let aside: GroupCommit
    private let readLimit: Int?
    private let canceller = Canceller()

    /// Takes a URL such as `postgres://user@host:5432/town`; connections open when they are first needed.
    /// A statement of a read that takes more than `readLimit` seconds ends with `StorageError.tooLong`.
    /// A transaction whose connection is lost while it commits is asked after for `patience`.
    /// - Throws: `StorageError.unavailable` when the URL cannot be read.
    public init(
        url: String, maximumReaders: Int = 8, readLimit: Int? = nil, patience: Duration = .seconds(10),
        repetition: Repetition = PostgresEngine.repetition, tellingSlow slow: SlowStatements? = nil
    ) throws(StorageError) {
        let target = try PostgresTarget(url: url, patience: patience)
        location = target.location
        self.readLimit = readLimit
        let costly = max(1, maximumReaders / 4)
        readers = Self.workers(target, maximum: maximumReaders - costly, statementLimit: readLimit, slow: slow)
        costlyReaders = Self.workers(target, maximum: costly, statementLimit: readLimit, slow: slow)
        costlyReads = CostlyReads(atOnce: costly)
        writerThread = Self.workers(target, maximum: 1, slow: slow)
        writer = Self.groupCommit(on: writerThread, repetition)
        asideThread = Self.workers(target, maximum: 1, takesTurns: false, slow: slow)
        aside = Self.groupCommit(on: asideThread, repetition)
    }

    private static func workers(
        _ target: PostgresTarget, maximum: Int, statementLimit: Int? = nil, takesTurns: Bool = true,
        slow: SlowStatements?
    ) -> ConnectionWorkers<PostgresConnection> {
        ConnectionWorkers(maximum: maximum) {
            PostgresConnection(
                target, statementLimit: statementLimit, takesTurns: takesTurns, tellingSlow: slow)
        }
    }

    private static func groupCommit(
        on thread: ConnectionWorkers<PostgresConnection>, _ repetition: Repetition
    ) -> GroupCommit {
        GroupCommit(repetition: repetition) { work in
            thread.submit { connection in
                switch connection {
                case .success(let connection): work(.success(connection))
                case .failure(let error): work(.failure(error))
                }
            }
        }
    }

    /// Six runs; between them a chance share of 20, 40, 80 … ms, so that two that met do not meet again.
    public static let repetition = Repetition(attempts: 6) { attempt in
        Thread.sleep(forTimeInterval: .random(in: 0.001...0.01 * Double(1 << min(attempt, 6))))
    }

    public func read<T: Sendable>(
        _ cost: ReadCost, _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        guard case .costly(let client, let isContinuation) = cost else { return try await read(on: readers, body) }
        return try await costlyReads.run(for: client, isContinuation: isContinuation) {
            try await read(on: costlyReaders, body)
        }
    }

    private func read<T: Sendable>(
        on readers: ConnectionWorkers<PostgresConnection>,
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        let cancellation = ReadCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                readers.submit { [readLimit] connection in
                    let begin = ContinuousClock.now
                    let outcome = Result { () throws -> T in
                        try Self.read(on: connection.get(), cancellation, body)
                    }
                    continuation.resume(
                        with: outcome.mapError { Self.named($0, readLimit, took: begin.duration(to: .now)) })
                }
            }
        } onCancel: {
            canceller.submit(cancellation)
        }
    }

    /// The server ends a statement at its limit with the same code as one that somebody cancels.
    private static func named(_ error: any Error, _ readLimit: Int?, took: Duration) -> any Error {
        guard let readLimit, case .interrupted? = error as? StorageError, took >= .seconds(readLimit) else {
            return error
        }
        return StorageError.tooLong(seconds: readLimit)
    }

    /// Runs a read; once anew where tables have changed since its statements were prepared.
    private static func read<T>(
        on connection: PostgresConnection, _ cancellation: ReadCancellation,
        _ body: (any StorageConnection) throws -> T
    ) throws -> T {
        var mayRepeat = true
        while true {
            try connection.beginRead()
            let outcome = Result {
                try cancellation.begin(connection.handle)
                return try body(connection)
            }
            connection.rollbackTransaction()
            var isRepeated = false
            if case .failure = outcome { isRepeated = mayRepeat && connection.isWorthRepeating }
            let wasCancelled = cancellation.end(isRepeated: isRepeated)
            // lest the request to cancel hits the next query
            if wasCancelled { connection.close() }
            if !isRepeated || wasCancelled { return try outcome.get() }
            mayRepeat = false
        }
    }

    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await writer.run(body)
    }

    public func writeAside<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await aside.run(body)
    }

    public func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) {
        writer.observe(listener)
    }

    public func relay(through relay: any AnnouncementRelay) { writer.relay(through: relay) }

    public func sizeInBytes() async throws -> Int64 {
        try await read { try $0.integer("SELECT pg_database_size(current_database())") ?? 0 }
    }

    public func writeProbe() async -> StorageError? {
        do {
            // A transaction number makes the commit write to the server's log, yet leaves nothing behind.
            try await write { _ = try $0.text("SELECT CAST(pg_current_xact_id() AS TEXT)") }
            return nil
        } catch let error as StorageError {
            return error
        } catch {
            return .unavailable(message: String(describing: error))
        }
    }

    @discardableResult
    public func close() async -> StorageError? {
        await readers.close()
        await costlyReaders.close()
        await writerThread.close()
        await asideThread.close()
        return nil
    }
}
