// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Decision
import Documents
import Planning
import Storage
import TestSupport
import Testing
import Wire

/// What is kept with a decision, and what differs from it later.
@Suite struct DecisionRecordTests {
    typealias Objects = PlanningQueriesTests

    static let decision: JSONObject = [
        "title": "Poller bauen", "body": "council", "date": "2026-12-01", "outcome": "approved", "about": ["M-1"],
    ]

    static func line(_ name: String, _ euros: Int64) -> JSONValue {
        ["name": .string(name), "amount": JSONValue(euros * 100), "kind": "goods", "phase": "procurement"]
    }

    static func seed(_ engine: any StorageEngine) async throws {
        try await Objects.create(.town, ["title": "Testhausen", "priceRise": 0], visibility: .public, in: engine)
        try await Objects.create(.need, ["title": "Radweg", "evidence": "Zählung"], visibility: .public, in: engine)
        try await Objects.create(.goal, ["title": "Geheimes Ziel"], in: engine)
        try await Objects.create(
            .measure,
            [
                "title": "Poller", "needs": ["B-1"], "goals": ["Z-1"], "startYear": 2027,
                "costLines": [line("Pfosten", 48_000), line("Farbe", 500)],
            ], visibility: .public, in: engine)
    }

    static func record(_ plan: Plan) throws -> DecisionRecord {
        let about = [Reference(.measure, 1)]
        let measure = try #require(plan[about[0]])
        let papers = DecisionRecord.Audience.allCases.flatMap { audience in
            [true, false].map { german in
                let document = plan.councilPaper(
                    on: measure, town: "Testhausen", date: "1.12.2026", german: german, rules: .none,
                    indicators: [], base: "", stage: .decided(number: "V/12", words: ["angenommen", "der Rat"])
                ).document(german: german)
                return DecisionRecord.Paper(measure: about[0], audience: audience, document: document)
            }
        }
        return DecisionRecord(
            frozen: Objects.noon, papers: papers, versions: plan.basis(of: about), amounts: plan.amounts(of: about))
    }

    static func plan(_ engine: any StorageEngine, for reader: Reader = .system) async throws -> Plan {
        try await engine.read { try PlanningQueries.plan(for: reader, on: $0) }
    }

    static func decide(_ engine: any StorageEngine) async throws -> PlanningObject {
        let record = try record(try await plan(engine))
        return try await engine.write { connection in
            try PlanningQueries.decide(
                decision, record: record, visibility: .public, by: Objects.editor, at: Objects.noon, on: connection)
        }
    }

