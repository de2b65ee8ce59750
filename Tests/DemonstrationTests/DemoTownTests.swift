// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Demonstration
import Storage
import TestSupport
import Testing
import Wire

@Suite struct DemoTownTests {
    /// A fortnight of the town, at a fixed clock reading.
    private static let now = Instant(seconds: 1_795_000_000)
    private static let fortnight = DemoTown(seed: 7, now: now, days: 14)
    /// Changes only when the town is meant to change; `scripts/test` says the new one.
    private static let digest = "552e73fca373b7843fd4e45a617304f5fcb62494f7b9824e3adc48cbee59ae9a"

    @Test(arguments: TestEngine.allCases)
    func `the same seed and clock give the same town on each engine`(_ kind: TestEngine) async throws {
        let digest = try await withDatabase(kind) { engine in
            let outcome = try await Self.fortnight.build(engine: engine)
            #expect(outcome.observations > 30_000)
            return try await CanonicalExport.digest(of: engine)
        }
        #expect(digest == Self.digest)
    }

    @Test func `another seed gives another town`() async throws {
        let digests = try await [UInt64(1), 2].asyncMap { seed in
            try await withDatabase(.sqlite) { engine in
                try await DemoTown(seed: seed, now: Self.now, days: 1).build(engine: engine)
                return try await CanonicalExport.digest(of: engine)
            }
        }
        #expect(digests[0] != digests[1])
    }

    @Test(arguments: TestEngine.allCases)
    func `a later build continues the series and repeats nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let first = try await Self.fortnight.build(engine: engine)
            #expect(try await Self.fortnight.build(engine: engine).observations == 0)
            let later = Instant(seconds: Self.now.microseconds / 1_000_000 + 86_400)
            let second = try await DemoTown(seed: 7, now: later, days: 14).build(engine: engine)
            #expect(second.observations > 1500)
            #expect(second.observations < first.observations / 7)
            let asOf = try await engine.read { try SettingQueries.value(of: .asOf, on: $0) }
            #expect(asOf == String(later.microseconds))
            try await engine.read { connection in
                let repeated = try connection.integer(
                    """
                    SELECT count(*) FROM (SELECT 1 FROM observation GROUP BY datastream_id, phenomenon_time
                        HAVING count(*) > 1) AS twice
                    """)
                #expect(repeated == 0)
                try expectConsistent(connection)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `another town is not overwritten unless forced`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { try SettingQueries.set(.townName, to: "Stadt Münster", on: $0) }
            await #expect(throws: DemonstrationError.otherTown(name: "Stadt Münster")) {
                try await DemoTown(now: Self.now, days: 1).build(engine: engine)
            }
            try await DemoTown(now: Self.now, days: 1).build(engine: engine, isForced: true)
            await #expect(throws: DemonstrationError.otherTown(name: "Musterstadt (fiktiv)")) {
                try await DemoTown(seed: 3, now: Self.now, days: 1).build(engine: engine)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `series of each state exist`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await DemoTown(seed: 5, now: Self.now, days: 430).build(engine: engine)
            try await engine.read { connection in
                let now = Self.now.microseconds
                func count(_ condition: SQL) throws -> Int64 {
                    try connection.integer(
                        """
                        SELECT count(*) FROM datastream d JOIN datastream_state s ON s.datastream_id = d.id
                        WHERE \(condition)
                        """) ?? 0
                }
                let age: SQL = "(\(now) - s.latest_time)"
                #expect(try count("d.ended_at IS NOT NULL") == 2)
                #expect(try count("d.ended_at IS NULL AND \(age) <= 2 * s.interval_us") > 60)
                #expect(
                    try count("d.ended_at IS NULL AND \(age) > 2 * s.interval_us AND \(age) <= 3 * s.interval_us") == 1)
                #expect(try count("d.ended_at IS NULL AND \(age) > 3 * s.interval_us") == 2)
                #expect(try count("s.latest_time > \(now)") == 0)
                try expectConsistent(connection)
            }
        }
    }
}

/// The states and blocks say what the observations say.
func expectConsistent(_ connection: any StorageConnection) throws {
    let wrongStates = try connection.integer(
        """
        SELECT count(*) FROM datastream_state s JOIN (
            SELECT datastream_id, count(*) AS n, min(phenomenon_time) AS first, max(phenomenon_time) AS last
            FROM observation GROUP BY datastream_id) o ON o.datastream_id = s.datastream_id
        WHERE s.observation_count <> o.n OR s.phenomenon_start <> o.first OR s.latest_time <> o.last
            OR s.phenomenon_end < o.last
        """)
    #expect(wrongStates == 0)
    let withoutState = try connection.integer(
        "SELECT count(DISTINCT datastream_id) FROM observation WHERE datastream_id NOT IN (SELECT datastream_id FROM datastream_state)"
    )
    #expect(withoutState == 0)
    let lost = try connection.integer(
        """
        SELECT count(*) FROM observation o WHERE NOT EXISTS (SELECT 1 FROM observation_block b
            WHERE b.block = o.id / 1024 AND b.datastream_id = o.datastream_id
                AND o.phenomenon_time BETWEEN b.first_time AND b.last_time)
        """)
    #expect(lost == 0)
    let latestWrong = try connection.integer(
        """
        SELECT count(*) FROM datastream_state s LEFT JOIN observation o ON o.datastream_id = s.datastream_id
            AND o.phenomenon_time = s.latest_time AND o.id = s.latest_id
        WHERE s.latest_time IS NOT NULL AND (o.result IS NULL OR o.result <> s.latest_result)
        """)
    #expect(latestWrong == 0)
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var all: [T] = []
        for element in self { all.append(try await transform(element)) }
        return all
    }
}
