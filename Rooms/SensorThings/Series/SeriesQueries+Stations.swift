// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import Rights
public import Storage
public import Wire

/// A series at the place where its Thing stands now.
public struct StationSeries: Sendable, Hashable {
    public let dataset: Int64
    public let datastream: Int64
    public let name: String
    /// Nil where the unit has none.
    public let unitName: String?
    public let unitSymbol: String?
    public let property: Int64
    public let propertyName: String
    /// The address that defines the observed property; may be empty.
    public let definition: String
    public let thing: Int64
    public let thingName: String
    /// Degrees (CRS84).
    public let longitude: Double
    public let latitude: Double
    /// Start of the first and end of the latest phenomenon time.
    public let first: Instant?
    public let last: Instant?
}

/// Series by their places, and the values of a stretch of time, for interfaces that ask where and when.
extension SeriesQueries {
    /// The series of which the reader may see all that is told here: the Datastream, its Thing and the Thing's Location.
    /// Those of several quantities and those of Things without a point are none. By data set, Thing and number.
    public static func stations(
        inDataset dataset: Int64? = nil, ofThing thing: Int64? = nil, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> [StationSeries] {
        func instant(_ value: Int64?) -> Instant? { value.map { Instant(microseconds: $0) } }
        func filled(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        let statement = stationsStatement(inDataset: dataset, ofThing: thing, for: reader)
        return try connection.rows(statement) { row in
            StationSeries(
                dataset: row.integer(0), datastream: row.integer(1), name: row.text(2),
                unitName: filled(row.textIfPresent(3)), unitSymbol: filled(row.textIfPresent(4)),
                property: row.integer(5), propertyName: row.text(6), definition: row.text(7), thing: row.integer(8),
                thingName: row.text(9), longitude: row.real(10), latitude: row.real(11),
                first: instant(row.integerIfPresent(12)), last: instant(row.integerIfPresent(13)))
        }
    }

    package static func stationsStatement(inDataset dataset: Int64?, ofThing thing: Int64?, for reader: Reader) -> SQL {
        var condition: SQL = "d.multi_observation_data_types IS NULL"
        if let dataset { condition += " AND d.dataset_id = \(dataset)" }
        if let thing { condition += " AND d.thing_id = \(thing)" }
        return """
            SELECT d.dataset_id, d.id, d.name, d.unit_name, d.unit_symbol, o.id, o.name, o.definition, t.id, t.name,
                l.longitude, l.latitude, s.phenomenon_start, s.phenomenon_end
            FROM datastream d
            JOIN thing t ON t.id = d.thing_id
            JOIN observed_property o ON o.id = d.observed_property_id
            JOIN location l ON l.id =
                (SELECT min(location_id) FROM thing_location WHERE thing_location.thing_id = d.thing_id)
            LEFT JOIN datastream_state s ON s.datastream_id = d.id
            WHERE \(condition) AND l.longitude IS NOT NULL AND l.latitude IS NOT NULL
                AND \(Dataset.isVisible("d.dataset_id", to: reader)) AND \(Dataset.isVisible("t.dataset_id", to: reader))
                AND \(Dataset.isVisible("l.dataset_id", to: reader))
            ORDER BY d.dataset_id, d.thing_id, d.id
            """
    }

    /// Values whose phenomenon time meets the stretch, both ends included, nil open; in the order of time, at most `limit`.
    ///
    /// A value of a stretch of time counts where it lasts into the one asked for. Check with `stations` who may see it.
    public static func values(
        of datastream: Int64, from first: Instant?, to last: Instant?, limit: Int,
        on connection: any StorageConnection
    ) throws -> [Value] {
        var condition: SQL = "datastream_id = \(datastream)"
        if let first {
            let longest = try connection.integer(
                "SELECT longest_duration FROM datastream_state WHERE datastream_id = \(datastream)")
            let start = first.microseconds
            if let longest, longest > 0 {
                condition += """
                     AND phenomenon_time > \(start - longest)
                     AND (phenomenon_time >= \(start) OR phenomenon_time + phenomenon_duration > \(start))
                    """
            } else {
                condition += " AND phenomenon_time >= \(start)"
            }
        }
        if let last { condition += " AND phenomenon_time <= \(last.microseconds)" }
        return try connection.rows(
            """
            SELECT phenomenon_time, phenomenon_duration, result, result_json, id FROM observation
            WHERE \(condition) ORDER BY phenomenon_time, id LIMIT \(limit)
            """
        ) { row in
            Value(
                id: row.integer(4), time: Instant(microseconds: row.integer(0)), duration: row.integerIfPresent(1),
                result: row.realIfPresent(2), text: row.textIfPresent(3))
        }
    }
}
