// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Access
import Catalogue
import Features
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@Suite struct LayerImportTests {
    @Test(arguments: TestEngine.allCases)
    func `created, unchanged, replaced`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            #expect(try await Sample.store(Sample.features(5), in: storage).outcome == .created)
            #expect(try await Sample.store(Sample.features(5), in: storage).outcome == .unchanged)
            let replaced = try await Sample.store(Sample.features(6), in: storage)
            #expect(replaced.outcome == .replaced)
            #expect(replaced.features == 6)
            var renamed = Sample.description()
            renamed.title = "Andere Plätze"
            #expect(try await Sample.store(Sample.features(6), as: renamed, in: storage).outcome == .replaced)
            let all = try await storage.read { try FeatureCollectionQueries.all(for: .anonymous, on: $0) }
            #expect(all.map(\.title) == ["Andere Plätze"])
            #expect(all.map(\.count) == [6])
            #expect(all.first?.geometryType == "POINT")
            let removed = try await storage.write { try LayerImport.remove(name: "places", on: $0) }
            #expect(removed)
            #expect(try await storage.read { try FeatureCollectionQueries.all(for: .system, on: $0) }.isEmpty)
        }
    }

    /// The table that takes the old one's place has its name, its indices and nothing left over.
    @Test(arguments: TestEngine.allCases)
    func `a layer made anew is called as the first one was, and others write while it is made`(
        engine: TestEngine
    ) async throws {
        func names(_ storage: any StorageEngine) async throws -> [String] {
            try await storage.read { connection in
                try connection.rows(
                    """
                    \(sqlite: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'index')",
                      postgresql: "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace")
                    ORDER BY 1
                    """
                ) { $0.text(0) }.filter { !$0.hasPrefix("feature_version_") }
            }
        }
        try await withDatabase(engine) { storage in
            try await Sample.store(Sample.features(1200), in: storage)
            let first = try await names(storage)
            for count in [1300, 1250] {
                let noted = try await LayerImport.store(
                    Sample.features(count), as: Sample.description(), at: Instant(seconds: 1), in: storage
                ) { connection, report in
                    try connection.execute(
                        "INSERT INTO setting (name, value) VALUES (\("test.\(count)"), \(String(report.features)))")
                }
                #expect(noted.outcome == .replaced)
                #expect(try await names(storage) == first)
                let value = try await storage.read { connection in
                    try connection.text("SELECT value FROM setting WHERE name = \("test.\(count)")")
                }
                #expect(value == String(count))
                let found = try await storage.read { try $0.integer("SELECT count(*) FROM layer_places") }
                #expect(found == Int64(count))
            }
        }
    }

    @Test func `who reads the old layer for long holds up its successor, not other writers`() async throws {
        try await withDatabase(.postgresql) { storage in
            try await Sample.store(Sample.features(5), in: storage)
            let mayEnd = DispatchSemaphore(value: 0)
            let hasBegun = DispatchSemaphore(value: 0)
            async let reading = storage.read { connection in
                let count = try connection.integer("SELECT count(*) FROM layer_places")
                hasBegun.signal()
                _ = mayEnd.wait(timeout: .now() + 60)
                return count
            }
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    hasBegun.wait()
                    continuation.resume()
                }
            }
            async let replacing = Sample.store(Sample.features(6), in: storage)
            for number in 0..<20 {
                try await storage.write { connection in
                    try connection.execute("INSERT INTO setting (name, value) VALUES (\("test.\(number)"), 'x')")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            mayEnd.signal()
            #expect(try await reading == 5)
            #expect(try await replacing.outcome == .replaced)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a refused layer leaves the old one`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            try await Sample.store(Sample.features(5), in: storage)
            let twice = Sample.features(3) + Sample.features(1)
            let error = await #expect(throws: LayerError.self) { try await Sample.store(twice, in: storage) }
            #expect(error == .duplicateIdentifier(id: "p/0", first: 0, second: 3, pointer: "/features/3/id"))
            let found = try await storage.read { try FeatureCollectionQueries.find("places", for: .system, on: $0) }
            #expect(found?.count == 5)
        }
    }

    @Test(
        arguments: [
            ([.null, 1, 2], .integer), ([1, 1.5], .real), ([true, false], .boolean), ([true, 1], .text),
            (["2025-01-31", .null], .date), (["2025-02-30"], .text), (["2025-01-31", "x"], .text),
            (["2025-01-31T10:00:00Z"], .dateTime), (["2025-01-31T10:00:00+02:00"], .dateTime), ([.null], .text),
            ([[1, 2]], .json), ([["a": 1]], .json), ([[1], "x"], .json), (["1"], .text),
            ([9_223_372_036_854_775_807], .integer),
            (["2025-01-31", "2025-01-31T10:00:00Z"], .text), ([""], .text),
        ] as [([JSONValue], FieldType)])
    func `types of fields`(values: [JSONValue], type: FieldType) async throws {
        for engine in TestEngine.allCases {
            try await withDatabase(engine) { storage in
                let features = values.map { Feature(wkb: nil, properties: ["x": $0]) }
                try await Sample.store(features, as: LayerDescription(name: "t", title: "T"), in: storage)
                let kept = try await storage.read { connection -> (FieldType?, [JSONValue]) in
                    let found = try FeatureCollectionQueries.find("t", for: .system, on: connection)
                    let layer = try #require(found)
                    let rows = try FeatureCollectionQueries.features(of: layer, limit: 100, on: connection)
                    return (layer.field("x")?.type, rows.map { $0.properties["x"] ?? .null })
                }
                #expect(kept.0 == type)
                if type != .text && type != .dateTime && type != .json { #expect(kept.1 == values) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `hostile names of properties`(engine: TestEngine) async throws {
        let names = [
            "fid", "FID", "geom", "feature_id", "a\"b", "'; DROP TABLE dataset; --", "", " ", "Straße", "straße",
            "rowid", "select", "oid", "ctid", String(repeating: "ü", count: 200), String(repeating: "ü", count: 201),
            "limit", "bbox", "tab\tname", "Name", "NAME",
        ]
        try await withDatabase(engine) { storage in
            let properties = JSONObject(names.enumerated().map { (name: $1, value: JSONValue($0)) })
            let features = [Feature(wkb: nil, properties: properties)]
            try await Sample.store(features, as: LayerDescription(name: "h", title: "H"), in: storage)
            let kept = try await storage.read { connection in
                let layer = try #require(try FeatureCollectionQueries.find("h", for: .system, on: connection))
                return try FeatureCollectionQueries.features(of: layer, limit: 9, on: connection)
            }
            #expect(kept.map(\.properties) == [properties])
            #expect(kept.first?.properties.names == names)
        }
    }

    @Test(arguments: [
        (LayerDescription(name: "A", title: "x"), "name"), (LayerDescription(name: "", title: "x"), "name"),
        (LayerDescription(name: "a", title: " "), "title"),
        (LayerDescription(name: "a", title: "x", titleField: "nix"), "titleField"),
        (LayerDescription(name: "a", title: "x", timeField: "name"), "timeField"),
    ])
    func `descriptions that cannot be`(description: LayerDescription, field: String) async throws {
        try await withDatabase(.sqlite) { storage in
            let error = await #expect(throws: LayerError.self) {
                try await Sample.store(Sample.features(1), as: description, in: storage)
            }
            guard case .invalidDescription(let named, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(named == field)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an empty layer and one without places`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            try await Sample.store([], in: storage)
            let nowhere = [Feature(wkb: nil, properties: ["a": 1])]
            try await Sample.store(nowhere, as: LayerDescription(name: "n", title: "N"), in: storage)
            let all = try await storage.read { try FeatureCollectionQueries.all(for: .system, on: $0) }
            #expect(all.map(\.count).sorted() == [0, 1])
            #expect(all.allSatisfy { $0.extent == nil })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `count, length and area`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            // A degree of the meridian is 111.195 km; the square from the equator to 1° is 12,363.7 km² on the sphere.
            let text = """
                {"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[7,51],[7,52]]},
                {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}]}
                """
            let features = try GeoJSONLayer().read(Array(text.utf8))
            try await Sample.store(features, as: LayerDescription(name: "m", title: "M"), in: storage)
            let window = InstantInterval(start: Sample.now, end: Sample.now)
            let expected: [(LayerIndicator.Measure, Double, Double)] = [
                (.count, 1, 0), (.length, 111_195.08, 1), (.area, 12_363_683_990, 2e6),
            ]
            for (measure, value, tolerance) in expected {
                let source = LayerIndicator(collection: "m", name: "M", measure: measure, engine: storage)
                let found = try await source.aggregate(.last, over: window, for: .anonymous)
                #expect(abs((found.value ?? -1) - value) <= tolerance, "\(measure): \(found)")
            }
            let none = LayerIndicator(collection: "nix", name: "N", measure: .count, engine: storage)
            #expect(try await none.aggregate(.last, over: window, for: .anonymous).value == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `outlines are small and rounded`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            let text = """
                {"type":"LineString","coordinates":[[7.123456789,51.1],[7.123456788,51.1],[7.2,51.2000049]]}
                """
            let features = try GeoJSONLayer().read(Array(text.utf8))
            try await Sample.store(features, as: LayerDescription(name: "r", title: "R", role: .road), in: storage)
            let outline = try await storage.read { connection in
                let layers = try FeatureCollectionQueries.all(role: .road, for: .anonymous, on: connection)
                return try FeatureCollectionQueries.outline(of: try #require(layers.first), on: connection)
            }
            let geometry = try JSONValue(parsing: outline)["features"]?.array?.first?["geometry"]
            #expect(geometry?["coordinates"] == [[7.12346, 51.1], [7.2, 51.2]])
        }
    }
}
