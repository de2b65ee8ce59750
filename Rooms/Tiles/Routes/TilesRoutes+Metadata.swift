// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import FeaturesPages
import Geometry
import HTTPSupport
import Hummingbird
import LayerStyles
import Site
import Storage
import VectorTiles
import Wire

/// Which tiles there are, told to programs.
extension TilesRoutes {
    private static let plain = [(f: "json", type: "application/json")]
    /// Clients scale tiles of this level up rather than ask for deeper ones.
    private static let deepestAsked = 18

    func grids(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        _ = try chosen(request, parameters, Self.plain)
        let (language, root) = (language(request), root(context))
        let list = TileGrid.all.map { grid -> JSONValue in
            let link = Link(
                address: root + "/tileMatrixSets/" + grid.name, relation: "self", type: "application/json",
                title: language(grid.title))
            var object: JSONObject = [
                "id": .string(grid.name), "title": .string(language(grid.title)), "crs": .string(grid.system.uri),
                "links": Link.list([link]),
            ]
            object["uri"] = grid.registered.map { .string($0) }
            return .object(object)
        }
        return json(["tileMatrixSets": .array(list)])
    }

    func grid(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let grid = try requestedGrid(context)
        _ = try chosen(request, parameters, Self.plain)
        let address = root(context) + "/tileMatrixSets/" + grid.name
        return json(grid.definition(language(request), address: address))
    }

    /// The tile sets of a collection (/req/tilesets-list/tileset-list-success).
    func tileSets(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let collection = try await requested(context)
        _ = try chosen(request, parameters, Self.plain)
        let language = language(request)
        let address = root(context) + "/collections/" + collection.name + "/tiles"
        let list = TileGrid.all.map { grid -> JSONValue in
            let link = Link(
                address: address + "/" + grid.name, relation: "self", type: "application/json",
                title: language(grid.title))
            var object = summary(collection, grid, language, context)
            object["links"] = Link.list([link] + templates(collection, grid, language, context))
            return .object(object)
        }
        let own = Link(address: address, relation: "self", type: "application/json", title: language(.tileSets))
        return json(["links": Link.list([own]), "tilesets": .array(list)])
    }

