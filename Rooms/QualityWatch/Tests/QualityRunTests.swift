// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Ingest
import Quality
import Rights
import SensorThings
import Storage
import TestSupport
import Testing

@testable import QualityWatch

@Suite struct QualityRunTests {
    private func all(_ engine: any StorageEngine, for reader: Reader = .system) async throws -> [StoredFinding] {
        try await engine.read { try QualityQueries.list(.all, limit: 100, for: reader, on: $0) }
    }

    @Test(arguments: TestEngine.allCases)
    func `an import names a channel that stops, once for the channel and once for its total`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            let report = try await CounterFiles.outboundStops(40..<60).import(0..<46, into: engine)
            let words = "liest null seit 10. April 2026"
            #expect(report.notices.contains { $0.german.contains(words) && $0.german.contains("auswärts") })
            #expect(report.notices.contains { $0.english.contains("reads zero since 10 April 2026") })
            let found = try await all(engine)
            #expect(found.count == 1)
            let total = try await CounterFiles.datastream("100020113", on: engine)
            let part = try await CounterFiles.datastream("102020113", on: engine)
            #expect(found.first?.finding.series == part)
            let ofTotal = try await engine.read { try QualityQueries.of(total, for: .system, on: $0) }
            #expect(ofTotal.map(\.finding.cause) == [part])
            #expect(ofTotal.first?.statement.english == "contains “auswärts”, which reads zero since 10 April 2026")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `days that come one by one give what all at once give`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let files = CounterFiles.outboundStops(40..<44)
            try await files.import(0..<40, as: "2026-03", into: engine)
            var named: [Int: Int] = [:]
            for day in 40..<48 {
                try await files.import(day..<(day + 1), as: "2027-\(day - 30)", into: engine)
                named[day] = try await all(engine).count
            }
            #expect(named[40] == 0 && named[41] == 1 && named[47] == 1)
            let found = try #require(try await all(engine).first)
            #expect(found.headline.english == "read zero from 10 April 2026 to 13 April 2026")
            let again = try await QualityRun(engine: engine, now: { CounterFiles.moment }).run()
            #expect(again.networks == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `corrected values take a finding back, late ones bring it`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await CounterFiles().import(0..<46, into: engine)
            #expect(try await all(engine).isEmpty)
            try await CounterFiles.outboundStops(30..<33).import(30..<33, as: "2027-01", into: engine)
            let found = try #require(try await all(engine).first)
            #expect(found.headline.english == "read zero from 31 March 2026 to 2 April 2026")
            let id = found.id
            try await engine.write { connection in
                _ = try QualityQueries.judge(
                    id, .broken, reason: "test", by: "Ada", at: CounterFiles.moment, for: .system, on: connection)
            }
            let part = try await CounterFiles.datastream("102020113", on: engine)
            #expect(try await engine.read { try SeriesMask.of(part, on: $0).count } == 1)
            try await CounterFiles().import(30..<33, as: "2027-02", into: engine)
            #expect(try await all(engine).isEmpty)
            #expect(try await engine.read { try SeriesMask.of(part, on: $0).isEmpty })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a run that was ended begins again where it was`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await CounterFiles.outboundStops(40..<60).import(0..<46, into: engine)
            // as a kill leaves it: what is to be looked at is claimed, nothing is kept
            try await engine.write { connection in
                try connection.execute("DELETE FROM quality_finding")
                try connection.execute("UPDATE datastream_state SET check_from = phenomenon_start")
            }
            let outcome = try await QualityRun(engine: engine, now: { CounterFiles.moment }).run()
            #expect(outcome.new.count == 2)
            #expect(try await all(engine).count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a finding of a hidden series is hidden, and cannot be judged`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await CounterFiles.outboundStops(40..<60).import(0..<46, into: engine)
            let id = try #require(try await all(engine).first?.id)
            #expect(try await all(engine, for: .anonymous).count == 1)
            try await engine.write { try $0.execute("UPDATE dataset SET access = 'internal'") }
            #expect(try await all(engine, for: .anonymous).isEmpty)
            await #expect(throws: QualityFault.noFinding(id)) {
                try await engine.write { connection in
                    _ = try QualityQueries.judge(
                        id, .broken, reason: "x", by: "nobody", at: CounterFiles.moment, for: .anonymous,
                        on: connection)
                }
            }
        }
    }
}
