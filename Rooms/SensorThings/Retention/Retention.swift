// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import SensorThingsReading
import SensorThingsWriting
public import Storage
public import Wire

/// Carries out the rules of retention in small steps: aggregates first, then the raw values go.
///
/// A step moves a Datastream's `raw_from` over some local days, whose hourly and daily aggregates it stores in the same
/// transaction (`Forming`); from then on readers take them instead of the raw values, and no value is accepted before
/// it. Raw values before `raw_from` are deleted by later steps, a bounded number each.
public struct Retention: Sendable {
    /// Days are cut by the town's wall clock.
    public static let zone = "Europe/Berlin"
    /// Raw values or aggregates that one transaction deletes.
    static let rowsPerStep: Int64 = 2000
    /// Days whose aggregates one transaction stores.
    static let daysPerStep = 31
    /// How often days are read again because their values changed meanwhile.
    private static let attempts = 3

    /// The levels of `observation_rollup`.
    enum Level: Int64 {
        case hour = 1
        case day = 2
    }

    private let engine: any StorageEngine
    private let now: @Sendable () -> Instant

    public init(engine: any StorageEngine, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.now = now
    }

    /// What one run did.
    public struct Outcome: Sendable, Hashable {
        public var datastreams = 0
        public var raw: Int64 = 0
        public var hourly: Int64 = 0
        public var daily: Int64 = 0
        /// Transactions, and the longest of them in seconds.
        public var steps = 0
        public var longestStep = 0.0
    }

    /// Brings all Datastreams to where their rules want them; `pause` between two steps lets other writers pass.
    @discardableResult
    public func run(pause: Duration = .milliseconds(2)) async throws -> Outcome {
        let moment = now()
        var outcome = Outcome()
        let plans = try await engine.read { try RetentionPlan.all(now: moment, on: $0) }
        for plan in plans {
            try Task.checkCancellation()
            let before = outcome
            try await carryOut(plan, pause, &outcome)
            if outcome.raw + outcome.hourly + outcome.daily > before.raw + before.hourly + before.daily {
                outcome.datastreams += 1
            }
        }
        return outcome
    }

    private func carryOut(_ plan: RetentionPlan, _ pause: Duration, _ outcome: inout Outcome) async throws {
        guard let calendar = ZonedCalendar(identifier: Self.zone) else { return }
        let at = now().microseconds
        if let cutoff = plan.rawCutoff?.microseconds {
            var failures = 0
            while failures < Self.attempts {
                let moved = try await advance(plan, to: cutoff, in: calendar, pause, &outcome)
                guard let moved else { break }
                if !moved { failures += 1 }
            }
            while true {
                let count = try await step(&outcome, pause) { connection in
                    let step = Step(plan, connection)
                    let some = try step.purge(before: cutoff)
                    try step.note("raw", some.first, cutoff, some.count, at)
                    return some.count
                }
                guard count > 0 else { break }
                outcome.raw += count
            }
        }
        outcome.hourly += try await drop(.hour, before: plan.hourlyCutoff, plan, pause, at, &outcome)
        outcome.daily += try await drop(.day, before: plan.dailyCutoff, plan, pause, at, &outcome)
    }

    /// Moves `raw_from` over the next days with values; false when they changed meanwhile, nil when there are none.
    private func advance(
        _ plan: RetentionPlan, to cutoff: Int64, in calendar: ZonedCalendar, _ pause: Duration, _ outcome: inout Outcome
    ) async throws -> Bool? {
        try Task.checkCancellation()
        let forming = Forming(plan.datastream)
        let stretch = try await step(&outcome, pause) { connection in
            try Step(plan, connection).begin(forming, before: cutoff, in: calendar)
        }
        guard let stretch else { return nil }
        let hours = stride(from: stretch.days[0].microseconds, through: stretch.end, by: 3_600_000_000).map {
            Instant(microseconds: $0)
        }
        let found = try await engine.read { connection in
            try [hours, stretch.days].map { boundaries in
                try SeriesAggregation.values(
                    of: plan.datastream, over: stretch.interval, boundaries, withLast: true, on: connection)
            }
        }
        return try await step(&outcome, pause) { connection in
            guard try forming.isStillTrue(on: connection) else { return false }
            try Step(plan, connection).finish(
                forming, stretch, hours: (hours, found[0]), days: found[1], in: calendar)
            return true
        }
    }

