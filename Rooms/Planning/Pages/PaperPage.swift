// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Planning
import PlanningFrame
import Site

/// The draft of a council paper as a page, with its files.
struct PaperPage {
    let context: PlanningContext
    let measure: PlanningObject
    let document: Document
    /// What was decided on before, and what differs today.
    var decided: [HTML] = []
    /// An invitation just made.
    var link: String?

    func html() -> HTML {
        let language = context.language
        let invitation =
            context.mayWrite ? InvitationForm(context: context, measure: measure, link: link).html() : HTML()
        func file(_ part: String, _ text: Words) -> HTML {
            "<a class=\"button quiet\" href=\"\(SiteURL.planningObject(measure.reference, part))\">\(language(text))</a>"
        }
        let kicker = language(decided.isEmpty ? .draftOf : .furtherDraftOf)
        let content: HTML = """
            <div class="inner page"><div class="head"><div><p class="kicker">\(kicker)</p><h1>\(document.title)</h1></div>\
            <p class="actions">\(file("paper.pdf", .asPDF))\(file("paper.odt", .asODT))</p></div>\(decided)
            <div class="card">\(HTML(markup: document.htmlFragment))</div>\
            \(onward)\(CommentList(context: context, about: measure.reference).html())\(invitation)</div>
            """
        return context.frame.document(
            title: language(.councilPaper), section: .planning,
            breadcrumbs: [
                Breadcrumb(name: language(.planning), url: .planningStart),
                Breadcrumb(name: measure.title, url: .planningObject(measure.reference)),
            ], scripts: [.asset("chart.js")], content: content)
    }
}

extension PaperPage {
    /// What the paper rests on and what stands beside it: cost, needs with their other measures, ratings, portfolios.
    private var onward: HTML {
        let language = context.language
        let needs = context.plan.objects(measure, "needs")
        let others = needs.flatMap { context.plan.referring(to: $0.reference, kind: .measure) }
            .filter { $0.reference != measure.reference && $0.state != .closed }
        let ratings = context.plan.referring(to: measure.reference, kind: .assessment)
        let portfolios = context.plan.referring(to: measure.reference, kind: .portfolio)
        var seen: Set<Reference> = []
        let shown = (needs + others + ratings + portfolios).filter { seen.insert($0.reference).inserted }
        let links = shown.map { "<li>\(language($0.kind.name)): \(context.link($0))</li>" as HTML }
        let cost = SiteURL.analysis("cost", [("measure", measure.reference.description)])
        return """
            <section class="card" aria-labelledby="onward"><h2 id="onward">\(language(.paperBeside))</h2>\
            <ul class="plain">\(links)</ul><p class="actions"><a class="button quiet" href="\(cost)">\(language(.costTitle))</a>\
            \(needs.map { context.comparison(for: $0.reference) })</p></section>
            """
    }
}

/// What others said about an object.
struct CommentList {
    let context: PlanningContext
    let about: Reference

    func html() -> HTML {
        let comments = context.plan.referring(to: about, kind: .comment).filter { $0.state == .active }
        guard !comments.isEmpty else { return "" }
        let items = comments.map { comment -> HTML in
            let author = comment.text("author").map { "<span>\($0)</span>" as HTML }
            return """
                <li><p>\(comment.text("text") ?? comment.title)</p><p class="meta">\(author)\
                <span>\(context.format.dateTime(comment.created))</span></p></li>
                """
        }
        return """
            <section class="card" aria-labelledby="comments"><h2 id="comments">\(context.language(.commentsSoFar))</h2>\
            <ul class="results">\(items)</ul></section>
            """
    }
}

/// Makes a link for somebody who shall read the draft and comment.
struct InvitationForm {
    let context: PlanningContext
    let measure: PlanningObject
    /// The link just made; it is shown once.
    var link: String?

    func html() -> HTML {
        let language = context.language
        var made: HTML = ""
        if let link {
            made = """
                <p role="status">\(language(.linkMade))</p><p class="address"><code id="invitation">\(link)</code>\
                <button type="button" class="quiet" data-copy="invitation" data-done="\(language(.copied))" hidden>\(language(.copy))</button></p>
                """
        }
        return """
            <section class="card" aria-labelledby="invite"><h2 id="invite">\(language(.inviteTitle))</h2><p>\(language(.inviteLead))</p>\(made)
            <form class="filters" method="post" action="\(SiteURL.planningObject(measure.reference, "invite"))">\(HTML.once)\
            <div class="field grow"><label for="invite-name">\(language(.inviteName))</label>\
            <input id="invite-name" name="name" type="text" value="\(language(.inviteNameUsual))" maxlength="200"></div>\
            <button type="submit" class="quiet">\(language(.makeLink))</button></form></section>
            """
    }
}

/// What somebody with an invitation sees: the draft, and a field for a comment.
struct InvitedPage {
    let context: PlanningContext
    let measure: PlanningObject
    let document: Document
    let name: String
    let address: String
    let isSent: Bool
    /// What was typed and could not be stored, with the reason.
    var text = ""
    var fault: FieldFault?

    func html() -> HTML {
        let language = context.language
        var thanks: HTML = isSent ? "<p class=\"notice\" role=\"status\">\(language(.commentThanks))</p>" : ""
        var error: HTML = ""
        var described: HTML = ""
        if let fault {
            thanks = """
                <p class="summary" role="alert"><a href="#text">\(language(.yourComment)): \(language(fault.message))</a></p>
                """
            error = "<p class=\"error\" id=\"text-error\">\(language(fault.message))</p>"
            described = " aria-invalid=\"true\" aria-describedby=\"text-error\""
        }
        let files = [("paper.pdf", Words.asPDF), ("paper.odt", .asODT)].map { part, text -> HTML in
            "<a class=\"button quiet\" href=\"\(SiteURL.invited(context.invitation ?? "", part))\">\(language(text))</a>"
        }
        let content: HTML = """
            <div class="inner page"><div><p class="kicker">\(language(.draftOf)) · \(name)</p><h1>\(document.title)</h1>\
            <p>\(language(.invitedLead))</p><p class="actions">\(files)</p></div>\(thanks)
            <div class="card">\(HTML(markup: document.htmlFragment))</div>
            <form class="form wide card" method="post" action="\(address)"><div class="field">\
            <label for="text">\(language(.yourComment))</label>\(error)\
            <textarea id="text" name="text" rows="6" required\(described)>\(text)</textarea></div>\
            <div class="actions"><button type="submit">\(language(.sendComment))</button></div></form></div>
            """
        return context.frame.document(title: document.title, section: .planning, content: content)
    }
}
