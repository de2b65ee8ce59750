// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

/// Forms aggregates of a Datastream beside its writers: its values are read outside of their transactions.
///
/// A stretch is marked first (`datastream_state.forming_to`). A value before its end that comes, changes or goes takes
/// the mark away (`DatastreamState.touch`); what was read meanwhile is not stored then. `forming_by` tells apart two
/// programs that form the same.
package struct Forming: Sendable {
    /// Values that one reading goes over, but at least a day's.
    static let rowsPerStep: Int64 = 100_000

    let datastream: Int64
    private let mark = Int64.random(in: 1 ... .max)

    package init(_ datastream: Int64) { self.datastream = datastream }

    /// Some whole days of which aggregates are formed.
    package struct Stretch: Sendable {
        /// Aggregates from here on hold no more, before its first day too.
        let stale: Int64
        /// The beginnings of the days, and the end of the last.
        package let days: [Instant]
        /// Nothing comes after it.
        package let isLast: Bool

        var interval: InstantInterval { InstantInterval(start: days[0], end: days[days.count - 1]) }
        var end: Int64 { interval.end.microseconds }
    }

    // MARK: Before reading

    /// Marks some days with about `rowsPerStep` values, from the day of `first` on and before `limit`, a midnight.
    package func begin(
        from first: Int64, before limit: Instant, stale: Int64, maximumDays: Int, in calendar: ZonedCalendar,
        on connection: any StorageConnection
    ) throws -> Stretch? {
        var days = [calendar.start(of: .day, containing: Instant(microseconds: first))]
        let most = try connection.integer(
            """
            SELECT phenomenon_time FROM observation
            WHERE datastream_id = \(datastream) AND phenomenon_time >= \(days[0].microseconds)
            ORDER BY phenomenon_time LIMIT 1 OFFSET \(Self.rowsPerStep)
            """)
        while let last = days.last, last < limit, days.count <= maximumDays,
            days.count == 1 || last.microseconds <= most ?? .max
        {
            days.append(calendar.end(of: .day, containing: last))
        }
        guard days.count > 1, let end = days.last else { return nil }
        try connection.execute(
            """
            UPDATE datastream_state SET forming_to = \(end.microseconds), forming_by = \(mark)
            WHERE datastream_id = \(datastream)
            """)
        return Stretch(stale: stale, days: days, isLast: end >= limit)
    }

    // MARK: Storing

    /// Whether the values are still those that were read; takes the mark away.
    package func isStillTrue(on connection: any StorageConnection) throws -> Bool {
        let marked = try connection.execute(
            """
            UPDATE datastream_state SET forming_to = NULL
            WHERE datastream_id = \(datastream) AND forming_by = \(mark) AND forming_to IS NOT NULL
            """)
        return marked > 0
    }

    /// Removes the aggregates of a level that begin in a stretch.
    func forget(_ level: Retention.Level, _ from: Int64, _ end: Int64, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            DELETE FROM observation_rollup WHERE datastream_id = \(datastream) AND level = \(level.rawValue)
                AND start >= \(from) AND start < \(end)
            """)
    }

    /// Stores aggregates, whose buckets begin at these instants.
    func store(
        _ rows: [SeriesAggregation.BucketRow], _ level: Retention.Level, _ starts: [Instant],
        on connection: any StorageConnection
    ) throws {
        var rest = rows.makeIterator()
        _ = try connection.bulkInsert(into: "observation_rollup", columns: Self.columns) {
            rest.next().map { entry in
                let row = entry.row
                return [
                    .integer(datastream), .integer(level.rawValue), .integer(starts[entry.bucket].microseconds),
                    .integer(row.count), row.minimum.sqlValue, row.maximum.sqlValue, .real(row.sum),
                    .integer(row.duration), .integer(row.durations), row.last.sqlValue,
                ]
            }
        }
    }

    private static let columns = [
        "datastream_id", "level", "start", "value_count", "minimum", "maximum", "value_sum", "measured",
        "measured_count", "last_value",
    ]
}
