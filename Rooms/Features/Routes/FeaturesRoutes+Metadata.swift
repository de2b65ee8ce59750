// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage
import Wire

extension FeaturesRoutes {
    /// The landing page (/req/core/root-success).
    func landing(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let root = root(context)
        let language = language(request)
        let town = try await engine.read { try SettingQueries.value(of: .townName, on: $0) }
        let title = language(.landingTitle(town))
        if form == .html { return try await page(title, landingPage(language, title), request, context) }
        let links =
            selfLinks(root, form) + [
                Link(
                    address: root + "/api", relation: "service-desc",
                    type: "application/vnd.oai.openapi+json;version=3.0", title: "OpenAPI 3.0"),
                Link(
                    address: root + "/api.html", relation: "service-doc", type: "text/html",
                    title: language(.documentation)),
                Link(
                    address: root + "/conformance", relation: "conformance", type: "application/json",
                    title: language(.conformance)),
                Link(
                    address: root + "/collections", relation: "data", type: "application/json",
                    title: language(.collections)
                ),
            ]
        let added = (additions?.landing ?? []).map { door in
            Link(
                address: root + door.path, relation: door.relation, type: door.mediaType,
                title: language(door.title))
        }
        let document: JSONValue = [
            "title": .string(title), "description": .string(language(.landingDescription)),
            "links": Link.list(links + added),
        ]
        return json(document, context)
    }

    func conformance(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        if try form(request, parameters) == .html {
            let language = language(request)
            return try await page(language(.conformance), conformancePage(language), request, context)
        }
        return json(["conformsTo": .array(keptClasses.map { .string($0) })], context)
    }

    func collections(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let all = try await all(context)
        let language = language(request)
        if form == .html {
            return try await page(language(.collections), collectionsPage(language, all), request, context)
        }
        let document: JSONValue = [
            "links": Link.list(selfLinks(root(context) + "/collections", form)),
            "collections": .array(all.map { describe($0, language, context) }),
        ]
        return json(document, context)
    }

    func collection(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let collection = try await requested(context)
        let language = language(request)
        if form == .html {
            let title = collection.title(in: language.rawValue)
            return try await page(
                title, collectionPage(language, collection), request, context, way: way(to: nil, language))
        }
        return json(
            describe(collection, language, context, links: selfLinks(address(collection, context), form)), context)
    }

    /// A collection as `/collections` tells it (17-069r4 §7.13).
    func describe(
        _ collection: FeatureCollection, _ language: Language, _ context: HTTPContext, links: [Link] = []
    ) -> JSONValue {
        let address = address(collection, context)
        var all = links
        if all.isEmpty { all.append(Link(address: address, relation: "self", type: "application/json", title: nil)) }
        all.append(
            Link(
                address: address + "/items?f=json", relation: "items", type: "application/geo+json",
                title: collection.title(in: language.rawValue)))
        all.append(
            Link(
                address: address + "/items?f=html", relation: "items", type: "text/html",
                title: collection.title(in: language.rawValue)))
        all.append(
            Link(
                address: address + "/queryables?f=json",
                relation: "http://www.opengis.net/def/rel/ogc/1.0/queryables", type: "application/schema+json",
                title: language(.queryables)))
        for door in additions?.collection ?? [] {
            all.append(
                Link(
                    address: address + door.path, relation: door.relation, type: door.mediaType,
                    title: language(door.title)))
        }
        all.append(
            Link(
                address: address + "/schema?f=json", relation: Self.schemaRelation, type: "application/schema+json",
                title: language(.schema)))
        if let code = collection.licence, let licence = Licence(code), let url = licence.url {
            let name = language(licence.name, licence.nameEnglish)
            all.append(Link(address: url, relation: "license", type: "text/html", title: name))
        }
        if let slug = collection.datasetSlug {
            all.append(
                Link(
                    address: context.baseURL.text + "/data/" + slug, relation: "describedby", type: "text/html",
                    title: nil))
        }
        var object: JSONObject = [
            "id": .string(collection.name), "title": .string(collection.title(in: language.rawValue)),
            "description": .string(collection.description(in: language.rawValue)), "links": Link.list(all),
            "itemType": "feature",
            "crs": .array(ServedSystem.all.map { .string($0.uri) }), "storageCrs": .string(ServedSystem.crs84.uri),
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
