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
        var all = [try await describe(.own, request, context)]
        if let appendix, try await engine.read({ try appendix.shown($0) }) > 0 {
            all.append(try await describe(.others, request, context))
        }
        return OpenInterface.answer(["links": Link.list([link]), "collections": .array(all)])
    }

    private func catalogue(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try QueryParameters(request).allow(["f", "lang"])
        let catalogue = try catalogue(context)
        let types = [RecordsDescription.catalogueType, "application/json"]
        let type = negotiatedType(accept: request.headers[.accept], offered: types) ?? types[0]
        return OpenInterface.answer(try await describe(catalogue, request, context), type: type)
    }

    /// The records that fit, in the order in which the data sets were made.
    private func records(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        let asked = try RecordsRequest(parameters)
        let catalogue = try catalogue(context)
        if try isPage(request, parameters) { return toPage(page(of: catalogue)) }
        let (assembly, reader, language) = (assembly(context), context.reader, language(request))
        let others = page(of: .others).path
        let found = try await context.read(engine, isCostly: true) { connection in
            switch catalogue {
            case .own: try Self.find(asked, assembly, reader, language, on: connection)
            case .others: try Self.find(asked, others: assembly, page: others, language, on: connection)
            }
        }
        let address = context.baseURL.text + catalogue.path
        var links = [
            Link(address: address + "/items" + asked.query(), relation: "self", type: "application/geo+json"),
            Link(
                address: context.baseURL.text + page(of: catalogue).path, relation: "alternate", type: "text/html"),
            Link(address: address, relation: "collection", type: RecordsDescription.catalogueType),
            Link(address: "http://www.opengis.net/def/profile/OGC/0/ogc-record", relation: "profile"),
        ]
        if let next = found.next {
            links.append(
                Link(
                    address: address + "/items" + asked.query(after: next), relation: "next",
                    type: "application/geo+json"))
        }
        return OpenInterface.answer(
            [
                "type": "FeatureCollection", "features": .array(found.records), "links": Link.list(links),
                "timeStamp": .string(clock().iso8601), "numberMatched": JSONValue(found.matched),
                "numberReturned": JSONValue(found.records.count),
            ], type: MediaType.geoJSON)
    }

    private func record(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let slug = FormBody.decoded(context.parameters.get("record") ?? "")
        if try catalogue(context) == .others { return try await foreignRecord(slug, parameters, request, context) }
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

    private func foreignRecord(
        _ name: String, _ parameters: QueryParameters, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let (appendix, base) = (appendix, context.baseURL.text)
        let found = try await engine.read { connection -> AppendedRecord? in
            guard let appendix, let id = Int64(name), String(id) == name,
                try appendix.lines(false, connection).contains(where: { $0.id == id })
            else { return nil }
            return try appendix.records([id], connection).first
        }
        guard let found else {
            throw Problem.notFound(
                "There is no such data set, or its catalogue no longer has it.",
                german: "Diesen Datensatz gibt es nicht, oder sein Katalog führt ihn nicht mehr.")
        }
        let page = page(of: .others).path
        if try isPage(request, parameters) { return toPage(SiteURL("\(page)/\(found.id)")) }
        return OpenInterface.answer(
            found.json(base, page: page, language(request)), type: MediaType.geoJSON)
    }

    /// What fits, and where the next page begins.
    private struct Found: Sendable {
        let records: [JSONValue]
        let matched: Int
        let next: Int64?
    }

    private static func find(
        _ asked: RecordsRequest, _ assembly: CatalogAssembly, _ reader: Reader, _ language: Language,
        on connection: any StorageConnection
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
        let page = try assembly.page(of: shown, for: reader, on: connection)
        let open = Set(shown.filter { $0.access == .public }.map(\.slug))
        return Found(
            records: page.datasets.map { page.record($0, isPublic: open.contains($0.slug), language) },
            matched: datasets.count, next: rest.count > shown.count ? shown.last?.id : nil)
    }

    /// Of the data sets of other catalogues; `page` is where people look at them.
    private static func find(
        _ asked: RecordsRequest, others assembly: CatalogAssembly, page: String, _ language: Language,
        on connection: any StorageConnection
    ) throws -> Found {
        guard let appendix = assembly.appendix else { return Found(records: [], matched: 0, next: nil) }
        var ids = try appendix.lines(!asked.terms.isEmpty, connection).filter {
            asked.fits(name: String($0.id), texts: [$0.text])
        }.map(\.id)
        if asked.asksPlaceOrTime || asked.externalIds != nil {
            var fitting: [Int64] = []
            // what is not asked for need not be held all at once
            for start in stride(from: 0, to: ids.count, by: 500) {
                fitting += try appendix.records(Array(ids[start..<min(start + 500, ids.count)]), connection)
                    .filter(asked.fits).map(\.id)
            }
            ids = fitting
        }
        let rest = ids.drop { $0 <= asked.cursor }
        let shown = Array(rest.prefix(asked.limit))
        return Found(
            records: try appendix.records(shown, connection).map { $0.json(assembly.base, page: page, language) },
            matched: ids.count, next: rest.count > shown.count ? shown.last : nil)
    }

    /// The catalogue itself (20-004r1 §7.3, schema `collection`).
    private func describe(
        _ catalogue: RecordCatalogue, _ request: Request, _ context: HTTPContext
    ) async throws -> JSONValue {
        let (assembly, reader, language) = (assembly(context), context.reader, language(request))
        let (page, changed) = try await engine.read { connection in
            (
                try assembly.page(of: [Dataset](), for: reader, on: connection),
                catalogue == .own ? try DatasetQueries.all(for: reader, on: connection).map(\.modified).max() : nil
            )
        }
        let address = context.baseURL.text + catalogue.path
        let isOwn = catalogue == .own
        var contact: JSONObject = ["organization": .string(page.publisher.name), "roles": ["publisher"]]
        if let mail = page.publisher.mail { contact["emails"] = [["value": .string(mail)]] }
        var links = [
            Link(address: address, relation: "self", type: RecordsDescription.catalogueType),
            Link(
                address: context.baseURL.text + self.page(of: catalogue).path, relation: "alternate", type: "text/html"),
            Link(address: address + "/items", relation: "items", type: "application/geo+json"),
        ]
        if isOwn {
            links.append(
                Link(
                    address: context.baseURL.text + SiteURL.catalog.path + ".ttl", relation: "related",
                    type: "text/turtle"))
        }
        var description: JSONObject = [
            "id": .string(catalogue.rawValue), "type": "Collection", "itemType": "record",
            "title": .string(language(isOwn ? page.title : .recordsOfOthers)),
            "description": .string(language(isOwn ? page.description : .recordsOfOthersDescription)),
            "language": [
                "code": .string(language.rawValue), "name": .string(language.name),
            ], "contacts": [.object(contact)],
            "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"], "links": Link.list(links),
        ]
        if let changed { description["updated"] = .string(changed.iso8601) }
        return .object(description)
    }

    /// The one that the address names, where it is kept here.
    private func catalogue(_ context: HTTPContext) throws(Problem) -> RecordCatalogue {
        try RecordCatalogue.named(context.parameters.get("catalogue") ?? "")
    }

    /// Where people read it.
    private func page(of catalogue: RecordCatalogue) -> SiteURL {
        catalogue == .others ? appendix.map { SiteURL($0.path) } ?? .data() : .data()
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
