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

/// An assessment as a matrix, and as the private sheet of somebody with a link.
@Suite struct RatingTests {
    private static func town(
        _ kind: TestEngine,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let documents: [(ObjectKind, JSONObject)] = [
                (.need, ["title": "Radweg wird gemieden"]),
                (.measure, ["title": "Poller", "needs": ["B-1"], "description": "Pfosten am Radweg"]),
                (.measure, ["title": "Streifen", "needs": ["B-1"]]),
                (.measure, ["title": "Geheimer Plan"]),
                (
                    .assessment,
                    [
                        "title": "Was hilft?", "candidates": ["M-1", "M-2"],
                        "criteria": [["criterion": "A1", "order": 1], ["criterion": "A2", "order": 2]],
                    ]
                ),
            ]
            try await engine.write { connection in
                for (kind, document) in documents {
                    _ = try PlanningQueries.create(
                        kind, document, by: PlanningFormTests.ada, at: PageTests.now, on: connection)
                }
            }
            try await body(client, engine)
        }
    }

    private static func link(_ name: String, _ client: any TestClientProtocol) async throws -> String {
        let answer = try await PlanningFormTests.post(
            client, "/planning/assessments/1/raters", [("name", name), ("deed", "link")])
        #expect(answer.status == .ok)
        let page = String(buffer: answer.body)
        let token = try #require(page.firstRange(of: "/planning/rating/")).upperBound
        return "/planning/rating/" + page[token...].prefix { $0 != "<" && $0 != "\"" }
    }

    private static func page(_ client: any TestClientProtocol, _ address: String, role: String? = nil) async throws
        -> String
    {
        let answer = try await PlanningFormTests.get(client, address, role: role)
        #expect(answer.status == .ok, "\(address)")
        return String(buffer: answer.body)
    }

    @Test(arguments: TestEngine.allCases)
    func `two people rate by link, see nothing of each other, and the end shows it all`(_ kind: TestEngine) async throws
    {
        try await Self.town(kind) { client, engine in
            let (ada, ben) = (try await Self.link("Ada", client), try await Self.link("Ben", client))
            let blank = try await Self.page(client, ada)
            #expect(blank.contains("Poller") && blank.contains("Pfosten am Radweg") && !blank.contains("Geheimer Plan"))
            let base = try PlanningFormTests.hidden("base", in: blank)
            let stored = try await PlanningFormTests.post(
                client, ada,
                [
                    ("base", base), ("v.M-1.A1", "77,5"), ("n.M-1.A1", "selbst gesehen"), ("e.M-1.A1", "E2"),
                    ("p.A1", "40"), ("p.A2", "60"),
                ],
                role: nil)
            #expect(stored.status == .seeOther)
            let filled = try await Self.page(client, ada + "?stored=1")
            #expect(filled.contains("value=\"77,5\"") && filled.contains("selbst gesehen"))
            #expect(filled.contains("hat A1 wichtiger eingeordnet als A2"), "the points contradict the ranks")
            #expect(filled.contains("Radweg wird gemieden"), "the need is told to who sees nothing else")
            #expect(!filled.contains("Zurück zu allen Bewertenden"), "a link opens the sheet alone")
            _ = try await PlanningFormTests.post(
                client, ben, [("base", base), ("v.M-1.A1", "20")], role: nil)
            // neither Ben nor who plans sees what Ada gave
            let pages = [
                try await Self.page(client, ben),
                try await Self.page(client, "/planning/assessments/1/matrix", role: "editor"),
                try await Self.page(client, "/planning/assessments/1", role: "editor"),
                try await Self.page(client, "/planning/export.json", role: "editor"),
            ]
            for page in pages {
                #expect(!page.contains("77,5") && !page.contains("77.5") && !page.contains("selbst gesehen"))
            }
            #expect(pages[1].contains("1 von 4"))
            #expect(pages[1].contains("Noch nicht alles eingestuft haben: Ada, Ben."))
            #expect(
                try await PlanningFormTests.post(client, "/planning/assessments/1/end", []).status
                    == .unprocessableContent)
            let end = try await PlanningFormTests.post(client, "/planning/assessments/1/end", [("sure", "1")])
            #expect(end.status == .seeOther)
            #expect(try await PlanningFormTests.stored("W-1", in: engine).state == .closed)
            let matrix = try await Self.page(client, "/planning/assessments/1/matrix", role: "editor")
            #expect(matrix.contains("Diese Bewertung ist beendet") && !matrix.contains("value=\"link\""))
            for address in [ada, ben] {
                #expect(try await PlanningFormTests.get(client, address, role: nil).status == .notFound)
                let late = try await PlanningFormTests.post(client, address, [("v.M-1.A1", "1")], role: nil)
                #expect(late.status == .notFound)
            }
            let result = try await Self.page(client, "/planning/analysis/assessment?assessment=W-1", role: "editor")
            #expect(result.contains("Einig und uneinig") && result.contains("uneinig"))
            #expect(result.contains("selbst gesehen") && result.contains("Ada") && result.contains("Ben"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a bad value is named and keeps nothing else from being stored`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let link = try await Self.link("Ada", client)
            let answer = try await PlanningFormTests.post(
                client, link, [("base", "{}"), ("v.M-1.A1", "500"), ("v.M-2.A1", "30")], role: nil)
            #expect(answer.status == .unprocessableContent)
            let page = String(buffer: answer.body)
            #expect(page.contains("value=\"500\"") && page.contains("aria-invalid") && page.contains("von 0 bis 100"))
            #expect(try await Self.page(client, link).contains("value=\"30\""))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a script stores one cell and is told the rest; who was faster is told`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let link = try await Self.link("Ada", client)
            func send(_ body: String) async throws -> JSONValue {
                let headers: HTTPFields = [.accept: "application/json"]
                let answer = try await client.execute(
                    uri: link, method: .post, headers: headers, body: ByteBuffer(string: body))
                #expect(answer.status == .ok)
                return try JSONValue(parsing: String(buffer: answer.body))
            }
            let first = try await send("base={}&v.M-1.A1=10")
            #expect(first["base"] == ["v.M-1.A1": 10] && first["notes"] == [:])
            let second = try await send("base={}&v.M-1.A1=12&v.M-1.A2=20")
            #expect(second["base"] == ["v.M-1.A1": 10, "v.M-1.A2": 20])
            #expect(second["notes"]?["v.M-1.A1"]?.string?.contains("10") == true)
            // with what is stored as base the own value goes in
            let third = try await send("base={\"v.M-1.A1\":10}&v.M-1.A1=12")
            #expect(third["base"]?["v.M-1.A1"] == 12)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who plans fills the matrix for all, with the points of somebody new`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let address = "/planning/assessments/1/matrix"
            let nameless = try await PlanningFormTests.post(
                client, address, [("base", "{}"), ("who", ""), ("v.M-1.A1", "80"), ("p.A1.~new", "100")])
            #expect(nameless.status == .unprocessableContent)
            #expect(String(buffer: nameless.body).contains("Namen der weiteren Person"))
            let named = try await PlanningFormTests.post(
                client, address,
                [("base", "{}"), ("who", ""), ("newcomer", "Dr. Cem"), ("p.A1.~new", "100"), ("p.A2.~new", "")])
            #expect(named.status == .seeOther)
            let stored = try await PlanningFormTests.stored("W-1", in: engine)
            #expect(stored.rows("ratings") == [["candidate": "M-1", "criterion": "A1", "value": 80]])
            #expect(stored.rows("weights") == [["assessor": "Dr. Cem", "criterion": "A1", "points": 100]])
            #expect(try await Self.page(client, address, role: "editor").contains("name=\"p.A2.Dr. Cem\""))
            // somebody else's change of the same cell
            try await PlanningFormTests.change(
                "W-1", "ratings", to: [["candidate": "M-1", "criterion": "A1", "value": 60]], in: engine)
            let stale = try await PlanningFormTests.post(
                client, address, [("base", "{\"v.M-1.A1\":80}"), ("who", ""), ("v.M-1.A1", "90")])
            #expect(stale.status == .conflict)
            let page = String(buffer: stale.body)
            #expect(page.contains("value=\"90\"") && page.contains("Inzwischen steht hier: 60"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `candidates and criteria are ticked at once, and what others chose meanwhile stays`(_ kind: TestEngine)
        async throws
    {
        try await Self.town(kind) { client, engine in
            let address = "/planning/assessments/1/criteria"
            let answer = try await PlanningFormTests.post(
                client, address,
                [
                    ("shown", "A1"), ("shown", "A3"), ("shown", "M-1"), ("shown", "M-3"), ("criteria", "A3"),
                    ("candidates", "M-1"), ("candidates", "M-3"),
                ])
            #expect(answer.status == .seeOther)
            let stored = try await PlanningFormTests.stored("W-1", in: engine)
            #expect(stored.rows("criteria") == [["criterion": "A2", "order": 2], ["criterion": "A3"]])
            #expect(stored.texts("candidates") == ["M-1", "M-2", "M-3"])
            let page = try await Self.page(client, "/planning/assessments/1/matrix", role: "editor")
            #expect(page.contains("name=\"v.M-3.A3\"") && !page.contains("name=\"v.M-1.A1\""))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an account rates on a sheet of its own; others do not plan`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let made = try await PlanningFormTests.post(client, "/planning/assessments/1/raters", [("deed", "own")])
            #expect(made.headers[.location] == "/planning/assessments/1/own")
            let stored = try await PlanningFormTests.post(
                client, "/planning/assessments/1/own", [("base", "{}"), ("v.M-2.A2", "64")])
            #expect(stored.status == .seeOther)
            let own = try await Self.page(client, "/planning/assessments/1/own", role: "editor")
            #expect(own.contains("value=\"64\"") && own.contains("Zurück zu allen Bewertenden"))
            #expect(own.contains("href=\"/planning/assessments/1/matrix\""))
            for part in ["matrix", "own"] {
                let answer = try await PlanningFormTests.get(client, "/planning/assessments/1/\(part)", role: nil)
                #expect(answer.status == .unauthorized || answer.status == .forbidden, "\(part)")
            }
            let deeds: [(part: String, fields: [(String, String)])] = [
                ("end", [("sure", "1")]), ("raters", [("deed", "link"), ("name", "x")]),
                ("matrix", [("v.M-1.A1", "1")]),
            ]
            for (part, fields) in deeds {
                let answer = try await PlanningFormTests.post(
                    client, "/planning/assessments/1/\(part)", fields, role: "viewer")
                #expect(answer.status == .forbidden, "\(part)")
            }
            // only assessments have one
            #expect(try await PlanningFormTests.get(client, "/planning/measures/1/matrix").status == .notFound)
            let odd = try await PlanningFormTests.post(client, "/planning/assessments/1/raters", [("deed", "x")])
            #expect(odd.status == .badRequest)
        }
    }
}
