// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import MQTT

/// What a reconnection sends again keeps to the terms of the new connection (MQTT 5.0 §3.3.4, §3.1.2.11.4).
@Suite struct ResendTests {
    @Test func noMoreThanTheNewReceiveMaximum() async throws {
        let test = TestBroker()
        let first = try #require(await test.connect("c", receiveMaximum: 10))
        _ = await test.subscribe(first, "t", .exactlyOnce)
        let texts = (1...6).map(String.init)
        for text in texts { await test.publish("t", text, .exactlyOnce) }
        #expect(first.link.payloads == texts)
        await test.leave(first)
        await test.publish("t", "7", .exactlyOnce)

        let second = try #require(await test.connect("c", receiveMaximum: 2))
        #expect(second.link.payloads == ["1", "2"])
        for count in 3...7 {
            let next = try #require(second.link.published.dropFirst(count - 3).first)
            second.session.received(.init(next.identifier))
            #expect(second.link.payloads.count == count - 1, "a PUBREC frees no place")
            second.session.completed(next.identifier)
            #expect(second.link.payloads == (1...count).map(String.init))
        }
        #expect(second.link.published.prefix(6).allSatisfy { $0.isDuplicate })
        #expect(second.link.published.last?.isDuplicate == false)
    }

    @Test func anAcknowledgementOfWhatWaitsToBeSentAgainCounts() async throws {
        let test = TestBroker()
        let first = try #require(await test.connect("c"))
        _ = await test.subscribe(first, "t")
        for text in ["1", "2", "3"] { await test.publish("t", text) }
        let identifiers = first.link.published.map(\.identifier)
        await test.leave(first)
        let second = try #require(await test.connect("c", receiveMaximum: 1))
        second.session.acknowledged(identifiers[2])
        #expect(second.link.payloads == ["1"])
        second.session.acknowledged(identifiers[0])
        #expect(second.link.payloads == ["1", "2"])
        second.session.acknowledged(identifiers[1])
        await test.publish("t", "4")
        #expect(second.link.payloads == ["1", "2", "4"])
    }

    @Test func whatIsTooLargeForTheNewConnectionIsLeftOut() async throws {
        let test = TestBroker()
        let first = try #require(await test.connect("c"))
        _ = await test.subscribe(first, "t")
        for text in ["a", String(repeating: "b", count: 200), "c"] { await test.publish("t", text) }
        await test.leave(first)
        let second = try #require(await test.connect("c", receiveMaximum: 2, packetSize: 100))
        #expect(second.link.payloads == ["a", "c"])
        #expect(second.session.pending == 2)
    }
}
