// SPDX-License-Identifier: EUPL-1.2

/// A property of an entity type: its JSON name, the shape of its value and the columns that hold it.
public struct EntityProperty: Sendable, Hashable {
    /// The shape of the value in JSON and in the table.
    public enum Kind: String, Sendable, Hashable {
        /// A string in one text column.
        case text
        /// Any JSON value in one JSON column.
        case json
        /// A JSON object in one JSON column.
        case object
        /// A JSON array in one JSON column, one element for each ObservedProperty.
        case elements
        /// An instant in one column of microseconds.
        case instant
        /// Instant or interval: a start column and a duration column (NULL for an instant), microseconds.
        case startAndDuration
        /// A range kept by the server: first and last instant, in `datastream_state`; not writable.
        case range
        /// `{name, symbol, definition}` in three text columns.
        case unit
        /// A number in `result`, or any other JSON value as text in `result_json`.
        case result
        /// A member of the JSON object in `extra`; `validTime` is kept there as `[start, end]` in microseconds.
        case extra
    }

    public let name: String
    public let kind: Kind
    /// Columns in the order that `kind` names them.
    public let columns: [String]
    /// A create request must hold it.
    public let isMandatory: Bool
    /// The value may be absent or null.
    public let isNullable: Bool
    /// Its value is a JSON document of any shape, whose members can be named.
    var isJSON: Bool { kind == .json || kind == .object || name == "parameters" || name == "resultQuality" }
    /// Members of it can be selected.
    var hasMembers: Bool { isJSON || kind == .unit || kind == .result }
    /// Written by clients; false for what the server keeps itself.
    public var isWritable: Bool { kind != .range }

    init(_ name: String, _ kind: Kind, _ columns: String..., mandatory: Bool = false, nullable: Bool = true) {
        self.name = name
        self.kind = kind
        self.columns = columns
        isMandatory = mandatory
        isNullable = nullable
    }

    static func required(_ name: String, _ kind: Kind, _ column: String) -> EntityProperty {
        EntityProperty(name, kind, column, mandatory: true, nullable: false)
    }
}

extension EntityType {
    /// The properties in the order in which they are written.
    public var properties: [EntityProperty] { Self.propertyTable[self] ?? [] }

    /// The property of that exact name.
    public func property(named name: some StringProtocol) -> EntityProperty? {
        properties.first { $0.name == name }
    }

    private static let properties = EntityProperty("properties", .object, "properties")

    private static let propertyTable: [EntityType: [EntityProperty]] = [
        .thing: [
            .required("name", .text, "name"),
            .required("description", .text, "description"),
            properties,
        ],
        .location: [
            .required("name", .text, "name"),
            .required("description", .text, "description"),
            .required("encodingType", .text, "encoding_type"),
            .required("location", .json, "location"),
            properties,
        ],
        .historicalLocation: [.required("time", .instant, "time")],
        .datastream: [
            .required("name", .text, "name"),
            .required("description", .text, "description"),
            .required("observationType", .text, "observation_type"),
            EntityProperty(
                "unitOfMeasurement", .unit, "unit_name", "unit_symbol", "unit_definition", mandatory: true,
                nullable: false),
            EntityProperty("observedArea", .json, "observed_area"),
            EntityProperty("phenomenonTime", .range, "phenomenon_start", "phenomenon_end"),
            EntityProperty("resultTime", .range, "result_start", "result_end"),
            properties,
        ],
        .multiDatastream: [
            .required("name", .text, "name"),
            .required("description", .text, "description"),
            .required("observationType", .text, "observation_type"),
            .required("multiObservationDataTypes", .elements, "multi_observation_data_types"),
            .required("unitOfMeasurements", .elements, "unit_of_measurements"),
            EntityProperty("observedArea", .json, "observed_area"),
            EntityProperty("phenomenonTime", .range, "phenomenon_start", "phenomenon_end"),
            EntityProperty("resultTime", .range, "result_start", "result_end"),
            properties,
        ],
        .sensor: [
            .required("name", .text, "name"),
            .required("description", .text, "description"),
            .required("encodingType", .text, "encoding_type"),
            .required("metadata", .json, "metadata"),
            properties,
        ],
        .observedProperty: [
            .required("name", .text, "name"),
            .required("definition", .text, "definition"),
            .required("description", .text, "description"),
            properties,
        ],
        .observation: [
            EntityProperty(
                "phenomenonTime", .startAndDuration, "phenomenon_time", "phenomenon_duration", nullable: false),
            EntityProperty("result", .result, "result", "result_json", mandatory: true),
            EntityProperty("resultTime", .instant, "result_time"),
            EntityProperty("resultQuality", .extra, "extra"),
            EntityProperty("validTime", .extra, "extra"),
            EntityProperty("parameters", .extra, "extra"),
        ],
        .featureOfInterest: [
            .required("name", .text, "name"),
            .required("description", .text, "description"),
            .required("encodingType", .text, "encoding_type"),
            .required("feature", .json, "feature"),
            properties,
        ],
    ]
}

extension EntityType {
    /// Where the geometry of an entity is found.
    package enum GeometrySource: Hashable {
        /// A JSON column of its own.
        case own(String)
        /// The Thing's first Location.
        case location
        /// The Observation's FeatureOfInterest.
        case feature
    }

    /// Nil for entities without a place.
    package var geometrySource: GeometrySource? {
        switch self {
        case .location: .own("location")
        case .featureOfInterest: .own("feature")
        case .datastream, .multiDatastream: .own("observed_area")
        case .thing: .location
        case .observation: .feature
        case .sensor, .observedProperty, .historicalLocation: nil
        }
    }

    /// Whether the property is the entity's own geometry.
    package func isGeometry(_ property: EntityProperty) -> Bool { geometrySource == .own(property.columns[0]) }
}
