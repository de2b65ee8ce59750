// SPDX-License-Identifier: EUPL-1.2
import Decision
import Documents
import Foundation
import Planning
import Testing
import Wire

@Suite struct CouncilPaperTests {
    static func document(_ measure: JSONObject, german: Bool = true, others: [PlanningObject] = []) -> Document {
        let object = MeasureTests.object("M-1", measure)
        let plan = Plan([object] + others)
        return plan.councilPaper(
            on: object, town: "Musterstadt", date: "1.12.2026", german: german, rules: .none, indicators: [],
            base: "http://town"
        ).document(german: german)
    }

    @Test func `the draft of an empty measure is all gaps, in both languages`() {
        let german = Self.document(["title": "Poller"])
        let english = Self.document(["title": "Poller"], german: false)
        #expect(german.gaps.count >= 7)
        #expect(english.gaps.count == german.gaps.count)
        for heading in [
            "Beschlussvorschlag", "Sachverhalt", "Finanzielle Auswirkungen", "Alternativen", "Klimawirkung",
            "Beteiligung", "Kennzahlen", "Anlagen",
        ] {
            #expect(german.htmlFragment.contains(">\(heading)<"), "\(heading)")
        }
        #expect(english.htmlFragment.contains(">Proposed decision<"))
    }

    @Test func `each answer closes its gap`() {
        let before = Self.document(["title": "Poller"]).gaps.count
        let answers: [(String, JSONValue)] = [
            ("proposal", "Der Rat beschließt."), ("climateEffect", "keine"), ("participation", "Ortstermin"),
            ("operator", "Tiefbauamt"), ("operatorModel", "own"),
        ]
        for (name, value) in answers {
            var measure: JSONObject = ["title": "Poller"]
            measure[name] = value
            #expect(Self.document(measure).gaps.count == before - 1, "\(name)")
        }
    }

    @Test func `money stands in whole rows that add up`() {
        let html = Self.document(
            [
                "title": "Poller", "startYear": 2027,
                "costLines": [
                    ["name": "Kauf", "amount": 10_000_000, "phase": "procurement"],
                    ["name": "Förderung", "kind": "grant", "amount": 4_000_000, "firstYear": 0, "lastYear": 0],
                ],
            ]
        ).htmlFragment
        #expect(html.contains("100.000") && html.contains("40.000") && html.contains("60.000"))
        #expect(html.contains("Eigenanteil bis 2037"))
    }

