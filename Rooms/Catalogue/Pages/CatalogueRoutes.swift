// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import IngestPages
import SensorThings
import SensorThingsFrame
import Site
import Storage

/// Data sets and what is said about the town.
struct CatalogueRoutes: TownPageSet {
    let site: Site
    let towns: TownMemory
    /// Features that the layers' interface gives in one answer.
    let wholeLayer: Int
    /// Data sets of other catalogues.
    let appendix: CatalogAppendix?

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/data", Words("Die Datensätze", "The data sets")) { request, context in
            try await data(request, context)
        }
        routes.get("/data/{slug}", Words("Ein Datensatz", "A data set")) { request, context in
            try await dataset(request, context)
        }
        routes.post(
            "/data/{slug}/access", Words("Ändern, wer einen Datensatz sieht", "Change who may see a data set")
        ) { request, context in
            try await changeAccess(request, context)
        }
        routes.get(
            "/admin/data", Words("Wem welche Daten gehören und wer sie sieht", "Who owns which data, and who sees them")
        ) { request, context in
            try context.requireAdministrator()
            let town = try await town(context)
            let page = try await engine.read { try GovernedDataPage(datasets: town.datasets, on: $0) }
            return html(page.html(frame(request, context, town)), request)
        }
        routes.get(
            "/data/{slug}/quality",
            Words("Wie gut die Werte eines Datensatzes sind", "How good the values of a data set are")
        ) { request, context in try await quality(request, context) }
        addTownRoutes(to: &routes)
        addDescriptionRoutes(to: &routes)
        addCatalogRoutes(to: &routes)
        addActionRoutes(to: &routes)
        addRecordRoutes(to: &routes)
        addSearchEngineRoutes(to: &routes)
        return routes
    }

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
        var page = DataPage(
            all: entries(town, frame.language), search: query["q"], licence: query["licence"], owner: query["owner"])
        if let appendix {
            page.others = DataPage.Others(
                count: try await engine.read { try appendix.shown($0) }, url: SiteURL(appendix.path))
        }
        return html(page.html(frame), request)
    }

    func dataset(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (town, dataset) = try await visible(context)
        let frame = frame(request, context, town)
        let language = frame.language
        let reuse = DatasetReuse(dataset, language)
        let reader = context.reader
        let choices = accessChoices(reader, dataset)
        let assembly = assembly(context)
        var (runs, retention, decided, mayDescribe, published) = try await engine.read { connection in
            (
                try ImportedRuns.runs(dataset: dataset.id, limit: 20, for: reader, on: connection),
                try RetentionQueries.policy(ofDataset: dataset.id, on: connection),
                choices.isEmpty ? nil : try DatasetContents.read(ofDataset: dataset.id, on: connection),
                try DatasetQueries.may(.write, dataset.id, reader, on: connection),
                dataset.access == .public ? try assembly.page(of: [dataset], on: connection) : nil
            )
        }
        if decided != nil {
            for source in site.dependents { decided?.dependents += try await source.find(dataset.id, context) }
        }
        var page = DatasetPage(
            slug: dataset.slug, title: reuse.title,
            description: language(dataset.description, dataset.descriptionEnglish), keywords: dataset.keywords,
            sourceURL: dataset.sourceURL, issued: dataset.issued, modified: dataset.modified,
            access: dataset.access, accessChoices: choices, lacksAttribution: dataset.lacksAttribution,
            isManaged: reader.manages(dataset.id), decided: decided,
            reuse: reuse,
            sensors: town.lines(language, now: now()).filter { $0.datasetSlug == dataset.slug },
            layers: town.layers.filter { $0.dataset == dataset.id }.map {
                DatasetPage.Layer(name: $0.name, title: language($0.title, $0.titleEnglish), count: $0.count)
            }, imports: runs, retention: retention, base: context.baseURL.text)
        page.series = page.sensors.prefix(DatasetPage.mostSensors).flatMap { town.series(ofThing: $0.thing) }
            .filter { $0.dataset == dataset.id && $0.datastream != nil }
        page.mayDescribe = mayDescribe
        page.likelyAttribution = [town.profile.name, dataset.owner].filter { !$0.isEmpty }.joined(separator: ", ")
        page.forSearchEngines = published?.structuredData
        page.isChanged = query(request)["done"] == "access" && !choices.isEmpty
        return html(page.html(frame), request)
    }

    /// The data sets that fit the words of a search.
    func find(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let language = visit.frame.language
        let all = entries(try await town(visit.context), language)
        let texts = all.map { entry in
            SearchText(entry.title, ([entry.description, entry.owner] + entry.keywords).joined(separator: " "))
        }
        let found = towns.searches.index("data", over: texts).hits(text).map { all[$0.place] }
        guard !found.isEmpty else { return nil }
        let items = found.map { entry -> HTML in
            """
            <li><h3><a href="\(SiteURL.dataset(entry.slug))">\(entry.title)</a></h3><p>\(entry.description)</p>\
            <p>\(language(.licence)): \(LicenceWords(entry.licence).link(language))</p></li>
            """
        }
        return SearchSource.Finding(count: found.count, html: "<ul class=\"results\">\(items)</ul>")
    }
}
