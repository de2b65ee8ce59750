// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/staff`: who is needed when, and where the staffing plan falls short.
package struct StaffPage {
    package let context: PlanningContext
    package let balance: StaffBalance

    package init(context: PlanningContext, balance: StaffBalance) {
        (self.context, self.balance) = (context, balance)
    }

    private var language: Language { context.language }
    private var format: Format { context.format }

    package func html() -> HTML {
        let frame = AnalysisFrame(
            context: context, name: "staff", kind: .staffPlan, field: "", title: .staffTitle, lead: .staffLead)
        guard !balance.skills.isEmpty else {
            return frame.document(nil, content: "<p class=\"empty\">\(language(.noStaffYet))</p>")
        }
        let alarms = balance.skills.compactMap(alarm)
        let findings: HTML =
            alarms.isEmpty
            ? "<p class=\"finding\">\(language(.staffEnough))</p>"
            : "<ul class=\"plain assumed\">\(alarms.map { "<li>\($0)</li>" as HTML })</ul>"
        let undated: HTML =
            balance.undated.isEmpty
            ? ""
            : """
            <p class="source">\(language(.undatedMeasures)) \(context.inline(balance.undated))</p>
            """
        let incomplete: HTML =
            balance.incomplete.isEmpty
            ? ""
            : """
            <p class="source">\(language(.incompleteStaff)) \(context.inline(balance.incomplete))</p>
            """
        let content: HTML = """
            <section class="card" aria-labelledby="verdict"><h2 id="verdict">\(language(.verdict))</h2>\(findings)</section>
            <section class="card" aria-labelledby="table"><h2 id="table">\(language(.staffBySkill))</h2>\
            <p>\(language(.staffTableLead))</p>\(table)\(undated)\(incomplete)</section>
            """
        return frame.document(nil, content: content)
    }

    private func posts(_ number: Double) -> String { format.number(number) }

    private func alarm(_ skill: StaffBalance.Skill) -> HTML? {
        if let (most, years) = gap(skill, \.decidedGap) {
            return "<strong class=\"late\">\(language(.staffGapDecided(skill.name, most, years)))</strong>"
        }
        return gap(skill, \.gap).map { most, years in "\(language(.staffGap(skill.name, most, years)))" }
    }

    /// How many are missing and when: in each year named, or at most.
    private func gap(
        _ skill: StaffBalance.Skill, _ gap: (StaffBalance.Year) -> Double
    ) -> (most: Words, years: Words)? {
        let runs = skill.runs(gap)
        let amounts = skill.years.map(gap).filter { $0 > 1e-9 }
        guard let last = skill.years.last?.year, let most = amounts.max(), let least = amounts.min() else { return nil }
        return (.missingPosts(posts(most), atMost: posts(most) != posts(least)), .gapYears(runs, last: last))
    }

    private var table: HTML {
        let years = balance.skills.first?.years.map(\.year) ?? []
        let header = years.map { "<th scope=\"col\" class=\"number\">\(String($0))</th>" as HTML }
        let rows = balance.skills.map { skill -> HTML in
            let cells = skill.years.map { year -> HTML in
                let needed: HTML = "\(posts(year.all)) / \(year.posts.map(posts) ?? "–")"
                guard year.gap > 1e-9 else { return "<td class=\"number\">\(needed)</td>" }
                let className = year.decidedGap > 1e-9 ? "late" : "gaps"
                return """
                    <td class="number">\(needed)<br><strong class="\(className)">\(language(.missing)) \(posts(year.gap))</strong></td>
                    """
            }
            let links = context.inline(skill.posts + skill.measures)
            return "<tr><th scope=\"row\">\(skill.name)<br><small>\(links)</small></th>\(cells)</tr>"
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.staffBySkill))"><table><thead><tr><th scope="col">\
            \(language(.skill))</th>\(header)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
