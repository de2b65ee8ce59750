// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/people`: who takes part in which phase, and which affected groups are left out.
package struct InvolvementPage {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    package func html() -> HTML {
        let involvement = context.plan.involvement
        return InsightPage(
            context: context, title: .involvementTitle, lead: .involvementLead,
            sections: [alarms(involvement), groups(involvement), stakeholders(involvement)]
        ).html()
    }

    private func phase(_ name: String) -> String {
        Involvement.phases.first { $0.name == name }.map { context.language($0.label) } ?? name
    }

    private func alarms(_ involvement: Involvement) -> HTML {
        let language = context.language
        let items = involvement.alarms.map { group -> HTML in
            let name = language(group.label)
            if !group.isRepresented {
                let add: HTML =
                    context.mayWrite
                    ? " <a href=\"\(SiteURL.planningNew(.stakeholder, [("groups", group.name)]))\">\(language(.addStakeholder))</a>"
                    : ""
                return "<li><strong>\(name)</strong>: \(language(.notRepresented))\(add)</li>"
            }
            let phases = group.missed.map { phase($0) }.joined(separator: ", ")
            return "<li><strong>\(name)</strong>: \(language(.notInvolvedIn(phases)))</li>"
        }
        guard !items.isEmpty else {
            return involvement.groups.isEmpty ? "" : "<p>\(context.light(.pass, .allInvolved))</p>"
        }
        return """
            <section class="notice" aria-labelledby="alarms"><h2 id="alarms">\(language(.leftOut))</h2>\
            <ul class="plain">\(items)</ul></section>
            """
    }

    private func groups(_ involvement: Involvement) -> HTML {
        let language = context.language
        let table = InsightTable(
            caption: language(.affectedGroups),
            columns: [
                .init(language(.affectedGroup)), .init(language(ObjectKind.need.plural)),
                .init(language(ObjectKind.stakeholder.plural)), .init(language(.phasesReached)),
                .init(language(.judgement)),
            ],
            rows: involvement.groups.map { group in
                let verdict: HTML =
                    !group.isRepresented
                    ? context.light(.fail, .notRepresentedShort)
                    : group.missed.isEmpty
                        ? context.light(.pass, .involvedShort) : context.light(.hold, .partlyInvolvedShort)
                return [
                    HTML(text: language(group.label)), context.links(group.needs, most: 5),
                    context.links(group.stakeholders, most: 5),
                    HTML(text: group.reached.map { phase($0) }.joined(separator: ", ")), verdict,
                ]
            })
        let body: HTML =
            involvement.groups.isEmpty ? "<p class=\"empty\">\(language(.noAffectedGroups))</p>" : table.html
        return InsightSection(
            context: context, identifier: "groups", title: .affectedGroups, lead: .affectedGroupsLead, body: body
        ).html
    }

    private func stakeholders(_ involvement: Involvement) -> HTML {
        let language = context.language
        let shown = context.shown(involvement.rows, \.stakeholder)
        let table = InsightTable(
            caption: language(.involvementByPhase),
            columns: [.init(language(ObjectKind.stakeholder.name)), .init(context.label(.stakeholder, "role"))]
                + Involvement.phases.map { .init(language($0.label)) },
            rows: shown.rows.prefix(200).map { row in
                [context.link(row.stakeholder), HTML(text: context.words(row.stakeholder, "role"))]
                    + Involvement.phases.map { phase -> HTML in
                        row.forms[phase.name].map { HTML(text: form($0)) } ?? "–"
                    }
            }, isMatrix: true)
        let body: HTML =
            involvement.rows.isEmpty ? "<p class=\"empty\">\(language(.noObjects))</p>" : "\(table.html)\(shown.note)"
        return InsightSection(
            context: context, identifier: "phases", title: .involvementByPhase, body: body
        ).html
    }

    /// The words of a form of involvement.
    private func form(_ name: String) -> String {
        guard case .rows(let columns)? = ObjectKind.stakeholder.field("involvement")?.kind,
            case .choice(let forms)? = columns.first(where: { $0.name == "form" })?.kind,
            let choice = forms.first(where: { $0.name == name })
        else { return context.language(.yes) }
        return context.language(choice.label)
    }
}
