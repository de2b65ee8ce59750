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
                try NoticeQueries.add(notice, by: "x", at: Self.now, on: connection)
                let day: Int64 = 86_400_000_000
                for (days, count) in [(Int64(0), 1), (2, 0)] {
                    let at = Instant(microseconds: Self.now.microseconds + days * day)
                    #expect(try NoticeQueries.shown(at: at, limit: 9, on: connection).count == count)
                }
            }
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
