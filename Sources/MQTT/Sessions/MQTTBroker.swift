// SPDX-License-Identifier: EUPL-1.2
import Connections
public import Logging
import NIOCore
import Synchronization

/// All sessions, retained messages and wills; free of sockets.
///
/// Sessions and retained messages live in memory; an archive keeps them while the server is down.
public final class MQTTBroker: Sendable {
    struct Away {
        let session: Session
        /// When the session ends.
        let ends: Double
    }

    struct DelayedWill {
        let will: ControlPacket.Will
        let publisher: SessionKey
        let principal: MQTTPrincipal
        let due: Double
    }

    struct State {
        var sessions: [SessionKey: Session] = [:]
        var principals: [SessionKey: MQTTPrincipal] = [:]
        var away: [SessionKey: Away] = [:]
        var wills: [SessionKey: DelayedWill] = [:]
        var tree = TopicTree()
        var sources: [MessageSource: [ObjectIdentifier: (session: Session, filter: TopicFilter)]] = [:]
        var retained: [[UInt8]: MQTTMessage] = [:]
        var retainedBytes = 0
        /// Topics whose retained message has changed since the archive took it.
        var changedTopics: Set<[UInt8]> = []
        /// Sessions that the archive has.
        var stored: Set<Int64> = []
        /// Connections that have not said CONNECT yet.
        var arriving = 0
    }

    public let limits: MQTTLimits
    let authority: any MQTTAuthority
    let counters = MQTTCounters()
    let logger: Logger
    let version: String
    let clock: @Sendable () -> Double
    let began: Double
    let archive: (any MQTTArchive)?
    /// Connections of all ports and of WebSocket, with some room for those that are told that there is none.
    let gate: ConnectionGate
    /// Seconds from the server's clock to those since 1970.
    let wallOffset: Double
    let state = Mutex(State())

    /// `clock` gives seconds that never go back, `wallClock` those since 1970 (UTC) for the archive.
    public init(
        authority: any MQTTAuthority, limits: MQTTLimits, version: String, logger: Logger,
        clock: @escaping @Sendable () -> Double = MQTTBroker.steadySeconds, archive: (any MQTTArchive)? = nil,
        wallClock: () -> Double = { 0 }
    ) {
        self.authority = authority
        self.limits = limits
        self.version = version
        self.logger = logger
        self.clock = clock
        began = clock()
        self.archive = archive
        gate = ConnectionGate(
            total: limits.connections + limits.connections / 10 + 100, perAddress: limits.connectionsPerAddress
        ) { NIODeadline.now().uptimeNanoseconds }
        wallOffset = wallClock() - began
    }

    public static let steadySeconds: @Sendable () -> Double = {
        let elapsed = ContinuousClock.now - reference
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    }
    private static let reference = ContinuousClock.now

    var now: Double { clock() }

    // MARK: Connecting

    /// Whether one more client may connect.
    var hasRoom: Bool {
        state.withLock { $0.sessions.count - $0.away.count } < limits.connections
    }

    /// Counts a connection that has not said CONNECT; false when there are as many of them as clients may connect.
    func arrive() -> Bool {
        state.withLock { state in
            guard state.arriving < limits.connections else { return false }
            state.arriving += 1
            return true
        }
    }

    func hasArrived() { state.withLock { $0.arriving -= 1 } }

    /// The session for a client that has just been let in; a connection of the same owner and identifier ends.
    func open(
        _ connect: ControlPacket.Connect, as principal: MQTTPrincipal, clientIdentifier: String, expiry: Int,
        on link: any ClientLink
    ) async -> (session: Session, isPresent: Bool) {
        typealias Opened = (before: Session?, session: Session, will: DelayedWill?, older: (any ClientLink)?)
        let key = SessionKey(owner: principal.name, clientIdentifier: clientIdentifier)
        let opened = state.withLock { state -> Opened in
            let owner = state.principals[key]
            let before = state.sessions[key]
            let will = state.wills.removeValue(forKey: key)
            state.away[key] = nil
            state.principals[key] = principal
            // a session without expiry ends with its connection, also when that ends only now (MQTT 5.0 §3.1.2.11.2);
            // what was subscribed to with other rights is not taken over
            if let before, !connect.startsClean, before.expiry > 0, owner?.rights == principal.rights {
                return (before, before, nil, before.claim(link))
            }
            let session = Session(key: key, limits: limits, counters: counters, now: clock)
            state.sessions[key] = session
            _ = session.claim(link)
            return (before, session, will, before?.release())
        }
        opened.session.expiry = min(expiry, limits.sessionExpiry)
        opened.session.noteEnd()
        opened.older?.end(.sessionTakenOver)
        let isPresent = opened.before === opened.session
        if let before = opened.before, !isPresent {
            await forget(before)
            await leaveArchive(before)
        }
        // the session that the will waited for has ended (MQTT 5.0 §3.1.3.2.2)
        if let will = opened.will { await publish(will) }
        counters.add(.connections)
        return (opened.session, isPresent)
    }

