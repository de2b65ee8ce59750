// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Documents
import Foundation
import Planning
import Randomness
import Testing
import Wire

/// Sentences about cost say what the table says; savings are a kind of their own.
@Suite struct CostTableTests {
    /// All numbers of a text with their sign: `−4.195`, `2,5`, `2037`.
    static func numbers(_ text: String) -> Set<String> {
        let plain = text.replacing("−€", with: "−").replacing("€", with: "")
        let found = plain.matches(of: /−?[0-9]+(?:[.,][0-9]+)*/)
        return Set(found.map { String($0.output) })
    }

    static func line(
        _ name: String, _ kind: String, _ euros: Int64, _ more: JSONObject = ["phase": "operation"]
    ) -> JSONValue {
        var row: JSONObject = ["name": .string(name), "kind": .string(kind), "amount": JSONValue(euros * 100)]
        for (name, value) in more.members { row[name] = value }
        return .object(row)
    }

    static let steady = MeasureTests.object(
        "O-1", ["title": "x", "priceRise": 0, "payRise": 0, "rates": [["from": "2026-01-01", "rate": 0]]])

    /// A measure of random lines of all kinds, negative amounts among them.
    static func random(_ dice: inout SeededRandom) -> (measure: PlanningObject, town: PlanningObject?) {
        let kinds = ["goods", "staff", "grant", "income", "saving"]
        let letters = ["a", "b", "c", "d", "e", "f"]
        let lines = (0..<Int.random(in: 1...6, using: &dice)).map { index -> JSONValue in
            var row: JSONObject = [
                "name": .string(letters[index]), "kind": .string(kinds.randomElement(using: &dice) ?? "goods"),
                "amount": JSONValue(Int64.random(in: -3_000_000...9_000_000, using: &dice)),
            ]
            if Bool.random(using: &dice) { row["phase"] = "operation" }
            if Bool.random(using: &dice) { row["firstYear"] = JSONValue(Int64.random(in: 0...12, using: &dice)) }
            if Bool.random(using: &dice) { row["lastYear"] = JSONValue(Int64.random(in: 0...12, using: &dice)) }
            if Bool.random(using: &dice) { row["rise"] = JSONValue(Double.random(in: -0.1...0.2, using: &dice)) }
            return .object(row)
        }
        var document: JSONObject = ["title": "x", "costLines": .array(lines)]
        if Bool.random(using: &dice) { document["startYear"] = 2027 }
        if Bool.random(using: &dice) {
            document["staff"] = [["skill": "g", "fullTimeEquivalents": 0.3, "isBudgetEffective": false]]
        }
        if Bool.random(using: &dice) {
            (document["exitLow"], document["exitLikely"], document["exitHigh"]) = (100_000, 200_000, 400_000)
            document["exitProbability"] = 0.1
        }
        return (MeasureTests.object("M-1", document), Bool.random(using: &dice) ? steady : nil)
    }

    @Test(arguments: [Numerals.german, .english])
    func `every number of a sentence stands in the table`(_ words: Numerals) {
        var dice = SeededRandom(seed: 11)
        var negatives = 0
        for _ in 0..<400 {
            let (measure, town) = Self.random(&dice)
            let table = CostTable(MeasureCost(measure, town: town))
            var known: Set<String> = []
            for row in table.rows {
                known.formUnion(Self.numbers(table.name(ofYear: row.year, words)))
                for amount in row.amounts { known.formUnion(Self.numbers(words.euros(amount))) }
            }
            for sum in table.sums { known.formUnion(Self.numbers(words.euros(sum))) }
            known.formUnion(Self.numbers(table.presentValueName(words)))
            known.formUnion(Self.numbers(words.euros(table.presentValue)))
            let said = Self.numbers(table.sentence(words))
            #expect(said.isSubset(of: known), "\(said.subtracting(known)) in \(table.sentence(words))")
            if said.contains(where: { $0.hasPrefix("−") }) { negatives += 1 }
        }
        #expect(negatives > 40, "amounts below zero were among them")
    }

