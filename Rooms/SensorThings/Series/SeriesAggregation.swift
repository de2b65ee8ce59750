// SPDX-License-Identifier: EUPL-1.2
public import SensorThingsModel
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

/// Gathers a Datastream's numbers in buckets; nothing is sorted.
///
/// Whole days are taken from the daily aggregates as far as these hold, everything else from the values: one range of
/// the primary key for each bucket.
public enum SeriesAggregation {
    public static let maximumBuckets = 20_000

    /// Values by bucket over the window; buckets without numbers are left out.
    /// Returns nil when the window needs more than `maximumBuckets`.
    ///
    /// Where raw values are gone by a rule of retention, the aggregates that took their place count in the bucket in
    /// which they begin.
    public static func buckets(
        of datastream: Int64, over window: InstantInterval, by bucket: TimeBucket, in calendar: ZonedCalendar,
        withLast: Bool = false, on connection: any StorageConnection
    ) throws -> [BucketValues]? {
        guard let series = try Extent(datastream, on: connection), let clipped = series.clip(window) else { return [] }
        guard let boundaries = bucket.boundaries(of: clipped, in: calendar, limit: maximumBuckets) else {
            return nil
        }
        let isOfDays = bucket.typicalLength >= TimeBucket.day.typicalLength
        let rows = try rows(
            of: series, over: clipped, boundaries, oldLevel: isOfDays ? .day : .hour,
            withDays: isOfDays && calendar.identifier == Retention.zone, withLast: withLast, on: connection)
        return rows.map { entry in
            let interval = InstantInterval(start: boundaries[entry.bucket], end: boundaries[entry.bucket + 1])
            return entry.row.values(of: interval, in: window, interval: series.interval)
        }
    }

    /// From the first of a Datastream's numbers to behind the last, aggregates of what is gone included; nil without any.
    static func extent(of datastream: Int64, on connection: any StorageConnection) throws -> InstantInterval? {
        try Extent(datastream, on: connection).map { InstantInterval(start: $0.start, end: $0.end) }
    }

    /// The whole window as one bucket.
    public static func total(
        of datastream: Int64, over window: InstantInterval, withLast: Bool = false, on connection: any StorageConnection
    ) throws -> BucketValues {
        let stretch = try stretches(
            of: datastream, between: [window.start, window.end], withLast: withLast, on: connection)
        return stretch.first ?? RangeRow().values(of: window, in: window, interval: nil)
    }

    /// Each stretch between two of the boundaries, which ascend, as one bucket; empty ones too.
    public static func stretches(
        of datastream: Int64, between boundaries: [Instant], withLast: Bool = false,
        on connection: any StorageConnection
    ) throws -> [BucketValues] {
        guard let first = boundaries.first, let last = boundaries.last, boundaries.count > 1 else { return [] }
        let series = try Extent(datastream, on: connection)
        var stretches = [RangeRow](repeating: RangeRow(), count: boundaries.count - 1)
        if let series, let clipped = series.clip(InstantInterval(start: first, end: last)) {
            let calendar = ZonedCalendar(identifier: Retention.zone)
            // a day of which a boundary lies inside belongs to two stretches
            let isOfDays = boundaries.dropFirst().dropLast().allSatisfy { boundary in
                calendar?.start(of: .day, containing: boundary) == boundary
            }
            let rows = try rows(
                of: series, over: clipped, boundaries, oldLevel: .hour, withDays: isOfDays, withLast: withLast,
                on: connection)
            for entry in rows { stretches[entry.bucket] = entry.row }
        }
        return stretches.indices.map { index in
            let stretch = InstantInterval(start: boundaries[index], end: boundaries[index + 1])
            return stretches[index].values(of: stretch, in: stretch, interval: series?.interval)
        }
    }

    typealias BucketRow = (bucket: Int, row: RangeRow)

    /// Aggregates of what is gone, then values, days as far as they hold, and values again.
    private static func rows(
        of series: Extent, over window: InstantInterval, _ boundaries: [Instant], oldLevel: Retention.Level,
        withDays: Bool, withLast: Bool, on connection: any StorageConnection
    ) throws -> [BucketRow] {
        var rows: [BucketRow] = []
        var from = window.start
        /// The end of one part may lie in the bucket in which the next one begins.
        func append(_ part: [BucketRow]) {
            guard let last = rows.last, let first = part.first, last.bucket == first.bucket else {
                rows += part
                return
            }
            rows[rows.count - 1].row.add(first.row)
            rows += part.dropFirst()
        }
        func values(until end: Instant) throws {
            guard from < end else { return }
            let part = InstantInterval(start: from, end: end)
            append(
                try Self.values(of: series.datastream, over: part, boundaries, withLast: withLast, on: connection))
            from = end
        }
        func aggregates(until end: Instant, _ level: Retention.Level) throws {
            guard from < end else { return }
            let part = InstantInterval(start: from, end: end)
            append(try rolledUp(series.datastream, part, level, series.hourlyFrom, boundaries, on: connection))
            from = end
        }
        if let rawFrom = series.rawFrom { try aggregates(until: min(rawFrom, window.end), oldLevel) }
        if withDays, let days = series.days(in: InstantInterval(start: from, end: window.end)) {
            try values(until: days.start)
            from = days.start
            try aggregates(until: days.end, .day)
        }
        try values(until: window.end)
        return rows
    }

