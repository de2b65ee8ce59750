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

/// What is computed for the public rests on all objects; their words stay where they are.
@Suite struct PlanMaskTests {
    static let secret = "GEHEIM"

    /// Objects in which everything that is not public says the secret word, and B-1 and M-1 are public.
    static let documents: [(code: String, isPublic: Bool, document: JSONObject)] = [
        ("O-1", false, ["title": "GEHEIM Stadt", "licence": "EUPL-1.2", "priceRise": 0, "payRise": 0]),
        ("B-1", true, ["title": "Der Radweg wird gemieden", "severity": "4", "department": "Tiefbauamt"]),
        ("B-2", false, ["title": "GEHEIM B", "description": "GEHEIM", "severity": "2", "contact": "GEHEIM"]),
        ("Z-1", false, ["title": "GEHEIM Z", "needs": ["B-1"], "charta": ["C1"], "councilDecision": "GEHEIM"]),
        ("K-1", false, ["title": "GEHEIM K", "goals": ["Z-1"], "unit": "GEHEIM", "target": 7]),
        (
            "L-1", false,
            [
                "title": "GEHEIM L", "licence": "MIT", "hasDocumentedInterface": true, "hasFullExport": true,
                "dataRightsStay": true, "formats": ["JSON", "GEHEIM"], "interfaces": ["GEHEIM"],
                "capabilities": ["Zählen", "GEHEIM"],
            ]
        ),
        (
            "M-1", true,
            [
                "title": "Poller", "needs": ["B-2"], "goals": ["Z-1"], "solution": "L-1", "personalData": false,
                "operator": "Stadtwerke", "indicators": ["K-1"],
                "costLines": [["name": "Wartung", "amount": 100_000, "phase": "operation"]],
                "staff": [["skill": "IT", "fullTimeEquivalents": 0.5]],
            ]
        ),
        (
            "M-2", false,
            [
                "title": "GEHEIM M", "needs": ["B-1"], "benefit": 80, "requires": ["M-1"], "operator": "GEHEIM",
                "costLines": [["name": "GEHEIM", "amount": 4_000_000, "phase": "procurement", "source": "GEHEIM"]],
                "staff": [["skill": "it", "fullTimeEquivalents": 1]],
            ]
        ),
        ("S-1", false, ["title": "GEHEIM S", "kind": "system", "capabilities": ["zählen"], "department": "GEHEIM"]),
        ("T-1", false, ["title": "IT", "posts": [["year": 2020, "fullTimeEquivalents": 1]]]),
        (
            "P-1", true,
            [
                "title": "Haushalt", "measures": ["M-1", "M-2"], "firstYear": 2027,
                "limits": [["kind": "investment", "money": 5_000_000, "year": 2027]],
            ]
        ),
    ]

    static func objects() -> [PlanningObject] {
        documents.map { code, isPublic, document in
            let object = MeasureTests.object(code, document)
            return PlanningObject(
                reference: object.reference, version: 1, document: document,
                visibility: isPublic ? .public : .internal, state: .active, created: object.created, createdBy: "Ada",
                modified: object.modified, modifiedBy: "Ada", checked: [:])
        }
    }

    static func store(_ objects: [PlanningObject], on connection: any StorageConnection) throws {
        let report = try PlanExchange.import(
            [
                "format": "allmende-planning", "formatVersion": 1,
                "objects": .array(
                    objects.map { object in
                        [
                            "reference": .string(object.reference.description), "created": "2026-01-01T00:00:00Z",
                            "modified": "2026-01-01T00:00:00Z", "visibility": .string(object.visibility.rawValue),
                            "document": .object(object.document),
                        ]
                    }),
            ], on: connection)
        #expect(report.isSuccess, "\(report.faults)")
    }

