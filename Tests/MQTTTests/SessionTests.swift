// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import MQTT

@Suite struct SessionTests {
    @Test func theWindowHoldsBackAndOpensAgain() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c", receiveMaximum: 2))
        #expect(await test.subscribe(client, "t") == .grantedQoS1)
        for number in 1...5 { await test.publish("t", "\(number)") }
        #expect(client.link.payloads == ["1", "2"])
        let first = try #require(client.link.published.first)
        client.session.acknowledged(first.identifier)
        #expect(client.link.payloads == ["1", "2", "3"])
        client.session.acknowledged(first.identifier)
        #expect(client.link.payloads == ["1", "2", "3"], "an acknowledgement counts once")
    }

    @Test func whatWasNotAcknowledgedComesAgainInOrder() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c", receiveMaximum: 2))
        _ = await test.subscribe(client, "t", .exactlyOnce)
        for number in 1...4 { await test.publish("t", "\(number)", .exactlyOnce) }
        let sent = client.link.published
        client.session.received(.init(sent[0].identifier))
        await test.leave(client)
        await test.publish("t", "0", .atMostOnce)
        let back = try #require(await test.connect("c", receiveMaximum: 3))
        #expect(back.isPresent)
        guard case .pubrel(let release) = try #require(back.link.packets.first) else {
            Issue.record("a message that was received is released, not sent again")
            return
        }
        #expect(release.identifier == sent[0].identifier)
        #expect(back.link.payloads == ["2", "3"])
        #expect(back.link.published.map(\.isDuplicate) == [true, false])
        #expect(back.link.published.first?.identifier == sent[1].identifier)
        back.session.completed(release.identifier)
        #expect(back.link.payloads == ["2", "3", "4"])
    }

    @Test func bytesThatHaveNotLeftHoldBackTheRest() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t", .atMostOnce)
        let large = String(repeating: "x", count: 100_000)
        for _ in 0..<20 { await test.publish("t", large, .atMostOnce) }
        #expect(client.link.published.count == 3, "no more than the window is handed over")
        client.link.drain()
        #expect(client.link.published.count == 20)
    }

    @Test func aFullQueueGivesUpTheOldestOfQoS0First() async throws {
        var limits = MQTTLimits()
        limits.queue = 3
        let test = TestBroker(limits)
        let client = try #require(await test.connect("c", receiveMaximum: 1))
        _ = await test.subscribe(client, "t", .atLeastOnce)
        await test.publish("t", "sent")
        await test.publish("t", "1")
        await test.publish("t", "zero", .atMostOnce)
        for number in 2...3 { await test.publish("t", "\(number)") }
        #expect(client.link.ended == nil)
        #expect(test.broker.statistics.messagesDropped == 1)
        await test.publish("t", "zero", .atMostOnce)
        #expect(client.link.ended == nil, "what has QoS 0 may be lost")
        await test.publish("t", "4")
        #expect(client.link.ended == .quotaExceeded)
        await test.leave(client)
        let back = try #require(await test.connect("c"))
        #expect(back.link.payloads == ["sent", "1", "2", "3"])
    }

    @Test func aPacketThatIsTooLargeIsLeftOut() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c", receiveMaximum: 1, packetSize: 50))
        _ = await test.subscribe(client, "t")
        await test.publish("t", String(repeating: "x", count: 100))
        await test.publish("t", "small")
        #expect(client.link.payloads == ["small"])
    }

    @Test func aMessageThatHasExpiredIsNotSent() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t")
        await test.leave(client)
        await test.publish("t", "short", expiry: 10)
        await test.publish("t", "long", expiry: 100)
        await test.pass(30)
        let back = try #require(await test.connect("c"))
        #expect(back.link.payloads == ["long"])
        #expect(back.link.published.first?.properties.number(.messageExpiryInterval) == 70)
    }

    @Test func answersGoToTheConnectionThatAsked() async throws {
        let test = TestBroker()
        let old = try #require(await test.connect("c"))
        let new = try #require(await test.connect("c"))
        #expect(old.link.ended == .sessionTakenOver)
        #expect(old.session === new.session)
        old.session.answer(.puback(.init(1)), on: old.link)
        #expect(new.link.packets.isEmpty && old.link.packets.isEmpty)
        new.session.answer(.puback(.init(1)), on: new.link)
        #expect(new.link.packets == [.puback(.init(1))])
    }

    @Test func whoReadsNoAnswerIsDisconnected() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        for _ in 0..<10_000 { client.session.answer(.pingresp, on: client.link) }
        #expect(client.link.ended == nil)
        client.session.answer(.pingresp, on: client.link)
        #expect(client.link.ended == .quotaExceeded)
        let reader = try #require(await test.connect("reader"))
        for _ in 0..<20_000 {
            reader.session.answer(.pingresp, on: reader.link)
            reader.link.drain()
        }
        #expect(reader.link.ended == nil)
    }
}
