// SPDX-License-Identifier: EUPL-1.2
import Access
import Decision
import Planning
import Storage
import TestSupport
import Testing
import Wire

/// The cells of an assessment, and the sheets that nobody else sees before its end.
@Suite struct AssessmentCellsTests {
    @Test(arguments: ["v.M-1.A1", "e.M-12.Q-2", "n.M-1.A1.Ada Lovelace", "p.A1", "p.A1.Dr. No", "p.Q-1.x.y"])
    func `a cell's name is read as it is written`(name: String) throws {
        #expect(try #require(AssessmentCell(name: name)).name == name)
    }

    @Test(arguments: ["", "v", "v.", "v.M-1", "v.x.A1", "z.A1", "base", "p"])
    func `other names are no cells`(name: String) { #expect(AssessmentCell(name: name) == nil) }

    @Test func `what two people changed elsewhere meets nowhere; the same place is disputed and kept`() {
        let base = AssessmentCells(["v.M-1.A1": 10, "v.M-1.A2": 20, "v.M-2.A1": 30])
        let stored = AssessmentCells(["v.M-1.A1": 15, "v.M-1.A2": 20, "v.M-2.A1": 30, "p.A1": 5])
        let merged = stored.merging(
            ["v.M-1.A1": 12, "v.M-1.A2": 25, "v.M-2.A1": nil, "p.A2": 7, "p.A1": 5], over: base)
        #expect(merged.disputed == ["v.M-1.A1"])
        #expect(merged.cells.members == ["v.M-1.A1": 15, "v.M-1.A2": 25, "p.A1": 5, "p.A2": 7])
        // what was not sent stays, and what both made alike is no dispute
        #expect(stored.merging(["v.M-1.A1": 15], over: base).disputed.isEmpty)
    }

    @Test(arguments: [("v", JSONValue(100.5)), ("v", -1), ("v", "x"), ("p", 10_001), ("e", "E9"), ("n", "\u{1}")])
    func `what does not fit is refused with a reason`(part: String, value: JSONValue) throws {
        let name = part == "p" ? "p.A1" : "\(part).M-1.A1"
        #expect(try #require(AssessmentCell(name: name)).fault(in: value) != nil)
    }

    @Test func `rows become cells and cells rows, the rest of the document stays`() {
        let object = MeasureTests.object("W-1", AssessmentTests.document())
        var cells = object.assessmentCells(of: "", [])
        #expect(cells.count(of: .value) == 4 && cells[AssessmentCell(.value, Reference("M-1"), "A1")] == 80)
        let change: [(cell: AssessmentCell, value: JSONValue?)] = [
            (AssessmentCell(.value, Reference("M-1"), "A1"), 33),
            (AssessmentCell(.value, Reference("M-2"), "A1"), nil),
            (AssessmentCell(.evidence, Reference("M-2"), "A1"), nil),
            (AssessmentCell(.note, Reference("M-2"), "A2", by: "Ada"), "gesehen"),
            (AssessmentCell(points: "A2", by: "Ada"), 40),
        ]
        let document = object.document(changing: change, [])
        let changed = MeasureTests.object("W-1", document)
        cells = changed.assessmentCells(of: "", [])
        #expect(cells.count(of: .value) == 3 && cells[AssessmentCell(.value, Reference("M-1"), "A1")] == 33)
        #expect(
            changed.assessmentCells(of: "Ada", [])[AssessmentCell(.note, Reference("M-2"), "A2", by: "Ada")]
                == "gesehen")
        #expect(changed.rows("weights") == [["assessor": "Ada", "criterion": "A2", "points": 40]])
        #expect(changed.assessors == ["Ada"] && document["candidates"] == object["candidates"])
        #expect(ObjectKind.assessment.faults(in: document).isEmpty)
    }

