// SPDX-License-Identifier: EUPL-1.2
import CLibpq
public import Storage
import Synchronization

/// The server engine: PostgreSQL 15 or newer through libpq, many readers, one writer with group commit.
public final class PostgresEngine: StorageEngine {
    public let dialect = SQLDialect.postgresql
    public let location: String
    private let readers: ConnectionWorkers<PostgresConnection>
    private let costlyReaders: ConnectionWorkers<PostgresConnection>
    private let costlyReads: CostlyReads
    private let writerThread: ConnectionWorkers<PostgresConnection>
    private let writer: GroupCommit
    private let readLimit: Int?

    /// Takes a URL such as `postgres://user@host:5432/town`; connections open when they are first needed.
    /// A statement of a read that takes more than `readLimit` seconds ends with `StorageError.tooLong`.
    /// - Throws: `StorageError.unavailable` when the URL cannot be read.
    public init(url: String, maximumReaders: Int = 8, readLimit: Int? = nil) throws(StorageError) {
        let target = try PostgresTarget(url: url)
        location = target.location
        self.readLimit = readLimit
        let costly = max(1, maximumReaders / 4)
        readers = ConnectionWorkers(maximum: maximumReaders - costly) {
            PostgresConnection(target, statementLimit: readLimit)
        }
        costlyReaders = ConnectionWorkers(maximum: costly) { PostgresConnection(target, statementLimit: readLimit) }
        costlyReads = CostlyReads(atOnce: costly)
        let writerThread = ConnectionWorkers(maximum: 1) { PostgresConnection(target, statementLimit: nil) }
        self.writerThread = writerThread
        writer = GroupCommit { work in
            writerThread.submit { connection in
                switch connection {
                case .success(let connection): work(.success(connection))
                case .failure(let error): work(.failure(error))
                }
            }
        }
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
                    let outcome = Result { () throws -> T in
                        try Self.read(on: connection.get(), cancellation, body)
                    }
                    continuation.resume(with: outcome.mapError { Self.named($0, readLimit) })
                }
            }
        } onCancel: {
            // Between two queries the server forgets the request: it is sent until the read has ended.
            Task.detached {
                while cancellation.cancel() { try? await Task.sleep(for: .milliseconds(100)) }
            }
        }
    }

    /// The server says by its message alone which of the two cancelled the statement.
    private static func named(_ error: any Error, _ readLimit: Int?) -> any Error {
        guard let readLimit, case .interrupted(let message)? = error as? StorageError,
            message.contains("statement timeout")
        else { return error }
        return StorageError.tooLong(seconds: readLimit)
    }

    private static func read<T>(
        on connection: PostgresConnection, _ cancellation: ReadCancellation,
        _ body: (any StorageConnection) throws -> T
    ) throws -> T {
        try connection.beginRead()
        try cancellation.begin(connection.handle)
        do {
            let value = try body(connection)
            connection.rollbackTransaction()
            cancellation.end(connection)
            return value
        } catch {
            connection.rollbackTransaction()
            cancellation.end(connection)
            throw error
        }
    }

    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await writer.run(body)
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
        return nil
    }
}

/// Carries a task's cancellation to the server while its read runs.
private final class ReadCancellation: Sendable {
    private enum State {
        case waiting, cancelled, ended
        /// The address of libpq's cancel object, owned by this state, and whether it was used.
        case running(cancel: UInt, isAsked: Bool)
    }
    private let state = Mutex(State.waiting)

    func begin(_ connection: OpaquePointer?) throws(StorageError) {
        let cancel = UInt(bitPattern: PQgetCancel(connection))
        let isCancelled = state.withLock { state in
            if case .cancelled = state { return true }
            state = .running(cancel: cancel, isAsked: false)
            return false
        }
        if isCancelled {
            PQfreeCancel(OpaquePointer(bitPattern: cancel))
            throw .interrupted(message: "the request was cancelled before its query began")
        }
    }

    /// Ends the read; a connection that was asked to cancel is closed, lest the request hits its next query.
    func end(_ connection: PostgresConnection) {
        let wasCancelled = state.withLock { state in
            defer { state = .ended }
            guard case .running(let cancel, let isAsked) = state else { return true }
            PQfreeCancel(OpaquePointer(bitPattern: cancel))
            return isAsked
        }
        if wasCancelled { connection.close() }
    }

    /// Asks the server to end the query at work; false once the read has ended.
    func cancel() -> Bool {
        state.withLock { state in
            switch state {
            case .running(let cancel, _):
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                    _ = PQcancel(OpaquePointer(bitPattern: cancel), message.baseAddress, CInt(message.count))
                }
                state = .running(cancel: cancel, isAsked: true)
                return true
            case .waiting:
                state = .cancelled
                return false
            case .cancelled, .ended: return false
            }
        }
    }
}
