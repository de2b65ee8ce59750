// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing

/// The seam holds: no room knows an engine, and the places where the engines differ stay few.
@Suite struct HouseTests {
    /// Dialect pieces each room may have.
    private static let bounds: [String: Int] = [
        "Access": 2, "Catalogue": 4, "Features": 12, "Ingest": 4, "SensorThings": 31, "Front": 2,
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

    /// Tables whose statements stand in the ground: the audit trail, and the one rule of who sees a data set.
    /// Grants are of data sets, and Catalogue stands on what Access offers: it cannot be asked from there.
    private static let ground: [String: Set<String>] = ["Rights": ["audit_entry", "dataset"], "Access": ["dataset"]]

    @Test func `a room reads and writes its own tables only`() throws {
        let sources = try Self.sources().filter { !Self.storage.contains($0.room) }
        var owners: [String: String] = [:]
        for source in sources {
            for match in source.text.matches(of: /CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)/) {
                owners[String(match.1)] = source.room
            }
        }
        try #require(owners.count > 40)
        var statements = 0
        for source in sources {
            let verbs = /\b(INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN)\s+([a-z_]+)/
            let bulk = /bulkInsert\(\s*into: "([a-z_]+)"/
            let tables =
                source.text.matches(of: verbs).map { String($0.2) } + source.text.matches(of: bulk).map { String($0.1) }
            for table in tables {
                guard let owner = owners[table] else { continue }
                statements += 1
                let isOwn = owner == source.room || Self.ground[source.room]?.contains(table) == true
                #expect(isOwn, "\(source.room)/\(source.path) asks \(table), a table of \(owner)")
            }
        }
        #expect(statements > 400)
    }

    /// Whoever is refused is told why in German too.
    @Test func `each refusal has German words`() throws {
        var count = 0
        for source in try Self.sources() {
            for match in source.text.matches(of: /Problem(?:\.notFound|\.badRequest)?\(\s*[."]/) {
                let rest = source.text[match.range.lowerBound...]
                var depth = 0
                let call = rest.prefix { character in
                    if character == "(" { depth += 1 }
                    if character == ")" { depth -= 1 }
                    return depth > 0 || character != ")"
                }
                count += 1
                #expect(call.contains("german:"), "\(source.room)/\(source.path): \(call.prefix(160))")
            }
        }
        #expect(count > 80)
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
