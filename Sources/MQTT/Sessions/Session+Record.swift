// SPDX-License-Identifier: EUPL-1.2
import DequeModule
import Synchronization

extension Session {
    /// What the archive has of a session.
    struct Stored {
        /// The `headVersion` there.
        var headVersion = 0
        /// The stage of each message there.
        var messages: [Int: StoredMessage.Stage] = [:]
        /// Messages with lower numbers were there at the last look already.
        var settled = 0
    }

    /// What a look at the session found to be stored.
    struct Changes {
        let headVersion: Int
        var head: StoredSession?
        var messages: [StoredMessage] = []
        var gone: [Int] = []
    }

    /// Whether and how long the session outlives its connection.
    var expiry: Int {
        get { state.withLock { $0.expiry } }
        set {
            state.withLock { state in
                if state.expiry != newValue { state.headVersion += 1 }
                state.expiry = newValue
            }
        }
    }

    /// What has changed since the last look; nil when nothing has. `ends` is when a session without a connection ends,
    /// as of `version`.
    ///
    /// A message that came after the last look waits for the next one, so that what is delivered at once is never
    /// stored, unless `all` are asked for.
    func changes(rights: String, ends: Double?, version: Int, all: Bool) -> Changes? {
        state.withLock { state in
            var changes = Changes(headVersion: version)
            let hasUnmarked = all && !state.received.isSubset(of: state.marked)
            if state.stored.headVersion != version || hasUnmarked {
                changes.head = head(rights: rights, ends: ends, all: all, state)
            }
            var present: Set<Int> = []
            func take(
                _ message: Int, _ stage: StoredMessage.Stage, _ publish: ControlPacket.Publish, _ expires: Double?
            ) {
                let known = state.stored.messages[message]
                guard known != nil || all || message < state.stored.settled else { return }
                present.insert(message)
                if known == stage { return }
                changes.messages.append(
                    StoredMessage(session: number, number: message, stage: stage, publish: publish, expires: expires))
            }
            for flight in state.flights {
                let stage: StoredMessage.Stage =
                    flight.stage == .sent ? .sent(flight.identifier) : .released(flight.identifier)
                take(flight.number, stage, flight.publish, flight.expires)
            }
            for item in state.waiting where item.publish.qos > .atMostOnce {
                take(item.number, .waiting, item.publish, item.expires)
            }
            changes.gone = state.stored.messages.keys.filter { !present.contains($0) }
            state.stored.settled = state.nextNumber
            return changes.head == nil && changes.messages.isEmpty && changes.gone.isEmpty ? nil : changes
        }
    }

    /// The session without its messages, as the archive stores it.
    func head(rights: String, ends: Double?) -> StoredSession {
        state.withLock { head(rights: rights, ends: ends, all: false, $0) }
    }

    /// `all` counts when nothing comes in any more: an identifier that is saved while its release is on its way would
    /// be taken for used after a crash, and the next message with it would be lost.
    private func head(rights: String, ends: Double?, all: Bool, _ state: State) -> StoredSession {
        StoredSession(
            number: number, owner: key.owner, rights: rights, clientIdentifier: clientIdentifier,
            expiry: state.expiry, ends: ends, subscriptions: state.subscriptions.values.map(\.packet),
            received: all ? state.received.sorted() : [])
    }

    /// The archive has these changes.
    func stored(_ changes: Changes) {
        state.withLock { state in
            state.stored.headVersion = changes.headVersion
            for message in changes.messages { state.stored.messages[message.number] = message.stage }
            for message in changes.gone { state.stored.messages[message] = nil }
        }
    }

    /// Counts the changes of what is neither message nor connection.
    var headVersion: Int { state.withLock { $0.headVersion } }

    /// Says that when the session ends is to be stored anew.
    func noteEnd() { state.withLock { $0.headVersion += 1 } }

    /// A session as the archive had it, without its subscriptions.
    convenience init(
        _ stored: StoredSession, _ messages: [StoredMessage], limits: MQTTLimits, counters: MQTTCounters,
        now: @escaping @Sendable () -> Double
    ) {
        self.init(
            key: SessionKey(owner: stored.owner, clientIdentifier: stored.clientIdentifier), number: stored.number,
            limits: limits, counters: counters, now: now)
        state.withLock { state in
            state.expiry = stored.expiry
            state.received = Set(stored.received)
            state.marked = state.received
            // looked for when there is no room
            state.soonestExpiry = -.infinity
            for message in messages.sorted(by: { $0.number < $1.number }) {
                var publish = message.publish
                switch message.stage {
                case .waiting:
                    publish.identifier = 0
                    state.waiting.append(Waiting(number: message.number, publish: publish, expires: message.expires))
                    state.waitingBytes += publish.payload.count
                case .sent(let identifier), .released(let identifier):
                    publish.identifier = identifier
                    var stage = Flight.Stage.sent
                    if case .released = message.stage { stage = .released }
                    state.flights.append(
                        Flight(
                            number: message.number, identifier: identifier, stage: stage, publish: publish,
                            expires: message.expires))
                }
                state.stored.messages[message.number] = message.stage
                state.nextNumber = message.number + 1
            }
            state.stored.settled = state.nextNumber
        }
    }
}

extension Session.Subscription {
    /// As a SUBSCRIBE, the form in which it is stored.
    fileprivate var packet: ControlPacket.Subscribe {
        var packet = ControlPacket.Subscribe(1, [.init(filter.text, options)])
        if let identifier { packet.properties.set(.subscriptionIdentifier, identifier) }
        return packet
    }
}
