// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import SensorThingsReading
import Storage

/// The topics that somebody has subscribed to, found by what a change concerns.
struct UpdateRegistry {
    private struct Entry {
        /// Subscriptions to the topic.
        var count: Int
        /// The first write that is told of: what was written before somebody subscribed is not.
        let since: Int
    }

    private var entries: [UpdateTopic: Entry] = [:]
    /// Number of the next write.
    private var nextWrite = 0
    /// `Datastreams(1)/Observations`, by the Datastream.
    private var series: [Int64: Set<UpdateTopic>] = [:]
    /// All other topics, by the type of the entities they name.
    private var others: [EntityType: Set<UpdateTopic>] = [:]

    var count: Int { entries.count }

    mutating func add(_ topic: UpdateTopic) {
        entries[topic, default: Entry(count: 0, since: nextWrite)].count += 1
        if let datastream = topic.parsed.datastream {
            series[datastream, default: []].insert(topic)
        } else {
            others[topic.parsed.request.path.type, default: []].insert(topic)
        }
    }

    mutating func remove(_ topic: UpdateTopic) {
        guard let count = entries[topic]?.count else { return }
        guard count == 1 else {
            entries[topic]?.count = count - 1
            return
        }
        entries[topic] = nil
        if let datastream = topic.parsed.datastream {
            series[datastream]?.remove(topic)
            if series[datastream]?.isEmpty == true { series[datastream] = nil }
        } else {
            others[topic.parsed.request.path.type]?.remove(topic)
        }
    }

    /// The number of a write that somebody could care about, nil for others; asked on the writer's thread.
    mutating func number(_ announcements: [any StorageAnnouncement]) -> Int? {
        guard announcements.contains(where: concerns) else { return nil }
        defer { nextWrite += 1 }
        return nextWrite
    }

    private func concerns(_ announcement: any StorageAnnouncement) -> Bool {
        if entries.isEmpty { return false }
        switch announcement {
        case let added as ObservationsAdded:
            return series[added.datastream] != nil || others[.observation]?.isEmpty == false
                || (!added.widened.isEmpty
                    && (others[.datastream]?.isEmpty == false || others[.multiDatastream]?.isEmpty == false))
        case let change as EntityChange:
            if change.kind == .deleted { return false }
            if others[change.type]?.isEmpty == false { return true }
            return change.type == .observation && (change.series.map { series[$0] != nil } ?? !series.isEmpty)
        default: return false
        }
    }

    /// Topics that name Observations, those of this Datastream's series included; nil stands for all series.
    func observationTopics(of datastream: Int64?, in write: Int) -> [UpdateTopic] {
        let some = datastream.map { series[$0] ?? [] } ?? series.values.reduce(into: []) { $0.formUnion($1) }
        return watching(some.union(others[.observation] ?? []), write)
    }

    func topics(naming type: EntityType, in write: Int) -> [UpdateTopic] { watching(others[type] ?? [], write) }

    /// Those that were subscribed to before the write, in a fixed order.
    private func watching(_ topics: Set<UpdateTopic>, _ write: Int) -> [UpdateTopic] {
        topics.filter { entries[$0].map { $0.since <= write } ?? false }.sorted { $0.text < $1.text }
    }
}