    /// The plan as people with an account read it, and as everybody does.
    static func plans(_ kind: TestEngine) async throws -> (known: Plan, open: Plan) {
        var found: (Plan, Plan)?
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                try Self.store(Self.objects(), on: connection)
            }
            let memory = PlanMemory()
            found = (
                try await memory.plan(for: .system, from: engine), try await memory.plan(for: .anonymous, from: engine)
            )
        }
        return try #require(found)
    }

    @Test(arguments: TestEngine.allCases)
    func `results are the same for everybody`(_ engine: TestEngine) async throws {
        let (known, open) = try await Self.plans(engine)
        #expect(open.count == 3, "lists and pages hold what is public")
        for german in [true, false] {
            let all = open.everything(german: german)
            #expect(all.count == known.count)
            let (measure, masked) = (try #require(known["M-1"]), try #require(all["M-1"]))
            let facts = all.knockOutFacts(of: masked, rules: MeasureTests.matrix)
            let trueFacts = known.knockOutFacts(of: measure, rules: MeasureTests.matrix)
            #expect(facts.findings.map(\.verdict) == trueFacts.findings.map(\.verdict))
            #expect(facts.linkedNeeds == 1 && facts.compatibility == .yes)
            #expect(all.needCoverage.share == known.needCoverage.share && all.needCoverage.rows.count == 2)
            #expect(all.goalTree.map(\.goal.reference) == known.goalTree.map(\.goal.reference))
            #expect(all.charterMatrix.measures.map(\.isGap) == known.charterMatrix.measures.map(\.isGap))
            #expect(all.similarPairs == known.similarPairs)
            #expect(all.overlaps.count == known.overlaps.count && !all.overlaps.isEmpty)
            #expect(all.formatRegister.map(\.isOpen) == known.formatRegister.map(\.isOpen))
            #expect(all.lockIn(of: masked)?.index == known.lockIn(of: measure)?.index)
            let (staff, trueStaff) = (StaffBalance(all, firstYear: 2027), StaffBalance(known, firstYear: 2027))
            #expect(staff.skills.map(\.years) == trueStaff.skills.map(\.years) && staff.skills.count == 1)
            let portfolio = try PortfolioReading(all, try #require(all["P-1"]), rules: MeasureTests.matrix)
            let truth = try PortfolioReading(known, try #require(known["P-1"]), rules: MeasureTests.matrix)
            #expect(
                portfolio.problem == truth.problem && portfolio.members.map(\.barred) == truth.members.map(\.barred))
            #expect(
                MeasureCost(masked, town: all.town).presentValue == MeasureCost(measure, town: known.town).presentValue)
        }
    }

    @Test(arguments: [true, false])
    func `no word of what is not public is in it`(_ german: Bool) async throws {
        let open = try await Self.plans(.sqlite).open
        let all = open.everything(german: german)
        for kind in ObjectKind.allCases {
            for object in all.objects(of: kind) {
                #expect(!JSONValue.object(object.document).text.contains(Self.secret), "\(object.reference)")
                #expect(object.createdBy.isEmpty && object.modifiedBy.isEmpty)
            }
        }
        let hidden = try #require(all["M-2"])
        #expect(hidden.isMasked && hidden.title == (german ? "nicht öffentlich (M-2)" : "not public (M-2)"))
        #expect(open["M-2"] == nil && all["M-1"]?.isMasked == false)
        // What a visible object says too is known to everybody; the staffing plan is found under its skill.
        #expect(all["T-1"]?.title == "IT")
        let measure = try #require(all["M-1"])
        let paper = all.councilPaper(
            on: measure, town: "x", date: "", german: german, rules: MeasureTests.matrix,
            indicators: [CouncilPaper.Indicator(hidden: all["K-1"]?.title ?? "")], base: "http://town"
        ).document(german: german).htmlFragment
        #expect(!paper.contains(Self.secret))
        #expect(paper.contains(german ? "nicht öffentlich (B-2)" : "not public (B-2)"))
        #expect(!paper.contains("/planning/needs/2"), "no link that leads nowhere")
        let findings = all.knockOutFacts(of: measure, rules: MeasureTests.matrix).findings
        #expect(!findings.contains { $0.reason.german.contains("MIT") }, "the licence is a word too")
    }

    @Test(arguments: TestEngine.allCases)
    func `publishing offers what an object rests on`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                try Self.store(Self.objects(), on: connection)
            }
            let plan = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            let measure = try #require(plan["M-1"])
            #expect(plan.unpublishedBasis(of: measure).map(\.reference.description) == ["B-2", "K-1", "L-1", "Z-1"])
            try await engine.write { connection in
                try PlanningQueries.publish(
                    [Reference(.need, 2)], by: .system, at: MeasureTests.noon, on: connection)
            }
            let open = try await engine.read { try PlanningQueries.plan(for: .anonymous, on: $0) }
            #expect(open["B-2"]?.title == "GEHEIM B" && open["B-2"]?["contact"] == nil && open["B-2"]?.version == 2)
            #expect(open["L-1"] == nil)
        }
    }
}
