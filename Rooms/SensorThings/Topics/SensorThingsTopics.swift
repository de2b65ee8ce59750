// SPDX-License-Identifier: EUPL-1.2
public import Access
public import HTTPSupport
import SensorThingsModel
import SensorThingsReading
public import Storage
import Synchronization
public import Wire

/// The MQTT binding of the SensorThings API, free of the transport: who subscribed to what, and what they are told.
///
/// A message goes out once for each entity that a write has made or changed, after the write is durable, in the order
/// of the writes; it shows the entity as it is when it is told.
public final class SensorThingsTopics: Sendable {
    /// What a topic's subscribers are sent: JSON.
    ///
    /// `isPatient` when there is time to wait for subscribers that have much to read.
    public typealias Deliver = @Sendable (_ topic: UpdateTopic, _ payload: [UInt8], _ isPatient: Bool) async -> Void

    let engine: any StorageEngine
    private let limits: Limits
    private let root: Mutex<String>
    let now: @Sendable () -> Instant
    private let registry = Mutex(UpdateRegistry())
    private let writes: AsyncStream<Write>
    private let arrivals: AsyncStream<Write>.Continuation

    private struct Write: Sendable {
        let number: Int
        let announcements: [any StorageAnnouncement]
        /// What it adds to the backlog.
        let size: Int
    }

    private struct Backlog {
        /// Entities that are still to be told of.
        var waiting = 0
        /// Entities that subscribers were not told of, ever.
        var untold = 0
    }

    private let backlog = Mutex(Backlog())
    /// With a longer backlog nobody is waited for, so that it does not grow without bound.
    private static let longBacklog = 200_000
    /// Entities that wait at most; a write beyond is stored and not told.
    private let mostWaiting: Int

    /// `root` is the address in links: `https://daten.example.de/v1.1`.
    /// What waits is bounded: while more than `mostWaiting` entities are to be told of, further writes are not (`untold`).
    public init(
        engine: any StorageEngine, limits: Limits, root: String, mostWaiting: Int = 2_000_000,
        now: @escaping @Sendable () -> Instant
    ) {
        self.mostWaiting = mostWaiting
        self.engine = engine
        self.limits = limits
        self.root = Mutex(root)
        self.now = now
        (writes, arrivals) = AsyncStream.makeStream()
        engine.observe { [weak self] announcements in self?.take(announcements) }
    }

    /// The address in links, once it is known.
    public func setRoot(_ address: String) { root.withLock { $0 = address } }

    // MARK: Subscribing

    /// Parses a topic, asks the reader's rights and begins to watch it; `unsubscribe` ends that.
    /// - Throws: `TopicFault` when it is malformed, not there or not for this reader.
    public func subscribe(_ text: String, as reader: Reader) async throws -> UpdateTopic {
        let topic = try UpdateTopic(text, reader: reader, limits: limits, root: root.withLock { $0 }, now: now())
        let request = topic.parsed.request
        let isThere = try await engine.read { connection in
            let session = ReadSession(
                connection: connection, reader: request.reader, limits: request.limits, root: request.root)
            return try session.anchor(of: request.path) != nil
        }
        guard isThere else {
            throw TopicFault("there is nothing at \(text), or it is not public", isForbidden: true)
        }
        registry.withLock { $0.add(topic) }
        return topic
    }

    public func unsubscribe(_ topic: UpdateTopic) {
        registry.withLock { $0.remove(topic) }
    }

    /// Entities of writes that were stored and not told, because too many waited already.
    public var untold: Int { backlog.withLock { $0.untold } }

    /// Topics that are watched.
    public var topicCount: Int { registry.withLock { $0.count } }

    // MARK: Telling

    private func take(_ announcements: [any StorageAnnouncement]) {
        let number = registry.withLock { $0.number(announcements) }
        guard let number else { return }
        let size = announcements.reduce(0) { $0 + (($1 as? ObservationsAdded)?.ids.count ?? 1) }
        let hasRoom = backlog.withLock { backlog in
            // a single write that is larger finds room when nothing else waits
            guard backlog.waiting == 0 || backlog.waiting + size <= mostWaiting else {
                backlog.untold += size
                return false
            }
            backlog.waiting += size
            return true
        }
        guard hasRoom else { return }
        arrivals.yield(Write(number: number, announcements: announcements, size: size))
    }

    /// Nothing that is written from now on is told; `run` ends when it has told what was written before.
    public func finish() { arrivals.finish() }

    /// Tells subscribers of changes until it is finished or the task is cancelled; `prepare` runs before each write is told of.
    public func run(after prepare: @Sendable () async -> Void = {}, _ deliver: Deliver) async {
        for await write in writes {
            await prepare()
            for change in Self.merged(write.announcements) {
                await tell(change, write.number, deliver)
            }
            backlog.withLock { $0.waiting -= write.size }
        }
    }

