// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import Geometry
import HTTPSupport
import Hummingbird
import Site
import Wire

extension FeaturesRoutes {
    func landingPage(_ language: Language, _ title: String) -> HTML {
        let links = [
            link("/ogc/collections?f=html", language(.collections)),
            link("/ogc/conformance?f=html", language(.conformance)),
            link("/ogc/api.html", language(.documentation)), link("/ogc/api", language(.definition)),
            link("/ogc?f=json", "JSON"),
        ]
        return section(title, "<p>\(language(.landingDescription))</p>\(list(links))")
    }

    func conformancePage(_ language: Language) -> HTML {
        section(language(.conformance), list(keptClasses.map { "<code>\($0)</code>" }))
    }

    func collectionsPage(_ language: Language, _ all: [FeatureCollection]) -> HTML {
        guard !all.isEmpty else { return section(language(.collections), "<p>\(language(.noLayers))</p>") }
        let rows = all.map { collection -> [HTML] in
            let title = collection.title(in: language.rawValue)
            return [
                link("/ogc/collections/\(collection.name)?f=html", title),
                HTML(text: Format(language).integer(Int64(collection.count))),
                HTML(text: collection.description(in: language.rawValue)),
            ]
        }
        let table = table(
            language(.collections), head: [language(.collections), language(.numberOfFeatures), ""], rows: rows)
        let below = families.map { family in
            link(
                "/ogc/collections?parent=\(family.parent.rawValue)&f=html",
                language(Words(family.title, family.titleEnglish)))
        }
        return section(language(.collections), below.isEmpty ? table : "\(table)\(list(below))")
    }

    /// Collections that stand below another, a page of them.
    func membersPage(_ language: Language, _ title: String, _ members: [FeatureCollection], next: String?) -> HTML {
        if members.isEmpty { return section(title, "<p>\(language(.noLayers))</p>") }
        let rows = members.map { collection -> [HTML] in
            [
                link("/ogc/collections/\(collection.name)?f=html", collection.title(in: language.rawValue)),
                "<code>\(collection.name)</code>", HTML(text: collection.description(in: language.rawValue)),
            ]
        }
        let table = table(title, head: [language(.collections), language(.nameInAddresses), ""], rows: rows)
        let more: HTML = next.map { "<p><a href=\"\($0)\" rel=\"next\">\(language(.nextPage))</a></p>" } ?? ""
        return section(title, "<p>\(language(.membersDescription))</p>\(table)\(more)")
    }

    /// The way back to a layer, and on to its features for one of them.
    func way(to collection: FeatureCollection?, features: Bool = false, _ language: Language) -> [Breadcrumb] {
        var way = [Breadcrumb(name: language(.collections), url: SiteURL("/ogc/collections?f=html"))]
        guard let collection else { return way }
        let address = "/ogc/collections/\(collection.name)"
        way.append(
            Breadcrumb(name: collection.title(in: language.rawValue), url: SiteURL(address + "?f=html")))
        if features {
            way.append(Breadcrumb(name: language(.features), url: SiteURL(address + "/items?f=html")))
        }
        return way
    }

    /// Where the layer is drawn; nothing where no room draws layers.
    private func mapLink(_ language: Language, _ collection: FeatureCollection) -> HTML {
        guard let map = additions?.map, collection.parent == nil else { return "" }
        return "<p>\(link(map(collection.name), language(.showOnMap)))</p>"
    }

    func collectionPage(_ language: Language, _ collection: FeatureCollection) -> HTML {
        var body: HTML = "<p>\(collection.description(in: language.rawValue))</p>"
        let items = "/ogc/collections/\(collection.name)/items"
        body += list([
            "\(link(items + "?f=html", language(.features))) (\(Format(language).integer(Int64(collection.count))))",
            link(items + "?f=json", "GeoJSON"),
        ])
        body += mapLink(language, collection)
        body += downloadLinks(language, collection)
        if let code = collection.licence, Licence(code) != nil {
            body += "<p>\(language(.licence)): \(LicenceWords(code).link(language))</p>"
        }
        let rows = collection.fields.map { [HTML(text: $0.name), HTML(text: language($0.type.words))] }
        let queryables = "/ogc/collections/\(collection.name)/queryables?f=html"
        let schema = "/ogc/collections/\(collection.name)/schema?f=html"
        body += "<p>\(link(queryables, language(.queryables))), \(link(schema, language(.schema)))</p>"
        if !rows.isEmpty {
            body += table(language(.property), head: [language(.property), language(.kindOfField)], rows: rows)
        }
        return section(collection.title(in: language.rawValue), body)
    }

