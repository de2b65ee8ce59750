// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// Stores the values of one file: compares with what is there, inserts what is new in one stream, keeps the state rows.
///
/// Ids come in blocks of 1024 per Datastream (see `SensorThingsMigrations`).
struct ObservationStorage {
    struct Counts {
        var stored = 0
        var unchanged = 0
        var replaced = 0
    }

    private struct State {
        var count: Int64 = 0
        var start: Int64?
        var end: Int64?
        var latestTime: Int64?
        var latestID: Int64?
        var latestResult: Double?
        var interval: Int64?
        var nextID: Int64 = 0
        var blockEnd: Int64 = 0
    }

    /// What of one series is new.
    private struct Addition {
        let datastream: Int64
        let series: ParsedSeries
        /// Indices into the series, ascending.
        let indices: [Int]
        var ids: [Int64]
    }

    private static let blockSize: Int64 = 1024
    private let connection: any StorageConnection

    init(_ connection: any StorageConnection) {
        self.connection = connection
    }

    /// - Parameter batches: each Datastream once.
    func store(_ batches: [(datastream: Int64, series: ParsedSeries)]) throws -> Counts {
        var counts = Counts()
        var additions: [Addition] = []
        for (datastream, series) in batches where !series.times.isEmpty {
            var state = try self.state(of: datastream)
            let indices = try compare(series, with: datastream, state: &state, counts: &counts)
            guard !indices.isEmpty || counts.replaced > 0 else { continue }
            let ids = try assignIDs(indices, of: series, datastream: datastream, state: &state)
            try bringUp(&state, series: series, indices: indices, ids: ids, datastream: datastream)
            counts.stored += indices.count
            if !indices.isEmpty {
                additions.append(Addition(datastream: datastream, series: series, indices: indices, ids: ids))
            }
        }
        try insert(additions)
        return counts
    }

    private func insert(_ additions: [Addition]) throws {
        var which = 0
        var position = 0
        let columns = ["datastream_id", "phenomenon_time", "id", "phenomenon_duration", "result", "extra"]
        try connection.bulkInsert(into: "observation", columns: columns) {
            while which < additions.count, position == additions[which].indices.count {
                which += 1
                position = 0
            }
            guard which < additions.count else { return nil }
            let index = additions[which].indices[position]
            let row: [SQLValue] = [
                .integer(additions[which].datastream), .integer(additions[which].series.times[index]),
                .integer(additions[which].ids[position]), Self.duration(additions[which].series, index),
                .real(additions[which].series.values[index]), Self.extra(additions[which].series, index),
            ]
            position += 1
            return row
        }
    }

    private static func duration(_ series: ParsedSeries, _ index: Int) -> SQLValue {
        series.durations[index] == 0 ? .null : .integer(series.durations[index])
    }

    private static func extra(_ series: ParsedSeries, _ index: Int) -> SQLValue {
        if series.qualities.isEmpty { return .null }
        guard let quality = series.qualities[index] else { return .null }
        return .json(JSONValue.object(["resultQuality": .string(quality)]).text)
    }

    // MARK: Comparing

    /// Indices of the values that are not there yet; those that are there and differ are replaced.
    private func compare(
        _ series: ParsedSeries, with datastream: Int64, state: inout State, counts: inout Counts
    ) throws -> [Int] {
        guard let first = series.times.first, let last = series.times.last else { return [] }
        guard let latest = state.latestTime, first <= latest, last >= (state.start ?? .min) else {
            return Array(series.times.indices)
        }
        var stored: [Int64: (id: Int64, result: Double, duration: Int64, extra: String)] = [:]
        let query: SQL = """
            SELECT phenomenon_time, id, result, phenomenon_duration, extra FROM observation
            WHERE datastream_id = \(datastream) AND phenomenon_time BETWEEN \(first) AND \(last)
            """
        try connection.forEachRow(query) { row in
            stored[row.integer(0)] = (row.integer(1), row.real(2), row.integer(3), row.text(4))
            return true
        }
        if stored.isEmpty { return Array(series.times.indices) }
        var new: [Int] = []
        for index in series.times.indices {
            guard let old = stored[series.times[index]] else {
                new.append(index)
                continue
            }
            let isSame = old.result == series.values[index] && old.duration == series.durations[index]
            if isSame, Self.quality(old.extra) == series.qualities[index] {
                counts.unchanged += 1
                continue
            }
            counts.replaced += 1
            try connection.execute(
                """
                UPDATE observation SET result = \(series.values[index]), phenomenon_duration = \(Self.duration(series, index)),
                    extra = \(Self.extra(series, index))
                WHERE datastream_id = \(datastream) AND phenomenon_time = \(series.times[index]) AND id = \(old.id)
                """)
            if old.id == state.latestID { state.latestResult = series.values[index] }
        }
        return new
    }

