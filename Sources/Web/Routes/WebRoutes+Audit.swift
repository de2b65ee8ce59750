// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import Hummingbird
import LedgerStorage
import Storage
import Wire

extension WebRoutes {
    /// Looks of one person at the trail are noted once in so long (microseconds).
    private static let lookInterval: Int64 = 600_000_000

    /// Who did what, and what is proven about it; the look itself is noted.
    func audit(_ request: Request, _ context: HTTPContext) async throws -> Response {
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
        if !isNoted {
            try await engine.write { connection in
                try AuditTrail.append("look", object: "audit", by: actor, at: instant, on: connection)
            }
        }
        let page = try await engine.read { connection in
            AuditPage(
                entries: try AuditQueries.entries(
                    asked, before: before, limit: AuditPage.pageSize + 1, on: connection),
                actions: try AuditQueries.actions(on: connection), state: try AuditState(on: connection),
                fields: fields, faults: wrong)
        }
        return html(page.html(frame(request, context, try await town(context))), request)
    }
}

/// What checkpoints say about the trail.
struct AuditState: Sendable {
    /// Entries in the log.
    let size: UInt64
    let countBeforeLog: Int64
    let newest: StoredCheckpoint?
    let places: [OutsidePlace]
    /// The newest checkpoint that the trail contradicts.
    let isRewritten: Bool

    init(
        size: UInt64, countBeforeLog: Int64, newest: StoredCheckpoint?, places: [OutsidePlace], isRewritten: Bool
    ) {
        self.size = size
        self.countBeforeLog = countBeforeLog
        self.newest = newest
        self.places = places
        self.isRewritten = isRewritten
    }

    init(on connection: any StorageConnection) throws {
        let log = AuditTrail.log
        size = try log.size(on: connection)
        countBeforeLog = try AuditQueries.countBeforeLog(on: connection)
        newest = try log.newestCheckpoint(on: connection)
        places = try log.outsidePlaces(on: connection)
        isRewritten = try newest.map { try !log.holds($0, on: connection) } ?? false
    }
}
