// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// Single values and gaps of a series, for charts, tables and downloads. Check with `SensorDirectory` who may see it.
public enum SeriesQueries {
    public struct Value: Sendable, Hashable {
        let id: Int64
        public let time: Instant
        /// Microseconds; nil for an instant.
        public let duration: Int64?
        public let result: Double?
        /// JSON text where the result is no plain number.
        public let text: String?
    }

    /// Values of the window in the order of time, at most `limit`, starting behind `after` for the next page.
    public static func values(
        of datastream: Int64, over window: InstantInterval, after: Value? = nil, limit: Int,
        on connection: any StorageConnection
    ) throws -> [Value] {
        let time = after?.time.microseconds ?? window.start.microseconds
        let id = after?.id ?? -1
        return try connection.rows(
            """
            SELECT phenomenon_time, phenomenon_duration, result, result_json, id FROM observation
            WHERE datastream_id = \(datastream) AND (phenomenon_time, id) > (\(time), \(id))
                AND phenomenon_time < \(window.end.microseconds)
            ORDER BY phenomenon_time, id LIMIT \(limit)
            """
        ) { row in
            Value(
                id: row.integer(4), time: Instant(microseconds: row.integer(0)), duration: row.integerIfPresent(1),
                result: row.realIfPresent(2), text: row.textIfPresent(3))
        }
    }

    /// Stretches longer than three median intervals without a value, the longest first, at most `limit`.
    public static func gaps(
        of datastream: Int64, over window: InstantInterval, limit: Int, on connection: any StorageConnection
    ) throws -> [InstantInterval] {
        let interval = try connection.integer(
            "SELECT interval_us FROM datastream_state WHERE datastream_id = \(datastream)")
        guard let interval, interval > 0 else { return [] }
        return try connection.rows(
            """
            SELECT previous, phenomenon_time FROM (
                SELECT phenomenon_time, lag(phenomenon_time) OVER (ORDER BY phenomenon_time, id) AS previous
                FROM observation
                WHERE datastream_id = \(datastream) AND phenomenon_time >= \(window.start.microseconds)
                    AND phenomenon_time < \(window.end.microseconds)) AS pairs
            WHERE phenomenon_time - previous > \(3 * interval)
            ORDER BY phenomenon_time - previous DESC, previous LIMIT \(limit)
            """
        ) { row in
            InstantInterval(
                start: Instant(microseconds: row.integer(0) + interval), end: Instant(microseconds: row.integer(1)))
        }
    }
}
