// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Platform
import Quality
import Rights
import Storage
import TestSupport
import Testing

@testable import QualityWatch

@Suite struct QualityPagesTests {
    private static func pages(
        _ kind: TestEngine, isOpen: Bool = true,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine, StoredFinding) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await CounterFiles.outboundStops(40..<60).import(0..<46, into: engine)
            let found = try await engine.read { try QualityQueries.list(.open, limit: 9, for: .system, on: $0) }
            let finding = try #require(found.first)
            let control = AccessControl(engine: engine, now: { CounterFiles.moment })
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsWriter(isOpen: isOpen))
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: isOpen, probe: { _, _ in nil },
                now: { CounterFiles.moment }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine, finding) }
        }
    }

    private static func text(
        _ client: any TestClientProtocol, _ path: String
    ) async throws -> String {
        String(buffer: try await client.execute(uri: path, method: .get).body)
    }

    @Test(arguments: TestEngine.allCases)
    func `a finding stands in the list, on the sensor's page from its day on, and is judged there`(
        _ kind: TestEngine
    ) async throws {
        try await Self.pages(kind) { client, engine, found in
            let address = "/quality/\(found.id)"
            let series = "/sensors/\(found.thing)/series/\(found.finding.series)"
            #expect(try await Self.text(client, "/quality").contains("liest null seit 10. April 2026"))
            #expect(try await Self.text(client, "/quality.json?show=all").contains(#""rule":"stopped""#))
            let before = try await Self.text(client, series + "?lang=en")
            #expect(before.contains("Reads zero since 10 April 2026, not yet judged."))
            #expect(before.contains("class=\"doubtful\"") && before.contains(address))
            let answer = try await client.execute(
                uri: address, method: .post, body: ByteBuffer(string: "verdict=broken&reason=Kabel+%3Cab%3E"))
            #expect(answer.status == .seeOther)
            let page = try await Self.text(client, address)
            #expect(page.contains("Kabel &lt;ab&gt;") && page.contains("value=\"open\""))
            let after = try await Self.text(client, series + "?lang=en")
            #expect(after.contains("Reads zero since 10 April 2026, broken."))
            #expect(after.contains("In this period 576 values are left out as broken."))
            #expect(after.contains("class=\"left-out\""))
            #expect(try await Self.text(client, "/quality").contains("Hier ist nichts offen."))
        }
    }

    @Test func `a form with a fault comes back with what was written`() async throws {
        try await Self.pages(.sqlite) { client, engine, found in
            for (body, words) in [
                ("verdict=broken&reason=+", "Bitte einen Grund angeben"), ("verdict=&reason=Weil", ">Weil</textarea>"),
            ] {
                let answer = try await client.execute(
                    uri: "/quality/\(found.id)", method: .post, body: ByteBuffer(string: body))
                #expect(answer.status == .badRequest && String(buffer: answer.body).contains(words))
            }
            let after = try await engine.read { try QualityQueries.find(found.id, for: .system, on: $0) }
            #expect(after?.isOpen == true)
        }
    }

    @Test func `who may not write, and forms of other sites, judge nothing`() async throws {
        for (isOpen, site, status) in [(false, "same-origin", 401), (true, "cross-site", 403)] {
            try await Self.pages(.sqlite, isOpen: isOpen) { client, engine, found in
                let name = try #require(HTTPField.Name("Sec-Fetch-Site"))
                let answer = try await client.execute(
                    uri: "/quality/\(found.id)", method: .post, headers: [name: site],
                    body: ByteBuffer(string: "verdict=broken&reason=x"))
                #expect(answer.status.code == status)
                let after = try await engine.read { try QualityQueries.find(found.id, for: .system, on: $0) }
                #expect(after?.isOpen == true)
            }
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
