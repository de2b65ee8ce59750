// SPDX-License-Identifier: EUPL-1.2
import Access
import MQTT
import SensorThings
import Synchronization
import Threads

/// Who may do what over MQTT: the platform's keys and accounts; topics below `v1.1/` are the SensorThings API's.
///
/// Other topics are plain messages between clients: those who are known may subscribe, editors may publish. `$SYS` is
/// for administrators. Nobody publishes to topics that begin with `$`.
final class PlatformAuthority: MQTTAuthority {
    private let control: AccessControl
    private let topics: SensorThingsTopics
    private let archive: MessageArchive
    private let writesOpenly: Bool

    private struct Sources {
        var numbers: [UpdateTopic: UInt64] = [:]
        var entries: [UInt64: (topic: UpdateTopic, count: Int)] = [:]
        var next: UInt64 = 1
    }
    private let sources = Mutex(Sources())
    let states: StateTopics

    init(
        control: AccessControl, topics: SensorThingsTopics, states: StateTopics, archive: MessageArchive,
        writesOpenly: Bool
    ) {
        self.archive = archive
        self.control = control
        self.states = states
        self.topics = topics
        self.writesOpenly = writesOpenly
    }

    // MARK: Who

    /// A key as password or as user name, or an account's login and password; nobody reads what is public.
    func authenticate(
        clientIdentifier: String, userName: String?, password: [UInt8]?, address: String
    ) async -> Result<MQTTPrincipal, ConnectionRefusal> {
        let secret = password.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard userName != nil || password != nil else {
            return .success(Self.principal(Reader(identity: .anonymous, role: nil, writesOpenly: writesOpenly)))
        }
        do {
            for key in [secret, userName ?? ""] where key.hasPrefix("amk_") {
                if let reader = try await control.reader(key: key, from: address) {
                    return .success(Self.principal(reader))
                }
            }
            guard let userName, !secret.isEmpty else { return .failure(ConnectionRefusal(.badUserNameOrPassword)) }
            return .success(Self.principal(try await control.reader(login: userName, password: secret, from: address)))
        } catch AccessError.hashingFailed {
            return .failure(ConnectionRefusal(.serverUnavailable))
        } catch is AccessError {
            return .failure(ConnectionRefusal(.badUserNameOrPassword))
        } catch is WorkerPoolError {
            return .failure(ConnectionRefusal(.serverBusy))
        } catch {
            return .failure(ConnectionRefusal(.serverUnavailable))
        }
    }

    private static func principal(_ reader: Reader) -> MQTTPrincipal {
        return MQTTPrincipal(
            name: reader.caller, rights: reader.identity == .anonymous ? "" : reader.rights.text, reader: reader)
    }

    func principal(named name: String, rights: String) async -> MQTTPrincipal? {
        let words = name.split(separator: " ")
        let identity: Reader.Identity
        switch (words.first, words.last.flatMap { Int64($0) }) {
        case ("anonymous", nil):
            return Self.principal(Reader(identity: .anonymous, role: nil, writesOpenly: writesOpenly))
        case ("account", let id?): identity = .account(id: id, name: name)
        case ("key", let id?): identity = .key(id: id, name: name)
        default: return nil
        }
        guard let reader = try? await control.current(identity), reader.rights.text == rights else { return nil }
        return Self.principal(reader)
    }

    func isStillValid(_ principal: MQTTPrincipal) async -> Bool {
        // who cannot be asked about is not let in: what the database does not answer, it does not show either
        (try? await control.isStillValid(principal.reader)) ?? false
    }

    // MARK: Topics

    func subscribe(to filter: TopicFilter, as principal: MQTTPrincipal) async -> SubscriptionAnswer {
        let reader = principal.reader
        if filter.text.hasPrefix(UpdateTopic.prefix) {
            if filter.hasWildcard {
                return .refused(.topicFilterInvalid, "topics of the SensorThings API take no wildcards")
            }
            do {
                let topic = try await topics.subscribe(filter.text, as: reader)
                return .grantedFrom(source(of: topic))
            } catch let fault as TopicFault {
                return .refused(fault.isForbidden ? .notAuthorized : .topicFilterInvalid, fault.message)
            } catch {
                return .refused(.unspecifiedError, "\(error)")
            }
        }
        if let answer = await states.subscribe(to: filter, as: reader) { return answer }
        if filter.text.utf8.first == UInt8(ascii: "$") {
            return reader.mayAdminister ? .granted : .refused(.notAuthorized, "$SYS is for administrators")
        }
        return reader.rights.seeInternal
            ? .granted : .refused(.notAuthorized, "plain topics are for those who are signed in")
    }

    private func source(of topic: UpdateTopic) -> MessageSource {
        sources.withLock { sources in
            let number = sources.numbers[topic] ?? sources.next
            if number == sources.next {
                sources.next += 1
                sources.numbers[topic] = number
            }
            sources.entries[number, default: (topic, 0)].count += 1
            return MessageSource(number)
        }
    }

    func release(_ source: MessageSource) async {
        if states.release(source) { return }
        let topic = sources.withLock { sources -> UpdateTopic? in
            guard let entry = sources.entries[source.number] else { return nil }
            if entry.count > 1 {
                sources.entries[source.number]?.count -= 1
            } else {
                sources.entries[source.number] = nil
                sources.numbers[entry.topic] = nil
            }
            return entry.topic
        }
        if let topic { topics.unsubscribe(topic) }
    }

    /// The source that a topic's messages come from; nil when nobody subscribes any more.
    func currentSource(of topic: UpdateTopic) -> MessageSource? {
        sources.withLock { $0.numbers[topic].map { MessageSource($0) } }
    }

    func publish(_ message: MQTTMessage, as principal: MQTTPrincipal) async -> PublicationAnswer {
        let reader = principal.reader
        do {
            guard try await control.isStillValid(reader) else {
                return .refused(.notAuthorized, "the key or account is no longer valid")
            }
        } catch {
            // as when the database cannot be written: the client sends it again
            return .refused(.unspecifiedError, "\(error)")
        }
        if message.topic.hasPrefix(UpdateTopic.prefix) {
            do {
                let keys = message.userProperties(named: "Idempotency-Key")
                guard keys.count < 2 else {
                    return .refused(.payloadFormatInvalid, "a message has one Idempotency-Key")
                }
                let (mark, archive) = (message.mark, archive)
                try await topics.publish(message.payload, to: message.topic, as: reader, key: keys.first) {
                    connection in try mark.map { try archive.store($0, on: connection) } ?? true
                }
                return .taken
            } catch let fault as TopicFault {
                return .refused(fault.isForbidden ? .notAuthorized : .payloadFormatInvalid, fault.message)
            } catch {
                return .refused(.unspecifiedError, "\(error)")
            }
        }
        if message.topic.hasPrefix(StateTopics.prefix) {
            return .refused(.notAuthorized, "topics below \(StateTopics.prefix) are the server's")
        }
        if message.topic.utf8.first == UInt8(ascii: "$") {
            return .refused(.notAuthorized, "topics with $ are the server's")
        }
        return reader.mayWrite ? .forward : .refused(.notAuthorized, "publishing needs the role editor")
    }
}
