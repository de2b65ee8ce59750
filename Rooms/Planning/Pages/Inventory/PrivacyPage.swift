// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/privacy`: the record of processing activities and who needs an impact assessment.
package struct PrivacyPage {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    package func html() -> HTML {
        let language = context.language
        let reviews = context.plan.privacyReviews
        let without = context.plan.withoutProcessingRecord
        let unrecorded = context.shown(without) { $0 }
        let alarm: HTML =
            without.isEmpty
            ? ""
            : """
            <section class="notice" aria-labelledby="without"><h2 id="without">\(language(.withoutRecord))</h2>\
            \(context.links(unrecorded.rows))\(unrecorded.note)</section>
            """
        return InsightPage(
            context: context, title: .privacyTitle, lead: .privacyLead,
            sections: [alarm, record(reviews), thresholds(reviews)]
        ).html()
    }

    private func record(_ reviews: [PrivacyReview]) -> HTML {
        let language = context.language
        let shown = context.shown(reviews, \.activity)
        let table = InsightTable(
            caption: language(.recordTitle),
            columns: [
                .init(language(ObjectKind.processingActivity.name)),
                .init(context.label(.processingActivity, "purpose")),
                .init(context.label(.processingActivity, "legalBasis")),
                .init(context.label(.processingActivity, "erasure")), .init(language(.stillMissing)),
            ],
            rows: shown.rows.prefix(200).map { (review: PrivacyReview) -> [HTML] in
                let missing = review.missing.map { "<li>\(context.label(.processingActivity, $0))</li>" as HTML }
                return [
                    context.link(review.activity), answer(review, "purpose"), answer(review, "legalBasis"),
                    answer(review, "erasure"),
                    missing.isEmpty
                        ? context.light(.pass, .nothingMissing) : "<ul class=\"gaps-list plain tight\">\(missing)</ul>",
                ]
            })
        return InsightSection(
            context: context, identifier: "record", title: .recordTitle, lead: .recordLead,
            body: reviews.isEmpty ? "<p class=\"empty\">\(language(.noObjects))</p>" : "\(table.html)\(shown.note)"
        ).html
    }

    private func answer(_ review: PrivacyReview, _ name: String) -> HTML {
        let words = context.words(review.activity, name)
        return HTML(text: words.isEmpty ? context.language(.openAnswer) : words)
    }

    private func thresholds(_ reviews: [PrivacyReview]) -> HTML {
        let language = context.language
        let shown = context.shown(reviews, \.activity)
        let table = InsightTable(
            caption: language(.thresholdTitle),
            columns: [
                .init(language(ObjectKind.processingActivity.name)), .init(language(.judgement)),
                .init(language(.criteriaMet)), .init(language(.criteriaOpen)),
            ],
            rows: shown.rows.prefix(200).map { (review: PrivacyReview) -> [HTML] in
                let verdict: HTML =
                    switch review.threshold {
                    case .notNeeded: context.light(.pass, .assessmentNotNeeded)
                    case .done: context.light(.pass, .assessmentDone)
                    case .open: context.light(.hold, .assessmentOpen)
                    case .needed: context.light(.fail, .assessmentNeeded)
                    }
                return [context.link(review.activity), verdict, names(review.met), names(review.unanswered)]
            })
        return InsightSection(
            context: context, identifier: "threshold", title: .thresholdTitle, lead: .thresholdLead,
            body: reviews.isEmpty ? "<p class=\"empty\">\(language(.noObjects))</p>" : "\(table.html)\(shown.note)"
        ).html
    }

    private func names(_ fields: [String]) -> HTML {
        guard !fields.isEmpty else { return "–" }
        let items = fields.map { "<li>\(context.label(.processingActivity, $0))</li>" as HTML }
        return "<ul class=\"plain tight\">\(items)</ul>"
    }
}
