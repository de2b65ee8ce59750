// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Features
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LayerStyles
import NIOCore
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Tiles

/// The editor without a script, and what it changes on the map.
@Suite struct StyleEditorTests {
    private static let editor = "/layers/style/places"
    private static let german: HTTPFields = [.accept: "text/html", .acceptLanguage: "de"]

    private static func send(
        _ client: any TestClientProtocol, _ fields: [(String, String)]
    ) async throws -> TestResponse {
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        let body = fields.map { encoded($0) + "=" + encoded($1) }.joined(separator: "&")
        return try await client.execute(
            uri: editor, method: .post, headers: german, body: ByteBuffer(string: body))
    }

    /// The fields of the second form of a page, as a browser would send them.
    private static func fields(of page: String) throws -> [(String, String)] {
        let form = try #require(page.split(separator: "<form").last)
        var fields: [(String, String)] = []
        for input in form.matches(of: /<input [^>]*?name="([^"]*)"[^>]*?value="([^"]*)"/) {
            fields.append((String(input.output.1), String(input.output.2)))
        }
        let label = form.firstMatch(of: /<select id="label".*?<\/select>/)?.output ?? ""
        fields.append(("label", label.firstMatch(of: /value="([^"]*)" selected/).map { String($0.output.1) } ?? ""))
        return fields
    }

    @Test(arguments: TestEngine.allCases)
    func `proposed colours are kept and stand on the map in words`(_ kind: TestEngine) async throws {
        try await TileSample.withRoutes(kind, TileSample.features(50), reader: .system) { client, _ in
            let bare = try await client.get(Self.editor, Self.german)
            #expect(bare.status == .ok && bare.text.contains("Alles in einer Farbe"))
            let proposal = try await client.get(Self.editor + "?kind=categories&property=number", Self.german)
            #expect(proposal.status == .ok && proposal.text.contains("noch nicht"))
            var fields = try Self.fields(of: proposal.text)
            // 0 is there eight times, the others seven times
            #expect(fields.filter { $0.0.hasPrefix("value.") }.map(\.1) == ["0", "1", "2", "3", "4", "5", "6", "", ""])
            for (name, text) in [("title.0", "keine <Stufe>"), ("colour.0", "#112233"), ("label", "name")] {
                let place = try #require(fields.firstIndex { $0.0 == name })
                fields[place].1 = text
            }
            let preview = try await Self.send(client, fields + [("action", "preview")])
            #expect(preview.status == .ok && preview.text.contains("keine &lt;Stufe&gt;"))
            let before = try await client.get("/map/layers", Self.german).text
            #expect(!before.contains("keine &lt;Stufe&gt;"))
            #expect(try await Self.send(client, fields + [("action", "save")]).status == .seeOther)
            let map = try await client.get("/map/layers", Self.german).text
            #expect(map.contains("keine &lt;Stufe&gt;") && map.contains("Farbe nach number"))
            #expect(map.contains("alles Übrige") && map.contains("fill=\"#112233\""))
            #expect(map.contains("href=\"/layers/style/places\""))
            let frame = try await client.get("/embed/layers?layer=places", Self.german).text
            #expect(frame.contains("keine &lt;Stufe&gt;") && !frame.contains("/layers/style/"))
            let kept = try Self.fields(of: try await client.get(Self.editor, Self.german).text)
            #expect(kept.map(\.0) == fields.map(\.0))
            #expect(kept.first { $0.0 == "label" }?.1 == "name" && kept.first { $0.0 == "colour.0" }?.1 == "#112233")
            let document = try await client.get("/ogc/collections/places/style", [.accept: "*/*"])
            #expect(document.headers[.contentType] == "application/vnd.mapbox.style+json")
            #expect(document.text.contains("#112233"))
            #expect(try await Self.send(client, [("action", "remove")]).status == .seeOther)
            let after = try await client.get("/map/layers", Self.german).text
            #expect(!after.contains("keine &lt;Stufe&gt;"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `classes are proposed by width and by number of features`(_ kind: TestEngine) async throws {
        try await TileSample.withRoutes(kind, TileSample.features(41), reader: .system) { client, _ in
            // heights go from 0 to 10 in quarters
            func bounds(_ query: String) async throws -> [String] {
                let page = try await client.get(Self.editor + "?kind=classes&property=height&" + query, Self.german)
                return try Self.fields(of: page.text).filter { $0.0.hasPrefix("to.") }.map(\.1).filter { !$0.isEmpty }
            }
            #expect(try await bounds("count=5&division=equal") == ["2", "4", "6", "8", "10"])
            #expect(try await bounds("count=2&division=quantiles") == ["5", "10"])
            #expect(try await bounds("count=99") == ["1,4", "2,9", "4,3", "5,7", "7,1", "8,6", "10"])
            let wrong = try await client.get(Self.editor + "?kind=classes&property=name", Self.german)
            #expect(wrong.status == .badRequest && wrong.text.contains("mit Zahlen"))
        }
    }

    @Test func `what cannot be kept comes back with its faults and what was typed`() async throws {
        try await TileSample.withRoutes(.sqlite, TileSample.features(5), reader: .system) { client, engine in
            let answer = try await Self.send(
                client,
                [
                    ("kind", "classes"), ("property", "height"), ("colour", "#445566"), ("width", "breit"),
                    ("radius", "99"), ("opacity", "101"), ("label", ""), ("title", "Meter"),
                    ("from.0", ""), ("to.0", ""), ("colour.0", "#000000"), ("from.1", "2"), ("to.1", "1,5"),
                    ("colour.1", "rot"), ("action", "save"),
                ])
            #expect(answer.status == .badRequest)
            for part in [
                "id=\"width-error\"", "id=\"radius-error\"", "id=\"opacity-error\"", "id=\"to.1-error\"",
                "id=\"colour.1-error\"", "value=\"breit\"", "value=\"1,5\"", "value=\"Meter\"",
            ] {
                #expect(answer.text.contains(part), "\(part)")
            }
            let style = try await engine.read { connection in
                let layer = try #require(try FeatureCollectionQueries.find("places", for: .system, on: connection))
                return try LayerStyleQueries.find(of: layer, on: connection)
            }
            #expect(style == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a style stays through a new delivery, without what that has lost`(_ kind: TestEngine) async throws {
        try await TileSample.withRoutes(kind, TileSample.features(20), reader: .system) { client, engine in
            var style = LayerStyle()
            style.rule = .categories(
                property: "number", [LayerStyle.Category(value: "1", colour: LayerStyle.palette[3])])
            style.label = "name"
            func find() async throws -> (FeatureCollection, LayerStyle?) {
                try await engine.read { connection in
                    let layer = try #require(try FeatureCollectionQueries.find("places", for: .system, on: connection))
                    return (layer, try LayerStyleQueries.find(of: layer, on: connection))
                }
            }
            let (layer, ready) = (try await find().0, style)
            try await engine.write {
                try LayerStyleQueries.save(ready, of: layer, by: "test", at: TileSample.now, on: $0)
            }
            try await TileSample.store(TileSample.features(30), in: engine)
            let kept = try await find().1
            #expect(kept == style)
            let lost = "hat Eigenschaften nicht mehr, nach denen sie gefärbt oder beschriftet war"
            #expect(try await !client.get(Self.editor, Self.german).text.contains(lost))
            let plain = TileSample.features(30).map { feature in
                var properties = feature.properties
                properties["number"] = nil
                return Feature(id: feature.id, wkb: feature.wkb, properties: properties)
            }
            try await TileSample.store(plain, in: engine)
            style.rule = .single
            let left = try await find().1
            #expect(left == style)
            #expect(try await client.get(Self.editor, Self.german).text.contains(lost))
            #expect(try await client.get("/map/layers", Self.german).status == .ok)
        }
    }

    @Test func `who may not change a layer does not style it`() async throws {
        try await TileSample.withRoutes(.sqlite, TileSample.features(5)) { client, _ in
            #expect(try await client.get(Self.editor, Self.german).status == .unauthorized)
            #expect(try await Self.send(client, [("action", "remove")]).status == .unauthorized)
            let map = try await client.get("/map/layers", Self.german).text
            #expect(!map.contains("/layers/style/"))
        }
        let member = Reader(identity: .anonymous, role: .member)
        try await TileSample.withRoutes(.sqlite, TileSample.features(5), reader: member) { client, _ in
            let page = try await client.get(Self.editor, Self.german)
            #expect(page.status == .forbidden)
        }
    }
}
