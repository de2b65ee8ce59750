// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
public import Storage
public import Wire

/// Tells the server that leads what commands and other servers write to its database: each write leaves a record in its
/// own transaction.
///
/// Records are written only while a server listens, and never more than `capacity`; it takes all that it can see before
/// its own next write ends, at the latest when it looks. A record is written while its write has the Datastreams' states
/// locked, so that subscribers hear of a Datastream's Observations in the order in which they were written, whichever
/// process wrote them.
public struct ChangeOutbox: AnnouncementRelay {
    public enum Role: Sendable {
        /// A command, or a server that does not lead: its writes are sent.
        case sender
        /// The server that leads, by its number: takes what was sent, unless another listens by now.
        case receiver(Int64)
    }

    /// Records that wait for the server; of more than these the oldest are lost, when it was killed for instance.
    public static let capacity: Int64 = 20_000
    /// How long after its last sign the records for a listener are its heir's (microseconds).
    private static let inheritance: Int64 = 600_000_000
    /// A record in so many looks for old ones.
    private static let pruning: Int64 = 500

    private let role: Role

    public init(_ role: Role) { self.role = role }

    // MARK: Listening

    /// Begins to listen in the place of any other.
    ///
    /// What was sent before is for this one, when the last one was seen within `inheritance`: one server has taken over
    /// from another. Else it is of no interest to anybody.
    public static func open(on engine: any StorageEngine, as holder: Int64, now: Instant) async throws {
        try await engine.write { connection in
            let heirs = try connection.integer(
                "SELECT count(*) FROM change_listener WHERE seen_at >= \(now.microseconds - inheritance)")
            if heirs == 0 { try connection.execute("DELETE FROM change_outbox") }
            try connection.execute("DELETE FROM change_listener")
            try connection.execute(
                "INSERT INTO change_listener (holder, seen_at) VALUES (\(holder), \(now.microseconds))")
        }
        engine.relay(through: ChangeOutbox(.receiver(holder)))
    }

    /// Says that the listener is there.
    public static func isSeen(on engine: any StorageEngine, by holder: Int64, now: Instant) async throws {
        try await engine.write {
            try $0.execute(
                "UPDATE change_listener SET seen_at = \(now.microseconds) WHERE holder = \(holder)")
        }
    }

    /// Ends listening, so that commands need not write records.
    public static func close(on engine: any StorageEngine) async throws {
        try await engine.write { try clear($0) }
    }

    private static func clear(_ connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM change_listener")
        try connection.execute("DELETE FROM change_outbox")
    }

    /// Has the listeners of a receiving engine told what has come in since its last write.
    public static func look(on engine: any StorageEngine) async throws {
        let isEmpty = try await engine.read { try $0.integer("SELECT id FROM change_outbox LIMIT 1") == nil }
        // the engine takes the records with this write as with each other
        if !isEmpty { try await engine.write { _ in } }
    }

    // MARK: Relaying

    public func isHeard(on connection: any StorageConnection) throws -> Bool {
        switch role {
        case .sender: try connection.integer("SELECT holder FROM change_listener LIMIT 1") != nil
        case .receiver: false
        }
    }

    public func send(_ announcements: [any StorageAnnouncement], on connection: any StorageConnection) throws {
        let records = announcements.compactMap(Self.record)
        guard !records.isEmpty else { return }
        let id = try connection.integer(
            "INSERT INTO change_outbox (body) VALUES (\(JSONValue.array(records).text)) RETURNING id")
        if let id, id % Self.pruning == 0 {
            try connection.execute("DELETE FROM change_outbox WHERE id <= \(id - Self.capacity)")
        }
    }

    public func receive(on connection: any StorageConnection) throws -> [[any StorageAnnouncement]] {
        guard case .receiver(let holder) = role else { return [] }
        let taken = try connection.rows(
            """
            DELETE FROM change_outbox WHERE EXISTS (SELECT 1 FROM change_listener WHERE holder = \(holder))
            RETURNING id, body
            """
        ) { row in (id: row.integer(0), body: row.text(1)) }
        return taken.sorted { $0.id < $1.id }.map { record in
            let records = (try? JSONValue(parsing: Array(record.body.utf8)))?.array ?? []
            return records.compactMap(Self.announcement)
        }
    }

