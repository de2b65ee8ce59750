// SPDX-License-Identifier: EUPL-1.2
import Rights
import Answers
import Bilingual
import Features
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import Storage
import Wire

extension FeaturesRoutes {
    /// Bytes gathered before they are handed to the client; the database is not held while it takes them.
    private static let chunk = 128 * 1024

    /// A page of features (/req/core/fc-op).
    func items(_ request: Request, _ context: HTTPContext) async throws -> Response {
        do {
            return try await itemsPage(request, context)
        } catch is LostPosition {
            throw QueryParameters.fault("cursor", "begins behind a feature that is gone; ask again without it.")
        }
    }

    private func itemsPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        if try form(request, parameters) == .html { return try await itemsForPeople(parameters, request, context) }
        let page = try await opening(parameters, context)
        let (collection, asked, first) = (page.collection, page.asked, page.first)
        let (stamp, matched) = (clock().iso8601, page.matched)
        let head: HTTPFields = [
            .contentType: MediaType.geoJSON, .vary: "Accept, Accept-Language", .contentCrs: "<\(asked.system.uri)>",
            // as of the WFS: programs that keep pages show the layer of before
            .cacheControl: "no-store",
        ]
        if first.isLast {
            let tail = tail(of: collection, asked, first, matched: matched, stamp: stamp, context)
            return Response(contentType: MediaType.geoJSON, bytes: first.bytes + tail, headers: head)
        }
        return Response(
            status: .ok, headers: head,
            body: .init { writer in
                var piece = first
                while true {
                    try await writer.write(ByteBuffer(bytes: piece.bytes))
                    if piece.isLast { break }
                    let before = piece
                    piece = try await context.read(engine, isCostly: asked.isCostly, isContinuation: true) {
                        try Self.piece(
                            collection, asked, after: before.position, returned: before.returned, isFirst: false, on: $0
                        )
                    }
                }
                let tail = self.tail(of: collection, asked, piece, matched: matched, stamp: stamp, context)
                try await writer.write(ByteBuffer(bytes: tail))
                try await writer.finish(nil)
            })
    }

    /// A page for people, with a link to the next.
    private func itemsForPeople(
        _ parameters: QueryParameters, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let collection = try await requested(context)
        let asked = try ItemsRequest(parameters, collection, limits)
        let (matched, rows) = try await context.read(engine, isCostly: asked.isCostly) { connection in
            var query = asked.query
            try query.lookUp(in: collection, on: connection)
            return (
                try FeatureCollectionQueries.count(of: collection, matching: query, on: connection),
                try FeatureCollectionQueries.features(
                    of: collection, matching: query, after: asked.cursor, skipping: asked.offset,
                    limit: asked.limit + 1, on: connection)
            )
        }
        let language = language(request)
        let shown = Array(rows.prefix(asked.limit))
        var next: String?
        if rows.count > asked.limit, let last = shown.last {
            next = itemsAddress(collection, asked, after: last.position, form: .html, context)
        }
        let body = itemsPage(language, collection, asked, shown, matched: matched, next: next)
        return try await page(
            collection.title(in: language.rawValue), body, request, context, way: way(to: collection, language))
    }

    /// What is known when the answer begins.
    private struct Opening: Sendable {
        let collection: FeatureCollection
        let asked: ItemsRequest
        let first: Piece
        /// Nil where to know it too many rows would have to be looked at.
        let matched: Int?

        init(_ collection: FeatureCollection, _ asked: ItemsRequest, on connection: any StorageConnection) throws {
            var asked = asked
            try asked.query.lookUp(in: collection, on: connection)
            (self.collection, self.asked) = (collection, asked)
            first = try FeaturesRoutes.piece(
                collection, asked, after: asked.cursor, returned: 0, isFirst: true, on: connection)
            // who has seen all from the first to the last need not count them
            let isWhole = asked.cursor == 0 && asked.offset == 0 && first.isLast && !first.hasMore
            matched =
                isWhole
                ? first.returned
                : try FeatureCollectionQueries.count(of: collection, matching: asked.query, on: connection)
        }
    }

    private func opening(_ parameters: QueryParameters, _ context: HTTPContext) async throws -> Opening {
        let (find, limits) = (finding(context), limits)
        if ItemsRequest.isSmall(parameters) {
            return try await engine.read { connection in
                let collection = try find(connection)
                return try Opening(collection, ItemsRequest(parameters, collection, limits), on: connection)
            }
        }
        let collection = try await engine.read { try find($0) }
        let asked = try ItemsRequest(parameters, collection, limits)
        return try await context.read(engine, isCostly: asked.isCostly) { try Opening(collection, asked, on: $0) }
    }

    /// What stands behind the features.
    private func tail(
        of collection: FeatureCollection, _ asked: ItemsRequest, _ piece: Piece, matched: Int?, stamp: String,
        _ context: HTTPContext
    ) -> [UInt8] {
        let here = itemsAddress(collection, asked, after: asked.cursor, form: nil, context)
        var links = selfLinks(here, .json, type: "application/geo+json")
        if piece.hasMore {
            let next = itemsAddress(collection, asked, after: piece.position, form: .json, context)
            links.append(Link(address: next, relation: "next", type: "application/geo+json", title: nil))
        }
        links.append(
            Link(address: address(collection, context), relation: "collection", type: "application/json", title: nil))
        var list = JSONWriter(reserving: 1024)
        Link.write(links, to: &list)
        let number = matched.map { #""numberMatched":\#($0),"# } ?? ""
        return Array(#"],"links":"#.utf8) + list.bytes
            + Array(#","timeStamp":"\#(stamp)",\#(number)"numberReturned":\#(piece.returned)}"#.utf8)
    }

    /// A stretch of the answer and where it ended.
    private struct Piece: Sendable {
        var bytes: [UInt8] = []
        var position: Int64
        var returned: Int
        var isLast = true
        var hasMore = false
    }

    private static func piece(
        _ collection: FeatureCollection, _ asked: ItemsRequest, after position: Int64, returned: Int, isFirst: Bool,
        on connection: any StorageConnection
    ) throws -> Piece {
        var piece = Piece(position: position, returned: returned)
        var toSkip = isFirst ? asked.offset : 0
        var writer = JSONWriter(reserving: asked.limit < 20 ? 8 * 1024 : chunk + 16_384)
        if isFirst {
            writer.beginObject()
            writer.name("type")
            writer.write("FeatureCollection")
            writer.name("features")
            writer.beginArray()
        } else {
            // goes on behind a feature
            writer.raw("")
        }
        if !isFirst { try FeatureCollectionQueries.requireSameImport(as: collection, on: connection) }
        try FeatureCollectionQueries.forEach(
            of: collection, matching: asked.query, after: position, on: connection
        ) { row in
            if toSkip > 0 {
                toSkip -= 1
                return true
            }
            if piece.returned == asked.limit {
                piece.hasMore = true
                return false
            }
            if writer.bytes.count >= chunk {
                piece.isLast = false
                return false
            }
            FeatureCollectionQueries.write(row, of: collection, as: asked.form, to: &writer)
            piece.returned += 1
            piece.position = row.integer(0)
            return true
        }
        piece.bytes = writer.bytes
        return piece
    }

    /// The address of a page; `form` nil leaves the form to be added.
    func itemsAddress(
        _ collection: FeatureCollection, _ asked: ItemsRequest, after position: Int64, form: Form?,
        _ context: HTTPContext
    ) -> String {
        var parts = asked.kept.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        if position > 0 { parts.append("cursor=\(position)") }
        if let form { parts.append("f=\(form.rawValue)") }
        let query = parts.joined(separator: "&")
        return address(collection, context) + "/items" + (query.isEmpty ? "" : "?" + query)
    }

    /// One feature (/req/core/f-op).
    func feature(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["crs", "f", "lang"])
        let form = try form(request, parameters)
        let system = try ItemsRequest.system("crs", parameters)
        let identifier = try identifier(context)
        let find = finding(context)
        @Sendable func absent(_ collection: FeatureCollection) -> Problem {
            Problem.notFound(
                "There is no feature \"\(identifier.prefix(60))\" in \(collection.name).",
                german: "Ein Objekt \"\(identifier.prefix(60))\" gibt es in \(collection.name) nicht.")
        }
        if form == .html {
            let (collection, found) = try await engine.read { connection in
                let collection = try find(connection)
                guard let found = try FeatureCollectionQueries.feature(identifier, of: collection, on: connection)
                else { throw absent(collection) }
                return (collection, found)
            }
            let language = language(request)
            return try await page(
                title(of: found, collection), featurePage(language, collection, found), request, context,
                way: way(to: collection, features: true, language))
        }
        // the layer and its feature in one look at the database
        let root = root(context)
        let found = try await engine.read { connection -> (bytes: [UInt8], version: FeatureVersion, isLive: Bool) in
            let collection = try find(connection)
            let address = "\(root)/collections/\(collection.name)"
            var links = selfLinks(address + "/items/" + Self.encoded(identifier), .json, type: "application/geo+json")
            links.append(Link(address: address, relation: "collection", type: "application/json", title: nil))
            var writer = JSONWriter(reserving: 4096)
            let version = try FeatureCollectionQueries.write(
                identifier, of: collection, as: FeatureForm(system), links: links, to: &writer, on: connection)
            guard let version else { throw absent(collection) }
            return (writer.bytes, version, collection.isLive)
        }
        var headers: HTTPFields = [.vary: "Accept, Accept-Language", .contentCrs: "<\(system.uri)>"]
        if !found.isLive {
            headers[.eTag] = found.version.entityTag
            headers[.lastModified] = HTTPDate.text(found.version.changed)
            if let tags = Self.tags(request.headers[values: .ifNoneMatch]),
                FeatureExpectation.holds(tags, found.version)
            {
                return Response(status: .notModified, headers: headers)
            }
        }
        return Response(contentType: MediaType.geoJSON, bytes: found.bytes, headers: headers)
    }

    /// What people call the feature.
    func title(of feature: StoredFeature, _ collection: FeatureCollection) -> String {
        let value = collection.titleField.flatMap { feature.properties[$0] }
        return value?.string ?? (value.map { $0.isNull ? feature.identifier : $0.text } ?? feature.identifier)
    }

    /// Percent-encodes a path segment or a part of a query.
    static func encoded(_ text: String) -> String {
        PercentEncoding.encoded(text) { PercentEncoding.isUnreserved($0) || $0 == 0x2C || $0 == 0x3A }
    }
}
