// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import Testing
import Wire

/// Years and numbers that make no sense are refused, never moved to fit.
@Suite struct SenseTests {
    @Test func `a limit names a calendar year, and 2027 is not the year 100`() throws {
        let measures = (1...3).map {
            PortfolioTests.measure($0, benefit: 10, once: 26_000, ["startYear": 2027])
        }
        let document: JSONObject = [
            "firstYear": 2027, "limits": [PortfolioTests.limit("investment", 60_000, year: 2027)],
        ]
        let reading = try PortfolioTests.read(document, measures)
        #expect(reading.problem.limits.map(\.uses) == [[26_000, 26_000, 26_000]])
        #expect(reading.limits[0].year == 0 && reading.limits[0].calendarYear == 2027)
        // A portfolio without a first year is counted from the earliest of its measures, and says so.
        var undated = document
        undated["firstYear"] = nil
        let late = PortfolioTests.measure(4, benefit: 10, once: 5_000, ["startYear": 2029])
        let earliest = try PortfolioTests.read(undated, measures + [late])
        #expect(earliest.problem.limits.map(\.uses) == [[26_000, 26_000, 26_000, 0]])
        #expect(earliest.notes.contains { $0.german.contains("gerechnet ab 2027") })
        // Years counted from the first, as older plans hold them, are understood as before.
        let counted = try PortfolioTests.read(
            ["firstYear": 2027, "limits": [PortfolioTests.limit("investment", 60_000, year: 0)]], measures)
        #expect(counted.problem.limits == reading.problem.limits && counted.limits[0].calendarYear == 2027)
    }

    static let unplaced: [(year: JSONValue, first: Int64?)] = [
        (2050, 2027), (2020, 2027), (150, 2027), (-1, nil), (2027, nil), (3.5, 2027), (1e308, nil),
    ]

