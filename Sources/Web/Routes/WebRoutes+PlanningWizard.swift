// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPSupport
import Hummingbird
import Knowledge
import Planning
import Storage
import Wire

/// The seven steps from a need to a draft paper.
extension WebRoutes {
    func addWizardRoutes(to router: Router<HTTPContext>) {
        router.get("/planning/start") { request, context in try await wizardStart(request, context) }
        router.get("/planning/start/{step}") { request, context in try await wizardStep(request, context) }
        router.post("/planning/start/{step}") { request, context in try await saveWizardStep(request, context) }
    }

    /// Someone who begins: with the town while nothing is known of it, else with the need.
    func wizardStart(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let plan = try await plan(context)
        return redirect((plan.town == nil ? WizardStep.town : .need).url())
    }

    /// Where somebody is in the steps: the page's frame with the need and the measure it is about.
    func wizard(_ request: Request, _ context: HTTPContext) async throws -> WizardPage {
        try context.requireWriter()
        guard let step = context.parameters.get("step").flatMap({ Int($0) }).flatMap({ WizardStep(rawValue: $0) })
        else {
            throw Problem.notFound("There is no such step.")
        }
        let planning = try await planningContext(request, context)
        let fields = query(request)
        let need = planning.plan[fields["need"]].flatMap { $0.kind == .need ? $0.reference : nil }
        let measure = planning.plan[fields["measure"]].flatMap { $0.kind == .measure ? $0.reference : nil }
        return WizardPage(context: planning, step: step, need: need, measure: measure)
    }

    func wizardStep(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let page = try await wizard(request, context)
        switch page.step {
        case .town: return try await townStep(page, request)
        case .need:
            let document = page.need.flatMap { page.context.plan[$0]?.document } ?? [:]
            return needStep(
                page, ObjectForm(context: page.context, fields: WizardQuestions.need, document: document), request)
        case .goal:
            return try goalStep(
                page,
                ObjectForm(context: page.context, fields: indicatorQuestions(page), document: ["source": "datastream"]),
                request)
        case .examples: return try await examplesStep(page, request)
        case .measures: return try await measuresStep(page, request)
        case .cost: return try costStep(page, request)
        case .paper: return try await paperStep(page, request, context)
        }
    }

    func saveWizardStep(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let page = try await wizard(request, context)
        let form = try await form(request, limit: 1_048_576)
        switch page.step {
        case .town: return try await saveTown(page, form, request, context)
        case .need: return try await saveNeed(page, form, request, context)
        case .goal: return try await saveGoal(page, form, request, context)
        case .examples: return try await saveExamples(page, form, context)
        case .measures: return try await saveMeasures(page, form, request, context)
        case .cost: return try await saveCost(page, form, request, context)
        case .paper: return try await saveProposal(page, form, request, context)
        }
    }

    // MARK: 1 Town

    func townStep(_ page: WizardPage, _ request: Request) async throws -> Response {
        let planning = page.context
        let asked = query(request)["q"]
        var found: [Municipality] = []
        let (isFilled, key) = try await engine.read { connection in
            (try MunicipalityQueries.isFilled(on: connection), try SettingQueries.value(of: .townKey, on: connection))
        }
        if isFilled {
            let text = asked.isEmpty ? key ?? "" : asked
            if !text.isEmpty { found = try await engine.read { try MunicipalityQueries.matching(text, on: $0) } }
        }
        var document = planning.plan.town?.document ?? [:]
        if document.isEmpty { document["title"] = .string(planning.frame.shortTown) }
        let chosen = query(request)["key"]
        let match = found.first { $0.key == chosen } ?? (asked.isEmpty && planning.plan.town == nil ? found.first : nil)
        if let match { Self.fill(&document, with: match, planning.language) }
        let language = planning.language
        var lookup: HTML = "<p class=\"notice\">\(language(.noRegister))</p>"
        if isFilled {
            let items = match == nil ? found : []
            let choices = items.map { town -> HTML in
                let url = WizardStep.town.url([("q", asked), ("key", town.key)])
                let label = [town.name, town.state, town.population.map { planning.format.integer($0) }].compactMap(
                    \.self)
                return "<li><a href=\"\(url)\">\(label.joined(separator: ", "))</a></li>"
            }
            let nothing: HTML = !asked.isEmpty && found.isEmpty ? "<p>\(language(.noTownFound))</p>" : ""
            lookup = """
                <form class="filters card" method="get" action="\(WizardStep.town.url())"><div class="field grow">\
                <label for="q">\(language(.lookUpTown))</label><input id="q" name="q" type="search" value="\(asked)">\
                <p class="help">\(language(.lookUpHelp))</p></div><button type="submit" class="quiet">\(language(.lookUp))</button></form>\
                \(nothing)\(choices.isEmpty ? HTML() : "<ul class=\"plain card\">\(choices)</ul>")
                """
        }
        let form = ObjectForm(context: planning, fields: WizardQuestions.town, document: document)
        return html(page.html(before: lookup, form: form.flat()), request)
    }

