// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
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
        let language = language(request)
        let document = openAPI(all, language, root: root(context), title: language(.landingTitle(nil)))
        return json(document, context, type: MediaType.openAPI)
    }

    /// What can be asked, for the document and for the page about it.
    static let operations: [(path: String, id: String, summary: Words, schema: String)] = [
        ("", "getLandingPage", .landing, "landingPage"),
        ("/conformance", "getConformance", .conformance, "conformance"),
        ("/collections", "getCollections", .allCollections, "collections"),
        ("/collections/{collectionId}", "getCollection", .oneCollection, "collection"),
        ("/collections/{collectionId}/queryables", "getQueryables", .queryables, "queryables"),
        ("/collections/{collectionId}/schema", "getSchema", .schema, "queryables"),
        ("/collections/{collectionId}/items", "getItems", .featuresOfLayer, "featureCollection"),
        ("/collections/{collectionId}/items/{featureId}", "getItem", .oneFeature, "feature"),
    ]

    /// How features are changed (OGC API – Features – Part 4).
    static let changes: [(method: String, path: String, id: String, summary: Words, success: String)] = [
        ("post", "/collections/{collectionId}/items", "createItem", .createFeature, "201"),
        ("put", "/collections/{collectionId}/items/{featureId}", "replaceItem", .replaceFeature, "204"),
        ("patch", "/collections/{collectionId}/items/{featureId}", "updateItem", .updateFeature, "204"),
        ("delete", "/collections/{collectionId}/items/{featureId}", "deleteItem", .deleteFeature, "204"),
    ]

    static func parameterTexts(_ limits: Limits) -> [(name: String, text: Words)] {
        [
            (
                "limit",
                Words(
                    "Objekte auf einer Seite: 1 bis \(limits.maximumPage), sonst \(limits.defaultPage).",
                    "Features on a page: 1 to \(limits.maximumPage), else \(limits.defaultPage).")
            ),
            (
                "bbox",
                Words(
                    "Rahmen in Grad: West,Süd,Ost,Nord; auch mit Höhen als sechs Zahlen.",
                    "Box in degrees: west,south,east,north; with heights six numbers.")
            ),
            (
                "datetime",
                Words(
                    "Zeitpunkt, Tag oder Spanne wie 2026-07-01T00:00:00Z/..",
                    "Instant, day or interval like 2026-07-01T00:00:00Z/..")
            ),
            (
                "bbox-crs",
                Words("Bezugssystem des Rahmens, sonst CRS84.", "Reference system of the box, else CRS84.")
            ),
            (
                "crs",
                Words(
                    "Bezugssystem der Antwort, sonst CRS84; die Achsen stehen, wie das System sie ordnet.",
                    "Reference system of the answer, else CRS84; axes in the order that the system gives them.")
            ),
            (
                "filter",
                Words(
                    "Bedingung in CQL2, etwa art = 'Linde' AND S_INTERSECTS(geometry, BBOX(7,51,8,52)).",
                    "Condition in CQL2, such as art = 'Linde' AND S_INTERSECTS(geometry, BBOX(7,51,8,52)).")
            ),
            (
                "filter-lang",
                Words(
                    "Schreibweise des Filters: cql2-text oder cql2-json; cql-text gilt als cql2-text.",
                    "Form of the filter: cql2-text or cql2-json; cql-text is taken for cql2-text.")
            ),
            (
                "filter-crs",
                Words(
                    "Bezugssystem der Geometrien im Filter, sonst CRS84.",
                    "Reference system of the geometries in the filter, else CRS84.")
            ),
            (
                "sortby",
                Words(
                    "Eigenschaften, nach denen sortiert wird, mit - davor absteigend: -hoehe,art.",
                    "Properties to sort by, with - before those that go down: -height,kind.")
            ),
            (
                "properties",
                Words("Eigenschaften in der Antwort, sonst alle.", "Properties in the answer, else all.")
            ),
            ("skipGeometry", Words("true: ohne Geometrien.", "true: without geometries.")),
            (
                "offset",
                Words(
                    "So viele Objekte überspringen, höchstens \(ItemsRequest.maximumOffset); weiter reicht cursor.",
                    "Pass over so many features, at most \(ItemsRequest.maximumOffset); cursor goes farther.")
            ),
            ("cursor", Words("Aus dem Verweis zur nächsten Seite.", "From the link to the next page.")),
            ("f", Words("Form der Antwort: json oder html.", "Form of the answer: json or html.")),
            (
                "lang",
                Words(
                    "Sprache der Antwort: de oder en; eine andere zählt nicht.",
                    "Language of the answer: de or en; another one does not count.")
            ),
        ]
    }

    /// How `datetime` is written; that a month has no 31st day, and that an interval does not end before it begins, it leaves
    /// to the server.
    private static let datetimePattern: String = {
        let day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        let zone = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
        let instant = "\(day)(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?\(zone))?"
        return "^(\(instant)|(\(instant)|\\.\\.)?/(\(instant)|\\.\\.)?)$"
    }()

    private func openAPI(_ all: [FeatureCollection], _ language: Language, root: String, title: String) -> JSONValue {
        var paths = JSONObject()
        for operation in Self.operations {
            if operation.path.contains("{collectionId}/items") || operation.path.contains("{featureId}") { continue }
            var names = operation.path.contains("{") ? ["collectionId", "f", "lang"] : ["f", "lang"]
            if operation.path == "/collections", !families.isEmpty { names = ["parent", "cursor"] + names }
            paths[operation.path.isEmpty ? "/" : operation.path] = self.operation(
                operation.id, language(operation.summary), parameters: names.map(reference), schema: operation.schema)
        }
        let items = Self.operations.filter { $0.path.hasSuffix("/items") || $0.path.hasSuffix("{featureId}") }
        let generic = (["collectionId"] + ItemsRequest.parameters).map(reference)
        for operation in items {
            let isFeature = operation.path.hasSuffix("{featureId}")
            let parameters = isFeature ? ["collectionId", "featureId", "crs", "f", "lang"].map(reference) : generic
            paths[operation.path] = self.operation(
                operation.id, language(operation.summary), parameters: parameters, schema: operation.schema)
        }
        for change in Self.changes {
            var path = paths[change.path]?.object ?? JSONObject()
            path[change.method] = self.change(change, language)
            paths[change.path] = .object(path)
        }
        for collection in all.prefix(500) {
            var parameters = ItemsRequest.parameters.map(reference)
            for field in collection.fields where !ItemsRequest.parameters.contains(field.name) {
                parameters.append([
                    "name": .string(field.name), "in": "query", "required": false,
                    "schema": field.type == .json ? ["type": "string"] : field.type.schema,
                ])
            }
            var path =
                operation(
                    "getItems.\(collection.name)", collection.title(in: language.rawValue), parameters: parameters,
                    schema: "featureCollection"
                ).object ?? JSONObject()
            if !collection.isLive {
                var create = Self.changes[0]
                create.id += "." + collection.name
                path["post"] = change(create, language, isNamed: true)
            }
            paths["/collections/\(collection.name)/items"] = .object(path)
        }
        for operation in additions?.operations ?? [] { paths[operation.path] = added(operation, language) }
        return [
            "openapi": "3.0.3",
            "info": ["title": .string(title), "version": "1.0.0"],
            "servers": [["url": .string(root)]], "security": OpenInterface.security,
            "paths": .object(paths),
            "components": [
                "securitySchemes": OpenInterface.securitySchemes,
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
        let type = isFeatures ? "application/geo+json" : "application/\(schema == "queryables" ? "schema+" : "")json"
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

    /// What another room adds.
    private func added(_ operation: LayerInterfaceExtension.Operation, _ language: Language) -> JSONValue {
        let places = operation.path.matches(of: /\{(\w+)\}/).map { String($0.1) }
        let own = places.map { name -> JSONValue in
            if name == "collectionId" { return reference(name) }
            let isNumber = name != "tileMatrixSetId"
            return [
                "name": .string(name), "in": "path", "required": true,
                "schema": isNumber ? ["type": "integer", "minimum": 0] : ["type": "string"],
            ]
        }
        let problem: JSONValue = ["$ref": "#/components/responses/problem"]
        let isJSON = operation.mediaType.hasSuffix("json")
        let schema: JSONValue = isJSON ? ["type": "object"] : ["type": "string", "format": "binary"]
        var responses: JSONObject = [
            "200": [
                "description": .string(language(operation.summary)),
                "content": .object([operation.mediaType: ["schema": schema]]),
            ], "400": problem, "404": problem, "406": problem, "500": problem,
        ]
        if operation.mayBeEmpty { responses["204"] = ["description": .string(language(operation.summary))] }
        return [
            "get": [
                "operationId": .string(operation.id), "summary": .string(language(operation.summary)),
                "parameters": .array(own + operation.parameters.map(reference)), "responses": .object(responses),
            ]
        ]
    }

    private func change(
        _ change: (method: String, path: String, id: String, summary: Words, success: String), _ language: Language,
        isNamed: Bool = false
    ) -> JSONValue {
        var parameters: [JSONValue] = isNamed ? [] : [reference("collectionId")]
        if change.path.hasSuffix("{featureId}") {
            parameters += ["featureId", "If-Match", "If-Unmodified-Since"].map(reference)
        }
        let problem: JSONValue = ["$ref": "#/components/responses/problem"]
        var responses: JSONObject = [
            change.success: ["description": .string(language(change.summary))], "400": problem, "401": problem,
            "403": problem, "404": problem, "405": problem, "412": problem, "413": problem, "500": problem,
        ]
        if change.method == "post" { responses["409"] = problem }
        var operation: JSONObject = ["operationId": .string(change.id), "summary": .string(language(change.summary))]
        if change.method != "delete" {
            parameters.append(reference("Content-Crs"))
            responses["415"] = problem
            let type = change.method == "patch" ? "application/merge-patch+json" : "application/geo+json"
            let schema = change.method == "patch" ? "featureChange" : "feature"
            operation["requestBody"] = [
                "required": true,
                "content": .object([type: ["schema": ["$ref": .string("#/components/schemas/" + schema)]]]),
            ]
        }
        operation["parameters"] = .array(parameters)
        operation["responses"] = .object(responses)
        return .object(operation)
    }

    private func parameterComponents(_ all: [FeatureCollection], _ language: Language) -> JSONObject {
        var components = JSONObject()
        var schemas: [String: JSONValue] = [:]
        schemas["limit"] = [
            "type": "integer", "minimum": 1, "maximum": JSONValue(limits.maximumPage),
            "default": JSONValue(limits.defaultPage),
        ]
        schemas["bbox"] = [
            "type": "array", "minItems": 4, "maxItems": 6, "items": ["type": "number"],
        ]
        let systems: JSONValue = [
            "type": "string", "format": "uri", "enum": .array(ServedSystem.all.map { .string($0.uri) }),
            "default": .string(ServedSystem.crs84.uri),
        ]
        for name in ["crs", "bbox-crs", "filter-crs"] { schemas[name] = systems }
        // GDAL filters here only where the draft's word stands in the list
        schemas["filter-lang"] = [
            "type": "string", "enum": ["cql2-text", "cql2-json", "cql-text"], "default": "cql2-text",
        ]
        schemas["offset"] = ["type": "integer", "minimum": 0, "maximum": JSONValue(ItemsRequest.maximumOffset)]
        schemas["skipGeometry"] = ["type": "boolean", "default": false]
        for name in ["sortby", "properties"] { schemas[name] = ["type": "array", "items": ["type": "string"]] }
        schemas["f"] = ["type": "string", "enum": ["json", "html"]]
        schemas["datetime"] = ["type": "string", "pattern": .string(Self.datetimePattern)]
        for (name, text) in Self.parameterTexts(limits) {
            var parameter: JSONObject = [
                "name": .string(name), "in": "query", "description": .string(language(text)), "required": false,
                "schema": schemas[name] ?? ["type": "string"], "style": "form", "explode": false,
            ]
            if name == "cursor" { parameter["schema"] = ["type": "integer", "minimum": 0] }
            components[name] = .object(parameter)
        }
        for name in ["Content-Crs", "If-Match", "If-Unmodified-Since"] {
            components[name] = ["name": .string(name), "in": "header", "required": false, "schema": ["type": "string"]]
        }
        var identifiers: JSONObject = ["type": "string"]
        if !all.isEmpty { identifiers["enum"] = .array(all.map { .string($0.name) }) }
        let patterns = families.map { ["type": "string", "pattern": .string($0.pattern)] as JSONValue }
        if !patterns.isEmpty { identifiers = ["anyOf": .array([.object(identifiers)] + patterns)] }
        components["parent"] = [
            "name": "parent", "in": "query", "required": false, "style": "form", "explode": false,
            "description": .string(language(.parentParameter)),
            "schema": ["type": "string", "enum": .array(families.map { .string($0.parent.rawValue) })],
        ]
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
                "crs": ["type": "array", "items": ["type": "string"]], "storageCrs": ["type": "string"],
            ]),
        "queryables": object(
            ["type", "properties"], ["type": ["type": "string"], "properties": ["type": "object"]]),
        "feature": object(
            ["type", "geometry", "properties"],
            [
                "type": ["type": "string", "enum": ["Feature"]],
                "id": ["oneOf": [["type": "string"], ["type": "number"]]],
                "geometry": ["type": "object", "nullable": true],
                "properties": ["type": "object", "nullable": true], "links": linksReference,
            ]),
        "featureChange": [
            "type": "object",
            "properties": [
                "geometry": ["type": "object", "nullable": true], "properties": ["type": "object", "nullable": true],
            ],
        ],
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
