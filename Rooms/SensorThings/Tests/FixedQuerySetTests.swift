// SPDX-License-Identifier: EUPL-1.2
import Access
import Demonstration
import Foundation
import HTTPSupport
@testable import SensorThings
import Storage
import TestSupport
import Testing
import Wire

/// The forty queries that are measured at 100 million Observations (`Benchmarks/queries`): what the engines make of them.
@Suite struct FixedQuerySetTests {
    private static let tables = [
        "dataset", "thing", "location", "thing_location", "historical_location", "historical_location_location",
        "sensor", "observed_property", "datastream", "datastream_state", "datastream_feature", "feature_of_interest",
        "observation", "observation_block",
    ]

    private static let end = Instant(seconds: 1_767_225_600)

    private static let values: [(String, String)] = [
        ("ds", "60"), ("thing", "20"), ("name", "Station 0000020"), ("start", "Station 000002"),
        ("district", "District 7"), ("observation", "61445"), ("property", "1"),
        ("t0", "2025-06-15T00:00:00Z"), ("t1", "2025-06-16T00:00:00Z"), ("y0", "2024-12-15T00:00:00Z"),
        ("y1", "2025-12-15T00:00:00Z"),
        ("bbox", "POLYGON((7.4 54.2, 7.5 54.2, 7.5 54.26, 7.4 54.26, 7.4 54.2))"), ("point", "POINT(7.5 54.3)"),
    ]

    /// The lines of the set, filled in.
    private static func queries() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "Benchmarks/queries/sensorthings.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return lines.map { line in
            var text = String(line).replacing(" {last page}", with: "")
            for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
            return text
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `no query of the set scans all observations`(_ kind: TestEngine) async throws {
        let queries = try Self.queries()
        #expect(queries.count == 40)
        try await withDatabase(kind) { engine in
            try await Simulation(things: 40, datastreams: 120, observations: 6000, end: Self.end).run(engine: engine)
            // by name: on PostgreSQL the schemas of other tests lie beside
            for table in Self.tables {
                try await engine.write { _ = try $0.execute("ANALYZE \(identifier: table)") }
            }
            // what the test looks for is seen where it is
            let scanning = try await engine.read { connection in
                let recorder = try PlanRecorder(connection)
                try Self.run("Observations?$count=true&$filter=result gt 1000", .system, on: recorder)
                return recorder.plans
            }
            #expect(scanning.contains { $0.scansObservations })
            for reader in [Reader.anonymous, Reader.system] {
                var count = 0
                for query in queries {
                    let plans = try await engine.read { connection in
                        let recorder = try PlanRecorder(connection)
                        try Self.run(query, reader, on: recorder)
                        return recorder.plans
                    }

                    count += plans.count
                    for plan in plans {
                        #expect(!plan.scansObservations, "\(query)\n\(plan.sql)\n\(plan.lines.joined(separator: "\n"))")
                    }
                }
                #expect(count > 30, "the rest of the queries does not touch observations")
            }
        }
    }

    private static func run(_ query: String, _ reader: Reader, on connection: any StorageConnection) throws {
        let parts = query.split(separator: "?", maxSplits: 1)
        let options = parts.count == 2 ? parts[1] : ""
        if parts[0].hasSuffix("/aggregate") {
            let asked = try AggregationRequest(query: options)
            _ = try SeriesAggregation.buckets(
                of: 60, over: asked.window, by: asked.bucket, in: asked.zone, on: connection)
            return
        }
        let request = try ReadRequest(
            path: parts[0], query: options[...], reader: reader, limits: Limits(), root: "http://town/v1.1", now: end)
        if case .notFound(let detail) = try request.answer(connection) { Issue.record("\(query): \(detail)") }
    }
}

/// Runs statements on a connection and keeps what the engine plans for each.
private final class PlanRecorder: StorageConnection {
    struct Plan: Sendable {
        let sql: String
        let lines: [String]
        let dialect: SQLDialect

        /// Whether the large table is read without a bound of its key.
        var scansObservations: Bool {
            switch dialect {
            case .sqlite:
                let aliases = sql.matches(of: /observation (\w+)/).map { String($0.output.1) } + ["observation"]
                return lines.contains { line in aliases.contains { line.hasPrefix("SCAN \($0)") } }
            case .postgresql:
                return lines.indices.contains { index in
                    if lines[index].contains("Seq Scan on observation") { return true }
                    guard lines[index].contains("on observation") else { return false }
                    // the condition stands in one of the next lines, before the next node
                    let rest = lines[(index + 1)...].prefix { !$0.contains("->") }
                    return !rest.contains { $0.contains("Index Cond") || $0.contains("Recheck Cond") }
                }
            }
        }
    }

    private let base: any StorageConnection
    private(set) var plans: [Plan] = []

    init(_ base: any StorageConnection) throws {
        self.base = base
        // tables this small would be scanned whole
        if base.dialect == .postgresql { try base.execute("SET LOCAL enable_seqscan = off") }
    }

    var dialect: SQLDialect { base.dialect }
    var announcements: [any StorageAnnouncement]? {
        get { base.announcements }
        set { base.announcements = newValue }
    }

    func execute(_ sql: SQL) throws -> Int { try base.execute(sql) }

    func forEachRow(_ sql: SQL, _ body: (any StorageRow) throws -> Bool) throws {
        let (text, arguments) = sql.rendered(for: dialect)
        try record(text, arguments)
        try base.forEachRow(sql, body)
    }

    func prepare(_ sql: SQL) throws -> any StorageStatement {
        Statement(try base.prepare(sql), sql.rendered(for: dialect).text, self)
    }

    func bulkInsert(
        into table: String, columns: [String], append: (inout [SQLValue]) throws -> Bool
    ) throws -> Int {
        try base.bulkInsert(into: table, columns: columns, append: append)
    }

    fileprivate func record(_ text: String, _ arguments: [SQLValue]) throws {
        guard text.contains("observation"), !plans.contains(where: { $0.sql == text }) else { return }
        var lines: [String] = []
        let explain = SQL(verbatim: (dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + text)
        try base.prepare(explain).forEachRow(arguments) { row in
            lines.append(row.text(dialect == .sqlite ? 3 : 0))
            return true
        }
        plans.append(Plan(sql: text, lines: lines, dialect: dialect))
    }

    private final class Statement: StorageStatement {
        private let base: any StorageStatement
        private let text: String
        private let recorder: PlanRecorder

        init(_ base: any StorageStatement, _ text: String, _ recorder: PlanRecorder) {
            self.base = base
            self.text = text
            self.recorder = recorder
        }

        func run(_ arguments: [SQLValue]) throws -> Int { try base.run(arguments) }

        func forEachRow(_ arguments: [SQLValue], _ body: (any StorageRow) throws -> Bool) throws {
            try recorder.record(text, arguments)
            try base.forEachRow(arguments, body)
        }
    }
}
