// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import HTTPSupport
import HTTPTypes
import Hummingbird
import RDF
import Rights
import SensorThingsFrame
import Site
import Storage
import Wire

/// The catalogue for other portals, and the stable addresses of data sets (DCAT-AP.de).
extension CatalogueRoutes {
    func addCatalogRoutes(to routes: inout RoomRoutes) {
        routes.get(
            "/catalog",
            Words(
                "Der Katalog für andere Portale, als Seite oder RDF",
                "The catalogue for other portals, as a page or RDF")
        ) { request, context in try await negotiatedCatalog(request, context) }
        for form in RDFForm.allCases {
            routes.on(
                .get, "/catalog.\(form.rawValue)",
                Words("Der Katalog als \(form.mediaType)", "The catalogue as \(form.mediaType)")
            ) { request, context in try await catalog(form, request, context) }
        }
        routes.on(
            .get, "/datasets/{slug}",
            Words(
                "Ein Datensatz unter bleibender Adresse, als Seite oder RDF",
                "A data set at a lasting address, as a page or RDF")
        ) { request, context in try await publishedDataset(request, context) }
        for path in ["/catalog"] + RDFForm.allCases.map({ "/catalog.\($0.rawValue)" }) + ["/datasets/{slug}"] {
            routes.share(path, [.get, .head])
        }
    }

    func assembly(_ context: HTTPContext) -> CatalogAssembly {
        CatalogAssembly(base: context.baseURL.text, wholeLayer: wholeLayer, appendix: appendix)
    }

    /// A page for browsers; Turtle for who names no form.
    private func negotiatedCatalog(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let offered = RDFForm.allCases.map(\.mediaType) + ["text/html"]
        guard let type = negotiatedType(accept: request.headers[.accept], offered: offered) else {
            throw Self.notAcceptable
        }
        if let form = RDFForm.allCases.first(where: { $0.mediaType == type }) {
            return try await catalog(form, request, context)
        }
        let town = try await town(context)
        let published = try await engine.read { try DatasetQueries.published(on: $0) }
        let page = CatalogOverviewPage(
            count: published.count, hasContributor: !town.profile[.contributor].isEmpty,
            hasKey: !town.profile[.key].isEmpty, mayAdminister: context.reader.mayAdminister, base: context.baseURL.text
        )
        var response = html(page.html(frame(request, context, town)), request)
        response.headers[.vary] = "Accept, Accept-Profile, Accept-Language, Cookie"
        return response
    }

    private func catalog(_ form: RDFForm, _ request: Request, _ context: HTTPContext) async throws -> Response {
        let (profile, number) = (try profile(request), try pageNumber(request))
        let assembly = assembly(context)
        guard let page = try await engine.read({ try assembly.page(number, on: $0) }) else {
            throw Problem.notFound(
                "The catalogue has no page \(number).", german: "Der Katalog hat keine Seite \(number).")
        }
        let graph = page.graph(profile) { number in
            "\(page.address).\(form.rawValue)?page=\(number)&profile=\(profile.rawValue)"
        }
        return answer(graph, form, profile)
    }

    /// `/datasets/trees` by `Accept`, `/datasets/trees.ttl` by its ending.
    private func publishedDataset(_ request: Request, _ context: HTTPContext) async throws -> Response {
        var slug = FormBody.decoded(context.parameters.get("slug") ?? "")
        var form: RDFForm?
        if let dot = slug.lastIndex(of: "."), let named = RDFForm(rawValue: String(slug[slug.index(after: dot)...])) {
            form = named
            slug = String(slug[..<dot])
        } else {
            let offered = ["text/html"] + RDFForm.allCases.map(\.mediaType)
            guard let type = negotiatedType(accept: request.headers[.accept], offered: offered) else {
                throw Self.notAcceptable
            }
            form = RDFForm.allCases.first { $0.mediaType == type }
        }
        guard let form else {
            // whether it is there, and for whom, the page says itself
            var response = redirect(.dataset(slug))
            response.headers[.vary] = "Accept, Cookie"
            return response
        }
        let profile = try profile(request)
        let (assembly, wanted) = (assembly(context), slug)
        guard let page = try await engine.read({ try assembly.page(slug: wanted, on: $0) }),
            let dataset = page.datasets.first
        else {
            throw Problem.notFound(
                "There is no such data set, or it is not public.",
                german: "Diesen Datensatz gibt es nicht, oder er ist nicht öffentlich.")
        }
        return answer(page.graph(of: dataset, profile), form, profile)
    }

    private func answer(_ graph: RDFGraph, _ form: RDFForm, _ profile: DCATProfile) -> Response {
        let headers: HTTPFields = [
            .vary: "Accept, Accept-Profile, Cookie", .contentProfile: "<\(profile.address)>",
        ]
        return Response(contentType: form.mediaType + "; charset=utf-8", bytes: form.bytes(graph), headers: headers)
    }

    /// By `profile`, else by `Accept-Profile`, else the newest.
    private func profile(_ request: Request) throws -> DCATProfile {
        let asked = query(request)["profile"]
        if asked.isEmpty { return request.headers[.acceptProfile].flatMap(DCATProfile.init(accepted:)) ?? .version3 }
        guard let profile = DCATProfile(rawValue: asked) else {
            throw Problem.badRequest(
                "'profile' is 2.0 or 3.0, the version of DCAT-AP.de.",
                german: "'profile' ist 2.0 oder 3.0, die Fassung von DCAT-AP.de.", location: ["parameter": "profile"])
        }
        return profile
    }

    private func pageNumber(_ request: Request) throws -> Int {
        let asked = query(request)["page"]
        if asked.isEmpty { return 1 }
        guard let number = Int(asked), (1...1_000_000).contains(number) else {
            throw Problem.badRequest(
                "'page' is a whole number from 1.", german: "'page' ist eine ganze Zahl ab 1.",
                location: ["parameter": "page"])
        }
        return number
    }

    private static let notAcceptable = Problem(
        .notAcceptable, "Not acceptable",
        detail: "There is text/turtle, application/rdf+xml, application/ld+json and text/html.",
        german: "Es gibt text/turtle, application/rdf+xml, application/ld+json und text/html.")
}

extension SiteURL {
    static func catalog(_ form: RDFForm, _ profile: DCATProfile) -> SiteURL {
        SiteURL("/catalog.\(form.rawValue)?profile=\(profile.rawValue)")
    }
    /// A public data set at its lasting address, in a form.
    static func publishedDataset(_ slug: String, _ form: RDFForm) -> SiteURL {
        SiteURL("/datasets/\(encoded(slug)).\(form.rawValue)")
    }
    /// The form of what catalogues are told of a data set.
    static func datasetDescription(_ slug: String) -> SiteURL { SiteURL("/data/\(encoded(slug))/description") }
}
