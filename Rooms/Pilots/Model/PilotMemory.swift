// SPDX-License-Identifier: EUPL-1.2
import Rights
import Site
import Storage
import Threads
import Trial
import Wire

/// What is computed of pilots, kept by what it is computed from: a frozen table and a registration never change.
///
/// Computing goes on a thread of its own with a bounded queue: who opens an undecided pilot keeps nobody else waiting.
final class PilotMemory: Sendable {
    private struct ResultKey: Hashable, Sendable {
        let registration: String
        let tables: [String]
        let leftOut: Set<String>
        /// Looks under earlier plans count in the budget of the error.
        let earlier: [String]
    }

    private struct StageKey: Hashable, Sendable {
        let stage: RollOutStage
        let plan: TrialPlan?
        let panel: FrozenPanel?
        let today: CalendarDay
    }

    private struct PanelKey: Hashable, Sendable {
        let plan: TrialPlan
        let last: CalendarDay
        let rights: Rights
    }

    private struct PowerKey: Hashable, Sendable {
        let plan: TrialPlan
        let periods: [CalendarDay]
        let values: [[Double?]]
    }

    private let results = CoalescingMemory<ResultKey, Result<TrialResult, TrialResult.Refusal>>(
        limit: 200, lifetime: .seconds(86_400))
    /// Values of sensors change: a minute is as long as a page may be behind.
    private let panels = CoalescingMemory<PanelKey, FrozenPanel>(limit: 100, lifetime: .seconds(60))
    private let powers = CoalescingMemory<PowerKey, PowerFigures>(limit: 200, lifetime: .seconds(86_400))
    private let stages = CoalescingMemory<StageKey, StageCheck>(limit: 200, lifetime: .seconds(86_400))
    private let pool: WorkerPool

    init(pool: WorkerPool = WorkerPool(name: "pilots", threads: 1, queue: 64, niceness: 5)) { self.pool = pool }

    /// What a registration says of its looks; nil before the data are settled or before a look.
    func result(
        _ record: PilotRecord, under registration: Registration
    ) async throws -> Result<TrialResult, TrialResult.Refusal>? {
        let tables = record.looks(under: registration)
        guard let leftOut = record.leftOut(under: registration), !tables.isEmpty else { return nil }
        let key = ResultKey(
            registration: registration.hash, tables: tables.map(\.hash), leftOut: leftOut,
            earlier: record.looks(before: registration).map(\.hash))
        return try await results.value(for: key) { [pool] in
            try await pool.run { _ in record.result(under: registration) ?? .failure(.noComparison) }
        }
    }

    /// The table as it is now, at most a minute old.
    func live(
        _ plan: TrialPlan, until last: CalendarDay, at now: Instant, for reader: Reader, on engine: any StorageEngine
    ) async throws -> FrozenPanel {
        try await panels.value(for: PanelKey(plan: plan, last: last, rights: reader.rights)) {
            try await FrozenPanel.read(plan, until: last, at: now, for: reader, on: engine)
        }
    }

    /// What a design can see on the history of its areas.
    func power(_ plan: TrialPlan, _ panel: FrozenPanel) async throws -> PowerFigures {
        let history = panel.until(plan.start)
        let key = PowerKey(plan: plan, periods: history.periods, values: history.values)
        return try await powers.value(for: key) { [pool] in
            try await pool.run { _ in PowerFigures(plan, history) }
        }
    }

    /// How a stage of the roll-out fares.
    func check(
        _ stage: RollOutStage, _ plan: TrialPlan?, _ panel: FrozenPanel?, today: CalendarDay
    ) async throws -> StageCheck {
        try await stages.value(for: StageKey(stage: stage, plan: plan, panel: panel?.undated, today: today)) {
            [pool] in
            try await pool.run { _ in StageCheck(stage, plan, panel, today: today) }
        }
    }
}
