// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Platform
import RoomKit
import Storage
import TestSupport
import Testing
import Wire

@testable import Administration

@Suite struct AdministrationPageTests {
    private static let now = Instant(seconds: 1_795_000_000)

    private static func pages(
        _ kind: TestEngine, as role: Role?, _ operations: TownOperations? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsSomebody(role: role))
            let house = RoomServices(engine: engine, now: { now })
            if let operations { house.offer(operations) }
            try TownPages(
                house, control: AccessControl(engine: engine, now: { now }), version: "1", probe: { _, _ in nil }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine) }
        }
    }

    private static let addresses = ["/admin", "/admin/backups", "/admin/log", "/admin/mail", "/admin/data"]

    @Test(arguments: TestEngine.allCases)
    func `administrators find all of it, others nothing`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: .administrator) { client, _ in
            for address in Self.addresses {
                let answer = try await client.execute(uri: address, method: .get)
                #expect(answer.status == .ok, "\(address)")
            }
            let html = String(buffer: try await client.execute(uri: "/admin", method: .get).body)
            let wanted = [
                "/account/people", "/account/keys", "/account/rights", "/account/audit", "/account", "/town",
                "/imprint",
                "/admin/data", "/imports", "/admin/backups", "/admin/log", "/admin/mail",
            ]
            for address in wanted { #expect(html.contains("href=\"\(address)\""), "\(address)") }
            #expect(html.contains("Erste Schritte: 0 von 5 erledigt"))
        }
        for role in [nil, Role.editor, .manager, .viewer] {
            try await Self.pages(kind, as: role) { client, _ in
                for address in Self.addresses + ["/admin/backups/town-2026-11-28T0200.gpkg"] {
                    let answer = try await client.execute(uri: address, method: .get)
                    #expect(answer.status == (role == nil ? .unauthorized : .forbidden), "\(address)")
                }
                for address in ["/admin/backups", "/admin/mail", "/admin/backups/x/rehearse"] {
                    let answer = try await client.execute(uri: address, method: .post, body: ByteBuffer(string: "a=b"))
                    #expect(answer.status == (role == nil ? .unauthorized : .forbidden), "\(address)")
                }
            }
        }
    }

    @Test func `findings, log and disk are told in the reader's language`() async throws {
        let operations = TownOperations(
            backups: nil,
            machine: {
                MachineState(
                    databaseBytes: 1_234_567, freeBytes: 5_000_000, diskBytes: 9_000_000_000, memoryBytes: 70_000_000,
                    started: Self.now, location: "/town.gpkg",
                    certificates: [.init(path: "/c.pem", ends: Self.now), .init(path: "/d.pem", ends: nil)])
            },
            findings: {
                [
                    OperationsFinding(
                        rule: Words("Regel", "rule"), examples: [Words("<b>", "<b>")], remedy: Words("Tun", "do"))
                ]
            },
            log: {
                [
                    LogSummary(
                        meaning: Words("Etwas <war>", "Something was"), details: "a: b", count: 3, first: Self.now,
                        last: Self.now, isFault: true)
                ]
            }, mail: nil, alertRecipient: nil)
        try await Self.pages(.sqlite, as: .administrator, operations) { client, _ in
            let german = String(buffer: try await client.execute(uri: "/admin", method: .get).body)
            for text in [
                "<strong>Regel</strong>", "(&lt;b&gt;)", "Tun", "1,23\u{202F}MB", "Fehler im letzten Tag: 3",
                "Zertifikat /d.pem ist nicht lesbar",
            ] { #expect(german.contains(text), "\(text)") }
            let english = String(buffer: try await client.execute(uri: "/admin?lang=en", method: .get).body)
            #expect(english.contains("<strong>rule</strong>") && english.contains("Faults in the last day: 3"))
            let log = String(buffer: try await client.execute(uri: "/admin/log", method: .get).body)
            #expect(log.contains("Etwas &lt;war&gt;") && log.contains("a: b"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `layers that are fetched each night are told, with what is wrong`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: .administrator) { client, engine in
            func page(_ language: String) async throws -> String {
                String(buffer: try await client.execute(uri: "/admin?lang=\(language)", method: .get).body)
            }
            #expect(try await page("de").contains("Keine Ebene wird jede Nacht geholt."))
            try await engine.write { connection in
                let fault = #"{"de":"Dort <antwortet> niemand.","en":"Nobody <answers> there."}"#
                for layer in ["baeume", "wege", "seen"] {
                    let isPaused: Int64 = layer == "seen" ? 1 : 0
                    let failures: Int64 = layer == "wege" ? 3 : 0
                    try connection.execute(
                        """
                        INSERT INTO gis_schedule (layer, address, served, declared, owner, caller, created_at, hour, is_paused,
                            next_at, checked_at, failures, fault, waiting_id)
                        VALUES (\(layer), 'https://a.example', '', '{}', 'Ada', '', 0, 3, \(isPaused),
                            \(Self.now.microseconds + 3_600_000_000), \(Self.now.microseconds), \(failures),
                            \(failures > 0 ? fault : nil), NULL)
                        """)
                }
            }
            let german = try await page("de")
            for text in [
                "jede Nacht geholt: 3, davon angehalten 1", "zuletzt geholt: ", "das nächste Mal: ",
                "<strong>Ebene „wege“: Dort &lt;antwortet&gt; niemand.</strong>", "href=\"/layers/new#nightly\"",
            ] { #expect(german.contains(text), "\(text)") }
            #expect(!german.contains("„baeume“") && !german.contains("„seen“"))
            let english = try await page("en")
            #expect(english.contains("fetched each night: 3, of which 1 paused"))
            // one that waits for a person is named, too
            try await engine.write { connection in
                try connection.execute(
                    """
                    INSERT INTO gis_delivery (id, owner, caller, created_at, expires_at, folder, files)
                    VALUES (7, 'Ada', '', 0, 0, 'f', '[]')
                    """)
                try connection.execute("UPDATE gis_schedule SET waiting_id = 7 WHERE layer = 'baeume'")
            }
            #expect(try await page("de").contains("<strong>Ebene „baeume“: wartet auf eine Entscheidung</strong>"))
        }
    }

    @Test func `a recipient that is no address, or more than one, is refused in words`() {
        for text in ["", "eva", "eva@", "a@b.de\r\nBcc: c@d.de", "a@b.de,c@d.de", "<a@b.de>", "ä@b.de"] {
            #expect(!MailAddress.isPlain(text), "\(text)")
        }
        #expect(MailAddress.isPlain("eva.muster+x@example.de"))
    }
}

private struct AsSomebody: RouterMiddleware {
    typealias Context = HTTPContext
    let role: Role?

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let role { context.reader = Reader(identity: .account(id: 1, name: "Ada"), role: role) }
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return Response(status: problem.status)
        }
    }
}
