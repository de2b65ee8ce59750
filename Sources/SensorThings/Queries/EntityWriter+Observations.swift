// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

extension EntityWriter {
    /// Removes Observations by their keys and brings what is kept of their Datastreams up to date.
    ///
    /// `unsettled` names the Datastreams that `recomputeState` must look at, because an end of a range may have gone.
    func deleteObservations(_ keys: [EntityKey]) throws -> (count: Int, unsettled: Set<Int64>) {
        let statement = try connection.prepare(
            """
            DELETE FROM observation WHERE datastream_id = \(parameter: 0) AND phenomenon_time = \(parameter: 1)
                AND id = \(parameter: 2)
            RETURNING phenomenon_duration, result_time
            """)
        var gone: [Int64: DeletedObservations] = [:]
        for key in keys {
            let arguments: [SQLValue] = [.integer(key.datastream), .integer(key.time), .integer(key.id)]
            try statement.forEachRow(arguments) { row in
                gone[key.datastream, default: DeletedObservations()].note(
                    time: key.time, duration: row.integerIfPresent(0), resultTime: row.integerIfPresent(1))
                return true
            }
        }
        var unsettled: Set<Int64> = []
        for (datastream, deleted) in gone {
            var state = try DatastreamState.load(datastream, on: connection)
            if try !state.forget(deleted, on: connection) { unsettled.insert(datastream) }
            try state.save(on: connection)
        }
        return (gone.values.reduce(0) { $0 + $1.count }, unsettled)
    }
}

/// What a deletion took out of one Datastream.
struct DeletedObservations {
    private(set) var count = 0
    private(set) var firstTime = Int64.max
    private(set) var lastTime = Int64.min
    private(set) var lastEnd = Int64.min
    private(set) var firstResultTime = Int64.max
    private(set) var lastResultTime = Int64.min

    mutating func note(time: Int64, duration: Int64?, resultTime: Int64?) {
        count += 1
        firstTime = min(firstTime, time)
        lastTime = max(lastTime, time)
        lastEnd = max(lastEnd, time + (duration ?? 0))
        guard let resultTime else { return }
        firstResultTime = min(firstResultTime, resultTime)
        lastResultTime = max(lastResultTime, resultTime)
    }
}

extension DatastreamState {
    /// Takes out deleted rows; false when an end that no index finds may have gone with them.
    mutating func forget(_ deleted: DeletedObservations, on connection: any StorageConnection) throws -> Bool {
        count -= Int64(deleted.count)
        touch(deleted.firstTime)
        if deleted.firstTime <= phenomenonStart ?? .max {
            phenomenonStart = try connection.integer(
                """
                SELECT phenomenon_time FROM observation WHERE datastream_id = \(datastream)
                ORDER BY phenomenon_time LIMIT 1
                """)
        }
        if deleted.lastTime >= latestTime ?? .min { try loadLatest(on: connection) }
        interval = try ObservationWriter(connection).medianInterval(datastream)
        let isSettled =
            deleted.lastEnd < phenomenonEnd ?? .min && deleted.firstResultTime > resultStart ?? .min
            && deleted.lastResultTime < resultEnd ?? .max
        return isSettled && count > 0
    }
}
