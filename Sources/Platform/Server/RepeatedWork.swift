// SPDX-License-Identifier: EUPL-1.2
import Logging
import Messaging
import ServiceLifecycle

/// Work of the server that leads, done now and then until the server stops; what was cut goes on the next time.
struct RepeatedWork: Service {
    let leadership: Leadership
    let logger: Logger
    /// Before the first time.
    let delay: Duration
    /// Between two times.
    let interval: Duration
    /// What the log says when it fails.
    let failure: Logger.Message
    let work: @Sendable () async throws -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: delay)
                while true {
                    if leadership.isHeld { await once() }
                    try await Task.sleep(for: interval)
                }
            } catch {
                // the server stops
            }
        }
    }

    private func once() async {
        do {
            try await work()
        } catch is CancellationError {
            // as above
        } catch {
            logger.error(failure, metadata: ["error": "\(error)"])
        }
    }
}
