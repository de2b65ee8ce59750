// SPDX-License-Identifier: EUPL-1.2
import Features
import Foundation
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing
import Wire

@testable import Tiles

/// The time of a layer on the map.
@Suite struct MapToolsTests {
    private static func drawn(_ page: String) throws -> JSONValue {
        let text = String(try #require(page.firstMatch(of: /data-layers="([^"]*)"/)?.output.1))
        let layers = try JSONValue(parsing: text.replacing("&quot;", with: "\"").replacing("&amp;", with: "&"))
        return try #require(layers.array?.first { $0["name"] == "places" })
    }

    @Test(arguments: TestEngine.allCases)
    func `a layer with a time has sliders, and the map looks after the time itself`(_ kind: TestEngine) async throws {
        try await TileSample.withRoutes(kind, TileSample.features(20)) { client, _ in
            let german: HTTPFields = [.accept: "text/html", .acceptLanguage: "de"]
            let plain = try await client.get("/map/layers?table=places", german).text
            #expect(plain.contains("data-first=\"2025-03-15\"") && plain.contains("max=\"293\" value=\"293\""))
            #expect(try Self.drawn(plain)["time"] == ["field": "opened", "from": "", "to": ""])
            let chosen = try await client.get(
                "/map/layers?table=places&filtered=places&min.opened=1.12.2025&q.public=false", german
            ).text
            #expect(chosen.contains("max=\"293\" value=\"261\""))
            let layer = try Self.drawn(chosen)
            #expect(layer["time"] == ["field": "opened", "from": "2025-12-01", "to": ""])
            // the tiles hold all times, with the property that tells them
            let query = try #require(layer["query"]?.string)
            #expect(query.contains("opened") && query.contains("filter=%22public%22") && !query.contains("2025-12-01"))
            // the table is filtered by all of it
            #expect(chosen.components(separatedBy: "<tr data-feature=").count - 1 == 10)
            // elsewhere nothing is asked, and nothing is there to slide
            let frame = try await client.get("/embed/layers?layer=places&table=places&min.opened=2025-12-01").text
            #expect(try Self.drawn(frame)["time"]?["from"] == "2025-12-01" && !frame.contains("time-from"))
        }
    }

    @Test func `a layer of one day has no slider, and its time is filtered as any property`() async throws {
        let features = TileSample.features(9).map { feature in
            var properties = feature.properties
            properties["opened"] = "2026-01-02"
            return Feature(id: feature.id, wkb: feature.wkb, properties: properties)
        }
        try await TileSample.withRoutes(.sqlite, features) { client, _ in
            let page = try await client.get("/map/layers?table=places&min.opened=2026-01-01").text
            let layer = try Self.drawn(page)
            #expect(!page.contains("time-from") && layer["time"] == nil)
            #expect(layer["query"]?.string?.contains("2026-01-01") == true)
        }
    }
}
