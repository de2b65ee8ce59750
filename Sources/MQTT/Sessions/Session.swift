// SPDX-License-Identifier: EUPL-1.2
import DequeModule
import Synchronization

/// One client's session (MQTT 5.0 §4.1): subscriptions, messages under way and waiting; it may outlive connections.
///
/// Messages of one session leave in the order in which they came in. No more bytes than `window` are handed to the
/// connection before they have left: a slow client fills its own queue and nothing else.
///
/// When the queue is full, the oldest waiting message with QoS 0 gives way, then the new one if it has QoS 0. If both
/// have more, a connected client is disconnected with reason 0x97 and keeps what waits for it; for one that is away
/// the new message is dropped and counted.
final class Session: Sendable {
    struct Subscription: Sendable {
        let filter: TopicFilter
        var options: SubscriptionOptions
        var identifier: UInt32?
        var source: MessageSource?
    }

    /// What the client said of itself when it connected.
    struct Terms: Sendable {
        let version: MQTTVersion
        /// Messages with QoS 1 or 2 under way at a time.
        let receiveMaximum: Int
        /// Bytes of the largest packet the client takes.
        let packetSize: Int
    }

    struct Waiting {
        /// Counts the session's messages.
        let number: Int
        var publish: ControlPacket.Publish
        let expires: Double?
    }

    struct Flight {
        enum Stage { case sent, released }
        let number: Int
        let identifier: UInt16
        var stage: Stage
        /// As it was sent, for sending it again; empty after a PUBREC.
        var publish: ControlPacket.Publish
        let expires: Double?
    }

    struct State {
        /// The connection whose session it is.
        var owner: (any ClientLink)?
        /// The same, once its CONNACK has gone out: packets may follow.
        var link: (any ClientLink)?
        var terms = Terms(version: .v311, receiveMaximum: 1, packetSize: 0)
        var subscriptions: [TopicFilter: Subscription] = [:]
        var flights: [Flight] = []
        /// How many of the last flights an earlier connection began and this one has not sent yet.
        var backlog = 0
        var nextNumber = 1
        var waiting: Deque<Waiting> = []
        var waitingBytes = 0
        var nextIdentifier: UInt16 = 1
        /// Bytes handed to the connection that have not left.
        var unsent = 0
        /// Answers handed to the connection that have not left.
        var unreadAnswers = 0
        /// Identifiers of QoS 2 messages that the client has not released.
        var received: Set<UInt16> = []
        /// Those of them that the archive has.
        var marked: Set<UInt16> = []
        /// Identifiers of QoS 2 messages that are being passed on, and who waits to learn how that ends.
        var underWay: [UInt16: [CheckedContinuation<Void, Never>]] = [:]
        /// No message that waits expires before this.
        var soonestExpiry = Double.infinity
        /// The client was waited for and did not catch up.
        var isLeftBehind = false
        /// Seconds that the session outlives its connection; 0 for one that is not kept.
        var expiry = 0
        /// Counts the changes of what is neither message nor connection.
        var headVersion = 1
        var stored = Stored()
    }

    /// What became of a message that was offered.
    enum Outcome { case taken, dropped, overflowed }

    private static let window = 256 << 10
    private static let unreadAnswers = 10_000

    let key: SessionKey
    var clientIdentifier: String { key.clientIdentifier }
    /// Its number among all sessions there ever were, in the archive.
    let number: Int64
    let limits: MQTTLimits
    private let now: @Sendable () -> Double
    private let counters: MQTTCounters
    let state = Mutex(State())

    init(
        key: SessionKey, number: Int64 = .random(in: 1 ... .max), limits: MQTTLimits, counters: MQTTCounters,
        now: @escaping @Sendable () -> Double
    ) {
        self.key = key
        self.number = number
        self.limits = limits
        self.counters = counters
        self.now = now
    }

    // MARK: Connection

    /// Gives the session to a connection; returns the one that had it and is to end.
    func claim(_ link: any ClientLink) -> (any ClientLink)? {
        state.withLock { state in
            defer { state.owner = link }
            state.link = nil
            return state.owner
        }
    }

    func isOwned(by link: any ClientLink) -> Bool { state.withLock { $0.owner === link } }

    /// Sends the CONNACK, and again what was not acknowledged; false when another connection has the session by now.
    func attach(_ link: any ClientLink, _ terms: Terms, _ connack: [UInt8] = []) -> Bool {
        state.withLock { state in
            guard state.owner === link else { return false }
            link.admit(connack)
            state.link = link
            state.isLeftBehind = false
            state.terms = terms
            state.unsent = 0
            state.unreadAnswers = 0
            state.backlog = state.flights.count
            pump(&state)
            return true
        }
    }

    /// Lets go of the connection, because another session takes this one's place.
    func release() -> (any ClientLink)? {
        state.withLock { state in
            defer { state.owner = nil }
            state.link = nil
            return state.owner
        }
    }

