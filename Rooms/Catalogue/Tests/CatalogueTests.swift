// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Storage
import TestSupport
import Testing
import Wire

@Suite struct DatasetTests {
    static let now = Instant(seconds: 1_700_000_000)

    static func dataset(
        slug: String = "trees", title: String = "Bäume", owner: String = "Grünflächenamt",
        licence: String = "dl-by-de/2.0",
        attributions: [Dataset.Attribution] = [Dataset.Attribution(text: "Stadt Münster")],
        access: Dataset.Access = .public
    ) -> Dataset {
        Dataset(
            slug: slug, title: title, owner: owner, licence: licence, attributions: attributions, access: access,
            issued: now, modified: now)
    }

    @Test(arguments: ["trees", "a", "1", "car-parks-2", String(repeating: "x", count: 80)])
    func `slugs`(slug: String) {
        #expect(Dataset.isSlug(slug))
    }

    @Test(arguments: [
        "", "-a", "a-", "a--b", "Trees", "bäume", "a b", "a/b", "a.b", "a\u{0}b", "..",
        String(repeating: "x", count: 81),
    ])
    func `what is no slug`(slug: String) {
        #expect(!Dataset.isSlug(slug))
        #expect(Self.dataset(slug: slug).faults.map(\.field) == ["slug"])
    }

    @Test(
        arguments: [
            ("Bäume Münster", "baeume-muenster"), ("  Straße & Weg!  ", "strasse-weg"), ("ÄÖÜ", "aeoeue"), ("日本", nil),
            ("", nil), ("a---b", "a-b"), ("x\u{0}y", "x-y"),
        ] as [(String, String?)])
    func `slug of a text`(text: String, slug: String?) {
        #expect(Dataset.slug(from: text) == slug)
    }

    @Test func `slug of any long text is one`() throws {
        for text in ["ß", "a b ", "9-"] {
            let slug = try #require(Dataset.slug(from: String(repeating: text, count: 100)))
            #expect(Dataset.isSlug(slug))
        }
    }

    @Test(
        arguments: [
            (dataset(), []),
            (dataset(title: " "), ["title"]),
            (dataset(owner: "\n"), ["owner"]),
            (dataset(licence: "gratis"), ["licence"]),
            (dataset(attributions: []), ["attributions"]),
            (dataset(licence: "cc-zero", attributions: []), []),
            (dataset(attributions: [Dataset.Attribution(text: "")]), ["attributions", "attributions"]),
            (dataset(attributions: [Dataset.Attribution(text: "x", licence: "nix")]), ["attributions"]),
            (dataset(slug: "A", title: "", owner: ""), ["slug", "title", "owner"]),
        ] as [(Dataset, [String])])
    func `faults name their field`(dataset: Dataset, fields: [String]) {
        #expect(dataset.faults.map(\.field) == fields)
        #expect(dataset.faults.allSatisfy { !$0.message.isEmpty && !$0.messageGerman.isEmpty })
    }

    @Test func `validation names the remedy and settles the spelling`() throws {
        let error = #expect(throws: Dataset.ValidationError.self) {
            try Self.dataset(attributions: []).validated()
        }
        #expect(try #require(error).description.contains("asks that the source is named"))
        #expect(try Self.dataset(licence: "dl-de/by-2-0").validated().licence == "dl-by-de/2.0")
    }

    @Test(arguments: TestEngine.allCases)
    func `kept whole and updated by slug`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            var dataset = Self.dataset()
            dataset.attributions = [
                Dataset.Attribution(text: "Stadt \"M\" 🌳", url: "https://example.org/?a=1&b=2", licence: "cc-by/4.0")
            ]
            dataset.keywords = ["Baum", "Grün"]
            dataset.theme = "ENVI"
            let saved = dataset
            let id = try await storage.write { try DatasetQueries.save(saved, by: "test", at: Self.now, on: $0) }
            let found = try await storage.read { try DatasetQueries.find(slug: "trees", for: .anonymous, on: $0) }
            var expected = saved
            expected.id = id
            #expect(found == expected)

            var changed = saved
            changed.title = "Bäume 2"
            changed.issued = Instant(seconds: 1)
            let again = changed
            #expect(try await storage.write { try DatasetQueries.save(again, by: "test", at: Self.now, on: $0) } == id)
            let updated = try await storage.read { try DatasetQueries.find(id: id, for: .anonymous, on: $0) }
            #expect(updated?.title == "Bäume 2")
            #expect(updated?.issued == Self.now)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `rights decide what is seen`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            for access in Dataset.Access.allCases {
                let dataset = Self.dataset(slug: access.rawValue, title: access.rawValue, access: access)
                try await storage.write { _ = try DatasetQueries.save(dataset, by: "test", at: Self.now, on: $0) }
            }
            let viewer = Reader(identity: .key(id: 1, name: "k"), role: .viewer)
            let seen: [(Reader, [String])] = [
                (.anonymous, ["public"]), (viewer, ["internal", "public"]),
                (.system, ["internal", "public", "restricted"]),
            ]
            for (reader, slugs) in seen {
                let all = try await storage.read { try DatasetQueries.all(for: reader, on: $0) }
                #expect(all.map(\.slug) == slugs)
                for access in Dataset.Access.allCases {
                    let found = try await storage.read {
                        try DatasetQueries.find(slug: access.rawValue, for: reader, on: $0)
                    }
                    #expect((found != nil) == slugs.contains(access.rawValue))
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `settings`(engine: TestEngine) async throws {
        try await withDatabase(engine) { storage in
            for value in ["Stadt Münster", "", "x", nil] as [String?] {
                try await storage.write { try SettingQueries.set(.townName, to: value, on: $0) }
                #expect(try await storage.read { try SettingQueries.value(of: .townName, on: $0) } == value)
            }
        }
    }
}
