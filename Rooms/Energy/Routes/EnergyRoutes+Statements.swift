// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import HTTPTypes
import Hummingbird
import Metering
import PowerBills
import Site
import Storage

/// The bank's statements, and what bookkeeping gets.
extension EnergyRoutes {
    /// A year of a busy account has less.
    private static let mostStatementBytes = 16 << 20
    private static let mostDone = 100

    var statementRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/energy/{number}/statements", Words("Kontoauszüge", "Statements of account")) { request, context in
            try await statements(request, context, try await community(context))
        }
        routes.post(
            "/energy/{number}/statements",
            Words("Einen Kontoauszug einlesen (camt.053)", "Hand in a statement (camt.053)")
        ) { request, context in
            try await takeStatement(request, context)
        }
        routes.post(
            "/energy/{number}/statements/line",
            Words("Einen Umsatz zuordnen, der wartete", "Assign a movement that waited")
        ) { request, context in
            try await assignLine(request, context)
        }
        routes.get(
            "/energy/{number}/accounts/postings.csv",
            Words("Rechnungen und Zahlungen für die Buchhaltung (CSV)", "Bills and payments for bookkeeping (CSV)"),
            for: .programs
        ) { request, context in
            let community = try await community(context)
            let values = query(request)
            guard let days = Self.days(values) else { throw EnergyFault.unreadable(field: "from", values["from"]) }
            let bytes = try await context.read(engine, isCostly: true) {
                try Postings.bytes(of: community.id, days, on: $0)
            }
            return file(
                bytes, type: "text/csv; charset=utf-8",
                name: "buchungen-\(community.id)-\(days.lowerBound)-\(days.upperBound).csv")
        }
        return routes
    }

    private func statements(
        _ request: Request, _ context: HTTPContext, _ community: Community, report: StatementReport? = nil,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let language = language(request)
        var page = try await context.read(engine, isCostly: true) { connection in
            let parties = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
            return StatementsPage(
                community: community, waiting: try StatementQueries.open(of: community.id, on: connection),
                done: try StatementQueries.done(of: community.id, limit: Self.mostDone, on: connection),
                names: PartyNames(parties).labels(language))
        }
        (page.report, page.failed) = (report, failed)
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    private func takeStatement(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        try refuseForeignForm(request)
        let body = try await request.bytes(limit: Self.mostStatementBytes + 65_536)
        let author = author(context)
        do {
            guard let upload = FormUpload(body, contentType: request.headers[.contentType] ?? ""),
                let bytes = upload.files["file"], !bytes.isEmpty
            else { throw EnergyFault.empty(field: "file") }
            let read: [BankStatement]
            do throws(BankStatementError) {
                read = try BankStatement.read(bytes)
            } catch {
                throw EnergyFault.statement(error)
            }
            let report = try await engine.write {
                try StatementQueries.take(read, for: community, by: author, on: $0)
            }
            return try await statements(request, context, community, report: report)
        } catch let fault as EnergyFault {
            return try await statements(
                request, context, community, failed: ("file", fault, FormBody(fields: [:])))
        }
    }

    private func assignLine(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let form = try await form(request)
        let author = author(context)
        do {
            let (line, party) = (try PowerForms.whole(form, "line"), try PowerForms.whole(form, "party"))
            try await engine.write {
                try StatementQueries.assign(
                    line, to: party == 0 ? nil : party, in: community.id, by: author, on: $0)
            }
            return redirect(.sharing(community.id, "statements"))
        } catch let fault as EnergyFault {
            return try await statements(request, context, community, failed: ("line", fault, form))
        }
    }
}
