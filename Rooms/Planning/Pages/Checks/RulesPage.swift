// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/rules`: the town's rules for security, interfaces and data, and what fulfils them.
package struct RulesPage {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    package func html() -> HTML {
        let language = context.language
        let reviews = context.plan.guidelineReviews
        let missing = UsualRule.missing(in: context.plan).count
        let add: HTML =
            context.mayWrite && missing > 0
            ? """
            <form method="post" action="\(SiteURL.analysis("rules"))"><p class="actions">\
            <button type="submit">\(language(.addUsualRules(missing)))</button></p></form>
            """ : ""
        let body: HTML = reviews.isEmpty ? "<p class=\"empty\">\(language(.noRules))</p>" : table(reviews)
        return InsightPage(
            context: context, title: .rulesTitle, lead: .rulesLead,
            sections: [add, "<section class=\"card\" aria-label=\"\(language(.rulesTitle))\">\(body)</section>"]
        ).html()
    }

    private func table(_ reviews: [GuidelineReview]) -> HTML {
        let language = context.language
        let shown = context.shown(reviews, \.guideline)
        let table = InsightTable(
            caption: language(.rulesTitle),
            columns: [
                .init(language(ObjectKind.guideline.name)), .init(context.label(.guideline, "area")),
                .init(context.label(.guideline, "check")), .init(language(.ruleFulfilled)),
                .init(language(.rulePartly)),
                .init(language(.ruleBroken)), .init(language(.openAnswer)),
            ],
            rows: shown.rows.prefix(100).map { (review: GuidelineReview) -> [HTML] in
                let check = context.words(review.guideline, "check")
                return [
                    context.link(review.guideline), HTML(text: context.words(review.guideline, "area")),
                    HTML(text: check.isEmpty ? language(.checkedByPeople) : check),
                    context.links(review.objects("yes"), most: 5), context.links(review.objects("partly"), most: 5),
                    context.links(review.objects("no"), most: 5), context.links(review.objects(nil), most: 3),
                ]
            })
        return "\(table.html)\(shown.note)"
    }

    /// On the page of a rule: what it applies to, and what is known about each.
    package static func panel(_ rule: PlanningObject, _ context: PlanningContext) -> HTML? {
        let language = context.language
        guard let review = context.plan.guidelineReviews.first(where: { $0.guideline.reference == rule.reference }),
            !review.answers.isEmpty
        else { return nil }
        let rows = review.answers.prefix(100).map { answer -> [HTML] in
            let verdict: HTML =
                switch answer.answer {
                case "yes": context.light(.pass, .ruleFulfilled)
                case "partly": context.light(.hold, .rulePartly)
                case "no": context.light(.fail, .ruleBroken)
                default: context.light(.hold, .openAnswer)
                }
            return [
                context.link(answer.object), verdict,
                HTML(text: language(answer.isExecuted ? .checkedByPlatform : .checkedByPeople)),
            ]
        }
        let table = InsightTable(
            caption: language(.rulesTitle),
            columns: [
                .init(language(.system)), .init(language(.judgement)), .init(context.label(.guideline, "check")),
            ],
            rows: Array(rows))
        return """
            <section class="card" aria-labelledby="fulfilment"><h2 id="fulfilment">\(language(.whoFulfils))</h2>\(table.html)\
            \(context.rest(100, of: review.answers.count).map { "<p>\($0)</p>" as HTML } ?? "")</section>
            """
    }
}
