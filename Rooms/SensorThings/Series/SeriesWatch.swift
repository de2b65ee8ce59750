// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What who looks at the quality of series asks and notes of them.
public enum SeriesWatch {
    /// A series with values, and how far it has been looked at; instants in microseconds.
    public struct Row: Sendable {
        public let datastream: Int64
        public let thing: Int64
        public let dataset: Int64
        public let unit: String
        public let observationType: String
        public let start: Int64
        public let latest: Int64
        public let interval: Int64?
        public let checkedTo: Int64?
        public let checkFrom: Int64?
    }

    /// All of a data set, or all, without MultiDatastreams.
    public static func rows(dataset: Int64?, on connection: any StorageConnection) throws -> [Row] {
        let which: SQL = dataset.map { " AND d.dataset_id = \($0)" } ?? ""
        return try connection.rows(
            """
            SELECT d.id, d.thing_id, d.dataset_id, d.unit_symbol, d.observation_type, s.phenomenon_start, s.latest_time,
                s.interval_us, s.checked_to, s.check_from
            FROM datastream d JOIN datastream_state s ON s.datastream_id = d.id
            WHERE d.multi_observation_data_types IS NULL AND s.latest_time IS NOT NULL\(which)
            ORDER BY d.thing_id, d.id
            """
        ) { row in
            Row(
                datastream: row.integer(0), thing: row.integer(1), dataset: row.integer(2), unit: row.text(3),
                observationType: row.text(4), start: row.integer(5), latest: row.integer(6),
                interval: row.integerIfPresent(7), checkedTo: row.integerIfPresent(8),
                checkFrom: row.integerIfPresent(9))
        }
    }

    /// Says that the days before `end` are being looked at; returns from where on they have to be.
    ///
    /// Values that are written meanwhile lower `checked_to` again, so that the next run sees them.
    public static func claim(
        _ datastream: Int64, from start: Int64, to end: Int64, on connection: any StorageConnection
    ) throws -> Int64? {
        try connection.integer(
            """
            UPDATE datastream_state SET check_from = CASE
                    WHEN check_from IS NULL OR check_from > coalesce(checked_to, \(start))
                    THEN coalesce(checked_to, \(start)) ELSE check_from END,
                checked_to = \(end)
            WHERE datastream_id = \(datastream) RETURNING check_from
            """)
    }

    /// Says that they have been looked at.
    public static func release(_ datastreams: [Int64], on connection: any StorageConnection) throws {
        guard !datastreams.isEmpty else { return }
        try connection.execute(
            "UPDATE datastream_state SET check_from = NULL WHERE datastream_id IN (\(list: datastreams))")
    }

    /// The series `d` of the ids in one column with its Thing `t`, and the series `c` of those in another.
    public static func joined(_ series: SQL, cause: SQL) -> SQL {
        """
        JOIN datastream d ON d.id = \(series) JOIN thing t ON t.id = d.thing_id JOIN datastream c ON c.id = \(cause)
        """
    }
}
