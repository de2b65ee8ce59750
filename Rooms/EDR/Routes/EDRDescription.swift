// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import FeaturesPages
import Wire

/// What the interface says of itself (OGC 19-086r6).
enum EDRDescription {
    /// Of CoverageJSON (19-086r6 /req/covjson/definition).
    static let coverageType = "application/prs.coverage+json"

    static let conformanceClasses =
        [
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
            "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
        ]
        + ["core", "collections", "queries", "json", "edr-geojson", "covjson", "oas30"].map {
            "http://www.opengis.net/spec/ogcapi-edr-1/1.1/conf/" + $0
        }

    static let interface = OpenInterface(
        root: "/edr", title: .interfaceTitle, description: .interfaceDescription, conformance: conformanceClasses,
        operations: [
            OpenInterface.Operation(
                "/collections", "getCollections", .allCollections, parameters: ["bbox", "datetime", "f", "lang"]),
            OpenInterface.Operation(
                "/collections/{collectionId}", "getCollection", .oneCollection,
                parameters: ["collectionId", "f", "lang"]),
            OpenInterface.Operation(
                "/collections/{collectionId}/position", "getDataForPoint", .atPosition,
                mediaTypes: [coverageType, "application/json"],
                parameters: ["collectionId", "coords", "datetime", "parameter-name", "crs", "f", "lang"],
                mayBeEmpty: true, mayBeTooMuch: true),
            OpenInterface.Operation(
                "/collections/{collectionId}/locations", "getLocations", .allLocations,
                mediaTypes: ["application/geo+json", "application/json"],
                parameters: ["collectionId", "bbox", "datetime", "parameter-name", "crs", "f", "lang"]),
            OpenInterface.Operation(
                "/collections/{collectionId}/locations/{locationId}", "getDataForLocation", .atLocation,
                mediaTypes: [coverageType, "application/json"],
                parameters: ["collectionId", "locationId", "datetime", "parameter-name", "crs", "f", "lang"],
                mayBeEmpty: true, mayBeTooMuch: true),
        ],
        parameters: [
            OpenInterface.Parameter("collectionId", .collectionParameter, isInPath: true),
            OpenInterface.Parameter("locationId", .locationParameter, isInPath: true),
            OpenInterface.Parameter("coords", .coordsParameter, isRequired: true), .bbox, .datetime,
            OpenInterface.Parameter("parameter-name", .parameterName),
            OpenInterface.Parameter(
                "crs", .crsParameter, schema: ["type": "string", "enum": ["CRS84"], "default": "CRS84"]),
            OpenInterface.Parameter(
                "f", .formParameter, schema: ["type": "string", "enum": ["CoverageJSON", "GeoJSON", "json"]]), .lang,
        ])
}
