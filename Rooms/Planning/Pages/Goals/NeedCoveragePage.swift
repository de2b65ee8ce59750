// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/needs`: which needs have goals, indicators and measures, the worst gaps first.
package struct NeedCoveragePage {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    package func html() -> HTML {
        let language = context.language
        let coverage = context.plan.needCoverage
        var body: HTML = "<p class=\"empty\">\(language(.noNeeds))</p>"
        if let share = coverage.share {
            let shown = context.shown(coverage.rows, \.need)
            let table = InsightTable(
                caption: language(.needCoverageTitle),
                columns: [
                    .init(language(ObjectKind.need.name)), .init(context.label(.need, "severity")),
                    .init(language(ObjectKind.measure.plural)), .init(language(ObjectKind.goal.plural)),
                    .init(language(ObjectKind.indicator.plural)),
                ],
                rows: shown.rows.prefix(200).map { (row: NeedCoverage.Row) -> [HTML] in
                    let severity = context.words(row.need, "severity")
                    let none: HTML = context.light(.fail, .withoutMeasure)
                    return [
                        context.link(row.need),
                        severity.isEmpty ? HTML(text: language(.unknownShown)) : HTML(text: severity),
                        row.isAnswered ? context.links(row.measures) : none, context.links(row.goals),
                        context.links(row.indicators),
                    ]
                })
            body = """
                <p class="finding">\(language(.needsAnswered(context.format.percent(share))))</p>\
                <p class="muted">\(language(.needsAnsweredHow))</p>\(table.html)\(shown.note)
                """
        }
        return InsightPage(
            context: context, title: .needCoverageTitle, lead: .needCoverageLead,
            sections: ["<section class=\"card\" aria-label=\"\(language(.needCoverageTitle))\">\(body)</section>"]
        ).html()
    }
}
