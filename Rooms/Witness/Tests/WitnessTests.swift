// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import NIOCore
import Platform
import Rights
import RoomKit
import Storage
import TestSupport
import Testing
import Wire

@testable import Witness

/// A witness over HTTP, on both engines: what it signs, what it refuses and with which status.
@Suite("A witness of others' logs") struct WitnessTests {
    private static let now = Instant(seconds: 1_793_880_000)
    private static let leaves = (0..<12).map { SHA256.leaf(Array("entry \($0)".utf8)) }

    private static func log(_ name: String = "log.example/energy", _ seed: UInt8 = 1) throws -> NoteSigner {
        try NoteSigner(name: name, seed: [UInt8](repeating: seed, count: 32))
    }

    private static func request(
        _ old: Int, _ size: Int, _ leaves: [Digest] = leaves, by signer: NoteSigner? = nil
    ) throws -> WitnessRequest {
        let signer = try signer ?? log()
        let note = try Checkpoint(
            origin: signer.name, size: UInt64(size), root: MerkleTree.root(of: Array(leaves.prefix(size)))
        ).signed(by: signer)
        let proof =
            old == 0 || old == size
            ? [] : try MerkleTree(leaves: leaves).consistencyProof(from: UInt64(old), to: UInt64(size))
        return WitnessRequest(old: UInt64(old), proof: proof, note: note)
    }

