// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Hummingbird
import Site
import Storage
import Wire

/// The page that leads to all of administration, and what the log said.
struct AdministrationRoutes: PageSet {
    let site: Site
    let operations: TownOperations?

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/admin", Words("Wie es der Installation geht, und wohin wofür", "How the installation is, and where to go")
        ) { request, context in
            try context.requireAdministrator()
            let frame = try await frame(request, context)
            let page = try await overview(PageVisit(request, context, frame))
            return html(page.html(frame), request)
        }
        routes.get(
            "/admin/log", Words("Was der Server im letzten Tag meldete", "What the server reported in the last day")
        ) { request, context in
            try context.requireAdministrator()
            let page = LogPage(lines: operations?.log() ?? [])
            return html(page.html(try await frame(request, context)), request)
        }
        return routes
    }

    private func overview(_ visit: PageVisit) async throws -> AdministrationPage {
        var page = AdministrationPage(version: site.version, now: clock())
        for step in site.firstSteps {
            page.steps.append(.init(step: step, isDone: try await step.isDone(visit)))
        }
        for panel in site.panels { page.panels.append((panel, try await panel.state(visit))) }
        let since = Instant(microseconds: clock().microseconds - 86_400_000_000)
        let (records, letters) = try await engine.read { connection in
            (try BackupRecords(on: connection), try LetterQueue.counts(since: since, on: connection))
        }
        (page.records, page.letters) = (records, letters)
        guard let operations else { return page }
        page.machine = await operations.machine()
        page.findings = try await operations.findings()
        page.logFaults = operations.log().filter(\.isFault).reduce(0) { $0 + $1.count }
        page.sendsMail = operations.mail != nil
        if let backups = operations.backups {
            let files = try? backups.files()
            page.backups = .init(
                count: files?.count, time: backups.time, next: backups.next(after: clock()),
                isOnSameDisk: backups.isOnSameDisk)
        }
        return page
    }
}
