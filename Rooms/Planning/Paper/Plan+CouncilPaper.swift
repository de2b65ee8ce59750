// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Wire

extension Plan {
    /// The draft of a paper on a measure, from all that the plan knows; what it does not know stays a gap.
    ///
    /// `indicators` are filled in by the caller, who can ask the sensors.
    public func councilPaper(
        on measure: PlanningObject, town townName: String, date: String, german: Bool, rules: LicenceRules,
        indicators: [CouncilPaper.Indicator], base: String, stage: CouncilPaper.Stage = .draft
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
            if need.isMasked { return (title: need.title, description: "", groups: nil) }
            let parts = [need.text("description"), need.text("evidence"), place, severity].compactMap(\.self)
            let text = parts.map { $0.last.map { ".!?".contains($0) } ?? true ? $0 : $0 + "." }.joined(separator: " ")
            return (title: need.title, description: text, groups: groups.isEmpty ? nil : groups)
        }
        paper.goals = objects(measure, "goals").map { goal in
            let decision = goal.text("councilDecision").map { " (\($0))" } ?? ""
            return goal.isMasked ? goal.title : goal.title + decision
        }
        paper.summary = measure.text("description")
        paper.operatorName = measure.text("operator")
        paper.budgetLine = measure.text("budgetLine")
        let cost = MeasureCost(measure, town: town)
        if cost.isStated {
            paper.cost = CostTable(cost)
            paper.budget = CostTable(cost, budgetOnly: true)
            paper.costLines = costLines(cost, measure, german)
            paper.assumptions = cost.assumptions.map(word) + cost.incomplete.map { leftOut($0, german) }
        }
        paper.alternatives = alternatives(to: measure, german: german)
        paper.whyNotOtherwise = measure.text("alternatives")
        paper.climate = measure.text("climateEffect")
        paper.participation = participation(in: measure, needs: needs, word)
        paper.risks = measure.rows("risks").compactMap { row in
            guard let title = row["title"]?.string else { return nil }
            return row["counter"]?.string.map { "\(title): \($0)" } ?? title
        }
        paper.openQuestions = knockOutFacts(of: measure, rules: rules).findings.filter { $0.verdict != .pass }.map {
            CouncilPaper.OpenQuestion(
                name: "\($0.knockOut.rawValue) \(word($0.knockOut.name))", reason: word($0.reason),
                who: $0.answeredBy.map(word))
        }
        paper.indicators = indicators
        var version: (PlanningObject) -> String = { _ in "" }
        if case .decided = stage {
            version = { german ? ", Fassung \($0.version)" : ", version \($0.version)" }
        }
        paper.attachments = attachments(of: measure).map { object in
            (
                title: object.isMasked ? object.title : "\(object.reference) \(object.title)" + version(object),
                address: object.isMasked ? nil : "\(base)/planning/\(object.kind.path)/\(object.number)"
            )
        }
        return paper
    }

    /// What the cost is made of, each line with where its amount comes from.
    private func costLines(_ cost: MeasureCost, _ measure: PlanningObject, _ german: Bool) -> [CouncilPaper.CostLine] {
        zip(cost.plan.lines, cost.origins).map { line, origin in
            let row = measure.rows(origin.field)[origin.row]
            let isAssumption = row["isAssumption"]?.bool ?? false
            let stated = row["source"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            let assumed = isAssumption ? (german ? "Annahme" : "assumption") : nil
            let source = [assumed, stated].compactMap(\.self).joined(separator: "; ")
            let (first, last) = (line.years.lowerBound, line.years.upperBound)
            let words = [first, last].map { year in String((cost.firstYear ?? 0) + year) }
            let span = first == last ? words[0] : "\(words[0])–\(words[1])"
            return CouncilPaper.CostLine(
                name: line.name, kind: german ? line.kind.label.german : line.kind.label.english,
                amount: line.kind.isReceived ? -line.amount : line.amount,
                years: cost.firstYear == nil ? (german ? "Jahr " : "year ") + span : span,
                isBudgetEffective: line.isBudgetEffective,
                source: source.isEmpty ? (german ? "ohne Quelle" : "no source") : source)
        }
    }

    /// Other candidates for the same needs, and doing nothing.
    private func alternatives(to measure: PlanningObject, german: Bool) -> [CouncilPaper.Alternative] {
        let needs = Set(measure.references("needs"))
        let others = objects(of: .measure).filter { other in
            other.reference != measure.reference && other.state != .closed
                && !needs.isDisjoint(with: other.references("needs"))
        }
        var alternatives = others.map { other in
            let cost = MeasureCost(other, town: town)
            return CouncilPaper.Alternative(
                name: other.title, reason: other.text("alternatives"), cost: cost.isStated ? cost.total.cents : nil)
        }
        alternatives.append(inaction(objects(measure, "needs"), german: german))
        return alternatives
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
    ) -> [String] {
        var lines: [String] = []
        if let text = measure.text("participation") { lines.append(text) }
        let wanted = Set([measure.reference] + needs.map(\.reference))
        for stakeholder in objects(of: .stakeholder) {
            let linked = Set(stakeholder.references("needs") + stakeholder.references("measures"))
            guard !wanted.isDisjoint(with: linked) else { continue }
            let steps = stakeholder.rows("involvement").compactMap { row -> String? in
                guard let phase = Choice.phases.first(where: { $0.name == row["phase"]?.string }) else { return nil }
                return word(phase.label)
            }
            lines.append(stakeholder.title + (steps.isEmpty ? "" : " (\(steps.joined(separator: ", ")))"))
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