    /// Lets go of a connection; false when another has taken its place.
    func detach(_ link: any ClientLink) -> Bool {
        state.withLock { state in
            guard state.owner === link else { return false }
            state.owner = nil
            state.link = nil
            // what has QoS 0 is for those who are there
            state.waiting.removeAll { $0.publish.qos == .atMostOnce }
            state.waitingBytes = state.waiting.reduce(0) { $0 + $1.publish.payload.count }
            return true
        }
    }

    /// The connection, if there is one.
    var link: (any ClientLink)? { state.withLock { $0.owner } }

    // MARK: Messages to the client

    /// Delivers a message for these filters of the session, once, with the highest QoS that one of them asks for.
    func deliver(_ message: MQTTMessage, for filters: [TopicFilter], isFromRetained: Bool = false) -> Outcome {
        let link: (any ClientLink)?
        let outcome: Outcome
        (outcome, link) = state.withLock { state in
            let matching = filters.compactMap { state.subscriptions[$0] }
            let heard = matching.filter { !($0.options.isNoLocal && message.publisher == key) }
            guard let maximum = heard.map(\.options.maximumQoS).max() else { return (.taken, nil) }
            var publish = ControlPacket.Publish(
                topic: message.topic, payload: message.payload, qos: min(message.qos, maximum),
                isRetained: isFromRetained
                    || (message.isRetained && heard.contains { $0.options.retainsAsPublished }))
            publish.properties = message.properties
            for identifier in heard.compactMap(\.identifier).sorted() {
                publish.properties.append(.subscriptionIdentifier, .number(identifier))
            }
            let outcome = enqueue(
                Waiting(number: state.nextNumber, publish: publish, expires: message.expires), &state)
            if outcome == .taken { pump(&state) }
            // retained messages that find no room are left out: the client could never subscribe otherwise
            return (outcome, outcome == .overflowed && !isFromRetained ? state.link : nil)
        }
        // outside the lock: the connection's end comes back here
        link?.end(.quotaExceeded)
        return outcome
    }

    private func enqueue(_ item: Waiting, _ state: inout State) -> Outcome {
        if state.link == nil, item.publish.qos == .atMostOnce { return .taken }
        let size = item.publish.payload.count
        func isFull() -> Bool { state.waiting.count >= limits.queue || state.waitingBytes + size > limits.queueBytes }
        if isFull() { dropExpired(&state) }
        while isFull() {
            if let oldest = state.waiting.firstIndex(where: { $0.publish.qos == .atMostOnce }) {
                state.waitingBytes -= state.waiting[oldest].publish.payload.count
                state.waiting.remove(at: oldest)
                counters.add(.dropped)
            } else {
                counters.add(.dropped)
                return item.publish.qos == .atMostOnce || state.link == nil ? .dropped : .overflowed
            }
        }
        state.waiting.append(item)
        state.soonestExpiry = min(state.soonestExpiry, item.expires ?? .infinity)
        state.nextNumber += 1
        state.waitingBytes += size
        return .taken
    }

    /// Takes out what nobody needs any more (MQTT 5.0 §3.3.2.3.3).
    private func dropExpired(_ state: inout State) {
        let moment = now()
        guard state.soonestExpiry <= moment else { return }
        state.waiting.removeAll { ($0.expires ?? .infinity) <= moment }
        state.waitingBytes = state.waiting.reduce(0) { $0 + $1.publish.payload.count }
        state.soonestExpiry = state.waiting.reduce(.infinity) { min($0, $1.expires ?? .infinity) }
    }

    /// Whether a client that reads has much to read: more than half of its queue, unless it was waited for already.
    var isCrowded: Bool {
        state.withLock { state in
            guard state.link != nil else { return false }
            let fill = max(
                Double(state.waiting.count) / Double(max(limits.queue, 1)),
                Double(state.waitingBytes) / Double(max(limits.queueBytes, 1)))
            if fill < 0.25 { state.isLeftBehind = false }
            return fill > 0.5 && !state.isLeftBehind
        }
    }

    /// The client is not waited for any more until it has caught up.
    func leaveBehind() { state.withLock { $0.isLeftBehind = true } }

    /// Sends what waits, as far as the connection and the client's window allow.
    private func pump(_ state: inout State) {
        guard state.link != nil, resend(&state) else { return }
        let moment = now()
        while let next = state.waiting.first, state.unsent < Self.window {
            if next.publish.qos > .atMostOnce, state.flights.count >= state.terms.receiveMaximum { return }
            state.waiting.removeFirst()
            state.waitingBytes -= next.publish.payload.count
            var publish = next.publish
            if let expires = next.expires {
                guard expires > moment else { continue }
                publish.properties.set(.messageExpiryInterval, UInt32(max(1, (expires - moment).rounded())))
            }
            if publish.qos > .atMostOnce {
                publish.identifier = freeIdentifier(&state)
                state.flights.append(
                    Flight(
                        number: next.number, identifier: publish.identifier, stage: .sent, publish: publish,
                        expires: next.expires))
            }
            if !send(.publish(publish), &state), publish.qos > .atMostOnce {
                state.flights.removeLast()
            }
        }
    }

