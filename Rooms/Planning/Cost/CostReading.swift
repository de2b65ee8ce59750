// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import PlanningModel
import Wire

/// Gathers the lines of a cost plan from the rows of a measure, with what had to be assumed and what was left out.
struct CostReading {
    let measure: PlanningObject
    let firstYear: Int?
    let usual: CostAssumptions
    var lines: [CostPlan.Line] = []
    var origins: [MeasureCost.Origin] = []
    /// The lines that are paid in one year only and are no operation.
    var once: Set<Int> = []
    var assumptions: [Words] = []
    /// How derived amounts follow from what was entered, and what the town's own facts say.
    var derivations: [Words] = []
    var incomplete: [String] = []

    init(_ measure: PlanningObject, firstYear: Int?, usual: CostAssumptions) {
        (self.measure, self.firstYear, self.usual) = (measure, firstYear, usual)
    }

    mutating func assume(_ words: (Numerals) -> String) {
        assumptions.append(Words(words(.german), words(.english)))
    }

    mutating func derive(_ words: (Numerals) -> String) {
        derivations.append(Words(words(.german), words(.english)))
    }

    private mutating func assume(_ english: String, _ german: String) {
        assumptions.append(Words(german, english))
    }

    /// That a row is assumed, by whom and on what ground.
    private mutating func assume(_ name: String, _ row: JSONObject) {
        let origin = AmountOrigin(row, of: measure)
        assume { numerals in
            let what = numerals.isGerman ? "„\(name)“" : "“\(name)”"
            return "\(what): " + (origin.words(numerals) ?? "")
        }
    }

    private static func kind(_ row: JSONObject) -> CostPlan.Line.Kind {
        switch row["kind"]?.string {
        case "staff": .staff
        case "grant": .grant
        case "income": .income
        case "saving": .saving
        default: .goods
        }
    }

    mutating func addCostLines(_ rows: [JSONObject]) {
        for (index, row) in rows.enumerated() {
            let name = row["name"]?.string ?? ""
            let kind = Self.kind(row)
            let isOperation = row["phase"]?.string == "operation"
            // What is saved is saved as long as the thing runs, unless somebody says otherwise.
            let span = isOperation || kind == .saving ? 1...usual.years : 0...0
            guard let cents = row["amount"]?.integer,
                let years = PlanYears.span(row, usual: span, firstYear: firstYear)
            else {
                incomplete.append(name)
                continue
            }
            if row["isAssumption"]?.bool == true { assume(name, row) }
            var amount = Money(cents: cents)
            if cents < 0, kind.isReceived {
                // Older plans took the sign of a grant for a matter of taste.
                amount = -amount
                assume(
                    "“\(name)” was entered below zero and counts as received",
                    "„\(name)“ war unter null eingetragen und zählt als erhalten")
            } else if cents < 0 {
                assume(
                    "“\(name)” was entered below zero and lowers the cost; enter it as a saving or income",
                    "„\(name)“ ist unter null eingetragen und mindert die Kosten; bitte als Einsparung oder Ertrag eintragen"
                )
            }
            if kind == .goods, !isOperation, years.count == 1 { once.insert(lines.count) }
            origins.append(MeasureCost.Origin(field: "costLines", row: index, phase: row["phase"]?.string))
            lines.append(
                CostPlan.Line(
                    name: name, kind: kind, amount: amount, years: years,
                    isBudgetEffective: row["isBudgetEffective"]?.bool ?? true, rise: row["rise"]?.double))
        }
    }

