// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import HTTPSupport
import Hummingbird
import Wire

extension FeaturesRoutes {
    func landingPage(_ words: Words, _ title: String) -> String {
        let links = [
            HTML.link("/ogc/collections?f=html", words.collections),
            HTML.link("/ogc/conformance?f=html", words.conformance),
            HTML.link("/ogc/api.html", words.documentation),
            HTML.link("/ogc/api", words.definition),
            HTML.link("/ogc?f=json", "JSON"),
        ]
        return section(words, title, "<p>\(HTML.escaped(words.landingDescription))</p>" + HTML.list(links))
    }

    func conformancePage(_ words: Words) -> String {
        section(
            words, words.conformance, HTML.list(Self.conformanceClasses.map { "<code>\(HTML.escaped($0))</code>" }))
    }

    func collectionsPage(_ words: Words, _ all: [FeatureCollection]) -> String {
        guard !all.isEmpty else { return section(words, words.collections, "<p>\(HTML.escaped(words.noLayers))</p>") }
        let rows = all.map { collection in
            let title = collection.title(in: words.language)
            return [
                HTML.link("/ogc/collections/\(collection.name)?f=html", title), String(collection.count),
                HTML.escaped(collection.description),
            ]
        }
        let table = HTML.table(words.collections, head: [words.collections, words.count, ""], rows: rows)
        return section(words, words.collections, table)
    }

    func collectionPage(_ words: Words, _ collection: FeatureCollection) -> String {
        var body = "<p>\(HTML.escaped(collection.description))</p>"
        let items = "/ogc/collections/\(collection.name)/items"
        body += HTML.list([
            HTML.link(items + "?f=html", words.features) + " (\(collection.count))",
            HTML.link(items + "?f=json", "GeoJSON"),
        ])
        if let code = collection.licence, let licence = Licence(code) {
            let name = words.language == "en" ? licence.nameEnglish : licence.name
            let shown = licence.url.map { HTML.link($0, name) } ?? HTML.escaped(name)
            body += "<p>\(HTML.escaped(words.licence)): \(shown)</p>"
        }
        let rows = collection.fields.map { [HTML.escaped($0.name), HTML.escaped($0.type.rawValue)] }
        if !rows.isEmpty { body += HTML.table(words.property, head: [words.property, words.type], rows: rows) }
        return section(words, collection.title(in: words.language), body)
    }

    func itemsPage(
        _ words: Words, _ collection: FeatureCollection, _ features: [StoredFeature], matched: Int?, next: String?
    ) -> String {
        let title = collection.title(in: words.language)
        var body = "<p>\(HTML.escaped(words.matching(matched)))</p>"
        if features.isEmpty { return section(words, title, body + "<p>\(HTML.escaped(words.noFeatures))</p>") }
        let fields = collection.fields.prefix(8)
        let rows = features.map { feature in
            let address = "/ogc/collections/\(collection.name)/items/\(Self.encoded(feature.identifier))?f=html"
            return [HTML.link(address, self.title(of: feature, collection))]
                + fields.map { shown(feature.properties[$0.name]) }
        }
        body += HTML.table(title, head: [words.feature] + fields.map(\.name), rows: rows)
        if let next {
            body += "<p>" + HTML.link(next, words.next, attributes: " rel=\"next\"") + "</p>"
        }
        return section(words, title, body)
    }

    func featurePage(_ words: Words, _ collection: FeatureCollection, _ feature: StoredFeature) -> String {
        var rows = feature.properties.members.map { [HTML.escaped($0.name), shown($0.value)] }
        if let center = feature.center {
            let longitude = JSONValue((center.longitude * 1e6).rounded() / 1e6).text
            let latitude = JSONValue((center.latitude * 1e6).rounded() / 1e6).text
            rows.append([HTML.escaped(words.place), "\(longitude), \(latitude)"])
        }
        let title = title(of: feature, collection)
        let collectionLink = HTML.link(
            "/ogc/collections/\(collection.name)?f=html", collection.title(in: words.language))
        let address = "/ogc/collections/\(collection.name)/items/\(Self.encoded(feature.identifier))?f=json"
        let body =
            "<p>\(collectionLink)</p>" + HTML.table(title, head: [words.property, words.value], rows: rows)
            + "<p>" + HTML.link(address, "GeoJSON") + "</p>"
        return section(words, title, body)
    }

    /// The interface in words, for people (service-doc).
    func definitionPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try QueryParameters(request).allow(["f", "lang"])
        let words = Words(request)
        let rows = Self.operations(words.language).map { operation in
            ["<code>GET /ogc\(HTML.escaped(operation.path))</code>", HTML.escaped(operation.summary)]
        }
        let parameters = Self.parameterTexts(words.language, limits).map { parameter in
            ["<code>\(HTML.escaped(parameter.name))</code>", HTML.escaped(parameter.text)]
        }
        let body =
            "<p>" + HTML.link("/ogc/api", words.definition) + "</p>"
            + HTML.table(words.documentation, head: ["", words.value], rows: rows)
            + HTML.table("items", head: ["Parameter", words.value], rows: parameters)
        return try await page(words.documentation, section(words, words.documentation, body), request, context)
    }

    private func section(_ words: Words, _ title: String, _ body: String) -> String {
        "<article lang=\"\(words.language)\"><h1>\(HTML.escaped(title))</h1>\(body)</article>"
    }

    private func shown(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        return HTML.escaped(String((value.string ?? value.text).prefix(500)))
    }
}