    /// Sends again what an earlier connection left unacknowledged; false while some of it has to wait.
    ///
    /// No more than the receive maximum of this connection are under way (MQTT 5.0 §3.3.4).
    private func resend(_ state: inout State) -> Bool {
        while state.backlog > 0, state.unsent < Self.window {
            let place = state.flights.count - state.backlog
            let flight = state.flights[place]
            if flight.stage == .released {
                send(.pubrel(.init(flight.identifier)), &state)
            } else {
                guard place < state.terms.receiveMaximum else { return false }
                var publish = flight.publish
                publish.isDuplicate = true
                if let expires = flight.expires {
                    publish.properties.set(.messageExpiryInterval, UInt32(max(1, (expires - now()).rounded())))
                }
                if !send(.publish(publish), &state) { state.flights.remove(at: place) }
            }
            state.backlog -= 1
        }
        return state.backlog == 0
    }

    private func land(_ index: Int, _ state: inout State) {
        if index >= state.flights.count - state.backlog { state.backlog -= 1 }
        state.flights.remove(at: index)
    }

    private func freeIdentifier(_ state: inout State) -> UInt16 {
        while true {
            let identifier = state.nextIdentifier
            state.nextIdentifier = identifier == .max ? 1 : identifier + 1
            if !state.flights.contains(where: { $0.identifier == identifier }) { return identifier }
        }
    }

    /// False when the packet is larger than the client takes: it is left out (MQTT 5.0 §3.1.2.11.4).
    @discardableResult
    private func send(_ packet: ControlPacket, _ state: inout State, isAnswer: Bool = false) -> Bool {
        guard let link = state.link else { return false }
        var bytes = PacketEncoder.encode(packet, version: state.terms.version)
        if bytes.count > state.terms.packetSize, let bare = packet.withoutProperties {
            // what explains goes before what counts (MQTT 5.0 §3.4.2.2.2)
            bytes = PacketEncoder.encode(bare, version: state.terms.version)
        }
        guard bytes.count <= state.terms.packetSize else {
            counters.add(.dropped)
            return false
        }
        if case .publish = packet { counters.add(.sent) }
        counters.add(.bytesSent, bytes.count)
        state.unsent += bytes.count
        let size = bytes.count
        link.send(bytes) { [weak self] in self?.left(size, isAnswer, link) }
        return true
    }

    private func left(_ size: Int, _ isAnswer: Bool, _ link: any ClientLink) {
        state.withLock { state in
            guard state.link === link else { return }
            state.unsent -= size
            if isAnswer { state.unreadAnswers -= 1 }
            pump(&state)
        }
    }

    /// Sends a packet that is no message, unless another connection has taken the place of this one.
    ///
    /// A client that asks on and on and reads no answer is disconnected, as is one that takes no packet of its size.
    func answer(_ packet: ControlPacket, on link: any ClientLink) {
        let fault = state.withLock { state -> ReasonCode? in
            guard state.link === link else { return nil }
            guard state.unreadAnswers < Self.unreadAnswers else { return .quotaExceeded }
            guard send(packet, &state, isAnswer: true) else { return .packetTooLarge }
            state.unreadAnswers += 1
            return nil
        }
        if let fault { link.end(fault) }
    }

    // MARK: Acknowledgements

    func acknowledged(_ identifier: UInt16) {
        state.withLock { state in
            if let index = state.flights.firstIndex(where: {
                $0.identifier == identifier && $0.publish.qos == .atLeastOnce
            }) {
                land(index, &state)
            }
            pump(&state)
        }
    }

    /// PUBREC: the message is with the client, its release follows; an error ends its way.
    func received(_ acknowledgement: ControlPacket.Acknowledgement) {
        state.withLock { state in
            let index = state.flights.firstIndex {
                $0.identifier == acknowledgement.identifier && $0.publish.qos == .exactlyOnce
            }
            guard let index else {
                send(.pubrel(.init(acknowledgement.identifier, .packetIdentifierNotFound)), &state)
                return
            }
            if acknowledgement.reason.isError {
                land(index, &state)
                pump(&state)
            } else {
                state.flights[index].stage = .released
                state.flights[index].publish.payload = []
                send(.pubrel(.init(acknowledgement.identifier)), &state)
            }
        }
    }

    func completed(_ identifier: UInt16) {
        state.withLock { state in
            if let index = state.flights.firstIndex(where: { $0.identifier == identifier && $0.stage == .released }) {
                land(index, &state)
            }
            pump(&state)
        }
    }

    /// Messages that wait or are under way.
    var pending: Int { state.withLock { $0.waiting.count + $0.flights.count } }
}
