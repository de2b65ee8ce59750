// SPDX-License-Identifier: EUPL-1.2

/// A relation from one entity type to another (OGC 18-088 §8.2, Figure 2), with the columns that join the tables.
public struct NavigationProperty: Sendable, Hashable {
    /// How the tables join.
    public enum Link: Sendable, Hashable {
        /// To one: this column of the source holds the target's id.
        case reference(column: String)
        /// To many: this column of the target holds the source's id.
        case children(column: String)
        /// Many to many through a table with the source's and the target's id.
        case through(table: String, source: String, target: String)
        /// FeatureOfInterest to Observations: `datastream_feature` names the Datastreams to look in, then the column.
        case childrenByDatastream(column: String)
    }

    /// As in a path: `Datastreams`, `Thing`.
    public let name: String
    public let target: EntityType
    public let link: Link
    /// A create request must hold it, inline or by id, unless the path gives it.
    public let isMandatory: Bool

    /// Whether a table of its own holds the links.
    package var isThrough: Bool {
        if case .through = link { true } else { false }
    }

    /// The links have an order of their own: a MultiDatastream's ObservedProperties come as its elements do.
    package var isOrdered: Bool { target == .observedProperty && isThrough }

    /// Who sees the source sees the target: a Sensor and ObservedProperties are seen through each Datastream that uses them.
    package var isSeenThroughSource: Bool { target == .sensor || target == .observedProperty }

    public var isToMany: Bool {
        if case .reference = link { false } else { true }
    }

    fileprivate static func one(_ target: EntityType, _ column: String, mandatory: Bool = true) -> NavigationProperty {
        NavigationProperty(
            name: target.rawValue, target: target, link: .reference(column: column), isMandatory: mandatory)
    }

    fileprivate static func many(_ target: EntityType, _ column: String) -> NavigationProperty {
        NavigationProperty(name: target.setName, target: target, link: .children(column: column), isMandatory: false)
    }

    fileprivate static func many(
        _ target: EntityType, through table: String, _ source: String, _ column: String, mandatory: Bool = false
    ) -> NavigationProperty {
        NavigationProperty(
            name: target.setName, target: target, link: .through(table: table, source: source, target: column),
            isMandatory: mandatory)
    }
}

extension EntityType {
    /// The relations in the order in which their links are written.
    public var navigations: [NavigationProperty] { Self.navigationTable[self] ?? [] }

    /// The relation of that exact name.
    public func navigation(named name: some StringProtocol) -> NavigationProperty? {
        navigations.first { $0.name == name }
    }

    private static let navigationTable: [EntityType: [NavigationProperty]] = [
        .thing: [
            .many(.datastream, "thing_id"),
            .many(.location, through: "thing_location", "thing_id", "location_id"),
            .many(.historicalLocation, "thing_id"),
            .many(.multiDatastream, "thing_id"),
        ],
        .location: [
            .many(.thing, through: "thing_location", "location_id", "thing_id"),
            .many(
                .historicalLocation, through: "historical_location_location", "location_id", "historical_location_id"),
        ],
        .historicalLocation: [
            .one(.thing, "thing_id"),
            .many(
                .location, through: "historical_location_location", "historical_location_id", "location_id",
                mandatory: true),
        ],
        .datastream: [
            .one(.thing, "thing_id"),
            .one(.sensor, "sensor_id"),
            .one(.observedProperty, "observed_property_id"),
            .many(.observation, "datastream_id"),
        ],
        .multiDatastream: [
            .one(.thing, "thing_id"),
            .one(.sensor, "sensor_id"),
            .many(
                .observedProperty, through: "multi_datastream_element", "datastream_id", "observed_property_id",
                mandatory: true),
            .many(.observation, "datastream_id"),
        ],
        .sensor: [.many(.datastream, "sensor_id"), .many(.multiDatastream, "sensor_id")],
        .observedProperty: [
            .many(.datastream, "observed_property_id"),
            .many(
                .multiDatastream, through: "multi_datastream_element", "observed_property_id", "datastream_id"),
        ],
        .observation: [
            .one(.datastream, "datastream_id"),
            .one(.multiDatastream, "datastream_id"),
            .one(.featureOfInterest, "feature_id", mandatory: false),
        ],
        .featureOfInterest: [
            NavigationProperty(
                name: "Observations", target: .observation, link: .childrenByDatastream(column: "feature_id"),
                isMandatory: false)
        ],
    ]
}
