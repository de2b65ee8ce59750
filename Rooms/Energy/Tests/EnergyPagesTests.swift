// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
import Catalogue
import EnergyOracles
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Metering
import NIOCore
import Planning
import Platform
import PowerBills
import Rights
import RoomKit
import Site
import Storage
import Testing
import TestSupport
import Wire

@testable import Energy
@testable import EnergyHouse
@testable import EnergyPages

/// Who sees what, and what the forms do.
@Suite("Pages of shared power", .enabled(if: EnergyOracle.isThere))
struct EnergyPagesTests {
    static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    /// A settled town, looked at by somebody.
    static func pages(
        _ kind: TestEngine, as reader: Reader, settled: Bool = true,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine, EnergyTown) async throws -> Void
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            let town = try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                try connection.execute(
                    "INSERT INTO account (id, name, login, role, created_at) VALUES (7, 'Ada', 'ada', 'member', 0)")
                try EnergyQueries.admit(
                    account: 7, to: town.community.id, party: town.parties["m2"] ?? 0, by: EnergyTown.author,
                    on: connection)
                if settled {
                    _ = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                    _ = try town.settle(on: connection)
                }
                return town
            }
            let control = AccessControl(engine: engine, now: { EnergyTown.now })
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsReader(reader: reader))
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: false, probe: { _, _ in nil },
                now: { EnergyTown.now }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine, town) }
        }
    }

    static func text(
        _ client: any TestClientProtocol, _ uri: String
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        let answer = try await client.execute(uri: uri, method: .get)
        return (answer.status, String(buffer: answer.body))
    }

    static let administrator = Reader(identity: .account(id: 1, name: "Eva"), role: .administrator)
    static let member = Reader(identity: .account(id: 7, name: "Ada"), role: .member)

    @Test(arguments: TestEngine.allCases)
    func `a member sees the own bills and nothing else`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.member) { client, engine, town in
            let documents = try await engine.read { try RunQueries.documents(of: 1, on: $0) }
            for stored in documents {
                let isOwn = stored.party == town.parties["m2"]
                for rest in ["", "/bill.zip"] {
                    let page = try await Self.text(client, "/energy/1/documents/\(stored.id)\(rest)")
                    #expect(page.status == (isOwn ? .ok : .notFound), "\(stored.number)\(rest)")
                }
            }
            for path in ["/energy/1", "/energy/1/setup", "/energy/1/readings", "/energy/1/runs/1"] {
                #expect(try await Self.text(client, path).status == .notFound, "\(path)")
            }
            let mine = try await Self.text(client, "/energy/mine?month=2026-10")
            #expect(mine.status == .ok && mine.text.contains("Haushalt m2") && !mine.text.contains("Haushalt m1"))
            // use = shared + residual, as a sum that is seen
            #expect(mine.text.contains("387,444\u{202F}kWh aus der Gemeinschaft + 329,086\u{202F}kWh von anderswo"))
            #expect(mine.text.contains("238,83\u{202F}€"))
            // for which days, each year, and what a kilowatt hour costs today
            #expect(
                mine.text.contains("01.10.2026 – 31.10.2026: 54\u{202F}% aus dem Ort")
                    && mine.text.contains(">Jahr 2026<"))
            #expect(mine.text.contains("Eine Kilowattstunde aus der Gemeinschaft kostet am 05.11.2026"))
            // the start page has the newest bill, and leads there
            let start = try await Self.text(client, "/")
            #expect(start.text.contains("54\u{202F}% aus dem Ort") && start.text.contains("href=\"/energy/mine\""))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who has access is listed, and access can be withdrawn`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, town in
            let party = town.parties["m2"] ?? 0
            let setup = try await Self.text(client, "/energy/1/setup")
            #expect(setup.text.contains("Wer seinen Strom sieht") && setup.text.contains(">ada<"))
            func dismiss(_ form: String) async throws -> HTTPResponse.Status {
                try await client.execute(
                    uri: "/energy/1/setup/dismiss", method: .post, headers: Self.form, body: ByteBuffer(string: form)
                ).status
            }
            #expect(try await dismiss("party=\(party)") == .badRequest)
            #expect(try await dismiss("party=\(party)&account=8") == .seeOther, "another account loses nothing")
            #expect(try await engine.read { try !EnergyQueries.memberships(of: 7, on: $0).isEmpty })
            #expect(try await dismiss("party=\(party)&account=7") == .seeOther)
            #expect(try await engine.read { try EnergyQueries.memberships(of: 7, on: $0).isEmpty })
            #expect(try await !Self.text(client, "/energy/1/setup").text.contains(">ada<"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `long lists come in pages and are searched`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, town in
            try await engine.write { connection in
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                for number in 1...60 {
                    _ = try desk.add(
                        Party(name: "Zählhaus \(number)", street: "Am Hang \(number)", place: "Sonnendorf"),
                        from: try #require(CivilDay("2026-10-01")))
                }
            }
            func rows(_ query: String) async throws -> (count: Int, text: String) {
                let text = try await Self.text(client, "/energy/1/setup\(query)").text
                let table = text.split(separator: "id=\"parties\"")[1].split(separator: "</table>")[0]
                return (table.split(separator: "<tr").count - 2, text)
            }
            let first = try await rows("")
            #expect(first.count == 25 && first.text.contains("Zählhaus 60") && first.text.contains("parties=2#parties"))
            let found = try await rows("?find=haus+17")
            #expect(found.count == 1 && found.text.contains("Am Hang 17"))
            #expect(try await rows("?parties=99").count < 25, "beyond the end stands the last page")
        }
    }

    @Test(arguments: [Reader.anonymous, Reader(identity: .account(id: 9, name: "Bo"), role: .manager)])
    func `to all others there is no sharing`(_ reader: Reader) async throws {
        try await Self.pages(.sqlite, as: reader, settled: false) { client, _, _ in
            let overview = try await Self.text(client, "/energy")
            #expect(overview.status == .ok && !overview.text.contains("Sonnendorf"))
            #expect(try await Self.text(client, "/energy/proof").status == .ok)
            for path in [
                "/energy/1", "/energy/1/setup", "/energy/1/readings", "/energy/1/accounts", "/energy/1/market",
            ] {
                #expect(try await Self.text(client, path).status == .notFound, "\(path)")
            }
            #expect(try await !Self.text(client, "/").text.contains("power-title"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who runs the sharing sees what is missing, settles, reads old and new`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.administrator) { client, engine, town in
            let before = try await Self.text(client, "/energy/1/runs/1?again=yes")
            #expect(before.status == .ok && before.text.contains("auf das Byte gleich"))
            #expect(before.text.contains("Auf den Cent geschlossen"))
            let missing = try await Self.text(client, "/energy/1/runs/new?from=2026-11-01&through=2026-11-04")
            #expect(missing.text.contains("kein Wert") && !missing.text.contains("Abrechnen</button>"))
            let twice = try await client.execute(
                uri: "/energy/1/runs", method: .post, headers: Self.form,
                body: ByteBuffer(string: "from=2026-10-01&through=2026-10-31"))
            #expect(twice.status == .conflict && String(buffer: twice.body).contains("schon abgerechnet"))
            let unchanged = try await client.execute(
                uri: "/energy/1/runs/1/correct", method: .post, headers: Self.form,
                body: ByteBuffer(string: "reason=Nur+so"))
            #expect(unchanged.status == .conflict && String(buffer: unchanged.body).contains("nichts geändert"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a point is shown before it is kept, and a typing error comes back with its reason`(
        _ kind: TestEngine
    ) async throws {
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, _ in
            let malo = try EnergyTown.malo(60).description
            let fields =
                "direction=import&street=Weg+1&place=12345+Ort&meter=1X&grid-operator=Netz&amperes=63&from=2026-10-01"
            func post(_ fields: String) async throws -> (HTTPResponse.Status, String) {
                let answer = try await client.execute(
                    uri: "/energy/1/setup/point", method: .post, headers: Self.form, body: ByteBuffer(string: fields))
                return (answer.status, String(buffer: answer.body))
            }
            func count() async throws -> Int64? {
                try await engine.read { try $0.integer("SELECT count(*) FROM energy_version WHERE kind = 'point'") }
            }
            let wrong = try await post("malo=41373559242&" + fields)
            #expect(
                wrong.0 == .badRequest && wrong.1.contains("Die Prüfziffer ist 2") && wrong.1.contains("41373559242"))
            let shown = try await post("malo=\(malo)&" + fields)
            #expect(shown.0 == .ok && shown.1.contains("Bitte vergleichen"))
            #expect(try await count() == 7)
            let kept = try await post("malo=\(malo)&compared=yes&" + fields)
            #expect(kept.0 == .seeOther)
            #expect(try await count() == 8)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is missing can be estimated, and page and bill say so`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, town in
            _ = try await engine.write { try town.take(try EnergyTown.table(input, twelfth: nil), on: $0) }
            let days = "from=2026-10-01&through=2026-10-31"
            let missing = try await Self.text(client, "/energy/1/runs/new?\(days)")
            #expect(
                missing.text.contains("kein Wert") && missing.text.contains("am gleichen Wochentag: 05.10.2026"))
            func post(_ fields: String) async throws -> HTTPResponse.Status {
                try await client.execute(
                    uri: "/energy/1/runs", method: .post, headers: Self.form,
                    body: ByteBuffer(string: days + fields)
                ).status
            }
            #expect(try await post("") == .conflict)
            #expect(try await post("&estimates=yes") == .conflict, "never in a final run")
            #expect(try await post("&provisional=yes&estimates=yes") == .seeOther)
            let run = try await Self.text(client, "/energy/1/runs/1?again=yes")
            #expect(run.text.contains("<dt>Geschätzt</dt><dd>96 ") && run.text.contains("auf das Byte gleich"))
            let documents = try await engine.read { try RunQueries.documents(of: 1, on: $0) }
            let stored = try #require(documents.first { $0.document?.estimates.isEmpty == false })
            let bill = try await Self.text(client, "/energy/1/documents/\(stored.id)")
            #expect(bill.text.contains("§ 40a Abs. 2 EnWG") && bill.text.contains("05.10.2026 (je 1/1)"))
        }
    }

    @Test func `an indicator of the plan asks the sums of settled periods, for who may see them`() async throws {
        let document: JSONObject = [
            "title": "Strom aus dem Ort", "source": "power", "sharing": 1, "powerMeasure": "part", "window": "month",
        ]
        let run = EnergyOracle.part("month", "run1", "bills")
        let shared = run.names.reduce(0) { $0 + (run[$1]?.whole("sharedWh") ?? 0) }
        let used = run.names.reduce(0) { $0 + (run[$1]?.whole("totalWh") ?? 0) }
        let digits = "\(100 * shared / used),"
        for (reader, isShown) in [(Self.administrator, true), (.anonymous, false)] {
            try await Self.pages(.sqlite, as: reader) { client, engine, _ in
                _ = try await engine.write { connection in
                    try PlanningQueries.create(
                        .indicator, document, visibility: .public, by: .system, at: EnergyTown.now, on: connection)
                }
                let page = try await Self.text(client, "/planning/indicators/1")
                #expect(page.status == .ok && page.text.contains(digits) == isShown, "\(reader): \(digits)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a notice goes by mail, and is proved when the server took it`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                var contact = PowerDocument.Contact()
                contact.mail = "m2@example.de"
                try EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                    .set(contact, nil, of: town.parties["m2"] ?? 0, from: EnergyTown.day(1))
                return town
            }
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsReader(reader: Self.administrator))
            let site = Site(engine: engine, version: "1", now: { EnergyTown.now }) { _ in
                TownFacts(profile: TownProfile())
            }
            EnergyRoutes(
                site: site, calendar: EnergyTown.berlin, sendsMail: true, searches: WhatIfMemory(),
                control: AccessControl(engine: engine, now: { EnergyTown.now })
            ).all.add(to: router)
            try await Application(router: router).test(.router) { client in
                func tell(_ member: String, _ way: String) async throws -> (HTTPResponse.Status, String) {
                    let answer = try await client.execute(
                        uri: "/energy/1/notices/warnings", method: .post, headers: Self.form,
                        body: ByteBuffer(
                            string: "party=\(town.parties[member] ?? 0)&body=Bitte+lesen&way=\(way)&posted=&proof="))
                    return (answer.status, String(buffer: answer.body))
                }
                let without = try await tell("m1", "mail")
                #expect(without.0 == .badRequest && without.1.contains("keine E-Mail-Adresse"))
                #expect(try await tell("m2", "mail").0 == .seeOther)
                let waiting = try await Self.text(client, "/energy/1/notices")
                #expect(waiting.text.contains("wartet auf den Mailserver") && waiting.text.contains("kein Nachweis"))
                let letter = try #require(try await engine.write { try LetterQueue.take(at: EnergyTown.now, on: $0) })
                #expect(letter.recipient == "m2@example.de" && letter.body == "Bitte lesen")
                try await engine.write { try LetterQueue.ended(letter, .sent, at: EnergyTown.now, on: $0) }
                let sent = try await Self.text(client, "/energy/1/notices")
                #expect(sent.text.contains("vom Mailserver angenommen"))
                let warned = try await engine.read { try NoticeQueries.warned(town.community.id, on: $0) }
                #expect(warned == [town.parties["m2"] ?? 0: EnergyTown.now])
            }
        }
    }

    @Test func `a demonstration is furnished once, and its first month is corrected`() async throws {
        try await withDatabase(.sqlite) { engine in
            try await engine.write { try SettingQueries.set(.isFictional, to: "true", on: $0) }
            for _ in 0..<2 { try await EnergyRoom.furnish(DemonstrationTown(engine: engine, now: EnergyTown.now)) }
            let runs = try await engine.read { try RunQueries.runs(of: 1, on: $0) }
            #expect(runs.count == 3 && runs.count { $0.correctedBy != nil } == 1)
        }
    }
}

/// Somebody with these rights asks.
private struct AsReader: RouterMiddleware {
    typealias Context = HTTPContext
    let reader: Reader

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.reader = reader
        return try await next(request, context)
    }
}
