// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import FeaturesPages
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import SensorThings
import Site
import Storage
import Wire

/// OGC API - Environmental Data Retrieval 1.1 (OGC 19-086r6) at `/edr`: what sensors measured at a place in a stretch of time.
struct EDRRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        let one = "/edr/collections/{collection}"
        let answers: [(path: String, purpose: Words, answer: RoomRoutes.Answer)] = [
            ("/edr/collections", .allCollections, collections), (one, .oneCollection, collection),
            (one + "/position", .atPosition, position), (one + "/locations", .allLocations, locations),
            (one + "/locations/{location}", .atLocation, location),
        ]
        var routes = EDRDescription.interface.routes(self)
        for (path, purpose, answer) in answers {
            routes.on(.get, path, purpose, answer)
            routes.share(path, [.get, .head])
        }
        return routes
    }

    private func collections(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["bbox", "datetime", "f", "lang"])
        try refuseOtherForms(parameters)
        let boxes = try parameters["bbox"].map { try ItemsRequest.boxes(ItemsRequest.numbers($0)) }
        let times = try parameters["datetime"].map { try ItemsRequest.interval($0) }
        let (reader, base, language) = (context.reader, context.baseURL.text, language(request))
        let all = try await context.read(engine, isCostly: true) { connection -> [EDRCollection] in
            let series = Dictionary(
                grouping: try SeriesQueries.stations(for: reader, on: connection), by: \.dataset)
            return try DatasetQueries.all(for: reader, on: connection).compactMap { dataset in
                EDRCollection(dataset, series[dataset.id] ?? [])
            }
        }
        let found = all.filter { collection in
            (boxes.map { $0.contains { $0.intersects(collection.extent) } } ?? true)
                && Self.meets(collection.period, times)
        }
        let link = Link(address: base + "/edr/collections", relation: "self", type: "application/json")
        return OpenInterface.answer([
            "links": Link.list([link]), "collections": .array(found.map { $0.json(base: base, language) }),
        ])
    }

    private func collection(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["f", "lang"])
        try refuseOtherForms(parameters)
        let collection = try await requested(context)
        return OpenInterface.answer(collection.json(base: context.baseURL.text, language(request)))
    }

    /// The data set of the path, with all its series; 404 when there is none that the reader may see.
    func requested(_ context: HTTPContext) async throws -> EDRCollection {
        let (slug, reader) = (FormBody.decoded(context.parameters.get("collection") ?? ""), context.reader)
        let found = try await context.read(engine, isCostly: true) { connection -> EDRCollection? in
            guard let dataset = try DatasetQueries.find(slug: slug, for: reader, on: connection) else { return nil }
            return EDRCollection(
                dataset, try SeriesQueries.stations(inDataset: dataset.id, for: reader, on: connection))
        }
        guard let found else {
            throw Problem.notFound(
                "There is no collection \"\(slug.prefix(60))\"; /edr/collections lists them.",
                german: "Eine Sammlung \"\(slug.prefix(60))\" gibt es nicht; /edr/collections nennt alle.")
        }
        return found
    }

    /// Whether something of a period lies in the times; one without values meets all of them.
    static func meets(_ period: InstantInterval?, _ times: ItemsRequest.Interval?) -> Bool {
        guard let period, let times else { return true }
        return (times.first.map { $0 <= period.end } ?? true) && (times.last.map { period.start <= $0 } ?? true)
    }

    private func refuseOtherForms(_ parameters: QueryParameters) throws(Problem) {
        if let form = parameters["f"], form.lowercased() != "json" {
            throw QueryParameters.fault("f", "must be json.")
        }
    }
}
