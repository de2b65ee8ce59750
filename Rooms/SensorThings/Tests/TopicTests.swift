// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import SensorThings
import SensorThingsFixtures
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

/// What subscribers were sent, in order.
private final class Inbox: Sendable {
    private let messages = Mutex<[(topic: String, payload: String)]>([])

    func put(_ topic: String, _ payload: [UInt8]) {
        messages.withLock { $0.append((topic, String(decoding: payload, as: UTF8.self))) }
    }

    var texts: [String] { messages.withLock { $0.map { "\($0.topic) \($0.payload)" } } }
    func payloads(of topic: String) -> [String] {
        messages.withLock { $0.filter { $0.topic == topic }.map(\.payload) }
    }
}

extension WriteTown {
    fileprivate func post(_ set: String, _ body: JSONValue) async throws -> Answer {
        try await send(.post, set, body.text)
    }

    fileprivate func create(_ set: String, _ body: JSONValue) async throws -> Int64 { try await make(set, body.text) }

    fileprivate func patch(_ entity: String, _ body: JSONValue) async throws -> Answer {
        try await send(.patch, entity, body.text)
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

@Suite struct TopicTests {
    /// Runs `body` with topics whose messages arrive in the inbox; `settle` waits until all that was written was told.
    private func withTopics(
        _ kind: TestEngine,
        _ body:
            @escaping @Sendable (WriteTown, SensorThingsTopics, Inbox, _ settle: @Sendable () async throws -> Void)
            async throws -> Void
    ) async throws {
        try await WriteTown.with(kind) { town in
            let topics = SensorThingsTopics(
                engine: town.engine, limits: Limits(), root: "http://test/v1.1",
                now: { Instant(seconds: 1_800_000_000) })
            let inbox = Inbox()
            let marker = try await topics.subscribe("v1.1/Sensors?$select=name", as: .system)
            let running = Task { await topics.run { topic, payload, _ in inbox.put(topic.text, payload) } }
            defer { running.cancel() }
            let marks = Counter()
            try await body(town, topics, inbox) {
                let mark = "mark \(marks.next())."
                _ = try await town.post(
                    "Sensors",
                    ["name": .string(mark), "description": "", "encodingType": "text/html", "metadata": ""])
                while !inbox.payloads(of: marker.text).contains(where: { $0.contains(mark) }) {
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
        }
    }

    /// Nobody tells: what waits does not grow without end, and what is not told is counted.
    @Test func `what waits to be told is bounded`() async throws {
        try await WriteTown.with(.sqlite) { town in
            let topics = SensorThingsTopics(
                engine: town.engine, limits: Limits(), root: "http://test/v1.1", mostWaiting: 3,
                now: { Instant(seconds: 1_800_000_000) })
            let topic = try await topics.subscribe("v1.1/Sensors?$select=name", as: .system)
            for number in 1...5 {
                let sensor: JSONValue = [
                    "name": .string("S\(number)"), "description": "", "encodingType": "text/html", "metadata": "",
                ]
                #expect(try await town.post("Sensors", sensor).status == 201)
            }
            #expect(topics.untold == 2)
            let inbox = Inbox()
            let running = Task { await topics.run { topic, payload, _ in inbox.put(topic.text, payload) } }
            defer { running.cancel() }
            while inbox.payloads(of: topic.text).count < 3 { try await Task.sleep(for: .milliseconds(2)) }
            _ = try await town.post(
                "Sensors", ["name": "late", "description": "", "encodingType": "text/html", "metadata": ""])
            while inbox.payloads(of: topic.text).count < 4 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(inbox.payloads(of: topic.text).last?.contains("late") == true)
            #expect(topics.untold == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `subscribers of a series get each Observation once, in order, whichever way it came`(
        _ kind: TestEngine
    ) async throws {
        try await withTopics(kind) { town, topics, inbox, settle in
            let datastream = try await town.engine.write { try makeDatastream($0) }
            let other = try await town.engine.write { try makeDatastream($0, key: "b") }
            let series = "v1.1/Datastreams(\(datastream))/Observations"
            let selected = "v1.1/Observations?$select=result"
            let filtered = "v1.1/Observations?$filter=result gt 15&$select=result"
            for topic in [series, series, selected, filtered] { _ = try await topics.subscribe(topic, as: .system) }
            _ = try await town.post(
                "Datastreams(\(datastream))/Observations", ["phenomenonTime": "2026-01-01T00:00:00Z", "result": 10])
            try await topics.publish(
                Array(#"{"phenomenonTime": "2026-01-01T01:00:00Z", "result": 20}"#.utf8), to: series, as: .system)
            let batch = (2..<1202).map { NewObservation(time: 1_767_225_600_000_000 + $0 * 3_600_000_000, result: 1) }
            try await town.engine.write { _ = try ObservationWriter($0).insert(into: datastream, batch) }
            try await town.engine.write {
                _ = try ObservationWriter($0).insert(into: other, [NewObservation(time: 0, result: 30)])
            }
            try await settle()
            let own = inbox.payloads(of: series)
            #expect(own.count == 1202)
            let times = own.compactMap { try? JSONValue(parsing: $0)["phenomenonTime"]?.string }
            #expect(times == times.sorted())
            #expect(Set(times).count == 1202)
            #expect(own.first?.contains(#""result":10"#) == true)
            #expect(inbox.payloads(of: selected).count == 1203)
            #expect(inbox.payloads(of: selected).first == #"{"result":10}"#)
            #expect(inbox.payloads(of: filtered) == [#"{"result":20}"#, #"{"result":30}"#])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `entities and properties tell of their changes; what is taken back is not told`(_ kind: TestEngine)
        async throws
    {
        try await withTopics(kind) { town, topics, inbox, settle in
            let thing = try await town.create("Things", ["name": "A", "description": "first", "properties": ["a": 1]])
            let entity = "v1.1/Things(\(thing))?$select=name,description"
            let name = "v1.1/Things(\(thing))/name"
            let member = "v1.1/Things(\(thing))/properties/a"
            let set = "v1.1/Things?$select=name"
            let places = "v1.1/Things(\(thing))/Locations?$select=name"
            for topic in [entity, name, member, set, places] { _ = try await topics.subscribe(topic, as: .system) }
            _ = try await town.patch("Things(\(thing))", ["description": "second"])
            try await settle()
            _ = try await town.patch("Things(\(thing))", ["name": "B", "properties": ["a": 2]])
            _ = try await town.create("Things", ["name": "C", "description": ""])
            _ = try await town.post("Things", ["name": "no description"])
            _ = try await town.create(
                "Things(\(thing))/Locations",
                [
                    "name": "Here", "description": "", "encodingType": "application/geo+json",
                    "location": ["type": "Point", "coordinates": [7, 51]],
                ])
            try await settle()
            #expect(
                inbox.payloads(of: entity).prefix(2) == [
                    #"{"name":"A","description":"second"}"#, #"{"name":"B","description":"second"}"#,
                ])
            #expect(inbox.payloads(of: name) == [#"{"name":"B"}"#])
            #expect(inbox.payloads(of: member) == [#"{"a":2}"#])
            #expect(inbox.payloads(of: set).filter { $0.contains("C") } == [#"{"name":"C"}"#])
            #expect(!inbox.texts.contains { $0.contains("no description") })
            #expect(inbox.payloads(of: places) == [#"{"name":"Here"}"#])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Datastream's range is told when it grows`(_ kind: TestEngine) async throws {
        try await withTopics(kind) { town, topics, inbox, settle in
            let datastream = try await town.engine.write { try makeDatastream($0) }
            let range = "v1.1/Datastreams(\(datastream))/phenomenonTime"
            _ = try await topics.subscribe(range, as: .system)
            for (time, result) in [("2026-01-02", 1), ("2026-01-05", 2), ("2026-01-03", 3)] {
                _ = try await town.post(
                    "Datastreams(\(datastream))/Observations",
                    ["phenomenonTime": .string(time + "T00:00:00Z"), "result": .init(Int64(result))])
            }
            try await settle()
            #expect(
                inbox.payloads(of: range).last
                    == #"{"phenomenonTime":"2026-01-02T00:00:00.000Z/2026-01-05T00:00:00.000Z"}"#)
            #expect(inbox.payloads(of: range).count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `rights: what is not public is neither told nor open to a subscription`(_ kind: TestEngine) async throws {
        try await withTopics(kind) { town, topics, inbox, settle in
            let secret = try await town.create("Things", ["name": "Secret", "description": ""])
            await #expect(throws: TopicFault.self) {
                try await topics.subscribe("v1.1/Things(\(secret))", as: .anonymous)
            }
            let all = try await topics.subscribe("v1.1/Things?$select=name", as: .anonymous)
            _ = try await town.patch("Things(\(secret))", ["name": "Hidden"])
            try await settle()
            #expect(inbox.payloads(of: all.text).isEmpty)
            await #expect(throws: TopicFault.self) {
                try await topics.publish(
                    Array(#"{"result": 1}"#.utf8), to: "v1.1/Datastreams(1)/Observations", as: .anonymous)
            }
        }
    }

    @Test(arguments: [
        "Things", "v1.1/Nothing", "v1.1/Things?$top=5", "v1.1/Things?$filter=name eq", "v1.1/Things/$ref",
        "v1.1/Things(1)?$filter=id eq 1", "v1.1/Things(999)/Datastreams",
    ])
    func `faulty topics are refused`(_ text: String) async throws {
        try await withTopics(.sqlite) { _, topics, _, _ in
            await #expect(throws: TopicFault.self) { try await topics.subscribe(text, as: .system) }
        }
    }

    @Test func `an ended subscription is told no more`() async throws {
        try await withTopics(.sqlite) { town, topics, inbox, settle in
            let first = try await topics.subscribe("v1.1/Things", as: .system)
            _ = try await topics.subscribe("v1.1/Things", as: .system)
            _ = try await town.create("Things", ["name": "A", "description": ""])
            try await settle()
            topics.unsubscribe(first)
            _ = try await town.create("Things", ["name": "B", "description": ""])
            try await settle()
            topics.unsubscribe(first)
            _ = try await town.create("Things", ["name": "C", "description": ""])
            try await settle()
            #expect(inbox.payloads(of: "v1.1/Things").count == 2)
        }
    }
}
