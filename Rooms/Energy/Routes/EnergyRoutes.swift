// SPDX-License-Identifier: EUPL-1.2
package import Access
import Bilingual
import Energy
package import HTTPSupport
import HTTPTypes
import Hummingbird
import Ledger
import LedgerStorage
import Metering
import Rights
package import Site
import Storage
package import Wire

/// The pages of shared power.
package struct EnergyRoutes: PageSet {
    package let site: Site
    let calendar: ZonedCalendar
    let sendsMail: Bool
    let searches: WhatIfMemory
    let control: AccessControl

    package init(
        site: Site, calendar: ZonedCalendar, sendsMail: Bool, searches: WhatIfMemory, control: AccessControl
    ) {
        (self.site, self.calendar, self.sendsMail) = (site, calendar, sendsMail)
        (self.searches, self.control) = (searches, control)
    }

    package var all: RoomRoutes {
        overview + setupRoutes + readingRoutes + runRoutes + marketRoutes + whatIfRoutes + accountRoutes
            + statementRoutes + noticeRoutes + memberRoutes + seriesRoutes + changeRoutes
    }

    private var overview: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/energy", Words("Strom aus dem Ort, gemeinsam genutzt", "Power from the town, used together")) {
            request, context in
            let reader = context.reader
            let (communities, isMember) = try await engine.read { connection in
                var isMember = false
                if case .account(let id, _) = reader.identity {
                    isMember = try !EnergyQueries.memberships(of: id, on: connection).isEmpty
                }
                return (try EnergyQueries.communities(for: reader, on: connection), isMember)
            }
            let page = EnergyPage(communities: communities, isMember: isMember)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get("/energy/new", Words("Eine Gemeinschaft anlegen: das Formular", "The form of a new sharing")) {
            request, context in
            try context.requireAdministrator()
            return html(NewSharingPage().html(try await frame(request, context)), request)
        }
        routes.post("/energy/new", Words("Eine Gemeinschaft anlegen", "Make a sharing")) { request, context in
            try await create(request, context)
        }
        routes.get(
            "/energy/proof", Words("Was am Bürgerstrom bewiesen ist und was nicht", "What of shared power is proved")
        ) { request, context in
            let page = try await engine.read { connection -> PowerProofPage in
                guard let signed = try EnergyLedger.log.newestCheckpoint(on: connection),
                    let key = try EnergyLedger.log.verifier(on: connection)
                else { return PowerProofPage(state: nil) }
                return PowerProofPage(
                    state: (signed.note.description, key.description),
                    rewritten: try EnergyLedger.rewritten(on: connection),
                    witnesses: try EnergyLedger.witnesses(on: connection))
            }
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/ledger/checkpoint", Words("Der signierte Stand des Hauptbuchs", "The ledger's signed state"),
            for: .programs
        ) { _, _ in
            let note = try await engine.read { try EnergyLedger.log.newestCheckpoint(on: $0)?.note.description }
            guard let note else { throw Self.missing }
            return Response(contentType: "text/plain; charset=utf-8", bytes: Array(note.utf8))
        }
        routes.get(
            "/energy/ledger/entries", Words("Alle Einträge des Hauptbuchs", "All entries of the ledger"),
            for: .programs
        ) { _, _ in
            let lines = try await engine.read { try EnergyLedger.entries(on: $0) }
            return Response(
                contentType: "application/jsonl", bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
        }
        routes.get(
            "/energy/ledger/tile/**", Words("Kacheln des Hauptbuchs (tlog-tiles)", "Tiles of the ledger (tlog-tiles)"),
            for: .programs
        ) { _, context in
            let path = "tile/" + context.parameters.getCatchAll().map(String.init).joined(separator: "/")
            let bytes = try await engine.read { try EnergyLedger.tile(path, on: $0) }
            guard let bytes else { throw Self.noTile }
            // a tile never changes: one that grows gets another address
            return Response(
                contentType: "application/octet-stream", bytes: bytes,
                headers: [.cacheControl: "public, max-age=31536000, immutable"])
        }
        routes.get("/energy/{number}", Words("Eine Gemeinschaft im Überblick", "A sharing on one page")) {
            request, context in
            try await overviewPage(request, context)
        }
        return routes
    }

    // MARK: - What all pages need

    private static let noTile = Problem.notFound(
        "There is no such tile.", german: "Diese Kachel gibt es nicht.")
    package static let missing = Problem.notFound(
        "There is no such sharing.", german: "Diese Gemeinschaft gibt es nicht.")

    func author(_ context: HTTPContext) -> Author { Author(name: context.reader.displayName, at: clock()) }

    /// The sharing of the address; to who does not run it there is none.
    func community(_ context: HTTPContext) async throws -> Community {
        let (id, reader) = (try number(context, "number"), context.reader)
        guard let found = try await engine.read({ try EnergyQueries.community(id, for: reader, on: $0) }) else {
            throw Self.missing
        }
        return found
    }

    var today: CivilDay { CivilDay(number: TownTime().day(now()).number) }

    /// The month that holds a day.
    static func month(_ day: CivilDay) -> ClosedRange<CivilDay> {
        let first = CalendarDay(year: day.date.year, month: day.date.month, day: 1)
        return CivilDay(number: first.number)...CivilDay(number: first.adding(months: 1).number - 1)
    }

    /// `2026-10`; nil for what is no month.
    static func month(_ text: String) -> ClosedRange<CivilDay>? { CivilDay(text + "-01").map { month($0) } }

    private func create(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let name = try await form(request)["name"]
        let author = author(context)
        do {
            let id = try await engine.write { try EnergyQueries.create(name, by: author, on: $0) }
            return redirect(.sharing(id, "setup"))
        } catch let fault as EnergyFault {
            let page = NewSharingPage(name: name, fault: fault)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func overviewPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let today = today
        let page = try await engine.read { connection in
            func all<Content: EnergyDocument>(_ kind: Content.Type) throws -> [Version<Content>] {
                try EnergyQueries.versions(kind, of: community.id, on: connection).filter { $0.days.contains(today) }
            }
            let runs = try RunQueries.runs(of: community.id, on: connection)
            var changed: [Int64: Int] = [:]
            for run in runs where run.correctedBy == nil {
                changed[run.id] = try RunQueries.changes(since: run, on: connection)
            }
            let next = runs.map(\.days.upperBound).max()?.next
            let month = Self.month(next ?? CivilDay(number: Self.month(today).lowerBound.number - 1))
            let relations = try all(Relation.self)
            let terms = try all(Terms.self).first
            let prices = try EnergyQueries.versions(Price.self, of: community.id, on: connection)
            return SharingPage(
                community: community, terms: terms,
                price: terms.flatMap { KilowattHourPrice($0.content, prices, on: today) }, today: today,
                counts: (
                    Set(try all(Plant.self).map(\.number)).count, Set(relations.map(\.number)).count,
                    Set(try all(Point.self).map(\.number)).count
                ), members: Set(relations.map(\.content.party)).count, runs: runs, changed: changed, next: month,
                isOver: month.upperBound < today)
        }
        return html(page.html(try await frame(request, context)), request)
    }
}
