// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Features
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Wire

extension HTTPField.Name {
    /// The reference system of the features in an answer (OGC 18-058r1 /req/crs/ogc-crs-header).
    static let contentCrs = HTTPField.Name(constant: "Content-Crs")
}

extension FeaturesRoutes {
    /// What a filter may name, as a JSON schema (OGC 19-079r2 /req/queryables).
    func queryables(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let collection = try await requested(context)
        let language = language(request)
        let title = collection.title(in: language.rawValue)
        if form == .html {
            return try await page(
                title, queryablesPage(language, collection), request, context, way: way(to: collection, language))
        }
        var properties = JSONObject()
        if collection.field(FeatureFilter.geometryName) == nil {
            let kind = collection.geometryType.lowercased()
            properties[FeatureFilter.geometryName] = [
                "x-ogc-role": "primary-geometry",
                "format": .string("geometry-" + (kind == "geometry" ? "any" : kind)),
            ]
        }
        for field in collection.fields {
            var schema = field.type.schema.object ?? JSONObject()
            if let role = collection.timeRole(of: field) { schema["x-ogc-role"] = .string(role) }
            properties[field.name] = .object(schema)
        }
        let document: JSONValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string(address(collection, context) + "/queryables"), "type": "object", "title": .string(title),
            "properties": .object(properties), "additionalProperties": false,
        ]
        return json(document, context, type: "application/schema+json")
    }
}
