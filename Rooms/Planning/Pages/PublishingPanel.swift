// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site

/// On the page of a public object: what it rests on that is not public, each to be ticked for publishing.
struct PublishingPanel {
    let context: PlanningContext
    let object: PlanningObject

    func html() -> HTML {
        guard context.mayWrite, object.isPublic else { return "" }
        let basis = context.plan.unpublishedBasis(of: object)
        guard !basis.isEmpty else { return "" }
        let language = context.language
        let boxes = basis.map { other -> HTML in
            """
            <li><label class="tick"><input type="checkbox" name="publish" value="\(other.reference.description)">\
            <span>\(language(other.kind.name)) <strong>\(other.title)</strong> <small class="code">\(other.reference.description)</small>\
            \(other.state == .draft ? " <span class=\"tag\">\(language(.planningState(.draft)))</span>" : HTML())</span></label></li>
            """
        }
        return """
            <section class="notice" aria-labelledby="rests-on"><h2 id="rests-on">\(language(.restsOnHidden))</h2>\
            <p>\(language(.restsOnHiddenLead))</p>\
            <form method="post" action="\(SiteURL.planningObject(object.reference, "publish"))"><ul class="plain">\(boxes)</ul>\
            <p class="actions"><button type="submit">\(language(.publishTicked))</button></p></form></section>
            """
    }
}
