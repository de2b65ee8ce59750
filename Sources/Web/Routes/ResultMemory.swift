// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import Synchronization

/// Results that cost much and depend on their key alone, kept while there is room.
final class ResultMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let kept = Mutex<[Key: (value: Value, until: ContinuousClock.Instant)]>([:])

    init(limit: Int = 64) { self.limit = limit }

    /// The kept result, or a new one; two that ask at the same time may both make it.
    func value(
        for key: Key, lasting duration: Duration = .seconds(3600), make: () async throws -> Value
    ) async rethrows -> Value {
        let now = ContinuousClock.now
        if let entry = kept.withLock({ $0[key] }), entry.until > now { return entry.value }
        let value = try await make()
        kept.withLock { kept in
            if kept.count >= limit {
                kept = kept.filter { $0.value.until > now }
                if kept.count >= limit, let oldest = kept.min(by: { $0.value.until < $1.value.until }) {
                    kept[oldest.key] = nil
                }
            }
            kept[key] = (value, now + duration)
        }
        return value
    }
}

/// What the long calculations of decisions found, by all that went into them.
final class DecisionMemory: Sendable {
    /// What an acceptability analysis depends on.
    struct Weighing: Hashable {
        let values: [[ValueInterval]]
        let order: [Int]?
    }

    let acceptability = ResultMemory<Weighing, AcceptabilityAnalysis.Result>()
    let portfolios = ResultMemory<PortfolioProblem, PortfolioAnswer>()
    let trials = ResultMemory<PortfolioProblem, PortfolioOutcome>()
    let cores = ResultMemory<PortfolioReading.CoreQuestion, CoreIndex?>()
}
