// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import SensorThings

/// What a search found among data sets, sensors, layers and the plan.
struct SearchPage: Sendable {
    struct Layer: Sendable, Hashable {
        var name: String
        var title: String
        var description: String
    }

    var text: String
    var datasets: [DataPage.Entry]
    var sensors: [SensorLine]
    var layers: [Layer]
    var planned: [PlanningObject]

    /// At most so many objects of the plan are listed.
    private static let mostPlanned = 50

    init(text: String, datasets: [DataPage.Entry], sensors: [SensorLine], layers: [Layer], plan: Plan) {
        self.text = text
        let isEmpty = text.allSatisfy(\.isWhitespace)
        self.datasets = isEmpty ? [] : DataPage(all: datasets, search: text, licence: "", owner: "").entries
        let list = SensorsPage(
            all: isEmpty ? [] : sensors, search: text, state: "", dataset: "", order: .name, page: 1, datasets: [])
        self.sensors = list.lines
        let words = text.lowercased().split(separator: " ")
        self.layers = layers.filter { layer in
            let content = (layer.title + " " + layer.description).lowercased()
            return !isEmpty && words.allSatisfy { content.contains($0) }
        }
        let objects = isEmpty ? [] : ObjectKind.allCases.flatMap { plan.objects(of: $0) }
        planned = Array(
            objects.lazy.filter { object in
                let content = "\(object.reference) \(object.title) \(object.text("description") ?? "")".lowercased()
                return object.state != .submitted && words.allSatisfy { content.contains($0) }
            }.prefix(Self.mostPlanned))
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let count = datasets.count + sensors.count + layers.count + planned.count
        var body: HTML
        if text.allSatisfy(\.isWhitespace) {
            body = "<p class=\"empty\">\(language(.searchEmpty))</p>"
        } else if count == 0 {
            body = "<p class=\"empty\">\(language(.searchNothing(text)))</p>"
        } else {
            let number = frame.format.integer(Int64(count))
            body = "<p class=\"lead\" role=\"status\">\(language(.searchResults(number, text)))</p>"
        }
        if !sensors.isEmpty {
            body +=
                "<section class=\"card\"><h2>\(language(.sensors))</h2>\(SensorLine.table(sensors, frame))</section>"
        }
        if !datasets.isEmpty {
            let items = datasets.map { entry -> HTML in
                """
                <li><h3><a href="\(SiteURL.dataset(entry.slug))">\(entry.title)</a></h3><p>\(entry.description)</p>\
                <p>\(language(.licence)): \(LicenceWords(entry.licence).link(language))</p></li>
                """
            }
            body +=
                "<section class=\"card\"><h2>\(language(.dataTitle))</h2><ul class=\"results\">\(items)</ul></section>"
        }
        if !layers.isEmpty {
            let items = layers.map { layer -> HTML in
                "<li><h3><a href=\"\(SiteURL.collection(layer.name))\">\(layer.title)</a></h3><p>\(layer.description)</p></li>"
            }
            body += "<section class=\"card\"><h2>\(language(.layers))</h2><ul class=\"results\">\(items)</ul></section>"
        }
        if !planned.isEmpty {
            let items = planned.map { object -> HTML in
                """
                <li><h3><a href="\(SiteURL.planningObject(object.reference))">\(object.title)</a></h3>\
                <p>\(language(object.kind.name)) \(object.reference.description)</p></li>
                """
            }
            body +=
                "<section class=\"card\"><h2>\(language(.planning))</h2><ul class=\"results\">\(items)</ul></section>"
        }
        let content: HTML = "<div class=\"inner page\"><h1>\(language(.searchTitle))</h1>\(body)</div>"
        return frame.document(title: language(.searchTitle), section: .none, searchText: text, content: content)
    }
}
