// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import HTTPSupport
import Hummingbird
import Bilingual
import Ingest
import Rights
import Site
import Storage
import Wire

/// What was imported, and what of it was refused.
struct ImportRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/imports", Words("Was eingelesen wurde", "What was imported")) { request, context in
            try await imports(request, context)
        }
        routes.get("/imports/{run}", Words("Der Bericht eines Imports", "The report of an import")) {
            request, context in
            try await importRun(request, context)
        }
        return routes
    }

    func imports(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let reader = context.reader
        let runs = try await engine.read { try ImportedRuns.runs(limit: 200, for: reader, on: $0) }
        return html(ImportsPage(runs: runs).html(try await frame(request, context)), request)
    }

    func importRun(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let id = try number(context, "run")
        let reader = context.reader
        let run = try await engine.read { try ImportedRuns.runs(id: id, limit: 1, for: reader, on: $0).first }
        guard let run else { throw Problem.notFound("There is no such import, or its data set is not public.") }
        let frame = try await frame(request, context)
        guard !TransferRunPage.fits(run) else { return html(TransferRunPage(run: run).html(frame), request) }
        return html(ImportRunPage(run: run).html(frame), request)
    }
}
