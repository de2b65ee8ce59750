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
        try parameters.allow(["parent", "cursor", "f", "lang"])
        let form = try form(request, parameters)
        if parameters["parent"] != nil { return try await members(parameters, form, request, context) }
        guard parameters["cursor"] == nil else {
            throw QueryParameters.fault("cursor", "goes with parent; follow the next link unchanged.")
        }
        let all = try await all(context)
        let language = language(request)
        if form == .html {
            return try await page(language(.collections), collectionsPage(language, all), request, context)
        }
        let below = families.map { family in
            Link(
                address: root(context) + "/collections?parent=" + family.parent.rawValue, relation: "related",
                type: "application/json", title: language(Words(family.title, family.titleEnglish)))
        }
        let document: JSONValue = [
            "links": Link.list(selfLinks(root(context) + "/collections", form) + below),
            "collections": .array(all.map { describe($0, language, context) }),
        ]
        return json(document, context)
    }

    /// A page of the collections that stand below another: a town has too many for the list of all (17-069r4
    /// /per/core/fc-md-items).
    private func members(
        _ parameters: QueryParameters, _ form: Form, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        guard let family = families.first(where: { $0.parent.rawValue == parameters["parent"] }) else {
            let known = families.map(\.parent.rawValue).joined(separator: ", ")
            throw QueryParameters.fault("parent", "names no collection that others stand below; there are: \(known).")
        }
        let cursor = Int64(parameters["cursor"] ?? "0")
        guard let cursor, cursor >= 0 else {
            throw QueryParameters.fault("cursor", "comes from a next link; follow that link unchanged.")
        }
        let reader = context.reader
        let found = try await engine.read {
            try FeatureCollectionQueries.members(of: family, after: cursor, for: reader, on: $0)
        }
        let (language, list) = (language(request), "/collections?parent=" + family.parent.rawValue)
        let next = found.next.map { "\(list)&cursor=\($0)&f=\(form.rawValue)" }
        if form == .html {
            let title = language(Words(family.title, family.titleEnglish))
            return try await page(
                title, membersPage(language, title, found.collections, next: next.map { "/ogc" + $0 }), request,
                context,
                way: way(to: nil, language))
        }
        let own = cursor == 0 ? list : "\(list)&cursor=\(cursor)"
        let document: JSONValue = [
            "links": Link.list(
                selfLinks(root(context) + own, form)
                    + [
                        Link(
                            address: root(context) + "/collections/" + family.parent.rawValue, relation: "up",
                            type: "application/json", title: nil)
                    ]
                    + (next.map {
                        [Link(address: root(context) + $0, relation: "next", type: "application/json", title: nil)]
                    } ?? [])),
            "collections": .array(found.collections.map { describe($0, language, context) }),
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
        if let parent = collection.parent {
            all.append(
                Link(
                    address: root(context) + "/collections/" + parent, relation: "up", type: "application/json",
                    title: nil))
        }
        // tiles are drawn of what many features make
        for door in collection.parent == nil ? additions?.collection ?? [] : [] {
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
