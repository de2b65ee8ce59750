// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

/// Reads the catalogues that are due: a proposed one for its report, an accepted one for its data sets.
package struct HarvestWork: Sendable {
    private let engine: any StorageEngine
    private let source: FeedSource
    private let limits: FeedHarvest.Limits
    /// Hour of the night by the town's clock.
    private let hour: Int
    /// The public address of this town; nil where nobody set it.
    private let base: String?
    private let clock: @Sendable () -> Instant

    package init(
        engine: any StorageEngine, source: FeedSource, limits: FeedHarvest.Limits = FeedHarvest.Limits(), hour: Int = 3,
        base: String? = nil, clock: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        self.source = source
        self.limits = limits
        self.hour = hour
        self.base = base
        self.clock = clock
    }

    /// Reads all that is due, one after the other, so that one catalogue cannot hold up the server.
    package func run() async throws {
        let now = clock()
        for due in try await engine.read({ try HarvestQueries.due(at: now, on: $0) }) {
            try Task.checkCancellation()
            do {
                try await read(due)
            } catch let fault as HarvestFault {
                let now = clock()
                try await engine.write { try HarvestQueries.failed(due, fault.words, at: now, on: $0) }
            }
        }
    }

    private func read(_ known: HarvestSource) async throws {
        let harvest = try await FeedHarvest.address(known.address, from: source, own: base, limits)
        let now = clock()
        let next = HarvestClock.next(hour: hour, after: now)
        try await engine.write { connection in
            // somebody may have decided about it in the meantime
            guard let known = try HarvestQueries.source(known.id, on: connection) else { return }
            switch known.state {
            case .paused: return
            case .proposed: try HarvestQueries.previewed(known, harvest.report, at: now, on: connection)
            case .accepted:
                _ = try HarvestStore.take(
                    harvest.datasets, from: known.id, isTrial: false, by: "system", at: now, on: connection)
                try HarvestQueries.done(known, harvest.report, next: next, at: now, on: connection)
            }
        }
    }
}
