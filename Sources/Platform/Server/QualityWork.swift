// SPDX-License-Identifier: EUPL-1.2
import Logging
import QualityWatch
import Storage
import Wire

/// Looks at the quality of all series with a new whole day.
struct QualityWork: Sendable {
    let engine: any StorageEngine
    let logger: Logger
    let now: @Sendable () -> Instant

    func run() async throws {
        let outcome = try await QualityRun(engine: engine, now: now).run(pause: .milliseconds(5))
        guard outcome.networks > 0 else { return }
        logger.info(
            "quality",
            metadata: [
                "networks": "\(outcome.networks)", "series": "\(outcome.series)", "new": "\(outcome.new.count)",
            ])
    }
}
