// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import FeaturesPages
import Wire

/// What the interface of records says of itself (OGC 20-004r1, a searchable catalogue).
enum RecordsDescription {
    /// Of a catalogue (20-004r1 /req/json/collection-response).
    static let catalogueType = "application/ogc-catalog+json"

    static let conformanceClasses =
        ["core", "oas30", "geojson"].map { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/" + $0 }
        + [
            "searchable-catalog", "records-api", "record-core", "record-collection", "record-core-query-parameters",
            "json", "oas30",
        ].map { "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/" + $0 }

    static let interface = OpenInterface(
        root: "/records", title: .records, description: .recordsDescription, conformance: conformanceClasses,
        operations: [
            OpenInterface.Operation("/collections", "getCollections", .recordCatalogues),
            OpenInterface.Operation(
                "/collections/{catalogId}", "getCollection", .recordCatalogue,
                mediaTypes: [catalogueType, "application/json"], parameters: ["catalogId", "lang"]),
            OpenInterface.Operation(
                "/collections/{catalogId}/items", "getRecords", .recordItems, mediaTypes: ["application/geo+json"],
                parameters: [
                    "catalogId", "q", "type", "ids", "externalIds", "bbox", "datetime", "limit", "cursor", "f",
                    "lang",
                ]),
            OpenInterface.Operation(
                "/collections/{catalogId}/items/{recordId}", "getRecord", .recordItem,
                mediaTypes: ["application/geo+json"], parameters: ["catalogId", "recordId", "f", "lang"]),
        ],
        parameters: [
            OpenInterface.Parameter(
                "catalogId", .recordCatalogue,
                schema: ["type": "string", "enum": .array(RecordCatalogue.allCases.map { .string($0.rawValue) })],
                isInPath: true),
            OpenInterface.Parameter("recordId", .recordItem, isInPath: true),
            .list("q", .recordsByText), .list("type", .recordsByType), .list("ids", .recordsByName),
            .list("externalIds", .recordsByAddress), .bbox, .datetime,
            OpenInterface.Parameter(
                "limit", .recordsOnPage,
                schema: ["type": "integer", "minimum": 1, "maximum": 100, "default": 10]),
            OpenInterface.Parameter(
                "cursor", .recordsCursor, schema: ["type": "integer", "minimum": 0]),
            OpenInterface.Parameter("f", .recordsForm, schema: ["type": "string", "enum": ["json", "html"]]), .lang,
        ])
}