    mutating func addStaff(_ rows: [JSONObject], _ town: PlanningObject?) {
        let overhead = town?.number("overheadRate") ?? usual.overheadRate
        let workplace = town?.money("workplaceFlatRate") ?? usual.workplaceFlatRate
        for (index, row) in rows.enumerated() {
            let skill = row["skill"]?.string ?? ""
            guard let posts = row["fullTimeEquivalents"]?.double, posts >= 0, posts < 10_000,
                let years = PlanYears.span(row, usual: 1...usual.years, firstYear: firstYear)
            else {
                incomplete.append(skill)
                continue
            }
            let gross = row["grossPerYear"]?.integer.map { Money(cents: $0) }
            if gross == nil {
                let assumed = usual.grossPerYear
                assume {
                    $0.isGerman
                        ? "Jahresbrutto für „\(skill)“ ist angenommen: \($0.euros(assumed)), ein Richtwert des Programms ohne Quelle; einen eigenen trägt die Maßnahme beim Personal ein"
                        : "gross pay of “\(skill)” is assumed: \($0.euros(assumed)), a value of the program without a source; the measure's staff takes one of your own"
                }
            } else if row["isAssumption"]?.bool == true {
                assume(skill, row)
            }
            let need = StaffNeed(
                skill: skill, fullTimeEquivalents: posts, grossPerYear: gross ?? usual.grossPerYear,
                overheadRate: overhead, workplaceFlatRate: workplace)
            origins.append(MeasureCost.Origin(field: "staff", row: index, phase: nil))
            let line = CostPlan.Line(need, years: years, isBudgetEffective: row["isBudgetEffective"]?.bool ?? true)
            lines.append(line)
            derive {
                let (pay, amount) = ($0.money(need.grossPerYear), $0.euros(line.amount))
                return $0.isGerman
                    ? "„\(skill)“: \($0.exact(posts)) Stellen × (\(pay) Jahresbrutto + \($0.share(overhead)) Gemeinkosten + \($0.money(workplace)) Sachkostenpauschale) = \(amount) im Jahr, vor Steigerungen"
                    : "“\(skill)”: \($0.exact(posts)) posts × (\(pay) gross pay + \($0.share(overhead)) overhead + \($0.money(workplace)) for the workplace) = \(amount) a year, before rises"
            }
        }
        guard !rows.isEmpty else { return }
        if let town, town.number("overheadRate") != nil, town.money("workplaceFlatRate") != nil {
            derive {
                $0.isGerman
                    ? "Gemeinkosten \($0.share(overhead)) und Sachkostenpauschale \($0.euros(workplace)) nach den Angaben der Kommune (\(Self.citation(town)))"
                    : "overhead \($0.share(overhead)) and workplace \($0.euros(workplace)) as the municipality states (\(Self.citation(town)))"
            }
            return
        }
        assume {
            $0.isGerman
                ? "Gemeinkosten \($0.share(overhead)) und Sachkostenpauschale \($0.euros(workplace)) sind angenommen, \(Self.ours($0))"
                : "overhead \($0.share(overhead)) and workplace \($0.euros(workplace)) are assumed, \(Self.ours($0))"
        }
    }

    mutating func assumePrices(_ goods: Double?, _ town: PlanningObject?) {
        let (priceRise, payRise) = (usual.priceRise, usual.payRise)
        if let town, let stated = town.number("priceRise"), goods == stated {
            derive {
                $0.isGerman
                    ? "Preise steigen um \($0.share(stated)) im Jahr (\(Self.citation(town)))"
                    : "prices rise by \($0.share(stated)) a year (\(Self.citation(town)))"
            }
        }
        if let town, let stated = town.number("payRise"), !measure.rows("staff").isEmpty {
            derive {
                $0.isGerman
                    ? "Gehälter steigen um \($0.share(stated)) im Jahr (\(Self.citation(town)))"
                    : "pay rises by \($0.share(stated)) a year (\(Self.citation(town)))"
            }
        }
        if let town, let stated = town.number("savingRise"),
            lines.contains(where: { $0.kind == .saving && $0.rise == nil })
        {
            derive {
                $0.isGerman
                    ? "Eingespartes steigt um \($0.share(stated)) im Jahr (\(Self.citation(town)))"
                    : "what is saved rises by \($0.share(stated)) a year (\(Self.citation(town)))"
            }
        }
        if goods == nil {
            assume {
                $0.isGerman
                    ? "Preise steigen um \($0.share(priceRise)) im Jahr, \(Self.ours($0))"
                    : "prices rise by \($0.share(priceRise)) a year, \(Self.ours($0))"
            }
        }
        if town?.number("payRise") == nil, !measure.rows("staff").isEmpty {
            assume {
                $0.isGerman
                    ? "Gehälter steigen um \($0.share(payRise)) im Jahr, \(Self.ours($0))"
                    : "pay rises by \($0.share(payRise)) a year, \(Self.ours($0))"
            }
        }
        if town?.number("savingRise") == nil, lines.contains(where: { $0.kind == .saving && $0.rise == nil }) {
            assume("what is saved rises with all prices", "Eingespartes steigt wie alle Preise")
        }
        for (line, origin) in zip(lines, origins) {
            guard let rise = line.rise else { continue }
            let own = AmountOrigin(measure.rows(origin.field)[origin.row], of: measure)
            assume {
                let source = own.words($0).map { " (\($0))" } ?? ""
                return $0.isGerman
                    ? "„\(line.name)“ steigt um \($0.share(rise)) im Jahr\(source)"
                    : "“\(line.name)” rises by \($0.share(rise)) a year\(source)"
            }
        }
        deriveYearsOfRises()
    }

