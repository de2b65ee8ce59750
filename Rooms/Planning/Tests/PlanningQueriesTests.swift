// SPDX-License-Identifier: EUPL-1.2
import Access
import Planning
import Storage
import TestSupport
import Testing
import Wire

@Suite struct PlanningQueriesTests {
    static let editor = Reader(identity: .account(id: 1, name: "Ada"), role: .editor)
    static let other = Reader(identity: .account(id: 2, name: "Ben"), role: .editor)
    static let noon = Instant(seconds: 1_800_000_000)

    @discardableResult
    static func create(
        _ kind: ObjectKind, _ document: JSONObject, visibility: PlanningObject.Visibility = .internal,
        state: PlanningObject.State = .active, in engine: any StorageEngine
    ) async throws -> PlanningObject {
        try await engine.write { connection in
            try PlanningQueries.create(
                kind, document, visibility: visibility, state: state, by: editor, at: noon, on: connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `objects are numbered by kind, and a number is never given twice`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let first = try await Self.create(.need, ["title": "Radweg wird gemieden"], in: engine)
            let second = try await Self.create(.need, ["title": "Keine Bänke", "severity": nil], in: engine)
            let goal = try await Self.create(.goal, ["title": "Mehr Radverkehr", "needs": ["B-1"]], in: engine)
            #expect([first, second, goal].map(\.reference.description) == ["B-1", "B-2", "Z-1"])
            #expect(second.isUnknown("severity"))
            try await engine.write {
                try PlanningQueries.delete(second.reference, by: Self.editor, at: Self.noon, on: $0)
            }
            let third = try await Self.create(.need, ["title": "Zu laut"], in: engine)
            #expect(third.reference.description == "B-3")
            let history = try await engine.read { try PlanningQueries.history(of: second.reference, on: $0) }
            #expect(history.map(\.change) == [.deleted, .created])
            await #expect(throws: PlanningError.isReferred(first.reference, by: [goal.reference])) {
                try await engine.write {
                    try PlanningQueries.delete(first.reference, by: Self.editor, at: Self.noon, on: $0)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what an object refers to changed: it is to be checked again until somebody does`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            let need = try await Self.create(.need, ["title": "Radweg wird gemieden"], in: engine)
            let measure = try await Self.create(.measure, ["title": "Poller", "needs": ["B-1"]], in: engine)
            let decision = try await Self.create(
                .decision,
                ["title": "Poller", "body": "council", "date": "2026-12-01", "outcome": "approved", "about": ["M-1"]],
                in: engine)
            try await engine.write {
                _ = try PlanningQueries.update(
                    need.reference, expected: 1, document: ["title": "Radweg wird stark gemieden"], by: Self.other,
                    at: Self.noon, on: $0)
            }
            var plan = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            #expect(plan.outdated.map(\.reference) == [measure.reference])
            #expect(plan.outdated(plan[measure.reference]!).map(\.reference) == [need.reference])
            try await engine.write {
                try PlanningQueries.confirm(measure.reference, by: Self.editor, at: Self.noon, on: $0)
            }
            plan = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            #expect(plan.outdated.isEmpty)
            try await engine.write {
                _ = try PlanningQueries.update(
                    measure.reference, expected: 1, document: ["title": "Poller und Farbe", "needs": ["B-1"]],
                    by: Self.editor, at: Self.noon, on: $0)
            }
            plan = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            #expect(plan.outdated.map(\.reference) == [decision.reference], "based on older facts")
            for change in [0, 1, 2] {
                await #expect(throws: PlanningError.isDecision(decision.reference)) {
                    try await engine.write { connection in
                        switch change {
                        case 0:
                            _ = try PlanningQueries.update(
                                decision.reference, expected: 1, document: decision.document, by: Self.editor,
                                at: Self.noon, on: connection)
                        case 1:
                            try PlanningQueries.confirm(
                                decision.reference, by: Self.editor, at: Self.noon, on: connection)
                        default:
                            try PlanningQueries.delete(
                                decision.reference, by: Self.editor, at: Self.noon, on: connection)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the second of two people who change the same gets both answers`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let need = try await Self.create(
                .need, ["title": "Radweg", "description": "alt", "district": "Mitte"], in: engine)
            try await engine.write {
                _ = try PlanningQueries.update(
                    need.reference, expected: 1,
                    document: ["title": "Radweg", "description": "von Ada", "district": "Mitte"], by: Self.editor,
                    at: Self.noon, on: $0)
            }
            do {
                try await engine.write {
                    _ = try PlanningQueries.update(
                        need.reference, expected: 1,
                        document: ["title": "Radweg", "description": "von Ben", "district": "Süd"], by: Self.other,
                        at: Self.noon, on: $0)
                }
                Issue.record("an overtaken change was stored")
            } catch let conflict as PlanningConflict {
                #expect(conflict.disputed == ["description"])
                #expect(conflict.merged == ["title": "Radweg", "description": "von Ada", "district": "Süd"])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `people without an account see what is public and accepted, without names`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.create(.need, ["title": "offen", "contact": "Eva"], visibility: .public, in: engine)
            try await Self.create(.need, ["title": "intern"], in: engine)
            try await Self.create(.need, ["title": "neu"], visibility: .public, state: .submitted, in: engine)
            let plan = try await engine.read { try PlanningQueries.plan(for: .anonymous, on: $0) }
            #expect(plan.objects(of: .need).map(\.title) == ["offen"])
            #expect(plan["B-1"]?.text("contact") == nil)
            #expect(plan["B-1"]?.createdBy == "")
            let memory = PlanMemory()
            #expect(try await memory.plan(for: Self.editor, from: engine).count == 3)
            try await Self.create(.need, ["title": "vierter"], in: engine)
            #expect(try await memory.plan(for: Self.editor, from: engine).count == 4)
            #expect(try await memory.plan(for: .anonymous, from: engine).count == 1)
        }
    }

    @Test func `all faults are said at once, with their places`() {
        let document: JSONObject = [
            "title": " ", "solution": "B-1", "startYear": 27, "costLines": [["name": "Poller", "amount": "viel"], 3],
            "colour": "red", "place": ["type": "Point", "coordinates": [200, 10]], "needs": ["M-1"],
        ]
        #expect(
            Set(ObjectKind.measure.faults(in: document).map(\.pointer)) == [
                "/title", "/solution", "/startYear", "/costLines/0/amount", "/costLines/1", "/colour", "/place",
                "/needs",
            ])
    }

    @Test(arguments: TestEngine.allCases)
    func `characters that an engine cannot keep are a fault, all others come back`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            await #expect(throws: ValidationFailure.self) {
                try await Self.create(.need, ["title": "x\u{0}y"], in: engine)
            }
            await #expect(throws: ValidationFailure.self) {
                try await Self.create(.asset, ["title": "x", "uses": ["a\u{1}"]], in: engine)
            }
            let title = "🚲 „Ümläut“ \u{202E}rtl\u{202C} \t<b>'; DROP TABLE planning_object --\n\u{FFFD}"
            let stored = try await Self.create(.need, ["title": .string(title)], in: engine)
            let found = try await engine.read { try PlanningQueries.find(stored.reference, on: $0) }
            #expect(found?.title == title)
        }
    }

    @Test func `each kind has a code, a path and field names of its own`() {
        #expect(Set(ObjectKind.allCases.map(\.code)).count == ObjectKind.allCases.count)
        #expect(Set(ObjectKind.allCases.map(\.path)).count == ObjectKind.allCases.count)
        for kind in ObjectKind.allCases {
            #expect(Set(kind.fields.map(\.name)).count == kind.fields.count, "\(kind)")
            #expect(kind.fields.first { $0.name == "title" }?.isRequired == true, "\(kind)")
            #expect(Reference("\(kind.code)-7") == Reference(kind, 7))
        }
        for text in ["", "B", "B-", "B-0", "B--1", "Y-1", "B-1x", "b-1"] { #expect(Reference(text) == nil) }
    }
}
