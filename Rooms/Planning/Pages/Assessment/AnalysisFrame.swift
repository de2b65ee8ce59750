// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Planning
package import PlanningFrame
package import Site

/// What the weighing pages share: the question as heading, the way to the object, and a choice while there is none.
package struct AnalysisFrame {
    let context: PlanningContext
    let name: String
    let kind: ObjectKind
    /// The field of the address that names the object.
    let field: String
    let title: Words
    let lead: Words

    package func document(_ object: PlanningObject?, content: HTML) -> HTML {
        let language = context.language
        let heading = object.map { "\(language(title)): \($0.title)" } ?? language(title)
        let kicker: HTML =
            object.map { "<p class=\"kicker\">\(context.link($0))</p>" } ?? "<p class=\"lead\">\(language(lead))</p>"
        var breadcrumbs = [Breadcrumb(name: language(.planning), url: .planningStart)]
        if object != nil { breadcrumbs.append(Breadcrumb(name: language(title), url: .analysis(name))) }
        return context.frame.document(
            title: object?.title ?? language(title), section: .planning, breadcrumbs: breadcrumbs,
            scripts: [.asset("plan.js")],
            content: "<div class=\"inner page\"><div><h1>\(heading)</h1>\(kicker)</div>\(content)</div>")
    }

    /// A form that chooses the object, or what to do while there is none.
    package func chooser(_ objects: [PlanningObject]) -> HTML {
        let language = context.language
        guard !objects.isEmpty else {
            let add: HTML =
                context.mayWrite
                ? "<p class=\"actions\"><a class=\"button\" href=\"\(SiteURL.planningNew(kind))\">\(language(.add))</a></p>"
                : ""
            return "<p class=\"empty\">\(language(.noObjects))</p>\(add)"
        }
        let options = objects.map { "<option value=\"\($0.reference.description)\">\($0.title)</option>" as HTML }
        return """
            <form class="filters card" method="get" action="\(SiteURL.analysis(name))"><div class="field grow">\
            <label for="\(field)">\(language(kind.name))</label><select id="\(field)" name="\(field)">\(options)</select></div>\
            <button type="submit">\(language(.show))</button></form>
            """
    }
}

/// A link from an object's page to what it is weighed by.
package struct AnalysisLink {
    package let context: PlanningContext
    package let object: PlanningObject?
    package let name: String
    package let text: Words

    package init(context: PlanningContext, object: PlanningObject?, name: String, text: Words) {
        (self.context, self.object, self.name, self.text) = (context, object, name, text)
    }

    package func html() -> HTML {
        let field = name == "renew" ? "asset" : name
        let fields = object.map { [(field, $0.reference.description)] } ?? []
        return """
            <p class="actions"><a class="button quiet" href="\(SiteURL.analysis(name, fields))">\(context.language(text))</a></p>
            """
    }
}
