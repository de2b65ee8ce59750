// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Decision
package import Planning
package import PlanningFrame
package import Site

/// What a search for portfolios found.
package struct PortfolioAnswer: Sendable {
    package let best: PortfolioOutcome
    /// The best first, then those behind it.
    package let ranked: [PortfolioSolution]

    package init(best: PortfolioOutcome, ranked: [PortfolioSolution]) {
        (self.best, self.ranked) = (best, ranked)
    }

    /// The best with the best solution that is known.
    package var outcome: PortfolioOutcome { optimum.map { .found($0) } ?? best }

    var optimum: PortfolioSolution? { ranked.first ?? best.solution }
}

/// What somebody tries out: more of a limit, a measure forced in or out.
package struct PortfolioTrial: Sendable {
    package static let amounts: [Int] = [10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000]

    package var limit: Int?
    package var amount = 50_000
    package var forcedIn: Int?
    package var forcedOut: Int?
    /// What comes of it; nil when nothing was tried.
    package var outcome: PortfolioOutcome?

    package init() {}
}

/// `/planning/analysis/portfolio`: what to do under the real limits, with proof, alternatives and prices.
package struct PortfolioPage {
    package let context: PlanningContext
    package let reading: PortfolioReading
    package let answer: PortfolioAnswer
    package let core: CoreIndex?
    package let trial: PortfolioTrial
    /// What it is compared with; nil: nothing is offered.
    let beside: PortfolioBeside?

    package init(
        context: PlanningContext, reading: PortfolioReading, answer: PortfolioAnswer, core: CoreIndex?,
        trial: PortfolioTrial, beside: PortfolioBeside? = nil
    ) {
        (self.context, self.reading, self.answer, self.core, self.trial) = (context, reading, answer, core, trial)
        self.beside = beside
    }

    /// The most measures that the table lists; all that are chosen are in it.
    private static let mostShown = 100

    var language: Language { context.language }
    var format: Format { context.format }

    package static func frame(_ context: PlanningContext) -> AnalysisFrame {
        AnalysisFrame(
            context: context, name: "portfolio", kind: .portfolio, field: "portfolio", title: .portfolioTitle,
            lead: .portfolioLead)
    }

    /// Why a portfolio is not evaluated, and where that can be mended.
    package static func fault(
        _ fault: PortfolioReading.Fault, _ portfolio: PlanningObject, _ context: PlanningContext
    ) -> HTML {
        let words: Words =
            switch fault {
            case .noMeasures: .noMeasuresChosen
            case .limitYear(let row, let stated, let years): .limitYearRefused(row, stated, years)
            }
        let edit: HTML =
            context.mayWrite
            ? """
            <p class="actions"><a class="button" href="\(SiteURL.planningObject(portfolio.reference, "edit"))">\
            \(context.language(.edit))</a></p>
            """ : ""
        return "<p class=\"empty\">\(context.language(words))</p>\(edit)"
    }

    package func html() -> HTML {
        let content: HTML = "\(verdict)\(measures)\(limits)\(leftOut)\(next)\(trials)\(scenarios)\(basis)\(papers)"
        return Self.frame(context).document(reading.portfolio, content: content)
    }

    /// From a choice to the papers on what was chosen.
    private var papers: HTML {
        guard let chosen = answer.optimum?.chosen, !chosen.isEmpty else { return "" }
        let links = chosen.map { reading.members[$0].measure }.filter { !$0.isMasked }.map { measure -> HTML in
            "<li><a href=\"\(SiteURL.planningObject(measure.reference, "paper"))\">\(measure.title)</a></li>"
        }
        guard !links.isEmpty else { return "" }
        return """
            <section class="card" aria-labelledby="papers"><h2 id="papers">\(language(.papersOfChosen))</h2>\
            <ul class="plain">\(links)</ul></section>
            """
    }

    func title(_ member: Int) -> String { reading.members[member].measure.title }
    func titles(_ members: some Sequence<Int>) -> String { members.map(title).joined(separator: ", ") }
    func value(_ value: Double) -> String { format.number(value, decimals: 1) }

    // MARK: The best

    /// Measures that could be chosen and whose cost nobody has stated, or not all of it: what they take is not known.
    private var unknownCost: Int {
        reading.members.indices.count { !reading.problem.forbidden.contains($0) && !reading.members[$0].isCostKnown }
    }

    private var verdict: HTML {
        let words: Words
        let limits = reading.limits.map { "\(name($0)) \(language(.atMost)) \(amount($0.amount, $0))" }
            .joined(separator: "; ")
        switch answer.best {
        case .found(let solution) where unknownCost > 0 && !reading.limits.isEmpty:
            words = .portfolioCostUnknown(
                solution.chosen.count, reading.members.count, value(solution.value), limits, unknownCost)
        case .found(let solution) where solution.isProven:
            words = .portfolioProven(
                solution.chosen.count, reading.members.count, value(solution.value), limits)
        case .found(let solution):
            words = .portfolioGap(
                solution.chosen.count, reading.members.count, value(solution.value), format.share(solution.gap))
        case .infeasible: words = .portfolioInfeasible
        case .outOfTime: words = .portfolioOutOfTime
        }
        let notes = (leftOutBest.map { [$0] } ?? []) + reading.notes.map { "<li>\(language($0))</li>" as HTML }
        let list: HTML = notes.isEmpty ? "" : "<ul class=\"plain assumed\">\(notes)</ul>"
        let chosen: HTML =
            answer.optimum.map { solution in
                "<ul class=\"plain\">\(solution.chosen.map { "<li>\(context.link(reading.members[$0].measure))</li>" as HTML })</ul>"
            } ?? ""
        return """
            <section class="card" aria-labelledby="verdict"><h2 id="verdict">\(language(.verdict))</h2><p class="finding">\(language(words))</p>\
            \(chosen)\(list)</section>
            """
    }

    /// The measure that is worth most, when the best choice does without it, with the reason where there is a plain one.
    private var leftOutBest: HTML? {
        guard let chosen = answer.optimum?.chosen else { return nil }
        let rated = reading.members.indices.filter { reading.members[$0].source != .none }
        guard let best = rated.max(by: { reading.members[$0].value < reading.members[$1].value }),
            reading.members[best].value > 0, !chosen.contains(best)
        else { return nil }
        let member = reading.members[best]
        // Another one that is worth the same is in: nothing is left out that would be better.
        guard !chosen.contains(where: { reading.members[$0].value >= member.value }) else { return nil }
        let reason: String
        if let barred = member.barred {
            reason = language(barred)
        } else if reading.problem.forbidden.contains(best) {
            reason = language(.leftOutByWill)
        } else {
            reason = language(.leftOutByLimits)
        }
        return "<li>\(language(.bestLeftOut(title(best), value(member.value)))) \(reason)</li>"
    }

    private var measures: HTML {
        let chosen = Set(answer.optimum?.chosen ?? [])
        let shares = self.core.flatMap { core in
            reading.coreQuestion.map { Dictionary(uniqueKeysWithValues: zip($0.members, core.shares)) }
        }
        // What is chosen stands first; of the others those that are worth most.
        let order = reading.members.indices.sorted { left, right in
            if chosen.contains(left) != chosen.contains(right) { return chosen.contains(left) }
            let (a, b) = (reading.members[left].value, reading.members[right].value)
            return a == b ? left < right : a > b
        }
        let shown = order.prefix(max(Self.mostShown, chosen.count))
        let rows = shown.map { index -> [HTML] in
            let member = reading.members[index]
            let isIn = chosen.contains(index)
            var state: HTML = isIn ? "<strong>\(language(.chosen))</strong>" : "\(language(.notChosen))"
            if let barred = member.barred { state = "<span class=\"late\">\(language(barred))</span>" }
            let often = answer.ranked.count { $0.chosen.contains(index) }
            let share = shares.map { $0[index].map { format.percent($0) } ?? "–" }
            let address = SiteURL.analysis("cost", [("measure", member.measure.reference.description)])
            func cost(_ money: Money) -> HTML {
                guard member.cost.isStated else {
                    guard context.mayWrite, !member.measure.isMasked else {
                        return "<span class=\"muted\">\(language(.costNotKnown))</span>"
                    }
                    let enter = CostPage.entry(member.measure)
                    return "<a href=\"\(enter)\">\(language(.costNotKnown)): \(language(.enterCost))</a>"
                }
                return member.measure.isMasked
                    ? "\(format.euros(money))" : "<a href=\"\(address)\">\(format.euros(money))</a>"
            }
            return [
                context.link(member.measure), state + force(index, isIn, member), worth(member),
                cost(member.cost.investment), cost(member.cost.budgetTotal),
                "\(String(often)) / \(String(answer.ranked.count))",
            ] + (share.map { [HTML(text: $0)] } ?? [])
        }
        let core: [AnalysisTable.Column] = shares == nil ? [] : [.init(language(.coreColumn), isNumber: true)]
        let title = language(ObjectKind.measure.plural)
        let table = AnalysisTable(
            label: title,
            columns: [
                .init(language(ObjectKind.measure.name)), .init(language(.inBest)),
                .init(language(.worthColumn), isNumber: true), .init(language(.onceColumn), isNumber: true),
                .init(language(.ownColumn), isNumber: true), .init(language(.inBestSix), isNumber: true),
            ] + core, rows: rows)
        let rest: HTML =
            order.count > shown.count
            ? "<p class=\"more\">\(language(.moreMeasures(order.count - shown.count)))</p>" : ""
        let coreLead: HTML = shares == nil ? "" : "<p>\(language(.coreLead(self.core?.nonDominated.count ?? 0)))</p>"
        return """
            <section class="card" aria-labelledby="measures"><h2 id="measures">\(title)</h2>\(coreLead)\(table.html())\(rest)</section>
            """
    }

    /// The value of a measure with the way to where it comes from.
    private func worth(_ member: PortfolioReading.Member) -> HTML {
        let number = value(member.value)
        switch member.source {
        case .assessment:
            guard let assessment = reading.assessment?.assessment, !assessment.isMasked else { return "\(number)" }
            let address = SiteURL.analysis("assessment", [("assessment", assessment.reference.description)])
            return "<a href=\"\(address)#made-\(member.measure.reference.description)\">\(number)</a>"
        case .benefit where member.measure.isMasked: return "\(number)"
        case .benefit:
            return "<a href=\"\(SiteURL.planningObject(member.measure.reference))#s-relations\">\(number)</a>"
        case .none: return "<span class=\"muted\">\(number)</span>"
        }
    }

    private func force(_ index: Int, _ isIn: Bool, _ member: PortfolioReading.Member) -> HTML {
        guard context.mayWrite, member.barred == nil, answer.optimum != nil else { return "" }
        let address = SiteURL.analysis(
            "portfolio",
            [
                ("portfolio", reading.portfolio.reference.description),
                (isIn ? "out" : "in", member.measure.reference.description),
            ])
        return "<br><a href=\"\(address)#trial\">\(language(isIn ? .forceOut : .forceIn))</a>"
    }

    // MARK: Limits

    func amount(_ amount: Double, _ row: PortfolioReading.LimitRow) -> String {
        row.isMoney ? format.euros(Money(rounding: amount * 100) ?? .zero) : format.number(amount)
    }

    func name(_ row: PortfolioReading.LimitRow) -> String {
        let name = language(row.name)
        if let year = row.calendarYear { return "\(name), \(year)" }
        if let year = row.year { return "\(name), \(language(.year)) \(year)" }
        return row.limits.count > 1 ? "\(name), \(language(.eachYear))" : name
    }

    private var limits: HTML {
        guard !reading.limits.isEmpty, let best = answer.optimum else { return "" }
        let rows = reading.limits.map { row -> [HTML] in
            // Of a limit that holds in each year, the year that uses most of it.
            let used = row.limits.map { best.uses[$0] }.max() ?? 0
            return [
                HTML(text: name(row)), HTML(text: amount(used, row)), HTML(text: amount(row.amount, row)),
                HTML(text: amount(row.amount - used, row)), HTML(text: row.source ?? language(.limitWithoutSource)),
            ]
        }
        let table = AnalysisTable(
            label: language(.limitsTitle),
            columns: [
                .init(language(.limitColumn)), .init(language(.usedColumn), isNumber: true),
                .init(language(.availableColumn), isNumber: true), .init(language(.leftColumn), isNumber: true),
                .init(language(.limitSource)),
            ], rows: rows)
        let edit = SiteURL.planning("/portfolios/\(reading.portfolio.number)#s-cost")
        return """
            <section class="card" aria-labelledby="limits"><h2 id="limits"><a href="\(edit)">\(language(.limitsTitle))</a></h2>\
            \(table.html())</section>
            """
    }

    // MARK: Behind the best

    /// What a choice has that the best has not, and the other way round.
    func difference(_ solution: PortfolioSolution) -> String {
        let (best, other) = (Set(answer.optimum?.chosen ?? []), Set(solution.chosen))
        let (more, less) = (other.subtracting(best).sorted(), best.subtracting(other).sorted())
        var parts: [String] = []
        if !more.isEmpty { parts.append(language(.with(titles(more)))) }
        if !less.isEmpty { parts.append(language(.without(titles(less)))) }
        return parts.isEmpty ? language(.theSame) : parts.joined(separator: ", ")
    }

    private var next: HTML {
        guard answer.ranked.count > 1, let best = answer.optimum else { return "" }
        let rows = answer.ranked.dropFirst().enumerated().map { place, solution -> [HTML] in
            let proof: HTML = solution.isProven ? "" : " <span class=\"tag\">\(language(.notProven))</span>"
            return [
                "\(String(place + 2)).", HTML(text: value(solution.value)),
                HTML(text: value(solution.value - best.value)), "\(difference(solution))\(proof)",
            ]
        }
        let table = AnalysisTable(
            label: language(.nextBest),
            columns: [
                .init(language(.rankPlace)), .init(language(.worthColumn), isNumber: true),
                .init(language(.againstBest), isNumber: true), .init(language(.otherThanBest)),
            ], rows: rows)
        return """
            <section class="card" aria-labelledby="next"><h2 id="next">\(language(.nextBest))</h2>\(table.html())</section>
            """
    }

    // MARK: Trying out

    private var trials: HTML {
        guard context.mayWrite, answer.optimum != nil else { return "" }
        let limits = reading.limits.enumerated().filter { $0.element.isMoney }.map { index, row -> HTML in
            let selected: HTML = trial.limit == index ? " selected" : ""
            return "<option value=\"\(String(index))\"\(selected)>\(name(row))</option>"
        }
        let amounts = PortfolioTrial.amounts.map { amount -> HTML in
            let selected: HTML = trial.amount == amount ? " selected" : ""
            return
                "<option value=\"\(String(amount))\"\(selected)>\(format.euros(Money(euros: Int64(amount))))</option>"
        }
        let form: HTML =
            limits.isEmpty
            ? ""
            : """
            <form class="filters" method="get" action="\(SiteURL.analysis("portfolio"))#trial">\
            <input type="hidden" name="portfolio" value="\(reading.portfolio.reference.description)">\
            <div class="field"><label for="more">\(language(.moreMoney))</label><select id="more" name="more">\(amounts)</select></div>\
            <div class="field grow"><label for="limit">\(language(.moreOf))</label><select id="limit" name="limit">\(limits)</select></div>\
            <button type="submit" class="quiet">\(language(.tryOut))</button></form>
            """
        return """
            <section class="card" aria-labelledby="trial"><h2 id="trial">\(language(.trialTitle))</h2>\(form)\(result)</section>
            """
    }

    private var result: HTML {
        guard let outcome = trial.outcome, let best = answer.optimum else { return "" }
        var subject = ""
        if let limit = trial.limit {
            subject = language(
                .withMore(format.euros(Money(euros: Int64(trial.amount))), name(reading.limits[limit])))
        } else if let member = trial.forcedIn {
            subject = language(.withForced(title(member)))
        } else if let member = trial.forcedOut {
            subject = language(.withoutForced(title(member)))
        }
        guard let solution = outcome.solution else {
            let words: Words = outcome == .infeasible ? .portfolioInfeasible : .portfolioOutOfTime
            return "<p class=\"finding\">\(subject) \(language(words))</p>"
        }
        let change = solution.value - best.value
        let proof = solution.isProven && best.isProven ? "" : " " + language(.notProven)
        let words: Words =
            abs(change) < 0.05
            ? .nothingChanges
            : change > 0
                ? .gains(value(change), value(solution.value)) : .costs(value(-change), value(solution.value))
        return "<p class=\"finding\">\(subject) \(language(words))\(proof)</p><p>\(difference(solution))</p>"
    }

    private var basis: HTML {
        var links: [HTML] = [context.link(reading.portfolio)]
        if let assessment = reading.assessment?.assessment { links.append(context.link(assessment)) }
        let rules = reading.problem
        let coverage = rules.coverage.map { one -> HTML in
            "<li>\(language(.servedBy(one.minimum))) \(Reference(one.name).map { context.link($0) })</li>"
        }
        let requires = rules.requires.map {
            "<li>\(title($0.first)) → \(language(.requiresWord)) \(title($0.second))</li>" as HTML
        }
        let excludes = rules.excludes.map {
            "<li>\(title($0.first)) → \(language(.excludesWord)) \(title($0.second))</li>" as HTML
        }
        let bonuses = rules.bonuses.map {
            "<li>\(titles($0.members)): +\(value($0.value)) \(language(.worthColumn))</li>" as HTML
        }
        var seen: Set<[Int]> = []
        let savings = rules.savings.filter { seen.insert($0.members).inserted }.map {
            "<li>\(titles($0.members)): \(language(.savesWord)) \(format.euros(Money(rounding: $0.amount * 100) ?? .zero))</li>"
                as HTML
        }
        return """
            <section class="card" aria-labelledby="basis"><h2 id="basis">\(language(.basedOn))</h2><ul class="plain">\
            \(links.map { "<li>\($0)</li>" as HTML })\(coverage)\(requires)\(excludes)\(bonuses)\(savings)</ul></section>
            """
    }
}
