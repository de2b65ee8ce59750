// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
public import PlanningAnalyses
public import PlanningModel
import Wire

extension Plan {
    /// The draft of a paper on a measure, from all that the plan knows; what it does not know stays a gap.
    ///
    /// `indicators` and `choices`, of the portfolios with the measure, are filled in by the caller, who can ask the
    /// sensors and search.
    public func councilPaper(
        on measure: PlanningObject, town townName: String, date: String, german: Bool, rules: LicenceRules,
        indicators: [CouncilPaper.Indicator], choices: [PortfolioChoice] = [], base: String,
        stage: CouncilPaper.Stage = .draft
    ) -> CouncilPaper {
        func word(_ phrase: Words) -> String { german ? phrase.german : phrase.english }
        func label(_ object: PlanningObject, _ field: String) -> [String] {
            guard case .choices(let choices)? = object.kind.field(field)?.kind else { return [] }
            let chosen = object.texts(field)
            return choices.filter { chosen.contains($0.name) }.map { word($0.label) }
        }
        var paper = CouncilPaper(town: townName, date: date, measure: measure.title)
        paper.stage = stage
        paper.department = measure.text("department")
        paper.proposal = measure.text("proposal")
        let needs = objects(measure, "needs")
        paper.needs = needs.map { need in
            let groups = label(need, "groups").joined(separator: ", ")
            let place = need.text("district").map { german ? "Ort: \($0)" : "Place: \($0)" }
            let severity = Choice.severity.first { $0.name == need.text("severity") }.map {
                (german ? "Schwere: " : "Severity: ") + word($0.label)
            }
            if need.isMasked { return (origin: nil, title: need.title, description: "", groups: nil) }
            let parts = [need.text("description"), need.text("evidence"), place, severity].compactMap(\.self)
            let text = parts.map { $0.last.map { ".!?".contains($0) } ?? true ? $0 : $0 + "." }.joined(separator: " ")
            return (
                origin: need.origin, title: need.title, description: text, groups: groups.isEmpty ? nil : groups
            )
        }
        paper.goals = objects(measure, "goals").map { goal in
            let decision = goal.text("councilDecision").map { " (\($0))" } ?? ""
            return (origin: goal.origin, title: goal.isMasked ? goal.title : goal.title + decision)
        }
        paper.summary = measure.text("description")
        paper.operatorName = measure.text("operator")
        if paper.operatorName == nil, measure.text("operatorModel") == "own" {
            paper.operatorName = german ? "die Verwaltung selbst" : "the administration itself"
        }
        paper.budgetLine = measure.text("budgetLine")
        func address(_ object: PlanningObject) -> String {
            "\(base)/planning/\(object.kind.path)/\(object.number)"
        }
        if let town, !town.isMasked { paper.townAddress = ("\(town.reference)", address(town)) }
        let cost = MeasureCost(measure, town: town)
        if cost.isStated {
            paper.cost = CostTable(cost)
            if !measure.isMasked { paper.costAddress = "\(base)/planning/analysis/cost?measure=\(measure.reference)" }
            paper.budget = CostTable(cost, budgetOnly: true)
            paper.costLines = costLines(cost, measure, german, address: measure.isMasked ? nil : address(measure))
            paper.derivations = cost.derivations.map { derivation in
                let text = word(derivation)
                // only sources are in the town's own words
                let cites = [cost.rateSource, town?.text("costSource")].contains { source in
                    source.map { !$0.isEmpty && text.contains($0) } ?? false
                }
                return (origin: cites ? town?.origin : nil, text: text)
            }
            paper.derivations += objects(measure, "requires").map { needed in
                let cost = MeasureCost(needed, town: town)
                // of a hidden one neither the number nor the cost is told
                let sum =
                    cost.isStated && !needed.isMasked ? " (\(Numerals(german: german).euros(cost.total)))" : ""
                let quoted = german ? "„\(needed.title)“" : "“\(needed.title)”"
                let name = needed.isMasked ? needed.title : "\(needed.reference) \(quoted)"
                return (
                    origin: needed.origin,
                    text: german
                        ? "vorausgesetzt ist \(name); deren Kosten\(sum) sind hier nicht enthalten"
                        : "\(name) is required; its cost\(sum) is not part of this"
                )
            }
            paper.assumptions = cost.assumptions.map(word) + cost.incomplete.map { leftOut($0, german) }
        }
        let standings = PaperStandings(
            self, of: measure, choices: choices, rules: rules, german: german, base: base)
        paper.standings = standings.all
        let compared = otherCandidates(than: measure)
        paper.together = compared.compactMap { other in
            standings.together(with: other.reference).map { (origin: other.origin, text: "\(other.title) (\($0))") }
        }
        paper.alternatives = alternatives(to: measure, compared, standings, german: german).map { alternative in
            var alternative = alternative
            alternative.address = alternative.measure.flatMap { self[$0] }.map(address)
            return alternative
        }
        paper.whyNotOtherwise = measure.text("alternatives")
        paper.climate = measure.text("climateEffect")
        paper.participation = participation(in: measure, needs: needs, word)
        paper.risks = measure.rows("risks").compactMap { row in
            guard let title = row["title"]?.string else { return nil }
            return row["counter"]?.string.map { "\(title): \($0)" } ?? title
        }
        let solution = measure.reference("solution").flatMap { self[$0] }
        paper.openQuestions = knockOutFacts(of: measure, rules: rules).findings.filter { $0.verdict != .pass }.map {
            let reason = word($0.reason)
            let cites = solution?.text("licence").map { reason.contains($0) } ?? false
            return CouncilPaper.OpenQuestion(
                name: "\($0.knockOut.rawValue) \(word($0.knockOut.name))", reason: reason,
                who: $0.answeredBy.map(word), about: cites ? solution?.origin : nil)
        }
        paper.indicators = indicators.map { indicator in
            var indicator = indicator
            indicator.address = indicator.reference.flatMap { self[$0] }.map(address)
            return indicator
        }
        var version: (PlanningObject) -> String = { _ in "" }
        if case .decided = stage {
            version = { german ? ", Fassung \($0.version)" : ", version \($0.version)" }
        }
        // what the cost and the comparison rest on, too
        let further = compared + standings.sources + (cost.isStated ? [town].compactMap(\.self) : [])
        paper.attachments = (attachments(of: measure) + further).map { object in
            (
                origin: object.origin,
                title: object.isMasked ? object.title : "\(object.reference) \(object.title)" + version(object),
                address: object.isMasked ? nil : address(object)
            )
        }
        return paper
    }

