// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Platform
import Rights
import Storage
import TestSupport
import Testing

/// HEAD says of an answer what GET says, and does nothing.
@Suite struct HeadTests {
    @Test(arguments: TestEngine.allCases)
    func `HEAD has the length of what GET sends, streams too, and leaves no trace`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let visitor = DoorVisitor(role: .administrator, grants: [:])
            try await DoorTown.fill(engine, with: [1, 3], visitor)
            var logger = Logger(label: "head")
            logger.logLevel = .critical
            let router = try await TownServer(
                engine: engine, configuration: Configuration(flags: [:]), logger: logger, clock: { DoorTown.now }
            ).router()
            @Sendable func entries() async throws -> Int64? {
                try await engine.read { try $0.integer("SELECT count(*) FROM audit_entry") }
            }
            let before = try await entries()
            let doors = router.routes.filter { $0.method == .get }.map { Door(method: .get, path: "\($0.path)") }
            try await Application(router: router).test(.router) { client in
                var asked: [String] = []
                for door in doors { asked += door.requests(visitor).prefix(8).map(\.uri) }
                asked += ["/series/1.csv", "/v1.1/Observations?$top=20", "/ogc/collections/ebene-1/items?f=json"]
                var headers: HTTPFields = [.accept: "*/*"]
                headers[.authorization] = "Bearer \(DoorVisitor.secret)"
                var lengths: [String: String] = [:]
                for uri in asked {
                    let head = try await client.execute(uri: uri, method: .head, headers: headers)
                    #expect(head.body.readableBytes == 0, "\(uri)")
                    lengths[uri] = "\(head.status.code) \(head.headers[.contentLength] ?? "none")"
                }
                #expect(try await entries() == before, "HEAD is no look, no export and no download")
                var compared = 0
                for uri in asked where uri.hasPrefix("/v1.1") || uri.hasPrefix("/ogc") || uri.hasPrefix("/series") {
                    let get = try await client.execute(uri: uri, method: .get, headers: headers)
                    guard get.status == .ok else { continue }
                    compared += 1
                    #expect(lengths[uri] == "200 \(get.body.readableBytes)", "\(uri)")
                }
                #expect(compared > 20)
            }
        }
    }

    /// By what SQLite counts of the rows that the one writing connection changed.
    @Test func `HEAD of somebody who is signed in writes nothing`() async throws {
        try await withDatabase(.sqlite) { engine in
            try await DoorTown.fill(engine, with: [1, 3], DoorVisitor(role: .editor, grants: [:]))
            let control = AccessControl(engine: engine, now: { DoorTown.now })
            let place = SignInPlace(address: "192.0.2.1", program: "Firefox")
            let password = "Genug-lang-1648-x"
            try await control.createAccount(
                name: "Ada", login: "ada", password: password, role: .administrator, by: "test")
            let session = try await control.signIn(login: "ada", password: password, from: place).token
            let router = try await DoorTests.router(engine)
            let visitor = DoorVisitor(role: .administrator, grants: [:])
            let doors = router.routes.filter { $0.method == .get }.map { Door(method: .get, path: "\($0.path)") }
            @Sendable func changed() async throws -> Int64? {
                try await engine.write { try $0.integer("SELECT total_changes()") }
            }
            try await Application(router: router).test(.router) { client in
                let headers: HTTPFields = [
                    .accept: "text/html", .cookie: "allmende_session=\(session)",
                ]
                // whether writing works is found out by writing
                for uri in doors.flatMap({ $0.requests(visitor).prefix(4).map(\.uri) })
                where !["/ready", "/metrics"].contains(uri) {
                    let before = try await changed()
                    let head = try await client.execute(uri: uri, method: .head, headers: headers)
                    #expect(try await changed() == before, "\(uri) \(head.status)")
                }
                let code = try await client.execute(uri: "/account/code", method: .head, headers: headers)
                #expect(code.status == .ok, "the session is one")
            }
        }
    }
}
