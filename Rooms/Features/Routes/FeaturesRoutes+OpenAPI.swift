// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import Storage
import Wire

extension FeaturesRoutes {
    /// The OpenAPI 3.0 document (/req/oas30/oas-definition-1), with the collections the reader may see.
    func definition(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        if parameters["f"] == "html" { return try await definitionPage(request, context) }
        let type = negotiatedType(
            accept: request.headers[.accept],
            offered: ["application/vnd.oai.openapi+json", "application/json", "text/html"])
        if parameters["f"] == nil, type == "text/html" { return try await definitionPage(request, context) }
        let all = try await all(context)
        let words = Words(request)
        let document = openAPI(all, words.language, root: root(context), title: words.landingTitle(nil))
        return json(document, context, type: MediaType.openAPI)
    }

    /// What can be asked, for the document and for the page about it.
    static func operations(_ language: String) -> [(path: String, id: String, summary: String, schema: String)] {
        func pick(_ german: String, _ english: String) -> String { language == "en" ? english : german }
        return [
            ("", "getLandingPage", pick("Einstieg mit Verweisen", "Landing page with links"), "landingPage"),
            (
                "/conformance", "getConformance", pick("Erfüllte Normteile", "Conformance classes"), "conformance"
            ),
            ("/collections", "getCollections", pick("Alle Ebenen", "All layers"), "collections"),
            (
                "/collections/{collectionId}", "getCollection", pick("Eine Ebene", "One layer"), "collection"
            ),
            (
                "/collections/{collectionId}/items", "getItems", pick("Objekte einer Ebene", "Features of a layer"),
                "featureCollection"
            ),
            (
                "/collections/{collectionId}/items/{featureId}", "getItem", pick("Ein Objekt", "One feature"),
                "feature"
            ),
        ]
    }

    static func parameterTexts(_ language: String, _ limits: Limits) -> [(name: String, text: String)] {
        func pick(_ german: String, _ english: String) -> String { language == "en" ? english : german }
        return [
            (
                "limit",
                pick(
                    "Objekte auf einer Seite: 1 bis \(limits.maximumPage), sonst \(limits.defaultPage).",
                    "Features on a page: 1 to \(limits.maximumPage), else \(limits.defaultPage).")
            ),
            (
                "bbox",
                pick(
                    "Rahmen in Grad: West,Süd,Ost,Nord; auch mit Höhen als sechs Zahlen.",
                    "Box in degrees: west,south,east,north; with heights six numbers.")
            ),
            (
                "datetime",
                pick(
                    "Zeitpunkt, Tag oder Spanne wie 2026-07-01T00:00:00Z/..",
                    "Instant, day or interval like 2026-07-01T00:00:00Z/..")
            ),
            ("cursor", pick("Aus dem Verweis zur nächsten Seite.", "From the link to the next page.")),
            ("f", pick("Form der Antwort: json oder html.", "Form of the answer: json or html.")),
            ("lang", pick("Sprache der Antwort: de oder en.", "Language of the answer: de or en.")),
        ]
    }

    private func openAPI(_ all: [FeatureCollection], _ language: String, root: String, title: String) -> JSONValue {
        var paths = JSONObject()
        for operation in Self.operations(language) {
            if operation.path.contains("{collectionId}/items") || operation.path.contains("{featureId}") { continue }
            let names = operation.path.contains("{") ? ["collectionId", "f", "lang"] : ["f", "lang"]
            paths[operation.path.isEmpty ? "/" : operation.path] = self.operation(
                operation.id, operation.summary, parameters: names.map(reference), schema: operation.schema)
        }
        let items = Self.operations(language).filter { $0.path.hasSuffix("/items") || $0.path.hasSuffix("{featureId}") }
        let generic = ["collectionId", "limit", "bbox", "datetime", "cursor", "f", "lang"].map(reference)
        for operation in items {
            let isFeature = operation.path.hasSuffix("{featureId}")
            let parameters = isFeature ? ["collectionId", "featureId", "f", "lang"].map(reference) : generic
            paths[operation.path] = self.operation(
                operation.id, operation.summary, parameters: parameters, schema: operation.schema)
        }
        for collection in all.prefix(500) {
            var parameters = ["limit", "bbox", "datetime", "cursor", "f", "lang"].map(reference)
            for field in collection.fields where !ItemsRequest.parameters.contains(field.name) {
                parameters.append([
                    "name": .string(field.name), "in": "query", "required": false,
                    "schema": field.type == .json ? ["type": "string"] : field.type.schema,
                ])
            }
            paths["/collections/\(collection.name)/items"] = operation(
                "getItems.\(collection.name)", collection.title(in: language), parameters: parameters,
                schema: "featureCollection")
        }
        return [
            "openapi": "3.0.3",
            "info": ["title": .string(title), "version": "1.0.0"],
            "servers": [["url": .string(root)]],
            "paths": .object(paths),
            "components": [
                "parameters": .object(parameterComponents(all, language)), "schemas": .object(Self.schemas),
                "responses": [
                    "problem": [
                        "description": "application/problem+json (RFC 9457)",
                        "content": ["application/problem+json": ["schema": ["type": "object"]]],
                    ]
                ],
            ],
        ]
    }

