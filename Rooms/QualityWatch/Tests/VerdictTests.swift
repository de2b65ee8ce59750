// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Rights
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

@testable import QualityWatch

@Suite struct VerdictTests {
    private static func town(
        _ kind: TestEngine, _ body: (any StorageEngine, StoredFinding) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await CounterFiles.outboundStops(40..<43).import(0..<50, into: engine)
            let found = try await engine.read { try QualityQueries.list(.open, limit: 9, for: .system, on: $0) }
            try await body(engine, try #require(found.first))
        }
    }

    private static func judge(_ id: Int64, _ verdict: Verdict?, _ engine: any StorageEngine) async throws {
        try await engine.write { connection in
            _ = try QualityQueries.judge(
                id, verdict, reason: "Kabel ab", by: "Ada", at: CounterFiles.moment, for: .system, on: connection)
        }
    }

    private static func april(_ key: String, _ engine: any StorageEngine) async throws -> (
        sound: BucketValues, all: BucketValues, left: Int64
    ) {
        let id = try await CounterFiles.datastream(key, on: engine)
        let window = InstantInterval(
            start: try Instant(iso8601: "2026-04-01T00:00:00+02:00"),
            end: try Instant(iso8601: "2026-04-15T00:00:00+02:00"))
        return try await engine.read { connection in
            (
                try SeriesAggregation.soundTotal(of: id, over: window, on: connection),
                try SeriesAggregation.total(of: id, over: window, on: connection),
                try SeriesMask.leftOut(of: id, over: window, on: connection)
            )
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `broken days are left out of channel and total, and come back`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { engine, found in
            try await Self.judge(found.id, .broken, engine)
            for key in ["100020113", "102020113"] {
                let april = try await Self.april(key, engine)
                #expect(april.all.count == 14 * 96 && april.sound.count == 11 * 96 && april.left == 3 * 96)
                #expect((april.sound.mean ?? 0) > (april.all.mean ?? 0))
                #expect(abs((april.sound.coverage ?? 0) - 11.0 / 14) < 0.01)
            }
            let total = try await CounterFiles.datastream("100020113", on: engine)
            let indicator = try #require(try await DatastreamIndicator.find(total, for: .system, on: engine))
            let window = try await Self.april("100020113", engine).sound.bucket
            let value = try await indicator.aggregate(.count, over: window, for: .system)
            #expect(value.count == 11 * 96)
            let other = try await Self.april("101020113", engine)
            #expect(other.left == 0 && other.sound == other.all)
            let judged = try await engine.read { try QualityQueries.find(found.id, for: .system, on: $0) }
            #expect(judged?.judgement?.verdict == .broken && judged?.judgement?.by == "Ada")
            #expect(judged?.judgement?.reason == "Kabel ab")
            try await Self.judge(found.id, nil, engine)
            let again = try await Self.april("100020113", engine)
            #expect(again.left == 0 && again.sound == again.all)
            let entries = try await engine.read { connection in
                try connection.rows("SELECT detail FROM audit_entry WHERE action = 'judge' ORDER BY position") {
                    $0.text(0)
                }
            }
            #expect(entries.count == 2)
            #expect(entries.first?.contains("Kabel ab") == true && entries.last?.contains("\"before\"") == true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `stretches with a mask are those of the values without its days`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { engine, found in
            try await Self.judge(found.id, .broken, engine)
            let id = try await CounterFiles.datastream("100020113", on: engine)
            let start = try Instant(iso8601: "2026-04-08T00:00:00+02:00").microseconds
            let hours = (0...192).map { Instant(microseconds: start + Int64($0) * 3_600_000_000) }
            let (sound, all) = try await engine.read { connection in
                (
                    try SeriesAggregation.soundStretches(of: id, between: hours, on: connection),
                    try SeriesAggregation.stretches(of: id, between: hours, on: connection)
                )
            }
            #expect(sound.count == all.count)
            for (index, (left, right)) in zip(sound, all).enumerated() {
                let isMasked = (48..<120).contains(index)
                #expect(isMasked ? left.count == 0 && left.mean == nil : left == right, "\(index)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `real closes a finding, ignore silences the rule for the series until it is taken back`(
        _ kind: TestEngine
    ) async throws {
        try await Self.town(kind) { engine, found in
            func open() async throws -> Int {
                try await engine.read { try QualityQueries.list(.open, limit: 9, for: .system, on: $0).count }
            }
            try await Self.judge(found.id, .real, engine)
            #expect(try await open() == 0)
            try await Self.judge(found.id, .ignored, engine)
            try await CounterFiles.outboundStops(55..<60).import(50..<62, as: "2027-01", into: engine)
            #expect(try await open() == 0)
            let all = try await engine.read { try QualityQueries.list(.all, limit: 9, for: .system, on: $0) }
            #expect(all.map { $0.judgement?.verdict } == [.ignored, .ignored])
            try await Self.judge(found.id, nil, engine)
            #expect(try await open() == 2)
        }
    }

    @Test func `a judgement needs a reason and a word that is one`() async throws {
        try await Self.town(.sqlite) { engine, found in
            let (id, now) = (found.id, CounterFiles.moment)
            for (reason, fault) in [
                ("  ", QualityFault.noReason), (String(repeating: "a", count: 2001), .longReason),
            ] {
                await #expect(throws: fault) {
                    try await engine.write { connection in
                        _ = try QualityQueries.judge(
                            id, .real, reason: reason, by: "Ada", at: now, for: .system, on: connection)
                    }
                }
            }
            #expect(throws: QualityFault.noVerdict("kaputt")) { try Verdict.named("kaputt") }
            let after = try await engine.read { try QualityQueries.find(id, for: .system, on: $0) }
            #expect(after?.isOpen == true)
        }
    }
}
