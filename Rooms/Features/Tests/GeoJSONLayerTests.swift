// SPDX-License-Identifier: EUPL-1.2
import Access
import Features
import Foundation
import Geometry
import Storage
import TestSupport
import Testing

@Suite struct GeoJSONLayerTests {
    private static func read(_ text: String, _ options: GeoJSONLayer.Options = GeoJSONLayer.Options()) throws
        -> [Feature]
    {
        try GeoJSONLayer(options: options).read(Array(text.utf8))
    }

    private static func point(_ x: String, _ y: String, crs: String = "") -> String {
        #"{"type":"FeatureCollection",\#(crs)"features":[{"type":"Feature","properties":{},"#
            + #""geometry":{"type":"Point","coordinates":[\#(x),\#(y)]}}]}"#
    }

    /// Longitude and latitude in the point's well-known binary.
    private static func place(_ feature: Feature?) throws -> (Double, Double) {
        let wkb = try #require(feature?.wkb)
        try #require(wkb.count == 21)
        return wkb.withUnsafeBytes {
            (
                $0.loadUnaligned(fromByteOffset: 5, as: Double.self),
                $0.loadUnaligned(fromByteOffset: 13, as: Double.self)
            )
        }
    }

    @Test(arguments: ["crs in the geometry", "crs in the feature", "crs of the collection", "crs of a part"])
    func `a crs is seen where GeoJSON of 2008 allows it`(place: String) throws {
        let crs = #""crs":{"type":"name","properties":{"name":"EPSG:25832"}},"#
        func here(_ name: String) -> String { place.hasSuffix(name) ? crs : "" }
        let point = #"{"type":"Point",\#(here("geometry"))\#(here("part"))"coordinates":[370085.6368,5616225.944]}"#
        let geometry =
            place.hasSuffix("part") ? #"{"type":"GeometryCollection","geometries":[\#(point)]}"# : point
        let text =
            #"{"type":"FeatureCollection",\#(here("collection"))"features":[{"type":"Feature",\#(here("feature"))"#
            + #""properties":{},"geometry":\#(geometry)}]}"#
        let features = try Self.read(text)
        let box = try #require(features.first?.wkb.flatMap { try? GeometryValue(wkb: $0) })
        box.forEachPosition { position in
            #expect(abs(position.x - 7.160993) < 1e-5 && abs(position.y - 50.683346) < 1e-5)
        }
        let lying = text.replacing("[370085.6368,5616225.944]", with: "[7.16,50.68]")
        #expect(throws: LayerError.self) { try Self.read(lying) }
    }

