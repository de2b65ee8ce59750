// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import Storage
import TestSupport
import Testing
import Threads
import Wire

@Suite(.timeLimit(.minutes(30)))
struct PasswordHashingTests {
    private static let instant = Instant(seconds: 1_800_000_000)
    /// "Promenade-1648-Friede" as releases up to November 2026 stored it: libsodium's interactive limits.
    private static let oldHash =
        "$argon2id$v=19$m=65536,t=2,p=1$8CbOM0QGWJZn1he7gKVQ3g$qAXC2AZPSLE0LFH/mLj+5fu4aDYJid4920cCUiIajRc"

    private func withAccount(
        _ kind: TestEngine, hash: String, _ body: (AccessControl, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let control = AccessControl(engine: engine) { Self.instant }
            try await control.createAccount(
                name: "Ada", login: "ada", password: AccessControlTests.password, role: .editor, by: "test")
            try await engine.write { _ = try $0.execute("UPDATE account SET password_hash = \(hash)") }
            try await body(control, engine)
        }
    }

    private func stored(_ engine: any StorageEngine) async throws -> String? {
        try await engine.read { try $0.text("SELECT password_hash FROM account WHERE login = 'ada'") }
    }

    @Test(arguments: TestEngine.allCases)
    func `an old hash is renewed by signing in, and only with the right password`(_ kind: TestEngine) async throws {
        try await withAccount(kind, hash: Self.oldHash) { control, engine in
            await #expect(throws: AccessError.wrongCredentials) {
                try await control.reader(login: "ada", password: "something else entirely", from: "192.0.2.1")
            }
            #expect(try await stored(engine) == Self.oldHash)
            _ = try await control.reader(login: "ada", password: AccessControlTests.password, from: "192.0.2.1")
            let renewed = try #require(try await stored(engine))
            #expect(renewed.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
            _ = try await control.reader(login: "ada", password: AccessControlTests.password, from: "192.0.2.1")
            #expect(try await stored(engine) == renewed)
        }
    }

    @Test func `too little memory is no wrong password and counts as no failure`() async throws {
        // a hash that asks for 4 TiB
        let hash =
            "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
            + "RdescudvJCsgt3ub+b27qKN2u8Eqx1hyzqxbnuHVgms"
        try await withAccount(.sqlite, hash: hash) { control, _ in
            for _ in 0..<8 {
                await #expect(throws: AccessError.hashingFailed) {
                    try await control.reader(login: "ada", password: AccessControlTests.password, from: "192.0.2.1")
                }
            }
        }
    }

    @Test func `beyond the queue a login is told to come back, readers by key go on`() async throws {
        try await withDatabase(.sqlite) { engine in
            let control = AccessControl(engine: engine, passwords: PasswordHashing(threads: 1, queue: 2)) {
                Self.instant
            }
            let key = try await control.createKey(name: "reader", role: .viewer, by: "test")
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        do {
                            _ = try await control.logIn(
                                login: "nobody\(number)", password: "something else entirely",
                                from: "192.0.2.\(number)")
                            return "in"
                        } catch AccessError.wrongCredentials {
                            return "wrong"
                        } catch WorkerPoolError.full(_, let seconds) {
                            return seconds >= 1 ? "full" : "full without a time"
                        }
                    }
                }
                group.addTask { try await control.reader(key: key)?.role == .viewer ? "key" : "no key" }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes["key"] == 1)
            #expect(outcomes["full", default: 0] > 0)
            #expect(outcomes["wrong", default: 0] >= 3)
            #expect(outcomes.values.reduce(0, +) == 25)
        }
    }

    @Test func `nobody makes the server hash with a link that is none`() async throws {
        try await withDatabase(.sqlite) { engine in
            // no room at all: whoever gets to the hashing is refused by the queue
            let control = AccessControl(engine: engine, passwords: PasswordHashing(threads: 1, queue: 0)) {
                Self.instant
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await #expect(throws: AccessError.invalidSetupLink) {
                            try await control.redeem(
                                setupToken: "none", name: "Eve", login: "eve", password: AccessControlTests.password)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

@Suite struct ClientNetworkTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:0:1:a::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff:1:2:3", "2001:db8:0:1::/64"), ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::1", "0:0:0:0::/64"),
        ("unknown", "unknown"), ("", ""),
    ])
    func `an IPv6 connection counts by its 64 bits`(address: String, text: String) {
        #expect(ClientNetwork(address).text == text)
    }
}
