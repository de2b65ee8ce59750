// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@testable import Ingest

/// A run that is taken back leaves everything as it was, or says why it is not.
@Suite struct UndoTests {
    private static let clock: @Sendable () -> Instant = { Instant(seconds: 1_800_000_000) }

    private func run(_ engine: any StorageEngine, _ folder: String, _ text: String, name: String = "a.csv") async throws
        -> ImportReport
    {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        let mapping = try OwnMapping.series(["duplicates": #""replace""#])
        return try await Importer(engine: engine, mapping: mapping, actor: "test", clock: Self.clock)
            .run(files: [folder + "/" + name])
    }

    /// Everything that measured series are, but for numbers that are given anew.
    private func content(_ engine: any StorageEngine) async throws -> [String] {
        try await engine.read { connection in
            let values = try connection.rows(
                """
                SELECT phenomenon_time, phenomenon_duration, result, id FROM observation
                ORDER BY datastream_id, phenomenon_time, id
                """
            ) { "\($0.integer(0)) \($0.integerIfPresent(1) ?? -1) \($0.realIfPresent(2) ?? .nan) \($0.integer(3))" }
            let states = try connection.rows(
                """
                SELECT observation_count, phenomenon_start, phenomenon_end, latest_time, latest_id, latest_result
                FROM datastream_state ORDER BY datastream_id
                """
            ) { row in
                (0..<5).map { "\(row.integerIfPresent($0) ?? -1)" }.joined(separator: " ")
                    + " \(row.realIfPresent(5) ?? .nan)"
            }
            return values + states
        }
    }

    private static func rows(_ values: [Int: Int]) -> String {
        "zeit;wert\n"
            + values.sorted { $0.key < $1.key }.map { hour, value in
                let (day, rest) = (hour / 24 + 1, hour % 24)
                return "2026-01-\(day < 10 ? "0" : "")\(day) \(rest < 10 ? "0" : "")\(rest):00;\(value)"
            }.joined(separator: "\n") + "\n"
    }

    @Test(arguments: TestEngine.allCases)
    func `undone from the last to the first, each run leaves what was before it`(kind: TestEngine) async throws {
        var random = SeededRandom(seed: kind == .sqlite ? 7 : 8)
        for _ in 0..<4 {
            var deliveries: [[Int: Int]] = []
            for _ in 0..<4 {
                var values: [Int: Int] = [:]
                for _ in 0..<Int.random(in: 1...60, using: &random) {
                    values[Int.random(in: 0..<200, using: &random)] = Int.random(in: 0...3, using: &random)
                }
                deliveries.append(values)
            }
            let given = deliveries
            try await withDatabase(kind) { engine in
                try await withFolder { folder in
                    var states = [try await content(engine)]
                    var reports: [ImportReport] = []
                    for (number, values) in given.enumerated() {
                        reports.append(try await run(engine, folder, Self.rows(values), name: "\(number).csv"))
                        states.append(try await content(engine))
                    }
                    for (number, report) in reports.enumerated().reversed() where report.hasChanged {
                        let outcome = try await RunUndo(engine: engine, clock: Self.clock)
                            .undo(run: try #require(report.run), by: "test")
                        #expect(outcome.removed == report.stored)
                        #expect(outcome.putBack == report.replaced)
                        let now = try await content(engine)
                        #expect(now == states[number], "run \(number)")
                    }
                }
            }
        }
    }

    /// Somebody presses twice, or two people do.
    @Test(arguments: TestEngine.allCases)
    func `undone twice at once, each value goes once and is counted once`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let before = try await content(engine)
                let values = Dictionary(uniqueKeysWithValues: (0..<240).map { ($0, $0 % 7) })
                let report = try await run(engine, folder, Self.rows(values))
                let run = try #require(report.run)
                let removed = await withTaskGroup(of: Int.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do {
                                return try await RunUndo(engine: engine, clock: Self.clock).undo(run: run, by: "test")
                                    .removed
                            } catch {
                                #expect(error as? UndoFault == .nothingStored)
                                return 0
                            }
                        }
                    }
                    return await group.reduce(0, +)
                }
                #expect(removed == 240)
                #expect(try await content(engine) == before)
                let noted = try await engine.read { connection in
                    try connection.firstRow("SELECT report FROM import_run WHERE id = \(run)") { $0.text(0) }
                }
                #expect(try JSONValue(parsing: noted ?? "")["undone"]?["removed"]?.integer == 240)
            }
        }
    }

    /// What somebody hands in is finished: nothing of it is silent. The next delivery says anew.
    @Test(arguments: TestEngine.allCases)
    func `series of an old file are ended, those of these days are not, and a later delivery moves the end`(
        kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                func ended() async throws -> [Int64?] {
                    try await engine.read { try $0.rows("SELECT ended_at FROM datastream") { $0.integerIfPresent(0) } }
                }
                func handIn(_ report: ImportReport, at now: Instant) async throws {
                    let run = try #require(report.run)
                    try await engine.write { try ImportQueries.handedIn(run: run, at: now, on: $0) }
                }
                let first = try await run(engine, folder, Self.rows([1: 1, 2: 2, 3: 3]))
                // 1 January 2026, 3 o'clock in Berlin
                let last = try Instant(iso8601: "2026-01-01T02:00:00Z")
                try await handIn(first, at: Instant(microseconds: last.microseconds + 2 * 3_600_000_000))
                #expect(try await ended() == [nil], "more may come")
                try await handIn(first, at: Self.clock())
                #expect(try await ended() == [last.microseconds])
                let second = try await run(engine, folder, Self.rows([4: 4]), name: "b.csv")
                #expect(try await ended() == [last.microseconds], "a value after it says that it goes on")
                try await handIn(second, at: Self.clock())
                #expect(try await ended() == [last.microseconds + 3_600_000_000])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a series that the run made goes with it, and the file is read again`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let first = try await run(engine, folder, Self.rows([1: 1, 2: 2]))
                let outcome = try await RunUndo(engine: engine, clock: Self.clock)
                    .undo(run: try #require(first.run), by: "test")
                #expect(outcome == RunUndo.Outcome(removed: 2, putBack: 0, seriesRemoved: 1))
                let left = try await engine.read {
                    try $0.integer("SELECT (SELECT count(*) FROM datastream) + (SELECT count(*) FROM thing)")
                }
                #expect(left == 0)
                await #expect(throws: UndoFault.nothingStored) {
                    try await RunUndo(engine: engine, clock: Self.clock).undo(run: first.run ?? 0, by: "test")
                }
                let again = try await run(engine, folder, Self.rows([1: 1, 2: 2]))
                #expect(again.stored == 2 && again.filesSkipped == 0)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a layer that the run made goes, one that was there before stays`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                func run(_ rows: [Int]) async throws -> ImportReport {
                    let text = "nr;lon;lat;f\n" + rows.map { "\($0);7.\($0);51.9;a\n" }.joined()
                    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/\(rows.count).csv"))
                    return try await Importer(
                        engine: engine, mapping: try OwnMapping.layer(), actor: "test", clock: Self.clock
                    ).run(files: [folder + "/\(rows.count).csv"])
                }
                let undo = RunUndo(engine: engine, clock: Self.clock)
                func layers() async throws -> Int64? {
                    try await engine.read {
                        try $0.integer("SELECT count(*) FROM feature_collection WHERE name = 'own'")
                    }
                }
                let made = try await run([1, 2, 3])
                #expect(made.stored == 3)
                let outcome = try await undo.undo(run: try #require(made.run), by: "test")
                #expect(outcome.layersRemoved == 1)
                #expect(try await layers() == 0)
                let again = try await run([1, 2, 3])
                #expect(again.stored == 3 && again.filesSkipped == 0)
                let replaced = try await run([1, 2])
                await #expect(throws: UndoFault.noJournal) { try await undo.undo(run: replaced.run ?? 0, by: "test") }
                await #expect(throws: UndoFault.changed(series: "own", by: nil)) {
                    try await undo.undo(run: again.run ?? 0, by: "test")
                }
                #expect(try await layers() == 1)
            }
        }
    }

    /// Counts what passed between the transactions of an undo.
    private actor Passed {
        private(set) var steps: [Int] = []
        func note(_ removed: Int) { steps.append(removed) }
    }

    @Test(arguments: TestEngine.allCases)
    func `others write while a long run is taken back, and a stop in between goes on later`(
        kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let rows = Dictionary(uniqueKeysWithValues: (0..<600).map { ($0, $0 % 7) })
                let first = try await run(engine, folder, Self.rows(rows))
                let before = try await content(engine)
                // 12,000 rows of a second station's column make a journal of several parts
                let text =
                    "zeit;wert\n"
                    + (0..<12_000).map {
                        "2025-\(Self.two($0 / 1000 + 1))-\(Self.two($0 % 1000 / 48 + 1)) "
                            + "\(Self.two($0 % 48 / 2)):\($0 % 2 == 0 ? "00" : "30");\($0)"
                    }.joined(separator: "\n") + "\n"
                let second = try await run(engine, folder, text, name: "b.csv")
                #expect(first.stored == 600 && second.stored == 12_000)
                let (undo, passed) = (RunUndo(engine: engine, clock: Self.clock), Passed())
                await #expect(throws: CancellationError.self) {
                    try await undo.undo(run: second.run ?? 0, by: "test") { outcome in
                        await passed.note(outcome.removed)
                        throw CancellationError()
                    }
                }
                let stopped = await passed.steps
                #expect(stopped.count == 1 && stopped[0] > 0 && stopped[0] < 12_000)
                let outcome = try await undo.undo(run: second.run ?? 0, by: "test") { outcome in
                    await passed.note(outcome.removed)
                    try await engine.write { _ = try $0.execute("UPDATE import_run SET actor = 'between'") }
                }
                #expect(outcome.removed == 12_000 - stopped[0])
                let (after, actor) = (
                    try await content(engine),
                    try await engine.read { try $0.text("SELECT max(actor) FROM import_run") }
                )
                #expect(after == before)
                #expect(actor == "between")
            }
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    @Test(arguments: TestEngine.allCases)
    func `what others changed since is not lost`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let first = try await run(engine, folder, Self.rows([1: 1, 2: 2]))
                let second = try await run(engine, folder, Self.rows([2: 5, 3: 3]))
                let before = try await content(engine)
                let undo = RunUndo(engine: engine, clock: Self.clock)
                await #expect(throws: UndoFault.changed(series: "W", by: second.run)) {
                    try await undo.undo(run: first.run ?? 0, by: "test")
                }
                let after = try await content(engine)
                #expect(after == before)
                _ = try await undo.undo(run: try #require(second.run), by: "test")
                try await engine.write { connection in
                    try connection.execute("UPDATE observation SET result = 9 WHERE result = 2")
                }
                await #expect(throws: UndoFault.changed(series: "W", by: nil)) {
                    try await undo.undo(run: first.run ?? 0, by: "test")
                }
                await #expect(throws: UndoFault.unknown) { try await undo.undo(run: 4711, by: "test") }
            }
        }
    }
}
