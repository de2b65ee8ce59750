// SPDX-License-Identifier: EUPL-1.2
import Features
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing
import Wire

@Suite struct SortedPagesTests {
    private static func pages(_ client: any TestClientProtocol, _ first: String) async throws -> [Int64] {
        var seen: [Int64] = []
        var address: String? = first
        while let current = address {
            let page = try await client.get(current).document
            seen += FeatureFilterTests.identifiers(page)
            let next = page["links"]?.array?.first { $0["rel"] == "next" }?["href"]?.string
            address = next.map { String($0.dropFirst("http://localhost".count)) }
            guard seen.count < 100 else { break }
        }
        return seen
    }

    @Test(arguments: TestEngine.allCases)
    func `sorted pages hold each once, gaps come last`(kind: TestEngine) async throws {
        try await FeatureFilterTests.withThings(kind) { client, _ in
            for (order, ids) in [
                ("hoehe", [3, 2, 1, 6, 5, 4]), ("-hoehe", [5, 1, 6, 2, 3, 4]), ("%2Bhoehe,-zahl", [3, 2, 1, 6, 5, 4]),
                ("+hoehe,zahl", [3, 2, 6, 1, 5, 4]), ("art", [4, 1, 5, 6, 2, 3]), ("-art", [3, 2, 6, 5, 1, 4]),
                ("public,-opened", [2, 5, 3, 6, 1, 4]), ("-seen", [3, 6, 2, 1, 5, 4]),
            ] as [(String, [Int64])] {
                for limit in [1, 2, 4, 10] {
                    let seen = try await Self.pages(
                        client, "/ogc/collections/things/items?sortby=\(order)&limit=\(limit)")
                    #expect(seen == ids, "\(order), \(limit)")
                }
            }
            let filtered = try await Self.pages(
                client, FeatureFilterTests.address("hoehe > 0", "&sortby=-hoehe&limit=1&bbox=7,50,11,53"))
            #expect(filtered == [5, 1, 6, 2])
            let gone = try await client.get("/ogc/collections/things/items?sortby=hoehe&cursor=77")
            #expect(gone.status == .badRequest && gone.text.contains("ask again without it"))
            #expect(try await client.get("/ogc/collections/things/items?sortby=-hoehe&limit=2&f=html").status == .ok)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `offset passes over, properties and skipGeometry leave out`(kind: TestEngine) async throws {
        try await FeatureFilterTests.withThings(kind) { client, _ in
            for (query, ids) in [
                ("offset=0&limit=2", [1, 2]), ("offset=4", [5, 6]), ("offset=6", []), ("offset=100000", []),
                ("offset=1&sortby=-hoehe&limit=2", [1, 6]), ("offset=1&bbox=7,50,8,53", [2, 3, 4, 5]),
            ] as [(String, [Int64])] {
                let page = try await client.get("/ogc/collections/things/items?\(query)").document
                #expect(FeatureFilterTests.identifiers(page) == ids, "\(query)")
            }
            #expect(
                try await Self.pages(client, "/ogc/collections/things/items?offset=2&limit=1") == [3, 4, 5, 6])
            let page = try await client.get(
                "/ogc/collections/things/items?offset=1&limit=1&properties=zahl,art&skipGeometry=true"
            ).document
            let feature = page["features"]?.array?.first
            #expect(feature?["properties"] == ["art": "linde", "zahl": 4])
            #expect(feature?["geometry"] == .null)
            let html = try await client.get("/ogc/collections/things/items?f=html&properties=zahl&offset=5")
            #expect(html.text.contains("zahl") && !html.text.contains("hoehe"))
            for (query, fault) in [
                ("offset=-1", "0 to 100000"), ("offset=100001", "0 to 100000"), ("sortby=foo", "foo"),
                ("sortby=tags", "tags"),
                ("sortby=", "sortby"), ("properties=foo", "there are: art"), ("skipGeometry=yes", "true or false"),
                ("sortby=art,art,art,art,art,art", "five"),
            ] {
                let answer = try await client.get("/ogc/collections/things/items?\(query)")
                #expect(answer.status == .badRequest && answer.text.contains(fault), "\(query): \(answer.text)")
            }
        }
    }

    @Test func `queryables name what a filter may, and the OpenAPI lets GDAL filter`() async throws {
        try await FeatureFilterTests.withThings(.sqlite) { client, _ in
            let document = try await client.get("/ogc/collections/things/queryables").document
            #expect(document["$schema"] == "https://json-schema.org/draft/2020-12/schema")
            let names = document["properties"]?.object?.names
            #expect(names == ["geometry", "art", "hoehe", "zahl", "public", "opened", "seen", "tags", "note"])
            #expect(document["properties"]?["geometry"]?["format"] == "geometry-any")
            #expect(document["properties"]?["opened"]?["x-ogc-role"] == "primary-instant")
            let links = try await client.get("/ogc/collections/things").document["links"]?.array ?? []
            #expect(links.contains { $0["rel"] == "http://www.opengis.net/def/rel/ogc/1.0/queryables" })
            let api = try await client.get("/ogc/api").document
            let parameters = api["paths"]?["/collections/things/items"]?["get"]?["parameters"]?.array ?? []
            #expect(parameters.contains { $0["$ref"] == "#/components/parameters/filter-lang" })
            #expect(parameters.contains { $0["name"] == "art" && $0["in"] == "query" })
            let words = api["components"]?["parameters"]?["filter-lang"]?["schema"]?["enum"]?.array
            #expect(words?.contains("cql-text") == true)
        }
    }

    /// What suites and clients send (`limit` as a reference, large limits, durations, poles): answered as they expect.
    @Test(arguments: [
        ("limit=invalid", HTTPResponse.Status.badRequest), ("limit=100000000", .ok), ("unknown=1", .badRequest),
        ("bbox=160,-50,-170,-30", .ok), ("bbox=-180,-90,180,90", .ok), ("bbox=-180,85,180,90", .ok),
        ("datetime=2025-01-01T00:00:00Z", .ok), ("datetime=2025-01-01T00:00:00Z/P1M", .ok),
        ("datetime=P1Y2DT3H/2025-01-01T00:00:00Z", .ok), ("datetime=P1M/P1M", .badRequest),
        ("datetime=2025-01-01T00:00:00Z/..", .ok), ("datetime=/2025-01-01T00:00:00Z", .ok), ("datetime=/", .ok),
        ("f=json", .ok), ("f=geojson", .ok),
    ])
    func `what suites send`(query: String, status: HTTPResponse.Status) async throws {
        try await FeatureFilterTests.withThings(.sqlite) { client, _ in
            let answer = try await client.get("/ogc/collections/things/items?\(query)")
            #expect(answer.status == status, "\(query): \(answer.text)")
            #expect(try await client.get("/ogc/collections/things/items/99").status == .notFound)
        }
    }

    @Test func `an interval with a duration ends where it says`() async throws {
        try await FeatureFilterTests.withThings(.sqlite) { client, _ in
            for (interval, ids) in [
                ("2025-01-15T00:00:00Z/P1M", [1, 2, 4, 6]), ("2025-01-15T00:00:00Z/P30D", [1, 4]),
                ("P2W/2025-01-10T00:00:00Z", [4, 5]),
            ] as [(String, [Int64])] {
                let page = try await client.get("/ogc/collections/things/items?datetime=\(interval)").document
                #expect(FeatureFilterTests.identifiers(page) == ids, "\(interval): \(page.text)")
            }
        }
    }
}
