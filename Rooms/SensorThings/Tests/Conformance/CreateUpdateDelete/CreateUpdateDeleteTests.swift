// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §10: making, changing and removing entities.
@Suite struct CreateUpdateDeleteTests {
    @Test("req/create-update-delete/create-entity", arguments: TestEngine.allCases)
    func createEntity(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let answer = try await town.town.send(.post, "Things", #"{"name":"new","description":""}"#)
            #expect(answer.status == 201)
            #expect(answer.headers[.location] == "http://town/v1.1/Things(\(answer.id))")
            #expect(try await town.get("Things(\(answer.id))").json == answer.json)
            let set = "\(town.place("Datastreams"))/Observations"
            let observation = try await town.town.send(.post, set, #"{"result":9}"#)
            #expect(observation.json["phenomenonTime"]?.string == WriteTown.now.iso8601, "the time of arrival")
            #expect(observation.json["resultTime"] == .null)
            let feature = try await town.get("Observations(\(observation.id))/FeatureOfInterest").json
            #expect(feature["@iot.id"]?.integer == town.ids["FeaturesOfInterest"], "made from the Thing's Location")
            #expect(try await town.town.send(.post, "Things", #"{"name":"new"}"#).status == 400)
        }
    }

    @Test("req/create-update-delete/link-to-existing-entities", arguments: TestEngine.allCases)
    func link(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            func id(_ set: String) -> String { #"{"@iot.id":\#(town.ids[set] ?? -1)}"# }
            let datastream = try await town.town.make(
                "Datastreams",
                """
                {"name":"linked","description":"","observationType":"","unitOfMeasurement":\(WriteTown.unit),
                "Thing":\(id("Things")),"Sensor":\(id("Sensors")),"ObservedProperty":\(id("ObservedProperties"))}
                """)
            for set in ["Things", "Sensors", "ObservedProperties"] {
                let found = try await town.values("@iot.id", "\(town.place(set))/Datastreams").compactMap(\.integer)
                #expect(found.contains(datastream), "\(set)")
            }
            let thing = try await town.town.make(
                "Things", #"{"name":"n","description":"","Locations":[\#(id("Locations"))]}"#)
            let places = try await town.values("@iot.id", "Things(\(thing))/Locations")
            #expect(places == [.init(town.ids["Locations"] ?? -1)])
            let missing = #"{"name":"n","description":"","Locations":[{"@iot.id":9999}]}"#
            #expect(try await town.town.send(.post, "Things", missing).status == 400)
        }
    }

    @Test("req/create-update-delete/deep-insert", arguments: TestEngine.allCases)
    func deepInsert(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let datastream = WriteTown.datastream.dropLast() + #","Observations":[{"result":42}]}"#
            let body = WriteTown.station(properties: "{}").replacing(WriteTown.datastream, with: datastream)
            let thing = try await town.town.make("Things", body)
            let found = try await town.get(
                "Things(\(thing))?$expand=Locations,HistoricalLocations,"
                    + "Datastreams($expand=Sensor,ObservedProperty,Observations/FeatureOfInterest)"
            ).json
            #expect(found["Locations"]?.array?.count == 1)
            #expect(found["HistoricalLocations"]?.array?.count == 1)
            let made = found["Datastreams"]?.array?.first
            #expect(made?["Sensor"]?["name"] == "S")
            #expect(made?["ObservedProperty"]?["name"] == "P")
            let observation = made?["Observations"]?.array?.first
            #expect(observation?["result"] == 42)
            #expect(observation?["FeatureOfInterest"]?["name"] == "L")
        }
    }

    @Test("req/create-update-delete/deep-insert-status-code", arguments: TestEngine.allCases)
    func deepInsertStatusCode(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let body = WriteTown.station(properties: "{}")
            let before = try await town.town.count("Sensors")
            #expect(try await town.town.send(.post, "Things", body).status == 201)
            let broken = body.replacing(WriteTown.property, with: #"{"name":"without the rest"}"#)
            #expect(try await town.town.send(.post, "Things", broken).status == 400)
            #expect(try await town.town.count("Sensors") == before + 1, "nothing of the broken one is left")
        }
    }

    @Test("req/create-update-delete/update-entity", arguments: TestEngine.allCases)
    func update(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let target = town.place("Things")
            #expect(try await town.town.send(.patch, target, #"{"description":"changed"}"#).status == 200)
            let thing = try await town.get(target).json
            #expect(thing["description"] == "changed" && thing["name"] == "T")
            #expect(thing["properties"]?["a"]?["b"] == 1)
            let inline = try await town.town.send(.patch, target, #"{"Locations":[\#(WriteTown.location)]}"#)
            #expect(inline.status == 400, "an update holds no inline entity")
        }
    }

    @Test("req/create-update-delete/update-entity-put", arguments: TestEngine.allCases)
    func put(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let target = town.place("Sensors")
            let body = #"{"name":"n","description":"","encodingType":"text/html","metadata":"m"}"#
            #expect(try await town.town.send(.put, target, body).status == 200)
            let sensor = try await town.get(target).json
            #expect(sensor["name"] == "n" && sensor["metadata"] == "m")
            #expect(sensor["properties"]?.isNull ?? true, "what is omitted returns to its default")
            #expect(try await town.town.send(.put, target, #"{"name":"n"}"#).status == 400)
        }
    }

