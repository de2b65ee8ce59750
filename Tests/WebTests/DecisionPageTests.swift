// SPDX-License-Identifier: EUPL-1.2
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
            let ahead = Self.fields.map { $0.0 == "date" ? ($0.0, "2099-12-31") : $0 }
            let refused = try await PlanningFormTests.post(client, "/planning/decisions/new", ahead)
            #expect(refused.status == .unprocessableContent)
            #expect(String(buffer: refused.body).contains("Dieser Tag liegt noch vor uns"))
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
    func `what is withdrawn after a decision is masked in its paper, and who withdraws it is told`(
        _ kind: TestEngine
    ) async throws {
        try await Self.town(kind) { client, _ in
            let done = try await PlanningFormTests.post(client, "/planning/decisions/new", Self.fields)
            #expect(done.status == .seeOther)
            let paper = "/planning/decisions/1/paper?measure=M-1"
            let (open, staff) = (try await Self.page(client, paper, role: nil), try await Self.page(client, paper))
            #expect(open.contains("Radweg wird gemieden") && staff.contains("Radweg wird gemieden"))
            let form = try await Self.page(client, "/planning/needs/1/edit")
            #expect(form.contains("Öffentliche Vorlagen") && form.contains("/planning/decisions/1"))
            #expect(try await Self.page(client, "/planning/goals/1/edit").contains("Öffentliche Vorlagen") == false)
            func change(_ version: Int, _ visibility: String) async throws {
                let fields = [
                    ("~version", String(version)), ("~visibility", visibility), ("~state", "active"),
                    ("title", "Radweg wird gemieden"),
                ]
                let saved = try await PlanningFormTests.post(client, "/planning/needs/1/edit", fields)
                #expect(saved.status == .seeOther)
            }
            try await change(1, "internal")
            let told = try await Self.page(client, "/planning/needs/1")
            #expect(told.contains("Aus Vorlagen genommen") && told.contains("/planning/decisions/1"))
            for path in [paper, "/planning/decisions/1/paper.html?measure=M-1", "/planning/export.json"] {
                let page = try await Self.page(client, path, role: nil)
                #expect(!page.contains("Radweg wird gemieden"), "\(path)")
                #expect(page.contains("nicht öffentlich (B-1)"), "\(path)")
                #expect(page.contains("48.000"), "\(path) keeps the rest")
            }
            #expect(try await Self.page(client, paper) == staff, "the administration reads it as it was")
            try await change(2, "public")
            #expect(try await Self.page(client, paper, role: nil) == open)
            #expect(try await Self.page(client, "/planning/needs/1").contains("Aus Vorlagen genommen") == false)
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
