// SPDX-License-Identifier: EUPL-1.2
import Foundation
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// What generated queries have found: places where the engines, left to themselves, differ or fail.
@Suite struct EngineEqualityTests {
    /// Filters over Things 1 to 3, with the ids they leave.
    private static let filters: [(String, [Int64])] = [
        // beyond the range of floating point, and below it
        ("id mul 1e308 mul 10 gt 1", [1, 2, 3]), ("id mul 1e-300 mul 1e-300 eq 0", [1, 2, 3]),
        ("1e308 add 1e308 gt id", [1, 2, 3]), ("id div 1e-308 div 1e-10 gt 1", [1, 2, 3]),
        ("1e308 sub id sub 1e308 eq 0", [1, 2, 3]), ("1e20 mod id eq 0", []), ("id mod 2 eq 1", [1, 3]),
        // whole numbers that floating point cannot tell apart
        ("9007199254740993 eq 9007199254740992.0", [1, 2, 3]), ("id lt 9223372036854775807", [1, 2, 3]),
        ("-(-9223372036854775808) gt id", [1, 2, 3]),
        // a name with a point is one name
        ("properties/a.b eq 'x'", []), ("properties/a/b eq 'x'", [1]),
        // the first element of what is no list
        ("properties/lanes/0 eq 2", []), ("properties/a/list/0 eq 1", [1]),
        // a comparison is never null
        ("(properties/lanes gt 5) eq null", []), ("(properties/lanes gt 5) ne null", [1, 2, 3]),
        // times before the first and after the last
        ("year(mindatetime() sub duration'P1000000D') eq null", [1, 2, 3]),
        ("year(maxdatetime() add duration'P1000000D' add duration'P1000000D') gt 1", []),
        ("date(date(2026-01-01T12:00:00Z)) eq 2026-01-01", [1, 2, 3]),
        ("round(round(round(round(id div 2)))) eq 2", [3]), ("round(-2.5) eq -3", [1, 2, 3]),
        // letters beyond ASCII, one for one
        ("startswith(tolower(name),'ä')", [2]), ("toupper('äöüßé') eq 'ÄÖÜßÉ'", [1, 2, 3]),
        ("tolower('ÄÖÜẞ') eq 'äöüß'", [1, 2, 3]),
        // long chains are not deep
        (Array(repeating: "id gt 1", count: 90).joined(separator: " and "), [2, 3]),
        (Array(repeating: "id eq 1", count: 90).joined(separator: " or "), [1]),
        ("id" + String(repeating: " add 1", count: 11) + " eq 12", [1]),
        (String(repeating: "Datastreams/Thing/", count: 3) + "id eq 1", [1]),
    ]

    @Test(arguments: TestEngine.allCases)
    func `numbers, times, names and chains mean the same on both engines`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            for (filter, ids) in Self.filters {
                let (status, text) = try await town.get("Things?$orderby=id&$filter=\(filter)")
                #expect(status == 200, "\(filter): \(text)")
                let found = try JSONValue(parsing: text)["value"]?.array?.compactMap { $0["@iot.id"]?.integer }
                #expect(found == ids, "\(filter)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is deeper than SQLite's parser can follow is a 400 that names the limit`(
        _ kind: TestEngine
    ) async throws {
        try await ReadTown.with(kind) { town in
            let second = " sub duration'PT1S'"
            let hour = "now()" + String(repeating: second, count: 7) + " lt now()"
            let cases = [
                (String(repeating: "Datastreams/Thing/", count: 40) + "id eq 1", "max-query-depth"),
                ("id" + String(repeating: " add 1", count: 60) + " gt 1", "max-query-depth"),
                (String(repeating: "true eq ", count: 60) + "true", "max-query-depth"),
                ("\(hour) and \(hour) and \(hour)", "more than 20 additions"),
            ]
            for (filter, limit) in cases {
                let (status, text) = try await town.get("Things?$filter=\(filter)")
                #expect(status == 400 && text.contains(limit), "\(filter): \(text)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `sixteen terms of an order have a next page, and any skip an end`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            let terms = Array(repeating: "properties/lanes desc,name", count: 8).joined(separator: ",")
            var page = try await town.json("Things?$top=1&$orderby=\(terms)")
            var ids: [Int64] = []
            while true {
                ids += page["value"]?.array?.compactMap { $0["@iot.id"]?.integer } ?? []
                guard ids.count < 4, let link = page["@iot.nextLink"]?.string else { break }
                page = try await town.json(ReadTown.relative(link))
            }
            #expect(ids == [2, 1, 3])
            let skipped = try await town.ids("Observations?$orderby=phenomenonTime&$skip=9223372036854775807")
            #expect(skipped.isEmpty)
        }
    }
}