    static func fill(_ document: inout JSONObject, with town: Municipality, _ language: Language) {
        document["title"] = .string(town.name)
        document["key"] = .string(town.key)
        document["state"] = town.state.map { .string($0) }
        document["population"] = town.population.map { JSONValue($0) }
        document["area"] = town.areaHectares.map { JSONValue(Double($0) / 100) }
        document["regionType"] = town.regionType.map { JSONValue($0) }
        document["source"] = .string(MunicipalityQueries.attribution)
    }

    func saveTown(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let stored = page.context.plan.town
        let document = AnswerReader(form: form).document(WizardQuestions.town, over: stored?.document ?? [:])
        return try await storing(page, .town, stored, document, WizardQuestions.town, request, context) { _ in
            WizardStep.need.url(need: page.need, measure: page.measure)
        }
    }

    /// Stores a document as a new object or a new version, then goes on; faults show the step again.
    func storing(
        _ page: WizardPage, _ kind: ObjectKind, _ stored: PlanningObject?, _ document: JSONObject, _ fields: [Field],
        _ request: Request, _ context: HTTPContext, next: (PlanningObject) -> SiteURL
    ) async throws -> Response {
        let (reader, instant) = (context.reader, now())
        do {
            let saved = try await engine.write { connection in
                guard let stored else {
                    return try PlanningQueries.create(
                        kind, document, visibility: .internal, by: reader, at: instant, on: connection)
                }
                return try PlanningQueries.update(
                    stored.reference, expected: stored.version, document: document, by: reader, at: instant,
                    on: connection)
            }
            startPages.forget()
            return redirect(next(saved))
        } catch let failure as ValidationFailure {
            let again = ObjectForm(context: page.context, fields: fields, document: document, faults: failure.faults)
            return html(
                page.html(
                    before: again.summary(), form: again.flat(), scripts: EditPage.scripts(kind),
                    styles: EditPage.styles(kind)),
                request, status: .unprocessableContent)
        } catch let error as PlanningError {
            throw refusal(error)
        } catch is PlanningConflict {
            throw Problem(
                .conflict, "Changed meanwhile",
                detail: "Somebody else changed the same; open the step again and enter your change once more.")
        }
    }

    // MARK: 2 Need

    func needStep(_ page: WizardPage, _ form: ObjectForm, _ request: Request) -> Response {
        html(
            page.html(
                before: form.summary(), form: form.flat(), scripts: EditPage.scripts(.need),
                styles: EditPage.styles(.need)),
            request)
    }

    func saveNeed(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let stored = page.need.flatMap { page.context.plan[$0] }
        let document = AnswerReader(form: form).document(WizardQuestions.need, over: stored?.document ?? [:])
        return try await storing(page, .need, stored, document, WizardQuestions.need, request, context) {
            WizardStep.goal.url(need: $0.reference, measure: page.measure)
        }
    }