    @Test func `points that contradict the ranks are named`() {
        let object = MeasureTests.object("W-1", AssessmentTests.document())
        let cells = AssessmentCells(["p.A1": 40, "p.A2": 60])
        let pairs = cells.contradictions(to: object.criteriaOrder([]))
        #expect(pairs.map(\.first) == ["A1"] && pairs.map(\.second) == ["A2"])
        #expect(AssessmentCells(["p.A1": 60, "p.A2": 60]).contradictions(to: ["A1", "A2"]).isEmpty)
    }

    // MARK: Sheets

    private static let editor = PlanningQueriesTests.editor
    private static let noon = PlanningQueriesTests.noon

    private static func town(
        _ kind: TestEngine, _ body: @escaping @Sendable (any StorageEngine, Reference) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            for title in ["Poller", "Streifen"] {
                try await PlanningQueriesTests.create(.measure, ["title": .string(title)], in: engine)
            }
            let assessment = try await PlanningQueriesTests.create(
                .assessment,
                [
                    "title": "x", "candidates": ["M-1", "M-2"], "criteria": [["criterion": "A1"], ["criterion": "A2"]],
                    "ratings": [
                        ["candidate": "M-1", "criterion": "A1", "value": 5, "assessor": "Ada"],
                        ["candidate": "M-2", "criterion": "A1", "value": 6],
                    ],
                ], in: engine)
            try await body(engine, assessment.reference)
        }
    }

    private static func open(
        _ name: String, _ holder: String, _ assessment: Reference, _ engine: any StorageEngine
    ) async throws {
        try await engine.write {
            try PlanningQueries.openSheet(
                of: assessment, name: name, holder: holder, by: editor, at: noon, noted: noon, on: $0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is given on a sheet is in the assessment at its end, and nowhere before`(_ kind: TestEngine) async throws
    {
        try await Self.town(kind) { engine, assessment in
            try await Self.open("Ada", "d1", assessment, engine)
            try await Self.open("Ben", "account 2", assessment, engine)
            await #expect(throws: SheetFault.nameTaken("Ada")) { try await Self.open("Ada", "d3", assessment, engine) }
            await #expect(throws: SheetFault.nameMissing) { try await Self.open(" ", "d3", assessment, engine) }
            let before = try #require(
                try await engine.read { try PlanningQueries.sheet(of: "d1", at: Self.noon, on: $0) })
            #expect(before.name == "Ada" && before.isByLink && before.cells.members == ["v.M-1.A1": 5])
            let merged = try await engine.write { connection in
                try PlanningQueries.fillSheet(
                    of: "d1", in: assessment, with: ["v.M-1.A1": 50, "n.M-1.A1": "gesehen", "p.A1": 100],
                    over: before.cells, at: Self.noon, on: connection)
            }
            #expect(merged?.disputed == [])
            // a second window of the same person, with what it saw before
            let stale = try await engine.write { connection in
                try PlanningQueries.fillSheet(
                    of: "d1", in: assessment, with: ["v.M-1.A1": 60, "v.M-2.A1": 70], over: before.cells, at: Self.noon,
                    on: connection)
            }
            #expect(stale?.disputed == ["v.M-1.A1"])
            let hidden = try #require(try await engine.read { try PlanningQueries.find(assessment, on: $0) })
            #expect(hidden.version == 1 && hidden.rows("ratings").count == 2)
            #expect(!(try await engine.read { try PlanExchange.export(for: .system, on: $0) }).text.contains("gesehen"))
            try await engine.write {
                try PlanningQueries.endSheets(
                    of: assessment, by: Self.editor, at: Self.noon, noted: Self.noon, on: $0)
            }
            let ended = try #require(try await engine.read { try PlanningQueries.find(assessment, on: $0) })
            #expect(
                ended.rows("ratings") == [
                    ["candidate": "M-1", "criterion": "A1", "value": 50, "assessor": "Ada", "note": "gesehen"],
                    ["candidate": "M-2", "criterion": "A1", "value": 6],
                    ["candidate": "M-2", "criterion": "A1", "value": 70, "assessor": "Ada"],
                ])
            #expect(ended.state == .closed)
            #expect(ended.rows("weights") == [["assessor": "Ada", "criterion": "A1", "points": 100]])
            for holder in ["d1", "account 2"] {
                #expect(try await engine.read { try PlanningQueries.sheet(of: holder, at: Self.noon, on: $0) } == nil)
            }
            let deeds = try await engine.read { connection in
                try connection.rows("SELECT action FROM audit_entry WHERE object = 'planning/W-1' ORDER BY id") {
                    $0.text(0)
                }
            }
            #expect(deeds.filter { $0 == "invite" }.count == 2 && deeds.contains("end"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `no more people rate than the assessment holds`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { engine, assessment in
            try await engine.write { connection in
                let stored = try #require(try PlanningQueries.find(assessment, on: connection))
                var document = stored.document
                document["criteria"] = .array((1...200).map { ["criterion": .string("X\($0)")] })
                _ = try PlanningQueries.update(
                    assessment, expected: stored.version, document: document, by: Self.editor, at: Self.noon,
                    on: connection)
            }
            // two candidates by two hundred criteria: two people's ratings fit beside the two that are there
            try await Self.open("Ada", "d1", assessment, engine)
            try await Self.open("Ben", "d2", assessment, engine)
            await #expect(throws: SheetFault.tooMany) { try await Self.open("Cem", "d3", assessment, engine) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a sheet ends when it is withdrawn, expires, or its assessment is closed or gone`(_ kind: TestEngine)
        async throws
    {
        try await Self.town(kind) { engine, assessment in
            func opens(_ holder: String, at instant: Instant = Self.noon) async throws -> Bool {
                try await engine.read { try PlanningQueries.sheet(of: holder, at: instant, on: $0) } != nil
            }
            for (name, holder) in [("Ada", "d1"), ("Ben", "d2")] {
                try await Self.open(name, holder, assessment, engine)
            }
            let late = Instant(microseconds: Self.noon.microseconds + AssessmentSheet.days * 86_400_000_000)
            #expect(try await opens("d1"))
            #expect(try await !opens("d1", at: late))
            try await engine.write {
                try PlanningQueries.withdrawSheet(
                    of: "Ada", in: assessment, by: Self.editor, noted: Self.noon, on: $0)
            }
            #expect(try await !opens("d1"))
            try await engine.write { connection in
                let stored = try #require(try PlanningQueries.find(assessment, on: connection))
                _ = try PlanningQueries.update(
                    assessment, expected: stored.version, document: stored.document, state: .closed, by: Self.editor,
                    at: Self.noon, on: connection)
            }
            #expect(try await !opens("d2"))
            await #expect(throws: SheetFault.isEnded(assessment)) {
                try await Self.open("Cem", "d3", assessment, engine)
            }
            try await engine.write {
                try PlanningQueries.delete(assessment, by: Self.editor, at: Self.noon, on: $0)
            }
            #expect(try await engine.read { try PlanningQueries.sheets(of: assessment, on: $0) }.isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `cells changed in the assessment itself go beside what others changed`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { engine, assessment in
            func change(_ mine: [String: JSONValue?], _ base: AssessmentCells) async throws -> AssessmentCells.Merged {
                try await engine.write { connection in
                    try PlanningQueries.changeCells(
                        of: assessment, rated: "", with: mine, over: base, by: Self.editor, at: Self.noon,
                        on: connection)
                }
            }
            let base = AssessmentCells(["v.M-2.A1": 6])
            #expect(try await change(["v.M-1.A1": 10, "p.A1.Cem": 80], base).disputed == [])
            let second = try await change(["v.M-2.A1": 7, "v.M-1.A1": 11], base)
            #expect(second.disputed == ["v.M-1.A1"])
            let stored = try #require(try await engine.read { try PlanningQueries.find(assessment, on: $0) })
            let cells = stored.assessmentCells(of: "", [])
            #expect(cells.members == ["v.M-1.A1": 10, "v.M-2.A1": 7, "p.A1.Cem": 80])
            #expect(stored.version == 3 && stored.assessors == ["Ada", "Cem"])
        }
    }
}
