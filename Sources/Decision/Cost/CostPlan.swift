// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Wire

/// A rate for discounting with the day from which it holds and where it comes from.
public struct DatedRate: Sendable, Hashable {
    public let from: Instant
    public let rate: Double
    public let source: String
    public init(from: Instant, rate: Double, source: String) {
        (self.from, self.rate, self.source) = (from, rate, source)
    }
}

/// The rates that held at different times; kept as data and passed in.
public struct RateTable: Sendable, Hashable {
    public let rates: [DatedRate]
    public init(_ rates: [DatedRate]) { self.rates = rates.sorted { $0.from < $1.from } }

    /// The latest rate that holds on a day; nil before the first.
    public func rate(at instant: Instant) -> DatedRate? { rates.last { $0.from <= instant } }
}

/// How prices rise each year, apart for goods, for staff and for what is saved, such as energy.
public struct PricePaths: Sendable, Hashable {
    public var goods: Double
    public var staff: Double
    public var savings: Double

    /// Savings rise like goods where nothing else is known.
    public init(goods: Double = 0, staff: Double = 0, savings: Double? = nil) {
        (self.goods, self.staff, self.savings) = (goods, staff, savings ?? goods)
    }
}

/// People a measure needs.
public struct StaffNeed: Sendable, Hashable {
    public var skill: String
    public var fullTimeEquivalents: Double
    public var grossPerYear: Money
    /// The share of the gross pay that comes on top, 0.2 for twenty per cent.
    public var overheadRate: Double
    public var workplaceFlatRate: Money

    public init(
        skill: String, fullTimeEquivalents: Double, grossPerYear: Money, overheadRate: Double, workplaceFlatRate: Money
    ) {
        (self.skill, self.fullTimeEquivalents) = (skill, fullTimeEquivalents)
        (self.grossPerYear, self.overheadRate) = (grossPerYear, overheadRate)
        self.workplaceFlatRate = workplaceFlatRate
    }

    /// FTE · (gross · (1 + overhead) + workplace).
    public var costPerYear: Money {
        let cents = Double(grossPerYear.cents) * (1 + overheadRate) + Double(workplaceFlatRate.cents)
        return Money(rounding: cents * fullTimeEquivalents) ?? .zero
    }
}

/// All payments of a measure over its years.
public struct CostPlan: Sendable, Hashable {
    /// Something paid or received in some years, at the prices of year 1.
    public struct Line: Sendable, Hashable {
        /// What is paid for.
        public enum Kind: Sendable, Hashable {
            case goods
            case staff
            /// Received from others until it ends; it does not rise with prices.
            case grant
            /// Earned by what is done, such as fees; it does not rise with prices.
            case income
            /// No longer paid for something else, such as energy; it rises with what that costs.
            case saving

            /// Whether it lowers what the town pays.
            public var isReceived: Bool { self == .grant || self == .income || self == .saving }
        }

        public var name: String
        public var kind: Kind
        /// Above zero: an expense, or the money received or saved.
        public var amount: Money
        public var years: ClosedRange<Int>
        /// Whether it changes the budget; time of people already paid for does not.
        public var isBudgetEffective: Bool
        /// A yearly rise of its own, 0.03 for three per cent; nil: that of its kind.
        public var rise: Double?

        public init(
            name: String, kind: Kind, amount: Money, years: ClosedRange<Int>, isBudgetEffective: Bool = true,
            rise: Double? = nil
        ) {
            (self.name, self.kind, self.amount, self.years) = (name, kind, amount, years)
            (self.isBudgetEffective, self.rise) = (isBudgetEffective, rise)
        }

        /// People needed in some years.
        public init(_ need: StaffNeed, years: ClosedRange<Int>, isBudgetEffective: Bool = true) {
            self.init(
                name: need.skill, kind: .staff, amount: need.costPerYear, years: years,
                isBudgetEffective: isBudgetEffective)
        }
    }

    public var lines: [Line]
    public var paths: PricePaths
    /// The last year looked at.
    public var years: Int
    public var exit: ExitCost?

    public init(lines: [Line], paths: PricePaths = PricePaths(), years: Int = 10, exit: ExitCost? = nil) {
        (self.lines, self.paths, self.years, self.exit) = (lines, paths, max(0, years), exit)
    }

    /// What a line pays (below zero) or receives in a year; prices rise from year 2 on.
    public func payment(of line: Line, year: Int) -> Money {
        guard line.years.contains(year) else { return .zero }
        let usual =
            switch line.kind {
            case .goods: paths.goods
            case .staff: paths.staff
            case .saving: paths.savings
            case .grant, .income: 0.0
            }
        let amount = line.amount.scaled(by: pow(1 + (line.rise ?? usual), Double(max(0, year - 1))))
        return line.kind.isReceived ? amount : -amount
    }

    /// The payments of each year 0, 1 …; the budget's view leaves out what does not change the budget, and the expected exit.
    public func payments(budgetOnly: Bool = false) -> [Money] {
        let expected = budgetOnly ? nil : exit?.expected(years: years)
        return (0...years).map { year in
            let counted = lines.filter { !budgetOnly || $0.isBudgetEffective }
            return counted.reduce(expected?[year] ?? .zero) { $0 + payment(of: $1, year: year) }
        }
    }

    public var cashFlow: CashFlow { CashFlow(payments()) }

    /// The grants of several years that end within the years, and the first year without each; what was granted once is
    /// missing in no year after it.
    public var endingGrants: [(line: Line, firstYearWithout: Int)] {
        lines.filter { $0.kind == .grant && $0.years.count > 1 && $0.years.upperBound < years }
            .map { ($0, $0.years.upperBound + 1) }
    }
}
