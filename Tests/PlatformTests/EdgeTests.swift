// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import Platform
import Storage
import TestSupport
import Testing
import Wire

@Suite struct NegotiationTests {
    @Test(
        arguments: [
            (nil, "application/json"),
            ("", "application/json"),
            ("*/*", "application/json"),
            ("text/html", "text/html"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
            ("application/json;q=0.5, text/html;q=0.4", "application/json"),
            ("text/*", "text/html"),
            ("application/json;q=0, */*", "text/html"),
            ("image/png", nil),
            ("garbage;;;,,/", nil),
        ] as [(String?, String?)])
    func `the best offer wins`(accept: String?, expected: String?) {
        #expect(negotiatedType(accept: accept, offered: ["application/json", "text/html"]) == expected)
    }
}

@Suite struct ServerTests {
    func withServer(
        _ kind: TestEngine, flags: [String: String] = [:],
        _ body: @escaping @Sendable (any TestClientProtocol, AccessControl) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let configuration = try Configuration(flags: flags)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let server = TownServer(engine: engine, configuration: configuration, logger: logger)
            let application = Application(router: try await server.router())
            try await application.test(.router) { client in try await body(client, server.control) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `health, readiness and metrics answer`(_ kind: TestEngine) async throws {
        try await withServer(kind) { client, _ in
            try await client.execute(uri: "/health", method: .get) {
                #expect(String(buffer: $0.body) == #"{"status":"up"}"#)
            }
            try await client.execute(uri: "/ready", method: .get) {
                #expect(String(buffer: $0.body) == #"{"ready":true}"#)
            }
            try await client.execute(uri: "/metrics", method: .get) { response in
                let text = String(buffer: response.body)
                #expect(text.contains(#"allmende_http_requests_total{method="GET",route="/health",status="200"} 1"#))
                #expect(text.contains("allmende_observations 0.0"))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a log that keeps two histories is named in the body of ready, and the server still serves`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            let log = try NoteSigner(name: "log.example/energy", seed: [UInt8](repeating: 1, count: 32))
            try await engine.write { connection in
                try connection.execute(
                    """
                    INSERT INTO witness_log (origin, verifier, added_at, actor, size, split_at, split_note)
                    VALUES (\(log.name), \(log.verifier.description), 0, 'Eva', 0, 1793880000000000, 'x')
                    """)
            }
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let server = TownServer(engine: engine, configuration: try Configuration(flags: [:]), logger: logger)
            try await Application(router: try await server.router()).test(.router) { client in
                let answer = try await client.execute(uri: "/ready", method: .get)
                #expect(answer.status == .ok, "it serves: nobody should route around it")
                let body = try JSONValue(parsing: String(buffer: answer.body))
                #expect(body["ready"]?.bool == true)
                let alarm = try #require(body["alarms"]?.array?.first)
                #expect(alarm["name"]?.string == "witness-split")
                #expect(alarm["de"]?.string?.contains("Es führt zwei Geschichten") == true)
                #expect(alarm["en"]?.string?.contains("log.example/energy") == true)
                let metrics = try await client.execute(uri: "/metrics", method: .get)
                #expect(String(buffer: metrics.body).contains("allmende_alarms 1.0"))
            }
        }
    }

    @Test func `an unknown address is a problem with its request id`() async throws {
        try await withServer(.sqlite) { client, _ in
            try await client.execute(
                uri: "/v9.9/Things", method: .get, headers: [.accept: "application/json"]
            ) { response in
                #expect(response.status == .notFound)
                let document = try JSONValue(parsing: String(buffer: response.body))
                #expect(document["status"]?.integer == 404)
                #expect(document["requestId"]?.string == response.headers[.requestID])
                #expect(response.headers[.contentTypeOptions] == "nosniff")
            }
        }
    }

    @Test func `a wrong key is 401 and a right one passes, as Bearer and as Basic`() async throws {
        try await withServer(.sqlite) { client, control in
            let secret = try await control.createKey(name: "k", role: .viewer, by: "test")
            let table: [(String, HTTPResponse.Status)] = [
                ("Bearer \(secret)", .ok), ("bearer \(secret)", .ok), ("Bearer nonsense", .unauthorized),
                ("Basic !!!", .unauthorized), ("Digest x", .unauthorized), ("", .unauthorized),
            ]
            for (authorization, status) in table {
                try await client.execute(
                    uri: "/health", method: .get, headers: [.authorization: authorization]
                ) { #expect($0.status == status, "\(authorization)") }
            }
        }
    }
}
