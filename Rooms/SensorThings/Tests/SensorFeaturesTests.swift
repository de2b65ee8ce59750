// SPDX-License-Identifier: EUPL-1.2
import Access
import SensorThings
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct SensorFeaturesTests {
    private struct Sensor: Equatable {
        let id: Int64
        let longitude: Double?
        let state: String
        let value: Double?
        let time: Int64?
        let unit: String?
        let dataset: String?
        let other: String?
    }

    private func sensors(_ engine: any StorageEngine, for reader: Reader = .anonymous) async throws -> [Sensor] {
        let relation = SensorFeatures(now: { WriteTown.now }).relation(for: reader)
        let statement: SQL = """
            SELECT fid, longitude, state, value, time, unit, dataset, other_value FROM (\(relation)) AS source
            WHERE fid > 0 ORDER BY fid
            """
        return try await engine.read { connection in
            try connection.rows(statement) { row in
                Sensor(
                    id: row.integer(0), longitude: row.realIfPresent(1), state: row.text(2),
                    value: row.realIfPresent(3), time: row.integerIfPresent(4), unit: row.textIfPresent(5),
                    dataset: row.textIfPresent(6), other: row.textIfPresent(7))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Thing shows the latest value of its series, its place and its data set`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let second = try await town.make("Things(\(station.thing))/Datastreams", WriteTown.datastream)
            try await town.make("Things", #"{"name":"Bare","description":"","properties":{"dataset":"open"}}"#)
            for (datastream, result, time) in [
                (station.datastream, "1.5", "2026-06-30T20:00:00Z"), (second, "7", "2026-06-30T23:00:00Z"),
                (station.datastream, "3", "2026-06-30T22:00:00Z"),
            ] {
                try await town.make(
                    "Datastreams(\(datastream))/Observations",
                    #"{"result":\#(result),"phenomenonTime":"\#(time)"}"#)
            }
            let found = try await sensors(town.engine)
            #expect(found.count == 2)
            let latest = try Instant(iso8601: "2026-06-30T23:00:00Z").microseconds
            #expect(
                found.first
                    == Sensor(
                        id: station.thing, longitude: 7.6, state: "live", value: 7, time: latest, unit: "1",
                        dataset: "open", other: nil))
            #expect(found.last?.state == "empty")
            #expect(found.last?.longitude == nil)
            try await town.make(
                "Datastreams(\(second))/Observations",
                #"{"result":{"open":true},"phenomenonTime":"2026-06-30T23:30:00Z"}"#)
            let changed = try await sensors(town.engine).first
            #expect(changed?.value == nil)
            #expect(changed?.other == #"{"open":true}"#)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the state is the one that SensorState judges`(_ kind: TestEngine) async throws {
        let minute: Int64 = 60_000_000
        let now = WriteTown.now
        var cases: [(age: Int64?, interval: Int64?, ended: Int64?)] = []
        for age in [nil, -5, 0, 1, 30, 31, 45, 46, 2 * 1440, 2 * 1440 + 1, 3 * 1440 + 1] as [Int64?] {
            for interval in [nil, 0, 15] as [Int64?] {
                for ended in [nil, -1, 0, 20] as [Int64?] { cases.append((age, interval, ended)) }
            }
        }
        try await WriteTown.with(kind) { [cases] town in
            let station = try await town.makeStation()
            try await town.make(
                "Datastreams(\(station.datastream))/Observations",
                #"{"result":1,"phenomenonTime":"2026-06-30T20:00:00Z"}"#)
            for (age, interval, ended) in cases {
                let latest = age.map { now.microseconds - $0 * minute }
                let end = ended.map { now.microseconds - $0 * minute }
                try await town.engine.write { connection in
                    try connection.execute(
                        """
                        UPDATE datastream_state SET phenomenon_end = \(latest), interval_us = \(interval.map { $0 * minute })
                        """)
                    try connection.execute("UPDATE datastream SET ended_at = \(end)")
                }
                let expected = SensorState(
                    latest: latest.map { Instant(microseconds: $0) }, interval: interval.map { $0 * minute },
                    ended: end.map { Instant(microseconds: $0) }, now: now)
                let state = try await sensors(town.engine).first?.state
                #expect(state == expected.rawValue, "\(String(describing: (age, interval, ended)))")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a series given up long ago does not call for attention`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let second = try await town.make("Things(\(station.thing))/Datastreams", WriteTown.datastream)
            for (datastream, time) in [(station.datastream, "2026-06-30T23:00:00Z"), (second, "2026-06-25T23:00:00Z")] {
                try await town.make(
                    "Datastreams(\(datastream))/Observations", #"{"result":1,"phenomenonTime":"\#(time)"}"#)
            }
            #expect(try await sensors(town.engine).first?.state == "silent")
            try await town.engine.write { connection in
                try connection.execute(
                    """
                    UPDATE datastream_state SET phenomenon_end = phenomenon_end - 2592000000000
                    WHERE datastream_id = \(second)
                    """)
            }
            #expect(try await sensors(town.engine).first?.state == "live")
        }
    }

    @Test func `a page begins at the key and asks no Observation`() async throws {
        try await WriteTown.with(.sqlite) { town in
            let relation = SensorFeatures(now: { WriteTown.now }).relation(for: .anonymous)
            let statement: SQL = """
                EXPLAIN QUERY PLAN SELECT * FROM (\(relation)) AS source WHERE fid > 100 AND TRUE ORDER BY fid
                """
            let plan = try await town.engine.read { try $0.rows(statement) { $0.text(3) } }
            #expect(plan.first == "SEARCH thing USING INTEGER PRIMARY KEY (rowid>?)", "\(plan)")
            #expect(!plan.contains { $0.hasSuffix(" observation") || $0.contains("SCAN thing") }, "\(plan)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what a reader may not see is not there`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let open = try await town.makeStation()
            let secret = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            #expect(try await sensors(town.engine).map(\.id) == [open.thing])
            #expect(try await sensors(town.engine, for: .system).map(\.id) == [open.thing, secret.thing])
            try await town.engine.write { connection in
                try connection.execute(
                    """
                    UPDATE datastream SET dataset_id = (SELECT id FROM dataset WHERE slug = 'secret')
                    WHERE id = \(open.datastream)
                    """)
            }
            #expect(try await sensors(town.engine).first?.unit == nil)
            #expect(try await sensors(town.engine, for: .system).first?.unit == "1")
        }
    }
}
