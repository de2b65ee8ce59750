// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
import Platform
import Randomness
import Rights
import Storage
import StoragePostgres
import TestSupport
import Testing
import Wire

/// The trail as a log: no gaps, no unseen change, personal values that can go.
@Suite struct AuditTrailTests {
    static let start = Instant(seconds: 1_700_000_000)

    static func append(_ number: Int, _ connection: any StorageConnection) throws {
        try AuditTrail.append(
            ["login", "update", "delete"][number % 3], object: "account/\(number)", by: "Änne \"\(number)\"",
            at: Instant(microseconds: start.microseconds + Int64(number)),
            detail: number.isMultiple(of: 2) ? ["b": .string("ü\n"), "a": 1.5] : nil, on: connection)
    }

    static func append(_ numbers: Range<Int>, to engine: any StorageEngine) async throws {
        for number in numbers { try await engine.write { try append(number, $0) } }
    }

    /// The exported lines, and the checkpoint they begin with.
    static func export(_ engine: any StorageEngine) async throws -> [String] {
        let checkpoint = try await engine.write { try AuditExport.begin(by: "admin", at: start, on: $0) }
        return try await engine.read { connection in
            var lines: [String] = []
            try AuditExport.write(checkpoint, on: connection) { lines.append(String(decoding: $0, as: UTF8.self)) }
            return lines
        }
    }

    static func check(_ lines: [String], since note: SignedNote) throws -> AuditVerdict {
        var check = AuditCheck(since: note)
        for line in lines { try check.take(Array(line.utf8)) }
        return try check.verdict()
    }

