// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site

/// `/planning/needs` and its like: all objects of a kind with search and filters.
struct ObjectList {
    static let onAPage = 50

    let context: PlanningContext
    let kind: ObjectKind
    let search: String
    let state: String
    let department: String
    let page: Int

    func html() -> HTML {
        let (language, format) = (context.language, context.format)
        let all = context.plan.objects(of: kind)
        let found = all.filter(isWanted)
        let pager = Pager(page: page, items: found.count, size: Self.onAPage)
        let shown = pager.part(of: found, size: Self.onAPage)
        let title = language(kind.plural)
        var list: HTML = "<ul class=\"results\">\(shown.map(item))</ul>"
        if all.isEmpty {
            list = "<p class=\"empty\">\(language(.noObjects))</p>"
        } else if found.isEmpty {
            list = "<p class=\"empty\">\(language(.noObjectsFound))</p>"
        }
        let add: HTML =
            context.mayWrite
            ? "<a class=\"button\" href=\"\(SiteURL.planningNew(kind))\">\(language(.add))</a>" : ""
        let analysis = PlanningAnalysis.of(kind).map { analysis -> HTML in
            "<a class=\"button quiet\" href=\"\(SiteURL.analysis(analysis.path))\">\(language(analysis.name))</a>"
        }
        let pages = pager.html(language) { page in
            .planningList(kind, search: search, state: state, department: department, page: page)
        }
        let content: HTML = """
            <div class="inner page"><div class="head"><h1>\(title)</h1><p class="actions">\(add)\(analysis)\
            <a class="button quiet" href="\(SiteURL.planning("/\(kind.path).csv"))">CSV</a></p></div>
            \(filters(all))<section class="card" aria-label="\(title)"><p>\(format.integer(Int64(found.count)))</p>\(list)\
            \(pages)</section></div>
            """
        return context.frame.document(
            title: title, section: .planning, breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)],
            content: content)
    }

    private func isWanted(_ object: PlanningObject) -> Bool {
        if !state.isEmpty, object.state.rawValue != state { return false }
        if !department.isEmpty, object.text("department") != department { return false }
        guard !search.isEmpty else { return true }
        return object.reference.description.lowercased() == search.lowercased()
            || SearchWords(search).areAll(in: object.title + " " + (object.text("description") ?? ""))
    }

    private func item(_ object: PlanningObject) -> HTML {
        let language = context.language
        var facts: [HTML] = [HTML(text: language(.planningState(object.state)))]
        if let department = object.text("department") { facts.append(HTML(text: department)) }
        facts.append("\(language(.lastChanged)): \(context.format.date(object.modified))")
        if !context.plan.outdated(object).isEmpty {
            facts.append(
                "<strong class=\"late\">\(language(object.kind == .decision ? .olderFacts : .checkAgain))</strong>")
        }
        let text = object.text("description").map { String($0.prefix(200)) + ($0.count > 200 ? " …" : "") }
        return """
            <li><h2>\(context.link(object))</h2>\(text.map { "<p>\($0)</p>" as HTML })\
            <p class="meta">\(facts.map { "<span>\($0)</span>" as HTML })</p></li>
            """
    }

    private func filters(_ all: [PlanningObject]) -> HTML {
        let language = context.language
        var states = HTML.option("", language(.anyState), state)
        for choice in PlanningObject.State.allCases where all.contains(where: { $0.state == choice }) {
            states += HTML.option(choice.rawValue, language(.planningState(choice)), state)
        }
        var departments = HTML.option("", language(.anyDepartment), department)
        for name in Set(all.compactMap { $0.text("department") }).sorted() {
            departments += HTML.option(name, name, department)
        }
        return """
            <form class="filters card" method="get" action="\(SiteURL.planningList(kind))">
            <div class="field grow"><label for="q">\(language(.search))</label>\
            <input id="q" name="q" type="search" value="\(search)" maxlength="200"></div>
            <div class="field"><label for="state">\(language(.stateField))</label>\
            <select id="state" name="state">\(states)</select></div>
            <div class="field"><label for="department">\(language(Field.department.label))</label>\
            <select id="department" name="department">\(departments)</select></div>
            <button type="submit">\(language(.show))</button></form>
            """
    }
}
