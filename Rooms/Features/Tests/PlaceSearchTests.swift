// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Storage
import TestSupport
import Testing
import Wire

@testable import Features
@testable import FeaturesPages

/// The names of places, as a search of the house reads them.
@Suite struct PlaceSearchTests {
    static func named(_ names: [String?]) -> [Feature] {
        names.enumerated().map { number, name in
            Feature(
                id: .string("p/\(number)"), longitude: 7.6, latitude: 51.9,
                properties: ["name": name.map { .string($0) } ?? .null, "number": JSONValue(number)])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `names are read once, and anew when the layer is another`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let places = PlaceMemory()
            var description = Sample.description()
            description.timeField = nil
            func found(_ text: String) async throws -> [String] {
                try await engine.read { connection in
                    let all = try FeatureCollectionQueries.all(for: .anonymous, on: connection)
                    return try all.flatMap { collection in
                        let names = try places.names(of: collection, on: connection)
                        return names.index.best(text, most: 20).hits.map { names.identifiers[$0.place] }
                    }
                }
            }
            #expect(try await found("Ladesäule") == [])
            try await Sample.store(Self.named(["Ladesäule Markt", nil, "Brunnen", "  "]), as: description, in: engine)
            #expect(try await found("Ladeseulen") == ["p/0"])
            #expect(try await found("brunen") == ["p/2"])
            try await Sample.store(Self.named(["Brunnen am Markt", "Ladesäule"]), as: description, in: engine)
            #expect(try await found("Ladesäule") == ["p/1"])
            #expect(try await found("Markt") == ["p/0"])
        }
    }
}
