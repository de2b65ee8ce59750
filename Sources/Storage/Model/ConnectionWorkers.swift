// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization

/// A connection that a thread of its own holds.
public protocol WorkerConnection: AnyObject, SendableMetatype {
    /// Opens it where it is not open, or no longer.
    func ensureOpen() throws(StorageError)
    func close()
}

/// Threads of our own that hold one connection each: databases block, so they stay off the cooperative pool.
///
/// A thread and its connection come into being when work waits and nobody is idle, up to `maximum`.
public final class ConnectionWorkers<Connection: WorkerConnection>: Sendable {
    public typealias Work = @Sendable (Result<Connection, StorageError>) -> Void

    private struct State {
        var waiting: [Work] = []
        /// Index of the first waiting work; the array is compacted when it runs empty.
        var next = 0
        var threads = 0
        /// Threads that wait for a signal and that nobody has signalled yet: only they are woken, once each.
        var idle = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func take() -> Work? {
            guard next < waiting.count else { return nil }
            let work = waiting[next]
            next += 1
            if next == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                next = 0
            }
            return work
        }
    }

    /// What becomes of work that is handed in.
    private enum Submission { case refused, wakes, starts, waits }

    private let maximum: Int
    private let niceness: CInt
    private let make: @Sendable () -> Connection
    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// `make` makes a connection that is not open yet; it is called once on each thread.
    ///
    /// A `niceness` of 1 to 19 lets the threads of others go first when processors are short.
    public init(maximum: Int, niceness: CInt = 0, make: @escaping @Sendable () -> Connection) {
        self.maximum = max(1, maximum)
        self.niceness = niceness
        self.make = make
    }

    /// Runs `work` on one of the threads, in the order of the calls.
    public func submit(_ work: @escaping Work) {
        let next = state.withLock { state -> Submission in
            if state.isClosed { return .refused }
            state.waiting.append(work)
            if state.idle > 0 {
                state.idle -= 1
                return .wakes
            }
            guard state.threads < maximum else { return .waits }
            state.threads += 1
            return .starts
        }
        switch next {
        case .refused: work(.failure(.unavailable(message: "the database is closed")))
        case .wakes: signal.signal()
        case .starts: Thread.detachNewThread { [self] in serve() }
        case .waits: break
        }
    }

    /// Returns when all submitted work has ended and every connection is closed.
    public func close() async {
        await withCheckedContinuation { continuation in
            let (threads, idle) = state.withLock { state in
                state.isClosed = true
                if state.threads > 0 { state.closers.append(continuation) }
                defer { state.idle = 0 }
                return (state.threads, state.idle)
            }
            if threads == 0 { continuation.resume() }
            for _ in 0..<idle { signal.signal() }
        }
    }

    private func serve() {
        #if os(Linux)
        // Linux counts the calling thread, not the process.
        if niceness > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
        #endif
        let connection = make()
        while let work = wait() {
            do throws(StorageError) {
                try connection.ensureOpen()
                work(.success(connection))
            } catch {
                work(.failure(error))
            }
        }
        connection.close()
        let closers = state.withLock { state in
            state.threads -= 1
            return state.threads == 0 ? state.closers : []
        }
        for closer in closers { closer.resume() }
    }

    private func wait() -> Work? {
        while true {
            let (work, isClosed) = state.withLock { state in
                let work = state.take()
                if work == nil, !state.isClosed { state.idle += 1 }
                return (work, state.isClosed)
            }
            if let work { return work }
            if isClosed { return nil }
            signal.wait()
        }
    }
}
