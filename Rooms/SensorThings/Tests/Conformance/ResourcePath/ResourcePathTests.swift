// SPDX-License-Identifier: EUPL-1.2
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §9.2: addresses.
@Suite struct ResourcePathTests {
    @Test("req/resource-path/resource-path-to-entities", arguments: TestEngine.allCases)
    func paths(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let thing = town.place("Things")
            let datastream = town.place("Datastreams")
            let root = try await town.get("").json
            for set in root["value"]?.array ?? [] {
                let url = set["url"]?.string ?? ""
                #expect(url == "http://town/v1.1/" + (set["name"]?.string ?? ""))
                #expect(try await town.get(ReadTown.relative(url)).json["value"]?.array != nil, "\(url)")
            }
            #expect(try await town.get("\(thing)/name").text == #"{"name":"T"}"#)
            #expect(try await town.get("\(thing)/name/$value").text == "T")
            #expect(try await town.get("\(thing)/properties/a/b").json["b"] == 1)
            #expect(try await town.get("\(thing)/Datastreams").json["value"]?.array?.count == 1)
            let references = try await town.get("\(thing)/Datastreams/$ref").json["value"]?.array
            #expect(references == [["@iot.selfLink": .string("http://town/v1.1/\(datastream)")]])
            let deep = "\(thing)/\(datastream)/\(town.place("Observations"))/FeatureOfInterest"
            #expect(try await town.get(deep).json["@iot.id"]?.integer == town.ids["FeaturesOfInterest"])
            #expect(try await town.get("\(town.place("Observations"))/Datastream/Sensor/name/$value").text == "S")
        }
    }
}
