// SPDX-License-Identifier: EUPL-1.2

/// What would make the result less certain: the time before the start, made-up starts, single units.
public struct TrialDoubt: Sendable, Hashable {
    /// Whether treated and control units drifted apart before the start.
    public struct PreTrend: Sendable, Hashable {
        /// Treated less control for each period before; nil where a side has no value.
        public let gaps: [Double?]
        /// Difference of the slopes per period.
        public let slopeDifference: Double
        public let p: Double
        /// The drift per period that this test would have missed half the time.
        public let missedHalfTheTime: Double
        /// The largest step of the gap from one period to the next.
        public let largestStep: Double
    }

    public struct PlaceboDate: Sendable, Hashable {
        public let start: Int
        public let estimate: Double
        public let p: Double
    }

    public struct WithoutUnit: Sendable, Hashable {
        public let unit: Int
        public let estimate: Double
        public let p: Double
    }

    public let preTrend: PreTrend?
    public let placeboDates: [PlaceboDate]
    public let withoutUnits: [WithoutUnit]
    /// The nearer limit of the interval in largest steps before the start; 0 where the interval holds no effect.
    public let breakdown: Double?

    /// The panel's rows are in the order of the design's units; the interval is that of the result in doubt.
    public init(
        panel: TrialPanel, design: TrialDesign, differences: [Double], statistic: PermutationTest.Statistic,
        interval: TrialEstimate, significance: Double = 0.05
    ) {
        let preTrend = Self.preTrend(panel, design, significance)
        self.preTrend = preTrend
        placeboDates = Self.placeboDates(panel, design, statistic)
        withoutUnits = Self.withoutUnits(design, differences, statistic)
        let nearer = interval.contains(0) ? 0 : min(abs(interval.low), abs(interval.high))
        breakdown = preTrend.flatMap { $0.largestStep > 0 ? nearer / $0.largestStep : nil }
    }

    private static func preTrend(_ panel: TrialPanel, _ design: TrialDesign, _ significance: Double) -> PreTrend? {
        let slopes = panel.values.map { slope($0[..<panel.start]) }
        guard slopes.allSatisfy({ $0 != nil }), panel.start >= 3,
            let test = try? PermutationTest(design: design, differences: slopes.compactMap(\.self)),
            let power = try? TrialPower(
                design: design, differences: test.differences, statistic: .mean, significance: significance)
        else { return nil }
        let gaps = (0..<panel.start).map { period -> Double? in
            let inside = design.treated.compactMap { panel.values[$0][period] }
            let outside = design.control.compactMap { panel.values[$0][period] }
            return inside.isEmpty || outside.isEmpty ? nil : mean(inside) - mean(outside)
        }
        let steps = zip(gaps, gaps.dropFirst()).compactMap { pair in
            pair.0.flatMap { first in pair.1.map { abs($0 - first) } }
        }
        return PreTrend(
            gaps: gaps, slopeDifference: test.meanDifference, p: test.result(.mean).twoSided,
            missedHalfTheTime: power.effect(forPower: 0.5), largestStep: steps.max() ?? 0)
    }

    /// Least squares over the position of what is there.
    static func slope(_ values: ArraySlice<Double?>) -> Double? {
        let points = values.enumerated().compactMap { index, value in value.map { (Double(index), $0) } }
        guard points.count >= 3 else { return nil }
        let (middle, level) = (mean(points.map(\.0)), mean(points.map(\.1)))
        let spread = points.reduce(0) { $0 + ($1.0 - middle) * ($1.0 - middle) }
        return points.reduce(0) { $0 + ($1.0 - middle) * ($1.1 - level) } / spread
    }

    /// Every start that leaves a third of the time before on each side.
    private static func placeboDates(
        _ panel: TrialPanel, _ design: TrialDesign, _ statistic: PermutationTest.Statistic
    ) -> [PlaceboDate] {
        let third = max(1, panel.start / 3)
        guard panel.start >= 2 * third, panel.start >= 3 else { return [] }
        return (third...(panel.start - third)).compactMap { start in
            let differences = panel.placeboDifferences(start: start)
            guard differences.allSatisfy({ $0 != nil }),
                let test = try? PermutationTest(design: design, differences: differences.compactMap(\.self))
            else { return nil }
            return PlaceboDate(start: start, estimate: test.meanDifference, p: test.result(statistic).twoSided)
        }
    }

    private static func withoutUnits(
        _ design: TrialDesign, _ differences: [Double], _ statistic: PermutationTest.Statistic
    ) -> [WithoutUnit] {
        guard differences.count == design.units else { return [] }
        return (0..<design.units).compactMap { left in
            func moved(_ unit: Int) -> Int { unit > left ? unit - 1 : unit }
            let blocks = design.blocks.map { $0.filter { $0 != left }.map(moved) }
                .filter { block in
                    let treated = block.count { moved in design.treated.contains(moved >= left ? moved + 1 : moved) }
                    return treated > 0 && treated < block.count
                }
            // units of a block that compares nothing any more leave with it
            let kept = blocks.flatMap(\.self).sorted()
            guard !kept.isEmpty else { return nil }
            let place = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
            let original = kept.map { $0 >= left ? $0 + 1 : $0 }
            let treated = original.indices.filter { design.treated.contains(original[$0]) }
            guard
                let smaller = try? TrialDesign(
                    units: kept.count, treated: treated, blocks: blocks.map { $0.compactMap { place[$0] } }),
                let test = try? PermutationTest(design: smaller, differences: original.map { differences[$0] })
            else { return nil }
            return WithoutUnit(unit: left, estimate: test.meanDifference, p: test.result(statistic).twoSided)
        }
    }
}
