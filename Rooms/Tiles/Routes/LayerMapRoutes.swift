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
import LayerStyles
import Rights
import Site
import Storage
import Wire

/// The map of layers, for people and for frames of other sites.
struct LayerMapRoutes: PageSet {
    let site: Site
    let limits: Limits
    let sources: [any FeatureSource]

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/map/layers", .layerMapPurpose) { request, context in
            let frame = try await frame(request, context)
            let page = try await page(request, context, reader: context.reader, frame)
            return html(page.html(frame), request)
        }
        routes.get("/embed/layers", .embeddedPurpose, for: .programs) { request, context in
            try await embedded(request, context)
        }
        return routes
    }

    /// What everybody may see, whoever asks.
    private func embedded(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let frame = frame(request, context, try await site.facts(.anonymous))
        let page = try await page(request, context, reader: .anonymous, frame)
        var response = html(page.embedded(frame), request)
        response.headers[.contentSecurityPolicy] =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors *"
        // frames of other sites have no language of ours to remember
        response.headers[.setCookie] = nil
        return response
    }

    private func page(
        _ request: Request, _ context: HTTPContext, reader: Reader, _ frame: PageFrame
    ) async throws -> LayerMapPage {
        let (query, language, sources) = (query(request), frame.language, sources)
        let (collections, datasets, styles, editable) = try await engine.read { connection in
            let collections =
                try sources.map { try FeatureCollectionQueries.find($0, for: reader, on: connection) }
                + FeatureCollectionQueries.all(for: reader, on: connection)
            return (
                collections, try DatasetQueries.all(for: reader, on: connection),
                try LayerStyleQueries.all(of: collections, on: connection),
                reader.mayDeliver ? try FeatureCollectionQueries.editable(by: reader, on: connection) : []
            )
        }
        var layers = layers(collections, datasets, query, language)
        for index in layers.indices {
            layers[index].style = styles[layers[index].name]
            layers[index].isEditable = editable.contains(layers[index].name)
        }
        var attributions: [String] = []
        for layer in layers where layer.isShown && !layer.attribution.isEmpty {
            if !attributions.contains(layer.attribution) { attributions.append(layer.attribution) }
        }
        let wanted = collections.first { $0.name == query["table"] }
        let first = layers.first { $0.isShown && !$0.isGround } ?? layers.first
        let chosen = wanted ?? collections.first { $0.name == first?.name }
        var table: LayerMapPage.Table?
        if let chosen { table = try await self.table(chosen, query, context, language) }
        return LayerMapPage(
            layers: layers, table: table, attributions: attributions, background: site.tileAttribution)
    }

    private func layers(
        _ collections: [FeatureCollection], _ datasets: [Dataset], _ query: FormBody, _ language: Language
    ) -> [LayerMapPage.Layer] {
        let isChosen = query.has("set") || query.has("layer")
        let chosen = Set(query.all("layer"))
        // Without a choice: the ground, and the first layer that is none.
        let first = collections.first { ![.district, .road, .water].contains($0.role) && $0.count > 0 }
        return collections.enumerated().map { number, collection in
            let dataset = datasets.first { $0.id == collection.datasetID }
            let credit = dataset?.attributions.map(\.text).joined(separator: "; ") ?? ""
            let isGround = [.district, .road, .water].contains(collection.role)
            return LayerMapPage.Layer(
                name: collection.name, title: collection.title(in: language.rawValue),
                words: Words(collection.title, collection.titleEnglish), count: collection.count,
                role: collection.role, geometryType: collection.geometryType,
                attribution: credit.isEmpty ? dataset?.owner ?? "" : credit, extent: collection.extent,
                number: number, titleField: collection.titleField, isLive: collection.isLive,
                isShown: isChosen ? chosen.contains(collection.name) : isGround || collection.name == first?.name)
        }
    }

    private func table(
        _ collection: FeatureCollection, _ query: FormBody, _ context: HTTPContext, _ language: Language
    ) async throws -> LayerMapPage.Table {
        let filter = LayerFilter(
            collection, query, isMeant: query["filtered"].isEmpty || query["filtered"] == collection.name, language)
        var asked = FeatureQuery()
        if let text = filter.text {
            asked.condition = try ItemsRequest.condition(text: text, collection)
        }
        let box = Self.box(query["bbox"])
        if let box { asked.boxes = [box] }
        let cursor = max(0, Int64(query["cursor"]) ?? 0)
        let isCostly = filter.text != nil || collection.count > 1000
        let ready = asked
        let (matched, found) = try await context.read(engine, isCostly: isCostly) { connection in
            (
                try FeatureCollectionQueries.count(of: collection, matching: ready, on: connection),
                try FeatureCollectionQueries.features(
                    of: collection, matching: ready, after: cursor, limit: LayerMapPage.pageSize + 1, on: connection)
            )
        }
        let shown = found.prefix(LayerMapPage.pageSize)
        let fields = LayerFilter.asked(of: collection).filter { $0.name != collection.titleField }
            .prefix(LayerMapPage.columns).map(\.name)
        let rows = shown.map { feature in
            let title = collection.titleField.flatMap { feature.properties[$0] }
            return LayerMapPage.Row(
                identifier: feature.identifier,
                title: title.flatMap { $0.isNull ? nil : $0.string ?? $0.text } ?? feature.identifier,
                values: fields.map { feature.properties[$0] ?? .null }, center: feature.center)
        }
        return LayerMapPage.Table(
            layer: collection.name, title: collection.title(in: language.rawValue), fields: Array(fields), rows: rows,
            matched: matched, filter: filter, box: box == nil ? "" : query["bbox"], cursor: cursor,
            next: found.count > shown.count ? shown.last?.position : nil, time: LayerMapPage.TimeSpan(collection))
    }

    /// West, south, east, north in degrees; nil for anything else.
    private static func box(_ text: String) -> BoundingBox? {
        let numbers = text.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[0] < numbers[2], numbers[1] < numbers[3],
            numbers[0] >= -180, numbers[2] <= 180, numbers[1] >= -90, numbers[3] <= 90
        else { return nil }
        return BoundingBox(west: numbers[0], south: numbers[1], east: numbers[2], north: numbers[3])
    }
}
