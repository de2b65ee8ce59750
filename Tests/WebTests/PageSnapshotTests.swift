// SPDX-License-Identifier: EUPL-1.2
import Access
import Foundation
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

/// Each page that needs nothing filled in, as an administrator of a small town sees it: a change of a page shows in its diff.
@Suite struct PageSnapshotTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Snapshots")

    @Test func `pages look as they did`() async throws {
        try await withDatabase(.sqlite) { engine in
            try await engine.write { try PageTests.fill($0) }
            let now: @Sendable () -> Instant = { PageTests.now }
            let pages = try TownPages(
                engine: engine, control: AccessControl(engine: engine, now: now), version: "1", isOpen: false,
                vendorFolders: [], probe: { _, _ in nil }, now: now)
            let addresses = pages.routes.all.filter {
                $0.method == .get && $0.audience == .people && !$0.path.contains("{")
            }.map(\.path)
            #expect(addresses.count > 20)
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsAdministrator())
            pages.add(to: router)
            try await Application(router: router).test(.router) { client in
                for address in addresses {
                    for language in ["de", "en"] {
                        let answer = try await client.execute(uri: "\(address)?lang=\(language)", method: .get)
                        // a file, or a question for another address
                        guard String(buffer: answer.body).contains("<main") else { continue }
                        let name =
                            address == "/" ? "start" : address.dropFirst().split(separator: "/").joined(separator: "-")
                        let difference = try unblessed(
                            Self.shown(answer), at: Self.folder.appendingPathComponent("\(name).\(language).html"))
                        #expect(difference == nil)
                    }
                }
            }
        }
    }

    /// Status and the part of the page that is its own; files of the site change their addresses with their content, marks of
    /// forms with each page.
    private static func shown(_ answer: TestResponse) -> String {
        let text = String(buffer: answer.body)
        let main = text.firstRange(of: "<main").flatMap { begin in
            text.firstRange(of: "</main>").map { text[begin.lowerBound..<$0.upperBound] }
        }
        let body = String(main ?? text[...]).replacing(/\?v=[0-9a-f]+/, with: "?v=…")
            .replacing(/name="once" value="[-0-9A-F]+"/, with: "name=\"once\" value=\"…\"")
        return "<!-- \(answer.status.code) -->\n" + body + "\n"
    }
}

private struct AsAdministrator: RouterMiddleware {
    typealias Context = HTTPContext

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.reader = Reader(identity: .account(id: 1, name: "Ada"), role: .administrator)
        return try await next(request, context)
    }
}
