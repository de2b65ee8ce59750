// SPDX-License-Identifier: EUPL-1.2
import Access
import MQTT
import Rights
import SensorThings
import Storage
import Synchronization

/// Changes of state over MQTT: `states/Datastreams(1)` for one Datastream, `states/#` for all that a reader may see.
final class StateTopics: Sendable {
    static let prefix = "states/"

    /// What is subscribed to; readers with the same rights share a source.
    private struct Topic: Hashable {
        /// Nil for all Datastreams.
        let datastream: Int64?
        let rights: Rights
    }

    private struct Sources {
        var entries: [Topic: (number: UInt64, count: Int)] = [:]
        var topics: [UInt64: Topic] = [:]
        var next = StateTopics.firstNumber
    }

    /// Sources from this number on are of this kind.
    private static let firstNumber: UInt64 = 1 << 63

    private let engine: any StorageEngine
    private let sources = Mutex(Sources())

    init(engine: any StorageEngine) { self.engine = engine }

    /// Nil when the filter is none of these topics.
    func subscribe(to filter: TopicFilter, as reader: Reader) async -> SubscriptionAnswer? {
        guard filter.text.hasPrefix(Self.prefix) else { return nil }
        let rest = filter.text.dropFirst(Self.prefix.count)
        let rights = reader.rights
        if rest == "#" || rest == "+" { return .grantedFrom(source(of: Topic(datastream: nil, rights: rights))) }
        guard let id = Self.datastream(rest) else {
            return .refused(.topicFilterInvalid, "there are states/Datastreams(1) and states/#")
        }
        let isThere = try? await engine.read { try SeriesQueries.isVisible(id, to: rights, on: $0) }
        guard isThere == true else {
            return .refused(.notAuthorized, "there is no such Datastream, or it is not public")
        }
        return .grantedFrom(source(of: Topic(datastream: id, rights: rights)))
    }

    private static func datastream(_ text: Substring) -> Int64? {
        guard text.hasPrefix("Datastreams("), text.hasSuffix(")"),
            let id = Int64(text.dropFirst("Datastreams(".count).dropLast()), id > 0
        else { return nil }
        return id
    }

    private func source(of topic: Topic) -> MessageSource {
        sources.withLock { sources in
            let number = sources.entries[topic]?.number ?? sources.next
            if number == sources.next { sources.next += 1 }
            sources.entries[topic, default: (number, 0)].count += 1
            sources.topics[number] = topic
            return MessageSource(number)
        }
    }

    /// Whether the source is of this kind; then one of those who have it lets it go.
    func release(_ source: MessageSource) -> Bool {
        guard source.number >= Self.firstNumber else { return false }
        sources.withLock { sources in
            guard let topic = sources.topics[source.number], let entry = sources.entries[topic] else { return }
            if entry.count > 1 {
                sources.entries[topic]?.count -= 1
            } else {
                sources.entries[topic] = nil
                sources.topics[source.number] = nil
            }
        }
        return true
    }

    /// Tells all who subscribed and may see the Datastream now.
    func deliver(_ change: StateChange, through broker: MQTTBroker) async {
        let topic = "\(Self.prefix)Datastreams(\(change.datastream))"
        for source in await sources(of: change) { await broker.deliver(change.json, from: source, topic: topic) }
    }

    /// Whose topics a change belongs to: those who may see the Datastream at this moment.
    func sources(of change: StateChange) async -> [MessageSource] {
        let watching = sources.withLock { sources in
            sources.entries.filter { $0.key.datastream == nil || $0.key.datastream == change.datastream }
        }
        guard !watching.isEmpty else { return [] }
        let rights = Set(watching.keys.map(\.rights))
        let allowed = try? await engine.read { connection in
            try rights.filter { try SeriesQueries.isVisible(change.datastream, to: $0, on: connection) }
        }
        let told = watching.filter { allowed?.contains($0.key.rights) ?? false }.map(\.value.number).sorted()
        return told.map { MessageSource($0) }
    }
}
