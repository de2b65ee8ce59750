// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Documents
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Storage
import Wire

/// What the public sends in and editors accept; the plan as files, out and in.
extension ExchangeRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get(
            "/planning/submit", Words("Einen Bedarf melden", "Tell the town about a need")
        ) { request, context in
            try await submission(request, context)
        }
        routes.post(
            "/planning/submit", Words("Einen gemeldeten Bedarf entgegennehmen", "Take a need that somebody tells")
        ) { request, context in try await submit(request, context) }
        routes.get("/planning/submitted", Words("Gemeldetes prüfen", "Look through what was submitted")) {
            request, context in try await moderation(request, context)
        }
        routes.get(
            "/planning/export.json", Words("Der Plan als JSON", "The plan as JSON"), for: .programs
        ) { request, context in
            try await exportPlan(request, context)
        }
        routes.get(
            "/planning/export.ods", Words("Der Plan als Tabellen", "The plan as tables"), for: .programs
        ) { request, context in
            try await exportTables(request, context)
        }
        routes.get(
            "/planning/calendar.ics",
            Words("Was im Plan ansteht, als Kalender", "What is due in the plan, as a calendar"),
            for: .programs
        ) { request, context in try await calendar(request, context) }
        routes.get(
            "/planning/import", Words("Einen Plan einlesen: die Seite", "The page that reads a plan in")
        ) { request, context in
            try await importPage(request, context)
        }
        routes.post("/planning/import", Words("Einen Plan einlesen", "Read a plan in")) { request, context in
            try await importPlan(request, context)
        }
        routes.post(
            "/planning/{kind}/{number}/moderate",
            Words("Gemeldetes annehmen oder ablehnen", "Accept or decline what was submitted")
        ) { request, context in try await moderate(request, context) }
    }

    // MARK: From the public

    func submission(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let about = Reference(query(request)["about"]).flatMap { planning.plan[$0]?.reference }
        let kind: ObjectKind = about == nil ? .need : .comment
        let form = ObjectForm(
            context: planning, fields: SubmitPage.fields(kind), document: [:], offersUnknown: false)
        let notify = desk.mail == nil ? nil : ""
        return html(SubmitPage(context: planning, kind: kind, about: about, form: form, notify: notify).html(), request)
    }

    func submit(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request, limit: 65_536)
        let planning = try await planningContext(request, context)
        let about = Reference(form["about"]).flatMap { planning.plan[$0]?.reference }
        let kind: ObjectKind = about == nil ? .need : .comment
        var answers = AnswerReader(form: form, planning.language).document(SubmitPage.fields(kind))
        if let about { answers["about"] = .string(about.description) }
        // A field that people do not see and programs fill in.
        guard form["website"].isEmpty else {
            throw Problem.badRequest(
                "The form was not filled in by a person.", german: "Das Formular hat kein Mensch ausgefüllt.")
        }
        func again(_ faults: [FieldFault], status: HTTPResponse.Status = .unprocessableContent) -> Response {
            let again = ObjectForm(
                context: planning, fields: SubmitPage.fields(kind), document: answers, faults: faults,
                offersUnknown: false)
            let page = SubmitPage(
                context: planning, kind: kind, about: about, form: again,
                notify: desk.mail == nil ? nil : form["notify"])
            return html(page.html(), request, status: status)
        }
        let notify = desk.mail == nil || form["notify"].isEmpty ? nil : form["notify"]
        var faults = kind.faults(in: answers, over: [:])
        if let notify, !MailAddress.isPlain(notify) { faults.append(FieldFault("/notify", .notifyFault)) }
        guard faults.isEmpty else { return again(faults) }
        if form.has("change") { return again([], status: .ok) }
        if form.has("check") {
            let page = CheckPage(context: planning, kind: kind, about: about, document: answers, form: form)
            return html(page.html(), request)
        }
        guard context.reader.mayPlan || submissions.admits(context.clientAddress) else {
            return again([FieldFault("/title", .tooManySubmissions)], status: .tooManyRequests)
        }
        let (document, instant, clock) = (answers, clock(), clock())
        do {
            let page = try await once(form, context) {
                let token = Secret.token(prefix: "")
                let stored = try await engine.write { connection in
                    let stored = try PlanningQueries.create(
                        kind, document, visibility: .public, state: .submitted, by: .anonymous, at: instant,
                        on: connection)
                    try PlanningQueries.invite(
                        to: stored.reference, name: "", digest: Secret.hash(token), by: .anonymous, at: instant,
                        noted: clock, as: "submit", mail: notify, on: connection)
                    return stored
                }
                let link = context.baseURL.text + SiteURL.invited(token).path
                return SubmittedPage(frame: planning.frame, reference: stored.reference, link: link).html()
            }
            return html(page, request, status: .created)
        } catch let failure as ValidationFailure {
            return again(failure.faults)
        } catch PlanningError.danglingReferences(let missing) {
            return again(missing.map { Self.dangling($0, kind, document) })
        }
    }

    func moderation(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        return html(ModerationPage(context: try await planningContext(request, context)).html(), request)
    }

    func moderate(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request)
        let (answer, reply) = (form["answer"], form.trimmed("reply"))
        guard answer == "accept" || answer == "reject" else {
            throw Problem.badRequest("'answer' must be accept or reject.", german: "'answer' ist accept oder reject.")
        }
        let reference = try reference(context)
        if answer == "reject", reply.isEmpty {
            let planning = try await planningContext(request, context)
            let page = ModerationPage(context: planning, unanswered: reference)
            return html(page.html(), request, status: .unprocessableContent)
        }
        let (reader, instant) = (context.reader, clock())
        let waiting = try await engine.write { connection in
            guard let stored = try PlanningQueries.find(reference, on: connection), stored.state == .submitted else {
                throw PlanningError.notFound(reference)
            }
            var document = stored.document
            if !reply.isEmpty { document["reply"] = .string(reply) }
            _ = try PlanningQueries.update(
                reference, expected: stored.version, document: document,
                visibility: answer == "accept" ? .public : .internal, state: answer == "accept" ? .active : .closed,
                by: reader, at: instant, on: connection)
            return try PlanningQueries.takeMail(of: reference, on: connection)
        }
        await tell(waiting, reference, isAccepted: answer == "accept", reply, context)
        return redirect(.planning("/submitted"))
    }

    /// Tells who sent something in what became of it, in both languages and without their own words.
    private func tell(
        _ addresses: [String], _ reference: Reference, isAccepted: Bool, _ reply: String, _ context: HTTPContext
    ) async {
        guard let mail = desk.mail else { return }
        let said: Words = isAccepted ? .statusAccepted : .statusNotShown
        let link = isAccepted ? "\n\n" + context.baseURL.text + SiteURL.planningObject(reference).path : ""
        let subject = Words.notifySubject("\(reference)")
        for address in addresses {
            do {
                _ = try await mail.send(
                    to: address, subject: "\(subject.german) / \(subject.english)",
                    text: "\(said.german)\n\n\(said.english)\(reply.isEmpty ? "" : "\n\n\(reply)")\(link)\n")
            } catch {
                // the answer is stored, whether the sender hears of it or not
                context.logger.error("a sender was not told", metadata: ["error": "\(error)"])
            }
        }
    }

    // MARK: Taking along

    func exportPlan(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (reader, nameable) = (context.reader, try await nameable(context))
        let document = try await engine.read { try PlanExchange.export(for: reader, naming: nameable, on: $0) }
        return file(Array(document.text.utf8), type: MediaType.json, name: "planning.json")
    }

    func exportTables(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let plan = try await plan(context)
        let language = language(request)
        let nameable = try await nameable(context)
        let sheets = ObjectKind.allCases.filter { !plan.objects(of: $0).isEmpty }.map {
            PlanTable($0, plan, naming: nameable).sheet(named: language($0.plural))
        }
        let sheet = Spreadsheet(title: language(.planning), sheets: sheets)
        return file(
            sheet.openDocument, type: "application/vnd.oasis.opendocument.spreadsheet", name: "planning.ods")
    }

    func calendar(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let language = planning.language
        let calendar = PlanCalendar(
            planning.plan, base: context.baseURL.text, name: "\(planning.town.name): \(language(.planning))",
            { language($0) })
        return file(Array(calendar.text.utf8), type: "text/calendar; charset=utf-8", name: "planning.ics")
    }

    func importPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let planning = try await planningContext(request, context)
        return html(PlanImportPage(frame: planning.frame).html(), request)
    }

    /// Reads an export in, sent by the page's script or by a program as JSON; all of it or nothing.
    func importPlan(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
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

/// For other pages of the plan that are files.
extension PlanningPageSet {
    /// The data that may be named to the reader; nil for who plans, who may name all.
    func nameable(_ context: HTTPContext) async throws -> NameableData? {
        guard !context.reader.mayPlan else { return nil }
        return NameableData(try await town(context))
    }

    func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            contentType: type, bytes: bytes,
            headers: [
                .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "private, no-cache",
                .vary: "Cookie",
            ])
    }
}
