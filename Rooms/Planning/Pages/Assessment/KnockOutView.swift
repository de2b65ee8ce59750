// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Decision
package import PlanningFrame
package import Site

/// K1 to K7 of a measure as lights with words; a hold names who must answer.
package struct KnockOutView {
    package let context: PlanningContext
    package let findings: [KnockOutFinding]

    package init(context: PlanningContext, findings: [KnockOutFinding]) {
        (self.context, self.findings) = (context, findings)
    }

    package func table(caption: String) -> HTML {
        let language = context.language
        let rows = findings.map { finding -> HTML in
            var details: HTML = HTML(text: language(finding.reason))
            if let remedy = finding.remedy {
                details += "<br>\(language(.remedy)): \(language(remedy))"
            }
            if let who = finding.answeredBy {
                details += "<br>\(language(.mustAnswer)): <strong>\(language(who))</strong>"
            }
            return """
                <tr><th scope="row">\(finding.knockOut.rawValue) \(language(finding.knockOut.name))</th>\
                <td>\(light(finding.verdict))</td><td>\(details)</td></tr>
                """
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(caption)"><table class="stack"><thead><tr>\
            <th scope="col">\(language(.knockOut))</th><th scope="col">\(language(.verdict))</th>\
            <th scope="col">\(language(.why))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// "in Ordnung: K1 Bedarf, K7 Betreiber", a line for each light.
    package var summary: HTML {
        let lights: [KnockOutFinding.Verdict] = [.pass, .hold, .fail]
        return lights.compactMap { verdict -> HTML? in
            let names = findings.filter { $0.verdict == verdict }.map { context.language($0.knockOut.label) }
            return names.isEmpty ? nil : "\(light(verdict)) <span>\(names.joined(separator: ", "))</span>"
        }.map { "<li>\($0)</li>" as HTML }.joined("")
    }

    func light(_ verdict: KnockOutFinding.Verdict) -> HTML {
        "<span class=\"light light-\(verdict.rawValue)\">\(context.language(.verdict(verdict)))</span>"
    }
}
