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
                let paper = plan.councilPaper(
                    on: measure, town: "Testhausen", date: "1.12.2026", german: german, rules: .none,
                    indicators: [], base: "", stage: .decided(number: "V/12", words: ["angenommen", "der Rat"])
                ).written(german: german)
                return DecisionRecord.Paper(
                    measure: about[0], audience: audience, document: paper.document, origins: paper.origins)
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
        #expect(!open.text.contains("Geheimes Ziel") && open.text.contains("nicht öffentlich (Z-1)"))
        #expect(open.text.contains("not public (Z-1)") && open.text.contains("Radweg"))
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

    @Test(arguments: [ObjectKind.need, .goal, .indicator, .solution, .stakeholder])
    func `what is withdrawn is masked in the papers for everybody, one thing at a time`(_ kind: ObjectKind) throws {
        let secret = "GEHEIM"
        var documents: [(String, JSONObject)] = [
            ("B-1", ["title": "Radweg", "description": "wird gemieden"]), ("Z-1", ["title": "Mehr Rad"]),
            ("K-1", ["title": "Radfahrende", "unit": "Räder"]), ("L-1", ["title": "Poller", "licence": "MIT"]),
            ("A-1", ["title": "ADFC", "needs": ["B-1"]]), ("O-1", ["title": "Testhausen"]),
            (
                "M-1",
                [
                    "title": "Poller bauen", "needs": ["B-1"], "goals": ["Z-1"], "indicators": ["K-1"],
                    "solution": "L-1", "usesTechnology": true,
                ]
            ),
            ("M-2", ["title": "Farbe", "needs": ["B-1"]]),
        ]
        let index = try #require(documents.firstIndex { $0.0.hasPrefix(kind.code) })
        for name in ["title", "description", "unit"] where documents[index].1[name] != nil {
            documents[index].1[name] = .string(secret)
        }
        func plan(without hidden: String?) -> Plan {
            Plan(documents.filter { $0.0 != hidden }.map { MeasureTests.object($0.0, $0.1) })
        }
        let whole = plan(without: nil)
        let measure = try #require(whole["M-1"])
        func paper(_ origins: Bool) -> DecisionRecord.Paper {
            var indicator = CouncilPaper.Indicator(
                name: whole["K-1"]?.title ?? "", unit: whole["K-1"]?.text("unit") ?? "", baseline: nil, now: 5,
                target: nil, date: nil, isProvisional: false)
            indicator.reference = Reference(.indicator, 1)
            indicator.cautions = [Words("fraglich", "doubtful")]
            let written = whole.councilPaper(
                on: measure, town: "x", date: "x", german: true, rules: .none, indicators: [indicator], base: ""
            ).written(german: true)
            return DecisionRecord.Paper(
                measure: measure.reference, audience: .everybody, document: written.document,
                origins: origins ? written.origins : nil)
        }
        func record(_ origins: Bool) -> DecisionRecord {
            DecisionRecord(
                frozen: Objects.noon, papers: [paper(origins)], versions: whole.basis(of: [measure.reference]),
                amounts: [])
        }
        let before = record(true).forEverybody(in: whole)
        #expect(before.papers.first?.document.htmlFragment.contains(secret) == true)
        let after = record(true).forEverybody(in: plan(without: documents[index].0))
        let html = try #require(after.papers.first).document.htmlFragment
        #expect(!html.contains(secret) && html.contains("nicht öffentlich (\(documents[index].0))"))
        let kept = ["Radweg", "Mehr Rad", "Radfahrende", "Poller", "ADFC", "Farbe"].filter { html.contains($0) }
        #expect(kept.count >= 5, "only that one is masked: \(kept)")
        // nobody knows the parts of a paper from before they were kept
        #expect(record(false).forEverybody(in: plan(without: documents[index].0)).papers.isEmpty)
        #expect(record(false).forEverybody(in: plan(without: "O-1")).papers.count == 1)
        let json = try JSONValue(parsing: record(true).json.text)
        #expect(DecisionRecord(json) == record(true))
    }

    @Test(arguments: [("E-1", "am 22.11.2026 beschlossen (E-1)"), ("W-1", "W-1: Platz")])
    func `what is said of an alternative goes with what says it`(_ withdrawn: String, _ words: String) throws {
        let documents: [(String, JSONObject)] = [
            ("B-1", ["title": "Radweg"]), ("M-1", ["title": "Poller bauen", "needs": ["B-1"]]),
            ("M-2", ["title": "Farbe", "needs": ["B-1"]]),
            ("E-1", ["title": "Farbe", "date": "2026-11-22", "outcome": "approved", "about": ["M-2"]]),
            (
                "W-1",
                [
                    "title": "Vergleich", "candidates": ["M-1", "M-2"], "criteria": [["criterion": "A1"]],
                    "ratings": [["candidate": "M-2", "criterion": "A1", "value": 80, "evidence": "E3"]],
                ]
            ),
        ]
        func plan(without hidden: String?) -> Plan {
            Plan(documents.filter { $0.0 != hidden }.map { MeasureTests.object($0.0, $0.1) })
        }
        let whole = plan(without: nil)
        let measure = try #require(whole["M-1"])
        let written = whole.councilPaper(
            on: measure, town: "x", date: "x", german: true, rules: .none, indicators: [], base: ""
        ).written(german: true)
        let record = DecisionRecord(
            frozen: Objects.noon,
            papers: [
                DecisionRecord.Paper(
                    measure: measure.reference, audience: .everybody, document: written.document,
                    origins: written.origins)
            ],
            versions: whole.basis(of: [measure.reference]), amounts: [])
        func html(_ plan: Plan) throws -> String {
            try #require(record.forEverybody(in: plan).papers.first).document.htmlFragment
        }
        #expect(try html(whole).contains(words))
        let after = try html(plan(without: withdrawn))
        #expect(!after.contains(words) && after.contains("nicht öffentlich (\(withdrawn))"))
    }

    @Test func `lines are compared one by one`() {
        let old: JSONObject = ["title": "x", "costLines": [Self.line("A", 1), Self.line("A", 2), Self.line("B", 3)]]
        let new: JSONObject = ["title": "x", "costLines": [Self.line("B", 3), Self.line("A", 1), Self.line("A", 5)]]
        let changes = ObjectKind.measure.changes(from: old, to: new)
        #expect(changes.map { $0.label.english } == ["Cost lines, A: Amount per year"])
        #expect(changes.first?.old == 200 && changes.first?.new == 500)
        #expect(ObjectKind.measure.changes(from: old, to: old).isEmpty)
        let ordered: JSONObject = ["title": "x", "goals": ["Z-3", "Z-2"]]
        #expect(ObjectKind.measure.changes(from: ordered, to: ["title": "x", "goals": ["Z-2", "Z-3"]]).isEmpty)
        #expect(ObjectKind.measure.changes(from: ordered, to: ["title": "x", "goals": ["Z-2"]]).count == 1)
        let gone = ObjectKind.measure.changes(from: old, to: ["title": "y"])
        #expect(gone.count == 4 && gone[1].new == nil)
    }
}
