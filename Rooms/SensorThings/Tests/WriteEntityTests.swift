// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct WriteEntityTests {
    @Test(arguments: TestEngine.allCases)
    func `each type is created, with its address and its body`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let thing = try await town.make(
                "Things", #"{"name":"Ü \"1\"","description":"","properties":{"a":{"b":1}}}"#)
            let location = try await town.make("Locations", WriteTown.location)
            let sensor = try await town.make("Sensors", WriteTown.sensor)
            let property = try await town.make("ObservedProperties", WriteTown.property)
            let feature = try await town.make(
                "FeaturesOfInterest",
                #"{"name":"F","description":"","encodingType":"application/geo+json","feature":\#(WriteTown.point)}"#)
            let datastream = try await town.make(
                "Datastreams",
                """
                {"name":"D","description":"","observationType":"x","unitOfMeasurement":\(WriteTown.unit),
                "Thing":{"@iot.id":\(thing)},"Sensor":{"@iot.id":"\(sensor)"},"ObservedProperty":{"@iot.id":\(property)}}
                """)
            try await town.make(
                "HistoricalLocations",
                """
                {"time":"2026-01-01T00:00:00Z","Thing":{"@iot.id":\(thing)},"Locations":[{"@iot.id":\(location)}]}
                """)
            let answer = try await town.send(
                .post, "Observations",
                """
                {"result":1.10,"phenomenonTime":"2026-01-01T00:00:00Z/2026-01-01T01:00:00Z","resultTime":null,
                "parameters":{"a":1},"resultQuality":"good","validTime":"2026-01-01T00:00:00Z/2026-02-01T00:00:00Z",
                "Datastream":{"@iot.id":\(datastream)},"FeatureOfInterest":{"@iot.id":\(feature)}}
                """)
            #expect(answer.status == 201)
            #expect(answer.headers[.location] == "http://town/v1.1/Observations(\(answer.id))")
            #expect(answer.json["@iot.selfLink"]?.string == answer.headers[.location])
            #expect(answer.text.contains(#""result":1.10"#), "\(answer.text)")
            #expect(answer.json["resultTime"] == .null)
            let time = answer.json["phenomenonTime"]?.string
            #expect(time?.hasPrefix("2026-01-01T00:00:00") == true && time?.contains("/2026-01-01T01:00:00") == true)
            #expect(answer.json["validTime"]?.string?.contains("/2026-02-01T00:00:00") == true)
            #expect(try await town.get("Things(\(thing))/properties/a/b")["b"]?.integer == 1)
            #expect(try await town.count("FeaturesOfInterest(\(feature))/Observations") == 1)
            #expect(try await town.count("Things(\(thing))/Locations") == 1, "the later history moved the Thing")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Thing is created with everything in it`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let observations =
                #","Observations":[{"result":1},{"result":true,"phenomenonTime":"2026-01-01T00:00:00Z"}]}"#
            let datastream = WriteTown.datastream.dropLast() + observations
            let body = WriteTown.station(properties: "{}").replacing(WriteTown.datastream, with: datastream)
            let thing = try await town.make("Things", body)
            #expect(try await town.count("Things(\(thing))/Locations") == 1)
            #expect(try await town.count("Things(\(thing))/HistoricalLocations") == 1)
            #expect(try await town.count("HistoricalLocations(1)/Locations") == 1)
            let found = try await town.get("Observations?$orderby=phenomenonTime&$expand=FeatureOfInterest")
            let values = found["value"]?.array ?? []
            #expect(values.map { $0["result"] } == [true, 1])
            #expect(values.last?["phenomenonTime"]?.string?.hasPrefix("2026-07-01T00:00:00") == true, "now")
            #expect(Set(values.map { $0["FeatureOfInterest"]?["@iot.id"]?.integer }).count == 1)
            #expect(try await town.count("FeaturesOfInterest") == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `bad bodies are refused with their place`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let hidden = try await town.make(
                "Things", #"{"name":"H","description":"","properties":{"dataset":"secret"}}"#, as: "administrator")
            let table: [(String, String, String)] = [
                ("Things", "[]", ""),
                ("Things", #"{"description":""}"#, "/name"),
                ("Things", #"{"name":null,"description":""}"#, "/name"),
                ("Things", #"{"name":5,"description":""}"#, "/name"),
                ("Things", #"{"name":"x\u0000y","description":""}"#, "/name"),
                ("Things", #"{"name":"x","description":"","properties":[]}"#, "/properties"),
                ("Things", #"{"name":"x","description":"","properties":{"a":["\u0000"]}}"#, "/properties/a/0"),
                ("Things", #"{"name":"x","description":"","propertys":{}}"#, "/propertys"),
                ("Things", #"{"name":"x","description":"","properties":{"dataset":"none"}}"#, "/properties/dataset"),
                ("Things", #"{"name":"x","description":"","properties":{"dataset":"secret"}}"#, "/properties/dataset"),
                ("Things", #"{"name":"x","description":"","Locations":{}}"#, "/Locations"),
                ("Things", #"{"name":"x","description":"","Locations":[{"@iot.id":999}]}"#, "/Locations/0"),
                ("Things", #"{"name":"x","description":"","Locations":[{"@iot.id":"a"}]}"#, "/Locations/0/@iot.id"),
                (
                    "Things", #"{"name":"x","description":"","Datastreams":[{"name":"d"}]}"#,
                    "/Datastreams/0/description"
                ),
                ("Locations", WriteTown.location.replacing(WriteTown.point, with: "null"), "/location"),
                ("Datastreams", WriteTown.datastream, "/Thing"),
                ("Datastreams", WriteTown.datastream.dropLast() + #","Thing":{"@iot.id":\#(hidden)}}"#, "/Thing"),
                ("Datastreams", WriteTown.datastream.replacing(WriteTown.unit, with: "[]"), "/unitOfMeasurement"),
                ("Datastreams", WriteTown.datastream.replacing(#""1""#, with: "1"), "/unitOfMeasurement/symbol"),
                ("Observations", #"{"result":1}"#, "/Datastream"),
                ("Observations", #"{"result":1,"Datastream":{"@iot.id":9}}"#, "/Datastream"),
                ("Observations", #"{"Datastream":{"@iot.id":\#(station.datastream)}}"#, "/result"),
                ("Datastreams(\(station.datastream))/Observations", #"{"result":1,"resultTime":"x"}"#, "/resultTime"),
                (
                    "Datastreams(\(station.datastream))/Observations",
                    #"{"result":1,"phenomenonTime":"2026-02-30T00:00:00Z"}"#, "/phenomenonTime"
                ),
                (
                    "Datastreams(\(station.datastream))/Observations",
                    #"{"result":1,"phenomenonTime":"2026-02-02T00:00:00Z/2026-02-01T00:00:00Z"}"#, "/phenomenonTime"
                ),
                ("Datastreams(\(station.datastream))/Observations", #"{"result":1,"parameters":5}"#, "/parameters"),
                ("Datastreams(\(station.datastream))/Observations", #"{"result":"a\u0000"}"#, "/result"),
                ("HistoricalLocations", #"{"time":"2026-01-01T00:00:00Z"}"#, "/Thing"),
                ("Things(\(station.thing))/HistoricalLocations", #"{"time":"2026-01-01T00:00:00Z"}"#, "/Locations"),
            ]
            for (set, body, pointer) in table {
                let answer = try await town.send(.post, set, body)
                #expect(answer.status == 400, "\(set) \(body): \(answer.text)")
                #expect(answer.pointer == pointer, "\(set) \(body): \(answer.text)")
                #expect(answer.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            }
            let things = try await town.count("Things")
            #expect(things == 2, "nothing was half-written")
            #expect(try await town.count("Sensors") == 1)
            #expect(try await town.count("Observations") == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is nested too deep is refused, whole`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            var body = #"{"name":"x","description":""}"#
            for _ in 0..<6 {
                let location = WriteTown.location.dropLast() + #","Things":[\#(body)]}"#
                body = #"{"name":"x","description":"","Locations":[\#(location)]}"#
            }
            let answer = try await town.send(.post, "Things", body)
            #expect(answer.status == 400)
            #expect(answer.pointer?.hasPrefix("/Locations/0/Things/0/Locations/0") == true)
            #expect(try await town.count("Things") == 0)
            #expect(try await town.count("Locations") == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `addresses that take no such method`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let body = #"{"name":"x","description":""}"#
            let table: [(HTTPRequest.Method, String, Int)] = [
                (.post, "Things(\(station.thing))", 405), (.post, "Things(\(station.thing))/name", 405),
                (.post, "Things/$ref", 405), (.patch, "Things", 405), (.delete, "Things", 405), (.put, "Things", 405),
                (.patch, "Things(\(station.thing))/name", 405), (.post, "Things(99)/Datastreams", 404),
                (.post, "Nothings", 404), (.patch, "Things(99)", 404), (.delete, "Things(99)", 404),
                (.delete, "Things(\(station.thing))/Datastreams(99)", 404), (.delete, "Observations(99)", 404),
                (.put, "Things('abc')", 404), (.post, "", 404),
            ]
            for (method, target, status) in table {
                let answer = try await town.send(method, target, method == .delete ? nil : body)
                #expect(answer.status == status, "\(method) \(target): \(answer.text)")
            }
            let broken = try await town.send(.post, "Things", "{\"name\":\n 5,}")
            #expect(broken.status == 400)
            #expect(broken.json["line"]?.integer == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `return=minimal sends no body`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let prefer = try #require(HTTPField.Name("Prefer"))
            let answer = try await town.send(
                .post, "Things", #"{"name":"x","description":"","@iot.id":77}"#, headers: [prefer: "return=minimal"])
            #expect(answer.status == 201)
            #expect(answer.text.isEmpty)
            let address = try #require(answer.headers[.location])
            let thing = try await town.get(ReadTown.relative(address))
            #expect(thing["name"]?.string == "x")
            #expect(thing["@iot.id"]?.integer != 77, "ids are the server's")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `PATCH changes what is named, PUT resets what is not, JSON Patch does its list`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let thing = try await town.make("Things", #"{"name":"a","description":"b","properties":{"x":1,"l":[1,2]}}"#)
            let target = "Things(\(thing))"
            let patched = try await town.send(.patch, target, #"{"name":"c","@iot.id":\#(thing)}"#)
            #expect(patched.status == 200)
            #expect(patched.json["name"]?.string == "c")
            #expect(patched.json["description"]?.string == "b")
            #expect(patched.json["properties"]?["x"]?.integer == 1)
            let refused = try await town.send(.patch, target, #"{"name":null}"#)
            #expect(refused.status == 400 && refused.pointer == "/name")

            func jsonPatch(_ list: String) async throws -> WriteTown.Answer {
                try await town.send(
                    .patch, target, list, headers: [.contentType: "application/json-patch+json; charset=utf-8"])
            }
            let changed = try await jsonPatch(
                """
                [{"op":"test","path":"/name","value":"c"},{"op":"add","path":"/properties/l/1","value":9},
                {"op":"add","path":"/properties/l/-","value":8},{"op":"replace","path":"/properties/x","value":{"y":null}},
                {"op":"copy","from":"/properties/x","path":"/properties/z"},
                {"op":"move","from":"/properties/l","path":"/properties/m~1n"},{"op":"remove","path":"/properties/x"}]
                """)
            #expect(changed.status == 200, "\(changed.text)")
            let expected: JSONValue = ["z": ["y": .null], "m/n": [1, 9, 2, 8]]
            #expect(changed.json["properties"]?["z"] == expected["z"])
            #expect(changed.json["properties"]?["m/n"] == expected["m/n"])
            #expect(changed.json["properties"]?.object?.members.count == 2)
            let failed = try await jsonPatch(
                #"[{"op":"replace","path":"/name","value":"q"},{"op":"test","path":"/name","value":"c"}]"#)
            #expect(failed.status == 409)
            let cases = [
                #"{}"#, #"[{"op":"jump","path":"/name"}]"#, #"[{"op":"remove","path":"/nothing"}]"#,
                #"[{"op":"remove","path":"/name"}]"#, #"[{"op":"replace","path":"name","value":1}]"#,
                #"[{"op":"add","path":"/properties/m~1n/99","value":1}]"#, #"[{"op":"move","path":"/name"}]"#,
            ]
            for list in cases { #expect(try await jsonPatch(list).status == 400, "\(list)") }
            #expect(try await town.get(target)["name"]?.string == "c")

            let put = try await town.send(.put, target, #"{"name":"d","description":"e"}"#)
            #expect(put.status == 200)
            #expect(put.json["properties"]?.isNull ?? true)
            #expect(try await town.send(.put, target, #"{"name":"d"}"#).pointer == "/description")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `links change by PATCH, to what is there only`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let other = try await town.make("Things", #"{"name":"o","description":""}"#)
            let target = "Datastreams(\(station.datastream))"
            for body in [
                #"{"Thing":{"@iot.id":999}}"#, #"{"Thing":[]}"#, #"{"Thing":null}"#, #"{"Observations":[]}"#,
                #"{"Thing":{"name":"x"}}"#,
            ] {
                let answer = try await town.send(.patch, target, body)
                #expect(answer.status == (body.contains("Observations") ? 200 : 400), "\(body) \(answer.text)")
            }
            let moved = try await town.send(.patch, target, #"{"Thing":{"@iot.id":\#(other)}}"#)
            #expect(moved.status == 200)
            #expect(try await town.get("\(target)/Thing")["@iot.id"]?.integer == other)
            #expect(
                try await town.send(.get, target, as: "anonymous").status == 404, "the default data set is internal")
            let back = try await town.send(
                .patch, "Things(\(station.thing))", #"{"Datastreams":[{"@iot.id":\#(station.datastream)}]}"#)
            #expect(back.status == 200)
            #expect(try await town.send(.get, target, as: "anonymous").status == 200)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Thing's moves are remembered`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let target = "Things(\(station.thing))"
            func places() async throws -> [Int64] {
                let found = try await town.get("\(target)/Locations")
                return found["value"]?.array?.compactMap { $0["@iot.id"]?.integer } ?? []
            }
            let first = try await places()[0]
            let second = try await town.make("\(target)/Locations", WriteTown.location)
            #expect(try await places() == [second])
            #expect(try await town.count("\(target)/HistoricalLocations") == 2)
            let answer = try await town.send(.patch, target, #"{"Locations":[{"@iot.id":\#(first)}]}"#)
            #expect(answer.status == 200)
            #expect(try await places() == [first])
            #expect(try await town.count("\(target)/HistoricalLocations") == 3)
            func history(_ time: String) -> String { #"{"time":"\#(time)","Locations":[{"@iot.id":\#(second)}]}"# }
            try await town.make("\(target)/HistoricalLocations", history("2020-01-01T00:00:00Z"))
            #expect(try await places() == [first], "history only")
            try await town.make("\(target)/HistoricalLocations", history("2030-01-01T00:00:00Z"))
            #expect(try await places() == [second])
            try await town.make(
                "Locations(\(first))/HistoricalLocations",
                #"{"time":"2031-01-01T00:00:00Z","Thing":{"@iot.id":\#(station.thing)}}"#)
            #expect(try await places() == [first])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `deleting takes along what the standard says`(_ kind: TestEngine) async throws {
        let sets = [
            "Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties",
            "Observations", "FeaturesOfInterest",
        ]
        let table: [(String, [Int])] = [
            ("Things", [0, 1, 0, 0, 1, 1, 0, 1]), ("Locations", [1, 0, 0, 1, 1, 1, 2, 1]),
            ("HistoricalLocations", [1, 1, 0, 1, 1, 1, 2, 1]), ("Datastreams", [1, 1, 1, 0, 1, 1, 0, 1]),
            ("Sensors", [1, 1, 1, 0, 0, 1, 0, 1]), ("ObservedProperties", [1, 1, 1, 0, 1, 0, 0, 1]),
            ("Observations", [1, 1, 1, 1, 1, 1, 1, 1]), ("FeaturesOfInterest", [1, 1, 1, 1, 1, 1, 0, 0]),
        ]
        try await WriteTown.with(kind) { town in
            for (set, left) in table {
                let station = try await town.makeStation()
                for time in ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"] {
                    try await town.make(
                        "Datastreams(\(station.datastream))/Observations", #"{"result":1,"phenomenonTime":"\#(time)"}"#)
                }
                let id = try #require(try await town.get(set)["value"]?.array?.first?["@iot.id"]?.integer)
                #expect(try await town.send(.delete, "\(set)(\(id))").status == 200)
                #expect(try await town.send(.get, "\(set)(\(id))").status == 404)
                var counts: [Int] = []
                for name in sets { counts.append(try await town.count(name)) }
                #expect(counts == left, "\(set)")
                try await town.engine.read { connection in
                    let orphans = try connection.integer(
                        """
                        SELECT (SELECT count(*) FROM observation WHERE datastream_id NOT IN (SELECT id FROM datastream))
                            + (SELECT count(*) FROM observation_block
                                WHERE datastream_id NOT IN (SELECT id FROM datastream))
                            + (SELECT count(*) FROM datastream_state
                                WHERE datastream_id NOT IN (SELECT id FROM datastream))
                        """)
                    #expect(orphans == 0)
                }
                for name in sets {
                    for entity in try await town.get(name)["value"]?.array ?? [] {
                        let id = entity["@iot.id"]?.integer ?? -1
                        _ = try await town.send(.delete, "\(name)(\(id))")
                    }
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `rights: who may not write, and what may not be touched`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let hidden = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            let body = #"{"name":"x","description":""}"#
            for (method, target) in [
                (HTTPRequest.Method.post, "Things"), (.patch, "Things(1)"), (.put, "Things(1)"), (.delete, "Things(1)"),
                (.post, "CreateObservations"),
            ] {
                let anonymous = try await town.send(method, target, body, as: "anonymous")
                #expect(anonymous.status == 401)
                #expect(anonymous.headers[.wwwAuthenticate] != nil)
                #expect(try await town.send(method, target, body, as: "viewer").status == 403)
            }
            #expect(try await town.send(.patch, "Things(\(hidden.thing))", body).status == 404)
            #expect(try await town.send(.delete, "Datastreams(\(hidden.datastream))").status == 404)
            #expect(try await town.send(.post, "Things(\(hidden.thing))/Locations", WriteTown.location).status == 404)
            let observation = #"{"result":1,"Datastream":{"@iot.id":\#(hidden.datastream)}}"#
            #expect(try await town.send(.post, "Observations", observation).pointer == "/Datastream")
            let hiddenSensor = try await town.send(
                .get, "Datastreams(\(hidden.datastream))/Sensor", as: "administrator")
            let sensor = try #require(hiddenSensor.json["@iot.id"]?.integer)
            #expect(try await town.send(.delete, "Sensors(\(sensor))").status == 404, "it is as hidden as what uses it")
            #expect(try await town.send(.delete, "Sensors(\(sensor))", as: "administrator").status == 200)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `properties.dataset decides who reads; parts follow their Thing`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let open = try await town.makeStation()
            let standing = try await town.makeStation(properties: "{}")
            #expect(try await town.send(.get, "Datastreams(\(open.datastream))", as: "anonymous").status == 200)
            #expect(try await town.send(.get, "Datastreams(\(standing.datastream))", as: "anonymous").status == 404)
            let feature = #"{"name":"F","description":"","encodingType":"x","feature":{}}"#
            let observation = try await town.make(
                "Datastreams(\(open.datastream))/Observations", #"{"result":1,"FeatureOfInterest":\#(feature)}"#)
            let seen = try await town.send(.get, "Observations(\(observation))/FeatureOfInterest", as: "anonymous")
            #expect(seen.status == 200, "a new feature belongs where its Datastream does")
            let published = try await town.send(
                .patch, "Things(\(standing.thing))", #"{"properties":{"dataset":"open"}}"#)
            #expect(published.status == 200)
            #expect(try await town.send(.get, "Datastreams(\(standing.datastream))", as: "anonymous").status == 200)
        }
    }
}
