// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import Rights
public import Storage
public import Wire

/// A series as a catalogue tells of it: when, where and how often it measures.
public struct SeriesCoverage: Sendable, Hashable {
    public let dataset: Int64
    public let datastream: Int64
    public let name: String
    /// Several quantities in one; there is no file of it.
    public let isMulti: Bool
    /// Start of the first and end of the latest phenomenon time.
    public let first: Instant?
    public let last: Instant?
    /// Median interval in microseconds.
    public let interval: Int64?
    /// Declared end of a historical series.
    public let ended: Instant?
    /// Degrees (CRS84).
    public let longitude: Double?
    public let latitude: Double?
}

extension SeriesQueries {
    /// The series of some data sets that the reader may see, by data set and number.
    public static func coverage(
        ofDatasets ids: [Int64], for reader: Reader, on connection: any StorageConnection
    ) throws -> [SeriesCoverage] {
        guard !ids.isEmpty else { return [] }
        func instant(_ value: Int64?) -> Instant? { value.map { Instant(microseconds: $0) } }
        return try connection.rows(coverageStatement(ofDatasets: ids, for: reader)) { row in
            SeriesCoverage(
                dataset: row.integer(0), datastream: row.integer(1), name: row.text(2), isMulti: row.bool(3),
                first: instant(row.integerIfPresent(4)), last: instant(row.integerIfPresent(5)),
                interval: row.integerIfPresent(6), ended: instant(row.integerIfPresent(7)),
                longitude: row.realIfPresent(8), latitude: row.realIfPresent(9))
        }
    }

    package static func coverageStatement(ofDatasets ids: [Int64], for reader: Reader) -> SQL {
        """
        SELECT d.dataset_id, d.id, d.name, CASE WHEN d.multi_observation_data_types IS NULL THEN 0 ELSE 1 END,
            s.phenomenon_start, s.phenomenon_end, s.interval_us, d.ended_at, l.longitude, l.latitude
        FROM datastream d
        LEFT JOIN datastream_state s ON s.datastream_id = d.id
        LEFT JOIN location l ON l.id =
            (SELECT min(location_id) FROM thing_location WHERE thing_location.thing_id = d.thing_id)
            AND \(Dataset.isVisible("l.dataset_id", to: reader))
        WHERE d.dataset_id IN (\(list: ids)) AND \(Dataset.isVisible("d.dataset_id", to: reader))
        ORDER BY d.dataset_id, d.id
        """
    }
}