    // MARK: Records

    private static func record(_ announcement: any StorageAnnouncement) -> JSONValue? {
        switch announcement {
        case let added as ObservationsAdded:
            [
                "added": .init(added.datastream), "ids": numbers(DeltaRuns.encode(added.ids)),
                "times": numbers(DeltaRuns.encode(added.times)), "widened": names(added.widened),
            ]
        case let change as EntityChange:
            switch change.kind {
            case .created: ["created": .string(change.type.rawValue), "id": .init(change.id)]
            case .deleted: ["deleted": .string(change.type.rawValue), "id": .init(change.id)]
            case .updated(let properties):
                [
                    "updated": .string(change.type.rawValue), "id": .init(change.id), "names": names(properties),
                    "series": change.series.map { .init($0) } ?? .null,
                ]
            }
        case let change as StateChange:
            [
                "state": .init(change.datastream), "from": .string(change.from.rawValue),
                "to": .string(change.to.rawValue), "at": .init(change.at.microseconds),
            ]
        default: nil
        }
    }

    private static func announcement(_ record: JSONValue) -> (any StorageAnnouncement)? {
        if let datastream = record["added"]?.integer {
            let ids = DeltaRuns.decode(numbers(record["ids"]))
            let times = DeltaRuns.decode(numbers(record["times"]))
            guard ids.count == times.count else { return nil }
            return ObservationsAdded(
                datastream: datastream, ids: ids, times: times, widened: names(record["widened"]))
        }
        if let datastream = record["state"]?.integer {
            guard let from = record["from"]?.string.flatMap({ SensorState(rawValue: $0) }),
                let to = record["to"]?.string.flatMap({ SensorState(rawValue: $0) }), let at = record["at"]?.integer
            else { return nil }
            return StateChange(datastream: datastream, from: from, to: to, at: Instant(microseconds: at))
        }
        guard let id = record["id"]?.integer else { return nil }
        let kinds: [(String, EntityChange.Kind)] = [
            ("created", .created), ("deleted", .deleted), ("updated", .updated(names(record["names"]))),
        ]
        for (name, kind) in kinds {
            if let type = record[name]?.string.flatMap({ EntityType(rawValue: $0) }) {
                return EntityChange(type, id, kind, in: record["series"]?.integer)
            }
        }
        return nil
    }

    private static func numbers(_ values: [Int64]) -> JSONValue { .array(values.map { .init($0) }) }
    private static func numbers(_ value: JSONValue?) -> [Int64] { (value?.array ?? []).compactMap(\.integer) }
    private static func names(_ values: Set<String>) -> JSONValue { .array(values.sorted().map { .string($0) }) }
    private static func names(_ value: JSONValue?) -> Set<String> { Set((value?.array ?? []).compactMap(\.string)) }
}

/// Numbers as a first one and runs of equal differences: ids in blocks and times in a rhythm become a few numbers.
enum DeltaRuns {
    /// The first number, then for each run its difference and its length.
    static func encode(_ values: [Int64]) -> [Int64] {
        guard var previous = values.first else { return [] }
        var result = [previous]
        for value in values.dropFirst() {
            let difference = value &- previous
            previous = value
            if result.count > 1, result[result.count - 2] == difference {
                result[result.count - 1] += 1
            } else {
                result += [difference, 1]
            }
        }
        return result
    }

    /// What `encode` was given; a length below 1 or a number without a partner ends it.
    static func decode(_ runs: [Int64]) -> [Int64] {
        guard var value = runs.first else { return [] }
        var result = [value]
        for index in stride(from: 1, to: runs.count - 1, by: 2) where runs[index + 1] > 0 {
            for _ in 0..<runs[index + 1] {
                value &+= runs[index]
                result.append(value)
            }
        }
        return result
    }
}