    @Test(arguments: [true, false])
    func `every number that a paper says about cost stands in its table`(_ german: Bool) throws {
        var dice = SeededRandom(seed: 12)
        for _ in 0..<200 {
            let (measure, town) = Self.random(&dice)
            let plan = Plan([measure] + (town.map { [$0] } ?? []))
            let document = plan.councilPaper(
                on: measure, town: "x", date: "", german: german, rules: .none, indicators: [], base: ""
            ).document(german: german)
            let places = document.blocks.indices.filter {
                guard case .table(let table) = document.blocks[$0] else { return false }
                return table.hasTotal
            }
            guard let place = places.first, case .table(let table) = document.blocks[place],
                case .list(let lines, _) = document.blocks[place - 1]
            else {
                #expect(!MeasureCost(measure, town: town).isStated)
                continue
            }
            let known = Self.numbers(table.rows.flatMap(\.self).joined(separator: " "))
            // The last line is the present value, which is no sum of the table.
            for line in lines.dropLast() {
                let text = line.map { span in
                    switch span {
                    case .text(let text), .strong(let text): text
                    default: ""
                    }
                }.joined()
                #expect(Self.numbers(text).isSubset(of: known), "\(text)")
            }
        }
    }

    /// 52,500 once, 2,705 a year for upkeep, 6,900 a year saved: at the end the town saves more than it pays.
    @Test func `a saving is no grant, and the last year is what the table says`() throws {
        let measure = MeasureTests.object(
            "M-1",
            [
                "title": "x", "startYear": 2027,
                "costLines": [
                    Self.line("Umbau", "goods", 52_500, ["phase": "procurement"]),
                    Self.line("Wartung", "goods", 2_705), Self.line("Strom", "saving", 6_900, [:]),
                ],
            ])
        let cost = MeasureCost(measure, town: Self.steady)
        let table = CostTable(cost)
        #expect(table.columns == [.once, .yearly, .staff, .savings, .own])
        #expect(table.sum(.savings) == Money(euros: -69_000) && table.sum(.own) == Money(euros: 10_550))
        #expect(table.ownInLastYear == Money(euros: -4_195))
        let sentence = table.sentence(.german).replacing("\u{202F}", with: " ")
        #expect(
            sentence.hasPrefix(
                "Der Eigenanteil bis 2037 ist 10.550 €: einmalig 52.500 €, laufend 27.050 €, Einsparungen −69.000 €. Im letzten Jahr (2037) sind es −4.195 €."
            ), "\(sentence)")
        #expect(table.sentence(.english).contains("In the last year (2037) it is −€4,195."))
        let html = CouncilPaperTests.document(measure.document).htmlFragment
        #expect(html.contains("Einsparungen") && !html.contains("Zuwendung"))
    }

    @Test func `what is saved rises on a path of its own`() throws {
        func savings(_ row: JSONObject, _ town: JSONObject) -> [Money] {
            var town = town
            (town["title"], town["payRise"]) = ("x", 0)
            let measure = MeasureTests.object(
                "M-1", ["title": "x", "costLines": [Self.line("Strom", "saving", 1_000, row)]])
            return MeasureCost(measure, town: MeasureTests.object("O-1", town)).years().map(\.savings)
        }
        let like = savings([:], ["priceRise": 0.02])
        #expect(like[0] == .zero && like[1] == Money(euros: 1_000) && like[2] == Money(euros: 1_020))
        #expect(like[10] > .zero, "saved as long as it runs")
        #expect(savings([:], ["priceRise": 0.02, "savingRise": 0.05])[2] == Money(euros: 1_050))
        #expect(savings(["rise": 0.1], ["priceRise": 0.02, "savingRise": 0.05])[3] == Money(euros: 1_210))
        let ended = savings(["firstYear": 2, "lastYear": 3], ["priceRise": 0])
        #expect(ended.map { $0 == .zero } == [true, true] + [false, false] + Array(repeating: true, count: 7))
    }

    @Test func `savings alone state no follow-on cost`() {
        let measure = MeasureTests.object(
            "M-1", ["title": "x", "costLines": [Self.line("Strom", "saving", 1_000)]])
        #expect(Plan([measure]).knockOutFacts(of: measure, rules: .none).statesFollowOnCost == nil)
    }

    /// Years that cannot be and negative amounts of older plans are told, not moved to fit.
    @Test func `nothing is moved to fit, and what is left out is named`() {
        let measure = MeasureTests.object(
            "M-1",
            [
                "title": "x", "startYear": 2027,
                "costLines": [
                    Self.line("früher", "goods", 1, ["firstYear": 2025]),
                    Self.line("rückwärts", "goods", 2, ["firstYear": 5, "lastYear": 3]),
                    Self.line("weit", "goods", 4, ["firstYear": 0, "lastYear": 101]),
                    Self.line("Kalender", "goods", 8, ["firstYear": 2028, "lastYear": 2029]),
                    Self.line("minus", "goods", -16, ["firstYear": 1, "lastYear": 1]),
                ],
                "exitLow": 3, "exitLikely": 2, "exitHigh": 1,
            ])
        let cost = MeasureCost(measure, town: Self.steady)
        #expect(cost.incomplete == ["früher", "rückwärts", "weit"])
        #expect(cost.years().map(\.own).prefix(4) == [.zero, Money(euros: -8), Money(euros: 8), .zero])
        #expect(cost.plan.exit == nil)
        #expect(cost.assumptions.contains { $0.german.contains("„minus“ ist unter null eingetragen") })
        #expect(cost.assumptions.contains { $0.german.contains("Ausstiegskosten widersprechen sich") })
    }

    @Test func `German messages write German numbers`() {
        let measure = MeasureTests.object(
            "M-1", ["title": "x", "staff": [["skill": "IT", "fullTimeEquivalents": 1]]])
        let words = MeasureCost(measure, town: nil).assumptions.map(\.german).joined(separator: "; ")
        #expect(words.contains("2,5\u{202F}%") && !words.contains("2.5"), "\(words)")
    }

    /// Doing nothing costs what the needs say, or it is not quantified; it is never free.
    @Test func `doing nothing is not free`() {
        func paper(_ need: JSONObject) -> String {
            var need = need
            need["title"] = "Heizung"
            return CouncilPaperTests.document(
                ["title": "x", "needs": ["B-1"]], others: [MeasureTests.object("B-1", need), Self.steady]
            ).htmlFragment.replacing("\u{202F}", with: " ")
        }
        #expect(paper([:]).contains("nicht beziffert") && !paper([:]).contains(">0 €"))
        let stated = paper(["costOfInaction": 6_200_000])
        #expect(stated.contains("620.000 €") && stated.contains("62.000 €, dann"), "\(stated)")
    }

    @Test func `people who are paid already are part of the cost and not of the own share`() throws {
        let measure = MeasureTests.object(
            "M-1",
            [
                "title": "x", "startYear": 2027,
                "costLines": [
                    [
                        "name": "Umbau", "kind": "goods", "phase": "procurement", "amount": 5_250_000,
                        "source": "Angebot vom 3. Mai",
                    ]
                ],
                "staff": [
                    [
                        "skill": "Hausmeister", "fullTimeEquivalents": 0.1, "grossPerYear": 4_000_000,
                        "firstYear": 2028,
                        "lastYear": 2028, "isBudgetEffective": false,
                    ]
                ],
            ])
        let town = MeasureTests.object(
            "O-1", ["title": "x", "priceRise": 0, "payRise": 0, "overheadRate": 0, "workplaceFlatRate": 0])
        let cost = MeasureCost(measure, town: town)
        let table = CostTable(cost)
        #expect(table.columns == [.once, .yearly, .staff, .net, .own])
        #expect(table.sum(.net) == Money(euros: 56_500) && table.sum(.own) == Money(euros: 52_500))
        #expect(cost.total == Money(euros: 56_500) && cost.budgetTotal == Money(euros: 52_500))
        #expect(table.sentence(.german).contains("also Eigenanteil, sind 52.500"))
        let plan = Plan([measure, town])
        for german in [true, false] {
            let html = plan.councilPaper(
                on: measure, town: "x", date: "", german: german, rules: .none, indicators: [], base: ""
            ).document(german: german).htmlFragment
            #expect(html.contains(german ? "Haushaltswirksame Beträge je Jahr" : "What changes the budget, by year"))
            #expect(html.contains("Angebot vom 3. Mai") && html.contains("Hausmeister"))
            #expect(html.contains(german ? "ohne Quelle" : "no source"))
            #expect(!html.contains(german ? "Eigenanteil bis 2037: </strong>56" : "Own share until 2037: </strong>€56"))
        }
    }
}
