// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Foundation
import Storage
import Synchronization

/// Carries a task's cancellation to the server while its read runs.
final class ReadCancellation: Sendable {
    /// libpq's cancel object: it can be used on any thread, also while its connection works or closes.
    private final class Request: @unchecked Sendable {
        private let object: OpaquePointer?

        init(_ connection: OpaquePointer?) { object = PQgetCancel(connection) }
        deinit { PQfreeCancel(object) }

        /// Opens a connection of its own to the server and waits until the server closes it.
        func send() {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                _ = PQcancel(object, message.baseAddress, CInt(message.count))
            }
        }
    }

    private enum State {
        case waiting, cancelled, ended
        case running(Request, isAsked: Bool)
    }
    private let state = Mutex(State.waiting)

    func begin(_ connection: OpaquePointer?) throws(StorageError) {
        let request = Request(connection)
        let isCancelled = state.withLock { state in
            if case .cancelled = state { return true }
            state = .running(request, isAsked: false)
            return false
        }
        if isCancelled { throw .interrupted(message: "the request was cancelled before its query began") }
    }

    /// Ends the read, or this run of it; true when the server was asked to cancel.
    func end(isRepeated: Bool) -> Bool {
        state.withLock { state in
            guard case .running(_, let isAsked) = state else { return true }
            state = isRepeated && !isAsked ? .waiting : .ended
            return isAsked
        }
    }

    /// Asks the server to end the query at work; false once the read has ended. Blocks for as long as the server takes.
    func cancel() -> Bool {
        let request: Request? = state.withLock { state in
            switch state {
            case .running(let request, _):
                state = .running(request, isAsked: true)
                return request
            case .waiting:
                state = .cancelled
                return nil
            case .cancelled, .ended: return nil
            }
        }
        request?.send()
        return request != nil
    }
}

/// A thread that sends cancellations, there while some are under way: libpq blocks while it sends them.
///
/// Between two queries the server forgets the request, so it is sent until the read has ended.
final class Canceller: Sendable {
    private struct State {
        var new: [ReadCancellation] = []
        var isRunning = false
    }
    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    func submit(_ cancellation: ReadCancellation) {
        let starts = state.withLock { state in
            state.new.append(cancellation)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { Thread.detachNewThread { [self] in serve() } }
        signal.signal()
    }

    private func serve() {
        var waiting: [ReadCancellation] = []
        while true {
            let isDone = state.withLock { state in
                waiting += state.new
                state.new = []
                if waiting.isEmpty { state.isRunning = false }
                return waiting.isEmpty
            }
            if isDone { return }
            waiting.removeAll { !$0.cancel() }
            _ = signal.wait(timeout: .now() + .milliseconds(100))
        }
    }
}
