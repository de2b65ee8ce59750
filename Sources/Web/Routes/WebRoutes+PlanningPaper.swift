// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Decision
import Documents
import HTTPSupport
import Hummingbird
import Logging
import Planning
import Storage
import Wire

/// The council paper as page, PDF and ODT, the last step of the wizard, and invitations to comment.
extension WebRoutes {
    func addPaperRoutes(to router: RouterGroup<HTTPContext>) {
        router.get("/planning/{kind}/{number}/paper") { request, context in try await paperPage(request, context) }
        router.get("/planning/{kind}/{number}/paper.pdf") { request, context in
            try await paperFile(request, context, .pdf)
        }
        router.get("/planning/{kind}/{number}/paper.odt") { request, context in
            try await paperFile(request, context, .odt)
        }
        router.get("/planning/{kind}/{number}/paper.html") { request, context in
            try await paperFile(request, context, .html)
        }
        router.post("/planning/{kind}/{number}/invite") { request, context in try await invite(request, context) }
        router.get("/planning/invited/{token}") { request, context in try await invited(request, context) }
        router.post("/planning/invited/{token}") { request, context in try await invitedComment(request, context) }
    }

    private enum PaperFormat { case pdf, odt, html }

    /// The draft on a measure in the language of the request.
    func paper(
        on measure: PlanningObject, _ planning: PlanningContext, _ request: Request, _ context: HTTPContext
    ) async throws -> Document {
        let rules = try await licenceRules()
        let german = planning.language == .german
        let planning = planning.computing
        let paper = planning.plan.councilPaper(
            on: measure, town: planning.town.name, date: planning.format.date(today(planning)), german: german,
            rules: rules, indicators: try await paperIndicators(of: measure, planning, context),
            base: context.baseURL.text)
        return paper.document(german: german)
    }

    /// What the paper says of each indicator.
    func paperIndicators(
        of measure: PlanningObject, _ planning: PlanningContext, _ context: HTTPContext
    ) async throws -> [CouncilPaper.Indicator] {
        var lines: [CouncilPaper.Indicator] = []
        for indicator in planning.plan.objects(measure, "indicators") {
            guard !indicator.isMasked else {
                lines.append(CouncilPaper.Indicator(hidden: indicator.title))
                continue
            }
            let reading = try await reading(of: indicator, planning, context)
            lines.append(
                CouncilPaper.Indicator(
                    name: indicator.title, unit: reading.unit, baseline: reading.baseline, now: reading.value,
                    target: reading.target, date: indicator.text("targetDate").map { planning.format.day($0) },
                    isProvisional: reading.isProvisional))
        }
        return lines
    }

    private func measureOfPaper(_ context: HTTPContext, _ plan: Plan) throws -> PlanningObject {
        guard let measure = plan[try reference(context)], measure.kind == .measure else {
            throw Problem.notFound("There is no such measure in the plan, or it is not public.")
        }
        return measure
    }