    /// One tile set (/req/tileset/desc-success), or the same as TileJSON 3.0.
    func tileSet(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let grid = try requestedGrid(context)
        let collection = try await requested(context)
        var offered = Self.plain
        // TileJSON knows no grid but that of the web.
        if grid == .webMercator { offered.append(("tilejson", Self.tileJSON)) }
        let language = language(request)
        if try chosen(request, parameters, offered) == "tilejson" {
            return json(tileJSON(collection, language, context), type: Self.tileJSON)
        }
        let address = root(context) + "/collections/" + collection.name + "/tiles/" + grid.name
        var links = [
            Link(address: address, relation: "self", type: "application/json", title: language(grid.title))
        ]
        if grid == .webMercator {
            links.append(
                Link(address: address + "?f=tilejson", relation: "alternate", type: Self.tileJSON, title: "TileJSON"))
        }
        var object = summary(collection, grid, language, context)
        object["links"] = Link.list(links + templates(collection, grid, language, context))
        object["tileMatrixSetLimits"] = .array(limits(collection, grid))
        if let box = collection.extent {
            object["boundingBox"] = [
                "lowerLeft": [JSONValue(box.west), JSONValue(box.south)],
                "upperRight": [JSONValue(box.east), JSONValue(box.north)],
                "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            ]
        }
        var layer: JSONObject = [
            "id": .string(collection.name), "title": .string(collection.title(in: language.rawValue)),
            "dataType": "vector", "minTileMatrix": "0", "maxTileMatrix": .string(String(grid.deepest)),
        ]
        layer["geometryDimension"] = dimension(collection).map { JSONValue($0) }
        var properties: JSONObject = [Self.identifierKey: ["type": "string"]]
        for field in collection.fields {
            properties[field.name] = field.type == .json ? ["type": "string"] : field.type.schema
        }
        layer["propertiesSchema"] = ["type": "object", "properties": .object(properties)]
        object["layers"] = [.object(layer)]
        return json(.object(object))
    }

    /// How the layer is drawn, over its tiles in the grid of the web.
    func style(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        let collection = try await requested(context)
        _ = try chosen(
            request, parameters, [(f: "json", type: Self.mapStyle), (f: "json", type: "application/json")])
        let style = try await engine.read { try LayerStyleQueries.find(of: collection, on: $0) } ?? LayerStyle()
        let address = root(context) + "/collections/" + collection.name + "/tiles/WebMercatorQuad?f=tilejson"
        let document = style.mapStyle(
            name: collection.name, layer: Words(collection.title, collection.titleEnglish), tileJSON: address,
            in: language(request))
        return json(document, type: Self.mapStyle)
    }

    private func summary(
        _ collection: FeatureCollection, _ grid: TileGrid, _ language: Language, _ context: HTTPContext
    ) -> JSONObject {
        let definition = root(context) + "/tileMatrixSets/" + grid.name
        return [
            "title": .string(collection.title(in: language.rawValue) + ", " + language(grid.title)),
            "dataType": "vector", "crs": .string(grid.system.uri),
            "tileMatrixSetURI": .string(grid.registered ?? definition),
        ]
    }

    /// Links to the grid and, with places for its numbers, to a tile.
    private func templates(
        _ collection: FeatureCollection, _ grid: TileGrid, _ language: Language, _ context: HTTPContext
    ) -> [Link] {
        let root = root(context)
        var tile = Link(
            address: root + "/collections/" + collection.name + "/tiles/" + grid.name
                + "/{tileMatrix}/{tileRow}/{tileCol}", relation: "item", type: Self.mediaType,
            title: language(.oneTile))
        tile.isTemplate = true
        return [
            tile,
            Link(
                address: root + "/tileMatrixSets/" + grid.name,
                relation: "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", type: "application/json",
                title: language(grid.title)),
        ]
    }

    /// The tiles of each level that have anything (OGC 17-083r4 §7.4).
    private func limits(_ collection: FeatureCollection, _ grid: TileGrid) -> [JSONValue] {
        guard let box = collection.extent else { return [] }
        return (0...grid.deepest).compactMap { zoom in
            guard let tiles = grid.tiles(of: zoom, in: box) else { return nil }
            return [
                "tileMatrix": .string(String(zoom)), "minTileRow": JSONValue(tiles.rows.lowerBound),
                "maxTileRow": JSONValue(tiles.rows.upperBound), "minTileCol": JSONValue(tiles.columns.lowerBound),
                "maxTileCol": JSONValue(tiles.columns.upperBound),
            ]
        }
    }

    private func dimension(_ collection: FeatureCollection) -> Int? {
        switch collection.geometryType {
        case "POINT", "MULTIPOINT": 0
        case "LINESTRING", "MULTILINESTRING": 1
        case "POLYGON", "MULTIPOLYGON": 2
        default: nil
        }
    }

    private func tileJSON(
        _ collection: FeatureCollection, _ language: Language, _ context: HTTPContext
    ) -> JSONValue {
        var fields: JSONObject = [Self.identifierKey: "String"]
        for field in collection.fields {
            let kind =
                switch field.type {
                case .integer, .real: "Number"
                case .boolean: "Boolean"
                default: "String"
                }
            fields[field.name] = .string(kind)
        }
        let address = root(context) + "/collections/" + collection.name + "/tiles/WebMercatorQuad"
        var object: JSONObject = [
            "tilejson": "3.0.0", "name": .string(collection.title(in: language.rawValue)),
            "description": .string(collection.description), "scheme": "xyz",
            "tiles": [.string(address + "/{z}/{y}/{x}")], "minzoom": 0, "maxzoom": JSONValue(Self.deepestAsked),
            "vector_layers": [
                [
                    "id": .string(collection.name), "description": .string(collection.description),
                    "minzoom": 0, "maxzoom": JSONValue(Self.deepestAsked), "fields": .object(fields),
                ]
            ],
        ]
        if let box = collection.extent {
            object["bounds"] = [
                JSONValue(box.west), JSONValue(box.south), JSONValue(box.east), JSONValue(box.north),
            ]
        }
        if let code = collection.licence, let licence = Licence(code) {
            object["attribution"] = .string(language(licence.name, licence.nameEnglish))
        }
        return .object(object)
    }
}
