// SPDX-License-Identifier: EUPL-1.2
import Answers
package import Bilingual
import Features
package import HTTPSupport
import HTTPTypes
package import Hummingbird
package import Site
package import Wire

/// What a small interface of the OGC API family says of itself (OGC 19-072): where it begins, which parts of standards it
/// keeps and what it can be asked, as JSON.
package struct OpenInterface: Sendable {
    /// Below the public address: `/records`.
    package let root: String
    package let title: Words
    package let description: Words
    /// Addresses of conformance classes.
    package let conformance: [String]
    package let operations: [Operation]
    package let parameters: [Parameter]

    package struct Parameter: Sendable {
        let name: String
        let text: Words
        let schema: JSONValue
        let isInPath: Bool
        let isRequired: Bool

        package init(
            _ name: String, _ text: Words, schema: JSONValue = ["type": "string"], isInPath: Bool = false,
            isRequired: Bool = false
        ) {
            self.name = name
            self.text = text
            self.schema = schema
            self.isInPath = isInPath
            self.isRequired = isRequired || isInPath
        }

        /// A list with commas.
        package static func list(_ name: String, _ text: Words) -> Parameter {
            Parameter(name, text, schema: ["type": "array", "items": ["type": "string"]])
        }

        package static let bbox = Parameter(
            "bbox",
            Words("Rahmen in Grad: West,Süd,Ost,Nord.", "Box in degrees: west,south,east,north."),
            schema: ["type": "array", "minItems": 4, "maxItems": 6, "items": ["type": "number"]])
        package static let datetime = Parameter(
            "datetime",
            Words(
                "Zeitpunkt, Tag oder Spanne wie 2026-07-01T00:00:00Z/..",
                "Instant, day or interval like 2026-07-01T00:00:00Z/.."))
        package static let lang = Parameter(
            "lang", Words("Sprache der Antwort: de oder en.", "Language of the answer: de or en."))
    }

    /// Something that can be asked with GET.
    package struct Operation: Sendable {
        let path: String
        let id: String
        let summary: Words
        let mediaTypes: [String]
        let parameters: [String]
        let mayBeEmpty: Bool
        let mayBeTooMuch: Bool

        /// `parameters` are names of `OpenInterface.parameters`; `mayBeEmpty`: 204 is an answer; `mayBeTooMuch`: 413 is.
        package init(
            _ path: String, _ id: String, _ summary: Words, mediaTypes: [String] = ["application/json"],
            parameters: [String] = ["lang"], mayBeEmpty: Bool = false, mayBeTooMuch: Bool = false
        ) {
            self.path = path
            self.id = id
            self.summary = summary
            self.mediaTypes = mediaTypes
            self.parameters = parameters
            self.mayBeEmpty = mayBeEmpty
            self.mayBeTooMuch = mayBeTooMuch
        }
    }

    package init(
        root: String, title: Words, description: Words, conformance: [String], operations: [Operation],
        parameters: [Parameter]
    ) {
        self.root = root
        self.title = title
        self.description = description
        self.conformance = conformance
        self.operations = operations
        self.parameters = parameters
    }

    /// The landing page, the conformance declaration, the OpenAPI document and a page about it; what they describe is added
    /// by who serves it.
    package func routes(_ pages: some PageSet) -> RoomRoutes {
        typealias Document = @Sendable (_ base: String, Language) -> JSONValue
        let answers: [(path: String, purpose: Words, type: String, document: Document)] = [
            (root, .landing, MediaType.json, landing),
            (root + "/conformance", .conformance, MediaType.json, { _, _ in conformanceDocument }),
            (root + "/api", .definition, MediaType.openAPI, openAPI),
        ]
        var routes = RoomRoutes()
        for (path, purpose, type, document) in answers {
            routes.on(.get, path, named(purpose)) { request, context in
                let parameters = try QueryParameters(request)
                try parameters.allow(["f", "lang"])
                if let form = parameters["f"], form != "json" { throw QueryParameters.fault("f", "must be json.") }
                return Self.answer(document(context.baseURL.text, pages.language(request)), type: type)
            }
            routes.share(path, [.get, .head])
        }
        let page = root + "/api.html"
        routes.on(.get, page, named(.documentation)) { request, context in
            try QueryParameters(request).allow(["f", "lang"])
            return try await definitionPage(request, context, pages)
        }
        routes.share(page, [.get, .head])
        return routes
    }

    /// The purpose of an address, with the interface that it belongs to.
    private func named(_ purpose: Words) -> Words {
        Words("\(title.german): \(purpose.german)", "\(title.english): \(purpose.english)")
    }

    /// A document in the asker's language.
    package static func answer(_ document: JSONValue, type: String = MediaType.json) -> Response {
        Response(
            contentType: type, bytes: Array(document.text.utf8), headers: [.vary: "Accept, Accept-Language, Cookie"])
    }

    /// Where the interface begins (19-072 /req/landing-page/root-success).
    func landing(_ base: String, _ language: Language) -> JSONValue {
        let root = base + root
        let links = [
            Link(address: root, relation: "self", type: "application/json", title: language(title)),
            Link(
                address: root + "/api", relation: "service-desc",
                type: "application/vnd.oai.openapi+json;version=3.0", title: language(.definition)),
            Link(
                address: root + "/api.html", relation: "service-doc", type: "text/html",
                title: language(.documentation)),
            Link(
                address: root + "/conformance", relation: "conformance", type: "application/json",
                title: language(.conformance)),
            Link(
                address: root + "/collections", relation: "data", type: "application/json",
                title: language(Words("Sammlungen", "Collections"))),
        ]
        return [
            "title": .string(language(title)), "description": .string(language(description)),
            "links": Link.list(links),
        ]
    }

    private var conformanceDocument: JSONValue { ["conformsTo": .array(conformance.map { .string($0) })] }

    /// Those that each interface has, and its own.
    var allOperations: [Operation] {
        [Operation("/", "getLandingPage", .landing), Operation("/conformance", "getConformance", .conformance)]
            + operations
    }

    /// The OpenAPI 3.0 document; it says the same to everybody.
    func openAPI(_ base: String, _ language: Language) -> JSONValue {
        var paths = JSONObject()
        for operation in allOperations { paths[operation.path] = describe(operation, language) }
        var components = JSONObject()
        for parameter in parameters {
            components[parameter.name] = [
                "name": .string(parameter.name), "in": parameter.isInPath ? "path" : "query",
                "description": .string(language(parameter.text)), "required": .bool(parameter.isRequired),
                "schema": parameter.schema, "style": parameter.isInPath ? "simple" : "form", "explode": false,
            ]
        }
        return [
            "openapi": "3.0.3",
            "info": [
                "title": .string(language(title)), "description": .string(language(description)), "version": "1.0.0",
            ],
            "servers": [["url": .string(base + root)]], "security": Self.security, "paths": .object(paths),
            "components": [
                "securitySchemes": Self.securitySchemes,
                "parameters": .object(components),
                "responses": [
                    "problem": [
                        "description": "application/problem+json (RFC 9457)",
                        "content": ["application/problem+json": ["schema": ["type": "object"]]],
                    ]
                ],
            ],
        ]
    }

    private func describe(_ operation: Operation, _ language: Language) -> JSONValue {
        let problem: JSONValue = ["$ref": "#/components/responses/problem"]
        let summary = JSONValue.string(language(operation.summary))
        var content = JSONObject()
        for type in operation.mediaTypes {
            content[type] = ["schema": ["type": type == "text/html" ? "string" : "object"]]
        }
        var responses: JSONObject = [
            "200": ["description": summary, "content": .object(content)], "400": problem, "401": problem,
            "404": problem, "500": problem, "503": problem,
        ]
        if operation.mayBeTooMuch { responses["413"] = problem }
        if operation.mayBeEmpty { responses["204"] = ["description": summary] }
        return [
            "get": [
                "operationId": .string(operation.id), "summary": summary,
                "parameters": .array(
                    operation.parameters.map { ["$ref": .string("#/components/parameters/" + $0)] }),
                "responses": .object(responses),
            ]
        ]
    }
}
