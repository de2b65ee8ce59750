// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
import PlanningModel

/// The cost of a measure by year, as pages and papers show it; sentences about it are made of the same numbers.
public struct CostTable: Sendable {
    /// What a column adds up; received and saved money stands below zero.
    public enum Column: Sendable, Hashable, CaseIterable {
        case once, yearly, staff, savings, income, grants, net, own

        public var label: Words {
            switch self {
            case .once: Words("einmalig", "once")
            case .yearly: Words("laufend", "running")
            case .staff: Words("Personal", "staff")
            case .savings: Words("Einsparungen", "savings")
            case .income: Words("Erträge", "income")
            case .grants: Words("Zuwendungen", "grants")
            case .net: Words("Kosten gesamt", "total cost")
            case .own: Words("Eigenanteil", "own share")
            }
        }

        /// Shown even where nothing stands in it.
        private var isConstant: Bool { self == .once || self == .yearly || self == .staff || self == .own }

        /// All that are always shown, and the others in which something stands.
        static func used(_ years: [MeasureCost.Year]) -> [Column] {
            let differs = years.contains { $0.net != $0.own }
            return allCases.filter { column in
                column == .net ? differs : column.isConstant || years.contains { column.amount($0) != .zero }
            }
        }

        func amount(_ year: MeasureCost.Year) -> Money {
            switch self {
            case .once: year.once
            case .yearly: year.yearly
            case .staff: year.staff
            case .savings: -year.savings
            case .income: -year.income
            case .grants: -year.grants
            case .net: year.net
            case .own: year.own
            }
        }
    }

    public struct Row: Sendable, Hashable {
        /// Counted from year 0.
        public let year: Int
        /// One for each column.
        public let amounts: [Money]
    }

    public let columns: [Column]
    public let rows: [Row]
    /// Of each column.
    public let sums: [Money]
    /// The calendar year of year 0.
    public let firstYear: Int?
    /// Of all that is paid, with the expected cost of an exit where `holdsExit`.
    public let presentValue: Money
    public let rate: Double
    public let holdsExit: Bool
    private let grantEnds: [(name: String, year: Int)]

    /// `budgetOnly` leaves out what does not change the budget, such as people who are paid already.
    public init(_ cost: MeasureCost, budgetOnly: Bool = false) {
        let years = cost.years(budgetOnly: budgetOnly)
        let columns = Column.used(years)
        self.columns = columns
        rows = years.map { year in Row(year: year.year, amounts: columns.map { $0.amount(year) }) }
        sums = columns.map { column in years.reduce(.zero) { $0 + column.amount($1) } }
        firstYear = cost.firstYear
        presentValue = cost.presentValue
        rate = cost.rate
        holdsExit = cost.plan.exit.map { $0.yearlyProbability > 0 && $0.mean != .zero } ?? false
        grantEnds = cost.plan.endingGrants.map { ($0.line.name, $0.firstYearWithout) }
    }

    /// `2027`, or `Jahr 3` while the first year is not known.
    public func name(ofYear year: Int, _ words: Numerals) -> String {
        firstYear.map { String($0 + year) } ?? (words.isGerman ? "Jahr \(year)" : "year \(year)")
    }

    /// What the row of the present value is called.
    public func presentValueName(_ words: Numerals) -> String {
        let rate = words.share(rate)
        switch (words.isGerman, holdsExit) {
        case (true, false): return "Barwert der Kosten gesamt bei \(rate)"
        case (true, true): return "Barwert der Kosten gesamt bei \(rate), mit erwartetem Ausstieg"
        case (false, false): return "Present value of the total cost at \(rate)"
        case (false, true): return "Present value of the total cost at \(rate), expected exit included"
        }
    }

    /// Sum of a column; zero when nothing stands in it.
    public func sum(_ column: Column) -> Money { columns.firstIndex(of: column).map { sums[$0] } ?? .zero }

    /// Something in it does not change the budget: the total cost is not the own share.
    public var holdsMoreThanBudget: Bool { columns.contains(.net) }

    /// What the town pays itself in the last year.
    public var ownInLastYear: Money { inLastYear(.own) }

    private func inLastYear(_ column: Column) -> Money {
        guard let last = rows.last, let place = columns.firstIndex(of: column) else { return .zero }
        return last.amounts[place]
    }

    /// What it costs, in sentences whose numbers all stand in the table.
    public func sentence(_ words: Numerals) -> String {
        let german = words.isGerman
        let last = name(ofYear: rows.last?.year ?? 0, words)
        let parts = zip(columns, sums).filter { $0.0 != .own && $0.0 != .net && $0.1 != .zero }.map { column, sum in
            "\(german ? column.label.german : column.label.english) \(words.euros(sum))"
        }
        let own = words.euros(sum(.own))
        let detail = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
        let (net, lastNet) = (words.euros(sum(.net)), words.euros(inLastYear(.net)))
        let lastOwn = words.euros(ownInLastYear)
        var sentences =
            holdsMoreThanBudget
            ? [
                german
                    ? "Die Kosten bis \(last) sind \(net)\(detail)." : "The cost until \(last) is \(net)\(detail).",
                german
                    ? "Haushaltswirksam, also Eigenanteil, sind \(own)."
                    : "What changes the budget, the own share, is \(own).",
                german
                    ? "Im letzten Jahr (\(last)) sind es \(lastNet), der Eigenanteil ist \(lastOwn)."
                    : "In the last year (\(last)) it is \(lastNet), the own share \(lastOwn).",
            ]
            : [
                german
                    ? "Der Eigenanteil bis \(last) ist \(own)\(detail)."
                    : "The own share until \(last) is \(own)\(detail).",
                german
                    ? "Im letzten Jahr (\(last)) sind es \(lastOwn)." : "In the last year (\(last)) it is \(lastOwn).",
            ]
        sentences.append("\(presentValueName(words)): \(words.euros(presentValue)).")
        if sum(.own) < .zero || ownInLastYear < .zero {
            sentences.append(
                german
                    ? "Unter null heißt: Die Kommune spart oder erhält mehr, als sie zahlt."
                    : "Below zero means that the town saves or receives more than it pays.")
        }
        for (grant, year) in grantEnds {
            let number = (firstYear ?? 0) + year
            sentences.append(
                german ? "Ab Jahr \(number) fehlt „\(grant)“." : "From year \(number) on “\(grant)” is missing.")
        }
        return sentences.joined(separator: " ")
    }
}
