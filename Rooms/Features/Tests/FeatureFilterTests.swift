// SPDX-License-Identifier: EUPL-1.2
import Access
@testable import Features
import Geometry
import HTTPTypes
import HummingbirdTesting
import Storage
import TestSupport
import Testing
import Wire

/// Six things with every kind of property, places of every kind, and gaps.
private let things = """
    {"type":"FeatureCollection","features":[
    {"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[7,51]},"properties":{"art":"Linde","hoehe":12.5,
    "zahl":3,"public":true,"opened":"2025-01-15","seen":"2025-01-15T10:00:00Z","tags":["a","b"],"note":"Straße*"}},
    {"type":"Feature","id":2,"geometry":{"type":"Polygon","coordinates":
    [[[7.5,51.5],[7.7,51.5],[7.7,51.7],[7.5,51.7],[7.5,51.5]]]},"properties":{"art":"linde","hoehe":8.0,"zahl":4,
    "public":false,"opened":"2025-02-15","seen":"2025-02-15T23:59:59.500Z","tags":["b",1,true],"note":null}},
    {"type":"Feature","id":3,"geometry":{"type":"LineString","coordinates":[[6,51],[8,51]]},"properties":{"art":"Ébène",
    "hoehe":-2.25,"zahl":0,"public":true,"opened":"2025-03-15","seen":"2025-03-15T00:00:00Z","tags":[],"note":"10%_x"}},
    {"type":"Feature","id":4,"geometry":null,"properties":{"art":"Eiche [alt]","hoehe":null,"zahl":10,"public":null,
    "opened":null,"seen":null,"tags":null,"note":"O'Neill"}},
    {"type":"Feature","id":5,"geometry":{"type":"Point","coordinates":[7.6,51.6]},"properties":{"art":"Zürich",
    "hoehe":100.0,"zahl":7,"public":false,"opened":"2024-12-31","seen":"2024-12-31T12:00:00Z","tags":{"x":1},"note":""}},
    {"type":"Feature","id":6,"geometry":{"type":"Polygon","coordinates":[[[9,50],[10,51],[10,50],[9,51],[9,50]]]},
    "properties":{"art":"eiche","hoehe":12.5,"zahl":-3,"public":true,"opened":"2025-02-15",
    "seen":"2025-02-16T00:00:00Z","tags":[1.0,"a"],"note":"back\\\\slash"}}]}
    """

