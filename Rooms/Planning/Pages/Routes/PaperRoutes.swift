// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Documents
import HTTPSupport
import Hummingbird
import Logging
import Planning
import PlanningAnalysisPages
import PlanningFrame
import SensorThingsFrame
import Site
import Storage
import Wire

/// The council paper as page, PDF and ODT, the last step of the wizard, and invitations to comment.
extension PaperRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get(
            "/planning/{kind}/{number}/paper", Words("Der Entwurf der Vorlage", "The draft of the paper")
        ) { request, context in
            try await paperPage(request, context)
        }
        routes.get("/planning/{kind}/{number}/paper.pdf", Words("Die Vorlage als PDF", "The paper as PDF")) {
            request, context in
            try await paperFile(request, context, .pdf)
        }
        routes.get(
            "/planning/{kind}/{number}/paper.odt", Words("Die Vorlage als OpenDocument", "The paper as OpenDocument")
        ) { request, context in
            try await paperFile(request, context, .odt)
        }
        routes.get("/planning/{kind}/{number}/paper.html", Words("Die Vorlage als eine Seite", "The paper as one page"))
        { request, context in
            try await paperFile(request, context, .html)
        }
        routes.post(
            "/planning/{kind}/{number}/invite", Words("Jemanden zur Vorlage einladen", "Invite somebody to the paper")
        ) { request, context in try await invite(request, context) }
        routes.get(
            "/planning/invited/{token}", Words("Die Vorlage für Eingeladene", "The paper for those who are invited")
        ) { request, context in try await invited(request, context) }
        routes.get(
            "/planning/invited/{token}/{part}",
            Words("Eine Anlage für Eingeladene", "An annex for those who are invited")
        ) { request, context in
            try await invitedPart(request, context)
        }
        routes.post(
            "/planning/invited/{token}", Words("Ein Kommentar von Eingeladenen", "A comment of somebody who is invited")
        ) { request, context in try await invitedComment(request, context) }
    }

    private enum PaperFormat { case pdf, odt, html }

    private func measureOfPaper(_ context: HTTPContext, _ plan: Plan) throws -> PlanningObject {
        guard let measure = plan[try reference(context)], measure.kind == .measure else {
            throw Problem.notFound(
                "There is no such measure in the plan, or it is not public.",
                german: "Diese Maßnahme gibt es im Plan nicht, oder sie ist nicht öffentlich.")
        }
        return measure
    }

    private func paperPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        if try kind(context) == .decision {
            return html(try await keptPaper(request, context, planning).html(), request)
        }
        let measure = try measureOfPaper(context, planning.plan)
        return html(try await paperPage(measure, planning, request, context).html(), request)
    }

    private func paperPage(
        _ measure: PlanningObject, _ planning: PlanningContext, _ request: Request, _ context: HTTPContext,
        link: String? = nil
    ) async throws -> PaperPage {
        PaperPage(
            context: planning, measure: measure, document: try await paper(on: measure, planning, request, context),
            decided: try await decidedPanels(of: measure, planning, context), link: link)
    }

    private func paperFile(
        _ request: Request, _ context: HTTPContext, _ format: PaperFormat
    ) async throws -> Response {
        let planning = try await planningContext(request, context)
        let (document, name): (Document, String)
        if try kind(context) == .decision {
            let kept = try await keptPaper(request, context, planning)
            document = kept.document.linked(to: context.baseURL.text)
            name = "vorlage-\(kept.decision.reference)-\(kept.measure)"
        } else {
            let measure = try measureOfPaper(context, planning.plan)
            document = try await paper(on: measure, planning, request, context)
            name = "vorlage-\(measure.reference)"
        }
        return try await paperFile(document, name, format, planning.language, context)
    }

    private func paperFile(
        _ document: Document, _ name: String, _ format: PaperFormat, _ language: Language, _ context: HTTPContext
    ) async throws -> Response {
        switch format {
        case .html: return file(Array(document.html.utf8), type: MediaType.html, name: name + ".html")
        case .odt:
            return file(document.openDocument, type: "application/vnd.oasis.opendocument.text", name: name + ".odt")
        case .pdf:
            do {
                return file(try await PDFPrinter().print(document), type: "application/pdf", name: name + ".pdf")
            } catch let error as PDFPrinter.Failure {
                context.logger.error("printing failed", metadata: ["reason": "\(error)"])
                throw Problem(
                    .serviceUnavailable, "No PDF", detail: Words.printFailed.english, german: Words.printFailed.german)
            }
        }
    }

    // MARK: Invitations

    private func invite(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let planning = try await planningContext(request, context)
        let measure = try measureOfPaper(context, planning.plan)
        let form = try await form(request)
        let (name, clock) = (form["name"], clock())
        // the other language is that of the paper: this page is the answer to a form and cannot be asked for
        var page = planning.frame
        page.address = SiteURL.planningObject(measure.reference, "paper").path
        let shown = PlanningContext(plan: planning.plan, town: planning.town, frame: page, mayWrite: planning.mayWrite)
        let made = try await once(form, context) {
            let token = Secret.token(prefix: "")
            let digest = Secret.hash(token)
            try await change(context) { reader, instant, connection in
                try PlanningQueries.invite(
                    to: measure.reference, name: name.isEmpty ? planning.language(.inviteNameUsual) : name,
                    digest: digest, by: reader, at: instant, noted: clock, on: connection)
            }
            let link = context.baseURL.text + "/planning/invited/" + token
            return try await paperPage(measure, shown, request, context, link: link).html()
        }
        return html(made, request)
    }

    private func invitation(_ context: HTTPContext) async throws -> (Invitation, PlanningObject, Plan) {
        let digest = Secret.hash(context.parameters.get("token") ?? "")
        let instant = clock()
        let found = try await engine.read { try PlanningQueries.invitation(digest: digest, at: instant, on: $0) }
        let plan = try await plans.plan(for: .system, from: engine)
        guard let found, let measure = plan[found.reference] else {
            throw Problem.linkGone()
        }
        return (found, measure, plan)
    }

    private func invited(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (invitation, measure, plan) = try await invitation(context)
        // who sent something in asks what became of it
        if ObjectKind.open.contains(measure.kind) {
            let page = StatusPage(frame: try await frame(request, context), object: measure)
            return html(page.html(), request)
        }
        return try await invitedPage(invitation, measure, plan, request, context, isSent: false)
    }

    /// Only invitations to a paper have attachments and take comments.
    private func requirePaper(_ object: PlanningObject) throws {
        guard object.kind == .measure else {
            throw Problem.notFound("There is nothing at this address.", german: "Unter dieser Adresse gibt es nichts.")
        }
    }

    /// What the paper rests on, for somebody with an invitation: its attachments, exactly these, and its files.
    private func invitedPart(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (_, measure, plan) = try await invitation(context)
        try requirePaper(measure)
        let part = context.parameters.get("part") ?? ""
        let town = try await towns.reading(for: .staff, from: engine)
        if let format = ["paper.pdf": PaperFormat.pdf, "paper.odt": .odt][part] {
            let planning = PlanningContext(
                plan: plan, town: town, frame: frame(request, context, town), mayWrite: false)
            let stage = CouncilPaper.Stage(measure, planning)
            // files are passed on: the secret of the invitation is not in them
            let document = try await paper(on: measure, planning, for: .staff, stage: stage).linking { _ in nil }
            return try await paperFile(document, "vorlage-\(measure.reference)", format, planning.language, context)
        }
        let opened = plan.opened(plan.attachments(of: measure))
        guard let object = opened[part] else {
            throw Problem.notFound(
                "This invitation does not open that.", german: "Das öffnet diese Einladung nicht.")
        }
        let planning = PlanningContext(
            plan: opened, town: town, frame: frame(request, context, town), mayWrite: false,
            invitation: context.parameters.get("token"))
        let panels = object.kind == .indicator ? try await indicatorPanels(of: object, planning, for: .staff) : []
        return html(ObjectPage(context: planning, object: object, panels: panels).html(), request)
    }

    private func invitedPage(
        _ invitation: Invitation, _ measure: PlanningObject, _ plan: Plan, _ request: Request,
        _ context: HTTPContext, isSent: Bool, text: String = "", fault: FieldFault? = nil
    ) async throws -> Response {
        let town = try await town(context)
        let token = context.parameters.get("token") ?? ""
        let planning = PlanningContext(
            plan: plan, town: town, frame: frame(request, context, town), mayWrite: false, invitation: token)
        let opened = Dictionary(
            plan.attachments(of: measure).map { (SiteURL.planningObject($0.reference).path, $0.reference) },
            uniquingKeysWith: { first, _ in first })
        let document = try await paper(
            on: measure, planning, for: .staff, stage: CouncilPaper.Stage(measure, planning)
        ).linking { path in opened[path].map { planning.address(of: $0).path } }
        let page = InvitedPage(
            context: planning, measure: measure, document: document, name: invitation.name,
            address: request.uri.path, isSent: isSent, text: text, fault: fault)
        return html(page.html(), request, status: fault == nil ? .ok : .unprocessableContent)
    }

    private func invitedComment(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (invitation, measure, plan) = try await invitation(context)
        try requirePaper(measure)
        let text = try await form(request, limit: 131_072).trimmed("text")
        guard !text.isEmpty else {
            return try await invitedPage(invitation, measure, plan, request, context, isSent: false)
        }
        guard submissions.admits(context.clientAddress) else {
            var refused = try await invitedPage(
                invitation, measure, plan, request, context, isSent: false, text: text,
                fault: FieldFault("/text", .tooManySubmissions))
            refused.status = .tooManyRequests
            return refused
        }
        let first = text.prefix { !$0.isNewline }.prefix(120)
        let document: JSONObject = [
            "title": .string(String(first)), "text": .string(text),
            "about": .string(measure.reference.description), "author": .string(invitation.name),
        ]
        let instant = clock()
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

/// The paper, for other pages of the plan.
extension PlanningPageSet {
    /// The draft on a measure in the language of the request.
    func paper(
        on measure: PlanningObject, _ planning: PlanningContext, _ request: Request, _ context: HTTPContext
    ) async throws -> Document {
        try await paper(
            on: measure, planning, for: context.reader, stage: CouncilPaper.Stage(measure, planning)
        ).linked(to: context.baseURL.text)
    }

    /// The paper on a measure as a reader may see it; its links are paths.
    func paper(
        on measure: PlanningObject, _ planning: PlanningContext, for reader: Reader, stage: CouncilPaper.Stage
    ) async throws -> Document {
        try await written(on: measure, planning, for: reader, stage: stage).document
    }

    /// The same, with where its parts come from.
    func written(
        on measure: PlanningObject, _ planning: PlanningContext, for reader: Reader, stage: CouncilPaper.Stage
    ) async throws -> WrittenPaper {
        let rules = try await licenceRules()
        let german = planning.language == .german
        let planning = planning.computing
        let paper = planning.plan.councilPaper(
            on: measure, town: planning.town.name, date: planning.format.date(today(planning)), german: german,
            rules: rules, indicators: try await paperIndicators(of: measure, planning, reader),
            choices: try await choices(with: measure, planning, rules), base: "", stage: stage)
        return paper.written(german: german)
    }

    /// What the portfolios with a measure choose: the same as on their pages; one that cannot be solved says nothing.
    private func choices(
        with measure: PlanningObject, _ planning: PlanningContext, _ rules: LicenceRules
    ) async throws -> [PortfolioChoice] {
        var choices: [PortfolioChoice] = []
        for portfolio in planning.plan.portfolios(with: measure.reference) {
            let plan = planning.plan
            let reading: PortfolioReading
            do {
                reading = try await decisions.drawn { try PortfolioReading(plan, portfolio, rules: rules) }
            } catch is PortfolioReading.Fault {
                continue
            }
            let answer = try await ClientPresence.whilePresent { [decisions] in
                try await decisions.answer(to: reading.problem)
            }
            choices.append(PortfolioChoice(reading: reading, outcome: answer.outcome))
        }
        return choices
    }

    /// What a value is measured by and a target comes from, and that a short time has its season.
    private func basis(
        of indicator: PlanningObject, _ reading: IndicatorReading, _ planning: PlanningContext
    ) -> [Words] {
        var origin: [Words] = []
        if reading.baseline != nil {
            let name = indicator.text("baselineDate").map { date in
                Words(
                    "der Ausgangswert vom \(Numerals.german.day(date))", "the baseline of \(Numerals.english.day(date))"
                )
            }
            origin.append(
                source(of: name ?? Words("der Ausgangswert", "the baseline"), indicator.text("baselineSource")))
        }
        if reading.target != nil {
            origin.append(source(of: Words("der Zielwert", "the target"), indicator.text("targetSource")))
        }
        return origin + entered(in: indicator) + measured(by: indicator, reading, planning)
    }

    private func source(of name: Words, _ source: String?) -> Words {
        source.map { Words("\(name.german) kommt aus: \($0)", "\(name.english) comes from: \($0)") }
            ?? Words("\(name.german) ist ohne Quelle", "\(name.english) has no source")
    }

    /// Of which day the latest value is that somebody wrote down, with the note beside it.
    private func entered(in indicator: PlanningObject) -> [Words] {
        guard indicator.text("source") == "manual",
            let last = indicator.rows("values").max(by: { ($0["date"]?.string ?? "") < ($1["date"]?.string ?? "") }),
            let date = last["date"]?.string
        else { return [] }
        let note = last["note"]?.string.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
        return [
            Words(
                "der Wert „heute“ ist vom \(Numerals.german.day(date)) und von Hand eingetragen\(note)",
                "the value “today” is of \(Numerals.english.day(date)) and was entered by hand\(note)")
        ]
    }

    private func measured(
        by indicator: PlanningObject, _ reading: IndicatorReading, _ planning: PlanningContext
    ) -> [Words] {
        guard let value = reading.value, value.isFinite,
            let series = indicator.integer("datastream").flatMap({ planning.series($0) })
        else { return [] }
        var words = [Words("gemessen wird nur „\(series.label)“", "measured is only “\(series.label)”")]
        guard reading.isSeasonal else { return words }
        guard let change = reading.change else {
            words.append(.seasonal)
            return words
        }
        func share(_ numerals: Numerals) -> String {
            (change < 0 ? "−" : "+") + numerals.number(abs(change) * 100, decimals: 1) + "\u{202F}%"
        }
        words.append(
            Words(
                "\(Words.seasonal.german); gegen dieselbe Zeit ein Jahr zuvor \(share(.german))",
                "\(Words.seasonal.english); against the same time a year before \(share(.english))"))
        return words
    }

    /// What the paper says of each indicator.
    func paperIndicators(
        of measure: PlanningObject, _ planning: PlanningContext, _ reader: Reader
    ) async throws -> [CouncilPaper.Indicator] {
        var lines: [CouncilPaper.Indicator] = []
        for indicator in planning.plan.objects(measure, "indicators") {
            guard !indicator.isMasked else {
                lines.append(CouncilPaper.Indicator(hidden: indicator.title))
                continue
            }
            let reading = try await reading(of: indicator, planning, for: reader)
            var line = CouncilPaper.Indicator(
                name: indicator.title, unit: reading.unit, baseline: reading.baseline, now: reading.value,
                target: reading.target, date: indicator.text("targetDate").map { planning.format.day($0) },
                isProvisional: reading.isProvisional)
            line.reference = indicator.reference
            line.isWithheld = reading.isWithheld
            line.cautions = basis(of: indicator, reading, planning) + reading.cautions.map(\.words)
            lines.append(line)
        }
        return lines
    }
}

extension Document {
    /// The same with full addresses behind its links, for files that are read elsewhere.
    func linked(to base: String) -> Document { linking { $0.hasPrefix("/") ? base + $0 : $0 } }
}
