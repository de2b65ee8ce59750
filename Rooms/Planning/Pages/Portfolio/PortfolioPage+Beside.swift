// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
package import Planning
import PlanningFrame
import Site

/// Another portfolio to be looked at beside one: other limits, other rules.
package struct PortfolioBeside: Sendable {
    package enum Outcome: Sendable {
        case solved(PortfolioReading, PortfolioAnswer)
        /// It cannot be evaluated; its own page says why.
        case fault
    }

    /// The portfolios that can be chosen.
    package let others: [PlanningObject]
    package let chosen: (portfolio: PlanningObject, outcome: Outcome)?

    package init(others: [PlanningObject], chosen: (portfolio: PlanningObject, outcome: Outcome)? = nil) {
        (self.others, self.chosen) = (others, chosen)
    }
}

/// Scenario beside scenario: what two portfolios choose, what each is worth and what it takes.
extension PortfolioPage {
    var scenarios: HTML {
        guard let beside, !beside.others.isEmpty || context.mayWrite else { return "" }
        let own = reading.portfolio.reference.description
        var options: HTML = ""
        for other in beside.others {
            options += HTML.option(
                other.reference.description, "\(other.reference) \(other.title)",
                beside.chosen?.portfolio.reference.description ?? "")
        }
        let form: HTML =
            beside.others.isEmpty
            ? ""
            : """
            <form class="filters" method="get" action="\(SiteURL.analysis("portfolio"))#beside">\
            <input type="hidden" name="portfolio" value="\(own)"><div class="field grow"><label for="with">\(language(.besideWhich))</label>\
            <select id="with" name="beside">\(options)</select></div>\
            <button type="submit" class="quiet">\(language(.besideShow))</button></form>
            """
        let copy: HTML =
            context.mayWrite
            ? """
            <p class="actions"><a class="button quiet" href="\(SiteURL.planningNew(.portfolio, [("copy", own)]))">\
            \(language(.besideCopy))</a></p>
            """ : ""
        return """
            <section class="card" aria-labelledby="beside"><h2 id="beside">\(language(.besideTitle))</h2>\(form)\(comparison)\(copy)</section>
            """
    }

    private var comparison: HTML {
        guard let (portfolio, outcome) = beside?.chosen else { return "" }
        guard case .solved(let other, let found) = outcome else {
            return "<p class=\"empty\">\(context.link(portfolio)): \(language(.besideFault))</p>"
        }
        let page = PortfolioPage(context: context, reading: other, answer: found, core: nil, trial: PortfolioTrial())
        let sides = [self, page]
        var rows: [[HTML]] = [
            [HTML(text: language(.worthColumn))]
                + sides.map { side in
                    side.answer.optimum.map { HTML(text: value($0.value)) }
                        ?? HTML(text: language(.portfolioInfeasible))
                },
            [HTML(text: language(ObjectKind.measure.plural))]
                + sides.map { side in
                    HTML(
                        text: language(.besideCount(side.answer.optimum?.chosen.count ?? 0, side.reading.members.count))
                    )
                },
        ]
        rows.append([HTML(text: language(.limitsTitle))] + sides.map(\.limitList))
        var seen: Set<Reference> = []
        let measures = sides.flatMap { $0.reading.members.map(\.measure) }
            .filter { seen.insert($0.reference).inserted }
        let chosen = sides.map { side in
            Set((side.answer.optimum?.chosen ?? []).map { side.reading.members[$0].measure.reference })
        }
        let known = sides.map { Set($0.reading.members.map(\.measure.reference)) }
        for measure in measures where chosen.contains(where: { $0.contains(measure.reference) }) {
            rows.append(
                [context.link(measure)]
                    + sides.indices.map { side in
                        if chosen[side].contains(measure.reference) {
                            return "<strong>\(language(.chosen))</strong>"
                        }
                        return HTML(
                            text: language(known[side].contains(measure.reference) ? .notChosen : .besideUnknown))
                    })
        }
        let table = AnalysisTable(
            label: language(.besideTitle),
            columns: [.init(language(.besideWhat))]
                + sides.map { .init("\($0.reading.portfolio.reference) \($0.reading.portfolio.title)") },
            rows: rows)
        let unproven = sides.contains { !($0.answer.optimum?.isProven ?? true) }
        let note: HTML = unproven ? "<p class=\"muted\">\(language(.besideUnproven))</p>" : ""
        return "\(table.html())\(note)"
    }

    /// Each limit with what is used of it.
    private var limitList: HTML {
        guard !reading.limits.isEmpty else { return HTML(text: "–") }
        let items = reading.limits.map { row -> HTML in
            let used = answer.optimum.map { best in row.limits.map { best.uses[$0] }.max() ?? 0 }
            let text = language(
                .besideUsed(name(row), used.map { amount($0, row) } ?? "–", amount(row.amount, row)))
            return "<li>\(text)</li>"
        }
        return "<ul class=\"plain tight\">\(items)</ul>"
    }
}
