// SPDX-License-Identifier: EUPL-1.2
public import Access
public import Catalogue
import SensorThingsModel
public import Storage
public import Wire

/// The Things with their current place, state and last value, for the Features room.
///
/// The main series of a Thing is the one with the latest value; the state is that of its most urgent series. A series
/// whose last value is 30 days older than its Thing's was given up and counts as historical.
public struct SensorFeatures: FeatureSource {
    private let now: @Sendable () -> Instant

    /// `now` is the instant that states are judged at.
    public init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    public let name = FeatureSourceName.sensors
    public let title = "Messstellen"
    public let titleEnglish = "Sensors"
    public let description = "Messstellen an ihrem jetzigen Ort, mit Zustand und letztem Wert."
    public let descriptionEnglish = "Sensors at their current place, with state and last value."
    public let titleProperty = "name"
    public let timeProperty: String? = "time"
    public let properties = [
        FeatureSourceProperty(name: "name", column: "name", kind: .text),
        FeatureSourceProperty(name: "description", column: "description", kind: .text),
        FeatureSourceProperty(name: "state", column: "state", kind: .text),
        FeatureSourceProperty(name: "observedProperty", column: "observed_property", kind: .text),
        FeatureSourceProperty(name: "value", column: "value", kind: .real),
        FeatureSourceProperty(name: "unit", column: "unit", kind: .text),
        FeatureSourceProperty(name: "time", column: "time", kind: .instant),
        FeatureSourceProperty(name: "otherValue", column: "other_value", kind: .json),
        FeatureSourceProperty(name: "datastream", column: "datastream", kind: .integer),
        FeatureSourceProperty(name: "dataset", column: "dataset", kind: .text),
    ]

    public func relation(for reader: Reader) -> SQL {
        // The sign before `thing.dataset_id` keeps its index out: pages walk along the key.
        let ofThing: SQL = """
            FROM datastream AS d LEFT JOIN datastream_state AS s ON s.datastream_id = d.id
            WHERE d.thing_id = thing.id AND d.multi_observation_data_types IS NULL AND \(Dataset.isVisible("d.dataset_id", to: reader))
            """
        return """
            SELECT thing.id AS fid, location.longitude AS longitude, location.latitude AS latitude, thing.name AS name,
                thing.description AS description,
                CASE (SELECT max(\(urgency)) \(ofThing)) WHEN 4 THEN 'silent' WHEN 3 THEN 'late' WHEN 2 THEN 'live'
                    WHEN 0 THEN 'historical' ELSE 'empty' END AS state,
                observed_property.name AS observed_property, state.latest_result AS value,
                datastream.unit_symbol AS unit, state.phenomenon_end AS time,
                CASE WHEN state.latest_result IS NULL THEN state.latest_text END AS other_value,
                datastream.id AS datastream, dataset.slug AS dataset
            FROM thing
            LEFT JOIN location ON location.id =
                (SELECT min(location_id) FROM thing_location WHERE thing_location.thing_id = thing.id)
                AND \(Dataset.isVisible("location.dataset_id", to: reader))
            LEFT JOIN datastream ON datastream.id = (
                SELECT d.id \(ofThing) ORDER BY s.phenomenon_end IS NULL, s.phenomenon_end DESC, d.id LIMIT 1)
            LEFT JOIN datastream_state AS state ON state.datastream_id = datastream.id
            LEFT JOIN observed_property ON observed_property.id = datastream.observed_property_id
            LEFT JOIN \(DatasetQueries.names) AS dataset ON dataset.id = thing.dataset_id
            WHERE \(Dataset.isVisible("+thing.dataset_id", to: reader))
            """
    }

    /// How much a series (`d`, `s`) of the Thing needs attention, as `SensorState` judges it.
    private var urgency: SQL {
        let now = now().microseconds
        let rhythm: SQL = """
            CASE WHEN s.interval_us IS NULL THEN 86400000000 WHEN s.interval_us < 1000000 THEN 1000000
            ELSE s.interval_us END
            """
        let grace: SQL = "CASE WHEN s.interval_us >= \(SensorState.rareInterval) THEN s.interval_us ELSE 0 END"
        return """
            CASE WHEN s.phenomenon_end IS NULL THEN CASE WHEN d.ended_at IS NULL THEN 1 ELSE 0 END
            WHEN d.ended_at <= \(now) AND s.phenomenon_end <= d.ended_at OR s.phenomenon_end < state.phenomenon_end - 2592000000000 THEN 0
            WHEN \(now) - s.phenomenon_end <= 2 * \(rhythm) + \(grace) THEN 2
            WHEN \(now) - s.phenomenon_end <= 3 * \(rhythm) + \(grace) THEN 3 ELSE 4 END
            """
    }
}
