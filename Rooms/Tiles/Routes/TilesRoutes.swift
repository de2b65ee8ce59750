// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import FeaturesPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage
import VectorTiles
import Wire

/// OGC API - Tiles (OGC 20-057) beside the layers' interface: Mapbox Vector Tiles of each collection.
struct TilesRoutes: PageSet {
    let site: Site
    let sources: [any FeatureSource]
    let memory: TileMemory

    var all: RoomRoutes {
        let collection = "/ogc/collections/{collection}/tiles"
        let answers: [(path: String, purpose: Words, answer: RoomRoutes.Answer)] = [
            ("/ogc/tileMatrixSets", .grids, grids), ("/ogc/tileMatrixSets/{grid}", .oneGrid, grid),
            (collection, .tileSets, tileSets), (collection + "/{grid}", .tileSet, tileSet),
            (collection + "/{grid}/{level}/{row}/{column}", .oneTile, tile),
            ("/ogc/collections/{collection}/style", .mapStylePurpose, style),
        ]
        var routes = RoomRoutes()
        for (path, purpose, answer) in answers {
            routes.on(.get, path, purpose, answer)
            routes.share(path, [.get, .head])
        }
        return routes
    }

    static let conformanceClasses =
        ["core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30"].map {
            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/" + $0
        }
        + [
            "tilematrixset", "json-tilematrixset", "tilematrixsetlimits", "json-tilematrixsetlimits",
            "tilesetmetadata", "json-tilesetmetadata",
        ].map { "http://www.opengis.net/spec/tms/2.0/conf/" + $0 }

    static let addition = LayerInterfaceExtension(
        conformance: conformanceClasses,
        landing: [
            LayerInterfaceExtension.Door(
                "/tileMatrixSets", "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", .grids)
        ],
        collection: [
            LayerInterfaceExtension.Door(
                "/tiles", "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", .tileSets),
            LayerInterfaceExtension.Door("/style", "stylesheet", .styleDocument, mediaType: mapStyle),
        ],
        operations: [
            LayerInterfaceExtension.Operation("/tileMatrixSets", "getTileMatrixSets", .grids),
            LayerInterfaceExtension.Operation("/tileMatrixSets/{tileMatrixSetId}", "getTileMatrixSet", .oneGrid),
            LayerInterfaceExtension.Operation(
                "/collections/{collectionId}/tiles", ".collection.vector.getTileSetsList", .tileSets),
            LayerInterfaceExtension.Operation(
                "/collections/{collectionId}/tiles/{tileMatrixSetId}", ".collection.vector.getTileSet", .tileSet),
            LayerInterfaceExtension.Operation(
                "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
                ".collection.vector.getTile", .oneTile, mediaType: mediaType,
                parameters: ["properties", "filter", "filter-lang", "filter-crs", "lang"], mayBeEmpty: true),
            LayerInterfaceExtension.Operation(
                "/collections/{collectionId}/style", "getStyle", .mapStylePurpose, mediaType: mapStyle),
        ], map: { SiteURL.layerMap([("set", "1"), ("layer", $0), ("table", $0)]).path })

    static let mediaType = "application/vnd.mapbox-vector-tile"
    static let mapStyle = "application/vnd.mapbox.style+json"
    static let tileJSON = "application/vnd.mapbox.tile+json"

    func root(_ context: HTTPContext) -> String { context.baseURL.text + "/ogc" }

    func json(_ value: JSONValue, type: String = MediaType.json) -> Response {
        Response(
            contentType: type, bytes: Array(value.text.utf8), headers: [.vary: "Accept, Accept-Language, Cookie"])
    }

    /// One of the representations; `f` goes before `Accept`.
    func chosen(
        _ request: Request, _ parameters: QueryParameters, _ offered: [(f: String, type: String)]
    ) throws(Problem) -> String {
        if let f = parameters["f"] {
            guard offered.contains(where: { $0.f == f }) else {
                throw QueryParameters.fault("f", "must be \(offered.map(\.f).joined(separator: " or ")).")
            }
            return f
        }
        let types = offered.map(\.type)
        guard let type = negotiatedType(accept: request.headers[.accept], offered: types),
            let form = offered.first(where: { $0.type == type })
        else {
            let list = types.joined(separator: ", ")
            throw Problem(
                .notAcceptable, "Not acceptable", detail: "There is \(list).", german: "Es gibt \(list).")
        }
        return form.f
    }

    /// The collection of the path, 404 when there is none the reader may see.
    func requested(_ context: HTTPContext) async throws -> FeatureCollection {
        let (name, reader, sources) = (context.parameters.get("collection") ?? "", context.reader, sources)
        let found = try await engine.read {
            try FeatureCollectionQueries.find(name, among: sources, for: reader, on: $0)
        }
        guard let found else {
            throw Problem.notFound(
                "There is no collection \"\(name.prefix(60))\"; /ogc/collections lists them.",
                german: "Eine Ebene \"\(name.prefix(60))\" gibt es nicht; /ogc/collections nennt alle.")
        }
        return found
    }

    func requestedGrid(_ context: HTTPContext) throws(Problem) -> TileGrid {
        let name = context.parameters.get("grid") ?? ""
        guard let grid = TileGrid.all.first(where: { $0.name == name }) else {
            let known = TileGrid.all.map(\.name).joined(separator: ", ")
            throw Problem.notFound(
                "There is no grid \"\(name.prefix(60))\"; there are: \(known).",
                german: "Ein Gitter \"\(name.prefix(60))\" gibt es nicht; es gibt: \(known).")
        }
        return grid
    }
}
