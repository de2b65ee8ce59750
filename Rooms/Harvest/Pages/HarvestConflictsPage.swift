// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Site

/// Data sets that several catalogues have, their entries side by side.
struct HarvestConflictsPage: Sendable {
    let conflicts: [HarvestConflict]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var list: HTML = "<p class=\"empty\">\(language(.noConflicts))</p>"
        if !conflicts.isEmpty { list = conflicts.map { section($0, frame) }.joined("") }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.harvestConflicts))</h1>\
            <p class="lead">\(language(.conflictsLead))</p></div>\(list)</div>
            """
        return frame.document(
            title: language(.harvestConflicts), section: .none,
            breadcrumbs: [Breadcrumb(name: language(.harvestSources), url: .harvestSources)], content: content)
    }

    private func section(_ conflict: HarvestConflict, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let name = conflict.records.first.map { language($0.dataset.title) } ?? conflict.identifier
        let mark: HTML =
            conflict.isDecided ? "" : " <span class=\"tag\">\(language(.isUndecided))</span>"
        let rows = conflict.records.map { record -> HTML in
            let dataset = record.dataset
            let chosen: HTML =
                conflict.chosen == record.source
                ? "<strong>\(language(.isChosen))</strong>"
                : form(
                    conflict, String(record.source), language(.chooseThis),
                    "\(language(.chooseThis)): \(record.sourceName)")
            return """
                <tr><th scope="row"><a href="\(SiteURL.harvested(record.id))">\(record.sourceName)</a></th>\
                <td data-label="\(language(Words("Titel", "Title")))">\(language(dataset.title))</td>\
                <td data-label="\(language(.publishedBy))">\(dataset.publisher ?? "–")</td>\
                <td data-label="\(language(.licences))">\(record.licence(language))</td>\
                <td data-label="\(language(.modifiedOn))">\(dataset.modified?.text(frame) ?? "–")</td>\
                <td data-label="\(language(.filesCount))">\(frame.format.integer(Int64(dataset.distributions.count)))</td>\
                <td>\(chosen)</td></tr>
                """
        }
        let all: HTML =
            conflict.isDecided && conflict.chosen == nil
            ? "" : form(conflict, "all", language(.showAll), "\(language(.showAll)): \(name)")
        return """
            <section class="card" aria-label="\(name)"><h2>\(name)\(mark)</h2><p><code>\(conflict.identifier)</code></p>\
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.fromCatalogue))</th>\
            <th scope="col">\(language(Words("Titel", "Title")))</th><th scope="col">\(language(.publishedBy))</th>\
            <th scope="col">\(language(.licences))</th><th scope="col">\(language(.modifiedOn))</th>\
            <th scope="col">\(language(.filesCount))</th><th scope="col">\(language(.isChosen))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>\(all)</section>
            """
    }

    private func form(_ conflict: HarvestConflict, _ source: String, _ word: String, _ label: String) -> HTML {
        """
        <form method="post" action="\(SiteURL.harvestConflicts)">\
        <input type="hidden" name="identifier" value="\(conflict.identifier)">\
        <input type="hidden" name="source" value="\(source)">\
        <button type="submit" class="quiet" aria-label="\(label)">\(word)</button></form>
        """
    }
}
