// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import HTTPTypes
import Hummingbird
import Knowledge
import Planning
import PlanningAnalysisPages
import PlanningFrame
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Wire

/// An assessment as a matrix: of everybody for who plans, of one person by their link or account.
extension SheetRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get("/planning/{kind}/{number}/matrix", Words("Eine Bewertung als Matrix", "An assessment as a matrix"))
        {
            request, context in try await matrix(request, context)
        }
        routes.post(
            "/planning/{kind}/{number}/matrix",
            Words("Die Matrix einer Bewertung speichern", "Store an assessment's matrix")
        ) { request, context in try await saveMatrix(request, context) }
        routes.post(
            "/planning/{kind}/{number}/criteria",
            Words("Wählen, was womit bewertet wird", "Choose what is rated by what")
        ) { request, context in try await choose(request, context) }
        routes.post(
            "/planning/{kind}/{number}/raters", Words("Links für Bewertende machen", "Make links for those who rate")
        ) { request, context in try await raters(request, context) }
        routes.post(
            "/planning/{kind}/{number}/end", Words("Eine Bewertung beenden", "End an assessment")
        ) { request, context in try await end(request, context) }
        routes.get("/planning/{kind}/{number}/own", Words("Selbst bewerten", "Rate yourself")) { request, context in
            try await own(request, context)
        }
        routes.post("/planning/{kind}/{number}/own", Words("Die eigene Bewertung speichern", "Store one's own ratings"))
        {
            request, context in try await own(request, context)
        }
        routes.get("/planning/rating/{token}", Words("Bewerten mit einem Link", "Rate with a link")) {
            request, context in try await byLink(request, context)
        }
        routes.post(
            "/planning/rating/{token}",
            Words("Speichern, was mit einem Link bewertet wird", "Store what is rated by link")
        ) { request, context in try await byLink(request, context) }
    }

    // MARK: For who plans

    private func assessment(_ context: HTTPContext, _ plan: Plan) throws -> PlanningObject {
        let object = try object(context, in: plan)
        guard object.kind == .assessment else {
            throw Problem.notFound("There is nothing at this address.", german: "Unter dieser Adresse gibt es nichts.")
        }
        return object
    }

    private func view(_ assessment: PlanningObject, _ planning: PlanningContext, of person: String) -> MatrixView {
        MatrixView(
            context: planning, candidates: planning.plan.objects(assessment, "candidates"),
            criteria: AskedCriterion.all(of: assessment, planning.plan),
            cells: assessment.assessmentCells(of: person, planning.plan.objects(of: .criterion)), person: person)
    }

    private func matrix(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let planning = try await planningContext(request, context)
        let assessment = try assessment(context, planning.plan)
        let fields = query(request)
        let view = view(assessment, planning, of: fields["who"])
        return html(
            try await page(assessment, planning, view, context, isStored: fields.has("stored")).html(), request)
    }

    private func page(
        _ assessment: PlanningObject, _ planning: PlanningContext, _ view: MatrixView, _ context: HTTPContext,
        link: String? = nil, isStored: Bool = false
    ) async throws -> MatrixPage {
        let (holder, instant) = (context.reader.sheetHolder, clock())
        let (sheets, own) = try await engine.read { connection in
            (
                try PlanningQueries.sheets(of: assessment.reference, on: connection),
                try PlanningQueries.sheet(of: holder, in: assessment.reference, at: instant, on: connection)
            )
        }
        return MatrixPage(
            context: planning, assessment: assessment, sheets: sheets, hasOwn: own != nil, view: view,
            people: assessment.assessors, link: link, isStored: isStored)
    }

    private func saveMatrix(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request, limit: Self.largestForm)
        var planning = try await planningContext(request, context)
        var assessment = try assessment(context, planning.plan)
        let person = form["who"]
        var view = view(assessment, planning, of: person)
        let numerals = planning.format.numerals
        var answers = MatrixAnswers(form, view, people: assessment.assessors, numerals)
        let (mine, base, reference) = (answers.mine, answers.base, assessment.reference)
        let (reader, instant) = (context.reader, clock())
        let merged = try await engine.write { connection in
            try PlanningQueries.changeCells(
                of: reference, rated: person, with: mine, over: base, by: reader, at: instant, on: connection)
        }
        answers.dispute(merged, numerals)
        let back = SiteURL.planningObject(reference, "matrix")
        if answers.notes.isEmpty {
            let stored = SiteURL.query([("who", person), ("stored", "1")])
            return redirect(.planningObject(reference, "matrix" + stored))
        }
        // as it is stored now, with what waits
        planning = answering(try await planningContext(request, context), back)
        assessment = planning.plan[reference] ?? assessment
        view = self.view(assessment, planning, of: person)
        (view.typed, view.notes) = (answers.typed, answers.notes)
        return html(
            try await page(assessment, planning, view, context).html(), request,
            status: merged.disputed.isEmpty ? .unprocessableContent : .conflict)
    }

    /// For a page that is the answer to a form and cannot be asked for: its other language is that of `address`.
    private func answering(_ planning: PlanningContext, _ address: SiteURL) -> PlanningContext {
        var frame = planning.frame
        frame.address = address.path
        return PlanningContext(plan: planning.plan, town: planning.town, frame: frame, mayWrite: planning.mayWrite)
    }

    private func choose(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request, limit: Self.largestForm)
        let reference = try assessment(context, try await plan(context)).reference
        let (candidates, criteria) = (form.all("candidates"), form.all("criteria"))
        let shown = Set(form.all("shown"))
        try await change(context) { reader, instant, connection in
            try PlanningQueries.choose(
                candidates: candidates, criteria: criteria, shown: shown, in: reference, by: reader, at: instant,
                on: connection)
        }
        return redirect(.planningObject(reference, "matrix"))
    }

    private func raters(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request)
        let planning = try await planningContext(request, context)
        let assessment = try assessment(context, planning.plan)
        let (reference, clock) = (assessment.reference, clock())
        let (name, deed) = (form["name"], form["deed"])
        if deed == "link" { return html(try await linkMade(form, assessment, planning, context), request) }
        try await change(context) { reader, instant, connection in
            switch deed {
            case "withdraw":
                try PlanningQueries.withdrawSheet(of: name, in: reference, by: reader, noted: clock, on: connection)
            case "own":
                try PlanningQueries.openSheet(
                    of: reference, name: reader.displayName, holder: reader.sheetHolder, by: reader, at: instant,
                    noted: clock, on: connection)
            default:
                throw Problem.badRequest(
                    "'deed' must be link, own or withdraw.", german: "'deed' ist link, own oder withdraw.")
            }
        }
        return redirect(.planningObject(reference, deed == "own" ? "own" : "matrix"))
    }

    /// Makes a link for somebody who rates; the page shows it.
    private func linkMade(
        _ form: FormBody, _ assessment: PlanningObject, _ planning: PlanningContext, _ context: HTTPContext
    ) async throws -> HTML {
        let (reference, clock) = (assessment.reference, clock())
        let shown = answering(planning, .planningObject(reference, "matrix"))
        return try await once(form, context) {
            let token = Secret.token(prefix: "")
            try await change(context) { reader, instant, connection in
                try PlanningQueries.openSheet(
                    of: reference, name: form["name"], holder: Secret.hash(token), by: reader, at: instant,
                    noted: clock, on: connection)
            }
            let link = context.baseURL.text + SiteURL.rating(token).path
            return try await page(assessment, shown, view(assessment, shown, of: ""), context, link: link).html()
        }
    }

    private func end(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request)
        let reference = try assessment(context, try await plan(context)).reference
        guard form["sure"] == "1" else {
            throw Problem(
                .unprocessableContent, "Not confirmed",
                detail: "Ending an assessment cannot be undone; please confirm it by the box above the button.",
                german: "Beenden lässt sich nicht zurücknehmen; bitte mit dem Kästchen über dem Knopf bestätigen.")
        }
        let clock = clock()
        try await change(context) { reader, instant, connection in
            try PlanningQueries.endSheets(of: reference, by: reader, at: instant, noted: clock, on: connection)
        }
        return redirect(.analysis("assessment", [("assessment", reference.description)]))
    }

    // MARK: One person's sheet

    private func own(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let reference = try assessment(context, try await plan(context)).reference
        let (holder, instant) = (context.reader.sheetHolder, clock())
        let sheet = try await engine.read {
            try PlanningQueries.sheet(of: holder, in: reference, at: instant, on: $0)
        }
        guard let sheet else { return redirect(.planningObject(reference, "matrix")) }
        return try await answer(sheet, holder, request, context) { .planningObject(reference, "own" + $0) }
    }

    private func byLink(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        let (holder, instant) = (Secret.hash(token), clock())
        let sheet = try await engine.read { try PlanningQueries.sheet(of: holder, at: instant, on: $0) }
        guard let sheet else { throw Self.gone }
        return try await answer(sheet, holder, request, context) { .rating(token + $0) }
    }

    private static var gone: Problem {
        Problem.linkGone(Words.sheetGone.english, german: Words.sheetGone.german)
    }

    /// Shows a sheet or stores what was sent; `address` is its own with a query.
    private func answer(
        _ sheet: AssessmentSheet, _ holder: String, _ request: Request, _ context: HTTPContext,
        at address: (String) -> SiteURL
    ) async throws -> Response {
        // who rates by link sees this one assessment, whatever else is public
        let plan = try await plans.plan(for: .system, from: engine)
        guard let assessment = plan[sheet.assessment] else { throw Self.gone }
        let town = try await town(context)
        let planning = PlanningContext(
            plan: plan, town: town, frame: frame(request, context, town), mayWrite: false)
        let own = plan.objects(of: .criterion)
        let order = assessment.criteriaOrder(own)
        func hints(_ cells: AssessmentCells) -> [Words] {
            cells.contradictions(to: order).prefix(5).map { .matrixContradiction($0.first, $0.second) }
        }
        func page(_ cells: AssessmentCells, _ answers: MatrixAnswers? = nil, isStored: Bool = false) -> HTML {
            var view = MatrixView(
                context: planning, candidates: plan.objects(assessment, "candidates"),
                criteria: AskedCriterion.all(of: assessment, plan), cells: cells)
            (view.typed, view.notes) = (answers?.typed ?? [:], answers?.notes ?? [:])
            return SheetPage(
                context: planning, assessment: assessment, sheet: sheet, address: address(""), view: view,
                hints: hints(cells), isStored: isStored
            ).html()
        }
        guard request.method == .post else {
            return unshared(html(page(sheet.cells, isStored: query(request).has("stored")), request))
        }
        let form = try await form(request, limit: Self.largestForm)
        guard desk.memories.sheetSaves.admits(holder) else {
            throw Problem(
                .tooManyRequests, "Too many requests", detail: Words.sheetTooFast.english,
                german: Words.sheetTooFast.german)
        }
        let view = MatrixView(
            context: planning, candidates: plan.objects(assessment, "candidates"),
            criteria: AskedCriterion.all(of: assessment, plan), cells: sheet.cells)
        let numerals = planning.format.numerals
        var answers = MatrixAnswers(form, view, people: [""], numerals)
        let (mine, base, instant) = (answers.mine, answers.base, clock())
        let stored = try await engine.write { connection in
            try PlanningQueries.fillSheet(
                of: holder, in: sheet.assessment, with: mine, over: base, at: instant, on: connection)
        }
        guard let merged = stored else { throw Self.gone }
        answers.dispute(merged, numerals)
        if request.headers[.accept]?.hasPrefix("application/json") ?? false {
            let told = answers.json(merged.cells, hints: hints(merged.cells), planning.language)
            return unshared(Response(status: .ok, contentType: MediaType.json, bytes: Array(told.text.utf8)))
        }
        if answers.notes.isEmpty { return redirect(address("?stored=1")) }
        return unshared(
            html(
                page(merged.cells, answers), request,
                status: merged.disputed.isEmpty ? .unprocessableContent : .conflict))
    }

    /// What somebody gives in confidence stays in no cache, neither under a link's address.
    private func unshared(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
