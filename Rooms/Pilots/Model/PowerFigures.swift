// SPDX-License-Identifier: EUPL-1.2
import Site
import Trial

/// What a design can see, on the history of its areas.
struct PowerFigures: Sendable {
    /// An area that lacks values in the time of comparison.
    struct Gap: Sendable, Hashable {
        let area: String
        /// The first day of the first period with a value; nil where there is none.
        let first: CalendarDay?
        let measured: Int
        let periods: Int
        /// Whether all periods from the first one on have values: it only began late.
        let isLate: Bool
    }

    /// Over the areas with a history; nil where too little was measured before the start.
    let design: TrialDesign?
    /// Seen in four of five trials.
    let detectable: Double?
    /// How much the areas' own changes differ (n − 1).
    let spread: Double?
    /// No effect first, then growing ones.
    let detections: [TrialPower.Detection]
    /// Areas that are measured in less than 80 % of the periods before the start.
    let gaps: [Gap]
    /// From when on all areas have values, where enough periods are left before the start; nil where they have none.
    let completeFrom: CalendarDay?

    /// Effects that are tried, as shares of the indicator.
    private static let shares = [0, 0.05, 0.1, 0.15, 0.2, 0.3]
    /// Fewer periods before the start make no comparison.
    private static let fewestPeriods = 4

    init(_ trial: TrialPlan, _ panel: FrozenPanel) {
        (gaps, completeFrom) = Self.gaps(trial, panel)
        let history = PilotReading.history(panel, trial) ?? []
        // an effect downwards is one upwards on the changes turned round
        let sign = trial.direction == .up ? 1.0 : -1.0
        let changes = history.map { sign * $0.change }
        guard let design = trial.design(of: history.map(\.place)),
            let power = try? TrialPower(
                design: design, differences: changes, statistic: trial.statistic, significance: trial.significance)
        else {
            (design, detectable, spread, detections) = (nil, nil, nil, [])
            return
        }
        self.design = design
        detectable = power.effect(forPower: 0.8)
        spread = changes.count > 2 ? standardDeviation(changes) : nil
        let level = panel.values.flatMap { $0.compactMap(\.self) }
        let middle = level.isEmpty ? 0 : level.reduce(0, +) / Double(level.count)
        detections = Self.shares.map { share in
            let effect = trial.scale == .log ? TrialPlan.logarithm(share, trial.direction) : share * middle
            return power.detection(of: effect)
        }
    }

    private static func gaps(_ trial: TrialPlan, _ panel: FrozenPanel) -> ([Gap], CalendarDay?) {
        let columns = panel.periods.indices.filter { panel.periods[$0] < trial.start }
        guard panel.isOf(trial), !columns.isEmpty else { return ([], nil) }
        var (gaps, latest): ([Gap], Int?) = ([], columns[0])
        for (name, row) in zip(panel.names, panel.values) {
            let there = columns.filter { row[$0] != nil }
            let first = there.first
            if let known = latest { latest = first.map { max($0, known) } }
            guard Double(there.count) < 0.8 * Double(columns.count) else { continue }
            gaps.append(
                Gap(
                    area: name, first: first.map { panel.periods[$0] }, measured: there.count, periods: columns.count,
                    isLate: first.map { start in columns.filter { $0 >= start }.count == there.count } ?? false))
        }
        guard !gaps.isEmpty, let latest, columns.count(where: { $0 >= latest }) >= fewestPeriods else {
            return (gaps, nil)
        }
        return (gaps, panel.periods[latest])
    }
}
