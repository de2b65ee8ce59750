// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Platform
import Rights
import Storage
import StorageSQLite
import TestSupport
import Testing
import Threads
import Wire

/// A copy of the embedded file is sound, or it is not put in place.
@Suite struct BackupTests {
    private func withTown(_ body: (SQLiteEngine, String, URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            let engine = try SQLiteEngine(path: path)
            try await Schema.migrator.migrate(engine, now: 0)
            try await body(engine, path, folder)
            await engine.close()
        }
    }

    private func count(in path: String) async throws -> Int64? {
        let engine = try SQLiteEngine(path: path)
        let report = try await Schema.consistency.run(on: engine)
        #expect(report.isSound, "\(report.findings)")
        let count = try await engine.read { try $0.integer("SELECT count(*) FROM setting") }
        #expect(await engine.close() == nil)
        return count
    }

    private func add(_ count: Int, to engine: SQLiteEngine) async throws {
        let text = String(repeating: "x", count: 3000)
        for _ in 0..<count {
            let name = UUID().uuidString
            try await engine.write { try $0.execute("INSERT INTO setting (name, value) VALUES (\(name), \(text))") }
        }
    }

    @Test func `what lies beside an older backup is never played into the new one`() async throws {
        try await withTown { engine, path, folder in
            let target = folder.appendingPathComponent("backup.gpkg").path
            try await add(10, to: engine)
            try await engine.backup(to: target)
            // as an earlier version left it: a backup with what was written into it in its log
            let old = try SQLiteEngine(path: target)
            try await add(40, to: old)
            for suffix in ["-wal", "-shm"] {
                try FileManager.default.copyItem(atPath: target + suffix, toPath: path + suffix + ".kept")
            }
            await old.close()
            for night in 1...3 {
                for suffix in ["-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: target + suffix)
                    try FileManager.default.copyItem(atPath: path + suffix + ".kept", toPath: target + suffix)
                }
                try Data("no journal".utf8).write(to: URL(fileURLWithPath: target + "-journal"))
                try await add(10, to: engine)
                try await engine.backup(to: target)
                #expect(try await count(in: target) == Int64(10 + 10 * night))
                let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(left.filter { $0.hasPrefix("backup") } == ["backup.gpkg"], "\(left)")
            }
        }
    }

    @Test func `a backup holds no key of pseudonyms, and a destroyed one is nowhere in the file`() async throws {
        try await withTown { engine, path, folder in
            let secret = Array("the key that nobody may find again".utf8)
            try await engine.write { connection in
                let now = Instant(seconds: 1)
                let id = try DatasetQueries.save(
                    Dataset(
                        slug: "karten", title: "Karten", owner: "Amt", licence: "cc-zero", attributions: [],
                        access: .restricted, issued: now, modified: now), by: "test", at: now, on: connection)
                try connection.execute(
                    """
                    INSERT INTO pseudonym_key (dataset_id, period, ends_at, secret)
                    VALUES (\(id), 'day', 1, \(SQLValue.blob(secret)))
                    """)
            }
            let keys: SQL = "SELECT count(*) FROM pseudonym_key"
            #expect(try await engine.read { try $0.integer(keys) } == 1)
            let backup = folder.appendingPathComponent("backup.gpkg").path
            // its note says that this program still has the file open
            #expect(try await FileBackup.copy(path, to: backup) { _ in })
            let copied = try Data(contentsOf: URL(fileURLWithPath: backup))
            #expect(copied.range(of: Data(secret)) == nil)
            #expect(try await engine.read { try $0.integer(keys) } == 1)
            try await engine.write { try PseudonymQueries.destroyExpired(at: Instant(seconds: 1), on: $0) }
            await engine.close()
            let closed = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(closed.range(of: Data(secret)) == nil)
        }
    }

    @Test func `restore takes nothing of what lies beside the file it replaces`() async throws {
        try await withTown { engine, path, folder in
            try await add(3, to: engine)
            let backup = folder.appendingPathComponent("backup.gpkg").path
            try await engine.backup(to: backup)
            try await add(40, to: engine)
            let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
            await engine.close()
            try log.write(to: URL(fileURLWithPath: path + "-wal"))
            try await SQLiteEngine.restore(backup, to: path)
            #expect(try await count(in: path) == 3)
        }
    }

    @Test func `a copy that breaks a rule does not replace the sound one`() async throws {
        try await withTown { engine, path, folder in
            let target = folder.appendingPathComponent("backup.gpkg").path
            #expect(try await FileBackup.copy(path, to: target) { _ in })
            try await engine.write {
                try $0.execute("INSERT INTO observation (datastream_id, phenomenon_time, id) VALUES (7, 1, 1)")
            }
            await #expect(throws: UnsoundCopy.self) { _ = try await FileBackup.copy(path, to: target) { _ in } }
            #expect(try await count(in: target) == 0)
            #expect(FileManager.default.fileExists(atPath: target + ".unsound"))
        }
    }

