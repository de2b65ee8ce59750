// SPDX-License-Identifier: EUPL-1.2
import Storage

/// What is kept about a Datastream beside its rows (`datastream_state`): count, ranges, latest value, rhythm, next id.
struct DatastreamState {
    let datastream: Int64
    var count: Int64 = 0
    var phenomenonStart: Int64?
    var phenomenonEnd: Int64?
    var resultStart: Int64?
    var resultEnd: Int64?
    var latestTime: Int64?
    var latestID: Int64?
    var latestResult: Double?
    var latestText: String?
    var interval: Int64?
    var nextID: Int64 = 0
    var blockEnd: Int64 = 0
    /// Raw values before this are gone or about to go; aggregates stand in their place.
    var rawFrom: Int64?
    /// The daily aggregates of whole days before this are those of the values; later ones are not to be used.
    private(set) var daysTo: Int64?
    /// What happens to a second Observation of the same time.
    var duplicates = DuplicateRule.allow

    /// Reads the row for a change; on PostgreSQL it is locked, so that two programs never hand out the same ids.
    static func load(
        _ datastream: Int64, on connection: any StorageConnection, forChange: Bool = true
    ) throws -> DatastreamState {
        let lock: SQL = forChange ? "\(sqlite: "", postgresql: " FOR UPDATE")" : ""
        let found = try connection.firstRow(
            """
            SELECT observation_count, phenomenon_start, phenomenon_end, result_start, result_end, latest_time,
                latest_id, latest_result, latest_text, interval_us, next_id, block_end, raw_from, days_to,
                (SELECT d.properties ->> 'duplicates' FROM datastream d WHERE d.id = \(datastream))
            FROM datastream_state WHERE datastream_id = \(datastream)\(lock)
            """
        ) { row in
            DatastreamState(
                datastream: datastream, count: row.integer(0), phenomenonStart: row.integerIfPresent(1),
                phenomenonEnd: row.integerIfPresent(2), resultStart: row.integerIfPresent(3),
                resultEnd: row.integerIfPresent(4), latestTime: row.integerIfPresent(5),
                latestID: row.integerIfPresent(6), latestResult: row.realIfPresent(7), latestText: row.textIfPresent(8),
                interval: row.integerIfPresent(9), nextID: row.integer(10), blockEnd: row.integer(11),
                rawFrom: row.integerIfPresent(12), daysTo: row.integerIfPresent(13),
                duplicates: row.textIfPresent(14).flatMap { DuplicateRule(name: $0) } ?? .allow)
        }
        return found ?? DatastreamState(datastream: datastream)
    }

    func save(on connection: any StorageConnection) throws {
        try connection.execute(
            """
            INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end,
                result_start, result_end, latest_time, latest_id, latest_result, latest_text, interval_us, next_id,
                block_end, days_to)
            VALUES (\(datastream), \(count), \(phenomenonStart), \(phenomenonEnd), \(resultStart), \(resultEnd),
                \(latestTime), \(latestID), \(latestResult), \(latestText), \(interval), \(nextID), \(blockEnd), \(daysTo))
            ON CONFLICT (datastream_id) DO UPDATE SET observation_count = excluded.observation_count,
                phenomenon_start = excluded.phenomenon_start, phenomenon_end = excluded.phenomenon_end,
                result_start = excluded.result_start, result_end = excluded.result_end,
                latest_time = excluded.latest_time, latest_id = excluded.latest_id,
                latest_result = excluded.latest_result, latest_text = excluded.latest_text,
                interval_us = excluded.interval_us, next_id = excluded.next_id, block_end = excluded.block_end,
                days_to = excluded.days_to
            """)
    }

    /// Takes in new rows, sorted by time.
    mutating func note(_ batch: [NewObservation], _ ids: [Int64]) {
        count += Int64(batch.count)
        guard let first = batch.first, let last = batch.last, let lastID = ids.last else { return }
        phenomenonStart = min(phenomenonStart ?? first.time, first.time)
        touch(first.time)
        for observation in batch {
            let end = observation.time + (observation.duration ?? 0)
            phenomenonEnd = max(phenomenonEnd ?? end, end)
            if let resultTime = observation.resultTime { widenResultTime(to: resultTime) }
        }
        if (latestTime ?? .min, latestID ?? .min) < (last.time, lastID) {
            latestTime = last.time
            latestID = lastID
            latestResult = last.result
            latestText = last.resultJSON
        }
    }

    /// The properties of the Datastream that differ between the two.
    func differences(from other: DatastreamState) -> Set<String> {
        var names: Set<String> = []
        if (phenomenonStart, phenomenonEnd) != (other.phenomenonStart, other.phenomenonEnd) {
            names.insert("phenomenonTime")
        }
        if (resultStart, resultEnd) != (other.resultStart, other.resultEnd) { names.insert("resultTime") }
        return names
    }

    /// Values at this instant or later came, changed or went: daily aggregates hold only before it.
    mutating func touch(_ time: Int64) {
        if let daysTo, time < daysTo { self.daysTo = time }
    }

    mutating func widenResultTime(to instant: Int64) {
        resultStart = min(resultStart ?? instant, instant)
        resultEnd = max(resultEnd ?? instant, instant)
    }

    /// The rhythm is looked at again while the series is young, then at each sixteenth Observation.
    func needsInterval(afterAdding added: Int) -> Bool {
        count <= Int64(ObservationWriter.intervalWindow) || added >= 16 || count / 16 != (count - Int64(added)) / 16
    }

    /// Everything anew from the rows; ids go on where they were.
    mutating func recompute(on connection: any StorageConnection) throws {
        let ranges = try connection.firstRow(
            """
            SELECT count(*), min(phenomenon_time), max(phenomenon_time + coalesce(phenomenon_duration, 0)),
                min(result_time), max(result_time)
            FROM observation WHERE datastream_id = \(datastream)
            """
        ) { row in
            (
                row.integer(0), row.integerIfPresent(1), row.integerIfPresent(2), row.integerIfPresent(3),
                row.integerIfPresent(4)
            )
        }
        guard let ranges else { return }
        (count, phenomenonStart, phenomenonEnd, resultStart, resultEnd) = ranges
        try loadLatest(on: connection)
        interval = try ObservationWriter(connection).medianInterval(datastream)
    }

    /// The ends of the ranges that no index finds, from the rows.
    mutating func loadEnds(on connection: any StorageConnection) throws {
        let ends = try connection.firstRow(
            """
            SELECT max(phenomenon_time + coalesce(phenomenon_duration, 0)), min(result_time), max(result_time)
            FROM observation WHERE datastream_id = \(datastream)
            """
        ) { ($0.integerIfPresent(0), $0.integerIfPresent(1), $0.integerIfPresent(2)) }
        if let ends { (phenomenonEnd, resultStart, resultEnd) = ends }
    }

    /// The latest value from the rows.
    mutating func loadLatest(on connection: any StorageConnection) throws {
        latestTime = nil
        latestID = nil
        latestResult = nil
        latestText = nil
        try connection.forEachRow(
            """
            SELECT phenomenon_time, id, result, result_json FROM observation WHERE datastream_id = \(datastream)
            ORDER BY phenomenon_time DESC, id DESC LIMIT 1
            """
        ) { row in
            latestTime = row.integer(0)
            latestID = row.integer(1)
            latestResult = row.realIfPresent(2)
            latestText = row.textIfPresent(3)
            return false
        }
    }
}
