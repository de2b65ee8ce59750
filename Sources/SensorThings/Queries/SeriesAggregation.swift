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
    ///
    /// Where raw values are gone by a rule of retention, the aggregates that took their place count in the bucket in
    /// which they begin.
    public static func buckets(
        of datastream: Int64, over window: InstantInterval, by bucket: TimeBucket, in zone: TimeZone,
        withLast: Bool = false, on connection: any StorageConnection
    ) throws -> [BucketValues]? {
        guard let series = try Extent(datastream, on: connection), let clipped = series.clip(window) else { return [] }
        guard let boundaries = bucket.boundaries(of: clipped, in: zone, limit: maximumBuckets) else {
            return nil
        }
        var rows: [(bucket: Int, row: RangeRow)] = []
        if let rawFrom = series.rawFrom, clipped.start < rawFrom {
            let old = InstantInterval(start: clipped.start, end: min(clipped.end, rawFrom))
            let level: Retention.Level = bucket.typicalLength >= TimeBucket.day.typicalLength ? .day : .hour
            rows = try rolledUp(datastream, old, level, series.hourlyFrom, boundaries, on: connection)
        }
        let rawStart = max(window.start, series.rawFrom ?? .minimum)
        if rawStart < window.end {
            let raw = InstantInterval(start: rawStart, end: window.end)
            let fresh =
                connection.dialect == .postgresql
                ? try gathered(datastream, raw, boundaries, withLast: withLast, on: connection)
                : try sought(datastream, raw, boundaries, withLast: withLast, on: connection)
            // the stretch of the aggregates may end inside a bucket
            if let last = rows.last, let first = fresh.first, last.bucket == first.bucket {
                rows[rows.count - 1].row.add(first.row)
                rows += fresh.dropFirst()
            } else {
                rows += fresh
            }
        }
        return rows.map { entry in
            let interval = InstantInterval(start: boundaries[entry.bucket], end: boundaries[entry.bucket + 1])
            return entry.row.values(of: interval, in: window, interval: series.interval)
        }
    }

    /// One range of the primary key for each bucket.
    private static func sought(
        _ datastream: Int64, _ window: InstantInterval, _ boundaries: [Instant], withLast: Bool,
        on connection: any StorageConnection
    ) throws -> [(bucket: Int, row: RangeRow)] {
        var rows: [(bucket: Int, row: RangeRow)] = []
        let range = try connection.prepare(rangeQuery)
        let latest = try connection.prepare(latestQuery)
        for index in boundaries.indices.dropLast() {
            let from = max(boundaries[index], window.start)
            let to = min(boundaries[index + 1], window.end)
            guard from < to else { continue }
            let arguments: [SQLValue] = [
                .integer(datastream), .integer(from.microseconds), .integer(to.microseconds),
            ]
            var row = RangeRow()
            try range.forEachRow(arguments) {
                row = RangeRow($0)
                return false
            }
            guard row.count > 0 else { continue }
            if withLast {
                try latest.forEachRow(arguments) {
                    row.last = $0.realIfPresent(0)
                    return false
                }
            }
            rows.append((index, row))
        }
        return rows
    }

    /// All buckets by one statement: each statement is a journey to the server, which costs more than the sorting.
    private static func gathered(
        _ datastream: Int64, _ window: InstantInterval, _ boundaries: [Instant], withLast: Bool,
        on connection: any StorageConnection
    ) throws -> [(bucket: Int, row: RangeRow)] {
        guard let first = boundaries.first, let last = boundaries.last else { return [] }
        let starts = "{" + boundaries.dropLast().map { String($0.microseconds) }.joined(separator: ",") + "}"
        let latest: SQL =
            withLast
            ? "(array_agg(result ORDER BY phenomenon_time DESC, id DESC) FILTER (WHERE result IS NOT NULL))[1]" : "NULL"
        var rows: [(bucket: Int, row: RangeRow)] = []
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
            var total = RangeRow(row)
            total.last = row.realIfPresent(6)
            let place = Int(row.integer(7)) - 1
            if total.count > 0, boundaries.indices.dropLast().contains(place) { rows.append((place, total)) }
            return true
        }
        return rows
    }

    /// The aggregates of a stretch, in their buckets; before `hourlyFrom` days stand in for hours.
    private static func rolledUp(
        _ datastream: Int64, _ window: InstantInterval, _ level: Retention.Level, _ hourlyFrom: Int64?,
        _ boundaries: [Instant], on connection: any StorageConnection
    ) throws -> [(bucket: Int, row: RangeRow)] {
        var rows: [(bucket: Int, row: RangeRow)] = []
        let hours = level == .hour ? hourlyFrom ?? .min : .max
        try connection.forEachRow(
            """
            SELECT value_count, minimum, maximum, value_sum, measured, measured_count, last_value, start
            FROM observation_rollup
            WHERE datastream_id = \(datastream) AND start >= \(window.start.microseconds)
                AND start < \(window.end.microseconds)
                AND ((level = \(Retention.Level.hour.rawValue) AND start >= \(hours))
                    OR (level = \(Retention.Level.day.rawValue) AND start < \(hours)))
            ORDER BY start
            """
        ) { row in
            let start = Instant(microseconds: row.integer(7))
            var place = rows.last?.bucket ?? 0
            while place + 2 < boundaries.count, boundaries[place + 1] <= start { place += 1 }
            var total = RangeRow(row)
            total.last = row.realIfPresent(6)
            if let last = rows.last, last.bucket == place {
                rows[rows.count - 1].row.add(total)
            } else {
                rows.append((place, total))
            }
            return true
        }
        return rows
    }

    /// The whole window as one bucket.
    public static func total(
        of datastream: Int64, over window: InstantInterval, on connection: any StorageConnection
    ) throws -> BucketValues {
        var row = RangeRow()
        let series = try Extent(datastream, on: connection)
        if let series, let rawFrom = series.rawFrom, window.start < rawFrom {
            let old = InstantInterval(start: window.start, end: min(window.end, rawFrom))
            let rows = try rolledUp(
                datastream, old, .hour, series.hourlyFrom, [old.start, old.end], on: connection)
            row = rows.first?.row ?? row
        }
        let raw = InstantInterval(start: max(window.start, series?.rawFrom ?? .minimum), end: window.end)
        if raw.start < raw.end {
            let fresh = try sought(datastream, raw, [raw.start, raw.end], withLast: true, on: connection)
            if let fresh = fresh.first?.row { row.add(fresh) }
        }
        return row.values(of: window, in: window, interval: series?.interval)
    }

    /// Where a series has numbers, so that an open window costs no empty buckets.
    private struct Extent {
        let start: Instant
        /// After the latest value.
        let end: Instant
        let interval: Int64?
        /// Before it there are aggregates only.
        let rawFrom: Instant?
        /// Before it there are daily aggregates only.
        let hourlyFrom: Int64?

        init?(_ datastream: Int64, on connection: any StorageConnection) throws {
            let state = try connection.firstRow(
                """
                SELECT phenomenon_start, latest_time, interval_us, raw_from, hourly_from FROM datastream_state
                WHERE datastream_id = \(datastream)
                """
            ) { row in
                (
                    start: row.integerIfPresent(0), latest: row.integerIfPresent(1),
                    interval: row.integerIfPresent(2), rawFrom: row.integerIfPresent(3),
                    hourlyFrom: row.integerIfPresent(4)
                )
            }
            guard let state else { return nil }
            var first = state.start
            var last = state.latest.map { $0 + 1 }
            if let rawFrom = state.rawFrom {
                for level in [Retention.Level.hour, .day] {
                    let oldest = try connection.integer(
                        """
                        SELECT min(start) FROM observation_rollup
                        WHERE datastream_id = \(datastream) AND level = \(level.rawValue)
                        """)
                    guard let oldest else { continue }
                    first = min(first ?? oldest, oldest)
                    last = max(last ?? rawFrom, rawFrom)
                }
            }
            guard let first, let last else { return nil }
            start = Instant(microseconds: first)
            end = Instant(microseconds: last)
            interval = state.interval
            rawFrom = state.rawFrom.map { Instant(microseconds: $0) }
            hourlyFrom = state.hourlyFrom
        }

        func clip(_ window: InstantInterval) -> InstantInterval? {
            let (from, to) = (max(window.start, start), min(window.end, end))
            return from < to ? InstantInterval(start: from, end: to) : nil
        }
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
        var last: Double?

        init() {}

        /// Takes in a later stretch.
        mutating func add(_ later: RangeRow) {
            count += later.count
            sum += later.sum
            duration += later.duration
            durations += later.durations
            minimum = [minimum, later.minimum].compactMap { $0 }.min()
            maximum = [maximum, later.maximum].compactMap { $0 }.max()
            last = later.last ?? last
        }

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
            of bucket: InstantInterval, in window: InstantInterval, interval: Int64?
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
