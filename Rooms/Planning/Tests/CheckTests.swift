// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import Storage
import TestSupport
import Testing
import Wire

@Suite struct CheckTests {
    static let solution = MeasureTests.object(
        "L-1",
        [
            "title": "x", "interfaceAddress": "https://a.example/api", "exportAddress": "https://a.example/all.csv",
            "licence": "MIT", "hasDocumentedInterface": true, "hasFullExport": true,
        ])

    static func run(_ object: PlanningObject, _ answer: ProbeAnswer?) async -> [ExecutedCheck.Outcome] {
        let plan = Plan([object])
        return await plan.run(plan.checks(of: object), on: object, rules: MeasureTests.matrix) { _ in answer }
    }

    struct Case: Sendable {
        var answer: ProbeAnswer?
        var passed: Bool
    }

    @Test(arguments: [
        Case(answer: ProbeAnswer(status: 200, contentType: "application/json", size: 20), passed: true),
        Case(answer: ProbeAnswer(status: 206, contentType: "", size: 1), passed: true),
        Case(answer: ProbeAnswer(status: 200, contentType: "text/html; charset=utf-8", size: 20), passed: false),
        Case(answer: ProbeAnswer(status: 200, contentType: "application/json", size: 0), passed: false),
        Case(answer: ProbeAnswer(status: 401, contentType: "application/json", size: 20), passed: false),
        Case(answer: ProbeAnswer(status: 404, contentType: "application/json", size: 20), passed: false),
        Case(answer: ProbeAnswer(status: 500, contentType: "application/json", size: 20), passed: false),
        Case(answer: nil, passed: false),
    ])
    func `data pass; pages for people, refusals and silence do not`(_ test: Case) async {
        let outcomes = await Self.run(Self.solution, test.answer)
        #expect(outcomes.map(\.check) == [.openInterface, .export, .licence])
        #expect(outcomes.map(\.passed) == [test.passed, test.passed, true])
        #expect(outcomes[0].code == test.answer?.status)
    }

    @Test(arguments: [
        ("MIT", true), ("mit OR EUPL-1.2", true), ("Apache-2.0", false), ("MIT AND", false), ("frei", false),
    ])
    func `a licence passes when it is an expression of known names`(_ text: String, _ passed: Bool) async {
        let object = MeasureTests.object("S-1", ["title": "x", "licence": .string(text)])
        #expect(await Self.run(object, nil).map(\.passed) == [passed])
    }

    /// A failed check puts K3 on hold; a later one that passes lifts it.
    @Test func `a failed check holds K3 until one passes`() async throws {
        let measure = MeasureTests.object("M-1", ["title": "m", "solution": "L-1"])
        func verdict(_ document: JSONObject) -> String? {
            let plan = Plan([measure, MeasureTests.object("L-1", document)])
            let findings = plan.knockOutFacts(of: measure, rules: MeasureTests.matrix).findings
            return findings.first { $0.knockOut == .openInterface }.map { "\($0.verdict)" }
        }
        #expect(verdict(Self.solution.document) == "pass")
        let failed = Self.solution.document(adding: await Self.run(Self.solution, nil), on: "2026-02-01") { $0.english }
        #expect(verdict(failed) == "hold")
        let again = MeasureTests.object("L-1", failed)
        let good = ProbeAnswer(status: 200, contentType: "text/csv", size: 9)
        let mended = again.document(adding: await Self.run(again, good), on: "2026-02-01") { $0.english }
        #expect(verdict(mended) == "pass")
        #expect(MeasureTests.object("L-1", mended).latestCheck(.export)?["note"]?.string == "text/csv")
    }

    @Test func `an object keeps its latest thirty runs`() async {
        var object = Self.solution
        for day in 10..<25 {
            let outcomes = await Self.run(object, nil)
            object = MeasureTests.object("L-1", object.document(adding: outcomes, on: "2026-03-\(day)") { $0.german })
        }
        #expect(object.rows("checks").count == PlanningObject.mostChecks)
        #expect(object.rows("checks").first?["at"]?.string == "2026-03-15")
    }

