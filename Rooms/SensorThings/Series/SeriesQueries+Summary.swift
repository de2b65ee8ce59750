// SPDX-License-Identifier: EUPL-1.2
public import Rights
import SensorThingsModel
public import Storage
public import Wire

/// What other rooms ask about all series, or about one: they never read this room's tables themselves.
extension SeriesQueries {
    /// Whether there is any Thing.
    public static func holdThings(on connection: any StorageConnection) throws -> Bool {
        try connection.integer("SELECT count(*) FROM (SELECT 1 FROM thing LIMIT 1) AS found") != 0
    }

    /// End of the newest value of all that ends by then, in microseconds UTC.
    public static func newestEnd(until limit: Int64, on connection: any StorageConnection) throws -> Int64? {
        try connection.integer("SELECT max(phenomenon_end) FROM datastream_state WHERE phenomenon_end <= \(limit)")
    }

    /// Start of the newest value of a series, in microseconds UTC.
    public static func latestTime(of datastream: Int64, on connection: any StorageConnection) throws -> Int64? {
        try connection.integer("SELECT latest_time FROM datastream_state WHERE datastream_id = \(datastream)")
    }

    /// End of the newest value of a series, in microseconds UTC.
    public static func latestEnd(of datastream: Int64, on connection: any StorageConnection) throws -> Int64? {
        try connection.integer("SELECT phenomenon_end FROM datastream_state WHERE datastream_id = \(datastream)")
    }

    /// Says of series that their last value is their end, where it is older than what makes them silent: nothing more is
    /// expected of them. A declared end that is later stays.
    public static func declareEnded(
        _ datastreams: [Int64], at now: Instant, on connection: any StorageConnection
    ) throws {
        for start in stride(from: 0, to: datastreams.count, by: 500) {
            let some = Array(datastreams[start..<min(start + 500, datastreams.count)])
            try connection.execute(
                """
                UPDATE datastream SET ended_at =
                    (SELECT s.phenomenon_end FROM datastream_state s WHERE s.datastream_id = datastream.id)
                WHERE id IN (\(list: some)) AND id IN (
                    SELECT o.datastream_id FROM datastream_state o
                    WHERE o.phenomenon_end + 3 * coalesce(o.interval_us, 86400000000)
                            + CASE WHEN o.interval_us >= \(SensorState.rareInterval) THEN o.interval_us ELSE 0 END
                            < \(now.microseconds)
                        AND o.phenomenon_end > coalesce(datastream.ended_at, o.phenomenon_end - 1))
                """)
        }
    }

    /// Stored values that may be seen.
    public static func count(visibleTo rights: Rights, on connection: any StorageConnection) throws -> Int64 {
        try connection.integer(
            """
            SELECT CAST(sum(s.observation_count) AS BIGINT) FROM datastream_state s
            JOIN datastream d ON d.id = s.datastream_id WHERE \(rights.mayRead("d.dataset_id"))
            """) ?? 0
    }

    /// Whether there is such a series, and it may be seen.
    public static func isVisible(
        _ datastream: Int64, to rights: Rights, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.integer(
            "SELECT count(*) FROM datastream WHERE id = \(datastream) AND \(rights.mayRead("dataset_id"))") == 1
    }

    /// The names of those that are there.
    public static func names(of datastreams: [Int64], on connection: any StorageConnection) throws -> [Int64: String] {
        if datastreams.isEmpty { return [:] }
        let rows = try connection.rows("SELECT id, name FROM datastream WHERE id IN (\(list: datastreams))") {
            ($0.integer(0), $0.text(1))
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// Sum of the values that begin in a window; nil without any.
    public static func sum(
        of datastream: Int64, over window: InstantInterval, on connection: any StorageConnection
    ) throws -> Double? {
        try connection.firstRow(
            """
            SELECT sum(result) FROM observation WHERE datastream_id = \(datastream)
                AND phenomenon_time >= \(window.start.microseconds) AND phenomenon_time < \(window.end.microseconds)
            """
        ) { $0.realIfPresent(0) }.flatMap(\.self)
    }

    /// A series with the name and place of its Thing.
    public struct Placed: Sendable {
        public let datastream: Int64
        public let thing: String
        public let longitude: Double
        public let latitude: Double
    }

    /// Series of a data set whose Things stand somewhere: those with the most values first.
    public static func placed(
        inDataset dataset: Int64, on connection: any StorageConnection
    ) throws -> [Placed] {
        try connection.rows(
            """
            SELECT d.id, t.name, l.longitude, l.latitude FROM datastream d
            JOIN thing t ON t.id = d.thing_id JOIN datastream_state o ON o.datastream_id = d.id
            JOIN thing_location tl ON tl.thing_id = t.id JOIN location l ON l.id = tl.location_id
            WHERE d.dataset_id = \(dataset) AND l.longitude IS NOT NULL
            ORDER BY o.observation_count DESC, d.id
            """
        ) { Placed(datastream: $0.integer(0), thing: $0.text(1), longitude: $0.real(2), latitude: $0.real(3)) }
    }
}

/// What a data set holds of this room.
public struct SensorHoldings: Sendable, Hashable {
    public let things: Int64
    public let series: Int64
    public let values: Int64
    public let places: Int64
    /// Sensors, with their description and metadata.
    public let devices: Int64

    public static func read(ofDataset id: Int64, on connection: any StorageConnection) throws -> SensorHoldings {
        func count(_ table: SQL) throws -> Int64 {
            try connection.integer("SELECT count(*) FROM \(table) WHERE dataset_id = \(id)") ?? 0
        }
        return SensorHoldings(
            things: try count("thing"), series: try count("datastream"),
            values: try connection.integer(
                """
                SELECT CAST(sum(s.observation_count) AS BIGINT) FROM datastream d
                JOIN datastream_state s ON s.datastream_id = d.id WHERE d.dataset_id = \(id)
                """) ?? 0,
            places: try count("location"),
            devices: try connection.integer(
                """
                SELECT count(*) FROM (SELECT id FROM sensor WHERE dataset_id = \(id)
                    UNION SELECT sensor_id FROM datastream WHERE dataset_id = \(id)) AS devices
                """) ?? 0)
    }
}