    private func drop(
        _ level: Level, before cutoff: Instant?, _ plan: RetentionPlan, _ pause: Duration, _ at: Int64,
        _ outcome: inout Outcome
    ) async throws -> Int64 {
        guard let cutoff = cutoff?.microseconds else { return 0 }
        var count: Int64 = 0
        while true {
            try Task.checkCancellation()
            let some = try await step(&outcome, pause) { connection in
                let step = Step(plan, connection)
                let gone = try step.drop(level, before: cutoff)
                try step.note(level == .hour ? "hourly" : "daily", gone.first, cutoff, gone.count, at)
                return gone.count
            }
            guard some > 0 else { return count }
            count += some
        }
    }

    /// One transaction, timed.
    @discardableResult
    private func step<T: Sendable>(
        _ outcome: inout Outcome, _ pause: Duration,
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        let (value, seconds) = try await engine.write { connection in
            let begin = ContinuousClock.now
            let value = try body(connection)
            let elapsed = begin.duration(to: .now).components
            return (value, Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        }
        outcome.steps += 1
        outcome.longestStep = max(outcome.longestStep, seconds)
        try await Task.sleep(for: pause)
        return value
    }
}

/// One step on one Datastream, inside a transaction.
private struct Step {
    private let plan: RetentionPlan
    private let connection: any StorageConnection
    private var id: Int64 { plan.datastream }

    init(_ plan: RetentionPlan, _ connection: any StorageConnection) {
        self.plan = plan
        self.connection = connection
    }

    /// The next local days with raw values; nil when there are none before the cutoff.
    func begin(_ forming: Forming, before cutoff: Int64, in calendar: ZonedCalendar) throws -> Forming.Stretch? {
        let state = try DatastreamState.load(id, on: connection)
        let from = state.rawFrom ?? .min
        guard from < cutoff else { return nil }
        let next = try connection.integer(
            """
            SELECT phenomenon_time FROM observation WHERE datastream_id = \(id) AND phenomenon_time >= \(from)
                AND phenomenon_time < \(cutoff)
            ORDER BY phenomenon_time LIMIT 1
            """)
        guard let next else {
            // nothing there, but late values must not come in before the cutoff either
            try forgetDays(forming, from, cutoff, state, in: calendar)
            try moveRawFrom(to: cutoff)
            return nil
        }
        return try forming.begin(
            from: next, before: Instant(microseconds: cutoff), stale: from, maximumDays: Retention.daysPerStep,
            in: calendar, on: connection)
    }

    /// Stores the aggregates of some days and moves `raw_from` behind them.
    func finish(
        _ forming: Forming, _ stretch: Forming.Stretch, hours: (starts: [Instant], rows: [SeriesAggregation.BucketRow]),
        days: [SeriesAggregation.BucketRow], in calendar: ZonedCalendar
    ) throws {
        let state = try DatastreamState.load(id, on: connection)
        try forming.forget(.hour, stretch.stale, stretch.end, on: connection)
        try forming.store(hours.rows, .hour, hours.starts, on: connection)
        let stale = try forgetDays(forming, stretch.stale, stretch.end, state, in: calendar)
        try forming.store(
            days.filter { stretch.days[$0.bucket].microseconds >= stale }, .day, stretch.days, on: connection)
        try moveRawFrom(to: stretch.end)
    }

    /// Removes daily aggregates that hold no more; returns from which day on.
    @discardableResult
    private func forgetDays(
        _ forming: Forming, _ from: Int64, _ end: Int64, _ state: DatastreamState, in calendar: ZonedCalendar
    ) throws -> Int64 {
        let held = state.daysTo.map { calendar.start(of: .day, containing: Instant(microseconds: $0)).microseconds }
        let stale = max(from, held ?? .min)
        try forming.forget(.day, stale, end, on: connection)
        return stale
    }