    /// The files that the layer, or what is chosen of it, can be had as.
    private func downloadLinks(
        _ language: Language, _ collection: FeatureCollection, chosen: [(name: String, value: String)] = []
    ) -> HTML {
        guard let downloads, !collection.isLive else { return "" }
        let kept = chosen.filter { !["limit", "lang", "crs"].contains($0.name) }
        let query = kept.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        let links = downloads.forms.map { form -> HTML in
            let address = downloads.address(collection.name, form.name)
            return
                "<a href=\"\(address + (query.isEmpty || !form.isOfChoice ? "" : "?" + query))\" download>\(form.title)</a>"
        }
        return "<p>\(language(.download)): \(links.joined(", "))</p>"
    }

    func itemsPage(
        _ language: Language, _ collection: FeatureCollection, _ asked: ItemsRequest, _ features: [StoredFeature],
        matched: Int?, next: String?
    ) -> HTML {
        let title = collection.title(in: language.rawValue)
        var body: HTML = "<p>\(language(.matching(matched)))</p>\(mapLink(language, collection))"
        if features.isEmpty { return section(title, "\(body)<p>\(language(.noFeatures))</p>") }
        let asking = collection.fields.filter(asked.form.shows)
        let fields = asking.prefix(Self.mostColumns)
        if fields.count < asking.count { body += "<p>\(language(.someColumns(fields.count, of: asking.count)))</p>" }
        let rows = features.map { feature -> [HTML] in
            let address = "/ogc/collections/\(collection.name)/items/\(Self.encoded(feature.identifier))?f=html"
            return [link(address, self.title(of: feature, collection))]
                + fields.map { shown(feature.properties[$0.name], $0, language) }
        }
        body += table(title, head: [language(.feature)] + fields.map(\.name), rows: rows)
        if let next { body += "<p><a href=\"\(next)\" rel=\"next\">\(language(.nextPage))</a></p>" }
        body += downloadLinks(language, collection, chosen: asked.kept)
        return section(title, body)
    }

    func featurePage(_ language: Language, _ collection: FeatureCollection, _ feature: StoredFeature) -> HTML {
        var rows = feature.properties.members.map {
            [HTML(text: $0.name), shown($0.value, collection.field($0.name), language)]
        }
        if let center = feature.center {
            let longitude = JSONValue((center.longitude * 1e6).rounded() / 1e6).text
            let latitude = JSONValue((center.latitude * 1e6).rounded() / 1e6).text
            rows.append([HTML(text: language(.coordinates)), "\(longitude), \(latitude)"])
        }
        let title = title(of: feature, collection)
        let address = "/ogc/collections/\(collection.name)/items/\(Self.encoded(feature.identifier))?f=json"
        let values = table(title, head: [language(.property), language(.value)], rows: rows)
        return section(title, "\(values)<p>\(link(address, "GeoJSON"))</p>\(mapLink(language, collection))")
    }

    /// What a filter may name, with one to copy.
    func queryablesPage(_ language: Language, _ collection: FeatureCollection) -> HTML {
        let rows =
            [[HTML(text: FeatureFilter.geometryName), HTML(text: collection.geometryType)]]
            + collection.fields.map { [HTML(text: $0.name), HTML(text: language($0.type.words))] }
        let title = collection.title(in: language.rawValue)
        let example = "/ogc/collections/\(collection.name)/items?filter=\(Self.encoded(Self.example(collection)))"
        return section(
            title,
            """
            <p>\(language(.queryablesDescription))</p>\
            \(table(language(.queryables), head: [language(.property), language(.kindOfField)], rows: rows))\
            <p>\(language(.example)): <a href="\(example)&amp;f=html"><code>\(Self.example(collection))</code></a></p>
            """)
    }

