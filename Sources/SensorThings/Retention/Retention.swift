// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// Carries out the rules of retention in small steps: aggregates first, then the raw values go.
///
/// A step moves a Datastream's `raw_from` over one local day, whose hourly and daily aggregates it stores in the same
/// transaction; from then on readers take them instead of the raw values, and no value is accepted before it. Raw
/// values before `raw_from` are deleted by later steps, a bounded number each.
public struct Retention: Sendable {
    /// Days are cut by the town's wall clock.
    public static let zone = "Europe/Berlin"
    /// Raw values that one transaction deletes.
    static let rowsPerStep: Int64 = 2000

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
        var deleted: Int64 = 0
        var first: Int64?
        if let cutoff = plan.rawCutoff?.microseconds {
            while try await step(
                &outcome, pause,
                { connection in
                    try Step(plan, connection).advance(to: cutoff, in: calendar)
                })
            {}
            while true {
                let some = try await step(&outcome, pause) { connection in
                    try Step(plan, connection).purge(before: cutoff)
                }
                guard some.count > 0 else { break }
                deleted += some.count
                first = min(first ?? some.first, some.first)
            }
            if deleted > 0, let first {
                let deletion = (first: first, count: deleted)
                try await step(&outcome, pause) { connection in
                    try Step(plan, connection).note("raw", deletion.first, cutoff, deletion.count, at)
                }
                try await settle(plan.datastream, &outcome, pause)
            }
            outcome.raw += deleted
        }
        outcome.hourly += try await drop(.hour, before: plan.hourlyCutoff, plan, pause, at, &outcome)
        outcome.daily += try await drop(.day, before: plan.dailyCutoff, plan, pause, at, &outcome)
    }

    /// The range of result times, which no index gives: looked for beside the writers, kept if nothing came in meanwhile.
    private func settle(_ datastream: Int64, _ outcome: inout Outcome, _ pause: Duration) async throws {
        let found = try await engine.read { connection -> (state: DatastreamState, start: Int64?, end: Int64?)? in
            let state = try DatastreamState.load(datastream, on: connection, forChange: false)
            guard state.resultStart != nil else { return nil }
            return try connection.firstRow(
                "SELECT min(result_time), max(result_time) FROM observation WHERE datastream_id = \(datastream)"
            ) { (state, $0.integerIfPresent(0), $0.integerIfPresent(1)) }
        }
        guard let found else { return }
        try await step(&outcome, pause) { connection in
            var state = try DatastreamState.load(datastream, on: connection)
            guard state.count == found.state.count, state.nextID == found.state.nextID else { return }
            (state.resultStart, state.resultEnd) = (found.start, found.end)
            try state.save(on: connection)
        }
    }

    private func drop(
        _ level: Level, before cutoff: Instant?, _ plan: RetentionPlan, _ pause: Duration, _ at: Int64,
        _ outcome: inout Outcome
    ) async throws -> Int64 {
        guard let cutoff = cutoff?.microseconds else { return 0 }
        return try await step(&outcome, pause) { connection in
            let step = Step(plan, connection)
            let gone = try step.drop(level, before: cutoff)
            if gone.count > 0 { try step.note(level == .hour ? "hourly" : "daily", gone.first, cutoff, gone.count, at) }
            return gone.count
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

    /// Stores the aggregates of the next local day with raw values and moves `raw_from` behind it; false when done.
    func advance(to cutoff: Int64, in calendar: ZonedCalendar) throws -> Bool {
        let state = try DatastreamState.load(id, on: connection)
        let from = state.rawFrom ?? .min
        guard from < cutoff else { return false }
        let next = try connection.integer(
            """
            SELECT phenomenon_time FROM observation WHERE datastream_id = \(id) AND phenomenon_time >= \(from)
                AND phenomenon_time < \(cutoff)
            ORDER BY phenomenon_time LIMIT 1
            """)
        guard let next else {
            try forgetDays(from, cutoff, state)
            // nothing there, but late values must not come in before the cutoff either
            try moveRawFrom(to: cutoff)
            return false
        }
        let start = calendar.start(of: .day, containing: Instant(microseconds: next)).microseconds
        let end = min(calendar.end(of: .day, containing: Instant(microseconds: next)).microseconds, cutoff)
        var hour = start
        while hour < end {
            try store(.hour, max(hour, from), min(hour + 3_600_000_000, end))
            hour += 3_600_000_000
        }
        // daily aggregates that hold are there already
        if state.daysTo ?? .min < end {
            try forgetDays(from, end, state)
            try store(.day, max(start, from), end)
        }
        try moveRawFrom(to: end)
        return end < cutoff
    }

    /// Daily aggregates that values of before had and that hold no more.
    private func forgetDays(_ from: Int64, _ end: Int64, _ state: DatastreamState) throws {
        guard let daysTo = state.daysTo, daysTo < end else { return }
        try DailyAggregates.forget(id, from, end, on: connection)
    }

    private func store(_ level: Retention.Level, _ start: Int64, _ end: Int64) throws {
        guard start < end else { return }
        try connection.execute(
            """
            INSERT INTO observation_rollup (datastream_id, level, start, value_count, minimum, maximum, value_sum,
                measured, measured_count, last_value)
            SELECT \(id), \(level.rawValue), \(start), count(result), min(result), max(result), sum(result),
                CAST(sum(CASE WHEN result IS NULL THEN 0 ELSE phenomenon_duration END) AS \(SQL.bigint)),
                count(phenomenon_duration),
                (SELECT l.result FROM observation l WHERE l.datastream_id = \(id) AND l.phenomenon_time >= \(start)
                    AND l.phenomenon_time < \(end) AND l.result IS NOT NULL
                 ORDER BY l.phenomenon_time DESC, l.id DESC LIMIT 1)
            FROM observation
            WHERE datastream_id = \(id) AND phenomenon_time >= \(start) AND phenomenon_time < \(end)
            HAVING count(result) > 0
            ON CONFLICT DO NOTHING
            """)
    }

    private func moveRawFrom(to instant: Int64) throws {
        try connection.execute("UPDATE datastream_state SET raw_from = \(instant) WHERE datastream_id = \(id)")
    }

    /// Deletes a bounded number of raw values that have aggregates in their place.
    func purge(before cutoff: Int64) throws -> (count: Int64, first: Int64) {
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
        var state = try DatastreamState.load(id, on: connection)
        state.count -= Int64(count)
        state.phenomenonStart = try connection.integer(
            "SELECT phenomenon_time FROM observation WHERE datastream_id = \(id) ORDER BY phenomenon_time LIMIT 1")
        if last.time >= state.latestTime ?? .max { try state.loadLatest(on: connection) }
        if state.count == 0 { state.phenomenonEnd = nil }
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
        if level == .hour {
            try connection.execute("UPDATE datastream_state SET hourly_from = \(cutoff) WHERE datastream_id = \(id)")
        }
        let count = try connection.execute(
            """
            DELETE FROM observation_rollup WHERE datastream_id = \(id) AND level = \(level.rawValue)
                AND start < \(cutoff)
            """)
        return (Int64(count), first)
    }

    func note(_ kind: String, _ first: Int64, _ until: Int64, _ count: Int64, _ at: Int64) throws {
        let rule = plan.dataset.map { "\($0): " } ?? ""
        try connection.execute(
            """
            INSERT INTO retention_journal (at, datastream_id, name, rule, kind, first_time, last_time, deleted)
            VALUES (\(at), \(id), \(plan.name), \(rule + plan.policy.description), \(kind), \(first), \(until), \(count))
            """)
    }
}