    @Test("req/create-update-delete/update-entity-jsonpatch", arguments: TestEngine.allCases)
    func jsonPatch(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let target = town.place("Things")
            func patch(_ body: String) async throws -> WriteTown.Answer {
                try await town.town.send(
                    .patch, target, body, headers: [.contentType: "application/json-patch+json"])
            }
            let answer = try await patch(
                """
                [{"op":"test","path":"/properties/a/b","value":1},{"op":"add","path":"/properties/c","value":[1]},
                {"op":"add","path":"/properties/c/-","value":2},{"op":"copy","from":"/properties/c","path":"/properties/d"},
                {"op":"move","from":"/properties/a","path":"/properties/e"},{"op":"remove","path":"/properties/c/0"},
                {"op":"replace","path":"/name","value":"N"}]
                """)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["name"] == "N")
            #expect(answer.json["properties"] == ["dataset": "open", "c": [2], "d": [1, 2], "e": ["b": 1]])
            #expect(try await patch(#"[{"op":"remove","path":"/properties/none"}]"#).status == 400)
        }
    }

    @Test("req/create-update-delete/delete-entity", arguments: TestEngine.allCases)
    func delete(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let deleted = try await town.town.send(.delete, town.place("Things"))
            #expect(deleted.status == 200)
            #expect(try await town.get(town.place("Things")).status == 404)
            for set in ["Datastreams", "Observations", "HistoricalLocations"] {
                #expect(try await town.town.count(set) == 0, "\(set)")
            }
            for set in ["Locations", "Sensors", "ObservedProperties", "FeaturesOfInterest"] {
                #expect(try await town.town.count(set) == 1, "\(set)")
            }
            #expect(try await town.town.send(.delete, town.place("Things")).status == 404)
        }
    }

    @Test("req/create-update-delete/historical-location-auto-creation", arguments: TestEngine.allCases)
    func historicalLocation(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let thing = town.place("Things")
            try await town.town.make("\(thing)/Locations", WriteTown.location)
            #expect(try await town.town.count("\(thing)/HistoricalLocations") == 2)
            #expect(try await town.town.count("\(thing)/Locations") == 1)
            let back = try await town.town.send(
                .patch, thing, #"{"Locations":[{"@iot.id":\#(town.ids["Locations"] ?? -1)}]}"#)
            #expect(back.status == 200)
            #expect(try await town.town.count("\(thing)/HistoricalLocations") == 3)
        }
    }

    @Test("req/create-update-delete/historical-location-manual-creation", arguments: TestEngine.allCases)
    func manualHistoricalLocation(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let thing = town.place("Things")
            let other = try await town.town.make("Locations", WriteTown.location)
            func history(_ time: String) -> String { #"{"time":"\#(time)","Locations":[{"@iot.id":\#(other)}]}"# }
            let first = JSONValue(town.ids["Locations"] ?? -1)
            try await town.town.make("\(thing)/HistoricalLocations", history("2020-01-01T00:00:00Z"))
            let before = try await town.values("@iot.id", "\(thing)/Locations")
            #expect(before == [first], "earlier: history only")
            try await town.town.make("\(thing)/HistoricalLocations", history("2030-01-01T00:00:00Z"))
            let after = try await town.values("@iot.id", "\(thing)/Locations")
            #expect(after == [.init(other)], "later: the Thing has moved")
        }
    }
}