    /// What the end of a connection means for its session.
    private enum Ending { case staysAway, ended, resumed }

    /// A connection has ended. `expiry` is how long its session stays, in seconds; `will` is published unless nil.
    func close(
        _ session: Session, _ link: any ClientLink, expiry: Int, will: ControlPacket.Will?, as principal: MQTTPrincipal
    ) async {
        let name = session.key
        let wasLinked = session.detach(link)
        let moment = now
        let stay = min(expiry, limits.sessionExpiry)
        let ending = state.withLock { state -> Ending in
            guard state.sessions[name] === session else { return .ended }
            guard wasLinked else { return .resumed }
            session.expiry = stay
            session.noteEnd()
            guard stay > 0, state.away.count < limits.offlineSessions else {
                state.sessions[name] = nil
                state.principals[name] = nil
                return .ended
            }
            state.away[name] = Away(session: session, ends: moment + Double(stay))
            return .staysAway
        }
        if ending == .ended { await forget(session) }
        guard let will else { return }
        let delay = ending == .ended ? 0 : Int(will.properties.number(.willDelayInterval) ?? 0)
        guard delay > 0 else {
            await publish(DelayedWill(will: will, publisher: name, principal: principal, due: moment))
            return
        }
        // back before the delay is over: nobody needs to know (MQTT 5.0 §3.1.3.2.2)
        guard ending == .staysAway else { return }
        state.withLock { state in
            guard state.away[name]?.session === session else { return }
            state.wills[name] = DelayedWill(
                will: will, publisher: name, principal: principal, due: moment + Double(min(delay, stay)))
        }
    }

    /// Publishes a will; the time after which nobody needs it begins now (MQTT 5.0 §3.1.3.2.4).
    func publish(_ delayed: DelayedWill) async {
        let message = MQTTMessage(delayed.will, publisher: delayed.publisher, now: now)
        await publish(message, as: delayed.principal)
    }

    /// Takes a session's subscriptions out of all lists.
    func forget(_ session: Session) async {
        for subscription in session.removeSubscriptions() { await unlink(subscription, session) }
    }

    private func unlink(_ subscription: Session.Subscription, _ session: Session) async {
        state.withLock { state in
            if let source = subscription.source {
                state.sources[source]?[ObjectIdentifier(session)] = nil
                if state.sources[source]?.isEmpty == true { state.sources[source] = nil }
            } else {
                state.tree.remove(subscription.filter, session)
            }
        }
        if let source = subscription.source { await authority.release(source) }
    }

    // MARK: Subscribing

    /// Answers one request of a SUBSCRIBE; retained messages follow by `sendRetained`, after the SUBACK.
    func subscribe(
        _ session: Session, _ request: ControlPacket.Subscribe.Request, identifier: UInt32?,
        as principal: MQTTPrincipal
    ) async -> (reason: ReasonCode, isNew: Bool) {
        guard let filter = TopicFilter(request.filter), fits(request.filter) else {
            return (.topicFilterInvalid, false)
        }
        if filter.isShared { return (.sharedSubscriptionsNotSupported, false) }
        let isNew = session.subscription(filter) == nil
        guard !isNew || session.subscriptionCount < limits.subscriptions else { return (.quotaExceeded, false) }
        var source: MessageSource?
        switch await authority.subscribe(to: filter, as: principal) {
        case .granted: break
        case .grantedFrom(let given): source = given
        case .refused(let reason, let message):
            logger.debug("subscription refused", metadata: ["filter": "\(filter.text)", "why": "\(message)"])
            return (reason, false)
        }
        let subscription = Session.Subscription(
            filter: filter, options: request.options, identifier: identifier, source: source)
        let replaced = session.add(subscription)
        if let replaced, replaced.source != source {
            await unlink(replaced, session)
        } else if let old = replaced?.source {
            // the same source was granted twice, it is needed once
            await authority.release(old)
        }
        state.withLock { state in
            if let source {
                state.sources[source, default: [:]][ObjectIdentifier(session)] = (session, filter)
            } else {
                state.tree.add(filter, session)
            }
        }
        let granted: [QoS: ReasonCode] = [.atLeastOnce: .grantedQoS1, .exactlyOnce: .grantedQoS2]
        return (granted[request.options.maximumQoS] ?? .success, isNew)
    }

    func sendRetained(_ session: Session, _ request: ControlPacket.Subscribe.Request, isNew: Bool) {
        let handling = request.options.retainHandling
        guard handling == .always || (handling == .ifNew && isNew), let filter = TopicFilter(request.filter),
            session.subscription(filter)?.source == nil
        else { return }
        let moment = now
        let messages = state.withLock { state in
            filter.hasWildcard
                ? state.retained.values.filter { filter.matches($0.topic) }
                : state.retained[Array(filter.text.utf8)].map { [$0] } ?? []
        }
        for message in messages.sorted(by: { $0.topic < $1.topic }) where !message.isExpired(moment) {
            _ = session.deliver(message, for: [filter], isFromRetained: true)
        }
    }

