// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import FeaturesPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// What a layer held before it was delivered again, for who may change it.
struct VersionRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/layers/versions/{collection}",
            Words("Frühere Stände einer Ebene", "Earlier states of a layer")
        ) { request, context in
            let (collection, versions) = try await known(context)
            let fields = query(request)
            let day = CalendarDay(parsing: fields["day"])
            let page = VersionsPage(
                collection: collection, versions: versions, day: day,
                fault: day == nil && !fields["day"].isEmpty ? .versionNoDay : nil, isDone: fields["done"] == "yes")
            let status: HTTPResponse.Status = page.fault == nil ? .ok : .badRequest
            return html(page.html(try await frame(request, context)), request, status: status)
        }
        routes.post(
            "/layers/versions/{collection}",
            Words(
                "Einen früheren Stand einer Ebene wiederherstellen oder vergessen",
                "Bring an earlier state of a layer back, or forget it")
        ) { request, context in
            try await change(request, context)
        }
        routes.get(
            "/layers/versions/{collection}/{version}",
            Words("Ein früherer Stand einer Ebene als GeoJSON", "An earlier state of a layer as GeoJSON"),
            for: .programs
        ) { request, context in
            let (collection, versions) = try await known(context)
            let version = try Self.chosen(context.parameters.get("version") ?? "", versions)
            return try await document(version, collection, context)
        }
        return routes
    }

    private func known(_ context: HTTPContext) async throws -> (FeatureCollection, [LayerVersion]) {
        let (name, reader) = (context.parameters.get("collection") ?? "", context.reader)
        try context.requireDelivery()
        let found = try await engine.read { connection -> (FeatureCollection, [LayerVersion])? in
            guard let collection = try FeatureCollectionQueries.find(name, for: reader, on: connection),
                let dataset = collection.datasetID
            else { return nil }
            try DatasetQueries.require(.write, dataset, reader, on: connection)
            return (collection, try LayerVersions.all(of: collection, on: connection))
        }
        guard let found else {
            throw Problem.notFound(
                "There is no such layer; /ogc/collections lists them.",
                german: "Eine solche Ebene gibt es nicht; /ogc/collections nennt alle.")
        }
        return found
    }

    private static func chosen(_ text: String, _ versions: [LayerVersion]) throws(Problem) -> LayerVersion {
        guard let version = versions.first(where: { String($0.id) == text }) else {
            throw Problem.notFound(
                "This state of the layer is not kept, or no longer.",
                german: "Dieser Stand der Ebene ist nicht oder nicht mehr aufgehoben.")
        }
        return version
    }

    private func document(
        _ version: LayerVersion, _ collection: FeatureCollection, _ context: HTTPContext
    ) async throws -> Response {
        let bytes = try await context.read(engine, isCostly: true) { connection in
            var writer = JSONWriter(reserving: 1 << 16)
            writer.beginObject()
            writer.name("type")
            writer.write("FeatureCollection")
            writer.name("features")
            writer.beginArray()
            try FeatureCollectionQueries.forEach(
                of: version.collection, matching: FeatureQuery(), after: .min, on: connection
            ) { row in
                FeatureCollectionQueries.write(row, of: version.collection, to: &writer)
                return true
            }
            writer.endArray()
            writer.endObject()
            return writer.bytes
        }
        return Response(
            contentType: "application/geo+json", bytes: bytes,
            headers: [
                .vary: "Cookie", .cacheControl: "private, no-cache",
                .contentDisposition: "attachment; filename=\"\(collection.name)-\(version.id).geojson\"",
            ])
    }

    private func change(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let body = try await form(request)
        let (collection, versions) = try await known(context)
        let version = try Self.chosen(body["version"], versions)
        let (reader, now) = (context.reader, clock())
        if body["action"] == "forget" {
            let dataset = collection.datasetID
            try await engine.write { connection in
                if let dataset { try DatasetQueries.require(.write, dataset, reader, on: connection) }
                try LayerVersions.forget(version.id, on: connection)
                try AuditTrail.append(
                    "forget", object: "layer/\(collection.name)", by: reader.displayName, at: now,
                    detail: ["version": JSONValue(version.id)], on: connection)
            }
        } else {
            try await GISImport.restore(
                version, of: collection, for: reader, by: reader.displayName, at: now, in: engine)
        }
        return redirect(.layerVersions(collection.name, [("done", "yes")]))
    }
}
