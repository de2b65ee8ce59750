// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import DCAT
import Storage
import TestSupport
import Testing
import Wire

@Suite struct CatalogueRecordTests {
    private static let now = DatasetTests.now
    private static let record = CatalogueRecord(
        themes: [.environment, .transport], highValue: [.geospatial], contactPage: "https://example.org/kontakt",
        contributor: "http://dcat-ap.de/def/contributors/openNRW", frequency: .week)

    @Test(arguments: TestEngine.allCases)
    func `kept whole, replaced, and gone with its data set`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            let first = try await storage.write { connection in
                try CatalogueRecordQueries.save(
                    DatasetTests.dataset(), Self.record, by: "test", at: Self.now, on: connection)
                return try DatasetQueries.find(slug: "trees", for: .anonymous, on: connection)?.id
            }
            let id = try #require(first)
            #expect(try await storage.read { try CatalogueRecordQueries.find(of: id, on: $0) } == Self.record)
            try await storage.write { connection in
                try CatalogueRecordQueries.save(
                    DatasetTests.dataset(), CatalogueRecord(), by: "test", at: Self.now, on: connection)
            }
            #expect(try await storage.read { try CatalogueRecordQueries.find(of: id, on: $0) } == CatalogueRecord())
            #expect(try await storage.read { try CatalogueRecordQueries.find(of: 99, on: $0) } == CatalogueRecord())
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what has faults is not kept, neither half`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            var record = Self.record
            record.contributor = "openNRW"
            record.contactPage = "javascript:alert(1)"
            let wrong = record
            let error = await #expect(throws: Dataset.ValidationError.self) {
                try await storage.write { connection in
                    try CatalogueRecordQueries.save(
                        DatasetTests.dataset(owner: ""), wrong, by: "test", at: Self.now, on: connection)
                }
            }
            #expect(error?.faults.map(\.field) == ["owner", "contact-page", "contributor"])
            let kept = try await storage.read { try DatasetQueries.find(slug: "trees", for: .system, on: $0) }
            #expect(kept == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `only what is public is published, in the order of making`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            #expect(try await storage.read { try DatasetQueries.published(on: $0) }.count == 0)
            for (slug, access) in [("z", Dataset.Access.public), ("y", .internal), ("x", .restricted), ("a", .public)] {
                let dataset = DatasetTests.dataset(slug: slug, access: access)
                try await storage.write { _ = try DatasetQueries.save(dataset, by: "test", at: Self.now, on: $0) }
            }
            let published = try await storage.read { try DatasetQueries.published(on: $0) }
            #expect(published.count == 2 && published.modified == Self.now)
            let all = try await storage.read { try DatasetQueries.published(from: 0, limit: 10, on: $0) }
            #expect(all.map(\.slug) == ["z", "a"])
            let second = try await storage.read { try DatasetQueries.published(from: 1, limit: 10, on: $0) }
            #expect(second.map(\.slug) == ["a"])
        }
    }
}
