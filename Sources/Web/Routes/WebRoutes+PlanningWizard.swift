// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Decision
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
    private func wizardStart(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let plan = try await plan(context)
        return redirect((plan.town == nil ? WizardStep.town : .need).url())
    }

    /// Where somebody is in the steps: the page's frame with the need and the measure it is about.
    private func wizard(_ request: Request, _ context: HTTPContext) async throws -> WizardPage {
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

    private func wizardStep(_ request: Request, _ context: HTTPContext) async throws -> Response {
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

    private func saveWizardStep(_ request: Request, _ context: HTTPContext) async throws -> Response {
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

    private func townStep(_ page: WizardPage, _ request: Request) async throws -> Response {
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

    private static func fill(_ document: inout JSONObject, with town: Municipality, _ language: Language) {
        document["title"] = .string(town.name)
        document["key"] = .string(town.key)
        document["state"] = town.state.map { .string($0) }
        document["population"] = town.population.map { JSONValue($0) }
        document["area"] = town.areaHectares.map { JSONValue(Double($0) / 100) }
        document["regionType"] = town.regionType.map { JSONValue($0) }
        document["source"] = .string(MunicipalityQueries.attribution)
    }

    private func saveTown(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let stored = page.context.plan.town
        let document = AnswerReader(form: form).document(WizardQuestions.town, over: stored?.document ?? [:])
        return try await storing(page, .town, stored, document, WizardQuestions.town, request, context) { _ in
            WizardStep.need.url(need: page.need, measure: page.measure)
        }
    }

    /// Stores a document as a new object or a new version, then goes on; faults show the step again.
    private func storing(
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

    private func needStep(_ page: WizardPage, _ form: ObjectForm, _ request: Request) -> Response {
        html(
            page.html(
                before: form.summary(), form: form.flat(), scripts: EditPage.scripts(.need),
                styles: EditPage.styles(.need)),
            request)
    }

    private func saveNeed(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let stored = page.need.flatMap { page.context.plan[$0] }
        let document = AnswerReader(form: form).document(WizardQuestions.need, over: stored?.document ?? [:])
        return try await storing(page, .need, stored, document, WizardQuestions.need, request, context) {
            WizardStep.goal.url(need: $0.reference, measure: page.measure)
        }
    }

    private func need(_ page: WizardPage) throws -> PlanningObject {
        guard let need = page.need.flatMap({ page.context.plan[$0] }) else {
            throw Problem.badRequest("This step needs a need; begin with the second step.")
        }
        return need
    }

    // MARK: 3 Goal and indicator

    private func indicatorQuestions(_ page: WizardPage) -> [Field] { WizardQuestions.indicator }

    private func goalStep(
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

    private func saveGoal(
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
    private func indicatorTitle(
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

    // MARK: 4 Examples

    private func examplesStep(_ page: WizardPage, _ request: Request) async throws -> Response {
        let need = try need(page)
        let language = page.context.language
        let search = knowledgeSearch
        let isOnTheMove = !Set(need.texts("groups")).isDisjoint(
            with: ["cyclists", "pedestrians", "drivers", "publicTransport", "commuters"])
        // First what its words and its people say, then its description; few fit: what concerns the same field.
        let queries = [
            KnowledgeSearch.Query(text: Self.words(of: need), kind: .example, limit: 8),
            KnowledgeSearch.Query(
                text: String((need.text("description") ?? need.title).prefix(300)), kind: .example, limit: 4),
            KnowledgeSearch.Query(kind: .example, category: isOnTheMove ? .mobility : nil, limit: 6),
        ]
        let hits = try await engine.read { connection in
            var hits: [KnowledgeSearch.Hit] = []
            for query in queries where hits.count < 5 {
                let known = Set(hits.map(\.id))
                hits += try search.run(query, on: connection).hits.filter { !known.contains($0.id) }
            }
            return hits
        }
        let chosen = Set(need.texts("examples"))
        let items = hits.compactMap { hit -> HTML? in
            guard let example = try? ProjectExample(hit.entry) else { return nil }
            let checked: HTML = chosen.contains(hit.entry.slug) ? " checked" : ""
            let title = language(hit.entry.title.german, hit.entry.title.english)
            let ask = example.contact.map { "<p>\(language(.askThere)): \($0)</p>" as HTML }
            let hurdles = example.hurdles.map {
                "<p>\(language(.hurdles)): \(language($0.german, $0.english))</p>" as HTML
            }
            return """
                <li><label class="tick"><input type="checkbox" name="examples" value="\(hit.entry.slug)"\(checked)>\
                <span><strong>\(title)</strong> <span class="tag">\(language(.localised(example.outcome.name)))</span></span></label>\
                <p>\(language(hit.entry.summary.german, hit.entry.summary.english))</p>\(hurdles)\(ask)\
                <p><a href="\(SiteURL.example(hit.entry.slug))">\(example.place)</a></p></li>
                """
        }
        let list: HTML =
            items.isEmpty ? "<p class=\"empty\">\(language(.noExamples))</p>" : "<ul class=\"results\">\(items)</ul>"
        return html(page.html(before: "<p>\(language(.examplesLead))</p>", form: list), request)
    }

    /// The sentence of a need and whom it concerns, in the language most entries are written in.
    private static func words(of need: PlanningObject) -> String {
        var words = [need.title]
        if case .choices(let choices)? = need.kind.field("groups")?.kind {
            let groups = need.texts("groups")
            words += choices.filter { groups.contains($0.name) && $0.name != "everybody" }.map(\.label.german)
        }
        return String(words.joined(separator: " ").prefix(200))
    }

    private func saveExamples(_ page: WizardPage, _ form: FormBody, _ context: HTTPContext) async throws -> Response {
        let need = try need(page)
        let slugs = form.all("examples").prefix(50).map { JSONValue.string(String($0.prefix(200))) }
        try await change(context) { reader, instant, connection in
            var document = need.document
            document["examples"] = slugs.isEmpty ? nil : .array(Array(slugs))
            _ = try PlanningQueries.update(
                need.reference, expected: need.version, document: document, by: reader, at: instant, on: connection)
        }
        return redirect(WizardStep.measures.url(need: need.reference, measure: page.measure))
    }

    // MARK: 5 Measures

    private func measuresStep(_ page: WizardPage, _ request: Request) async throws -> Response {
        let need = try need(page)
        let (plan, language) = (page.context.plan, page.context.language)
        let measures = plan.referring(to: need.reference, kind: .measure)
        let rules = try await licenceRules()
        let candidates = measures.map { measure -> HTML in
            let view = KnockOutView(
                context: page.context, findings: plan.knockOutFacts(of: measure, rules: rules).findings)
            let next = WizardStep.cost.url(need: need.reference, measure: measure.reference)
            return """
                <li><h3>\(page.context.link(measure))</h3><ul class="lights">\(view.summary)</ul>\
                <details\(measures.count <= 2 ? " open" : "")><summary>\(language(.why))</summary>\(view.table(caption: measure.title))</details>\
                <p class="actions"><a class="button" href="\(next)">\(language(.continueWith)) \(measure.reference.description)</a></p></li>
                """
        }
        let list: HTML =
            candidates.isEmpty
            ? ""
            : """
            <section class="card"><h2>\(language(.candidates))</h2><p>\(language(.candidatesLead))</p>\
            <ul class="results">\(candidates)</ul></section>
            """
        let search = knowledgeSearch
        let words = Self.words(of: need)
        let examples = need.texts("examples")
        let (hits, note) = try await engine.read { connection in
            var note: Text?
            let categories = try examples.flatMap {
                try KnowledgeQueries.entry(.example, slug: $0, on: connection)?.categories ?? []
            }
            var hits = try search.run(
                KnowledgeSearch.Query(text: words, kind: .block, limit: 8), on: connection
            ).hits
            let isOnTheMove = !Set(need.texts("groups")).isDisjoint(
                with: ["cyclists", "pedestrians", "drivers", "publicTransport", "commuters"])
            let fields = isOnTheMove ? [.mobility] : Set(categories).sorted(by: { $0.rawValue < $1.rawValue })
            if hits.isEmpty { note = .nothingFits }
            for category in fields.prefix(2) where hits.count < 6 {
                let more = KnowledgeSearch.Query(kind: .block, category: category, limit: 6)
                hits += try search.run(more, on: connection).hits
            }
            var seen: Set<Int64> = []
            return (hits.filter { seen.insert($0.id).inserted }.prefix(12), note)
        }
        let blocks = hits.compactMap { hit -> HTML? in
            guard let block = try? BuildingBlock(hit.entry) else { return nil }
            let title = language(hit.entry.title.german, hit.entry.title.english)
            return """
                <li><label class="tick"><input type="checkbox" name="blocks" value="\(hit.entry.slug)">\
                <span><strong>\(title)</strong> <span class="tag">\(block.licence ?? language(.notKnown))</span></span></label>\
                <p>\(language(hit.entry.summary.german, hit.entry.summary.english))</p></li>
                """
        }
        let form: HTML = """
            <p>\(language(.measuresLead))</p>\(note.map { "<p class=\"notice\">\(language($0))</p>" as HTML })\
            <ul class="results">\(Array(blocks))</ul>\
            <div class="field"><label for="idea">\(language(.ownIdea))</label><input id="idea" name="idea" type="text" maxlength="500"></div>
            """
        let reminder: HTML =
            query(request)["empty"].isEmpty
            ? "" : "<p class=\"summary\" role=\"alert\">\(language(.chooseSomething))</p>"
        return html(page.html(before: reminder + list, form: form), request)
    }

    /// Makes a measure, with its solution, of each ticked building block and of the own idea.
    private func saveMeasures(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let need = try need(page)
        let plan = page.context.plan
        let goals = plan.referring(to: need.reference, kind: .goal).map { JSONValue.string($0.reference.description) }
        let indicators = plan.referring(to: need.reference, kind: .indicator).map {
            JSONValue.string($0.reference.description)
        }
        let idea = String(form.trimmed("idea").prefix(500))
        let slugs = form.all("blocks").prefix(12)
        let isGerman = page.context.language == .german
        var solutions: [(title: String, document: JSONObject)] = []
        for slug in slugs {
            guard let entry = try await engine.read({ try KnowledgeQueries.entry(.block, slug: slug, on: $0) }),
                let block = try? BuildingBlock(entry)
            else { continue }
            let title = isGerman ? entry.title.german : entry.title.english ?? entry.title.german
            solutions.append((title, Self.solution(title, slug, block)))
        }
        var base: JSONObject = ["needs": [.string(need.reference.description)], "stage": "candidate"]
        if !goals.isEmpty { base["goals"] = .array(goals) }
        if !indicators.isEmpty { base["indicators"] = .array(indicators) }
        if let examples = need["examples"] { base["examples"] = examples }
        if let department = need["department"] { base["department"] = department }
        let (common, made) = (base, solutions)
        try await change(context) { reader, instant, connection in
            for solution in made {
                let stored = try PlanningQueries.create(
                    .solution, solution.document, by: reader, at: instant, on: connection)
                var measure = common
                measure["title"] = .string(solution.title)
                measure["solution"] = .string(stored.reference.description)
                measure["approach"] = "adopt"
                _ = try PlanningQueries.create(.measure, measure, by: reader, at: instant, on: connection)
            }
            if !idea.isEmpty {
                var measure = common
                measure["title"] = .string(idea)
                _ = try PlanningQueries.create(.measure, measure, by: reader, at: instant, on: connection)
            }
        }
        let existing = plan.referring(to: need.reference, kind: .measure).first
        if solutions.isEmpty, idea.isEmpty {
            guard let existing else { return redirect(page.step.url(need: need.reference, [("empty", "1")])) }
            return redirect(WizardStep.cost.url(need: need.reference, measure: page.measure ?? existing.reference))
        }
        return redirect(WizardStep.measures.url(need: need.reference, measure: page.measure))
    }

    private static func solution(_ title: String, _ slug: String, _ block: BuildingBlock) -> JSONObject {
        var document: JSONObject = ["title": .string(title), "blocks": [.string(slug)]]
        func list(_ items: [String]) -> JSONValue? { items.isEmpty ? nil : .array(items.map { .string($0) }) }
        document["licence"] = block.licence.map { .string($0) }
        document["interfaces"] = list(block.interfaces)
        document["formats"] = list(block.formats)
        document["capabilities"] = list(block.capabilities)
        document["maintainer"] = block.maintainer.map { .string($0) }
        document["repository"] = block.repository.map { .string($0) }
        if block.repository != nil { document["sourceAccess"] = true }
        return document
    }

    /// The licence list and matrix; an import shows within a minute.
    func licenceRules() async throws -> LicenceRules {
        try await rules.value(for: 0, lasting: .seconds(60)) {
            try await engine.read { try LicenceRules(on: $0) }
        }
    }

    // MARK: 6 Cost

    private func measure(_ page: WizardPage) throws -> PlanningObject {
        guard let measure = page.measure.flatMap({ page.context.plan[$0] }) else {
            throw Problem.badRequest("This step needs a measure; choose one in the fifth step.")
        }
        return measure
    }

    private func costStep(_ page: WizardPage, _ request: Request) throws -> Response {
        let measure = try measure(page)
        var document = measure.document
        let isGerman = page.context.language == .german
        if document["costLines"] == nil { document["costLines"] = Self.usualCost(isGerman) }
        if document["staff"] == nil { document["staff"] = Self.usualStaff(isGerman) }
        let form = ObjectForm(context: page.context, fields: WizardQuestions.cost, document: document)
        return costPage(page, measure, form, rise: nil, request)
    }

    /// What the answers in the form cost, stored or not, above the form itself.
    private func costPage(
        _ page: WizardPage, _ measure: PlanningObject, _ form: ObjectForm, rise: Double?, _ request: Request
    ) -> Response {
        let language = page.context.language
        let shown = measure.answering(form.document)
        let cost = MeasureCost(shown, town: page.context.plan.town, priceRise: rise.map { $0 / 100 })
        var panel: HTML = "<p class=\"empty\">\(language(.costUnknown))</p>"
        if cost.isStated {
            let view = CostView(context: page.context, cost: cost)
            panel = """
                <section class="card"><p class="finding">\(view.sentence)</p>\(view.table)\(view.assumptions)</section>
                """
        }
        let percent = rise ?? cost.plan.paths.goods * 100
        let slider: HTML = """
            <div class="filters"><div class="field grow"><label for="rise">\(language(.whatIf)) \
            <output id="rise-value" for="rise">\(page.context.format.number(percent)) %</output></label>\
            <input id="rise" name="rise" type="range" min="0" max="10" step="0.5" value="\(String(percent))" \
            data-output="rise-value" data-button="try"></div>\
            <button id="try" type="submit" class="quiet" name="try" value="1">\(language(.tryOut))</button></div>
            """
        return html(
            page.html(
                before: "<p>\(language(.costLead))</p>" + panel, form: slider + form.flat(),
                scripts: [.asset("plan.js")]), request)
    }

    /// Lines that most measures have, to be replaced: amounts are assumptions and marked so.
    private static func usualCost(_ german: Bool) -> JSONValue {
        func line(_ name: String, _ phase: String, _ euros: Int64, _ first: Int64, _ last: Int64) -> JSONValue {
            [
                "name": .string(name), "kind": "goods", "phase": .string(phase), "amount": JSONValue(euros * 100),
                "firstYear": JSONValue(first), "lastYear": JSONValue(last), "isAssumption": true,
            ]
        }
        return [
            line(german ? "Konzept und Vergabe" : "Concept and tender", "concept", 10_000, 0, 0),
            line(german ? "Beschaffung und Aufbau" : "Purchase and set-up", "procurement", 40_000, 0, 0),
            line(german ? "Betrieb, Wartung, Lizenzen" : "Operation, upkeep, licences", "operation", 8_000, 1, 10),
        ]
    }

    /// An amount that somebody replaced is no assumption of ours any more.
    private static func stated(_ lines: JSONValue?, isGerman: Bool) -> JSONValue? {
        guard let rows = lines?.array else { return lines }
        let usual = (usualCost(isGerman).array ?? []) + (usualCost(!isGerman).array ?? [])
        return .array(
            rows.map { row in
                guard let name = row["name"], let proposal = usual.first(where: { $0["name"] == name }),
                    row["amount"] != proposal["amount"], var object = row.object, row["source"] == nil
                else { return row }
                object["isAssumption"] = false
                return .object(object)
            })
    }

    private static func usualStaff(_ german: Bool) -> JSONValue {
        [
            [
                "skill": .string(german ? "Fachbetreuung" : "Care by the department"), "fullTimeEquivalents": 0.2,
                "firstYear": 1, "lastYear": 10, "isAssumption": true,
            ]
        ]
    }

    private func saveCost(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let measure = try measure(page)
        var document = AnswerReader(form: form).document(WizardQuestions.cost, over: measure.document)
        document["costLines"] = Self.stated(document["costLines"], isGerman: page.context.language == .german)
        if form.has("more") || form.has("try") {
            var again = ObjectForm(context: page.context, fields: WizardQuestions.cost, document: document)
            if form.has("more") { again.blankRows[form["more"]] = 1 }
            let rise = form.has("try") ? AnswerReader.number(form["rise"]).map { min(15, max(-5, $0)) } : nil
            return costPage(page, measure, again, rise: rise, request)
        }
        return try await storing(page, .measure, measure, document, WizardQuestions.cost, request, context) {
            WizardStep.paper.url(need: page.need, measure: $0.reference)
        }
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
