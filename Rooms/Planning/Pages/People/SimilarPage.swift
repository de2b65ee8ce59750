// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/similar`: needs and measures of different departments that read alike.
package struct SimilarPage {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    package func html() -> HTML {
        let language = context.language
        // Of pairs that are not public on either side only the number is told.
        let shown = context.shown(context.plan.similarPairs) { pair in
            [pair.first, pair.second].compactMap { context.plan[$0] }.sorted { !$0.isMasked && $1.isMasked }[0]
        }
        let rows = shown.rows.prefix(100).map { pair -> [HTML] in
            [
                cell(pair.first), cell(pair.second), HTML(text: context.format.percent(pair.likeness)),
            ]
        }
        let table = InsightTable(
            caption: language(.similarTitle),
            columns: [
                .init(language(.thisOne)), .init(language(.readsLike)), .init(language(.likeness), isNumber: true),
            ], rows: Array(rows))
        let body: HTML =
            context.plan.similarPairs.isEmpty
            ? "<p class=\"empty\">\(language(.nothingSimilar))</p>" : "\(rows.isEmpty ? "" : table.html)\(shown.note)"
        return InsightPage(
            context: context, title: .similarTitle, lead: .similarLead,
            sections: ["<section class=\"card\" aria-label=\"\(language(.similarTitle))\">\(body)</section>"]
        ).html()
    }

    private func cell(_ reference: Reference) -> HTML {
        let object = context.plan[reference].flatMap { $0.isMasked ? nil : $0 }
        let department = object?.text("department")
        return "\(context.link(reference))\(department.map { "<br><small>\($0)</small>" as HTML })"
    }

    /// On the page of a need or a measure.
    package static func panel(_ object: PlanningObject, _ context: PlanningContext) -> HTML? {
        let others = context.plan.similar(to: object.reference)
        guard !others.isEmpty else { return nil }
        let items = others.prefix(5).map { other -> HTML in
            let department = other.isMasked ? "" : other.text("department").map { ", \($0)" } ?? ""
            return "<li>\(context.link(other))\(department)</li>"
        }
        return """
            <section class="card" aria-labelledby="similar"><h2 id="similar">\(context.language(.similarPanel))</h2>\
            <ul class="plain tight">\(Array(items))\(context.restItem(5, of: others.count))\
            </ul></section>
            """
    }
}
