// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site

/// `/planning`: needs with their next steps, what is due, what is to be checked again, and all that the plan holds.
struct PlanningOverview {
    let context: PlanningContext
    let today: CalendarDay
    /// A short piece about a need, such as how far its indicator is from the target.
    var readings: [Reference: HTML] = [:]

    func html() -> HTML {
        let (language, plan) = (context.language, context.plan)
        let start: HTML = """
            <p class="actions"><a class="button large" href="\(SiteURL.planning("/start"))">\(language(.describeNeed))</a>\
            <a class="button quiet" href="\(SiteURL.planning("/submit"))">\(language(.submitTitle))</a></p>
            """
        let needs = Self.bySeverity(plan.objects(of: .need).filter { $0.state == .active || $0.state == .draft })
        let list: HTML =
            needs.isEmpty
            ? "<p class=\"empty\">\(language(.noNeeds))</p>"
            : "<ul class=\"results\">\(needs.prefix(12).map(need))</ul>"
        let more: HTML =
            needs.count > 12
            ? "<p class=\"more\"><a href=\"\(SiteURL.planningList(.need))\">\(language(ObjectKind.need.plural)) (\(needs.count))</a></p>"
            : ""
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.planningTitle))</h1><p class="lead">\(language(.planningLead))</p></div>
            \(context.mayWrite ? start : submitOnly)\(waiting)
            <div class="two"><section class="card" aria-labelledby="needs-title"><h2 id="needs-title">\(language(ObjectKind.need.plural))</h2>\
            \(list)\(more)</section>
            <div class="plain">\(dueSection)\(outdatedSection)</div></div>
            \(parts)\(analyses)\(exports)</div>
            """
        return context.frame.document(title: language(.planning), section: .planning, content: content)
    }

    /// The worst first, then those whose next step is due first.
    static func bySeverity(_ needs: [PlanningObject]) -> [PlanningObject] {
        needs.sorted { left, right in
            let (first, second) = (left.text("severity") ?? "0", right.text("severity") ?? "0")
            if first != second { return first > second }
            return (left.text("due") ?? "9", left.reference) < (right.text("due") ?? "9", right.reference)
        }
    }

    private var submitOnly: HTML {
        """
        <p class="actions"><a class="button large" href="\(SiteURL.planning("/submit"))">\(context.language(.submitTitle))</a></p>
        """
    }

    private var waiting: HTML {
        let count =
            context.plan.objects(of: .need).count { $0.state == .submitted }
            + context.plan.objects(of: .comment).count { $0.state == .submitted }
        guard context.mayWrite, count > 0 else { return "" }
        return """
            <p class="notice"><a href="\(SiteURL.planning("/submitted"))">\(context.language(.submittedCount(count)))</a></p>
            """
    }

    func need(_ need: PlanningObject) -> HTML {
        let language = context.language
        var facts: [HTML] = []
        if let district = need.text("district") { facts.append(HTML(text: district)) }
        if let severity = need.kind.field("severity") {
            let words = AnswerView(context: context).plain(need["severity"], severity)
            facts += words.map { "\(language(.severityWord)): \($0)" as HTML }
        }
        let measures = context.computing.plan.referring(to: need.reference, kind: .measure).count
        if measures > 0 {
            let word = measures == 1 ? ObjectKind.measure.name : ObjectKind.measure.plural
            facts.append("\(measures) \(language(word))")
        }
        var step: HTML = ""
        if need.text("nextStep") != nil || need.text("due") != nil {
            step = """
                <p>\(language(.nextStep)): \(need.text("nextStep") ?? "") \(DueDate(need.text("due"), today).html(context))</p>
                """
        }
        return """
            <li><h3>\(context.link(need))\(tag(need))</h3>\(readings[need.reference] ?? HTML())\
            <p class="meta">\(facts.map { "<span>\($0)</span>" as HTML })</p>\(step)</li>
            """
    }

    private func tag(_ object: PlanningObject) -> HTML {
        object.visibility == .public || !context.mayWrite
            ? "" : " <span class=\"tag\">\(context.language(.visibleInternal))</span>"
    }

    private var dueSection: HTML {
        let language = context.language
        let entries = context.plan.objects(of: .journalEntry).filter {
            $0.flag("done") != true && $0.text("due") != nil
        }
        let steps = entries + context.plan.objects(of: .need).filter { $0.text("due") != nil && $0.state == .active }
        let sorted = steps.sorted { ($0.text("due") ?? "", $0.reference) < ($1.text("due") ?? "", $1.reference) }
        let items = sorted.prefix(8).map { step -> HTML in
            let words: HTML = step.kind == .need ? "\(step.text("nextStep") ?? ""): " : ""
            return "<li>\(DueDate(step.text("due"), today).html(context)) \(words)\(context.link(step))</li>"
        }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"muted\">\(language(.nothingDue))</p>"
            : "<ul class=\"plain\">\(Array(items))\(context.restItem(8, of: sorted.count))</ul>"
        return """
            <section class="card" aria-labelledby="due-title"><h2 id="due-title">\(language(.journalDue))</h2>\(list)</section>
            """
    }

    private var outdatedSection: HTML {
        let language = context.language
        let objects = context.plan.outdated.filter { $0.kind != .decision }
        guard !objects.isEmpty else { return "" }
        let items = objects.prefix(8).map { "<li>\(context.link($0))</li>" as HTML }
        return """
            <section class="card" aria-labelledby="again-title"><h2 id="again-title">\(language(.checkAgain)) \
            (\(context.format.integer(Int64(objects.count))))</h2><ul class="plain">\(Array(items))</ul></section>
            """
    }

    private var parts: HTML {
        let language = context.language
        let items = ObjectKind.allCases.filter { $0 != .comment || context.mayWrite }.map { kind -> HTML in
            // what was sent in and waits is no part of the plan yet
            let count = context.format.integer(
                Int64(context.plan.objects(of: kind).count { $0.state != .submitted }))
            return """
                <li><a href="\(SiteURL.planningList(kind))">\(language(kind.plural))</a> <span class="count">\(count)</span></li>
                """
        }
        return """
            <section class="card" aria-labelledby="parts-title"><h2 id="parts-title">\(language(.partsOfPlan))</h2>\
            <ul class="columns-list">\(items)</ul></section>
            """
    }

    private var analyses: HTML {
        let items = PlanningAnalysis.all.map { analysis -> HTML in
            "<li><a href=\"\(SiteURL.analysis(analysis.path))\">\(context.language(analysis.name))</a></li>"
        }
        guard !items.isEmpty else { return "" }
        return """
            <section class="card" aria-labelledby="analyses-title"><h2 id="analyses-title">\(context.language(.ownWork))</h2>\
            <ul class="columns-list">\(items)</ul></section>
            """
    }

    private var exports: HTML {
        let language = context.language
        let importLink: HTML =
            context.mayWrite
            ? "<a class=\"button quiet\" href=\"\(SiteURL.planning("/import"))\">\(language(.importPlan))</a>" : ""
        return """
            <section class="card" aria-labelledby="export-title"><h2 id="export-title">\(language(.exportTitle))</h2>\
            <p>\(language(.exportLead))</p><p class="actions"><a class="button quiet" href="\(SiteURL.planning("/export.json"))">JSON</a>\
            <a class="button quiet" href="\(SiteURL.planning("/export.ods"))">ODS</a>\(importLink)</p></section>
            """
    }
}
