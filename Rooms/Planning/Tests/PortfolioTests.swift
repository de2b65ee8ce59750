// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import Testing
import Wire

@Suite struct PortfolioTests {
    /// A measure with a benefit, an investment in year 0 and a yearly cost, in euros.
    static func measure(
        _ number: Int, benefit: Double?, once: Int64, yearly: Int64 = 0, _ more: JSONObject = [:]
    ) -> PlanningObject {
        var document: JSONObject = [
            "title": .string("Maßnahme \(number)"), "needs": ["B-1"],
            "costLines": [
                ["name": "Kauf", "phase": "procurement", "amount": JSONValue(once * 100)],
                ["name": "Betrieb", "phase": "operation", "amount": JSONValue(yearly * 100)],
            ],
        ]
        document["benefit"] = benefit.map { JSONValue($0) }
        for (name, value) in more.members { document[name] = value }
        return MeasureTests.object("M-\(number)", document)
    }

    static let town = MeasureTests.object("O-1", ["title": "x", "priceRise": 0, "payRise": 0])
    static let need = MeasureTests.object("B-1", ["title": "x"])

    static func read(_ document: JSONObject, _ measures: [PlanningObject], more: [PlanningObject] = []) throws
        -> PortfolioReading
    {
        var document = document
        document["title"] = "x"
        if document["measures"] == nil {
            document["measures"] = .array(measures.map { .string($0.reference.description) })
        }
        let portfolio = MeasureTests.object("P-1", document)
        return try PortfolioReading(Plan([town, need, portfolio] + measures + more), portfolio, rules: .none)
    }

    static func limit(_ kind: String, _ euros: Int64, year: Int64? = nil) -> JSONValue {
        var row: JSONObject = ["kind": .string(kind), "money": JSONValue(euros * 100)]
        row["year"] = year.map { JSONValue($0) }
        return .object(row)
    }

    static let three = [
        measure(1, benefit: 60, once: 50_000), measure(2, benefit: 50, once: 30_000, yearly: 2_000),
        measure(3, benefit: 40, once: 30_000, yearly: 2_000),
    ]

