// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site

/// Reads an export of a plan in and says what happened.
struct PlanImportPage {
    let frame: PageFrame
    var report: PlanExchange.Report?

    func html() -> HTML {
        let language = frame.language
        var result: HTML = ""
        if let report {
            if report.isSuccess {
                result = """
                    <p class="notice" role="status">\(language(.planStored)): \(report.stored), \
                    \(language(.planUnchanged)): \(report.unchanged)</p>
                    """
            } else {
                let items = report.faults.prefix(50).map { fault -> HTML in
                    "<li><code>\(fault.pointer)</code> \(language(fault.message))</li>"
                }
                result = """
                    <div class="summary" role="alert"><p><strong>\(language(.planRefused))</strong></p>\
                    <ul>\(Array(items))</ul></div>
                    """
            }
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.importPlan))</h1>\(result)<p>\(language(.planImportLead))</p>
            <form class="form wide" method="post" action="\(SiteURL.planning("/import"))"><div class="field">\
            <label for="document">\(language(.planDocument))</label>\
            <textarea id="document" name="document" rows="12" required></textarea></div>
            <div class="field" data-file-into="document" hidden><label for="file">\(language(.planFile))</label>\
            <input id="file" type="file" accept="application/json,.json"></div>
            <div class="actions"><button type="submit">\(language(.importPlan))</button></div></form></div>
            """
        return frame.document(
            title: language(.importPlan), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], scripts: [.asset("plan.js")],
            content: content)
    }
}
