// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@testable import SensorThings

/// What an engine's listeners were told, one element for each write.
private final class Ear: Sendable {
    private let heard = Mutex<[[any StorageAnnouncement]]>([])

    init(_ engine: any StorageEngine) {
        engine.observe { announcements in self.heard.withLock { $0.append(announcements) } }
    }

    var writes: [[any StorageAnnouncement]] { heard.withLock { $0 } }
    var added: [ObservationsAdded] { writes.joined().compactMap { $0 as? ObservationsAdded } }
}

@Suite struct ChangeOutboxTests {
    private static let start = Instant(seconds: 1_767_225_600)

    private static func records(_ engine: any StorageEngine) async throws -> Int64? {
        try await engine.read { try $0.integer("SELECT count(*) FROM change_outbox") }
    }

    private static func batch(_ hours: Range<Int>) -> [NewObservation] {
        hours.map { NewObservation(time: start.microseconds + Int64($0) * 3_600_000_000, result: 1) }
    }

    @Test(arguments: TestEngine.allCases)
    func `a receiver hears what a sender wrote, write by write and before its own`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let datastream = try await engine.write { try makeDatastream($0) }
            try await ChangeOutbox.open(on: engine, as: 1, now: Self.start)
            engine.relay(through: ChangeOutbox(.sender))
            let ear = Ear(engine)
            try await engine.write { _ = try ObservationWriter($0).insert(into: datastream, Self.batch(0..<1500)) }
            try await engine.write { connection in
                connection.announce(EntityChange(.thing, 1, .created))
                connection.announce(EntityChange(.multiDatastream, 2, .updated(["name", "Locations"])))
                connection.announce(EntityChange(.observation, 3, .deleted))
                connection.announce(StateChange(datastream: 4, from: .live, to: .late, at: Self.start))
            }
            #expect(ear.writes.isEmpty, "what is sent is heard from the records, by who takes them")
            #expect(try await Self.records(engine) == 2)
            let later = Ear(engine)
            engine.relay(through: ChangeOutbox(.receiver(1)))
            try await engine.write { _ = try ObservationWriter($0).insert(into: datastream, Self.batch(1500..<1501)) }
            #expect(later.writes.count == 3)
            #expect(later.added.map(\.ids.count) == [1500, 1])
            #expect(later.added.first?.datastream == datastream)
            #expect(
                later.writes.dropFirst().first?.compactMap { $0 as? EntityChange } == [
                    EntityChange(.thing, 1, .created),
                    EntityChange(.multiDatastream, 2, .updated(["name", "Locations"])),
                    EntityChange(.observation, 3, .deleted),
                ])
            #expect(later.writes.joined().compactMap { $0 as? StateChange }.map(\.datastream) == [4])
            #expect(try await Self.records(engine) == 0)
            try await ChangeOutbox.look(on: engine)
            #expect(later.writes.count == 3, "each once")
            #expect(ear.writes.count == 3, "each once, too, for who listened before this process led")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `looking takes what has come in; what was taken back was never sent`(_ kind: TestEngine) async throws {
        struct Mishap: Error {}
        try await withDatabase(kind) { engine in
            try await ChangeOutbox.open(on: engine, as: 1, now: Self.start)
            engine.relay(through: ChangeOutbox(.sender))
            await #expect(throws: Mishap.self) {
                try await engine.write { connection in
                    connection.announce(EntityChange(.thing, 1, .created))
                    throw Mishap()
                }
            }
            try await engine.write { $0.announce(EntityChange(.thing, 2, .created)) }
            let ear = Ear(engine)
            engine.relay(through: ChangeOutbox(.receiver(1)))
            try await ChangeOutbox.look(on: engine)
            #expect(ear.writes.joined().compactMap { ($0 as? EntityChange)?.id } == [2])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `without a server nothing is recorded`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            engine.relay(through: ChangeOutbox(.sender))
            try await engine.write { connection in
                #expect(connection.announcements == nil, "nobody gathers what nobody hears")
                connection.announce(EntityChange(.thing, 1, .created))
            }
            #expect(try await Self.records(engine) == 0)
            try await ChangeOutbox.open(on: engine, as: 1, now: Self.start)
            engine.relay(through: ChangeOutbox(.sender))
            try await engine.write { $0.announce(EntityChange(.thing, 1, .created)) }
            #expect(try await Self.records(engine) == 1)
            try await ChangeOutbox.close(on: engine)
            try await engine.write { $0.announce(EntityChange(.thing, 1, .created)) }
            #expect(try await Self.records(engine) == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who takes over hears what was written meanwhile, who comes late does not`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await ChangeOutbox.open(on: engine, as: 1, now: Self.start)
            engine.relay(through: ChangeOutbox(.sender))
            try await engine.write { $0.announce(EntityChange(.thing, 1, .created)) }
            let ear = Ear(engine)
            func heard() -> [Int64] { ear.writes.joined().compactMap { ($0 as? EntityChange)?.id } }
            let minutes: Int64 = 60_000_000
            try await ChangeOutbox.open(
                on: engine, as: 2, now: Instant(microseconds: Self.start.microseconds + 9 * minutes))
            // the earlier one does not know yet, and takes nothing
            engine.relay(through: ChangeOutbox(.receiver(1)))
            try await ChangeOutbox.look(on: engine)
            #expect(try await Self.records(engine) == 1)
            engine.relay(through: ChangeOutbox(.receiver(2)))
            try await ChangeOutbox.look(on: engine)
            #expect(heard().filter { $0 == 1 }.count == 1)
            engine.relay(through: ChangeOutbox(.sender))
            try await engine.write { $0.announce(EntityChange(.thing, 2, .created)) }
            try await ChangeOutbox.open(
                on: engine, as: 3, now: Instant(microseconds: Self.start.microseconds + 30 * minutes))
            #expect(try await Self.records(engine) == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `records that nobody takes are bounded`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await ChangeOutbox.open(on: engine, as: 1, now: Self.start)
            engine.relay(through: ChangeOutbox(.sender))
            try await engine.write { connection in
                _ = try connection.bulkInsert(
                    into: "change_outbox", columns: ["id", "body"],
                    next: Rows(count: ChangeOutbox.capacity + 499).next)
                try connection.execute(
                    """
                    \(sqlite: "SELECT 1",
                      postgresql: "SELECT setval(pg_get_serial_sequence('change_outbox', 'id'), 20499)")
                    """)
            }
            try await engine.write { $0.announce(EntityChange(.thing, 1, .created)) }
            #expect(try await Self.records(engine) == ChangeOutbox.capacity)
        }
    }

    /// Empty records with the ids 1, 2, 3, …
    private final class Rows {
        private let count: Int64
        private var id: Int64 = 0

        init(count: Int64) { self.count = count }

        func next() -> [SQLValue]? {
            guard id < count else { return nil }
            id += 1
            return [.integer(id), .text("[]")]
        }
    }

    @Test func `runs of differences are read as they were written`() {
        var random = SeededRandom(seed: 7)
        var cases: [[Int64]] = [[], [5], [1, 2], [.max, .min, 0], [3, 3, 3], [1024, 1025, 1026, 2048, 2049]]
        for _ in 0..<500 {
            cases.append(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? Int64.random(in: .min ... .max, using: &random) : Int64.random(in: 0...3, using: &random)
                })
        }
        for numbers in cases { #expect(DeltaRuns.decode(DeltaRuns.encode(numbers)) == numbers) }
        #expect(DeltaRuns.encode((0..<1000).map { 1024 + $0 }) == [1024, 1, 999])
    }
}