    @Test func `features that are none are left out by choice, a doubt about all is not`() throws {
        let text =
            #"{"type":"FeatureCollection","features":[7,{"type":"Feature","geometry":{"type":"Point","coordinates":[7,51]}},"#
            + #"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[7,51]]}}]}"#
        var places: [Int] = []
        let features = try GeoJSONLayer().readLeavingOut(Array(text.utf8)) { _, index in places.append(index) }
        #expect(features.count == 1 && places == [0, 2])
        #expect(throws: LayerError.self) {
            _ = try GeoJSONLayer().readLeavingOut(Array(text.replacing("[7,51]}", with: "[51,7]}").utf8)) { _, _ in }
        }
    }

    @Test(arguments: [
        (#"[]"#, ""), (#"{}"#, "/type"), (#"{"type":"Topology"}"#, "/type"),
        (#"{"type":"FeatureCollection"}"#, "/features"), (#"{"type":"FeatureCollection","features":{}}"#, "/features"),
        (#"{"type":"FeatureCollection","features":[1]}"#, "/features/0"),
        (#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":[]}]}"#, "/features/0/properties"),
        (#"{"type":"FeatureCollection","features":[{"type":"Feature","id":{}}]}"#, "/features/0/id"),
        (#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1]}}"#, "/geometry/coordinates"),
        (#"{"type":"Feature","geometry":{"type":"Point","coordinates":["7","51"]}}"#, "/geometry/coordinates/0"),
        (#"{"type":"Feature","geometry":{"type":"Circle","coordinates":[1,2]}}"#, "/geometry/type"),
        (#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2]]}}"#, "/geometry/coordinates"),
        (#"{"type":"Feature","geometry":7}"#, "/geometry"),
        (
            #"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}}"#,
            "/geometry/coordinates/0"
        ),
    ])
    func `faults have a place`(text: String, pointer: String) throws {
        let error = #expect(throws: LayerError.self) { try Self.read(text) }
        #expect(try #require(error).pointer == pointer)
    }

    @Test func `no JSON has line and column`() throws {
        let error = #expect(throws: LayerError.self) { try Self.read("{\n  \"type\": }") }
        #expect(try #require(error).description.contains("line 2, column 11"))
    }

    @Test(arguments: [
        ("404875.4", "5755263.9", LayerError.Suspicion.projectedCoordinates), ("51.9", "7.6", .swappedAxes),
        ("85.1", "120.5", .swappedAxes),
    ])
    func `suspicious coordinates are asked about`(x: String, y: String, suspicion: LayerError.Suspicion) throws {
        let error = #expect(throws: LayerError.self) { try Self.read(Self.point(x, y)) }
        guard case .suspicious(suspicion, _, "/features/0/geometry") = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let text = try #require(error).description
        #expect(text.contains(suspicion == .swappedAxes ? "axesSwapped: true" : "sourceReferenceSystem"))
    }

    @Test func `what was declared is done`() throws {
        let swapped = try Self.read(Self.point("51.9", "7.6"), GeoJSONLayer.Options(axesSwapped: true))
        #expect(try Self.place(swapped.first) == (7.6, 51.9))
        let kept = try Self.read(Self.point("51.9", "7.6"), GeoJSONLayer.Options(axesSwapped: false))
        #expect(try Self.place(kept.first) == (51.9, 7.6))
    }

    @Test(arguments: [
        #""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25832"}},"#,
        #""crs":{"type":"name","properties":{"name":"EPSG:25832"}},"#,
        #""crs":{"type":"EPSG","properties":{"code":25832}},"#,
        "",
    ])
    func `metres of UTM zone 32 become degrees`(crs: String) throws {
        let options = GeoJSONLayer.Options(sourceReferenceSystem: crs.isEmpty ? 25832 : nil)
        let features = try Self.read(Self.point("404875.4021880727", "5755263.986995931", crs: crs), options)
        let (longitude, latitude) = try Self.place(features.first)
        #expect(abs(longitude - 7.6144) < 0.01)
        #expect(abs(latitude - 51.9397) < 0.01)
    }

    @Test func `CRS84 by its old name and unknown systems`() throws {
        let named = #""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"#
        #expect(try Self.place(try Self.read(Self.point("7.6", "51.9", crs: named)).first) == (7.6, 51.9))
        for crs in [#""crs":{"type":"link","properties":{"href":"x"}},"#, #""crs":"EPSG:999999","#] {
            let error = #expect(throws: LayerError.self) { try Self.read(Self.point("7.6", "51.9", crs: crs)) }
            guard case .unknownReferenceSystem = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func `bounded`() throws {
        var options = GeoJSONLayer.Options()
        options.maximumFeatures = 1
        let two = #"{"type":"FeatureCollection","features":[{"type":"Feature"},{"type":"Feature"}]}"#
        #expect(throws: LayerError.tooLarge(what: "features", limit: 1)) { try Self.read(two, options) }
        options.maximumBytes = 10
        #expect(throws: LayerError.tooLarge(what: "bytes", limit: 10)) { try Self.read(two, options) }
        let deep = String(repeating: #"{"type":"GeometryCollection","geometries":["#, count: 40)
        #expect(throws: LayerError.self) { try Self.read(deep + String(repeating: "]}", count: 40)) }
    }

    @Test(arguments: TestEngine.allCases)
    func `layers of Münster`(engine: TestEngine) async throws {
        let folder = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let layers: [(String, Int, Int?)] = [
            ("muenster-gebiete/stadtteile-statistische-bezirke-muenster.geojson", 45, nil),
            ("muenster-entsorgung/awm-altkleider.geojson", 23, nil),
            ("muenster-strassennetz/roxel_strassen.geojson", 1215, nil),
            ("muenster-baeume/baumkataster_muenster_utm32.geojson", 2103, 25832),
        ]
        guard FileManager.default.fileExists(atPath: folder) else {
            print("the data of Münster are not at \(folder): not tested")
            return
        }
        try await withDatabase(engine) { storage in
            for (index, layer) in layers.enumerated() {
                let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(layer.0)")))
                let reader = GeoJSONLayer(options: GeoJSONLayer.Options(sourceReferenceSystem: layer.2))
                let features = try reader.read(bytes)
                #expect(features.count == layer.1)
                let description = LayerDescription(name: "layer-\(index)", title: layer.0)
                try await Sample.store(features, as: description, in: storage)
                let found = try await storage.read {
                    try FeatureCollectionQueries.find(description.name, for: .system, on: $0)
                }
                let extent = try #require(found?.extent)
                #expect(extent.west > 7.4 && extent.east < 7.8 && extent.south > 51.8 && extent.north < 52.1)
            }
        }
    }
}
