// SPDX-License-Identifier: EUPL-1.2
import Planning
import Site
import Trial
import Wire

/// A stage of the roll-out: areas that get the measure from a day on.
struct RollOutStage: Sendable, Hashable {
    let name: String
    let date: CalendarDay
    let areas: [String]

    /// The stages of a pilot's answers by day; rows of one name are one stage, its first row says when.
    static func read(_ object: PlanningObject) -> [RollOutStage] {
        let rows = object.rows("stages")
        var names: [String] = []
        for name in rows.compactMap({ $0["name"]?.string }) where !names.contains(name) { names.append(name) }
        return names.compactMap { name -> RollOutStage? in
            let own = rows.filter { $0["name"]?.string == name }
            guard let date = own[0]["date"]?.string.flatMap({ CalendarDay(parsing: $0) }) else { return nil }
            return RollOutStage(name: name, date: date, areas: own.compactMap { $0["area"]?.string })
        }.sorted { $0.date < $1.date }
    }

    /// The registered plan with this stage's areas as those that have the measure and those that have not begun to
    /// compare; nil where a side is empty.
    func plan(_ trial: TrialPlan, among stages: [RollOutStage], until today: CalendarDay) -> TrialPlan? {
        let begun = Set(stages.filter { $0.date <= max(today, date) }.flatMap(\.areas))
        var plan = trial
        plan.areas = trial.areas.compactMap { area in
            guard area.role != .treated else { return nil }
            var area = area
            if areas.contains(area.name) {
                area.role = .treated
            } else if begun.contains(area.name) || area.role == .ring {
                return nil
            } else {
                area.role = .control
            }
            return area
        }
        (plan.lot, plan.guardrails) = (nil, [])
        (plan.start, plan.end) = (date, max(today, date.adding(days: 1)))
        plan.looks = [plan.end]
        let roles = Set(plan.areas.map(\.role))
        return roles.count == 2 && plan.before < date ? plan : nil
    }
}

/// How a stage fares, checked like the trial.
struct StageCheck: Sendable {
    enum State: Sendable, Hashable {
        /// Not begun, or no period has ended since.
        case ahead
        /// Nothing is left to compare with.
        case nothingToCompare
        /// The useful effect is excluded.
        case fails
        /// It shows at least the useful effect.
        case holds
        case open
    }

    let stage: RollOutStage
    let state: State
    let estimate: TrialEstimate?

    init(_ stage: RollOutStage, _ plan: TrialPlan?, _ panel: FrozenPanel?, today: CalendarDay) {
        self.stage = stage
        guard stage.date <= today else {
            (state, estimate) = (.ahead, nil)
            return
        }
        guard let plan, let panel else {
            (state, estimate) = (.nothingToCompare, nil)
            return
        }
        guard panel.periods.contains(where: { $0 >= stage.date }) else {
            (state, estimate) = (.ahead, nil)
            return
        }
        guard let result = try? TrialResult(plan, panel, earlier: [], without: []) else {
            (state, estimate) = (.nothingToCompare, nil)
            return
        }
        estimate = result.estimate
        var facts = ResultGate.Facts()
        facts.direction = plan.direction
        (facts.low, facts.high) = (result.estimate.low, result.estimate.high)
        facts.minimumUsefulEffect = plan.usefulEffect
        let gate = ResultGate(facts)
        state = gate.usefulEffectIsExcluded ? .fails : gate.missing.contains(.effect) ? .open : .holds
    }
}
