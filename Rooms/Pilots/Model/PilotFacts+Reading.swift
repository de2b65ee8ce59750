// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import Site
import Trial

/// What the gates ask, read from the plan's objects and from what is kept: nothing is typed twice.
enum PilotReading {
    /// The facts of the first gate.
    ///
    /// `history` is the table of the time before the start and `power` what it lets the design see, nil before there is
    /// a plan.
    static func startGate(
        _ object: PlanningObject, plan: Plan, trial: TrialPlan?, record: PilotRecord, history: FrozenPanel?,
        power: PowerFigures?, knockOuts: [String: KnockOutAnswer]
    ) -> StartGate.Facts {
        var facts = StartGate.Facts()
        facts.knockOuts = knockOuts
        facts.needsUsers = object.flag("needsUsers") ?? true
        facts.expectedShare = object.number("expectedShare")
        facts.population = object.reference("field").flatMap { plan[$0]?.number("population") }
        facts.breakEvenUsers = breakEven(object, population: facts.population)?.users
        facts.hasOperator = object.text("operator") != nil
        facts.hasExitPlan = object.text("exitPlan") != nil
        facts.hasEndDate = object.text("end") != nil
        facts.hasDecisionDate = object.text("decisionDate") != nil
        facts.hasOwnerDepartment = object.text("department") != nil
        guard let trial else { return facts }
        // what is registered must be what the answers say now
        facts.isRegistered = record.current?.says(trial) ?? false
        facts.significance = trial.significance
        facts.minimumUsefulEffect = trial.usefulEffect
        let design = trial.design
        facts.smallestP = design?.smallestP(of: trial.statistic)
        if let history, design != nil {
            facts.baselinePeriods = history.periods.count { $0 < trial.start }
            facts.baselineCoverage = coverage(history, before: trial.start)
            facts.requiredBaselinePeriods = 12
            facts.minimalDetectableEffect = power?.detectable
        }
        return facts
    }

    static func breakEven(_ object: PlanningObject, population: Double?) -> BreakEven? {
        guard let fixed = object.money("fixedCost"), let benefit = object.money("benefitPerUser"), let population else {
            return nil
        }
        func euros(_ money: Money?) -> Double { Double(money?.cents ?? 0) / 100 }
        return BreakEven(
            fixedCost: euros(fixed), variableCost: euros(object.money("costPerUser")), benefit: euros(benefit),
            networkBenefit: euros(object.money("networkBenefit")), population: population)
    }

    /// The share of area-periods before the start that were measured.
    static func coverage(_ panel: FrozenPanel, before start: CalendarDay) -> Double? {
        let columns = panel.periods.indices.filter { panel.periods[$0] < start }
        guard !columns.isEmpty, !panel.values.isEmpty else { return nil }
        let there = panel.values.reduce(0) { sum, row in sum + columns.count { row[$0] != nil } }
        return Double(there) / Double(columns.count * panel.values.count)
    }

    /// How the areas differed by themselves: changes between the two halves of the time before the start.
    ///
    /// Places are those of `compared`.
    static func history(_ panel: FrozenPanel, _ trial: TrialPlan) -> [(place: Int, change: Double)]? {
        guard panel.isOf(trial) else { return nil }
        let columns = panel.periods.indices.filter { panel.periods[$0] < trial.start }
        guard columns.count >= 4 else { return nil }
        let half = columns.count / 2
        let likeness = columns.map {
            trial.period == .month ? panel.periods[$0].month : FrozenPanel.isoWeek(panel.periods[$0])
        }
        let values = FrozenPanel.comparable(panel.values.map { row in columns.map { row[$0] } }, trial.scale)
        guard let table = try? TrialPanel(values, start: half, likeness: likeness, scale: trial.scale) else {
            return nil
        }
        let changes = table.changes().map(\.difference)
        guard changes.count(where: { $0 != nil }) >= 3 else { return nil }
        return changes.enumerated().compactMap { place, change in change.map { (place, $0) } }
    }

    /// The latest survey of a pilot.
    static func survey(of object: PlanningObject, _ plan: Plan) -> Acceptance? {
        surveys(of: object, plan).last?.survey
    }

    /// All surveys of a pilot that have sound counts, by day.
    static func surveys(of object: PlanningObject, _ plan: Plan) -> [(title: String, survey: Acceptance)] {
        let surveys = plan.referring(to: object.reference, kind: .survey)
            .sorted { ($0.text("date") ?? "", $0.number) < ($1.text("date") ?? "", $1.number) }
        return surveys.compactMap { one in
            guard let yes = one.integer("yes"), let answers = one.integer("answers"),
                let invited = one.integer("invited"),
                let survey = try? Acceptance(
                    yes: Int(yes), answers: Int(answers), invited: Int(invited),
                    designEffect: one.number("designEffect") ?? 1)
            else { return nil }
            return (one.title, survey)
        }
    }
}
