// SPDX-License-Identifier: EUPL-1.2
package import Storage

/// Fills an empty database with entities numbered from 1, for benchmarks of a size that single writes take too long for.
///
/// Each Thing stands at one place, and one FeatureOfInterest is made of that place.
package struct EntityLoader {
    private let connection: any StorageConnection
    private let dataset: Int64

    package init(_ connection: any StorageConnection, dataset: Int64) {
        self.connection = connection
        self.dataset = dataset
    }

    package struct Thing {
        package var name: String
        package var description: String
        /// A JSON object.
        package var properties: String
        package var placeName: String
        package var placeDescription: String
        package var longitude: Double
        package var latitude: Double

        package init(
            name: String, description: String, properties: String, placeName: String, placeDescription: String,
            longitude: Double, latitude: Double
        ) {
            self.name = name
            self.description = description
            self.properties = properties
            self.placeName = placeName
            self.placeDescription = placeDescription
            self.longitude = longitude
            self.latitude = latitude
        }
    }

    package struct Datastream {
        package var thing: Int64
        package var sensor: Int64
        package var observedProperty: Int64
        package var name: String
        package var description: String
        package var unit: UnitOfMeasurement
        /// A JSON object.
        package var properties: String

        package init(
            thing: Int64, sensor: Int64, observedProperty: Int64, name: String, description: String,
            unit: UnitOfMeasurement, properties: String
        ) {
            self.thing = thing
            self.sensor = sensor
            self.observedProperty = observedProperty
            self.name = name
            self.description = description
            self.unit = unit
            self.properties = properties
        }
    }

    /// `since` is the time from which each stands at its place, in microseconds UTC.
    package func things(_ count: Int, since: Int64, _ make: (Int) -> Thing) throws {
        try insert("thing", ["id", "dataset_id", "name", "description", "properties"], count: count) { index in
            let thing = make(index)
            return [
                Self.key(index), .integer(dataset), .text(thing.name), .text(thing.description),
                .json(thing.properties),
            ]
        }
        let placed = ["name", "description", "encoding_type", "longitude", "latitude"]
        func placeValues(_ index: Int) -> [SQLValue] {
            let thing = make(index)
            let geometry = #"{"type":"Point","coordinates":[\#(thing.longitude),\#(thing.latitude)]}"#
            return [
                Self.key(index), .integer(dataset), .json(geometry), .text(thing.placeName),
                .text(thing.placeDescription), .text("application/geo+json"), .real(thing.longitude),
                .real(thing.latitude),
            ]
        }
        try insert("location", ["id", "dataset_id", "location"] + placed, count: count, placeValues)
        try insert("thing_location", ["thing_id", "location_id"], count: count) { [Self.key($0), Self.key($0)] }
        try insert("historical_location", ["id", "thing_id", "time"], count: count) {
            [Self.key($0), Self.key($0), .integer(since)]
        }
        try insert("historical_location_location", ["historical_location_id", "location_id"], count: count) {
            [Self.key($0), Self.key($0)]
        }
        try insert(
            "feature_of_interest", ["id", "dataset_id", "feature"] + placed + ["location_id"], count: count
        ) { placeValues($0) + [Self.key($0)] }
    }

    /// `metadata` is JSON.
    package func sensors(
        _ count: Int, _ make: (Int) -> (name: String, description: String, encoding: String, metadata: String)
    ) throws {
        try insert(
            "sensor", ["id", "dataset_id", "name", "description", "encoding_type", "metadata"], count: count
        ) { index in
            let sensor = make(index)
            return [
                Self.key(index), .integer(dataset), .text(sensor.name), .text(sensor.description),
                .text(sensor.encoding), .json(sensor.metadata),
            ]
        }
    }

    package func observedProperties(
        _ count: Int, _ make: (Int) -> (name: String, definition: String, description: String)
    ) throws {
        try insert(
            "observed_property", ["id", "dataset_id", "name", "definition", "description"], count: count
        ) { index in
            let property = make(index)
            return [
                Self.key(index), .integer(dataset), .text(property.name), .text(property.definition),
                .text(property.description),
            ]
        }
    }

    package func datastreams(_ count: Int, _ make: (Int) -> Datastream) throws {
        try insert(
            "datastream",
            [
                "id", "dataset_id", "thing_id", "sensor_id", "observed_property_id", "name", "description",
                "observation_type", "unit_name", "unit_symbol", "unit_definition", "properties",
            ], count: count
        ) { index in
            let datastream = make(index)
            return [
                Self.key(index), .integer(dataset), .integer(datastream.thing), .integer(datastream.sensor),
                .integer(datastream.observedProperty), .text(datastream.name), .text(datastream.description),
                .text(ObservationType.measurement), .text(datastream.unit.name), .text(datastream.unit.symbol),
                .text(datastream.unit.definition), .json(datastream.properties),
            ]
        }
    }

    private static func key(_ index: Int) -> SQLValue { .integer(Int64(index + 1)) }

    private func insert(_ table: String, _ columns: [String], count: Int, _ row: (Int) -> [SQLValue]) throws {
        var index = 0
        try connection.bulkInsert(into: table, columns: columns) {
            guard index < count else { return nil }
            defer { index += 1 }
            return row(index)
        }
        if columns.first == "id" { try SeriesLoader.advanceIdentity(table, on: connection) }
    }
}
