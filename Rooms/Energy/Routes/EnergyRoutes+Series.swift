// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Energy
import HTTPSupport
import HTTPTypes
import Hummingbird
import PowerBills
import Rights
import Site
import Storage
import Wire

/// The own power as Datastreams: opened, closed and given to a program by the member alone.
extension EnergyRoutes {
    var seriesRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.post(
            "/energy/mine/series/open",
            Words("Den eigenen Strom als Messreihen führen", "Keep one's own power as series")
        ) { request, context in
            try await openSeries(request, context)
        }
        routes.post(
            "/energy/mine/series/close", Words("Die eigenen Messreihen löschen", "Erase one's own series")
        ) { request, context in
            let form = try await form(request)
            let (community, party) = try await own(form, context)
            let author = author(context)
            let series = try await engine.write { connection -> OwnSeries? in
                guard let series = try OwnSeries.of(party, on: connection), series.community == community.id else {
                    return nil
                }
                try series.close(by: author, on: connection)
                return series
            }
            guard let series else { throw Self.noSeries }
            try await revokeKeys(of: series, author.name)
            return redirect(.myPower)
        }
        routes.post(
            "/energy/mine/series/key",
            Words("Einen Schlüssel für die eigenen Messreihen anlegen", "Make a key for one's own series")
        ) { request, context in
            try await makeKey(request, context)
        }
        return routes
    }

    private static let noSeries = Problem.notFound(
        "There are no series of yours here.", german: "Hier gibt es keine Messreihen von Ihnen.")

    /// The party that the form names, if it is one's own; to all others there is none.
    private func own(_ form: FormBody, _ context: HTTPContext) async throws -> (community: Community, party: Int64) {
        let account = try context.requireAccount()
        let party = Int64(form["party"])
        let all = try await engine.read { try EnergyQueries.memberships(of: account, on: $0) }
        guard let found = all.first(where: { $0.party == party }) else { throw Self.noSeries }
        return found
    }

    private func openSeries(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let account = try context.requireAccount()
        let form = try await form(request)
        let (community, party) = try await own(form, context)
        let (author, calendar) = (author(context), calendar)
        let series = try await engine.write { connection in
            try OwnSeries.open(party, of: community, for: account, by: author, on: connection)
        }
        let bills = try await engine.read { connection in
            try RunQueries.documents(ofParty: party, in: community.id, on: connection).filter { $0.stands }
        }
        // bill by bill: what is settled anew meanwhile has filled in its own
        for stored in bills {
            let found = try await context.read(engine, isCostly: true) { connection -> (StoredRun, [BilledQuarter])? in
                guard let bill = stored.document,
                    let run = try RunQueries.run(stored.run, of: community.id, on: connection)
                else { return nil }
                return (run, try RunQueries.quarters(of: bill, run, community, in: calendar, on: connection))
            }
            guard let (run, quarters) = found, let bill = stored.document, !quarters.isEmpty else { continue }
            try await engine.write { connection in
                guard try OwnSeries.of(party, on: connection)?.isOpen == true,
                    try RunQueries.document(stored.id, of: community.id, on: connection)?.stands == true
                else { return }
                try series.fill(stored.subject, bill, quarters, known: run.at, in: calendar, on: connection)
            }
        }
        return redirect(.myPower)
    }

    /// A key that opens this data set and nothing else, for a year; the one before ends.
    private func makeKey(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        let (community, party) = try await own(form, context)
        let series = try await engine.read { try OwnSeries.of(party, on: $0) }
        guard let series, series.isOpen, series.community == community.id else { throw Self.noSeries }
        let actor = author(context).name
        let frame = try await frame(request, context)
        let page = try await once(form, context) {
            try await revokeKeys(of: series, actor)
            let year = Instant(microseconds: clock().microseconds + 365 * 86_400_000_000)
            let secret = try await control.createKey(
                KeyRequest(name: series.slug, role: .member, grants: [series.slug: .see], expires: year), by: actor)
            let streams = try await engine.read { try series.streams(on: $0) }
            return OwnKeyPage(secret: secret, base: context.baseURL.text, streams: streams).html(frame)
        }
        var response = html(page, request)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func revokeKeys(of series: OwnSeries, _ actor: String) async throws {
        for key in try await control.keys() where key.revoked == nil && Set(key.grants.keys) == [series.slug] {
            try await control.revokeKey(id: key.id, by: actor)
        }
    }
}

extension StoredDocument {
    /// A bill that nobody took back.
    var stands: Bool { kind == .bill && reverses == nil && !isReversed }
}
