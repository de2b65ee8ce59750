// SPDX-License-Identifier: EUPL-1.2
import Documents
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Planning
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Pilots

/// What is registered is bent by no other way into the plan.
@Suite struct PilotKeepingTests {
    /// An export of the plan whose pilot says something else.
    private static func bent(_ town: PilotTown, _ number: Int64, _ change: (inout JSONObject) -> Void) async throws
        -> JSONValue
    {
        var export = try #require(
            try await town.engine.read { try PlanExchange.export(for: .system, on: $0) }.object)
        let objects = try #require(export["objects"]?.array).map { value -> JSONValue in
            guard value["reference"]?.string == "X-\(number)", var object = value.object else { return value }
            change(&object)
            return .object(object)
        }
        export["objects"] = .array(objects)
        return .object(export)
    }

    @Test(arguments: TestEngine.allCases)
    func `an import changes, hides and replaces nothing of a registered pilot`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            #expect(try await town.post("/pilots/\(number)/registrations", "knowingly=1").status == .seeOther)
            let reference = Reference(.pilot, number)
            let (before, record) = (
                try await town.engine.read { try PlanningQueries.find(reference, on: $0) },
                try await town.record(number)
            )
            let changes: [(name: String, change: @Sendable (inout JSONObject) -> Void, isRefused: Bool)] = [
                (
                    "answers",
                    {
                        var document = $0["document"]?.object ?? [:]
                        document["usefulEffect"] = 0.01
                        $0["document"] = .object(document)
                    }, true
                ), ("version", { $0["version"] = 9 }, true), ("hidden", { $0["visibility"] = "internal" }, false),
                ("closed", { $0["state"] = "closed" }, false), ("history", { $0["history"] = [] }, false),
            ]
            for one in changes {
                let text = try await Self.bent(town, number, one.change).text
                let answer = try await town.client.execute(
                    uri: "/planning/import", method: .post, headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: text))
                #expect(answer.status == (one.isRefused ? .unprocessableContent : .ok), "\(one.name)")
                let after = try await town.engine.read { try PlanningQueries.find(reference, on: $0) }
                #expect(after == before, "\(one.name)")
            }
            #expect(try await town.record(number) == record)
            for method in [HTTPRequest.Method.put, .patch, .delete] {
                for path in ["/planning/pilots/\(number)", "/pilots/\(number)", "/pilots/\(number)/registrations"] {
                    let answer = try await town.client.execute(
                        uri: path, method: method, body: ByteBuffer(string: "{}"))
                    #expect([.notFound, .methodNotAllowed].contains(answer.status), "\(method) \(path)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `registered, it is no idea any more, and its course holds`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            #expect(try await town.page("/pilots/\(number)").contains("<dd>Idee</dd>"))
            #expect(try await town.post("/pilots/\(number)/registrations", "knowingly=1").status == .seeOther)
            let page = try await town.page("/pilots/\(number)")
            #expect(
                page.contains("<dd>Denklabor, der Plan ist festgelegt</dd>") && !page.contains("Ins Denklabor</button>")
            )
            #expect(try await town.page("/pilots/\(number)?lang=en").contains("thinking lab, the plan is registered"))
            let zip = try await town.client.execute(uri: "/pilots/\(number)/pilot.zip", method: .get)
            #expect(PilotCheck(try ZipMembers.read(Array(zip.body.readableBytesView), limit: 1 << 24)).holds)
            // an amendment takes no step
            try await town.change(number, ["usefulEffect": 0.1])
            #expect(try await town.post("/pilots/\(number)/registrations", "reason=x").status == .seeOther)
            #expect(try await town.record(number).steps.map(\.event) == ["prepare"])
        }
    }

    /// Whoever turns a pilot to another measure, on which a council has decided, opens no gate.
    @Test(arguments: TestEngine.allCases)
    func `the measure is registered too: a decision on another one decides nothing`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0) { town in
            let number = try await town.plan(["usefulEffect": 0.3])
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            #expect(try await town.post("/pilots/\(number)/steps", "event=end").status == .seeOther)
            let other = try await town.engine.write { connection in
                let measure = try PlanningQueries.create(
                    .measure, ["title": "Andere", "needs": ["B-1"]], visibility: .public, by: .system,
                    at: PilotTown.now, on: connection
                ).reference.description
                let decision = try PlanningQueries.create(
                    .decision,
                    [
                        "title": "Ja", "body": "council", "outcome": "approved", "date": "2026-07-01",
                        "about": [.string(measure)],
                    ], visibility: .public, by: .system, at: PilotTown.now, on: connection
                ).reference.description
                return (measure: measure, decision: decision)
            }
            try await town.change(
                number, ["measure": .string(other.measure), "councilDecision": .string(other.decision)])
            let refused = try await town.post("/pilots/\(number)/steps", "event=council-override")
            #expect(refused.status == .unprocessableContent)
            #expect(try await town.page("/pilots/\(number)").contains("Die Angaben weichen von dem ab"))
        }
    }

    @Test(arguments: [
        ("1000-01-01", "month", true), ("1000-01-01", "week", true), ("1990-01-01", "week", true),
        ("1990-01-01", "month", false), ("2010-01-01", "week", false),
    ])
    func `a baseline of centuries is refused before anything is counted`(
        before: String, period: String, isRefused: Bool
    ) async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["before": .string(before), "period": .string(period)])
            let page = try await town.page("/pilots/\(number)")
            #expect(page.contains("höchstens 1200 Abschnitte") == isRefused)
            let answer = try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            #expect((answer.status == .unprocessableContent) == isRefused)
        }
    }
}
