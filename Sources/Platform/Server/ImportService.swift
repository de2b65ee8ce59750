// SPDX-License-Identifier: EUPL-1.2
import IngestWaiting
import Logging
import Messaging
import ServiceLifecycle
import Storage
import Wire

/// Imports what people have handed in, one delivery after the other, and clears away what waited too long.
struct ImportService: Service {
    let engine: any StorageEngine
    let area: WaitingArea
    let fetch: AddressFetch
    let leadership: Leadership
    let logger: Logger
    let clock: @Sendable () -> Instant

    /// How often the queue is looked at.
    private static let pause = Duration.seconds(1)
    /// After so many looks the waiting area is swept, and what is due is fetched.
    private static let sweepEvery = 600
    private static let fetchEvery = 5

    func run() async throws {
        let work = WaitingWork(engine: engine, area: area, clock: clock)
        let schedules = ScheduleWork(engine: engine, area: area, fetch: fetch, clock: clock)
        await cancelWhenGracefulShutdown {
            await attempt { try await work.resume() }
            var looks = 0
            while !Task.isCancelled {
                if looks % Self.sweepEvery == 0 { await attempt { try await work.sweep() } }
                if looks % Self.fetchEvery == 0, leadership.isHeld { await attempt { try await schedules.runDue() } }
                looks += 1
                var isBusy = false
                await attempt { isBusy = try await work.runNext() }
                // the server stops; the next start goes on where this one was
                if !isBusy { try? await Task.sleep(for: Self.pause) }
            }
        }
    }

    private func attempt(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
            // as above
        } catch {
            logger.error("an import could not be carried out", metadata: ["error": "\(error)"])
        }
    }
}
