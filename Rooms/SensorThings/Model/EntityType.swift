// SPDX-License-Identifier: EUPL-1.2
package import Storage

/// The entity types of the sensing profile (OGC 18-088 §8.2) and MultiDatastream (§13); the raw value is the singular name.
///
/// One table of properties and relations drives the path parser, the query compiler, the serialiser and the writer.
public enum EntityType: String, Sendable, Hashable, CaseIterable {
    case thing = "Thing"
    case location = "Location"
    case historicalLocation = "HistoricalLocation"
    case datastream = "Datastream"
    case multiDatastream = "MultiDatastream"
    case sensor = "Sensor"
    case observedProperty = "ObservedProperty"
    case observation = "Observation"
    case featureOfInterest = "FeatureOfInterest"

    /// The name of the entity set: `Things`, `FeaturesOfInterest`.
    public var setName: String {
        switch self {
        case .thing: "Things"
        case .location: "Locations"
        case .historicalLocation: "HistoricalLocations"
        case .datastream: "Datastreams"
        case .multiDatastream: "MultiDatastreams"
        case .sensor: "Sensors"
        case .observedProperty: "ObservedProperties"
        case .observation: "Observations"
        case .featureOfInterest: "FeaturesOfInterest"
        }
    }

    /// The table that holds the rows.
    public var table: String {
        switch self {
        case .thing: "thing"
        case .location: "location"
        case .historicalLocation: "historical_location"
        case .datastream, .multiDatastream: "datastream"
        case .sensor: "sensor"
        case .observedProperty: "observed_property"
        case .observation: "observation"
        case .featureOfInterest: "feature_of_interest"
        }
    }

    /// Observations hang on it; both kinds are rows of one table and share their ids.
    public var isSeries: Bool { self == .datastream || self == .multiDatastream }

    /// What tells a row of this type from another one's in the same table; nil where a table has one type.
    package func kind(_ prefix: String = "") -> SQL? {
        switch self {
        case .datastream: SQL(verbatim: prefix + "multi_observation_data_types IS NULL")
        case .multiDatastream: SQL(verbatim: prefix + "multi_observation_data_types IS NOT NULL")
        default: nil
        }
    }

    /// The type of an entity set, by the set's exact name.
    public init?(setName: some StringProtocol) {
        guard let type = Self.allCases.first(where: { $0.setName == setName }) else { return nil }
        self = type
    }
}
