// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// The pages on which administrators name catalogues, look at what is in them and decide.
struct HarvestRoutes: PageSet {
    let site: Site

    private static let mostConflicts = 200
    private static let mostRuns = 30

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/admin/harvest", .harvestSources) { request, context in
            try context.requireAdministrator()
            return try await list(HarvestSourcesPage(), request, context)
        }
        routes.post("/admin/harvest", Words("Einen Katalog nennen, der gelesen wird", "Name a catalogue to be read")) {
            request, context in
            try await add(request, context)
        }
        routes.get("/admin/harvest/{number}", Words("Ein Katalog, den wir lesen", "A catalogue that we read")) {
            request, context in
            try context.requireAdministrator()
            let id = try number(context, "number")
            let found = try await engine.read { connection in
                (
                    try HarvestQueries.source(id, on: connection),
                    try HarvestQueries.runs(of: id, limit: Self.mostRuns, on: connection)
                )
            }
            guard let source = found.0 else { throw HarvestFault.missing }
            let page = HarvestSourcePage(source: source, runs: found.1)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post(
            "/admin/harvest/{number}",
            Words("Über einen Katalog entscheiden, den wir lesen", "Decide about a catalogue that we read")
        ) { request, context in try await decide(request, context) }
        routes.get("/admin/harvest-conflicts", .harvestConflicts) { request, context in
            try context.requireAdministrator()
            let conflicts = try await engine.read {
                try HarvestedQueries.conflicts(limit: Self.mostConflicts, on: $0)
            }
            return html(HarvestConflictsPage(conflicts: conflicts).html(try await frame(request, context)), request)
        }
        routes.post(
            "/admin/harvest-conflicts",
            Words("Entscheiden, wessen Eintrag gilt", "Decide whose entry counts")
        ) { request, context in try await choose(request, context) }
        return routes
    }

    private func list(
        _ page: HarvestSourcesPage, _ request: Request, _ context: HTTPContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var page = page
        page.sources = try await engine.read { try HarvestQueries.sources(on: $0) }
        return html(page.html(try await frame(request, context)), request, status: status)
    }

    private func add(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let form = try await form(request)
        var page = HarvestSourcesPage()
        (page.address, page.name) = (form.trimmed("address"), form["name"])
        do {
            let address = try FeedSource.address(page.address)
            guard page.name.hasVisibleText else {
                page.fault = ("name", .noSourceName)
                return try await list(page, request, context, status: .badRequest)
            }
            let (name, actor, now) = (page.name, context.reader.displayName, clock())
            let id = try await engine.write {
                try HarvestQueries.propose(address, name: name, by: actor, at: now, on: $0)
            }
            return redirect(.harvestSource(id))
        } catch let fault as HarvestFault {
            page.fault = ("address", fault.words)
            return try await list(page, request, context, status: .badRequest)
        }
    }

    private func decide(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let form = try await form(request)
        let id = try number(context, "number")
        guard let deed = HarvestQueries.Deed(rawValue: form["deed"]) else {
            throw Problem.badRequest(
                "'deed' is accept, pause, read, pass, keep or remove.",
                german: "'deed' ist accept, pause, read, pass, keep oder remove.", location: ["field": "deed"])
        }
        let (actor, now) = (context.reader.displayName, clock())
        let isDone = try await engine.write {
            try HarvestQueries.perform(deed, on: id, by: actor, at: now, on: $0)
        }
        guard isDone else { throw HarvestFault.missing }
        return redirect(deed == .remove ? .harvestSources : .harvestSource(id))
    }

    private func choose(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let form = try await form(request)
        let (identifier, source) = (form.trimmed("identifier"), form["source"])
        let (actor, now) = (context.reader.displayName, clock())
        guard source == "all" || Int64(source) != nil else {
            throw Problem.badRequest(
                "'source' is the number of a catalogue, or all.",
                german: "'source' ist die Nummer eines Katalogs oder all.",
                location: ["field": "source"])
        }
        let isDone = try await engine.write {
            try HarvestedQueries.decide(identifier, for: Int64(source), by: actor, at: now, on: $0)
        }
        guard isDone else { throw HarvestFault.missing }
        return redirect(.harvestConflicts)
    }
}
