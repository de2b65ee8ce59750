// SPDX-License-Identifier: EUPL-1.2
import Access
import Planning
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct PlanExchangeTests {
    typealias Objects = PlanningQueriesTests

    static func seed(_ engine: any StorageEngine) async throws {
        try await Objects.create(
            .need,
            [
                "title": "Radweg „Süd“ wird gemieden", "groups": ["cyclists", "children"], "severity": "4",
                "place": ["type": "Point", "coordinates": [7.62, 51.95]], "evidence": nil,
            ], visibility: .public, in: engine)
        try await Objects.create(.goal, ["title": "=2+3", "needs": ["B-1"], "sdgs": ["11", "13"]], in: engine)
        try await Objects.create(
            .measure,
            [
                "title": "Poller", "needs": ["B-1"], "goals": ["Z-1"],
                "costLines": [["name": "Kauf", "amount": 1_250_050, "kind": "goods", "firstYear": 0, "lastYear": 0]],
            ], in: engine)
        try await engine.write {
            _ = try PlanningQueries.update(
                Reference(.need, 1), expected: 1, document: ["title": "Radweg wird gemieden"], by: Objects.other,
                at: Instant(seconds: 1_800_000_500), on: $0)
        }
        try await Objects.create(
            .decision,
            ["title": "Poller", "body": "council", "date": "2026-12-01", "outcome": "approved", "about": ["M-1"]],
            in: engine)
    }

    static func export(_ engine: any StorageEngine, for reader: Reader = .system) async throws -> JSONValue {
        try await engine.read { try PlanExchange.export(for: reader, on: $0) }
    }

    @Test(arguments: TestEngine.allCases)
    func `the import of an export gives the same export`(_ kind: TestEngine) async throws {
        let first = try await withDatabase(.sqlite) { engine in
            try await Self.seed(engine)
            return try await Self.export(engine)
        }
        try await withDatabase(kind) { engine in
            let parsed = try JSONValue(parsing: first.text)
            let report = try await engine.write { try PlanExchange.import(parsed, on: $0) }
            #expect(report.isSuccess && report.stored == 4, "\(report)")
            #expect(try await Self.export(engine).text == first.text)
            let again = try await engine.write { try PlanExchange.import(parsed, on: $0) }
            #expect(again.isSuccess && again.unchanged == 4 && again.stored == 0)
            let plan = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            #expect(plan.outdated.map(\.reference.description) == ["Z-1", "M-1"])
        }
    }

    @Test(arguments: [
        ("[]", "/format"), ("{\"format\":\"allmende-planning\",\"formatVersion\":2,\"objects\":[]}", "/format"),
        (wrap("{}"), "/objects/0/reference"),
        (wrap(object("B-1", "{\"title\":\"\"}")), "/objects/0/document/title"),
        (wrap(object("B-1", "{\"title\":\"x\",\"evil\":1}")), "/objects/0/document/evil"),
        (wrap(object("Z-1", "{\"title\":\"x\",\"needs\":[\"B-9\"]}")), "/objects/0/document"),
        (wrap(object("B-1", "{\"title\":\"x\"}") + "," + object("B-1", "{\"title\":\"y\"}")), "/objects/1/reference"),
        (wrap("{\"reference\":\"B-1\",\"document\":{\"title\":\"x\"}}"), "/objects/0/created"),
    ])
    func `a malformed import is reported with its place, and nothing is stored`(
        _ text: String, _ pointer: String
    ) async throws {
        try await withDatabase(.sqlite) { engine in
            let report = try await engine.write { try PlanExchange.import(JSONValue(parsing: text), on: $0) }
            #expect(report.faults.map(\.pointer).contains(pointer), "\(report.faults)")
            #expect(report.stored == 0)
            #expect(try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }.isEmpty)
        }
    }

    static func wrap(_ objects: String) -> String {
        "{\"format\":\"allmende-planning\",\"formatVersion\":1,\"objects\":[\(objects)]}"
    }

    static func object(_ reference: String, _ document: String) -> String {
        """
        {"reference":"\(reference)","created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z",\
        "document":\(document)}
        """
    }

    @Test func `tables quote what a spreadsheet would run`() async throws {
        try await withDatabase(.sqlite) { engine in
            try await Self.seed(engine)
            let plan = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            let csv = PlanTable(.goal, plan).csv
            #expect(csv.contains(",'=2+3,"))
            #expect(csv.contains(",11; 13,"))
            #expect(csv.hasPrefix("reference,version,visibility,state,created,modified,title,"))
        }
    }

    /// Seeded: what only one side changed is kept, what neither changed stays, what both changed alike is no dispute.
    @Test func `a merge keeps what one side alone changed`() {
        var dice = SeededRandom(seed: 7)
        for _ in 0..<500 {
            let names = ["title", "description", "district", "evidence", "circumstances"]
            func document() -> JSONObject {
                JSONObject(
                    names.compactMap { name in
                        dice.next() % 4 == 0 ? nil : (name: name, value: JSONValue(Int64(dice.next() % 3)))
                    })
            }
            let (base, theirs, mine) = (document(), document(), document())
            let object = PlanningObject(
                reference: Reference(.need, 1), version: 2, document: theirs, visibility: .internal, state: .active,
                created: Objects.noon, createdBy: "", modified: Objects.noon, modifiedBy: "", checked: [:])
            let conflict = PlanningConflict(base: base, theirs: object, mine: mine)
            for name in names {
                let merged = conflict.merged[name]
                if mine[name] == base[name] { #expect(merged == theirs[name]) }
                if theirs[name] == base[name] { #expect(merged == mine[name]) }
                let isDisputed = mine[name] != base[name] && theirs[name] != base[name] && mine[name] != theirs[name]
                #expect(conflict.disputed.contains(name) == isDisputed)
            }
        }
    }
}
