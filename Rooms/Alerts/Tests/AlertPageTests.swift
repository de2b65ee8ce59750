// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Platform
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Alerts

/// The pages of alerts, as people and as others see them.
@Suite struct AlertPageTests {
    /// Acts as the account or key that a test names in a header: `editor 3`, `key`, nobody.
    private struct Acting: RouterMiddleware {
        typealias Context = HTTPContext

        func handle(
            _ request: Request, context: HTTPContext, next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            let parts = (request.headers[.userAgent] ?? "").split(separator: " ")
            if parts.count == 2, let id = Int64(parts[1]) {
                context.reader = Reader(identity: .account(id: id, name: "Eva"), role: Role(rawValue: String(parts[0])))
            } else if parts.first == "key" {
                context.reader = Reader(identity: .key(id: 1, name: "k"), role: .administrator)
            }
            do {
                return try await next(request, context)
            } catch let refusal as any Refusal {
                throw refusal.answer
            }
        }
    }

    private struct Answer {
        let status: HTTPResponse.Status
        let text: String
        let location: String?
    }

    private static func town(
        _ kind: TestEngine,
        _ body: @escaping @Sendable (AlertWorkTests.Town, any TestClientProtocol) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let town = try await AlertWorkTests.Town(engine)
            try await town.measure(20, 21)
            let router = Router(context: HTTPContext.self)
            router.add(middleware: Acting())
            try TownPages(
                engine: engine, control: town.control, version: "1", isOpen: false, probe: { _, _ in nil },
                now: { town.now }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body(town, $0) }
        }
    }

    private static func ask(
        _ client: any TestClientProtocol, _ uri: String, as actor: String = "", form: String? = nil,
        language: String = "de"
    ) async throws -> Answer {
        let answer = try await client.execute(
            uri: uri, method: form == nil ? .get : .post, headers: [.userAgent: actor, .acceptLanguage: language],
            body: form.map { ByteBuffer(string: $0) })
        return Answer(
            status: answer.status, text: String(buffer: answer.body).replacing("\u{202F}", with: " "),
            location: answer.headers[.location])
    }

    @Test(arguments: TestEngine.allCases)
    func `an alert is made, listed, stopped, resumed and deleted`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { town, client in
            let eva = "editor \(town.account)"
            let choice = try await Self.ask(client, "/alerts/new?datastream=\(town.datastream)", as: eva)
            #expect(choice.text.contains("Wenn lange kein Wert kommt") && choice.text.contains("kind=silence"))
            let blank = try await Self.ask(client, "/alerts/new?datastream=\(town.datastream)&kind=above", as: eva)
            #expect(blank.text.contains("E-Mail an eva@example.org") && !blank.text.contains("name=\"span\""))
            let fields =
                "datastream=\(town.datastream)&kind=above&name=Hitze+%3Cb%3E&mail=yes&quiet-from=22:00&quiet-to=06:00"
            let wrong = try await Self.ask(client, "/alerts/new", as: eva, form: fields + "&limit=warm&margin=2,5")
            #expect(wrong.status == .badRequest && wrong.text.contains("Bitte eine Zahl angeben"))
            #expect(wrong.text.contains("value=\"warm\"") && wrong.text.contains("Hitze &lt;b&gt;"))
            let made = try await Self.ask(client, "/alerts/new", as: eva, form: fields + "&limit=30,5&margin=2,5")
            let address = try #require(made.location)
            let list = try await Self.ask(client, "/alerts", as: eva)
            #expect(
                list.text.contains("Hitze &lt;b&gt;") && list.text.contains("über 30,5 °C, bis wieder höchstens 28 °C"))
            #expect(list.text.contains("ruhig") && list.text.contains("Wetter Nord, Lufttemperatur"))
            let english = try await Self.ask(client, address, as: eva, language: "en")
            #expect(english.text.contains("22:00 – 06:00") && english.text.contains("above 30.5 °C"))
            _ = try await Self.ask(client, address + "/pause", as: eva, form: "active=no")
            #expect(try await Self.ask(client, address, as: eva).text.contains("angehalten"))
            _ = try await Self.ask(client, address + "/pause", as: eva, form: "active=yes")
            #expect(try await Self.ask(client, address, as: eva).text.contains("ruhig"))
            _ = try await Self.ask(client, address + "/remove", as: eva, form: "")
            #expect(try await Self.ask(client, address, as: eva).status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nobody sees or changes another's alert`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { town, client in
            let rule = try await town.add(.above(limit: 30, margin: 0))
            for actor in ["administrator \(town.account + 1)", "editor \(town.account + 1)"] {
                #expect(try await Self.ask(client, "/alerts/\(rule)", as: actor).status == .notFound)
                #expect(try await !Self.ask(client, "/alerts", as: actor).text.contains("Hitze"))
                for deed in ["pause", "remove"] {
                    let answer = try await Self.ask(client, "/alerts/\(rule)/\(deed)", as: actor, form: "active=no")
                    #expect(answer.status == .notFound)
                }
            }
            #expect(try await Self.ask(client, "/alerts").status == .unauthorized)
            #expect(try await Self.ask(client, "/alerts", as: "key").status == .forbidden)
            let rules = try await town.engine.read { try AlertQueries.active(on: $0) }
            #expect(rules.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `no alert on a series that may not be seen, no webhook for who may not write`(_ kind: TestEngine) async throws
    {
        try await Self.town(kind) { town, client in
            let fields = "datastream=\(town.datastream)&kind=silence&name=Still&span=2&unit=hours"
            let hook = try await Self.ask(
                client, "/alerts/new", as: "viewer \(town.account)", form: fields + "&hook=https://h.example/")
            #expect(hook.status == .badRequest && hook.text.contains("Einen Webhook darf nur anlegen"))
            let none = try await Self.ask(client, "/alerts/new", as: "editor \(town.account)", form: fields)
            #expect(none.status == .badRequest && none.text.contains("mindestens einen Weg"))
            try await town.engine.write { _ = try $0.execute("UPDATE dataset SET access = 'restricted'") }
            let hidden = try await Self.ask(
                client, "/alerts/new", as: "editor \(town.account)", form: fields + "&mail=yes")
            #expect(hidden.status == .notFound)
            let blank = try await Self.ask(
                client, "/alerts/new?datastream=\(town.datastream)", as: "editor \(town.account)")
            #expect(!blank.text.contains("Wetter Nord"))
            #expect(try await town.engine.read { try AlertQueries.active(on: $0) }.isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the link of a mail stops it without signing in, by a button only`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { town, client in
            _ = try await town.add(.above(limit: 30, margin: 0))
            let rule = try #require(try await town.engine.read { try AlertQueries.active(on: $0) }.first)
            let page = try await Self.ask(client, "/alerts/stop/\(rule.token)")
            #expect(page.status == .ok && page.text.contains("„Hitze“ nicht mehr melden?"))
            #expect(try await town.engine.read { try AlertQueries.active(on: $0) }.count == 1)
            let done = try await Self.ask(client, "/alerts/stop/\(rule.token)", form: "")
            #expect(done.status == .seeOther)
            #expect(try await Self.ask(client, "/alerts/stop/\(rule.token)").text.contains("nicht mehr"))
            #expect(try await town.engine.read { try AlertQueries.active(on: $0) }.isEmpty)
            #expect(try await Self.ask(client, "/alerts/stop/nichts").status == .notFound)
        }
    }
}
