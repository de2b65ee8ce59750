// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

/// `properties/duplicates` of a Datastream: what becomes of a second Observation of one time.
@Suite struct DuplicateRuleTests {
    private static let time = "2026-06-01T00:00:00Z"

    private static func observation(_ result: Int, at time: String = time) -> String {
        #"{"phenomenonTime":"\#(time)","result":\#(result)}"#
    }

    private static func setRule(_ rule: String, of datastream: Int64, in town: WriteTown) async throws {
        let body = #"{"properties":{"duplicates":"\#(rule)"}}"#
        let answer = try await town.send(.patch, "Datastreams(\(datastream))", body)
        #expect(answer.status == 200, "\(answer.text)")
    }

    private static func results(_ datastream: Int64, in town: WriteTown) async throws -> [Int64?] {
        let page = try await town.get("Datastreams(\(datastream))/Observations?$orderby=phenomenonTime,id")
        return page["value"]?.array?.map { $0["result"]?.integer } ?? []
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            ("allow", 201, [1, 2]), ("ignore", 201, [1]), ("replace", 201, [2]), ("reject", 409, [1]),
        ] as [(String, Int, [Int64])])
    func `a POST of a known time follows the rule of its Datastream`(
        _ kind: TestEngine, _ expected: (rule: String, status: Int, results: [Int64])
    ) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.makeStation().datastream
            try await Self.setRule(expected.rule, of: datastream, in: town)
            let first = try await town.make("Datastreams(\(datastream))/Observations", Self.observation(1))
            let second = try await town.send(.post, "Datastreams(\(datastream))/Observations", Self.observation(2))
            #expect(second.status == expected.status, "\(second.text)")
            #expect(try await Self.results(datastream, in: town) == expected.results)
            switch expected.rule {
            case "allow": #expect(second.id != first)
            case "reject": #expect(second.pointer == "/phenomenonTime")
            default: #expect(second.id == first)
            }
            let stored = try await town.engine.read { connection in
                try connection.integer(
                    "SELECT observation_count FROM datastream_state WHERE datastream_id = \(datastream)")
            }
            #expect(stored == Int64(expected.results.count))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a data array answers each row, whichever way the rule settled it`(_ kind: TestEngine) async throws {
        let expected: [(String, [Int64])] = [("reject", [1, 4]), ("ignore", [1, 4]), ("replace", [2, 5])]
        for (rule, results) in expected {
            try await WriteTown.with(kind) { town in
                let datastream = try await town.makeStation().datastream
                try await Self.setRule(rule, of: datastream, in: town)
                let first = try await town.make("Datastreams(\(datastream))/Observations", Self.observation(1))
                let late = "2026-06-01T01:00:00Z"
                let answer = try await town.send(
                    .post, "CreateObservations",
                    #"[{"Datastream":{"@iot.id":\#(datastream)},"components":["phenomenonTime","result"],"#
                        + #""dataArray":[["\#(late)",4],["\#(Self.time)",2],["\#(late)",5]]}]"#)
                #expect(answer.status == 201, "\(answer.text)")
                let lines = answer.json.array?.map { $0.string ?? "" } ?? []
                try #require(lines.count == 3)
                if rule == "reject" {
                    #expect(lines[1].hasPrefix("error") && lines[2].hasPrefix("error"), "\(lines)")
                } else {
                    #expect(lines[1].hasSuffix("Observations(\(first))"), "\(lines)")
                    #expect(lines[2] == lines[0])
                }
                #expect(try await Self.results(datastream, in: town) == results)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the same Observation twice is one row under each rule but allow`(
        _ kind: TestEngine
    ) async throws {
        for rule in ["reject", "ignore", "replace"] {
            try await WriteTown.with(kind) { town in
                let datastream = try await town.makeStation().datastream
                try await Self.setRule(rule, of: datastream, in: town)
                let target = "Datastreams(\(datastream))/Observations"
                let first = try await town.make(target, Self.observation(1))
                #expect(try await town.make(target, Self.observation(1)) == first)
                #expect(try await Self.results(datastream, in: town) == [1])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a rule that is none is a 400 at its place, and the rule goes with its property`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.makeStation().datastream
            for value in [#""sometimes""#, "1", "null"] {
                let body = #"{"properties":{"duplicates":\#(value)}}"#
                let answer = try await town.send(.patch, "Datastreams(\(datastream))", body)
                #expect(answer.status == 400 && answer.pointer == "/properties/duplicates", "\(answer.text)")
            }
            try await Self.setRule("reject", of: datastream, in: town)
            let target = "Datastreams(\(datastream))/Observations"
            try await town.make(target, Self.observation(1))
            #expect(try await town.send(.post, target, Self.observation(2)).status == 409)
            let cleared = try await town.send(.patch, "Datastreams(\(datastream))", #"{"properties":{}}"#)
            #expect(cleared.status == 200)
            try await town.make(target, Self.observation(2))
            #expect(try await Self.results(datastream, in: town) == [1, 2])
        }
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            ("allow", 200, [1, 2]), ("ignore", 409, [1, 2]), ("reject", 409, [1, 2]), ("replace", 200, [2]),
        ] as [(String, Int, [Int64])])
    func `an Observation that moves to a known time follows the rule of its Datastream`(
        _ kind: TestEngine, _ expected: (rule: String, status: Int, results: [Int64])
    ) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.makeStation().datastream
            try await Self.setRule(expected.rule, of: datastream, in: town)
            let target = "Datastreams(\(datastream))/Observations"
            try await town.make(target, Self.observation(1))
            let second = try await town.make(target, Self.observation(2, at: "2026-06-01T01:00:00Z"))
            let refused = try await town.send(.post, target, Self.observation(3))
            let moved = try await town.send(.patch, "Observations(\(second))", #"{"phenomenonTime":"\#(Self.time)"}"#)
            #expect(moved.status == expected.status, "\(moved.text)")
            if expected.rule == "reject" { #expect(moved.json["detail"] == refused.json["detail"]) }
            if expected.status == 409 { #expect(moved.pointer == "/phenomenonTime") }
            if expected.rule == "replace" { #expect(moved.id == second) }
            let results = expected.rule == "allow" ? [1, 2, 3] : expected.results
            #expect(try await Self.results(datastream, in: town).compactMap { $0 }.sorted() == results)
            let page = try await town.get(target + "?$count=true")
            #expect(page["@iot.count"]?.integer == Int64(results.count))
            // its own time is nobody else's
            let same = try await town.send(
                .patch, "Observations(\(second))", #"{"phenomenonTime":"\#(Self.time)","result":2}"#)
            #expect(expected.status == 409 ? same.status == 409 : same.status == 200, "\(same.text)")
        }
    }
}
