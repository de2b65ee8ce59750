// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import DCAT
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport
import Testing
import Wire

/// The catalogue as records, on each engine.
@Suite struct RecordsTests {
    private static let items = "/records/collections/datasets/items"

    private static func ask(
        _ client: any TestClientProtocol, _ uri: String, accept: String? = nil, role: String? = nil,
        language: String? = nil
    ) async throws -> (status: Int, headers: HTTPFields, json: JSONValue) {
        var headers = HTTPFields()
        headers[.accept] = accept
        headers[.acceptLanguage] = language
        headers[DatasetAccessTests.actor] = role
        let answer = try await client.execute(uri: uri, method: .get, headers: headers)
        let json = (try? JSONValue(parsing: String(buffer: answer.body))) ?? .null
        return (Int(answer.status.code), answer.headers, json)
    }

    private static func names(_ answer: JSONValue) -> [String] {
        (answer["features"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// Three more public data sets, the last one with a place and words of its own.
    private static func addMore(_ engine: any StorageEngine) async throws {
        try await engine.write { connection in
            for slug in ["a", "b", "c"] {
                let isLast = slug == "c"
                let dataset = Dataset(
                    slug: slug, title: "Satz \(slug)", description: isLast ? "Bäume  an der\nAa" : "", owner: "Amt",
                    licence: isLast ? "officialWork" : "cc-by/4.0",
                    attributions: [.init(text: "Stadt")], keywords: isLast ? ["Grün"] : [], access: .public,
                    issued: PageTests.now, modified: PageTests.now)
                let record = CatalogueRecord(
                    themes: isLast ? [.environment] : [], highValue: isLast ? [.geospatial] : [])
                try CatalogueRecordQueries.save(dataset, record, by: "test", at: PageTests.now, on: connection)
            }
            let id = try connection.integer("SELECT id FROM dataset WHERE slug = 'c'")
            for (number, longitude, latitude) in [(11, 7.5, 51.5), (12, 7.6, 51.6)] {
                try connection.execute(
                    "INSERT INTO thing (id, dataset_id, name, description) VALUES (\(number), \(id), 'x', 'x')")
                try connection.execute(
                    """
                    INSERT INTO location (id, dataset_id, name, description, encoding_type, location, longitude, latitude)
                    VALUES (\(number), \(id), 'x', 'x', 'application/geo+json',
                        \(SQLValue.json(#"{"type":"Point","coordinates":[\#(longitude),\#(latitude)]}"#)), \(longitude), \(latitude))
                    """)
                try connection.execute(
                    "INSERT INTO thing_location (thing_id, location_id) VALUES (\(number), \(number))")
                try connection.execute(
                    """
                    INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name, description,
                        observation_type, unit_name, unit_symbol)
                    VALUES (\(number), \(id), \(number), 1, 1, 'x', 'x', 't', 'x', 'x')
                    """)
                try connection.execute(
                    """
                    INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end)
                    VALUES (\(number), 1, 0, 86400000000)
                    """)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `everybody finds what they may see`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            #expect(Self.names(try await Self.ask(client, Self.items).json) == ["rad"])
            #expect(Self.names(try await Self.ask(client, Self.items, role: "viewer").json) == ["rad", "intern"])
            #expect(try await Self.ask(client, Self.items + "/intern").status == 404)
            #expect(try await Self.ask(client, Self.items + "/intern?f=html").status == 404)
            let inside = try await Self.ask(client, Self.items + "/intern", role: "viewer").json
            #expect(inside["properties"]?["title"] == "Geheim" && inside["properties"]?["license"] == "other")
            // what has no lasting address for everybody names none
            #expect(inside["properties"]?["externalIds"] == nil)
            #expect(try await Self.ask(client, Self.items + "/nichts").status == 404)
            #expect(try await Self.ask(client, "/records/collections/nichts").status == 404)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a record says what the catalogue knows`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.addMore(engine)
            let record = try await Self.ask(client, Self.items + "/c").json
            #expect(record["type"] == "Feature" && record["id"] == "c")
            #expect(record["time"] == ["interval": ["1970-01-01T00:00:00.000Z", "1970-01-02T00:00:00.000Z"]])
            #expect(record["bbox"] == [7.5, 51.5, 7.6, 51.6] && record["geometry"]?["type"] == "Polygon")
            let properties = record["properties"]
            #expect(properties?["keywords"] == ["Grün"] && properties?["license"] == "other")
            #expect(properties?["language"]?["code"] == "de" && properties?["type"] == "dataset")
            #expect(properties?["themes"]?.array?.count == 2)
            #expect(properties?["themes"]?.array?.first?["concepts"]?.array?.first?["id"] == "ENVI")
            #expect(properties?["extent"]?["spatial"]?["bbox"] == [[7.5, 51.5, 7.6, 51.6]])
            let relations = (record["links"]?.array ?? []).compactMap { $0["rel"]?.string }
            #expect(relations.count { $0 == "collection" } == 1)
            #expect(
                Set(relations).isSuperset(of: ["self", "alternate", "license", "profile", "describedby", "enclosure"]))
            let plain = try await Self.ask(client, Self.items + "/a", language: "en").json
            #expect(plain["geometry"]?.isNull == true && plain["time"]?.isNull == true)
            #expect(plain["properties"]?["license"] == "CC-BY-4.0" && plain["properties"]?["language"]?["code"] == "de")
            let english = try await Self.ask(client, Self.items + "/rad", language: "en").json
            #expect(english["properties"]?["title"] == "Cycling")
            #expect(english["properties"]?["language"]?["code"] == "en")
            #expect(english["properties"]?["license"] == "DL-DE-BY-2.0")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `searched by words, names, place and time, and read page by page`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.addMore(engine)
            let cases: [(query: String, names: [String])] = [
                ("", ["rad", "a", "b", "c"]), ("q=satz%20A", ["a"]), ("q=satz", ["a", "b", "c"]),
                ("q=cycling,satz%20%20b", ["rad", "b"]), ("q=b%C3%84ume%20an%20der", ["c"]), ("q=der%20an", []),
                ("q=gr%C3%BCn", ["c"]), ("q=", ["rad", "a", "b", "c"]), ("ids=c,a,nichts", ["a", "c"]), ("ids=", []),
                ("type=dataset", ["rad", "a", "b", "c"]), ("type=service", []), ("type=service,dataset&ids=a", ["a"]),
                // what has no place, or no time, matches each
                ("bbox=7,51,8,52", ["rad", "a", "b", "c"]), ("bbox=8,51,9,52", ["rad", "a", "b"]),
                ("bbox=7.6,51.6,8,52&ids=c", ["c"]), ("datetime=1970-01-02T00:00:00Z/..&ids=c", ["c"]),
                ("datetime=1970-01-03&ids=c", []), ("datetime=../1969-12-31T00:00:00Z&ids=a,c", ["a"]),
                ("limit=100000", ["rad", "a", "b", "c"]),
            ]
            for (query, names) in cases {
                let answer = try await Self.ask(client, Self.items + "?" + query)
                #expect(answer.status == 200 && Self.names(answer.json) == names, "\(query)")
                #expect(answer.json["numberMatched"] == JSONValue(names.count), "\(query)")
                #expect(answer.json["numberReturned"] == JSONValue(names.count), "\(query)")
            }
            let first = try await Self.ask(client, Self.items + "/c").json
            let address = try #require(first["properties"]?["externalIds"]?.array?.first?["value"]?.string)
            #expect(Self.names(try await Self.ask(client, "\(Self.items)?externalIds=\(address)").json) == ["c"])

            var (seen, next): ([String], String?) = ([], Self.items + "?limit=3&type=dataset")
            while let address = next {
                let page = try await Self.ask(client, address).json
                #expect(page["numberMatched"] == 4)
                seen += Self.names(page)
                let link = (page["links"]?.array ?? []).first { $0["rel"] == "next" }?["href"]?.string
                next = link.flatMap { $0.firstRange(of: "/records") }.map { String(link?[$0.lowerBound...] ?? "") }
            }
            #expect(seen == ["rad", "a", "b", "c"])
        }
    }

    @Test(
        arguments: [
            ("?limit=0", 400), ("?limit=x", 400), ("?bbox=1,2", 400), ("?datetime=gestern", 400), ("?x=1", 400),
            ("?q=a&q=b", 400), ("?cursor=x", 400), ("?f=xml", 400), ("?f=json", 200), ("/rad?q=1", 400),
            ("?f=html", 303), ("/rad?f=html", 303),
        ])
    func `wrong questions are said to be`(target: String, status: Int) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let answer = try await Self.ask(client, Self.items + target)
            #expect(answer.status == status)
        }
    }

    @Test(arguments: [
        ("", "application/json"), ("/conformance", "application/json"), ("/api", "application/vnd.oai.openapi+json"),
        ("/collections", "application/json"), ("/collections/datasets", "application/ogc-catalog+json"),
        ("/collections/datasets/items", "application/geo+json"),
        ("/collections/datasets/items/rad", "application/geo+json"),
    ])
    func `each address has its kind of answer`(path: String, type: String) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            for accept in [nil, "*/*"] {
                let answer = try await Self.ask(client, "/records" + path, accept: accept)
                #expect(answer.status == 200 && answer.headers[.contentType]?.hasPrefix(type) == true, "\(path)")
                #expect(answer.headers[.vary]?.contains("Accept") == true)
            }
            let page = try await Self.ask(
                client, "/records/collections/datasets/items/rad", accept: "text/html,*/*;q=0.8")
            #expect(page.status == 303 && page.headers[.location] == "/data/rad")
            let plain = try await Self.ask(client, "/records/collections/datasets", accept: "application/json")
            #expect(plain.headers[.contentType]?.hasPrefix("application/json") == true)
            #expect(plain.json["type"] == "Collection" && plain.json["itemType"] == "record")
        }
    }
}