    static func update(_ reference: Reference, _ document: JSONObject, in engine: any StorageEngine) async throws {
        try await engine.write { connection in
            let stored = try #require(try PlanningQueries.find(reference, on: connection))
            _ = try PlanningQueries.update(
                reference, expected: stored.version, document: document, by: Objects.other, at: Objects.noon,
                on: connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a decision keeps papers, versions and amounts whatever changes later`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.seed(engine)
            let made = try Self.record(try await Self.plan(engine))
            let decision = try await Self.decide(engine)
            #expect(Set(made.versions.keys.map(\.description)) == ["M-1", "B-1", "Z-1", "O-1"])
            #expect(made.amounts.first?.total == Money(euros: 48_500))
            try await Self.update(
                Reference(.measure, 1),
                [
                    "title": "Poller", "needs": ["B-1"], "goals": ["Z-1"], "startYear": 2027,
                    "costLines": [Self.line("Pfosten", 61_500), Self.line("Schilder", 200)],
                ], in: engine)
            try await Self.update(Reference(.need, 1), ["title": "Radweg", "evidence": "Umfrage"], in: engine)
            let (kept, old) = try await engine.read { connection in
                let kept = try #require(try PlanningQueries.record(of: decision.reference, on: connection))
                return (kept, try PlanningQueries.versions(kept.versions, for: .system, on: connection))
            }
            #expect(kept == made)
            let plan = try await Self.plan(engine)
            let review = plan.review(of: kept, old: old, all: plan, seesAll: true)
            #expect(review.items.map(\.reference.description) == ["B-1", "M-1"])
            let changes = review.items.flatMap(\.changes)
            #expect(
                changes.map(\.label.german) == [
                    "Woher wissen wir das", "Kostenzeilen, Pfosten: Betrag je Jahr", "Kostenzeilen, Farbe",
                    "Kostenzeilen, Schilder",
                ])
            #expect(changes.contains { $0.old == 4_800_000 && $0.new == 6_150_000 })
            let total = try #require(review.amounts.first)
            #expect(total.then == Money(euros: 48_500) && total.now == Money(euros: 61_700) && total.differs)
            #expect(!review.isSame)
            #expect(plan.decisions(on: Reference(.measure, 1)).map(\.reference) == [decision.reference])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a decision on what changed meanwhile is not stored with an outdated paper`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.seed(engine)
            let outdated = try Self.record(try await Self.plan(engine))
            try await Self.update(Reference(.need, 1), ["title": "Radweg und Gehweg"], in: engine)
            await #expect(throws: BasisMoved.self) {
                try await engine.write { connection in
                    _ = try PlanningQueries.decide(
                        Self.decision, record: outdated, visibility: .public, by: Objects.editor, at: Objects.noon,
                        on: connection)
                }
            }
            #expect(try await Self.plan(engine).objects(of: .decision).isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an export carries what was kept, the public's only what is public`(_ kind: TestEngine) async throws {
        let (whole, open) = try await withDatabase(.sqlite) { engine in
            try await Self.seed(engine)
            _ = try await Self.decide(engine)
            return try await engine.read { connection in
                (
                    try PlanExchange.export(for: .system, on: connection),
                    try PlanExchange.export(for: .anonymous, on: connection)
                )
            }
        }
        func audiences(_ export: JSONValue) -> Set<String> {
            let papers = export["objects"]?.array?.last?["record"]?["papers"]?.array ?? []
            return Set(papers.compactMap { $0["audience"]?.string })
        }
        #expect(whole.text.contains("Geheimes Ziel") && audiences(whole) == ["staff", "everybody"])
        #expect(audiences(open) == ["everybody"])
        let versions = open["objects"]?.array?.last?["record"]?["versions"]?.object?.names ?? []
        #expect(versions.sorted() == ["B-1", "M-1", "O-1"])
        try await withDatabase(kind) { engine in
            let report = try await engine.write { try PlanExchange.import(whole, on: $0) }
            #expect(report.isSuccess, "\(report.faults)")
            let back = try await engine.read { try PlanExchange.export(for: .system, on: $0) }
            #expect(back.text == whole.text)
            let again = try await engine.write { try PlanExchange.import(whole, on: $0) }
            #expect(again.isSuccess && again.stored == 0)
            var text = whole.text.replacing("48.500", with: "12.345")
            let forged = try JSONValue(parsing: text)
            let refused = try await engine.write { try PlanExchange.import(forged, on: $0) }
            #expect(!refused.isSuccess, "a kept paper is not overwritten")
            text = whole.text.replacing("\"heading\":", with: "\"nonsense\":")
            let broken = try JSONValue(parsing: text)
            let fault = try await engine.write { try PlanExchange.import(broken, on: $0) }
            #expect(fault.faults.contains { $0.pointer.hasSuffix("/record") })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a decision stored without a paper has nothing kept`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.seed(engine)
            let decision = try await Objects.create(.decision, Self.decision, in: engine)
            #expect(try await engine.read { try PlanningQueries.record(of: decision.reference, on: $0) } == nil)
        }
    }

    @Test func `a paper survives as JSON, whatever is in it`() throws {
        let document = Document(
            title: "Ä \"<x>\"", language: "de", facts: [("Kommune", "Muster & Söhne"), ("", "")],
            blocks: [
                .heading(2, "Überschrift"),
                .paragraph([.text("Text"), .strong("stark"), .link("B-1", to: "/planning/needs/1")]), .paragraph([]),
                .list([[.text("eins")], [.strong("zwei"), .text("!")]], isNumbered: true),
                .list([], isNumbered: false),
                .table(
                    .init(
                        caption: "Kosten", header: ["Jahr", "€"], alignments: [.start, .end],
                        rows: [["2027", "−1.234 €"], ["Summe", "0 €"]], hasTotal: true)),
                .gap("Hier fehlt noch: alles."),
            ])
        #expect(Document(try JSONValue(parsing: document.json.text)) == document)
        #expect(Document(["title": "x"]) == nil)
        let linked = document.linking { $0 == "/planning/needs/1" ? "http://town" + $0 : nil }
        #expect(linked.htmlFragment.contains("href=\"http://town/planning/needs/1\""))
        #expect(!document.linking { _ in nil }.htmlFragment.contains("<a "))
    }

    @Test func `lines are compared one by one`() {
        let old: JSONObject = ["title": "x", "costLines": [Self.line("A", 1), Self.line("A", 2), Self.line("B", 3)]]
        let new: JSONObject = ["title": "x", "costLines": [Self.line("B", 3), Self.line("A", 1), Self.line("A", 5)]]
        let changes = ObjectKind.measure.changes(from: old, to: new)
        #expect(changes.map { $0.label.english } == ["Cost lines, A: Amount per year"])
        #expect(changes.first?.old == 200 && changes.first?.new == 500)
        #expect(ObjectKind.measure.changes(from: old, to: old).isEmpty)
        let gone = ObjectKind.measure.changes(from: old, to: ["title": "y"])
        #expect(gone.count == 4 && gone[1].new == nil)
    }
}
