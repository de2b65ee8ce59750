// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Wire
import Bilingual
import Planning
import PlanningFrame
import SensorThingsFrame
import Site

/// The form for people without an account: a need, or a comment on something.
struct SubmitPage {
    let context: PlanningContext
    let kind: ObjectKind
    var about: Reference?
    var form: ObjectForm
    /// Where the sender wants to be told what became of it; nil where no mail can be sent.
    var notify: String?

    /// Asks for an address; a fault of it is one of the form.
    private var notifyField: HTML {
        guard let notify else { return "" }
        let language = context.language
        let fault = form.faults.first { $0.pointer == "/notify" }
        let error = fault.map { "<p class=\"error\" id=\"notify-error\">\(language($0.message))</p>" as HTML }
        let invalid: HTML = fault == nil ? "" : " aria-invalid=\"true\""
        return """
            <div class="field"><label for="notify">\(language(.notifyField))</label><p class="help" id="notify-help">\
            \(language(.notifyHelp))</p>\(error)<input id="notify" name="notify" type="email" autocomplete="email" \
            value="\(notify)" maxlength="254" aria-describedby="notify-help\(fault == nil ? "" : " notify-error")"\(invalid)></div>
            """
    }

    /// The few questions asked of the public.
    static func fields(_ kind: ObjectKind) -> [Field] {
        let names =
            kind == .need
            ? ["title", "description", "place", "groups", "contact"] : ["title", "text", "author", "email"]
        return names.compactMap { kind.field($0) }.map { field in
            guard field.name == "contact" else { return field }
            // here the one who reads the question is meant
            return Field(
                field.name, "Your name and how to reach you, if you like",
                german: "Ihr Name und wie wir Sie erreichen, wenn Sie mögen", field.kind, in: field.section,
                help: Words(
                    "Das wird nie veröffentlicht; nur Menschen mit einem Konto der Verwaltung sehen es.",
                    "This is never published; only people with an account of the administration see it."),
                isPersonal: field.isPersonal)
        }
    }

    func html() -> HTML {
        let language = context.language
        let subject: HTML =
            about.map { "<p>\(context.link($0))</p><input type=\"hidden\" name=\"about\" value=\"\($0.description)\">" }
            ?? ""
        let content: HTML = """
            <div class="inner page"><h1>\(language(.submitTitle))</h1><p class="lead">\(language(.submitLead))</p>\(form.summary())
            <form class="form wide" method="post" action="\(SiteURL.planning("/submit"))" novalidate>\(subject)\(form.flat())\(notifyField)
            <div class="hidden" aria-hidden="true"><label for="website">Website</label>\
            <input id="website" name="website" tabindex="-1" autocomplete="off"></div>
            <div class="actions"><button type="submit" name="check" value="1">\(language(.checkAnswers))</button></div></form></div>
            """
        return context.frame.document(
            title: language(.submitTitle), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], scripts: EditPage.scripts(kind),
            styles: EditPage.styles(kind), content: content)
    }
}

/// All that was answered, to be looked at once more before it is sent; nothing is stored yet.
struct CheckPage {
    /// From so many kilometres outside of the town's data on it is asked whether the place is meant.
    private static let near = 2.0

    let context: PlanningContext
    let kind: ObjectKind
    let about: Reference?
    let document: JSONObject
    let form: FormBody

    /// Asks whether a place far outside is meant.
    private var farAway: HTML {
        guard let area = context.town.area, let position = Self.positions(document["place"]?["coordinates"]).first
        else { return "" }
        let distance = area.kilometres(to: position.longitude, position.latitude)
        guard distance >= Self.near else { return "" }
        let text = context.language(.placeOutside(context.format.number(distance, decimals: 0)))
        return "<p class=\"notice\" role=\"alert\">\(text)</p>"
    }

    /// The positions of a geometry, however deep they lie.
    private static func positions(_ value: JSONValue?) -> [(longitude: Double, latitude: Double)] {
        let parts = value?.array ?? []
        if parts.count >= 2, let longitude = parts[0].double, let latitude = parts[1].double {
            return [(longitude, latitude)]
        }
        return parts.flatMap { positions($0) }
    }

