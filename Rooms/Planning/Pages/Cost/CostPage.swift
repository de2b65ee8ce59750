// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Decision
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/cost`: what a measure costs in ten years, for the treasurer and for the council.
package struct CostPage {
    package let context: PlanningContext
    package let measure: PlanningObject?
    /// What the reader may choose from.
    package let visible: Plan
    /// The rise of prices that somebody tries out, in per cent.
    package let rise: Double?
    /// The rise asked for could not be tried.
    package var isRiseRefused = false

    package init(
        context: PlanningContext, measure: PlanningObject?, visible: Plan, rise: Double?, isRiseRefused: Bool = false
    ) {
        self.context = context
        self.measure = measure
        self.visible = visible
        self.rise = rise
        self.isRiseRefused = isRiseRefused
    }

    private var language: Language { context.language }
    private var format: Format { context.format }

    package func html() -> HTML {
        let frame = AnalysisFrame(
            context: context, name: "cost", kind: .measure, field: "measure", title: .costTitle, lead: .costLeadShort)
        guard let measure else {
            let measures = visible.objects(of: .measure).filter { $0.state != .closed && $0.state != .submitted }
            return frame.document(nil, content: frame.chooser(measures))
        }
        let cost = MeasureCost(measure, town: context.plan.town, priceRise: rise.map { $0 / 100 })
        guard cost.isStated else {
            let edit: HTML =
                context.mayWrite
                ? """
                <p class="actions"><a class="button" href="\(Self.entry(measure))">\(language(.enterCost))</a></p>
                """ : ""
            let incomplete: HTML =
                cost.incomplete.isEmpty
                ? "" : "<p>\(language(.withoutAmount)): \(cost.incomplete.joined(separator: ", "))</p>"
            return frame.document(
                measure, content: "<p class=\"empty\">\(language(.costUnknown))</p>\(incomplete)\(edit)")
        }
        let view = CostView(context: context, cost: cost)
        let bars = YearBars(years: cost.years(), names: names(cost), format: format)
        let content: HTML = """
            <section class="card" aria-labelledby="verdict"><h2 id="verdict">\(language(.verdict))</h2>\
            <p class="finding">\(view.sentence)</p>\(isRiseRefused ? CostPage.refusedRise(language) : HTML())\(slider(measure, cost))</section>
            \(facts(measure, cost))
            <section class="card" aria-labelledby="years"><h2 id="years">\(language(.costByYear))</h2>\(bars.html())\
            <details><summary>\(language(.asTable))</summary>\(view.table)</details></section>
            \(lines(measure, cost))\(budget(cost))\(lockIn(measure, cost))
            <section class="card" aria-labelledby="basis"><h2 id="basis">\(language(.basedOn))</h2>\(basis(cost))\
            \(view.assumptions)</section>
            """
        return frame.document(measure, content: content)
    }

    /// Where cost is entered: with the usual assumptions where the measure answers a need.
    package static func entry(_ measure: PlanningObject) -> SiteURL {
        guard let need = measure.references("needs").first else {
            return .planning("/measures/\(measure.number)/edit#costLines")
        }
        let fields = [("need", need.description), ("measure", measure.reference.description)]
        return .planning("/start/6" + SiteURL.query(fields))
    }

    /// The rises of prices that can be tried, in per cent.
    package static let rises = -5.0...15.0

    package static func refusedRise(_ language: Language) -> HTML {
        "<p class=\"notice\" role=\"alert\">\(language(.riseRefused))</p>"
    }

    private func names(_ cost: MeasureCost) -> [String] {
        (0...cost.plan.years).map { year in cost.firstYear.map { String($0 + year) } ?? String(year) }
    }

    private func slider(_ measure: PlanningObject, _ cost: MeasureCost) -> HTML {
        let percent = rise ?? cost.plan.paths.goods * 100
        return """
            <form class="filters" method="get" action="\(SiteURL.analysis("cost"))">\
            <input type="hidden" name="measure" value="\(measure.reference.description)">\
            <div class="field grow"><label for="rise">\(language(.whatIf)) <output id="rise-value" for="rise">\
            \(format.number(percent)) %</output></label>\
            <input id="rise" name="rise" type="range" min="0" max="10" step="0.5" value="\(String(percent))" \
            data-output="rise-value"></div><button type="submit" class="quiet">\(language(.tryOut))</button></form>
            """
    }

    private func fact(_ name: Words, _ value: String, _ note: String? = nil) -> HTML {
        let small = note.map { "<dd><small>\($0)</small></dd>" as HTML }
        return "<div><dt>\(language(name))</dt><dd class=\"big\">\(value)</dd>\(small)</div>"
    }

    private func facts(_ measure: PlanningObject, _ cost: MeasureCost) -> HTML {
        var items: HTML = fact(.netTotal, format.euros(cost.total), language(.undiscounted))
        items += fact(.presentValue, format.euros(cost.presentValue), language(.atRate(format.share(cost.rate))))
        if let annuity = cost.annuity { items += fact(.annuity, format.euros(annuity), language(.annuityNote)) }
        items += fact(.onceTotal, format.euros(cost.investment))
        items += fact(.ownTotal, format.euros(cost.budgetTotal), language(.budgetNote))
        return "<dl class=\"facts\">\(items)</dl>"
    }

    /// Each line with its phase and years; its name leads to the row it was written in.
    private func lines(_ measure: PlanningObject, _ cost: MeasureCost) -> HTML {
        let phases: [(name: String?, label: Words)] =
            Self.phases.map { (Optional($0.name), $0.label) }
            + [(nil, Words("ohne Phase", "without a phase"))]
        var groups: [HTML] = []
        for (name, label) in phases {
            let known = Set(Self.phases.map(\.name))
            let members = cost.origins.indices.filter { index in
                let origin = cost.origins[index]
                guard origin.field == "costLines" else { return false }
                let phase = origin.phase.flatMap { known.contains($0) ? $0 : nil }
                return phase == name
            }
            groups += group(language(label), members, measure, cost)
        }
        let staff = cost.origins.indices.filter { cost.origins[$0].field == "staff" }
        groups += group(language(.staffColumn), staff, measure, cost)
        let header = names(cost).map { "<th scope=\"col\" class=\"number\">\($0)</th>" as HTML }
        return """
            <section class="card" aria-labelledby="lines"><h2 id="lines">\(language(.costByLine))</h2>\
            <div class="table" tabindex="0" role="group" aria-label="\(language(.costByLine))"><table><thead><tr>\
            <th scope="col">\(language(.costLine))</th>\(header)</tr></thead><tbody>\(groups)</tbody></table></div></section>
            """
    }

    private static let phases: [Choice] = {
        guard case .rows(let columns)? = ObjectKind.measure.field("costLines")?.kind,
            case .choice(let choices)? = columns.first(where: { $0.name == "phase" })?.kind
        else { return [] }
        return choices
    }()

    private func group(
        _ title: String, _ members: [Int], _ measure: PlanningObject, _ cost: MeasureCost
    ) -> [HTML] {
        guard !members.isEmpty else { return [] }
        let payments = members.map { cost.payments(of: $0) }
        let sums = (0...cost.plan.years).map { year in payments.reduce(Money.zero) { $0 + $1[year] } }
        let rows = zip(members, payments).map { member, payments -> HTML in
            let section = cost.origins[member].field == "staff" ? "s-staff" : "s-cost"
            let address = SiteURL.planning("/measures/\(measure.number)#\(section)")
            return """
                <tr><th scope="row"><a href="\(address)">\(cost.plan.lines[member].name)</a></th>\(payments.map(cell))</tr>
                """
        }
        return ["<tr class=\"sum\"><th scope=\"row\">\(title)</th>\(sums.map(cell))</tr>"] + rows
    }

    private func cell(_ money: Money) -> HTML { cell(money, label: nil) }

    /// `label` stands before it where the cells of a row stand below each other.
    private func cell(_ money: Money, label: String?) -> HTML {
        let name: HTML = label.map { " data-label=\"\($0)\"" } ?? ""
        return "<td class=\"number\"\(name)>\(money == .zero ? "–" : format.euros(money))</td>"
    }

    /// The treasurer's view: what changes the budget, year by year.
    private func budget(_ cost: MeasureCost) -> HTML {
        let header: [Words] = [.onceColumn, .everyYear, .receivedColumn, .ownColumn]
        let rows = cost.years(budgetOnly: true).map { year -> HTML in
            let amounts = [year.once, year.yearly + year.staff, .zero - year.received, year.own]
            let cells = zip(header, amounts).map { cell($1, label: language($0)) }
            return "<tr><th scope=\"row\">\(names(cost)[year.year])</th>\(cells)</tr>"
        }
        let grants = cost.plan.endingGrants.map { line, year -> HTML in
            "<li>\(language(.grantEnds(line.name, (cost.firstYear ?? 0) + year)))</li>"
        }
        let ending: HTML = grants.isEmpty ? "" : "<ul class=\"plain assumed\">\(grants)</ul>"
        return """
            <section class="card" aria-labelledby="budget"><h2 id="budget">\(language(.budgetView))</h2>\
            <p>\(language(.budgetLead))</p>\(ending)<div class="table" tabindex="0" role="group" aria-label="\(language(.budgetView))">\
            <table class="stack"><thead><tr><th scope="col">\(language(.year))</th>\
            \(header.map { "<th scope=\"col\" class=\"number\">\(language($0))</th>" as HTML })</tr></thead>\
            <tbody>\(rows)</tbody></table></div></section>
            """
    }

    /// How bound the town is, and what leaving would cost.
    private func lockIn(_ measure: PlanningObject, _ cost: MeasureCost) -> HTML {
        var parts: HTML = ""
        if let lockIn = context.plan.lockIn(of: measure) {
            let (low, high) = (lockIn.index.lowerBound, lockIn.index.upperBound)
            let index =
                high - low < 0.5
                ? format.number(low, decimals: 0)
                : "\(format.number(low, decimals: 0))–\(format.number(high, decimals: 0))"
            let rows = lockIn.contributions.map { contribution -> HTML in
                let value =
                    contribution.low == contribution.high
                    ? format.number(contribution.low, decimals: 0)
                    : "\(format.number(contribution.low, decimals: 0))–\(format.number(contribution.high, decimals: 0))"
                let unknown: HTML = contribution.low == contribution.high ? "" : " (\(language(.unknownShown)))"
                return """
                    <tr><th scope="row">\(language(.lockInFactor(contribution.factor)))</th><td class="number">\(value)\(unknown)</td></tr>
                    """
            }
            let solution = measure.reference("solution").map { context.link($0) }
            parts += """
                <p class="finding">\(language(.lockInIs(index)))</p><p>\(solution)</p>\
                <div class="table" tabindex="0" role="group" aria-label="\(language(.lockInTitle))"><table><thead><tr><th scope="col">\
                \(language(.lockInColumn))</th><th scope="col" class="number">\(language(.pointsOf100))</th></tr></thead><tbody>\(rows)</tbody>\
                </table></div>
                """
        } else {
            parts += "<p>\(language(.noSolution))</p>"
        }
        if let exit = cost.plan.exit {
            parts += """
                <p>\(language(.exitCostIs(
                    format.euros(exit.mean), format.euros(exit.quantile(0.1)), format.euros(exit.quantile(0.9)),
                    format.share(exit.yearlyProbability))))</p>
                """
        } else {
            parts += "<p>\(language(.noExitCost))</p>"
        }
        return """
            <section class="card" aria-labelledby="lock-in"><h2 id="lock-in">\(language(.lockInTitle))</h2>\(parts)</section>
            """
    }

    private func basis(_ cost: MeasureCost) -> HTML {
        var items: HTML = ""
        if let town = context.plan.town { items += "<li>\(context.link(town))</li>" }
        if let source = cost.rateSource {
            items += "<li>\(language(.atRate(format.share(cost.rate)))): \(source)</li>"
        }
        if !cost.incomplete.isEmpty {
            items += "<li>\(language(.withoutAmount)): \(cost.incomplete.joined(separator: ", "))</li>"
        }
        return items.isEmpty ? "" : "<ul class=\"plain\">\(items)</ul>"
    }
}