    func unsubscribe(_ session: Session, _ text: String) async -> ReasonCode {
        guard let filter = TopicFilter(text) else { return .topicFilterInvalid }
        guard let subscription = session.remove(filter) else { return .noSubscriptionExisted }
        await unlink(subscription, session)
        return .success
    }

    /// Whether a topic or filter keeps to the limits.
    func fits(_ topic: String) -> Bool {
        topic.utf8.count <= limits.topicLength
            && topic.utf8.count { $0 == UInt8(ascii: "/") } < limits.topicLevels
    }

    // MARK: Publishing

    /// A client's message, or its will: asked of the platform, then delivered; the reason goes into the acknowledgement.
    @discardableResult
    func publish(_ message: MQTTMessage, as principal: MQTTPrincipal) async -> Publication {
        counters.add(.received)
        guard fits(message.topic) else {
            return Publication(reason: .topicNameInvalid, message: "the topic is too long or too deep")
        }
        switch await authority.publish(message, as: principal) {
        case .refused(let reason, let text):
            counters.add(.refused)
            logger.debug("publication refused", metadata: ["topic": "\(message.topic)", "why": "\(text)"])
            return Publication(reason: reason, message: text)
        case .taken: return Publication(reason: .success, isMarked: message.mark != nil)
        case .forward:
            if message.isRetained, !retain(message) {
                return Publication(reason: .quotaExceeded, message: "there is no room for more retained messages")
            }
            return Publication(reason: deliver(message) ? .success : .noMatchingSubscribers)
        }
    }

    /// How a publication ended.
    struct Publication: Sendable {
        let reason: ReasonCode
        var message = ""
        /// Its mark is stored.
        var isMarked = false
    }

    /// Stores a retained message, or removes the one of its topic when it is empty; false when there is no room.
    func retain(_ message: MQTTMessage) -> Bool {
        state.withLock { state in
            let topic = Array(message.topic.utf8)
            let before = state.retained[topic]
            let bytes = state.retainedBytes - (before?.size ?? 0) + message.size
            guard !message.payload.isEmpty else {
                if before != nil { state.removeRetained(topic) }
                return true
            }
            guard before != nil || state.retained.count < limits.retained, bytes <= limits.retainedBytes else {
                return false
            }
            state.retained[topic] = message
            state.retainedBytes = bytes
            state.changedTopics.insert(topic)
            return true
        }
    }

    /// Delivers to all whose filters match; false when there are none.
    @discardableResult
    func deliver(_ message: MQTTMessage) -> Bool {
        let matches = state.withLock { $0.tree.matches(message.topic) }
        for match in matches { _ = match.session.deliver(message, for: match.filters) }
        return !matches.isEmpty
    }

    /// Delivers a message of the platform's to the subscribers of one source; without a topic it is the filter of each.
    ///
    /// `isPatient` waits for those who read but have much to read, half a second at most, so that a large import does
    /// not overrun them; for who reads nothing, a twentieth of a second once.
    public func deliver(
        _ payload: [UInt8], from source: MessageSource, topic: String? = nil, isPatient: Bool = false
    ) async {
        let targets = state.withLock { Array(($0.sources[source] ?? [:]).values) }
        for target in targets {
            let message = MQTTMessage(topic: topic ?? target.filter.text, payload: payload, qos: .exactlyOnce)
            _ = target.session.deliver(message, for: [target.filter])
        }
        if isPatient { await wait(for: targets.map(\.session).filter(\.isCrowded)) }
    }

    /// Waits for all of them together, so that many slow ones cost the others no more than one.
    private func wait(for sessions: [Session]) async {
        var crowded = sessions.map { (session: $0, pending: $0.pending) }
        for look in 1...100 where !crowded.isEmpty {
            try? await Task.sleep(for: .milliseconds(5))
            if Task.isCancelled { return }
            crowded = crowded.filter(\.session.isCrowded)
            guard look == 10 || look == 100 else { continue }
            for one in crowded where look == 100 || one.session.pending >= one.pending { one.session.leaveBehind() }
            crowded = crowded.filter(\.session.isCrowded)
        }
    }
}

extension MQTTBroker.State {
    mutating func removeRetained(_ topic: [UInt8]) {
        retainedBytes -= retained.removeValue(forKey: topic)?.size ?? 0
        changedTopics.insert(topic)
    }
}

extension MQTTBroker {
    /// Ends all connections, because the server stops or another takes its place.
    public func endAll(_ reason: ReasonCode = .serverShuttingDown) {
        let links = connectedSessions.compactMap(\.link)
        for link in links { link.end(reason) }
    }
}
