// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Bilingual
import Catalogue
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

/// Forms of planning: a stale one overwrites nobody, faults come back as the form, refusals speak the reader's language.
@Suite struct PlanningFormTests {
    static let ada = Reader(identity: .account(id: 1, name: "Ada"), role: .editor)

    /// A town, a need, a goal, an indicator, a solution and a measure, all internal.
    static func plan(_ engine: any StorageEngine) async throws {
        let documents: [(ObjectKind, JSONObject)] = [
            (.town, ["title": "Testhausen", "population": 4000]),
            (.need, ["title": "Radweg wird gemieden", "evidence": "alt", "examples": ["fernes-beispiel"]]),
            (.goal, ["title": "Mehr Radverkehr", "needs": ["B-1"]]),
            (.indicator, ["title": "Radfahrende", "goals": ["Z-1"], "needs": ["B-1"], "source": "manual"]),
            (.solution, ["title": "Poller", "licence": "MIT"]),
            (
                .measure,
                [
                    "title": "Poller", "needs": ["B-1"], "goals": ["Z-1"], "indicators": ["K-1"], "solution": "L-1",
                    "operator": "Bauhof", "proposal": "alt", "startYear": 2027,
                ]
            ),
        ]
        try await engine.write { connection in
            for (kind, document) in documents {
                _ = try PlanningQueries.create(kind, document, by: ada, at: PageTests.now, on: connection)
            }
        }
    }

    static func change(
        _ reference: String, _ name: String, to value: JSONValue, in engine: any StorageEngine
    ) async throws {
        let reference = try #require(Reference(reference))
        try await engine.write { connection in
            let stored = try #require(try PlanningQueries.find(reference, on: connection))
            var document = stored.document
            document[name] = value
            _ = try PlanningQueries.update(
                reference, expected: stored.version, document: document, by: ada, at: PageTests.now, on: connection)
        }
    }

    static func stored(_ reference: String, in engine: any StorageEngine) async throws -> PlanningObject {
        let reference = try #require(Reference(reference))
        return try #require(try await engine.read { try PlanningQueries.find(reference, on: $0) })
    }

    static func get(
        _ client: any TestClientProtocol, _ uri: String, role: String? = "editor"
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        headers[DatasetAccessTests.actor] = role
        return try await client.execute(uri: uri, method: .get, headers: headers)
    }

    static func post(
        _ client: any TestClientProtocol, _ uri: String, _ fields: [(String, String)], role: String? = "editor"
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        headers[DatasetAccessTests.actor] = role
        let body = fields.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
        return try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The value of a hidden input.
    static func hidden(_ name: String, in page: String) throws -> String {
        let from = try #require(page.firstRange(of: "name=\"\(name)\" value=\"")).upperBound
        let text = String(page[from...].prefix { $0 != "\"" })
        return text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    @Test(arguments: TestEngine.allCases)
    func `an assumption stays one until somebody says otherwise`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            let path = "/planning/start/6?need=B-1&measure=M-1"
            for (answer, expected) in [("yes", true), ("no", false)] {
                let page = String(buffer: try await Self.get(client, path).body)
                let stored = try await Self.post(
                    client, path,
                    [
                        ("~version", try Self.hidden("~version", in: page)),
                        ("costLines.0.name", "Konzept und Vergabe"), ("costLines.0.kind", "goods"),
                        ("costLines.0.phase", "concept"), ("costLines.0.amount", "12.000"),
                        ("costLines.0.isAssumption", answer),
                    ])
                #expect(stored.status == .seeOther)
                let line = try await Self.stored("M-1", in: engine)["costLines"]?.array?.first
                #expect(line?["amount"] == 1_200_000)
                #expect(line?["isAssumption"] == .bool(expected))
            }
        }
    }

    struct Step: Sendable, CustomTestStringConvertible {
        let path: String
        let reference: String
        let field: String
        let answer: String
        let next: String
        var testDescription: String { path }
    }

    static let steps = [
        Step(
            path: "/planning/start/1", reference: "O-1", field: "title", answer: "Von Ben",
            next: "/planning/start/2"),
        Step(
            path: "/planning/start/2?need=B-1", reference: "B-1", field: "evidence", answer: "Von Ben",
            next: "/planning/start/3?need=B-1"),
        Step(
            path: "/planning/start/4?need=B-1", reference: "B-1", field: "examples", answer: "neues-beispiel",
            next: "/planning/start/5?need=B-1"),
        Step(
            path: "/planning/start/6?need=B-1&measure=M-1", reference: "M-1", field: "operator", answer: "Von Ben",
            next: "/planning/start/7?need=B-1&measure=M-1"),
        Step(
            path: "/planning/start/7?need=B-1&measure=M-1", reference: "M-1", field: "proposal", answer: "Von Ben",
            next: "/planning/measures/1/paper"),
    ]

