// SPDX-License-Identifier: EUPL-1.2
import Features
import Geometry
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing
import Wire

/// OGC 18-058r1: features in other reference systems, with the axes as those define them.
@Suite struct ReferenceSystemRequestTests {
    private static func uri(_ code: String) -> String { "http://www.opengis.net/def/crs/EPSG/0/" + code }

    /// A place in Münster as `gdaltransform` gives it, in the order of each system's axes, and half a box around it.
    static let places: [(system: String, first: Double, second: Double, near: Double)] = [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 7.6281, 51.9615, 0.0002),
        (uri("4326"), 51.9615, 7.6281, 0.0002), (uri("25832"), 405_739.7, 5_757_645.0, 15),
        (uri("25833"), -6_180.4, 5_782_465.7, 15), (uri("31467"), 5_759_507.4, 3_405_775.5, 15),
        (uri("3857"), 849_156.2, 6_793_167.2, 15), (uri("4647"), 32_405_739.7, 5_757_645.0, 15),
    ]

    private static func withTown(
        _ kind: TestEngine, _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await Sample.withRoutes(kind) { client, engine in
            let features = [(7.6281, 51.9615), (7.61, 51.95), (7.0, 51.0)].map { place in
                Feature(geometry: .point(Position(place.0, place.1)), properties: ["name": "x"])
            }
            try await Sample.store(
                features + [Feature(wkb: nil, properties: ["name": "nowhere"])],
                as: LayerDescription(name: "town", title: "Stadt"), in: engine)
            try await body(client)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `crs, bbox-crs and filter-crs speak of the same place`(kind: TestEngine) async throws {
        try await Self.withTown(kind) { client in
            for (system, first, second, near) in Self.places {
                let name = FeatureFilterTests.encoded(system)
                let answer = try await client.get("/ogc/collections/town/items?limit=1&crs=\(name)")
                #expect(answer.headers[.init("Content-Crs") ?? .accept] == "<\(system)>")
                let found = answer.document["features"]?.array?.first?["geometry"]?["coordinates"]?.array ?? []
                #expect(abs((found[0].double ?? 0) - first) < near / 10, "\(system): \(found)")
                #expect(abs((found[1].double ?? 0) - second) < near / 10, "\(system): \(found)")
                let one = try await client.get("/ogc/collections/town/items/1?crs=\(name)")
                #expect(one.headers[.init("Content-Crs") ?? .accept] == "<\(system)>")
                #expect(one.document["geometry"]?["coordinates"]?.array == found)
                let box = "\(first - near),\(second - near),\(first + near),\(second + near)"
                let inside = try await client.get("/ogc/collections/town/items?bbox=\(box)&bbox-crs=\(name)").document
                // what has no place matches each box
                #expect(FeatureFilterTests.identifiers(inside) == [1, 4], "\(system): \(inside.text)")
                #expect(inside["numberMatched"] == 2)
                let filter = FeatureFilterTests.encoded("S_INTERSECTS(geometry, BBOX(\(box)))")
                let filtered = try await client.get(
                    "/ogc/collections/town/items?filter=\(filter)&filter-crs=\(name)"
                ).document
                #expect(FeatureFilterTests.identifiers(filtered) == [1], "\(system): \(filtered.text)")
            }
            for name in ["[EPSG:25832]", "EPSG:25832", "urn:ogc:def:crs:EPSG::25832", Self.uri("25832")] {
                let answer = try await client.get(
                    "/ogc/collections/town/items?crs=\(FeatureFilterTests.encoded(name))")
                #expect(answer.status == .ok)
            }
            let world = try await client.get(
                "/ogc/collections/town/items?bbox=-1e9,-1e9,1e9,1e9&bbox-crs=EPSG:3857"
            ).document
            #expect(FeatureFilterTests.identifiers(world) == [1, 2, 3, 4])
            for (query, fault) in [
                ("crs=x", "served"), ("crs=\(Self.uri("1"))", "25832"),
                ("bbox-crs=EPSG:25832&bbox=1,2,0,3", "lower corner"),
                ("bbox-crs=EPSG:25832&bbox=0,0,1e300,1", "does not lie"),
            ] {
                let answer = try await client.get("/ogc/collections/town/items?\(query)")
                #expect(answer.status == .badRequest && answer.text.contains(fault), "\(query): \(answer.text)")
            }
        }
    }

    @Test func `a collection says what it is kept and served in`() async throws {
        try await Self.withTown(.sqlite) { client in
            let town = try await client.get("/ogc/collections/town").document
            #expect(town["storageCrs"]?.string == Self.places[0].system)
            #expect(town["crs"]?.array?.compactMap(\.string) == Self.places.map(\.system))
        }
    }
}
