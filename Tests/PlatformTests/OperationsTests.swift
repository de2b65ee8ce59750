// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
import Bilingual
import Catalogue
import Foundation
import Logging
import RoomKit
import Rights
import Storage
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Platform
@testable import Reporting

/// What the server does about its own running.
@Suite struct OperationsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    // MARK: Metrics

    @Test func `each figure of the dashboard exists`() throws {
        let data = try Data(contentsOf: Self.root.appendingPathComponent("deploy/grafana-dashboard.json"))
        let dashboard = try JSONValue(parsing: String(decoding: data, as: UTF8.self))
        let expressions = (dashboard["panels"]?.array ?? []).flatMap { $0["targets"]?.array ?? [] }
            .compactMap { $0["expr"]?.string }
        #expect(expressions.count > 20)
        let metrics = Metrics()
        metrics.began()
        metrics.ended(method: "GET", route: "/", status: 200, seconds: 0.1)
        let ours = metrics.text(gauges: []).matches(of: /(?m)^([a-z_]+)[ {]/).map { String($0.1) }
        let known = Set(try HouseDescription().rooms.flatMap(\.gauges).map(\.name) + ours)
        for expression in expressions {
            let names = expression.matches(of: /\b(allmende|process)_[a-z_]+/).map { String($0.0) }
            #expect(!names.isEmpty, "\(expression)")
            for name in names { #expect(known.contains(name), "\(name) in \(expression)") }
        }
    }

    // MARK: Words

    @Test func `each warning and fault that is logged has words for people`() throws {
        var count = 0
        for folder in ["Sources", "Rooms", "Front"] {
            let base = Self.root.appendingPathComponent(folder)
            let paths = try #require(FileManager.default.enumerator(atPath: base.path))
            while let path = paths.nextObject() as? String {
                guard path.hasSuffix(".swift"), !path.contains("/Tests/") else { continue }
                let text = try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8)
                for match in text.matches(of: /logger\.(?:warning|error|critical)\(\s*"+\s*([^"]+)"/) {
                    let message = String(match.1)
                    // a message that is all value is the storage's own sentence
                    if message.hasPrefix("\\(") { continue }
                    count += 1
                    let words = LogWords.meaning(of: message)
                    #expect(words.german != words.english, "\(path): \(message)")
                }
            }
        }
        #expect(count > 25)
    }

    @Test func `each rule of the doctor has German words`() async throws {
        let rules = Doctor.rules(at: Instant(seconds: 0)).map(\.name)
        #expect(rules.contains("other catalogues can be read"))
        for rule in rules { #expect(DoctorWords.german[rule] != nil, "\(rule)") }
        let source = try String(
            contentsOf: Self.root.appendingPathComponent("Sources/Platform/Server/Doctor.swift"), encoding: .utf8)
        let own = source.matches(of: /rule: "([^"]+)"/).map { String($0.1) }
        #expect(own.count >= 6)
        for rule in own { #expect(DoctorWords.german[rule] != nil, "\(rule)") }
    }

    @Test(arguments: [
        ("smtp-login = a:b", 0o644, true), ("smtp-login = a:b", 0o640, false), ("# smtp-login = a:b", 0o644, false),
        ("smtp-login =\nport = 1", 0o644, false), ("port = 1\n access-openid-secret=x", 0o604, true),
        ("database = postgres://town:secret@db/town", 0o644, true),
        ("database = postgres://town@db/town", 0o644, false),
        ("database = town.gpkg", 0o644, false),
    ])
    func `passwords in a settings file that others read are found`(text: String, mode: Int, isFound: Bool) async throws
    {
        try await withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("town.conf").path
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            let findings = Doctor(path: nil, isOpen: false, settingsFile: file, now: Instant(seconds: 0))
                .settingsFindings
            #expect(findings.map(\.examples) == (isFound ? [["mode \(String(mode, radix: 8))"]] : []))
        }
    }

    @Test(arguments: [
        ([:], false), (["host": "0.0.0.0"], true), (["host": "0.0.0.0", "base-url": "http://daten.example.de"], true),
        (["host": "0.0.0.0", "base-url": "https://daten.example.de"], false),
        (["host": "0.0.0.0", "trust-proxy": "true"], false), (["host": "::1"], false),
    ])
    func `a server that others reach without TLS is found`(flags: [String: String], isFound: Bool) async throws {
        try await withDatabase(.sqlite) { engine in
            let settings = try Configuration(flags: flags)
            let found = try await Doctor(configuration: settings, path: nil, now: Instant(seconds: 0)).examine(engine)
                .findings.first { $0.rule == "passwords come in by TLS only" }
            #expect(found?.examples == (isFound ? ["http://0.0.0.0:8080"] : nil))
        }
    }

    @Test func `the log counts the same lines together and forgets them after a day`() {
        let log = RecentLog()
        let begin = Instant(seconds: 1_795_000_000)
        for minute: Int64 in 0..<3 {
            log.add(
                "an import could not be carried out", isFault: true, details: "error: \(minute)",
                at: Instant(seconds: 1_795_000_000 + 60 * minute))
        }
        log.add("something new", isFault: false, details: "", at: Instant(seconds: 1_795_000_030))
        let found = log.summaries(at: Instant(seconds: 1_795_000_200))
        #expect(found.map(\.count) == [3, 1] && found.map(\.isFault) == [true, false])
        #expect(found[0].details == "error: 2" && found[0].first == begin)
        #expect(found[0].meaning.german.contains("Import") && found[1].meaning.german == "something new")
        #expect(log.summaries(at: Instant(seconds: 1_795_000_000 + 86_400 + 61)).map(\.count) == [1])
    }

    // MARK: Backups

    private static func entries(_ deed: BackupDeed, _ engine: any StorageEngine) async throws -> [AuditEntry] {
        try await engine.read { try deed.entries(10, on: $0) }
    }

    @Test func `a backup is made when it is time, tried, kept to a number, and all of it noted`() async throws {
        try await withDatabase(.sqlite) { engine in
            let engine = try #require(engine as? SQLiteEngine)
            var settings = BackupSettings()
            try settings.set("backup-at", "02:30", from: "")
            try settings.set("backup-keep", "2", from: "")
            #expect(settings.time == "02:30")
            let now = Mutex(Date())
            let desk = BackupDesk(
                engine: engine, settings: settings, logger: Self.quiet,
                clock: { now.withLock { Instant(microseconds: Int64($0.timeIntervalSince1970 * 1_000_000)) } })
            await desk.workOnce()
            #expect(try desk.files().isEmpty)
            let next = try #require(
                desk.next(after: Instant(seconds: Int64(now.withLock { $0 }.timeIntervalSince1970))))
            now.withLock { $0 = Date(timeIntervalSince1970: Double(next.microseconds) / 1_000_000 + 1) }
            await desk.workOnce()
            let file = try #require(try desk.files().first)
            #expect(try await Self.entries(.made, engine).map(\.actor) == ["schedule"])
            #expect(desk.path(of: file.name) != nil && desk.path(of: "../town.gpkg") == nil)
            let mode = try FileManager.default.attributesOfItem(atPath: try #require(desk.path(of: file.name)))
            #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            // a try leaves nothing but its note
            #expect(desk.begin(.rehearse(file.name), by: "Ada") && !desk.begin(.make, by: "Eva"))
            await desk.workOnce()
            #expect(desk.running == nil)
            let rehearsed = try await Self.entries(.rehearsed, engine)
            #expect(rehearsed.map(\.object) == ["backup/\(file.name)"] && rehearsed.map(\.actor) == ["Ada"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder) == [file.name])
            for _ in 0..<3 {
                #expect(desk.begin(.make, by: "Ada"))
                await desk.workOnce()
            }
            #expect(try desk.files().count == 2)
            #expect(try await Self.entries(.made, engine).count == 4)
        }
    }

    @Test func `a damaged backup fails its try, an impossible folder fails a backup, and both say why`() async throws {
        try await withDatabase(.sqlite) { engine in
            let engine = try #require(engine as? SQLiteEngine)
            let desk = BackupDesk(
                engine: engine, settings: BackupSettings(), logger: Self.quiet, clock: TownServer.systemClock)
            #expect(desk.begin(.make, by: "Ada"))
            await desk.workOnce()
            let file = try #require(try desk.files().first)
            let path = try #require(desk.path(of: file.name))
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seek(toOffset: 8192)
            try handle.write(contentsOf: Data(repeating: 0x5A, count: 16_384))
            try handle.close()
            #expect(desk.begin(.rehearse(file.name), by: "Ada"))
            await desk.workOnce()
            let failed = try await Self.entries(.rehearsalFailed, engine)
            #expect(failed.count == 1 && failed.first?.detail?.contains("reason") == true)
            #expect(try await Self.entries(.rehearsed, engine).isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder) == [file.name])

            var settings = BackupSettings()
            settings.folder = "/no-share/mounted"
            let other = BackupDesk(
                engine: engine, settings: settings, logger: Self.quiet, clock: TownServer.systemClock)
            #expect(other.begin(.make, by: "Ada"))
            await other.workOnce()
            #expect(try await Self.entries(.failed, engine).count == 1)
        }
    }

    @Test(arguments: ["2", "24:00", "02:60", "2:00", "02:00:00", "+2:00", "aa:bb"])
    func `a time of day is one`(text: String) {
        #expect(throws: ConfigurationError.self) { try Configuration(flags: ["backup-at": text]) }
    }

    // MARK: Slow statements

    @Test(arguments: TestEngine.allCases)
    func `a slow statement is named without its values`(_ kind: TestEngine) async throws {
        let told = Mutex<[String]>([])
        let slow = SlowStatements(threshold: .zero) { text, milliseconds in
            #expect(milliseconds >= 0)
            told.withLock { $0.append(text) }
        }
        func look(_ database: String) async throws {
            var opening = EngineFactory.Opening()
            opening.slow = slow
            try await EngineFactory.using(database, opening, note: { _ in }) { engine in
                try await engine.write { connection in
                    try connection.execute(
                        "UPDATE letter SET fault = \("geheim-\(kind)") WHERE recipient = \("eva@example.de")")
                }
                _ = try await engine.read {
                    try $0.integer("SELECT count(*) FROM letter WHERE subject = \("verborgen")")
                }
            }
        }
        switch kind {
        case .sqlite:
            try await withTemporaryFolder { try await look($0.appendingPathComponent("town.gpkg").path) }
        case .postgresql: try await withPostgresURL { try await look($0) }
        }
        let texts = told.withLock { $0 }
        #expect(slow.count == texts.count)
        let write = try #require(texts.first { $0.hasPrefix("UPDATE letter SET fault") })
        #expect(write.contains("WHERE recipient ="))
        #expect(texts.contains { $0.hasPrefix("SELECT count(*) FROM letter WHERE subject =") })
        for text in texts {
            for value in ["geheim", "eva@", "verborgen"] { #expect(!text.contains(value), "\(text)") }
        }
    }

    @Test func `a statement below the limit is not told`() {
        let slow = SlowStatements(threshold: .seconds(60)) { text, _ in Issue.record("told: \(text)") }
        slow.ended("SELECT 1", since: .now)
        #expect(slow.count == 0)
    }

    // MARK: Several towns

    @Test func `towns that share a database, a port or a folder are named`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("towns-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        #expect(throws: ConfigurationError.self) { try Towns(folder: folder.path) }
        try write("a.conf", "database = /x/a.gpkg\nport = 8081\nmqtt-port = 1884\n")
        try write("b.conf", "database = /x/b.gpkg\nport = 8082\nmqtt-port = 1885\n")
        try write("note.txt", "colour = red\n")
        let apart = try Towns(folder: folder.path)
        #expect(apart.towns.map(\.name) == ["a", "b"] && apart.conflicts.isEmpty)
        try write("c.conf", "database = /x/./a.gpkg\nport = 8082\nmqtt-port = off\n")
        let rules = try Towns(folder: folder.path).conflicts
        #expect(rules.map(\.examples) == [["a, c: /x/a.gpkg"], ["b, c: 127.0.0.1:8082"], ["a, c: /x/a.gpkg.backups"]])
        try write("d.conf", "colour = red\n")
        let fault = #expect(throws: ConfigurationError.self) { try Towns(folder: folder.path) }
        #expect(fault?.description.contains("d.conf, line 1") == true)
    }
}
