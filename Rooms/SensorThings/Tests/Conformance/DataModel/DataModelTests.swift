// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §8: the entities, their properties and their relations.
@Suite struct DataModelTests {
    @Test("req/datamodel/entity-control-information/common-control-information", arguments: TestEngine.allCases)
    func controlInformation(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            for set in EntityType.allCases.map(\.setName) where set != "MultiDatastreams" {
                let entity = try await town.get(town.place(set)).json
                #expect(entity["@iot.id"]?.integer == town.ids[set])
                #expect(entity["@iot.selfLink"]?.string == "http://town/v1.1/\(town.place(set))")
                #expect(entity.object?.names.contains { $0.hasSuffix("@iot.navigationLink") } == true)
            }
        }
    }

    @Test("req/datamodel/thing/properties", arguments: TestEngine.allCases)
    func thingProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties("Things", ["name": .text, "description": .text, "properties": .object])
        }
    }

    @Test("req/datamodel/thing/relations", arguments: TestEngine.allCases)
    func thingRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("Things", many: ["Locations", "HistoricalLocations", "Datastreams"])
        }
    }

    @Test("req/datamodel/location/properties", arguments: TestEngine.allCases)
    func locationProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties(
                "Locations",
                [
                    "name": .text, "description": .text, "encodingType": .text, "location": .object,
                    "properties": .object,
                ])
        }
    }

    @Test("req/datamodel/location/relations", arguments: TestEngine.allCases)
    func locationRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("Locations", many: ["Things", "HistoricalLocations"])
        }
    }

    @Test("req/datamodel/historical-location/properties", arguments: TestEngine.allCases)
    func historicalLocationProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties("HistoricalLocations", ["time": .time])
        }
    }

    @Test("req/datamodel/historical-location/relations", arguments: TestEngine.allCases)
    func historicalLocationRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("HistoricalLocations", one: ["Thing"], many: ["Locations"])
        }
    }

    @Test("req/datamodel/datastream/properties", arguments: TestEngine.allCases)
    func datastreamProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties(
                "Datastreams",
                [
                    "name": .text, "description": .text, "observationType": .text, "unitOfMeasurement": .object,
                    "observedArea": .object, "phenomenonTime": .interval, "resultTime": .interval,
                    "properties": .object,
                ])
            let unit = try await town.get(town.place("Datastreams")).json["unitOfMeasurement"]
            #expect(unit?.object?.names == ["name", "symbol", "definition"])
        }
    }

    @Test("req/datamodel/datastream/relations", arguments: TestEngine.allCases)
    func datastreamRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations(
                "Datastreams", one: ["Thing", "Sensor", "ObservedProperty"], many: ["Observations"])
        }
    }

    @Test("req/datamodel/sensor/properties", arguments: TestEngine.allCases)
    func sensorProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties(
                "Sensors",
                ["name": .text, "description": .text, "encodingType": .text, "metadata": .text, "properties": .object])
        }
    }

    @Test("req/datamodel/sensor/relations", arguments: TestEngine.allCases)
    func sensorRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("Sensors", many: ["Datastreams"])
        }
    }

    @Test("req/datamodel/observed-property/properties", arguments: TestEngine.allCases)
    func observedPropertyProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties(
                "ObservedProperties",
                ["name": .text, "definition": .text, "description": .text, "properties": .object])
        }
    }

    @Test("req/datamodel/observed-property/relations", arguments: TestEngine.allCases)
    func observedPropertyRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("ObservedProperties", many: ["Datastreams"])
        }
    }

    @Test("req/datamodel/observation/properties", arguments: TestEngine.allCases)
    func observationProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties(
                "Observations",
                [
                    "phenomenonTime": .time, "result": .number, "resultTime": .time, "resultQuality": .object,
                    "validTime": .interval, "parameters": .object,
                ])
        }
    }

    @Test("req/datamodel/observation/relations", arguments: TestEngine.allCases)
    func observationRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("Observations", one: ["Datastream", "FeatureOfInterest"])
        }
    }

    @Test("req/datamodel/feature-of-interest/properties", arguments: TestEngine.allCases)
    func featureOfInterestProperties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectProperties(
                "FeaturesOfInterest",
                ["name": .text, "description": .text, "encodingType": .text, "feature": .object, "properties": .object])
        }
    }

    @Test("req/datamodel/feature-of-interest/relations", arguments: TestEngine.allCases)
    func featureOfInterestRelations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            try await town.expectRelations("FeaturesOfInterest", many: ["Observations"])
        }
    }
}
