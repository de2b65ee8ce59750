// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
@testable import SensorThings
import Storage
import Testing
import Wire

/// What is remembered of queries: the same answer as compiling anew, for the one who asks, in bounded room.
@Suite struct ReadPlansTests {
    private let plans = ReadPlans(for: .sqlite)
    private static let editor = Reader(identity: .key(id: 1, name: "one"), role: .editor)

    @discardableResult
    private func request(
        _ path: Substring, _ query: Substring = "", as reader: Reader = .anonymous, at seconds: Int64 = 0
    ) throws -> String {
        let read = try ReadRequest(
            path: path, query: query, reader: reader, limits: Limits(), root: "http://localhost/v1.1",
            now: Instant(microseconds: seconds * 1_000_000), plans: plans)
        return "\(read.level.statement(.all, limit: 1).rendered(for: .sqlite))"
    }

    @Test func `the same question of another entity is compiled once`() throws {
        try request("Datastreams(1)/Observations", "$top=1")
        try request("Datastreams(2)/Observations", "$top=1")
        #expect(plans.count == 1)
        try request("Datastreams(2)/Observations", "$top=2")
        #expect(plans.count == 2)
    }

    @Test func `each reader has plans of their own`() throws {
        let anonymous = try request("Things")
        #expect(try request("Things", as: Self.editor) != anonymous)
        #expect(try request("Things", as: .system) != anonymous)
        #expect(try request("Things") == anonymous)
        #expect(plans.count == 3)
    }

    @Test(arguments: ["$filter=time gt now()", "$filter=time%20gt%20%6e%6f%77()", "$orderby=time sub now()"])
    func `now is another moment each time`(_ query: String) throws {
        let first = try request("HistoricalLocations", query[...], at: 1)
        #expect(try request("HistoricalLocations", query[...], at: 2) != first)
        #expect(plans.count == 0)
        let expanded = try request("Things", "$expand=HistoricalLocations(\(query))", at: 1)
        #expect(try request("Things", "$expand=HistoricalLocations(\(query))", at: 1) == expanded)
        #expect(plans.count == 0)
    }

    @Test func `addresses of one query keep their own rules`() throws {
        try request("Things", "$top=1")
        #expect(throws: QueryFault.self) { try request("Things(1)", "$top=1") }
        #expect(throws: QueryFault.self) { try request("Things(1)/name", "$select=name") }
        let name = try request("Things(1)/name")
        #expect(try request("Things(1)/description") != name)
    }

    @Test func `what is remembered has an end, and what is asked for often stays`() throws {
        try request("Things")
        for number in 1...2000 {
            try request("Things", "$top=\(number)")
            try request("Things")
        }
        #expect(plans.count <= 256)
        let before = plans.count
        try request("Things")
        #expect(plans.count == before)
        try request("Things", "$filter=name eq '\(String(repeating: "x", count: 600))'")
        #expect(plans.count == before)
    }
}
