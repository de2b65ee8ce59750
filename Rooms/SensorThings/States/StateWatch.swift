// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
public import Storage
import Synchronization
public import Wire

/// Notices when Datastreams become live, late or silent, stores each change and announces it.
///
/// A heap in memory knows when each Datastream's state will change by time alone; new values are heard of from the
/// writers. Nothing is scanned but once at the start.
public final class StateWatch: Sendable {
    private struct Due: Comparable {
        let at: Int64
        let datastream: Int64
        static func < (left: Due, right: Due) -> Bool { left.at < right.at }
    }

    private struct State {
        var states: [Int64: SensorState] = [:]
        var heap: [Due] = []
        /// Datastreams with new values that are not live now.
        var touched: Set<Int64> = []
    }

    /// Changes that one transaction stores.
    private static let chunk = 500

    private let engine: any StorageEngine
    private let now: @Sendable () -> Instant
    private let state = Mutex(State())

    public init(engine: any StorageEngine, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.now = now
        engine.observe { [weak self] announcements in self?.hear(announcements) }
    }

    private func hear(_ announcements: [any StorageAnnouncement]) {
        state.withLock { state in
            for announcement in announcements {
                switch announcement {
                case let added as ObservationsAdded where state.states[added.datastream] != .live:
                    state.touched.insert(added.datastream)
                case let change as EntityChange where change.type == .datastream || change.type == .multiDatastream:
                    state.touched.insert(change.id)
                default: break
                }
            }
        }
    }

    /// Takes in all Datastreams; changes that happened while nobody watched are stored now.
    public func start() async throws {
        let rows = try await engine.read { try Row.read(where: "TRUE", on: $0) }
        try await settle(rows)
    }

    /// Looks at what is due or has new values; call it about once a second. Returns the number of changes.
    @discardableResult
    public func tick() async throws -> Int {
        let moment = now().microseconds
        let asked = state.withLock { state in
            var ids = state.touched
            state.touched = []
            while let first = state.heap.first, first.at <= moment {
                ids.insert(first.datastream)
                state.heap.removeFirstDue()
            }
            return ids
        }
        var changes = 0
        var rest = asked.sorted()[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.chunk))
            rest = rest.dropFirst(Self.chunk)
            let rows = try await engine.read { try Row.read(where: "d.id IN (\(list: some))", on: $0) }
            changes += try await settle(rows)
        }
        return changes
    }

    /// Compares what is with what was stored; a Datastream seen for the first time has no change to tell.
    @discardableResult
    private func settle(_ rows: [Row]) async throws -> Int {
        let moment = now()
        var changes: [StateChange] = []
        var fresh: [(Int64, SensorState)] = []
        state.withLock { state in
            for row in rows {
                let current = row.state(at: moment)
                state.states[row.datastream] = current
                if let due = row.nextChange(after: moment, in: current) {
                    state.heap.insertDue(Due(at: due, datastream: row.datastream))
                }
                guard row.stored != current else { continue }
                if let stored = row.stored {
                    changes.append(StateChange(datastream: row.datastream, from: stored, to: current, at: moment))
                } else {
                    fresh.append((row.datastream, current))
                }
            }
        }
        var stored = 0
        for start in stride(from: 0, to: max(changes.count, fresh.count), by: Self.chunk) {
            let some = changes.dropFirst(start).prefix(Self.chunk)
            let others = fresh.dropFirst(start).prefix(Self.chunk)
            stored += try await engine.write { connection in
                for (datastream, current) in others {
                    try connection.execute(
                        """
                        UPDATE datastream_state SET reported_state = \(current.rawValue)
                        WHERE datastream_id = \(datastream) AND reported_state IS NULL
                        """)
                }
                return try some.count { try Self.store($0, on: connection) }
            }
        }
        return stored
    }

    /// False when the Datastream is gone, or another server has told the change.
    private static func store(_ change: StateChange, on connection: any StorageConnection) throws -> Bool {
        let found = try connection.execute(
            """
            UPDATE datastream_state SET reported_state = \(change.to.rawValue)
            WHERE datastream_id = \(change.datastream) AND reported_state = \(change.from.rawValue)
            """)
        guard found > 0 else { return false }
        try connection.execute(
            """
            DELETE FROM datastream_state_change WHERE datastream_id = \(change.datastream)
                AND at < \(change.at.microseconds - StateChange.keptFor)
            """)
        try connection.execute(
            """
            INSERT INTO datastream_state_change (datastream_id, state_from, state_to, at)
            VALUES (\(change.datastream), \(change.from.rawValue), \(change.to.rawValue), \(change.at.microseconds))
            """)
        connection.announce(change)
        return true
    }

    /// What decides about a Datastream's state.
    private struct Row {
        let datastream: Int64
        let latest: Instant?
        let interval: Int64?
        let ended: Instant?
        let stored: SensorState?

        static func read(where condition: SQL, on connection: any StorageConnection) throws -> [Row] {
            try connection.rows(
                """
                SELECT d.id, s.phenomenon_end, s.interval_us, d.ended_at, s.reported_state
                FROM datastream d JOIN datastream_state s ON s.datastream_id = d.id WHERE \(condition)
                """
            ) { row in
                Row(
                    datastream: row.integer(0), latest: row.integerIfPresent(1).map { Instant(microseconds: $0) },
                    interval: row.integerIfPresent(2),
                    ended: row.integerIfPresent(3).map { Instant(microseconds: $0) },
                    stored: row.textIfPresent(4).flatMap { SensorState(rawValue: $0) })
            }
        }

        func state(at moment: Instant) -> SensorState {
            SensorState(latest: latest, interval: interval, ended: ended, now: moment)
        }

        /// When time alone changes the state; nil when only a new value does.
        func nextChange(after moment: Instant, in current: SensorState) -> Int64? {
            var moments: [Int64] = []
            if let latest {
                moments = [SensorState.lateAfter(interval), SensorState.silentAfter(interval)].map {
                    latest.microseconds + $0 + 1
                }
            }
            if let ended { moments.append(ended.microseconds) }
            return current == .historical ? nil : moments.filter { $0 > moment.microseconds }.min()
        }
    }
}

extension Array where Element: Comparable {
    /// Puts an element into a binary heap whose least is the first.
    fileprivate mutating func insertDue(_ element: Element) {
        append(element)
        var child = count - 1
        while child > 0, self[child] < self[(child - 1) / 2] {
            swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the least out of a binary heap.
    fileprivate mutating func removeFirstDue() {
        swapAt(0, count - 1)
        removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < count && self[child] < self[least] {
                least = child
            }
            if least == parent { return }
            swapAt(parent, least)
            parent = least
        }
    }
}
