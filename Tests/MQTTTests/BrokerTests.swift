// SPDX-License-Identifier: EUPL-1.2
import Testing

import Rights
@testable import MQTT

@Suite struct BrokerTests {
    @Test func overlappingSubscriptionsGetOneMessage() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "a/#", .atMostOnce, identifier: 1)
        _ = await test.subscribe(client, "a/+", .exactlyOnce, identifier: 2)
        await test.publish("a/b", "x", .exactlyOnce)
        #expect(client.link.published.count == 1)
        let message = try #require(client.link.published.first)
        #expect(message.qos == .exactlyOnce)
        let identifiers = message.properties.entries.filter { $0.identifier == .subscriptionIdentifier }.map(\.value)
        #expect(identifiers == [.number(1), .number(2)])
    }

    @Test func refusals() async throws {
        var limits = MQTTLimits()
        limits.subscriptions = 2
        limits.topicLevels = 3
        let test = TestBroker(limits)
        let client = try #require(await test.connect("c"))
        #expect(await test.subscribe(client, "closed/a") == .notAuthorized)
        #expect(await test.subscribe(client, "a/#/b") == .topicFilterInvalid)
        #expect(await test.subscribe(client, "a/b/c/d") == .topicFilterInvalid)
        #expect(await test.subscribe(client, "$share/g/a") == .sharedSubscriptionsNotSupported)
        #expect(await test.subscribe(client, "a") == .grantedQoS1)
        #expect(await test.subscribe(client, "b") == .grantedQoS1)
        #expect(await test.subscribe(client, "c") == .quotaExceeded)
        #expect(await test.subscribe(client, "b", .exactlyOnce) == .grantedQoS2, "a renewed one is none more")
        #expect(await test.publish("closed/a", "x") == .notAuthorized)
        #expect(await test.publish("a/b/c/d", "x") == .topicNameInvalid)
        #expect(await test.publish("nobody", "x") == .noMatchingSubscribers)
        #expect(test.broker.statistics.publicationsRefused == 1)
    }

    @Test func retainedMessages() async throws {
        var limits = MQTTLimits()
        limits.retained = 2
        let test = TestBroker(limits)
        await test.publish("r/1", "old", retained: true)
        await test.publish("r/1", "one", retained: true)
        await test.publish("r/2", "two", retained: true, expiry: 50)
        #expect(await test.publish("r/3", "three", retained: true) == .quotaExceeded)
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "r/+") { $0.retainHandling = .ifNew }
        #expect(client.link.payloads == ["one", "two"])
        #expect(client.link.published.allSatisfy { $0.isRetained })
        _ = await test.subscribe(client, "r/+") { $0.retainHandling = .ifNew }
        _ = await test.subscribe(client, "r/#") { $0.retainHandling = .never }
        #expect(client.link.payloads.count == 2)
        await test.publish("r/1", "", retained: true)
        #expect(client.link.published.last?.isRetained == false, "to those who are there it is a message like others")
        await test.pass(60)
        let late = try #require(await test.connect("late"))
        _ = await test.subscribe(late, "r/#")
        #expect(late.link.payloads.isEmpty)
    }

    @Test func retainedMessagesAreLimitedByBytes() async throws {
        var limits = MQTTLimits()
        limits.retainedBytes = 20
        let test = TestBroker(limits)
        #expect(await test.publish("a", "123456789", retained: true) == .noMatchingSubscribers)
        #expect(await test.publish("b", "123456789", retained: true) == .noMatchingSubscribers)
        #expect(await test.publish("c", "1", retained: true) == .quotaExceeded)
        #expect(await test.publish("a", "1234567890", retained: true) == .quotaExceeded)
        await test.publish("b", "1", retained: true)
        #expect(await test.publish("a", "1234567890", retained: true) == .noMatchingSubscribers)
        await test.publish("a", "", retained: true)
        #expect(await test.publish("d", "12345678901", retained: true) == .noMatchingSubscribers)
        #expect(test.broker.statistics.retainedMessages == 2)
    }

    @Test func retainAsPublishedAndNoLocal() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "a") { $0.retainsAsPublished = true }
        _ = await test.subscribe(client, "b") { $0.isNoLocal = true }
        await test.publish("a", "1", retained: true)
        await test.publish("b", "2", from: "c")
        await test.publish("b", "3", from: "d")
        #expect(client.link.payloads == ["1", "3"])
        #expect(client.link.published.first?.isRetained == true)
    }

    @Test func sessionsEndInTheirTime() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t")
        await test.leave(client, expiry: 60)
        await test.publish("t", "1")
        await test.pass(59)
        #expect(test.broker.statistics.sessions == 1 && test.broker.statistics.clientsConnected == 0)
        await test.pass(2)
        #expect(test.broker.statistics.sessions == 0)
        #expect(await test.publish("t", "2") == .noMatchingSubscribers)
        let back = try #require(await test.connect("c"))
        #expect(!back.isPresent && back.link.payloads.isEmpty)
    }

    @Test func aCleanStartForgetsWhatWas() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "t")
        let clean = try #require(await test.connect("c", clean: true))
        #expect(client.link.ended == .sessionTakenOver)
        await test.leave(client)
        #expect(!clean.isPresent)
        #expect(await test.publish("t", "x") == .noMatchingSubscribers)
        #expect(test.broker.statistics.clientsConnected == 1)
    }

    /// Its client is back before the server has noticed that it was gone: the session has ended all the same.
    @Test func aSessionWithoutExpiryIsNotTakenOver() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c", expiry: 0))
        _ = await test.subscribe(client, "t")
        let back = try #require(await test.connect("c", expiry: 0))
        #expect(client.link.ended == .sessionTakenOver)
        #expect(!back.isPresent)
        await test.leave(client, expiry: 0)
        #expect(await test.publish("t", "x") == .noMatchingSubscribers)
        #expect(test.broker.statistics.clientsConnected == 1)
    }

    /// The connection that was taken over ends after the new one began: the session stays with the new one.
    @Test func theOldConnectionsEndDoesNotTouchTheNewOne() async throws {
        let test = TestBroker()
        let old = try #require(await test.connect("c"))
        _ = await test.subscribe(old, "t")
        var connect = ControlPacket.Connect()
        connect.startsClean = false
        let link = RecordingLink()
        let opened = await test.broker.open(
            connect, as: test.principal, clientIdentifier: "c", expiry: 1000, on: link)
        // before the new connection is attached
        await test.leave(old, expiry: 10)
        #expect(opened.session.attach(link, Session.Terms(version: .v5, receiveMaximum: 10, packetSize: 1 << 20)))
        await test.pass(60)
        await test.publish("t", "still here")
        #expect(link.payloads == ["still here"])
        #expect(test.broker.statistics.clientsConnected == 1)
    }

    @Test func aSessionBelongsToItsOwnerWithTheSameRights() async throws {
        let test = TestBroker()
        let editor = MQTTPrincipal(name: "key 1", rights: "editor", reader: .anonymous)
        let client = try #require(await test.connect("c", as: editor))
        _ = await test.subscribe(client, "t")
        await test.leave(client)
        let stranger = try #require(
            await test.connect("c", as: MQTTPrincipal(name: "anonymous", rights: "editor", reader: .anonymous)))
        #expect(!stranger.isPresent, "the same identifier of somebody else is another session")
        let same = try #require(await test.connect("c", as: editor))
        #expect(same.isPresent)
        #expect(stranger.link.ended == nil, "and neither ends the other's connection")
        await test.leave(same)
        let fewer = MQTTPrincipal(name: "key 1", rights: "viewer", reader: .anonymous)
        let changed = try #require(await test.connect("c", as: fewer))
        #expect(!changed.isPresent)
        await test.publish("t", "x")
        #expect(changed.link.payloads.isEmpty)
    }

    @Test func whoIsRevokedIsDisconnected() async throws {
        let test = TestBroker()
        let revoked = try #require(await test.connect("a", as: MQTTPrincipal(name: "revoked", reader: .anonymous)))
        let other = try #require(await test.connect("b"))
        await test.broker.revalidate()
        #expect(revoked.link.ended == .notAuthorized)
        #expect(other.link.ended == nil)
    }

    @Test func sourcesFeedTheirSubscribersOnlyAndAreReleased() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "source/1")
        _ = await test.subscribe(client, "source/1", .exactlyOnce)
        #expect(test.authority.releases.count == 1, "granted twice, needed once")
        await test.broker.deliver(Array("row".utf8), from: MessageSource(1))
        await test.publish("source/1", "from a client")
        #expect(client.link.payloads == ["row"])
        #expect(await test.broker.unsubscribe(client.session, "source/1") == .success)
        #expect(await test.broker.unsubscribe(client.session, "source/1") == .noSubscriptionExisted)
        #expect(test.authority.releases.count == 2)
        _ = await test.subscribe(client, "source/1")
        _ = await test.connect("c", clean: true)
        await test.leave(client)
        #expect(test.authority.releases.count == 3, "once for each grant")
    }

    @Test func wills() async throws {
        let test = TestBroker()
        let watcher = try #require(await test.connect("watcher"))
        _ = await test.subscribe(watcher, "will/#")
        func will(_ name: String, delay: UInt32 = 0) -> ControlPacket.Will {
            var will = ControlPacket.Will(topic: "will/" + name, payload: Array(name.utf8))
            if delay > 0 { will.properties.set(.willDelayInterval, delay) }
            return will
        }
        let atOnce = try #require(await test.connect("1"))
        await test.leave(atOnce, will: will("at once"))
        #expect(watcher.link.payloads == ["at once"])

        let back = try #require(await test.connect("2"))
        await test.leave(back, will: will("back in time", delay: 30))
        await test.pass(20)
        _ = await test.connect("2")
        await test.pass(20)
        #expect(watcher.link.payloads == ["at once"])

        let gone = try #require(await test.connect("3"))
        await test.leave(gone, will: will("gone", delay: 30))
        await test.pass(31)
        #expect(watcher.link.payloads == ["at once", "gone"])

        let short = try #require(await test.connect("4"))
        await test.leave(short, expiry: 5, will: will("session over", delay: 30))
        await test.pass(6)
        #expect(watcher.link.payloads.last == "session over")

        let replaced = try #require(await test.connect("5"))
        await test.leave(replaced, will: will("clean start", delay: 30))
        _ = await test.connect("5", clean: true)
        #expect(watcher.link.payloads.last == "clean start")

        let taken = try #require(await test.connect("6"))
        _ = await test.connect("6")
        await test.leave(taken, will: will("delayed and taken over", delay: 30))
        await test.pass(60)
        #expect(watcher.link.payloads.last == "clean start")
    }

    @Test func statisticsAreTopics() async throws {
        let test = TestBroker()
        let client = try #require(await test.connect("c"))
        _ = await test.subscribe(client, "$SYS/broker/clients/connected")
        _ = await test.subscribe(client, "#")
        test.broker.publishStatistics()
        #expect(client.link.payloads == ["1"])
    }
}