    /// What each measure left out lacks: a limit, another measure, a value, or somebody's will.
    @Test func `why the optimum leaves something out`() async throws {
        let measures =
            Self.three + [
                Self.measure(4, benefit: 30, once: 15_000, ["requires": ["M-1"]]),
                Self.measure(5, benefit: nil, once: 1_000),
                Self.measure(6, benefit: 20, once: 1_000, ["excludes": ["M-2"]]),
                Self.measure(7, benefit: 45, once: 1_000),
            ]
        let reading = try Self.read(
            ["limits": [Self.limit("investment", 60_000)], "forbidden": ["M-7"]], measures)
        let best = try #require(PortfolioSolver(reading.problem).solve().solution)
        #expect(best.chosen == [1, 2])
        let reasons = reading.leftOut(by: best)
        #expect(reasons.map(\.member) == [0, 6, 3, 5, 4], "those worth most first")
        #expect(
            reasons.map(\.reason) == [
                .limit(row: 0, by: 50_000, isAlone: false), .byWill, .needs([0]), .clashes([1]), .worthless,
            ])
        // with all the money there is nothing is left out for want of it
        let rich = try Self.read(["limits": [Self.limit("investment", 600_000)]], Self.three)
        let all = try #require(PortfolioSolver(rich.problem).solve().solution)
        #expect(rich.leftOut(by: all).isEmpty)
    }

    /// Ten years of what the town pays itself: grants lower it, people who are paid already do not count.
    @Test func `the own share of ten years is a limit`() async throws {
        let measures = [
            Self.measure(1, benefit: 60, once: 50_000, yearly: 1_000),
            Self.measure(
                2, benefit: 50, once: 0,
                [
                    "costLines": [
                        ["name": "Kauf", "phase": "procurement", "amount": 3_000_000],
                        ["name": "Land", "kind": "grant", "amount": 2_000_000, "firstYear": 0, "lastYear": 0],
                        ["name": "Pflege", "phase": "operation", "amount": 200_000, "isBudgetEffective": false],
                    ]
                ]),
        ]
        let reading = try Self.read(["limits": [Self.limit("ownShare", 30_000)]], measures)
        #expect(reading.problem.limits.map(\.uses) == [[60_000, 10_000]])
        #expect(reading.problem.limits[0].uses == reading.members.map(\.cost.budgetTotal.euros))
        let best = try #require(PortfolioSolver(reading.problem).solve().solution)
        #expect(
            best.chosen == [1] && reading.leftOut(by: best).map(\.reason) == [.limit(row: 0, by: 30_000, isAlone: true)]
        )
    }

    @Test func `a limit has its source, and one above the staffing plan is said to be so`() throws {
        let measure = Self.measure(
            1, benefit: 60, once: 50_000,
            [
                "startYear": 2027,
                "staff": [["skill": "IT", "fullTimeEquivalents": 0.4, "grossPerYear": 5_000_000]],
            ])
        let staffPlan = MeasureTests.object(
            "T-1",
            [
                "title": "IT",
                "posts": [["year": 2027, "fullTimeEquivalents": 0.5], ["year": 2029, "fullTimeEquivalents": 0.3]],
            ])
        func read(posts: Double, year: Int64?) throws -> PortfolioReading.LimitRow {
            var limit: JSONObject = [
                "kind": "staff", "skill": "it", "posts": JSONValue(posts), "source": "Stellenplan",
            ]
            limit["year"] = year.map { JSONValue($0) }
            let reading = try Self.read(["firstYear": 2027, "limits": [.object(limit)]], [measure], more: [staffPlan])
            #expect(
                reading.notes.count { $0.english.contains("staffing plan") }
                    == (reading.limits[0].caution == nil ? 0 : 1))
            return reading.limits[0]
        }
        #expect(try read(posts: 0.5, year: 2027).caution == nil)
        #expect(try read(posts: 0.3, year: nil).caution == nil)
        #expect(try read(posts: 0.6, year: 2028).caution?.german.contains("nur 0,5") == true)
        let each = try read(posts: 0.4, year: nil)
        #expect(each.source == "Stellenplan" && each.caution?.english.contains("has only 0.3 in 2029") == true)
    }

    @Test func `the optimum under one limit, and what more money buys`() async throws {
        let reading = try Self.read(["limits": [Self.limit("investment", 60_000)]], Self.three)
        #expect(reading.problem.limits.map(\.uses) == [[50_000, 30_000, 30_000]])
        let solver = try PortfolioSolver(reading.problem)
        let best = try #require(solver.solve().solution)
        #expect(best.chosen == [1, 2] && best.value == 90 && best.isProven)
        let more = try #require(solver.best(adding: 20_000, to: 0).solution)
        #expect(more.chosen == [0, 1] && more.value == 110)
        #expect(solver.price(of: 0, forcedIn: true) == 30)
    }

    @Test func `a yearly limit without a year holds in each year once`() throws {
        let later = Self.measure(4, benefit: 1, once: 0, yearly: 500, ["startYear": 2030])
        let reading = try Self.read(
            ["firstYear": 2028, "limits": [Self.limit("followOn", 3_000), Self.limit("followOn", 900, year: 2)]],
            Self.three + [later])
        // years 0, 1–2, and 3–10 differ in what they use
        #expect(reading.limits.map(\.limits.count) == [3, 1])
        #expect(
            reading.problem.limits.map(\.uses) == [
                [0, 0, 0, 0], [0, 2_000, 2_000, 0], [0, 2_000, 2_000, 500], [0, 2_000, 2_000, 0],
            ])
        #expect(reading.members.map(\.start) == [0, 0, 0, 2])
    }

    @Test func `relations become rules, and a synergy stated twice counts once`() async throws {
        let measures = [
            Self.measure(1, benefit: 60, once: 50_000, ["excludes": ["M-3"]]),
            Self.measure(
                2, benefit: 50, once: 30_000,
                [
                    "requires": ["M-1"],
                    "synergies": [["measure": "M-1", "benefit": 5, "saving": 1_000_000, "reason": "ein Netz"]],
                ]),
            Self.measure(3, benefit: 40, once: 30_000, ["goals": ["Z-2"]]),
        ]
        let withTwin =
            measures.dropFirst() + [
                Self.measure(
                    1, benefit: 60, once: 50_000,
                    ["excludes": ["M-3"], "synergies": [["measure": "M-2", "benefit": 3, "saving": 500_000]]])
            ]
        let goals = [
            MeasureTests.object("Z-1", ["title": "x"]), MeasureTests.object("Z-2", ["title": "x", "parent": "Z-1"]),
        ]
        let document: JSONObject = ["measures": ["M-1", "M-2", "M-3"], "limits": [Self.limit("investment", 70_000)]]
        let reading = try Self.read(document, Array(withTwin), more: goals)
        #expect(reading.problem.bonuses == [.init(members: [0, 1], value: 5)])
        #expect(reading.problem.savings == [.init(members: [0, 1], limit: 0, amount: 10_000)])
        #expect(reading.problem.requires == [.init(1, 0)] && reading.problem.excludes == [.init(0, 2)])
        // 50,000 + 30,000 − 10,000 fits into 70,000
        let best = try #require(PortfolioSolver(reading.problem).solve().solution)
        #expect(best.chosen == [0, 1] && best.value == 115 && best.uses == [70_000])
        var covered = document
        covered["coverage"] = [["goal": "Z-1", "minimum": 1]]
        let served = try Self.read(covered, Array(withTwin), more: goals)
        #expect(served.problem.coverage == [.init(name: "Z-1", members: [2], minimum: 1)], "a part serves the whole")
        #expect((try PortfolioSolver(served.problem).solve().solution)?.chosen == [2])
    }

    @Test func `what may not be chosen says why, unless somebody insists`() throws {
        let solution = MeasureTests.object("L-1", ["title": "x", "dataRightsStay": false])
        let measures = [
            Self.measure(1, benefit: 1, once: 1, ["solution": "L-1"]),
            Self.measure(2, benefit: 1, once: 1, ["requires": ["M-8"]]),
            Self.measure(3, benefit: nil, once: 1, ["requires": ["M-9"]]),
        ]
        let others: [PlanningObject] = [
            solution, MeasureTests.object("M-8", ["title": "Idee"]),
            MeasureTests.object("M-9", ["title": "läuft", "stage": "running"]),
        ]
        let document: JSONObject = ["measures": ["M-1", "M-2", "M-3", "M-3"], "limits": [Self.limit("total", 1_000)]]
        let reading = try Self.read(document, measures, more: others)
        #expect(reading.members.count == 3, "a measure named twice is one")
        #expect(
            reading.members.map { $0.barred?.english } == [
                "fails K4 data rights", "needs M-8, which is neither here nor decided", nil,
            ])
        #expect(reading.problem.forbidden == [0, 1] && reading.problem.must.isEmpty)
        #expect(reading.notes.map(\.english) == ["without a value, counted as 0: Maßnahme 3"])
        var insisting = document
        insisting["must"] = ["M-1"]
        let forced = try Self.read(insisting, measures, more: others)
        #expect(forced.problem.must == [0] && forced.problem.forbidden == [1])
        #expect(throws: PortfolioReading.Fault.noMeasures) { try Self.read(["measures": []], measures) }
    }

    @Test func `values come from the assessment, and the core from its order`() throws {
        let assessment = MeasureTests.object(
            "W-1",
            [
                "title": "x", "candidates": ["M-1", "M-2", "M-3"], "weighting": "order",
                "criteria": [["criterion": "A1", "order": 1], ["criterion": "A2", "order": 2]],
                "ratings": [
                    AssessmentTests.rating("M-1", "A1", 80), AssessmentTests.rating("M-1", "A2", 0),
                    AssessmentTests.rating("M-2", "A1", 50), AssessmentTests.rating("M-2", "A2", 90),
                    AssessmentTests.rating("M-3", "A1", 10), AssessmentTests.rating("M-3", "A2", 10),
                ],
            ])
        let reading = try Self.read(
            ["assessment": "W-1", "limits": [Self.limit("investment", 60_000)]], Self.three, more: [assessment])
        #expect(reading.members.map(\.value) == [60, 60, 10])
        #expect(reading.members.allSatisfy { $0.source == .assessment })
        // At the corners (1, 0) and (½, ½): {1} is worth 80 and 40, {2, 3} 60 and 80; {2} alone is dominated.
        let core = try #require(reading.coreQuestion?.answer())
        #expect(core.nonDominated == [[0], [1, 2]] || core.nonDominated == [[1, 2], [0]])
        #expect(core.shares == [0.5, 0.5, 0.5])
        #expect(try Self.read(["limits": [Self.limit("investment", 1)]], Self.three).coreQuestion == nil)
    }
}
