// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Lets few costly reads run at once, in turn for those who ask, so that the other readers stay free for cheap ones.
public final class CostlyReads: Sendable {
    private struct Waiter {
        let number: UInt64
        let client: String
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Client {
        var running = 0
        var waiting = 0
    }

    private struct State {
        var running = 0
        var clients: [String: Client] = [:]
        var waiting: [Waiter] = []
        var next: UInt64 = 0

        mutating func change(_ client: String, running: Int = 0, waiting: Int = 0) {
            var entry = clients[client] ?? Client()
            entry.running += running
            entry.waiting += waiting
            clients[client] = entry.running + entry.waiting > 0 ? entry : nil
        }
    }

    /// How many run at once.
    public let atOnce: Int
    private let perClient: Int
    private let queue: Int
    private let state = Mutex(State())

    /// At most `perClient` of one client run and wait, and at most `queue` wait of all.
    public init(atOnce: Int, perClient: Int = 8, queue: Int = 64) {
        self.atOnce = max(1, atOnce)
        self.perClient = perClient
        self.queue = queue
    }

    /// How many run and how many wait now.
    public var load: (running: Int, waiting: Int) { state.withLock { ($0.running, $0.waiting.count) } }

    /// Runs `body` when it is its turn.
    /// - Throws: `StorageError.busy`, `CancellationError` while it waits, and what `body` throws.
    public func run<T>(
        for client: String, isContinuation: Bool, _ body: () async throws -> T
    ) async throws -> T {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Waiter(number: number, client: client, continuation: continuation), isContinuation)
            }
        } onCancel: {
            withdraw(number)
        }
        defer { leave(client) }
        return try await body()
    }

    private func enter(_ waiter: Waiter, _ isContinuation: Bool) {
        let answer = state.withLock { state -> Result<Void, any Error>? in
            // Who was cancelled before this moment is seen here, who is cancelled later is found among those who wait.
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.running < atOnce, state.waiting.isEmpty {
                state.running += 1
                state.change(waiter.client, running: 1)
                return .success(())
            }
            if !isContinuation {
                let own = state.clients[waiter.client] ?? Client()
                if own.running + own.waiting >= perClient {
                    return .failure(StorageError.busy(retryAfter: Self.pause, byOneClient: true))
                }
                if state.waiting.count >= queue {
                    return .failure(StorageError.busy(retryAfter: Self.pause, byOneClient: false))
                }
            }
            state.waiting.append(waiter)
            state.change(waiter.client, waiting: 1)
            return nil
        }
        if let answer { waiter.continuation.resume(with: answer) }
    }

    /// Seconds until it is worth asking again; costly reads take a few.
    private static let pause = 5

    private func withdraw(_ number: UInt64) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            let waiter = state.waiting.remove(at: place)
            state.change(waiter.client, waiting: -1)
            return waiter
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func leave(_ client: String) {
        let next = state.withLock { state -> Waiter? in
            state.running -= 1
            state.change(client, running: -1)
            // first of those whose client has the fewest at work
            let least = state.waiting.enumerated().min { left, right in
                let (one, other) = (running(left.element, state), running(right.element, state))
                return (one, left.offset) < (other, right.offset)
            }
            guard let least else { return nil }
            let waiter = state.waiting.remove(at: least.offset)
            state.running += 1
            state.change(waiter.client, running: 1, waiting: -1)
            return waiter
        }
        next?.continuation.resume()
    }

    private func running(_ waiter: Waiter, _ state: State) -> Int { state.clients[waiter.client]?.running ?? 0 }
}
