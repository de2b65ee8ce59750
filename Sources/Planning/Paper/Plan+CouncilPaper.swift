// SPDX-License-Identifier: EUPL-1.2
import Decision
import Wire

extension Plan {
    /// The draft of a paper on a measure, from all that the plan knows; what it does not know stays a gap.
    ///
    /// `indicators` are filled in by the caller, who can ask the sensors.
    public func councilPaper(
        on measure: PlanningObject, town townName: String, date: String, german: Bool, rules: LicenceRules,
        indicators: [CouncilPaper.Indicator], base: String
    ) -> CouncilPaper {
        func word(_ phrase: Phrase) -> String { german ? phrase.german : phrase.english }
        func label(_ object: PlanningObject, _ field: String) -> [String] {
            guard case .choices(let choices)? = object.kind.field(field)?.kind else { return [] }
            let chosen = object.texts(field)
            return choices.filter { chosen.contains($0.name) }.map { word($0.label) }
        }
        var paper = CouncilPaper(town: townName, date: date, measure: measure.title)
        paper.department = measure.text("department")
        paper.proposal = measure.text("proposal")
        let needs = objects(measure, "needs")
        paper.needs = needs.map { need in
            let groups = label(need, "groups").joined(separator: ", ")
            let place = need.text("district").map { german ? "Ort: \($0)" : "Place: \($0)" }
            let severity = Choice.severity.first { $0.name == need.text("severity") }.map {
                (german ? "Schwere: " : "Severity: ") + word($0.label)
            }
            let parts = [need.text("description"), need.text("evidence"), place, severity].compactMap(\.self)
            let text = parts.map { $0.last.map { ".!?".contains($0) } ?? true ? $0 : $0 + "." }.joined(separator: " ")
            return (title: need.title, description: text, groups: groups.isEmpty ? nil : groups)
        }
        paper.goals = objects(measure, "goals").map { goal in
            let decision = goal.text("councilDecision").map { " (\($0))" } ?? ""
            return goal.title + decision
        }
        paper.summary = measure.text("description")
        paper.operatorName = measure.text("operator")
        paper.budgetLine = measure.text("budgetLine")
        let cost = MeasureCost(measure, town: town)
        if cost.isStated {
            paper.years = cost.years().map { year in
                CouncilPaper.Year(
                    year: (cost.firstYear ?? 0) + year.year, once: year.once.cents, yearly: year.yearly.cents,
                    staff: year.staff.cents, grants: year.grants.cents)
            }
            paper.presentValue = (value: cost.presentValue.cents, rate: cost.rate)
            paper.assumptions = cost.assumptions.map(word)
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
        let sources = [measure] + needs + objects(measure, "goals") + objects(measure, "indicators")
        paper.attachments = sources.map { object in
            (
                title: "\(object.reference) \(object.title)",
                address: "\(base)/planning/\(object.kind.path)/\(object.number)"
            )
        }
        return paper
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
        alternatives.append(
            CouncilPaper.Alternative(
                name: german ? "Nichts tun" : "Doing nothing",
                reason: german ? "Der Bedarf bleibt bestehen." : "The need remains.", cost: 0))
        return alternatives
    }

    private func participation(
        in measure: PlanningObject, needs: [PlanningObject], _ word: (Phrase) -> String
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
