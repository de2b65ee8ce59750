// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@testable import Features

/// What layers held before they were delivered again.
@Suite struct LayerVersionsTests {
    private static func store(
        _ features: [Feature], at seconds: Int64, in engine: any StorageEngine
    ) async throws {
        _ = try await LayerImport.store(
            features, as: Sample.description(), at: Instant(seconds: seconds), in: engine
        ) { _, _ in }
    }

    private static func versions(_ engine: any StorageEngine) async throws -> [LayerVersion] {
        try await engine.read { connection in
            let layer = try #require(try FeatureCollectionQueries.find("places", for: .system, on: connection))
            return try LayerVersions.all(of: layer, on: connection)
        }
    }

    private static func names(_ engine: any StorageEngine) async throws -> [String] {
        try await engine.read { connection in
            let layer = try #require(try FeatureCollectionQueries.find("places", for: .system, on: connection))
            return try FeatureCollectionQueries.features(of: layer, limit: 100, on: connection).map {
                "\($0.identifier) \(JSONValue.object($0.properties).text)"
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what a delivery replaced is read as of its time and brought back as it was`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let start = Sample.now.microseconds / 1_000_000
            try await Self.store(Sample.features(4), at: start, in: engine)
            let first = try await Self.names(engine)
            // the same again is no new delivery
            try await Self.store(Sample.features(4), at: start + 10, in: engine)
            var kept = try await Self.versions(engine)
            #expect(kept.isEmpty)
            try await Self.store(Sample.features(6, seed: 2), at: start + 100, in: engine)
            kept = try await Self.versions(engine)
            #expect(kept.map(\.collection.count) == [4])
            #expect(kept.first?.from == Sample.now && kept.first?.to == Instant(seconds: start + 100))
            let version = try #require(kept.first)
            let found = try await engine.read { connection -> [Int64?] in
                try [start - 1, start, start + 99, start + 100].map { second in
                    try LayerVersions.find(
                        at: Instant(seconds: second), of: version.collection, on: connection)?.id
                }
            }
            #expect(found == [nil, version.id, version.id, nil])
            let features = try await engine.read { try LayerVersions.features(of: version, on: $0) }
            try await Self.store(features, at: start + 200, in: engine)
            let restored = try await Self.names(engine)
            #expect(restored == first)
            // and what that replaced is there, too
            kept = try await Self.versions(engine)
            #expect(kept.map(\.collection.count) == [6, 4])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `only the last states stay, and none of a layer that goes`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let start = Sample.now.microseconds / 1_000_000
            for count in 1...8 {
                try await Self.store(Sample.features(count), at: start + Int64(count) * 10, in: engine)
            }
            let kept = try await Self.versions(engine)
            #expect(kept.map(\.collection.count) == [7, 6, 5, 4, 3])
            func tables() async throws -> [String] {
                try await engine.read { connection in
                    try connection.rows(
                        """
                        \(sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table'",
                          postgresql: "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'")
                        """
                    ) { $0.text(0) }.filter { $0.contains(/^feature_version_\d/) }
                }
            }
            let before = try await tables()
            #expect(before.count == 5)
            try await engine.write { _ = try LayerImport.remove(name: "places", on: $0) }
            let after = try await tables()
            #expect(after == [])
        }
    }
}
