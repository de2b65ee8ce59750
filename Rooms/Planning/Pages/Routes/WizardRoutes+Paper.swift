// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import HTTPSupport
import Hummingbird
import Logging
import Planning
import PlanningFrame
import Site

/// The last step: the draft paper.
extension WizardRoutes {
    func paperStep(_ page: WizardPage, _ request: Request, _ context: HTTPContext, link: String? = nil) async throws
        -> Response
    {
        let measure = try measure(page)
        let language = page.context.language
        let document = try await paper(on: measure, page.context, request, context)
        let gaps = document.gaps.map { gap -> HTML in
            let way = Self.answers(gap, page).map { "<a href=\"\($0)\">\(language(.fillGap))</a>" as HTML }
            return way.map { "<li>\(gap) \($0)</li>" } ?? "<li>\(gap)</li>"
        }
        let missing: HTML =
            gaps.isEmpty
            ? "<p>\(language(.noGaps))</p>"
            : "<h2>\(language(.gaps)) (\(gaps.count))</h2><ul class=\"plain gaps-list\">\(gaps)</ul>"
        let files: HTML = """
            <p class="actions"><a class="button" href="\(SiteURL.planningObject(measure.reference, "paper"))">\(language(.readPaper))</a>\
            <a class="button quiet" href="\(SiteURL.planningObject(measure.reference, "paper.pdf"))">\(language(.asPDF))</a>\
            <a class="button quiet" href="\(SiteURL.planningObject(measure.reference, "paper.odt"))">\(language(.asODT))</a></p>
            """
        let questions = ObjectForm(
            context: page.context, fields: Self.paperQuestions, document: measure.document)
        return html(
            page.html(
                before: "<p>\(language(.paperLead))</p><section class=\"card\">\(missing)\(files)</section>",
                form: questions.flat(), after: comparison(page)), request)
    }

    /// The way on from one measure to all that answer the need.
    private func comparison(_ page: WizardPage) -> HTML {
        let link = page.need.map { page.context.comparison(for: $0) } ?? ""
        return link.isEmpty ? "" : "<p class=\"actions\">\(link)</p>"
    }

    /// Where a gap of the paper is closed: a question of this step or of an earlier one; nil where no step asks it.
    static func answers(_ gap: String, _ page: WizardPage) -> String? {
        guard let found = gapFields.first(where: { gap.contains(page.context.language($0.gap)) }) else { return nil }
        let anchor = "#" + found.field
        guard found.step != .paper else { return anchor }
        return found.step.url(need: page.need, measure: page.measure).path + (found.step == .cost ? anchor : "")
    }

    /// What the paper's gaps are called, with the question that closes each.
    private static let gapFields: [(gap: Words, step: WizardStep, field: String)] = [
        (Words("der Beschlussvorschlag", "the proposed decision"), .paper, "proposal"),
        (
            Words("die Einschätzung der Klimawirkung", "an estimate of the effect on the climate"), .paper,
            "climateEffect"
        ),
        (Words("wer beteiligt wurde und wird", "who was and will be involved"), .paper, "participation"),
        (Words("die Risiken", "the risks"), .paper, "risks"),
        (Words("die geprüften Alternativen", "the alternatives looked at"), .paper, "alternatives"),
        (Words("die Haushaltsstelle", "the budget line"), .paper, "budgetLine"),
        (Words("wer die Lösung auf Dauer betreibt", "who runs the solution for good"), .cost, "operator"),
        (Words("die Kosten über zehn Jahre", "the cost over ten years"), .cost, "costLines"),
        (Words("das Ziel, dem die Maßnahme dient", "the goal that the measure serves"), .goal, "goalTitle"),
        (Words("woran der Erfolg gemessen wird", "how success will be measured"), .goal, "indicatorName"),
    ]

    private static let paperQuestions = [
        "proposal", "climateEffect", "participation", "risks", "alternatives", "budgetLine",
    ]
    .compactMap { ObjectKind.measure.field($0) }

    func saveProposal(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let measure = try measure(page)
        let document = AnswerReader(form: form, page.context.language).document(
            Self.paperQuestions, over: measure.document)
        if form.has("more") {
            var again = ObjectForm(context: page.context, fields: Self.paperQuestions, document: document)
            again.blankRows[form["more"]] = AnswerReader(form: form, page.context.language).blankLines(
                form["more"], in: document)
            return html(page.html(form: again.flat()), request)
        }
        return try await storing(page, .measure, document, request, context) { page, faults in
            plainStep(page, .measure, Self.paperQuestions, document, faults, request)
        }
    }
}
