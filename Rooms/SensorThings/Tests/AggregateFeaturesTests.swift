// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import FeaturesPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Randomness
import SensorThings
import SensorThingsFixtures
import Site
import Storage
import TestSupport
import Testing
import Wire

/// What each Datastream's values amount to, as collections of OGC API - Features, through the built routes.
@Suite struct AggregateFeaturesTests {
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
        let text: String
        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
        var features: [JSONValue] { json["features"]?.array ?? [] }
        var ids: [Int64] { features.compactMap { $0["id"]?.integer } }

        func link(_ relation: String) -> String? {
            json["links"]?.array?.first { $0["rel"]?.string == relation }?["href"]?.string
        }
    }

    /// Asks below `/ogc/collections`.
    private static func ask(
        _ engine: any StorageEngine, _ target: String, as reader: Reader = .anonymous
    ) async throws -> Answer {
        let router = Router(context: HTTPContext.self)
        router.add(middleware: Visitor(reader: reader))
        let site = Site(engine: engine, version: "1", vendorFolders: [], now: { WriteTown.now }) { _ in
            TownFacts(profile: TownProfile())
        }
        let sources = FeatureSources([SensorFeatures(now: { WriteTown.now })], families: [AggregateFamily()])
        FeaturesRoutes(site: site, limits: Limits(), sources: sources).all.add(to: router)
        return try await Application(router: router).test(.router) { client in
            let answer = try await client.execute(uri: "/ogc/collections" + target, method: .get)
            return Answer(status: Int(answer.status.code), text: String(buffer: answer.body))
        }
    }

    private static let hour: Int64 = 3_600_000_000

    /// A value each two hours from before the change of the clock in October to the last of June, thirds and sevenths.
    private static func fill(_ datastream: Int64, in engine: any StorageEngine) async throws {
        var dice = SeededRandom(seed: 17)
        let start = try Instant(iso8601: "2025-10-20T05:00:00Z").microseconds
        let end = try Instant(iso8601: "2026-06-30T23:00:00Z").microseconds
        let batch = stride(from: start, to: end, by: 2 * Int(hour)).map { time in
            NewObservation(time: Int64(time), result: Double(Int.random(in: -9999...9999, using: &dice)) / 21)
        }
        try await engine.write { _ = try ObservationWriter($0).insert(into: datastream, batch) }
    }

    @Test(arguments: TestEngine.allCases)
    func `the numbers are those of the Datastream's aggregates, to the last bit`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            try await Self.fill(station.datastream, in: town.engine)
            func compare(addsUp: Bool) async throws {
                for (period, bucket, count) in [
                    ("hourly", "hour", 384), ("daily", "day", 254), ("monthly", "month", 9),
                ] {
                    let address = "/datastream-\(station.datastream)-\(period)/items?limit=1000"
                    let page = try await Self.ask(town.engine, address)
                    let features = page.features
                    #expect(page.status == 200 && features.count == count, "\(period): \(page.text.prefix(300))")
                    #expect(page.json["numberMatched"]?.integer == Int64(features.count))
                    let aggregate = try await town.get(
                        "Datastreams(\(station.datastream))/aggregate?bucket=\(bucket)&zone=Europe/Berlin"
                            + "&functions=count,mean,min,max,sum,coverage")
                    let rows = aggregate["value"]?.array?.suffix(features.count) ?? []
                    for (feature, row) in zip(features, rows) {
                        let properties = feature["properties"]
                        #expect(properties?["begin"] == row["start"] && properties?["end"] == row["end"])
                        #expect(properties?["count"] == row["count"])
                        for (name, function) in [
                            ("mean", "mean"), ("minimum", "min"), ("maximum", "max"), ("completeness", "coverage"),
                        ] {
                            #expect(properties?[name]?.double == row[function]?.double, "\(period) \(name)")
                            #expect(properties?[name]?.double != nil)
                        }
                        #expect(properties?["sum"]?.double == (addsUp ? row["sum"]?.double : nil))
                    }
                }
            }
            try await compare(addsUp: false)
            try await DailyAggregates(engine: town.engine).run(pause: .zero)
            let stored = try await town.engine.read { try $0.integer("SELECT count(*) FROM observation_rollup") }
            #expect((stored ?? 0) > 200)
            // their sum says something where the publisher says that they are sums
            try await town.engine.write { connection in
                try connection.execute("UPDATE datastream SET properties = \(SQLValue.json(#"{"art":"Summe"}"#))")
            }
            try await compare(addsUp: true)
            // a late value counts at once
            try await town.make(
                "Datastreams(\(station.datastream))/Observations",
                #"{"result":123456.789,"phenomenonTime":"2026-01-05T10:17:00Z"}"#)
            try await compare(addsUp: true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `conditions, order and pages hold`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            try await Self.fill(station.datastream, in: town.engine)
            let daily = "/datastream-\(station.datastream)-daily"
            let first = try await Self.ask(town.engine, daily + "/items/20251026").json
            // the day on which the clock went back has 25 hours
            #expect(first["properties"]?["begin"] == "2025-10-25T22:00:00.000Z")
            #expect(first["properties"]?["end"] == "2025-10-26T23:00:00.000Z")
            #expect(first["geometry"]?["coordinates"]?.array?.compactMap(\.double) == [7.6, 51.9])
            #expect(first["properties"]?["observedProperty"] == "P" && first["properties"]?["name"] == "D")
            #expect(first["properties"]?["datastream"]?.integer == station.datastream)
            for (query, ids) in [
                ("datetime=2026-03-29T12:00:00Z", [20_260_329]),
                // the bucket that ends there is not in it
                ("datetime=2026-03-29T22:00:00Z", [20_260_330]),
                ("datetime=2026-03-29T21:00:00Z/2026-03-30T01:00:00Z", [20_260_329, 20_260_330]),
                ("datetime=2026-06-29T21:00:00Z/..", [20_260_629, 20_260_630]), ("bbox=0,0,1,1", []),
                ("bbox=7,51,8,52&datetime=../2025-10-20T12:00:00Z", [20_251_020]),
                ("filter=begin%20%3E%20TIMESTAMP('2026-06-27T23:00:00Z')&sortby=-begin", [20_260_630, 20_260_629]),
                ("filter=S_INTERSECTS(geometry,BBOX(7,51,8,52))%20AND%20count%20%3C%2010", [20_251_020]),
                ("filter=S_DISJOINT(geometry,BBOX(7,51,8,52))", []), ("count=9", [20_251_020]),
                ("limit=2&sortby=count,begin", [20_251_020, 20_251_021]),
            ] as [(String, [Int64])] {
                let page = try await Self.ask(town.engine, "\(daily)/items?\(query)")
                #expect(page.ids == ids, "\(query): \(page.text.prefix(400))")
                if !query.contains("limit") {
                    #expect(page.json["numberMatched"]?.integer == Int64(ids.count), "\(query)")
                }
            }
            var seen: [Int64] = []
            var address: String? = "http://town/ogc/collections\(daily)/items?limit=50&filter=mean%20%3E%200"
            while let current = address {
                let page = try await Self.ask(
                    town.engine, String(current.dropFirst("http://town/ogc/collections".count)))
                seen += page.ids
                #expect(page.ids.count <= 50)
                address = page.link("next")
            }
            let whole = try await Self.ask(town.engine, daily + "/items?limit=1000&filter=mean%20%3E%200").ids
            #expect(seen == whole && seen.count > 50)
            for (target, status) in [
                ("/items/20251019", 404), ("/items/x", 404), ("/items?f=html&limit=3", 200),
                ("/items/20251026?f=html", 200),
                ("/queryables", 200), ("/schema", 200), ("?f=html", 200), ("/items?mean=x", 400),
                ("/items?nichts=1", 400),
            ] {
                let answer = try await Self.ask(town.engine, daily + target)
                #expect(answer.status == status, "\(target): \(answer.text.prefix(300))")
            }
            let schema = try await Self.ask(town.engine, daily + "/schema").json["properties"]
            #expect(schema?["begin"]?["x-ogc-role"] == "primary-interval-start")
            #expect(schema?["end"]?["x-ogc-role"] == "primary-interval-end")
            let hours = try await Self.ask(
                town.engine, "/datastream-\(station.datastream)-hourly/items?limit=1&sortby=-begin")
            #expect(hours.ids == [2_026_063_021])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `they are listed a page at a time below the sensors, and known by their names`(_ kind: TestEngine) async throws
    {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            try await town.engine.write { connection in
                for number in 1...100 {
                    try connection.execute(
                        """
                        INSERT INTO datastream (dataset_id, thing_id, sensor_id, observed_property_id, name, description,
                            observation_type)
                        SELECT dataset_id, thing_id, sensor_id, observed_property_id, \("Reihe \(number)"), '',
                            observation_type FROM datastream WHERE id = \(station.datastream)
                        """)
                }
            }
            let list = try await Self.ask(town.engine, "")
            #expect(list.json["collections"]?.array?.compactMap { $0["id"]?.string } == ["sensors"])
            #expect(list.link("related") == "http://town/ogc/collections?parent=sensors")
            let first = try await Self.ask(town.engine, "?parent=sensors")
            #expect(first.json["collections"]?.array?.count == 300)
            let next = try #require(first.link("next"))
            let second = try await Self.ask(town.engine, String(next.dropFirst("http://town/ogc/collections".count)))
            #expect(second.json["collections"]?.array?.count == 3 && second.link("next") == nil)
            let one = try #require(first.json["collections"]?.array?.first)
            #expect(one["id"]?.string == "datastream-\(station.datastream)-hourly")
            let links = one["links"]?.array ?? []
            #expect(links.contains { $0["rel"] == "up" && $0["href"] == "http://town/ogc/collections/sensors" })
            let page = try await Self.ask(town.engine, "?parent=sensors&f=html")
            #expect(page.status == 200 && page.text.contains("Reihe 1") && page.text.contains("rel=\"next\""))
            for (target, status) in [
                ("?parent=baeume", 400), ("?parent=sensors&cursor=x", 400), ("?cursor=3", 400),
                ("/datastream-\(station.datastream)-daily", 200), ("/datastream-\(station.datastream)-yearly", 404),
                ("/datastream-0\(station.datastream)-daily", 404), ("/datastream-99999-daily", 404),
                ("/datastream-99999999999999999999-daily", 404), ("/datastream--1-daily", 404),
                ("/datastream-\(station.datastream)-daily/items", 200),
            ] {
                #expect(try await Self.ask(town.engine, target).status == status, "\(target)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what a reader may not see of them is not there`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let open = try await town.makeStation()
            let secret = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            for datastream in [open.datastream, secret.datastream] {
                try await town.make(
                    "Datastreams(\(datastream))/Observations",
                    #"{"result":7,"phenomenonTime":"2026-06-30T10:00:00Z"}"#, as: "administrator")
            }
            for target in ["", "/items", "/items/20260630", "/queryables", "/schema"] {
                let hidden = "/datastream-\(secret.datastream)-daily" + target
                #expect(try await Self.ask(town.engine, hidden).status == 404, "\(hidden)")
                #expect(try await Self.ask(town.engine, hidden, as: .system).status == 200, "\(hidden)")
            }
            let listed = try await Self.ask(town.engine, "?parent=sensors").text
            #expect(listed.contains("datastream-\(open.datastream)-daily"))
            #expect(!listed.contains("datastream-\(secret.datastream)-daily"))
            // a series of a hidden Thing is there, without the Thing and its place
            try await town.engine.write { connection in
                try connection.execute(
                    """
                    UPDATE thing SET dataset_id = (SELECT id FROM dataset WHERE slug = 'secret') WHERE id = \(open.thing)
                    """)
            }
            let daily = "/datastream-\(open.datastream)-daily/items/20260630"
            let masked = try await Self.ask(town.engine, daily).json
            #expect(masked["geometry"] == .null && masked["properties"]?["sensor"] == .null)
            #expect(masked["properties"]?["mean"]?.double == 7)
            let whole = try await Self.ask(town.engine, daily, as: .system).json
            #expect(whole["geometry"] != .null && whole["properties"]?["sensor"] == "T")
        }
    }

    @Test(
        arguments: [
            ("sensors", FeatureSourceName.sensors), ("datastream-12-daily", .aggregates(datastream: 12, .daily)),
            ("datastream-9223372036854775807-hourly", .aggregates(datastream: .max, .hourly)),
            ("datastream-9223372036854775808-hourly", nil), ("datastream-012-daily", nil), ("datastream-0-daily", nil),
            ("datastream-+1-daily", nil), ("datastream-1-weekly", nil), ("datastream-1-daily-x", nil), ("Sensors", nil),
            ("", nil),
        ] as [(String, FeatureSourceName?)])
    func `names are what they are written as`(text: String, name: FeatureSourceName?) {
        #expect(FeatureSourceName(rawValue: text) == name)
        if let name { #expect(name.rawValue == text) }
    }
}
