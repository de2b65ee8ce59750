// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@testable import SensorThings

/// A write that is sent again with its `Idempotency-Key` is not written again.
@Suite struct IdempotencyTests {
    private static func fields(_ key: String, minimal: Bool = false) -> HTTPFields {
        var fields = HTTPFields()
        fields[.idempotencyKey] = key
        if minimal { fields[.prefer] = "return=minimal" }
        return fields
    }

    private static func isReplayed(_ answer: WriteTown.Answer) -> Bool {
        answer.headers[.idempotentReplayed] == "true"
    }

    @Test(arguments: TestEngine.allCases)
    func `a repeated POST gets the first answer and writes nothing`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let place = "Datastreams(\(station.datastream))/Observations"
            for (target, body) in [
                ("Things", WriteTown.station(properties: "{}")), (place, #"{"result": 1.10}"#),
                ("Sensors", WriteTown.sensor),
            ] {
                let key = Self.fields("\"for \(target)\"")
                let first = try await town.send(.post, target, body, headers: key)
                #expect(first.status == 201, "\(first.text)")
                #expect(!Self.isReplayed(first))
                let second = try await town.send(.post, target, body, headers: key)
                #expect(second.status == 201)
                #expect(second.text == first.text)
                #expect(second.headers[.location] == first.headers[.location])
                #expect(second.headers[.contentType] == first.headers[.contentType])
                #expect(Self.isReplayed(second))
            }
            #expect(try await town.count("Things") == 2)
            #expect(try await town.count("Datastreams") == 2)
            #expect(try await town.count(place) == 1)
            let key = Self.fields("bare-token", minimal: true)
            let first = try await town.send(.post, "Things", WriteTown.station(properties: "{}"), headers: key)
            let again = try await town.send(.post, "Things", WriteTown.station(properties: "{}"), headers: key)
            #expect(again.headers[.location] == first.headers[.location])
            #expect(again.text.isEmpty && again.status == 201)
            #expect(try await town.count("Things") == 3)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `CreateObservations is answered row by row as the first time`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let rows = (0..<600).map { index in
                let moment = Instant(microseconds: 1_767_225_600_000_000 + Int64(index) * 60_000_000)
                return #"["\#(moment.iso8601)",\#(index)]"#
            }
            let body =
                #"[{"Datastream":{"@iot.id":\#(station.datastream)},"components":["phenomenonTime","result"],"#
                + #""dataArray":[\#(rows.joined(separator: ",")),["yesterday",1]]}]"#
            let key = Self.fields("\"many\"")
            let first = try await town.send(.post, "CreateObservations", body, headers: key)
            #expect(first.json.array?.count == 601, "\(first.text.prefix(300))")
            #expect(first.json.array?.last?.string?.hasPrefix("error: ") == true)
            let second = try await town.send(.post, "CreateObservations", body, headers: key)
            #expect(Self.isReplayed(second))
            #expect(second.text == first.text)
            let count = try await town.get("Datastreams(\(station.datastream))/Observations?$count=true&$top=0")
            #expect(count["@iot.count"]?.integer == 600)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a key belongs to one caller and one request, and to what succeeded`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let key = Self.fields("\"k\"")
            let thing = #"{"name":"T","description":""}"#
            let faulty = try await town.send(.post, "Things", #"{"name":"T"}"#, headers: key)
            #expect(faulty.status == 400, "what failed is not remembered")
            let first = try await town.send(.post, "Things", thing, headers: key)
            #expect(first.status == 201)
            let other = try await town.send(.post, "Things", #"{"name":"U","description":""}"#, headers: key)
            #expect(other.status == 422, "\(other.text)")
            #expect(try await town.send(.post, "Sensors", WriteTown.sensor, headers: key).status == 422)
            let spaced = try await town.send(.post, "Things", #"{ "name": "T", "description": "" }"#, headers: key)
            #expect(Self.isReplayed(spaced), "the same JSON")
            let somebodyElse = try await town.send(.post, "Things", thing, as: "administrator", headers: key)
            #expect(somebodyElse.status == 201 && somebodyElse.id != first.id)
            #expect(try await town.send(.post, "Things", thing, as: "anonymous", headers: key).status == 401)
            #expect(try await town.send(.post, "Things", thing, as: "viewer", headers: key).status == 403)
            #expect(try await town.count("Things") == 2)
        }
    }

    @Test(arguments: [
        "", "\"\"", "two words", "\"open", "\"a\" \"b\"", "\"a\", \"b\"", "\"ü\"", "a;b=1", "\"a\\n\"",
        "\"" + String(repeating: "x", count: 256) + "\"",
    ])
    func `malformed keys are refused`(_ text: String) async throws {
        #expect(throws: Problem.self) { try IdempotencyKey(field: text) }
    }

    @Test func `keys in quotes and bare ones are the same`() throws {
        #expect(try IdempotencyKey(field: " \"8e03-9\"\t").text == "8e03-9")
        #expect(try IdempotencyKey(field: "8e03-9").text == "8e03-9")
        #expect(try IdempotencyKey(field: #""a \"b\" \\ c""#).text == #"a "b" \ c"#)
        #expect(try IdempotencyKey(field: String(repeating: "x", count: 255)).text.count == 255)
    }

    @Test(arguments: TestEngine.allCases)
    func `a repetition shows nothing that was hidden since, and what a GET says of it`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let (post, patch) = (Self.fields("\"post\""), Self.fields("\"patch\""))
            let rows = Self.fields("\"rows\"")
            let body = WriteTown.station(properties: #"{"dataset":"open"}"#)
            let first = try await town.send(.post, "Things", body, headers: post)
            let address = "Things(\(first.id))"
            let change = #"{"name":"Neu"}"#
            #expect(try await town.send(.patch, address, change, headers: patch).status == 200)
            let datastream =
                try await town.get(address + "/Datastreams")["value"]?.array?.first?["@iot.id"]?.integer ?? 0
            let many =
                "[{\"Datastream\":{\"@iot.id\":\(datastream)},\"components\":[\"result\"],\"dataArray\":[[1],[2]]}]"
            #expect(try await town.send(.post, "CreateObservations", many, headers: rows).status == 201)
            func access(_ word: String) async throws {
                try await town.engine.write { connection in
                    try connection.execute("UPDATE dataset SET access = \(word) WHERE slug = 'open'")
                }
            }
            try await access("restricted")
            let missing = try await town.send(.get, address)
            #expect(missing.status == 404)
            for again in [
                try await town.send(.post, "Things", body, headers: post),
                try await town.send(.patch, address, change, headers: patch),
            ] {
                #expect(again.status == 404 && !Self.isReplayed(again))
                #expect(again.json["detail"] == missing.json["detail"])
            }
            let hidden = try await town.send(.post, "CreateObservations", many, headers: rows)
            #expect(hidden.status == 404 && !Self.isReplayed(hidden) && !hidden.text.contains("Observations("))
            try await access("public")
            let shown = try await town.send(.post, "Things", body, headers: post)
            #expect(Self.isReplayed(shown) && shown.text == first.text)
            #expect(Self.isReplayed(try await town.send(.post, "CreateObservations", many, headers: rows)))
            // what is gone was written all the same, and is not written again
            #expect(try await town.send(.delete, address).status == 200)
            #expect(Self.isReplayed(try await town.send(.post, "Things", body, headers: post)))
            #expect(try await town.count("Things") == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `changes and deletions take a key too, filtered deletions none`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let thing = try await town.make("Things", #"{"name":"T","description":"","properties":{"list":[]}}"#)
            var key = Self.fields("\"patch\"")
            key[.contentType] = "application/json-patch+json"
            let patch = #"[{"op":"add","path":"/properties/list/-","value":1}]"#
            for _ in 0..<2 {
                #expect(try await town.send(.patch, "Things(\(thing))", patch, headers: key).status == 200)
            }
            #expect(try await town.get("Things(\(thing))")["properties"]?["list"]?.array?.count == 1)
            let last = Self.fields("\"delete\"")
            for _ in 0..<2 {
                #expect(try await town.send(.delete, "Things(\(thing))", headers: last).status == 200)
            }
            #expect(try await town.send(.delete, "Things(\(thing))").status == 404)
            let filtered = try await town.send(.delete, "Things?$filter=id%20gt%200", headers: last)
            #expect(filtered.status == 400, "\(filtered.text)")
        }
    }

