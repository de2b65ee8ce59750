// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Decision
import Documents
import HTTPSupport
import HTTPTypes
import Hummingbird
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Storage
import Wire

/// What the public sends in and editors accept; the plan as files, out and in.
extension PlanningRoutes {
    // MARK: From the public

    func submission(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let about = Reference(query(request)["about"]).flatMap { planning.plan[$0]?.reference }
        let kind: ObjectKind = about == nil ? .need : .comment
        let form = ObjectForm(context: planning, fields: SubmitPage.fields(kind), document: [:])
        return html(SubmitPage(context: planning, kind: kind, about: about, form: form).html(), request)
    }

    func submit(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request, limit: 65_536)
        let planning = try await planningContext(request, context)
        let about = Reference(form["about"]).flatMap { planning.plan[$0]?.reference }
        let kind: ObjectKind = about == nil ? .need : .comment
        var answers = AnswerReader(form: form).document(SubmitPage.fields(kind))
        if let about { answers["about"] = .string(about.description) }
        // A field that people do not see and programs fill in.
        guard form["website"].isEmpty else { throw Problem.badRequest("The form was not filled in by a person.") }
        func again(_ faults: [FieldFault]) -> Response {
            let again = ObjectForm(
                context: planning, fields: SubmitPage.fields(kind), document: answers, faults: faults)
            let page = SubmitPage(context: planning, kind: kind, about: about, form: again)
            return html(page.html(), request, status: .unprocessableContent)
        }
        let faults = kind.faults(in: answers, over: [:])
        guard faults.isEmpty else { return again(faults) }
        guard context.reader.mayWrite || submissions.admits(context.clientAddress) else {
            throw Problem.tooManySubmissions
        }
        let (document, instant) = (answers, now())
        let token = Secret.token(prefix: "")
        let stored: PlanningObject
        do {
            stored = try await engine.write { connection in
                let stored = try PlanningQueries.create(
                    kind, document, visibility: .public, state: .submitted, by: .anonymous, at: instant, on: connection)
                try PlanningQueries.invite(
                    to: stored.reference, name: "", digest: Secret.hash(token), by: .anonymous, at: instant,
                    on: connection)
                return stored
            }
        } catch let failure as ValidationFailure {
            return again(failure.faults)
        } catch PlanningError.danglingReferences(let missing) {
            return again(missing.map { Self.dangling($0, kind, document) })
        }
        let page = SubmittedPage(
            frame: planning.frame, reference: stored.reference,
            link: context.baseURL.text + SiteURL.invited(token).path)
        return html(page.html(), request, status: .created)
    }

    func moderation(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        return html(ModerationPage(context: try await planningContext(request, context)).html(), request)
    }

    func moderate(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let answer = try await form(request)["answer"]
        guard answer == "accept" || answer == "reject" else {
            throw Problem.badRequest("'answer' must be accept or reject.")
        }
        let reference = try reference(context)
        try await change(context) { reader, instant, connection in
            guard let stored = try PlanningQueries.find(reference, on: connection), stored.state == .submitted else {
                throw PlanningError.notFound(reference)
            }
            _ = try PlanningQueries.update(
                reference, expected: stored.version, document: stored.document,
                visibility: answer == "accept" ? .public : .internal, state: answer == "accept" ? .active : .closed,
                by: reader, at: instant, on: connection)
        }
        return redirect(.planning("/submitted"))
    }

    // MARK: Taking along

    func exportPlan(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let reader = context.reader
        let document = try await engine.read { try PlanExchange.export(for: reader, on: $0) }
        return file(Array(document.text.utf8), type: MediaType.json, name: "planning.json")
    }

    func exportTables(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let plan = try await plan(context)
        let language = language(request)
        let sheets = ObjectKind.allCases.filter { !plan.objects(of: $0).isEmpty }.map {
            PlanTable($0, plan).sheet(named: language($0.plural))
        }
        let sheet = Spreadsheet(title: language(.planning), sheets: sheets)
        return file(
            sheet.openDocument, type: "application/vnd.oasis.opendocument.spreadsheet", name: "planning.ods")
    }

    func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            contentType: type, bytes: bytes,
            headers: [.contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "private, no-cache"])
    }

    func importPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let planning = try await planningContext(request, context)
        return html(PlanImportPage(frame: planning.frame).html(), request)
    }

    /// Reads an export in, sent by the page's script or by a program as JSON; all of it or nothing.
    func importPlan(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        let text: [UInt8]
        if isForm {
            text = Array(try await form(request, limit: 64 * Self.largestForm).exact("document").utf8)
        } else {
            text = Array(try await request.bytes(limit: 64 * Self.largestForm))
        }
        var report = PlanExchange.Report()
        do {
            let document = try JSONValue(parsing: text)
            report = try await engine.write { connection in
                let report = try PlanExchange.import(document, on: connection)
                guard report.isSuccess else { throw ImportRefused(report) }
                return report
            }
        } catch let refused as ImportRefused {
            report = refused.report
        } catch let error as JSONError {
            report.faults.append(
                FieldFault(
                    error.pointer,
                    .init(
                        "Zeile \(error.line), Spalte \(error.column): das ist kein JSON",
                        "line \(error.line), column \(error.column): this is no JSON")))
        }
        let status: HTTPResponse.Status = report.isSuccess ? .ok : .unprocessableContent
        guard isForm else {
            return Response(status: status, contentType: MediaType.json, bytes: Array(report.json.text.utf8))
        }
        let planning = try await planningContext(request, context)
        return html(PlanImportPage(frame: planning.frame, report: report).html(), request, status: status)
    }
}
