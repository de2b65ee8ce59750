// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import HTTPSupport
import Hummingbird
import Planning
import PlanningAnalysisPages
import PlanningFrame
import Site
import Wire

/// Step six: what a measure costs, tried out before it is stored.
extension WizardRoutes {
    // MARK: 6 Cost

    func measure(_ page: WizardPage) throws -> PlanningObject {
        guard let measure = page.measure.flatMap({ page.context.plan[$0] }) else {
            throw Problem(
                .conflict, "No measure", detail: "This step needs a measure; choose one in the fifth step.",
                german: "Dieser Schritt braucht eine Maßnahme; wählen Sie eine im fünften Schritt.")
        }
        return measure
    }

    func costStep(_ page: WizardPage, _ request: Request) throws -> Response {
        let measure = try measure(page)
        var document = measure.document
        let isGerman = page.context.language == .german
        let isProposed = document["costLines"] == nil
        if isProposed { document["costLines"] = Self.usualCost(isGerman) }
        if document["staff"] == nil { document["staff"] = Self.usualStaff(isGerman) }
        for (name, answer) in Self.alike(page, measure) where document[name] == nil { document[name] = answer }
        let form = ObjectForm(context: page.context, fields: WizardQuestions.cost, document: document)
        return costPage(page, measure, form, rise: nil, isProposed: isProposed, request)
    }

    /// What the other measures for the same need answer alike, so that nobody types it for each: who runs it and from when.
    private static func alike(_ page: WizardPage, _ measure: PlanningObject) -> [(String, JSONValue)] {
        guard let need = page.need else { return [] }
        let others = page.context.plan.referring(to: need, kind: .measure).filter {
            $0.reference != measure.reference && $0["costLines"] != nil
        }
        return ["operatorModel", "operator", "startYear"].compactMap { name in
            let answers = Set(others.compactMap { $0[name] }.filter { !$0.isNull })
            return answers.count == 1 ? answers.first.map { (name, $0) } : nil
        }
    }

    /// What the answers in the form cost, stored or not, above the form itself; no sum of amounts that nobody has looked at yet.
    func costPage(
        _ page: WizardPage, _ measure: PlanningObject, _ form: ObjectForm, rise: Double?, isRiseRefused: Bool = false,
        isProposed: Bool = false,
        _ request: Request
    ) -> Response {
        let language = page.context.language
        let shown = measure.answering(form.document)
        let cost = MeasureCost(shown, town: page.context.plan.town, priceRise: rise.map { $0 / 100 })
        var panel: HTML = "<p class=\"empty\">\(language(.costUnknown))</p>"
        if isProposed {
            panel = "<p class=\"notice\">\(language(.costProposed))</p>"
        } else if cost.isStated {
            let view = CostView(context: page.context, cost: cost)
            panel = """
                <section class="card"><p class="finding">\(view.sentence)</p>\
                \(isRiseRefused ? CostPage.refusedRise(language) : HTML())\(view.table)\(view.assumptions)</section>
                """
        }
        let percent = rise ?? cost.plan.paths.goods * 100
        let slider: HTML = """
            <div class="filters"><div class="field grow"><label for="rise">\(language(.whatIf)) \
            <output id="rise-value" for="rise">\(page.context.format.number(percent)) %</output></label>\
            <input id="rise" name="rise" type="range" min="0" max="10" step="0.5" value="\(String(percent))" \
            data-output="rise-value" data-button="try"></div>\
            <button id="try" type="submit" class="quiet" name="try" value="1">\(language(.tryOut))</button></div>
            """
        return html(
            page.html(
                before: "<p>\(language(.costLead))</p>" + panel, form: slider + form.flat(),
                scripts: [.asset("plan.js")]), request)
    }

    /// Lines that most measures have, to be replaced: amounts are assumptions and marked so, until somebody says otherwise.
    static func usualCost(_ german: Bool) -> JSONValue {
        func line(_ name: String, _ phase: String, _ euros: Int64, _ first: Int64, _ last: Int64) -> JSONValue {
            [
                "name": .string(name), "kind": "goods", "phase": .string(phase), "amount": JSONValue(euros * 100),
                "firstYear": JSONValue(first), "lastYear": JSONValue(last), "isAssumption": true,
            ]
        }
        return [
            line(german ? "Konzept und Vergabe" : "Concept and tender", "concept", 10_000, 0, 0),
            line(german ? "Beschaffung und Aufbau" : "Purchase and set-up", "procurement", 40_000, 0, 0),
            line(german ? "Betrieb, Wartung, Lizenzen" : "Operation, upkeep, licences", "operation", 8_000, 1, 10),
        ]
    }

    static func usualStaff(_ german: Bool) -> JSONValue {
        [
            [
                "skill": .string(german ? "Fachbetreuung" : "Care by the department"), "fullTimeEquivalents": 0.2,
                "firstYear": 1, "lastYear": 10, "isAssumption": true,
            ]
        ]
    }

    func saveCost(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let measure = try measure(page)
        let document = AnswerReader(form: form, page.context.language).document(
            WizardQuestions.cost, over: measure.document)
        let change = LineChange(form, WizardQuestions.cost, document, page.context.language)
        if change != nil || form.has("try") {
            var again = ObjectForm(context: page.context, fields: WizardQuestions.cost, document: document)
            if let change { again = change.applied(to: again) }
            let asked = form.has("try") ? page.context.format.numerals.number(from: form["rise"]) : nil
            let rise = asked.flatMap { CostPage.rises.contains($0) ? $0 : nil }
            return costPage(page, measure, again, rise: rise, isRiseRefused: form.has("try") && rise == nil, request)
        }
        return try await storing(page, .measure, document, request, context) { page, faults in
            plainStep(page, .measure, WizardQuestions.cost, document, faults, request)
        }
    }
}
