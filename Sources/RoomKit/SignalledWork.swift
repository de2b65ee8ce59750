// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Work that SIGINT and SIGTERM cancel, so that it comes to an orderly end.
enum SignalledWork {
    /// Runs `body`; after a signal it ends with the code 128 + signal, as a shell expects it.
    static func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let holder = Received()
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let isFirst = holder.number.withLock { first in
                    defer { first = number }
                    return first == nil
                }
                guard isFirst else { _exit(128 + number) }
                printError("stopping; what is stored stays stored")
                task.cancel()
            }
            source.resume()
            return source
        }
        let result = await task.result
        // The signals stay as they are: to give them back would take them from who listens next.
        for source in sources {
            await withCheckedContinuation { continuation in
                source.setCancelHandler { continuation.resume() }
                source.cancel()
            }
        }
        if let number = holder.number.withLock({ $0 }) { throw ExitCode(128 + number) }
        try result.get()
    }

    private final class Received: Sendable {
        let number = Mutex<CInt?>(nil)
    }
}
