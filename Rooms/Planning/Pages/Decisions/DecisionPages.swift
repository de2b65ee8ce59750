// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Documents
import Planning
import PlanningFrame
import Site
import Wire

/// On a decision's page: the papers, versions and amounts that it was made on, and what differs today.
struct DecisionPanel {
    let context: PlanningContext
    let kept: KeptDecision

    func html() -> HTML {
        let language = context.language
        guard let record = kept.record, let review = kept.review else {
            return """
                <section class="card" aria-labelledby="kept"><h2 id="kept">\(language(.keptTitle))</h2>\
                <p class="notice">\(language(.nothingKept))</p></section>
                """
        }
        let view = ReviewView(context: context, review: review)
        return """
            <section class="card" aria-labelledby="kept"><h2 id="kept">\(language(.keptTitle))</h2>\
            <p>\(language(.keptOn(context.format.dateTime(record.frozen))))</p>\(papers(record))\(versions(record))</section>\
            <section class="card" aria-labelledby="differs"><h2 id="differs">\(language(.differsTitle))</h2>\
            \(view.amounts)\(view.items)\(NextStage(context: context, decision: kept.decision).html())</section>
            """
    }

    private func papers(_ record: DecisionRecord) -> HTML {
        let language = context.language
        let measures = record.measures(for: kept.audience)
        guard !measures.isEmpty else { return "<p class=\"muted\">\(language(.noPaperKept))</p>" }
        let items = measures.map { measure -> HTML in
            let links = PaperFiles(context: context, decision: kept.decision.reference, measure: measure).html()
            return "<li>\(context.link(measure))\(links)</li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    private func versions(_ record: DecisionRecord) -> HTML {
        let language = context.language
        let rows = record.versions.sorted { $0.key < $1.key }.map { reference, version -> HTML in
            let now = context.plan[reference].map { String($0.version) } ?? "–"
            return """
                <tr><th scope="row">\(context.link(reference))</th><td class="number">\(String(version))</td>\
                <td class="number">\(now)</td></tr>
                """
        }
        guard !rows.isEmpty else { return "" }
        return """
            <details><summary>\(language(.keptVersions))</summary><div class="table" tabindex="0" role="group" \
            aria-label="\(language(.keptVersions))"><table><thead><tr><th scope="col">\(language(.keptObject))</th>\
            <th scope="col" class="number">\(language(.keptThen))</th><th scope="col" class="number">\(language(.keptNow))</th>\
            </tr></thead><tbody>\(rows)</tbody></table></div></details>
            """
    }
}

/// On the page of what was decided on, and above its paper: the decision, what differs today, and the next stage.
struct DecidedPanel {
    let context: PlanningContext
    let object: PlanningObject
    /// The latest decision.
    let kept: KeptDecision
    var earlier: [PlanningObject] = []

    func html() -> HTML {
        let language = context.language
        let decision = kept.decision
        var body: HTML = "<p class=\"notice\">\(language(.nothingKept))</p>"
        if let record = kept.record, let review = kept.review {
            let view = ReviewView(context: context, review: review)
            let files: HTML =
                record.measures(for: kept.audience).contains(object.reference)
                ? PaperFiles(context: context, decision: decision.reference, measure: object.reference).html() : HTML()
            body = "\(files)<h3>\(language(.differsTitle))</h3>\(view.amounts)\(view.items)"
        }
        let others = earlier.map { "<li>\(context.link($0)): \(context.outcome(of: $0))</li>" as HTML }
        let before: HTML =
            others.isEmpty
            ? "" : "<h3>\(language(.earlierDecisions))</h3><ul class=\"plain\">\(others)</ul>"
        return """
            <section class="card" aria-labelledby="decided"><h2 id="decided">\(language(.decidedTitle))</h2>\
            <p>\(context.link(decision)): \(context.outcome(of: decision))</p>\(body)\(before)\
            \(NextStage(context: context, decision: decision, about: object.reference).html())</section>
            """
    }
}

/// The files of a paper that was kept.
struct PaperFiles {
    let context: PlanningContext
    let decision: Reference
    let measure: Reference

    func html() -> HTML {
        let language = context.language
        func link(_ part: String, _ text: Words) -> HTML {
            """
            <a class="button quiet" href="\(SiteURL.keptPaper(decision, measure, part))">\(language(text))\
            <span class="hidden">: \(measure.description)</span></a>
            """
        }
        return """
            <p class="actions">\(link("paper", .readKeptPaper))\(link("paper.pdf", .asPDF))\(link("paper.odt", .asODT))</p>
            """
    }
}

/// What leads on from a decision: a new paper, decided on once more.
struct NextStage {
    let context: PlanningContext
    let decision: PlanningObject
    var about: Reference?

