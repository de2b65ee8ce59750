// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThingsFrame
import Site

extension SensorRoutes {
    /// The sensors that fit the words of a search.
    func findSensors(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let language = visit.frame.language
        let town = try await town(visit.context)
        let lines = town.lines(language, now: now())
        let found = town.index(over: lines, language, in: towns.searches).best(text, most: SensorsPage.pageSize)
        guard found.count > 0 else { return nil }
        let shown = found.hits.map { lines[$0.place] }
        return SearchSource.Finding(count: found.count, html: SensorLine.table(shown, visit.frame))
    }

    /// The layers that fit the words of a search.
    func findLayers(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let language = visit.frame.language
        let layers = try await town(visit.context).layers
        let index = SearchIndex(layers.map { SearchText("\($0.title) \($0.titleEnglish ?? "")", $0.description) })
        let found = index.hits(text).map { layers[$0.place] }
        guard !found.isEmpty else { return nil }
        let items = found.map { layer -> HTML in
            """
            <li><h3><a href="\(SiteURL.collection(layer.name))">\(language(layer.title, layer.titleEnglish))</a></h3>\
            <p>\(layer.description)</p></li>
            """
        }
        return SearchSource.Finding(count: found.count, html: "<ul class=\"results\">\(items)</ul>")
    }
}
