// SPDX-License-Identifier: EUPL-1.2
import Logging
import Synchronization

import Rights
@testable import MQTT

/// A connection that remembers what was sent; its bytes leave when the test says so.
final class RecordingLink: ClientLink {
    private struct State {
        var packets: [ControlPacket] = []
        var held: [@Sendable () -> Void] = []
        var ended: ReasonCode?
    }

    private let state = Mutex(State())
    var packets: [ControlPacket] { state.withLock { $0.packets } }
    var ended: ReasonCode? { state.withLock { $0.ended } }
    var published: [ControlPacket.Publish] {
        packets.compactMap { packet in
            guard case .publish(let publish) = packet else { return nil }
            return publish
        }
    }
    var payloads: [String] { published.map { String(decoding: $0.payload, as: UTF8.self) } }

    func admit(_ connack: [UInt8]) {}

    func send(_ bytes: [UInt8], written: @escaping @Sendable () -> Void) {
        let whole = taken(bytes)
        guard let packet = try? PacketDecoder.decode(whole.first, whole.body, version: .v5) else { return }
        state.withLock { state in
            state.packets.append(packet)
            state.held.append(written)
        }
    }

    /// Lets the bytes that were sent leave.
    func drain() {
        while true {
            let held = state.withLock { state in
                defer { state.held = [] }
                return state.held
            }
            guard !held.isEmpty else { return }
            for written in held { written() }
        }
    }

    func end(_ reason: ReasonCode) { state.withLock { $0.ended = reason } }
}

/// Lets everybody in; topics below `closed/` are refused, those below `source/` come from a source.
final class OpenAuthority: MQTTAuthority {
    private let released = Mutex<[MessageSource]>([])
    var releases: [MessageSource] { released.withLock { $0 } }

    func authenticate(
        clientIdentifier: String, userName: String?, password: [UInt8]?, address: String
    ) async -> Result<MQTTPrincipal, ConnectionRefusal> {
        .success(MQTTPrincipal(name: userName ?? "", reader: .anonymous))
    }

    func principal(named name: String, rights: String) async -> MQTTPrincipal? {
        name == "revoked" ? nil : MQTTPrincipal(name: name, rights: rights, reader: .anonymous)
    }

    func isStillValid(_ principal: MQTTPrincipal) async -> Bool { principal.name != "revoked" }

    func subscribe(to filter: TopicFilter, as principal: MQTTPrincipal) async -> SubscriptionAnswer {
        if filter.text.hasPrefix("closed/") { return .refused(.notAuthorized, "closed") }
        return filter.text.hasPrefix("source/") ? .grantedFrom(MessageSource(1)) : .granted
    }

    func release(_ source: MessageSource) async { released.withLock { $0.append(source) } }

    func publish(_ message: MQTTMessage, as principal: MQTTPrincipal) async -> PublicationAnswer {
        message.topic.hasPrefix("closed/") ? .refused(.notAuthorized, "closed") : .forward
    }
}

/// An archive that outlives brokers as a database would; each save can be made to fail.
final class MemoryArchive: MQTTArchive {
    struct Mishap: Error {}
    private struct State {
        var sessions: [Int64: StoredSession] = [:]
        var messages: [Int64: [Int: StoredMessage]] = [:]
        var retained: [String: StoredRetained] = [:]
        var saves = 0
        var fails = false
    }
    private let state = Mutex(State())

    var saves: Int { state.withLock { $0.saves } }
    var sessions: [StoredSession] { state.withLock { Array($0.sessions.values) } }
    var messages: [StoredMessage] {
        state.withLock { $0.messages.values.flatMap(\.values).sorted { $0.number < $1.number } }
    }
    var topics: [String] { state.withLock { $0.retained.keys.sorted() } }
    func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

    func load() async throws -> MQTTRecords {
        var records = MQTTRecords()
        records.sessions = sessions
        records.messages = messages
        records.retained = state.withLock { Array($0.retained.values) }
        return records
    }

    func release(_ identifier: UInt16, of session: Int64) async throws {
        try state.withLock { state in
            if state.fails { throw Mishap() }
            state.sessions[session]?.received.removeAll { $0 == identifier }
        }
    }

    func forget(_ session: Int64) async throws {
        state.withLock { state in
            state.sessions[session] = nil
            state.messages[session] = nil
        }
    }

