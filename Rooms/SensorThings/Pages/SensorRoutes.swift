// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import HTTPSupport
import HTTPTypes
import Hummingbird
import SensorThings
import SensorThingsFrame
import Site
import Storage

/// What the town measures: map, sensors, series, and how long values are kept.
struct SensorRoutes: TownPageSet {
    let site: Site
    let towns: TownMemory

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/map", Words("Die Karte der Kommune", "The map of the town")) { request, context in
            try await map(request, context)
        }
        routes.get(
            "/map/sensors.geojson", Words("Die Messstellen für die Karte", "The sensors for the map"),
            for: .programs
        ) { request, context in
            try await mapData(request, context)
        }
        routes.get(
            "/map/layers/{name}", Words("Eine Ebene für die Karte", "A layer for the map"), for: .programs
        ) { request, context in
            try await mapLayer(request, context)
        }
        routes.get("/sensors", Words("Die Liste der Messstellen", "The list of sensors")) { request, context in
            try await sensors(request, context)
        }
        routes.get(
            "/sensors/changes", Words("Wer zuletzt ausfiel oder wiederkam", "Who fell silent or came back of late")
        ) { request, context in
            try await stateChanges(request, context)
        }
        routes.get("/sensors/{thing}", Words("Eine Messstelle", "A sensor")) { request, context in
            try await sensor(request, context)
        }
        routes.get(
            "/sensors/{thing}/series/{datastream}", Words("Eine Messreihe", "A series")
        ) { request, context in
            try await sensor(request, context)
        }
        routes.get(
            "/sensors/{thing}/series/{datastream}/annotations",
            Words("Grenzwerte und Notizen einer Messreihe", "Thresholds and notes of a series")
        ) { request, context in
            try await annotations(request, context)
        }
        routes.post(
            "/sensors/{thing}/series/{datastream}/annotations",
            Words("Einen Grenzwert oder eine Notiz hinzufügen", "Add a threshold or a note")
        ) { request, context in
            try await annotate(request, context)
        }
        routes.post(
            "/sensors/{thing}/series/{datastream}/annotations/{annotation}/remove",
            Words("Einen Grenzwert oder eine Notiz entfernen", "Remove a threshold or a note")
        ) { request, context in
            try await removeAnnotation(request, context)
        }
        routes.get(
            "/embed/series/{datastream}",
            Words("Ein Diagramm zum Einbetten in andere Seiten", "A chart to embed in other pages"), for: .programs
        ) { request, context in
            try await embedded(request, context)
        }
        routes.get(
            "/series/{file}", Words("Die Werte einer Messreihe als Datei", "The values of a series as a file"),
            for: .programs
        ) { request, context in
            try await seriesFile(request, context)
        }
        routes.get(
            "/data/{slug}/retention", Words("Wie lange Werte aufbewahrt werden", "How long values are kept")
        ) { request, context in
            try await retention(request, context)
        }
        routes.post(
            "/data/{slug}/retention", Words("Die Aufbewahrung ändern", "Change how long values are kept")
        ) { request, context in
            try await changeRetention(request, context)
        }
        return routes
    }

    // MARK: Map

    private func mapPage(_ town: TownReading, _ language: Language) -> MapPage {
        let lines = town.lines(language, now: now())
        let layers = town.layers.map { layer in
            let dataset = town.dataset(layer.dataset)
            let credit = dataset.map { $0.attributions.map(\.text).joined(separator: "; ") } ?? ""
            return MapPage.Layer(
                name: layer.name, title: language(layer.title, layer.titleEnglish), role: layer.role,
                attribution: credit.isEmpty ? dataset?.owner ?? "" : credit, count: layer.count)
        }
        let shown = Set(lines.filter { $0.longitude != nil }.compactMap(\.datasetSlug))
        var attributions: [String] = []
        for dataset in town.datasets where shown.contains(dataset.slug) {
            for attribution in dataset.attributions where !attributions.contains(attribution.text) {
                attributions.append(attribution.text)
            }
        }
        for layer in layers
        where layer.isBase && !layer.attribution.isEmpty && !attributions.contains(layer.attribution) {
            attributions.append(layer.attribution)
        }
        return MapPage(
            lines: lines, layers: layers, attributions: attributions,
            background: site.tileAttribution.map { MapPage.Background(attribution: $0) })
    }

    func map(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        var page = mapPage(town, frame.language)
        page.page = Int(query(request)["page"]) ?? 1
        return html(page.html(frame), request)
    }

    func mapData(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let bytes = mapPage(town, frame.language).data(language: frame.language, format: frame.format)
        return Response(
            contentType: MediaType.geoJSON, bytes: bytes,
            headers: [.cacheControl: "private, no-cache", .vary: "Accept-Language, Cookie"])
    }

    func mapLayer(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let name = context.parameters.get("name").map { FormBody.decoded($0) } ?? ""
        let reader = context.reader
        let found = try await engine.read { connection -> (tag: String, bytes: [UInt8])? in
            let collection = try FeatureCollectionQueries.find(name, for: reader, on: connection)
            guard let collection else { return nil }
            let bytes = try FeatureCollectionQueries.outline(of: collection, on: connection)
            return (collection.entityTag, bytes)
        }
        guard let found else {
            throw Problem.notFound(
                "There is no such layer, or it is not public.",
                german: "Diese Ebene gibt es nicht, oder sie ist nicht öffentlich.")
        }
        // asked again each time: who may see it can change
        let headers: HTTPFields = [.cacheControl: "private, no-cache", .eTag: found.tag]
        return Response(contentType: MediaType.geoJSON, bytes: found.bytes, headers: headers)
    }

    // MARK: Sensors

    func sensors(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let query = query(request)
        let language = frame.language
        let lines = town.lines(language, now: now())
        let used = Set(lines.compactMap(\.datasetSlug))
        let datasets = town.datasets.filter { used.contains($0.slug) }.map {
            (slug: $0.slug, title: language($0.title, $0.titleEnglish))
        }
        let page = SensorsPage(
            all: lines, search: query["q"], state: query["state"], dataset: query["dataset"],
            order: SensorsPage.Order(rawValue: query["order"]) ?? .name, page: Int(query["page"]) ?? 1,
            datasets: datasets)
        return html(page.html(frame), request)
    }

    func stateChanges(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let query = query(request)
        let language = frame.language
        let used = Set(town.series.compactMap(\.dataset))
        let datasets = town.datasets.filter { used.contains($0.id) }
        // what is no state and no data set filters nothing
        let state = SensorState(rawValue: query["state"])
        let dataset = datasets.first { $0.slug == query["dataset"] }
        let (reader, before) = (context.reader, Int64(query["before"]))
        let entries = try await engine.read { connection in
            try StateChange.recent(
                for: reader, to: state, dataset: dataset?.id, before: before, limit: StateChangesPage.pageSize + 1,
                on: connection)
        }
        let page = StateChangesPage(
            entries: entries, state: state?.rawValue ?? "", dataset: dataset?.slug ?? "",
            datasets: datasets.map { (slug: $0.slug, title: language($0.title, $0.titleEnglish)) })
        return html(page.html(frame), request)
    }

    func sensor(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let thing = try number(context, "thing")
        let datastream = context.parameters.get("datastream") == nil ? nil : try number(context, "datastream")
        let town = try await town(context)
        let frame = frame(request, context, town)
        let query = query(request)
        let wanted = SensorPage.Request(query)
        let (instant, format, base, reader) = (now(), frame.format, context.baseURL.text, context.reader)
        let page = try await engine.read { connection in
            try SensorPage.read(
                thing: thing, datastream: datastream, request: wanted, town: town, now: instant, format: format,
                base: base, reader: reader, on: connection)
        }
        guard let page else {
            throw Problem.notFound(
                "There is no such sensor, or it is not public.",
                german: "Diese Messstelle gibt es nicht, oder sie ist nicht öffentlich.")
        }
        return html(page.html(frame), request)
    }
}