    private func paperPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let measure = try measureOfPaper(context, planning.plan)
        let document = try await paper(on: measure, planning, request, context)
        return html(PaperPage(context: planning, measure: measure, document: document).html(), request)
    }

    private func paperFile(
        _ request: Request, _ context: HTTPContext, _ format: PaperFormat
    ) async throws -> Response {
        let planning = try await planningContext(request, context)
        let measure = try measureOfPaper(context, planning.plan)
        let document = try await paper(on: measure, planning, request, context)
        let name = "vorlage-\(measure.reference)"
        switch format {
        case .html: return file(Array(document.html.utf8), type: MediaType.html, name: name + ".html")
        case .odt:
            return file(document.openDocument, type: "application/vnd.oasis.opendocument.text", name: name + ".odt")
        case .pdf:
            do {
                return file(try await PDFPrinter().print(document), type: "application/pdf", name: name + ".pdf")
            } catch {
                context.logger.error("printing failed", metadata: ["reason": "\(error)"])
                throw Problem(
                    .serviceUnavailable, "No PDF", detail: planning.language(.printFailed))
            }
        }
    }

    // MARK: The seventh step

    func paperStep(_ page: WizardPage, _ request: Request, _ context: HTTPContext, link: String? = nil) async throws
        -> Response
    {
        let measure = try measure(page)
        let language = page.context.language
        let document = try await paper(on: measure, page.context, request, context)
        let gaps = document.gaps.map { "<li>\($0)</li>" as HTML }
        let missing: HTML =
            gaps.isEmpty
            ? "<p>\(language(.noGaps))</p>"
            : "<h2>\(language(.gaps)) (\(gaps.count))</h2><ul class=\"plain gaps-list\">\(gaps)</ul>"
        let files: HTML = """
            <p class="actions"><a class="button" href="\(SiteURL.planningObject(measure.reference, "paper"))">\(language(.readPaper))</a>\
            <a class="button quiet" href="\(SiteURL.planningObject(measure.reference, "paper.pdf"))">\(language(.asPDF))</a>\
            <a class="button quiet" href="\(SiteURL.planningObject(measure.reference, "paper.odt"))">\(language(.asODT))</a></p>
            """
        let questions = ObjectForm(
            context: page.context, fields: Self.paperQuestions, document: measure.document)
        return html(
            page.html(
                before: "<p>\(language(.paperLead))</p><section class=\"card\">\(missing)\(files)</section>",
                form: questions.flat()), request)
    }

    private static let paperQuestions = [
        "proposal", "climateEffect", "participation", "risks", "alternatives", "budgetLine",
    ]
    .compactMap { ObjectKind.measure.field($0) }

    func saveProposal(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let measure = try measure(page)
        let document = AnswerReader(form: form).document(Self.paperQuestions, over: measure.document)
        if form.has("more") {
            var again = ObjectForm(context: page.context, fields: Self.paperQuestions, document: document)
            again.blankRows[form["more"]] = 1
            return html(page.html(form: again.flat()), request)
        }
        return try await storing(page, .measure, document, request, context) { page, faults in
            plainStep(page, .measure, Self.paperQuestions, document, faults, request)
        }
    }

    // MARK: Invitations

    private func invite(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let planning = try await planningContext(request, context)
        let measure = try measureOfPaper(context, planning.plan)
        let name = try await form(request)["name"]
        let token = Secret.token(prefix: "")
        let digest = Secret.hash(token)
        try await change(context) { reader, instant, connection in
            try PlanningQueries.invite(
                to: measure.reference, name: name.isEmpty ? planning.language(.inviteNameUsual) : name, digest: digest,
                by: reader, at: instant, on: connection)
        }
        let link = context.baseURL.text + "/planning/invited/" + token
        let document = try await paper(on: measure, planning, request, context)
        return html(PaperPage(context: planning, measure: measure, document: document, link: link).html(), request)
    }

    private func invitation(_ context: HTTPContext) async throws -> (Invitation, PlanningObject, Plan) {
        let digest = Secret.hash(context.parameters.get("token") ?? "")
        let instant = now()
        let found = try await engine.read { try PlanningQueries.invitation(digest: digest, at: instant, on: $0) }
        let plan = try await plans.plan(for: .system, from: engine)
        guard let found, let measure = plan[found.reference] else {
            throw Problem.notFound("This link is not or no longer valid.")
        }
        return (found, measure, plan)
    }

    private func invited(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (invitation, measure, plan) = try await invitation(context)
        return try await invitedPage(invitation, measure, plan, request, context, isSent: false)
    }

    private func invitedPage(
        _ invitation: Invitation, _ measure: PlanningObject, _ plan: Plan, _ request: Request,
        _ context: HTTPContext, isSent: Bool, text: String = "", fault: FieldFault? = nil
    ) async throws -> Response {
        let town = try await town(context)
        let planning = PlanningContext(
            plan: plan, town: town, frame: frame(request, context, town), mayWrite: false)
        let document = try await paper(on: measure, planning, request, context)
        let page = InvitedPage(
            context: planning, measure: measure, document: document, name: invitation.name,
            address: request.uri.path, isSent: isSent, text: text, fault: fault)
        return html(page.html(), request, status: fault == nil ? .ok : .unprocessableContent)
    }

    private func invitedComment(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (invitation, measure, plan) = try await invitation(context)
        let text = try await form(request, limit: 131_072).trimmed("text")
        guard !text.isEmpty else {
            return try await invitedPage(invitation, measure, plan, request, context, isSent: false)
        }
        guard submissions.admits(context.clientAddress) else {
            throw Problem.tooManySubmissions
        }
        let first = text.prefix { !$0.isNewline }.prefix(120)
        let document: JSONObject = [
            "title": .string(String(first)), "text": .string(text),
            "about": .string(measure.reference.description), "author": .string(invitation.name),
        ]
        let instant = now()
        do {
            _ = try await engine.write { connection in
                try PlanningQueries.create(.comment, document, by: .anonymous, at: instant, on: connection)
            }
        } catch let failure as ValidationFailure {
            return try await invitedPage(
                invitation, measure, plan, request, context, isSent: false, text: text, fault: failure.faults.first)
        }
        return try await invitedPage(invitation, measure, plan, request, context, isSent: true)
    }
}
