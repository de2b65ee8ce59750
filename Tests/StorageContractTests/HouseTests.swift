// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing

/// The seam holds: no room knows an engine, and the places where the engines differ stay few.
@Suite struct HouseTests {
    /// Dialect pieces each room may have.
    private static let bounds: [String: Int] = [
        "Access": 2, "Catalogue": 4, "Features": 12, "Ingest": 4, "SensorThings": 30, "Demonstration": 2, "Web": 2,
        "Platform": 2,
    ]
    private static let storage: Set<String> = ["Storage", "StorageSQLite", "StoragePostgres"]

    private static func sources() throws -> [(room: String, path: String, text: String)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let paths = try #require(FileManager.default.enumerator(atPath: root.path))
        var sources: [(room: String, path: String, text: String)] = []
        while let path = paths.nextObject() as? String {
            guard path.hasSuffix(".swift"), let room = path.split(separator: "/").first else { continue }
            let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            sources.append((String(room), path, text))
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
