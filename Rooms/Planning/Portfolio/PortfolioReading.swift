// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
public import PlanningModel
import Wire

/// A portfolio ready to be solved: its measures, limits and rules as a mixed-integer programme.
public struct PortfolioReading: Sendable {
    /// A measure that may be chosen.
    public struct Member: Sendable {
        public let measure: PlanningObject
        /// What choosing it is worth; zero when nobody has said.
        public let value: Double
        public let source: ValueSource
        public let cost: MeasureCost
        /// Its year 0 counted in years of the portfolio.
        public let start: Int
        /// Why it cannot be chosen.
        public let barred: Words?
        /// Whether all that it costs is stated.
        public var isCostKnown: Bool { cost.isStated && cost.incomplete.isEmpty }
    }

    /// Where the value of a measure comes from.
    public enum ValueSource: Sendable, Hashable { case assessment, benefit, none }

    /// A limit as somebody wrote it; one without a year may hold in each year.
    public struct LimitRow: Sendable, Hashable {
        public let row: Int
        public let name: Words
        /// Counted from the first year of the portfolio; nil: all years, together or each.
        public let year: Int?
        /// The same of the calendar, when the first year is known.
        public let calendarYear: Int?
        public let isMoney: Bool
        public let amount: Double
        /// Where it comes from; nil where nobody has said.
        public let source: String?
        /// What speaks against it, such as fewer posts in the staffing plan.
        public let caution: Words?
        /// The staffing plan that says so.
        public let planned: [Reference]
        /// Its limits in the problem, one for each year it holds in.
        public let limits: [Int]
    }

    public let portfolio: PlanningObject
    /// The calendar year of year 0, stated or the earliest of the measures; nil when neither is known.
    public let firstYear: Int?
    public let members: [Member]
    public let limits: [LimitRow]
    public let problem: PortfolioProblem
    public let notes: [Words]
    public let assessment: AssessmentReading?

    /// What keeps a portfolio from being solved.
    public enum Fault: Error, Sendable, Hashable {
        case noMeasures
        /// A limit whose year nobody can place: its row, what was written, and the years that are looked at, when known.
        case limitYear(row: Int, stated: String, years: ClosedRange<Int>?)
    }

    /// The last year of the portfolio.
    public static let years = PlanYear.lastOfPortfolio

    public init(_ plan: Plan, _ portfolio: PlanningObject, rules: LicenceRules) throws(Fault) {
        var seen: Set<Reference> = []
        let measures = plan.objects(portfolio, "measures").filter { seen.insert($0.reference).inserted }
        guard !measures.isEmpty else { throw .noMeasures }
        let assessment = portfolio.reference("assessment").flatMap { plan[$0] }
            .flatMap { try? AssessmentReading(plan, $0, rules: rules) }
        var totals: [Reference: Double] = [:]
        if let assessment {
            for (candidate, total) in zip(assessment.ranked, assessment.model.totals) {
                totals[candidate.measure.reference] = total
            }
        }
        let must = Set(portfolio.references("must"))
        var notes: [Words] = []
        let firstYear = Self.firstYear(portfolio, measures, &notes)
        let members = measures.map { measure -> Member in
            let (value, source): (Double, ValueSource) =
                if let total = totals[measure.reference] {
                    (total, .assessment)
                } else if let benefit = measure.number("benefit"), benefit.magnitude <= 1_000_000 {
                    (benefit, .benefit)
                } else { (0, .none) }
            let isFree = !must.contains(measure.reference)
            let begins = measure.integer("startYear").flatMap { own in firstYear.map { Int(own) - $0 } } ?? 0
            return Member(
                measure: measure, value: value, source: source, cost: MeasureCost(measure, town: plan.town),
                start: begins, barred: isFree ? Self.barred(measure, among: seen, plan, rules) : nil)
        }
        var builder = Builder(plan, members: members, firstYear: firstYear)
        try builder.add(limits: portfolio.rows("limits"))
        builder.addRelations()
        builder.addCoverage(portfolio.rows("coverage"), plan)
        let forbidden = Set(portfolio.references("forbidden"))
        for (place, member) in members.enumerated() {
            if must.contains(member.measure.reference) { builder.problem.must.insert(place) }
            if member.barred != nil || forbidden.contains(member.measure.reference) {
                builder.problem.forbidden.insert(place)
            }
        }
        self.portfolio = portfolio
        self.firstYear = firstYear
        self.members = members
        limits = builder.rows
        problem = builder.problem
        self.notes = Self.gaps(members) + Self.decided(members, must, plan) + notes + builder.notes
        self.assessment = assessment
    }

    /// The calendar year from which the years of the portfolio are counted.
    ///
    /// Where the portfolio names none and a limit names a calendar year, it is the earliest first year of the measures.
    private static func firstYear(
        _ portfolio: PlanningObject, _ measures: [PlanningObject], _ notes: inout [Words]
    ) -> Int? {
        let own = measures.compactMap { $0.integer("startYear") }
        if let stated = portfolio.integer("firstYear") {
            let undated = measures.filter { $0.integer("startYear") == nil }.map(\.title)
            if !undated.isEmpty, undated.count < measures.count {
                let names = undated.prefix(12).joined(separator: ", ") + (undated.count > 12 ? " …" : "")
                notes.append(
                    Words(
                        "ohne erstes Jahr, ab \(stated) gerechnet: \(names)",
                        "without a first year, counted from \(stated): \(names)"))
            }
            return Int(stated)
        }
        let namesCalendar = portfolio.rows("limits").contains {
            if case .calendar? = PlanYear($0["year"]) { true } else { false }
        }
        if namesCalendar, let earliest = own.min() {
            notes.append(
                Words(
                    "das Portfolio nennt kein erstes Jahr; gerechnet ab \(earliest), dem frühesten der Maßnahmen",
                    "the portfolio names no first year; counted from \(earliest), the earliest of the measures"))
            return Int(earliest)
        }
        if Set(own).count > 1 {
            notes.append(
                Words(
                    "das Portfolio nennt kein erstes Jahr; alle Maßnahmen sind gerechnet, als begännen sie zugleich",
                    "the portfolio names no first year; all measures are counted as if they began together"))
        }
        return nil
    }

