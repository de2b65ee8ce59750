// SPDX-License-Identifier: EUPL-1.2
public import SensorThingsModel
public import Storage
public import Wire

/// What a rule would do with a data set, before it is set.
public struct RetentionForecast: Sendable, Hashable {
    /// Datastreams that follow the data set's rule.
    public var datastreams: Int64 = 0
    /// Those that have a rule of their own (`properties.retention`), which stays.
    public var ownRules: Int64 = 0
    /// Raw values that would be deleted, and the first of them.
    public var raw: Int64 = 0
    /// Stored aggregates that would be deleted.
    public var hourly: Int64 = 0
    public var daily: Int64 = 0
    public var first: Instant?
    /// The first instant whose raw values are kept; nil when all are.
    public var keptFrom: Instant?

    /// A count that has reached this stands for "so many or more".
    public static let countLimit: Int64 = 100_000

    /// Nothing that is there now would go.
    public var deletesNothing: Bool { raw + hourly + daily == 0 }

    /// Counts what lies before the cutoffs, up to the limit; reads stretches of primary keys.
    public init(
        _ policy: RetentionPolicy?, ofDataset dataset: Int64, now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.forEachRow(
            """
            SELECT count(*) - count(properties -> 'retention'), count(properties -> 'retention') FROM datastream
            WHERE dataset_id = \(dataset) AND multi_observation_data_types IS NULL
            """
        ) { row in
            (datastreams, ownRules) = (row.integer(0), row.integer(1))
            return false
        }
        guard let duration = policy?.raw, let calendar = ZonedCalendar(identifier: Retention.zone) else { return }
        let cutoff = RetentionPolicy.cutoff(duration, before: now, in: calendar)
        keptFrom = cutoff
        func count(_ stretch: SQL) throws -> Int64 {
            try connection.integer(
                """
                SELECT count(*) FROM (SELECT 1 FROM datastream d JOIN \(stretch)
                    WHERE d.dataset_id = \(dataset) AND d.properties -> 'retention' IS NULL
                        AND d.multi_observation_data_types IS NULL
                    LIMIT \(Self.countLimit)) counted
                """) ?? 0
        }
        func aggregates(_ level: Retention.Level, _ duration: CalendarDuration?) throws -> Int64 {
            guard let duration else { return 0 }
            let end = RetentionPolicy.cutoff(duration, before: now, in: calendar).microseconds
            return try count(
                """
                observation_rollup r ON r.datastream_id = d.id AND r.level = \(level.rawValue) AND r.start < \(end)
                """)
        }
        raw = try count(
            "observation o ON o.datastream_id = d.id AND o.phenomenon_time < \(cutoff.microseconds)")
        hourly = try aggregates(.hour, policy?.hourly)
        daily = try aggregates(.day, policy?.daily)
        guard raw > 0 else { return }
        first = try connection.integer(
            """
            SELECT min(s.phenomenon_start) FROM datastream d JOIN datastream_state s ON s.datastream_id = d.id
            WHERE d.dataset_id = \(dataset) AND d.properties -> 'retention' IS NULL
                        AND d.multi_observation_data_types IS NULL
            """
        ).map { Instant(microseconds: $0) }
    }
}
