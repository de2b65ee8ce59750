// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import Hummingbird
import Knowledge
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Storage
import Wire

/// The seven steps from a need to a draft paper.
extension WizardRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get(
            "/planning/start", Words("Die sieben Schritte von vorn", "The seven steps from the beginning")
        ) { request, context in
            try await wizardStart(request, context)
        }
        routes.get(
            "/planning/start/{step}", Words("Ein Schritt vom Bedarf zur Vorlage", "A step from a need to a paper")
        ) { request, context in try await wizardStep(request, context) }
        routes.post(
            "/planning/start/{step}", Words("Die Antworten eines Schritts speichern", "Store the answers of a step")
        ) { request, context in try await saveWizardStep(request, context) }
    }

    /// Someone who begins: with the town while nothing is known of it, else with the need.
    func wizardStart(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let plan = try await plan(context)
        return redirect((plan.town == nil ? WizardStep.town : .need).url())
    }

    /// Where somebody is in the steps: the page's frame with the need and the measure it is about.
    func wizard(_ request: Request, _ context: HTTPContext) async throws -> WizardPage {
        try context.requirePlanner()
        guard let step = context.parameters.get("step").flatMap({ Int($0) }).flatMap({ WizardStep(rawValue: $0) })
        else {
            throw Problem.notFound("There is no such step.", german: "Diesen Schritt gibt es nicht.")
        }
        let planning = try await planningContext(request, context)
        let fields = query(request)
        let need = planning.plan[fields["need"]].flatMap { $0.kind == .need ? $0.reference : nil }
        let measure = planning.plan[fields["measure"]].flatMap { $0.kind == .measure ? $0.reference : nil }
        var page = WizardPage(context: planning, step: step, need: need, measure: measure)
        page.version = page.subject?.version ?? 0
        return page
    }

    func wizardStep(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let page = try await wizard(request, context)
        switch page.step {
        case .town: return try await townStep(page, request)
        case .need:
            return plainStep(page, .need, WizardQuestions.need, page.subject?.document ?? [:], [], request)
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
        var page = try await wizard(request, context)
        let form = try await form(request, limit: 1_048_576)
        // what the answers were given to, not what is stored by now
        page.version = Int64(form["~version"]) ?? 0
        switch page.step {
        case .town: return try await saveTown(page, form, request, context)
        case .need: return try await saveNeed(page, form, request, context)
        case .goal: return try await saveGoal(page, form, request, context)
        case .examples: return try await saveExamples(page, form, request, context)
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
        // the only one that fits, or the town that the platform knows itself to be
        let isOnly = asked.isEmpty ? planning.plan.town == nil : found.count == 1
        let only = isOnly ? found.first : nil
        let match = found.first { $0.key == chosen } ?? only
        if let match { Self.fill(&document, with: match, planning.language) }
        let language = planning.language
        var lookup: HTML = "<p class=\"notice\">\(language(.noRegister))</p>"
        if isFilled {
            let items = match == nil ? found : []
            let choices = items.map { town -> HTML in
                let url = WizardStep.town.url([("q", asked), ("key", town.key)])
                let people = town.population.map { language(.inhabitants(planning.format.integer($0))) }
                let label = [town.name, town.state, people].compactMap(\.self).joined(separator: ", ")
                return """
                    <li><span>\(label)</span> <a class="button quiet" href="\(url)">\(language(.takeOver))\
                    <span class="hidden">: \(town.name)</span></a></li>
                    """
            }
            let filled = match.map { town -> HTML in
                "<p class=\"notice\" role=\"status\">\(language(.townTakenOver(town.name)))</p>"
            }
            let nothing: HTML = !asked.isEmpty && found.isEmpty ? "<p>\(language(.noTownFound))</p>" : ""
            lookup = """
                <form class="filters card" method="get" action="\(WizardStep.town.url())"><div class="field grow">\
                <label for="q">\(language(.lookUpTown))</label><input id="q" name="q" type="search" value="\(asked)">\
                <p class="help">\(language(.lookUpHelp))</p></div><button type="submit" class="quiet">\(language(.lookUp))</button></form>\
                \(asked.isEmpty ? nil : filled)\(nothing)\(choices.isEmpty ? HTML() : "<ul class=\"plain card\">\(choices)</ul>")
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
        let document = AnswerReader(form: form, page.context.language).document(
            WizardQuestions.town, over: page.subject?.document ?? [:])
        return try await storing(page, .town, document, request, context) { page, faults in
            plainStep(page, .town, WizardQuestions.town, document, faults, request)
        }
    }

    /// A step that only asks, with the faults of its answers.
    func plainStep(
        _ page: WizardPage, _ kind: ObjectKind, _ fields: [Field], _ document: JSONObject, _ faults: [FieldFault],
        _ request: Request
    ) -> Response {
        let form = ObjectForm(context: page.context, fields: fields, document: document, faults: faults)
        return html(
            page.html(
                before: form.summary(), form: form.flat(), scripts: EditPage.scripts(kind),
                styles: EditPage.styles(kind)),
            request, status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    /// Stores what the step's object becomes, then goes on.
    ///
    /// Whom somebody else overtook gets the page that merges; `again` shows the step with what is wrong in its answers.
    func storing(
        _ page: WizardPage, _ kind: ObjectKind, _ document: JSONObject, _ request: Request, _ context: HTTPContext,
        again: (WizardPage, [FieldFault]) async throws -> Response
    ) async throws -> Response {
        let (reader, instant, stored, version) = (context.reader, clock(), page.subject?.reference, page.version)
        do {
            let saved = try await engine.write { connection in
                guard let stored else {
                    guard version == 0 else { throw WizardStep.SubjectRemoved() }
                    return try PlanningQueries.create(
                        kind, document, visibility: .internal, by: reader, at: instant, on: connection)
                }
                return try PlanningQueries.update(
                    stored, expected: version, document: document, by: reader, at: instant, on: connection)
            }
            return redirect(page.next(after: saved.reference))
        } catch let failure as ValidationFailure {
            return try await again(page, failure.faults)
        } catch let conflict as PlanningConflict {
            let merge = MergePage(context: page.context, conflict: conflict, onward: page)
            return html(merge.html(), request, status: .conflict)
        } catch is WizardStep.SubjectRemoved {
            var page = page
            page.version = 0
            return try await again(page, [WizardStep.removedFault])
        }
    }

    // MARK: 2 Need

    func saveNeed(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let document = AnswerReader(form: form, page.context.language).document(
            WizardQuestions.need, over: page.subject?.document ?? [:])
        return try await storing(page, .need, document, request, context) { page, faults in
            plainStep(page, .need, WizardQuestions.need, document, faults, request)
        }
    }

    func need(_ page: WizardPage) throws -> PlanningObject {
        guard let need = page.need.flatMap({ page.context.plan[$0] }) else {
            throw Problem(
                .conflict, "No need", detail: "This step needs a need; begin with the second step.",
                german: "Dieser Schritt braucht einen Bedarf; beginnen Sie mit dem zweiten Schritt.")
        }
        return need
    }

    // MARK: 3 Goal and indicator

    func indicatorQuestions(_ page: WizardPage) -> [Field] { WizardQuestions.indicator }

    func goalStep(
        _ page: WizardPage, _ form: ObjectForm, _ request: Request, typed: FormBody? = nil
    ) throws -> Response {
        let need = try need(page)
        let (plan, language) = (page.context.plan, page.context.language)
        let linked = Set(plan.referring(to: need.reference, kind: .goal).map(\.reference))
        let ticked = typed.map { Set($0.all("goals")) } ?? Set(linked.map(\.description))
        let (indicatorName, valueToday) = (typed?["indicatorName"] ?? "", typed?["valueToday"] ?? "")
        let goals = plan.objects(of: .goal).map { goal -> HTML in
            let checked: HTML = ticked.contains(goal.reference.description) ? " checked" : ""
            return """
                <label class="tick"><input type="checkbox" name="goals" value="\(goal.reference.description)"\(checked)>\
                <span>\(goal.title)</span></label>
                """
        }
        let existing: HTML =
            goals.isEmpty
            ? ""
            : "<fieldset class=\"field group\"><legend>\(language(.goalsExisting))</legend><div class=\"ticks\">\(goals)</div></fieldset>"
        let proposed = linked.isEmpty ? "\(language(.goalSuggestion)): \(need.title)" : ""
        let suggestion = typed?["goalTitle"] ?? proposed
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
        return html(
            page.html(before: form.summary(), form: questions, scripts: EditPage.scripts(.indicator)), request,
            status: form.faults.isEmpty ? .ok : .unprocessableContent)
    }

    func saveGoal(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let need = try need(page)
        let plan = page.context.plan
        var indicator = AnswerReader(form: form, page.context.language).document(WizardQuestions.indicator)
        let title = form.trimmed("goalTitle")
        let chosen = form.all("goals").compactMap { plan[$0] }
        let named = form.trimmed("indicatorName")
        let typed = form["valueToday"]
        if !typed.isEmpty {
            guard let value = page.context.format.numerals.number(from: typed) else {
                let fault = FieldFault("/valueToday", Field.unreadable(number: typed))
                let again = ObjectForm(
                    context: page.context, fields: WizardQuestions.indicator, document: indicator, faults: [fault])
                return try goalStep(page, again, request, typed: form)
            }
            let day = today(page.context).iso
            indicator["values"] = [["date": .string(day), "value": JSONValue(value)]]
            if ["datastream", "collection", "sharing"].allSatisfy({ indicator[$0] == nil }) {
                indicator["source"] = "manual"
            }
        }
        let name = named.isEmpty ? indicatorTitle(indicator, need, page.context) : named
        let (reader, instant) = (context.reader, clock())
        do {
            let asked = indicator
            _ = try await engine.write { connection in
                var goals: [String] = chosen.map(\.reference.description)
                for reference in chosen.map(\.reference) {
                    // as it is stored now: what others changed in the goal meanwhile stays
                    guard let goal = try PlanningQueries.find(reference, on: connection) else {
                        throw PlanningError.notFound(reference)
                    }
                    guard !goal.references("needs").contains(need.reference) else { continue }
                    var document = goal.document
                    document["needs"] = .array((goal.texts("needs") + [need.reference.description]).map { .string($0) })
                    _ = try PlanningQueries.update(
                        reference, expected: goal.version, document: document, by: reader, at: instant, on: connection)
                }
                if !title.isEmpty {
                    let goal = try ValidationFailure.renaming("/title", to: "/goalTitle") {
                        try PlanningQueries.create(
                            .goal, ["title": .string(title), "needs": [.string(need.reference.description)]],
                            by: reader, at: instant, on: connection)
                    }
                    goals.append(goal.reference.description)
                }
                guard let name else { return }
                var document = asked
                document["title"] = .string(name)
                document["needs"] = [.string(need.reference.description)]
                if !goals.isEmpty { document["goals"] = .array(goals.map { .string($0) }) }
                if document["level"] == nil { document["level"] = "outcome" }
                _ = try ValidationFailure.renaming("/title", to: "/indicatorName") {
                    try PlanningQueries.create(.indicator, document, by: reader, at: instant, on: connection)
                }
            }
        } catch let failure as ValidationFailure {
            indicator["title"] = nil
            let again = ObjectForm(
                context: page.context, fields: WizardQuestions.indicator, document: indicator, faults: failure.faults)
            return try goalStep(page, again, request, typed: form)
        }
        return redirect(WizardStep.examples.url(need: need.reference, measure: page.measure))
    }

    /// A name for an indicator from its source; nil when no source and no target was given.
    func indicatorTitle(
        _ indicator: JSONObject, _ need: PlanningObject, _ context: PlanningContext
    ) -> String? {
        let source = indicator["source"]?.string
        if source == "datastream", let id = indicator["datastream"]?.integer, let series = context.series(id) {
            return series.label
        }
        if source == "layer", let name = indicator["collection"]?.string { return context.layerTitle(name) ?? name }
        if source == "power", indicator["sharing"] != nil {
            return "\(context.language(ObjectKind.indicator.name)): \(need.title)"
        }
        if source == "manual", indicator["baseline"] != nil || indicator["target"] != nil || indicator["values"] != nil
        {
            return "\(context.language(ObjectKind.indicator.name)): \(need.title)"
        }
        return nil
    }
}
