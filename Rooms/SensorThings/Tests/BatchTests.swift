// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

@Suite struct BatchTests {
    private static func multipart(_ town: WriteTown, _ body: String, as role: String = "editor") async throws
        -> WriteTown.Answer
    {
        try await town.send(
            .post, "$batch", body.replacing("\n", with: "\r\n"), as: role,
            headers: [.contentType: "multipart/mixed; boundary=batch_1"])
    }

    private static func json(_ town: WriteTown, _ body: String, as role: String = "editor") async throws
        -> WriteTown.Answer
    {
        try await town.send(.post, "$batch", body, as: role, headers: [.contentType: "application/json"])
    }

    /// Status lines of a multipart answer, in their order.
    private static func statuses(_ answer: WriteTown.Answer) -> [Int] {
        answer.text.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1 ") }
            .compactMap { Int($0.dropFirst(9).prefix(3)) }
    }

    private static func part(
        _ method: String, _ url: String, _ body: String = "", id: String? = nil, type: String = "application/json"
    ) -> String {
        let identity = id.map { "Content-ID: \($0)\n" } ?? ""
        return """
            Content-Type: application/http
            Content-Transfer-Encoding: binary
            \(identity)
            \(method) \(url) HTTP/1.1
            Content-Type: \(type)

            \(body)

            """
    }

    private static func batch(_ parts: [String], boundary: String = "batch_1") -> String {
        parts.map { "--\(boundary)\n\($0)" }.joined() + "--\(boundary)--\n"
    }

    private static func changeSet(_ parts: [String]) -> String {
        "Content-Type: multipart/mixed; boundary=\"set_1\"\n\n" + batch(parts, boundary: "set_1")
    }

