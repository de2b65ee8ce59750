// SPDX-License-Identifier: EUPL-1.2
public import Decision
import Wire

/// What a cost plan assumes where nobody has stated anything; each use is shown as an assumption.
public struct CostAssumptions: Sendable, Hashable {
    public var rate = 0.02
    public var priceRise = 0.02
    public var payRise = 0.025
    public var overheadRate = 0.2
    public var workplaceFlatRate = Money(euros: 10_000)
    public var grossPerYear = Money(euros: 60_000)
    public var years = 10

    public init() {}
}

/// The payments of a measure over its years, with all that had to be assumed.
public struct MeasureCost: Sendable {
    public let plan: CostPlan
    /// For discounting, with where it comes from; nil source: assumed.
    public let rate: Double
    public let rateSource: String?
    public let assumptions: [Phrase]
    /// The calendar year of year 0; nil when the measure names no first year.
    public let firstYear: Int?
    /// Lines that had no amount and are left out.
    public let incomplete: [String]
    /// Where each line of the plan was written.
    public let origins: [Origin]
    private let once: Set<Int>

    /// The row of the measure that a line of the plan comes from.
    public struct Origin: Sendable, Hashable {
        /// `costLines` or `staff`.
        public let field: String
        public let row: Int
        /// Of a cost line, when it was stated.
        public let phase: String?
    }

    /// `priceRise` replaces the rise of prices of goods, for trying what it does.
    public init(
        _ measure: PlanningObject, town: PlanningObject?, priceRise: Double? = nil,
        usual: CostAssumptions = CostAssumptions()
    ) {
        var assumptions: [Phrase] = []
        let (english, german) = (PaperWriter(german: false), PaperWriter(german: true))
        var lines: [CostPlan.Line] = []
        var incomplete: [String] = []
        var once: Set<Int> = []
        var origins: [Origin] = []
        for (index, row) in measure.rows("costLines").enumerated() {
            let name = row["name"]?.string ?? ""
            guard let cents = row["amount"]?.integer else {
                incomplete.append(name)
                continue
            }
            if row["isAssumption"]?.bool == true {
                assumptions.append(Phrase("“\(name)” is assumed", german: "„\(name)“ ist angenommen"))
            }
            let isOperation = row["phase"]?.string == "operation"
            let first = row["firstYear"]?.integer.map { Int($0) } ?? (isOperation ? 1 : 0)
            let last = row["lastYear"]?.integer.map { Int($0) } ?? (isOperation ? usual.years : first)
            let kind: CostPlan.Line.Kind =
                switch row["kind"]?.string {
                case "staff": .staff
                case "grant": .grant
                default: .goods
                }
            if kind == .goods, !isOperation, last <= max(first, 0) { once.insert(lines.count) }
            origins.append(Origin(field: "costLines", row: index, phase: row["phase"]?.string))
            lines.append(
                CostPlan.Line(
                    name: name, kind: kind, amount: Money(cents: abs(cents)), years: Self.years(first, last),
                    isBudgetEffective: row["isBudgetEffective"]?.bool ?? true))
        }
        let overhead = town?.number("overheadRate") ?? usual.overheadRate
        let workplace = town?.money("workplaceFlatRate") ?? usual.workplaceFlatRate
        for (index, row) in measure.rows("staff").enumerated() {
            let skill = row["skill"]?.string ?? ""
            guard let posts = row["fullTimeEquivalents"]?.double, posts >= 0, posts < 10_000 else {
                incomplete.append(skill)
                continue
            }
            let gross = row["grossPerYear"]?.integer.map { Money(cents: $0) }
            if gross == nil {
                assumptions.append(
                    Phrase(
                        "gross pay of “\(skill)” is assumed: \(english.money(usual.grossPerYear.cents))",
                        german: "Jahresbrutto für „\(skill)“ ist angenommen: \(german.money(usual.grossPerYear.cents))"
                    ))
            } else if row["isAssumption"]?.bool == true {
                assumptions.append(Phrase("“\(skill)” is assumed", german: "„\(skill)“ ist angenommen"))
            }
            let need = StaffNeed(
                skill: skill, fullTimeEquivalents: posts, grossPerYear: gross ?? usual.grossPerYear,
                overheadRate: overhead, workplaceFlatRate: workplace)
            let first = row["firstYear"]?.integer.map { Int($0) } ?? 1
            let last = row["lastYear"]?.integer.map { Int($0) } ?? usual.years
            origins.append(Origin(field: "staff", row: index, phase: nil))
            lines.append(
                CostPlan.Line(
                    need, years: Self.years(first, last), isBudgetEffective: row["isBudgetEffective"]?.bool ?? true))
        }
        if !measure.rows("staff").isEmpty,
            town?.number("overheadRate") == nil || town?.money("workplaceFlatRate") == nil
        {
            assumptions.append(
                Phrase(
                    "overhead \(Self.percent(overhead)) % and workplace \(english.money(workplace.cents)) are assumed",
                    german:
                        "Gemeinkosten \(Self.percent(overhead)) % und Sachkostenpauschale \(german.money(workplace.cents)) sind angenommen"
                ))
        }
        let goods = priceRise ?? town?.number("priceRise")
        if goods == nil {
            assumptions.append(
                Phrase(
                    "prices rise by \(Self.percent(usual.priceRise)) % a year (assumed)",
                    german: "Preise steigen um \(Self.percent(usual.priceRise)) % im Jahr (angenommen)"))
        }
        if town?.number("payRise") == nil, !measure.rows("staff").isEmpty {
            assumptions.append(
                Phrase(
                    "pay rises by \(Self.percent(usual.payRise)) % a year (assumed)",
                    german: "Gehälter steigen um \(Self.percent(usual.payRise)) % im Jahr (angenommen)"))
        }
        let dated = Self.rate(town)
        if dated == nil {
            assumptions.append(
                Phrase(
                    "discounted at \(Self.percent(usual.rate)) % (assumed; ask the treasurer)",
                    german: "abgezinst mit \(Self.percent(usual.rate)) % (angenommen; Kämmerei fragen)"))
        }
        var exit: ExitCost?
        if let least = measure.money("exitLow"), let likely = measure.money("exitLikely"),
            let most = measure.money("exitHigh")
        {
            exit = try? ExitCost(
                least: least, likely: likely, most: most,
                yearlyProbability: measure.number("exitProbability") ?? 0)
        }
        plan = CostPlan(
            lines: lines,
            paths: PricePaths(goods: goods ?? usual.priceRise, staff: town?.number("payRise") ?? usual.payRise),
            years: usual.years, exit: exit)
        rate = dated?.rate ?? usual.rate
        rateSource = dated?.source
        self.assumptions = assumptions
        self.incomplete = incomplete
        self.once = once
        self.origins = origins
        firstYear = measure.integer("startYear").map { Int($0) }
    }