    private func reference(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/parameters/" + name)]
    }

    private func operation(_ id: String, _ summary: String, parameters: [JSONValue], schema: String) -> JSONValue {
        let isFeatures = schema == "feature" || schema == "featureCollection"
        let type = isFeatures ? "application/geo+json" : "application/json"
        let problem: JSONValue = ["$ref": "#/components/responses/problem"]
        let content: JSONValue = .object([
            type: ["schema": ["$ref": .string("#/components/schemas/" + schema)]],
            "text/html": ["schema": ["type": "string"]],
        ])
        return [
            "get": [
                "operationId": .string(id), "summary": .string(summary), "parameters": .array(parameters),
                "responses": [
                    "200": ["description": .string(summary), "content": content], "400": problem, "404": problem,
                    "406": problem, "500": problem,
                ],
            ]
        ]
    }

    private func parameterComponents(_ all: [FeatureCollection], _ language: String) -> JSONObject {
        var components = JSONObject()
        var schemas: [String: JSONValue] = [:]
        schemas["limit"] = [
            "type": "integer", "minimum": 1, "maximum": JSONValue(limits.maximumPage),
            "default": JSONValue(limits.defaultPage),
        ]
        schemas["bbox"] = [
            "type": "array", "minItems": 4, "maxItems": 6, "items": ["type": "number"],
        ]
        schemas["f"] = ["type": "string", "enum": ["json", "html"]]
        schemas["lang"] = ["type": "string", "enum": ["de", "en"]]
        for (name, text) in Self.parameterTexts(language, limits) {
            var parameter: JSONObject = [
                "name": .string(name), "in": "query", "description": .string(text), "required": false,
                "schema": schemas[name] ?? ["type": "string"], "style": "form", "explode": false,
            ]
            if name == "cursor" { parameter["schema"] = ["type": "integer", "minimum": 0] }
            components[name] = .object(parameter)
        }
        var identifiers: JSONObject = ["type": "string"]
        if !all.isEmpty { identifiers["enum"] = .array(all.map { .string($0.name) }) }
        components["collectionId"] = [
            "name": "collectionId", "in": "path", "required": true, "schema": .object(identifiers),
        ]
        components["featureId"] = ["name": "featureId", "in": "path", "required": true, "schema": ["type": "string"]]
        return components
    }

    private static let schemas: JSONObject = [
        "link": [
            "type": "object", "required": ["href"],
            "properties": [
                "href": ["type": "string"], "rel": ["type": "string"], "type": ["type": "string"],
                "title": ["type": "string"],
            ],
        ],
        "links": ["type": "array", "items": ["$ref": "#/components/schemas/link"]],
        "landingPage": object(
            ["links"],
            ["title": ["type": "string"], "description": ["type": "string"], "links": linksReference]),
        "conformance": object(
            ["conformsTo"], ["conformsTo": ["type": "array", "items": ["type": "string"]]]),
        "collections": object(
            ["links", "collections"],
            [
                "links": linksReference,
                "collections": ["type": "array", "items": ["$ref": "#/components/schemas/collection"]],
            ]),
        "collection": object(
            ["id", "links"],
            [
                "id": ["type": "string"], "title": ["type": "string"], "description": ["type": "string"],
                "links": linksReference, "extent": ["type": "object"], "itemType": ["type": "string"],
                "crs": ["type": "array", "items": ["type": "string"]],
            ]),
        "feature": object(
            ["type", "geometry", "properties"],
            [
                "type": ["type": "string", "enum": ["Feature"]],
                "id": ["oneOf": [["type": "string"], ["type": "number"]]],
                "geometry": ["type": "object", "nullable": true],
                "properties": ["type": "object", "nullable": true], "links": linksReference,
            ]),
        "featureCollection": object(
            ["type", "features"],
            [
                "type": ["type": "string", "enum": ["FeatureCollection"]],
                "features": ["type": "array", "items": ["$ref": "#/components/schemas/feature"]],
                "links": linksReference, "timeStamp": ["type": "string", "format": "date-time"],
                "numberMatched": ["type": "integer", "minimum": 0],
                "numberReturned": ["type": "integer", "minimum": 0],
            ]),
    ]

    private static let linksReference: JSONValue = ["$ref": "#/components/schemas/links"]

    private static func object(_ required: JSONValue, _ properties: JSONValue) -> JSONValue {
        ["type": "object", "required": required, "properties": properties]
    }
}
