// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Wire

/// The form for people without an account: a need, or a comment on something.
struct SubmitPage {
    let context: PlanningContext
    let kind: ObjectKind
    var about: Reference?
    var form: ObjectForm

    /// The few questions asked of the public.
    static func fields(_ kind: ObjectKind) -> [Field] {
        let names =
            kind == .need
            ? ["title", "description", "place", "groups", "contact"] : ["title", "text", "author", "email"]
        return names.compactMap { kind.field($0) }
    }

    func html() -> HTML {
        let language = context.language
        let subject: HTML =
            about.map { "<p>\(context.link($0))</p><input type=\"hidden\" name=\"about\" value=\"\($0.description)\">" }
            ?? ""
        let content: HTML = """
            <div class="inner page"><h1>\(language(.submitTitle))</h1><p class="lead">\(language(.submitLead))</p>\(form.summary())
            <form class="form wide" method="post" action="\(SiteURL.planning("/submit"))" novalidate>\(subject)\(form.flat())
            <div class="hidden" aria-hidden="true"><label for="website">Website</label>\
            <input id="website" name="website" tabindex="-1" autocomplete="off"></div>
            <div class="actions"><button type="submit">\(language(.submitNeed))</button></div></form></div>
            """
        return context.frame.document(
            title: language(.submitTitle), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], scripts: EditPage.scripts(kind),
            styles: EditPage.styles(kind), content: content)
    }
}

/// After sending: thanks, and the number to ask about.
struct SubmittedPage {
    let frame: PageFrame
    let reference: Reference
    /// Where the sender sees what became of it; nobody else knows it.
    let link: String

    func html() -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.submitThanks))</h1><p>\(language(.submitThanksLead)) \
            <strong>\(reference.description)</strong>.</p><p>\(language(.statusLink(Invitation.days)))</p>\
            <p class="address"><a href="\(external: link)">\(link)</a></p><p><a href="\(SiteURL.planningStart)">\(language(.planning))</a></p></div>
            """
        return frame.document(title: language(.submitThanks), section: .planning, content: content)
    }
}

/// For who sent something in: where it stands.
struct StatusPage {
    let frame: PageFrame
    let object: PlanningObject

    func html() -> HTML {
        let language = frame.language
        var state = language(object.state == .submitted ? .statusWaits : .statusNotShown)
        var link: HTML = ""
        if object.isPublic {
            state = language(.statusAccepted)
            link = "<p><a href=\"\(SiteURL.planningObject(object.reference))\">\(object.title)</a></p>"
        }
        let content: HTML = """
            <div class="inner page"><div><p class="kicker">\(language(object.kind.name)) \(object.reference.description)</p>\
            <h1>\(object.title)</h1></div><section class="card"><h2>\(language(.statusTitle))</h2><p>\(state)</p>\(link)\
            <p class="meta"><span>\(frame.format.dateTime(object.created))</span></p></section></div>
            """
        return frame.document(title: language(.statusTitle), section: .planning, content: content)
    }
}

/// What was sent in and waits for somebody to accept it.
struct ModerationPage {
    let context: PlanningContext

    func html() -> HTML {
        let language = context.language
        let waiting = ObjectKind.open.sorted { $0.code < $1.code }.flatMap { context.plan.objects(of: $0) }
            .filter { $0.state == .submitted }
        let items = waiting.map { object -> HTML in
            let text = object.text("description") ?? object.text("text")
            let about = object.reference("about").map {
                "<p>\(language(object.kind.name)): \(context.link($0))</p>" as HTML
            }
            let author = (object.text("contact") ?? object.text("author")).map { "<span>\($0)</span>" as HTML }
            return """
                <li><h2>\(context.link(object))</h2>\(about)\(text.map { "<p>\($0)</p>" as HTML })\
                <p class="meta"><span>\(context.format.dateTime(object.created))</span>\(author)</p>
                <form class="actions" method="post" action="\(SiteURL.planningObject(object.reference, "moderate"))">\
                <button type="submit" name="answer" value="accept">\(language(.accept))<span class="hidden">: \(object.title)</span></button>\
                <button type="submit" class="quiet" name="answer" value="reject">\(language(.reject))<span class="hidden">: \(object.title)</span></button>\
                </form></li>
                """
        }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"empty\">\(language(.nothingSubmitted))</p>" : "<ul class=\"results\">\(items)</ul>"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.submittedTitle))</h1><section class="card">\(list)</section></div>
            """
        return context.frame.document(
            title: language(.submittedTitle), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], content: content)
    }
}
