// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
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

@testable import Notices

@Suite struct NoticesTests {
    private static let now = Instant(microseconds: 1_785_535_200_000_000)

    private static func pages(
        _ kind: TestEngine, isOpen: Bool = true,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let control = AccessControl(engine: engine, now: { now })
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsWriter(isOpen: isOpen))
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: isOpen, probe: { _, _ in nil },
                now: { now }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a command goes by the moment at which a demonstration stands`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { try SettingQueries.set(.asOf, to: String(Self.now.microseconds), on: $0) }
            let moment = try await engine.read { try NoticeCommand.now(on: $0) }
            #expect(moment == Self.now)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is announced is shown, found and withdrawn`(_ kind: TestEngine) async throws {
        try await Self.pages(kind) { client, _ in
            let form =
                "title=Stra%C3%9Fe+%3Cgesperrt%3E&text=Bis+Freitag&title-en=Road+closed&until=2026-12-31"
            let made = try await client.execute(
                uri: "/notices/new", method: .post, body: ByteBuffer(string: form))
            #expect(made.status == .seeOther)
            let address = try #require(made.headers[.location])
            for (path, text) in [
                (address, "Straße &lt;gesperrt&gt;"), ("/notices", "Straße &lt;gesperrt&gt;"),
                ("/notices?lang=en", "Road closed"), ("/search?q=gesperrt", address),
                ("/notices.json", #""en":"Road closed""#),
            ] {
                let page = try await client.execute(uri: path, method: .get)
                #expect(page.status == .ok && String(buffer: page.body).contains(text), "\(path)")
            }
            let gone = try await client.execute(uri: address + "/withdraw", method: .post)
            #expect(gone.status == .seeOther)
            let after = try await client.execute(uri: address, method: .get)
            #expect(after.status == .notFound)
            let list = try await client.execute(uri: "/notices", method: .get)
            #expect(!String(buffer: list.body).contains("gesperrt"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a notice without a heading comes back with its text and the reason`(_ kind: TestEngine)
        async throws
    {
        try await Self.pages(kind) { client, engine in
            let answer = try await client.execute(
                uri: "/notices/new", method: .post, body: ByteBuffer(string: "title=+&text=Bis+Freitag"))
            let html = String(buffer: answer.body)
            #expect(answer.status == .badRequest)
            #expect(
                html.contains("Bitte eine Überschrift angeben.") && html.contains(">Bis Freitag</textarea>")
            )
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM notice") }
            #expect(count == 0)
        }
    }

    @Test func `who may not write cannot announce`() async throws {
        try await Self.pages(.sqlite, isOpen: false) { client, engine in
            let answer = try await client.execute(
                uri: "/notices/new", method: .post, body: ByteBuffer(string: "title=a&text=b"))
            #expect(answer.status == .unauthorized)
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM notice") }
            #expect(count == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the day after its last day it is gone`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let notice = NewNotice(title: "a", text: "b", until: "2026-08-01")
                try NoticeQueries.add(notice, by: "x", at: Self.now, noted: Self.now, on: connection)
                let day: Int64 = 86_400_000_000
                for (days, count) in [(Int64(0), 1), (2, 0)] {
                    let at = Instant(microseconds: Self.now.microseconds + days * day)
                    #expect(try NoticeQueries.shown(at: at, on: connection).count == count)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a last day that is over is refused, with the text still in the form`(_ kind: TestEngine) async throws {
        try await Self.pages(kind) { client, engine in
            for until in ["2026-07-01", "31.Quatsch.12.2026", "-2026-12-31"] {
                let answer = try await client.execute(
                    uri: "/notices/new", method: .post,
                    body: ByteBuffer(string: "title=a&text=Bis+Freitag&until=\(until)"))
                #expect(answer.status == .badRequest, "\(until)")
                #expect(String(buffer: answer.body).contains(">Bis Freitag</textarea>"))
            }
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM notice") }
            #expect(count == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `paragraphs stay, in whatever spelling it is searched, and long letters have room`(
        _ kind: TestEngine
    ) async throws {
        try await Self.pages(kind) { client, _ in
            let long = String(repeating: "%D0%96", count: 9_900)
            for (text, needle) in [
                ("Br%C3%BCcke%0D%0Azu%0D%0A%0D%0AK%C3%A4mmerei", "<p>Brücke<br>zu</p><p>Kämmerei</p>"), (long, "ЖЖЖ"),
            ] {
                let made = try await client.execute(
                    uri: "/notices/new", method: .post, body: ByteBuffer(string: "title=Stra%C3%9Fe&text=\(text)"))
                let address = try #require(made.headers[.location])
                let page = try await client.execute(uri: address, method: .get)
                #expect(String(buffer: page.body).contains(needle))
            }
            for words in ["strasse", "STRASSE+bruecke", "kaemmerei", "K%C3%84MMEREI"] {
                let found = try await client.execute(uri: "/search?q=\(words)", method: .get)
                #expect(String(buffer: found.body).contains("/notices/1"), "\(words)")
            }
        }
    }

    @Test func `more than a page lists are counted, and programs get all`() async throws {
        try await Self.pages(.sqlite) { client, engine in
            try await engine.write { connection in
                for number in 1...(NoticesRoutes.most + 3) {
                    try NoticeQueries.add(
                        NewNotice(title: "Nr. \(number)", text: "b"), by: "x", at: Self.now, noted: Self.now,
                        on: connection)
                }
            }
            let page = String(buffer: try await client.execute(uri: "/notices", method: .get).body)
            #expect(page.contains("Ältere, die noch gelten: 3."))
            let all = try JSONValue(
                parsing: Array(buffer: try await client.execute(uri: "/notices.json", method: .get).body))
            #expect(all.array?.count == NoticesRoutes.most + 3)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a demonstration is furnished once`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            for _ in 0..<2 {
                try await NoticesRoom.furnish(DemonstrationTown(engine: engine, now: Self.now))
            }
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM notice") }
            #expect(count == 2)
        }
    }
}

/// Anonymous people may write.
private struct AsWriter: RouterMiddleware {
    typealias Context = HTTPContext
    let isOpen: Bool

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.reader = Reader(identity: .anonymous, role: nil, writesOpenly: isOpen)
        return try await next(request, context)
    }
}
