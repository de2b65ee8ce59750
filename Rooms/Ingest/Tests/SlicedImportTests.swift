// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Ingest

/// An engine whose write of a certain number fails, as if the program were stopped there.
private final class StoppingEngine: StorageEngine {
    private let engine: any StorageEngine
    private let last: Int
    private let count = Atomic(0)

    init(_ engine: any StorageEngine, after last: Int) {
        self.engine = engine
        self.last = last
    }

    var writes: Int { count.load(ordering: .relaxed) }
    var dialect: SQLDialect { engine.dialect }
    var location: String { engine.location }
    func read<T: Sendable>(
        _ cost: ReadCost, _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await engine.read(cost, body)
    }
    func write<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T {
        let number = count.add(1, ordering: .relaxed).newValue
        // once: what the importer notes of its end comes through
        if number == last + 1 { throw StorageError.unavailable(message: "stopped by the test") }
        return try await engine.write(body)
    }
    func sizeInBytes() async throws -> Int64 { try await engine.sizeInBytes() }
    func writeProbe() async -> StorageError? { await engine.writeProbe() }
    func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) { engine.observe(listener) }
    func relay(through relay: any AnnouncementRelay) { engine.relay(through: relay) }
    func close() async -> StorageError? { nil }
}

@Suite struct SlicedImportTests {
    private static let rows = 5000

    private func importer(_ engine: any StorageEngine) throws -> Importer {
        Importer(
            engine: engine, mapping: try MappingLibrary.mapping(named: "muenster-radverkehr"), actor: "test",
            clock: { Instant(seconds: 1_800_000_000) })
    }

