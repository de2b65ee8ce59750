// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing

/// The seam holds: no room knows an engine, and the places where the engines differ stay few.
@Suite struct HouseTests {
    /// Dialect pieces each room may have.
    private static let bounds: [String: Int] = [
        "Access": 2, "Catalogue": 4, "Features": 12, "Ingest": 4, "SensorThings": 30, "Demonstration": 2, "Front": 2,
        "Platform": 2,
    ]
    private static let storage: Set<String> = ["Storage", "StorageSQLite", "StoragePostgres"]

    private static func sources() throws -> [(room: String, path: String, text: String)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var sources: [(room: String, path: String, text: String)] = []
        for folder in ["Sources", "Rooms", "Front"] {
            let base = root.appendingPathComponent(folder)
            let paths = try #require(FileManager.default.enumerator(atPath: base.path))
            while let path = paths.nextObject() as? String {
                guard path.hasSuffix(".swift"), !path.contains("/Tests/"),
                    let room = path.split(separator: "/").first
                else { continue }
                let text = try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8)
                sources.append((folder == "Front" ? folder : String(room), path, text))
            }
        }
        try #require(sources.count > 30)
        return sources
    }

    @Test func `dialect pieces stay within their bounds`() throws {
        var counts: [String: Int] = [:]
        for source in try Self.sources() where !Self.storage.contains(source.room) {
            counts[source.room, default: 0] += source.text.components(separatedBy: "sqlite:").count - 1
        }
        for (room, count) in counts {
            let bound = Self.bounds[room] ?? 0
            #expect(count <= bound, "\(room) has \(count) dialect pieces; at most \(bound)")
        }
    }

    /// Statements that read tables of another room, by room: each of them should become a question to that room.
    private static let foreignReads: [String: Int] = [
        "Demonstration": 27, "Ingest": 8, "Catalogue": 4, "SensorThings": 4, "Platform": 3, "Rights": 1, "Features": 1,
    ]
    /// The loader of the fictional town writes whole series at once, beside the rules that a writer needs.
    private static let foreignWrites: [String: Int] = ["Demonstration": 2]

    @Test func `a room writes its own tables only`() throws {
        let sources = try Self.sources().filter { !Self.storage.contains($0.room) }
        var owners: [String: String] = [:]
        for source in sources {
            for match in source.text.matches(of: /CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)/) {
                owners[String(match.1)] = source.room
            }
        }
        try #require(owners.count > 40)
        var reads: [String: Int] = [:]
        var writes: [String: Int] = [:]
        for source in sources {
            for match in source.text.matches(of: /\b(INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN)\s+([a-z_]+)/) {
                guard let owner = owners[String(match.2)], owner != source.room else { continue }
                // the audit trail and the counter are a part of the ground that Access gave a place
                if source.room == "Rights", owner == "Access" { continue }
                if match.1 == "FROM" || match.1 == "JOIN" {
                    reads[source.room, default: 0] += 1
                } else {
                    writes[source.room, default: 0] += 1
                }
            }
        }
        for (room, count) in reads {
            let bound = Self.foreignReads[room] ?? 0
            #expect(count <= bound, "\(room) reads other rooms' tables \(count) times; at most \(bound)")
        }
        for (room, count) in writes {
            let bound = Self.foreignWrites[room] ?? 0
            #expect(count <= bound, "\(room) writes other rooms' tables \(count) times; at most \(bound)")
        }
    }

    @Test func `no room imports an engine`() throws {
        let engines = ["GRDB", "GRDBSQLite", "CLibpq"]
        for source in try Self.sources() {
            for line in source.text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.contains("import"), let module = words.last, engines.contains(String(module)) else {
                    continue
                }
                let isAllowed =
                    module == "CLibpq" ? source.room == "StoragePostgres" : source.room == "StorageSQLite"
                #expect(isAllowed, "\(source.path) imports \(module)")
            }
        }
    }
}
