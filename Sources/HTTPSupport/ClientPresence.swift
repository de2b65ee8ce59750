// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Synchronization

/// Whether the client of a connection is still there: it has neither closed the connection nor its own side of it.
///
/// A client that closes its side to say that no more requests come cannot be told from one that has gone: costly work for
/// it ends (as in Go's `net/http`), cheap answers are still written.
public final class ClientPresence: Sendable {
    /// The presence of the client whose request this task answers; nil where there is no connection.
    @TaskLocal public static var current: ClientPresence?

    private struct State {
        var hasGone = false
        var next = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public var hasGone: Bool { state.withLock { $0.hasGone } }

    /// The client has gone; whoever waits for that is told.
    public func leave() {
        let waiters = state.withLock { state in
            state.hasGone = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Returns when the client has gone or the waiting task was cancelled.
    private func departure() async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.hasGone || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }

    /// Runs work that ends with the client: it is cancelled when the client goes.
    /// - Throws: `Problem` 499 when the client has gone, and what the work throws.
    public static func whilePresent<T: Sendable>(
        _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        guard let presence = current else { return try await work() }
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await presence.departure()
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw Problem.clientGone }
            return value
        }
    }
}

extension Problem {
    /// Nobody reads it; logs and metrics count it under the number that others use for it too.
    static let clientGone = Problem(
        HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"), "Client gone",
        detail: "The client closed its side of the connection before the answer to this costly request was ready.",
        german: "Die Verbindung wurde geschlossen, bevor die Antwort auf diese aufwendige Anfrage fertig war.")
}