    /// What was decided on already and is chosen only if it is worth it.
    private static func decided(_ members: [Member], _ must: Set<Reference>, _ plan: Plan) -> [Words] {
        let decisions = plan.objects(of: .decision).filter { ["approved", "changed"].contains($0.text("outcome")) }
        return members.map(\.measure).filter { !must.contains($0.reference) }.compactMap { measure in
            guard let decision = decisions.last(where: { $0.references("about").contains(measure.reference) }) else {
                return nil
            }
            return Words(
                "\(measure.reference) ist schon beschlossen (\(decision.reference)) und hier nur dabei, wenn es sich lohnt; „Auf jeden Fall“ nimmt es fest hinein",
                "\(measure.reference) is decided on already (\(decision.reference)) and taken here only if it is worth it; “Certainly” takes it in for good"
            )
        }
    }

    /// What was counted although nobody has stated it.
    private static func gaps(_ members: [Member]) -> [Words] {
        var notes: [Words] = []
        func names(_ isMeant: (Member) -> Bool) -> String {
            let titles = members.filter { $0.barred == nil && isMeant($0) }.map(\.measure.title)
            return titles.prefix(12).joined(separator: ", ") + (titles.count > 12 ? " … (\(titles.count))" : "")
        }
        let unvalued = names { $0.source == .none }
        if !unvalued.isEmpty {
            notes.append(
                Words("ohne Wert, mit 0 gerechnet: \(unvalued)", "without a value, counted as 0: \(unvalued)"))
        }
        let uncosted = names { !$0.cost.isStated }
        if !uncosted.isEmpty {
            notes.append(
                Words(
                    "Kosten unbekannt, wie umsonst gerechnet: \(uncosted)", "cost unknown, counted as free: \(uncosted)"
                ))
        }
        let partial = names { !$0.cost.incomplete.isEmpty }
        if !partial.isEmpty {
            notes.append(
                Words(
                    "einzelne Zeilen haben keinen Betrag oder unmögliche Jahre und sind nicht mitgerechnet: \(partial)",
                    "some lines have no amount or years that cannot be, and are left out: \(partial)"))
        }
        return notes
    }

    /// A measure that fails a knock-out or needs one that is neither here nor decided cannot be chosen.
    private static func barred(
        _ measure: PlanningObject, among measures: Set<Reference>, _ plan: Plan, _ rules: LicenceRules
    ) -> Words? {
        let failed = plan.knockOutFacts(of: measure, rules: rules).findings.filter { $0.verdict == .fail }
        if !failed.isEmpty {
            let names = failed.map(\.knockOut.label)
            return Words(
                "fällt durch \(names.map(\.german).joined(separator: ", "))",
                "fails \(names.map(\.english).joined(separator: ", "))")
        }
        for needed in measure.references("requires") where !measures.contains(needed) {
            let isDecided = plan[needed]?.text("stage").map { StaffBalance.decidedStages.contains($0) } ?? false
            guard !isDecided else { continue }
            return Words(
                "setzt \(needed) voraus, das weder hier steht noch beschlossen ist",
                "needs \(needed), which is neither here nor decided")
        }
        return nil
    }

    // MARK: Core index

    /// The most measures for which all portfolios are looked through.
    public static let mostForCore = 14

    /// What a core index is made of.
    public struct CoreQuestion: Sendable, Hashable {
        /// The members it is about.
        public let members: [Int]
        let scores: [[Double]]
        let costs: [Double]
        let budget: Double
        let extremePoints: [[Double]]

        /// Nil with too many measures, or when `goesOn` ended it.
        public func answer(while goesOn: () -> Bool = { true }) -> CoreIndex? {
            try? CoreIndex(scores: scores, costs: costs, budget: budget, extremePoints: extremePoints, while: goesOn)
        }
    }

    /// Over all weights within the order, under the first limit of money; nil without assessment, limit, or with too many.
    public var coreQuestion: CoreQuestion? {
        guard let assessment, let limit = limits.first(where: { $0.isMoney })?.limits.first else { return nil }
        let count = assessment.criteria.count
        let points: [[Double]] = (1...count).map { size in
            var point = [Double](repeating: 0, count: count)
            if let order = assessment.order {
                for criterion in order.prefix(size) { point[criterion] = 1 / Double(size) }
            } else {
                point[size - 1] = 1
            }
            return point
        }
        var asked: [Int] = []
        var scores: [[Double]] = []
        for (index, member) in members.enumerated() where !problem.forbidden.contains(index) {
            guard let row = assessment.ranked.firstIndex(where: { $0.measure.reference == member.measure.reference })
            else { continue }
            asked.append(index)
            scores.append(assessment.model.values[row].map(\.value))
        }
        guard !asked.isEmpty, asked.count <= Self.mostForCore else { return nil }
        return CoreQuestion(
            members: asked, scores: scores, costs: asked.map { problem.limits[limit].uses[$0] },
            budget: problem.limits[limit].amount, extremePoints: points)
    }
}
