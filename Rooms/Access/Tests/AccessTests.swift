// SPDX-License-Identifier: EUPL-1.2
import Access
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct AccessControlTests {
    /// A clock that a test moves.
    final class TestClock: Sendable {
        private let instant = Mutex(Instant(seconds: 1_800_000_000))
        var now: Instant { instant.withLock { $0 } }
        func advance(seconds: Int64) { instant.withLock { $0.microseconds += seconds * 1_000_000 } }
    }

    static let password = "Promenade-1648-Friede"

    func withControl(
        _ kind: TestEngine, _ body: @Sendable (AccessControl, TestClock) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let clock = TestClock()
            try await body(AccessControl(engine: engine) { clock.now }, clock)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a set-up link makes one administrator and is then void`(_ kind: TestEngine) async throws {
        try await withControl(kind) { control, _ in
            #expect(try await !control.hasAdministrator())
            let token = try await control.makeSetupToken()
            #expect(try await control.isValid(setupToken: token))
            let session = try await control.redeem(
                setupToken: token, name: "Ada", login: "ada", password: Self.password)
            #expect(try await control.reader(session: session)?.role == .administrator)
            #expect(try await control.hasAdministrator())
            await #expect(throws: AccessError.invalidSetupLink) {
                try await control.redeem(setupToken: token, name: "Eve", login: "eve", password: Self.password)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a set-up link expires after a day and a newer one replaces it`(_ kind: TestEngine) async throws {
        try await withControl(kind) { control, clock in
            let first = try await control.makeSetupToken()
            let second = try await control.makeSetupToken()
            #expect(try await !control.isValid(setupToken: first))
            clock.advance(seconds: 86_401)
            #expect(try await !control.isValid(setupToken: second))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a key works until it is revoked or expires`(_ kind: TestEngine) async throws {
        try await withControl(kind) { control, clock in
            let expiry = Instant(microseconds: clock.now.microseconds + 60_000_000)
            let secret = try await control.createKey(name: "importer", role: .editor, by: "test")
            let brief = try await control.createKey(name: "brief", role: .viewer, expires: expiry, by: "test")
            #expect(try await control.reader(key: secret)?.role == .editor)
            #expect(try await control.reader(key: brief)?.mayWrite == false)
            #expect(try await control.reader(key: secret + "x") == nil)
            clock.advance(seconds: 61)
            #expect(try await control.reader(key: brief) == nil)
            let id = try #require(try await control.keys().first { $0.name == "importer" }?.id)
            try await control.revokeKey(id: id, by: "test")
            #expect(try await control.reader(key: secret) == nil)
            await #expect(throws: AccessError.noSuchKey(id)) { try await control.revokeKey(id: id, by: "test") }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `signing in checks the password and slows down guessing`(_ kind: TestEngine) async throws {
        try await withControl(kind) { control, clock in
            try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            let session = try await control.logIn(login: "ada", password: Self.password, from: "192.0.2.1")
            #expect(try await control.reader(session: session)?.displayName == "Ada")
            for _ in 0..<5 {
                await #expect(throws: AccessError.wrongCredentials) {
                    try await control.logIn(login: "ada", password: "something else entirely", from: "192.0.2.1")
                }
            }
            await #expect(throws: AccessError.tooManyAttempts(retryAfter: 1)) {
                try await control.logIn(login: "ada", password: Self.password, from: "192.0.2.1")
            }
            clock.advance(seconds: 2)
            let again = try await control.logIn(login: "ada", password: Self.password, from: "192.0.2.1")
            try await control.logOut(session: again)
            #expect(try await control.reader(session: again) == nil)
            clock.advance(seconds: 12 * 3600 + 1)
            #expect(try await control.reader(session: session) == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a session that nobody uses ends`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let clock = TestClock()
            let control = AccessControl(engine: engine, idleMinutes: 30) { clock.now }
            let id = try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            let place = SignInPlace(address: "192.0.2.1")
            let session = try await control.signIn(login: "ada", password: Self.password, from: place).token
            // used each twenty minutes it lasts
            for _ in 0..<30 {
                clock.advance(seconds: 1200)
                #expect(try await control.reader(session: session) != nil)
            }
            clock.advance(seconds: 1800)
            #expect(try await control.reader(session: session) == nil)
            let other = try await control.signIn(login: "ada", password: Self.password, from: place).token
            clock.advance(seconds: 1799)
            #expect(try await control.sessions(of: id, own: other).count == 1)
            clock.advance(seconds: 1)
            #expect(try await control.sessions(of: id, own: other).isEmpty)
            #expect(try await control.reader(session: other) == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a wrong password stands in the trail, without what was typed`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let clock = TestClock()
            let control = AccessControl(engine: engine) { clock.now }
            let id = try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            for login in ["ada", "my password by mistake"] {
                await #expect(throws: AccessError.wrongCredentials) {
                    try await control.signIn(
                        login: login, password: "not this one", from: SignInPlace(address: "2001:db8::7"))
                }
            }
            let entries = try await engine.read { connection in
                try connection.rows(
                    "SELECT actor, object, detail FROM audit_entry WHERE action = 'wrong password' ORDER BY id"
                ) { [$0.text(0), $0.text(1), $0.text(2)] }
            }
            let from = #"{"from":"2001:db8:0:0::/64"}"#
            #expect(entries == [["sign-in", "account/\(id)", from], ["sign-in", "account", from]])
        }
    }

    @Test(arguments: [
        ("", "ada", AccessControlTests.password, AccessError.invalidField("name")),
        ("Ada", " ", AccessControlTests.password, AccessError.invalidField("login")),
        ("Ada", "ada", "short", AccessError.weakPassword(minimum: 12)),
        ("Ada", "ada", "aaaaaaaaaaaaaaaa", AccessError.weakPassword(minimum: 12)),
        ("Ada Lovelace", "ada", "Lovelace-2026!", AccessError.weakPassword(minimum: 12)),
        ("Ada", "taken", AccessControlTests.password, AccessError.loginTaken("taken")),
    ])
    func `accounts with faults are refused`(name: String, login: String, password: String, error: AccessError)
        async throws
    {
        try await withControl(.sqlite) { control, _ in
            try await control.createAccount(
                name: "Taken", login: "taken", password: Self.password, role: .viewer, by: "test")
            await #expect(throws: error) {
                try await control.createAccount(name: name, login: login, password: password, role: .viewer, by: "test")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a disabled account loses its sessions and the last administrator stays`(_ kind: TestEngine) async throws {
        try await withControl(kind) { control, _ in
            try await control.createAccount(
                name: "Root", login: "root", password: Self.password, role: .administrator, by: "test")
            try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            let session = try await control.logIn(login: "ada", password: Self.password, from: "192.0.2.1")
            try await control.disableAccount(login: "ada", by: "root")
            #expect(try await control.reader(session: session) == nil)
            await #expect(throws: AccessError.wrongCredentials) {
                try await control.logIn(login: "ada", password: Self.password, from: "192.0.2.1")
            }
            await #expect(throws: AccessError.lastAdministrator) {
                try await control.disableAccount(login: "root", by: "root")
            }
        }
    }
}
