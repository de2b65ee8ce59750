// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning

/// `/planning/analysis/rules`: the town's rules for security, interfaces and data, and what fulfils them.
struct RulesPage {
    let context: PlanningContext

    func html() -> HTML {
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
        return InsightTable(
            caption: language(.rulesTitle),
            columns: [
                .init(language(ObjectKind.guideline.name)), .init(context.label(.guideline, "area")),
                .init(context.label(.guideline, "check")), .init(language(.ruleFulfilled)),
                .init(language(.rulePartly)),
                .init(language(.ruleBroken)), .init(language(.openAnswer)),
            ],
            rows: reviews.prefix(100).map { (review: GuidelineReview) -> [HTML] in
                let check = context.words(review.guideline, "check")
                return [
                    context.link(review.guideline), HTML(text: context.words(review.guideline, "area")),
                    HTML(text: check.isEmpty ? language(.checkedByPeople) : check),
                    context.links(review.objects("yes"), most: 5), context.links(review.objects("partly"), most: 5),
                    context.links(review.objects("no"), most: 5), context.links(review.objects(nil), most: 3),
                ]
            }
        ).html
    }
}
