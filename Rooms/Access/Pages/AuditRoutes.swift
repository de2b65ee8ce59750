// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// The audit trail, for administrators.
struct AuditRoutes: PageSet {
    let site: Site

    /// Looks of one person at the trail are noted once in so long (microseconds).
    private static let lookInterval: Int64 = 600_000_000

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/account/audit",
            Words(
                "Das Prüfprotokoll: wer was getan hat und was davon belegt ist",
                "The audit trail: who did what, and what of it is proven")
        ) { request, context in try await audit(request, context) }
        return routes
    }

    /// Who did what, and what is proven about it; the look itself is noted.
    private func audit(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let query = query(request)
        var (filter, faults) = (AuditFilter(), [String]())
        (filter.action, filter.actor, filter.object) = (query["action"], query["actor"], query["object"])
        var days = ["from": query["from"], "until": query["until"]]
        let (time, instant, actor) = (TownTime(), clock(), context.reader.displayName)
        for name in ["from", "until"] where !query[name].isEmpty {
            guard let day = CalendarDay(parsing: query[name]) else {
                faults.append(name)
                continue
            }
            days[name] = day.iso
            if name == "from" {
                filter.from = time.start(of: day)
            } else {
                filter.until = time.start(of: day.adding(days: 1))
            }
        }
        let fields = AuditPage.Fields(
            action: filter.action, actor: filter.actor, object: filter.object, from: days["from"] ?? "",
            until: days["until"] ?? "")
        let (asked, wrong, before) = (filter, faults, Int64(query["before"]))
        let since = Instant(microseconds: instant.microseconds - Self.lookInterval)
        let isNoted = try await engine.read { connection in
            try AuditQueries.isNoted("look", object: "audit", by: actor, since: since, on: connection)
        }
        if !isNoted, request.method == .get {
            try await engine.write { connection in
                try AuditTrail.append("look", object: "audit", by: actor, at: instant, on: connection)
            }
        }
        let deeds = site.deeds
        let page = try await engine.read { connection in
            let entries = try AuditQueries.entries(
                asked, before: before, limit: AuditPage.pageSize + 1, on: connection)
            return AuditPage(
                entries: entries, doubtful: try AuditExamination.doubtful(entries, on: connection),
                actions: try AuditQueries.actions(on: connection), state: try AuditState(on: connection),
                fields: fields, faults: wrong, deeds: deeds)
        }
        return html(page.html(try await frame(request, context)), request)
    }
}