    @Test func `pages of other sites may send a key and see the replay`() async throws {
        try await WriteTown.with(.sqlite) { town in
            let answer = try await town.send(.options, "Things")
            #expect(answer.headers[.accessControlAllowHeaders]?.contains("Idempotency-Key") == true)
        }
    }

    /// The statuses of a batch with one key whose last write is given.
    private static func statuses(_ town: WriteTown, _ last: String) async throws -> [Int64] {
        let set = #""atomicityGroup":"g","method":"post""#
        let batch =
            #"{"requests":[{"id":"t",\#(set),"url":"Things","body":{"name":"T","description":""}},"#
            + #"{"id":"l",\#(set),"url":"$t/Locations","body":\#(WriteTown.location)},"#
            + #"{"id":"x","method":"post","url":"Things","body":\#(last)},"#
            + #"{"id":"r","method":"get","url":"$t/Locations"}]}"#
        var key = fields("\"batch\"")
        key[.contentType] = "application/json"
        let answer = try await town.send(.post, "$batch", batch, headers: key)
        return (answer.json["responses"]?.array ?? []).compactMap { $0["status"]?.integer }
    }

    @Test(arguments: TestEngine.allCases)
    func `a repeated batch goes on where the first one ended`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let first = try await Self.statuses(town, #"{"name":"X"}"#)
            #expect(first == [201, 201, 400, 200])
            #expect(try await Self.statuses(town, #"{"name":"X","description":""}"#) == [201, 201, 201, 200])
            #expect(try await Self.statuses(town, #"{"name":"X","description":""}"#) == [201, 201, 201, 200])
            #expect(try await town.count("Things") == 2)
            #expect(try await town.count("Locations") == 1)
            #expect(try await Self.statuses(town, #"{"name":"Y","description":""}"#) == [201, 201, 422, 200])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `messages have the same keys as requests`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let place = "Datastreams(\(station.datastream))/Observations"
            let topics = SensorThingsTopics(
                engine: town.engine, limits: .init(), root: "http://town/v1.1", now: { WriteTown.now })
            let body = #"{"phenomenonTime":"2026-01-01T00:00:00Z","result":1}"#
            for _ in 0..<3 {
                try await topics.publish(Array(body.utf8), to: "v1.1/" + place, as: WriteTown.editor, key: "\"m\"")
            }
            let posted = try await town.send(.post, place, body, headers: Self.fields("m"))
            #expect(posted.status == 201)
            #expect(posted.headers[.location]?.contains("Observations(") == true)
            #expect(try await town.count(place) == 1)
            await #expect(throws: TopicFault.self) {
                try await topics.publish(
                    Array(#"{"result":2}"#.utf8), to: "v1.1/" + place, as: WriteTown.editor, key: "m")
            }
            await #expect(throws: TopicFault.self) {
                try await topics.publish(Array(body.utf8), to: "v1.1/" + place, as: WriteTown.editor, key: "two words")
            }
            try await topics.publish(
                Array(body.utf8), to: "v1.1/" + place, as: WriteTown.editor, isNew: { _ in false })
            #expect(try await town.count(place) == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a record is kept for a day and then swept`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let key = Self.fields("\"k\"")
            let thing = #"{"name":"T","description":""}"#
            _ = try await town.send(.post, "Things", thing, headers: key)
            func count() async throws -> Int64? {
                try await town.engine.read { try $0.integer("SELECT count(*) FROM remembered_write") }
            }
            let day: Int64 = 86_400_000_000
            #expect(
                try await RememberedWrites.sweep(
                    town.engine, now: Instant(microseconds: WriteTown.now.microseconds + day - 1)) == 0)
            #expect(try await count() == 1)
            #expect(try await Self.isReplayed(town.send(.post, "Things", thing, headers: key)))
            // a day later, before anybody has swept
            try await town.engine.write {
                try $0.execute("UPDATE remembered_write SET ends_at = \(WriteTown.now.microseconds)")
            }
            #expect(try await !Self.isReplayed(town.send(.post, "Things", thing, headers: key)))
            #expect(try await count() == 1)
            #expect(
                try await RememberedWrites.sweep(
                    town.engine, now: Instant(microseconds: WriteTown.now.microseconds + day)) == 1)
            #expect(try await count() == 0)
        }
    }
}
