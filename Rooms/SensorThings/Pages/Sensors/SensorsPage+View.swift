// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
import SensorThingsFrame
package import Site

extension SensorsPage {
    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let count = frame.format.integer(Int64(found))
        let list = lines.isEmpty ? "<p class=\"empty\">\(language(.noSensorFound))</p>" : SensorLine.table(lines, frame)
        let pages = pager.html(language) { page in
            .sensors(search: search, state: state, dataset: dataset, order: order.rawValue, page: page)
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.sensorsTitle))</h1><p class="lead">\(language(.sensorsLead))</p></div>
            \(filters(frame))
            <section class="card" aria-label="\(language(.sensorsTitle))"><div class="head">\
            <p>\(language(.sensorsFound(count)))</p><p><a href="\(SiteURL.stateChanges())">\(language(.stateChangesTitle))</a> · \
            <a href="\(SiteURL.map)">\(language(.map))</a></p></div>\
            \(list)\(pages)</section></div>
            """
        return frame.document(title: language(.sensorsTitle), section: .sensors, content: content)
    }

    private func filters(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var states: HTML = HTML.option("", language(.all), state)
        states += HTML.option("attention", language(.needsAttentionFilter), state)
        for choice in SensorState.allCases { states += HTML.option(choice.rawValue, language(choice.word), state) }
        var sets: HTML = HTML.option("", language(.all), dataset)
        for choice in datasets { sets += HTML.option(choice.slug, choice.title, dataset) }
        let orders = Order.allCases.map { HTML.option($0.rawValue, language($0.word), order.rawValue) }
        return """
            <form class="filters card" method="get" action="\(SiteURL.sensors())">
            <div class="field grow"><label for="q">\(language(.filterText))</label>\
            <input id="q" name="q" type="search" value="\(search)" maxlength="200"></div>
            <div class="field"><label for="state">\(language(.state))</label><select id="state" name="state">\(states)</select></div>
            <div class="field"><label for="dataset">\(language(.dataset))</label><select id="dataset" name="dataset">\(sets)</select></div>
            <div class="field"><label for="order">\(language(.order))</label><select id="order" name="order">\(orders)</select></div>
            <button type="submit">\(language(.show))</button>
            </form>
            """
    }
}
