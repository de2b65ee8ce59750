// SPDX-License-Identifier: EUPL-1.2
import Logging
import Synchronization

extension MQTTBroker {
    /// Brings back the sessions and retained messages of the archive; before anybody connects.
    ///
    /// Sessions whose time ended while the server was down, and those whose owner has other rights now, do not return.
    public func restore() async throws {
        guard let archive, limits.saveInterval > 0 else { return }
        let records = try await archive.load()
        let moment = now
        let offset = wallOffset
        state.withLock { state in
            for stored in records.retained {
                var message = MQTTMessage(
                    topic: stored.publish.topic, payload: stored.publish.payload, qos: stored.publish.qos,
                    isRetained: true)
                message.properties = stored.publish.properties
                message.expires = stored.expires.map { $0 - offset }
                // what is over is swept, and then leaves the archive too
                state.retained[Array(message.topic.utf8)] = message
                state.retainedBytes += message.size
            }
            state.stored = Set(records.sessions.map(\.number))
        }
        let messages = Dictionary(grouping: records.messages, by: \.session)
        for stored in records.sessions {
            let ends = stored.ends.map { $0 - offset } ?? moment + Double(stored.expiry)
            guard ends > moment,
                let principal = await authority.principal(named: stored.owner, rights: stored.rights)
            else { continue }
            let own = (messages[stored.number] ?? []).map { message in
                var message = message
                message.expires = message.expires.map { $0 - offset }
                return message
            }
            let session = Session(stored, own, limits: limits, counters: counters, now: clock)
            state.withLock { state in
                state.sessions[session.key] = session
                state.principals[session.key] = principal
                state.away[session.key] = Away(session: session, ends: ends)
            }
            for packet in stored.subscriptions {
                let identifier = packet.properties.number(.subscriptionIdentifier)
                for request in packet.requests {
                    _ = await subscribe(session, request, identifier: identifier, as: principal)
                }
            }
        }
    }

    /// The mark of a QoS 2 message; nil when its session ends with its connection or with the server.
    func mark(_ identifier: UInt16, of session: Session, as principal: MQTTPrincipal) -> MQTTMark? {
        guard archive != nil, limits.saveInterval > 0, session.expiry > 0 else { return nil }
        return MQTTMark(session: session.head(rights: principal.rights, ends: nil), identifier: identifier)
    }

    /// The archive has the session, because a message of it was stored with its mark.
    func isArchived(_ session: Session) { state.withLock { _ = $0.stored.insert(session.number) } }

    /// Makes it durable that the client has released a message with a mark; only then may it use the identifier again.
    func release(_ identifier: UInt16, of session: Session) async throws(MQTTFault) {
        guard session.isMarked(identifier) else { return }
        do {
            try await archive?.release(identifier, of: session.number)
        } catch {
            throw MQTTFault(.serverUnavailable, "the release of a message could not be stored: \(error)")
        }
    }

    /// A new session has taken this one's place: not even a crash brings it back.
    func leaveArchive(_ session: Session) async {
        guard let archive, state.withLock({ $0.stored.contains(session.number) }) else { return }
        do {
            try await archive.forget(session.number)
            state.withLock { _ = $0.stored.remove(session.number) }
        } catch {
            // the next save tries again
            logger.warning("an MQTT session is not deleted yet", metadata: ["error": "\(error)"])
        }
    }

    /// Writes what the archive does not have yet; what came in since the last look waits for the next, unless `all` counts.
    public func save(all: Bool = false) async {
        guard let archive, limits.saveInterval > 0 else { return }
        let offset = wallOffset
        var changes = MQTTRecordChanges()
        let (sessions, topics) = state.withLock { state -> ([(Session, String, Double?, Int)], Set<[UInt8]>) in
            let kept = state.sessions.values.filter { $0.expiry > 0 }
            changes.goneSessions = state.stored.subtracting(kept.map(\.number)).sorted()
            let topics = state.changedTopics.filter { $0.first != UInt8(ascii: "$") }
            state.changedTopics = []
            for topic in topics {
                guard let message = state.retained[topic] else {
                    changes.goneTopics.append(String(decoding: topic, as: UTF8.self))
                    continue
                }
                var publish = ControlPacket.Publish(
                    topic: message.topic, payload: message.payload, qos: message.qos, isRetained: true)
                publish.properties = message.properties
                changes.retained.append(StoredRetained(publish: publish, expires: message.expires.map { $0 + offset }))
            }
            let sessions = kept.map { session in
                (
                    session, state.principals[session.key]?.rights ?? "", state.away[session.key]?.ends,
                    session.headVersion
                )
            }
            return (sessions, topics)
        }
        var taken: [(session: Session, changes: Session.Changes)] = []
        for (session, rights, ends, version) in sessions {
            let wallEnds = ends.map { $0 + offset }
            guard let own = session.changes(rights: rights, ends: wallEnds, version: version, all: all) else {
                continue
            }
            taken.append((session, own))
            if let head = own.head { changes.sessions.append(head) }
            for message in own.messages {
                var message = message
                message.expires = message.expires.map { $0 + offset }
                changes.messages.append(message)
            }
            if !own.gone.isEmpty { changes.goneMessages[session.number] = own.gone }
        }
        if changes.isEmpty { return }
        do {
            try await archive.save(changes)
            for (session, own) in taken { session.stored(own) }
            let (new, gone) = (changes.sessions.map(\.number), changes.goneSessions)
            state.withLock { state in
                state.stored.formUnion(new)
                state.stored.subtract(gone)
            }
        } catch {
            state.withLock { $0.changedTopics.formUnion(topics) }
            logger.warning("MQTT sessions could not be saved", metadata: ["error": "\(error)"])
        }
    }

    /// The server stops: wills that wait are published now, then all is saved.
    public func finish() async {
        let wills = state.withLock { state in
            defer { state.wills = [:] }
            return Array(state.wills.values)
        }
        for will in wills { await publish(will) }
        await save(all: true)
    }
}
