// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Site

/// The own power as series, on the member's page.
struct OwnSeriesPart: Sendable {
    let party: Int64
    /// Nil where the member never asked for it.
    let series: OwnSeries?
    let streams: [OwnSeries.Stream]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard let series, series.isOpen else {
            return """
                <h3>\(language(.ownSeries))</h3><p>\(language(.ownSeriesHelp))</p>\
                \(button("open", .ownSeriesOpen, language))
                """
        }
        let items = streams.map { stream -> HTML in
            let newest = stream.newest.map { frame.format.dateTime($0) } ?? language(.powerNoValue)
            return """
                <li><a href="\(SiteURL.datastreamInterface(stream.id))/Observations">\(language(.ownSeries(stream.part)))</a>, \
                \(stream.name) (\(language(.ownSeriesNewest)) \(newest))</li>
                """
        }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"empty\">\(language(.ownSeriesEmpty))</p>" : "<ul class=\"results\">\(items)</ul>"
        return """
            <h3>\(language(.ownSeries))</h3>\(list)<p>\(language(.ownSeriesKept))</p>\
            \(button("key", .ownSeriesKey, language))\(button("close", .ownSeriesClose, language))
            """
    }

    private func button(_ deed: String, _ words: Words, _ language: Language) -> HTML {
        """
        <form method="post" action="\(SiteURL("/energy/mine/series/\(deed)"))">\(HTML.once)<input type="hidden" name="party" value="\(String(party))">\
        <button type="submit">\(language(words))</button></form>
        """
    }
}

/// A key for the own series, shown this once.
struct OwnKeyPage: Sendable {
    let secret: String
    let base: String
    let streams: [OwnSeries.Stream]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let lines = streams.map { stream -> HTML in
            """
            # \(stream.name)
            curl -H "Authorization: Bearer \(secret)" "\(base)/v1.1/Datastreams(\(String(stream.id)))/Observations?$orderby=phenomenonTime desc&amp;$top=96"

            """
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.ownSeriesKey))</h1><p class="lead">\(language(.ownKeyOnce))</p>\
            <section class="card"><p class="address"><code id="secret">\(secret)</code></p>\
            <pre class="code" tabindex="0">\(lines)</pre></section>\
            <p class="actions"><a class="button" href="\(SiteURL.myPower)">\(language(.powerMine))</a></p></div>
            """
        return frame.document(
            title: language(.ownSeriesKey), section: .energy,
            breadcrumbs: [
                Breadcrumb(name: language(.power), url: .energy), Breadcrumb(name: language(.powerMine), url: .myPower),
            ], content: content)
    }
}
