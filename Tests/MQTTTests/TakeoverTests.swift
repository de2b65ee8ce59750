// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import MQTT

/// Connections that meet each other on one session, and messages that meet a limit.
@Suite struct TakeoverTests {
    private static let terms = Session.Terms(version: .v5, receiveMaximum: 10, packetSize: 1 << 20)

    private static func open(_ test: TestBroker, clean: Bool, on link: RecordingLink) async -> Session {
        var connect = ControlPacket.Connect()
        connect.startsClean = clean
        return await test.broker.open(connect, as: test.principal, clientIdentifier: "c", expiry: 60, on: link).session
    }

    @Test(arguments: [true, false])
    func `of two that come at once one stays`(_ clean: Bool) async throws {
        let test = TestBroker()
        let (first, second) = (RecordingLink(), RecordingLink())
        let early = await Self.open(test, clean: clean, on: first)
        let late = await Self.open(test, clean: clean, on: second)
        #expect(first.ended == .sessionTakenOver, "before it was told that it is in")
        #expect(!early.attach(first, Self.terms))
        #expect(late.attach(second, Self.terms))
        #expect(!early.isOwned(by: first) && late.isOwned(by: second))
        await test.broker.close(early, first, expiry: 0, will: nil, as: test.principal)
        #expect(second.ended == nil && test.broker.statistics.clientsConnected == 1)
    }

    @Test func `identifiers are compared by their bytes`() async throws {
        let test = TestBroker()
        let composed = try #require(await test.connect("caf\u{e9}"))
        let decomposed = try #require(await test.connect("cafe\u{301}"))
        #expect(composed.link.ended == nil && decomposed.session !== composed.session)
    }

    /// The second connection brings a QoS 2 message again while the first one's is still being stored.
    @Test func `a copy waits for what becomes of the message`() async throws {
        let test = TestBroker()
        let session = try #require(await test.connect("c")).session
        for isReceived in [false, true] {
            #expect(session.arrive(7) == .new)
            #expect(session.arrive(7) == .underWay)
            async let waiting: Void = session.settled(7)
            try await Task.sleep(for: .milliseconds(5))
            session.settle(7, isReceived: isReceived)
            await waiting
            await session.settled(7)
            #expect(session.arrive(7) == (isReceived ? .received : .new))
            if !isReceived { session.settle(7, isReceived: false) }
        }
        #expect(session.release(7))
        #expect(session.arrive(7) == .new)
    }

    @Test func `what has expired makes room`() async throws {
        var limits = MQTTLimits()
        limits.queue = 3
        let test = TestBroker(limits)
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t")
        await test.leave(client)
        for number in 0..<3 { await test.publish("t", "old \(number)", expiry: 1) }
        await test.pass(2)
        await test.publish("t", "fresh")
        let back = try #require(await test.connect("c"))
        #expect(back.link.payloads == ["fresh"])
    }

    @Test func `what comes again has less time left`() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t")
        await test.publish("t", "x", expiry: 10)
        await test.leave(client)
        await test.pass(4)
        let back = try #require(await test.connect("c"))
        #expect(back.link.published.first?.isDuplicate == true)
        #expect(back.link.published.first?.properties.number(.messageExpiryInterval) == 6)
    }

    @Test func `a will's time begins when it is published`() async throws {
        let test = TestBroker()
        let watcher = try #require(await test.connect("watcher"))
        _ = await test.subscribe(watcher, "will")
        let client = try #require(await test.connect("c"))
        var will = ControlPacket.Will(topic: "will", payload: [1])
        will.properties.set(.willDelayInterval, 5)
        will.properties.set(.messageExpiryInterval, 2)
        await test.leave(client, will: will)
        await test.pass(6)
        #expect(watcher.link.published.first?.properties.number(.messageExpiryInterval) == 2)
    }

    @Test func `an acknowledgement goes without its text where that is too long`() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c", packetSize: 20))
        var acknowledgement = ControlPacket.Acknowledgement(5, .notAuthorized)
        acknowledgement.properties.set(.reasonString, String(repeating: "x", count: 50))
        client.session.answer(.puback(acknowledgement), on: client.link)
        #expect(client.link.packets == [.puback(.init(5, .notAuthorized))])
        client.session.answer(.suback(.init(6, Array(repeating: .success, count: 30))), on: client.link)
        #expect(client.link.ended == .packetTooLarge, "rather than no answer for ever")
    }

    @Test func `retained messages without room do not end the connection`() async throws {
        var limits = MQTTLimits()
        limits.queue = 4
        let test = TestBroker(limits)
        for number in 0..<10 { await test.publish("r/\(number)", "x", retained: true) }
        let client = try #require(await test.connect("c", receiveMaximum: 2))
        #expect(await test.subscribe(client, "r/#") == .grantedQoS1)
        #expect(client.link.ended == nil && client.session.pending == 6)
    }

    /// A reader with a full plate is waited for; one that does not read is not, after a while.
    @Test func `patience has an end`() async throws {
        var limits = MQTTLimits()
        limits.queue = 10
        let test = TestBroker(limits)
        let client = try #require(await test.connect("c", receiveMaximum: 1))
        _ = await test.subscribe(client, "source/1")
        for _ in 0..<6 { await test.broker.deliver([1], from: MessageSource(1)) }
        #expect(!client.session.isCrowded, "five wait")
        let clock = ContinuousClock()
        let before = clock.now
        await test.broker.deliver([1], from: MessageSource(1), isPatient: true)
        #expect(clock.now - before > .milliseconds(40))
        #expect(!client.session.isCrowded, "left behind, as it reads nothing")
        func read(_ count: Int) {
            for _ in 0..<count {
                if let last = client.link.published.last { client.session.acknowledged(last.identifier) }
            }
        }
        read(5)
        #expect(!client.session.isCrowded)
        for _ in 0..<6 { await test.broker.deliver([1], from: MessageSource(1)) }
        #expect(client.session.isCrowded, "it had caught up, so it is waited for again")
    }
}
