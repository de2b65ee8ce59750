// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Platform
import Storage
import StorageSQLite
import TestSupport
import Testing
import Threads

/// The embedded database is one file: it holds everything once it is closed, and nothing else is taken for it.
@Suite struct OneFileTests {
    private func write(_ value: String, to engine: SQLiteEngine) async throws {
        try await engine.write {
            try $0.execute(
                """
                INSERT INTO setting (name, value) VALUES ('a', \(value)) ON CONFLICT (name) DO UPDATE SET value = \(value)
                """)
        }
    }

    private func value(in path: String) async throws -> String? {
        let engine = try SQLiteEngine(path: path)
        let value = try? await engine.read { try $0.text("SELECT value FROM setting WHERE name = 'a'") }
        await engine.close()
        return value
    }

    /// A closed town that holds `value`.
    private func town(_ path: String, _ value: String) async throws {
        let engine = try SQLiteEngine(path: path)
        try await Schema.migrator.migrate(engine, now: 0)
        try await write(value, to: engine)
        #expect(await engine.close() == nil)
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix(".lock") }.sorted()
    }

    private func isUnfit(_ error: (any Error)?) -> Bool {
        if case .unfit? = error as? StorageError { true } else { false }
    }

    @Test func `a commit waits for the disk`() async throws {
        try await withTemporaryFolder { folder in
            let engine = try SQLiteEngine(path: folder.appendingPathComponent("town.gpkg").path)
            // 2 is FULL: NORMAL, which GRDB sets, syncs the log only now and then
            #expect(try await engine.write { try $0.integer("PRAGMA synchronous") } == 2)
            await engine.close()
        }
    }

    @Test func `only its owner reads a new file, and a copy of it`() async throws {
        try await withTemporaryFolder { folder in
            func mode(_ path: String) throws -> Int? {
                (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
            }
            let path = folder.appendingPathComponent("town.gpkg").path
            let engine = try SQLiteEngine(path: path)
            try await engine.write { _ = try $0.execute("CREATE TABLE a (b)") }
            for suffix in ["", "-wal", "-shm"] { #expect(try mode(path + suffix) == 0o600, "\(suffix)") }
            try await engine.backup(to: path + ".copy")
            #expect(try mode(path + ".copy") == 0o600)
            // whom somebody let read the file that is there
            #expect(chmod(path + ".copy", 0o640) == 0)
            try await engine.backup(to: path + ".copy")
            #expect(try mode(path + ".copy") == 0o640)
            await engine.close()
        }
    }

    @Test func `a closed file is alone and holds everything`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            try await town(path, "all")
            #expect(try names(folder) == ["town.gpkg"])
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: path))[18] == 1, "the header tells that no log belongs to it")
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            #expect(try await value(in: path + ".copy") == "all")
            // readers leave nothing either
            let engine = try SQLiteEngine(path: path)
            _ = try await engine.read { try $0.integer("SELECT count(*) FROM setting") }
            #expect(await engine.close() == nil)
            #expect(try names(folder) == ["town.gpkg", "town.gpkg.copy"])
        }
    }

    @Test func `who still has the file open is named, and the last one tidies up`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            try await town(path, "one")
            let first = try SQLiteEngine(path: path)
            let second = try SQLiteEngine(path: path)
            try await write("two", to: first)
            if case .stillOpen? = await first.close() {} else { Issue.record("the second is open") }
            #expect(await second.close() == nil)
            #expect(try names(folder) == ["town.gpkg"])
            #expect(try await value(in: path) == "two")
        }
    }

    @Test func `what is no town is refused and stays as it is`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            let files: [(String, [UInt8])] = try [
                ("no byte", []), ("a header and no table", bytes(of: "PRAGMA journal_mode = WAL")),
                (
                    "a GeoPackage of another program",
                    bytes(of: "PRAGMA application_id = 1196444487; CREATE TABLE gpkg_contents (a)")
                ),
                ("another database", bytes(of: "CREATE TABLE bookmarks (a)")),
            ]
            for (what, bytes) in files {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: StorageError.self, "\(what)") { try SQLiteEngine(path: path) }
                #expect(isUnfit(error), "\(what): \(String(describing: error))")
                #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == bytes, "\(what)")
                #expect(try names(folder) == ["town.gpkg"])
                await #expect(throws: StorageError.self, "\(what)") {
                    try await SQLiteEngine.restore(path, to: path + ".other")
                }
            }
        }
    }

    @Test func `a removed lock lets no second server in, and is made again`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            try await town(path, "one")
            let opening: SQLiteEngine.Opening = {
                var opening = SQLiteEngine.Opening()
                opening.isServer = true
                return opening
            }()
            let server = try SQLiteEngine(path: path, opening)
            func expectRefusal(_ what: Comment) async {
                #expect(throws: StorageError.self, what) { try SQLiteEngine(path: path, opening) }
                await #expect(throws: StorageError.self, what) {
                    try await SQLiteEngine.restore(path + ".copy", to: path)
                }
            }
            try await server.backup(to: path + ".copy")
            await expectRefusal("as it is")
            for _ in 0..<2 {
                #expect(unlink(path + ".lock") == 0)
                await expectRefusal("the lock was removed")
                #expect(server.standing() == nil)
                await expectRefusal("it was made again")
            }
            try Data("another".utf8).write(to: URL(fileURLWithPath: path + ".other"))
            #expect(rename(path + ".other", path + ".lock") == 0)
            await expectRefusal("the lock was replaced")
            // by one that another program holds
            #expect(unlink(path + ".lock") == 0)
            let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            #expect(server.standing()?.description.contains("town.gpkg.lock was removed or replaced") == true)
            close(descriptor)
            #expect(server.standing() == nil)
            #expect(await server.close() == nil)
            #expect(try await value(in: path) == "one")
        }
    }

    @Test func `an empty file becomes a town only when that is asked for`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            var opening = SQLiteEngine.Opening()
            opening.mayBegin = true
            for content in try [[], bytes(of: "PRAGMA journal_mode = WAL")] {
                try Data(content).write(to: URL(fileURLWithPath: path))
                let engine = try SQLiteEngine(path: path, opening)
                try await Schema.migrator.migrate(engine, now: 0)
                #expect(await engine.close() == nil)
                #expect(try names(folder) == ["town.gpkg"])
            }
            try Data(bytes(of: "CREATE TABLE bookmarks (a)")).write(to: URL(fileURLWithPath: path))
            #expect(throws: StorageError.self) { try SQLiteEngine(path: path, opening) }
        }
    }

    @Test func `a log without its database is not thrown away, and one of another file is not played in`() async throws
    {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            try await town(path, "mine")
            let other = try SQLiteEngine(path: folder.appendingPathComponent("other.gpkg").path)
            try await Schema.migrator.migrate(other, now: 0)
            try await write("foreign", to: other)
            let log = folder.appendingPathComponent("other.gpkg-wal").path
            try FileManager.default.copyItem(atPath: log, toPath: path + "-wal")
            let foreign = #expect(throws: StorageError.self) { try SQLiteEngine(path: path) }
            #expect(isUnfit(foreign))
            try FileManager.default.moveItem(atPath: path, toPath: path + ".aside")
            let orphan = #expect(throws: StorageError.self) { try SQLiteEngine(path: path) }
            #expect(isUnfit(orphan))
            #expect(FileManager.default.fileExists(atPath: path + "-wal"))
            try FileManager.default.removeItem(atPath: path + "-wal")
            try FileManager.default.moveItem(atPath: path + ".aside", toPath: path)
            #expect(try await value(in: path) == "mine")
            await other.close()
        }
    }

    @Test func `a copy of the file in use without its log says so until that is accepted`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            try await town(path, "old")
            let engine = try SQLiteEngine(path: path)
            try await write("new", to: engine)
            let copy = folder.appendingPathComponent("copy.gpkg").path
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            await engine.close()
            for _ in 0..<2 {
                let opened = try SQLiteEngine(path: copy)
                #expect(opened.missingLog?.contains("copy.gpkg-wal is not beside it") == true)
                await opened.close()
            }
            await #expect(throws: StorageError.self) { try await SQLiteEngine.restore(copy, to: path) }
            let accepting = try SQLiteEngine(path: copy)
            accepting.acceptMissingLog()
            #expect(await accepting.close() == nil)
            let last = try SQLiteEngine(path: copy)
            #expect(last.missingLog == nil)
            await last.close()
            // the beginning of a town, without the log in which all the rest was
            let young = try SQLiteEngine(path: folder.appendingPathComponent("young.gpkg").path)
            try await Schema.migrator.migrate(young, now: 0)
            try FileManager.default.copyItem(
                atPath: folder.appendingPathComponent("young.gpkg").path,
                toPath: folder.appendingPathComponent("copy2").path)
            await young.close()
            let error = #expect(throws: StorageError.self) {
                try SQLiteEngine(path: folder.appendingPathComponent("copy2").path)
            }
            #expect(isUnfit(error))
        }
    }

    @Test func `a file deleted or replaced under the engine is noticed before anything more is acknowledged`()
        async throws
    {
        for isReplaced in [false, true] {
            try await withTemporaryFolder { folder in
                let path = folder.appendingPathComponent("town.gpkg").path
                let other = folder.appendingPathComponent("other").path
                try await town(path, "first")
                try await town(other, "other")
                let engine = try SQLiteEngine(path: path)
                try await write("kept", to: engine)
                #expect(engine.standing() == nil)
                if isReplaced {
                    #expect(rename(other, path) == 0)
                } else {
                    try FileManager.default.removeItem(atPath: path)
                }
                await #expect(throws: StorageError.self) { try await write("lost", to: engine) }
                let fault = engine.standing()
                if case .moved? = fault {} else { Issue.record("\(String(describing: fault))") }
                #expect(await engine.writeProbe() == fault)
                let saved = try await engine.rescue(stamp: "20261128T020000Z")
                #expect("\(String(describing: engine.standing()))".contains("town.gpkg.rescued-20261128T020000Z"))
                #expect(await engine.close() != nil)
                if !isReplaced {
                    let empty = #expect(throws: StorageError.self) { try SQLiteEngine(path: path) }
                    #expect(isUnfit(empty), "no empty town takes its place")
                }
                #expect(try await value(in: saved) == "kept")
                if isReplaced { #expect(try await value(in: path) == "other") }
                #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            }
        }
    }

    @Test func `a file that comes back is taken up again`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("town.gpkg").path
            try await town(path, "first")
            let engine = try SQLiteEngine(path: path)
            #expect(rename(path, path + ".away") == 0)
            await #expect(throws: StorageError.self) { try await write("lost", to: engine) }
            #expect(rename(path + ".away", path) == 0)
            #expect(engine.standing() == nil)
            try await write("second", to: engine)
            #expect(await engine.close() == nil)
            #expect(try await value(in: path) == "second")
        }
    }

    @Test func `the reserve of the disk is measured before a write is refused`() async throws {
        try await withTemporaryFolder { folder in
            var opening = SQLiteEngine.Opening()
            opening.diskReserve = .max / 2
            let engine = try SQLiteEngine(path: folder.appendingPathComponent("town.gpkg").path, opening)
            try await Schema.migrator.migrate(engine, now: 0)
            if case .diskFull(let message)? = engine.standing() {
                #expect(message.contains("disk-reserve"))
            } else {
                Issue.record("nothing found")
            }
            try await write("still accepted", to: engine)
            await engine.close()
        }
    }

    /// An SQLite file as the plain tool makes it.
    private func bytes(of statements: String) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("plain-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try #require(Program("sqlite3", [path, statements]).wait().isSuccess)
        return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
