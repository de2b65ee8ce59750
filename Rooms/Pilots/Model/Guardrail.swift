// SPDX-License-Identifier: EUPL-1.2
import Planning
import Trial
import Wire

/// What must not get worse while something is tried: registered with how much worse is tolerated.
struct Guardrail: Sendable, Hashable {
    struct Area: Sendable, Hashable {
        let name: String
        let datastream: Int64
    }

    let name: String
    /// The direction that is worse.
    let harm: ResultGate.Facts.Direction
    /// On the scale of the comparison, not negative.
    let worseBy: Double
    let significance: Double
    /// Of the areas of the trial, in their order.
    let areas: [Area]

    /// The guardrails of a pilot's answers: rows of one name are one guardrail, its first row says how much.
    static func read(
        _ object: PlanningObject, areas: [TrialPlan.Area], isLogarithm: Bool, _ faults: inout [TrialPlan.Fault]
    ) -> [Guardrail] {
        let rows = object.rows("guardrails")
        var names: [String] = []
        for name in rows.compactMap({ $0["name"]?.string }) where !names.contains(name) { names.append(name) }
        return names.compactMap { name -> Guardrail? in
            let own = rows.filter { $0["name"]?.string == name }
            guard let harm = own[0]["harm"]?.string.flatMap(ResultGate.Facts.Direction.init),
                let tolerated = own[0]["worseBy"]?.double
            else { return nil }
            var watched: [String: Int64] = [:]
            for row in own {
                guard let area = row["area"]?.string, let series = row["datastream"]?.integer else { continue }
                if areas.contains(where: { $0.name == area && $0.role != .ring }) {
                    watched[area] = series
                } else {
                    faults.append(.guardrailElsewhere(area))
                }
            }
            let known = areas.filter { watched[$0.name] != nil }
            if !known.contains(where: { $0.role == .treated }) || !known.contains(where: { $0.role == .control }) {
                faults.append(.guardrailComparesNothing(name))
            }
            return Guardrail(
                name: name, harm: harm,
                worseBy: isLogarithm ? TrialPlan.logarithm(tolerated, harm) : tolerated,
                significance: own[0]["significance"]?.double ?? 0.05,
                areas: known.compactMap { area in
                    watched[area.name].map { Area(name: area.name, datastream: $0) }
                })
        }
    }

    // MARK: - As a document

    var document: JSONObject {
        [
            "name": .string(name), "harm": .string(harm.rawValue), "worseBy": JSONValue(worseBy),
            "alpha": JSONValue(significance),
            "areas": .array(areas.map { ["name": .string($0.name), "datastream": JSONValue($0.datastream)] }),
        ]
    }

    init?(_ document: JSONObject) {
        guard let name = document["name"]?.string, let worseBy = document["worseBy"]?.double,
            let harm = document["harm"]?.string.flatMap(ResultGate.Facts.Direction.init),
            let significance = document["alpha"]?.double, let areas = document["areas"]?.array
        else { return nil }
        (self.name, self.harm, self.worseBy, self.significance) = (name, harm, worseBy, significance)
        self.areas = areas.compactMap { area in
            area["name"]?.string.flatMap { name in area["datastream"]?.integer.map { Area(name: name, datastream: $0) }
            }
        }
        guard self.areas.count == areas.count else { return nil }
    }

    private init(
        name: String, harm: ResultGate.Facts.Direction, worseBy: Double, significance: Double, areas: [Area]
    ) {
        (self.name, self.harm, self.worseBy, self.significance, self.areas) = (
            name, harm, worseBy, significance, areas
        )
    }
}

/// What a guardrail says at one look.
struct GuardrailResult: Sendable, Hashable {
    let name: String
    /// Nil where too little was measured to compare.
    let effect: Double?
    /// Exact, one-sided: that it got worse by more than what is tolerated.
    let p: Double?
    let isBroken: Bool

    /// At a frozen table; areas that the check of the data left out do not count.
    init(_ guardrail: Guardrail, _ plan: TrialPlan, _ frozen: FrozenPanel, without leftOut: Set<String>) {
        name = guardrail.name
        var found: (effect: Double, p: Double)?
        if let watched = frozen.guardrails.first(where: { $0.name == guardrail.name }) {
            let kept = watched.areas.indices.filter { !leftOut.contains(watched.areas[$0]) }
            if let panel = try? frozen.panel(plan, kept.map { watched.values[$0] }).get() {
                let changes = zip(kept, panel.changes()).compactMap { index, change in
                    change.counts ? change.difference.map { (name: watched.areas[index], difference: $0) } : nil
                }
                found = Self.test(guardrail, plan, changes)
            }
        }
        (effect, p) = (found?.effect, found?.p)
        isBroken = found.map { $0.p <= guardrail.significance * (1 + 1e-12) } ?? false
    }

    private static func test(
        _ guardrail: Guardrail, _ plan: TrialPlan, _ changes: [(name: String, difference: Double)]
    ) -> (effect: Double, p: Double)? {
        // areas in the order of the plan, as its design has them
        let compared = plan.compared
        let places = compared.indices.filter { place in changes.contains { $0.name == compared[place].name } }
        var differences = places.compactMap { place in
            changes.first { $0.name == compared[place].name }?.difference
        }
        guard let design = plan.design(of: places),
            let effect = try? PermutationTest(design: design, differences: differences).meanDifference
        else { return nil }
        // what is tolerated is taken away from the harm
        for unit in design.treated {
            differences[unit] -= guardrail.harm == .up ? guardrail.worseBy : -guardrail.worseBy
        }
        guard let test = try? PermutationTest(design: design, differences: differences).result(plan.statistic) else {
            return nil
        }
        return (effect, guardrail.harm == .up ? test.greater : test.less)
    }
}
