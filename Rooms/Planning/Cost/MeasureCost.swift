// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
public import PlanningModel
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
    public let assumptions: [Words]
    /// How derived amounts follow from what was entered, and what the town's own facts say.
    public let derivations: [Words]
    /// The calendar year of year 0; nil when the measure names no first year.
    public let firstYear: Int?
    /// Lines without an amount or with years that cannot be, which are left out.
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
        let firstYear = measure.integer("startYear").map { Int($0) }
        var reading = CostReading(measure, firstYear: firstYear, usual: usual)
        reading.addCostLines(measure.rows("costLines"))
        reading.addStaff(measure.rows("staff"), town)
        let goods = priceRise ?? town?.number("priceRise")
        reading.assumePrices(goods, town)
        let dated = Self.rate(town)
        if let dated, let town {
            let discounting = Words(reading.discounting(.german), reading.discounting(.english))
            reading.derive {
                let source = dated.source.isEmpty ? "" : "; \(dated.source)"
                return $0.isGerman
                    ? "abgezinst mit \($0.share(dated.rate)) (\(town.reference)\(source)); \(discounting.german)"
                    : "discounted at \($0.share(dated.rate)) (\(town.reference)\(source)); \(discounting.english)"
            }
        } else {
            reading.assume {
                $0.isGerman
                    ? "abgezinst mit \($0.share(usual.rate)), ein Richtwert des Programms ohne Quelle (Kämmerei fragen)"
                    : "discounted at \($0.share(usual.rate)), a value of the program without a source (ask the treasurer)"
            }
        }
        plan = CostPlan(
            lines: reading.lines,
            paths: PricePaths(
                goods: goods ?? usual.priceRise, staff: town?.number("payRise") ?? usual.payRise,
                savings: town?.number("savingRise")),
            years: usual.years, exit: reading.exit())
        rate = dated?.rate ?? usual.rate
        rateSource = dated?.source
        if let priceRise, priceRise != town?.number("priceRise") ?? usual.priceRise {
            reading.derive {
                $0.isGerman
                    ? "ausprobiert: Preise steigen um \($0.share(priceRise)) im Jahr"
                    : "tried out: prices rise by \($0.share(priceRise)) a year"
            }
        }
        if plan.exit != nil {
            let (with, without) = (
                plan.cashFlow, CostPlan(lines: plan.lines, paths: plan.paths, years: plan.years).cashFlow
            )
            let alone = without.presentValue(rate: rate)
            let value = Money(rounding: (alone - with.presentValue(rate: rate)) * 100) ?? .zero
            let rest = Money(rounding: -alone * 100) ?? .zero
            reading.derive {
                $0.isGerman
                    ? "der erwartete Ausstieg macht \($0.euros(value)) des Barwerts aus, der ohne ihn \($0.euros(rest)) wäre"
                    : "the expected exit is \($0.euros(value)) of the present value, which would be \($0.euros(rest)) without it"
            }
        }
        if !reading.lines.isEmpty {
            reading.derive {
                $0.isGerman
                    ? "gerechnet ist in Cent, gezeigt in Euro: Summen können um 1 € von den gezeigten Summanden abweichen"
                    : "amounts are counted in cents and shown in euros: sums may differ by €1 from what is shown of their parts"
            }
        }
        assumptions = reading.assumptions
        derivations = reading.derivations
        incomplete = reading.incomplete
        once = reading.once
        origins = reading.origins
        self.firstYear = firstYear
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

    // MARK: Results

    /// One year's money as a treasurer reads it; all amounts above zero.
    public struct Year: Sendable, Hashable {
        public let year: Int
        public let once: Money
        public let yearly: Money
        public let staff: Money
        public let savings: Money
        public let income: Money
        public let grants: Money
        /// What lowers the payments of the town.
        public var received: Money { savings + income + grants }
        /// What of all this changes the budget: what the town pays itself, without people who are paid already.
        public let own: Money
        /// What it costs, people who are paid already included.
        public var net: Money { once + yearly + staff - received }
    }

    public func years(budgetOnly: Bool = false) -> [Year] {
        (0...plan.years).map { year in
            var once = Money.zero
            var own = Money.zero
            var sums: [CostPlan.Line.Kind: Money] = [:]
            for (index, line) in plan.lines.enumerated() where !budgetOnly || line.isBudgetEffective {
                let paid = plan.payment(of: line, year: year)
                if line.isBudgetEffective { own -= paid }
                if self.once.contains(index) {
                    once -= paid
                } else {
                    sums[line.kind, default: .zero] += line.kind.isReceived ? paid : -paid
                }
            }
            return Year(
                year: year, once: once, yearly: sums[.goods] ?? .zero, staff: sums[.staff] ?? .zero,
                savings: sums[.saving] ?? .zero, income: sums[.income] ?? .zero, grants: sums[.grant] ?? .zero, own: own
            )
        }
    }

    /// What it costs over all years, undiscounted, people who are paid already included.
    public var total: Money { years().reduce(.zero) { $0 + $1.net } }

    /// The value today of all payments, as a cost above zero; exit cost at its expectation included.
    public var presentValue: Money { Money(rounding: -plan.cashFlow.presentValue(rate: rate) * 100) ?? .zero }

    /// All that is paid once, before and beside operation.
    public var investment: Money { years().reduce(.zero) { $0 + $1.once } }

    /// The payments of one line in each year, as a cost above zero; what is received or saved is below.
    public func payments(of line: Int) -> [Money] {
        (0...plan.years).map { -plan.payment(of: plan.lines[line], year: $0) }
    }

    /// The equal yearly payment that is worth the same today.
    public var annuity: Money? { plan.cashFlow.annuity(rate: rate).flatMap { Money(rounding: -$0 * 100) } }

    /// What the town pays itself when only what changes the budget counts.
    public var budgetTotal: Money { years().reduce(.zero) { $0 + $1.own } }
}
