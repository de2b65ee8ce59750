// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestWaiting
import Site

/// A delivery that is at work, or about to be.
struct ImportProgressPage: Sendable {
    let waiting: WaitingImport

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let state: Words =
            waiting.state == .queued
            ? .progressQueued : .progressValues(frame.format.integer(waiting.progress))
        let content: HTML = """
            <div class="inner page" data-progress><div><h1>\(language(.progressTitle))</h1>\
            <p class="lead">\(waiting.files.first?.name ?? waiting.address ?? "")</p></div>
            <section class="card" aria-live="polite" id="progress"><p class="finding">\(language(state))</p>\
            <p class="muted">\(language(.progressHelp))</p></section>
            <p class="actions"><a class="button" href="\(SiteURL.waitingImport(waiting.id))">\(language(.reload))</a></p></div>
            """
        return frame.document(
            title: language(.progressTitle), section: .operation,
            breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)], scripts: [.asset("import.js")],
            content: content)
    }
}
