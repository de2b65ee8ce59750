// SPDX-License-Identifier: EUPL-1.2
import Features
import HTTPSupport
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing
import Wire

@Suite struct MetadataTests {
    private static func relations(_ document: JSONValue) -> [String] {
        (document["links"]?.array ?? []).compactMap { $0["rel"]?.string }
    }

    @Test(arguments: TestEngine.allCases)
    func `landing page, conformance, collections`(engine: TestEngine) async throws {
        try await Sample.withRoutes(engine, features: Sample.features(3)) { client, _ in
            for path in ["/ogc", "/ogc/"] {
                let landing = try await client.get(path).document
                let relations = Set(Self.relations(landing))
                #expect(relations.isSuperset(of: ["self", "service-desc", "service-doc", "conformance", "data"]))
            }
            let classes = try await client.get("/ogc/conformance").document["conformsTo"]?.array ?? []
            let parts = ((1...5).map { "ogcapi-features-\($0)" } + ["cql2"]).map { part in
                classes.count { $0.string?.contains("/\(part)/1.0/conf/") == true }
            }
            #expect(parts == [4, 1, 4, 5, 3, 14] && parts.reduce(0, +) == classes.count)
            let list = try await client.get("/ogc/collections").document
            #expect(Self.relations(list).contains("self"))
            let collection = try await client.get("/ogc/collections/places").document
            #expect(collection["title"] == "Plätze")
            #expect(Self.relations(collection).contains("items"))
            let box = collection["extent"]?["spatial"]?["bbox"]?.array?.first?.array?.compactMap(\.double) ?? []
            #expect(box.count == 4 && box[0] < box[2] && box[1] < box[3])
            let interval = collection["extent"]?["temporal"]?["interval"]?.array?.first?.array
            #expect(interval == ["2025-01-15T00:00:00Z", "2025-03-15T00:00:00Z"])
            let english = try await client.get("/ogc/collections/places", language: "en-GB,en;q=0.8,de;q=0.5").document
            #expect(english["title"] == "Places")
        }
    }

    @Test(arguments: [
        ("/ogc", "application/json", "application/json"), ("/ogc", "text/html", "text/html"),
        ("/ogc", "*/*", "application/json"), ("/ogc?f=html", "application/json", "text/html"),
        ("/ogc?f=json", "text/html", "application/json"), ("/ogc/conformance?f=html", "", "text/html"),
        ("/ogc/collections/places/queryables?f=html", "", "text/html"),
        ("/ogc/collections/places/queryables", "application/schema+json", "application/schema+json"),
        ("/ogc/collections?f=html", "", "text/html"), ("/ogc/collections/places?f=html", "", "text/html"),
        ("/ogc/collections/places/items", "application/geo+json", "application/geo+json"),
        ("/ogc/collections/places/items", "text/html,*/*;q=0.1", "text/html"),
        ("/ogc/collections/places/items/p%2F1?f=html", "", "text/html"),
        ("/ogc/collections/places/items/p%2F1", "application/json", "application/geo+json"),
        ("/ogc/api", "", "application/vnd.oai.openapi+json"), ("/ogc/api.html", "", "text/html"),
        ("/ogc/api?f=html", "", "text/html"),
    ])
    func `forms`(path: String, accept: String, type: String) async throws {
        try await Sample.withRoutes(.sqlite, features: Sample.features(3)) { client, _ in
            let response = try await client.get(path, accept: accept)
            #expect(response.status == .ok)
            #expect(response.headers[.contentType]?.hasPrefix(type) == true)
            if type == "text/html" {
                #expect(response.text.contains("<h1>"))
                #expect(!response.text.contains("Platz <"))
            }
        }
    }

