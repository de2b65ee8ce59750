// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Decision
public import PlanningAnalyses
public import PlanningModel

/// A portfolio with the choice that was found for it: an input of the paper, as the search takes time.
public struct PortfolioChoice: Sendable {
    public let reading: PortfolioReading
    public let outcome: PortfolioOutcome

    public init(reading: PortfolioReading, outcome: PortfolioOutcome) {
        (self.reading, self.outcome) = (reading, outcome)
    }

    /// The places of the measures that are in it; empty when no choice was found.
    var chosen: Set<Int> { Set(outcome.solution?.chosen ?? []) }

    func place(of measure: Reference) -> Int? {
        reading.members.firstIndex { $0.measure.reference == measure }
    }

    func takes(_ measure: Reference) -> Bool { place(of: measure).map(chosen.contains) ?? false }
}

extension CouncilPaper {
    /// What an assessment or a portfolio says of the measure.
    public struct Standing: Sendable, Hashable {
        /// Whose words it holds: the assessment or portfolio, criteria of the town's own.
        public var origins: [Reference]
        public var name: String
        /// Where it can be looked at; nil for one that is masked.
        public var address: String?
        public var text: String
    }
}

/// Where a measure stands in the assessments and portfolios of the plan, in the words of one language.
struct PaperStandings {
    private let plan: Plan
    private let measure: PlanningObject
    private let choices: [PortfolioChoice]
    private let numerals: Numerals
    private let base: String
    /// The latest first.
    private let assessments: [(object: PlanningObject, reading: Result<AssessmentReading, AssessmentReading.Fault>)]

    init(
        _ plan: Plan, of measure: PlanningObject, choices: [PortfolioChoice], rules: LicenceRules, german: Bool,
        base: String
    ) {
        (self.plan, self.measure, self.base) = (plan, measure, base)
        self.choices = choices.filter { $0.place(of: measure.reference) != nil }
        numerals = Numerals(german: german)
        assessments = plan.assessments(of: measure.reference).reversed().map { object in
            (object, Result { () throws(AssessmentReading.Fault) in try AssessmentReading(plan, object, rules: rules) })
        }
    }

    private func word(_ german: String, _ english: String) -> String { numerals.isGerman ? german : english }
    private func word(_ words: Words) -> String { word(words.german, words.english) }

    /// What the standings rest on: assessments and portfolios.
    var sources: [PlanningObject] {
        assessments.reversed().map(\.object)
            + choices.flatMap { choice in
                [choice.reading.portfolio] + choice.reading.limits.flatMap(\.planned).compactMap { plan[$0] }
            }
    }

    var all: [CouncilPaper.Standing] {
        assessments.reversed().map { standing($0.object, $0.reading) } + choices.map(standing)
    }

    private func standing(
        _ object: PlanningObject, in analysis: String, _ text: String, further: [Reference] = []
    ) -> CouncilPaper.Standing {
        CouncilPaper.Standing(
            origins: [object.origin].compactMap(\.self) + further,
            name: object.isMasked ? object.title : "\(object.reference) \(object.title)",
            address: object.isMasked
                ? nil : "\(base)/planning/analysis/\(analysis)?\(analysis)=\(object.reference)",
            text: text)
    }

    // MARK: Assessments

    private func standing(
        _ object: PlanningObject, _ result: Result<AssessmentReading, AssessmentReading.Fault>
    ) -> CouncilPaper.Standing {
        switch result {
        case .failure(.nothingRated), .failure(.tooMany):
            return standing(
                object, in: "assessment", word("noch nichts ist eingestuft", "nothing is rated yet"))
        case .failure:
            return standing(object, in: "assessment", word("noch ohne Ergebnis", "without a result yet"))
        case .success(let reading):
            let own = reading.criteria.compactMap { $0.reference.flatMap { plan[$0]?.origin } }
            let sentences = [place(of: measure.reference, in: reading), basis(of: reading)].compactMap(\.self)
            return standing(object, in: "assessment", sentences.joined(separator: "; "), further: own)
        }
    }

