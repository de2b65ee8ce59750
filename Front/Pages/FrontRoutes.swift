// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import Hummingbird
import SensorThingsFrame
import Site
import Storage

/// What belongs to the house as a whole: the start page, the search over all rooms, and what the law asks for.
struct FrontRoutes: TownPageSet {
    let site: Site
    let towns: TownMemory
    let startPages = StartMemory()

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/", Words("Die Startseite", "The start page")) { request, context in
            try await start(request, context)
        }
        routes.get("/search", Words("Suche in allen Räumen", "Search in all rooms")) { request, context in
            try await search(request, context)
        }
        routes.get("/imprint", Words("Impressum", "Imprint")) { request, context in
            try await notice(request, context, LegalPages.imprint)
        }
        routes.get("/privacy", Words("Datenschutz", "Privacy")) { request, context in
            try await notice(request, context, LegalPages.privacy)
        }
        routes.get("/accessibility", Words("Barrierefreiheit", "Accessibility")) { request, context in
            try await notice(request, context, LegalPages.accessibility)
        }
        routes.get("/interfaces", Words("Schnittstellen", "Interfaces")) { request, context in
            try await interfaces(request, context)
        }
        return routes
    }

    func start(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let frame = frame(request, context, town)
        let page = try await startPages.page(context.reader.rights, frame.language, at: town.rightsNumber) {
            let (instant, format) = (now(), frame.format)
            return try await engine.read { try StartPage.read(town: town, now: instant, format: format, on: $0) }
        }
        let visit = PageVisit(request, context, frame)
        var tiles: HTML = ""
        if frame.mayAdminister, !page.isEmpty {
            tiles = try await FirstSteps.rest(of: firstSteps(visit), frame.language)
        }
        for tile in site.tiles { tiles += try await tile.html(visit) }
        let steps = page.isEmpty ? try await firstSteps(visit) : []
        return html(page.html(frame, rooms: tiles, steps: steps), request)
    }

    /// All for those who can take them; the first one for everybody as long as nobody can.
    private func firstSteps(_ visit: PageVisit) async throws -> [(step: FirstStep, isDone: Bool)] {
        var steps: [(step: FirstStep, isDone: Bool)] = []
        for step in site.firstSteps {
            let isDone = try await step.isDone(visit)
            guard visit.context.reader.mayAdminister else { return isDone ? [] : [(step, false)] }
            steps.append((step, isDone))
        }
        return steps
    }

    func search(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let frame = try await frame(request, context)
        let text = query(request)["q"]
        var page = SearchPage(text: text)
        if !page.isEmpty {
            for source in site.searches {
                guard let found = try await source.find(text, PageVisit(request, context, frame)) else { continue }
                page.sections.append(SearchPage.Section(title: source.title, finding: found))
            }
        }
        return html(page.html(frame), request)
    }

    func notice(
        _ request: Request, _ context: HTTPContext, _ page: @Sendable (PageFrame) -> HTML
    ) async throws -> Response {
        html(page(try await frame(request, context)), request)
    }

    func interfaces(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let town = try await town(context)
        let page = NoticePages.interfaces(
            frame(request, context, town), base: context.baseURL.text, layer: town.layers.first?.name,
            series: town.series.lazy.compactMap(\.datastream).first, now: now())
        return html(page, request)
    }
}
