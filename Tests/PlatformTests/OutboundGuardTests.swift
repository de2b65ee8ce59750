// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Outbound
import TestSupport
import Testing
import Threads

/// The guard on what the server fetches for somebody: nothing of the own network, by whatever spelling or way.
@Suite struct OutboundGuardTests {
    private static func head(_ lines: [String], length: Int) -> [UInt8] {
        Array((["HTTP/1.1 200 OK"] + lines + ["Content-Length: \(length)", "", ""]).joined(separator: "\r\n").utf8)
    }

    private static func withServer(
        _ answer: [UInt8] = head([], length: 2) + Array("ok".utf8), _ body: (LocalServer) async throws -> Void
    ) async throws {
        let server = try LocalServer(answer: answer)
        defer { server.stop() }
        try await body(server)
    }

    private static func request(_ address: String, publicOnly: Bool) -> OutboundRequest {
        var request = OutboundRequest(address, agent: "test", milliseconds: 5000, limit: 1 << 20)
        request.publicOnly = publicOnly
        return request
    }

    /// `#` stands for the server's port.
    @Test(arguments: [
        "http://127.0.0.1:#/", "http://127.1:#/", "http://127.0.1:#/", "http://2130706433:#/", "http://0x7f000001:#/",
        "http://0x7f.0.0.1:#/", "http://0177.0.0.1:#/", "http://017700000001:#/", "http://127.0.0.1.:#/",
        "http://127.255.255.254:#/", "http://0.0.0.0:#/", "http://0:#/", "http://[::1]:#/", "http://[::]:#/",
        "http://[0:0:0:0:0:0:0:1]:#/", "http://[::ffff:127.0.0.1]:#/", "http://[::ffff:7f00:1]:#/",
        "http://[::127.0.0.1]:#/", "http://[64:ff9b::127.0.0.1]:#/", "http://[fe80::1%25lo]:#/", "http://localhost:#/",
        "http://LOCALHOST:#/", "http://localhost.:#/", "http://example.org@127.0.0.1:#/",
        "http://example.org:80@127.0.0.1:#/", "http://127.0.0.1:#@127.0.0.1:#/", "http://①②⑦.0.0.1:#/",
        "http://127。0。0。1:#/", "http://%31%32%37.0.0.1:#/", "http://127.0.0.1%00.example.org:#/",
        "http:127.0.0.1:#/", "http:///127.0.0.1:#/", "http://127.0.0.1:#\\@example.invalid/", "127.0.0.1:#/",
        "//127.0.0.1:#/",
    ])
    func `no spelling of an own address is reached`(_ spelling: String) async throws {
        try await Self.withServer { server in
            let address = spelling.replacing("#", with: "\(server.port)")
            await #expect(throws: OutboundError.self) {
                _ = try await OutboundConnection().send(Self.request(address, publicOnly: true))
            }
            #expect(server.count == 0)
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "ftp://127.0.0.1:#/a", "gopher://127.0.0.1:#/_GET%20/",
        "dict://127.0.0.1:#/d:a", "ldap://127.0.0.1:#/", "scp://127.0.0.1:#/a", "telnet://127.0.0.1:#/",
        "tftp://127.0.0.1:#/a", "smtp://127.0.0.1:#/", "imap://127.0.0.1:#/", "rtsp://127.0.0.1:#/",
        "ws://127.0.0.1:#/", "data:text/plain,a", "jar:http://127.0.0.1:#/!/", "",
    ])
    func `no other scheme is spoken, to the own network either`(_ spelling: String) async throws {
        try await Self.withServer { server in
            let address = spelling.replacing("#", with: "\(server.port)")
            for publicOnly in [true, false] {
                await #expect(throws: OutboundError.self, "\(publicOnly)") {
                    _ = try await OutboundConnection().send(Self.request(address, publicOnly: publicOnly))
                }
            }
            #expect(server.count == 0)
        }
    }

    @Test func `a redirect is told and not followed, and judged anew`() async throws {
        try await Self.withServer { inside in
            let target = "http://localhost:\(inside.port)/secret"
            let answer = Array("HTTP/1.1 302 Found\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n".utf8)
            try await Self.withServer(answer) { outside in
                let connection = OutboundConnection()
                let first = try await connection.send(
                    Self.request("http://127.0.0.1:\(outside.port)/", publicOnly: false))
                #expect(first.status == 302 && first.redirect == target && inside.count == 0)
                await #expect(throws: OutboundError.self) {
                    _ = try await connection.send(Self.request(target, publicOnly: true))
                }
                #expect(inside.count == 0)
            }
        }
    }

    @Test func `a socket that lies open from before is no way around`() async throws {
        try await Self.withServer { server in
            let connection = OutboundConnection()
            let address = "http://127.0.0.1:\(server.port)/"
            // a busy machine may let more than the time pass for which an idle socket is kept
            var isUsedAgain = false
            for _ in 0..<10 where !isUsedAgain {
                let before = server.count
                let answer = try await connection.send(Self.request(address, publicOnly: false))
                #expect(answer.bytes == Array("ok".utf8))
                isUsedAgain = before > 0 && server.count == before
            }
            #expect(isUsedAgain)
            await #expect(throws: OutboundError.self) {
                _ = try await connection.send(Self.request(address, publicOnly: true))
            }
        }
    }

    @Test(arguments: ["gzip", "deflate", "br", "zstd", "gzip, gzip, gzip, gzip, gzip, gzip, gzip, gzip"])
    func `an answer counts unpacked, and what unpacks to too much is refused`(coding: String) async throws {
        try await withTemporaryFolder { folder in
            // 8 MiB of zeros as the machine's own gzip writes them: 8 kB
            let plain = folder.appendingPathComponent("zeros").path
            try Data(count: 8 << 20).write(to: URL(fileURLWithPath: plain))
            try Program("gzip", [plain]).wait()
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
            #expect(bytes.count < 16_384)
            let answer = Self.head(["Content-Encoding: \(coding)"], length: bytes.count) + bytes
            try await Self.withServer(answer) { server in
                let error = await #expect(throws: OutboundError.self) {
                    _ = try await OutboundConnection().send(
                        Self.request("http://127.0.0.1:\(server.port)/", publicOnly: false))
                }
                if coding == "gzip" { #expect(error == .tooLong) }
            }
        }
    }
}
