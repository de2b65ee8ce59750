// SPDX-License-Identifier: EUPL-1.2
public import Storage
import Wire

/// Keeps an aggregate of each past local day of each Datastream beside its values, so that a year is 365 rows to read.
///
/// `datastream_state.days_to` says how far they hold. A write at or before it only lowers it, in its own transaction,
/// so that a reader never sees an aggregate that late, corrected or deleted values have made untrue; the next run
/// forms the days anew from there.
public struct DailyAggregates: Sendable {
    /// Values that one transaction reads, and days it goes over.
    static let rowsPerStep: Int64 = 20_000
    static let daysPerStep = 1_000
    /// A day of fewer values than eight is read as quickly as its aggregate.
    static let longestInterval: Int64 = 10_800_000_000

    private let engine: any StorageEngine

    public init(engine: any StorageEngine) {
        self.engine = engine
    }

    /// What one run did.
    public struct Outcome: Sendable, Hashable {
        public var datastreams = 0
        public var days = 0
        public var steps = 0
    }

    /// Brings all Datastreams up to the day of their latest value; `pause` between two steps lets other writers pass.
    @discardableResult
    public func run(pause: Duration = .milliseconds(2)) async throws -> Outcome {
        var outcome = Outcome()
        guard let calendar = ZonedCalendar(identifier: Retention.zone) else { return outcome }
        for datastream in try await engine.read({ try Self.due(calendar, $0) }) {
            outcome.datastreams += 1
            var isDone = false
            while !isDone {
                try Task.checkCancellation()
                let step = try await engine.write { try Self.step(datastream, calendar, $0) }
                isDone = step.isDone
                outcome.days += step.days
                outcome.steps += 1
                try await Task.sleep(for: pause)
            }
        }
        return outcome
    }

    /// Datastreams of numbers that come often enough and have a past day without its aggregate.
    private static func due(_ calendar: ZonedCalendar, _ connection: any StorageConnection) throws -> [Int64] {
        let states = try connection.rows(
            """
            SELECT s.datastream_id, s.latest_time, coalesce(s.days_to, s.phenomenon_start) FROM datastream_state s
            JOIN datastream d ON d.id = s.datastream_id
            WHERE s.interval_us <= \(longestInterval) AND d.multi_observation_data_types IS NULL
                AND coalesce(s.days_to, s.phenomenon_start) < s.latest_time
            ORDER BY s.datastream_id
            """
        ) { (datastream: $0.integer(0), latest: $0.integer(1), from: $0.integer(2)) }
        return states.filter { state in
            state.from < calendar.start(of: .day, containing: Instant(microseconds: state.latest)).microseconds
        }.map(\.datastream)
    }

    /// Forms the aggregates of some days and moves `days_to` behind them.
    private static func step(
        _ datastream: Int64, _ calendar: ZonedCalendar, _ connection: any StorageConnection
    ) throws -> (isDone: Bool, days: Int) {
        let state = try DatastreamState.load(datastream, on: connection)
        guard let first = state.phenomenonStart, let latest = state.latestTime else { return (true, 0) }
        let today = calendar.start(of: .day, containing: Instant(microseconds: latest))
        // from here on stored aggregates may be untrue, also where there is no value any more
        let rawFrom = state.rawFrom ?? .min
        let held = max(state.daysTo ?? .min, rawFrom)
        let begin = calendar.start(of: .day, containing: Instant(microseconds: max(held, first)))
        guard begin < today else { return (true, 0) }
        let most = try connection.integer(
            """
            SELECT phenomenon_time FROM observation
            WHERE datastream_id = \(datastream) AND phenomenon_time >= \(begin.microseconds)
            ORDER BY phenomenon_time LIMIT 1 OFFSET \(rowsPerStep)
            """)
        var boundaries = [begin]
        while let last = boundaries.last, last < today, boundaries.count <= daysPerStep,
            boundaries.count == 1 || last.microseconds <= most ?? .max
        {
            boundaries.append(calendar.end(of: .day, containing: last))
        }
        guard let end = boundaries.last else { return (true, 0) }
        let rows = try SeriesAggregation.values(
            of: datastream, over: InstantInterval(start: begin, end: end), boundaries, withLast: true, on: connection)
        let stale = held == .min ? .min : calendar.start(of: .day, containing: Instant(microseconds: held)).microseconds
        try forget(datastream, max(stale, rawFrom), end.microseconds, on: connection)
        var rest = rows.makeIterator()
        _ = try connection.bulkInsert(into: "observation_rollup", columns: columns) {
            rest.next().map { Self.columns(of: $0.row, datastream, boundaries[$0.bucket]) }
        }
        try connection.execute(
            "UPDATE datastream_state SET days_to = \(end.microseconds) WHERE datastream_id = \(datastream)")
        return (end >= today, rows.count)
    }

    /// Removes the daily aggregates that begin in a stretch.
    static func forget(_ datastream: Int64, _ from: Int64, _ end: Int64, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            DELETE FROM observation_rollup WHERE datastream_id = \(datastream)
                AND level = \(Retention.Level.day.rawValue) AND start >= \(from) AND start < \(end)
            """)
    }

    private static let columns = [
        "datastream_id", "level", "start", "value_count", "minimum", "maximum", "value_sum", "measured",
        "measured_count", "last_value",
    ]

    private static func columns(
        of row: SeriesAggregation.RangeRow, _ datastream: Int64, _ start: Instant
    ) -> [SQLValue] {
        [
            .integer(datastream), .integer(Retention.Level.day.rawValue), .integer(start.microseconds),
            .integer(row.count), row.minimum.sqlValue, row.maximum.sqlValue, .real(row.sum), .integer(row.duration),
            .integer(row.durations), row.last.sqlValue,
        ]
    }
}
