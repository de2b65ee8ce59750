// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site
import Wire

/// `/planning/needs/12`: all answers, what refers to it, and what analyses say about it.
struct ObjectPage {
    let context: PlanningContext
    let object: PlanningObject
    /// What other rooms of planning say about it: indicator values, checks, cost.
    var panels: [HTML] = []

    func html() -> HTML {
        let language = context.language
        let content: HTML = """
            <div class="inner page"><div class="head"><div><p class="kicker">\(language(object.kind.name)) \
            \(object.reference.description)</p><h1>\(object.title)</h1></div>\(actions)</div>
            \(outdated)\(PublishingPanel(context: context, object: object).html())\(facts)\(panels)\(sections)\(referring)\(comment)</div>
            """
        var breadcrumbs = [
            Breadcrumb(name: language(.planning), url: .planningStart),
            Breadcrumb(name: language(object.kind.plural), url: .planningList(object.kind)),
        ]
        if let invitation = context.invitation {
            breadcrumbs = [Breadcrumb(name: language(.councilPaper), url: .invited(invitation))]
        }
        return context.frame.document(
            title: object.title, section: .planning, breadcrumbs: breadcrumbs, scripts: scripts, styles: styles,
            content: content)
    }

    private var hasPlace: Bool {
        object.kind.fields.contains { $0.kind == .place && object[$0.name]?.object != nil }
    }
    private var scripts: [SiteURL] { hasPlace ? [.vendor("leaflet.js"), .asset("plan.js")] : [] }
    private var styles: [SiteURL] { hasPlace ? [.vendor("leaflet.css")] : [] }

    private var actions: HTML {
        let language = context.language
        if let invitation = context.invitation {
            return """
                <p class="actions"><a class="button quiet" href="\(SiteURL.invited(invitation))">\(language(.backToPaper))</a></p>
                """
        }
        let history: HTML =
            "<a class=\"button quiet\" href=\"\(SiteURL.planningObject(object.reference, "history"))\">\(language(.history))</a>"
        let paper: HTML =
            object.kind == .measure
            ? "<a class=\"button quiet\" href=\"\(SiteURL.planningObject(object.reference, "paper"))\">\(language(.councilPaper))</a>"
            : ""
        guard context.mayWrite else { return "<p class=\"actions\">\(paper)</p>" }
        guard object.kind != .decision else { return "<p class=\"actions\">\(history)</p>" }
        let decide: HTML =
            object.kind == .measure || object.kind == .portfolio
            ? """
            <a class="button quiet" href="\(SiteURL.planningNew(.decision, [("about", object.reference.description)]))">\
            \(language(.decideOn))</a>
            """ : ""
        var onward: HTML = ""
        if object.kind == .need {
            onward =
                "<a class=\"button quiet\" href=\"\(WizardStep.goal.url(need: object.reference))\">\(language(.goOnWithSteps))</a>"
            onward += context.comparison(for: object.reference)
        }
        return """
            <p class="actions"><a class="button" href="\(SiteURL.planningObject(object.reference, "edit"))">\(language(.edit))</a>\
            \(paper)\(onward)\(decide)<a class="button quiet" \
            href="\(SiteURL.planningNew(object.kind, [("copy", object.reference.description)]))">\(language(.copyObject))</a>\
            \(history)<a class="button quiet" \
            href="\(SiteURL.planningObject(object.reference, "delete"))">\(language(.delete))</a></p>
            """
    }

    private var outdated: HTML {
        let language = context.language
        let changed = context.plan.outdated(object)
        guard !changed.isEmpty, context.invitation == nil else { return "" }
        let links = changed.map { other -> HTML in
            let history = SiteURL.planningObject(other.reference, "history")
            return "<li>\(context.link(other)), <a href=\"\(history)\">\(language(.history))</a></li>"
        }
        let isDecision = object.kind == .decision
        let confirm: HTML =
            context.mayWrite && !isDecision
            ? """
            <form method="post" action="\(SiteURL.planningObject(object.reference, "confirm"))">\
            <button type="submit">\(language(.confirmChecked))</button></form>
            """ : ""
        return """
            <section class="notice" aria-labelledby="again"><h2 id="again">\(language(isDecision ? .olderFacts : .checkAgain))</h2>\
            <p>\(language(isDecision ? .olderFactsLead : .checkAgainLead))</p><ul class="plain">\(links)</ul>\(confirm)</section>
            """
    }

    private var facts: HTML {
        let (language, format) = (context.language, context.format)
        let author: HTML =
            object.modifiedBy.isEmpty
            ? "" : "<dd><small>\(language(.byWhom)) \(context.person(object.modifiedBy))</small></dd>"
        return """
            <dl class="facts"><div><dt>\(language(.stateField))</dt><dd>\(language(.planningState(object.state)))</dd></div>\
            <div><dt>\(language(.visibilityField))</dt>\
            <dd>\(language(object.visibility == .public ? .visiblePublic : .visibleInternal))</dd></div>\
            <div><dt>\(language(.versionField))</dt><dd>\(String(object.version))</dd></div>\
            <div><dt>\(language(.lastChanged))</dt><dd>\(format.date(object.modified))</dd>\(author)</div></dl>
            """
    }

    private var sections: HTML {
        let view = AnswerView(context: context)
        let language = context.language
        var parts: [HTML] = []
        for section in Field.Section.allCases {
            let rows = object.kind.fields.filter { $0.section == section && $0.name != "title" }.compactMap {
                field -> HTML? in
                guard let answer = view.html(answer(field.name), field) else { return nil }
                return "<div><dt>\(language(field.label))</dt><dd>\(answer)</dd></div>"
            }
            guard !rows.isEmpty else { continue }
            parts.append(
                """
                <section class="card" aria-labelledby="s-\(section.rawValue)"><h2 id="s-\(section.rawValue)">\
                \(language(Field.label(section, of: object.kind)))</h2><dl class="answers">\(rows)</dl></section>
                """)
        }
        return parts.joined("")
    }

    /// An answer as it holds: where a lot draws the areas of a pilot, it says which part each has.
    private func answer(_ name: String) -> JSONValue? {
        guard object.kind == .pilot, name == "areas", object.integer("lotTreated") != nil else { return object[name] }
        return .array(
            object.rows(name).map { row in
                var row = row
                if row["role"]?.string != "ring" { row["role"] = "lot" }
                return .object(row)
            })
    }

    private var referring: HTML {
        let language = context.language
        let others = context.plan.referring(to: object.reference)
        guard !others.isEmpty else { return "" }
        let kinds = ObjectKind.allCases.compactMap { kind -> HTML? in
            let links = others.filter { $0.kind == kind }
            guard !links.isEmpty else { return nil }
            return "<div><dt>\(language(kind.plural))</dt><dd>\(context.links(links, most: 50))</dd></div>"
        }
        return """
            <section class="card" aria-labelledby="referring"><h2 id="referring">\(language(.referredBy))</h2>\
            <dl class="answers">\(kinds)</dl></section>
            """
    }

    private var comment: HTML {
        // comments of the invited belong to the paper
        guard context.invitation == nil else { return "" }
        let url = SiteURL.planning("/submit" + SiteURL.query([("about", object.reference.description)]))
        return "<p><a href=\"\(url)\">\(context.language(.commentOn))</a></p>"
    }
}
