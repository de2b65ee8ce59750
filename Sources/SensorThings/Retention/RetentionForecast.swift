// SPDX-License-Identifier: EUPL-1.2
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
    public var first: Instant?
    /// The first instant whose raw values are kept; nil when all are.
    public var keptFrom: Instant?

    /// Counts what lies before the cutoff; reads a stretch of the primary key for each Datastream.
    public init(
        _ policy: RetentionPolicy?, ofDataset dataset: Int64, now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.forEachRow(
            """
            SELECT count(*) - count(properties -> 'retention'), count(properties -> 'retention') FROM datastream
            WHERE dataset_id = \(dataset)
            """
        ) { row in
            (datastreams, ownRules) = (row.integer(0), row.integer(1))
            return false
        }
        guard let duration = policy?.raw, let calendar = ZonedCalendar(identifier: Retention.zone) else { return }
        let cutoff = RetentionPolicy.cutoff(duration, before: now, in: calendar)
        keptFrom = cutoff
        try connection.forEachRow(
            """
            SELECT count(*), min(o.phenomenon_time) FROM datastream d
            JOIN observation o ON o.datastream_id = d.id AND o.phenomenon_time < \(cutoff.microseconds)
            WHERE d.dataset_id = \(dataset) AND d.properties -> 'retention' IS NULL
            """
        ) { row in
            raw = row.integer(0)
            first = row.integerIfPresent(1).map { Instant(microseconds: $0) }
            return false
        }
    }
}