    func need(_ page: WizardPage) throws -> PlanningObject {
        guard let need = page.need.flatMap({ page.context.plan[$0] }) else {
            throw Problem.badRequest("This step needs a need; begin with the second step.")
        }
        return need
    }

    // MARK: 3 Goal and indicator

    func indicatorQuestions(_ page: WizardPage) -> [Field] { WizardQuestions.indicator }

    func goalStep(
        _ page: WizardPage, _ form: ObjectForm, _ request: Request, indicatorName: String = "", valueToday: String = ""
    ) throws -> Response {
        let need = try need(page)
        let (plan, language) = (page.context.plan, page.context.language)
        let linked = Set(plan.referring(to: need.reference, kind: .goal).map(\.reference))
        let goals = plan.objects(of: .goal).map { goal -> HTML in
            let checked: HTML = linked.contains(goal.reference) ? " checked" : ""
            return """
                <label class="tick"><input type="checkbox" name="goals" value="\(goal.reference.description)"\(checked)>\
                <span>\(goal.title)</span></label>
                """
        }
        let existing: HTML =
            goals.isEmpty
            ? ""
            : "<fieldset class=\"field group\"><legend>\(language(.goalsExisting))</legend><div class=\"ticks\">\(goals)</div></fieldset>"
        let suggestion = linked.isEmpty ? "\(language(.goalSuggestion)): \(need.title)" : ""
        let indicators = plan.referring(to: need.reference, kind: .indicator)
        let there: HTML =
            indicators.isEmpty
            ? "" : "<p>\(language(.indicatorExists)) \(indicators.map { page.context.link($0) }.joined(", "))</p>"
        let near = ObjectForm(
            context: page.context.nearestFirst(to: need), fields: form.fields, document: form.document,
            faults: form.faults)
        let questions: HTML = """
            \(existing)<div class="field"><label for="goalTitle">\(language(.goalNew))</label>\
            <input id="goalTitle" name="goalTitle" type="text" value="\(suggestion)" maxlength="500"></div>\
            <h2>\(language(.indicatorTitle))</h2><p>\(language(.indicatorLead))</p>\(there)\
            <div class="field"><label for="indicatorName">\(language(.indicatorName))</label>\
            <p class="help" id="indicatorName-help">\(language(.indicatorNameHelp))</p>\
            <input id="indicatorName" name="indicatorName" type="text" maxlength="500" value="\(indicatorName)" \
            aria-describedby="indicatorName-help"></div>\(near.flat())\
            <div class="field"><label for="valueToday">\(language(.valueToday))</label>\
            <p class="help" id="valueToday-help">\(language(.valueTodayHelp))</p>\
            <input id="valueToday" name="valueToday" type="text" inputmode="decimal" class="short" value="\(valueToday)" \
            aria-describedby="valueToday-help"></div>
            """
        return html(page.html(before: form.summary(), form: questions), request)
    }

