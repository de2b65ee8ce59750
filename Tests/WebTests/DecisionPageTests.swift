// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Planning
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// The pages of a decision: what it was made on stays, what differs today is said.
@Suite struct DecisionPageTests {
    static let fields = [
        ("~version", "0"), ("~visibility", "public"), ("~state", "active"), ("title", "Poller bauen"),
        ("body", "council"), ("date", "2026-07-01"), ("outcome", "approved"), ("about", "M-1"), ("paper", "V/2026/17"),
    ]

    static func town(
        _ kind: TestEngine, _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let objects: [(ObjectKind, JSONObject, PlanningObject.Visibility)] = [
                (.need, ["title": "Radweg wird gemieden"], .public), (.goal, ["title": "Geheimes Ziel"], .internal),
                (
                    .measure,
                    [
                        "title": "Poller", "needs": ["B-1"], "goals": ["Z-1"], "startYear": 2027,
                        "costLines": [["name": "Pfosten", "amount": 4_800_000, "phase": "procurement"]],
                    ], .public
                ),
            ]
            try await engine.write { connection in
                for (kind, document, visibility) in objects {
                    _ = try PlanningQueries.create(
                        kind, document, visibility: visibility, by: PlanningFormTests.ada, at: PageTests.now,
                        on: connection)
                }
            }
            try await body(client, engine)
        }
    }

    static func page(
        _ client: any TestClientProtocol, _ uri: String, role: String? = "editor"
    ) async throws -> String {
        let answer = try await PlanningFormTests.get(client, uri, role: role)
        #expect(answer.status == .ok, "\(uri)")
        return String(buffer: answer.body)
    }

    @Test(arguments: TestEngine.allCases)
    func `the paper of a decision stays as it was, and every page says what differs`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            #expect(try await Self.page(client, "/planning/measures/1/paper").contains("<dd>Entwurf</dd>"))
            let done = try await PlanningFormTests.post(client, "/planning/decisions/new", Self.fields)
            #expect(done.status == .seeOther && done.headers[.location] == "/planning/decisions/1")
            let before = try await Self.page(client, "/planning/decisions/1/paper?measure=M-1")
            #expect(before.contains("48.000") && before.contains("V/2026/17") && before.contains("angenommen"))
            #expect(!before.contains("<dd>Entwurf"))
            #expect(try await Self.page(client, "/planning/measures/1").contains("Alles ist noch so"))

            try await PlanningFormTests.change(
                "M-1", "costLines", to: [["name": "Pfosten", "amount": 6_150_000, "phase": "procurement"]], in: engine)
            let after = try await Self.page(client, "/planning/decisions/1/paper?measure=M-1")
            #expect(after == before)
            for path in ["/planning/decisions/1", "/planning/measures/1", "/planning/measures/1/paper"] {
                let page = try await Self.page(client, path)
                #expect(page.contains("48.000") && page.contains("61.500"), "\(path) shows old and new")
                #expect(page.contains("follows=E-1"), "\(path) offers the next stage")
            }
            #expect(try await Self.page(client, "/planning/measures/1/paper").contains("Entwurf einer weiteren"))
            #expect(try await Self.page(client, "/planning/measures/1/paper?lang=en").contains("Draft of a further"))
            let english = try await Self.page(client, "/planning/decisions/1/paper?lang=en")
            #expect(english.contains("approved") && english.contains("€48,000"))
            let form = try await Self.page(client, "/planning/decisions/new?about=M-1&follows=E-1")
            #expect(form.contains("value=\"E-1\" selected"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the public reads the paper that was written for it`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            _ = try await PlanningFormTests.post(client, "/planning/decisions/new", Self.fields)
            let staff = try await Self.page(client, "/planning/decisions/1/paper")
            let open = try await Self.page(client, "/planning/decisions/1/paper", role: nil)
            #expect(staff.contains("Geheimes Ziel") && !open.contains("Geheimes Ziel"))
            #expect(open.contains("48.000"))
            try await PlanningFormTests.change("Z-1", "title", to: "Noch geheimer", in: engine)
            for path in ["/planning/decisions/1", "/planning/measures/1", "/planning/measures/1/paper"] {
                let page = try await Self.page(client, path, role: nil)
                #expect(!page.contains("eheimer") && !page.contains("Geheimes"), "\(path)")
                #expect(page.contains("sie ist nicht öffentlich"), "\(path) says that something changed")
            }
            let hidden = try await PlanningFormTests.post(
                client, "/planning/decisions/new", Self.fields.map { $0.0 == "~visibility" ? ($0.0, "internal") : $0 })
            #expect(hidden.status == .seeOther)
            #expect(
                try await PlanningFormTests.get(client, "/planning/decisions/2/paper", role: nil).status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an old decision says that nothing was kept`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            try await engine.write { connection in
                _ = try PlanningQueries.create(
                    .decision,
                    [
                        "title": "Alt", "body": "council", "date": "2025-01-01", "outcome": "approved",
                        "about": ["M-1"],
                    ], by: PlanningFormTests.ada, at: PageTests.now, on: connection)
            }
            for path in ["/planning/decisions/1", "/planning/measures/1", "/planning/measures/1/paper"] {
                #expect(try await Self.page(client, path).contains("wurde nichts festgehalten"), "\(path)")
            }
            #expect(try await PlanningFormTests.get(client, "/planning/decisions/1/paper").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a decision with faults comes back as its form`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, _ in
            let faulty = Self.fields.filter { $0.0 != "outcome" }
            let answer = try await PlanningFormTests.post(client, "/planning/decisions/new", faulty)
            #expect(answer.status == .unprocessableContent)
            #expect(String(buffer: answer.body).contains("Poller bauen"))
        }
    }
}
