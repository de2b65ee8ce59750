// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site
import Wire

/// What the platform found when it tried an address or a licence, with a button to try again.
package enum ChecksPanel {
    package static func html(_ object: PlanningObject, _ context: PlanningContext) -> HTML? {
        let language = context.language
        let checks = context.plan.checks(of: object)
        guard !checks.isEmpty else { return nil }
        let rows = checks.map { check -> [HTML] in
            let run = object.latestCheck(check)
            let verdict: HTML =
                switch run?["passed"]?.bool {
                case true?: context.light(.pass, .checkPassed)
                case false?: context.light(.fail, .checkFailed)
                case nil: context.light(.hold, .checkNeverRan)
                }
            let day = run?["at"]?.string.map { context.format.day($0) } ?? "–"
            let code = run?["code"]?.integer.map { String($0) } ?? "–"
            return [
                HTML(text: language(check.name)), HTML(text: object.text(check.field) ?? language(.openAnswer)),
                verdict,
                HTML(text: day), HTML(text: code), HTML(text: run?["note"]?.string ?? "–"),
            ]
        }
        let table = InsightTable(
            caption: language(.executedChecksTitle),
            columns: [
                .init(language(.check)), .init(language(.checkSubject)), .init(language(.judgement)),
                .init(language(.checkDay)), .init(language(.checkCode), isNumber: true), .init(language(.checkFinding)),
            ], rows: rows)
        let rules = context.plan.boundGuidelines(of: object)
        let demanded: HTML = rules.isEmpty ? "" : "<p>\(language(.demandedBy)):</p>\(context.links(rules, most: 5))"
        let run: HTML =
            context.mayWrite
            ? """
            <form method="post" action="\(SiteURL.planningObject(object.reference, "check"))"><p class="actions">\
            <button type="submit">\(language(.runChecks))</button></p></form>
            """ : ""
        return """
            <section class="card" aria-labelledby="executed"><h2 id="executed">\(language(.executedChecksTitle))</h2>\
            <p>\(language(.executedChecksLead))</p>\(table.html)\(demanded)\(run)</section>
            """
    }
}