    @Test(arguments: TestEngine.allCases)
    func `a trail extends its earlier checkpoints`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            var notes: [(size: Int, note: SignedNote)] = []
            var next = 0
            for count in [1, 2, 250, 4, 10] {
                try await Self.append(next..<next + count, to: engine)
                next += count
                let stored = try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }
                #expect(stored.checkpoint.size == UInt64(next))
                notes.append((next, stored.note))
            }
            let lines = try await Self.export(engine)
            #expect(lines.count == next + 2)
            for (size, note) in notes {
                let verdict = try Self.check(lines, since: note)
                #expect(verdict.since == UInt64(size) && verdict.size == UInt64(next + 1) && verdict.erased == 0)
                #expect(verdict.sinceTime == Self.start.iso8601)
            }
        }
    }

    /// The bytes that old checkpoints speak for: a change here would make every kept checkpoint worthless.
    @Test func `the hashed texts never change`() {
        let record = AuditText.record(actor: "Änne \"A\"\\\n\t\u{1}/", object: "account/1", detail: #"{"b":1.50}"#)
        #expect(record == #"{"actor":"Änne \"A\"\\\n\t\u0001/","object":"account/1","detail":{"b":1.50}}"#)
        #expect(
            AuditText.record(actor: "", object: "", detail: nil) == #"{"actor":"","object":"","detail":null}"#)
        let commitment = AuditText.commitment(salt: [UInt8](repeating: 7, count: 32), record: record)
        let leaf = AuditText.leaf(
            action: "login", at: Instant(microseconds: 1_700_000_000_123_456), position: 12, commitment: commitment)
        #expect(
            leaf == """
                {"n":12,"at":"2023-11-14T22:13:20.123456Z","action":"login","record":"\(commitment.hexadecimal)"}
                """)
        #expect(AuditText.hash(leaf: leaf) == SHA256.leaf(Array(leaf.utf8)))
    }

    @Test(arguments: TestEngine.allCases)
    func `what is taken back leaves no gap`(kind: TestEngine) async throws {
        struct Refused: Error {}
        try await withDatabase(kind) { engine in
            try await Self.append(0..<3, to: engine)
            await #expect(throws: Refused.self) {
                try await engine.write { connection in
                    try Self.append(3, connection)
                    throw Refused()
                }
            }
            try await Self.append(3..<6, to: engine)
            let places = try await engine.read { connection in
                try connection.rows("SELECT position FROM audit_entry ORDER BY id") { $0.integer(0) }
            }
            #expect(places == [0, 1, 2, 3, 4, 5])
            #expect(try await Schema.check(engine, now: 0).isSound)
            try await engine.write { _ = try $0.execute("DELETE FROM audit_entry WHERE position = 2") }
            let findings = try await Schema.check(engine, now: 0).findings
            #expect(findings.map(\.examples) == [["entries 5, in the log 6"]])
        }
    }

    @Test func `several servers append to one trail without gaps`() async throws {
        try await withPostgresURL { url in
            let engines = try (0..<3).map { _ in try PostgresEngine(url: url, maximumReaders: 2) }
            try await Schema.migrator.migrate(engines[0], now: 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, engine) in engines.enumerated() {
                    for task in 0..<4 {
                        group.addTask {
                            for number in 0..<10 {
                                try await engine.write { try Self.append(index * 100 + task * 10 + number, $0) }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let places = try await engines[1].read { connection in
                try connection.rows("SELECT position FROM audit_entry ORDER BY position") { $0.integer(0) }
            }
            #expect(places == Array(0..<120))
            let note = try await engines[2].write { try AuditTrail.log.sign(at: Self.start, on: $0) }.note
            #expect(try Self.check(try await Self.export(engines[0]), since: note).since == 120)
            for engine in engines { await engine.close() }
        }
    }

    /// Whoever has the machine has the key: a new trail with right signatures is made in the old one's place.
    @Test(arguments: TestEngine.allCases, [20, 21, 30])
    func `a trail that was rewritten whole with the right key is caught`(kind: TestEngine, count: Int) async throws {
        try await withDatabase(kind) { engine in
            try await Self.append(0..<20, to: engine)
            let outside = try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }
            try await engine.write { connection in
                for statement: SQL in [
                    "DELETE FROM ledger_delivery", "DELETE FROM ledger_checkpoint", "DELETE FROM ledger_tile",
                    "DELETE FROM audit_entry", "UPDATE ledger_log SET size = 0",
                ] {
                    try connection.execute(statement)
                }
                // all as it was but for one entry, which never happened
                for number in 0..<count where number != 7 { try Self.append(number, connection) }
            }
            let lines = try await Self.export(engine)
            let inside = try #require(try await engine.read { try AuditTrail.log.newestCheckpoint(on: $0) })
            // it is sound in itself, signed by the same key
            #expect(throws: Never.self) { try Self.check(lines, since: inside.note) }
            #expect(throws: AuditFault.rewritten(size: 20, since: Self.start.iso8601)) {
                try Self.check(lines, since: outside.note)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a trail that lost its end is caught`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.append(0..<20, to: engine)
            let outside = try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }
            try await engine.write { connection in
                for statement: SQL in [
                    "DELETE FROM ledger_checkpoint", "DELETE FROM ledger_tile", "DELETE FROM audit_entry",
                    "UPDATE ledger_log SET size = 0",
                ] {
                    try connection.execute(statement)
                }
                for number in 0..<10 { try Self.append(number, connection) }
            }
            let lines = try await Self.export(engine)
            #expect(throws: AuditFault.shortened(found: 11, expected: 20, since: Self.start.iso8601)) {
                try Self.check(lines, since: outside.note)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a changed row is caught, and nothing is signed for a torn tree`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.append(0..<300, to: engine)
            let outside = try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }
            try await engine.write { _ = try $0.execute("UPDATE audit_entry SET actor = 'Eva' WHERE position = 7") }
            let first = try await Self.export(engine)
            #expect(throws: AuditFault.changedRecord(entry: 7)) { try Self.check(first, since: outside.note) }
            try await engine.write { connection in
                try connection.execute("UPDATE audit_entry SET action = 'look' WHERE position = 8")
                try connection.execute("UPDATE audit_entry SET actor = 'Änne \"7\"' WHERE position = 7")
            }
            let second = try await Self.export(engine)
            #expect(throws: AuditFault.changedEntry) { try Self.check(second, since: outside.note) }
            try await engine.write { connection in
                let nodes = try connection.firstRow(
                    "SELECT nodes FROM ledger_tile WHERE level = 0 AND number = 0"
                ) { $0.blob(0) }
                var bytes = try #require(nodes)
                bytes[40] ^= 1
                try connection.execute(
                    "UPDATE ledger_tile SET nodes = \(SQLValue.blob(bytes)) WHERE level = 0 AND number = 0")
            }
            // full tiles are not read again for the newest root: the file's own check finds it
            let third = try await Self.export(engine)
            #expect(throws: AuditFault.changedEntry) { try Self.check(third, since: outside.note) }
            try await engine.write { _ = try $0.execute("DELETE FROM ledger_tile WHERE level = 1") }
            await #expect(throws: StoredLogError.self) {
                try await engine.write { _ = try AuditTrail.log.sign(at: Self.start, on: $0) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `personal values go, proofs stay`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.append(0..<10, to: engine)
            let outside = try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }
            let cutoff = Instant(microseconds: Self.start.microseconds + 6)
            let erase = { @Sendable (connection: any StorageConnection) in
                try AuditTrail.erase(before: cutoff, by: "officer", at: cutoff, on: connection)
            }
            let counts = (try await engine.write(erase), try await engine.write(erase))
            #expect(counts.0 == 6 && counts.1 == 0)
            let lines = try await Self.export(engine)
            let verdict = try Self.check(lines, since: outside.note)
            #expect(verdict.erased == 6 && verdict.since == 10 && verdict.size == 12)
            #expect(!lines.joined().contains("Änne \\\\\\\"3") && lines.joined().contains("Änne \\\\\\\"7"))
            let kept = try await engine.read { try AuditQueries.entries(.init(), before: nil, limit: 20, on: $0) }
            #expect(kept.filter(\.isErased).count == 6)
            #expect(kept.first { $0.action == "erase" }?.actor == "officer")
        }
    }

    /// Seeded: a line that is changed, lost, doubled or moved never passes.
    @Test func `no changed file passes`() async throws {
        let (lines, note) = try await withDatabase(.sqlite) { engine in
            try await Self.append(0..<40, to: engine)
            let note = try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }.note
            return (try await Self.export(engine), note)
        }
        #expect(throws: Never.self) { try Self.check(lines, since: note) }
        var random = SeededRandom(seed: 42)
        for _ in 0..<400 {
            var changed = lines
            let place = Int.random(in: 0..<lines.count, using: &random)
            let kind = Int.random(in: 0..<4, using: &random)
            switch kind {
            case 0: changed.remove(at: place)
            case 1: changed.insert(lines[place], at: place)
            case 2: changed.swapAt(place, (place + 1) % lines.count)
            default:
                var bytes = Array(lines[place].utf8)
                let index = Int.random(in: 0..<bytes.count - 1, using: &random)
                bytes[index] = bytes[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
                changed[place] = String(decoding: bytes, as: UTF8.self)
            }
            #expect(throws: AuditFault.self, "\(kind) at line \(place + 1)") { try Self.check(changed, since: note) }
        }
    }

    @Test func `a checkpoint of another trail is refused`() async throws {
        let other = try await withDatabase(.sqlite) { engine in
            try await Self.append(0..<3, to: engine)
            return try await engine.write { try AuditTrail.log.sign(at: Self.start, on: $0) }.note
        }
        try await withDatabase(.sqlite) { engine in
            try await Self.append(0..<3, to: engine)
            let lines = try await Self.export(engine)
            #expect(throws: AuditFault.foreignCheckpoint(.unsigned)) { try Self.check(lines, since: other) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `entries from before the log stay, without a number`(kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            let older = Schema.migrator.upTo("access.rights_counter")
            try await older.migrate(engine, now: 0)
            try await engine.write { connection in
                let detail = SQLValue.json(#"{"a": 1}"#)
                try connection.execute(
                    """
                    INSERT INTO audit_entry (at, actor, action, object, detail)
                    VALUES (1, 'Eva', 'login', 'account/1', \(detail))
                    """)
            }
            try await Schema.migrator.migrate(engine, now: 0)
            try await Self.append(0..<2, to: engine)
            let entries = try await engine.read { connection in
                (
                    try AuditQueries.entries(.init(), before: nil, limit: 9, on: connection),
                    try AuditQueries.countBeforeLog(on: connection)
                )
            }
            #expect(entries.1 == 1 && entries.0.map(\.position) == [1, 0, nil])
            #expect(entries.0.last?.detail == #"{"a": 1}"#)
            #expect(try await Self.export(engine).count == 4)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `filters find what they name`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Self.append(0..<30, to: engine)
            func numbers(_ change: (inout AuditFilter) -> Void) async throws -> [UInt64?] {
                var filter = AuditFilter()
                change(&filter)
                let asked = filter
                return try await engine.read { connection in
                    try AuditQueries.entries(asked, before: nil, limit: 4, on: connection).map(\.position)
                }
            }
            #expect(try await numbers { _ in } == [29, 28, 27, 26])
            #expect(try await numbers { $0.action = "login" } == [27, 24, 21, 18])
            #expect(try await numbers { $0.actor = "ÄNNE \"7" } == [7])
            #expect(try await numbers { $0.object = "count/2" } == [29, 28, 27, 26])
            #expect(try await numbers { $0.object = "%" } == [])
            #expect(
                try await numbers {
                    $0.from = Instant(microseconds: Self.start.microseconds + 3)
                    $0.until = Instant(microseconds: Self.start.microseconds + 5)
                } == [4, 3])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `places outside are named with their first and newest checkpoint`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            for (count, time) in [(2, 10), (5, 20), (9, 30)] {
                try await Self.append(0..<count, to: engine)
                try await engine.write { connection in
                    let at = Instant(seconds: Int64(time))
                    let stored = try AuditTrail.log.sign(at: at, on: connection)
                    if time > 10 {
                        try AuditTrail.log.delivered(stored, to: .mail, "a@example.de", at: at, on: connection)
                    }
                    try AuditTrail.log.delivered(stored, to: .folder, "/outside", at: at, on: connection)
                }
            }
            let places = try await engine.read { try AuditTrail.log.outsidePlaces(on: $0) }
            #expect(places.map(\.place) == ["/outside", "a@example.de"])
            #expect(places[0].first.at == Instant(seconds: 10) && places[0].first.size == 2)
            #expect(places[0].last.at == Instant(seconds: 30) && places[0].last.size == 16)
            #expect(places[1].first.at == Instant(seconds: 20) && places[1].first.size == 7)
        }
    }
}
