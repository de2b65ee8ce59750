// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import SensorThings
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §14.1; over a real connection: `Tests/EndToEnd/test_mqtt.py`.
@Suite struct CreateObservationsViaMQTTTests {
    @Test("req/create-observations-via-mqtt/observations-creation", arguments: TestEngine.allCases)
    func creation(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town in
            let topics = SensorThingsTopics(
                engine: town.town.engine, limits: Limits(), root: "http://town/v1.1", now: { WriteTown.now })
            let datastream = town.place("Datastreams")
            let feature = town.place("FeaturesOfInterest")
            let id = town.ids["Datastreams"] ?? -1
            let messages: [(topic: String, payload: String)] = [
                ("\(datastream)/Observations", #"{"result":1.50,"phenomenonTime":"2026-03-01T00:00:00Z"}"#),
                ("Observations", #"{"result":"text","Datastream":{"@iot.id":\#(id)}}"#),
                ("\(feature)/Observations", #"{"result":[1],"Datastream":{"@iot.id":\#(id)}}"#),
                (
                    "\(datastream)/Observations",
                    #"{"result":2,"FeatureOfInterest":{"name":"F","description":"","encodingType":"application/geo+json","feature":\#(WriteTown.point)}}"#
                ),
            ]
            for message in messages {
                let made = try #require(
                    try await topics.publish(
                        Array(message.payload.utf8), to: "v1.1/\(message.topic)", as: WriteTown.editor))
                let found = try await town.get("Observations(\(made))?$expand=Datastream,FeatureOfInterest")
                #expect(found.status == 200, "\(message.topic)")
                #expect(found.json["Datastream"]?["@iot.id"]?.integer == id)
                #expect(found.json["FeatureOfInterest"]?["@iot.id"]?.integer != nil)
                #expect(found.text.contains(message.payload.contains("1.50") ? #""result":1.50"# : #""result":"#))
            }
            for (topic, payload) in [
                ("Things", #"{"name":"T","description":""}"#), ("\(datastream)/Observations", "no JSON"),
                ("Datastreams(99999)/Observations", #"{"result":1}"#), ("\(datastream)/Observations", "{}"),
            ] {
                await #expect(throws: TopicFault.self) {
                    try await topics.publish(Array(payload.utf8), to: "v1.1/\(topic)", as: WriteTown.editor)
                }
            }
            await #expect(throws: TopicFault.self) {
                try await topics.publish(
                    Array(#"{"result":1}"#.utf8), to: "v1.1/\(datastream)/Observations", as: WriteTown.viewer)
            }
        }
    }
}