    @Test(arguments: unplaced)
    func `a year that nobody can place gives no result`(_ year: JSONValue, _ first: Int64?) throws {
        var document: JSONObject = ["limits": [["kind": "investment", "money": 100, "year": year]]]
        document["firstYear"] = first.map { JSONValue($0) }
        let years = first.map { Int($0)...(Int($0) + 10) }
        #expect(throws: PortfolioReading.Fault.limitYear(row: 1, stated: year.text, years: years)) {
            try PortfolioTests.read(document, PortfolioTests.three)
        }
    }

    struct Refusal: Sendable {
        let kind: ObjectKind
        let document: JSONObject
        /// None: it is right.
        let pointers: [String]
    }

    static func measure(_ row: JSONObject, _ more: JSONObject = [:]) -> JSONObject {
        var row = row
        (row["name"], row["amount"]) = ("x", row["amount"] ?? 100)
        var document: JSONObject = ["title": "x", "costLines": [.object(row)]]
        for (name, value) in more.members { document[name] = value }
        return document
    }

    static func portfolio(_ limit: JSONObject, first: Int64? = nil) -> JSONObject {
        var limit = limit
        limit["kind"] = "total"
        var document: JSONObject = ["title": "x", "limits": [.object(limit)]]
        document["firstYear"] = first.map { JSONValue($0) }
        return document
    }

    static let refusals = [
        Refusal(kind: .portfolio, document: portfolio(["year": 2027], first: 2027), pointers: []),
        Refusal(kind: .portfolio, document: portfolio(["year": 3]), pointers: []),
        Refusal(kind: .portfolio, document: portfolio(["year": 2027]), pointers: ["/limits/0/year"]),
        Refusal(kind: .portfolio, document: portfolio(["year": 2038], first: 2027), pointers: ["/limits/0/year"]),
        Refusal(kind: .portfolio, document: portfolio(["year": 150], first: 2027), pointers: ["/limits/0/year"]),
        Refusal(kind: .portfolio, document: portfolio(["money": -1]), pointers: ["/limits/0/money"]),
        Refusal(kind: .portfolio, document: portfolio(["posts": -1]), pointers: ["/limits/0/posts"]),
        Refusal(kind: .measure, document: measure(["firstYear": 2028], ["startYear": 2027]), pointers: []),
        Refusal(kind: .measure, document: measure(["firstYear": 2028]), pointers: ["/costLines/0/firstYear"]),
        Refusal(
            kind: .measure, document: measure(["firstYear": 2026], ["startYear": 2027]),
            pointers: ["/costLines/0/firstYear"]),
        Refusal(
            kind: .measure, document: measure(["firstYear": 4, "lastYear": 3]), pointers: ["/costLines/0/lastYear"]),
        Refusal(kind: .measure, document: measure(["amount": -100]), pointers: ["/costLines/0/amount"]),
        Refusal(kind: .measure, document: measure(["kind": "saving", "rise": 0.04]), pointers: []),
        Refusal(kind: .measure, document: measure([:], ["benefit": 101]), pointers: ["/benefit"]),
        Refusal(
            kind: .measure, document: measure([:], ["exitLow": 3, "exitLikely": 2, "exitHigh": 4]),
            pointers: ["/exitLikely"]),
        Refusal(kind: .measure, document: measure([:], ["exitProbability": 1.5]), pointers: ["/exitProbability"]),
        Refusal(
            kind: .measure, document: ["title": "x", "staff": [["skill": "x", "fullTimeEquivalents": 10_000]]],
            pointers: ["/staff/0/fullTimeEquivalents"]),
        Refusal(
            kind: .assessment,
            document: ["title": "x", "ratings": [["candidate": "M-1", "criterion": "A1", "value": 150]]],
            pointers: ["/ratings/0/value"]),
        Refusal(
            kind: .assessment, document: ["title": "x", "widths": [["evidence": "E0", "width": -1]]],
            pointers: ["/widths/0/width"]),
    ]

    @Test(arguments: refusals)
    func `what makes no sense is refused at its place`(_ refusal: Refusal) {
        let faults = refusal.kind.faults(in: refusal.document, over: [:])
        #expect(faults.map(\.pointer) == refusal.pointers, "\(faults)")
        // Imports of older plans take it in, and changing another answer does not ask for it again.
        #expect(refusal.kind.faults(in: refusal.document).isEmpty)
        var renamed = refusal.document
        renamed["title"] = "y"
        #expect(refusal.kind.faults(in: renamed, over: refusal.document).isEmpty)
    }

    @Test func `ratings outside of the scale do not count, and that is said`() throws {
        let assessment = MeasureTests.object(
            "W-1",
            [
                "title": "x", "candidates": ["M-1", "M-2"], "criteria": [["criterion": "A1"]],
                "ratings": [AssessmentTests.rating("M-1", "A1", 150), AssessmentTests.rating("M-2", "A1", 70)],
            ])
        let plan = Plan(
            [PortfolioTests.need, assessment] + [1, 2].map { PortfolioTests.measure($0, benefit: nil, once: 1) })
        let reading = try AssessmentReading(plan, assessment, rules: .none)
        #expect(reading.cells.map { $0[0].interval.value } == [50, 70])
        #expect(reading.assumptions.contains { $0.german == "Werte außerhalb von 0 bis 100 zählen nicht: Zeile 1" })
    }

    /// A criterion of the town's own that takes the place of a shipped one takes its ranks and points along.
    @Test func `points of a replaced criterion are not lost`() throws {
        let assessment = MeasureTests.object(
            "W-1",
            [
                "title": "x", "candidates": ["M-1"], "criteria": [["criterion": "A1"], ["criterion": "A2"]],
                "weights": [
                    ["assessor": "Ada", "criterion": "A1", "points": 75],
                    ["assessor": "Ada", "criterion": "A2", "points": 25],
                ],
                "ratings": [AssessmentTests.rating("M-1", "A1", 70)],
            ])
        let plan = Plan([
            PortfolioTests.need, assessment, PortfolioTests.measure(1, benefit: nil, once: 1),
            MeasureTests.object("Q-1", ["title": "x", "question": "x", "replaces": "A1", "swing": 50]),
        ])
        let reading = try AssessmentReading(plan, assessment, rules: .none)
        #expect(reading.criteria.map(\.id) == ["Q-1", "A2"] && reading.weights.shares == [0.75, 0.25])
    }

    @Test func `ranks that contradict the points are told`() throws {
        func assumptions(_ order: [Int64]) throws -> [String] {
            let assessment = MeasureTests.object(
                "W-1",
                [
                    "title": "x", "candidates": ["M-1"], "weighting": "swing",
                    "criteria": [
                        ["criterion": "A1", "order": JSONValue(order[0])],
                        ["criterion": "A2", "order": JSONValue(order[1])],
                    ],
                    "weights": [
                        ["assessor": "Ada", "criterion": "A1", "points": 100],
                        ["assessor": "Ada", "criterion": "A2", "points": 40],
                    ],
                    "ratings": [AssessmentTests.rating("M-1", "A1", 70)],
                ])
            let plan = Plan([PortfolioTests.need, assessment, PortfolioTests.measure(1, benefit: nil, once: 1)])
            return try AssessmentReading(plan, assessment, rules: .none).assumptions.map(\.german)
        }
        #expect(try !assumptions([1, 2]).contains { $0.contains("widerspricht") })
        #expect(try assumptions([2, 1]).contains { $0.contains("eingetragen A2 vor A1, aber mit weniger Punkten") })
    }
}
