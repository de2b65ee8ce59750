// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization

/// A fixed number of own threads with a bounded queue: blocking or long work stays off the cooperative pool.
///
/// A job whose task is cancelled while it waits leaves the queue; one that runs sees it by its `WorkMark`.
public final class WorkerPool: Sendable {
    /// The work of one waiting or running job.
    private struct Job {
        let number: UInt64
        let mark: WorkMark
        /// Runs on a worker; what it returns answers the one who waits.
        let run: @Sendable (WorkMark) -> @Sendable () -> Void
        /// Answers the one who waits without having run.
        let refuse: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var running: [UInt64: WorkMark] = [:]
        var threads = 0
        var isClosed = false
        var next: UInt64 = 0
        /// What a job takes, as a moving average in seconds; 0 before the first one has ended.
        var secondsPerJob = 0.0
    }

    /// What the threads share with the pool, so that they end when nobody holds the pool any more.
    private final class Core: Sendable {
        let state = Mutex(State())
        /// Raised once for each job that came into the queue.
        let signal = DispatchSemaphore(value: 0)
        let now: @Sendable () -> ContinuousClock.Instant

        init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

        func serve() {
            while true {
                signal.wait()
                let (job, ends) = state.withLock { state -> (Job?, Bool) in
                    guard !state.waiting.isEmpty else { return (nil, state.isClosed) }
                    let job = state.waiting.removeFirst()
                    state.running[job.number] = job.mark
                    return (job, false)
                }
                if ends { return }
                // A job that left the queue leaves its signal behind.
                guard let job else { continue }
                let start = now()
                let answer = job.run(job.mark)
                let seconds = start.duration(to: now()) / .seconds(1)
                state.withLock { state in
                    state.running[job.number] = nil
                    state.secondsPerJob += (seconds - state.secondsPerJob) / (state.secondsPerJob == 0 ? 1 : 8)
                }
                // Whoever is answered finds the thread free again.
                answer()
            }
        }
    }

    /// Names the pool in errors, and its threads for who looks at the process.
    public let name: String
    /// How many jobs run at once.
    public let threads: Int
    /// How many more may wait.
    public let queue: Int
    private let stackSize: Int
    private let niceness: CInt
    private let core: Core

    /// Threads start with the first jobs and stay.
    ///
    /// `stackSize` in bytes; a `niceness` of 1 to 19 lets the threads of others go first when processors are short.
    public init(
        name: String, threads: Int, queue: Int, stackSize: Int = 1 << 20, niceness: CInt = 0,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        precondition(threads > 0 && queue >= 0, "a pool needs a thread")
        (self.name, self.threads, self.queue) = (name, threads, queue)
        (self.stackSize, self.niceness) = (stackSize, niceness)
        core = Core(now: now)
    }

    deinit { close() }

    /// Runs the work on one of the threads; the caller's task waits without holding a thread of the cooperative pool.
    /// - Throws: `WorkerPoolError.full`, `.closed`, `CancellationError`, and what the work throws.
    public func run<Value: Sendable>(
        _ work: @escaping @Sendable (WorkMark) throws -> Value
    ) async throws -> Value {
        let mark = WorkMark()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                submit(
                    mark,
                    run: { mark in
                        let result = Result { try work(mark) }
                        return { continuation.resume(with: result) }
                    },
                    refuse: { continuation.resume(throwing: $0) })
            }
        } onCancel: {
            cancel(mark)
        }
    }

    /// How many jobs wait for a thread now.
    public var waiting: Int { core.state.withLock { $0.waiting.count } }

    /// Refuses new jobs and those that wait; running ones end, with their mark set.
    public func close() {
        let (refused, threads) = core.state.withLock { state in
            defer { (state.isClosed, state.waiting, state.threads) = (true, [], 0) }
            for mark in state.running.values { mark.set() }
            return (state.waiting, state.threads)
        }
        for job in refused { job.refuse(WorkerPoolError.closed(pool: name)) }
        for _ in 0..<threads { core.signal.signal() }
    }

    private func submit(
        _ mark: WorkMark, run: @escaping @Sendable (WorkMark) -> @Sendable () -> Void,
        refuse: @escaping @Sendable (any Error) -> Void
    ) {
        let (fault, startsThread) = core.state.withLock { state -> ((any Error)?, Bool) in
            if state.isClosed { return (WorkerPoolError.closed(pool: name), false) }
            // Who was cancelled before this moment is seen here, who is cancelled later finds the job in the queue.
            if mark.isSet { return (CancellationError(), false) }
            let places = threads - state.running.count + queue
            if state.waiting.count >= places {
                let left = state.secondsPerJob * Double(state.waiting.count + state.running.count) / Double(threads)
                return (WorkerPoolError.full(pool: name, retryAfter: max(1, Int(left.rounded(.up)))), false)
            }
            state.waiting.append(Job(number: state.next, mark: mark, run: run, refuse: refuse))
            state.next += 1
            let starts = state.threads < threads && state.threads < state.running.count + state.waiting.count
            if starts { state.threads += 1 }
            return (nil, starts)
        }
        if let fault { return refuse(fault) }
        if startsThread {
            let thread = Thread { [core, niceness] in
                #if os(Linux)
                // Linux counts the calling thread, not the process.
                if niceness > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
                #endif
                core.serve()
            }
            thread.stackSize = stackSize
            thread.start()
            thread.name = name
        }
        core.signal.signal()
    }

    private func cancel(_ mark: WorkMark) {
        mark.set()
        let job = core.state.withLock { state -> Job? in
            guard let place = state.waiting.firstIndex(where: { $0.mark === mark }) else { return nil }
            return state.waiting.remove(at: place)
        }
        job?.refuse(CancellationError())
    }
}

/// Says to running work that nobody waits for it any more.
public final class WorkMark: Sendable {
    private let flag = Atomic(false)

    public init() {}

    public var isSet: Bool { flag.load(ordering: .acquiring) }

    /// For loops: throws `CancellationError` once the mark is set.
    public func check() throws(CancellationError) {
        if isSet { throw CancellationError() }
    }

    func set() { flag.store(true, ordering: .releasing) }
}

/// Why a pool did not take a job.
public enum WorkerPoolError: Error, Sendable, Hashable {
    /// All threads are busy and the queue is full; `retryAfter` in seconds, at least 1.
    case full(pool: String, retryAfter: Int)
    /// The pool was closed: the server is stopping.
    case closed(pool: String)
}

extension WorkerPoolError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .full(let pool, let seconds): "The queue of \(pool) is full; try again in \(seconds) seconds."
        case .closed(let pool): "\(pool) takes no more work: the server is stopping."
        }
    }
}
