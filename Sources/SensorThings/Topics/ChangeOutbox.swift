// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// Tells a running server what commands write to its database: each write leaves a record in its own transaction.
///
/// Commands write records only while a server listens, and never more than `capacity`; the server takes them before
/// its own next write ends, at the latest when it looks. So subscribers hear of a Datastream's Observations in the
/// order in which they were written, whichever process wrote them.
public struct ChangeOutbox: AnnouncementRelay {
    public enum Role: Sendable {
        /// A command: its writes are sent.
        case sender
        /// The server: takes what was sent.
        case receiver
    }

    /// Records that wait for the server; of more than these the oldest are lost, when it was killed for instance.
    public static let capacity: Int64 = 20_000
    /// A record in so many looks for old ones.
    private static let pruning: Int64 = 500

    private let role: Role

    public init(_ role: Role) { self.role = role }

    // MARK: Listening

    /// Begins to listen; what was sent before is of no interest to anybody.
    public static func open(on engine: any StorageEngine, now: Instant) async throws {
        try await engine.write { connection in
            try clear(connection)
            try connection.execute("INSERT INTO change_listener (since) VALUES (\(now.microseconds))")
        }
        engine.relay(through: ChangeOutbox(.receiver))
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
        case .sender: try connection.integer("SELECT since FROM change_listener LIMIT 1") != nil
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
        guard role == .receiver else { return [] }
        let taken = try connection.rows("DELETE FROM change_outbox RETURNING id, body") { row in
            (id: row.integer(0), body: row.text(1))
        }
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
