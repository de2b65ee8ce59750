// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import SensorThings
import SensorThingsFrame
package import Site

/// The recent changes of state of all sensors: what fell silent, what reported again.
package struct StateChangesPage: Sendable {
    package static let pageSize = 50

    /// One more than a page when there are older ones.
    package var entries: [StateChange.Entry]
    package var state: String
    package var dataset: String
    package var datasets: [(slug: String, title: String)]

    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let list: HTML =
            entries.isEmpty ? "<p class=\"empty\">\(language(.stateChangesNone))</p>" : table(frame)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.stateChangesTitle))</h1>\
            <p class="lead">\(language(.stateChangesLead))</p></div>
            \(filters(language))
            <section class="card" aria-label="\(language(.stateChangesTitle))">\(list)\(older(language))</section></div>
            """
        return frame.document(
            title: language(.stateChangesTitle), section: .sensors,
            breadcrumbs: [Breadcrumb(name: language(.sensors), url: .sensors())], content: content)
    }

    private func filters(_ language: Language) -> HTML {
        var states: HTML = HTML.option("", language(.all), state)
        for choice in [SensorState.live, .late, .silent] {
            states += HTML.option(choice.rawValue, language(choice.word), state)
        }
        var sets: HTML = HTML.option("", language(.all), dataset)
        for choice in datasets { sets += HTML.option(choice.slug, choice.title, dataset) }
        return """
            <form class="filters card" method="get" action="\(SiteURL.stateChanges())">
            <div class="field"><label for="state">\(language(.stateTo))</label>\
            <select id="state" name="state">\(states)</select></div>
            <div class="field"><label for="dataset">\(language(.dataset))</label>\
            <select id="dataset" name="dataset">\(sets)</select></div>
            <button type="submit">\(language(.show))</button></form>
            """
    }

    private func table(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = entries.prefix(Self.pageSize).map { entry -> HTML in
            """
            <tr><th scope="row">\(format.dateTime(entry.change.at))</th>\
            <td data-label="\(language(.sensor))"><a href="\(SiteURL.sensor(entry.thing))">\(entry.thingName)</a></td>\
            <td data-label="\(language(.measured))">\(entry.datastream)</td>\
            <td data-label="\(language(.stateTo))">\(entry.change.to.badge(language))</td>\
            <td data-label="\(language(.stateBefore))">\(entry.change.from.badge(language))</td></tr>
            """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.time))</th>\
            <th scope="col">\(language(.sensor))</th><th scope="col">\(language(.measured))</th>\
            <th scope="col">\(language(.stateTo))</th><th scope="col">\(language(.stateBefore))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func older(_ language: Language) -> HTML {
        guard entries.count > Self.pageSize, let last = entries.prefix(Self.pageSize).last else { return "" }
        let url = SiteURL.stateChanges(state: state, dataset: dataset, before: last.id)
        return """
            <nav class="pager" aria-label="\(language(.pages))">\
            <a href="\(url)" rel="next">\(language(.olderChanges)) ›</a></nav>
            """
    }
}
