// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import DCAT
import Features
import FeaturesPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// The catalogue of data sets for GIS programs at `/records`: OGC API – Records – Part 1 (OGC 20-004r1), a searchable catalogue
/// of what the reader may see.
extension CatalogueRoutes {
    func addRecordRoutes(to routes: inout RoomRoutes) {
        let one = "/records/collections/{catalogue}"
        let answers: [(path: String, purpose: Words, answer: RoomRoutes.Answer)] = [
            ("/records/collections", .recordCatalogues, { try await catalogues($0, $1) }),
            (one, .recordCatalogue, { try await catalogue($0, $1) }),
            (one + "/items", .recordItems, { try await records($0, $1) }),
            (one + "/items/{record}", .recordItem, { try await record($0, $1) }),
        ]
        routes = routes + RecordsDescription.interface.routes(self)
        for (path, purpose, answer) in answers {
            routes.on(.get, path, purpose, answer)
            routes.share(path, [.get, .head])
        }
    }

    private func catalogues(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try QueryParameters(request).allow(["f", "lang"])
        let root = context.baseURL.text + "/records"
        let link = Link(address: root + "/collections", relation: "self", type: "application/json")
        return OpenInterface.answer([
            "links": Link.list([link]), "collections": [try await describe(request, context)],
        ])
    }

    private func catalogue(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try QueryParameters(request).allow(["f", "lang"])
        try requireCatalogue(context)
        let types = [RecordsDescription.catalogueType, "application/json"]
        let type = negotiatedType(accept: request.headers[.accept], offered: types) ?? types[0]
        return OpenInterface.answer(try await describe(request, context), type: type)
    }

    /// The records that fit, in the order in which the data sets were made.
    private func records(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        let asked = try RecordsRequest(parameters)
        try requireCatalogue(context)
        if try isPage(request, parameters) { return toPage(.data()) }
        let (assembly, reader, language) = (assembly(context), context.reader, language(request))
        let found = try await context.read(engine, isCostly: true) {
            try Self.find(asked, assembly, reader, on: $0)
        }
        let address = found.page.catalogueAddress + "/items"
        var links = [
            Link(address: address + asked.query(), relation: "self", type: "application/geo+json"),
            Link(address: context.baseURL.text + SiteURL.data().path, relation: "alternate", type: "text/html"),
            Link(
                address: found.page.catalogueAddress, relation: "collection", type: RecordsDescription.catalogueType),
            Link(address: "http://www.opengis.net/def/profile/OGC/0/ogc-record", relation: "profile"),
        ]
        if let next = found.next {
            links.append(
                Link(address: address + asked.query(after: next), relation: "next", type: "application/geo+json"))
        }
        let features = found.page.datasets.map { dataset in
            found.page.record(dataset, isPublic: found.open.contains(dataset.slug), language)
        }
        return OpenInterface.answer(
            [
                "type": "FeatureCollection", "features": .array(features), "links": Link.list(links),
                "timeStamp": .string(clock().iso8601), "numberMatched": JSONValue(found.matched),
                "numberReturned": JSONValue(features.count),
            ], type: MediaType.geoJSON)
    }

    private func record(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        try requireCatalogue(context)
        let slug = FormBody.decoded(context.parameters.get("record") ?? "")
        let (assembly, reader) = (assembly(context), context.reader)
        let found = try await engine.read { connection -> (page: CatalogPage, isPublic: Bool)? in
            guard let dataset = try DatasetQueries.find(slug: slug, for: reader, on: connection) else { return nil }
            return (try assembly.page(of: dataset, for: reader, on: connection), dataset.access == .public)
        }
        guard let found, let dataset = found.page.datasets.first else {
            throw Problem.notFound(
                "There is no such data set, or it is not public.",
                german: "Diesen Datensatz gibt es nicht, oder er ist nicht öffentlich.")
        }
        if try isPage(request, parameters) { return toPage(.dataset(slug)) }
        let record = found.page.record(dataset, isPublic: found.isPublic, language(request))
        return OpenInterface.answer(record, type: MediaType.geoJSON)
    }

