// SPDX-License-Identifier: EUPL-1.2
public import Foundation
public import Storage
public import Wire

/// What the values of one bucket amount to.
public struct BucketValues: Sendable, Hashable {
    /// The bucket; the first and last may reach beyond the window, their values do not.
    public let bucket: InstantInterval
    /// Numbers in the bucket.
    public let count: Int64
    public let minimum: Double?
    public let maximum: Double?
    public let mean: Double?
    public let sum: Double?
    /// The latest number; read only when asked for.
    public let last: Double?
    /// Share of the bucket (inside the window) that was measured, 0…1; nil where the rhythm is unknown.
    public let coverage: Double?
}

/// Gathers a Datastream's numbers in buckets; one range of the primary key for each bucket, nothing is sorted.
public enum SeriesAggregation {
    public static let maximumBuckets = 20_000

    /// Values by bucket over the window; buckets without numbers are left out.
    /// Returns nil when the window needs more than `maximumBuckets`.
    public static func buckets(
        of datastream: Int64, over window: InstantInterval, by bucket: TimeBucket, in zone: TimeZone,
        withLast: Bool = false, on connection: any StorageConnection
    ) throws -> [BucketValues]? {
        guard let clipped = try clip(window, datastream, on: connection) else { return [] }
        guard let boundaries = bucket.boundaries(of: clipped.window, in: zone, limit: maximumBuckets) else {
            return nil
        }
        if connection.dialect == .postgresql {
            return try gathered(
                datastream, window, boundaries, clipped.interval, withLast: withLast, on: connection)
        }
        var values: [BucketValues] = []
        let range = try connection.prepare(rangeQuery)
        let latest = try connection.prepare(latestQuery)
        for (start, end) in zip(boundaries, boundaries.dropFirst()) {
            let from = max(start, window.start)
            let to = min(end, window.end)
            let arguments: [SQLValue] = [
                .integer(datastream), .integer(from.microseconds), .integer(to.microseconds),
            ]
            var row: RangeRow?
            try range.forEachRow(arguments) {
                row = RangeRow($0)
                return false
            }
            guard let row, row.count > 0 else { continue }
            var last: Double?
            if withLast {
                try latest.forEachRow(arguments) {
                    last = $0.realIfPresent(0)
                    return false
                }
            }
            let bucket = InstantInterval(start: start, end: end)
            values.append(row.values(of: bucket, in: window, last: last, interval: clipped.interval))
        }
        return values
    }

    /// All buckets by one statement: each statement is a journey to the server, which costs more than the sorting.
    private static func gathered(
        _ datastream: Int64, _ window: InstantInterval, _ boundaries: [Instant], _ interval: Int64?,
        withLast: Bool, on connection: any StorageConnection
    ) throws -> [BucketValues] {
        guard let first = boundaries.first, let last = boundaries.last else { return [] }
        let starts = "{" + boundaries.dropLast().map { String($0.microseconds) }.joined(separator: ",") + "}"
        let latest: SQL =
            withLast
            ? "(array_agg(result ORDER BY phenomenon_time DESC, id DESC) FILTER (WHERE result IS NOT NULL))[1]" : "NULL"
        var values: [BucketValues] = []
        try connection.forEachRow(
            """
            SELECT \(totals), \(latest),
                width_bucket(phenomenon_time, CAST(\(starts) AS BIGINT[])) AS bucket
            FROM observation
            WHERE datastream_id = \(datastream) AND phenomenon_time >= \(max(first, window.start).microseconds)
                AND phenomenon_time < \(min(last, window.end).microseconds)
            GROUP BY bucket ORDER BY bucket
            """
        ) { row in
            let total = RangeRow(row)
            let place = Int(row.integer(7))
            if total.count > 0, boundaries.indices.contains(place) {
                let bucket = InstantInterval(start: boundaries[place - 1], end: boundaries[place])
                values.append(
                    total.values(of: bucket, in: window, last: row.realIfPresent(6), interval: interval))
            }
            return true
        }
        return values
    }