    /// What the cost is made of, each line with where its amount comes from.
    private func costLines(
        _ cost: MeasureCost, _ measure: PlanningObject, _ german: Bool, address: String?
    ) -> [CouncilPaper.CostLine] {
        zip(cost.plan.lines, cost.origins).map { line, origin in
            let row = measure.rows(origin.field)[origin.row]
            // a post without a stated pay is calculated with the usual one
            let isOurs = origin.field == "staff" && row["grossPerYear"]?.integer == nil
            let ours = german ? "Jahresbrutto: Richtwert des Programms" : "gross pay: a value of the program"
            let stated = AmountOrigin(row, of: measure).words(Numerals(german: german))
            let source = [isOurs ? ours : nil, stated].compactMap(\.self).joined(separator: "; ")
            let (first, last) = (line.years.lowerBound, line.years.upperBound)
            let words = [first, last].map { year in String((cost.firstYear ?? 0) + year) }
            let span = first == last ? words[0] : "\(words[0])–\(words[1])"
            return CouncilPaper.CostLine(
                name: line.name, kind: german ? line.kind.label.german : line.kind.label.english,
                amount: line.kind.isReceived ? -line.amount : line.amount,
                years: cost.firstYear == nil ? (german ? "Jahr " : "year ") + span : span,
                isBudgetEffective: row["isBudgetEffective"]?.bool,
                source: source.isEmpty ? nil : source,
                address: address.map { $0 + (origin.field == "staff" ? "#s-staff" : "#s-cost") })
        }
    }

    private func otherCandidates(than measure: PlanningObject) -> [PlanningObject] {
        let needs = Set(measure.references("needs"))
        return objects(of: .measure).filter { other in
            other.reference != measure.reference && other.state != .closed
                && !requires(measure.reference, other.reference) && !requires(other.reference, measure.reference)
                && !needs.isDisjoint(with: other.references("needs"))
        }
    }

    /// Other candidates for the same needs, and doing nothing; what needs this one or is needed by it comes with it, not
    /// instead. Nobody has said yet why they are not proposed: what a measure says of others speaks for itself.
    private func alternatives(
        to measure: PlanningObject, _ others: [PlanningObject], _ standings: PaperStandings, german: Bool
    ) -> [CouncilPaper.Alternative] {
        var alternatives = others.filter { standings.together(with: $0.reference) == nil }.map { other in
            let cost = MeasureCost(other, town: town)
            let decided = approvals(of: other.reference).filter { !$0.isMasked }
            var notes = decided.map { note(on: $0, german: german) }
            if excludeEachOther(other, measure) {
                notes.append(german ? "beides zugleich geht nicht" : "not both at once")
            }
            var sources = [other.origin].compactMap(\.self) + decided.map(\.reference)
            var reason: String?
            if let compared = standings.comparison(with: other.reference) {
                sources += compared.sources
                if compared.speaksAgainst { reason = compared.text } else { notes.append(compared.text) }
            }
            return CouncilPaper.Alternative(
                other.origin, name: other.title, reason: reason, notes: notes, sources: sources,
                cost: cost.isStated ? cost.total.cents : nil)
        }
        alternatives.append(inaction(objects(measure, "needs"), german: german))
        return alternatives
    }

