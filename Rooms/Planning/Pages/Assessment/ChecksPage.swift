// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/checks`: K1 to K7 of one measure with reasons, or the lights of all.
package struct ChecksPage {
    static let onAPage = 50

    package let context: PlanningContext
    package let measure: PlanningObject?
    /// What the reader may choose from.
    package let visible: Plan
    package let rules: LicenceRules
    package let page: Int

    package init(context: PlanningContext, measure: PlanningObject?, visible: Plan, rules: LicenceRules, page: Int) {
        (self.context, self.measure, self.visible, self.rules, self.page) = (context, measure, visible, rules, page)
    }

    package func html() -> HTML {
        let frame = AnalysisFrame(
            context: context, name: "checks", kind: .measure, field: "measure", title: .checksTitle, lead: .checksLead)
        guard let measure else { return frame.document(nil, content: all(frame)) }
        let findings = context.plan.knockOutFacts(of: measure, rules: rules).findings
        let view = KnockOutView(context: context, findings: findings)
        let language = context.language
        let content: HTML = """
            <section class="card" aria-labelledby="findings"><h2 id="findings">\(language(.verdict))</h2>\
            <p class="finding">\(sentence(findings))</p>\(view.table(caption: language(.checksTitle)))</section>\
            \(sources(measure))
            """
        return frame.document(measure, content: content)
    }

    /// What the seven checks come to, with who has to act.
    private func sentence(_ findings: [KnockOutFinding]) -> String {
        let language = context.language
        let failed = findings.filter { $0.verdict == .fail }.map { language($0.knockOut.label) }
        let held = findings.filter { $0.verdict == .hold }
        if !failed.isEmpty { return language(.checksFail(failed.joined(separator: ", "))) }
        guard !held.isEmpty else { return language(.checksPass) }
        var who: [String] = []
        for name in held.compactMap(\.answeredBy).map({ language($0) }) where !who.contains(name) { who.append(name) }
        return language(.checksHold(held.count, who.joined(separator: ", ")))
    }

    /// Where the answers stand that the checks looked at.
    private func sources(_ measure: PlanningObject) -> HTML {
        let plan = context.plan
        let solution = measure.reference("solution").map { [context.link($0)] } ?? []
        let links =
            [context.link(measure)] + plan.objects(measure, "needs").map { context.link($0) } + solution
            + plan.objects(measure, "processingActivities").map { context.link($0) }
        let items = links.map { "<li>\($0)</li>" as HTML }
        return """
            <section class="card" aria-labelledby="sources"><h2 id="sources">\(context.language(.basedOn))</h2>\
            <ul class="plain">\(items)</ul></section>
            """
    }

    private func all(_ frame: AnalysisFrame) -> HTML {
        let (language, format) = (context.language, context.format)
        let measures = visible.objects(of: .measure).filter { $0.state != .closed && $0.state != .submitted }
        guard !measures.isEmpty else { return frame.chooser([]) }
        let open = context.plan.objects(of: .measure).filter { $0.state != .closed && $0.state != .submitted }
        let hidden = open.count - measures.count
        let note: HTML = hidden > 0 ? "<p class=\"muted\">\(language(.notShownToo(hidden)))</p>" : ""
        let pager = Pager(page: page, items: measures.count, size: Self.onAPage)
        let shown = pager.part(of: measures, size: Self.onAPage)
        let rows = shown.map { measure -> HTML in
            let findings = context.plan.knockOutFacts(of: measure, rules: rules).findings
            let view = KnockOutView(context: context, findings: findings)
            return """
                <tr><th scope="row"><a href="\(SiteURL.analysis("checks", [("measure", measure.reference.description)]))">\
                \(measure.title)</a> <small class="code">\(measure.reference.description)</small></th>\
                <td><ul class="lights">\(view.summary)</ul></td></tr>
                """
        }
        let others = pager.html(language) { .analysis("checks", [("page", String($0))]) }
        return """
            <section class="card" aria-label="\(language(.checksTitle))"><p>\(format.integer(Int64(measures.count))) \
            \(language(measures.count == 1 ? ObjectKind.measure.name : ObjectKind.measure.plural))</p><div class="table" tabindex="0" role="group" aria-label="\(language(.checksTitle))">\
            <table class="stack"><thead><tr><th scope="col">\(language(ObjectKind.measure.name))</th>\
            <th scope="col">\(language(.verdict))</th></tr></thead><tbody>\(rows)</tbody></table></div>\(note)\(others)</section>
            """
    }
}

/// On a measure's page: its lights, and the ways to its checks and its cost.
package struct MeasurePanel {
    package let context: PlanningContext
    package let measure: PlanningObject
    package let rules: LicenceRules

    package init(context: PlanningContext, measure: PlanningObject, rules: LicenceRules) {
        (self.context, self.measure, self.rules) = (context, measure, rules)
    }

    package func html() -> HTML {
        let language = context.language
        let view = KnockOutView(
            context: context, findings: context.plan.knockOutFacts(of: measure, rules: rules).findings)
        let cost = MeasureCost(measure, town: context.plan.town)
        let sentence: HTML =
            cost.isStated ? "<p>\(CostView(context: context, cost: cost).sentence)</p>" : ""
        let fields = [("measure", measure.reference.description)]
        return """
            <section class="card" aria-labelledby="checks-title"><h2 id="checks-title">\(language(.checksTitle))</h2>\
            <ul class="lights">\(view.summary)</ul>\(sentence)<p class="actions">\
            <a class="button quiet" href="\(SiteURL.analysis("checks", fields))">\(language(.checksTitle))</a>\
            <a class="button quiet" href="\(SiteURL.analysis("cost", fields))">\(language(.costTitle))</a></p></section>
            """
    }
}
