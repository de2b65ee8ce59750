// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
@testable import SensorThings
import SensorThingsFixtures
import Storage
import TestSupport
import Testing

@Suite struct ReadPlanTests {
    /// Addresses whose page must come from an index, without a scan of observations and without sorting them all.
    static let seeks = [
        "Datastreams(1)/Observations", "Datastreams(1)/Observations?$orderby=phenomenonTime desc&$top=1",
        "Datastreams(1)/Observations?$orderby=phenomenonTime",
        "Datastreams(1)/Observations?$filter=phenomenonTime ge 2026-01-01T05:00:00Z and phenomenonTime lt 2026-01-01T09:00:00Z",
        "Observations(1024)", "Observations(1024)/Datastream", "Observations?$filter=id eq 1030",
        "Observations?$filter=Datastream/id eq 2&$top=5", "FeaturesOfInterest(1)/Observations", "Observations",
        "Observations?$filter=Datastream/Thing/id eq 1", "Things?$filter=Datastreams/Observations/result gt 5",
        "Things?$filter=Datastreams/phenomenonTime gt 2026-01-01", "Datastreams(1)/Observations(1024)",
        "Datastreams?$filter=Observations/phenomenonTime gt 2026-01-01",
    ]

    @Test(arguments: seeks)
    func `lists seek in observation`(_ target: String) async throws {
        for reader in [Reader.anonymous, Reader.system] {
            let plan = try await plan(target, reader)
            let scans = plan.filter {
                $0.contains("SCAN t0") || $0.contains("SCAN f") || $0.contains("SCAN observation")
            }
            // a walk along the primary key that stops at the page's end is no scan; Things are few
            let bad = scans.filter {
                !target.hasPrefix("Things") && !target.hasPrefix("Datastreams?") && target != "Observations"
                    || $0.contains("SCAN f")
            }
            #expect(bad.isEmpty, "\(target): \(plan)")
            if target.contains("Datastreams(1)/Observations") {
                #expect(plan.contains { $0.contains("USING PRIMARY KEY (datastream_id=?") }, "\(plan)")
            }
            #expect(!plan.contains { $0 == "USE TEMP B-TREE FOR ORDER BY" }, "\(target): \(plan)")
        }
    }

    @Test(arguments: [
        "Things(1)/Datastreams", "ObservedProperties(1)/Datastreams", "Things(1)/HistoricalLocations",
        "Things?$orderby=name", "Datastreams?$orderby=name desc",
    ])
    func `lists walk an index`(_ target: String) async throws {
        let plan = try await plan(target, .system)
        #expect(
            plan.contains { $0.contains("USING INDEX") || $0.contains("USING COVERING INDEX") }, "\(target): \(plan)")
    }

    /// Else a Sensor whose uses are all hidden would be looked for in each of them.
    @Test(arguments: [
        ("Sensors", "sensor_id"), ("ObservedProperties", "observed_property_id"), ("Sensors(1)", "sensor_id"),
    ])
    func `what uses an entity is found by one seek a data set`(_ target: String, _ column: String) async throws {
        let plan = try await plan(target, .anonymous)
        #expect(
            plan.contains {
                $0.hasPrefix("SEARCH u USING") && $0.contains("(\(column)=? AND dataset_id=?)")
            }, "\(plan)")
        // on the way from a Datastream nothing is asked
        let path = try await self.plan("Datastreams?$filter=Sensor/name eq 'Loop'&$expand=Sensor", .anonymous)
        #expect(!path.contains { $0.contains(" u ") }, "\(path)")
    }

    /// Else each page of a long series would begin at its first row.
    @Test(arguments: ["", "?$orderby=phenomenonTime", "?$orderby=phenomenonTime desc", "?$resultFormat=dataArray"])
    func `the next page of a series is entered at its time`(_ options: String) async throws {
        let plan = try await plan("Datastreams(1)/Observations" + options, .anonymous, isNext: true)
        #expect(
            plan.contains { $0.contains("USING PRIMARY KEY (datastream_id=? AND") && $0.contains("phenomenon_time") },
            "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    /// Else the latest of a whole town would be found by sorting all it ever measured.
    @Test(arguments: ["phenomenonTime", "phenomenonTime desc", "phenomenonTime desc,result", "phenomenonTime,id desc"])
    func `the whole town's latest or earliest are looked for in a stretch of time`(_ order: String) async throws {
        for filter in ["", "&$filter=result ge 0"] {
            let plan = try await plan("Observations?$top=1&$orderby=\(order)\(filter)", .anonymous)
            #expect(
                plan.contains {
                    $0.hasPrefix("SEARCH t0 USING PRIMARY KEY (datastream_id=? AND phenomenon_time")
                }, "\(plan)")
        }
    }

    private func plan(_ target: String, _ reader: Reader, isNext: Bool = false) async throws -> [String] {
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = parts.count == 2 ? parts[1].replacing(" ", with: "%20") : ""
        let request = try ReadRequest(
            path: parts[0], query: query[...], reader: reader, limits: Limits(), root: "http://town/v1.1",
            now: ReadTown.now)
        return try await withDatabase(.sqlite) { engine in
            try await ReadTown.seed(engine)
            return try await engine.read { connection in
                let session = ReadSession(
                    connection: connection, reader: reader, limits: Limits(), root: "http://town/v1.1")
                let anchor = try #require(try session.anchor(of: request.path))
                let after = isNext ? request.level.order.terms.map { _ in SQLValue.integer(1) } : nil
                let (level, limit) = (request.level, request.level.limit)
                let window = try session.window(level, anchor, limit: limit, skip: 0, after: after)
                let statement = level.statement(anchor, limit: limit, after: after, within: window)
                return try connection.rows("EXPLAIN QUERY PLAN \(statement)") { $0.text(3) }
            }
        }
    }
}