    private static func quality(_ extra: String) -> String? {
        if extra.isEmpty { return nil }
        return (try? JSONValue(parsing: extra))?["resultQuality"]?.string
    }

    // MARK: State and ids

    private func state(of datastream: Int64) throws -> State {
        let found = try connection.firstRow(
            """
            SELECT observation_count, phenomenon_start, phenomenon_end, latest_time, latest_id, latest_result, interval_us,
                next_id, block_end
            FROM datastream_state WHERE datastream_id = \(datastream)
            """
        ) { row in
            State(
                count: row.integer(0), start: row.integerIfPresent(1), end: row.integerIfPresent(2),
                latestTime: row.integerIfPresent(3), latestID: row.integerIfPresent(4),
                latestResult: row.realIfPresent(5), interval: row.integerIfPresent(6), nextID: row.integer(7),
                blockEnd: row.integer(8))
        }
        return found ?? State()
    }

    private func assignIDs(
        _ indices: [Int], of series: ParsedSeries, datastream: Int64, state: inout State
    ) throws -> [Int64] {
        var ids: [Int64] = []
        ids.reserveCapacity(indices.count)
        var position = 0
        while position < indices.count {
            if state.nextID == state.blockEnd {
                let time = series.times[indices[position]]
                let block = try connection.integer(
                    """
                    INSERT INTO observation_block (datastream_id, first_time, last_time)
                    VALUES (\(datastream), \(time), \(time)) RETURNING block
                    """)
                guard let block else { throw StorageError.corrupt(message: "no block of ids") }
                state.nextID = block * Self.blockSize
                state.blockEnd = state.nextID + Self.blockSize
            }
            let count = min(indices.count - position, Int(state.blockEnd - state.nextID))
            let first = series.times[indices[position]]
            let last = series.times[indices[position + count - 1]]
            let block = state.nextID / Self.blockSize
            try connection.execute(
                """
                UPDATE observation_block SET
                    first_time = CASE WHEN first_time < \(first) THEN first_time ELSE \(first) END,
                    last_time = CASE WHEN last_time > \(last) THEN last_time ELSE \(last) END
                WHERE block = \(block)
                """)
            for _ in 0..<count {
                ids.append(state.nextID)
                state.nextID += 1
            }
            position += count
        }
        return ids
    }

    private func bringUp(
        _ state: inout State, series: ParsedSeries, indices: [Int], ids: [Int64], datastream: Int64
    ) throws {
        for (index, id) in zip(indices, ids) {
            let time = series.times[index]
            let end = time + series.durations[index]
            state.start = min(state.start ?? time, time)
            state.end = max(state.end ?? end, end)
            if state.latestTime == nil || time >= state.latestTime ?? time {
                state.latestTime = time
                state.latestID = id
                state.latestResult = series.values[index]
            }
        }
        state.count += Int64(indices.count)
        state.interval = Self.medianInterval(series.times) ?? state.interval
        try connection.execute(
            """
            INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end, latest_time,
                latest_id, latest_result, interval_us, next_id, block_end)
            VALUES (\(datastream), \(state.count), \(state.start), \(state.end), \(state.latestTime), \(state.latestID),
                \(state.latestResult), \(state.interval), \(state.nextID), \(state.blockEnd))
            ON CONFLICT (datastream_id) DO UPDATE SET observation_count = excluded.observation_count,
                phenomenon_start = excluded.phenomenon_start, phenomenon_end = excluded.phenomenon_end,
                latest_time = excluded.latest_time, latest_id = excluded.latest_id,
                latest_result = excluded.latest_result, interval_us = excluded.interval_us,
                next_id = excluded.next_id, block_end = excluded.block_end
            """)
    }

    /// Median distance of neighbouring values, of the last 200.
    private static func medianInterval(_ times: [Int64]) -> Int64? {
        let tail = times.suffix(201)
        guard tail.count > 2 else { return nil }
        let gaps = zip(tail.dropFirst(), tail).map { $0 - $1 }.sorted()
        return gaps[gaps.count / 2]
    }
}
