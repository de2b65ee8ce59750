// SPDX-License-Identifier: EUPL-1.2
import Access
public import Catalogue
public import HTTPSupport
import HTTPTypes
public import Hummingbird
import NIOCore
public import Storage
public import Wire

/// OGC API - Features - Part 1: Core (OGC 17-069r4) at `/ogc`: core, OpenAPI 3.0, GeoJSON, HTML.
public struct FeaturesRoutes: Sendable {
    /// Puts a page's title and body (HTML) into the frame of the site.
    public typealias PageFrame =
        @Sendable (
            _ title: String, _ bodyHTML: String, _ request: Request, _ context: HTTPContext
        ) async throws -> Response

    let engine: any StorageEngine
    let limits: Limits
    let now: @Sendable () -> Instant
    let sources: [any FeatureSource]
    let pageFrame: PageFrame

    /// `now` is the time of the world, for `timeStamp`; `sources` are collections that other rooms keep.
    public init(
        engine: any StorageEngine, limits: Limits, now: @escaping @Sendable () -> Instant,
        sources: [any FeatureSource] = [], pageFrame: @escaping PageFrame = FeaturesRoutes.plainFrame
    ) {
        self.engine = engine
        self.limits = limits
        self.now = now
        self.sources = sources
        self.pageFrame = pageFrame
    }

    /// A complete page without the site's frame.
    public static let plainFrame: PageFrame = { title, body, _, _ in
        let head = """
            <!DOCTYPE html>
            <html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(HTML.escaped(title))</title><link rel="stylesheet" href="/assets/allmende.css"></head>
            <body><main>
            """
        let bytes = Array((head + body + "</main></body></html>\n").utf8)
        return Response(contentType: MediaType.html, bytes: bytes, headers: [:])
    }

    /// Adds the routes to the router.
    public func add(to router: Router<HTTPContext>) {
        typealias Answer = @Sendable (Request, HTTPContext) async throws -> Response
        let answers: [(path: RouterPath, answer: Answer)] = [
            ("/ogc", landing), ("/ogc/conformance", conformance), ("/ogc/api", definition),
            ("/ogc/api.html", definitionPage), ("/ogc/collections", collections),
            ("/ogc/collections/:collection", collection), ("/ogc/collections/:collection/items", items),
            ("/ogc/collections/:collection/items/:feature", feature),
        ]
        for (path, answer) in answers {
            router.get(path, use: answer)
            router.on(path, method: .options) { _, _ in Preflight.answer([.get, .head]) }
        }
    }

    static let conformanceClasses = ["core", "oas30", "geojson", "html"].map {
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + $0
    }

    /// The representations of an answer.
    enum Form: String { case json, html }

    /// By `f`, else by `Accept`.
    func form(_ request: Request, _ parameters: QueryParameters) throws(Problem) -> Form {
        if let f = parameters["f"] {
            if f == "geojson" { return .json }
            guard let form = Form(rawValue: f) else { throw QueryParameters.fault("f", "must be json or html.") }
            return form
        }
        let offered = ["application/json", "application/geo+json", "text/html"]
        guard let type = negotiatedType(accept: request.headers[.accept], offered: offered) else {
            throw Problem(
                .notAcceptable, "Not acceptable",
                detail: "There is application/json, application/geo+json and text/html; or ask with ?f=json or ?f=html."
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
        let name = context.parameters.get("collection") ?? ""
        let reader = context.reader
        let source = sources.first { $0.name.rawValue == name }
        let found: FeatureCollection? = try await engine.read { connection in
            if let source { return try FeatureCollectionQueries.find(source, for: reader, on: connection) }
            return try FeatureCollectionQueries.find(name, for: reader, on: connection)
        }
        guard let found else {
            throw Problem.notFound("There is no collection \"\(name.prefix(60))\"; /ogc/collections lists them.")
        }
        return found
    }

    func json(_ value: JSONValue, _ context: HTTPContext, type: String = MediaType.json) -> Response {
        Response(contentType: type, bytes: Array(value.text.utf8), headers: [.vary: Self.vary])
    }

    func page(
        _ title: String, _ body: String, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        var response = try await pageFrame(title, body, request, context)
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
