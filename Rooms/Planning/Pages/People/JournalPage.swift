// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/journal`: what is due, what was written down, and about what nothing was.
package struct JournalPage {
    package let context: PlanningContext
    package let kind: String
    package let today: CalendarDay

    package init(context: PlanningContext, kind: String, today: CalendarDay) {
        (self.context, self.kind, self.today) = (context, kind, today)
    }

    package func html() -> HTML {
        let language = context.language
        let journal = context.plan.journal(kind: kind)
        let (open, written) = (context.shown(journal.open) { $0 }, context.shown(journal.written) { $0 })
        let add: HTML =
            context.mayWrite
            ? "<p class=\"actions\"><a class=\"button\" href=\"\(SiteURL.planningNew(.journalEntry))\">\(language(.add))</a></p>"
            : ""
        let due = InsightSection(
            context: context, identifier: "due", title: .journalDue,
            body: journal.open.isEmpty
                ? "<p class=\"empty\">\(language(.nothingDue))</p>"
                : "<ul class=\"results\">\(open.rows.map(entry))</ul>\(open.note)")
        let noted = InsightSection(
            context: context, identifier: "written", title: .journalWritten,
            body: journal.written.isEmpty
                ? "<p class=\"empty\">\(language(.noObjects))</p>"
                : "<ul class=\"results\">\(written.rows.prefix(100).map(entry))</ul>\(written.note)")
        let silent = context.plan.withoutJournal
        let named = context.shown(silent) { $0 }
        let missing: HTML =
            silent.isEmpty
            ? ""
            : InsightSection(
                context: context, identifier: "silent", title: .journalSilent, lead: .journalSilentLead,
                body: "\(context.links(named.rows, most: 30))\(named.note)"
            ).html
        return InsightPage(
            context: context, title: .journalTitle, lead: .journalLead,
            sections: [filter, add, due.html, calendar, noted.html, missing]
        ).html()
    }

    private var calendar: HTML {
        let address = SiteURL.planning("/calendar.ics")
        return "<p><a href=\"\(address)\">\(context.language(.calendarOfDue))</a></p>"
    }

    private var filter: HTML {
        let language = context.language
        guard let field = ObjectKind.journalEntry.field("kind"), case .choice(let kinds) = field.kind else { return "" }
        var options = HTML.option("", language(.anyKind), kind)
        for choice in kinds { options += HTML.option(choice.name, language(choice.label), kind) }
        return """
            <form class="filters card" method="get" action="\(SiteURL.analysis("journal"))"><div class="field">\
            <label for="kind">\(language(field.label))</label><select id="kind" name="kind">\(options)</select></div>\
            <button type="submit">\(language(.show))</button></form>
            """
    }

    private func entry(_ entry: PlanningObject) -> HTML {
        var facts: [HTML] = []
        let kind = context.words(entry, "kind")
        if !kind.isEmpty { facts.append(HTML(text: kind)) }
        if let date = entry.text("date") {
            facts.append("<time datetime=\"\(date)\">\(context.format.day(date))</time>")
        }
        if entry.flag("done") != true, entry.text("due") != nil {
            facts.append(DueDate(entry.text("due"), today).html(context))
        }
        let about = context.plan.objects(entry, "about")
        facts += about.prefix(5).map { context.link($0) }
        let text = entry.text("text").map { String($0.prefix(300)) + ($0.count > 300 ? " …" : "") }
        return """
            <li><h3>\(context.link(entry))</h3>\(text.map { "<p>\($0)</p>" as HTML })\
            <p class="meta">\(facts.map { "<span>\($0)</span>" as HTML })</p></li>
            """
    }
}
