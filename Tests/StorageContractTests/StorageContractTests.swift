// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

/// Tells another task that something has begun.
private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
}

@Suite struct StorageContractTests {
    private static let table: SQL = """
        CREATE TABLE sample (id \(SQL.bigint) PRIMARY KEY, number \(SQL.double), text TEXT, bytes \(SQL.bytes),
            document \(SQL.json))
        """

    private func withSample(_ kind: TestEngine, _ body: (any StorageEngine) async throws -> Void) async throws {
        try await withEmptyDatabase(kind) { engine in
            try await engine.write { _ = try $0.execute(Self.table) }
            try await body(engine)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a write is read back`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                try connection.execute("INSERT INTO setting (name, value) VALUES (\("town.name"), \("Musterstadt"))")
            }
            let name = try await engine.read { try $0.text("SELECT value FROM setting WHERE name = 'town.name'") }
            #expect(name == "Musterstadt")
            #expect(await engine.writeProbe() == nil)
            #expect(try await engine.sizeInBytes() > 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `two statements of one text do not see each other's values`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            try await engine.write { connection in
                let insert: SQL = "INSERT INTO sample (id, text) VALUES (\(parameter: 0), \(parameter: 1))"
                let (one, other) = (try connection.prepare(insert), try connection.prepare(insert))
                try one.run([.integer(1), .null])
                try other.run([.integer(2), .text("x")])
                try one.run([.integer(3), .null])
                try one.run([.integer(4), .null])
            }
            let texts = try await engine.read {
                try $0.rows("SELECT text FROM sample ORDER BY id") { $0.textIfPresent(0) }
            }
            #expect(texts == [nil, "x", nil, nil])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `many different statements neither pile up nor disturb one that is being read`(_ kind: TestEngine) async throws
    {
        try await withSample(kind) { engine in
            try await engine.write { connection in
                for id in 1...3 { try connection.execute("INSERT INTO sample (id) VALUES (\(Int64(id)))") }
            }
            for _ in 1...2 {
                let seen = try await engine.read { connection in
                    var seen: [Int64] = []
                    try connection.forEachRow("SELECT id FROM sample ORDER BY id") { row in
                        for number in 0..<400 {
                            let sum = try connection.integer(SQL(verbatim: "SELECT \(row.integer(0)) + \(number)"))
                            #expect(sum == row.integer(0) + Int64(number))
                        }
                        seen.append(row.integer(0))
                        return true
                    }
                    return seen
                }
                #expect(seen == [1, 2, 3])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values come back as they went in`(_ kind: TestEngine) async throws {
        let rows: [[SQLValue]] = [
            [.integer(.max), .real(0.1), .text("Größe 🦉 \u{FFFF}"), .blob([0, 1, 255, 92]), .json(#"{"a":[1,2]}"#)],
            [.integer(.min), .real(-1e308), .text(""), .blob([]), .json("[]")],
            [.integer(0), .null, .null, .null, .null],
            [
                .integer(1), .real(.leastNonzeroMagnitude), .text("tab\tline\nreturn\r\\N \\."), .blob([10, 9]),
                .json(#"{"q":"\"\n"}"#),
            ],
            [.integer(2), .real(42), .text("' \" ; --"), .blob([UInt8](repeating: 7, count: 100_000)), .json("null")],
        ]
        try await withSample(kind) { engine in
            for isBulk in [false, true] {
                try await engine.write { connection in
                    try connection.execute("DELETE FROM sample")
                    let columns = ["id", "number", "text", "bytes", "document"]
                    if isBulk {
                        var next = rows.makeIterator()
                        try connection.bulkInsert(into: "sample", columns: columns) { next.next() }
                    } else {
                        for row in rows {
                            try connection.execute(
                                """
                                INSERT INTO sample (id, number, text, bytes, document)
                                VALUES (\(row[0]), \(row[1]), \(row[2]), \(row[3]), \(row[4]))
                                """)
                        }
                    }
                }
                for row in rows {
                    let read = try await engine.read { connection in
                        try connection.firstRow("SELECT id, number, text, bytes FROM sample WHERE id = \(row[0])") {
                            row in (0..<4).map { row.value($0) }
                        }
                    }
                    #expect(read == Array(row.prefix(4)), "bulk: \(isBulk)")
                }
                let a = try await engine.read {
                    try $0.integer("SELECT CAST(document -> 'a' ->> 1 AS INTEGER) FROM sample WHERE id = \(Int64.max)")
                }
                _ = a
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a text with NUL is refused`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            let error = await #expect(throws: StorageError.self) {
                try await engine.write { try $0.execute("INSERT INTO sample (id, text) VALUES (1, \("a\u{0}b"))") }
            }
            guard case .constraint(.check, StorageError.noNUL, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an error takes back its own body only`(_ kind: TestEngine) async throws {
        struct Refused: Error {}
        try await withSample(kind) { engine in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        do {
                            try await engine.write { connection in
                                try connection.execute("INSERT INTO sample (id) VALUES (\(id))")
                                if id % 3 == 0 { throw Refused() }
                                if id % 3 == 1 { try connection.execute("INSERT INTO sample (id) VALUES (\(id))") }
                            }
                            #expect(id % 3 == 2)
                        } catch is Refused {
                            #expect(id % 3 == 0)
                        } catch StorageError.constraint(.unique, _, _) {
                            #expect(id % 3 == 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let ids = try await engine.read { try $0.rows("SELECT id FROM sample ORDER BY id") { $0.integer(0) } }
            #expect(ids == (0..<200).filter { $0 % 3 == 2 })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nested takes back its own changes only`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            try await engine.write { connection in
                try connection.execute("INSERT INTO sample (id) VALUES (1)")
                #expect(throws: StorageError.self) {
                    try connection.nested {
                        try connection.execute("INSERT INTO sample (id) VALUES (2)")
                        try connection.execute("INSERT INTO sample (id) VALUES (1)")
                    }
                }
                try connection.execute("INSERT INTO sample (id) VALUES (3)")
            }
            let ids = try await engine.read { try $0.rows("SELECT id FROM sample ORDER BY id") { $0.integer(0) } }
            #expect(ids == [1, 3])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a read keeps its snapshot while writes go on`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            try await engine.write { _ = try $0.execute("INSERT INTO sample (id) VALUES (1)") }
            let hasBegun = Flag()
            let mayEnd = DispatchSemaphore(value: 0)
            async let counts = engine.read { connection in
                let before = try connection.integer("SELECT count(*) FROM sample")
                hasBegun.raise()
                _ = mayEnd.wait(timeout: .now() + 20)
                return [before, try connection.integer("SELECT count(*) FROM sample")]
            }
            while !hasBegun.isRaised { try await Task.sleep(for: .milliseconds(2)) }
            try await engine.write { _ = try $0.execute("INSERT INTO sample (id) VALUES (2)") }
            let others = try await engine.read { try $0.integer("SELECT count(*) FROM sample") }
            mayEnd.signal()
            #expect(others == 2)
            #expect(try await counts == [1, 1])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `writing in a read is refused`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            let error = await #expect(throws: StorageError.self) {
                _ = try await engine.read { try $0.execute("INSERT INTO sample (id) VALUES (1)") }
            }
            guard case .readOnly = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            try await engine.write { _ = try $0.execute("INSERT INTO sample (id) VALUES (1)") }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `queries run inside a loop over the same query`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            try await engine.write { connection in
                var id: Int64 = 0
                let count = try connection.bulkInsert(into: "sample", columns: ["id"]) {
                    id += 1
                    return id <= 5000 ? [.integer(id)] : nil
                }
                #expect(count == 5000)
            }
            // Twice: PostgreSQL reads a query that proved large through a cursor.
            for _ in 0..<3 {
                let seen = try await engine.read { connection in
                    var seen = 0
                    try connection.forEachRow("SELECT id FROM sample WHERE id > \(0) ORDER BY id") { row in
                        seen += 1
                        let id = row.integer(0)
                        if id % 1500 != 1 { return true }
                        let inner = try connection.rows("SELECT id FROM sample WHERE id > \(4990) ORDER BY id") {
                            $0.integer(0)
                        }
                        #expect(inner == Array(4991...5000))
                        #expect(row.integer(0) == id)
                        return true
                    }
                    return seen
                }
                #expect(seen == 5000)
                let stopped = try await engine.read { connection in
                    var seen = 0
                    try connection.forEachRow("SELECT id FROM sample ORDER BY id") { row in
                        seen += 1
                        return seen < 2500
                    }
                    return [seen, Int(try connection.integer("SELECT count(*) FROM sample") ?? 0)]
                }
                #expect(stopped == [2500, 5000])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a prepared statement runs again with other values`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            let texts = try await engine.write { connection in
                let insert = try connection.prepare(
                    "INSERT INTO sample (id, number, text) VALUES (\(parameter: 0), \(parameter: 1), \(parameter: 2))")
                #expect(try insert.run([.integer(1), .null, .text("a")]) == 1)
                #expect(try insert.run([.integer(2), .real(2.5), .null]) == 1)
                #expect(try insert.run([.integer(3), .integer(3), .text("c")]) == 1)
                let select = try connection.prepare("SELECT text FROM sample WHERE id >= \(parameter: 0) ORDER BY id")
                var texts: [String?] = []
                try select.forEachRow([.integer(1)]) { row in
                    texts.append(row.textIfPresent(0))
                    try select.forEachRow([.integer(3)]) { row in
                        texts.append(row.textIfPresent(0))
                        return true
                    }
                    return true
                }
                return texts
            }
            #expect(texts == ["a", "c", nil, "c", "c", "c"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values beside positions are the same in each run`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            let found = try await engine.write { connection in
                let insert = try connection.prepare(
                    "INSERT INTO sample (number, id, text) VALUES (\(2.5), \(parameter: 0), \("always"))")
                for id in Int64(1)...3 { #expect(try insert.run([.integer(id)]) == 1) }
                let ids: SQL = "sample.id >= \(parameter: 0) AND sample.text = \("always")"
                let select = try connection.prepare(
                    "SELECT id FROM sample WHERE number = \(2.5) AND \(sqlite: ids, postgresql: ids) ORDER BY id")
                var found: [Int64] = []
                for first in [Int64(2), 3] {
                    try select.forEachRow([.integer(first)]) { row in
                        found.append(row.integer(0))
                        // one statement inside another
                        try select.forEachRow([.integer(3)]) { row in
                            found.append(-row.integer(0))
                            return true
                        }
                        return true
                    }
                }
                return found
            }
            #expect(found == [2, -3, 3, -3, 3, -3])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a hundred thousand rows go in at once`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            try await engine.write { connection in
                var id: Int64 = 0
                try connection.bulkInsert(into: "sample", columns: ["id", "number", "text"]) {
                    id += 1
                    return id <= 100_000 ? [.integer(id), .real(Double(id) / 7), .text("row \(id)")] : nil
                }
            }
            let sum = try await engine.read { connection in
                var sum: Int64 = 0
                try connection.forEachRow("SELECT id FROM sample") { row in
                    sum += row.integer(0)
                    return true
                }
                return sum
            }
            #expect(sum == 5_000_050_000)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `constraints have a kind`(_ kind: TestEngine) async throws {
        let cases: [(SQL, StorageError.ConstraintKind)] = [
            (
                "INSERT INTO account (id, name, login, role, created_at) VALUES (1, 'a', 'a', 'r', 0), (2, 'b', 'a', 'r', 0)",
                .unique
            ),
            ("INSERT INTO thing (id, dataset_id, name, description) VALUES (1, 99, 'a', '')", .foreignKey),
            ("INSERT INTO thing (id, dataset_id, name, description) VALUES (1, NULL, NULL, '')", .notNull),
            (
                """
                INSERT INTO dataset (slug, title, description, owner, licence, attributions, keywords, access,
                    issued_at, modified_at) VALUES ('a', 'a', 'a', 'a', 'a', '[]', '[]', 'nobody', 0, 0)
                """, .check
            ),
        ]
        try await withDatabase(kind) { engine in
            for (sql, expected) in cases {
                let error = await #expect(throws: StorageError.self) { try await engine.write { try $0.execute(sql) } }
                guard case .constraint(expected, _, _) = error else {
                    Issue.record("\(expected): \(String(describing: error))")
                    continue
                }
            }
            let error = await #expect(throws: StorageError.self) {
                try await engine.write { try $0.execute("SELEKT 1") }
            }
            guard case .statement = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    /// Also when the wish comes between two statements, where neither engine would hear it.
    @Test(arguments: TestEngine.allCases, [0.0, 0.4])
    func `a cancelled read ends early`(_ kind: TestEngine, _ pause: Double) async throws {
        try await withEmptyDatabase(kind) { engine in
            let hasBegun = Flag()
            let reading = Task {
                try await engine.read { connection in
                    hasBegun.raise()
                    Thread.sleep(forTimeInterval: pause)
                    return try connection.integer(
                        """
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000000)
                        SELECT count(*) FROM n
                        """)
                }
            }
            while !hasBegun.isRaised { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(50))
            reading.cancel()
            let error = await #expect(throws: StorageError.self) { try await reading.value }
            // the whole count would take an hour and be no error
            if case .interrupted = error {} else { Issue.record("\(String(describing: error))") }
            #expect(try await engine.read { try $0.integer("SELECT 7") } == 7)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a swallowed error is not a success`(_ kind: TestEngine) async throws {
        try await withSample(kind) { engine in
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(
                    try await engine.write { connection in
                        try connection.execute("INSERT INTO sample (id) VALUES (1)")
                        _ = try? connection.execute("INSERT INTO sample (id) VALUES (1)")
                    })
            } catch { outcome = .failure(error) }
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM sample") }
            // SQLite goes on after a failed statement, PostgreSQL does not: either way the answer is the truth.
            switch outcome {
            case .success: #expect(count == 1)
            case .failure: #expect(count == 0)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a read that takes too long ends and says so; the next one works`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind, readLimit: 1) { engine in
            let error = await #expect(throws: StorageError.self) {
                try await engine.read { connection in
                    try connection.integer(
                        """
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000000)
                        SELECT count(*) FROM n
                        """)
                }
            }
            #expect(error == .tooLong(seconds: 1))
            let next = try await engine.read { try $0.integer("SELECT 1") }
            #expect(next == 1)
        }
    }
}
