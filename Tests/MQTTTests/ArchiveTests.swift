// SPDX-License-Identifier: EUPL-1.2
import Testing

import Rights
@testable import MQTT

/// A broker is stopped or dies, and another takes its place with the same archive.
@Suite struct ArchiveTests {
    private let archive = MemoryArchive()

    /// Looks as the server does once a second; what has waited for one look is stored by the next.
    private func look(_ test: TestBroker) async {
        await test.broker.save()
        await test.broker.save()
    }

    private func next(wall: Double = 0, _ limits: MQTTLimits = MQTTLimits()) async throws -> TestBroker {
        let test = TestBroker(limits, seconds: 7, archive: archive, wall: wall)
        try await test.broker.restore()
        return test
    }

    @Test(arguments: [true, false])
    func whatWaitsForWhoIsAwaySurvives(isClean: Bool) async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c"))
        _ = await first.subscribe(client, "t/+", .exactlyOnce, identifier: 9)
        await first.leave(client)
        for text in ["1", "2", "3"] { await first.publish("t/a", text, .exactlyOnce) }
        await first.publish("t/a", "QoS 0", .atMostOnce)
        if isClean { await first.broker.finish() } else { await look(first) }

        let second = try await next()
        await second.publish("t/b", "4", .atLeastOnce)
        let back = try #require(await second.connect("c"))
        #expect(back.isPresent)
        #expect(back.link.payloads == ["1", "2", "3", "4"])
        #expect(back.link.published.map(\.qos) == [.exactlyOnce, .exactlyOnce, .exactlyOnce, .atLeastOnce])
        #expect(back.link.published.allSatisfy { $0.properties.number(.subscriptionIdentifier) == 9 })
        #expect(back.link.published.allSatisfy { !$0.isDuplicate })
    }

    @Test func whatWasUnderWayComesAgainWithItsIdentifier() async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c"))
        _ = await first.subscribe(client, "t", .exactlyOnce)
        for text in ["acknowledged", "received", "sent"] { await first.publish("t", text, .exactlyOnce) }
        let identifiers = client.link.published.map(\.identifier)
        client.session.received(.init(identifiers[0]))
        client.session.completed(identifiers[0])
        client.session.received(.init(identifiers[1]))
        #expect(client.session.arrive(77) == .new)
        client.session.settle(77, isReceived: true)
        #expect(client.session.arrive(78) == .new)
        await look(first)
        await first.broker.finish()

        let second = try await next()
        let back = try #require(await second.connect("c"))
        #expect(back.link.packets.contains(.pubrel(.init(identifiers[1]))))
        #expect(back.link.payloads == ["sent"])
        #expect(back.link.published.first?.isDuplicate == true)
        #expect(back.link.published.first?.identifier == identifiers[2])
        #expect(back.session.arrive(77) == .received, "QoS 2 from the client stays exactly once")
        #expect(back.session.arrive(78) == .new, "what was not passed on yet is not taken for received")
        back.session.completed(identifiers[1])
        back.session.received(.init(identifiers[2]))
        back.session.completed(identifiers[2])
        await look(second)
        #expect(archive.messages.isEmpty)
    }

    /// The server is killed between any two steps of a QoS 2 message whose mark is stored with what it says.
    @Test func aMarkedMessageIsKnownAfterACrashUntilItsReleaseIsDurable() async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c"))
        let mark = try #require(first.broker.mark(7, of: client.session, as: first.principal))
        archive.store(mark)
        // killed before any save: the session comes with the mark
        let second = try await next()
        let back = try #require(await second.connect("c"))
        #expect(back.isPresent)
        #expect(back.session.arrive(7) == .received, "the message comes again and is known")
        archive.fail(true)
        await #expect(throws: MQTTFault.self) { try await second.broker.release(7, of: back.session) }
        #expect(back.session.arrive(7) == .received, "without a durable release nothing is released")
        archive.fail(false)
        try await second.broker.release(7, of: back.session)
        // killed before the PUBCOMP: the client releases again, or sends the next message with this identifier
        let third = try await next()
        let again = try #require(await third.connect("c"))
        #expect(again.isPresent)
        #expect(!again.session.release(7))
        #expect(again.session.arrive(7) == .new)
    }

    @Test func whatIsNotMarkedDoesNotBlockItsIdentifierAfterACrash() async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c"))
        #expect(client.session.arrive(7) == .new)
        client.session.settle(7, isReceived: true)
        await look(first)
        #expect(client.session.release(7))
        let second = try await next()
        let back = try #require(await second.connect("c"))
        #expect(back.session.arrive(7) == .new, "the next message with this identifier is another one")
    }

    @Test func aSessionThatEndsWithItsConnectionHasNoMarksAndACleanStartLeavesNone() async throws {
        let first = TestBroker(archive: archive)
        let brief = try #require(await first.connect("brief", expiry: 0))
        #expect(first.broker.mark(1, of: brief.session, as: first.principal) == nil)
        let client = try #require(await first.connect("c"))
        archive.store(try #require(first.broker.mark(7, of: client.session, as: first.principal)))
        first.broker.isArchived(client.session)
        _ = try #require(await first.connect("c", clean: true))
        // killed at once
        let second = try await next()
        let back = try #require(await second.connect("c"))
        #expect(!back.isPresent)
        #expect(back.session.arrive(7) == .new)
    }

    @Test func whatIsDeliveredAtOnceIsNeverStored() async throws {
        let test = TestBroker(archive: archive)
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t")
        await test.broker.save()
        let saves = archive.saves
        for text in ["1", "2"] {
            await test.publish("t", text)
            await test.broker.save()
            for publish in client.link.published { client.session.acknowledged(publish.identifier) }
        }
        await test.broker.save()
        #expect(archive.saves == saves, "no write for a client that keeps up")
        #expect(archive.messages.isEmpty)
        #expect(archive.sessions.count == 1)
    }

    @Test func timeRunsOnWhileTheServerIsDown() async throws {
        let first = TestBroker(archive: archive, wall: 1_000_000)
        for (name, expiry) in [("short", 60), ("long", 600)] {
            let client = try #require(await first.connect(name))
            _ = await first.subscribe(client, "t")
            await first.leave(client, expiry: expiry)
        }
        await first.publish("t", "soon over", expiry: 50)
        await first.publish("t", "lasts", expiry: 500)
        await first.publish("r/1", "soon over", retained: true, expiry: 50)
        await first.publish("r/2", "lasts", retained: true, expiry: 500)
        await first.broker.finish()

        let second = try await next(wall: 1_000_100)
        #expect(second.broker.statistics.sessions == 1)
        let short = try #require(await second.connect("short"))
        #expect(!short.isPresent)
        let long = try #require(await second.connect("long"))
        #expect(long.isPresent)
        #expect(long.link.payloads == ["lasts"])
        #expect(long.link.published.first?.properties.number(.messageExpiryInterval) == 400)
        _ = await second.subscribe(long, "r/#")
        #expect(long.link.payloads == ["lasts", "lasts"])
        await second.pass(0)
        await second.broker.save()
        #expect(archive.topics == ["r/2"])
        #expect(Set(archive.sessions.map(\.clientIdentifier)) == ["short", "long"], "the new short one is kept too")
    }

    @Test func whatEndsLeavesTheArchive() async throws {
        let test = TestBroker(archive: archive)
        let kept = try #require(await test.connect("kept"))
        let clean = try #require(await test.connect("clean"))
        _ = try #require(await test.connect("short-lived", expiry: 0))
        await test.publish("r", "x", retained: true)
        await look(test)
        #expect(Set(archive.sessions.map(\.clientIdentifier)) == ["kept", "clean"])
        #expect(archive.topics == ["r"])
        await test.publish("r", "", retained: true)
        _ = await test.subscribe(clean, "t")
        await test.leave(clean)
        await test.publish("t", "waits")
        await look(test)
        #expect(archive.messages.count == 1)
        let again = try #require(await test.connect("clean", clean: true))
        await test.leave(again, expiry: 0)
        await test.leave(kept, expiry: 100)
        await test.pass(101)
        await look(test)
        #expect(archive.sessions.isEmpty)
        #expect(archive.messages.isEmpty)
        #expect(archive.topics.isEmpty)
    }

    @Test func aSaveThatFailsIsMadeUpFor() async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c"))
        _ = await first.subscribe(client, "t")
        await first.leave(client)
        await first.publish("t", "1")
        await look(first)
        archive.fail(true)
        await first.publish("t", "2")
        await first.publish("r", "x", retained: true)
        let back = try #require(await first.connect("c"))
        client.session.acknowledged(try #require(back.link.published.first?.identifier))
        await look(first)
        archive.fail(false)
        await look(first)
        #expect(archive.messages.map { String(decoding: $0.publish.payload, as: UTF8.self) } == ["2"])
        #expect(archive.topics == ["r"])
    }

    @Test func whoseRightsHaveEndedDoesNotReturn() async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c", as: MQTTPrincipal(name: "revoked", reader: .anonymous)))
        await first.leave(client)
        await first.broker.finish()
        let second = try await next()
        #expect(second.broker.statistics.sessions == 0)
        await second.broker.save()
        #expect(archive.sessions.isEmpty)
    }

    @Test func sourcesAreGrantedAnew() async throws {
        let first = TestBroker(archive: archive)
        let client = try #require(await first.connect("c"))
        _ = await first.subscribe(client, "source/1")
        _ = await first.subscribe(client, "closed/1")
        await first.broker.finish()
        let second = try await next()
        await second.broker.deliver(Array("row".utf8), from: MessageSource(1))
        let back = try #require(await second.connect("c"))
        #expect(back.link.payloads == ["row"])
    }

    @Test func aWillThatWaitsIsPublishedAtTheStop() async throws {
        let first = TestBroker(archive: archive)
        let watcher = try #require(await first.connect("watcher"))
        _ = await first.subscribe(watcher, "will")
        let client = try #require(await first.connect("c"))
        var will = ControlPacket.Will(topic: "will", payload: [1])
        will.properties.set(.willDelayInterval, 500)
        await first.leave(client, will: will)
        #expect(watcher.link.payloads.isEmpty)
        await first.broker.finish()
        #expect(watcher.link.payloads.count == 1)
    }

    @Test func withoutAnIntervalNothingIsSaved() async throws {
        var limits = MQTTLimits()
        limits.saveInterval = 0
        let test = TestBroker(limits, archive: archive)
        _ = await test.connect("c")
        await test.broker.finish()
        #expect(archive.saves == 0)
    }
}
