// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Ledger
import LedgerStorage
import Platform
import Rights
import Storage
import TestSupport
import Testing
import Wire

/// The rows are compared with the log wherever somebody relies on them.
@Suite struct AuditExaminationTests {
    private static let start = AuditTrailTests.start

    private static func run(_ engine: any StorageEngine, _ statements: SQL...) async throws {
        try await engine.write { connection in for statement in statements { try connection.execute(statement) } }
    }

    private static func findings(_ engine: any StorageEngine) async throws -> [AuditFault] {
        try await engine.read { try AuditExamination.findings(on: $0) }
    }

    private static func doubtful(_ engine: any StorageEngine) async throws -> Set<Int64> {
        try await engine.read { connection in
            let shown = try AuditQueries.entries(.init(), before: nil, limit: 1000, on: connection)
            return try AuditExamination.doubtful(shown, on: connection)
        }
    }

    /// Entry 7 stands in a full tile, entry 300 in the last one.
    private static let changes: [(SQL, [AuditFault])] = [
        ("UPDATE audit_entry SET actor = 'Eva' WHERE position = 7", [.changedRecord(entry: 7)]),
        ("UPDATE audit_entry SET object = 'account/9' WHERE position = 300", [.changedRecord(entry: 300)]),
        ("UPDATE audit_entry SET detail = NULL WHERE position = 8", [.changedRecord(entry: 8)]),
        ("UPDATE audit_entry SET salt = commitment WHERE position = 7", [.changedRecord(entry: 7)]),
        ("UPDATE audit_entry SET action = 'look' WHERE position = 7", [.changedLeaf(entry: 7)]),
        ("UPDATE audit_entry SET at = at + 1 WHERE position = 300", [.changedLeaf(entry: 300)]),
        ("UPDATE audit_entry SET commitment = salt WHERE position = 7", [.changedRecord(entry: 7)]),
        ("UPDATE audit_entry SET salt = NULL WHERE position = 7", [.changedRecord(entry: 7)]),
        (
            "UPDATE audit_entry SET salt = NULL, actor = '', object = '', detail = NULL WHERE position = 7",
            [.unaccountedErasure(entry: 7)]
        ),
    ]