    /// The whole window as one bucket.
    public static func total(
        of datastream: Int64, over window: InstantInterval, on connection: any StorageConnection
    ) throws -> BucketValues {
        let arguments: [SQLValue] = [
            .integer(datastream), .integer(window.start.microseconds), .integer(window.end.microseconds),
        ]
        let interval = try connection.integer(
            "SELECT interval_us FROM datastream_state WHERE datastream_id = \(datastream)")
        var row = RangeRow()
        try connection.prepare(rangeQuery).forEachRow(arguments) {
            row = RangeRow($0)
            return false
        }
        var last: Double?
        try connection.prepare(latestQuery).forEachRow(arguments) {
            last = $0.realIfPresent(0)
            return false
        }
        return row.values(of: window, in: window, last: last, interval: interval)
    }

    /// The part of the window that the series can have values in, so that an open window costs no empty buckets.
    private static func clip(
        _ window: InstantInterval, _ datastream: Int64, on connection: any StorageConnection
    ) throws -> (window: InstantInterval, interval: Int64?)? {
        let state = try connection.firstRow(
            """
            SELECT phenomenon_start, latest_time, interval_us FROM datastream_state
            WHERE datastream_id = \(datastream) AND phenomenon_start IS NOT NULL
            """
        ) { (start: $0.integer(0), latest: $0.integer(1), interval: $0.integerIfPresent(2)) }
        guard let state else { return nil }
        let start = max(window.start, Instant(microseconds: state.start))
        let end = min(window.end, Instant(microseconds: state.latest + 1))
        return start < end ? (InstantInterval(start: start, end: end), state.interval) : nil
    }

    private static let totals: SQL = """
        count(result), min(result), max(result), sum(result),
            CAST(sum(CASE WHEN result IS NULL THEN 0 ELSE phenomenon_duration END) AS BIGINT), count(phenomenon_duration)
        """

    private static let rangeQuery: SQL = """
        SELECT \(totals) FROM observation
        WHERE datastream_id = \(parameter: 0) AND phenomenon_time >= \(parameter: 1) AND phenomenon_time < \(parameter: 2)
        """

    private static let latestQuery: SQL = """
        SELECT result FROM observation
        WHERE datastream_id = \(parameter: 0) AND phenomenon_time >= \(parameter: 1) AND phenomenon_time < \(parameter: 2)
            AND result IS NOT NULL
        ORDER BY phenomenon_time DESC, id DESC LIMIT 1
        """

    private struct RangeRow {
        var count: Int64 = 0
        var minimum: Double?
        var maximum: Double?
        var sum = 0.0
        var duration: Int64 = 0
        var durations: Int64 = 0

        init() {}

        init(_ row: any StorageRow) {
            count = row.integer(0)
            minimum = row.realIfPresent(1)
            maximum = row.realIfPresent(2)
            sum = row.real(3)
            duration = row.integer(4)
            durations = row.integer(5)
        }

        /// The numbers of a bucket, of which only what lies in the window was read.
        func values(
            of bucket: InstantInterval, in window: InstantInterval, last: Double?, interval: Int64?
        ) -> BucketValues {
            let (from, to) = (max(bucket.start, window.start), min(bucket.end, window.end))
            return BucketValues(
                bucket: bucket, count: count, minimum: minimum, maximum: maximum,
                mean: count > 0 ? sum / Double(count) : nil, sum: count > 0 ? sum : nil, last: last,
                coverage: coverage(from: from, to: to, interval: interval))
        }

        /// By the durations where the values have them, else by count and rhythm.
        func coverage(from: Instant, to: Instant, interval: Int64?) -> Double? {
            let length = Double(to.microseconds - from.microseconds)
            guard length > 0 else { return nil }
            if durations > 0, durations >= count { return min(1, Double(duration) / length) }
            guard let interval else { return nil }
            return min(1, Double(count) * Double(interval) / length)
        }
    }
}
