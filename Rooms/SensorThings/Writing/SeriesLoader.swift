// SPDX-License-Identifier: EUPL-1.2
package import Storage

/// Appends whole series straight to the observation table, with their blocks and states.
///
/// For benchmarks of a size that `ObservationWriter` is too thorough for: times rise, nothing of the series exists
/// after the first of them, and no other writer is at work.
package enum SeriesLoader {
    /// One run of values of a Datastream, times in microseconds and rising.
    package struct Run {
        package let datastream: Int64
        /// FeatureOfInterest of all the values.
        package let feature: Int64?
        /// Microseconds that a value covers; nil for an instant.
        package let duration: Int64?
        /// Microseconds between two values.
        package let interval: Int64
        /// The next value; nil ends the run.
        package let next: () -> (time: Int64, result: Double)?

        package init(
            datastream: Int64, feature: Int64?, duration: Int64?, interval: Int64,
            next: @escaping () -> (time: Int64, result: Double)?
        ) {
            self.datastream = datastream
            self.feature = feature
            self.duration = duration
            self.interval = interval
            self.next = next
        }
    }

    private struct State {
        var count: Int64 = 0
        var first: Int64?
        var end: Int64?
        var latestTime: Int64 = 0
        var latestID: Int64 = 0
        var latestResult = 0.0
        var nextID: Int64 = 0
        /// 0 as long as this load brought nothing for the series.
        var blockEnd: Int64 = 0

        mutating func note(time: Int64, id: Int64, result: Double, duration: Int64?) {
            count += 1
            if first == nil { first = time }
            end = time + (duration ?? 0)
            (latestTime, latestID, latestResult) = (time, id, result)
        }
    }

    private struct Block {
        let number: Int64
        let datastream: Int64
        let first: Int64
        var last: Int64
    }

    /// Ids of one block: 1024, so that `id >> 10` is the block.
    private static let blockShift: Int64 = 10

    /// Loads the runs in order, each into blocks of its own; returns the number of values.
    @discardableResult
    package static func load(_ runs: [Run], on connection: any StorageConnection) throws -> Int {
        let usedBlock =
            try connection.integer(
                """
                SELECT max(used) FROM (SELECT max(block) AS used FROM observation_block
                    UNION ALL SELECT last FROM retired_key WHERE table_name = 'observation_block') AS blocks
                """) ?? 0
        var states = try runs.map { try state(of: $0.datastream, on: connection) }
        var blocks: [Block] = []
        var index = 0
        let columns = ["datastream_id", "phenomenon_time", "id", "phenomenon_duration", "result", "feature_id"]
        let count = try connection.bulkInsert(into: "observation", columns: columns) {
            while index < runs.count {
                let run = runs[index]
                guard let value = run.next() else {
                    index += 1
                    continue
                }
                if states[index].nextID >= states[index].blockEnd {
                    let number = (blocks.last?.number ?? usedBlock) + 1
                    blocks.append(
                        Block(number: number, datastream: run.datastream, first: value.time, last: value.time))
                    states[index].nextID = number << blockShift
                    states[index].blockEnd = (number + 1) << blockShift
                } else {
                    blocks[blocks.count - 1].last = value.time
                }
                let id = states[index].nextID
                states[index].nextID = id + 1
                states[index].note(time: value.time, id: id, result: value.result, duration: run.duration)
                return [
                    .integer(run.datastream), .integer(value.time), .integer(id), run.duration.sqlValue,
                    .real(value.result), run.feature.sqlValue,
                ]
            }
            return nil
        }
        try store(blocks, runs: runs, states: states, on: connection)
        return count
    }

    private static func store(
        _ blocks: [Block], runs: [Run], states: [State], on connection: any StorageConnection
    ) throws {
        var rest = blocks.makeIterator()
        try connection.bulkInsert(
            into: "observation_block", columns: ["block", "datastream_id", "first_time", "last_time"]
        ) {
            rest.next().map { [.integer($0.number), .integer($0.datastream), .integer($0.first), .integer($0.last)] }
        }
        try advanceIdentity("observation_block", column: "block", on: connection)
        for (run, state) in zip(runs, states) where state.blockEnd > 0 {
            try connection.execute(
                """
                INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end,
                    latest_time, latest_id, latest_result, interval_us, next_id, block_end, longest_duration)
                VALUES (\(run.datastream), \(state.count), \(state.first), \(state.end), \(state.latestTime),
                    \(state.latestID), \(state.latestResult), \(run.interval), \(state.nextID), \(state.blockEnd),
                    \(run.duration))
                ON CONFLICT (datastream_id) DO UPDATE SET observation_count = excluded.observation_count,
                    phenomenon_start = excluded.phenomenon_start, phenomenon_end = excluded.phenomenon_end,
                    latest_time = excluded.latest_time, latest_id = excluded.latest_id,
                    latest_result = excluded.latest_result, latest_text = NULL, interval_us = excluded.interval_us,
                    next_id = excluded.next_id, block_end = excluded.block_end, days_to = NULL,
                    longest_duration = CASE WHEN datastream_state.longest_duration > excluded.longest_duration
                        THEN datastream_state.longest_duration
                        ELSE coalesce(excluded.longest_duration, datastream_state.longest_duration) END
                """)
            guard let feature = run.feature else { continue }
            try connection.execute(
                """
                INSERT INTO datastream_feature (feature_id, datastream_id) VALUES (\(feature), \(run.datastream))
                ON CONFLICT DO NOTHING
                """)
        }
    }

    /// Continues a table's key sequence after rows with given keys (SQLite does so by itself).
    static func advanceIdentity(_ table: String, column: String = "id", on connection: any StorageConnection) throws {
        try connection.execute(
            """
            \(sqlite: "SELECT 1", postgresql: """
                SELECT setval(pg_get_serial_sequence(\(table), \(column)),
                    (SELECT coalesce(max(\(identifier: column)), 0) + 1 FROM \(identifier: table)), FALSE)
                """)
            """)
    }

    private static func state(of datastream: Int64, on connection: any StorageConnection) throws -> State {
        let stored = try connection.firstRow(
            """
            SELECT observation_count, phenomenon_start FROM datastream_state WHERE datastream_id = \(datastream)
            """
        ) { row in
            State(count: row.integer(0), first: row.integerIfPresent(1))
        }
        return stored ?? State()
    }
}