    func saveGoal(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let need = try need(page)
        let plan = page.context.plan
        var indicator = AnswerReader(form: form).document(WizardQuestions.indicator)
        let title = String(form.trimmed("goalTitle").prefix(500))
        let chosen = form.all("goals").compactMap { plan[$0] }
        let named = String(form.trimmed("indicatorName").prefix(500))
        if let value = AnswerReader.number(form["valueToday"]) {
            let day = today(page.context).iso
            indicator["values"] = [["date": .string(day), "value": JSONValue(value)]]
            if indicator["datastream"] == nil, indicator["collection"] == nil { indicator["source"] = "manual" }
        }
        let name = named.isEmpty ? indicatorTitle(indicator, need, page.context) : named
        let (reader, instant) = (context.reader, now())
        do {
            let asked = indicator
            _ = try await engine.write { connection in
                var goals: [String] = chosen.map(\.reference.description)
                for goal in chosen where !goal.references("needs").contains(need.reference) {
                    var document = goal.document
                    document["needs"] = .array((goal.texts("needs") + [need.reference.description]).map { .string($0) })
                    _ = try PlanningQueries.update(
                        goal.reference, expected: goal.version, document: document, by: reader, at: instant,
                        on: connection)
                }
                if !title.isEmpty {
                    let goal = try PlanningQueries.create(
                        .goal, ["title": .string(title), "needs": [.string(need.reference.description)]], by: reader,
                        at: instant, on: connection)
                    goals.append(goal.reference.description)
                }
                guard let name else { return }
                var document = asked
                document["title"] = .string(name)
                document["needs"] = [.string(need.reference.description)]
                if !goals.isEmpty { document["goals"] = .array(goals.map { .string($0) }) }
                if document["level"] == nil { document["level"] = "outcome" }
                _ = try PlanningQueries.create(.indicator, document, by: reader, at: instant, on: connection)
            }
        } catch let failure as ValidationFailure {
            indicator["title"] = nil
            let again = ObjectForm(
                context: page.context, fields: WizardQuestions.indicator, document: indicator, faults: failure.faults)
            return try goalStep(
                page, again, request, indicatorName: form["indicatorName"], valueToday: form["valueToday"])
        } catch let error as PlanningError {
            throw refusal(error)
        }
        return redirect(WizardStep.examples.url(need: need.reference, measure: page.measure))
    }

    /// A name for an indicator from its source; nil when no source and no target was given.
    func indicatorTitle(
        _ indicator: JSONObject, _ need: PlanningObject, _ context: PlanningContext
    ) -> String? {
        let source = indicator["source"]?.string
        if source == "datastream", let id = indicator["datastream"]?.integer, let series = context.series(id) {
            return "\(series.thingName): \(series.measured)"
        }
        if source == "layer", let name = indicator["collection"]?.string { return context.layerTitle(name) }
        if source == "manual", indicator["baseline"] != nil || indicator["target"] != nil || indicator["values"] != nil
        {
            return "\(context.language(ObjectKind.indicator.name)): \(need.title)"
        }
        return nil
    }
}

extension PlanningObject {
    /// The same object with other answers, not stored.
    func answering(_ document: JSONObject) -> PlanningObject {
        PlanningObject(
            reference: reference, version: version, document: document, visibility: visibility, state: state,
            created: created, createdBy: createdBy, modified: modified, modifiedBy: modifiedBy, checked: checked)
    }
}

extension PlanningContext {
    /// What series say that concern a group of people.
    private static let tellingWords = [
        "cyclists": ["rad", "velo", "bicycle"], "pedestrians": ["fuß", "passant", "pedestrian"],
        "drivers": ["kfz", "pkw", "park", "auto"], "publicTransport": ["fahrg", "bus", "halt"],
        "commuters": ["rad", "fahrg", "park"],
    ]

    /// The same with the town's series in another order: those that show the need, those that concern its people, the
    /// nearest.
    func nearestFirst(to object: PlanningObject) -> PlanningContext {
        let point = object["place"]?["coordinates"]?.array?.compactMap(\.double) ?? []
        let wanted = Set(object.integers("datastreams"))
        let words = object.texts("groups").flatMap { Self.tellingWords[$0] ?? [] }
        func rank(_ record: SeriesRecord) -> (group: Int, distance: Double) {
            var distance = Double.infinity
            if point.count >= 2, let longitude = record.longitude, let latitude = record.latitude {
                let (dx, dy) = ((longitude - point[0]) * 0.62, latitude - point[1])
                distance = dx * dx + dy * dy
            }
            if record.datastream.map({ wanted.contains($0) }) ?? false { return (0, distance) }
            let text = (record.thingName + " " + record.measured + " " + record.definition).lowercased()
            return (words.contains { text.contains($0) } ? 1 : 2, distance)
        }
        var town = town
        town.series = town.series.map { (rank: rank($0), record: $0) }.sorted { $0.rank < $1.rank }.map(\.record)
        return PlanningContext(plan: plan, town: town, frame: frame, mayWrite: mayWrite)
    }
}
