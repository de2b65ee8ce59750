// SPDX-License-Identifier: EUPL-1.2
import PlanningAnalyses
public import PlanningModel

extension Plan {
    /// What the paper on a measure names as its attachments: the measure, what it answers, serves, is measured by and uses.
    public func attachments(of measure: PlanningObject) -> [PlanningObject] {
        [measure] + objects(measure, "needs") + objects(measure, "goals") + objects(measure, "indicators")
            + [measure.reference("solution").flatMap { self[$0] }].compactMap(\.self)
    }

    /// All that the paper on a measure rests on: its attachments, what is judged, who takes part, the alternatives, what
    /// compares and chooses, the town's assumptions.
    public func foundation(of measure: PlanningObject) -> [PlanningObject] {
        let needs = objects(measure, "needs").map(\.reference)
        let others = needs.flatMap { referring(to: $0, kind: .measure) }.filter { $0.state != .closed }
        let people = ([measure.reference] + needs).flatMap { referring(to: $0, kind: .stakeholder) }
        var found =
            attachments(of: measure) + objects(measure, "assets") + objects(measure, "processingActivities") + others
            + people + others.filter { $0.reference != measure.reference }.flatMap { approvals(of: $0.reference) }
        if let town { found.append(town) }
        let assessments = assessments(of: measure.reference)
        let criteria = assessments.flatMap { assessment in
            AssessmentReading.criteria(self, assessment).compactMap { $0.reference.flatMap { self[$0] } }
        }
        found += assessments + criteria + portfolios(with: measure.reference)
        return found
    }

    /// The versions of all that decisions on these objects rest on.
    public func basis(of about: [Reference]) -> [Reference: Int64] {
        var basis: [Reference: Int64] = [:]
        for object in about.compactMap({ self[$0] }) {
            var found = [object] + object.referred.compactMap { self[$0] }
            for measure in measures(of: object) { found += foundation(of: measure) }
            for part in found { basis[part.reference] = part.version }
        }
        return basis
    }

    /// The measure itself, or those that a portfolio chooses from.
    private func measures(of object: PlanningObject) -> [PlanningObject] {
        switch object.kind {
        case .measure: [object]
        case .portfolio: objects(object, "measures")
        default: []
        }
    }

    /// What the measures of these objects cost now; those without any stated cost are left out.
    public func amounts(of about: [Reference]) -> [DecisionRecord.Amounts] {
        let subjects = about.compactMap { self[$0] }.flatMap { measures(of: $0) }
        var seen: Set<Reference> = []
        return subjects.filter { seen.insert($0.reference).inserted }.compactMap { amounts(of: $0) }
    }

    func amounts(of measure: PlanningObject) -> DecisionRecord.Amounts? {
        let cost = MeasureCost(measure, town: town)
        guard cost.isStated else { return nil }
        let years = cost.years().map { year in
            DecisionRecord.Amounts.Year(year: (cost.firstYear ?? 0) + year.year, net: year.net, own: year.own)
        }
        return DecisionRecord.Amounts(
            measure: measure.reference, total: cost.total, budgetTotal: cost.budgetTotal,
            investment: cost.investment, presentValue: cost.presentValue, rate: cost.rate, years: years)
    }

    /// Only these objects, without names of persons: what somebody with an invitation may open.
    public func opened(_ objects: [PlanningObject]) -> Plan {
        var seen: Set<Reference> = []
        return Plan(objects.filter { seen.insert($0.reference).inserted }.map(\.withoutPersons))
    }
}
