// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

@Suite struct WriteRuleTests {
    @Test(arguments: TestEngine.allCases)
    func `a link that contradicts the address or the nesting is refused`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let first = try await town.makeStation()
            let second = try await town.makeStation()
            let link = #""Thing":{"@iot.id":\#(second.thing)}"#
            let datastream = WriteTown.datastream.dropLast()
            let nested = #"{"name":"x","description":"","Datastreams":[\#(datastream),\#(link)}]}"#
            let observation = #"{"result":1,"Datastream":{"@iot.id":\#(second.datastream)}}"#
            let inline = #"{"result":1,"Datastream":\#(WriteTown.datastream)}"#
            let refused: [(String, String, String)] = [
                ("Things(\(first.thing))/Datastreams", "\(datastream),\(link)}", "/Thing"),
                ("Things", nested, "/Datastreams/0/Thing"),
                ("Datastreams(\(first.datastream))/Observations", observation, "/Datastream"),
                ("Datastreams(\(first.datastream))/Observations", inline, "/Datastream"),
            ]
            for (set, body, pointer) in refused {
                let answer = try await town.send(.post, set, body)
                #expect(answer.status == 400 && answer.pointer == pointer, "\(set): \(answer.text)")
            }
            #expect(try await town.count("Datastreams") == 2)
            try await town.make("Things(\(second.thing))/Datastreams", "\(datastream),\(link)}")
            try await town.make("Datastreams(\(second.datastream))/Observations", observation)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `every relation takes what is nested in it`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let thing = #"{"name":"N","description":""}"#
            let time = #""time":"2026-01-01T00:00:00Z""#
            let location = try await town.make(
                "Locations",
                WriteTown.location.dropLast()
                    + #","Things":[\#(thing)],"HistoricalLocations":[{\#(time),"Thing":\#(thing)}]}"#)
            #expect(try await town.count("Locations(\(location))/Things") == 2, "a first history moves its Thing")
            #expect(try await town.count("Locations(\(location))/HistoricalLocations") >= 2)
            let history = try await town.make(
                "HistoricalLocations", #"{\#(time),"Thing":\#(thing),"Locations":[\#(WriteTown.location)]}"#)
            #expect(try await town.count("HistoricalLocations(\(history))/Locations") == 1)
            let inner = WriteTown.datastream.replacing(#""Sensor":\#(WriteTown.sensor),"#, with: "").dropLast()
            let sensor = try await town.make(
                "Sensors", WriteTown.sensor.dropLast() + #","Datastreams":[\#(inner),"Thing":\#(thing)}]}"#)
            #expect(try await town.count("Sensors(\(sensor))/Datastreams") == 1)
            let datastream = WriteTown.datastream.dropLast() + #","Thing":\#(thing)}"#
            let feature = try await town.make(
                "FeaturesOfInterest",
                """
                {"name":"F","description":"","encodingType":"application/geo+json","feature":\(WriteTown.point),
                "Observations":[{"result":5,"Datastream":\(datastream)}]}
                """)
            #expect(try await town.count("FeaturesOfInterest(\(feature))/Observations") == 1)
            let observation = try await town.make(
                "Observations",
                #"{"result":6,"Datastream":\#(datastream),"FeatureOfInterest":{"@iot.id":\#(feature)}}"#)
            let found = try await town.get("Observations(\(observation))/Datastream/Thing")
            #expect(found["name"]?.string == "N")
        }
    }

    @Test(arguments: [
        (#"{"type":"Point","coordinates":[405000,5756000]}"#, "degrees"),
        (#"{"type":"Point","coordinates":[7.6,151.9]}"#, "degrees"),
        (#"{"type":"FeatureCollection","features":[]}"#, "FeatureCollection"),
        (#"{"type":"Point","coordinates":["7.6","51.9"]}"#, "no GeoJSON"),
        (#"{"type":"Point","coordinates":[]}"#, "no GeoJSON"), (#""Marktplatz""#, "no GeoJSON"), (#"{}"#, "no GeoJSON"),
        (
            #"{"type":"Point","coordinates":[7.6,51.9],"crs":{"type":"name","properties":{"name":"EPSG:25832"}}}"#,
            "25832"
        ),
    ])
    func `a place that says it is GeoJSON and is none gets a clear answer`(location: String, word: String) async throws
    {
        try await WriteTown.with(.sqlite) { town in
            func body(_ encoding: String) -> String {
                #"{"name":"L","description":"","encodingType":"\#(encoding)","location":\#(location)}"#
            }
            let refused = try await town.send(.post, "Locations", body("application/geo+json"))
            #expect(refused.status == 400 && refused.text.contains(word) && refused.text.contains("/location"))
            let feature = body("application/vnd.geo+json").replacing(#""location""#, with: #""feature""#)
            #expect(try await town.send(.post, "FeaturesOfInterest", feature).status == 400)
            #expect(try await town.send(.post, "Locations", body("text/plain")).status == 201)
            #expect(try await town.count("Locations") == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `of several Locations the GeoJSON one becomes the feature, made again when it is gone`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let text = #"{"name":"A","description":"","encodingType":"text/plain","location":"left of the bridge"}"#
            let body = WriteTown.station(properties: "{}").replacing(
                #""Locations":["#, with: #""Locations":[\#(text),"#)
            let thing = try await town.make("Things", body)
            let datastream = try #require(
                try await town.get("Things(\(thing))/Datastreams")["value"]?.array?.first?["@iot.id"]?.integer)
            let set = "Datastreams(\(datastream))/Observations"
            func feature(_ time: String) async throws -> (id: Int64, encoding: String?) {
                let id = try await town.make(set, #"{"result":1,"phenomenonTime":"\#(time)"}"#)
                let found = try await town.get("Observations(\(id))/FeatureOfInterest")
                return (found["@iot.id"]?.integer ?? -1, found["encodingType"]?.string)
            }
            let first = try await feature("2026-01-01T00:00:00Z")
            #expect(first.encoding == "application/geo+json")
            #expect(try await feature("2026-01-02T00:00:00Z").id == first.id)
            #expect(try await town.send(.delete, "FeaturesOfInterest(\(first.id))").status == 200)
            let again = try await feature("2026-01-03T00:00:00Z")
            #expect(again.encoding == "application/geo+json")
            #expect(try await town.count("Observations") == 1, "the deleted feature took its Observations along")
            try await town.make("Things(\(thing))/Locations", WriteTown.location)
            let moved = try await feature("2026-01-04T00:00:00Z")
            #expect(moved.id != again.id, "another place, another feature")
            #expect(try await feature("2026-01-05T00:00:00Z").id == moved.id)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `results of each type keep their digits on every way out`(_ kind: TestEngine) async throws {
        let results = [
            "1.10", "5", "-0.5", "1e3", "12345678901234567890", #""text""#, "true", "false", "null", "[1,2.50,null]",
            #"{"a":1.0}"#,
        ]
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let set = "Datastreams(\(station.datastream))/Observations"
            var ids: [Int64] = []
            for (index, result) in results.enumerated() {
                let day = index < 9 ? "0\(index + 1)" : "\(index + 1)"
                ids.append(
                    try await town.make(
                        set,
                        #"{"result":\#(result),"phenomenonTime":"2026-01-\#(day)T00:00:00Z","resultQuality":{"q":1.50}}"#
                    ))
            }
            for (id, result) in zip(ids, results) {
                let whole = try await town.send(.get, "Observations(\(id))")
                #expect(whole.text.contains(#""result":\#(result)"#), "\(whole.text)")
                #expect(whole.text.contains(#""resultQuality":{"q":1.50}"#), "\(whole.text)")
                let selected = try await town.send(.get, "Observations(\(id))?$select=result")
                #expect(selected.text == #"{"result":\#(result)}"#)
                let patched = try await town.send(.patch, "Observations(\(id))", #"{"resultTime":null}"#)
                #expect(patched.text.contains(#""result":\#(result)"#), "a PATCH of something else")
                let patch = try await town.send(
                    .patch, "Observations(\(id))", #"[{"op":"add","path":"/parameters","value":{"n":2.0}}]"#,
                    headers: [.contentType: "application/json-patch+json"])
                #expect(
                    patch.text.contains(#""result":\#(result)"#) && patch.text.contains(#"{"n":2.0}"#), "\(patch.text)")
            }
            let array = try await town.send(.get, "\(set)?$resultFormat=dataArray&$select=result")
            #expect(array.text.contains("[[" + results.joined(separator: "],[") + "]]"), "\(array.text)")
            let csv = try await town.send(.get, "\(set)?$resultFormat=CSV&$select=result")
            let lines = csv.text.split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.prefix(8) == ["result", "1.10", "5", "-0.5", "1e3", "12345678901234567890", "text", "true"])
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what real clients send`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let target = "Things('\(station.thing)')"
            let whole = try await town.send(.get, "Things(\(station.thing))")
            #expect(try await town.send(.put, target, whole.text).status == 200, "PUT of what GET answered")
            let put = try await town.send(
                .put, target,
                #"{"@iot.id":"\#(station.thing)","id":5,"name":"n","description":"d","properties":null,"Locations":[]}"#
            )
            #expect(put.status == 200, "\(put.text)")
            #expect(put.json["properties"]?.isNull ?? true)
            let datastream = try await town.send(.get, "Datastreams(\(station.datastream))")
            #expect(try await town.send(.put, "Datastreams(\(station.datastream))", datastream.text).status == 200)
            let observation = try await town.send(
                .post, "Observations",
                #"{"result":"5","resultTime":null,"parameters":null,"Datastream":{"@iot.id":"\#(station.datastream)","name":"D"}}"#
            )
            #expect(observation.status == 201, "\(observation.text)")
            #expect(observation.json["result"] == "5")
            #expect(observation.json["resultTime"] == .null)
            let back = try await town.send(.put, "Observations(\(observation.id))", observation.text)
            #expect(back.status == 200, "\(back.text)")
            #expect(back.json["phenomenonTime"] == observation.json["phenomenonTime"])
            let reset = try await town.send(.put, "Observations(\(observation.id))", #"{"result":7}"#)
            #expect(reset.json["result"] == 7)
            #expect(
                reset.json["phenomenonTime"] == observation.json["phenomenonTime"], "a time has no default to return to"
            )
        }
    }
}
