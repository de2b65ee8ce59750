// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Platform
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// Publishing and withdrawing a data set on its page, on each engine.
@Suite struct DatasetAccessTests {
    static let actor = HTTPField.Name.userAgent

    /// Acts with the role that a test names in a header.
    private struct Acting: RouterMiddleware {
        typealias Context = HTTPContext

        func handle(
            _ request: Request, context: HTTPContext,
            next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            if let name = request.headers[DatasetAccessTests.actor] {
                context.reader = Reader(identity: .key(id: 1, name: "k"), role: Role(rawValue: name))
            }
            return try await next(request, context)
        }
    }

    static func town(
        _ kind: TestEngine, clock: Instant = PageTests.now,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { try PageTests.fill($0) }
            let router = Router(context: HTTPContext.self)
            router.add(middleware: Acting())
            let control = AccessControl(engine: engine, now: { PageTests.now })
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: false, probe: { _, _ in nil },
                now: { PageTests.now }, clock: { clock }
            )
            .add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine) }
        }
    }

    private static func send(
        _ client: any TestClientProtocol, _ access: String, to slug: String = "intern", role: String? = "editor",
        site: String = "same-origin"
    ) async throws -> HTTPResponse.Status {
        var headers: HTTPFields = [try #require(HTTPField.Name("Sec-Fetch-Site")): site]
        headers[actor] = role
        return try await client.execute(
            uri: "/data/\(slug)/access", method: .post, headers: headers, body: ByteBuffer(string: "access=\(access)")
        ).status
    }

    @Test(arguments: TestEngine.allCases)
    func `what an editor publishes everybody sees at once, and no longer when it is withdrawn`(
        kind: TestEngine
    ) async throws {
        try await Self.town(kind) { client, engine in
            for (access, status) in [("public", HTTPResponse.Status.ok), ("internal", .notFound)] {
                // Read before, so that pages remember the former state.
                _ = try await client.execute(uri: "/data/intern", method: .get)
                _ = try await client.execute(uri: "/", method: .get)
                #expect(try await Self.send(client, access) == .seeOther)
                #expect(try await client.execute(uri: "/data/intern", method: .get).status == status)
                #expect(try await client.execute(uri: "/series/3.csv", method: .get).status == status)
                let list = String(buffer: try await client.execute(uri: "/sensors", method: .get).body)
                #expect(list.contains("Geheime Stelle") == (status == .ok))
            }
            let entries = try await engine.read { connection in
                try connection.integer("SELECT count(*) FROM audit_entry WHERE object = \("dataset/intern")")
            }
            #expect(entries == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the page says what was changed, to who changed it`(kind: TestEngine) async throws {
        try await Self.town(kind) { client, _ in
            let headers: HTTPFields = [Self.actor: "editor"]
            let done = try await client.execute(
                uri: "/data/intern/access", method: .post, headers: headers, body: ByteBuffer(string: "access=public"))
            let address = try #require(done.headers[.location])
            let page = String(buffer: try await client.execute(uri: address, method: .get, headers: headers).body)
            #expect(page.contains("Der Zugang ist geändert: <strong>"))
            let others = String(buffer: try await client.execute(uri: address, method: .get).body)
            #expect(!others.contains("Der Zugang ist geändert"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `data that came by an interface are first data, and what is left of the first steps stays on the start page`(
        kind: TestEngine
    ) async throws {
        try await Self.town(kind) { client, _ in
            let headers: HTTPFields = [Self.actor: "administrator"]
            let start = String(buffer: try await client.execute(uri: "/", method: .get, headers: headers).body)
            let left = try #require(start.firstMatch(of: /Erste Schritte: \d von 5 erledigt\. Offen: [^\n]*/))
            #expect(left.0.contains("/admin/backups") && left.0.contains("/planning/start"))
            #expect(!left.0.contains("/imports/new"))
            let editor = String(
                buffer: try await client.execute(uri: "/", method: .get, headers: [Self.actor: "editor"]).body)
            #expect(!editor.contains("Erste Schritte"))
            let data = String(
                buffer: try await client.execute(uri: "/data", method: .get, headers: [Self.actor: "editor"]).body)
            #expect(data.contains("href=\"/imports/new\""))
            #expect(try await !String(buffer: client.execute(uri: "/data", method: .get).body).contains("/imports/new"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what a command beside the server hides is gone with the next request`(kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            for access in [Dataset.Access.internal, .public, .restricted] {
                for address in ["/", "/sensors", "/data", "/search?q=Wetter"] {
                    _ = try await client.execute(uri: address, method: .get)
                }
                // as another process does it: none of the server's memories is told
                try await engine.write { connection in
                    var dataset = try #require(try DatasetQueries.find(slug: "rad", for: .system, on: connection))
                    dataset.access = access
                    _ = try DatasetQueries.save(dataset, by: "test", at: dataset.modified, on: connection)
                }
                for address in ["/", "/sensors", "/search?q=Wetter"] where access != .public || address != "/" {
                    let page = String(buffer: try await client.execute(uri: address, method: .get).body)
                    #expect(page.contains("Wetter Nord") == (access == .public), "\(address) \(access)")
                }
                let status = try await client.execute(uri: "/data/rad", method: .get).status
                #expect(status == (access == .public ? .ok : .notFound))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who may not, and what is no choice, changes nothing`(kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            #expect(try await Self.send(client, "public", role: nil) == .unauthorized)
            #expect(try await Self.send(client, "public", role: "viewer") == .forbidden)
            #expect(try await Self.send(client, "public", site: "cross-site") == .forbidden)
            #expect(try await Self.send(client, "restricted") == .forbidden)
            #expect(try await Self.send(client, "everyone") == .badRequest)
            #expect(try await Self.send(client, "public", to: "nothing") == .notFound)
            let kept = try await engine.read { try DatasetQueries.find(slug: "intern", for: .system, on: $0) }
            #expect(kept?.access == .internal)
            #expect(try await Self.send(client, "restricted", role: "administrator") == .seeOther)
            #expect(try await Self.send(client, "public") == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the form shows what the person may choose`(kind: TestEngine) async throws {
        try await Self.town(kind) { client, _ in
            for (role, choices) in [("viewer", 0), ("editor", 2), ("administrator", 3)] {
                let page = try await client.execute(
                    uri: "/data/intern", method: .get, headers: [Self.actor: role])
                let text = String(buffer: page.body)
                #expect(text.ranges(of: "<option").count == choices)
                #expect(text.contains("id=\"access-shows\"") == (choices > 0))
                #expect(text.contains("Messstellen: 1, mit Messreihen: 1, und allen Werten: 1") == (choices > 0))
                #expect(text.contains("Veröffentlichen zeigt allen") == (choices > 0))
            }
        }
    }
}