    @Test(arguments: TestEngine.allCases)
    func `requests run in their order, whichever way their address is written`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let thing = #"{"name":"B","description":""}"#
            let answer = try await Self.multipart(
                town,
                Self.batch([
                    Self.part("GET", "Things?$count=true&$top=0"),
                    Self.part("POST", "/v1.1/Things", thing),
                    Self.part("GET", "http://town/v1.1/Things?$filter=name eq 'B'&$select=name"),
                    Self.part("PATCH", "https://proxy/v1.1/Things(\(station.thing))", #"{"name":"C"}"#),
                    Self.part("GET", "/v1.1/Things(\(station.thing))/name/$value"),
                    Self.part("GET", "Things(99)"), Self.part("POST", "Things", #"{"name":5}"#),
                    Self.part("POST", "Things", "{"), Self.part("BREW", "Things", "{}"), Self.part("GET", "Nothing?$x"),
                    Self.part(
                        "PATCH", "Things(\(station.thing))", #"[{"op":"replace","path":"/name","value":"D"}]"#,
                        type: "application/json-patch+json"),
                    Self.part("DELETE", "Things(\(station.thing))"), Self.part("GET", "Things(\(station.thing))"),
                ]))
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.headers[.contentType]?.hasPrefix("multipart/mixed; boundary=") == true)
            #expect(
                Self.statuses(answer) == [200, 201, 200, 200, 200, 404, 400, 400, 405, 404, 200, 200, 404],
                "\(answer.text)")
            #expect(
                answer.text.contains(#""@iot.count":1"#) && answer.text.contains(#"{"value":[{"name":"B"}]}"#),
                "\(answer.text)")
            #expect(answer.text.contains("\r\n\r\nC\r\n"), "the bare value")
            #expect(answer.text.contains("Location: http://town/v1.1/Things("))
            #expect(try await town.count("Things") == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a change set refers to what it made, and happens whole or not at all`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = String(WriteTown.datastream.dropLast()) + #","Thing":{"@iot.id":"$1"}}"#
            let good = [
                Self.part("POST", "Things", #"{"name":"B","description":""}"#, id: "1"),
                Self.part("POST", "$1/Locations", WriteTown.location, id: "2"),
                Self.part("POST", "Datastreams", datastream, id: "3"),
                Self.part("POST", "/v1.1/$3/Observations", #"{"result":1}"#, id: "4"),
            ]
            let answer = try await Self.multipart(
                town, Self.batch([Self.changeSet(good), Self.part("GET", "$1/Datastreams?$select=name")]))
            #expect(Self.statuses(answer) == [201, 201, 201, 201, 200], "\(answer.text)")
            #expect(answer.text.contains("Content-ID: 3\r\n"))
            #expect(answer.text.contains(#"{"value":[{"name":"D"}]}"#), "a reference outlives its change set")
            #expect(try await town.count("Observations") == 1)
            #expect(try await town.count("Locations") == 1)
            let failing = try await Self.multipart(
                town,
                Self.batch([
                    Self.changeSet(good + [Self.part("POST", "Things", "{}", id: "5")]),
                    Self.part("GET", "Things?$top=0"),
                    Self.changeSet([Self.part("DELETE", "Things(77)"), Self.part("POST", "$9/Locations", "{}")]),
                    Self.part("POST", "$1/Locations", WriteTown.location),
                ]))
            #expect(
                Self.statuses(failing) == [400, 200, 404, 424], "one answer for a failed change set\n\(failing.text)")
            #expect(try await town.count("Things") == 1)
            #expect(try await town.count("Observations") == 1)
            let deleting = try await Self.multipart(
                town, Self.batch([Self.changeSet([Self.part("DELETE", "Observations?$filter=result eq 1")])]))
            #expect(deleting.text.contains(#"{"deleted":1}"#), "\(deleting.text)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the JSON format: groups, references, conditions`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = WriteTown.datastream.dropLast() + #","Thing":{"@iot.id":"$t"}}"#
            let answer = try await Self.json(
                town,
                """
                {"requests":[
                {"id":"t","atomicityGroup":"a","method":"post","url":"Things","body":{"name":"J","description":"","Locations":[\(WriteTown.location)]}},
                {"id":"d","atomicityGroup":"a","method":"post","url":"Datastreams","body":\(datastream)},
                {"id":"o","method":"POST","url":"$d/Observations","body":{"result":1.10},"headers":{"Prefer":"return=minimal"}},
                {"id":"x","atomicityGroup":"b","method":"post","url":"Things","body":{"name":"K","description":""}},
                {"id":"y","atomicityGroup":"b","method":"post","url":"Things","body":{}},
                {"id":"g","method":"get","url":"Things?$select=name"},
                {"id":"v","method":"get","url":"$d/name/$value"},
                {"id":"i","method":"patch","url":"$t","if":"$g","body":{"name":"L"}},
                {"id":"n","method":"patch","url":"$t","if":"not $t/$succeeded","body":{"name":"M"}},
                {"id":"p","method":"delete","url":"$t","dependsOn":["b"]},
                {"id":"q","method":"get","url":"Things","if":"$zzz"},
                {"id":"r","method":"get","url":"Things","if":"1 eq 1"},
                {"id":7,"method":"get","url":"Datastreams(1)/Observations?$resultFormat=CSV&$select=result"},
                {"id":"z","method":"get"}]}
                """)
            #expect(answer.status == 200, "\(answer.text)")
            let responses = answer.json["responses"]?.array ?? []
            let expected: [String: Int64] = [
                "t": 201, "d": 201, "o": 201, "x": 424, "y": 400, "g": 200, "v": 200, "i": 200, "n": 424, "p": 424,
                "q": 400, "r": 400, "7": 200, "z": 400,
            ]
            for response in responses {
                let id = response["id"]?.string ?? ""
                #expect(response["status"]?.integer == expected[id], "\(response.text)")
            }
            #expect(
                responses.map { $0["id"]?.string ?? "" } == [
                    "t", "d", "o", "x", "y", "g", "v", "i", "n", "p", "q", "r", "7", "z",
                ])
            #expect(responses.first?["location"]?.string?.hasPrefix("http://town/v1.1/Things(") == true)
            #expect(responses.first?["atomicityGroup"] == "a")
            #expect(responses[2]["body"] == nil)
            #expect(responses[5]["body"]?["value"]?.array?.count == 1, "group b left nothing")
            #expect(responses[6]["body"] == "D")
            #expect(responses[12]["body"]?.string?.contains("1.10") == true)
            #expect(try await town.get("Things?$select=name")["value"]?.array == [["name": "L"]])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `rights are asked for each part`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let hidden = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            let parts = Self.batch([
                Self.part("GET", "Things(\(station.thing))"), Self.part("DELETE", "Things(\(station.thing))"),
                Self.part("DELETE", "Things?$filter=true"), Self.part("GET", "Things(\(hidden.thing))"),
                Self.changeSet([Self.part("POST", "Things", "{}")]),
                Self.part("POST", "CreateObservations", "[]"),
            ])
            #expect(
                Self.statuses(try await Self.multipart(town, parts, as: "anonymous")) == [200, 401, 401, 404, 401, 401])
            #expect(
                Self.statuses(try await Self.multipart(town, parts, as: "viewer")) == [200, 403, 403, 404, 403, 403])
            #expect(try await town.count("Things") == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is no batch is refused whole, and says why`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let thing = Self.part("POST", "Things", #"{"name":"B","description":""}"#)
            let tooMany = (0...1000).map { #"{"id":"\#($0)","method":"get","url":"Things"}"# }.joined(separator: ",")
            let table: [(String, String, String)] = [
                ("multipart/mixed", Self.batch([thing]), "boundary"),
                ("multipart/mixed; boundary=", Self.batch([thing]), "boundary"),
                ("multipart/mixed; boundary=other", Self.batch([thing]), "closing"),
                ("multipart/mixed; boundary=batch_1", "--batch_1\n\(thing)", "closing"),
                ("application/json", "{}", "requests"), ("application/json", "{", ""),
                ("application/json", #"{"requests":[{"method":"get","url":"Things"}]}"#, "id"),
                ("application/json", #"{"requests":[{"id":"1"},{"id":"1"}]}"#, "twice"),
                ("application/json", #"{"requests":[\#(tooMany)]}"#, "1000"),
                (
                    "application/json",
                    #"{"requests":[{"id":"1","atomicityGroup":"a"},{"id":"2"},{"id":"3","atomicityGroup":"a"}]}"#,
                    "follow"
                ),
            ]
            for (type, body, reason) in table {
                let answer = try await town.send(.post, "$batch", body, headers: [.contentType: type])
                #expect(answer.status == 400 && answer.text.contains(reason), "\(type): \(answer.text)")
            }
            #expect(try await town.send(.post, "$batch", "x", headers: [.contentType: "text/plain"]).status == 415)
            let long = String(repeating: " ", count: 16 * 1024 * 1024 + 1)
            #expect(try await Self.json(town, long).status == 413)
            #expect(try await town.count("Things") == 0)
            #expect(try await Self.json(town, #"{"requests":[]}"#).text == #"{"responses":[]}"#)
        }
    }
}
