// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

/// A clock that the test sets, and the changes that were announced.
private final class Bench: Sendable {
    private let moment = Mutex(Instant(seconds: 1_800_000_000))
    private let heard = Mutex<[StateChange]>([])

    var now: Instant { moment.withLock { $0 } }
    var changes: [String] { heard.withLock { $0.map { "\($0.from) \($0.to)" } } }

    func pass(minutes: Double) { moment.withLock { $0.microseconds += Int64(minutes * 60_000_000) } }

    func listen(to engine: any StorageEngine) {
        engine.observe { announcements in
            let found = announcements.compactMap { $0 as? StateChange }
            self.heard.withLock { $0 += found }
        }
    }
}

@Suite struct StateWatchTests {
    /// Ten values, one a minute, the last one now.
    private func fill(_ engine: any StorageEngine, _ bench: Bench) async throws -> Int64 {
        let now = bench.now.microseconds
        return try await engine.write { connection in
            let datastream = try makeDatastream(connection)
            let batch = (0..<10).map { NewObservation(time: now - Int64(9 - $0) * 60_000_000, result: 1) }
            _ = try ObservationWriter(connection).insert(into: datastream, batch)
            return datastream
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `late, silent and back: each change once, stored and announced`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let bench = Bench()
            let watch = StateWatch(engine: engine, now: { bench.now })
            bench.listen(to: engine)
            let datastream = try await fill(engine, bench)
            try await watch.start()
            #expect(bench.changes.isEmpty, "what is seen for the first time has not changed")
            bench.pass(minutes: 1.9)
            #expect(try await watch.tick() == 0)
            bench.pass(minutes: 0.2)
            #expect(try await watch.tick() == 1)
            #expect(try await watch.tick() == 0)
            bench.pass(minutes: 1)
            #expect(try await watch.tick() == 1)
            bench.pass(minutes: 100)
            #expect(try await watch.tick() == 0)
            let time = bench.now.microseconds
            try await engine.write {
                _ = try ObservationWriter($0).insert(into: datastream, [NewObservation(time: time, result: 2)])
            }
            #expect(try await watch.tick() == 1)
            #expect(bench.changes == ["live late", "late silent", "silent live"])
            let stored = try await engine.read { try StateChange.latest(of: [datastream], limit: 2, on: $0) }
            #expect(stored.map(\.to) == [.live, .silent])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what happened while nobody watched is told at the next start`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let bench = Bench()
            _ = try await fill(engine, bench)
            try await StateWatch(engine: engine, now: { bench.now }).start()
            bench.pass(minutes: 60)
            bench.listen(to: engine)
            try await StateWatch(engine: engine, now: { bench.now }).start()
            #expect(bench.changes == ["live silent"])
            try await StateWatch(engine: engine, now: { bench.now }).start()
            #expect(bench.changes == ["live silent"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `two that watch at once tell each change once`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let bench = Bench()
            bench.listen(to: engine)
            let watches = (0..<4).map { _ in StateWatch(engine: engine, now: { bench.now }) }
            _ = try await fill(engine, bench)
            for watch in watches { try await watch.start() }
            for (minutes, change) in [(2.1, "live late"), (1.0, "late silent")] {
                bench.pass(minutes: minutes)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for watch in watches { group.addTask { _ = try await watch.tick() } }
                    try await group.waitForAll()
                }
                #expect(bench.changes.filter { $0 == change }.count == 1)
            }
            let stored = try await engine.read { try $0.integer("SELECT count(*) FROM datastream_state_change") }
            #expect(stored == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a new Datastream is taken in, a deleted one let go`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let bench = Bench()
            let watch = StateWatch(engine: engine, now: { bench.now })
            bench.listen(to: engine)
            try await watch.start()
            let datastream = try await fill(engine, bench)
            #expect(try await watch.tick() == 0)
            bench.pass(minutes: 2.1)
            try await engine.write { _ = try $0.execute("DELETE FROM datastream WHERE id = \(datastream)") }
            #expect(try await watch.tick() == 0)
            #expect(bench.changes.isEmpty)
        }
    }
}
