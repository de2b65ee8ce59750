// SPDX-License-Identifier: EUPL-1.2
public import Rights
import SensorThingsModel
import SensorThingsReading
public import Storage
public import Wire

/// Takes back what a writer did, as long as nobody has changed it since. Lives inside one `write` body.
public struct ObservationUndo {
    /// Why something is not taken back: somebody has changed or deleted what was written.
    public struct Conflict: Error, Sendable, Hashable {
        public let datastream: Int64
        /// The time of the first Observation concerned.
        public let time: Int64
    }

    private let connection: any StorageConnection
    private let writer: EntityWriter

    public init(_ connection: any StorageConnection, reader: Reader, now: Instant) {
        self.connection = connection
        writer = EntityWriter(connection, reader: reader, now: now)
    }

    /// Takes changes back, the last one first. Throws `Conflict`; then the whole body is to be given up.
    public func takeBack(_ changes: [ObservationChanges.Change]) throws {
        for change in changes.reversed() {
            switch change {
            case .added(let added): try remove(added)
            case .replaced(let replaced): try putBack(replaced)
            }
        }
    }

    private func remove(_ added: ObservationChanges.Added) throws {
        var keys: [EntityKey] = []
        var digest = ObservationDigest()
        for row in try Self.rows(added.datastream, ids: added.ids, times: added.times, on: connection) {
            digest.add(row.content)
            keys.append(EntityKey(id: row.id, datastream: added.datastream, time: row.time))
        }
        guard keys.count == Int(added.count), digest.value == added.digest,
            try writer.deleteObservations(keys) == keys.count
        else { throw Conflict(datastream: added.datastream, time: added.times.lowerBound) }
        for key in keys { connection.announce(EntityChange(.observation, key.id, .deleted)) }
    }

    private func putBack(_ replaced: ObservationChanges.Replaced) throws {
        let (datastream, before) = (replaced.datastream, replaced.before)
        let conflict = Conflict(datastream: datastream, time: before.time)
        let present = try Self.rows(
            datastream, ids: replaced.id...replaced.id, times: before.time...before.time, on: connection)
        guard let row = present.first, ObservationDigest.of(row.content) == replaced.digest else { throw conflict }
        let state = try DatastreamState.load(datastream, on: connection)
        guard before.time >= state.rawFrom ?? .min else { throw conflict }
        let extra: SQLValue = before.extra.map { .json($0) } ?? .null
        try connection.execute(
            """
            UPDATE observation SET phenomenon_duration = \(before.duration), result = \(before.result),
                result_json = \(before.resultJSON), result_time = \(before.resultTime), extra = \(extra),
                feature_id = \(before.feature)
            WHERE datastream_id = \(datastream) AND phenomenon_time = \(before.time) AND id = \(replaced.id)
            """)
        try writer.settle(state, touching: before.time, longest: before.duration)
        let names = Set(NewObservation.extraNames).union(["phenomenonTime", "result", "resultTime"])
        connection.announce(EntityChange(.observation, replaced.id, .updated(names), in: datastream))
    }

    fileprivate static func rows(
        _ datastream: Int64, ids: ClosedRange<Int64>, times: ClosedRange<Int64>, on connection: any StorageConnection
    ) throws -> [StoredObservation] {
        try connection.rows(
            """
            SELECT phenomenon_time, id, phenomenon_duration, result, result_json, result_time, extra, feature_id
            FROM observation WHERE datastream_id = \(datastream)
                AND phenomenon_time BETWEEN \(times.lowerBound) AND \(times.upperBound)
                AND id BETWEEN \(ids.lowerBound) AND \(ids.upperBound)
            ORDER BY phenomenon_time, id
            """, StoredObservation.init(row:))
    }

    /// What people call a Datastream.
    public static func name(of datastream: Int64, on connection: any StorageConnection) throws -> String {
        try connection.text("SELECT name FROM datastream WHERE id = \(datastream)") ?? ""
    }

    /// Deletes a Datastream without Observations, and its Thing where it has no other; true where it is gone.
    public func removeEmpty(datastream: Int64) throws -> Bool {
        let thing = try connection.integer("SELECT thing_id FROM datastream WHERE id = \(datastream)")
        guard let thing else { return true }
        let count = try connection.integer(
            "SELECT 1 FROM observation WHERE datastream_id = \(datastream) LIMIT 1")
        guard count == nil else { return false }
        try writer.delete(.datastream, datastream)
        let others = try connection.integer("SELECT 1 FROM datastream WHERE thing_id = \(thing) LIMIT 1")
        if others == nil { try writer.delete(.thing, thing) }
        return true
    }
}

/// Looks whether all of a run can be taken back before any of it is; reads only, in as many steps as one likes.
public struct ObservationUndoCheck: Sendable {
    /// By Observation: what it will be when the changes that were looked at are taken back.
    private var before: [Int64: NewObservation] = [:]

    public init() {}

    /// Looks at changes, the last one first; throws `ObservationUndo.Conflict` for one that cannot be taken back.
    public mutating func look(
        at changes: [ObservationChanges.Change], on connection: any StorageConnection
    ) throws {
        for change in changes.reversed() {
            switch change {
            case .added(let added):
                var (digest, count) = (ObservationDigest(), 0)
                for row in try ObservationUndo.rows(
                    added.datastream, ids: added.ids, times: added.times, on: connection)
                {
                    digest.add(before.removeValue(forKey: row.id) ?? row.content)
                    count += 1
                }
                guard count == Int(added.count), digest.value == added.digest else {
                    throw ObservationUndo.Conflict(datastream: added.datastream, time: added.times.lowerBound)
                }
            case .replaced(let replaced):
                let time = replaced.before.time
                let row = try ObservationUndo.rows(
                    replaced.datastream, ids: replaced.id...replaced.id, times: time...time, on: connection
                ).first
                guard let row, ObservationDigest.of(before[row.id] ?? row.content) == replaced.digest else {
                    throw ObservationUndo.Conflict(datastream: replaced.datastream, time: time)
                }
                before[row.id] = replaced.before
            }
        }
    }
}
