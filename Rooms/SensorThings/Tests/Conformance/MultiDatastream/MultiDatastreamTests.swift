// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §13: Observations whose results have several elements.
@Suite struct MultiDatastreamTests {
    private static let types = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"

    private static func body(elements: Int = 3, observations: String = "[]") -> String {
        let names = ["OM_Measurement", "OM_CountObservation", "OM_TruthObservation"]
        let properties = (0..<elements).reversed().map { #"{"name":"P\#($0)","definition":"","description":""}"# }
        return """
            {"name":"M","description":"","multiObservationDataTypes":[\(names.map { "\"\(types)\($0)\"" }.joined(separator: ","))],
            "unitOfMeasurements":[\(WriteTown.unit),\(WriteTown.unit),{"name":null,"symbol":null,"definition":null}],
            "Sensor":\(WriteTown.sensor),"ObservedProperties":[\(properties.joined(separator: ","))],
            "Observations":\(observations)}
            """
    }

    private static func make(_ town: ConformanceTown) async throws -> Int64 {
        let observations = """
            [{"phenomenonTime":"2026-01-01T00:00:00Z","result":[1.10,5,true]},
            {"phenomenonTime":"2026-01-01T01:00:00Z","result":[7,null,false]}]
            """
        return try await town.town.make("\(town.place("Things"))/MultiDatastreams", body(observations: observations))
    }

    @Test("req/multi-datastream/properties", arguments: TestEngine.allCases)
    func properties(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let id = try await Self.make(town)
            let entity = try await town.get("MultiDatastreams(\(id))").json
            let type = Self.types + "OM_ComplexObservation"
            #expect(entity["observationType"]?.string == type)
            #expect(entity["multiObservationDataTypes"]?.array?.count == 3)
            #expect(entity["unitOfMeasurements"]?.array?.first?["name"] == "Count")
            #expect(entity["phenomenonTime"]?.string == "2026-01-01T00:00:00.000Z/2026-01-01T01:00:00.000Z")
            let put = try await town.town.send(
                .patch, "MultiDatastreams(\(id))", #"{"observedArea":\#(WriteTown.point),"properties":{"a":1}}"#)
            #expect(put.json["observedArea"]?["type"] == "Point" && put.json["properties"] == ["a": 1], "\(put.text)")
            #expect(
                try await town.values("result", "MultiDatastreams(\(id))/Observations") == [
                    [.number(JSONNumber(literal: "1.10")), 5, true], [7, nil, false],
                ])
        }
    }

    @Test("req/multi-datastream/relations", arguments: TestEngine.allCases)
    func relations(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let id = try await Self.make(town)
            let place = "MultiDatastreams(\(id))"
            #expect(
                try await town.values("name", "\(place)/ObservedProperties") == ["P2", "P1", "P0"], "in their order")
            #expect(try await town.values("name", "\(place)/ObservedProperties?$top=1") == ["P2"])
            let expanded = try await town.get(
                "\(place)?$expand=Thing,Sensor,ObservedProperties($select=name),Observations"
            ).json
            #expect(expanded["ObservedProperties"]?.array == [["name": "P2"], ["name": "P1"], ["name": "P0"]])
            #expect(expanded["Thing"]?["name"] == "T" && expanded["Sensor"]?["name"] == "S")
            let property = try await town.values("@iot.id", "\(place)/ObservedProperties").first?.integer ?? -1
            for set in [town.place("Things"), "ObservedProperties(\(property))", "\(place)/Sensor"] {
                #expect(try await town.values("@iot.id", "\(set)/MultiDatastreams") == [.init(id)], "\(set)")
            }
            let observation = try #require(try await town.get("\(place)/Observations").json["value"]?.array?.first)
            #expect(observation["MultiDatastream@iot.navigationLink"] != nil)
            #expect(observation["Datastream@iot.navigationLink"] == nil)
            let own = "Observations(\(observation["@iot.id"]?.integer ?? -1))"
            #expect(try await town.get("\(own)/MultiDatastream").json["@iot.id"]?.integer == id)
            #expect(try await town.get("\(own)/Datastream").status == 404)
            #expect(try await town.get("Datastreams(\(id))").status == 404, "sets of Datastreams hold single ones only")
            #expect(try await town.town.count("Datastreams") == 1)
            #expect(
                try await town.values("name", "MultiDatastreams?$filter=ObservedProperties/name%20eq%20'P1'") == ["M"])
            let both = try await town.get(
                "Observations?$expand=Datastream,MultiDatastream&$filter=MultiDatastream/name%20eq%20'M'")
            #expect(both.json["value"]?.array?.count == 2)
            #expect(both.json["value"]?.array?.first?["Datastream"] == .null)
            #expect(try await town.town.send(.delete, "ObservedProperties(\(property))").status == 200)
            #expect(try await town.town.count("MultiDatastreams") == 0)
            #expect(try await town.town.count("Observations") == 4)
        }
    }

    @Test("req/multi-datastream/constraints", arguments: TestEngine.allCases)
    func constraints(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let id = try await Self.make(town)
            let set = "MultiDatastreams(\(id))/Observations"
            let fewer = try await town.town.send(
                .post, "\(town.place("Things"))/MultiDatastreams", Self.body(elements: 2))
            #expect(fewer.status == 400 && fewer.pointer == "/multiObservationDataTypes", "\(fewer.text)")
            for (result, pointer) in [
                ("1", "/result"), ("[1,2]", "/result"), ("[1,2,true,4]", "/result"), (#"["a",2,true]"#, "/result/0"),
                ("[1,2.5,true]", "/result/1"), ("[1,2,3]", "/result/2"),
            ] {
                let answer = try await town.town.send(.post, set, #"{"result":\#(result)}"#)
                #expect(answer.status == 400 && answer.pointer == pointer, "\(result): \(answer.text)")
            }
            let rows = try await town.town.send(
                .post, "CreateObservations",
                """
                [{"MultiDatastream":{"@iot.id":\(id)},"components":["phenomenonTime","result"],
                "dataArray":[["2026-01-02T00:00:00Z",[2,9,null]],["2026-01-02T01:00:00Z",[2]]]}]
                """)
            let lines = rows.json.array?.compactMap(\.string) ?? []
            #expect(lines.count == 2 && lines.last?.hasPrefix("error") == true, "\(rows.text)")
            let target = ReadTown.relative(lines.first ?? "")
            #expect(try await town.town.send(.patch, target, #"{"result":[1]}"#).status == 400)
            for (query, firsts) in [
                ("$filter=result[0]%20gt%205", [7]), ("$filter=result[1]%20eq%20null", [7]),
                ("$filter=result%5B1%5D%20ge%205&$orderby=result[0]%20desc", [2, 1.1]),
                ("$orderby=result[0]", [1.1, 2, 7]), ("$filter=result[2]%20eq%20true", [1.1]),
            ] as [(String, [Double])] {
                let found = try await town.values("result", "\(set)?\(query)").compactMap { $0.array?.first?.double }
                #expect(found == firsts, "\(query)")
            }
            let array = try await town.get("\(set)?$resultFormat=dataArray&$select=result").json["value"]?.array?.first
            #expect(array?["MultiDatastream@iot.navigationLink"]?.string == "http://town/v1.1/MultiDatastreams(\(id))")
            #expect(array?["dataArray"]?.array?.count == 3)
            #expect(try await town.get("MultiDatastreams(\(id))/aggregate?bucket=day").status == 400)
        }
    }
}
