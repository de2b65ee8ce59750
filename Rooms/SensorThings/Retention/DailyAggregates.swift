// SPDX-License-Identifier: EUPL-1.2
import SensorThingsWriting
public import Storage
import Wire

/// Keeps an aggregate of each past local day of each Datastream beside its values, so that a year is 365 rows to read.
///
/// `datastream_state.days_to` says how far they hold. A write at or before it only lowers it, in its own transaction,
/// so that a reader never sees an aggregate that late, corrected or deleted values have made untrue; the next run
/// forms the days anew from there.
public struct DailyAggregates: Sendable {
    static let daysPerStep = 1_000
    /// How often a stretch is read again because its values changed meanwhile.
    private static let attempts = 3
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

        package init(datastreams: Int = 0, days: Int = 0, steps: Int = 0) {
            (self.datastreams, self.days, self.steps) = (datastreams, days, steps)
        }
    }

    /// Brings all Datastreams up to the day of their latest value; `pause` between two steps lets other writers pass.
    @discardableResult
    public func run(pause: Duration = .milliseconds(2)) async throws -> Outcome {
        var outcome = Outcome()
        guard let calendar = ZonedCalendar(identifier: Retention.zone) else { return outcome }
        for datastream in try await engine.read({ try Self.due(calendar, $0) }) {
            outcome.datastreams += 1
            var failures = 0
            while failures < Self.attempts {
                try Task.checkCancellation()
                let forming = Forming(datastream)
                let stretch = try await engine.write { try Self.begin(forming, calendar, $0) }
                guard let stretch else { break }
                let rows = try await engine.read { connection in
                    try SeriesAggregation.values(
                        of: datastream, over: stretch.interval, stretch.days, withLast: true, on: connection)
                }
                let isStored = try await engine.write { try Self.store(rows, stretch, forming, $0) }
                outcome.steps += 1
                if isStored { outcome.days += rows.count } else { failures += 1 }
                try await Task.sleep(for: pause)
                if isStored, stretch.isLast { break }
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

    /// The next days without aggregates; nil when there are none.
    private static func begin(
        _ forming: Forming, _ calendar: ZonedCalendar, _ connection: any StorageConnection
    ) throws -> Forming.Stretch? {
        let state = try DatastreamState.load(forming.datastream, on: connection)
        guard let first = state.phenomenonStart, let latest = state.latestTime else { return nil }
        let today = calendar.start(of: .day, containing: Instant(microseconds: latest))
        // from the day of `days_to` on stored aggregates may be untrue, also where there is no value any more
        let rawFrom = state.rawFrom ?? .min
        let held = state.daysTo.map { calendar.start(of: .day, containing: Instant(microseconds: $0)).microseconds }
        return try forming.begin(
            from: max(state.daysTo ?? .min, rawFrom, first), before: today, stale: max(held ?? .min, rawFrom),
            maximumDays: daysPerStep, in: calendar, on: connection)
    }

    /// Stores what was read and moves `days_to` behind it; false when it is no longer so.
    private static func store(
        _ rows: [SeriesAggregation.BucketRow], _ stretch: Forming.Stretch, _ forming: Forming,
        _ connection: any StorageConnection
    ) throws -> Bool {
        guard try forming.isStillTrue(on: connection) else { return false }
        try forming.forget(.day, stretch.stale, stretch.end, on: connection)
        try forming.store(rows, .day, stretch.days, on: connection)
        try connection.execute(
            "UPDATE datastream_state SET days_to = \(stretch.end) WHERE datastream_id = \(forming.datastream)")
        return true
    }
}
