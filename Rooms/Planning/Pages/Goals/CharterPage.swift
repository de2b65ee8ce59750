// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/charta`: goals and measures against the four guidelines, with gaps; and which needs are answered.
package struct CharterPage {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    package func html() -> HTML {
        let matrix = context.plan.charterMatrix
        return InsightPage(
            context: context, title: .charterTitle, lead: .charterLead,
            sections: [
                explanations(matrix), section(matrix, matrix.goals, .goal), section(matrix, matrix.measures, .measure),
            ]
        ).html()
    }

    private func explanations(_ matrix: CharterMatrix) -> HTML {
        let items = matrix.guidelines.map { guideline -> HTML in
            "<div><dt>\(guideline.id) \(context.language(guideline.name))</dt><dd>\(guideline.summary.map { context.language($0) } ?? "")</dd></div>"
        }
        return InsightSection(
            context: context, identifier: "guidelines", title: .charterGuidelines,
            body: "<dl class=\"answers\">\(items)</dl>"
        ).html
    }

    private func section(_ matrix: CharterMatrix, _ rows: [CharterMatrix.Row], _ kind: ObjectKind) -> HTML {
        let language = context.language
        let title = Words(kind.plural.german, kind.plural.english)
        guard !rows.isEmpty else {
            return InsightSection(
                context: context, identifier: kind.path, title: title,
                body: "<p class=\"empty\">\(language(.noObjects))</p>"
            ).html
        }
        var gaps: [HTML] = matrix.uncovered(rows).map {
            "<li>\($0.id) \(language($0.name)): \(language(kind == .goal ? .noGoalFollows : .noMeasureFollows))</li>"
        }
        let without = rows.filter(\.isGap).count
        if without > 0 { gaps.append("<li>\(language(.withoutGuideline(without, rows.count)))</li>") }
        let notes: HTML =
            gaps.isEmpty
            ? "<p>\(context.light(.pass, .noCharterGap))</p>"
            : "<h3>\(language(.gapsTitle))</h3><ul class=\"gaps-list plain\">\(gaps)</ul>"
        let shown = context.shown(rows, \.object)
        let table = InsightTable(
            caption: language(title),
            columns: [.init(language(kind.name))]
                + matrix.guidelines.map { .init(short: $0.id, full: language($0.name)) },
            rows: shown.rows.prefix(200).map { row in
                [context.link(row.object)]
                    + matrix.guidelines.map { guideline -> HTML in
                        if row.own.contains(guideline.id) { return HTML(text: language(.yes)) }
                        return row.inherited.contains(guideline.id) ? HTML(text: language(.throughGoal)) : "–"
                    }
            }, isMatrix: true)
        return InsightSection(
            context: context, identifier: kind.path, title: title, body: "\(notes)\(table.html)\(shown.note)"
        ).html
    }
}
