// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import FeaturesPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import TestSupport
import Testing
import Wire

/// Ten sensors, the third without a place; whoever has no role sees the first nine.
private struct TenSensors: FeatureSource {
    let name = FeatureSourceName.sensors
    let title = "Messstellen"
    let titleEnglish = "Sensors"
    let description = "Zum Prüfen"
    let descriptionEnglish = "To test with"
    let titleProperty = "name"
    let timeProperty: String? = "time"
    let properties = [
        FeatureSourceProperty(name: "name", column: "name", kind: .text),
        FeatureSourceProperty(name: "value", column: "value", kind: .real),
        FeatureSourceProperty(name: "time", column: "time", kind: .instant),
        FeatureSourceProperty(name: "extra", column: "extra", kind: .json),
    ]

    func relation(for reader: Reader) -> SQL {
        let count = reader.role == nil ? 9 : 10
        let rows = (1...count).map { number -> SQL in
            let longitude = number == 3 ? nil : 7 + Double(number) / 10
            let time = Sample.now.microseconds + Int64(number) * 3_600_000_000
            return """
                SELECT CAST(\(number) AS BIGINT) AS fid, CAST(\(longitude) AS DOUBLE PRECISION) AS longitude,
                    CAST(\(longitude.map { _ in 52.0 }) AS DOUBLE PRECISION) AS latitude,
                    CAST(\("Ort \(number)") AS TEXT) AS name, CAST(\(Double(number) / 4) AS DOUBLE PRECISION) AS value,
                    CAST(\(time) AS BIGINT) AS time, CAST(\(#"{"n":\#(number)}"#) AS TEXT) AS extra
                """
        }
        return rows.joined(separator: " UNION ALL ")
    }
}

