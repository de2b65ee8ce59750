// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Access

@Suite struct LoginThrottleTests {
    private static let start = Instant(seconds: 1_800_000_000)

    private func fail(
        _ throttle: inout LoginThrottle, _ login: String, _ address: String, at instant: Instant = start
    ) -> Int? {
        let pair = LoginThrottle.Pair(login: login, address: address)
        if let seconds = throttle.begin(pair, at: instant) { return seconds }
        throttle.end(pair, isRight: false, at: instant)
        return nil
    }

    private func later(_ seconds: Int64) -> Instant {
        Instant(microseconds: Self.start.microseconds + seconds * 1_000_000)
    }

    @Test func `failures from elsewhere lock nobody out`() {
        var throttle = LoginThrottle()
        for number in 0..<500 { _ = fail(&throttle, "ada", "203.0.113.\(number % 250)") }
        let pair = LoginThrottle.Pair(login: "ada", address: "192.0.2.1")
        #expect(throttle.begin(pair, at: Self.start) == nil)
    }

    @Test func `after five failures from one address each further one doubles the wait`() {
        var throttle = LoginThrottle()
        for _ in 0..<5 { #expect(fail(&throttle, "ada", "192.0.2.1") == nil) }
        #expect(fail(&throttle, "ada", "192.0.2.1") == 1)
        #expect(fail(&throttle, "ada", "192.0.2.1", at: later(1)) == nil)
        #expect(fail(&throttle, "ada", "192.0.2.1", at: later(1)) == 2)
        // forgotten after a quarter of an hour
        #expect(fail(&throttle, "ada", "192.0.2.1", at: later(902)) == nil)
        #expect(fail(&throttle, "ada", "192.0.2.1", at: later(902)) == nil)
    }

    @Test func `one password for many logins is slowed, one who is known there is not`() {
        var throttle = LoginThrottle()
        let known = LoginThrottle.Pair(login: "ada", address: "192.0.2.1")
        #expect(throttle.begin(known, at: Self.start) == nil)
        throttle.end(known, isRight: true, at: Self.start)
        for number in 0..<20 { #expect(fail(&throttle, "login\(number)", "192.0.2.1") == nil) }
        #expect(fail(&throttle, "another", "192.0.2.1") == 1)
        #expect(throttle.begin(known, at: Self.start) == nil)
    }

    @Test func `tries at the same time count before they are judged`() {
        var throttle = LoginThrottle()
        let pair = LoginThrottle.Pair(login: "ada", address: "192.0.2.1")
        for _ in 0..<5 { #expect(throttle.begin(pair, at: Self.start) == nil) }
        #expect(throttle.begin(pair, at: Self.start) == 1)
        throttle.end(pair, isRight: nil, at: Self.start)
        #expect(throttle.begin(pair, at: Self.start) == nil)
    }

    @Test func `what is kept is bounded and the worst are not forgotten`() {
        var throttle = LoginThrottle()
        for _ in 0..<6 { _ = fail(&throttle, "ada", "192.0.2.1") }
        // one failure each, from addresses of their own
        for number in 0..<10_500 { _ = fail(&throttle, "login\(number)", "10.\(number / 250).0.\(number % 250)") }
        #expect(throttle.count <= 2 * LoginThrottle.limit)
        #expect(fail(&throttle, "ada", "192.0.2.1") == 1)
    }

    @Test func `tries that end without a judgement leave nothing behind`() {
        var throttle = LoginThrottle()
        let pair = LoginThrottle.Pair(login: "ada", address: "192.0.2.1")
        #expect(throttle.begin(pair, at: Self.start) == nil)
        throttle.end(pair, isRight: nil, at: Self.start)
        #expect(throttle.count == 0)
    }
}
