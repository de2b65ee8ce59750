// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Platform
import Storage
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Threads

@Suite struct OperationsTests {
    private func withFile(_ body: (SQLiteEngine, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            let engine = try SQLiteEngine(path: path)
            try await Schema.migrator.migrate(engine, now: 0)
            try await body(engine, path)
            await engine.close()
        }
    }

    @Test func `a backup taken under writes is whole and restores`() async throws {
        try await withFile { engine, path in
            let stop = Mutex(false)
            async let written = {
                var count = 0
                while !stop.withLock({ $0 }) {
                    let name = "n\(count)"
                    try await engine.write {
                        _ = try $0.execute("INSERT INTO setting (name, value) VALUES (\(name), 'x')")
                    }
                    count += 1
                }
                return count
            }()
            while try await engine.read({ try $0.integer("SELECT count(*) FROM setting") ?? 0 }) < 3 {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await engine.backup(to: path + ".copy")
            stop.withLock { $0 = true }
            let all = try await written
            let copy = try SQLiteEngine(path: path + ".copy")
            let count = try await copy.read { try $0.integer("SELECT count(*) FROM setting") ?? 0 }
            #expect(count > 0 && count <= Int64(all))
            let report = try await Schema.consistency.run(on: copy)
            #expect(report.isSound)
            await copy.close()

            let lock = try DatabaseLock(path: path)
            await #expect(throws: StorageError.self) { try await SQLiteEngine.restore(path + ".copy", to: path) }
            withExtendedLifetime(lock) {}
            await engine.close()
        }
    }

    @Test func `restore puts the backup in place and refuses other files`() async throws {
        try await withFile { engine, path in
            try await engine.write { _ = try $0.execute("INSERT INTO setting (name, value) VALUES ('a', 'old')") }
            let copy = try await engine.backupBeforeMigration(number: 6)
            #expect(copy == path + ".before-6")
            try await engine.write { _ = try $0.execute("UPDATE setting SET value = 'new'") }
            await engine.close()
            try Data("no database".utf8).write(to: URL(fileURLWithPath: path + ".bad"))
            await #expect(throws: StorageError.self) { try await SQLiteEngine.restore(path + ".bad", to: path) }
            try await SQLiteEngine.restore(copy, to: path)
            let restored = try SQLiteEngine(path: path)
            #expect(try await restored.read { try $0.text("SELECT value FROM setting") } == "old")
            await restored.close()
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `check finds orphans and a wrong state`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let before = try await Schema.consistency.run(on: engine)
            #expect(before.findings == [])
            try await engine.write { connection in
                try connection.execute("INSERT INTO observation (datastream_id, phenomenon_time, id) VALUES (7, 1, 1)")
            }
            let report = try await Schema.consistency.run(on: engine)
            #expect(report.findings.map(\.count) == [1, 1])
            #expect(report.findings.first?.examples == ["7"])
        }
    }

    @Test func `a full disk refuses, keeps what was acknowledged and recovers`() async throws {
        try await withTemporaryFolder { folder in
            try Self.run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder.path)
            defer { try? Self.run("umount", "-l", folder.path) }
            let engine = try SQLiteEngine(path: folder.appendingPathComponent("town.gpkg").path)
            try await Schema.migrator.migrate(engine, now: 0)
            var acknowledged = 0
            var failure: StorageError?
            let text = String(repeating: "x", count: 20_000)
            while failure == nil, acknowledged < 1000 {
                let name = "n\(acknowledged)"
                do {
                    try await engine.write {
                        _ = try $0.execute("INSERT INTO setting (name, value) VALUES (\(name), \(text))")
                    }
                    acknowledged += 1
                } catch let error as StorageError {
                    failure = error
                }
            }
            if case .diskFull = failure {} else { Issue.record("\(String(describing: failure))") }
            let kept = try await engine.read { try $0.integer("SELECT count(*) FROM setting") }
            #expect(kept == Int64(acknowledged))
            try Self.run("mount", "-o", "remount,size=30m", folder.path)
            #expect(await engine.writeProbe() == nil)
            try await engine.write { _ = try $0.execute("INSERT INTO setting (name, value) VALUES ('z', 'z')") }
            let report = try await Schema.consistency.run(on: engine)
            #expect(report.isSound)
            await engine.close()
        }
    }

    private static func run(_ program: String, _ arguments: String...) throws {
        let end = try Program(program, arguments).wait()
        try #require(end.isSuccess, "\(program) needs root: run this test as root")
    }
}
