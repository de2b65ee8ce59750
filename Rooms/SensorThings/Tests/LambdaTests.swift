// SPDX-License-Identifier: EUPL-1.2
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// `any` and `all` (OData 4.0 URL conventions §5.1.1.10), and members of JSON in `$select` and `$orderby`.
@Suite struct LambdaTests {
    /// Things A, B and C; A has Datastreams x (1, 5) and y (2), B has x (3), C none.
    private func withTown(_ kind: TestEngine, _ body: @escaping @Sendable (WriteTown) async throws -> Void) async throws
    {
        try await WriteTown.with(kind) { town in
            let towns: [(String, [(String, [Int])], String)] = [
                ("A", [("x", [1, 5]), ("y", [2])], #"{"rank":10,"place":{"street":"S","number":"5"},"n":"t"}"#),
                ("B", [("x", [3])], #"{"rank":9,"place":{"street":"R"}}"#), ("C", [], #"{"other":1}"#),
            ]
            for (name, series, properties) in towns {
                let datastreams = series.map { series -> String in
                    let observations = series.1.map {
                        #"{"phenomenonTime":"2026-01-0\#($0)T00:00:00Z","result":\#($0)}"#
                    }
                    return WriteTown.datastream.dropLast().replacing(#""name":"D""#, with: #""name":"\#(series.0)""#)
                        + #","Observations":[\#(observations.joined(separator: ","))]}"#
                }
                try await town.make(
                    "Things",
                    #"{"name":"\#(name)","description":"","properties":\#(properties),"Locations":[\#(WriteTown.location)],"Datastreams":[\#(datastreams.joined(separator: ","))]}"#
                )
            }
            try await body(town)
        }
    }

    private static let cases: [(filter: String, names: [String])] = [
        ("Datastreams/any(d: d/name eq 'y')", ["A"]),
        ("Datastreams/any(d: d/Observations/any(o: o/result gt 4) and d/name eq 'x')", ["A"]),
        ("Datastreams/any(d: d/Observations/any(o: o/result gt 4) and d/name eq 'y')", []),
        ("Datastreams/any(d: d/Observations/all(o: o/result lt 3))", ["A"]),
        ("Datastreams/all(d: d/name eq 'x')", ["B", "C"]),
        ("not Datastreams/any(d: true eq true)", ["C"]),
        ("Datastreams/any(d: d/name eq 'x') and name ne 'A'", ["B"]),
        ("Datastreams/Observations/any(o: o/result eq 3 or o/result eq 2)", ["A", "B"]),
        ("Datastreams/any(d: d/Observations/any(o: o/result mul 2 eq 10 and startswith(d/name,'x')))", ["A"]),
        ("Datastreams/any(d: d/ObservedProperty/name eq 'P' and d/Sensor/name eq 'S')", ["A", "B"]),
        ("Datastreams/any(d: d/name eq 'x' and name eq 'B')", ["B"]),
        ("Datastreams/any(d: d/Thing/Datastreams/any(e: e/name ne d/name))", ["A"]),
        ("Datastreams/any(d: d/name eq 'x') eq true", ["A", "B"]),
        ("properties/place/number eq '5'", ["A"]),
    ]

    @Test(arguments: TestEngine.allCases)
    func `each form finds what it should`(_ kind: TestEngine) async throws {
        try await withTown(kind) { town in
            for (filter, names) in Self.cases {
                let answer = try await town.get("Things?$orderby=name&$filter=\(filter.replacing(" ", with: "%20"))")
                let found = answer["value"]?.array?.compactMap { $0["name"]?.string }
                #expect(found == names, "\(filter): \(answer.text.prefix(300))")
            }
        }
    }

    @Test(arguments: [
        ("name/any(d: d/name eq 'x')", 1), ("Datastreams/any(d d/name eq 'x')", 19),
        ("Datastreams/any(d: d/nme eq 'x')", 22), ("Datastreams/any(d: e/name eq 'x')", 20),
        ("Datastreams/any(d: d/name)", 20),
    ])
    func `faults name the place`(_ filter: String, _ position: Int64) async throws {
        try await WriteTown.with(.sqlite) { town in
            let answer = try await town.get("Things?$filter=\(filter.replacing(" ", with: "%20"))")
            #expect(answer["status"]?.integer == 400, "\(answer.text)")
            #expect(answer["position"]?.integer == position, "\(answer.text)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `members of JSON in select and orderby`(_ kind: TestEngine) async throws {
        try await withTown(kind) { town in
            func names(_ options: String) async throws -> [String] {
                try await town.get("Things?\(options)")["value"]?.array?.compactMap { $0["name"]?.string } ?? []
            }
            #expect(try await names("$orderby=properties/rank") == ["C", "B", "A"])
            #expect(try await names("$orderby=properties/rank%20desc") == ["A", "B", "C"])
            #expect(try await names("$orderby=properties/place/street%20desc,name") == ["A", "B", "C"])
            func selected(_ select: String) async throws -> [String] {
                try await town.get("Things?$orderby=name&$select=\(select)")["value"]?.array?.map(\.text) ?? []
            }
            #expect(
                try await selected("name,properties/place/street") == [
                    #"{"name":"A","properties":{"place":{"street":"S"}}}"#,
                    #"{"name":"B","properties":{"place":{"street":"R"}}}"#, #"{"name":"C"}"#,
                ])
            #expect(
                try await selected("properties/rank,properties/place/number").first
                    == #"{"properties":{"rank":10,"place":{"number":"5"}}}"#)
            let whole = try await selected("properties/rank,properties")
            #expect(whole.last == #"{"properties":{"other":1}}"#)
        }
    }
}