    /// One write's announcements, those about the same entity made into one.
    static func merged(_ announcements: [any StorageAnnouncement]) -> [any StorageAnnouncement] {
        var result: [any StorageAnnouncement] = []
        var places: [EntityType: [Int64: Int]] = [:]
        var added: Set<Int64> = []
        let hasChanges = announcements.contains { ($0 as? EntityChange)?.type == .observation }
        func merge(_ change: EntityChange) {
            // a new Observation is told as it is when told, with what was changed about it
            if change.type == .observation, change.kind != .deleted, added.contains(change.id) { return }
            guard let place = places[change.type]?[change.id], let earlier = result[place] as? EntityChange else {
                places[change.type, default: [:]][change.id] = result.count
                result.append(change)
                return
            }
            result[place] = EntityChange(
                change.type, change.id, earlier.kind.followed(by: change.kind), in: earlier.series ?? change.series)
        }
        for announcement in announcements {
            switch announcement {
            case let change as EntityChange: merge(change)
            case let some as ObservationsAdded:
                result.append(some)
                if hasChanges { added.formUnion(some.ids) }
                guard !some.widened.isEmpty else { continue }
                // one of the two it is; the other has no entity of this id
                let known = [EntityType.datastream, .multiDatastream].filter { places[$0]?[some.datastream] != nil }
                for type in known.isEmpty ? [.datastream, .multiDatastream] : known {
                    merge(EntityChange(type, some.datastream, .updated(some.widened)))
                }
            default: result.append(announcement)
            }
        }
        return result
    }

    private func tell(_ announcement: any StorageAnnouncement, _ write: Int, _ deliver: Deliver) async {
        switch announcement {
        case let added as ObservationsAdded:
            for topic in registry.withLock({ $0.observationTopics(of: added.datastream, in: write) }) {
                await tell(topic, added, deliver)
            }
        case let change as EntityChange:
            await tell(change, write, deliver)
        default: break
        }
    }

    private static let chunk = 500

    private func tell(_ topic: UpdateTopic, _ added: ObservationsAdded, _ deliver: Deliver) async {
        let request = topic.request(now: now())
        for start in stride(from: 0, to: added.ids.count, by: Self.chunk) {
            let range = start..<min(start + Self.chunk, added.ids.count)
            let ids = added.ids[range]
            let scope = request.level.scope
            let condition: SQL = """
                \(scope.column("datastream_id")) = \(added.datastream)
                AND \(scope.column("phenomenon_time")) >= \(added.times[range.lowerBound])
                AND \(scope.column("phenomenon_time")) <= \(added.times[range.upperBound - 1])
                AND \(scope.column("id")) IN (\(list: Array(ids)))
                """
            await send(topic, request, ids: Set(ids), among: condition, deliver)
        }
    }

    private func tell(_ change: EntityChange, _ write: Int, _ deliver: Deliver) async {
        if change.kind == .deleted { return }
        let topics = registry.withLock { registry in
            change.type == .observation
                ? registry.observationTopics(of: change.series, in: write)
                : registry.topics(naming: change.type, in: write)
        }
        for topic in topics {
            let request = topic.request(now: now())
            if let property = request.path.property.first, case .updated(let names) = change.kind,
                !names.contains(property)
            {
                continue
            }
            await send(topic, request, ids: [change.id], among: request.level.scope.hasID(change.id), deliver)
        }
    }

    /// Reads those of the entities that the topic names and sends each; a failing read leaves the message out.
    private func send(
        _ topic: UpdateTopic, _ request: ReadRequest, ids: Set<Int64>, among condition: SQL, _ deliver: Deliver
    ) async {
        let payloads = try? await engine.read { connection in
            var session = ReadSession(
                connection: connection, reader: request.reader, limits: request.limits, root: request.root)
            guard let anchor = try session.anchor(of: request.path) else { return [[UInt8]]() }
            if request.path.isSet {
                return try session.entities(of: request.level, anchor, among: condition, limit: ids.count)
            }
            guard case .entity(let key) = anchor, ids.contains(key.id) else { return [] }
            let page = try session.page(request.level, anchor, limit: 1, skip: 0, after: nil)
            return try [request.payload(page.fragment.bytes)]
        }
        for payload in payloads ?? [] {
            await deliver(topic, payload, backlog.withLock { $0.waiting } < Self.longBacklog)
        }
    }
}

extension EntityChange.Kind {
    /// What two changes in one write amount to.
    fileprivate func followed(by next: EntityChange.Kind) -> EntityChange.Kind {
        switch (self, next) {
        case (_, .deleted), (.deleted, _): .deleted
        case (.created, _), (_, .created): .created
        case (.updated(let first), .updated(let second)): .updated(first.union(second))
        }
    }
}

extension ReadRequest {
    /// The entity, or `{"name": value}` for a property or a member of its JSON, null included.
    fileprivate func payload(_ entity: [UInt8]) throws -> [UInt8] {
        guard let name = path.property.first else { return entity }
        var value = try JSONValue(parsing: entity)[name == "id" ? "@iot.id" : name] ?? .null
        for member in path.property.dropFirst() { value = value[member] ?? .null }
        return Array(JSONValue.object(JSONObject([(name: path.property.last ?? name, value: value)])).text.utf8)
    }
}
