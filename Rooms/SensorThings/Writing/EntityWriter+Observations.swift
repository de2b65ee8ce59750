// SPDX-License-Identifier: EUPL-1.2
package import SensorThingsReading
import Storage

extension EntityWriter {
    /// Removes Observations by their keys and brings what is kept of their Datastreams up to date; returns how many.
    ///
    /// Values whose aggregates have taken their place already are left to retention, which is about to delete them.
    package func deleteObservations(_ keys: [EntityKey]) throws -> Int {
        var states: [Int64: DatastreamState] = [:]
        for datastream in Set(keys.map(\.datastream)) {
            states[datastream] = try DatastreamState.load(datastream, on: connection)
        }
        let statement = try connection.prepare(
            """
            DELETE FROM observation WHERE datastream_id = \(parameter: 0) AND phenomenon_time = \(parameter: 1)
                AND id = \(parameter: 2)
            RETURNING id
            """)
        var gone: [Int64: (count: Int, first: Int64)] = [:]
        for key in keys where key.time >= states[key.datastream]?.rawFrom ?? .min {
            let arguments: [SQLValue] = [.integer(key.datastream), .integer(key.time), .integer(key.id)]
            try statement.forEachRow(arguments) { _ in
                let before = gone[key.datastream] ?? (0, key.time)
                gone[key.datastream] = (before.count + 1, min(before.first, key.time))
                return true
            }
        }
        for (datastream, deleted) in gone {
            guard let state = states[datastream] else { continue }
            try settle(state, touching: deleted.first, deleted: deleted.count)
        }
        return gone.values.reduce(0) { $0 + $1.count }
    }

    /// What is kept of a Datastream, after rows from `first` on have changed and some are gone.
    func settle(
        _ before: DatastreamState, touching first: Int64, deleted: Int = 0, longest duration: Int64? = nil
    ) throws {
        var state = before
        state.count -= Int64(deleted)
        state.touch(first)
        state.widen(by: duration)
        try state.settle(on: connection)
        state.interval = try observations.medianInterval(state.datastream) ?? state.longestDuration
        try state.save(on: connection)
    }
}
