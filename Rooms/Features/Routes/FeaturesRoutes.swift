// SPDX-License-Identifier: EUPL-1.2
package import Answers
import Bilingual
package import Catalogue
package import Features
package import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
package import Site
import Storage
import Wire

/// OGC API - Features at `/ogc`: Part 1 Core (OGC 17-069r4), Part 2 reference systems (OGC 18-058r1), Part 3 filtering
/// (OGC 19-079r2) with CQL2 (OGC 21-065r2), Part 4 changes (OGC 20-002r1), Part 5 schemas (OGC 23-058r1).
package struct FeaturesRoutes: PageSet {
    package let site: Site
    let limits: Limits
    let sources: [any FeatureSource]
    /// Collections of which there are too many for one list.
    let families: [any FeatureSourceFamily]
    /// What another room adds to the interface of layers.
    let additions: LayerInterfaceExtension?
    /// The files that a layer can be had as.
    let downloads: LayerDownloads?
    let places: PlaceMemory
    private let registers = RegisterMemory()

    /// `sources` are collections that other rooms keep.
    package init(
        site: Site, limits: Limits, sources: FeatureSources = FeatureSources([]),
        additions: LayerInterfaceExtension? = nil, downloads: LayerDownloads? = nil
    ) {
        self.init(
            site: site, limits: limits, sources: sources, additions: additions, downloads: downloads,
            places: PlaceMemory())
    }

    init(
        site: Site, limits: Limits, sources: FeatureSources, additions: LayerInterfaceExtension?,
        downloads: LayerDownloads?, places: PlaceMemory
    ) {
        self.site = site
        self.limits = limits
        self.sources = sources.all
        families = sources.families
        self.additions = additions
        self.downloads = downloads
        self.places = places
    }

    package var all: RoomRoutes {
        let answers: [(path: String, purpose: Words, answer: RoomRoutes.Answer)] = [
            ("/ogc", .landing, landing), ("/ogc/conformance", .conformance, conformance),
            ("/ogc/api", .definition, definition), ("/ogc/api.html", .documentation, definitionPage),
            ("/ogc/collections", .allCollections, collections),
            ("/ogc/collections/{collection}", .oneCollection, collection),
            ("/ogc/collections/{collection}/queryables", .queryables, queryables),
            ("/ogc/collections/{collection}/schema", .schema, schema),
        ]
        var routes = RoomRoutes()
        for (path, purpose, answer) in answers {
            routes.on(.get, path, purpose, answer)
            routes.share(path, [.get, .head])
        }
        let items = "/ogc/collections/{collection}/items"
        routes.on(.get, items, .featuresOfLayer, self.items)
        routes.on(.post, items, .createFeature, create)
        routes.share(items, [.get, .head, .post])
        let item = items + "/{feature}"
        routes.on(.get, item, .oneFeature, feature)
        routes.on(.put, item, .replaceFeature, replace)
        routes.on(.patch, item, .updateFeature, update)
        routes.on(.delete, item, .deleteFeature, delete)
        routes.share(item, [.get, .head, .put, .patch, .delete])
        return routes
    }

    static let conformanceClasses =
        ["core", "oas30", "geojson", "html"].map { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + $0 }
        + ["http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"]
        + ["queryables", "queryables-query-parameters", "filter", "features-filter"].map {
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/" + $0
        }
        + [
            "create-replace-delete", "update", "optimistic-locking-etags", "optimistic-locking-timestamps", "features",
        ].map { "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/" + $0 }
        + ["schemas", "core-roles-features", "returnables-and-receivables"].map {
            "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/" + $0
        }
        + [
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
            "accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus",
            "spatial-functions", "temporal-functions", "array-functions", "property-property", "arithmetic",
            // the draft's name of basic-spatial-functions, without which QGIS filters by itself
            "basic-spatial-operators",
        ].map { "http://www.opengis.net/spec/cql2/1.0/conf/" + $0 }

    /// All classes that are kept at `/ogc`.
    var keptClasses: [String] { Self.conformanceClasses + (additions?.conformance ?? []) }

    /// The representations of an answer.
    enum Form: String { case json, html }

    /// By `f`, else by `Accept`.
    func form(_ request: Request, _ parameters: QueryParameters) throws(Problem) -> Form {
        if let f = parameters["f"] {
            if f == "geojson" { return .json }
            guard let form = Form(rawValue: f) else { throw QueryParameters.fault("f", "must be json or html.") }
            return form
        }
        let offered = ["application/json", "application/geo+json", "application/schema+json", "text/html"]
        guard let type = negotiatedType(accept: request.headers[.accept], offered: offered) else {
            throw Problem(
                .notAcceptable, "Not acceptable",
                detail:
                    "There is application/json, application/geo+json and text/html; or ask with ?f=json or ?f=html.",
                german:
                    "Es gibt application/json, application/geo+json und text/html; oder ?f=json oder ?f=html angeben."
            )
        }
        return type == "text/html" ? .html : .json
    }

    /// Where the API lives, without a trailing slash.
    func root(_ context: HTTPContext) -> String { context.baseURL.text + "/ogc" }

    func address(_ collection: FeatureCollection, _ context: HTTPContext) -> String {
        root(context) + "/collections/" + collection.name
    }

    /// All collections the reader may see: the layers by title, then those of other rooms.
    func all(_ context: HTTPContext) async throws -> [FeatureCollection] {
        let (reader, sources) = (context.reader, sources)
        return try await engine.read { connection in
            try FeatureCollectionQueries.all(for: reader, on: connection)
                + sources.map { try FeatureCollectionQueries.find($0, for: reader, on: connection) }
        }
    }

    /// The collection of the path, 404 when there is none the reader may see.
    func requested(_ context: HTTPContext) async throws -> FeatureCollection {
        let finding = finding(context)
        return try await engine.read { try finding($0) }
    }

    /// What finds that collection, for those who read on in the same look at the database.
    func finding(_ context: HTTPContext) -> @Sendable (any StorageConnection) throws -> FeatureCollection {
        let name = context.parameters.get("collection") ?? ""
        let (reader, sources, families, registers) = (context.reader, sources, families, registers)
        return { connection in
            let found =
                try FeatureCollectionQueries.find(
                    name, among: sources, for: reader, reading: registers, on: connection)
                ?? FeatureCollectionQueries.find(name, in: families, for: reader, on: connection)
            guard let found else {
                throw Problem.notFound(
                    "There is no collection \"\(name.prefix(60))\"; /ogc/collections lists them.",
                    german: "Eine Ebene \"\(name.prefix(60))\" gibt es nicht; /ogc/collections nennt alle.")
            }
            return found
        }
    }

    func json(_ value: JSONValue, _ context: HTTPContext, type: String = MediaType.json) -> Response {
        Response(contentType: type, bytes: Array(value.text.utf8), headers: [.vary: Self.vary])
    }

    /// Content in the frame of the site.
    ///
    /// `way` leads back to what it belongs to.
    func page(
        _ title: String, _ body: HTML, _ request: Request, _ context: HTTPContext, way: [Breadcrumb] = []
    ) async throws -> Response {
        let frame = try await frame(request, context)
        let content: HTML = "<div class=\"inner page\">\(body)</div>"
        var response = html(
            frame.document(title: title, section: .data, breadcrumbs: way, content: content), request)
        response.headers[.vary] = Self.vary
        return response
    }

    /// The form is chosen by `Accept`, the language by the others.
    static let vary = "Accept, Accept-Language, Cookie"

    /// Links to this answer and to its other form.
    func selfLinks(_ address: String, _ form: Form, type: String = "application/json") -> [Link] {
        let separator = address.contains("?") ? "&" : "?"
        let json = Link(
            address: address + separator + "f=json", relation: form == .json ? "self" : "alternate", type: type,
            title: "JSON")
        let html = Link(
            address: address + separator + "f=html", relation: form == .html ? "self" : "alternate",
            type: "text/html", title: "HTML")
        return form == .json ? [json, html] : [html, json]
    }
}
