// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import Hummingbird
import Ledger
import Metering
import PowerBills
import Settlement
import Site
import Storage

/// Runs, and their corrections.
extension EnergyRoutes {
    var runRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/runs/new", Words("Was vor einer Abrechnung noch fehlt", "What is missing before a run")
        ) { request, context in
            let community = try await community(context)
            let values = query(request)
            guard let days = Self.days(values) else { throw EnergyFault.unreadable(field: "from", values["from"]) }
            let page = try await missing(community, days, context, fault: nil)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/models", Words("Was andere Schlüssel brächten", "What other keys would bring")
        ) { request, context in
            let community = try await community(context)
            let values = query(request)
            let before = Self.month(CivilDay(number: Self.month(today).lowerBound.number - 1))
            let days = Self.days(values) ?? before
            let (calendar, language) = (calendar, language(request))
            let page = try await context.read(engine, isCostly: true) { connection in
                let input = try RunInput.read(community, days, in: calendar, on: connection)
                guard input.period.gaps(acceptsProvisional: true).isEmpty else { throw EnergyFault.incomplete }
                return ModelsPage(
                    community: community, days: days, current: input.terms.model,
                    comparison: try ModelComparison(input.period), names: input.names(language))
            }
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post("/energy/{number}/runs", Words("Einen Zeitraum abrechnen", "Settle a period")) {
            request, context in
            try await settle(request, context)
        }
        routes.get("/energy/{number}/runs/{run}", Words("Eine Abrechnung", "A run")) { request, context in
            let community = try await community(context)
            let page = try await runPage(
                community, try number(context, "run"), context, again: query(request)["again"] == "yes")
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/runs/{run}/sums.csv",
            Words("Summen einer Abrechnung je Viertelstunde (CSV)", "Sums of a run by quarter hour (CSV)"),
            for: .programs
        ) { request, context in
            try await sums(request, context)
        }
        routes.post("/energy/{number}/runs/{run}/correct", Words("Eine Abrechnung korrigieren", "Correct a run")) {
            request, context in
            try await correct(request, context)
        }
        return routes
    }

    /// At most thirteen months.
    static func days(_ values: FormBody) -> ClosedRange<CivilDay>? {
        guard let first = CalendarDay(parsing: values["from"]), let last = CalendarDay(parsing: values["through"]),
            first <= last, last.number - first.number < 400
        else { return nil }
        return CivilDay(number: first.number)...CivilDay(number: last.number)
    }

    private func missing(
        _ community: Community, _ days: ClosedRange<CivilDay>, _ context: HTTPContext, fault: EnergyFault?
    ) async throws -> NewRunPage {
        let (calendar, today) = (calendar, today)
        return try await context.read(engine, isCostly: true) { connection in
            let points = try EnergyQueries.versions(Point.self, of: community.id, on: connection)
            let named = Dictionary(points.map { ($0.number, $0.content) }) { $1 }
            var page = NewRunPage(community: community, days: days, points: named, gaps: [], fault: fault)
            do {
                let input = try RunInput.read(community, days, in: calendar, on: connection)
                let gaps = input.period.gaps(acceptsProvisional: false)
                page = NewRunPage(community: community, days: days, points: named, gaps: gaps, fault: fault)
                page.withoutAccount = input.toldNoAccount(on: today)
                if gaps.contains(where: { $0.reason == .missing }) {
                    let filled = try RunInput.read(community, days, estimating: true, in: calendar, on: connection)
                    page.estimates = filled.estimates
                    page.stillMissing = filled.period.gaps(acceptsProvisional: true)
                }
                if today <= days.upperBound, fault == nil { page.fault = .notClosed(days.upperBound) }
            } catch let error as EnergyFault {
                page.fault = error
            }
            return page
        }
    }

    private func settle(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let values = try await form(request)
        guard let days = Self.days(values) else { throw EnergyFault.unreadable(field: "from", values["from"]) }
        let order = RunQueries.Order(
            days: days, acceptsProvisional: values["provisional"] == "yes",
            acceptsEstimates: values["estimates"] == "yes", issued: today)
        do {
            return redirect(.run(community.id, try await run(order, community, context)))
        } catch let fault as EnergyFault {
            let page = try await missing(community, days, context, fault: fault)
            return html(page.html(try await frame(request, context)), request, status: .conflict)
        }
    }

    private func run(_ order: RunQueries.Order, _ community: Community, _ context: HTTPContext) async throws -> Int64 {
        let (author, calendar) = (author(context), calendar)
        return try await engine.write { connection in
            try RunQueries.settle(
                order, of: community, by: author, in: calendar, salt: { RandomBytes.make() }, on: connection)
        }
    }

    private static let noRun = Problem.notFound("There is no such run.", german: "Diese Abrechnung gibt es nicht.")

    private func runPage(_ community: Community, _ id: Int64, _ context: HTTPContext, again: Bool) async throws
        -> RunPage
    {
        let calendar = calendar
        let found = try await context.read(engine, isCostly: true) { connection -> RunPage? in
            guard let run = try RunQueries.run(id, of: community.id, on: connection) else { return nil }
            let documents = try RunQueries.documents(of: run.id, on: connection)
            var replay: RunPage.Replay?
            if again {
                replay =
                    try RunQueries.holds(run, community, in: calendar, on: connection).map { $0 ? .same : .other }
                    ?? .gone
            }
            return RunPage(
                community: community, run: run, documents: documents,
                changes: run.correctedBy == nil ? try RunQueries.changes(since: run, on: connection) : 0,
                withdrawn: run.correctedBy == nil ? try MessageQueries.withdrawn(since: run, on: connection) : [],
                replay: replay, sums: try RunSums.list(of: run.id, on: connection),
                plants: try Self.plantNames(of: community.id, on: connection))
        }
        guard let found else { throw Self.noRun }
        return found
    }

    private static func plantNames(
        of community: Int64, on connection: any StorageConnection
    ) throws -> [Int64: String] {
        let plants = try EnergyQueries.versions(Plant.self, of: community, on: connection)
        return Dictionary(plants.map { ($0.number, $0.content.name) }) { $1 }
    }

    /// The fixed list for those who may see the sharing's sums: each quarter hour, and why one has no value.
    private func sums(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (number, id) = (try number(context, "number"), try self.number(context, "run"))
        let (reader, language) = (context.reader, language(request))
        let found = try await engine.read { connection -> (sums: [RunSum], plants: [Int64: String])? in
            guard try SharingIndicator.isOpen(number, to: reader, on: connection),
                try RunQueries.run(id, of: number, on: connection) != nil
            else { return nil }
            let sums = try RunSums.list(of: id, on: connection)
            return (sums, try Self.plantNames(of: number, on: connection))
        }
        guard let found, !found.sums.isEmpty else { throw Self.noRun }
        let text = SumTable(sums: found.sums, plants: found.plants, calendar: calendar).text(language)
        return file(Array(text.utf8), type: "text/csv; charset=utf-8", name: "sums-\(number)-\(id).csv")
    }

    private func correct(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let id = try number(context, "run")
        let values = try await form(request)
        var page = try await runPage(community, id, context, again: false)
        let order = RunQueries.Order(
            days: page.run.days, acceptsProvisional: false, corrects: id, reason: values["reason"],
            keepsSameAmounts: values["keep-amounts"] == "yes", issued: today)
        do {
            return redirect(.run(community.id, try await run(order, community, context)))
        } catch let fault as EnergyFault {
            page.fault = fault
            return html(page.html(try await frame(request, context)), request, status: .conflict)
        }
    }
}
