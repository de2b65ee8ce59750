// SPDX-License-Identifier: EUPL-1.2
import Access
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

@Suite struct ReadEntityTests {
    /// Address and the exact document.
    static let documents: [(String, String)] = [
        (
            "Things(1)?$select=name,properties",
            #"{"name":"Bridge","properties":{"type":"counter","lanes":2,"a":{"b":"x","list":[1,2]},"ok":true}}"#
        ),
        (
            "Things(2)?$select=@iot.id,@iot.selfLink,name,Datastreams",
            #"{"@iot.id":2,"@iot.selfLink":"http://town/v1.1/Things(2)","name":"Äußerer \"Ring\"","Datastreams@iot.navigationLink":"http://town/v1.1/Things(2)/Datastreams"}"#
        ),
        (
            "Observations(1024)",
            #"{"@iot.id":1024,"@iot.selfLink":"http://town/v1.1/Observations(1024)","phenomenonTime":"2026-01-01T00:00:00.000Z/2026-01-01T01:00:00.000Z","result":0,"resultTime":null,"Datastream@iot.navigationLink":"http://town/v1.1/Observations(1024)/Datastream","FeatureOfInterest@iot.navigationLink":"http://town/v1.1/Observations(1024)/FeatureOfInterest"}"#
        ),
        (
            "Observations(1031)?$select=result,resultQuality,validTime,parameters",
            #"{"result":0.5,"resultQuality":"good","validTime":"2026-01-01T00:00:00.000Z/2026-01-02T15:00:00.000Z"}"#
        ),
        ("Observations(3074)?$select=result", #"{"result":"broken"}"#),
        (
            "Datastreams(4)?$select=unitOfMeasurement,phenomenonTime,properties",
            #"{"unitOfMeasurement":{"name":null,"symbol":null,"definition":null}}"#
        ),
        (
            "Datastreams(1)?$select=phenomenonTime",
            #"{"phenomenonTime":"2026-01-01T00:00:00.000Z/2026-01-02T15:00:00.000Z"}"#
        ),
        ("Sensors(1)/metadata", #"{"metadata":"http://loop"}"#),
        ("Things(1)/name", #"{"name":"Bridge"}"#),
        ("Things('1')/name", #"{"name":"Bridge"}"#),
        ("Things(1)/properties/a/b", #"{"b":"x"}"#),
        ("Things(1)/@iot.id", #"{"@iot.id":1}"#),
        ("Observations(1031)/Datastream/Thing/name", #"{"name":"Bridge"}"#),
        ("Things(1)/Datastreams(2)/ObservedProperty/name", #"{"name":"Temperature"}"#),
        ("FeaturesOfInterest(1)/Observations(1024)/result", #"{"result":0}"#),
        (
            "Things(1)/Datastreams/$ref",
            #"{"value":[{"@iot.selfLink":"http://town/v1.1/Datastreams(1)"},{"@iot.selfLink":"http://town/v1.1/Datastreams(2)"}]}"#
        ),
        ("Things(3)/Datastreams(4)/Observations?$count=true", #"{"@iot.count":0,"value":[]}"#),
        (
            "Things(3)?$select=name&$expand=Datastreams($select=name;$expand=Sensor($select=name),Observations)",
            #"{"name":"Lake's end","Datastreams":[{"name":"Stream 4","Sensor":{"name":"Loop"},"Observations":[]}]}"#
        ),
        (
            "Observations(2048)?$select=result&$expand=FeatureOfInterest,Datastream($select=name)",
            #"{"result":0,"FeatureOfInterest":null,"Datastream":{"name":"Stream 2"}}"#
        ),
    ]

    @Test(arguments: TestEngine.allCases)
    func `documents are exactly what clients expect`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            for (target, expected) in Self.documents {
                let (status, text) = try await town.get(target)
                #expect(status == 200, "\(target)")
                // jsonb has its own order and spaces
                let found = try JSONValue(parsing: text)
                let wanted = try JSONValue(parsing: expected)
                #expect(found == wanted, "\(target): \(text)")
                if kind == .sqlite { #expect(text == expected, "\(target)") }
            }
        }
    }

    static let statuses: [(String, Int)] = [
        ("Things(1)/name/$value", 200), ("Things(1)/properties/$value", 200), ("Observations(1031)/result/$value", 200),
        ("Things(3)/properties", 204), ("Observations(1024)/resultTime", 204), ("Observations(1024)/parameters", 204),
        ("Datastreams(4)/phenomenonTime", 204), ("Datastreams(4)/unitOfMeasurement/name", 204),
        ("Things(1)/properties/none", 404), ("Things(1)/nothing", 404), ("Things(99)", 404),
        ("Things(99)/Datastreams", 404),
        ("Things('x')", 404), ("Things()", 404), ("Things(x)", 404), ("Nothing", 404), ("Things/name", 404),
        ("Things(1)/Datastreams(3)", 404), ("Observations(1064)", 404), ("Observations(999999)", 404),
        ("Things(1)/name/$value/x", 404), ("Things(1)/$value", 404), ("Observations(2048)/FeatureOfInterest", 404),
        ("Things(1)/Datastreams/Observations", 404), ("Observations(1024)/Datastream(1)", 404),
        ("Things(-1)", 404), ("Things(99999999999999999999)", 404), ("Things(1)?$top=1", 400),
        ("Things(1)/name?$select=x", 400),
    ]

    @Test(arguments: TestEngine.allCases)
    func `addresses answer with the right status`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            for (target, expected) in Self.statuses {
                let (status, text) = try await town.get(target)
                #expect(status == expected, "\(target): \(text)")
            }
            let value = try await town.get("Things(1)/name/$value").text
            #expect(value == "Bridge")
            let root = try await town.get("")
            #expect(root.status == 200)
            let document = try JSONValue(parsing: root.text)
            #expect(document["value"]?.array?.count == 9)
        }
    }

    /// The hidden Thing, its parts and the hidden Datastream of a public Thing never show.
    @Test(arguments: TestEngine.allCases)
    func `hidden entities are not there`(_ kind: TestEngine) async throws {
        let sets: [(target: String, ids: [Int64])] = [
            ("Things", [1, 2, 3]), ("Locations", [1, 2, 3]), ("HistoricalLocations", [1, 2, 3]),
            ("Datastreams", [1, 2, 3, 4]),
            ("Things(1)/Datastreams", [1, 2]), ("ObservedProperties(1)/Datastreams", [1, 3, 4]),
            ("Things?$filter=Datastreams/name eq 'Stream 5'", []),
            ("Things?$filter=Datastreams/name eq 'Stream 6'", []),
            ("Datastreams?$filter=Thing/name eq 'Hidden'", []), ("Observations?$filter=Datastream/id eq 5", []),
            ("Observations?$filter=id eq 5120", []), ("Locations?$filter=Things/HistoricalLocations/id eq 4", []),
        ]
        let missing = [
            "Things(4)", "Locations(4)", "HistoricalLocations(4)", "Datastreams(5)", "Datastreams(5)/Observations",
            "Observations(5120)", "Things(1)/Datastreams(5)", "Sensors(1)/Datastreams(6)", "Things(4)/name",
        ]
        try await ReadTown.with(kind) { town in
            for (target, ids) in sets {
                let found = try await town.ids(target)
                #expect(found == ids, "\(target)")
            }
            for target in missing {
                let status = try await town.get(target).status
                #expect(status == 404, "\(target)")
            }
            let things = try await town.json("Things?$count=true&$top=0")
            #expect(things["@iot.count"]?.integer == 3)
            let observations = try await town.json("Observations?$count=true&$top=1")
            #expect(observations["@iot.count"]?.integer == 120)
            let expanded = try await town.get("Sensors?$expand=Datastreams($expand=Thing;$count=true)").text
            #expect(
                !expanded.contains("Hidden") && !expanded.contains("Stream 5")
                    && expanded.contains("\"Datastreams@iot.count\":4"))
        }
        try await ReadTown.with(kind, reader: .system) { town in
            let things = try await town.ids("Things")
            #expect(things == [1, 2, 3, 4])
            let observations = try await town.json("Observations?$count=true&$top=1")
            #expect(observations["@iot.count"]?.integer == 200)
        }
    }
}
