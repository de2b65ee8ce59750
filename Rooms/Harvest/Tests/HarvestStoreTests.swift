// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@testable import Harvest

/// What becomes of what is kept when a catalogue changes, on each engine.
@Suite struct HarvestStoreTests {
    static let now = Instant(seconds: 1_790_000_000)
    static func later(_ hours: Int64) -> Instant { Instant(microseconds: now.microseconds + hours * 3_600_000_000) }

    static func dataset(_ name: String, title: String? = nil) -> ForeignDataset {
        var dataset = ForeignDataset(identifier: "https://a.example/" + name, title: Words(title ?? name, nil))
        dataset.address = dataset.identifier
        var file = ForeignDistribution(access: "https://a.example/\(name).csv")
        file.licence = LicenceList.licence("dl-by-de/2.0")
        dataset.distributions = [file]
        return dataset
    }

    static func accept(
        _ name: String, _ datasets: [ForeignDataset], passesOn: Bool = false, on connection: any StorageConnection
    ) throws -> Int64 {
        let id = try HarvestQueries.propose(
            "https://\(name).example/catalog.ttl", name: name, by: "Ada", at: now, on: connection)
        let source = try #require(try HarvestQueries.source(id, on: connection))
        try HarvestQueries.previewed(source, HarvestReport(), at: now, on: connection)
        #expect(try HarvestQueries.perform(.accept, on: id, by: "Ada", at: now, on: connection))
        if passesOn { _ = try HarvestQueries.perform(.pass, on: id, by: "Ada", at: now, on: connection) }
        _ = try HarvestStore.take(datasets, from: id, isTrial: false, by: "system", at: now, on: connection)
        return id
    }

    private static func audited(_ connection: any StorageConnection) throws -> Int64 {
        try connection.integer("SELECT count(*) FROM audit_entry") ?? 0
    }

