// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Documents
import Features
import FeaturesPages
import Foundation
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import IngestWaiting
import LayerStyles
import NIOCore
import Site
import Storage
import Threads
import Wire

/// A layer, or what a filter chooses of it, as a file.
struct ExportRoutes: PageSet {
    let site: Site
    let area: WaitingArea
    let cage: GISCage
    let pool: WorkerPool
    let limits: Limits

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/layers/download/{collection}/{format}",
            Words(
                "Eine Ebene als Datei (geojson, csv, gpkg, fgb, shp), ihre Darstellung (qml, sld)",
                "A layer as a file (geojson, csv, gpkg, fgb, shp), its style (qml, sld)"),
            for: .programs
        ) { request, context in
            try await download(request, context)
        }
        return routes
    }

    private static let passed = ["limit", "offset", "cursor", "f", "skipGeometry"]

    private func download(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let name = context.parameters.get("collection") ?? ""
        let reader = context.reader
        let form = context.parameters.get("format") ?? ""
        let found = try await engine.read { connection -> (FeatureCollection, LayerStyle?)? in
            guard let collection = try FeatureCollectionQueries.find(name, for: reader, on: connection) else {
                return nil
            }
            return (collection, try LayerStyleQueries.find(of: collection, on: connection))
        }
        guard let (collection, style) = found, ExportFormat(rawValue: form) != nil || StyleFormat(rawValue: form) != nil
        else {
            throw Problem.notFound(
                "There is no such layer in such a form; /ogc/collections lists the layers.",
                german: "Eine solche Ebene in dieser Form gibt es nicht; /ogc/collections nennt die Ebenen.")
        }
        if let form = StyleFormat(rawValue: form) {
            return try styled(collection, style ?? LayerStyle(), form, language(request))
        }
        let format = ExportFormat(rawValue: form) ?? .geojson
        let parameters = try QueryParameters(request)
        for parameter in Self.passed where parameters[parameter] != nil {
            throw QueryParameters.fault(parameter, "is none of a download, which holds all that matches.")
        }
        let asked = try ItemsRequest(parameters, collection, limits)
        if format == .csv, asked.system != .crs84 {
            throw QueryParameters.fault("crs", "is none of CSV; take gpkg or shp.")
        }
        let rows = ExportRows(collection: collection, query: asked.query, engine: engine, context: context)
        var head: HTTPFields = [
            .contentType: format.contentType, .vary: "Cookie", .cacheControl: "private, no-cache",
            .contentDisposition: "attachment; filename=\"\(collection.name).\(format.ending)\"",
        ]
        if format == .geojson, let name = HTTPField.Name("Content-Crs") { head[name] = "<\(asked.system.uri)>" }
        switch format {
        case .geojson: return try await geoJSON(rows, asked.form, head)
        case .csv: return try await table(rows, collection.fields.filter(asked.form.shows), head)
        case .gpkg, .fgb, .shp: return try await made(rows, asked, format, style, language(request), head)
        }
    }

    /// How the layer is drawn, for programs that draw it themselves.
    private func styled(
        _ collection: FeatureCollection, _ style: LayerStyle, _ form: StyleFormat, _ language: Language
    ) throws(Problem) -> Response {
        let title = Words(collection.title, collection.titleEnglish)
        let text: String
        switch form {
        case .sld:
            text = style.sld(collection.geometryType, name: collection.name, layer: title, in: language)
        case .qml:
            guard let shape = StyledShape(collection.geometryType) else {
                throw Problem.notFound(
                    "QGIS draws one kind of geometry in a layer, and this one has several; take sld.",
                    german: "QGIS zeichnet je Ebene eine Art von Geometrie, diese hat mehrere; nehmen Sie sld.")
            }
            text = style.qml(shape, layer: title, in: language)
        }
        return Response(
            contentType: form.contentType, bytes: Array(text.utf8),
            headers: [
                .vary: "Accept-Language, Cookie", .cacheControl: "private, no-cache",
                .contentDisposition: "attachment; filename=\"\(collection.name).\(form.rawValue)\"",
            ])
    }

    // MARK: Written by the house

    private func geoJSON(_ rows: ExportRows, _ form: FeatureForm, _ head: HTTPFields) async throws -> Response {
        let collection = rows.collection
        return try await stream(
            rows, opening: Array(#"{"type":"FeatureCollection","features":["#.utf8), closing: Array("]}".utf8), head
        ) { row, isFirst, bytes in
            if !isFirst { bytes.append(0x2C) }
            var writer = JSONWriter(reserving: 512)
            FeatureCollectionQueries.write(row, of: collection, as: form, to: &writer)
            bytes += writer.bytes
        }
    }

    private func table(_ rows: ExportRows, _ fields: [FeatureField], _ head: HTTPFields) async throws -> Response {
        let table = ExportTable(rows.collection, fields, for: nil)
        return try await stream(rows, opening: table.head, closing: [], head) { row, _, bytes in
            table.write(FeatureCollectionQueries.stored(row, table.collection), to: &bytes)
        }
    }

    /// The first piece is read before the answer begins, so that a fault is still an error.
    private func stream(
        _ rows: ExportRows, opening: [UInt8], closing: [UInt8], _ head: HTTPFields, _ write: @escaping ExportRows.Write
    ) async throws -> Response {
        let first = try await rows.piece(after: nil, write)
        return Response(
            status: .ok, headers: head,
            body: .init { writer in
                try await writer.write(ByteBuffer(bytes: opening))
                var piece = first
                while true {
                    try await writer.write(ByteBuffer(bytes: piece.bytes))
                    if piece.isLast { break }
                    piece = try await rows.piece(after: piece, write)
                }
                try await writer.write(ByteBuffer(bytes: closing))
                try await writer.finish(nil)
            })
    }

    // MARK: Made by GDAL

    private func made(
        _ rows: ExportRows, _ asked: ItemsRequest, _ format: ExportFormat, _ style: LayerStyle?, _ language: Language,
        _ head: HTTPFields
    ) async throws -> Response {
        if let obstacle = GISCage.obstacle {
            throw Problem(
                .serviceUnavailable, "Not available", detail: obstacle.words.english, german: obstacle.words.german)
        }
        let folder = try area.open()
        do {
            let work = area.folder + "/" + folder
            let files = ExportFiles(
                table: ExportTable(rows.collection, rows.collection.fields.filter(asked.form.shows), for: format),
                work: work, system: asked.system, cage: cage, style: style, language: language)
            try await files.write(rows)
            let path = try await pool.run { _ in try files.make() }
            guard let handle = FileHandle(forReadingAtPath: path), let size = try? handle.seekToEnd() else {
                throw GISFault.tooLarge
            }
            try handle.seek(toOffset: 0)
            var head = head
            head[.contentLength] = String(size)
            let area = area
            return Response(
                status: .ok, headers: head,
                body: .init(contentLength: Int(size)) { writer in
                    defer { area.remove(folder) }
                    while let data = try handle.read(upToCount: 256 * 1024), !data.isEmpty {
                        try await writer.write(ByteBuffer(bytes: data))
                    }
                    try handle.close()
                    try await writer.finish(nil)
                })
        } catch {
            area.remove(folder)
            throw error
        }
    }
}