@Suite struct FeatureSourceTests {
    private static func withRoutes(
        _ kind: TestEngine, reader: Reader = .anonymous,
        _ body: @Sendable @escaping (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await Sample.store(Sample.features(2), in: engine)
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsReader(reader: reader))
            FeaturesRoutes(site: Sample.site(engine), limits: Limits(), sources: FeatureSources([TenSensors()])).all
                .add(to: router)
            try await Application(router: router).test(.router) { client in try await body(client, engine) }
        }
    }

    private static func identifiers(_ page: JSONValue) -> [Int64] {
        (page["features"]?.array ?? []).compactMap { $0["id"]?.integer }
    }

    @Test(arguments: TestEngine.allCases)
    func `a source is a collection among the layers`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            let list = try await client.get("/ogc/collections").document
            #expect(list["collections"]?.array?.compactMap { $0["id"]?.string } == ["places", "sensors"])
            let one = try await client.get("/ogc/collections/sensors", language: "en").document
            #expect(one["title"] == "Sensors" && one["description"] == "To test with")
            let german = try await client.get("/ogc/collections/sensors", language: "de").document
            #expect(german["description"] == "Zum Prüfen")
            #expect(
                one["extent"]?["spatial"]?["bbox"]?.array?.first?.array?.compactMap(\.double) == [7.1, 52, 7.9, 52])
            let api = try await client.get("/ogc/api").document
            let parameters = api["paths"]?["/collections/sensors/items"]?["get"]?["parameters"]?.array ?? []
            #expect(parameters.compactMap { $0["name"]?.string } == ["name", "value", "time", "extra"])
            let page = try await client.get("/ogc/collections/sensors/items?f=html&limit=4")
            #expect(page.status == .ok, "\(page.text)")
            #expect(page.text.contains("Ort 4") && page.text.contains("rel=\"next\""))
            // decimals and dates as people read them
            let told = try await client.get("/ogc/collections/sensors/items?f=html&limit=4", language: "de").text
            #expect(
                told.contains("<td>0,25</td>") && !told.contains("<td>0.25</td>") && !told.contains("T00:00:00Z</td>"))
            #expect(try await client.get("/ogc/collections/sensors/items/4?f=html").text.contains("Ort 4"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `pages hold each once, conditions hold`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            for limit in 1...10 {
                var seen: [Int64] = []
                var address: String? = "/ogc/collections/sensors/items?limit=\(limit)"
                while let current = address {
                    let page = try await client.get(current).document
                    #expect(page["numberMatched"] == 9)
                    seen += Self.identifiers(page)
                    let next = page["links"]?.array?.first { $0["rel"] == "next" }?["href"]?.string
                    address = next.map { String($0.dropFirst("http://localhost".count)) }
                }
                #expect(seen == Array(1...9))
            }
            let hour = Instant(microseconds: Sample.now.microseconds + 4 * 3_600_000_000).iso8601
            for (query, ids) in [
                ("bbox=7.2,51,7.5,53", [2, 3, 4, 5]), ("bbox=7.4,52,7.4,52", [3, 4]), ("bbox=0,0,1,1", [3]),
                ("datetime=\(hour)", [4]), ("datetime=../\(hour)", [1, 2, 3, 4]), ("time=\(hour)", [4]),
                ("name=Ort%205", [5]), ("value=0.5", [2]), ("value=0.5&bbox=7.3,51,8,53", []),
            ] as [(String, [Int64])] {
                let page = try await client.get("/ogc/collections/sensors/items?\(query)").document
                #expect(Self.identifiers(page) == ids, "\(query)")
                #expect(page["numberMatched"]?.integer == Int64(ids.count), "\(query)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `one feature, for whom it is there`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            let feature = try await client.get("/ogc/collections/sensors/items/4").document
            #expect(feature["id"] == 4)
            #expect(feature["geometry"]?["coordinates"]?.array?.compactMap(\.double) == [7.4, 52])
            #expect(feature["properties"]?["value"]?.double == 1)
            #expect(feature["properties"]?["extra"]?["n"] == 4)
            let time = Instant(microseconds: Sample.now.microseconds + 4 * 3_600_000_000)
            let shown = try Instant(iso8601: feature["properties"]?["time"]?.string ?? "")
            #expect(shown == time)
            #expect(try await client.get("/ogc/collections/sensors/items/3").document["geometry"] == .null)
            for missing in ["10", "0", "04", "+4", "4.0", "x", "99999999999999999999"] {
                #expect(try await client.get("/ogc/collections/sensors/items/\(missing)").status == .notFound)
            }
        }
        try await Self.withRoutes(kind, reader: .system) { client, _ in
            let tenth = try await client.get("/ogc/collections/sensors/items/10")
            #expect(tenth.status == .ok)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `filters and orders hold for a source`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            let hour = Instant(microseconds: Sample.now.microseconds + 4 * 3_600_000_000).iso8601
            for (filter, ids) in [
                ("S_INTERSECTS(geometry, BBOX(7.15, 51, 7.55, 53))", [2, 4, 5]),
                ("NOT S_WITHIN(geometry, BBOX(7.15, 51, 7.55, 53))", [1, 6, 7, 8, 9]), ("geometry IS NULL", [3]),
                ("value > 1 AND name <> 'Ort 5'", [6, 7, 8, 9]), ("time > TIMESTAMP('\(hour)')", [5, 6, 7, 8, 9]),
                ("T_BEFORE(time, TIMESTAMP('\(hour)'))", [1, 2, 3]), ("time < DATE('2000-01-01')", []),
                ("T_DURING(time, INTERVAL('..', '\(hour)'))", [1, 2, 3]),
            ] as [(String, [Int64])] {
                let text = FeatureFilterTests.encoded(filter)
                let page = try await client.get("/ogc/collections/sensors/items?filter=\(text)&sortby=-time").document
                #expect(Self.identifiers(page) == ids.reversed(), "\(filter): \(page.text)")
                #expect(page["numberMatched"]?.integer == Int64(ids.count), "\(filter)")
            }
            let there = try await client.get("/ogc/collections/sensors/items/4?crs=EPSG:25832").document
            #expect((there["geometry"]?["coordinates"]?.array?.first?.double ?? 0) > 300_000)
        }
    }

    @Test func `no layer takes the name of a source`() async throws {
        try await withDatabase(.sqlite) { engine in
            do {
                try await Sample.store(Sample.features(1), as: Sample.description("sensors"), in: engine)
                Issue.record("stored")
            } catch let fault as LayerError {
                #expect(fault.description.contains("name"))
            }
        }
    }
}