    func html() -> HTML {
        let language = context.language
        let view = AnswerView(context: context)
        let rows = SubmitPage.fields(kind).map { field -> HTML in
            let answer = view.html(document[field.name], field) ?? HTML(text: language(.notAnswered))
            return "<div><dt>\(language(field.label))</dt><dd>\(answer)</dd></div>"
        }
        let notify: HTML =
            form["notify"].isEmpty
            ? "" : "<div><dt>\(language(.notifyField))</dt><dd>\(form["notify"])</dd></div>"
        let sent = form.names.filter { !["check", "change", "once"].contains($0) }.sorted().flatMap { name in
            form.all(name).map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" as HTML }
        }
        let subject = about.map { "<p>\(context.link($0))</p>" as HTML }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.checkTitle))</h1><p class="lead">\(language(.checkLead))</p>\(subject)\(farAway)
            <section class="card"><dl class="answers">\(rows)\(notify)</dl></section>
            <form method="post" action="\(SiteURL.planning("/submit"))">\(HTML.once)\(sent)<div class="actions">\
            <button type="submit" class="large">\(language(.submitNeed))</button>\
            <button type="submit" class="quiet" name="change" value="1">\(language(.changeAnswers))</button></div></form></div>
            """
        return context.frame.document(
            title: language(.checkTitle), section: .planning,
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
            <p class="address"><a id="follow" href="\(external: link)">\(link)</a>\
            <button type="button" class="quiet" data-copy="follow" data-done="\(language(.copied))" hidden>\(language(.copy))</button></p>
            <p><a href="\(SiteURL.planningStart)">\(language(.planning))</a></p></div>
            """
        return frame.document(
            title: language(.submitThanks), section: .planning, scripts: [.asset("chart.js")], content: content)
    }
}

/// For who sent something in: where it stands.
struct StatusPage {
    let frame: PageFrame
    let object: PlanningObject

    func html() -> HTML {
        let language = frame.language
        let text: HTML = object.text("description").map { "<p>\($0)</p>" } ?? ""
        let place: HTML = object.text("district").map { "<p>\($0)</p>" } ?? ""
        var state = language(object.state == .submitted ? .statusWaits : .statusNotShown)
        var link: HTML = ""
        if object.isPublic {
            state = language(.statusAccepted)
            link = "<p><a href=\"\(SiteURL.planningObject(object.reference))\">\(object.title)</a></p>"
        }
        let reply: HTML =
            object.text("reply").map { "<h3>\(language(.statusReply))</h3><p>\($0)</p>" } ?? ""
        let content: HTML = """
            <div class="inner page"><div><p class="kicker">\(language(object.kind.name)) \(object.reference.description)</p>\
            <h1>\(object.title)</h1></div><section class="card"><h2>\(language(.statusTitle))</h2><p>\(state)</p>\(reply)\(link)</section>\
            <section class="card"><h2>\(language(.statusSent))</h2>\(text)\(place)\
            <p class="meta"><span>\(frame.format.dateTime(object.created))</span></p></section></div>
            """
        return frame.document(title: language(.statusTitle), section: .planning, content: content)
    }
}

/// What was sent in and waits for somebody to accept it.
struct ModerationPage {
    let context: PlanningContext
    /// What was to be rejected without a word.
    var unanswered: Reference?

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
            let place = object.text("district").map { "<p>\($0)</p>" as HTML }
            let id = "reply-\(object.reference)"
            let isWrong = object.reference == unanswered
            let error: HTML = isWrong ? "<p class=\"error\" id=\"\(id)-error\">\(language(.replyMissing))</p>" : ""
            let invalid: HTML = isWrong ? " aria-invalid=\"true\" aria-describedby=\"\(id)-error\"" : ""
            return """
                <li><h2>\(context.link(object))</h2>\(about)\(text.map { "<p>\($0)</p>" as HTML })\(place)\
                <p class="meta"><span>\(context.format.dateTime(object.created))</span>\(author)</p>
                <form method="post" action="\(SiteURL.planningObject(object.reference, "moderate"))">\
                <div class="field"><label for="\(id)">\(language(.replyLabel))</label>\(error)\
                <textarea id="\(id)" name="reply" rows="2" required maxlength="\(ObjectKind.longestText)"\(invalid)>\
                </textarea></div><p class="actions">\
                <button type="submit" name="answer" value="accept" formnovalidate>\(language(.accept))<span class="hidden">: \(object.title)</span></button>\
                <button type="submit" class="quiet" name="answer" value="reject">\(language(.reject))<span class="hidden">: \(object.title)</span></button>\
                </p></form></li>
                """
        }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"empty\">\(language(.nothingSubmitted))</p>" : "<ul class=\"results\">\(items)</ul>"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.submittedTitle))</h1>\
            <p class="lead">\(language(.submittedLead))</p><section class="card">\(list)</section></div>
            """
        return context.frame.document(
            title: language(.submittedTitle), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], content: content)
    }
}