    /// Nobody is left on a page of the interface without a way to the layer it is of.
    @Test(arguments: [
        ("/ogc/collections/places", [""]), ("/ogc/collections/places/queryables", ["", "/places"]),
        ("/ogc/collections/places/schema", ["", "/places"]), ("/ogc/collections/places/items", ["", "/places"]),
        ("/ogc/collections/places/items?limit=1&bbox=0,0,1,1", ["", "/places"]),
        ("/ogc/collections/places/items/p%2F1", ["", "/places", "/places/items"]),
    ])
    func `pages lead back, in both languages`(path: String, ways: [String]) async throws {
        try await Sample.withRoutes(.sqlite, features: Sample.features(3)) { client, _ in
            let address = path + (path.contains("?") ? "&" : "?") + "f=html"
            for (language, word) in [("de", "Ebenen"), ("en", "Layers")] {
                let page = try await client.get(address, language: language).text
                for way in ways {
                    #expect(page.contains("href=\"/ogc/collections\(way)?f=html\""), "\(language) \(path) \(way)")
                }
                #expect(page.contains(">\(word)</a>"), "\(language) \(path)")
            }
            let german = try await client.get("/ogc/collections/places?f=html", language: "de").text
            #expect(german.contains("<td>ganze Zahl</td>") && !german.contains("<td>integer</td>"))
        }
    }

    @Test func `pages escape what people wrote`() async throws {
        let hostile = "<script>alert('x')</script>\u{1}\"&"
        let feature = Feature(id: .string(hostile), longitude: 7, latitude: 51, properties: [hostile: .string(hostile)])
        try await Sample.withRoutes(.sqlite) { client, storage in
            let description = LayerDescription(
                name: "hostile", title: hostile, description: hostile, titleField: hostile)
            try await Sample.store([feature], as: description, in: storage)
            let paths = [
                "", "/hostile", "/hostile/queryables", "/hostile/items",
                "/hostile/items/%3Cscript%3Ealert('x')%3C%2Fscript%3E%01%22%26",
            ]
            for path in paths {
                let response = try await client.get("/ogc/collections\(path)?f=html")
                #expect(response.status == .ok, "\(path)")
                #expect(!response.text.contains("<script"))
                #expect(response.text.contains("&lt;script&gt;"))
            }
            #expect(try await client.get("/ogc/collections/hostile/items").document["numberReturned"] == 1)
        }
    }

    @Test(arguments: [
        "/ogc", "/ogc/collections/places", "/ogc/collections/places/items", "/ogc/collections/places/items/p%2F1",
    ])
    func `language is chosen by lang`(path: String) async throws {
        try await Sample.withRoutes(.sqlite, features: Sample.features(3)) { client, _ in
            for language in ["de", "en"] {
                let page = try await client.get(path + "?f=html&lang=\(language)")
                #expect(page.status == .ok)
                #expect(page.text.contains("<html lang=\"\(language)\">"))
            }
        }
    }

    @Test(arguments: ["/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/places", "/ogc/api"])
    func `unknown parameters are refused`(path: String) async throws {
        try await Sample.withRoutes(.sqlite, features: Sample.features(1)) { client, _ in
            let unknown = try await client.get(path + "?limit=1")
            #expect(unknown.status == .badRequest)
            let image = try await client.get(path, accept: "image/png")
            #expect(image.status == (path == "/ogc/api" ? .ok : .notAcceptable))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `each reference in the OpenAPI document leads somewhere`(engine: TestEngine) async throws {
        try await Sample.withRoutes(engine, features: Sample.features(3)) { client, _ in
            let document = try await client.get("/ogc/api").document
            #expect(document["openapi"] == "3.0.3")
            var references: [String] = []
            func collect(_ value: JSONValue) {
                for member in value.object?.members ?? [] {
                    if member.name == "$ref", let text = member.value.string { references.append(text) }
                    collect(member.value)
                }
                for element in value.array ?? [] { collect(element) }
            }
            collect(document)
            #expect(references.count > 20)
            for reference in references {
                var target: JSONValue? = document
                for step in reference.split(separator: "/").dropFirst() { target = target?[String(step)] }
                #expect(target != nil, "\(reference)")
            }
            let paths = document["paths"]?.object?.names ?? []
            #expect(paths.contains("/") && paths.contains("/collections/places/items"))
            let limit = document["components"]?["parameters"]?["limit"]?["schema"]
            #expect(limit?["maximum"]?.integer == Int64(Limits().maximumPage))
        }
    }
}
