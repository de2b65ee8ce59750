// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
package import Storage

/// What is kept about a Datastream beside its rows (`datastream_state`): count, ranges, latest value, rhythm, next id.
package struct DatastreamState {
    let datastream: Int64
    package var count: Int64 = 0
    package var phenomenonStart: Int64?
    var phenomenonEnd: Int64?
    var resultStart: Int64?
    var resultEnd: Int64?
    package var latestTime: Int64?
    var latestID: Int64?
    var latestResult: Double?
    var latestText: String?
    var interval: Int64?
    package var nextID: Int64 = 0
    package var blockEnd: Int64 = 0
    /// Raw values before this are gone or about to go; aggregates stand in their place.
    package var rawFrom: Int64?
    /// No Observation lasts longer; nil when none lasts.
    private(set) var longestDuration: Int64?
    /// The daily aggregates of whole days before this are those of the values; later ones are not to be used.
    package private(set) var daysTo: Int64?
    /// Aggregates of what is before this are being formed.
    private(set) var formingTo: Int64?
    /// The quality of whole days before this was looked at; what comes, changes or goes before it is looked at anew.
    private(set) var checkedTo: Int64?
    /// What happens to a second Observation of the same time.
    var duplicates = DuplicateRule.allow

    /// Reads the row for a change; on PostgreSQL it is locked, so that two programs never hand out the same ids.
    package static func load(
        _ datastream: Int64, on connection: any StorageConnection, forChange: Bool = true
    ) throws -> DatastreamState {
        let found = try connection.firstRow(forChange ? stateForChange : state, [.integer(datastream)]) { row in
            DatastreamState(
                datastream: datastream, count: row.integer(0), phenomenonStart: row.integerIfPresent(1),
                phenomenonEnd: row.integerIfPresent(2), resultStart: row.integerIfPresent(3),
                resultEnd: row.integerIfPresent(4), latestTime: row.integerIfPresent(5),
                latestID: row.integerIfPresent(6), latestResult: row.realIfPresent(7), latestText: row.textIfPresent(8),
                interval: row.integerIfPresent(9), nextID: row.integer(10), blockEnd: row.integer(11),
                rawFrom: row.integerIfPresent(12), longestDuration: row.integerIfPresent(13),
                daysTo: row.integerIfPresent(14), formingTo: row.integerIfPresent(15),
                checkedTo: row.integerIfPresent(16),
                duplicates: row.textIfPresent(17).flatMap { DuplicateRule(name: $0) } ?? .allow)
        }
        return found ?? DatastreamState(datastream: datastream)
    }

    private static let state = FixedSQL(selection)
    private static let stateForChange = FixedSQL("\(selection)\(sqlite: "", postgresql: " FOR UPDATE")")
    private static let selection: SQL = """
        SELECT observation_count, phenomenon_start, phenomenon_end, result_start, result_end, latest_time,
            latest_id, latest_result, latest_text, interval_us, next_id, block_end, raw_from, longest_duration, days_to,
            forming_to, checked_to, (SELECT d.properties ->> 'duplicates' FROM datastream d WHERE d.id = \(parameter: 0))
        FROM datastream_state WHERE datastream_id = \(parameter: 0)
        """

    package func save(on connection: any StorageConnection) throws {
        try connection.execute(
            Self.saving,
            [
                .integer(datastream), .integer(count), phenomenonStart.sqlValue, phenomenonEnd.sqlValue,
                resultStart.sqlValue, resultEnd.sqlValue, latestTime.sqlValue, latestID.sqlValue,
                latestResult.sqlValue, latestText.sqlValue, interval.sqlValue, .integer(nextID), .integer(blockEnd),
                longestDuration.sqlValue, daysTo.sqlValue, formingTo.sqlValue, checkedTo.sqlValue,
            ])
    }

    private static let saving: FixedSQL = {
        let columns = [
            "observation_count", "phenomenon_start", "phenomenon_end", "result_start", "result_end", "latest_time",
            "latest_id", "latest_result", "latest_text", "interval_us", "next_id", "block_end", "longest_duration",
            "days_to", "forming_to", "checked_to",
        ].map { SQL(verbatim: $0) }
        let places = (0...columns.count).map { SQL("\(parameter: $0)") }.joined(separator: ", ")
        let changes = columns.map { SQL("\($0) = excluded.\($0)") }.joined(separator: ", ")
        return FixedSQL(
            """
            INSERT INTO datastream_state (datastream_id, \(columns.joined(separator: ", "))) VALUES (\(places))
            ON CONFLICT (datastream_id) DO UPDATE SET \(changes)
            """)
    }()

    /// Takes in new rows, sorted by time.
    mutating func note(_ batch: [NewObservation], _ ids: [Int64]) {
        count += Int64(batch.count)
        guard let first = batch.first, let last = batch.last, let lastID = ids.last else { return }
        phenomenonStart = min(phenomenonStart ?? first.time, first.time)
        touch(first.time)
        for observation in batch {
            widen(by: observation.duration)
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

    /// Values at this instant or later came, changed or went: aggregates hold only before it.
    mutating func touch(_ time: Int64) {
        if let daysTo, time < daysTo { self.daysTo = time }
        if let formingTo, time < formingTo { self.formingTo = nil }
        if let checkedTo, time < checkedTo { self.checkedTo = time }
    }

    mutating func widenResultTime(to instant: Int64) {
        resultStart = min(resultStart ?? instant, instant)
        resultEnd = max(resultEnd ?? instant, instant)
    }

    /// The rhythm is looked at again while the series is young, then at each sixteenth Observation.
    func needsInterval(afterAdding added: Int) -> Bool {
        count <= Int64(ObservationWriter.intervalWindow) || added >= 16 || count / 16 != (count - Int64(added)) / 16
    }

    /// An Observation lasts this long.
    mutating func widen(by duration: Int64?) {
        guard let duration else { return }
        longestDuration = max(longestDuration ?? duration, duration)
    }

    /// Ranges and latest value anew after rows have changed or gone, each by a few index seeks.
    package mutating func settle(on connection: any StorageConnection) throws {
        phenomenonStart = try connection.integer(
            "SELECT phenomenon_time FROM observation WHERE datastream_id = \(datastream) ORDER BY phenomenon_time LIMIT 1"
        )
        try loadLatest(on: connection)
        try loadEnds(on: connection)
    }

    /// The end of the phenomenon times, and the range of the result times.
    ///
    /// What ends last begins no earlier than the longest duration before the latest value.
    mutating func loadEnds(on connection: any StorageConnection) throws {
        let last = try connection.integer(
            """
            SELECT phenomenon_time FROM observation WHERE datastream_id = \(datastream)
            ORDER BY phenomenon_time DESC LIMIT 1
            """)
        phenomenonEnd = last
        if let last, let longestDuration {
            phenomenonEnd = try connection.integer(
                """
                SELECT max(phenomenon_time + coalesce(phenomenon_duration, 0)) FROM observation
                WHERE datastream_id = \(datastream) AND phenomenon_time >= \(last - longestDuration)
                """)
        }
        func resultTime(_ direction: SQL) throws -> Int64? {
            try connection.integer(
                """
                SELECT result_time FROM observation WHERE datastream_id = \(datastream) AND result_time IS NOT NULL
                ORDER BY result_time \(direction) LIMIT 1
                """)
        }
        (resultStart, resultEnd) = (try resultTime("ASC"), try resultTime("DESC"))
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
