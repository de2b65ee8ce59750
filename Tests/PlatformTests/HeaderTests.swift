// SPDX-License-Identifier: EUPL-1.2
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Platform
import TestSupport
import Testing

/// What each answer carries, at each address that `allmende describe` names, and how long answers are packed.
@Suite struct HeaderTests {
    private static func withServer(
        _ flags: [String: String] = [:],
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await withDatabase(.sqlite) { engine in
            var logger = Logger(label: "headers")
            logger.logLevel = .critical
            let server = TownServer(engine: engine, configuration: try Configuration(flags: flags), logger: logger)
            try await Application(router: try await server.router()).test(.router, body)
        }
    }

    private static func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }

    @Test func `each address answers with the whole set of headers, whoever asks`() async throws {
        let (referrer, credentials, transport) = (
            try Self.name("Referrer-Policy"), try Self.name("Access-Control-Allow-Credentials"),
            try Self.name("Strict-Transport-Security")
        )
        for address in ["https://daten.example.de", ""] {
            try await Self.withServer(["base-url": address]) { client in
                let routes = try HouseDescription().rooms.flatMap(\.routes)
                #expect(routes.count > 150)
                for route in routes {
                    let method = route.method
                    let filled = route.path.replacing(/\{\w+\}|\*+/, with: "1")
                    for accept in ["text/html", "application/json"] {
                        let headers: HTTPFields = [.accept: accept, .origin: "https://elsewhere.example"]
                        let answer = try await client.execute(
                            uri: filled, method: method, headers: headers, body: method == .get ? nil : ByteBuffer())
                        let found = answer.headers
                        let place = "\(method) \(filled) as \(accept): \(answer.status.code)"
                        #expect(answer.status.code < 500 || answer.status == .badGateway, "\(place)")
                        #expect(found[.contentTypeOptions] == "nosniff", "\(place)")
                        #expect(found[referrer] == "same-origin" || found[referrer] == "no-referrer", "\(place)")
                        let policy = found[.contentSecurityPolicy] ?? ""
                        #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "\(place)")
                        // what is made to be embedded may be, and nothing else
                        let isEmbedded = filled.hasPrefix("/embed/") && answer.status == .ok
                        #expect(policy.contains("frame-ancestors " + (isEmbedded ? "*" : "'none'")), "\(place)")
                        #expect(found[.cacheControl] != nil && found[.requestID] != nil, "\(place)")
                        #expect(found[transport] == (address.isEmpty ? nil : "max-age=31536000"), "\(place)")
                        // a page of another site may ask, never with somebody's cookie
                        #expect(found[credentials] == nil, "\(place)")
                        #expect((found[.accessControlAllowOrigin] ?? "*") == "*", "\(place)")
                        let isPublic = found[.cacheControl]?.contains("public") ?? false
                        let varies = (found[.vary] ?? "").lowercased()
                        #expect(isPublic || varies.contains("cookie") || found[.cacheControl] == "no-store", "\(place)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br", true), ("*", true), ("br;q=1, gzip;q=0.5", true), ("GZIP", true),
        ("", false), ("identity", false), ("gzip;q=0", false), ("gzip; q=0.0, *", false), ("*;q=0", false),
        ("br", false),
        ("gzip;q=x", false),
    ])
    func `long texts are packed for those who can unpack them`(accepted: String, isPacked: Bool) async throws {
        try await Self.withServer { client in
            let headers: HTTPFields = [.accept: "text/html", .acceptEncoding: accepted]
            let plain = try await client.execute(uri: "/login", method: .get, headers: [.accept: "text/html"])
            let answer = try await client.execute(uri: "/login", method: .get, headers: headers)
            #expect((answer.headers[.contentEncoding] == "gzip") == isPacked)
            #expect(answer.headers[.vary]?.contains("Accept-Encoding") ?? false)
            #expect(plain.headers[.vary]?.contains("Accept-Encoding") ?? false)
            #expect(Array(answer.body.readableBytesView.prefix(2)) == (isPacked ? [0x1F, 0x8B] : Array("<!".utf8)))
            #expect(!isPacked || answer.body.readableBytes < plain.body.readableBytes / 2)
        }
    }

    @Test func `what is short, asked by HEAD, or holds a secret is not packed`() async throws {
        try await Self.withServer { client in
            let headers: HTTPFields = [.accept: "application/json", .acceptEncoding: "gzip"]
            for (uri, method) in [
                ("/health", HTTPRequest.Method.get), ("/login", .head), ("/no-such-page", .get),
            ] {
                let answer = try await client.execute(uri: uri, method: method, headers: headers)
                #expect(answer.headers[.contentEncoding] == nil, "\(uri)")
            }
            // the question of a passkey holds what only this browser may know
            var form = headers
            form[.contentType] = "application/x-www-form-urlencoded"
            let secret = try await client.execute(uri: "/login/passkey", method: .post, headers: form)
            #expect(secret.headers[.cacheControl] == "no-store" && secret.headers[.contentEncoding] == nil)
        }
    }

    /// A question to a passkey needs no account and is kept in the database: one address cannot fill it for the town.
    @Test func `one address gets so many questions to passkeys, others go on`() async throws {
        let forwarded = try Self.name("X-Forwarded-For")
        try await Self.withServer(["trust-proxy": "true"]) { client in
            func ask(from address: String) async throws -> HTTPResponse.Status {
                var headers: HTTPFields = [.accept: "text/html"]
                headers[.contentType] = "application/x-www-form-urlencoded"
                headers[forwarded] = address
                return try await client.execute(uri: "/login/passkey", method: .post, headers: headers).status
            }
            for number in 1...100 {
                let status = try await ask(from: "2001:db8::\(number)")
                #expect(status == .ok, "\(number)")
            }
            #expect(try await ask(from: "2001:db8::ffff") == .tooManyRequests)
            #expect(try await ask(from: "2001:db8:1::1") == .ok)
        }
    }

    @Test func `a packed file has a tag of its own kind, and is not sent again`() async throws {
        try await Self.withServer { client in
            let plain = try await client.execute(uri: "/assets/allmende.css", method: .get)
            let packed = try await client.execute(
                uri: "/assets/allmende.css", method: .get, headers: [.acceptEncoding: "gzip"])
            let tag = try #require(plain.headers[.eTag])
            #expect(packed.headers[.contentEncoding] == "gzip" && packed.headers[.eTag] == "W/" + tag)
            let again = try await client.execute(
                uri: "/assets/allmende.css", method: .get,
                headers: [.acceptEncoding: "gzip", .ifNoneMatch: "W/" + tag])
            #expect(again.status == .notModified && again.headers[.contentEncoding] == nil)
        }
    }
}
