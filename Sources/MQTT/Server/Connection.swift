// SPDX-License-Identifier: EUPL-1.2
import Connections
import Logging
import NIOCore
import Synchronization

/// One client's connection: takes its packets in their order and answers each before the next.
struct Connection {
    let channel: any Channel
    let silence: NIOLoopBound<SilenceHandler>
    let broker: MQTTBroker
    /// Its place among the connections of its address.
    let entry: ConnectionGate.Entry

    private var limits: MQTTLimits { broker.limits }

    init(
        channel: any Channel, silence: NIOLoopBound<SilenceHandler>, broker: MQTTBroker,
        entry: ConnectionGate.Entry
    ) {
        self.channel = channel
        self.silence = silence
        self.broker = broker
        self.entry = entry
    }

    /// Serves the client until one of the two ends the connection.
    func run(_ inbound: NIOAsyncChannelInboundStream<PacketFrame>) async {
        var packets = inbound.makeAsyncIterator()
        let link = ChannelLink(channel)
        guard broker.arrive() else {
            try? await channel.close()
            return
        }
        let first = try? await packets.next()
        broker.hasArrived()
        guard let first, let connect = request(in: first, link), let opened = await admit(connect, link) else {
            try? await channel.close()
            return
        }
        // who has said who he is keeps his connection; one without a name makes room when there is none left
        let isNamed = connect.userName != nil || connect.password != nil
        if isNamed { entry.isWorking() }
        var expiry = Self.expiry(of: connect, limits)
        var will = connect.will
        let client = Client(
            session: opened.session, principal: opened.principal, version: connect.version, link: link,
            wantsReasons: connect.properties.number(.requestProblemInformation) != 0)
        do {
            var aliases: [UInt32: String] = [:]
            loop: while opened.session.isOwned(by: link), let frame = try await packets.next() {
                // after a takeover the client sends again what was not acknowledged, on its new connection
                guard opened.session.isOwned(by: link) else { break }
                if !isNamed { entry.isSilent(since: NIODeadline.now().uptimeNanoseconds) }
                broker.counters.add(.bytesReceived, frame.body.count + 2)
                let packet = try PacketDecoder.decode(frame.first, frame.body, version: connect.version)
                switch packet {
                case .disconnect(let closing):
                    if let seconds = closing.properties.number(.sessionExpiryInterval) {
                        guard expiry > 0 || seconds == 0 else {
                            throw MQTTFault(.protocolError, "a session without expiry cannot be given one at its end")
                        }
                        expiry = Int(seconds)
                    }
                    // any other reason means that the will is to be published (MQTT 5.0 §3.14.4)
                    if closing.reason == .success { will = nil }
                    break loop
                default: try await take(packet, from: client, &aliases)
                }
            }
        } catch let fault as MQTTFault {
            broker.logger.info(
                "MQTT client broke the protocol",
                metadata: ["client": "\(client.session.clientIdentifier)", "why": "\(fault.message)"])
            link.end(fault.reason)
        } catch is SilenceHandler.Silence {
            link.end(.keepAliveTimeout)
        } catch {
            // the connection is gone; what follows is the same
        }
        await broker.close(opened.session, link, expiry: expiry, will: will, as: opened.principal)
        try? await channel.close()
    }

    private struct Client {
        let session: Session
        let principal: MQTTPrincipal
        let version: MQTTVersion
        let link: ChannelLink
        /// Whether acknowledgements may carry a text (MQTT 5.0 §3.1.2.11.7).
        let wantsReasons: Bool

        /// On this connection only: after a takeover nobody waits for the answer.
        func answer(_ packet: ControlPacket) { session.answer(packet, on: link) }
    }

    // MARK: CONNECT

    /// The CONNECT that the first packet has to be.
    private func request(in frame: PacketFrame, _ link: ChannelLink) -> ControlPacket.Connect? {
        guard frame.first >> 4 == 1 else { return nil }
        do throws(MQTTFault) {
            let packet = try PacketDecoder.decode(frame.first, frame.body, version: .v5)
            guard case .connect(let connect) = packet else { return nil }
            return connect
        } catch {
            // before CONNECT is understood only a version that is not spoken gets an answer, in the old form
            if error.reason == .unsupportedProtocolVersion { link.refuse(error.reason, version: .v311) }
            return nil
        }
    }