    /// What the values themselves amount to, by bucket.
    static func values(
        of datastream: Int64, over window: InstantInterval, _ boundaries: [Instant], withLast: Bool,
        on connection: any StorageConnection
    ) throws -> [BucketRow] {
        connection.dialect == .postgresql && boundaries.count > 2
            ? try gathered(datastream, window, boundaries, withLast: withLast, on: connection)
            : try sought(datastream, window, boundaries, withLast: withLast, on: connection)
    }

    /// One range of the primary key for each bucket.
    private static func sought(
        _ datastream: Int64, _ window: InstantInterval, _ boundaries: [Instant], withLast: Bool,
        on connection: any StorageConnection
    ) throws -> [BucketRow] {
        var rows: [BucketRow] = []
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
    ) throws -> [BucketRow] {
        // those around the window: the others would only be searched and sent in vain
        let low = max(0, (boundaries.firstIndex { $0 > window.start } ?? boundaries.count) - 1)
        let high = boundaries[low...].firstIndex { $0 >= window.end } ?? boundaries.count - 1
        guard low < high else { return [] }
        let (first, last) = (boundaries[low], boundaries[high])
        let starts = "{" + boundaries[low..<high].map { String($0.microseconds) }.joined(separator: ",") + "}"
        let latest: SQL =
            withLast
            ? "(array_agg(result ORDER BY phenomenon_time DESC, id DESC) FILTER (WHERE result IS NOT NULL))[1]" : "NULL"
        var rows: [BucketRow] = []
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
            if total.count > 0 { rows.append((low + Int(row.integer(7)) - 1, total)) }
            return true
        }
        return rows
    }

    /// The aggregates of a stretch, in their buckets; before `hourlyFrom` days stand in for hours.
    private static func rolledUp(
        _ datastream: Int64, _ window: InstantInterval, _ level: Retention.Level, _ hourlyFrom: Int64?,
        _ boundaries: [Instant], on connection: any StorageConnection
    ) throws -> [BucketRow] {
        var rows: [BucketRow] = []
        let days: SQL = "level = \(Retention.Level.day.rawValue)"
        let hours = hourlyFrom ?? .min
        let source: SQL =
            level == .day
            ? days
            : """
            ((level = \(Retention.Level.hour.rawValue) AND start >= \(hours)) OR (\(days) AND start < \(hours)))
            """
        try connection.forEachRow(
            """
            SELECT value_count, minimum, maximum, value_sum, measured, measured_count, last_value, start
            FROM observation_rollup
            WHERE datastream_id = \(datastream) AND \(source) AND start >= \(window.start.microseconds)
                AND start < \(window.end.microseconds)
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

    /// Where a series has numbers, so that an open window costs no empty buckets.
    private struct Extent {
        let datastream: Int64
        let start: Instant
        /// After the latest value.
        let end: Instant
        let interval: Int64?
        /// Before it there are aggregates only.
        let rawFrom: Instant?
        /// Before it there are daily aggregates only.
        let hourlyFrom: Int64?
        /// Whole days before it have daily aggregates beside their values.
        let daysTo: Instant?

        init?(_ datastream: Int64, on connection: any StorageConnection) throws {
            let state = try connection.firstRow(
                """
                SELECT phenomenon_start, latest_time, interval_us, raw_from, hourly_from, days_to FROM datastream_state
                WHERE datastream_id = \(datastream)
                """
            ) { row in
                (
                    start: row.integerIfPresent(0), latest: row.integerIfPresent(1),
                    interval: row.integerIfPresent(2), rawFrom: row.integerIfPresent(3),
                    hourlyFrom: row.integerIfPresent(4), daysTo: row.integerIfPresent(5)
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
            self.datastream = datastream
            start = Instant(microseconds: first)
            end = Instant(microseconds: last)
            interval = state.interval
            rawFrom = state.rawFrom.map { Instant(microseconds: $0) }
            hourlyFrom = state.hourlyFrom
            daysTo = state.daysTo.map { Instant(microseconds: $0) }
        }

        func clip(_ window: InstantInterval) -> InstantInterval? {
            let (from, to) = (max(window.start, start), min(window.end, end))
            return from < to ? InstantInterval(start: from, end: to) : nil
        }

        /// The whole days inside a window of raw values whose aggregates hold.
        func days(in window: InstantInterval) -> InstantInterval? {
            guard let daysTo, daysTo > window.start, let calendar = ZonedCalendar(identifier: Retention.zone) else {
                return nil
            }
            let first = calendar.start(of: .day, containing: window.start)
            // on the day on which the series begins there is nothing before the window
            let isWhole = first == window.start || window.start <= start
            let from = isWhole ? first : calendar.end(of: .day, containing: window.start)
            let to = calendar.start(of: .day, containing: min(daysTo, window.end))
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

    struct RangeRow {
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
