// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestWaiting
import Site

/// Asks before a whole import is taken back.
struct UndoPage: Sendable {
    var run: ImportsPage.Run
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let refusal: HTML =
            fault.map { words in
                "<div class=\"summary\" role=\"alert\"><p>\(language(words))</p></div>"
            } ?? ""
        let what = Words.undoWhat(
            format.integer(run.values("stored")), format.integer(run.values("replaced")),
            format.longDateTime(run.started))
        let content: HTML = """
            <div class="inner page"><h1>\(language(.undoTitle)): \(run.mapping)</h1>\(refusal)
            <section class="card plain"><p>\(language(what))</p><p>\(language(.undoHelp))</p>
            <form method="post" action="\(SiteURL.undoImport(run.id))" class="actions">\
            <button type="submit">\(language(.undoButton))</button> \
            <a href="\(SiteURL.importRun(run.id))">\(language(.undoKeep))</a></form></section></div>
            """
        return frame.document(
            title: language(.undoTitle), section: .operation,
            breadcrumbs: [
                Breadcrumb(name: language(.importsTitle), url: .imports),
                Breadcrumb(name: run.mapping, url: .importRun(run.id)),
            ], content: content)
    }
}

/// All versions of a mapping, newest first.
struct MappingVersionsPage: Sendable {
    var versions: [MappingVersion]

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let name = versions.first?.name ?? ""
        let rows = versions.map { version -> HTML in
            """
            <tr><th scope="row">\(format.integer(version.version))</th>\
            <td data-label="\(language(.mappingMade))">\(format.dateTime(version.created))</td>\
            <td data-label="\(language(.importActor))">\(language.person(version.actor))</td>\
            <td><a href="\(SiteURL.mappingVersion(version))" download>\(language(.downloadMapping))</a></td></tr>
            """
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.importMapping)): \(name)</h1>\
            <p class="lead">\(language(.mappingLead))</p></div>
            <section class="card"><div class="table"><table class="stack"><thead><tr>\
            <th scope="col">\(language(.mappingVersion))</th><th scope="col">\(language(.mappingMade))</th>\
            <th scope="col">\(language(.importActor))</th><th scope="col">\(language(.documentText))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div></section>
            <section class="card plain"><p>\(language(.mappingUse))</p>\
            <pre tabindex="0"><code>allmende import --database town.gpkg --mapping \(name).json …</code></pre></section></div>
            """
        return frame.document(
            title: language(.importMapping) + ": " + name, section: .operation,
            breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)], content: content)
    }
}
