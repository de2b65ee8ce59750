// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

@Suite struct ResultFormatTests {
    private func withTown(_ kind: TestEngine, _ body: @escaping @Sendable (WriteTown) async throws -> Void) async throws
    {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation(properties: #"{"dataset":"open","floor":{"level":2}}"#)
            for hour in 0..<5 {
                try await town.make(
                    "Datastreams(\(station.datastream))/Observations",
                    #"{"phenomenonTime":"2026-01-01T0\#(hour):00:00Z","result":\#(hour).50}"#)
            }
            try await town.make(
                "Things",
                #"{"name":"Nowhere","description":"a, \"b\"","properties":{"dataset":"open"},"Locations":[{"name":"X","description":"","encodingType":"text/plain","location":"upstairs"}]}"#
            )
            try await body(town)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `GeoJSON: a Feature for each entity, with its place`(_ kind: TestEngine) async throws {
        try await withTown(kind) { town in
            let point: JSONValue = ["type": "Point", "coordinates": [7.6, 51.9]]
            let answer = try await town.send(.get, "Things?$resultFormat=GeoJSON&$orderby=id&$count=true")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType]?.hasPrefix("application/geo+json") == true)
            let things = answer.json
            #expect(things["type"]?.string == "FeatureCollection")
            #expect(things["@iot.count"]?.integer == 2)
            let features = things["features"]?.array ?? []
            #expect(features.map { $0["geometry"]?.text } == [point.text, "null"])
            #expect(features.first?["properties"]?["name"]?.string == "T")
            #expect(features.first?["properties"]?["properties"]?["floor"]?["level"]?.integer == 2)
            #expect(features.first?["id"]?.integer != nil)
            let observations = try await town.get(
                "Observations?$resultFormat=GeoJSON&$top=2&$orderby=phenomenonTime%20desc&$select=result")
            #expect(
                observations["features"]?.array?.map { $0["properties"]?.text } == [
                    #"{"result":4.50}"#, #"{"result":3.50}"#,
                ])
            #expect(observations["features"]?.array?.allSatisfy { $0["geometry"] == point } == true)
            let next = observations["@iot.nextLink"]?.string?.replacing("http://town/v1.1/", with: "") ?? ""
            let rest = try await town.get(next)
            #expect(rest["features"]?.array?.map { $0["properties"]?["result"]?.text } == ["2.50", "1.50"])
            for set in ["Locations", "FeaturesOfInterest"] {
                let found = try await town.get("\(set)?$resultFormat=geojson&$orderby=id&$top=1")
                #expect(found["features"]?.array?.first?["geometry"] == point, "\(set)")
                #expect(found["features"]?.array?.first?["properties"]?["name"]?.string == "L", "\(set)")
            }
            let series = try await town.get("Datastreams?$resultFormat=GeoJSON")
            #expect(series["features"]?.array?.count == 1)
            let hidden = try await town.send(.get, "Things?$resultFormat=GeoJSON&$top=1", as: "anonymous")
            #expect(hidden.json["features"]?.array?.first?["geometry"] == point)
            #expect(try await town.send(.get, "Sensors?$resultFormat=GeoJSON").status == 501)
            #expect(try await town.send(.get, "Things(1)?$resultFormat=GeoJSON").status == 400)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `CSV of any set`(_ kind: TestEngine) async throws {
        try await withTown(kind) { town in
            let answer = try await town.send(.get, "Things?$resultFormat=CSV&$select=name,description&$orderby=id")
            #expect(answer.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(answer.text == "name,description\r\nT,\r\nNowhere,\"a, \"\"b\"\"\"\r\n")
            let properties = try await town.send(.get, "ObservedProperties?$resultFormat=CSV&$select=name,definition")
            #expect(properties.text == "name,definition\r\nP,http://p\r\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `CSV holds no formulas, and numbers as they are`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let results = ["-1.50", #""=1+1""#, #""-1.5""#, #""+x, y""#, #"{"a":"=1"}"#, #""@SUM(A1)""#, "-7"]
            for (hour, result) in results.enumerated() {
                try await town.make(
                    "Datastreams(\(station.datastream))/Observations",
                    #"{"phenomenonTime":"2026-01-01T0\#(hour):00:00Z","result":\#(result)}"#)
            }
            let answer = try await town.send(
                .get, "Datastreams(\(station.datastream))/Observations?$resultFormat=CSV&$select=result")
            #expect(
                answer.text.split(separator: "\r\n") == [
                    "result", "-1.50", "'=1+1", "-1.5", "\"'+x, y\"", "\"{\"\"a\"\":\"\"=1\"\"}\"", "'@SUM(A1)", "-7",
                ])
        }
    }
}