    /// What fits, and where the next page begins.
    private struct Found: Sendable {
        let page: CatalogPage
        /// Names of those that everybody may see.
        let open: Set<String>
        let matched: Int
        let next: Int64?
    }

    private static func find(
        _ asked: RecordsRequest, _ assembly: CatalogAssembly, _ reader: Reader, on connection: any StorageConnection
    ) throws -> Found {
        var datasets = try DatasetQueries.all(for: reader, on: connection).filter {
            // the lasting address is that of a public one
            asked.fits($0, address: $0.access == .public ? assembly.base + "/datasets/" + $0.slug : "")
        }.sorted { $0.id < $1.id }
        if asked.asksPlaceOrTime {
            let whole = try assembly.page(of: datasets, for: reader, on: connection)
            let fitting = Set(whole.datasets.filter(asked.fits).map(\.slug))
            datasets.removeAll { !fitting.contains($0.slug) }
        }
        let rest = datasets.filter { $0.id > asked.cursor }
        let shown = Array(rest.prefix(asked.limit))
        return Found(
            page: try assembly.page(of: shown, for: reader, on: connection),
            open: Set(shown.filter { $0.access == .public }.map(\.slug)), matched: datasets.count,
            next: rest.count > shown.count ? shown.last?.id : nil)
    }

    /// The catalogue itself (20-004r1 §7.3, schema `collection`).
    private func describe(_ request: Request, _ context: HTTPContext) async throws -> JSONValue {
        let (assembly, reader, language) = (assembly(context), context.reader, language(request))
        let (page, changed) = try await engine.read { connection in
            (
                try assembly.page(of: [Dataset](), for: reader, on: connection),
                try DatasetQueries.all(for: reader, on: connection).map(\.modified).max()
            )
        }
        var contact: JSONObject = ["organization": .string(page.publisher.name), "roles": ["publisher"]]
        if let mail = page.publisher.mail { contact["emails"] = [["value": .string(mail)]] }
        let links = [
            Link(address: page.catalogueAddress, relation: "self", type: RecordsDescription.catalogueType),
            Link(address: context.baseURL.text + SiteURL.data().path, relation: "alternate", type: "text/html"),
            Link(address: page.catalogueAddress + "/items", relation: "items", type: "application/geo+json"),
            Link(
                address: context.baseURL.text + SiteURL.catalog.path + ".ttl", relation: "related", type: "text/turtle"),
        ]
        var catalogue: JSONObject = [
            "id": .string(CatalogPage.catalogue), "type": "Collection", "itemType": "record",
            "title": .string(language(page.title)), "description": .string(language(page.description)),
            "language": [
                "code": .string(language.rawValue), "name": .string(language.name),
            ], "contacts": [.object(contact)],
            "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"], "links": Link.list(links),
        ]
        if let changed { catalogue["updated"] = .string(changed.iso8601) }
        return .object(catalogue)
    }

    private func requireCatalogue(_ context: HTTPContext) throws(Problem) {
        let name = context.parameters.get("catalogue") ?? ""
        guard name == CatalogPage.catalogue else {
            throw Problem.notFound(
                "There is no catalogue \"\(name.prefix(60))\"; there is datasets.",
                german: "Einen Katalog \"\(name.prefix(60))\" gibt es nicht; es gibt datasets.")
        }
    }

    /// Whether the page for people is asked for: by `f`, else by `Accept`.
    private func isPage(_ request: Request, _ parameters: QueryParameters) throws(Problem) -> Bool {
        if let form = parameters["f"] {
            guard ["json", "geojson", "html"].contains(form) else {
                throw QueryParameters.fault("f", "must be json or html.")
            }
            return form == "html"
        }
        let offered = ["application/geo+json", "application/json", "text/html"]
        return negotiatedType(accept: request.headers[.accept], offered: offered) == "text/html"
    }

    private func toPage(_ url: SiteURL) -> Response {
        var response = redirect(url)
        response.headers[.vary] = "Accept"
        return response
    }
}
