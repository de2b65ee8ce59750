// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Platform
import Storage
import StorageSQLite
import TestSupport
import Testing

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
            let reader = Process()
            reader.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            reader.arguments = ["sqlite3", target]
            let input = Pipe()
            let output = Pipe()
            reader.standardInput = input
            reader.standardOutput = output
            try reader.run()
            input.fileHandleForWriting.write(Data("BEGIN; SELECT count(*) FROM setting;\n".utf8))
            _ = output.fileHandleForReading.availableData
            await #expect(throws: StorageError.self) { try await engine.backup(to: target) }
            try input.fileHandleForWriting.close()
            reader.waitUntilExit()
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
            try Data().write(to: URL(fileURLWithPath: path))
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
