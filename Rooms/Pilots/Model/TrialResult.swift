// SPDX-License-Identifier: EUPL-1.2
import Site
import Trial

/// What a frozen table says under a registered plan: the same input gives the same result, on every machine.
struct TrialResult: Sendable {
    struct Missing: Sendable, Hashable {
        let name: String
        let used: Int
        let possible: Int
    }

    let treated: [String]
    let control: [String]
    /// Areas without enough like periods; they do not count.
    let missing: [Missing]
    /// Areas with periods of zero or less, where ratios are compared.
    let zeros: [Zeros]
    let assignments: Double
    let test: PermutationTest.Result
    /// On the scale of the comparison.
    let estimate: TrialEstimate
    /// Which estimate that is: Hodges and Lehmann's for ranks, else the difference of means.
    let isShift: Bool
    let beside: UnitRegression?
    let wild: UnitRegression.WildBootstrap?
    let doubt: TrialDoubt
    let looks: SequentialTest?
    /// Share of the plan's time that was looked at before it was registered: it counts in the budget of the error.
    let spentBefore: Double
    let changes: [Change]
    /// Of each guardrail the look at which it stood worst.
    let guardrails: [GuardrailResult]
    /// Beside, with a single treated area.
    let oneArea: OneAreaResult?

    struct Zeros: Sendable, Hashable {
        let name: String
        let count: Int
    }

    /// What became of one area.
    struct Change: Sendable, Hashable {
        let name: String
        let difference: Double
        let isTreated: Bool
    }

    enum Refusal: Error, Sendable, Hashable {
        case panel(TrialPanel.Refusal)
        case noComparison
    }

    /// `frozen` is the latest table, `earlier` those of registered looks before it in their order; `leftOut` names the areas
    /// that the check of the data left out before anybody saw a result; `spentBefore` is the share of the plan's time that was
    /// looked at under plans before it.
    init(
        _ plan: TrialPlan, _ frozen: FrozenPanel, earlier: [FrozenPanel], without leftOut: Set<String>,
        spentBefore: Double = 0
    ) throws(Refusal) {
        self.spentBefore = spentBefore
        guard frozen.isOf(plan) else { throw .noComparison }
        let panel = try Self.panel(plan, frozen, leftOut)
        let kept = frozen.kept(leftOut)
        // places of the areas that count, among those of the plan and among the rows of the panel
        var (places, rows): ([Int], [Int]) = ([], [])
        var (differences, missing): ([Double], [Missing]) = ([], [])
        for (row, change) in panel.changes().enumerated() {
            if change.counts, let difference = change.difference {
                places.append(kept[row])
                rows.append(row)
                differences.append(difference)
            } else {
                missing.append(Missing(name: frozen.names[kept[row]], used: change.used, possible: change.possible))
            }
        }
        zeros =
            plan.scale == .log
            ? kept.compactMap { row in
                let count = frozen.values[row].count { ($0 ?? 1) <= 0 }
                return count > 0 ? Zeros(name: frozen.names[row], count: count) : nil
            } : []
        guard let design = plan.design(of: places),
            let test = try? PermutationTest(design: design, differences: differences)
        else { throw .noComparison }
        let names = places.map { frozen.names[$0] }
        (treated, control) = (design.treated.map { names[$0] }, design.control.map { names[$0] })
        self.missing = missing
        assignments = design.assignments
        self.test = test.result(plan.statistic)
        let shift = plan.statistic == .rank ? test.rankInterval(significance: plan.significance) : nil
        isShift = shift != nil
        estimate = shift ?? test.meanInterval(significance: plan.significance)
        let (inside, outside) = (design.treated.map { differences[$0] }, design.control.map { differences[$0] })
        beside = UnitRegression(treated: inside, control: outside, confidence: 1 - plan.significance)
        wild = UnitRegression.wildBootstrap(treated: inside, control: outside)
        changes = names.indices.map {
            Change(name: names[$0], difference: differences[$0], isTreated: design.treated.contains($0))
        }
        let compared = try Self.unlogged(rows.map { panel.values[$0] }, start: panel.start)
        doubt = TrialDoubt(
            panel: compared, design: design, differences: differences, statistic: plan.statistic, interval: estimate,
            significance: plan.significance)
        looks = try Self.looks(plan, design, places, leftOut, tables: earlier + [frozen], spentBefore)
        guardrails = plan.guardrails.map { guardrail in
            let all = (earlier + [frozen]).map { GuardrailResult(guardrail, plan, $0, without: leftOut) }
            return all.last { $0.isBroken } ?? all[all.count - 1]
        }
        oneArea = design.treated.count == 1 ? OneAreaResult(compared, treated: design.treated[0]) : nil
    }

    /// Whether something got worse than what is tolerated, at any look.
    var hasBrokenGuardrail: Bool { guardrails.contains(where: \.isBroken) }

    private static func panel(
        _ plan: TrialPlan, _ frozen: FrozenPanel, _ leftOut: Set<String>
    ) throws(Refusal) -> TrialPanel {
        switch frozen.panel(plan, without: leftOut) {
        case .success(let panel): return panel
        case .failure(let refusal): throw .panel(refusal)
        }
    }

    /// Rows that are on their scale already.
    private static func unlogged(_ rows: [[Double?]], start: Int) throws(Refusal) -> TrialPanel {
        do { return try TrialPanel(rows, start: start) } catch { throw .panel(error) }
    }

    /// The exact sequential test over the registered looks; nil with a single one, or where an area is missing in one.
    private static func looks(
        _ plan: TrialPlan, _ design: TrialDesign, _ places: [Int], _ leftOut: Set<String>, tables: [FrozenPanel],
        _ spentBefore: Double
    ) throws(Refusal) -> SequentialTest? {
        guard plan.looks.count > 1 || spentBefore > 0 else { return nil }
        let whole = Double(FrozenPanel.windows(plan, until: plan.end, TownTime()).count { $0.0 >= plan.start })
        var (differences, information): ([[Double]], [Double]) = ([], [])
        for table in tables {
            guard table.isOf(plan) else { throw .noComparison }
            let panel = try panel(plan, table, leftOut)
            let changes = Dictionary(
                zip(table.kept(leftOut), panel.changes()), uniquingKeysWith: { first, _ in first })
            var row: [Double] = []
            for place in places {
                guard let difference = changes[place]?.difference else { return nil }
                row.append(difference)
            }
            differences.append(row)
            information.append(Double(table.periods.count { $0 >= plan.start }) / whole)
        }
        return try? SequentialTest(
            design: design, differences: differences, information: information, spending: plan.spending,
            statistic: plan.statistic, significance: plan.significance, spentBefore: spentBefore)
    }

    /// Whether the registered test rejects: at a look within its budget, or, with one look, at the level.
    func rejects(_ plan: TrialPlan) -> Bool {
        if let looks { return looks.looks.contains(where: \.stops) }
        return plan.looks.count <= 1 && spentBefore == 0 && test.twoSided <= plan.significance
    }
}