    private static func house(
        _ kind: TestEngine, as reader: Reader = .anonymous,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write {
                _ = try WitnessQueries.add(try log().verifier.description, by: "Eva", at: now, on: $0)
            }
            let control = AccessControl(engine: engine, now: { now })
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsSomebody(reader: reader))
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: false, probe: { _, _ in nil }, now: { now }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine) }
        }
    }

    /// As the body of `/ready` names them.
    private static func alarms(_ engine: any StorageEngine) async throws -> [String] {
        let alarms = try await WitnessRoom(RoomServices(engine: engine, now: { now })).alarms()
        #expect(alarms.allSatisfy { "\($0.words)".contains("log.example/energy") })
        return alarms.map(\.name)
    }

    private static func ask(
        _ client: any TestClientProtocol, _ text: String
    ) async throws -> (status: Int, type: String?, body: String) {
        let answer = try await client.execute(
            uri: "/witness/add-checkpoint", method: .post, body: ByteBuffer(string: text))
        return (answer.status.code, answer.headers[.contentType], String(buffer: answer.body))
    }

    @Test(arguments: TestEngine.allCases)
    func `a log that goes on is signed with the time, and nothing is ever rolled back`(_ kind: TestEngine) async throws
    {
        try await Self.house(kind) { client, engine in
            let key = try #require(try await engine.read { try WitnessQueries.verifier(on: $0) })
            for (old, size) in [(0, 5), (5, 5), (5, 9)] {
                let request = try Self.request(old, size)
                let answer = try await Self.ask(client, request.text)
                #expect(answer.status == 200, "\(answer)")
                let note = try request.note.adding(answer.body, by: key)
                let signed = try note.verified(by: [try Self.log().verifier, key])
                #expect(signed.map(\.time) == [nil, UInt64(Self.now.microseconds / 1_000_000)])
            }
            for (old, size) in [(0, 9), (5, 7), (5, 5), (8, 12)] {
                let answer = try await Self.ask(client, try Self.request(old, size).text)
                #expect(answer.status == 409 && answer.body == "9\n", "\(old) to \(size): \(answer)")
                #expect(answer.type == "text/x.tlog.size")
            }
            let logs = try await engine.read { try WitnessQueries.logs(on: $0) }
            #expect(logs.map(\.size) == [9] && logs[0].at == Self.now && logs[0].splitAt == nil)
            #expect(logs[0].note?.signatures.count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a rewritten log is refused, and two trees of one size are kept as evidence`(_ kind: TestEngine) async throws {
        try await Self.house(kind) { client, engine in
            #expect(try await Self.ask(client, try Self.request(0, 5).text).status == 200)
            var other = Self.leaves
            other[2] = SHA256.leaf([7])
            #expect(try await Self.ask(client, try Self.request(5, 9, other).text).status == 422)
            #expect(try await engine.read { try WitnessQueries.logs(on: $0)[0].splitAt } == nil)
            #expect(try await Self.alarms(engine) == ["witness-refused"], "no way leads from what was signed")
            let split = try Self.request(5, 5, other)
            #expect(try await Self.ask(client, split.text).status == 409)
            let log = try await engine.read { try WitnessQueries.logs(on: $0)[0] }
            #expect(log.splitAt == Self.now && log.splitNote == split.note.description && log.size == 5)
            let page = try await client.execute(uri: "/witness", method: .get)
            #expect(String(buffer: page.body).contains("Es führt zwei Geschichten."))
            // what it had signed goes on all the same
            #expect(try await Self.alarms(engine).sorted() == ["witness-refused", "witness-split"])
            #expect(try await Self.ask(client, try Self.request(5, 9).text).status == 200)
            #expect(try await Self.alarms(engine) == ["witness-split"], "two histories stay two")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a state that does not go on is an alarm until the log goes on, and a wrong proof is none for ever`(
        _ kind: TestEngine
    ) async throws {
        try await Self.house(kind) { client, engine in
            #expect(try await Self.ask(client, try Self.request(0, 5).text).status == 200)
            #expect(try await Self.alarms(engine).isEmpty)
            // a proof too many for what is signed already says nothing about the log
            let same = WitnessRequest(old: 5, proof: [Self.leaves[0]], note: try Self.request(5, 5).note)
            #expect(try await Self.ask(client, same.text).status == 422)
            #expect(try await Self.alarms(engine).isEmpty)
            let wrong = WitnessRequest(old: 5, proof: [Self.leaves[0]], note: try Self.request(5, 9).note)
            #expect(try await Self.ask(client, wrong.text).status == 422)
            #expect(try await Self.alarms(engine) == ["witness-refused"])
            let page = String(buffer: try await client.execute(uri: "/witness?lang=en", method: .get).body)
            #expect(page.contains("role=\"alert\"") && page.contains("to which no way leads"))
            // smaller ones that join do not settle it, the state itself does
            #expect(try await Self.ask(client, try Self.request(5, 7).text).status == 200)
            #expect(try await Self.alarms(engine) == ["witness-refused"])
            #expect(try await Self.ask(client, try Self.request(7, 9).text).status == 200)
            #expect(try await Self.alarms(engine).isEmpty)
            // another tree of the size that is joined later is proof of two histories
            var other = Self.leaves
            other[2] = SHA256.leaf([7])
            #expect(try await Self.ask(client, try Self.request(9, 12, other).text).status == 422)
            #expect(try await Self.ask(client, try Self.request(9, 12).text).status == 200)
            #expect(try await Self.alarms(engine) == ["witness-split"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `strangers and malformed requests get the protocol's answers, and leave nothing`(
        _ kind: TestEngine
    ) async throws {
        try await Self.house(kind) { client, engine in
            let unknown = try Self.request(0, 5, by: Self.log("other.example/log"))
            #expect(try await Self.ask(client, unknown.text).status == 404)
            let forged = try Self.request(0, 5, by: Self.log("log.example/energy", 2))
            #expect(try await Self.ask(client, forged.text).status == 403)
            let backwards = WitnessRequest(old: 9, proof: [], note: try Self.request(0, 5).note)
            for text in ["", "old\n\n", "old 0\n\nno note\n", backwards.text] {
                #expect(try await Self.ask(client, text).status == 400, "\(text)")
            }
            let long = "old 0\n" + String(repeating: "A", count: WitnessRequest.longest) + "\n"
            #expect(try await Self.ask(client, long).status == 413)
            #expect(try await engine.read { try WitnessQueries.logs(on: $0).map(\.size) } == [0])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who administers adds and removes logs; all others read`(_ kind: TestEngine) async throws {
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let key = try Self.log("other.example/log", 3).verifier.description
        let body = "key=" + key.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        try await Self.house(kind) { client, engine in
            let page = try await client.execute(uri: "/witness?lang=en", method: .get)
            let text = String(buffer: page.body)
            let own = try #require(try await engine.read { try WitnessQueries.verifier(on: $0) })
            #expect(page.status == .ok && text.contains("log.example/energy") && text.contains(own.description))
            #expect(!text.contains("<form class=\"form\" method=\"post\""))
            for uri in ["/witness/logs", "/witness/logs/1/forget"] {
                let answer = try await client.execute(
                    uri: uri, method: .post, headers: form, body: ByteBuffer(string: body))
                #expect([.unauthorized, .seeOther].contains(answer.status), "\(uri): \(answer.status)")
            }
            #expect(try await engine.read { try WitnessQueries.logs(on: $0).count } == 1)
        }
        let administrator = Reader(identity: .account(id: 1, name: "Eva"), role: .administrator)
        try await Self.house(kind, as: administrator) { client, engine in
            func post(_ uri: String, _ body: String) async throws -> (HTTPResponse.Status, String) {
                let answer = try await client.execute(
                    uri: uri, method: .post, headers: form, body: ByteBuffer(string: body))
                return (answer.status, String(buffer: answer.body))
            }
            #expect(try await post("/witness/logs", body).0 == .seeOther)
            let twice = try await post("/witness/logs", body)
            #expect(twice.0 == .badRequest && twice.1.contains("wird schon bezeugt"))
            let none = try await post("/witness/logs", "key=abc")
            #expect(none.0 == .badRequest && none.1.contains("kein Schlüssel eines Hauptbuchs"))
            #expect(try await post("/witness/logs/1/forget", "").0 == .seeOther)
            #expect(try await post("/witness/logs/1/forget", "").0 == .notFound)
            #expect(try await engine.read { try WitnessQueries.logs(on: $0).map(\.origin) } == ["other.example/log"])
        }
    }
}

/// Somebody with these rights asks.
private struct AsSomebody: RouterMiddleware {
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