    @Test(arguments: TestEngine.allCases, steps)
    func `a stale step overwrites nobody and goes on after the merge`(_ kind: TestEngine, _ step: Step) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            let page = String(buffer: try await Self.get(client, step.path).body)
            let version = try Self.hidden("~version", in: page)
            #expect(version == "1")
            let theirs: JSONValue = step.field == "examples" ? ["von-ada"] : "Von Ada"
            try await Self.change(step.reference, step.field, to: theirs, in: engine)
            var fields = [("~version", version), (step.field, step.answer)]
            if step.field != "title" { fields.append(("title", "Radweg wird gemieden")) }
            let stale = try await Self.post(client, step.path, fields)
            #expect(stale.status == .conflict)
            #expect(try await Self.stored(step.reference, in: engine).version == 2, "nothing was overwritten")
            #expect(try await Self.stored(step.reference, in: engine)[step.field] == theirs)
            // the merge page asks, and leads back into the steps
            let merge = String(buffer: stale.body)
            var answers = [("choice.\(step.field)", "mine")]
            for name in ["version", "mine", "merged", "~step", "~need", "~measure"] {
                answers.append((name, try Self.hidden(name, in: merge)))
            }
            let number = step.reference.dropFirst(2)
            let path = ["O": "town", "B": "needs", "M": "measures"][step.reference.prefix(1)] ?? ""
            let merged = try await Self.post(client, "/planning/\(path)/\(number)/merge", answers)
            #expect(merged.status == .seeOther)
            #expect(merged.headers[.location] == step.next)
            let object = try await Self.stored(step.reference, in: engine)
            let text = object[step.field]?.text ?? ""
            #expect(object.version == 3 && text.contains(step.answer))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a step that nobody overtook is stored, and examples the page did not offer stay`(
        _ kind: TestEngine
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            let done = try await Self.post(
                client, "/planning/start/4?need=B-1",
                [("~version", "1"), ("shown", "anderes"), ("examples", "neues-beispiel")])
            #expect(done.status == .seeOther)
            let examples = try await Self.stored("B-1", in: engine).texts("examples")
            #expect(examples == ["fernes-beispiel", "neues-beispiel"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a goal that somebody changed meanwhile keeps the change`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            try await engine.write { connection in
                _ = try PlanningQueries.create(
                    .need, ["title": "Zu laut"], by: Self.ada, at: PageTests.now, on: connection)
            }
            _ = try await Self.get(client, "/planning/start/3?need=B-2")
            try await Self.change("Z-1", "title", to: "Von Ada", in: engine)
            let done = try await Self.post(client, "/planning/start/3?need=B-2", [("goals", "Z-1")])
            #expect(done.status == .seeOther)
            let goal = try await Self.stored("Z-1", in: engine)
            #expect(goal.title == "Von Ada" && goal.texts("needs") == ["B-1", "B-2"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `answers that cannot be stored come back in their form, nothing fails`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            let bell = "Klingel\u{7}"
            let forms: [(String, [(String, String)], String?)] = [
                ("/planning/start/2?need=B-1", [("~version", "1"), ("title", bell)], "editor"),
                (
                    "/planning/start/3?need=B-1",
                    [("goalTitle", bell), ("indicatorName", "Name"), ("target", "5"), ("source", "manual")], "editor"
                ),
                ("/planning/start/5?need=B-1", [("idea", bell)], "editor"),
                ("/planning/start/7?need=B-1&measure=M-1", [("~version", "1"), ("proposal", bell)], "editor"),
                ("/planning/submit", [("title", bell)], nil),
            ]
            for (path, fields, role) in forms {
                let answer = try await Self.post(client, path, fields, role: role)
                #expect(answer.status == .unprocessableContent, "\(path)")
                #expect(String(buffer: answer.body).contains("Klingel"), "\(path) keeps what was typed")
            }
            let invitation = try await Self.post(client, "/planning/measures/1/invite", [("name", "Kämmerei")])
            let page = String(buffer: invitation.body)
            let token = try #require(page.firstRange(of: "/planning/invited/")).upperBound
            let path = "/planning/invited/" + page[token...].prefix { $0 != "<" && $0 != "\"" }
            let comment = try await Self.post(client, path, [("text", bell)], role: nil)
            #expect(comment.status == .unprocessableContent)
            #expect(String(buffer: comment.body).contains("Klingel"))
        }
    }

    /// Kind, question, what is typed, and what the form says of it; English forms end with "?lang=en".
    static let numbers: [(path: String, name: String, text: String, says: String)] = [
        ("measures/new", "costLines.0.amount", "1.2.3", "Hier gehört ein Euro-Betrag hin"),
        ("measures/new", "costLines.0.amount", "0,001", "höchstens zwei Stellen hinter dem Komma"),
        ("measures/new", "costLines.0.amount", "1e5", "Hier gehört ein Euro-Betrag hin"),
        ("measures/new", "costLines.0.amount", "1,500", "kann 1500 oder 1,5 heißen"),
        ("measures/new?lang=en", "costLines.0.amount", "1.500", "may mean 1500 or 1.5; please enter one"),
        ("portfolios/new", "limits.0.money", "1.2.3", "Hier gehört ein Euro-Betrag hin"),
        ("portfolios/new?lang=en", "limits.0.money", "0.001", "two decimals at most"),
        ("measures/new", "staff.0.fullTimeEquivalents", "0,1,2", "Hier gehört eine Zahl hin"),
        ("measures/new?lang=en", "staff.0.fullTimeEquivalents", "1.500", "may mean 1500 or 1.5"),
        ("measures/new", "startYear", "2.027", "Hier gehört ein Jahr hin"),
        ("measures/new", "benefit", "0x10", "Hier gehört eine Zahl hin"),
        ("town/new", "priceRise", "2%5", "Hier gehören Prozent hin"),
        ("town/new?lang=en", "priceRise", "2.500 %", "may mean 2500 or 2.5"),
        ("town/new", "population", "4 0 0 0", "Hier gehört eine Zahl hin"),
        ("needs/new", "place", "51,9 bei 7,6", "Hier gehören Breite und Länge"),
        ("start/3?need=B-1", "valueToday", "1.2.3", "Hier gehört eine Zahl hin"),
        ("start/3?need=B-1&lang=en", "valueToday", "1.500", "may mean 1500 or 1.5"),
    ]

    @Test(arguments: TestEngine.allCases)
    func `numbers that are none, or two, are refused at their place and stay as typed`(
        _ kind: TestEngine
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            let before = try await engine.read { try PlanningQueries.changes(on: $0) }
            for (path, name, text, says) in Self.numbers {
                let fields = [
                    ("title", "Probe"), ("goalTitle", "Ziel"), ("indicatorName", "Name"), ("measures", "M-1"),
                    ("costLines.0.name", "Pfosten"), ("limits.0.kind", "investment"), ("staff.0.skill", "IT"),
                    (name, text),
                ]
                let answer = try await Self.post(client, "/planning/" + path, fields)
                let page = String(buffer: answer.body)
                #expect(answer.status == .unprocessableContent, "\(path) \(name) \(text)")
                #expect(page.contains(says), "\(path) \(name) \(text)")
                #expect(page.contains("value=\"\(text)\""), "\(path) \(name) keeps \(text)")
            }
            #expect(try await engine.read { try PlanningQueries.changes(on: $0) } == before, "nothing was stored")
            let fields = [
                ("title", "Probe"), ("costLines.0.name", "Pfosten"), ("costLines.0.amount", "1.500"),
                ("staff.0.skill", "IT"), ("staff.0.fullTimeEquivalents", "0,125"), ("benefit", "12,5"),
            ]
            for (language, amount) in [("de", "1.500"), ("en", "1,500")] {
                let typed = fields.map { $0.0.hasSuffix("amount") ? ($0.0, amount) : $0 }
                let answer = try await Self.post(client, "/planning/measures/new?lang=\(language)", typed)
                let place = try #require(answer.headers[.location])
                let number = try #require(place.split(separator: "/").last)
                let stored = try await Self.stored("M-\(number)", in: engine)
                #expect(stored.rows("costLines").first?["amount"] == 150_000)
                #expect(stored.rows("staff").first?["fullTimeEquivalents"]?.double == 0.125)
                #expect(stored.number("benefit") == 12.5)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the audit trail takes the world's clock where the town's stands still`(_ kind: TestEngine) async throws {
        let clock = Instant(microseconds: PageTests.now.microseconds + 90 * 86_400_000_000)
        try await DatasetAccessTests.town(kind, clock: clock) { client, engine in
            try await Self.plan(engine)
            let known = try await engine.read { try $0.integer("SELECT coalesce(max(id), 0) FROM audit_entry") ?? 0 }
            for (path, fields) in [
                ("/notices/new", [("title", "Sperrung"), ("text", "Text")]), ("/notices/1/withdraw", []),
                ("/planning/measures/1/invite", [("name", "Kämmerei")]), ("/planning/measures/1/confirm", []),
                ("/planning/submit", [("title", "Keine Bänke")]), ("/data/intern/access", [("access", "public")]),
                ("/data/rad/retention", [("step", "save")]),
            ] {
                let answer = try await Self.post(client, path, fields)
                #expect(answer.status.code < 400, "\(path): \(answer.status)")
            }
            let entries = try await engine.read { connection in
                try connection.rows("SELECT action, at FROM audit_entry WHERE id > \(known)") {
                    (action: $0.text(0), at: $0.integer(1))
                }
            }
            #expect(entries.count >= 6)
            #expect(
                Set(entries.map(\.action)).isSuperset(of: [
                    "create", "withdraw", "invite", "confirm", "submit", "update",
                ]))
            #expect(entries.allSatisfy { $0.at == clock.microseconds }, "\(entries)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who changes what was removed keeps what was typed`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await engine.write { connection in
                let need = try PlanningQueries.create(
                    .need, ["title": "Weg"], by: Self.ada, at: PageTests.now, on: connection)
                try PlanningQueries.delete(need.reference, by: Self.ada, at: PageTests.now, on: connection)
            }
            for path in ["/planning/start/2?need=B-1", "/planning/needs/1/edit"] {
                let fields = [("~version", "1"), ("title", "Mein Text")]
                let answer = try await Self.post(client, path, fields)
                #expect(answer.status == .unprocessableContent, "\(path)")
                let page = String(buffer: answer.body)
                #expect(page.contains("Mein Text") && page.contains("gelöscht"))
                #expect(try Self.hidden("~version", in: page) == "0")
            }
        }
    }

    @Test func `refusals have words in both languages, and none says that the address is mistyped`() throws {
        let need = Reference(.need, 1)
        let object = PlanningObject(
            reference: need, version: 2, document: [:], visibility: .internal, state: .active, created: PageTests.now,
            createdBy: "", modified: PageTests.now, modifiedBy: "", checked: [:])
        let errors: [any Error] = [
            PlanningError.notFound(need), PlanningError.isDecision(Reference(.decision, 1)),
            PlanningError.isReferred(need, by: [Reference(.goal, 1)]), PlanningError.danglingReferences([need]),
            ValidationFailure([FieldFault("/title", Words("falsch", "wrong"))]),
            PlanningConflict(base: [:], theirs: object, mine: [:]),
        ]
        for error in errors {
            let problem = try #require(error as? any Refusal).answer
            let german = try #require(problem.germanDetail)
            #expect(german != problem.detail)
            let page = ErrorPage(
                status: Int(problem.status.code), detail: problem.detail, germanDetail: german, requestID: "1")
            let html = page.html(PageFrame(language: .german, profile: TownProfile([.name: "Stadt"]), version: "1"))
                .string
            #expect(html.contains(HTML(text: german).string))
            if problem.status != .notFound { #expect(!html.contains("vertippt")) }
        }
        for status in [400, 409, 412, 413, 422, 429] {
            let page = ErrorPage(status: status, detail: "x", requestID: "1")
            let html = page.html(PageFrame(language: .german, profile: TownProfile([.name: "Stadt"]), version: "1"))
                .string
            #expect(!html.contains("vertippt"), "\(status)")
        }
    }

    @Test func `each licence that a data set may name has its words on the pages`() {
        for licence in Licence.all {
            let words = LicenceWords(licence.code)
            #expect(words.meaning != nil && words.name == Words(licence.name, licence.nameEnglish))
            #expect(words.url == licence.url)
        }
        #expect(LicenceWords("dl-de/by-2-0").code == "dl-by-de/2.0")
        #expect(LicenceWords("hausrecht").meaning == nil)
    }
}
