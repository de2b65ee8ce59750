// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import Testing
import Wire

@Suite struct AssessmentTests {
    static func rating(
        _ candidate: String, _ criterion: String, _ value: Double, by assessor: String? = nil, evidence: String = "E3"
    ) -> JSONValue {
        var row: JSONObject = [
            "candidate": .string(candidate), "criterion": .string(criterion), "value": JSONValue(value),
            "evidence": .string(evidence),
        ]
        row["assessor"] = assessor.map { .string($0) }
        return .object(row)
    }

    /// Two candidates for a need; "M-9" gives the rights to its data away and fails.
    static let objects = [
        MeasureTests.object("B-1", ["title": "x"]),
        MeasureTests.object("L-9", ["title": "x", "dataRightsStay": false]),
        MeasureTests.object("M-1", ["title": "Poller", "needs": ["B-1"]]),
        MeasureTests.object("M-2", ["title": "Streifen", "needs": ["B-1"]]),
        MeasureTests.object("M-3", ["title": "Schilder", "needs": ["B-1"]]),
        MeasureTests.object("M-9", ["title": "Fremd", "needs": ["B-1"], "solution": "L-9"]),
    ]

    static let ratings = [
        rating("M-1", "A1", 80), rating("M-1", "A2", 50), rating("M-2", "A1", 60), rating("M-2", "A2", 90),
    ]

    static func document(_ more: JSONObject = [:], ratings: [JSONValue] = ratings) -> JSONObject {
        var document: JSONObject = [
            "title": "x", "candidates": ["M-1", "M-9", "M-2"],
            "criteria": [["criterion": "A1", "order": 1], ["criterion": "A2", "order": 2]],
            "weighting": "order", "ratings": .array(ratings),
        ]
        for (name, value) in more.members { document[name] = value }
        return document
    }

    static func read(_ document: JSONObject, more: [PlanningObject] = []) throws -> AssessmentReading {
        let assessment = MeasureTests.object("W-1", document)
        return try AssessmentReading(Plan(objects + more + [assessment]), assessment, rules: .none)
    }

    @Test func `where only points are given they say the order, of all and of each`() throws {
        func points(_ name: String, _ first: Int64, _ second: Int64) -> [JSONValue] {
            [
                ["assessor": .string(name), "criterion": "A1", "points": JSONValue(first)],
                ["assessor": .string(name), "criterion": "A2", "points": JSONValue(second)],
            ]
        }
        let reading = try Self.read(
            Self.document([
                "criteria": [["criterion": "A1"], ["criterion": "A2"]],
                "weights": .array(points("Ada", 10, 90) + points("Ben", 60, 40)),
            ]))
        // together A2 has 130 of 200 points, which as an order is three quarters of the weight
        #expect(reading.order == [1, 0] && reading.weights.shares == [0.25, 0.75])
        #expect(reading.voices.map(\.weights.shares) == [[0.25, 0.75], [0.75, 0.25]])
        #expect(reading.assumptions.map(\.english) == ["nobody has given places; the order is that of the points"])
    }

