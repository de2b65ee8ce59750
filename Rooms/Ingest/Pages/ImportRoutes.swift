// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Hummingbird
import Bilingual
import IngestWaiting
import Rights
import Site
import Storage
import Threads

/// What was imported, and what of it was refused.
struct ImportRoutes: PageSet {
    let site: Site
    let area: WaitingArea
    let fetch: AddressFetch
    /// Where files are looked at: reading and parsing them takes time.
    let pool: WorkerPool
    /// Where GIS files go on.
    let layers: LayerHandover?

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/imports", Words("Was eingelesen wurde", "What was imported")) { request, context in
            try await imports(request, context)
        }
        routes.get("/imports/{run}", Words("Der Bericht eines Imports", "The report of an import")) {
            request, context in
            try await importRun(request, context)
        }
        return routes + waitingRoutes + runRoutes + scheduleRoutes
    }

    func imports(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let reader = context.reader
        let runs = try await engine.read { try ImportedRuns.runs(limit: 200, for: reader, on: $0) }
        var page = ImportsPage(runs: runs, mayImport: reader.mayWrite)
        if reader.mayWrite {
            (page.waiting, page.schedules) = try await engine.read { connection in
                (
                    try WaitingQueries.open(for: reader, on: connection),
                    try ScheduleQueries.all(for: reader, on: connection)
                )
            }
        }
        return html(page.html(try await frame(request, context)), request)
    }

    func importRun(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let run = try await run(context)
        let frame = try await frame(request, context)
        if TransferRunPage.fits(run) { return html(TransferRunPage(run: run).html(frame), request) }
        let offers = try await offers(run, context.reader)
        return html(ImportRunPage(run: run, offers: offers).html(frame), request)
    }
}