    @Test(arguments: TestEngine.allCases)
    func `a second run over the same catalogue stores nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let all = ["a", "b", "c"].map { Self.dataset($0) }
                let id = try Self.accept("kreis", all, on: connection)
                let before = try HarvestedQueries.lines(on: connection)
                let entries = try Self.audited(connection)
                let again = try HarvestStore.take(
                    all.reversed(), from: id, isTrial: false, by: "system", at: Self.later(24), on: connection)
                #expect(again.isEmpty && again.unchanged == 3 && before.count == 3)
                #expect(try HarvestedQueries.lines(on: connection) == before)
                #expect(try Self.audited(connection) == entries)
                #expect(try HarvestQueries.runs(of: id, limit: 10, on: connection).count == 1)
                let record = try #require(try HarvestedQueries.find(before[0].id, on: connection))
                #expect(record.changed == Self.now && record.dataset == all[0])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what a catalogue no longer has is kept with the day, and comes back`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let id = try Self.accept(
                    "kreis", [Self.dataset("a"), Self.dataset("b")], passesOn: true, on: connection)
                let b = try #require(try HarvestedQueries.lines(on: connection).last)
                #expect(try HarvestedQueries.passed(on: connection).count == 2)
                let run = try HarvestStore.take(
                    [Self.dataset("a", title: "neu")], from: id, isTrial: false, by: "system", at: Self.later(1),
                    on: connection)
                #expect(run == HarvestOutcome(added: 0, changed: 1, unchanged: 0, gone: 1, returned: 0))
                #expect(try HarvestedQueries.lines(on: connection).map(\.title) == ["neu"])
                #expect(try HarvestedQueries.passed(on: connection).count == 1)
                let gone = try #require(try HarvestedQueries.find(b.id, on: connection))
                #expect(gone.gone == Self.later(1) && gone.dataset.title.german == "b")
                let back = try HarvestStore.take(
                    [Self.dataset("a", title: "neu"), Self.dataset("b")], from: id, isTrial: false, by: "system",
                    at: Self.later(2), on: connection)
                #expect(back == HarvestOutcome(added: 0, changed: 0, unchanged: 1, gone: 0, returned: 1))
                #expect(try HarvestedQueries.find(b.id, on: connection)?.gone == nil)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a catalogue that has nothing any more takes nothing away`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let id = try Self.accept("kreis", [Self.dataset("a")], on: connection)
                #expect(throws: HarvestFault.hasVanished(1)) {
                    try HarvestStore.take([], from: id, isTrial: false, by: "system", at: Self.later(1), on: connection)
                }
                #expect(try HarvestedQueries.count(on: connection) == 1)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the same data set in two catalogues is decided by a person`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let first = try Self.accept(
                    "kreis", [Self.dataset("a", title: "vom Kreis")], passesOn: true, on: connection)
                let second = try Self.accept(
                    "stadt", [Self.dataset("a", title: "der Stadt"), Self.dataset("b")], passesOn: true, on: connection)
                func passed() throws -> [String] {
                    try HarvestedQueries.passed(from: 0, limit: 10, on: connection).map(\.dataset.title.german).sorted()
                }
                func shown() throws -> [String] { try HarvestedQueries.lines(on: connection).map(\.title).sorted() }
                let conflict = try #require(try HarvestedQueries.conflicts(limit: 10, on: connection).first)
                #expect(conflict.records.map(\.source) == [first, second] && !conflict.isDecided)
                // until then all are shown, and one leaves
                #expect(try shown() == ["b", "der Stadt", "vom Kreis"] && (try passed()) == ["b", "vom Kreis"])
                let identifier = conflict.identifier
                #expect(
                    try HarvestedQueries.decide(identifier, for: second, by: "Ada", at: Self.now, on: connection))
                #expect(try shown() == ["b", "der Stadt"] && (try passed()) == ["b", "der Stadt"])
                #expect(try HarvestedQueries.conflict(identifier, on: connection)?.chosen == second)
                #expect(try HarvestedQueries.decide(identifier, for: nil, by: "Ada", at: Self.now, on: connection))
                #expect(try shown().count == 3)
                // whoever was chosen and no longer has it does not hide the other
                _ = try HarvestedQueries.decide(identifier, for: second, by: "Ada", at: Self.now, on: connection)
                _ = try HarvestStore.take(
                    [Self.dataset("b")], from: second, isTrial: false, by: "system", at: Self.later(1), on: connection)
                #expect(try shown() == ["b", "vom Kreis"])
                #expect(try HarvestedQueries.conflicts(limit: 10, on: connection) == [])
                // what is none cannot be decided
                #expect(
                    try !HarvestedQueries.decide("nichts", for: first, by: "Ada", at: Self.now, on: connection))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a proposal shows nothing, and a removed catalogue leaves nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let id = try HarvestQueries.propose(
                    "https://a.example/c", name: "a", by: "Ada", at: Self.now, on: connection)
                #expect(try HarvestQueries.due(at: Self.now, on: connection).map(\.id) == [id])
                // nothing is accepted that nobody has looked at
                #expect(try !HarvestQueries.perform(.accept, on: id, by: "Ada", at: Self.now, on: connection))
                _ = try HarvestStore.take(
                    [Self.dataset("a")], from: id, isTrial: false, by: "system", at: Self.now, on: connection)
                #expect(try HarvestedQueries.lines(on: connection) == [])
                #expect(try HarvestedQueries.find(1, on: connection) == nil)
                #expect(try HarvestQueries.perform(.remove, on: id, by: "Ada", at: Self.now, on: connection))
                for table in ["harvest_source", "harvest_record", "harvest_run", "harvest_choice"] {
                    #expect(try connection.integer("SELECT count(*) FROM \(identifier: table)") == 0)
                }
            }
        }
    }

    /// Whatever happens to a catalogue, what is shown is what it has, and what it had is kept.
    @Test func `catalogues that change at random`() async throws {
        try await withDatabase(.sqlite) { engine in
            try await engine.write { connection in
                var random = SeededRandom(seed: 17)
                let id = try Self.accept("kreis", [Self.dataset("0")], on: connection)
                var ever: Set<String> = ["0"]
                for round in 1...40 {
                    let names = (0..<12).filter { _ in Bool.random(using: &random) }.map(String.init) + ["x"]
                    let titles = names.map { "\($0)-\(Int.random(in: 0..<2, using: &random))" }
                    let all = zip(names, titles).map { Self.dataset($0, title: $1) }
                    ever.formUnion(names)
                    let outcome = try HarvestStore.take(
                        all, from: id, isTrial: false, by: "system", at: Self.later(Int64(round)), on: connection)
                    #expect(try HarvestedQueries.lines(on: connection).map(\.title) == titles.sorted())
                    #expect(outcome.added + outcome.changed + outcome.unchanged + outcome.returned == names.count)
                    #expect(
                        try connection.integer("SELECT count(*) FROM harvest_record") == Int64(ever.count))
                    let trial = try HarvestStore.take(
                        all, from: id, isTrial: true, by: "x", at: Self.now, on: connection)
                    #expect(trial.isEmpty)
                }
            }
        }
    }

    @Test func `the next night is at least an hour away`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            let now = Instant(seconds: Int64.random(in: 1_700_000_000...1_900_000_000, using: &random))
            let hour = Int.random(in: 0...23, using: &random)
            let wait = HarvestClock.next(hour: hour, after: now).microseconds - now.microseconds
            #expect((3_600_000_000...26 * 3_600_000_000).contains(wait))
        }
    }
}
