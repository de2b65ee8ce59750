// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
@testable import Features
@testable import FeaturesPages
import Foundation
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct EditingTests {
    static let editor = Reader(identity: .account(id: 7, name: "gis"), role: .editor)
    private static let items = "/ogc/collections/places/items"

    private static func withRoutes(
        _ kind: TestEngine, reader: Reader = editor, count: Int = 5,
        _ body: @Sendable @escaping (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await Sample.withRoutes(kind, features: Sample.features(count), reader: reader, body)
    }

    private static func feature(_ x: Double, _ y: Double, _ properties: String = "{}", id: String? = nil) -> String {
        let id = id.map { "\"id\":\"\($0)\"," } ?? ""
        return """
            {"type":"Feature",\(id)"geometry":{"type":"Point","coordinates":[\(x),\(y)]},"properties":\(properties)}
            """
    }

    @Test(arguments: TestEngine.allCases)
    func `a feature is created, replaced, changed and deleted`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, engine in
            let made = try await client.send(
                .post, Self.items,
                Self.feature(7.6, 51.9, #"{"name":"Neu","number":3,"height":2,"opened":"2025-03-01"}"#))
            #expect(made.status == .created, "\(made.text)")
            let address = try #require(made.headers[.location]).replacing("http://localhost", with: "")
            let tag = try #require(made.headers[.eTag])
            let read = try await client.get(address)
            #expect(read.headers[.eTag] == tag && read.headers[.lastModified] == "Thu, 28 May 2026 20:26:40 GMT")
            #expect(read.document["properties"]?["name"] == "Neu")
            #expect(read.document["properties"]?["height"]?.double == 2)
            #expect(read.document["properties"]?["public"] == .null)
            #expect(read.document["geometry"]?["coordinates"]?.array?.compactMap(\.double) == [7.6, 51.9])
            let page = try await client.get(Self.items).document
            #expect(page["numberMatched"] == 6 && page["features"]?.array?.count == 6)

            let replaced = try await client.send(.put, address, Self.feature(7.7, 52, #"{"name":"Anders"}"#))
            #expect(replaced.status == .noContent, "\(replaced.text)")
            let second = try await client.get(address)
            #expect(second.headers[.eTag] == replaced.headers[.eTag] && second.headers[.eTag] != tag)
            #expect(second.document["properties"]?["number"] == .null)
            #expect(second.document["properties"]?["name"] == "Anders")

            let changed = try await client.send(
                .patch, address, #"{"properties":{"number":9,"name":null}}"#, type: "application/merge-patch+json")
            #expect(changed.status == .noContent, "\(changed.text)")
            let third = try await client.get(address).document
            #expect(third["properties"]?["number"] == 9 && third["properties"]?["name"] == .null)
            #expect(third["geometry"]?["coordinates"]?.array?.compactMap(\.double) == [7.7, 52])

            #expect(try await client.send(.delete, address).status == .noContent)
            #expect(try await client.get(address).status == .notFound)
            #expect(try await client.send(.delete, address).status == .notFound)
            #expect(try await client.get(Self.items).document["numberMatched"] == 5)
            let trail = try await engine.read {
                try AuditQueries.entries(AuditFilter(), before: nil, limit: 10, on: $0)
            }.filter { $0.object.hasPrefix("layer/") }
            let id = address.split(separator: "/").last.map(String.init) ?? ""
            #expect(trail.map(\.action) == ["delete", "update", "update", "create"])
            #expect(trail.allSatisfy { $0.actor == "gis" && $0.object == "layer/places/\(id)" })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a stale version is refused`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            let address = Self.items + "/p%2F2"
            let tag = try #require(try await client.get(address).headers[.eTag])
            let first = try await client.send(
                .patch, address, #"{"properties":{"number":1}}"#, headers: [.ifMatch: tag])
            #expect(first.status == .noContent)
            let stale = try await client.send(
                .patch, address, #"{"properties":{"number":2}}"#, headers: [.ifMatch: tag])
            #expect(stale.status == .preconditionFailed, "\(stale.text)")
            for method in [HTTPRequest.Method.put, .delete] {
                let body = Self.feature(7.6, 51.9)
                #expect(
                    try await client.send(method, address, body, headers: [.ifMatch: tag]).status == .preconditionFailed
                )
                let none = try await client.send(method, address, body, headers: [.ifNoneMatch: "*"])
                #expect(none.status == .preconditionFailed)
                let old = try await client.send(
                    method, address, body, headers: [.ifUnmodifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"])
                #expect(old.status == .preconditionFailed)
            }
            #expect(try await client.get(address).document["properties"]?["number"] == 1)
            let now = try #require(try await client.get(address).headers[.eTag])
            let seen = try await client.execute(uri: address, method: .get, headers: [.ifNoneMatch: "W/" + now])
            #expect(seen.status == .notModified && seen.body.readableBytes == 0)
            let listed = try await client.send(
                .patch, address, #"{"properties":{"number":2}}"#, headers: [.ifMatch: "\"x,y\", W/\(now)"])
            #expect(listed.status == .noContent)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what does not fit the layer is refused with its place`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, engine in
            let before = try await engine.read { try LayerImport.digest(of: "places", on: $0) }
            for (body, pointer) in [
                (Self.feature(7.6, 51.9, #"{"colour":"red"}"#), "/properties/colour"),
                (Self.feature(7.6, 51.9, #"{"number":"3"}"#), "/properties/number"),
                (Self.feature(7.6, 51.9, #"{"number":3.5}"#), "/properties/number"),
                (Self.feature(7.6, 51.9, #"{"height":"high"}"#), "/properties/height"),
                (Self.feature(7.6, 51.9, #"{"public":1}"#), "/properties/public"),
                (Self.feature(7.6, 51.9, #"{"opened":"2025-02-30"}"#), "/properties/opened"),
                (Self.feature(7.6, 51.9, #"{"name":5}"#), "/properties/name"),
                (Self.feature(7.6, 51.9, #"{"name":"a\u0000"}"#), "/properties/name"),
                (Self.feature(51.9, 7.6), "/geometry"), (Self.feature(404_000, 5_750_000), "/geometry"),
                (#"{"type":"Feature","properties":{}}"#, "/geometry"),
                (
                    #"{"type":"Feature","geometry":{"type":"Point","coordinates":[1]},"properties":{}}"#,
                    "/geometry/coordinates"
                ),
                (#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[7,51],[8,52]]}}"#, "/geometry"),
                (Self.feature(7.6, 51.9, id: "p/1"), "/id"), (#"{"filter":"name = 'x'"}"#, "/type"),
            ] {
                let answer = try await client.send(.post, Self.items, body)
                #expect(answer.status == .badRequest || answer.status == .conflict, "\(body): \(answer.text)")
                #expect(answer.document["pointer"]?.string == pointer, "\(body): \(answer.text)")
            }
            let type = try await client.send(.post, Self.items, "<x/>", type: "application/gml+xml")
            #expect(type.status == .unsupportedMediaType && type.headers[.acceptPost] != nil)
            let other = try await client.send(.put, Self.items + "/p%2F1", Self.feature(7.6, 51.9, id: "p/2"))
            #expect(other.status == .badRequest)
            #expect(try await client.send(.put, Self.items + "/nothing", Self.feature(7.6, 51.9)).status == .notFound)
            #expect(try await client.send(.post, "/ogc/collections/no/items", Self.feature(7, 51)).status == .notFound)
            let after = try await engine.read { try LayerImport.digest(of: "places", on: $0) }
            #expect(before == after)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `areas that cross themselves are refused, single ones become multiples`(_ kind: TestEngine) async throws {
        let square = "[[[0,0],[4,0],[4,4],[0,4],[0,0]]]"
        let layer = """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":10,"properties":{"a":"x"},
            "geometry":{"type":"MultiPolygon","coordinates":[\(square)]}}]}
            """
        try await Sample.withRoutes(kind, reader: Self.editor) { client, engine in
            try await Sample.store(
                try GeoJSONLayer().read(Array(layer.utf8)), as: LayerDescription(name: "areas", title: "F"), in: engine)
            let address = "/ogc/collections/areas/items"
            let bow =
                #"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}}"#
            let crossed = try await client.send(.post, address, bow)
            #expect(crossed.status == .badRequest && crossed.text.contains("Self-intersection"), "\(crossed.text)")
            let good =
                #"{"type":"Feature","geometry":{"type":"Polygon","coordinates":\#(square)},"properties":{"a":"y"}}"#
            let made = try await client.send(.post, address, good)
            #expect(made.status == .created, "\(made.text)")
            let place = try #require(made.headers[.location]).replacing("http://localhost", with: "")
            let read = try await client.get(place).document
            #expect(read["geometry"]?["type"] == "MultiPolygon")
            // what was refused may have used up a number
            #expect((read["id"]?.integer ?? 0) >= 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `coordinates come in the system that is named, with its axes`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            for (system, x, y) in [
                ("<http://www.opengis.net/def/crs/EPSG/0/25832>", 403784.5, 5756402.8),
                ("http://www.opengis.net/def/crs/EPSG/0/4326", 51.95, 7.6),
            ] {
                let made = try await client.send(
                    .post, Self.items, Self.feature(x, y), headers: [.contentCrs: system])
                #expect(made.status == .created, "\(made.text)")
                let place = try #require(made.headers[.location]).replacing("http://localhost", with: "")
                let read = try await client.get(place).document["geometry"]?["coordinates"]?.array?.compactMap(\.double)
                let found = try #require(read)
                #expect(abs(found[0] - 7.6) < 0.001 && abs(found[1] - 51.95) < 0.001, "\(found)")
            }
            let unknown = try await client.send(
                .post, Self.items, Self.feature(7, 51), headers: [.contentCrs: "EPSG:9999"])
            #expect(unknown.status == .badRequest)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who may only see does not change, who sees nothing learns nothing`(_ kind: TestEngine) async throws {
        let none = try await Self.answer(kind, .anonymous, to: "places")
        #expect(none == .unauthorized)
        let viewer = Reader(identity: .account(id: 1, name: "v"), role: .viewer)
        #expect(try await Self.answer(kind, viewer, to: "places") == .forbidden)
        let other = Reader(
            identity: .account(id: 1, name: "v"), role: .viewer,
            grants: [Rights.Grant(dataset: 99, level: .write)])
        #expect(try await Self.answer(kind, other, to: "places") == .forbidden)
        #expect(try await Self.answer(kind, other, to: "hidden") == .notFound)
        let granted = Reader(
            identity: .account(id: 1, name: "v"), role: .viewer,
            grants: [Rights.Grant(dataset: Sample.dataset, level: .write)])
        #expect(try await Self.answer(kind, granted, to: "places") == .created)
    }

    private static func answer(
        _ kind: TestEngine, _ reader: Reader, to layer: String
    ) async throws -> HTTPResponse.Status {
        let found = Box()
        try await withRoutes(kind, reader: reader) { client, _ in
            found.status = try await client.send(
                .post, "/ogc/collections/\(layer)/items", feature(7.6, 51.9)
            ).status
        }
        return try #require(found.status)
    }

    private final class Box: @unchecked Sendable { var status: HTTPResponse.Status? }

    @Test(arguments: TestEngine.allCases)
    func `the register follows what is changed`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind, count: 40) { client, engine in
            var random = SeededRandom(seed: 5)
            var ids = (0..<40).map { "p/\($0)" }
            for round in 0..<60 {
                let x = Double.random(in: 7...8.2, using: &random)
                let y = Double.random(in: 51.5...52.4, using: &random)
                let geometry = round % 9 == 4 ? "null" : #"{"type":"Point","coordinates":[\#(x),\#(y)]}"#
                let day = "20\(10 + round % 20)-05-01"
                let body = #"{"type":"Feature","geometry":\#(geometry),"properties":{"opened":"\#(day)"}}"#
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    let made = try await client.send(.post, Self.items, body)
                    #expect(made.status == .created)
                    ids.append(made.headers[.location]?.split(separator: "/").last?.removingPercentEncoding ?? "")
                case 1 where ids.count > 2:
                    let id = ids.remove(at: Int.random(in: 0..<ids.count, using: &random))
                    let path = Self.items + "/" + id.replacing("/", with: "%2F")
                    #expect(try await client.send(.delete, path).status == .noContent)
                default:
                    let id = try #require(ids.randomElement(using: &random))
                    let path = Self.items + "/" + id.replacing("/", with: "%2F")
                    #expect(try await client.send(.put, path, body).status == .noContent)
                }
            }
            let expected = ids
            try await engine.read { connection in
                let layer = try #require(try FeatureCollectionQueries.find("places", for: .system, on: connection))
                let all = try FeatureCollectionQueries.features(of: layer, limit: 1000, on: connection)
                #expect(Set(all.map(\.identifier)) == Set(expected) && layer.count == expected.count)
                let boxes = all.compactMap { $0.wkb.flatMap { WKBReader.envelope($0) } }
                let first = try #require(boxes.first)
                let extent = boxes.dropFirst().reduce(first) { $0.union($1) }
                let known = try #require(layer.extent)
                for (one, other) in [
                    (known.west, extent.west), (known.south, extent.south), (known.east, extent.east),
                    (known.north, extent.north),
                ] { #expect(abs(one - other) < 1e-9, "\(known) \(extent)") }
                let days = all.compactMap { $0.properties["opened"]?.string }
                #expect(layer.temporal?.first == days.min() && layer.temporal?.last == days.max())
                #expect(layer.hasUnplaced == all.contains { $0.wkb == nil })
                // the spatial index follows
                let box = BoundingBox(west: 7.3, south: 51.7, east: 7.7, north: 52)
                let inside = try FeatureCollectionQueries.features(of: layer, in: box, limit: 1000, on: connection)
                let wanted = all.filter { feature in feature.wkb.map { WKBReader.intersects($0, box) } ?? true }
                #expect(inside.map(\.identifier) == wanted.map(\.identifier))
                if connection.dialect == .sqlite {
                    let west = try connection.firstRow(
                        "SELECT min_x FROM gpkg_contents WHERE table_name = 'layer_places'"
                    ) { $0.real(0) }
                    #expect(abs((west ?? 0) - extent.west) < 1e-9)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the same delivery again leaves changes alone, another one replaces them`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, engine in
            let address = Self.items + "/p%2F1"
            #expect(try await client.send(.delete, address).status == .noContent)
            let made = try await client.send(.post, Self.items, Self.feature(7.6, 51.9, id: "p/1"))
            #expect(made.status == .conflict, "an id is not given again: \(made.text)")
            let again = try await Sample.store(Sample.features(5), in: engine)
            #expect(again.outcome == .unchanged)
            #expect(try await client.get(address).status == .notFound)
            let other = try await Sample.store(Sample.features(6), in: engine)
            #expect(other.outcome == .replaced)
            #expect(try await client.get(address).status == .ok)
            #expect(try await client.send(.delete, address).status == .noContent)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the schema tells what is taken`(_ kind: TestEngine) async throws {
        try await Self.withRoutes(kind) { client, _ in
            let schema = try await client.get("/ogc/collections/places/schema").document
            #expect(schema["properties"]?["geometry"]?["format"] == "geometry-point")
            #expect(schema["properties"]?["id"]?["x-ogc-role"] == "id")
            #expect(schema["properties"]?["opened"]?["format"] == "date")
            #expect(try await client.get("/ogc/collections/places/schema?f=html").text.contains("opened"))
            let options = try await client.execute(uri: Self.items, method: .options)
            #expect(options.headers[.allow] == "GET, HEAD, POST, OPTIONS")
        }
    }
}

extension TestClientProtocol {
    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String = "", type: String = "application/geo+json",
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = type
        return try await execute(uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
    }
}