    @Test func `the file itself is no place for its backup, by whatever name`() async throws {
        try await withTown { engine, path, folder in
            try await add(3, to: engine)
            let byLink = folder.appendingPathComponent("link.gpkg").path
            let byName = folder.appendingPathComponent("second.gpkg").path
            try FileManager.default.createSymbolicLink(atPath: byLink, withDestinationPath: "town.gpkg")
            try FileManager.default.linkItem(atPath: path, toPath: byName)
            for target in [path, byLink, byName, folder.path] {
                await #expect(throws: StorageError.self, "\(target)") { try await engine.backup(to: target) }
            }
            try FileManager.default.removeItem(atPath: byName)
            #expect(try await engine.read { try $0.integer("SELECT count(*) FROM setting") } == 3)
        }
    }

    @Test func `a place that somebody has open is refused, a link is followed, leftovers go`() async throws {
        try await withTown { engine, path, folder in
            let target = folder.appendingPathComponent("backup.gpkg").path
            try await engine.backup(to: target)
            // another process, as SQLite's own locks are between processes
            let input = Pipe()
            let output = Pipe()
            let reader = try Program(
                "sqlite3", [target], input: input.fileHandleForReading.fileDescriptor,
                output: output.fileHandleForWriting.fileDescriptor)
            input.fileHandleForWriting.write(Data("BEGIN; SELECT count(*) FROM setting;\n".utf8))
            _ = output.fileHandleForReading.availableData
            await #expect(throws: StorageError.self) { try await engine.backup(to: target) }
            try input.fileHandleForWriting.close()
            reader.wait()
            let link = folder.appendingPathComponent("link.gpkg").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "backup.gpkg")
            try Data("a part".utf8).write(to: URL(fileURLWithPath: target + ".part-1-0"))
            try Data("its log".utf8).write(to: URL(fileURLWithPath: target + ".part-1-0-wal"))
            try await add(2, to: engine)
            try await engine.backup(to: link)
            #expect(try await count(in: target) == 2)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                $0.hasPrefix("backup")
            }
            #expect(left == ["backup.gpkg"])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "backup.gpkg")
            _ = path
        }
    }

    @Test func `only a plain file or a new one is a place for a copy`() async throws {
        try await withTown { engine, path, folder in
            try await add(3, to: engine)
            func at(_ name: String) -> String { folder.appendingPathComponent(name).path }
            #expect(mkfifo(at("pipe"), 0o600) == 0)
            try FileManager.default.createSymbolicLink(atPath: at("null"), withDestinationPath: "/dev/null")
            try FileManager.default.createSymbolicLink(atPath: at("log"), withDestinationPath: "town.gpkg-wal")
            try FileManager.default.createSymbolicLink(atPath: at("here"), withDestinationPath: ".")
            try FileManager.default.createSymbolicLink(atPath: at("loose"), withDestinationPath: "elsewhere.gpkg")
            try FileManager.default.linkItem(atPath: path + "-shm", toPath: at("memory"))
            try Data("a letter".utf8).write(to: URL(fileURLWithPath: at("letter")))
            let targets = [
                "pipe", "null", "log", "memory", "town.gpkg-wal", "town.gpkg-shm", "town.gpkg-journal",
                "town.gpkg.lock",
                "here/town.gpkg-wal", "letter.lock", "letter-wal", "nowhere/", "nowhere/.", "here/",
            ].map { folder.path + "/" + $0 }
            let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            for target in targets + ["/dev/null", "/dev/full"] {
                let error = await #expect(throws: StorageError.self, "\(target)") {
                    try await engine.backup(to: target)
                }
                if case .unfit? = error {} else { Issue.record("\(target): \(String(describing: error))") }
                await #expect(throws: StorageError.self, "\(target)") {
                    try await SQLiteEngine.restore(path, to: target)
                }
                await #expect(throws: StorageError.self, "\(target)") {
                    _ = try await AuditFile.write(to: target, by: "test", at: Instant(seconds: 1), from: engine)
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
            #expect(try await engine.read { try $0.integer("SELECT count(*) FROM audit_entry") } == 0, "none was made")
            await #expect(throws: StorageError.self) { try await SQLiteEngine.restore(at("pipe"), to: at("new")) }
            #expect(throws: StorageError.self) { try SQLiteEngine(path: at("pipe")) }
            try await engine.backup(to: at("loose"))
            #expect(try await count(in: at("elsewhere.gpkg")) == 3, "a link is followed")
            _ = try await AuditFile.write(to: at("here/trail"), by: "test", at: Instant(seconds: 1), from: engine)
            try FileManager.default.createSymbolicLink(atPath: at("latest"), withDestinationPath: "trail")
            _ = try await AuditFile.write(to: at("latest"), by: "test", at: Instant(seconds: 1), from: engine)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: at("latest")) == "trail")
            let lines = try String(contentsOfFile: at("trail"), encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3, "the head and two exports")
        }
    }

    @Test func `an export that cannot be written leaves no entry`() async throws {
        try await withTown { engine, path, folder in
            for target in [folder.path + "/nowhere/trail", folder.path, path] {
                await #expect(throws: StorageError.self, "\(target)") {
                    _ = try await AuditFile.write(to: target, by: "test", at: Instant(seconds: 1), from: engine)
                }
            }
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM audit_entry") }
            #expect(count == 0)
        }
    }

    /// A file that begins as a town's does.
    private static let header = Data("SQLite format 3\0".utf8) + Data(count: 52) + Data("GPKG".utf8) + Data(count: 28)

    @Test func `only backups are removed, and a freed name is not given again`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dated-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func at(_ name: String) -> URL { folder.appendingPathComponent(name) }
        let inside = at("town-2018-01-01T0000.gpkg/wichtig")
        try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: inside.appendingPathComponent("datei"))
        try Self.header.write(to: at("elsewhere"))
        try FileManager.default.createSymbolicLink(
            atPath: at("town-2018-01-02T0000.gpkg").path, withDestinationPath: "elsewhere")
        try Data("a note".utf8).write(to: at("town-2018-01-03T0000.gpkg"))
        try Self.header.write(to: at("town-2018-01-04T0000.gpkg"))
        let lock = try DatabaseLock(path: at("town-2018-01-04T0000.gpkg").path)
        let dated = try #require(DatedBackups(source: "town.gpkg", target: folder.path))
        for count in [1, 2] {
            var made: [String] = []
            for _ in 0..<5 {
                let path = try dated.place(at: Date(timeIntervalSince1970: 1_792_800_000 + Double(count) * 1_000_000))
                try Self.header.write(to: URL(fileURLWithPath: path))
                made.append(path)
                _ = try dated.prune(keeping: count, sparing: path)
            }
            let left = made.filter { FileManager.default.fileExists(atPath: $0) }
            #expect(left == made.suffix(count))
        }
        for name in ["town-2018-01-01T0000.gpkg/wichtig/datei", "town-2018-01-02T0000.gpkg"] {
            #expect(FileManager.default.fileExists(atPath: at(name).path), "\(name)")
        }
        #expect(FileManager.default.fileExists(atPath: at("town-2018-01-03T0000.gpkg").path))
        #expect(FileManager.default.fileExists(atPath: at("town-2018-01-04T0000.gpkg").path), "a server uses it")
        withExtendedLifetime(lock) {}
    }

    @Test func `dated backups keep the newest and leave other files alone`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dated-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let dated = try #require(DatedBackups(source: "/data/town.gpkg", target: folder.path))
        let others = [
            "town.gpkg", "town-2026.gpkg", "town-2026-11-28T0200-x.gpkg", "town2-2026-11-28T0200.gpkg", "notes.txt",
        ]
        for name in others { try Data().write(to: folder.appendingPathComponent(name)) }
        var made: [String] = []
        // the nights around the change to winter time: 02:30 comes twice on 25 October
        for seconds in [1_792_800_000.0, 1_792_886_400, 1_792_888_200, 1_792_891_800, 1_792_974_600] {
            let path = try dated.place(at: Date(timeIntervalSince1970: seconds), timeZone: berlin)
            try Self.header.write(to: URL(fileURLWithPath: path))
            made.append(path)
        }
        #expect(
            made.map { URL(fileURLWithPath: $0).lastPathComponent } == [
                "town-2026-10-24T0200.gpkg", "town-2026-10-25T0200.gpkg", "town-2026-10-25T0230.gpkg",
                "town-2026-10-25T0230-2.gpkg", "town-2026-10-26T0130.gpkg",
            ])
        let removed = try dated.prune(keeping: 2, sparing: made[0])
        #expect(removed == Array(made[1...2]))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(
            Set(left) == Set(others + [made[0], made[3], made[4]].map { URL(fileURLWithPath: $0).lastPathComponent }))
        #expect(DatedBackups(source: "town.gpkg", target: folder.path + "/nothing") == nil)
    }
}
