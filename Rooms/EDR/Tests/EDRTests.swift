// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SensorThings
import SensorThingsFixtures
import Site
import Storage
import TestSupport
import Testing
import Wire

@testable import EDR

/// Values by place and time, on each engine.
@Suite struct EDRTests {
    private struct Visitor: RouterMiddleware {
        typealias Context = HTTPContext
        let reader: Reader

        func handle(
            _ request: Request, context: HTTPContext,
            next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.reader = reader
            context.baseURL = BaseURL("http://town")
            return try await next(request, context)
        }
    }

    private struct Answer {
        let status: Int
        let type: String
        let json: JSONValue
    }

    /// Asks below `/edr`.
    private static func ask(
        _ engine: any StorageEngine, _ target: String, as reader: Reader = .anonymous
    ) async throws -> Answer {
        let router = Router(context: HTTPContext.self)
        router.add(middleware: Visitor(reader: reader))
        let site = Site(engine: engine, version: "1", vendorFolders: [], now: { WriteTown.now }) { _ in
            TownFacts(profile: TownProfile())
        }
        EDRRoutes(site: site).all.add(to: router)
        return try await Application(router: router).test(.router) { client in
            let answer = try await client.execute(uri: "/edr" + target, method: .get)
            return Answer(
                status: Int(answer.status.code), type: answer.headers[.contentType] ?? "",
                json: (try? JSONValue(parsing: String(buffer: answer.body))) ?? .null)
        }
    }