    public var isStated: Bool { !plan.lines.isEmpty }

    /// The latest dated rate of the town.
    static func rate(_ town: PlanningObject?) -> (rate: Double, source: String)? {
        let rows = town?.rows("rates") ?? []
        let dated = rows.compactMap { row -> (from: String, rate: Double, source: String)? in
            guard let from = row["from"]?.string, let rate = row["rate"]?.double else { return nil }
            return (from, rate, row["source"]?.string ?? "")
        }
        return dated.max { $0.from < $1.from }.map { ($0.rate, $0.source) }
    }

    private static func years(_ first: Int, _ last: Int) -> ClosedRange<Int> {
        let first = min(max(first, 0), 100)
        return first...min(max(last, first), 100)
    }

    private static func percent(_ share: Double) -> String {
        let text = JSONValue((share * 10_000).rounded() / 100).text
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    // MARK: Results

    /// One year's money as a treasurer reads it; all amounts above zero.
    public struct Year: Sendable, Hashable {
        public let year: Int
        public let once: Money
        public let yearly: Money
        public let staff: Money
        public let grants: Money
        /// What the town pays itself.
        public var own: Money { once + yearly + staff - grants }
    }

    public func years(budgetOnly: Bool = false) -> [Year] {
        (0...plan.years).map { year in
            var sums = (once: Money.zero, yearly: Money.zero, staff: Money.zero, grants: Money.zero)
            for (index, line) in plan.lines.enumerated() where !budgetOnly || line.isBudgetEffective {
                let paid = plan.payment(of: line, year: year)
                switch line.kind {
                case .grant: sums.grants += paid
                case .staff: sums.staff -= paid
                case .goods: if once.contains(index) { sums.once -= paid } else { sums.yearly -= paid }
                }
            }
            return Year(year: year, once: sums.once, yearly: sums.yearly, staff: sums.staff, grants: sums.grants)
        }
    }

    /// What the town pays itself over all years, undiscounted.
    public var total: Money { years().reduce(.zero) { $0 + $1.own } }

    /// The value today of all payments, as a cost above zero; exit cost at its expectation included.
    public var presentValue: Money { Money(rounding: -plan.cashFlow.presentValue(rate: rate) * 100) ?? .zero }

    /// All that is paid once, before and beside operation.
    public var investment: Money { years().reduce(.zero) { $0 + $1.once } }

    /// The payments of one line in each year, as a cost above zero; a grant is below.
    public func payments(of line: Int) -> [Money] {
        (0...plan.years).map { -plan.payment(of: plan.lines[line], year: $0) }
    }

    /// The equal yearly payment that is worth the same today.
    public var annuity: Money? { plan.cashFlow.annuity(rate: rate).flatMap { Money(rounding: -$0 * 100) } }

    /// What the town pays itself when only what changes the budget counts.
    public var budgetTotal: Money { years(budgetOnly: true).reduce(.zero) { $0 + $1.own } }
}