    /// The place and points of a candidate, or why it has none; nil for who is none.
    private func place(of candidate: Reference, in reading: AssessmentReading) -> String? {
        if let out = reading.knockedOut.first(where: { $0.measure.reference == candidate }) {
            let names = out.failed.map(\.label)
            return word(
                "ohne Platz: fällt durch \(names.map(\.german).joined(separator: ", "))",
                "without a place: fails \(names.map(\.english).joined(separator: ", "))")
        }
        guard let index = reading.ranked.firstIndex(where: { $0.measure.reference == candidate }) else { return nil }
        let ranking = Ranking(scores: reading.model.totals, tolerance: AssessmentReading.tie)
        let (place, count) = (ranking.places[index], reading.ranked.count)
        let isShared = ranking.places.count { $0 == place } > 1
        let points = numerals.number(reading.model.totals[index], decimals: 1)
        return word(
            "\(isShared ? "geteilter " : "")Platz \(place) von \(count) mit \(points) von 100 Punkten",
            "\(isShared ? "shared " : "")place \(place) of \(count) with \(points) of 100 points")
    }

    /// How many ratings by how many people, the criteria with their weights, what had to be assumed.
    private func basis(of reading: AssessmentReading) -> String {
        let ratings = reading.cells.joined().reduce(0) { $0 + $1.rows.count }
        let people = reading.voices.count
        var by = ""
        if people > 0 {
            by =
                people == 1
                ? word(" einer Stelle oder Person", " of one office or person")
                : word(" von \(people) Stellen oder Personen", " of \(people) offices or people")
        }
        let criteria = zip(reading.criteria, reading.weights.shares).map { criterion, share in
            "\(word(criterion.name)) \(numerals.share(share))"
        }
        let words = word(
            "beruht auf \(ratings) Einstufungen\(by) und diesen Gewichten: ",
            "rests on \(ratings) ratings\(by) and these weights: ")
        return ([words + criteria.joined(separator: ", ")] + reading.assumptions.map(word)).joined(separator: "; ")
    }

    // MARK: Portfolios

    private func standing(_ choice: PortfolioChoice) -> CouncilPaper.Standing {
        standing(choice.reading.portfolio, in: "portfolio", text(of: choice))
    }

    private func text(of choice: PortfolioChoice) -> String {
        let reading = choice.reading
        guard let place = choice.place(of: measure.reference) else { return "" }
        guard let solution = choice.outcome.solution else {
            return choice.outcome == .infeasible
                ? word("keine Auswahl hält alle Regeln und Grenzen ein", "no choice keeps all rules and limits")
                : word(
                    "in der erlaubten Zeit wurde keine Auswahl gefunden", "no choice was found in the time allowed")
        }
        let member = reading.members[place]
        var parts: [String] = []
        if choice.chosen.contains(place) {
            parts.append(
                word(
                    "dabei, mit \(solution.chosen.count) von \(reading.members.count) Maßnahmen",
                    "chosen, with \(solution.chosen.count) of \(reading.members.count) measures"))
        } else if let barred = member.barred {
            parts.append(word("nicht dabei: ", "not chosen: ") + word(barred))
        } else if reading.problem.forbidden.contains(place) {
            parts.append(word("nicht dabei: ausgeschlossen worden", "not chosen: it was excluded"))
        } else {
            parts.append(
                word(
                    "nicht dabei: innerhalb der Grenzen und Regeln sind andere zusammen mehr wert",
                    "not chosen: within the limits and rules others are worth more together"))
        }
        parts.append(limits(of: reading))
        let unknown = reading.members.indices.count {
            !reading.problem.forbidden.contains($0) && !reading.members[$0].isCostKnown
        }
        if unknown > 0, !reading.limits.isEmpty {
            parts.append(
                word(
                    "nicht bewiesen, denn von \(unknown) Maßnahmen sind die Kosten nicht oder nicht ganz bekannt",
                    "not proven, as of \(unknown) measures the cost is not known, or not all of it"))
        } else if solution.isProven {
            parts.append(
                word(
                    "bewiesen: keine andere Auswahl, die sie und die Regeln einhält, ist mehr wert",
                    "proven: no other choice that keeps them and the rules is worth more"))
        } else {
            let gap = numerals.share(solution.gap)
            parts.append(
                word(
                    "eine andere Auswahl kann höchstens \(gap) besser sein",
                    "another choice can be at most \(gap) better"))
        }
        return parts.joined(separator: "; ")
    }

