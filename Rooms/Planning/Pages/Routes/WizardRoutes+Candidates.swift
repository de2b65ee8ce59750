// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import HTTPSupport
import Hummingbird
import Knowledge
import Planning
import PlanningAnalysisPages
import PlanningFrame
import Site
import Storage
import Threads
import Wire

/// Steps four and five: what others did, and what could be done here.
extension WizardRoutes {
    // MARK: 4 Examples

    /// `ticked` and `faults` when the step is shown again.
    func examplesStep(
        _ page: WizardPage, _ request: Request, ticked: [String]? = nil, faults: [FieldFault] = []
    ) async throws -> Response {
        let need = try need(page)
        let language = page.context.language
        let search = knowledgeSearch
        // First what its words and its people say, then its description; few fit: what concerns the same field, and
        // where no field is known and nothing fits, some at all, called that.
        let queries = [
            KnowledgeSearch.Query(text: Self.words(of: need), kind: .example, limit: 8),
            KnowledgeSearch.Query(
                text: String((need.text("description") ?? need.title).prefix(300)), kind: .example, limit: 4),
            KnowledgeSearch.Query(kind: .example, category: need.isOnTheMove ? .mobility : nil, limit: 6),
        ]
        let (hits, lead) = try await engine.read { connection in
            var hits: [KnowledgeSearch.Hit] = []
            var lead = Words.examplesLead
            for query in queries where hits.count < 5 {
                if query.text.isEmpty {
                    if hits.isEmpty {
                        lead = query.category == nil ? .anyExamples : .examplesOfField
                    } else if query.category == nil {
                        break
                    } else {
                        lead = .examplesAndField
                    }
                }
                let known = Set(hits.map(\.id))
                hits += try search.run(query, on: connection).hits.filter { !known.contains($0.id) }
            }
            return (hits, lead)
        }
        let chosen = Set(ticked ?? need.texts("examples"))
        let items = hits.compactMap { hit -> HTML? in
            guard let example = try? ProjectExample(hit.entry) else { return nil }
            let checked: HTML = chosen.contains(hit.entry.slug) ? " checked" : ""
            let title = language(hit.entry.title)
            let ask = example.contact.map { "<p>\(language(.askThere)): \($0)</p>" as HTML }
            let hurdles = example.hurdles.map {
                "<p>\(language(.hurdles)): \(language($0))</p>" as HTML
            }
            return """
                <li><input type="hidden" name="shown" value="\(hit.entry.slug)"><label class="tick">\
                <input type="checkbox" name="examples" value="\(hit.entry.slug)"\(checked)>\
                <span><strong>\(title)</strong> <span class="tag">\(language(example.outcome.name))</span></span></label>\
                <p>\(language(hit.entry.summary))</p>\(hurdles)\(ask)\
                <p><a href="\(SiteURL.example(hit.entry.slug))">\(example.place)</a></p></li>
                """
        }
        let list: HTML =
            items.isEmpty ? "<p class=\"empty\">\(language(.noExamples))</p>" : "<ul class=\"results\">\(items)</ul>"
        let summary = ObjectForm(context: page.context, fields: [], document: [:], faults: faults).summary()
        return html(
            page.html(before: summary + "<p>\(language(lead))</p>", form: list), request,
            status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    /// The sentence of a need and whom it concerns, in the language most entries are written in.
    static func words(of need: PlanningObject) -> String {
        var words = [need.title]
        if case .choices(let choices)? = need.kind.field("groups")?.kind {
            let groups = need.texts("groups")
            words += choices.filter { groups.contains($0.name) && $0.name != "everybody" }.map(\.label.german)
        }
        return String(words.joined(separator: " ").prefix(200))
    }

    func saveExamples(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let need = try need(page)
        let ticked = form.all("examples").prefix(50).map { String($0.prefix(200)) }
        // what the page did not offer this time stays chosen
        let shown = Set(form.all("shown"))
        let kept = need.texts("examples").filter { !shown.contains($0) && !ticked.contains($0) }
        var document = need.document
        document["examples"] = kept + ticked == [] ? nil : .array((kept + ticked).map { .string($0) })
        return try await storing(page, .need, document, request, context) { page, faults in
            try await examplesStep(page, request, ticked: ticked, faults: faults)
        }
    }

    // MARK: 5 Measures

    /// `typed` and `faults` when the step is shown again.
    func measuresStep(
        _ page: WizardPage, _ request: Request, typed: FormBody? = nil, faults: [FieldFault] = []
    ) async throws -> Response {
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
        let fit = BlockFit(title: need.title, description: need.text("description") ?? "")
        let hits = try await engine.read { try fit.suggestions(from: search, on: $0) }
        let note: HTML =
            hits.isEmpty
            ? """
            <p class="notice">\(language(.nothingFits)) <a href="\(SiteURL.knowledge(kind: "block"))">\(language(.allBlocks))</a></p>
            """ : ""
        let ticked = Set(typed?.all("blocks") ?? [])
        let blocks = hits.compactMap { hit -> HTML? in
            guard let block = try? BuildingBlock(hit.entry) else { return nil }
            let title = language(hit.entry.title)
            let checked: HTML = ticked.contains(hit.entry.slug) ? " checked" : ""
            return """
                <li><label class="tick"><input type="checkbox" name="blocks" value="\(hit.entry.slug)"\(checked)>\
                <span><strong>\(title)</strong> <span class="tag">\(block.licence ?? language(.notKnown))</span></span></label>\
                <p>\(language(hit.entry.summary))</p></li>
                """
        }
        let form: HTML = """
            <p>\(language(.measuresLead))</p>\(note)\(blocks.isEmpty ? HTML() : "<ul class=\"results\">\(blocks)</ul>")\
            \(Self.templates(for: Set(hits.map(\.entry.slug)), ticked: Set(typed?.all("templates") ?? []), language))\
            <div class="field"><label for="idea">\(language(.ownIdea))</label>\
            <p class="help" id="idea-help">\(language(.ownIdeaHelp))</p>\
            <textarea id="idea" name="idea" rows="3" aria-describedby="idea-help">\(typed?["idea"] ?? "")</textarea></div>
            """
        let reminder: HTML =
            query(request)["empty"].isEmpty
            ? "" : "<p class=\"summary\" role=\"alert\">\(language(.chooseSomething))</p>"
        let summary = ObjectForm(context: page.context, fields: [], document: [:], faults: faults).summary()
        return html(
            page.html(before: summary + reminder + list, form: form), request,
            status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    /// Measures that many towns take: those for what was suggested first, and open when there are such.
    private static func templates(for blocks: Set<String>, ticked: Set<String>, _ language: Language) -> HTML {
        let fitting = MeasureTemplate.all.filter { !blocks.isDisjoint(with: $0.blocks) }
        let others = MeasureTemplate.all.filter { blocks.isDisjoint(with: $0.blocks) }
        let items = (fitting + others).map { template -> HTML in
            let checked: HTML = ticked.contains(template.name) ? " checked" : ""
            return """
                <li><label class="tick"><input type="checkbox" name="templates" value="\(template.name)"\(checked)>\
                <span><strong>\(language(template.title))</strong></span></label><p>\(language(template.summary))</p></li>
                """
        }
        let open: HTML = fitting.isEmpty && ticked.isEmpty ? "" : " open"
        return """
            <details class="section"\(open)><summary>\(language(.templatesTitle))</summary><p>\(language(.templatesLead))</p>\
            <ul class="results">\(items)</ul></details>
            """
    }

    /// Makes a measure, with its solution, of each ticked building block, of each template and of the own idea.
    func saveMeasures(
        _ page: WizardPage, _ form: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let need = try need(page)
        let plan = page.context.plan
        let goals = plan.referring(to: need.reference, kind: .goal).map { JSONValue.string($0.reference.description) }
        let indicators = plan.referring(to: need.reference, kind: .indicator).map {
            JSONValue.string($0.reference.description)
        }
        let ideas = Self.ideas(form.trimmed("idea"))
        guard ideas.count <= Self.mostIdeas else {
            let words = Words(
                "Höchstens \(Self.mostIdeas) Ideen auf einmal.", "At most \(Self.mostIdeas) ideas at a time.")
            return try await measuresStep(page, request, typed: form, faults: [FieldFault("/idea", words)])
        }
        let slugs = form.all("blocks").prefix(12)
        let isGerman = page.context.language == .german
        var solutions: [(title: String, document: JSONObject)] = []
        for slug in slugs {
            guard let entry = try await engine.read({ try KnowledgeQueries.entry(.block, slug: slug, on: $0) }),
                let block = try? BuildingBlock(entry)
            else { continue }
            let title = isGerman ? entry.title.german : entry.title.english
            solutions.append((title, Self.solution(title, slug, block)))
        }
        var base: JSONObject = ["needs": [.string(need.reference.description)], "stage": "candidate"]
        if !goals.isEmpty { base["goals"] = .array(goals) }
        if !indicators.isEmpty { base["indicators"] = .array(indicators) }
        if let examples = need["examples"] { base["examples"] = examples }
        if let department = need["department"] { base["department"] = department }
        let templates = form.all("templates").prefix(12).compactMap { MeasureTemplate.named($0)?[isGerman: isGerman] }
        let (common, made) = (base, solutions)
        do {
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
                for template in templates {
                    var measure = common
                    for (name, value) in template.members { measure[name] = value }
                    _ = try PlanningQueries.create(.measure, measure, by: reader, at: instant, on: connection)
                }
                for idea in ideas {
                    var measure = common
                    measure["title"] = .string(idea)
                    _ = try ValidationFailure.renaming("/title", to: "/idea") {
                        try PlanningQueries.create(.measure, measure, by: reader, at: instant, on: connection)
                    }
                }
            }
        } catch let failure as ValidationFailure {
            return try await measuresStep(page, request, typed: form, faults: failure.faults)
        }
        let existing = plan.referring(to: need.reference, kind: .measure).first
        if solutions.isEmpty, templates.isEmpty, ideas.isEmpty {
            guard let existing else { return redirect(page.step.url(need: need.reference, [("empty", "1")])) }
            return redirect(WizardStep.cost.url(need: need.reference, measure: page.measure ?? existing.reference))
        }
        return redirect(WizardStep.measures.url(need: need.reference, measure: page.measure))
    }

    static let mostIdeas = 50

    /// Measures that somebody wrote, one a line.
    static func ideas(_ text: String) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        return lines.filter { !$0.isEmpty }
    }

    static func solution(_ title: String, _ slug: String, _ block: BuildingBlock) -> JSONObject {
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
}

/// For all pages that look at licences.
extension PlanningPageSet {
    /// The licence list and matrix; an import shows within a minute.
    func licenceRules() async throws -> LicenceRules {
        try await rules.value(for: 0) { [engine] in try await engine.read { try LicenceRules(on: $0) } }
    }
}

extension PlanningObject {
    /// A need of people on their way.
    fileprivate var isOnTheMove: Bool {
        !Set(texts("groups")).isDisjoint(with: ["cyclists", "pedestrians", "drivers", "publicTransport", "commuters"])
    }
}