    @Test func `a rule asks for a check even where nothing is named, and shows what it found`() async {
        let rule = MeasureTests.object("R-1", ["title": "offen", "check": "openInterface"])
        let other = MeasureTests.object(
            "R-2",
            [
                "title": "sicher", "area": "security",
                "fulfilled": [["object": "S-1", "answer": "partly"], ["object": "S-2", "answer": "yes"]],
            ])
        let narrow = MeasureTests.object("R-3", ["title": "x", "check": "export", "appliesTo": ["S-2"]])
        let bare = MeasureTests.object("S-1", ["title": "x", "kind": "system"])
        let plan = Plan([rule, other, narrow, bare, MeasureTests.object("S-2", ["title": "y"])])
        #expect(plan.checks(of: bare) == [.openInterface])
        let outcomes = await plan.run(plan.checks(of: bare), on: bare, rules: .none) { _ in
            ProbeAnswer(status: 200, contentType: "text/csv", size: 1)
        }
        #expect(outcomes.map(\.passed) == [false])
        let checked = MeasureTests.object("S-1", bare.document(adding: outcomes, on: "2026-01-01") { $0.english })
        let reviews = Plan([rule, other, narrow, checked, MeasureTests.object("S-2", ["title": "y"])]).guidelineReviews
        #expect(reviews[0].objects("no").map(\.title) == ["x"])
        #expect(reviews[0].objects(nil).map(\.title) == ["y"])
        #expect(reviews[1].objects("partly").map(\.title) == ["x"])
        #expect(reviews[1].objects("yes").map(\.title) == ["y"])
        #expect(reviews[2].answers.count == 1)
    }

    /// What is stored is what was found, and the usual rules are objects like any other.
    @Test(arguments: TestEngine.allCases)
    func `found and usual things are stored on both engines`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let stored = try await PlanningQueriesTests.create(.solution, Self.solution.document, in: engine)
            let outcomes = await Self.run(stored, nil)
            let rules = UsualRule.all.map { $0.document { $0.german } }
            let plan = try await engine.write { connection in
                _ = try PlanningQueries.record(
                    outcomes, of: stored.reference, on: "2026-02-01", words: { $0.german },
                    by: PlanningQueriesTests.editor, at: PlanningQueriesTests.noon, on: connection)
                for rule in rules {
                    _ = try PlanningQueries.create(
                        .guideline, rule, by: PlanningQueriesTests.editor, at: PlanningQueriesTests.noon, on: connection
                    )
                }
                return try PlanningQueries.plan(for: PlanningQueriesTests.editor, on: connection)
            }
            #expect(plan["L-1"]?.latestCheck(.openInterface)?["note"]?.string == "keine Antwort")
            #expect(UsualRule.missing(in: plan).isEmpty)
            #expect(plan.guidelineReviews.filter { !$0.objects("no").isEmpty }.count == 2)
        }
    }

    /// Nobody types a finding: not with a new object, not with a changed one, not in a conflict.
    @Test(arguments: TestEngine.allCases)
    func `what was executed comes from execution only`(_ kind: TestEngine) async throws {
        let forged: JSONValue = [["check": "licence", "address": "MIT", "at": "2026-01-01", "passed": true]]
        try await withDatabase(kind) { engine in
            var document = Self.solution.document
            document["checks"] = forged
            let typed = document
            let stored = try await PlanningQueriesTests.create(.solution, typed, in: engine)
            #expect(stored.document["checks"] == nil)
            let outcomes = await Self.run(stored, nil)
            try await engine.write { connection in
                let by = PlanningQueriesTests.editor
                let at = PlanningQueriesTests.noon
                let checked = try PlanningQueries.record(
                    outcomes, of: stored.reference, on: "2026-02-01", words: { $0.german }, by: by, at: at,
                    on: connection)
                let found = try #require(checked.document["checks"])
                let changed = try PlanningQueries.update(
                    stored.reference, expected: 2, document: typed, by: by, at: at, on: connection)
                #expect(changed.document["checks"] == found)
                let conflict = #expect(throws: PlanningConflict.self) {
                    _ = try PlanningQueries.update(
                        stored.reference, expected: 1, document: typed, by: by, at: at, on: connection)
                }
                #expect(conflict?.merged["checks"] == found)
            }
        }
    }
}
