// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import HTTPSupport
import HTTPTypes
import HummingbirdTesting
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct ItemsTests {
    private static func identifiers(_ page: JSONValue) -> [String] {
        (page["features"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    private static func next(_ page: JSONValue) -> String? {
        let link = page["links"]?.array?.first { $0["rel"] == "next" }
        return link?["href"]?.string.map { String($0.dropFirst("http://localhost".count)) }
    }

    @Test(arguments: TestEngine.allCases)
    func `any limit pages through all once, in order`(engine: TestEngine) async throws {
        var limits = Limits()
        limits.maximumPage = 100
        try await Sample.withRoutes(engine, features: Sample.features(103), limits: limits) { client, _ in
            for limit in [1, 2, 7, 34, 100, 102, 103, 104, 100_000] {
                var seen: [String] = []
                var address: String? = "/ogc/collections/places/items?limit=\(limit)"
                while let current = address {
                    let page = try await client.get(current).document
                    let ids = Self.identifiers(page)
                    #expect(ids.count <= min(limit, 100))
                    #expect(page["numberReturned"]?.integer == Int64(ids.count))
                    #expect(page["numberMatched"]?.integer == 103)
                    #expect(page["timeStamp"]?.string == Sample.now.iso8601)
                    seen += ids
                    address = Self.next(page)
                }
                #expect(seen == (0..<103).map { "p/\($0)" })
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `bbox gives what looking at each gives`(engine: TestEngine) async throws {
        let points = Sample.points(500)
        try await Sample.withRoutes(engine, features: Sample.features(500)) { client, _ in
            var generator = SeededRandom(seed: 7)
            for round in 0..<40 {
                // Every other box has a point exactly on its corner, where rounding would show.
                let corner = points[Int.random(in: 0..<500, using: &generator)]
                let isExact = round % 2 == 0
                let west = isExact ? corner.longitude : Double.random(in: 7.3...7.7, using: &generator)
                let south = isExact ? corner.latitude : Double.random(in: 51.7...52, using: &generator)
                let east = west + Double.random(in: 0...0.2, using: &generator)
                let north = south + Double.random(in: 0...0.2, using: &generator)
                let expected = points.indices.filter {
                    let (x, y) = points[$0]
                    return x >= west && x <= east && y >= south && y <= north
                }
                let page = try await client.get(
                    "/ogc/collections/places/items?limit=1000&bbox=\(west),\(south),\(east),\(north)"
                ).document
                #expect(Self.identifiers(page) == expected.map { "p/\($0)" })
                #expect(page["numberMatched"]?.integer == Int64(expected.count))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `bbox across the antimeridian`(engine: TestEngine) async throws {
        let places: [(String, Double, Double)] = [
            ("fiji", 179.5, -17), ("samoa", -172, -13.5), ("muenster", 7.6, 51.9), ("null", 0, 0),
        ]
        let features = places.map {
            Feature(id: .string($0.0), longitude: $0.1, latitude: $0.2, properties: ["opened": "2025-01-01"])
        }
        try await withDatabase(engine) { _ in }
        try await Sample.withRoutes(engine) { client, storage in
            var description = Sample.description()
            description.titleField = nil
            try await Sample.store(features, as: description, in: storage)
            let page = try await client.get("/ogc/collections/places/items?bbox=170,-20,-170,0").document
            #expect(Self.identifiers(page) == ["fiji", "samoa"])
            let six = try await client.get("/ogc/collections/places/items?bbox=-1,-1,-5,1,1,8000").document
            #expect(Self.identifiers(six) == ["null"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `polygons meet a box inside them, not one in their hole; what has no place meets each`(engine: TestEngine)
        async throws
    {
        let text = """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{},"geometry":
            {"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]]}},
            {"type":"Feature","id":2,"properties":{},"geometry":{"type":"LineString","coordinates":[[0,0],[10,10]]}},
            {"type":"Feature","id":3,"properties":null,"geometry":null}]}
            """
        try await Sample.withRoutes(engine) { client, storage in
            let features = try GeoJSONLayer().read(Array(text.utf8))
            let report = try await Sample.store(
                features, as: LayerDescription(name: "shapes", title: "Formen"), in: storage)
            #expect(report.withoutGeometry == 1)
            let boxes: [(String, [Int64])] = [
                ("1,2,1.5,2.5", [1, 3]), ("4.5,5.2,4.6,5.5", [3]), ("4.9,4.9,5.1,5.1", [2, 3]),
                ("3.9,5,4.1,5.1", [1, 3]),
                ("20,20,30,30", [3]), ("-5,-5,50,50", [1, 2, 3]),
            ]
            for (box, ids) in boxes + [("0,0,10,10", [1, 2, 3]), ("0,0,10,9.9", [1, 2, 3])] {
                let page = try await client.get("/ogc/collections/shapes/items?bbox=\(box)").document
                #expect((page["features"]?.array ?? []).compactMap { $0["id"]?.integer } == ids, "\(box)")
            }
            let all = try await client.get("/ogc/collections/shapes/items").document
            #expect(all["features"]?.array?.last?["geometry"] == .null)
            #expect(all["features"]?.array?.first?["geometry"]?["coordinates"]?.array?.count == 2)
        }
    }

    /// RFC 7946 §3.1.6: outer rings run against the clock, holes with it.
    @Test(arguments: TestEngine.allCases)
    func `rings are served in their order, however they came`(engine: TestEngine) async throws {
        let outer = "[[0,0],[0,9],[9,9],[9,0],[0,0]]"
        let hole = "[[4,4],[6,4],[6,6],[4,6],[4,4]]"
        let text = """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{},"geometry":
            {"type":"MultiPolygon","coordinates":[[\(outer),\(hole)],[\(outer)]]}},
            {"type":"Feature","id":2,"properties":{},"geometry":{"type":"LineString","coordinates":[[0,0],[0,9],[9,9],[0,0]]}}]}
            """
        try await Sample.withRoutes(engine) { client, storage in
            let features = try GeoJSONLayer().read(Array(text.utf8))
            _ = try await Sample.store(features, as: LayerDescription(name: "rings", title: "Ringe"), in: storage)
            let page = try await client.get("/ogc/collections/rings/items").document
            let found = page["features"]?.array?.map { $0["geometry"]?["coordinates"]?.text.replacing(".0", with: "") }
            #expect(
                found == [
                    "[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[4,4],[4,6],[6,6],[6,4],[4,4]]],[[[0,0],[9,0],[9,9],[0,9],[0,0]]]]",
                    "[[0,0],[0,9],[9,9],[0,0]]",
                ])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `datetime and properties`(engine: TestEngine) async throws {
        try await Sample.withRoutes(engine, features: Sample.features(24)) { client, _ in
            let cases: [(String, Int64)] = [
                ("datetime=2025-03-15", 2), ("datetime=2025-03-15T12:00:00Z", 2), ("datetime=2025-03-16", 0),
                ("datetime=2025-03-01T00:00:00Z/2025-04-30T00:00:00Z", 4), ("datetime=../2025-02-01T00:00:00Z", 2),
                ("datetime=2025-12-01T00:00:00Z/..", 2), ("datetime=2025-12-01T00:00:00Z/", 2),
                ("datetime=../..", 24), ("datetime=2025-03-15T12:00:00%2B01:00", 2), ("number=3", 3),
                ("public=true", 12), ("public=0", 12), ("height=0.25", 1), ("opened=2025-01-15", 2),
                ("name=Platz%20%3C1%3E+%26%20%22%C3%9C%22", 1), ("name=x'%20OR%201=1", 0), ("number=3&public=true", 1),
                ("number=3&bbox=0,0,1,1", 0),
            ]
            for (query, count) in cases {
                let page = try await client.get("/ogc/collections/places/items?\(query)").document
                #expect(page["numberMatched"]?.integer == count, "\(query)")
                #expect(page["numberReturned"]?.integer == count, "\(query)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what has no time matches each time`(engine: TestEngine) async throws {
        try await Sample.withRoutes(engine) { client, storage in
            let days: [JSONValue] = ["2025-01-01", .null, "2025-03-01"]
            let features = days.map { Feature(wkb: nil, properties: ["opened": $0, "name": "x"]) }
            try await Sample.store(features, in: storage)
            var timeless = Sample.description("timeless")
            timeless.timeField = nil
            try await Sample.store(features, as: timeless, in: storage)
            for (collection, query, ids) in [
                ("places", "2025-01-01", [1, 2]), ("places", "2025-02-01T00:00:00Z/..", [2, 3]),
                ("places", "2024-01-01", [2]), ("places", "../..", [1, 2, 3]), ("timeless", "2024-01-01", [1, 2, 3]),
            ] as [(String, String, [Int64])] {
                let page = try await client.get("/ogc/collections/\(collection)/items?datetime=\(query)").document
                #expect((page["features"]?.array ?? []).compactMap { $0["id"]?.integer } == ids, "\(query)")
                #expect(page["numberMatched"]?.integer == Int64(ids.count))
            }
        }
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=-1", "limit"), ("limit=x", "limit"), ("limit=", "limit"), ("limit=1.5", "limit"),
        ("bbox=1,2,3", "bbox"), ("bbox=1,2,3,4,5", "bbox"), ("bbox=a,b,c,d", "bbox"), ("bbox=", "bbox"),
        ("bbox=0,2,1,1", "bbox"), ("bbox=nan,0,1,1", "bbox"), ("bbox=inf,0,1,1", "bbox"), ("bbox=0,0,181,1", "bbox"),
        ("bbox=0,0,9,1,1,2", "bbox"), ("bbox=51,7,52,100", "bbox"), ("datetime=yesterday", "datetime"),
        ("datetime=2025-02-30", "datetime"), ("datetime=2025-01-01/2024-01-01", "datetime"),
        ("datetime=2025-01-01/../..", "datetime"), ("cursor=x", "cursor"), ("cursor=-1", "cursor"), ("f=xml", "f"),
        ("foo=1", "foo"), ("limit=1&limit=2", "limit"), ("number=x", "number"), ("public=maybe", "public"),
        ("height=tall", "height"), ("name=%FF", "name=%FF"), ("name=%00", "name"), ("%3Cscript%3E=1", "<script>"),
    ])
    func `refused with the parameter's name`(query: String, parameter: String) async throws {
        try await Sample.withRoutes(.sqlite, features: Sample.features(2)) { client, _ in
            let response = try await client.get("/ogc/collections/places/items?\(query)")
            #expect(response.status == .badRequest)
            #expect(response.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            #expect(response.text.contains(parameter) || parameter == "name=%FF" || parameter == "name")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `one feature by its id`(engine: TestEngine) async throws {
        try await Sample.withRoutes(engine, features: Sample.features(3)) { client, _ in
            let response = try await client.get("/ogc/collections/places/items/p%2F1")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType]?.hasPrefix("application/geo+json") == true)
            let feature = response.document
            #expect(feature["id"] == "p/1")
            #expect(feature["properties"]?["name"] == "Platz <1> & \"Ü\"")
            #expect(feature["properties"]?["public"] == false)
            #expect(feature["properties"]?["height"]?.double == 0.25)
            #expect(feature["links"]?.array?.contains { $0["rel"] == "collection" } == true)
            for missing in ["p%2F9", "1", "%27", "%FF", "..%2f..%2fetc"] {
                let status = try await client.get("/ogc/collections/places/items/\(missing)").status
                #expect([.notFound, .badRequest].contains(status))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `hidden collections are not there`(engine: TestEngine) async throws {
        let viewer = Reader(identity: .key(id: 1, name: "k"), role: .viewer)
        for (reader, seen) in [(Reader.anonymous, ["public"]), (viewer, ["internal", "public"])] {
            try await Sample.withRoutes(engine, reader: reader) { client, storage in
                for access in Dataset.Access.allCases {
                    let name = access.rawValue
                    let dataset = Dataset(
                        slug: name, title: name, owner: "Amt", licence: "cc-zero", access: access, issued: Sample.now,
                        modified: Sample.now)
                    let id = try await storage.write {
                        try DatasetQueries.save(dataset, by: "test", at: Sample.now, on: $0)
                    }
                    var description = Sample.description(name, dataset: id)
                    description.title = name
                    try await Sample.store(Sample.features(2), as: description, in: storage)
                }
                let list = try await client.get("/ogc/collections").document
                #expect(list["collections"]?.array?.compactMap { $0["id"]?.string } == seen)
                let api = try await client.get("/ogc/api").text
                for access in Dataset.Access.allCases {
                    let name = access.rawValue
                    let isSeen = seen.contains(name)
                    for path in ["", "/items", "/items/p%2F1", "/items?f=html"] {
                        let status = try await client.get("/ogc/collections/\(name)\(path)").status
                        #expect(status == (isSeen ? .ok : .notFound), "\(name)\(path)")
                    }
                    #expect(api.contains("/collections/\(name)/items") == isSeen)
                }
            }
        }
    }
}