    private func limits(of reading: PortfolioReading) -> String {
        guard !reading.limits.isEmpty else { return word("ohne eine Grenze", "without any limit") }
        let limits = reading.limits.map { row in
            let amount =
                row.isMoney ? numerals.euros(Money(rounding: row.amount * 100) ?? .zero) : numerals.number(row.amount)
            var name = word(row.name)
            if let year = row.calendarYear {
                name += " \(year)"
            } else if let year = row.year {
                name += word(" im Jahr \(year)", " in year \(year)")
            } else if row.limits.count > 1 {
                name += word(" in jedem Jahr", " in each year")
            }
            let source = row.source ?? word("ohne Quelle", "no source")
            return "\(name) \(word("höchstens", "at most")) \(amount) (\(source))"
        }
        let cautions = reading.limits.compactMap(\.caution).map(word)
        return ([word("Grenzen: ", "limits: ") + limits.joined(separator: ", ")] + cautions).joined(separator: "; ")
    }

    // MARK: Other measures

    /// The portfolio, latest first, whose choice takes this measure together with another one; nil where none does.
    func together(with other: Reference) -> Reference? {
        guard let choice = choices.last(where: { $0.takes(measure.reference) }), choice.takes(other) else { return nil }
        return choice.reading.portfolio.reference
    }

    /// How another measure stands beside this one in the latest assessment and portfolio with both.
    ///
    /// `speaksAgainst`: whether that is a reason to prefer this measure, and not only something known.
    func comparison(with other: Reference) -> (text: String, speaksAgainst: Bool, sources: [Reference])? {
        var parts: [String] = []
        var sources: [Reference] = []
        var isWorse = false
        for (object, result) in assessments {
            guard let reading = try? result.get(), let place = place(of: other, in: reading) else { continue }
            parts.append("\(object.reference): \(place)")
            sources.append(object.reference)
            func total(_ reference: Reference) -> Double? {
                zip(reading.ranked, reading.model.totals).first { $0.0.measure.reference == reference }?.1
            }
            if let own = total(measure.reference) {
                isWorse = total(other).map { $0 < own - AssessmentReading.tie } ?? true
            }
            break
        }
        if let choice = choices.last(where: { $0.place(of: other) != nil }), choice.outcome.solution != nil,
            !choice.takes(other)
        {
            parts.append(
                word(
                    "\(choice.reading.portfolio.reference): nicht dabei",
                    "\(choice.reading.portfolio.reference): not chosen"))
            sources.append(choice.reading.portfolio.reference)
            isWorse = isWorse || choice.takes(measure.reference)
        }
        return parts.isEmpty ? nil : (parts.joined(separator: "; "), isWorse, sources)
    }
}

extension Plan {
    /// The assessments in which a measure is a candidate, in the order of their numbers.
    func assessments(of measure: Reference) -> [PlanningObject] {
        referring(to: measure, kind: .assessment).filter { $0.references("candidates").contains(measure) }
    }

    /// The portfolios that may choose a measure, in the order of their numbers.
    public func portfolios(with measure: Reference) -> [PlanningObject] {
        referring(to: measure, kind: .portfolio).filter { $0.references("measures").contains(measure) }
    }
}