    private func admit(
        _ connect: ControlPacket.Connect, _ link: ChannelLink
    ) async -> (session: Session, principal: MQTTPrincipal)? {
        link.version = connect.version
        func refuse(_ reason: ReasonCode) -> (session: Session, principal: MQTTPrincipal)? {
            link.refuse(reason, version: connect.version)
            return nil
        }
        if connect.properties.text(.authenticationMethod) != nil { return refuse(.badAuthenticationMethod) }
        guard broker.hasRoom else { return refuse(.serverBusy) }
        guard broker.fits(connect.clientIdentifier) else { return refuse(.clientIdentifierNotValid) }
        var identifier = connect.clientIdentifier
        if identifier.isEmpty {
            guard connect.version == .v5 || connect.startsClean else { return refuse(.clientIdentifierNotValid) }
            identifier = "auto-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        }
        let principal: MQTTPrincipal
        switch await broker.authority.authenticate(
            clientIdentifier: identifier, userName: connect.userName, password: connect.password,
            address: channel.remoteAddress?.ipAddress ?? "")
        {
        case .success(let found): principal = found
        case .failure(let refusal): return refuse(refusal.reason)
        }
        let opened = await broker.open(
            connect, as: principal, clientIdentifier: identifier, expiry: Self.expiry(of: connect, limits), on: link)
        var connack = ControlPacket.Connack()
        connack.isSessionPresent = opened.isPresent
        if connect.version == .v5 {
            if connect.clientIdentifier.isEmpty { connack.properties.set(.assignedClientIdentifier, identifier) }
            connack.properties.set(.receiveMaximum, UInt32(min(limits.inflight, Int(UInt16.max))))
            connack.properties.set(.maximumPacketSize, UInt32(limits.packetSize))
            connack.properties.set(.topicAliasMaximum, UInt32(limits.topicAliases))
            connack.properties.set(.sharedSubscriptionAvailable, 0)
            if let asked = connect.properties.number(.sessionExpiryInterval), asked > UInt32(limits.sessionExpiry) {
                connack.properties.set(.sessionExpiryInterval, UInt32(limits.sessionExpiry))
            }
        }
        allowSilence(connect.keepAlive)
        let terms = Session.Terms(
            version: connect.version,
            receiveMaximum: min(limits.inflight, Int(connect.properties.number(.receiveMaximum) ?? 65_535)),
            packetSize: min(limits.packetSize, Int(connect.properties.number(.maximumPacketSize) ?? .max)))
        var bytes = PacketEncoder.encode(.connack(connack), version: connect.version)
        if bytes.count > terms.packetSize {
            connack.properties = MQTTProperties()
            bytes = PacketEncoder.encode(.connack(connack), version: connect.version)
        }
        // when another connection has the session by now, the loop of packets does not begin
        _ = opened.session.attach(link, terms, bytes)
        return (opened.session, principal)
    }

    /// One and a half times the keep-alive (MQTT 5.0 §3.1.2.10).
    private func allowSilence(_ keepAlive: UInt16) {
        let silence = silence
        let time: TimeAmount? = keepAlive == 0 ? nil : .milliseconds(Int64(keepAlive) * 1500)
        channel.eventLoop.execute { silence.value.allow(time) }
    }

    /// Seconds that the session outlives the connection.
    private static func expiry(of connect: ControlPacket.Connect, _ limits: MQTTLimits) -> Int {
        switch connect.version {
        case .v311: connect.startsClean ? 0 : limits.sessionExpiry
        case .v5: Int(connect.properties.number(.sessionExpiryInterval) ?? 0)
        }
    }

    // MARK: Packets

    private func take(
        _ packet: ControlPacket, from client: Client, _ aliases: inout [UInt32: String]
    ) async throws(MQTTFault) {
        let session = client.session
        switch packet {
        case .publish(let publish): try await take(publish, from: client, &aliases)
        case .puback(let acknowledgement): session.acknowledged(acknowledgement.identifier)
        case .pubrec(let acknowledgement): session.received(acknowledgement)
        case .pubcomp(let acknowledgement): session.completed(acknowledgement.identifier)
        case .pubrel(let acknowledgement):
            try await broker.release(acknowledgement.identifier, of: session)
            let wasHeld = session.release(acknowledgement.identifier)
            client.answer(
                .pubcomp(.init(acknowledgement.identifier, wasHeld ? .success : .packetIdentifierNotFound)))
        case .subscribe(let subscribe): await take(subscribe, from: client)
        case .unsubscribe(let unsubscribe):
            var reasons: [ReasonCode] = []
            for filter in unsubscribe.filters { reasons.append(await broker.unsubscribe(session, filter)) }
            client.answer(.unsuback(.init(unsubscribe.identifier, reasons)))
        case .pingreq: client.answer(.pingresp)
        case .connect: throw MQTTFault(.protocolError, "a second CONNECT")
        case .auth: throw MQTTFault(.protocolError, "AUTH without an authentication method")
        default: throw MQTTFault(.protocolError, "a packet that only servers send")
        }
    }

    private func take(
        _ publish: ControlPacket.Publish, from client: Client, _ aliases: inout [UInt32: String]
    ) async throws(MQTTFault) {
        var topic = publish.topic
        if let alias = publish.properties.number(.topicAlias) {
            guard alias > 0, alias <= UInt32(limits.topicAliases) else {
                throw MQTTFault(.topicAliasInvalid, "the topic alias \(alias) is not allowed")
            }
            if topic.isEmpty {
                guard let known = aliases[alias] else {
                    throw MQTTFault(.protocolError, "the topic alias \(alias) was never given a topic")
                }
                topic = known
            } else {
                aliases[alias] = topic
            }
        }
        guard publish.properties.number(.subscriptionIdentifier) == nil else {
            throw MQTTFault(.protocolError, "a client sends no subscription identifier")
        }
        let session = client.session
        var message = MQTTMessage(publish, topic: topic, publisher: session.key, now: broker.now)
        switch publish.qos {
        case .atMostOnce: await broker.publish(message, as: client.principal)
        case .atLeastOnce:
            let answer = await broker.publish(message, as: client.principal)
            client.answer(.puback(try acknowledgement(publish.identifier, answer, client)))
        case .exactlyOnce:
            var arrival = session.arrive(publish.identifier)
            while arrival == .underWay {
                // an earlier connection brought it: how that ends decides what this copy is
                await session.settled(publish.identifier)
                arrival = session.arrive(publish.identifier)
            }
            switch arrival {
            case .received:
                // a second copy of a message that is not released yet is acknowledged and nothing else
                client.answer(.pubrec(.init(publish.identifier)))
                return
            case .tooMany:
                throw MQTTFault(.receiveMaximumExceeded, "more than \(limits.inflight) messages are not released")
            case .new, .underWay: break
            }
            message.mark = broker.mark(publish.identifier, of: session, as: client.principal)
            let answer = await broker.publish(message, as: client.principal)
            let isRefused = answer.reason.isError && (client.version == .v5 || answer.reason.isPassing)
            if answer.isMarked { broker.isArchived(session) }
            session.settle(publish.identifier, isReceived: !isRefused, isMarked: answer.isMarked)
            if message.mark != nil, answer.reason.isPassing {
                // it may be stored all the same, when the database was lost at the last moment: the client sends it
                // again with its identifier, and then it is known
                throw MQTTFault(answer.reason, "a message could not be stored now: \(answer.message)")
            }
            client.answer(.pubrec(try acknowledgement(publish.identifier, answer, client)))
        }
    }

    /// MQTT 3.1.1 knows no refusal: the message counts as acknowledged, lest the client sends it for ever.
    ///
    /// A fault that passes ends such a connection instead: the client sends the message again when it is back.
    private func acknowledgement(
        _ identifier: UInt16, _ answer: MQTTBroker.Publication, _ client: Client
    ) throws(MQTTFault) -> ControlPacket.Acknowledgement {
        if client.version == .v311, answer.reason.isPassing {
            throw MQTTFault(answer.reason, "a message could not be stored now: \(answer.message)")
        }
        var acknowledgement = ControlPacket.Acknowledgement(identifier, answer.reason)
        if client.version == .v5, client.wantsReasons, answer.reason.isError, !answer.message.isEmpty {
            acknowledgement.properties.set(.reasonString, String(answer.message.prefix(1000)))
        }
        return acknowledgement
    }

    private func take(_ subscribe: ControlPacket.Subscribe, from client: Client) async {
        var reasons: [ReasonCode] = []
        var fresh: [Bool] = []
        for request in subscribe.requests {
            let answer = await broker.subscribe(
                client.session, request, identifier: subscribe.properties.number(.subscriptionIdentifier),
                as: client.principal)
            reasons.append(answer.reason)
            fresh.append(answer.isNew)
        }
        client.answer(.suback(.init(subscribe.identifier, reasons)))
        for (index, request) in subscribe.requests.enumerated() where !reasons[index].isError {
            broker.sendRetained(client.session, request, isNew: fresh[index])
        }
    }
}

/// A connection as the session sees it.
final class ChannelLink: ClientLink {
    private let channel: any Channel
    private let spoken = Mutex(MQTTVersion.v311)
    private let isAdmitted = Mutex(false)

    init(_ channel: any Channel) { self.channel = channel }

    var version: MQTTVersion {
        get { spoken.withLock { $0 } }
        set { spoken.withLock { $0 = newValue } }
    }

    func admit(_ connack: [UInt8]) {
        isAdmitted.withLock { $0 = true }
        send(connack) {}
    }

    /// Always as a task of the event loop, which runs them in their order: on the loop itself a write would be done at
    /// once and overtake those that other threads have handed over. The session calls with its lock held.
    func send(_ bytes: [UInt8], written: @escaping @Sendable () -> Void) {
        let channel = channel
        channel.eventLoop.execute {
            channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenComplete { _ in written() }
        }
    }

    func end(_ reason: ReasonCode) {
        if version == .v5, isAdmitted.withLock({ $0 }) {
            send(PacketEncoder.encode(.disconnect(.init(reason)), version: .v5)) {}
        }
        let channel = channel
        channel.eventLoop.execute { channel.close(promise: nil) }
    }

    /// Answers CONNECT with a refusal; the connection ends next.
    func refuse(_ reason: ReasonCode, version: MQTTVersion) {
        var connack = ControlPacket.Connack()
        connack.reason = reason
        send(PacketEncoder.encode(.connack(connack), version: version)) {}
    }
}