    /// That an alternative is decided already.
    private func note(on decision: PlanningObject, german: Bool) -> String {
        let day = Numerals(german: german).day(decision.text("date") ?? "")
        return german ? "am \(day) beschlossen (\(decision.reference))" : "decided on \(day) (\(decision.reference))"
    }

    private func excludeEachOther(_ one: PlanningObject, _ other: PlanningObject) -> Bool {
        one.references("excludes").contains(other.reference) || other.references("excludes").contains(one.reference)
    }

    /// Whether a measure needs another one, over however many steps.
    private func requires(_ measure: Reference, _ other: Reference) -> Bool {
        var (seen, open): (Set<Reference>, [Reference]) = ([measure], [measure])
        while let next = open.popLast() {
            for needed in self[next]?.references("requires") ?? [] where seen.insert(needed).inserted {
                open.append(needed)
            }
        }
        return measure != other && seen.contains(other)
    }

    /// What it costs to do nothing: what the needs say that they cost each year, over the same years and at the same
    /// rise of prices as a measure; unknown while one of them does not say.
    private func inaction(_ needs: [PlanningObject], german: Bool) -> CouncilPaper.Alternative {
        let yearly = needs.map { $0.money("costOfInaction") }
        let usual = CostAssumptions()
        let lines = yearly.compactMap(\.self).map {
            CostPlan.Line(name: "", kind: .goods, amount: $0, years: 1...usual.years)
        }
        let plan = CostPlan(
            lines: lines, paths: PricePaths(goods: town?.number("priceRise") ?? usual.priceRise), years: usual.years)
        let total = plan.payments().reduce(Money.zero) { $0 - $1 }
        let isStated = !yearly.isEmpty && !yearly.contains(nil)
        let words = Numerals(german: german)
        let sum = yearly.compactMap(\.self).reduce(Money.zero, +)
        var reason = german ? "Der Bedarf bleibt bestehen." : "The need remains."
        if isStated {
            reason +=
                german
                ? " Er kostet im ersten Jahr \(words.euros(sum)), dann mit den Preisen mehr."
                : " It costs \(words.euros(sum)) in the first year, then more as prices rise."
        } else if !lines.isEmpty {
            reason +=
                german
                ? " Beziffert sind \(words.euros(sum)) im Jahr, nicht für alle Bedarfe."
                : " \(words.euros(sum)) a year are quantified, not for all needs."
        }
        return CouncilPaper.Alternative(
            name: german ? "Nichts tun" : "Doing nothing", reason: reason, cost: isStated ? total.cents : nil)
    }

    private func leftOut(_ name: String, _ german: Bool) -> String {
        german
            ? "„\(name)“ ist nicht mitgerechnet: Betrag oder Jahre fehlen oder passen nicht"
            : "“\(name)” is left out: its amount or years are missing or cannot be"
    }

    private func participation(
        in measure: PlanningObject, needs: [PlanningObject], _ word: (Words) -> String
    ) -> [(origin: Reference?, text: String)] {
        var lines: [(origin: Reference?, text: String)] = []
        if let text = measure.text("participation") { lines.append((nil, text)) }
        let wanted = Set([measure.reference] + needs.map(\.reference))
        for stakeholder in objects(of: .stakeholder) {
            let linked = Set(stakeholder.references("needs") + stakeholder.references("measures"))
            guard !wanted.isDisjoint(with: linked) else { continue }
            let steps = stakeholder.rows("involvement").compactMap { row -> String? in
                guard let phase = Choice.phases.first(where: { $0.name == row["phase"]?.string }) else { return nil }
                return word(phase.label)
            }
            let text = stakeholder.title + (steps.isEmpty ? "" : " (\(steps.joined(separator: ", ")))")
            lines.append((stakeholder.origin, text))
        }
        return lines
    }
}

extension CostPlan.Line.Kind {
    /// What the lines of a paper call it.
    fileprivate var label: Words {
        switch self {
        case .goods: Words("Sachkosten", "goods and services")
        case .staff: Words("Personal", "staff")
        case .saving: Words("Einsparung", "saving")
        case .income: Words("Ertrag", "income")
        case .grant: Words("Zuwendung", "grant")
        }
    }
}
