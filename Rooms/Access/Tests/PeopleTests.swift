// SPDX-License-Identifier: EUPL-1.2
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Access

/// Invitations, second factors, sessions and what administrators decide, on each engine.
@Suite struct PeopleTests {
    typealias TestClock = AccessControlTests.TestClock
    static let password = AccessControlTests.password
    static let place = SignInPlace(address: "192.0.2.1", program: "Firefox")
    static let admin = Reader(identity: .account(id: 0, name: "Test"), role: .administrator)

    static func withControl(
        _ kind: TestEngine, _ body: @Sendable (AccessControl, TestClock, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let clock = TestClock()
            try await body(AccessControl(engine: engine) { clock.now }, clock, engine)
        }
    }

    private static func code(_ secret: [UInt8], _ clock: TestClock, later steps: Int64 = 0) -> String {
        TimeCode.code(secret, step: TimeCode.step(at: clock.now) + steps)
    }

    @Test(arguments: TestEngine.allCases)
    func `an invitation sets a password once, within a week`(_ kind: TestEngine) async throws {
        try await Self.withControl(kind) { control, clock, _ in
            let decision = AccountDecision(name: "Eva", login: "eva", role: .planner, department: "Bauamt")
            let (id, token) = try await control.invite(decision, by: "test")
            await #expect(throws: AccessError.wrongCredentials) {
                try await control.signIn(login: "eva", password: "", from: Self.place)
            }
            #expect(try await control.account(link: token)?.department == "Bauamt")
            await #expect(throws: AccessError.weakPassword(minimum: 12)) {
                try await control.redeem(link: token, password: "kurz", from: Self.place)
            }
            let session = try #require(try await control.redeem(link: token, password: Self.password, from: Self.place))
            #expect(try await control.reader(session: session)?.role == .planner)
            await #expect(throws: AccessError.invalidSetupLink) {
                try await control.redeem(link: token, password: Self.password, from: Self.place)
            }
            let late = try await control.resetLink(to: id, by: "test")
            clock.advance(seconds: 7 * 86_400 + 1)
            #expect(try await control.account(link: late) == nil)
            let void = try await control.resetLink(to: id, by: "test")
            let newest = try await control.resetLink(to: id, by: "test")
            #expect(try await control.account(link: void) == nil)
            #expect(try await control.account(link: newest)?.login == "eva")
            try await control.setDisabled(true, id, as: Self.admin)
            #expect(try await control.account(link: newest) == nil)
            await #expect(throws: AccessError.loginTaken("eva")) { try await control.invite(decision, by: "test") }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a second factor is asked for, each code once, and codes for emergencies too`(_ kind: TestEngine) async throws
    {
        try await Self.withControl(kind) { control, clock, _ in
            let id = try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            let secret = try await control.offerCode(to: id)
            #expect(try await control.offerCode(to: id) == secret)
            #expect(try await !control.signIn(login: "ada", password: Self.password, from: Self.place).needsCode)
            await #expect(throws: AccessError.wrongCode) {
                try await control.confirmCode(of: id, Self.code(secret, clock, later: 5), at: Self.place)
            }
            let used = Self.code(secret, clock)
            let (recovery, session) = try await control.confirmCode(of: id, used, at: Self.place)
            #expect(recovery.count == 8 && Set(recovery).count == 8)
            #expect(try await control.sessions(of: id, own: session).map(\.isOwn) == [true])
            let step = try await control.signIn(login: "ada", password: Self.password, from: Self.place)
            #expect(step.needsCode)
            #expect(try await control.reader(session: step.token) == nil)
            await #expect(throws: AccessError.wrongCredentials) {
                try await control.reader(login: "ada", password: Self.password, from: "192.0.2.1")
            }
            await #expect(throws: AccessError.wrongCode) {
                try await control.finishSignIn(step: step.token, code: used, from: Self.place)
            }
            clock.advance(seconds: 30)
            let fresh = try await control.finishSignIn(
                step: step.token, code: Self.code(secret, clock), from: Self.place)
            #expect(try await control.reader(session: fresh)?.role == .editor)
            await #expect(throws: AccessError.stepExpired) {
                try await control.finishSignIn(step: step.token, code: recovery[0], from: Self.place)
            }
            for isFirst in [true, false] {
                let again = try await control.signIn(login: "ada", password: Self.password, from: Self.place)
                let typed = recovery[0].lowercased().filter { $0 != "-" }
                if isFirst {
                    _ = try await control.finishSignIn(step: again.token, code: typed, from: Self.place)
                } else {
                    await #expect(throws: AccessError.wrongCode) {
                        try await control.finishSignIn(step: again.token, code: typed, from: Self.place)
                    }
                }
            }
            #expect(try await control.recoveryCount(of: id) == 7)
            _ = try await control.removeCode(of: id, password: Self.password, at: Self.place)
            #expect(try await !control.signIn(login: "ada", password: Self.password, from: Self.place).needsCode)
            #expect(try await control.recoveryCount(of: id) == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a second step ends after five wrong codes or five minutes`(_ kind: TestEngine) async throws {
        try await Self.withControl(kind) { control, clock, _ in
            let id = try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            let secret = try await control.offerCode(to: id)
            _ = try await control.confirmCode(of: id, Self.code(secret, clock), at: Self.place)
            let step = try await control.signIn(login: "ada", password: Self.password, from: Self.place)
            for _ in 0..<5 {
                await #expect(throws: AccessError.wrongCode) {
                    try await control.finishSignIn(step: step.token, code: "000000", from: Self.place)
                }
            }
            clock.advance(seconds: 60)
            await #expect(throws: AccessError.stepExpired) {
                try await control.finishSignIn(step: step.token, code: Self.code(secret, clock), from: Self.place)
            }
            let slow = try await control.signIn(login: "ada", password: Self.password, from: Self.place)
            clock.advance(seconds: 301)
            await #expect(throws: AccessError.stepExpired) {
                try await control.finishSignIn(step: slow.token, code: Self.code(secret, clock), from: Self.place)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a new password or another role ends the sessions, and people end their own`(_ kind: TestEngine) async throws {
        try await Self.withControl(kind) { control, clock, _ in
            let id = try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .editor, by: "test")
            func session() async throws -> String {
                try await control.signIn(login: "ada", password: Self.password, from: Self.place).token
            }
            let (one, two, three) = (try await session(), try await session(), try await session())
            let list = try await control.sessions(of: id, own: two)
            #expect(list.count == 3 && list.filter(\.isOwn).count == 1 && list[0].program == "Firefox")
            let ended = try #require(list.first { !$0.isOwn }).id
            try await control.endSession(ended, of: id + 1, own: two)
            #expect(try await control.sessions(of: id, own: two).count == 3, "nobody ends another's")
            try await control.endSession(ended, of: id, own: two)
            #expect(try await control.sessions(of: id, own: two).count == 2)
            try await control.endSession(nil, of: id, own: two)
            #expect(try await control.reader(session: two) != nil)
            for other in [one, three] { #expect(try await control.reader(session: other) == nil) }
            await #expect(throws: AccessError.wrongCredentials) {
                try await control.changePassword(of: id, from: "not the password", to: "Neu-genug-1648", at: Self.place)
            }
            let renewed = try await control.changePassword(
                of: id, from: Self.password, to: "Neu-genug-1648-x", at: Self.place)
            #expect(try await control.reader(session: two) == nil)
            #expect(try await control.reader(session: renewed)?.role == .editor)
            let changed = AccountDecision(name: "Ada", login: "ada", role: .viewer)
            try await control.decide(changed, about: id, as: Self.admin)
            #expect(try await control.reader(session: renewed) == nil)
            let replaced = try await control.signIn(
                login: "ada", password: "Neu-genug-1648-x", from: Self.place
            ).token
            let next = SignInPlace(address: "192.0.2.1", session: replaced)
            _ = try await control.signIn(login: "ada", password: "Neu-genug-1648-x", from: next)
            #expect(
                try await control.reader(session: replaced) == nil, "a sign-in takes the place of the session before")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the last administrator stays, and nobody shuts the own account`(_ kind: TestEngine) async throws {
        try await Self.withControl(kind) { control, _, _ in
            let id = try await control.createAccount(
                name: "Ada", login: "ada", password: Self.password, role: .administrator, by: "test")
            let own = Reader(identity: .account(id: id, name: "Ada"), role: .administrator)
            let less = AccountDecision(name: "Ada", login: "ada", role: .editor)
            await #expect(throws: AccessError.ownAccount) { try await control.decide(less, about: id, as: own) }
            await #expect(throws: AccessError.ownAccount) { try await control.setDisabled(true, id, as: own) }
            // who was invited and never came does not count
            _ = try await control.invite(AccountDecision(name: "B", login: "b", role: .administrator), by: "test")
            await #expect(throws: AccessError.lastAdministrator) {
                try await control.decide(less, about: id, as: Self.admin)
            }
            try await control.createAccount(
                name: "Bo", login: "bo", password: Self.password, role: .administrator, by: "test")
            try await control.decide(less, about: id, as: Self.admin)
            #expect(try await control.account(id).role == .editor)
        }
    }

    @Test func `codes are those of RFC 6238, appendix B`() {
        let secret = Array("12345678901234567890".utf8)
        let vectors: [(Int64, String)] = [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ]
        for (seconds, code) in vectors {
            let step = TimeCode.step(at: Instant(seconds: seconds))
            #expect(TimeCode.code(secret, step: step, digits: 8) == code)
            #expect(
                TimeCode.match(String(code.suffix(6)), secret, at: Instant(seconds: seconds + 30), after: 0) == step)
            #expect(TimeCode.match(String(code.suffix(6)), secret, at: Instant(seconds: seconds), after: step) == nil)
        }
        #expect(Base32.text(Array("foobar".utf8)) == "MZXW6YTBOI")
    }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.77", true), ("192.0.2.0/24", "192.0.3.1", false), ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.0/24", "::ffff:192.0.2.77", true), ("2001:db8::/32", "2001:db8:1::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
        ("2001:db8::/33", "2001:db8:8000::", false), ("127.0.0.0/8", "", false), ("fe80::/10", "fe80::1%eth0", true),
    ])
    func `ranges hold addresses`(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(Network(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "192.0.2.7/24", "192.0.2.0/33", "300.0.0.1", "2001:db8::1/32", "a", "", "10.0.0.0/+8", "::ffff:10.0.0.0/104",
    ])
    func `what is no range is refused`(text: String) { #expect(Network(text) == nil) }
}
