// SPDX-License-Identifier: EUPL-1.2
import Answers
import Features
import FeaturesPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import VectorTiles

/// What is asked of a tile.
struct TileRequest: Sendable {
    /// Properties that go along.
    let fields: [FeatureField]
    let condition: SQL?
    /// All that makes one tile differ from another at the same place.
    let form: String

    static let parameters = ["properties", "filter", "filter-lang", "filter-crs", "f", "lang"]

    init(_ parameters: QueryParameters, _ collection: FeatureCollection) throws(Problem) {
        try parameters.allow(Self.parameters)
        if let text = parameters["properties"] {
            var fields: [FeatureField] = []
            for name in text.split(separator: ",").map(String.init) {
                guard let field = collection.field(name) else {
                    let known = collection.fields.map(\.name).prefix(30).joined(separator: ", ")
                    throw QueryParameters.fault("properties", "names \"\(name.prefix(60))\"; there are: \(known).")
                }
                if !fields.contains(field) { fields.append(field) }
            }
            self.fields = fields
        } else {
            fields = collection.fields
        }
        condition = try ItemsRequest.condition(parameters, collection)
        form = ["properties", "filter", "filter-lang", "filter-crs"].map { name in
            parameters[name].map { "\(name)=\($0)" } ?? ""
        }.joined(separator: "\n")
    }
}

extension TilesRoutes {
    /// Layers with more features thin their points, but not near enough to tell neighbours apart.
    static let thinnedFrom = 50_000
    static let wholeFrom = 16
    /// Side of the cells of which each shows one point: half a pixel where a tile has 256.
    static let thinning = 8
    /// Changes with what is written into tiles, so that nobody keeps those of an earlier program.
    private static let version = "1"

    /// A tile (/req/core/tc-op); one without anything answers 204.
    func tile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        let grid = try requestedGrid(context)
        let numbers = try ["level", "row", "column"].map { name -> Int in
            let text = context.parameters.get(name) ?? ""
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
                throw Self.noTile(grid)
            }
            return number
        }
        guard let tile = grid.tile(zoom: numbers[0], row: numbers[1], column: numbers[2]) else {
            throw Self.noTile(grid)
        }
        let collection = try await requested(context)
        _ = try chosen(request, parameters, [("mvt", Self.mediaType)])
        let asked = try TileRequest(parameters, collection)
        // asked again each time: who may see it can change
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .vary: "Accept, Cookie"]
        let (engine, reader) = (engine, context.reader)
        let isCostly = collection.count > 1000
        if collection.isLive {
            let bytes = try await context.read(engine, isCostly: isCostly) {
                try Self.written(collection, grid, tile, asked, on: $0)
            }
            headers[.eTag] = "\"\(Asset.tag(of: bytes))\""
            return Self.answer(bytes, headers, request)
        }
        let place = "\(grid.name)/\(tile.zoom)/\(tile.row)/\(tile.column)"
        let name = [Self.version, collection.entityTag, place, asked.form].joined(separator: "\n")
        let tag = "\"\(Asset.tag(of: Array(name.utf8)))\""
        headers[.eTag] = tag
        if Self.isKnown(tag, request) { return Response(status: .notModified, headers: headers) }
        let key = TileMemory.Key(
            rights: reader.rights, layer: collection.name + collection.entityTag, grid: grid, tile: tile,
            form: asked.form)
        let bytes = try await memory.tile(key) {
            try await context.read(engine, isCostly: isCostly) { connection in
                // The layer may have been replaced, or taken from the reader, since it was asked for.
                let current = try FeatureCollectionQueries.find(collection.name, for: reader, on: connection)
                guard current == collection else { throw StorageError.busy(retryAfter: 1, byOneClient: false) }
                return try Self.written(collection, grid, tile, asked, on: connection)
            }
        }
        return Self.answer(bytes, headers, request)
    }

    private static func isKnown(_ tag: String, _ request: Request) -> Bool {
        request.headers[.ifNoneMatch]?.contains(tag) ?? false
    }

    private static func answer(_ bytes: [UInt8], _ headers: HTTPFields, _ request: Request) -> Response {
        if let tag = headers[.eTag], isKnown(tag, request) { return Response(status: .notModified, headers: headers) }
        if bytes.isEmpty { return Response(status: .noContent, headers: headers) }
        return Response(contentType: mediaType, bytes: bytes, headers: headers)
    }

    private static func noTile(_ grid: TileGrid) -> Problem {
        Problem.notFound(
            "\(grid.name) has no such tile: levels go from 0 to \(grid.deepest), rows and columns from 0 to 2^level - 1.",
            german: """
                Eine solche Kachel hat \(grid.name) nicht: Stufen gehen von 0 bis \(grid.deepest), Zeilen und Spalten von 0 \
                bis 2^Stufe − 1.
                """)
    }

    /// The tile's bytes; empty where nothing lies.
    static func written(
        _ collection: FeatureCollection, _ grid: TileGrid, _ tile: TileAddress, _ asked: TileRequest,
        on connection: any StorageConnection
    ) throws -> [UInt8] {
        let margin = Double(TileLayerWriter.margin) / Double(TileLayerWriter.extent)
        guard let box = grid.box(of: tile, margin: margin) else { return [] }
        let isThinned = collection.count > thinnedFrom && tile.zoom < wholeFrom
        var writer = TileLayerWriter(
            name: collection.name, grid: grid, tile: tile, thinning: isThinned ? thinning : 0)
        let keys = asked.fields.map { writer.key($0.name) }
        // the id in addresses, which need not be the number in the tile
        let own = asked.fields.contains { $0.name == identifierKey } ? nil : writer.key(identifierKey)
        try FeatureCollectionQueries.forEachDrawn(
            of: collection, in: box, where: asked.condition, fields: asked.fields, on: connection
        ) { feature in
            writer.add(id: UInt64(max(0, feature.position)), wkb: feature.wkb) { attributes in
                if let own { attributes.append((own, .text(feature.identifier))) }
                for (index, key) in keys.enumerated() {
                    guard let value = feature.value(index) else { continue }
                    attributes.append((key, TileValue(value)))
                }
            }
            return true
        }
        return writer.tile()
    }

    /// The key of a feature's id among its attributes.
    static let identifierKey = "feature_id"
}

extension TileValue {
    init(_ value: FeatureCollectionQueries.DrawnValue) {
        switch value {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .truth(let truth): self = .truth(truth)
        }
    }
}
