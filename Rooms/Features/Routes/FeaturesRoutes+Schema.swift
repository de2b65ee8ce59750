// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import HTTPSupport
import Hummingbird
import Site
import Wire

extension FeaturesRoutes {
    static let schemaRelation = "http://www.opengis.net/def/rel/ogc/1.0/schema"

    /// What a feature of the layer holds and takes, as a JSON schema (OGC API – Features – Part 5, 23-058r1).
    func schema(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let form = try form(request, parameters)
        let collection = try await requested(context)
        let language = language(request)
        let title = collection.title(in: language.rawValue)
        if form == .html {
            return try await page(
                title, schemaPage(language, collection), request, context, way: way(to: collection, language))
        }
        let document: JSONValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string(address(collection, context) + "/schema"), "type": "object", "title": .string(title),
            "properties": .object(Self.schemaProperties(of: collection)), "additionalProperties": false,
        ]
        return json(document, context, type: "application/schema+json")
    }

    /// Id and geometry stand beside the properties in GeoJSON; their roles tell them apart.
    private static func schemaProperties(of collection: FeatureCollection) -> JSONObject {
        var properties = JSONObject()
        func free(_ name: String) -> String { collection.field(name) == nil ? name : free("_" + name) }
        properties[free("id")] = [
            "type": .string(collection.hasNumbersAsIDs ? "integer" : "string"), "x-ogc-role": "id", "readOnly": true,
        ]
        let kind = collection.geometryType.lowercased()
        properties[free("geometry")] = [
            "x-ogc-role": "primary-geometry", "format": .string("geometry-" + (kind == "geometry" ? "any" : kind)),
        ]
        for (index, field) in collection.fields.enumerated() {
            var schema = field.type.schema.object ?? JSONObject()
            if let role = collection.timeRole(of: field) { schema["x-ogc-role"] = .string(role) }
            schema["x-ogc-propertySeq"] = JSONValue(index + 1)
            if collection.isLive { schema["readOnly"] = true }
            properties[field.name] = .object(schema)
        }
        return properties
    }
}

extension FeatureCollection {
    /// What a property says of the time that a feature tells of (23-058r1 /req/core-roles-features).
    func timeRole(of field: FeatureField) -> String? {
        if field.name == timeField { return endField == nil ? "primary-instant" : "primary-interval-start" }
        return field.name == endField ? "primary-interval-end" : nil
    }
}
