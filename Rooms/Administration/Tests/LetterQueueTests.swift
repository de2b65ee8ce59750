// SPDX-License-Identifier: EUPL-1.2
import Access
import Rights
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Administration

/// Mail waits in the database until its server takes it.
@Suite struct LetterQueueTests {
    private static let begin = Instant(seconds: 1_795_000_000)

    /// A clock that is put forward by hand, and a mail server that answers what it is told to.
    private final class World: Sendable {
        let now = Mutex(LetterQueueTests.begin)
        let answers = Mutex<[LetterDelivery]>([])
        let received = Mutex<[QueuedLetter]>([])

        func carrier(_ engine: any StorageEngine) -> LetterCarrier {
            LetterCarrier(engine: engine, clock: { self.now.withLock { $0 } }) { letter in
                self.received.withLock { $0.append(letter) }
                return self.answers.withLock { $0.isEmpty ? .sent : $0.removeFirst() }
            }
        }

        func pass(minutes: Int64) { now.withLock { $0.microseconds += minutes * 60_000_000 } }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is not taken is tried again later, each time later`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let world = World()
            world.answers.withLock { $0 = [.later("down"), .later("down"), .later("down")] }
            let carrier = world.carrier(engine)
            #expect(
                try await carrier.post(to: "a@b.de", subject: "S", body: "geheim", about: "link") == .later("down"))
            // each pause, a minute before its end and at it
            for (minutes, tries) in [(1, 2), (5, 3), (15, 4)] as [(Int64, Int)] {
                world.pass(minutes: minutes - 1)
                #expect(try await carrier.carryDue() == 0, "\(tries)")
                world.pass(minutes: 1)
                // a carrier of another process, after a restart
                #expect(try await world.carrier(engine).carryDue() == 1, "\(tries)")
                #expect(world.received.withLock { $0.last?.tries } == tries)
            }
            let letters = try await engine.read { try LetterQueue.newest(10, on: $0) }
            #expect(letters.map(\.state) == [.sent] && letters.map(\.tries) == [4])
            // the text may open an account: it stays no longer than it has to
            #expect(letters.map(\.body) == [""])
            #expect(world.received.withLock { $0.allSatisfy { $0.body == "geheim" } })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `letters to an account go when it is disabled, sent and waiting ones`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let world = World()
            let control = AccessControl(engine: engine, now: { Self.begin })
            let admin = Reader(identity: .account(id: 0, name: "Test"), role: .administrator)
            var ids: [Int64] = []
            for name in ["eva", "ada"] {
                let decision = AccountDecision(name: name, login: name, role: .viewer, mail: name + "@example.org")
                ids.append(try await control.invite(decision, by: "test").id)
            }
            let carrier = world.carrier(engine)
            let mail = AccountMail { recipient, subject, text, about in
                _ = try await carrier.post(to: recipient, subject: subject, body: text, about: about)
                return .sent
            }
            for (number, answer) in [(0, .sent), (0, .later("down")), (1, .later("down"))] as [(Int, LetterDelivery)] {
                world.answers.withLock { $0 = [answer] }
                _ = try await mail.send(
                    to: number == 0 ? "eva@example.org" : "ada@example.org", subject: "S", text: "/join/geheim",
                    account: ids[number])
            }
            // one of before letters named their account, and one that is nobody's
            world.answers.withLock { $0 = [.later("down"), .later("down")] }
            _ = try await mail.send(to: "eva@example.org", subject: "alt", text: "/join/geheim")
            _ = try await carrier.post(to: "eva@example.org", subject: "A", body: "b", about: "alert x")
            try await control.setDisabled(true, ids[0], as: admin)
            let left = try await engine.read { try LetterQueue.newest(10, on: $0) }
            #expect(left.map(\.recipient).sorted() == ["ada@example.org", "eva@example.org"])
            #expect(left.contains { $0.subject == "A" })
            world.pass(minutes: 5)
            #expect(try await carrier.carryDue() == 2)
            #expect(
                world.received.withLock {
                    $0.suffix(2).allSatisfy { $0.recipient != "eva@example.org" || $0.subject == "A" }
                })
            try await control.erase(ids[0], as: admin)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a refusal is final, and patience ends`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let world = World()
            world.answers.withLock { $0 = [.refused("550")] + Array(repeating: .later("down"), count: 100) }
            let carrier = world.carrier(engine)
            #expect(try await carrier.post(to: "no@b.de", subject: "S", body: "t", about: "link") == .refused("550"))
            _ = try await carrier.post(to: "a@b.de", subject: "S", body: "t", about: "alert x")
            for _ in 0..<60 {
                world.pass(minutes: 60)
                try await carrier.carryDue()
            }
            let letters = try await engine.read { try LetterQueue.newest(10, on: $0) }
            #expect(letters.map(\.state) == [.abandoned, .refused])
            #expect(letters.map(\.fault) == ["down", "550"] && letters.allSatisfy { $0.body.isEmpty })
            #expect(letters[0].tries > 5 && letters[1].tries == 1)
            let since = Self.begin
            #expect(try await carrier.matters(since: since) == ["link", "alert x"])
            let counts = try await engine.read { try LetterQueue.counts(since: since, on: $0) }
            #expect(counts.waiting == 0 && counts.failed == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `two who send at the same time send a letter once`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let now = Self.begin
            try await engine.write { connection in
                for number in 0..<20 {
                    _ = try LetterQueue.add(
                        about: "x", to: "a@b.de", subject: "\(number)", body: "t", at: now, on: connection)
                }
            }
            let world = World()
            let carriers = (world.carrier(engine), world.carrier(engine))
            async let one = carriers.0.carryDue()
            async let other = carriers.1.carryDue()
            #expect(try await one + other == 20)
            #expect(Set(world.received.withLock { $0.map(\.subject) }).count == 20)
        }
    }
}
