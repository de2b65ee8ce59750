// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Features
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import SensorThings
import Storage
import Wire

extension WebRoutes {
    func start(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let page = try await startPages.page(context.reader.rights, frame.language, at: town.rightsNumber) {
            let (instant, format) = (now(), frame.format)
            return try await engine.read { try StartPage.read(town: town, now: instant, format: format, on: $0) }
        }
        let planning = try await planningContext(request, context)
        let needs = planning.plan.objects(of: .need).filter { $0.state == .active }
        let shown = needs.sorted { ($0.text("due") ?? "9", $0.reference) < ($1.text("due") ?? "9", $1.reference) }
            .prefix(3)
        let section = NeedsSection(
            context: planning, needs: Array(shown), today: today(planning),
            readings: try await needLines(Array(shown), planning, context))
        return html(page.html(frame, needs: section.html()), request)
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
            background: tileAttribution.map { MapPage.Background(attribution: $0) })
    }

    func map(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        return html(mapPage(town, frame.language).html(frame), request)
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
        guard let found else { throw Problem.notFound("There is no such layer, or it is not public.") }
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
        let wanted = SensorPage.Request(range: query["range"], from: query["from"], to: query["to"])
        let (instant, format, base, reader) = (now(), frame.format, context.baseURL.text, context.reader)
        let page = try await engine.read { connection in
            try SensorPage.read(
                thing: thing, datastream: datastream, request: wanted, town: town, now: instant, format: format,
                base: base, reader: reader, on: connection)
        }
        guard let page else { throw Problem.notFound("There is no such sensor, or it is not public.") }
        return html(page.html(frame), request)
    }

    // MARK: Data sets

    private func entries(_ town: TownReading, _ language: Language) -> [DataPage.Entry] {
        var things: [Int64: Set<Int64>] = [:]
        for record in town.series {
            if let dataset = record.dataset { things[dataset, default: []].insert(record.thing) }
        }
        return town.datasets.map { dataset in
            DataPage.Entry(
                slug: dataset.slug, title: language(dataset.title, dataset.titleEnglish),
                description: language(dataset.description, dataset.descriptionEnglish), owner: dataset.owner,
                licence: dataset.licence, keywords: dataset.keywords, modified: dataset.modified,
                sensors: things[dataset.id]?.count ?? 0,
                layers: town.layers.filter { $0.dataset == dataset.id }.count, isPublic: dataset.access == .public)
        }
    }

    func data(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let query = query(request)
        let page = DataPage(
            all: entries(town, frame.language), search: query["q"], licence: query["licence"], owner: query["owner"])
        return html(page.html(frame), request)
    }

    func dataset(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (town, dataset) = try await visible(context)
        let frame = frame(request, context, town)
        let language = frame.language
        let reuse = SensorPage.reuse(dataset, language)
        let reader = context.reader
        let choices = accessChoices(reader)
        var (runs, retention, decided) = try await engine.read { connection in
            (
                try ImportQueries.runs(dataset: dataset.id, limit: 20, for: reader, on: connection),
                try RetentionQueries.policy(ofDataset: dataset.id, on: connection),
                choices.isEmpty ? nil : try DatasetContents.read(ofDataset: dataset.id, on: connection)
            )
        }
        if decided != nil { decided?.indicators = town.indicators(ofDataset: dataset.id, in: try await plan(context)) }
        let page = DatasetPage(
            slug: dataset.slug, title: reuse.title,
            description: language(dataset.description, dataset.descriptionEnglish), keywords: dataset.keywords,
            sourceURL: dataset.sourceURL, issued: dataset.issued, modified: dataset.modified,
            access: dataset.access, accessChoices: choices, decided: decided,
            reuse: reuse,
            sensors: town.lines(language, now: now()).filter { $0.datasetSlug == dataset.slug },
            layers: town.layers.filter { $0.dataset == dataset.id }.map {
                DatasetPage.Layer(name: $0.name, title: language($0.title, $0.titleEnglish), count: $0.count)
            }, imports: runs, retention: retention, base: context.baseURL.text)
        return html(page.html(frame), request)
    }

    func search(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let language = frame.language
        let layers = town.layers.map {
            SearchPage.Layer(name: $0.name, title: language($0.title, $0.titleEnglish), description: $0.description)
        }
        let page = SearchPage(
            text: query(request)["q"], datasets: entries(town, language), sensors: town.lines(language, now: now()),
            layers: layers, plan: try await plan(context))
        return html(page.html(frame), request)
    }

    // MARK: Imports

    func imports(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let reader = context.reader
        let runs = try await engine.read { try ImportQueries.runs(limit: 200, for: reader, on: $0) }
        return html(ImportsPage(runs: runs).html(frame(request, context, town)), request)
    }

    func importRun(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let id = try number(context, "run")
        let town = try await town(context)
        let reader = context.reader
        let run = try await engine.read { try ImportQueries.runs(id: id, limit: 1, for: reader, on: $0).first }
        guard let run else { throw Problem.notFound("There is no such import, or its data set is not public.") }
        let frame = frame(request, context, town)
        guard !TransferRunPage.fits(run) else { return html(TransferRunPage(run: run).html(frame), request) }
        return html(ImportRunPage(run: run).html(frame), request)
    }

    // MARK: Prose

    func notice(
        _ request: Request, _ context: HTTPContext, _ page: @Sendable (PageFrame) -> HTML
    ) async throws -> Response {
        html(page(frame(request, context, try await town(context))), request)
    }

    func interfaces(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let page = NoticePages.interfaces(
            frame(request, context, town), base: context.baseURL.text, layer: town.layers.first?.name)
        return html(page, request)
    }
}

/// The runs of the import as their reports tell them.
enum ImportQueries {
    static func runs(
        id: Int64? = nil, dataset: Int64? = nil, limit: Int, for reader: Reader, on connection: any StorageConnection
    ) throws -> [ImportsPage.Run] {
        var condition: SQL = "\(Dataset.isVisible("dataset_id", to: reader))"
        if let id { condition += " AND id = \(id)" }
        if let dataset { condition += " AND dataset_id = \(dataset)" }
        return try connection.rows(
            """
            SELECT id, mapping, actor, started_at, outcome, report FROM import_run WHERE \(condition)
            ORDER BY started_at DESC, id DESC LIMIT \(limit)
            """
        ) { row in
            ImportsPage.Run(
                id: row.integer(0), mapping: row.text(1), actor: row.text(2),
                started: Instant(microseconds: row.integer(3)), outcome: row.text(4),
                report: (try? JSONValue(parsing: row.text(5))) ?? .null)
        }
    }
}