    /// A station with values at 20:00, 21:00 and one from 22:00 to 23:00, another 1.1 km to the north with one value.
    private static func fill(_ town: WriteTown) async throws -> (near: (thing: Int64, datastream: Int64), far: Int64) {
        let near = try await town.makeStation()
        for (time, result) in [
            ("2026-06-30T20:00:00Z", "1.5"), ("2026-06-30T21:00:00Z", "2"),
            ("2026-06-30T22:00:00Z/2026-06-30T23:00:00Z", "3"),
        ] {
            try await town.make(
                "Datastreams(\(near.datastream))/Observations", #"{"result":\#(result),"phenomenonTime":"\#(time)"}"#)
        }
        let location = WriteTown.location.replacing("51.9", with: "51.91")
        let far = try await town.make(
            "Things",
            #"{"name":"Nord","description":"","properties":{"dataset":"open"},"Locations":[\#(location)],"#
                + #""Datastreams":[\#(WriteTown.datastream)]}"#)
        let series = try await town.get("Things(\(far))/Datastreams")
        let datastream = series["value"]?.array?.first?["@iot.id"]?.integer ?? -1
        try await town.make(
            "Datastreams(\(datastream))/Observations",
            #"{"result":"offen","phenomenonTime":"2026-06-30T21:00:00Z"}"#)
        return (near, far)
    }

    private static func values(_ answer: Answer) -> [[JSONValue]] {
        (answer.json["coverages"]?.array ?? []).map { coverage in
            coverage["ranges"]?.object?.members.first?.value["values"]?.array ?? []
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a data set is a collection, with what it measures, where and when`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            #expect(try await Self.ask(town.engine, "/collections").json["collections"]?.array?.isEmpty == true)
            _ = try await Self.fill(town)
            let list = try await Self.ask(town.engine, "/collections").json["collections"]?.array ?? []
            #expect(list.count == 1)
            let one = try await Self.ask(town.engine, "/collections/open")
            #expect(one.status == 200 && one.json == list.first)
            #expect(one.json["extent"]?["spatial"]?["bbox"] == [[7.6, 51.9, 7.6, 51.91]])
            #expect(
                one.json["extent"]?["temporal"]?["interval"] == [
                    ["2026-06-30T20:00:00.000Z", "2026-06-30T23:00:00.000Z"]
                ])
            let parameters = one.json["parameter_names"]?.object?.members ?? []
            #expect(parameters.count == 2 && parameters.allSatisfy { $0.name.hasPrefix("p-") })
            #expect(parameters.first?.value["unit"] == ["label": "Count", "symbol": "1"])
            for (query, count) in [
                ("bbox=7,51,8,51.905", 1), ("bbox=7,52,8,53", 0), ("datetime=2026-07-02T00:00:00Z/..", 0),
                ("datetime=../2026-06-30T20:00:00Z", 1),
            ] {
                let found = try await Self.ask(town.engine, "/collections?" + query)
                #expect(found.json["collections"]?.array?.count == count, "\(query)")
            }
        }
    }

    /// What 19-086r6 (/req/core/rc-collection-info-links, /req/edr/rc-collection-info, rc-data-queries, rc-parameters) and
    /// 20-024 (/req/collections/*) demand of the list and of each collection, for the classes that are declared.
    @Test func `collections hold what their conformance classes demand`() async throws {
        try await WriteTown.with(.sqlite) { town in
            _ = try await Self.fill(town)
            let declared = try await Self.ask(town.engine, "/conformance").json["conformsTo"]?.array ?? []
            #expect(declared.contains("http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections"))
            #expect(declared.contains("http://www.opengis.net/spec/ogcapi-edr-1/1.1/conf/collections"))
            #expect(!declared.contains { $0.string?.hasSuffix("/html") == true })
            let root = try await Self.ask(town.engine, "").json["links"]?.array ?? []
            #expect(root.contains { $0["rel"] == "data" && $0["href"] == "http://town/edr/collections" })
            let list = try await Self.ask(town.engine, "/collections").json
            let all = list["collections"]?.array ?? []
            #expect(all.count == 1)
            for holder in [list] + all {
                let links = holder["links"]?.array ?? []
                #expect(links.count { $0["rel"] == "self" } == 1)
                #expect(links.allSatisfy { $0["rel"]?.string != nil && $0["type"]?.string != nil })
            }
            for one in all {
                #expect(one["links"]?.array?.contains { $0["rel"] == "data" } == true)
                #expect(Set(["position", "locations"]) == Set(one["data_queries"]?.object?.members.map(\.name) ?? []))
                for query in one["data_queries"]?.object?.members ?? [] {
                    let variables = query.value["link"]?["variables"]
                    #expect(variables?["query_type"]?.string == query.name)
                    let systems = variables?["crs_details"]?.array ?? []
                    #expect(systems.allSatisfy { $0["crs"]?.string != nil && $0["wkt"]?.string != nil })
                }
                #expect(one["extent"]?["spatial"]?["crs"] == "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
                #expect(one["crs"] == ["CRS84"] && one["output_formats"] == ["CoverageJSON"])
                for parameter in one["parameter_names"]?.object?.members ?? [] {
                    #expect(parameter.value["type"] == "Parameter")
                    let property = parameter.value["observedProperty"]
                    #expect(property?["id"]?.string != nil && property?["label"] != nil)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a position asks those within its reach, in the stretch of time`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            _ = try await Self.fill(town)
            let cases: [(query: String, values: [[JSONValue]])] = [
                ("coords=POINT(7.6%2051.9)", [[1.5, 2, 3]]),
                // 68 m to the east, then 137 m
                ("coords=POINT(7.601%2051.9)", [[1.5, 2, 3]]), ("coords=POINT(7.602%2051.9)", []),
                ("coords=POINT(7.6%2051.91)", [["offen"]]),
                ("coords=MULTIPOINT(7.6%2051.9,7.6%2051.91)", [[1.5, 2, 3], ["offen"]]),
                ("coords=POINT(7.6%2051.9)&datetime=2026-06-30T21:00:00Z", [[2]]),
                ("coords=POINT(7.6%2051.9)&datetime=2026-06-30T22:30:00Z", [[3]]),
                ("coords=POINT(7.6%2051.9)&datetime=2026-06-30T23:00:00Z/..", []),
                ("coords=POINT(7.6%2051.9)&datetime=../2026-06-30T21:00:00Z", [[1.5, 2]]),
                ("coords=POINT(7.6%2051.9)&datetime=2026-06-30", [[1.5, 2, 3]]),
                ("coords=POINT(8%2052)", []),
            ]
            for (query, values) in cases {
                let answer = try await Self.ask(town.engine, "/collections/open/position?" + query)
                #expect(answer.status == (values.isEmpty ? 204 : 200), "\(query)")
                #expect(Self.values(answer) == values, "\(query)")
                if !values.isEmpty { #expect(answer.type == "application/prs.coverage+json") }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a location is a Thing, and its coverage says time and kind`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let (near, far) = try await Self.fill(town)
            let list = try await Self.ask(town.engine, "/collections/open/locations")
            #expect(list.json["features"]?.array?.map { $0["id"] } == [.string("\(near.thing)"), .string("\(far)")])
            let first = list.json["features"]?.array?.first?["properties"]
            #expect(first?["datetime"] == "2026-06-30T20:00:00.000Z/2026-06-30T23:00:00.000Z" && first?["label"] == "T")
            let name = try #require(first?["parameter-name"]?.array?.first?.string)
            let address = "/collections/open/locations/\(near.thing)"
            let answer = try await Self.ask(town.engine, "\(address)?parameter-name=\(name)")
            let coverage = try #require(answer.json["coverages"]?.array?.first)
            #expect(coverage["id"]?.string == "http://town/v1.1/Datastreams(\(near.datastream))")
            let axes = coverage["domain"]?["axes"]
            #expect(axes?["x"] == ["values": [7.6]] && axes?["y"] == ["values": [51.9]])
            #expect(axes?["t"]?["values"]?.array?.last == "2026-06-30T22:00:00.000Z")
            #expect(axes?["t"]?["bounds"]?.array?.last == "2026-06-30T23:00:00.000Z")
            let range = coverage["ranges"]?[name]
            #expect(range?["dataType"] == "float" && range?["shape"] == [3] && range?["axisNames"] == ["t"])
            let text = try await Self.ask(town.engine, "/collections/open/locations/\(far)")
            let kind = text.json["coverages"]?.array?.first?["ranges"]?.object?.members.first?.value["dataType"]
            #expect(kind == "string")
            // the far one measures another property
            #expect(try await Self.ask(town.engine, "\(address)?parameter-name=p-99").status == 400)
            let box = try await Self.ask(town.engine, "/collections/open/locations?bbox=7,51.905,8,52")
            #expect(box.json["numberReturned"] == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what somebody may not see is not there`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            _ = try await Self.fill(town)
            let hidden = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            try await town.make(
                "Datastreams(\(hidden.datastream))/Observations",
                #"{"result":7,"phenomenonTime":"2026-06-30T20:00:00Z"}"#, as: "administrator")
            for target in [
                "", "/position?coords=POINT(7.6%2051.9)", "/locations", "/locations/\(hidden.thing)",
            ] {
                let path = "/collections/secret" + target
                #expect(try await Self.ask(town.engine, path).status == 404, "\(path)")
                #expect(try await Self.ask(town.engine, path, as: .system).status == 200, "\(path)")
            }
            #expect(try await Self.ask(town.engine, "/collections/open/locations/\(hidden.thing)").status == 404)
            #expect(try await Self.ask(town.engine, "/collections").json["collections"]?.array?.count == 1)
            #expect(try await Self.ask(town.engine, "/collections", as: .system).json["collections"]?.array?.count == 2)
            // a public series of a hidden Thing, and one at a hidden Location, have no place to ask for
            try await town.engine.write { connection in
                try connection.execute("UPDATE datastream SET dataset_id = 1 WHERE id = \(hidden.datastream)")
            }
            let before = try await Self.ask(town.engine, "/collections/open/locations").json["numberReturned"]
            #expect(before == 2)
            try await town.engine.write { try $0.execute("UPDATE thing SET dataset_id = 1 WHERE id = \(hidden.thing)") }
            #expect(try await Self.ask(town.engine, "/collections/open/locations").json["numberReturned"] == 2)
            try await town.engine.write { try $0.execute("UPDATE location SET dataset_id = 1") }
            #expect(try await Self.ask(town.engine, "/collections/open/locations").json["numberReturned"] == 3)
        }
    }

    @Test(arguments: [
        ("/position", 400), ("/position?coords=POINT(7.6)", 400), ("/position?coords=POINT(51.9%20190)", 400),
        ("/position?coords=LINESTRING(7%2051,8%2052)", 400), ("/position?coords=POINT%20Z(7%2051%203)", 400),
        ("/position?coords=POINT(7.6%2051.9)&datetime=gestern", 400),
        ("/position?coords=POINT(7.6%2051.9)&crs=EPSG:25832", 400),
        ("/position?coords=POINT(7.6%2051.9)&crs=CRS84&f=CoverageJSON", 200),
        ("/position?coords=POINT(7.6%2051.9)&f=CSV", 400), ("/position?coords=POINT(7.6%2051.9)&z=3", 400),
        ("/position?coords=POINT(7.6%2051.9)&parameter-name=x", 400),
        ("/position?coords=POINT(7.6%2051.9)&parameter-name=", 400),
        ("/position?coords=POINT(7.6%2051.9)&parameter-name=x&parameter_names=x", 400),
        ("/locations?f=GeoJSON", 200), ("/locations?bbox=1", 400), ("/locations/x", 404), ("/locations/99", 404),
        ("/locations?f=CoverageJSON", 400), ("?f=html", 400),
    ])
    func `wrong questions are said to be`(target: String, status: Int) async throws {
        try await WriteTown.with(.sqlite) { town in
            _ = try await Self.fill(town)
            let answer = try await Self.ask(town.engine, "/collections/open" + target)
            #expect(answer.status == status, "\(answer.json.text)")
        }
    }

    @Test func `more values than an answer holds are refused, with what to do`() async throws {
        try await WriteTown.with(.sqlite) { town in
            let station = try await Self.fill(town).near
            try await town.engine.write { connection in
                try connection.execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(CoverageWriter.mostValues))
                    INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                    SELECT \(station.datastream), i * 1000000, 10000000 + i, i FROM n
                    """)
            }
            let address = "/collections/open/locations/\(station.thing)"
            let whole = try await Self.ask(town.engine, address)
            #expect(whole.status == 413 && whole.json["detail"]?.string?.contains("datetime=") == true)
            let part = try await Self.ask(town.engine, address + "?datetime=../1970-01-01T00:00:10Z")
            #expect(Self.values(part).first?.count == 10)
        }
    }

    @Test func `the series of a data set are found by their index`() async throws {
        try await WriteTown.with(.sqlite) { town in
            let statement = SeriesQueries.stationsStatement(inDataset: 1, ofThing: nil, for: .anonymous)
            let plan = try await town.engine.read { try $0.rows("EXPLAIN QUERY PLAN \(statement)") { $0.text(3) } }
            #expect(plan.contains { $0.contains("datastream_dataset") }, "\(plan)")
            #expect(!plan.contains { $0 == "SCAN d" || $0 == "SCAN t" || $0 == "SCAN l" }, "\(plan)")
        }
    }

    @Test func `it says of itself what it keeps and what can be asked`() async throws {
        try await WriteTown.with(.sqlite) { town in
            let landing = try await Self.ask(town.engine, "").json
            let relations = (landing["links"]?.array ?? []).compactMap { $0["rel"]?.string }
            #expect(Set(relations).isSuperset(of: ["self", "service-desc", "conformance", "data"]))
            let classes = try await Self.ask(town.engine, "/conformance").json["conformsTo"]?.array ?? []
            #expect(classes.contains("http://www.opengis.net/spec/ogcapi-edr-1/1.1/conf/core"))
            let paths = try await Self.ask(town.engine, "/api").json["paths"]?.object?.names ?? []
            #expect(paths.contains("/collections/{collectionId}/position") && paths.count == 7)
        }
    }
}