    @Test(arguments: TestEngine.allCases, 0..<9)
    func `a changed row is found by check and page, and nothing is signed`(kind: TestEngine, index: Int) async throws {
        let (change, expected) = Self.changes[index]
        try await withDatabase(kind) { engine in
            try await AuditTrailTests.append(0..<310, to: engine)
            #expect(try await Self.findings(engine).isEmpty)
            #expect(try await Self.doubtful(engine).isEmpty)
            try await Self.run(engine, change)
            #expect(try await Self.findings(engine) == expected)
            #expect(try await Self.doubtful(engine).count == 1)
            let report = try await Schema.check(engine, now: 0)
            #expect(report.findings.map(\.examples) == [expected.map(\.description)])
            #expect(try await Schema.consistency.ofCopies.run(on: engine).isSound, "a copy is evidence")
            await #expect(throws: AuditContradiction(findings: expected)) {
                try await engine.write { _ = try AuditTrail.sign(at: Self.start, on: $0) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what has left since is looked at in each signing, the rest in check`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await AuditTrailTests.append(0..<600, to: engine)
            try await engine.write { connection in
                let stored = try AuditTrail.sign(at: Self.start, on: connection)
                try AuditTrail.log.delivered(stored, to: .mail, "a@example.de", at: Self.start, on: connection)
            }
            try await AuditTrailTests.append(600..<700, to: engine)
            try await Self.run(engine, "UPDATE audit_entry SET actor = 'Eva' WHERE position = 7")
            #expect(try await Self.findings(engine) == [.changedRecord(entry: 7)])
            await #expect(throws: Never.self) {
                try await engine.write { _ = try AuditTrail.sign(at: Self.start, on: $0) }
            }
            try await Self.run(engine, "UPDATE audit_entry SET actor = 'Eva' WHERE position = 650")
            await #expect(throws: AuditContradiction(findings: [.changedRecord(entry: 650)])) {
                try await engine.write { _ = try AuditTrail.sign(at: Self.start, on: $0) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `swapped, removed and smuggled rows are found`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await AuditTrailTests.append(0..<9, to: engine)
            try await Self.run(
                engine, "UPDATE audit_entry SET position = 99 WHERE position = 3",
                "UPDATE audit_entry SET position = 3 WHERE position = 4",
                "UPDATE audit_entry SET position = 4 WHERE position = 99")
            #expect(try await Self.findings(engine) == [.changedLeaf(entry: 3), .changedLeaf(entry: 4)])
            #expect(try await Self.doubtful(engine).count == 2)
            try await Self.run(engine, "DELETE FROM audit_entry WHERE position = 8")
            #expect(try await Self.findings(engine).last == .count(found: 8, expected: 9))
        }
        try await withDatabase(kind) { engine in
            try await AuditTrailTests.append(0..<2, to: engine)
            try await Self.run(
                engine, "INSERT INTO audit_entry (at, actor, action, object) VALUES (5, 'Eva', 'login', 'account/1')")
            #expect(try await Self.doubtful(engine).count == 1)
            #expect(
                try await Schema.check(engine, now: 0).findings.map(\.rule) == [
                    "entries of the audit trail without a number are older than the log"
                ])
        }
    }

    /// What the program's erasure does is accounted for; one row more, or one less, is not.
    @Test(arguments: TestEngine.allCases)
    func `only what an erasure reaches may be blank`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await AuditTrailTests.append(0..<10, to: engine)
            let note = try await engine.write { try AuditTrail.sign(at: Self.start, on: $0) }.note
            for (count, at) in [(3, 20), (6, 30)] {
                let cutoff = Instant(microseconds: Self.start.microseconds + Int64(count))
                let now = Instant(microseconds: Self.start.microseconds + Int64(at))
                try await engine.write { _ = try AuditTrail.erase(before: cutoff, by: "officer", at: now, on: $0) }
            }
            #expect(try await Self.findings(engine).isEmpty)
            #expect(try await Self.doubtful(engine).isEmpty)
            let lines = try await AuditTrailTests.export(engine)
            #expect(try AuditTrailTests.check(lines, since: note).erased == 6)
            // by hand in the file, and put back into the file from an older one
            var cut = lines
            let leaf = try #require(try JSONValue(parsing: lines[8])["leaf"])
            cut[8] = JSONValue.object(["leaf": leaf]).text
            #expect(throws: AuditFault.unaccountedErasure(entry: 7)) { try AuditTrailTests.check(cut, since: note) }
            try await Self.run(
                engine, "UPDATE audit_entry SET salt = NULL, actor = '', object = '', detail = NULL WHERE position = 8")
            #expect(try await Self.findings(engine) == [.unaccountedErasure(entry: 8)])
            let blanked = try await AuditTrailTests.export(engine)
            #expect(throws: AuditFault.unaccountedErasure(entry: 8)) {
                try AuditTrailTests.check(blanked, since: note)
            }
            // an erasure noted to cover the one would have reached the others
            let late = Instant(microseconds: Self.start.microseconds + 9)
            try await engine.write { connection in
                try AuditTrail.append(
                    "erase", object: "audit", by: "Eva", at: late, detail: ["before": .string(late.iso8601)],
                    on: connection)
            }
            let covered = try await AuditTrailTests.export(engine)
            #expect(throws: AuditFault.spared(entry: 6)) { try AuditTrailTests.check(covered, since: note) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an export of a changed trail is written and says so`(kind: TestEngine) async throws {
        try await withTemporaryFolder { folder in
            try await withDatabase(kind) { engine in
                try await AuditTrailTests.append(0..<9, to: engine)
                let path = folder.appendingPathComponent("trail").path
                for expected in [[], [AuditFault.changedRecord(entry: 4)]] {
                    let written = try await AuditFile.write(to: path, by: "test", at: Self.start, from: engine)
                    #expect(written.findings == expected)
                    try await Self.run(engine, "UPDATE audit_entry SET actor = 'Eva' WHERE position = 4")
                }
                let note = try #require(try await engine.read { try AuditTrail.log.newestCheckpoint(on: $0) }).note
                let noteFile = folder.appendingPathComponent("note")
                try note.description.write(to: noteFile, atomically: true, encoding: .utf8)
                #expect(throws: AuditFault.changedRecord(entry: 4)) {
                    try AuditFile.check(path, since: noteFile.path)
                }
                #expect(throws: AuditFileError.cannotRead(folder.path)) {
                    try AuditFile.check(folder.path, since: noteFile.path)
                }
            }
        }
    }
}
