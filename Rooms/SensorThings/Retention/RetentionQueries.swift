// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import SensorThingsModel
public import Storage
public import Wire

/// Rules of retention and what they have done. A Datastream's own rule stands in its `properties.retention`.
public enum RetentionQueries {
    /// The rule of a data set; nil when it has none.
    public static func policy(ofDataset id: Int64, on connection: any StorageConnection) throws -> RetentionPolicy? {
        try connection.firstRow("SELECT raw, hourly, daily FROM retention_policy WHERE dataset_id = \(id)", policy)
    }

    /// Sets or, with nil, removes the rule of a data set.
    public static func set(
        _ policy: RetentionPolicy?, ofDataset id: Int64, on connection: any StorageConnection
    ) throws {
        try connection.execute("DELETE FROM retention_policy WHERE dataset_id = \(id)")
        guard let policy, !policy.keepsEverything else { return }
        try connection.execute(
            """
            INSERT INTO retention_policy (dataset_id, raw, hourly, daily)
            VALUES (\(id), \(policy.raw?.iso8601), \(policy.hourly?.iso8601), \(policy.daily?.iso8601))
            """)
    }

    private static func policy(_ row: any StorageRow) throws -> RetentionPolicy {
        var parts: [(name: String, text: String)] = []
        for (column, name) in ["raw", "hourly", "daily"].enumerated() {
            if let text = row.textIfPresent(column) { parts.append((name, text)) }
        }
        return try RetentionPolicy(parts)
    }

    /// One entry of the journal of deletions.
    public struct Deletion: Sendable, Hashable {
        public let at: Instant
        public let datastream: Int64
        public let name: String
        public let rule: String
        public let kind: String
        public let from: Instant
        public let until: Instant
        public let count: Int64
    }

    /// The latest deletions, of all data sets or of one, newest first.
    public static func journal(
        ofDataset dataset: Int64? = nil, limit: Int, on connection: any StorageConnection
    ) throws -> [Deletion] {
        let some: SQL =
            dataset.map { "WHERE datastream_id IN (SELECT id FROM datastream WHERE dataset_id = \($0))" } ?? ""
        return try connection.rows(
            """
            SELECT at, datastream_id, name, rule, kind, first_time, last_time, deleted FROM retention_journal
            \(some) ORDER BY id DESC LIMIT \(Int64(limit))
            """
        ) { row in
            Deletion(
                at: Instant(microseconds: row.integer(0)), datastream: row.integer(1), name: row.text(2),
                rule: row.text(3), kind: row.text(4), from: Instant(microseconds: row.integer(5)),
                until: Instant(microseconds: row.integer(6)), count: row.integer(7))
        }
    }
}

/// What the rules will do with one Datastream, as of a moment.
public struct RetentionPlan: Sendable, Hashable {
    public let datastream: Int64
    public let name: String
    /// Slug of the data set whose rule it is; nil when the Datastream has its own.
    public let dataset: String?
    public let policy: RetentionPolicy
    /// First raw value that there is, and the first that is kept.
    public let firstRaw: Instant?
    public let rawCutoff: Instant?
    public let hourlyCutoff: Instant?
    public let dailyCutoff: Instant?
    /// From here on raw values are whole; before it there are aggregates.
    let rawFrom: Int64?

    /// Raw values wait to be deleted.
    public var isDue: Bool {
        guard let firstRaw, let rawCutoff else { return false }
        return firstRaw < rawCutoff
    }

    /// All Datastreams that a rule applies to, those with something to delete first.
    ///
    /// Lists have no aggregates: a MultiDatastream loses values by a rule of its own only, never by its data set's.
    public static func all(now: Instant, on connection: any StorageConnection) throws -> [RetentionPlan] {
        guard let calendar = ZonedCalendar(identifier: Retention.zone) else { return [] }
        let plans = try connection.rows(
            """
            SELECT d.id, d.name, dataset.slug, p.raw, p.hourly, p.daily, d.properties -> 'retention',
                s.phenomenon_start, s.raw_from
            FROM datastream d
            LEFT JOIN retention_policy p ON p.dataset_id = d.dataset_id AND d.multi_observation_data_types IS NULL
            LEFT JOIN \(DatasetQueries.names) AS dataset ON dataset.id = d.dataset_id
            JOIN datastream_state s ON s.datastream_id = d.id
            WHERE p.dataset_id IS NOT NULL OR d.properties -> 'retention' IS NOT NULL
            ORDER BY d.id
            """
        ) { row in
            var policy = RetentionPolicy()
            var isOwn = false
            if let own = row.textIfPresent(6), let value = try? JSONValue(parsing: own),
                let rule = try? RetentionPolicy(value)
            {
                policy = rule
                isOwn = true
            } else {
                let names = ["raw", "hourly", "daily"]
                policy = try RetentionPolicy(
                    names.enumerated().compactMap { index, name in row.textIfPresent(3 + index).map { (name, $0) } })
            }
            func cutoff(_ duration: CalendarDuration?) -> Instant? {
                duration.map { RetentionPolicy.cutoff($0, before: now, in: calendar) }
            }
            return RetentionPlan(
                datastream: row.integer(0), name: row.text(1), dataset: isOwn ? nil : row.textIfPresent(2),
                policy: policy, firstRaw: row.integerIfPresent(7).map { Instant(microseconds: $0) },
                rawCutoff: cutoff(policy.raw), hourlyCutoff: cutoff(policy.hourly),
                dailyCutoff: cutoff(policy.daily), rawFrom: row.integerIfPresent(8))
        }
        return plans.filter(\.isDue) + plans.filter { !$0.isDue }
    }
}
