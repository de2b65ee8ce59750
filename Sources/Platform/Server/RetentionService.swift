// SPDX-License-Identifier: EUPL-1.2
import Logging
import SensorThings
import ServiceLifecycle
import Storage
import Wire

/// Carries out the rules of retention and forms the daily aggregates, now and then while the server leads.
struct RetentionService: Service {
    let engine: any StorageEngine
    let leadership: Leadership
    /// Minutes between two runs.
    let interval: Int
    let logger: Logger
    let now: @Sendable () -> Instant

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: .seconds(10))
                while true {
                    if leadership.isHeld { await once() }
                    try await Task.sleep(for: .seconds(interval * 60))
                }
            } catch {
                // the server stops; the next run goes on where this one was
            }
        }
    }

    private func once() async {
        do {
            try await RememberedWrites.sweep(engine, now: now())
            let outcome = try await Retention(engine: engine, now: now).run()
            let aggregates = try await DailyAggregates(engine: engine).run()
            if aggregates.days > 0 {
                logger.info(
                    "daily aggregates",
                    metadata: ["datastreams": "\(aggregates.datastreams)", "days": "\(aggregates.days)"])
            }
            guard outcome.datastreams > 0 else { return }
            logger.info(
                "retention",
                metadata: [
                    "datastreams": "\(outcome.datastreams)", "raw": "\(outcome.raw)", "hourly": "\(outcome.hourly)",
                    "daily": "\(outcome.daily)", "longestStep": "\(Int(outcome.longestStep * 1000)) ms",
                ])
        } catch is CancellationError {
            // as above
        } catch {
            logger.error("retention or daily aggregates could not be carried out", metadata: ["error": "\(error)"])
        }
    }
}