    /// What a feature holds and takes.
    func schemaPage(_ language: Language, _ collection: FeatureCollection) -> HTML {
        let rows =
            [[HTML(text: FeatureFilter.geometryName), HTML(text: collection.geometryType)]]
            + collection.fields.map { [HTML(text: $0.name), HTML(text: language($0.type.words))] }
        let title = collection.title(in: language.rawValue)
        let words = collection.isLive ? language(.schemaOfLive) : language(.schemaDescription)
        return section(
            title,
            """
            <p>\(words)</p>\
            \(table(language(.schema), head: [language(.property), language(.kindOfField)], rows: rows))\
            <p>\(link("/ogc/collections/\(collection.name)/schema?f=json", "JSON"))</p>
            """)
    }

    /// A filter that each collection understands.
    private static func example(_ collection: FeatureCollection) -> String {
        guard let box = collection.extent else { return "\(FeatureFilter.geometryName) IS NOT NULL" }
        let corners = [box.west, box.south, box.east, box.north].map { JSONValue(($0 * 100).rounded() / 100).text }
        return "S_INTERSECTS(\(FeatureFilter.geometryName), BBOX(\(corners.joined(separator: ", "))))"
    }

    /// The interface in words, for people (service-doc).
    func definitionPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try QueryParameters(request).allow(["f", "lang"])
        let language = language(request)
        let reading = Self.operations.map { ("GET", $0.path, $0.summary) }
        let rows = (reading + Self.changes.map { ($0.method.uppercased(), $0.path, $0.summary) }).map {
            (method, path, summary) -> [HTML] in
            ["<code>\(method) /ogc\(path)</code>", HTML(text: language(summary))]
        }
        let parameters = Self.parameterTexts(limits).map { parameter -> [HTML] in
            ["<code>\(parameter.name)</code>", HTML(text: language(parameter.text))]
        }
        let title = language(.documentation)
        let body: HTML = """
            <p>\(link("/ogc/api", language(.definition)))</p>\
            \(table(title, head: ["", language(.value)], rows: rows))\
            \(table("items", head: ["Parameter", language(.value)], rows: parameters))
            """
        return try await page(title, section(title, body), request, context)
    }

    // MARK: Pieces

    private func section(_ title: String, _ body: HTML) -> HTML { "<article><h1>\(title)</h1>\(body)</article>" }

    func link(_ address: String, _ text: String) -> HTML { "<a href=\"\(address)\">\(text)</a>" }

    private func list(_ items: [HTML]) -> HTML { "<ul>\(items.map { "<li>\($0)</li>" as HTML })</ul>" }

    /// A table whose first column names its row.
    private func table(_ caption: String, head: [String], rows: [[HTML]]) -> HTML {
        let titles = head.map { "<th scope=\"col\">\($0)</th>" as HTML }
        let lines = rows.map { cells -> HTML in
            let line = cells.enumerated().map { index, cell -> HTML in
                index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td>\(cell)</td>"
            }
            return "<tr>\(line)</tr>"
        }
        return """
            <div class="table" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>\
            <thead><tr>\(titles)</tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    /// What fits beside each other; the others stand on the feature's own page and in the files.
    private static let mostColumns = 8

    /// A value as people of the language read it: dates, yes and no, decimals; whole numbers as they are, for they may be keys.
    private func shown(_ value: JSONValue?, _ field: FeatureField?, _ language: Language) -> HTML {
        guard let value, !value.isNull else { return "" }
        let format = Format(language)
        let text = value.string ?? value.text
        switch field?.type {
        case .date:
            if let day = try? Instant(iso8601: text + "T12:00:00Z") { return HTML(text: format.date(day)) }
        case .dateTime, .instant:
            if let instant = try? Instant(iso8601: text) { return HTML(text: format.dateTime(instant)) }
        case .boolean:
            if let isTrue = value.bool { return HTML(text: language(isTrue ? .yes : .no)) }
        case .real where language == .german && !text.contains("e"):
            return HTML(text: text.replacing(".", with: ","))
        default: break
        }
        return HTML(text: String(text.prefix(500)))
    }
}
