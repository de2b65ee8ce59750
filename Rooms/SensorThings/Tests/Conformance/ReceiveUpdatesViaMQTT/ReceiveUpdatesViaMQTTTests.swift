// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import SensorThings
import SensorThingsFixtures
import Synchronization
import TestSupport
import Testing
import Wire

/// OGC 18-088 §14.2; over a real connection: `Tests/EndToEnd/test_mqtt.py`.
@Suite struct ReceiveUpdatesViaMQTTTests {
    private final class Inbox: Sendable {
        let messages = Mutex<[String: [String]]>([:])
        func put(_ topic: String, _ payload: [UInt8]) {
            messages.withLock { $0[topic, default: []].append(String(decoding: payload, as: UTF8.self)) }
        }
        func take(_ topic: String) async throws -> String {
            for _ in 0..<2000 {
                if let first = messages.withLock({ $0[topic]?.first }) { return first }
                try await Task.sleep(for: .milliseconds(5))
            }
            Issue.record("no message for \(topic)")
            return ""
        }
    }

    /// A set, an entity, a property, and a set with `$select`: each pattern of the requirement.
    @Test("req/receive-updates-via-mqtt/receive-updates", arguments: TestEngine.allCases)
    func updates(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town in
            let topics = SensorThingsTopics(
                engine: town.town.engine, limits: Limits(), root: "http://town/v1.1", now: { WriteTown.now })
            let inbox = Inbox()
            let thing = town.place("Things")
            let datastream = town.place("Datastreams")
            let patterns = [
                "v1.1/\(datastream)/Observations", "v1.1/Observations?$select=result,phenomenonTime",
                "v1.1/\(thing)", "v1.1/\(thing)/description", "v1.1/\(thing)?$select=name",
                "v1.1/\(datastream)/phenomenonTime",
            ]
            for pattern in patterns { _ = try await topics.subscribe(pattern, as: WriteTown.editor) }
            let running = Task { await topics.run { topic, payload, _ in inbox.put(topic.text, payload) } }
            defer { running.cancel() }
            let made = try await town.town.make(
                "\(datastream)/Observations", #"{"result":7,"phenomenonTime":"2027-01-01T00:00:00Z"}"#)
            _ = try await town.town.send(.patch, thing, #"{"description":"new"}"#)
            let entity = try JSONValue(parsing: await inbox.take(patterns[0]))
            #expect(entity["@iot.id"]?.integer == made)
            #expect(entity["result"]?.integer == 7)
            #expect(
                try await inbox.take(patterns[1]) == #"{"phenomenonTime":"2027-01-01T00:00:00.000Z","result":7}"#)
            #expect(try JSONValue(parsing: await inbox.take(patterns[2]))["description"]?.string == "new")
            #expect(try await inbox.take(patterns[3]) == #"{"description":"new"}"#)
            #expect(try await inbox.take(patterns[4]) == #"{"name":"T"}"#)
            #expect(try await inbox.take(patterns[5]).hasSuffix(#"/2027-01-01T00:00:00.000Z"}"#))
        }
    }
}
