// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import Storage
import Wire

extension FeaturesRoutes {
    /// The landing page (/req/core/root-success).
    func landing(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let root = root(context)
        let words = Words(request)
        let town = try await engine.read { try SettingQueries.value(of: .townName, on: $0) }
        let title = words.landingTitle(town)
        if form == .html { return try await page(title, landingPage(words, title), request, context) }
        let links =
            selfLinks(root, form) + [
                Link(
                    address: root + "/api", relation: "service-desc",
                    type: "application/vnd.oai.openapi+json;version=3.0", title: "OpenAPI 3.0"),
                Link(
                    address: root + "/api.html", relation: "service-doc", type: "text/html", title: words.documentation),
                Link(
                    address: root + "/conformance", relation: "conformance", type: "application/json",
                    title: words.conformance),
                Link(
                    address: root + "/collections", relation: "data", type: "application/json", title: words.collections
                ),
            ]
        let document: JSONValue = [
            "title": .string(title), "description": .string(words.landingDescription), "links": Link.list(links),
        ]
        return json(document, context)
    }

    func conformance(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        if try form(request, parameters) == .html {
            let words = Words(request)
            return try await page(words.conformance, conformancePage(words), request, context)
        }
        return json(["conformsTo": .array(Self.conformanceClasses.map { .string($0) })], context)
    }

    func collections(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let all = try await all(context)
        let words = Words(request)
        if form == .html { return try await page(words.collections, collectionsPage(words, all), request, context) }
        let document: JSONValue = [
            "links": Link.list(selfLinks(root(context) + "/collections", form)),
            "collections": .array(all.map { describe($0, words, context) }),
        ]
        return json(document, context)
    }

    func collection(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let collection = try await requested(context)
        let words = Words(request)
        if form == .html {
            let title = collection.title(in: words.language)
            return try await page(title, collectionPage(words, collection), request, context)
        }
        return json(describe(collection, words, context, links: selfLinks(address(collection, context), form)), context)
    }

    /// A collection as `/collections` tells it (17-069r4 §7.13).
    func describe(
        _ collection: FeatureCollection, _ words: Words, _ context: HTTPContext, links: [Link] = []
    ) -> JSONValue {
        let address = address(collection, context)
        var all = links
        if all.isEmpty { all.append(Link(address: address, relation: "self", type: "application/json", title: nil)) }
        all.append(
            Link(
                address: address + "/items?f=json", relation: "items", type: "application/geo+json",
                title: collection.title(in: words.language)))
        all.append(
            Link(
                address: address + "/items?f=html", relation: "items", type: "text/html",
                title: collection.title(in: words.language)))
        if let code = collection.licence, let licence = Licence(code), let url = licence.url {
            let name = words.language == "en" ? licence.nameEnglish : licence.name
            all.append(Link(address: url, relation: "license", type: "text/html", title: name))
        }
        if let slug = collection.datasetSlug {
            all.append(
                Link(
                    address: context.baseURL.text + "/data/" + slug, relation: "describedby", type: "text/html",
                    title: nil))
        }
        var object: JSONObject = [
            "id": .string(collection.name), "title": .string(collection.title(in: words.language)),
            "description": .string(collection.description), "links": Link.list(all), "itemType": "feature",
            "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        ]
        var extent = JSONObject()
        if let box = collection.extent {
            extent["spatial"] = [
                "bbox": [[JSONValue(box.west), JSONValue(box.south), JSONValue(box.east), JSONValue(box.north)]],
                "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            ]
        }
        if let (first, last) = collection.temporal {
            extent["temporal"] = [
                "interval": [[.string(Self.instant(first)), .string(Self.instant(last))]],
                "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            ]
        }
        if !extent.isEmpty { object["extent"] = .object(extent) }
        return .object(object)
    }

    /// A day as the instant it begins.
    private static func instant(_ text: String) -> String {
        text.utf8.count == 10 ? text + "T00:00:00Z" : text
    }
}
