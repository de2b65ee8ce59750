// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import SensorThings
package import Site
import Wire

extension SensorsPage {
    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let count = frame.format.integer(Int64(found))
        let list = lines.isEmpty ? "<p class=\"empty\">\(language(.noSensorFound))</p>" : SensorLine.table(lines, frame)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.sensorsTitle))</h1><p class="lead">\(language(.sensorsLead))</p></div>
            \(filters(frame))
            <section class="card" aria-label="\(language(.sensorsTitle))"><div class="head">\
            <p>\(language(.sensorsFound(count)))</p><p><a href="\(SiteURL.stateChanges())">\(language(.stateChangesTitle))</a> · \
            <a href="\(SiteURL.map)">\(language(.map))</a></p></div>\
            \(list)\(pager(frame))</section></div>
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

    private func pager(_ frame: PageFrame) -> HTML {
        guard pageCount > 1 else { return "" }
        let language = frame.language
        func url(_ page: Int) -> SiteURL {
            .sensors(search: search, state: state, dataset: dataset, order: order.rawValue, page: page)
        }
        var links: HTML = ""
        if page > 1 { links += "<a href=\"\(url(page - 1))\" rel=\"prev\">‹ \(language(.earlier))</a>" }
        links += "<span>\(language(.pageOf(page, pageCount)))</span>"
        if page < pageCount { links += "<a href=\"\(url(page + 1))\" rel=\"next\">\(language(.later)) ›</a>" }
        return "<nav class=\"pager\" aria-label=\"\(language(.pages))\">\(links)</nav>"
    }
}

extension SensorLine {
    package static func table(_ lines: [SensorLine], _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = lines.map { line -> HTML in
            var place: HTML = ""
            if line.longitude == nil {
                place = " <span class=\"tag\">\(language(.noPlace))</span>"
            } else if line.isApproximate {
                place = " <span class=\"tag\">\(language(.approximatePlace))</span>"
            }
            let value = line.value.map { format.measure($0, unit: line.unit) } ?? "–"
            var set: HTML = ""
            if let title = line.dataset, let slug = line.datasetSlug {
                set = "<a href=\"\(SiteURL.dataset(slug))\">\(title)</a>"
            }
            let when = line.last.map { format.dateTime($0) } ?? "–"
            return """
                <tr><th scope="row"><a href="\(SiteURL.sensor(line.thing))">\(line.name)</a>\(place)</th>\
                <td data-label="\(language(.measured))">\(line.measured.prefix(4).joined(separator: ", "))</td>\
                <td data-label="\(language(.state))">\(line.state.badge(language))</td>\
                <td class="number" data-label="\(language(.lastValue))">\(value)</td>\
                <td data-label="\(language(.time))">\(when)</td>\
                <td data-label="\(language(.dataset))">\(set)</td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.sensor))</th>\
            <th scope="col">\(language(.measured))</th><th scope="col">\(language(.state))</th>\
            <th scope="col" class="number">\(language(.lastValue))</th><th scope="col">\(language(.time))</th>\
            <th scope="col">\(language(.dataset))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
