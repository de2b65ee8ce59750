// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Ledger
import Site

/// What this house witnesses, by which key, and what that proves.
struct WitnessPage: Sendable {
    let logs: [WitnessedLog]
    let verifier: String?
    /// Whether the reader may add and remove logs.
    var mayChange = false
    var failed: (fault: WitnessFault, text: String)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let key: HTML =
            verifier.map {
                "<h2>\(language(.witnessKey))</h2><p>\(language(.witnessKeyHelp))</p><pre class=\"code\" tabindex=\"0\">\($0)</pre>"
            } ?? ""
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.witnessTitle))</h1><p class="lead">\(language(.witnessLead))</p></div>\
            <section class="card" aria-labelledby="logs"><h2 id="logs">\(language(.witnessLogs))</h2>\(table(frame))\(form(language))</section>\
            <section class="card">\(key)<h2>\(language(.witnessProves))</h2><p>\(language(.witnessProvesText))</p></section></div>
            """
        return frame.document(title: language(.witnessTitle), section: .none, breadcrumbs: [], content: content)
    }

    private func table(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !logs.isEmpty else { return "<p class=\"empty\">\(language(.witnessNone))</p>" }
        let items = logs.map { log -> HTML in
            let seen =
                log.at.map { language(.witnessSeen(frame.format.integer(Int64(log.size)), frame.format.dateTime($0))) }
                ?? language(.witnessNothingSeen)
            let split: HTML =
                log.splitAt.map {
                    "<p class=\"gaps\" role=\"alert\"><strong>\(language(.witnessSplit(frame.format.dateTime($0))))</strong></p>"
                } ?? ""
            let refused: HTML =
                log.refusedAt.map {
                    let count = frame.format.integer(Int64(clamping: log.refused?.size ?? 0))
                    let words = Words.witnessRefused(count, frame.format.dateTime($0))
                    return "<p class=\"gaps\" role=\"alert\"><strong>\(language(words))</strong></p>"
                } ?? ""
            let forget: HTML =
                mayChange
                ? "<form method=\"post\" action=\"\(SiteURL.forgetLog(log.id))\"><button type=\"submit\">\(language(.witnessForget)) <span class=\"hidden\">\(log.origin)</span></button></form>"
                : ""
            return "<li><h3>\(log.origin)</h3><p>\(seen)</p>\(split)\(refused)\(forget)</li>"
        }
        return "<ul class=\"results\">\(items)</ul>"
    }

    private func form(_ language: Language) -> HTML {
        guard mayChange else { return "" }
        let field = FormField(
            name: "key", label: .witnessAddKey, value: failed?.text ?? "", autocomplete: "off",
            error: failed?.fault.words)
        return """
            <form class="form" method="post" action="\(SiteURL.witnessLogs)">\(field.html(language))
            <div><button type="submit">\(language(.witnessAdd))</button></div></form>
            """
    }
}