@Suite struct FeatureFilterTests {
    static func withThings(
        _ kind: TestEngine, _ body: @Sendable @escaping (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await Sample.withRoutes(kind) { client, engine in
            let features = try GeoJSONLayer().read(Array(things.utf8))
            var description = LayerDescription(name: "things", title: "Dinge")
            description.timeField = "opened"
            try await Sample.store(features, as: description, in: engine)
            try await body(client, engine)
        }
    }

    static func encoded(_ text: String) -> String {
        PercentEncoding.encoded(text) { PercentEncoding.isUnreserved($0) }
    }

    static func address(_ filter: String, _ more: String = "") -> String {
        "/ogc/collections/things/items?filter=\(encoded(filter))\(more)"
    }

    static func identifiers(_ page: JSONValue) -> [Int64] {
        (page["features"]?.array ?? []).compactMap { $0["id"]?.integer }
    }

    static let filters: [(filter: String, ids: [Int64])] = [
        ("TRUE", [1, 2, 3, 4, 5, 6]), ("FALSE", []),
        ("art = 'Linde'", [1]), ("art <> 'Linde'", [2, 3, 4, 5, 6]), ("art < 'a'", [1, 4, 5]),
        ("note = 'O''Neill'", [4]), ("note IS NULL", [2]), ("note IS NOT NULL", [1, 3, 4, 5, 6]),
        ("CASEI(art) = CASEI('LINDE')", [1, 2]), ("ACCENTI(art) = ACCENTI('Ebene')", [3]),
        ("CASEI(ACCENTI(art)) LIKE CASEI(ACCENTI('zÚR%'))", [5]),
        ("CASEI(art) IN (CASEI('EICHE'), 'linde')", [1, 2, 6]),
        ("art LIKE 'L%'", [1]), ("art LIKE '_inde'", [1, 2]), ("art LIKE '%[alt]'", [4]), ("art NOT LIKE '%e%'", [5]),
        (#"note LIKE '10\%\_x'"#, [3]), (#"note LIKE '10\%x'"#, []), ("note LIKE '%*'", [1]),
        (#"note LIKE '%\\%'"#, [6]),
        ("note LIKE ''", [5]), ("hoehe = 12.5", [1, 6]), ("hoehe <> 12.5", [2, 3, 5]),
        ("hoehe BETWEEN 8 AND 12.5", [1, 2, 6]), ("hoehe NOT BETWEEN 8 AND 12.5", [3, 5]),
        ("hoehe IN (8, 1E2)", [2, 5]),
        ("zahl NOT IN (3, 4.0)", [3, 4, 5, 6]), ("hoehe IS NULL", [4]), ("(hoehe > 10) IS NULL", [4]),
        ("public = TRUE", [1, 3, 6]), ("public = FALSE", [2, 5]), ("public = 1", [1, 3, 6]),
        ("public <> TRUE", [2, 5]),
        ("hoehe > zahl", [1, 2, 5, 6]), ("hoehe * 2 + zahl = 28", [1]), ("hoehe / zahl > 4", [1, 5]),
        ("zahl % 2 = 1", [1, 5]), ("hoehe % 5 = 2.5", [1, 6]), ("zahl div 2 = 1", [1]), ("zahl ^ 2 = 9", [1, 6]),
        ("zahl ^ -1 < 0", [6]), ("hoehe ^ 0.5 > 3", [1, 5, 6]), ("(zahl ^ 2) ^ 2 = 81", [1, 6]), ("- zahl = 3", [6]),
        ("opened = DATE('2025-02-15')", [2, 6]), ("opened > DATE('2025-02-15')", [3]),
        ("opened <= DATE('2025-02-15')", [1, 2, 5, 6]), ("opened > '2025-02-15'", [3]), ("opened > '2025-02-15T'", [3]),
        ("seen >= '2025-02-15T23:59:59'", [2, 3, 6]),
        ("opened <> DATE('2025-02-15')", [1, 3, 5]),
        ("opened IN (DATE('2025-01-15'), DATE('2025-03-15'))", [1, 3]), ("seen = DATE('2025-02-15')", [2]),
        ("seen > DATE('2025-02-15')", [3, 6]), ("seen >= TIMESTAMP('2025-02-15T23:59:59.5Z')", [2, 3, 6]),
        ("opened < TIMESTAMP('2025-02-15T12:00:00Z')", [1, 5]), ("opened = seen", [1, 2, 3, 5]),
        ("opened BETWEEN DATE('2025-01-01') AND DATE('2025-02-15')", [1, 2, 6]),
        ("T_AFTER(seen, DATE('2025-02-15'))", [3, 6]), ("T_BEFORE(opened, DATE('2025-01-15'))", [5]),
        ("T_DURING(seen, INTERVAL('2025-01-01', '2025-02-15'))", [1, 2]),
        ("T_INTERSECTS(opened, INTERVAL('..', '2025-01-15'))", [1, 5]), ("T_EQUALS(opened, DATE('2025-03-15'))", [3]),
        ("T_DISJOINT(opened, INTERVAL('2025-01-01', '2025-02-28'))", [3, 5]),
        ("T_MEETS(INTERVAL('2024-01-01', opened), INTERVAL('2025-03-15', '..'))", [3]),
        ("T_METBY(INTERVAL(opened, '..'), INTERVAL('2024-01-01', '2025-03-15'))", [3]),
        ("T_CONTAINS(INTERVAL('2025-01-01', '..'), seen)", [1, 2, 3, 6]),
        ("T_STARTS(INTERVAL(opened, '2025-06-01'), INTERVAL('2025-01-15', '2025-12-31'))", [1]),
        ("T_STARTEDBY(INTERVAL(opened, '2025-12-31'), INTERVAL('2025-01-15', '2025-06-01'))", [1]),
        ("T_OVERLAPS(INTERVAL('2025-01-01', opened), INTERVAL('2025-02-01', '2025-12-31'))", [2, 3, 6]),
        ("T_OVERLAPPEDBY(INTERVAL(opened, '2025-12-31'), INTERVAL('2025-01-01', '2025-02-28'))", [1, 2, 6]),
        ("T_FINISHES(INTERVAL('2021-01-01', opened), INTERVAL('2020-01-01', '2025-03-15'))", [3]),
        ("T_FINISHEDBY(INTERVAL('2020-01-01', opened), INTERVAL('2021-01-01', '2025-03-15'))", [3]),
        ("A_CONTAINS(tags, ('a'))", [1, 6]), ("A_CONTAINS(tags, (1))", [2, 6]), ("A_CONTAINS(tags, (TRUE))", [2]),
        ("A_CONTAINEDBY(tags, ('a', 'b', 'c'))", [1, 3]), ("A_OVERLAPS(tags, ('b', 99))", [1, 2]),
        ("A_EQUALS(tags, ('a', 'b'))", [1]), ("A_EQUALS(('b', 'a'), tags)", []),
        ("NOT A_CONTAINS(tags, ('a'))", [2, 3]),
        ("S_INTERSECTS(geometry, POINT(7.6 51.6))", [2, 5]),
        ("S_INTERSECTS(geometry, BBOX(6.5, 50.5, 7.5, 51.2))", [1, 3]),
        ("S_WITHIN(geometry, POLYGON((7.5 51.5, 7.7 51.5, 7.7 51.7, 7.5 51.7, 7.5 51.5)))", [2, 5]),
        ("S_CONTAINS(geometry, POINT(7.6 51.6))", [2, 5]), ("S_EQUALS(POINT(7 51), geometry)", [1]),
        ("S_TOUCHES(geometry, POINT(7.5 51.6))", [2]), ("S_CROSSES(geometry, LINESTRING(7 50, 7 52))", [3]),
        ("S_OVERLAPS(geometry, BBOX(7.6, 51.6, 8, 52))", [2]), ("S_DISJOINT(geometry, BBOX(6, 50, 8, 52))", [6]),
        ("NOT S_INTERSECTS(geometry, BBOX(6, 50, 8, 52))", [6]), ("geometry IS NULL", [4]),
        ("S_INTERSECTS(geometry, BBOX(6, 50, 8, 52)) OR art = 'eiche'", [1, 2, 3, 5, 6]),
        ("S_INTERSECTS(geometry, BBOX(6, 50, 8, 52)) AND NOT (hoehe > 10 AND public = TRUE)", [2, 3, 5]),
        ("S_INTERSECTS(geometry, BBOX(170, -10, -170, 10))", []),
        ("S_INTERSECTS(geometry, BBOX(7, 51, 7, 51))", [1, 3]),
    ]

    @Test(arguments: TestEngine.allCases)
    func `filters find what they say, in both forms`(kind: TestEngine) async throws {
        try await Self.withThings(kind) { client, _ in
            for (filter, ids) in Self.filters {
                let page = try await client.get(Self.address(filter)).document
                #expect(Self.identifiers(page) == ids, "\(filter): \(page["detail"]?.string ?? "")")
                #expect(page["numberMatched"]?.integer == Int64(ids.count), "\(filter)")
                let json = try FilterText.json(filter)
                let same = try await client.get(Self.address(json, "&filter-lang=cql2-json")).document
                #expect(Self.identifiers(same) == ids, "\(json)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what does not fit is told with its place`(kind: TestEngine) async throws {
        let faults: [(String, Int64, String)] = [
            ("hohe = 1", 1, "there are: geometry, art, hoehe"), ("art = 3", 7, "a number"),
            ("hoehe = 'x'", 9, "a text"),
            ("Foo(art) = 1", 1, "no function \"Foo\""), ("S_INTERSECTS(art, POINT(1 2))", 14, "a geometry"),
            ("A_CONTAINS(art, ('a'))", 12, "a list"), ("T_AFTER(art, DATE('2025-01-01'))", 9, "a time"),
            ("S_INTERSECTS(geometry, POINT(500 2))", 24, "filter-crs"), ("opened = 'foo'", 10, "a text"),
            ("art LIKE 'a' AND", 17, "missing at the end"), ("hoehe + art = 1", 9, "a number"),
            ("CASEI(hoehe) = 'a'", 7, "a text"),
            ("tags = ('a')", 9, "a list"),
        ]
        try await Self.withThings(kind) { client, _ in
            for (filter, character, remedy) in faults {
                let answer = try await client.get(Self.address(filter))
                #expect(answer.status == .badRequest, "\(filter)")
                let problem = answer.document
                #expect(problem["character"]?.integer == character, "\(filter): \(problem["detail"]?.string ?? "")")
                #expect(problem["detail"]?.string?.contains(remedy) == true, "\(problem["detail"]?.string ?? "")")
            }
            let pointer = try await client.get(
                Self.address(#"{"op":"=","args":[{"property":"x"},1]}"#, "&filter-lang=cql2-json"))
            #expect(pointer.document["pointer"]?.string == "/args/0")
            #expect(try await client.get(Self.address("TRUE", "&filter-lang=ecql")).status == .badRequest)
            #expect(try await client.get(Self.address("TRUE", "&filter-crs=EPSG:1")).status == .badRequest)
            #expect(try await client.get(Self.address("art='Linde'", "&filter-lang=cql-text")).status == .ok)
            let many = "zahl IN (" + String(repeating: "1,", count: 2000) + "1)"
            #expect(try await client.get(Self.address(many)).status == .badRequest)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the spatial index leads, and a property's`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Sample.store(Sample.features(3000), in: engine)
            for (filter, index) in [
                (
                    "S_INTERSECTS(geometry, BBOX(7.5, 51.9, 7.501, 51.901))",
                    kind == .sqlite ? "VIRTUAL TABLE" : "layer_places_geom"
                ),
                ("height = 0.25", "layer_places_p"),
                ("opened = DATE('2025-02-15') AND height = 0.25", "layer_places_p"),
            ] {
                let plan = try await engine.read { connection in
                    let layer = try #require(try FeatureCollectionQueries.find("places", for: .system, on: connection))
                    var query = FeatureQuery()
                    query.condition = try FilterText.condition(filter, on: layer)
                    let statement = FeatureCollectionQueries.statement(of: layer, matching: query, after: 0)
                    let lines =
                        connection.dialect == .sqlite
                        ? try connection.rows("EXPLAIN QUERY PLAN \(statement)") { $0.text(3) }
                        : try connection.rows("EXPLAIN \(statement) LIMIT 101") { $0.text(0) }
                    return lines.joined(separator: "\n")
                }
                #expect(plan.contains(index), "\(filter): \(plan)")
            }
        }
    }
}
