// SPDX-License-Identifier: EUPL-1.2
import Quality
import SensorThings
public import Storage
public import Wire

/// Looks at the values of series by the rules of `Quality` and keeps what is found.
///
/// A network is the series of one data set in one unit, at 64 places at most. It is looked at when a whole local day of
/// one of its series was not: `datastream_state.checked_to` says how far, and a write before it lowers it.
/// `check_from` says from where a run that was ended has to begin again.
public struct QualityRun: Sendable {
    static let placesPerNetwork = 64
    /// Days that are read at once.
    private static let slice = 120

    private let engine: any StorageEngine
    private let now: @Sendable () -> Instant

    public init(engine: any StorageEngine, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.now = now
    }

    /// What one run did.
    public struct Outcome: Sendable, Hashable {
        public var networks = 0
        public var series = 0
        /// Numbers of findings that were not there before.
        public var new: [Int64] = []
    }

    /// All networks with something new, of one data set or of all; `pause` between two lets other writers pass.
    @discardableResult
    public func run(dataset: Int64? = nil, pause: Duration = .zero) async throws -> Outcome {
        var outcome = Outcome()
        guard let calendar = ZonedCalendar(identifier: FindingDay.zone) else { return outcome }
        let members = try await engine.read { try Member.all(dataset: dataset, in: calendar, on: $0) }
        for network in Self.networks(members) where network.contains(where: \.isDue) {
            try Task.checkCancellation()
            outcome.networks += 1
            outcome.series += network.count
            outcome.new += try await look(at: network, in: calendar)
            if pause > .zero { try await Task.sleep(for: pause) }
        }
        return outcome
    }

    private static func networks(_ members: [Member]) -> [[Member]] {
        Dictionary(grouping: members, by: \.network).sorted { $0.key < $1.key }.flatMap { _, members -> [[Member]] in
            let places = Set(members.map(\.thing)).sorted()
            return stride(from: 0, to: places.count, by: placesPerNetwork).map { start in
                let some = Set(places[start..<min(start + placesPerNetwork, places.count)])
                return members.filter { some.contains($0.thing) }
            }
        }
    }

    private func look(at network: [Member], in calendar: ZonedCalendar) async throws -> [Int64] {
        guard let since = try await engine.write({ try Member.claim(network, on: $0) }) else { return [] }
        let first = FindingDay.number(of: Instant(microseconds: since), in: calendar)
        let ids = network.map(\.datastream)
        let oldest = try await engine.read { connection in
            try connection.integer(
                """
                SELECT min(from_day) FROM quality_finding
                WHERE datastream_id IN (\(list: ids)) AND (to_day IS NULL OR to_day >= \(Int64(first)))
                """)
        }
        let begin = min(first, oldest.map { Int($0) } ?? first) - Thresholds.history
        let earliest = network.map(\.start).min() ?? since
        var day = max(begin, FindingDay.number(of: Instant(microseconds: earliest), in: calendar))
        let end = FindingDay.number(of: Instant(microseconds: network.map(\.wholeTo).max() ?? since), in: calendar)
        var watch = NetworkWatch(
            network.map { WatchedSeries(id: $0.datastream, place: $0.thing, isCount: $0.isCount) })
        while day < end {
            try Task.checkCancellation()
            let (start, stop) = (day, min(day + Self.slice, end))
            let figures = try await engine.read { connection in
                try network.map { try DayReading($0, start..<stop, calendar).figures(on: connection) }
            }
            for offset in 0..<(stop - start) { watch.take(start + offset, figures.map { $0[offset] }) }
            day = stop
        }
        let (findings, moment) = (watch.findings, now())
        return try await engine.write { connection in
            let added = try QualityQueries.reconcile(findings, of: ids, since: first - 1, at: moment, on: connection)
            try Member.release(network, on: connection)
            return added
        }
    }
}

/// A series as the run sees it.
struct Member: Sendable {
    struct Network: Hashable, Comparable {
        let dataset: Int64
        let unit: String

        static func < (left: Network, right: Network) -> Bool {
            (left.dataset, left.unit) < (right.dataset, right.unit)
        }
    }

    let datastream: Int64
    let thing: Int64
    let network: Network
    let isCount: Bool
    /// First value, microseconds.
    let start: Int64
    /// Days before this are whole: a midnight.
    let wholeTo: Int64
    let checkedTo: Int64?
    let checkFrom: Int64?

    var isDue: Bool { checkFrom != nil || (checkedTo ?? .min) < wholeTo }

    static func all(
        dataset: Int64?, in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws -> [Member] {
        try SeriesWatch.rows(dataset: dataset, on: connection).map { row in
            // a value that lasts until midnight ends its day
            let end = Instant(microseconds: row.latest + (row.interval ?? 0))
            return Member(
                datastream: row.datastream, thing: row.thing, network: Network(dataset: row.dataset, unit: row.unit),
                isCount: row.observationType == ObservationType.count, start: row.start,
                wholeTo: calendar.start(of: .day, containing: end).microseconds, checkedTo: row.checkedTo,
                checkFrom: row.checkFrom)
        }
    }

    /// Says of all that their whole days are being looked at; returns from where on they have to be.
    ///
    /// Values that are written meanwhile lower `checked_to` again, so that the next run sees them.
    static func claim(_ members: [Member], on connection: any StorageConnection) throws -> Int64? {
        var since: Int64?
        for member in members where member.isDue {
            let from = try SeriesWatch.claim(member.datastream, from: member.start, to: member.wholeTo, on: connection)
            if let from { since = min(since ?? from, from) }
        }
        return since
    }

    static func release(_ members: [Member], on connection: any StorageConnection) throws {
        try SeriesWatch.release(members.filter(\.isDue).map(\.datastream), on: connection)
    }
}