    /// A file of two series with 5,000 values each, and what it is called.
    private func write(_ folder: String) throws -> String {
        var text = "Datetime,100020113 (Ring),101020113 (Wall),100020113-status,101020113-status\n"
        for number in 0..<Self.rows {
            let time = Instant(seconds: 1_700_000_000 / 900 * 900 + Int64(number) * 900)
            text += "\(time.iso8601.prefix(10)) \(time.iso8601.dropFirst(11).prefix(5)),\(number),\(number),0,0\n"
        }
        let path = folder + "/2023-11.csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func state(_ engine: any StorageEngine) async throws -> (rows: Int64, counted: Int64, runs: [String]) {
        try await engine.read { connection in
            (
                try connection.integer("SELECT count(*) FROM observation") ?? 0,
                try connection.integer("SELECT sum(observation_count) FROM datastream_state") ?? 0,
                try connection.rows("SELECT outcome, report FROM import_run ORDER BY id") { row in
                    let stored = (try? JSONValue(parsing: row.text(1)))?["values"]?["stored"]?.integer ?? -1
                    return "\(row.text(0)) \(stored)"
                }
            )
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a large file comes in short transactions; stopped in between it goes on, and all counts are true`(
        kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let path = try write(folder)
                // the run's beginning, then slices
                let stopping = StoppingEngine(engine, after: 2)
                await #expect(throws: StorageError.self) { try await importer(stopping).run(files: [path]) }
                let before = try await state(engine)
                #expect(before.rows > 0 && before.rows < Int64(2 * Self.rows))
                #expect(before.counted == before.rows)
                #expect(before.runs == ["stopped \(before.rows)"])
                let noted = try await engine.read { try $0.integer("SELECT count(*) FROM imported_file") }
                #expect(noted == 0)

                let rest = try await importer(engine).run(files: [path])
                let repeated = rest.unchanged
                #expect(rest.outcome == .complete && rest.filesDone == 1)
                #expect(Int64(repeated) == before.rows - 0 && rest.stored == rest.rows * 2 - repeated)
                let after = try await state(engine)
                #expect(after.counted == after.rows && after.rows == Int64(rest.stored + repeated))
                #expect(after.runs == before.runs + ["complete \(rest.stored)"])
                #expect(try await importer(engine).run(files: [path]).isNothingNew)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `killed before its end it leaves a run that the next one calls stopped, and the data set is touched`(
        kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let path = try write(folder)
                _ = try await importer(engine).run(files: [path])
                try await engine.write { connection in
                    try connection.execute("UPDATE import_run SET outcome = 'running', finished_at = NULL")
                    try connection.execute("UPDATE dataset SET modified_at = 0 WHERE slug = 'radverkehr'")
                }
                let again = try await importer(engine).run(files: [path])
                #expect(again.isNothingNew)
                let runs = try await state(engine).runs
                #expect(runs.map { $0.prefix(7) } == ["stopped", "complet"])
                let modified = try await engine.read {
                    try $0.integer("SELECT modified_at FROM dataset WHERE slug = 'radverkehr'")
                }
                #expect(modified == 1_800_000_000_000_000)
            }
        }
    }

    @Test func `slices hold all values once, in order`() {
        var series: [ParsedSeries] = []
        for count in [0, 3, 0, 7, 1] {
            var one = ParsedSeries(
                station: Station(id: "1", name: "a"), rule: 0, key: "k", name: "n", description: "", properties: [:])
            for value in 0..<count { one.append(time: Int64(value), duration: 0, value: 0, line: 1, quality: nil) }
            series.append(one)
        }
        let file = ParsedFile(
            path: "f", checksum: "", series: series,
            report: ImportReport(mapping: "m", dataset: "d", started: Instant(seconds: 0)))
        for rows in 1...12 {
            var position = ParsedFile.Position()
            var seen = [[Int]](repeating: [], count: series.count)
            var touched: Set<Int> = []
            while true {
                let slice = file.slice(from: position, rows: rows)
                #expect(slice.count <= rows)
                for part in slice.parts {
                    seen[part.series] += Array(part.values)
                    touched.insert(part.series)
                }
                position = slice.end
                if slice.isLast { break }
            }
            #expect(seen == series.map { Array($0.values.indices) })
            #expect(touched == Set(series.indices))
        }
    }

    @Test func `the pace keeps transactions short and leaves time to those who wait`() {
        var pace = WritePace(rows: 2000)
        pace.note(rows: 2000, took: .milliseconds(10), othersWait: false)
        #expect(pace.rows == 4000 && pace.pause == .zero)
        pace.note(rows: 4000, took: .milliseconds(400), othersWait: true)
        #expect(pace.rows == 1000 && pace.pause == .milliseconds(1200))
        pace.note(rows: 1000, took: .seconds(100), othersWait: nil)
        #expect(pace.rows >= 100 && pace.rows <= 1000 && pace.pause >= .milliseconds(100))
        pace.note(rows: 0, took: .zero, othersWait: false)
        #expect(pace.pause == .zero)
    }
}

/// Numbers that are kept as first and step are given back as they came.
@Suite struct EvenNumbersTests {
    @Test(arguments: [0, 1, 2, 1023, 1024, 1025, 5000]) func `each number comes back`(count: Int) {
        let even = (0..<count).map { Int64($0) * 900_000_000 - 77 }
        #expect(Array(EvenNumbers(even)) == even)
        for gap in [1, 2, 500, 1023, 1024, 1025, 4999] where gap < count {
            var uneven = even
            for index in gap..<count { uneven[index] += 3 }
            uneven[gap] = .min
            let numbers = EvenNumbers(uneven)
            #expect(Array(numbers) == uneven && numbers.last == uneven.last)
        }
    }

    @Test func `extremes wrap round and come back, and all goes`() {
        let extremes: [Int64] = [.min, .max, 0, .max, .min, -1, 1]
        var numbers = EvenNumbers(extremes)
        #expect(Array(numbers) == extremes)
        numbers.removeAll(keepingCapacity: true)
        #expect(numbers.isEmpty)
        numbers.append(7)
        #expect(Array(numbers) == [7])
    }
}