    func html() -> HTML {
        guard context.mayWrite else { return "" }
        let language = context.language
        let subjects = about.map { [$0] } ?? decision.references("about")
        let paper: HTML =
            subjects.first { $0.kind == .measure && context.plan[$0] != nil }.map { measure in
                """
                <a class="button quiet" href="\(SiteURL.planningObject(measure, "paper"))">\(language(.nextPaper))</a>
                """
            } ?? HTML()
        let fields =
            [
                ("about", subjects.map(\.description).joined(separator: ",")),
                ("follows", decision.reference.description),
            ]
        return """
            <p>\(language(.nextStageLead))</p><p class="actions">\(paper)\
            <a class="button quiet" href="\(SiteURL.planningNew(.decision, fields))">\(language(.nextDecision))</a></p>
            """
    }
}

/// What differs today, amounts and answers, old beside new.
struct ReviewView {
    let context: PlanningContext
    let review: DecisionReview

    var amounts: HTML {
        guard !review.amounts.isEmpty else { return "" }
        let (language, format) = (context.language, context.format)
        let groups = Dictionary(grouping: review.amounts, by: \.measure).sorted { $0.key < $1.key }
        return groups.map { measure, amounts -> HTML in
            let rows = amounts.map { amount -> HTML in
                let now = amount.now.map { format.money($0) } ?? language(.noLongerStated)
                let change = amount.now.map { format.money($0 - amount.then) } ?? "–"
                return """
                    <tr><th scope="row">\(language(amount.name))</th><td class="number">\(format.money(amount.then))</td>\
                    <td class="number">\(amount.differs ? "<strong>\(now)</strong>" : "\(now)" as HTML)</td>\
                    <td class="number">\(amount.differs ? change : "–")</td></tr>
                    """
            }
            let caption = "\(language(.amountsThenNow)): \(context.plan[measure]?.title ?? measure.description)"
            return """
                <div class="table" tabindex="0" role="group" aria-label="\(caption)"><table><caption>\(caption)</caption><thead><tr>\
                <th scope="col">\(language(.amount))</th><th scope="col" class="number">\(language(.keptThen))</th>\
                <th scope="col" class="number">\(language(.keptNow))</th>\
                <th scope="col" class="number">\(language(.difference))</th></tr></thead><tbody>\(rows)</tbody></table></div>
                """
        }.joined("")
    }

    var items: HTML {
        let language = context.language
        if review.isSame { return "<p>\(language(.nothingDiffers))</p>" }
        let view = AnswerView(context: context)
        let items = review.items.map { item -> HTML in
            var changes = item.changes.map { change -> HTML in
                let old = view.html(change.old, change.field) ?? HTML(text: language(.notAnswered))
                let new = view.html(change.new, change.field) ?? HTML(text: language(.notAnswered))
                return """
                    <div><dt>\(language(change.label))</dt><dd><del>\(old)</del> <ins>\(new)</ins></dd></div>
                    """
            }
            if item.isWordingLost { changes = ["<div><dd>\(language(.wordingLost))</dd></div>"] }
            let list: HTML = changes.isEmpty ? "" : "<dl class=\"answers\">\(changes)</dl>"
            let now = item.now.map { "\(language(.versionField)) \(item.then) → \($0)" } ?? language(.removedSince)
            return "<li>\(context.link(item.reference)) <small>\(now)</small>\(list)</li>"
        }
        let hidden: HTML = review.hidden > 0 ? "<p class=\"muted\">\(language(.hiddenChanges(review.hidden)))</p>" : ""
        return "<ul class=\"results\">\(items)</ul>\(hidden)"
    }
}

/// The paper that a decision was made on, as it was.
struct DecisionPaperPage {
    let context: PlanningContext
    let decision: PlanningObject
    let measure: Reference
    let document: Document
    let frozen: Instant

    func html() -> HTML {
        let language = context.language
        let files = PaperFiles(context: context, decision: decision.reference, measure: measure).html()
        let content: HTML = """
            <div class="inner page"><div class="head"><div><p class="kicker">\
            \(language(.keptPaperOf(context.format.dateTime(frozen))))</p><h1>\(document.title)</h1></div>\(files)</div>\
            <p class="notice">\(language(.keptPaperLead)) \(context.link(decision)): \(context.outcome(of: decision)).</p>\
            <div class="card">\(HTML(markup: document.htmlFragment))</div></div>
            """
        return context.frame.document(
            title: language(.keptPaper), section: .planning,
            breadcrumbs: [
                Breadcrumb(name: language(.planning), url: .planningStart),
                Breadcrumb(name: decision.title, url: .planningObject(decision.reference)),
            ], content: content)
    }
}

extension SiteURL {
    /// `/planning/decisions/1/paper.pdf?measure=M-2`
    static func keptPaper(_ decision: Reference, _ measure: Reference, _ part: String) -> SiteURL {
        .planningObject(decision, part + query([("measure", measure.description)]))
    }
}
