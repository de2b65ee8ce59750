// SPDX-License-Identifier: EUPL-1.2
import Logging
import SensorThings
import Storage
import Wire

/// Carries out the rules of retention and forms the daily aggregates.
struct RetentionWork: Sendable {
    let engine: any StorageEngine
    let logger: Logger
    let now: @Sendable () -> Instant

    func run() async throws {
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
    }
}