    @Test func `an order gives weights; knocked out candidates stay out`() throws {
        let reading = try Self.read(Self.document())
        #expect(reading.ranked.map(\.measure.title) == ["Poller", "Streifen"])
        #expect(reading.knockedOut.map(\.measure.title) == ["Fremd"] && reading.knockedOut[0].failed == [.dataRights])
        #expect(reading.weights.shares == [0.75, 0.25] && reading.order == [0, 1])
        #expect(reading.model.totals == [72.5, 67.5])
        #expect(
            reading.cells[1][1].rows == [3]
                && reading.cells[0][0].interval == ValueInterval(value: 80, low: 77, high: 83))
        #expect(reading.assumptions.isEmpty)
        #expect(abs(try #require(reading.model.smallestFlip).moved - 1.0 / 12) < 1e-12)
        let unordered = try Self.read(Self.document(["criteria": [["criterion": "A2"], ["criterion": "A1"]]]))
        #expect(unordered.order == [1, 0], "the usual weight of A1 is larger")
        #expect(unordered.assumptions.count == 1)
    }

    @Test func `points of several assessors are averaged, and each is heard alone`() throws {
        func points(_ assessor: String, _ first: Double, _ second: Double) -> [JSONValue] {
            [("A1", first), ("A2", second)].map { criterion, points in
                ["assessor": .string(assessor), "criterion": .string(criterion), "points": JSONValue(points)]
            }
        }
        let ratings =
            Self.ratings.dropFirst() + [
                Self.rating("M-1", "A1", 100, by: "Ada"), Self.rating("M-1", "A1", 40, by: "Ben", evidence: "E0"),
            ]
        let reading = try Self.read(
            Self.document(
                ["weighting": "swing", "weights": .array(points("Ada", 100, 0) + points("Ben", 50, 50))],
                ratings: Array(ratings)))
        #expect(reading.weights.shares == [0.75, 0.25])
        #expect(reading.weightSpread.map(\.lowest) == [0.5, 0] && reading.order == [0, 1])
        let cell = reading.cells[0][0]
        #expect(cell.interval == ValueInterval(value: 70, low: 15, high: 100) && cell.rows == [3, 4])
        #expect(cell.spread == Spread([100, 40]))
        #expect(reading.voices.map(\.name) == ["Ada", "Ben"])
        #expect(reading.voices.map(\.totals) == [[100, 60], [45, 75]])
    }

    @Test func `nobody's rating leaves everything possible, and equal points are no order`() throws {
        let reading = try Self.read(
            Self.document(
                [
                    "weighting": "swing",
                    "weights": [
                        ["assessor": "Ada", "criterion": "A1", "points": 50],
                        ["assessor": "Ada", "criterion": "A2", "points": 50],
                    ],
                ], ratings: [Self.rating("M-1", "A1", 80, evidence: "E1")]))
        #expect(reading.cells[1].allSatisfy { $0.interval == .unknown && $0.rows.isEmpty && $0.spread == nil })
        #expect(reading.order == nil && reading.assumptions.count == 1)
        #expect(reading.comparison.entries.map(\.method) == ["value", "PROMETHEE II", "TOPSIS"])
    }

    @Test func `a criterion of the town takes the place of a shipped one`() throws {
        let own = MeasureTests.object("Q-1", ["title": "Lärm", "replaces": "A1", "question": "x", "swing": 10])
        let reading = try Self.read(Self.document(), more: [own])
        #expect(reading.criteria.map(\.id) == ["Q-1", "A2"] && reading.criteria[0].usualPoints == 10)
        #expect(reading.cells[0][0].rows == [0], "ratings under the shipped name still count")
    }

    /// On fixed scales a worse newcomer changes nobody's total (no rank reversal).
    @Test func `a dominated newcomer changes nothing`() throws {
        let before = try Self.read(Self.document())
        let after = try Self.read(
            Self.document(
                ["candidates": ["M-1", "M-9", "M-2", "M-3"]],
                ratings: Self.ratings + [Self.rating("M-3", "A1", 10), Self.rating("M-3", "A2", 20)]))
        #expect(Array(after.model.totals.prefix(2)) == before.model.totals)
        #expect(after.comparison.entries[0].ranking.places == [1, 2, 3])
    }

    @Test func `what cannot be weighed is said`() {
        func fault(_ document: JSONObject) -> AssessmentReading.Fault? {
            do {
                _ = try Self.read(document)
                return nil
            } catch { return error as? AssessmentReading.Fault }
        }
        #expect(fault(Self.document(["candidates": []])) == .noCandidates)
        #expect(fault(Self.document(["candidates": ["M-9"]])) == .allKnockedOut)
        #expect(fault(["title": "x", "candidates": ["M-1"]]) == .noCriteria)
        #expect(fault(Self.document(ratings: [])) == .nothingRated(objections: []))
        #expect(
            fault(Self.document(ratings: [Self.rating("M-9", "A1", 80)])) == .nothingRated(objections: []),
            "who fails is not ranked")
        // only values that cannot count: nothing is rated, and the page says which rows they were
        guard case .nothingRated(let objections)? = fault(Self.document(ratings: [Self.rating("M-1", "A1", 150)]))
        else {
            Issue.record("a value of 150 counted")
            return
        }
        #expect(objections.map(\.german) == ["Werte außerhalb von 0 bis 100 zählen nicht: Zeile 1"])
        #expect(fault(Self.document()) == nil)
    }
}