    /// From which year on prices and pay rise: the first two years stand as they were entered.
    private mutating func deriveYearsOfRises() {
        guard !lines.isEmpty else { return }
        guard lines.contains(where: { $0.years.upperBound >= 2 }) else {
            derive {
                $0.isGerman
                    ? "ein Anstieg von Preisen und Gehältern ist nicht gerechnet: Alle Beträge fallen in den ersten zwei Jahren an und stehen, wie sie eingetragen sind"
                    : "no rise of prices or pay is counted: all amounts are due in the first two years and stand as entered"
            }
            return
        }
        let start = firstYear
        derive {
            let year = start.map { String($0 + 2) } ?? ($0.isGerman ? "Jahr 2" : "year 2")
            return $0.isGerman
                ? "Anstiege von Preisen und Gehältern sind ab \(year) gerechnet; davor stehen die Beträge, wie sie eingetragen sind"
                : "rises of prices and pay are counted from \(year) on; before that amounts stand as entered"
        }
    }

    /// What the present value is made of.
    func discounting(_ numerals: Numerals) -> String {
        let zero = firstYear.map(String.init) ?? (numerals.isGerman ? "Jahr 0" : "year 0")
        return numerals.isGerman
            ? "der Barwert gilt für \(zero), und jedes Jahr danach wird einmal mehr durch 1 plus Zinssatz geteilt"
            : "the present value is that of \(zero), and each year after it is divided once more by 1 plus the rate"
    }

    /// The town's own facts, with where they are said to come from.
    private static func citation(_ town: PlanningObject) -> String {
        let source = town.text("costSource") ?? ""
        return source.isEmpty ? "\(town.reference)" : "\(town.reference); \(source)"
    }

    /// Whose value it is where nobody has stated one.
    private static func ours(_ numerals: Numerals) -> String {
        numerals.isGerman
            ? "ein Richtwert des Programms ohne Quelle; einen eigenen tragen die Angaben der Kommune"
            : "a value of the program without a source; the municipality's own facts take one of your own"
    }

    /// The cost of an exit, when all of it is stated and makes sense; what does not is said.
    mutating func exit() -> ExitCost? {
        guard let least = measure.money("exitLow"), let likely = measure.money("exitLikely"),
            let most = measure.money("exitHigh")
        else { return nil }
        let probability = measure.number("exitProbability") ?? 0
        let exit = try? ExitCost(least: least, likely: likely, most: most, yearlyProbability: probability)
        guard let exit else {
            assume(
                "the exit cost contradicts itself and is left out",
                "die Ausstiegskosten widersprechen sich und sind nicht mitgerechnet")
            return nil
        }
        let source = measure.text("exitSource")
        let origin = AmountOrigin(
            isAssumption: source == nil, source: source, department: measure.text("department"))
        derive {
            let (low, usual, high, mean) = ($0.euros(least), $0.euros(likely), $0.euros(most), $0.euros(exit.mean))
            let words =
                $0.isGerman
                ? "ein Ausstieg kostet mindestens \(low), wahrscheinlich \(usual), höchstens \(high), im Mittel \(mean); gerechnet mit \($0.share(probability)) in jedem Jahr nach dem ersten, solange es noch keinen gab"
                : "an exit costs \(low) at least, \(usual) likely, \(high) at most, \(mean) on average; counted at \($0.share(probability)) in each year after the first, as long as there was none"
            return words + (origin.words($0).map { " (\($0))" } ?? "")
        }
        return exit
    }
}