    /// What the platform does with a mark in the transaction of what the message says.
    func store(_ mark: MQTTMark) {
        state.withLock { state in
            state.sessions[mark.session.number, default: mark.session].received.append(mark.identifier)
        }
    }

    func save(_ changes: MQTTRecordChanges) async throws {
        try state.withLock { state in
            state.saves += 1
            if state.fails { throw Mishap() }
            for session in changes.sessions {
                let marked = state.sessions[session.number]?.received ?? []
                state.sessions[session.number] = session
                state.sessions[session.number]?.received = Set(session.received + marked).sorted()
            }
            for message in changes.messages { state.messages[message.session, default: [:]][message.number] = message }
            for (session, numbers) in changes.goneMessages {
                for number in numbers { state.messages[session]?[number] = nil }
            }
            for session in changes.goneSessions {
                state.sessions[session] = nil
                state.messages[session] = nil
            }
            for retained in changes.retained { state.retained[retained.publish.topic] = retained }
            for topic in changes.goneTopics { state.retained[topic] = nil }
        }
    }
}

/// A broker whose clock the test moves.
final class TestBroker: Sendable {
    let authority = OpenAuthority()
    let broker: MQTTBroker
    let principal = MQTTPrincipal(name: "somebody", reader: .anonymous)

    private final class Clock: Sendable {
        let seconds = Mutex(100.0)
    }
    private let time: Clock

    /// `seconds` is the broker's clock at its start and `wall` that of the world.
    init(
        _ limits: MQTTLimits = MQTTLimits(), seconds: Double = 100, archive: MemoryArchive? = nil, wall: Double = 0
    ) {
        let time = Clock()
        time.seconds.withLock { $0 = seconds }
        self.time = time
        broker = MQTTBroker(
            authority: authority, limits: limits, version: "test", logger: Logger(label: "test"),
            clock: { time.seconds.withLock { $0 } }, archive: archive, wallClock: { wall })
    }

    func pass(_ seconds: Double) async {
        time.seconds.withLock { $0 += seconds }
        await broker.sweep()
    }

    struct Client: Sendable {
        let session: Session
        let link: RecordingLink
        let isPresent: Bool
    }

    func connect(
        _ name: String, clean: Bool = false, receiveMaximum: Int = 100, packetSize: Int = 1 << 20,
        expiry: Int = 1000, as principal: MQTTPrincipal? = nil
    ) async -> Client? {
        var connect = ControlPacket.Connect()
        connect.startsClean = clean
        let link = RecordingLink()
        let opened = await broker.open(
            connect, as: principal ?? self.principal, clientIdentifier: name, expiry: expiry, on: link)
        _ = opened.session.attach(
            link, Session.Terms(version: .v5, receiveMaximum: receiveMaximum, packetSize: packetSize))
        return Client(session: opened.session, link: link, isPresent: opened.isPresent)
    }

    func subscribe(
        _ client: Client, _ filter: String, _ qos: QoS = .atLeastOnce, identifier: UInt32? = nil,
        _ change: (inout SubscriptionOptions) -> Void = { _ in }
    ) async -> ReasonCode {
        var options = SubscriptionOptions(maximumQoS: qos)
        change(&options)
        let request = ControlPacket.Subscribe.Request(filter, options)
        let answer = await broker.subscribe(client.session, request, identifier: identifier, as: principal)
        if !answer.reason.isError { broker.sendRetained(client.session, request, isNew: answer.isNew) }
        return answer.reason
    }

    @discardableResult
    func publish(
        _ topic: String, _ text: String, _ qos: QoS = .atLeastOnce, retained: Bool = false,
        from publisher: String = "p",
        expiry: UInt32? = nil
    ) async -> ReasonCode {
        var publish = ControlPacket.Publish(
            topic: topic, payload: Array(text.utf8), qos: qos, isRetained: retained)
        if let expiry { publish.properties.set(.messageExpiryInterval, expiry) }
        let key = SessionKey(owner: principal.name, clientIdentifier: publisher)
        let message = MQTTMessage(publish, topic: topic, publisher: key, now: broker.now)
        return await broker.publish(message, as: principal).reason
    }

    func leave(_ client: Client, expiry: Int = 1000, will: ControlPacket.Will? = nil) async {
        await broker.close(client.session, client.link, expiry: expiry, will: will, as: principal)
    }
}