    private func moveRawFrom(to instant: Int64) throws {
        try connection.execute("UPDATE datastream_state SET raw_from = \(instant) WHERE datastream_id = \(id)")
    }

    /// Deletes a bounded number of raw values that have aggregates in their place.
    func purge(before cutoff: Int64) throws -> (count: Int64, first: Int64) {
        var state = try DatastreamState.load(id, on: connection)
        let cutoff = min(cutoff, state.rawFrom ?? .min)
        let bound = try connection.rows(
            """
            SELECT phenomenon_time, id FROM observation WHERE datastream_id = \(id) AND phenomenon_time < \(cutoff)
            ORDER BY phenomenon_time, id LIMIT \(Retention.rowsPerStep)
            """
        ) { EntityKey(id: $0.integer(1), datastream: id, time: $0.integer(0)) }
        guard let first = bound.first, let last = bound.last else { return (0, 0) }
        let count = try connection.execute(
            """
            DELETE FROM observation WHERE datastream_id = \(id)
                AND (phenomenon_time, id) <= (\(last.time), \(last.id))
            """)
        state.count -= Int64(count)
        try state.settle(on: connection)
        try state.save(on: connection)
        // the block that ids are still taken from stays
        try connection.execute(
            """
            DELETE FROM observation_block WHERE datastream_id = \(id) AND last_time < \(last.time)
                AND block <> \(state.nextID < state.blockEnd ? state.nextID / ObservationWriter.blockSize : -1)
                AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.datastream_id = \(id)
                    AND o.phenomenon_time >= first_time AND o.phenomenon_time <= last_time)
            """)
        return (Int64(count), first.time)
    }

    func drop(_ level: Retention.Level, before cutoff: Int64) throws -> (count: Int64, first: Int64) {
        // what stands beside raw values is no matter of retention
        let rawFrom = try DatastreamState.load(id, on: connection).rawFrom ?? .min
        let cutoff = min(cutoff, rawFrom)
        let first = try connection.integer(
            """
            SELECT min(start) FROM observation_rollup WHERE datastream_id = \(id) AND level = \(level.rawValue)
                AND start < \(cutoff)
            """)
        guard let first else { return (0, 0) }
        let last = try connection.integer(
            """
            SELECT start FROM observation_rollup WHERE datastream_id = \(id) AND level = \(level.rawValue)
                AND start < \(cutoff)
            ORDER BY start LIMIT 1 OFFSET \(Retention.rowsPerStep)
            """)
        let end = last ?? cutoff
        if level == .hour {
            try connection.execute("UPDATE datastream_state SET hourly_from = \(end) WHERE datastream_id = \(id)")
        }
        let count = try connection.execute(
            """
            DELETE FROM observation_rollup WHERE datastream_id = \(id) AND level = \(level.rawValue)
                AND start < \(end)
            """)
        return (Int64(count), first)
    }

    /// In the transaction that deletes; all steps of a run are one entry.
    func note(_ kind: String, _ first: Int64, _ until: Int64, _ count: Int64, _ at: Int64) throws {
        guard count > 0 else { return }
        let isNoted = try connection.execute(
            """
            UPDATE retention_journal SET deleted = deleted + \(count)
            WHERE id = (SELECT max(id) FROM retention_journal WHERE datastream_id = \(id) AND kind = \(kind)
                AND at = \(at))
            """)
        if isNoted > 0 { return }
        let rule = plan.dataset.map { "\($0): " } ?? ""
        try connection.execute(
            """
            INSERT INTO retention_journal (at, datastream_id, name, rule, kind, first_time, last_time, deleted)
            VALUES (\(at), \(id), \(plan.name), \(rule + plan.policy.description), \(kind), \(first), \(until), \(count))
            """)
    }
}
