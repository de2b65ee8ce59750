// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import SensorThings
import Site
import Wire

extension SensorRoutes {
    /// The sensors that fit the words of a search.
    func findSensors(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let lines = try await town(visit.context).lines(visit.frame.language, now: now())
        let list = SensorsPage(all: lines, search: text, state: "", dataset: "", order: .name, page: 1, datasets: [])
        guard !list.lines.isEmpty else { return nil }
        return SearchSource.Finding(count: list.lines.count, html: SensorLine.table(list.lines, visit.frame))
    }

    /// The layers that fit the words of a search.
    func findLayers(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let language = visit.frame.language
        let words = text.lowercased().split(separator: " ")
        let found = try await town(visit.context).layers.filter { layer in
            let content = (language(layer.title, layer.titleEnglish) + " " + layer.description).lowercased()
            return words.allSatisfy { content.contains($0) }
        }
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
