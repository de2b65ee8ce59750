// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Wire

/// What a new object takes over from what it is about, so that nobody types it twice.
struct NewAnswers {
    /// The boxes of criteria in the form of a new assessment.
    static let criteria = "criteria~ticked"
    /// A trial decides from four areas with the measure and four to compare.
    static let areas = 8

    let context: PlanningContext

    private var language: Language { context.language }

    /// The answers of a new object with what can be carried over; what is answered stays.
    func filled(_ kind: ObjectKind, _ given: JSONObject) -> JSONObject {
        var answers = given
        func offer(_ name: String, _ value: JSONValue?) {
            if answers[name] == nil, let value { answers[name] = value }
        }
        switch kind {
        case .assessment:
            let measures = references(answers["candidates"])
            guard !measures.isEmpty else { break }
            let needs = needs(of: measures)
            offer("title", needs.first.map { .string(language(.comparisonOf($0.title))) })
            offer("department", common("department", measures))
        case .portfolio:
            guard let assessment = answers["assessment"]?.string.flatMap({ context.plan[$0] }) else { break }
            offer("title", .string(language(.choiceAfter(assessment.title))))
            offer("measures", assessment["candidates"])
            let years = context.plan.objects(assessment, "candidates").compactMap { $0.integer("startYear") }
            offer("firstYear", years.min().map { JSONValue($0) })
            offer("department", assessment["department"])
        case .pilot:
            guard let measure = answers["measure"]?.string.flatMap({ context.plan[$0] }) else { break }
            offer("title", .string(language(.trialOf(measure.title))))
            offer("department", measure["department"])
            offer("operator", measure["operator"])
            if measure.text("operatorModel") == "own" { offer("operator", measure["department"]) }
            guard let indicator = context.plan.objects(measure, "indicators").first else { break }
            offer("indicator", .string(indicator.reference.description))
            offer("direction", direction(of: indicator))
        default: break
        }
        return answers
    }

    /// More is better, or less, as the indicator says it.
    private func direction(of indicator: PlanningObject) -> JSONValue? {
        indicator.text("direction").flatMap { ["up", "down"].contains($0) ? .string($0) : nil }
    }

    private func references(_ value: JSONValue?) -> [PlanningObject] {
        (value?.array ?? []).compactMap { $0.string.flatMap { context.plan[$0] } }
    }

    private func needs(of measures: [PlanningObject]) -> [PlanningObject] {
        var seen: Set<Reference> = []
        return measures.flatMap { context.plan.objects($0, "needs") }.filter { seen.insert($0.reference).inserted }
    }

    /// What all of them answer alike.
    private func common(_ name: String, _ objects: [PlanningObject]) -> JSONValue? {
        let answers = objects.compactMap { $0.text(name) }
        return answers.count == objects.count && Set(answers).count == 1 ? answers.first.map { .string($0) } : nil
    }

    /// The answers of a form with what its boxes and empty names stand for.
    func completed(_ kind: ObjectKind, _ form: FormBody, _ answers: JSONObject) -> JSONObject {
        var answers = answers
        let ticked = form.all(Self.criteria)
        if kind == .assessment, answers["criteria"] == nil, !ticked.isEmpty {
            let known = Set(context.criteria.map(\.id))
            answers["criteria"] = .array(ticked.filter(known.contains).map { ["criterion": .string($0)] })
        }
        if kind == .pilot, let rows = answers["areas"]?.array {
            answers["areas"] = .array(rows.map(named))
        }
        return answers
    }

    /// An area without a name has that of its series.
    private func named(_ row: JSONValue) -> JSONValue {
        guard var area = row.object, area["name"] == nil, let series = area["datastream"]?.integer,
            let label = context.series(series)?.label
        else { return row }
        area["name"] = .string(label)
        return .object(area)
    }
}