    @Test func `what nobody has said of the budget is said to be unsaid, and derived amounts lead to their source`() {
        let line: JSONObject = [
            "name": "Kauf", "amount": 10_000_000, "phase": "procurement", "isBudgetEffective": true,
        ]
        let unsaid: JSONObject = ["name": "Bau", "amount": 1_000_000, "phase": "procurement"]
        let staff: JSONObject = ["skill": "Bau", "fullTimeEquivalents": 0.5, "source": "Stellenplan 2026"]
        let town = MeasureTests.object("O-1", ["title": "Testhausen", "priceRise": 0.02])
        func html(_ lines: [JSONObject], staff rows: [JSONObject] = []) -> String {
            var measure: JSONObject = ["title": "Poller", "startYear": 2027]
            measure["costLines"] = .array(lines.map { .object($0) })
            if !rows.isEmpty { measure["staff"] = .array(rows.map { .object($0) }) }
            return Self.document(measure, others: [town]).htmlFragment
        }
        #expect(html([line]).contains("Alle Beträge sind haushaltswirksam"))
        let open = html([line, unsaid])
        #expect(!open.contains("Alle Beträge sind haushaltswirksam"))
        #expect(open.contains("nicht angegeben") && open.contains("sie zählen so, als ob: Bau."))
        #expect(open.contains("href=\"http://town/planning/analysis/cost?measure=M-1\""))
        #expect(open.contains("(<a href=\"http://town/planning/") && open.contains(">O-1</a>)"))
        #expect(open.contains("Barwert der Kosten gesamt"))
        #expect(
            html([line], staff: [staff]).contains("Jahresbrutto: Richtwert des Programms; Stellenplan 2026"))
    }

    @Test func `each amount says its source or whose assumption it is, else the paper has a gap`() {
        func html(_ row: JSONObject, department: String? = "Tiefbauamt") -> String {
            var line: JSONObject = ["name": "Kauf", "amount": 10_000_000, "phase": "procurement"]
            for (name, value) in row.members { line[name] = value }
            var measure: JSONObject = [
                "title": "Poller", "startYear": 2027, "costLines": [.object(line)], "exitLow": 100_000,
                "exitLikely": 200_000, "exitHigh": 300_000, "exitProbability": 0.05,
            ]
            measure["department"] = department.map { .string($0) }
            return Self.document(measure, others: []).htmlFragment
        }
        let gap = "woher diese Beträge kommen (Kauf)"
        let open = html([:])
        #expect(open.contains(gap) && open.contains(">ohne Quelle</td>"))
        let assumed = html(["isAssumption": true, "source": "je Meter"])
        #expect(!assumed.contains(gap) && assumed.contains(">Annahme: Tiefbauamt; je Meter</td>"))
        #expect(assumed.contains("„Kauf“: Annahme: Tiefbauamt; je Meter"))
        #expect(html(["isAssumption": true], department: nil).contains("Annahme (von wem, ist nicht gesagt)"))
        let stated = html(["source": "Angebot vom 3. Mai"])
        #expect(!stated.contains(gap) && stated.contains(">Angebot vom 3. Mai</td>"))
        // of an exit, too, and from when on prices rise
        #expect(
            stated.contains("im Mittel 2.000") && stated.contains("solange es noch keinen gab (Annahme: Tiefbauamt)"))
        #expect(stated.contains("ein Anstieg von Preisen und Gehältern ist nicht gerechnet"))
        let long = html(["phase": "operation", "source": "x"])
        #expect(long.contains("sind ab 2029 gerechnet"))
    }

    @Test func `other measures for the same need are its alternatives, hostile names included`() {
        let need = MeasureTests.object("B-1", ["title": "Radweg"])
        let other = MeasureTests.object("M-2", ["title": "<b>Farbe</b>", "needs": ["B-1"]])
        let stranger = MeasureTests.object("M-3", ["title": "Bänke"])
        let html = Self.document(["title": "Poller", "needs": ["B-1"]], others: [need, other, stranger]).htmlFragment
        #expect(html.contains("&lt;b&gt;Farbe"))
        #expect(!html.contains("Bänke"))
        #expect(html.contains("Nichts tun"))
    }

    @Test func `what comes with a measure is no alternative, and an alternative's own words are not held against it`() {
        let need = MeasureTests.object("B-1", ["title": "Radweg"])
        let others: [(String, JSONObject)] = [
            ("M-2", ["title": "Grundlage", "needs": ["B-1"]]),
            ("M-3", ["title": "Ausbau", "needs": ["B-1"], "requires": ["M-4"]]),
            ("M-4", ["title": "Aufbau", "needs": ["B-1"], "requires": ["M-1"]]),
            ("M-5", ["title": "Farbe", "needs": ["B-1"], "alternatives": "Poller kosten mehr."]),
        ]
        let html = Self.document(
            ["title": "Poller", "needs": ["B-1"], "requires": ["M-2"]],
            others: [need] + others.map { MeasureTests.object($0.0, $0.1) }
        ).htmlFragment
        #expect(html.contains("Farbe") && html.contains("noch nicht begründet"))
        for absent in ["Grundlage", "Ausbau", "Aufbau", "Poller kosten mehr"] {
            #expect(!html.contains(absent), "\(absent)")
        }
    }

    @Test func `an alternative that is decided already or excludes the measure is told so`() {
        let need = MeasureTests.object("B-1", ["title": "Radweg"])
        let other = MeasureTests.object("M-2", ["title": "Farbe", "needs": ["B-1"], "excludes": ["M-1"]])
        func decision(_ code: String, _ outcome: String) -> PlanningObject {
            MeasureTests.object(
                code,
                [
                    "title": "Farbe", "body": "council", "date": "2026-11-22", "outcome": .string(outcome),
                    "about": ["M-2"],
                ])
        }
        func html(_ outcome: String) -> String {
            Self.document(["title": "Poller", "needs": ["B-1"]], others: [need, other, decision("E-1", outcome)])
                .htmlFragment
        }
        #expect(
            html("approved").contains(
                "am 22.11.2026 beschlossen (E-1); beides zugleich geht nicht; noch nicht begründet"))
        #expect(!html("rejected").contains("beschlossen (E-1)"))
    }

    // MARK: What was assessed and chosen

    /// The paper on M-1 beside M-2 and M-3, all for one need, as assessment W-1 and portfolio P-1 see them.
    static func standing(
        _ code: String = "M-1", assessment: JSONObject = AssessmentTests.document(), once: Int64 = 40_000,
        limit: Int64 = 50_000, more: [PlanningObject] = []
    ) throws -> WrittenPaper {
        let measures = (1...3).map {
            PortfolioTests.measure($0, benefit: nil, once: $0 == 3 ? 1_000 : once)
        }
        let portfolio = MeasureTests.object(
            "P-1",
            [
                "title": "Haushalt 2027", "measures": ["M-1", "M-2", "M-3"], "assessment": "W-1",
                "limits": [PortfolioTests.limit("investment", limit)],
            ])
        let plan = Plan(
            [PortfolioTests.need, PortfolioTests.town, MeasureTests.object("W-1", assessment), portfolio] + measures
                + more)
        let measure = try #require(plan[code])
        let reading = try PortfolioReading(plan, portfolio, rules: .none)
        let choice = PortfolioChoice(
            reading: reading, outcome: try PortfolioSolver(reading.problem, seconds: 5).solve())
        return plan.councilPaper(
            on: measure, town: "Musterstadt", date: "1.12.2026", german: true, rules: .none, indicators: [],
            choices: [choice], base: "http://town"
        ).written(german: true)
    }

    private static let rated = AssessmentTests.document(["title": "Schulweg", "candidates": ["M-1", "M-2"]])

    @Test func `a paper cites the assessment and the portfolio, and an alternative its place`() throws {
        let html = try Self.standing(assessment: Self.rated).document.htmlFragment
        #expect(
            html.contains("/planning/analysis/assessment?assessment=W-1\">W-1 Schulweg</a>: Platz 1 von 2 mit 72,5"))
        #expect(html.contains("beruht auf 4 Einstufungen und diesen Gewichten:"))
        #expect(html.contains("75\u{202F}%"))
        #expect(
            html.contains("/planning/analysis/portfolio?portfolio=P-1\">P-1 Haushalt 2027</a>: dabei, mit 1 von 3"))
        #expect(html.contains("einmalige Kosten höchstens 50.000\u{202F}€ (ohne Quelle); bewiesen"))
        #expect(html.contains("W-1: Platz 2 von 2 mit 67,5 von 100 Punkten; P-1: nicht dabei"))
        // nothing of M-3 was rated and nothing is known against it but the choice
        #expect(html.contains("P-1: nicht dabei</td>"))
        #expect(!html.contains("noch nicht begründet"))
    }

    @Test func `what is worse itself says so, and a better alternative is not argued away`() throws {
        let html = try Self.standing("M-2", assessment: Self.rated).document.htmlFragment
        #expect(html.contains("Platz 2 von 2 mit 67,5"))
        #expect(html.contains("nicht dabei: innerhalb der Grenzen und Regeln sind andere zusammen mehr wert"))
        #expect(html.contains("W-1: Platz 1 von 2 mit 72,5 von 100 Punkten; noch nicht begründet"))
    }

    @Test func `what a portfolio takes together with the measure is no alternative`() throws {
        let html = try Self.standing(assessment: Self.rated, limit: 90_000).document.htmlFragment
        #expect(html.contains("Zusammen mit dieser Maßnahme vorgesehen"))
        #expect(html.contains("<li>Maßnahme 2 (P-1)</li>"))
        let table = try #require(html.components(separatedBy: "Geprüfte Alternativen").last)
        #expect(!table.components(separatedBy: "</table>")[0].contains("Maßnahme 2"))
        #expect(html.contains("Anlagen") && html.contains(">W-1 Schulweg</a></li>"))
    }

    @Test func `nobody's rating and no stated cost are told, and nothing is called proven`() throws {
        let unrated = AssessmentTests.document(["title": "Schulweg", "candidates": ["M-1", "M-2"]], ratings: [])
        #expect(try Self.standing(assessment: unrated).document.htmlFragment.contains("noch nichts ist eingestuft"))
        let portfolio = MeasureTests.object(
            "P-2",
            [
                "title": "x", "measures": ["M-1", "M-4"], "limits": [PortfolioTests.limit("investment", 1_000)],
            ])
        let free = MeasureTests.object("M-4", ["title": "Farbe", "needs": ["B-1"], "benefit": 3])
        let own = PortfolioTests.measure(1, benefit: 2, once: 500)
        let plan = Plan([PortfolioTests.need, own, free, portfolio])
        let reading = try PortfolioReading(plan, portfolio, rules: .none)
        let html = plan.councilPaper(
            on: own, town: "x", date: "x", german: true, rules: .none, indicators: [],
            choices: [
                PortfolioChoice(reading: reading, outcome: try PortfolioSolver(reading.problem, seconds: 5).solve())
            ], base: ""
        ).document(german: true).htmlFragment
        #expect(html.contains("nicht bewiesen, denn von 1 Maßnahmen") && !html.contains("bewiesen: keine andere"))
    }

    @Test func `an assessment or a criterion that is withdrawn later is masked in the kept paper`() throws {
        let criterion = MeasureTests.object("Q-1", ["title": "Ruhe im Ort", "question": "x", "replaces": "A1"])
        let written = try Self.standing(assessment: Self.rated, more: [criterion])
        #expect(written.document.htmlFragment.contains("Ruhe im Ort"))
        let masked = written.document.masking([criterion.reference], written.origins).htmlFragment
        #expect(!masked.contains("Ruhe im Ort") && masked.contains("nicht öffentlich (\(criterion.reference))"))
        let without = written.document.masking([Reference(.assessment, 1), Reference(.portfolio, 1)], written.origins)
            .htmlFragment
        #expect(!without.contains("Schulweg") && !without.contains("Haushalt 2027"))
    }
}
