// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// An error as people can read it: what happened, what was kept, what to do.
package struct ErrorPage: Sendable {
    package var status: Int
    /// A heading of its own; what stands below it is then the occurrence alone.
    package var heading: Words?
    /// What the program says about this occurrence.
    package var detail: String
    /// The same in German, where somebody put it into words.
    package var germanDetail: String?
    package var requestID: String

    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let (title, help): (Words, Words)
        switch status {
        case 404, 410: (title, help) = (.notFoundTitle, .notFoundHelp)
        case 401, 403: (title, help) = (.forbiddenTitle, .forbiddenHelp)
        case 409, 412: (title, help) = (.conflictTitle, .conflictHelp)
        case 422: (title, help) = (.invalidTitle, .invalidHelp)
        case 429: (title, help) = (.tooManyTitle, .tooManyHelp)
        case 400..<500: (title, help) = (.badRequestTitle, .badRequestHelp)
        default: (title, help) = (.faultTitle, .faultHelp)
        }
        // what somebody without an account does not find may be there for one with it
        let mayHelp = status == 401 || status == 404 && frame.person == nil && !frame.isOpen
        let signIn: HTML =
            mayHelp ? "<a class=\"button quiet\" href=\"\(SiteURL.login)\">\(language(.signIn))</a>" : ""
        if let heading {
            let told: HTML = "<p class=\"lead\">\(language == .german ? germanDetail ?? detail : detail)</p>"
            return page(frame, language(heading), told, signIn)
        }
        var reason: HTML = status == 404 ? "" : "<p class=\"muted\" lang=\"en\">\(detail)</p>"
        if let germanDetail { reason = "<p>\(language == .german ? germanDetail : detail)</p>" }
        return page(frame, language(title), "<p class=\"lead\">\(language(help))</p>\(reason)", signIn)
    }

    private func page(_ frame: PageFrame, _ title: String, _ told: HTML, _ signIn: HTML) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\(told)
            <p class="actions"><a class="button" href="\(SiteURL.start)">\(language(.toOverview))</a>\(signIn)</p>
            <p class="muted">\(language(.requestNumber)): <code>\(requestID)</code></p></div>
            """
        return frame.document(title: title, section: .none, content: content)
    }
}
