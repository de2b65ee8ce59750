// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage
import Wire

/// What search engines read: which pages there are, and what a data set is.
extension CatalogueRoutes {
    func addSearchEngineRoutes(to routes: inout RoomRoutes) {
        routes.on(
            .get, "/sitemap.xml",
            Words("Die öffentlichen Seiten für Suchmaschinen", "The public pages for search engines")
        ) { request, context in try await siteMap(request, context) }
    }

    /// Entries of one file at most (https://www.sitemaps.org/protocol.html).
    private static let mostPages = 50_000

    private func siteMap(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let base = context.baseURL.text
        var pages: [(url: SiteURL, changed: Instant?)] = [(.start, nil)]
        pages += site.entries.filter { $0.audience == .everybody }.map { ($0.url, nil) }
        let rest = Self.mostPages - pages.count
        let datasets = try await context.read(engine, isCostly: true) {
            try DatasetQueries.published(from: 0, limit: rest, on: $0)
        }
        pages += datasets.map { (.dataset($0.slug), $0.modified) }
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">

            """
        for (url, changed) in pages {
            let address = HTML(text: base + url.path).string
            let day = changed.map { "<lastmod>\($0.iso8601.prefix(10))</lastmod>" } ?? ""
            text += "<url><loc>\(address)</loc>\(day)</url>\n"
        }
        text += "</urlset>\n"
        return Response(
            contentType: "application/xml; charset=utf-8", bytes: Array(text.utf8), headers: [.vary: "Cookie"])
    }
}

extension CatalogPage {
    /// The first data set as schema.org/Dataset in a script element, which browsers do not run.
    var structuredData: HTML? {
        guard let dataset = datasets.first else { return nil }
        let licence = Licence(dataset.licence)
        let files = dataset.distributions.map { file -> JSONValue in
            [
                "@type": "DataDownload", "name": .string(file.title.german),
                "encodingFormat": .string(file.format.mediaType), "contentUrl": .string(file.download ?? file.access),
            ]
        }
        var object: JSONObject = [
            "@context": "https://schema.org/", "@type": "Dataset", "@id": .string(address(of: dataset.slug)),
            "name": .string(dataset.title.german), "description": .string(dataset.description.german),
            "url": .string(base + "/data/" + dataset.slug), "isAccessibleForFree": true,
            "license": .string(licence?.url ?? dataset.licence),
            "creator": ["@type": "GovernmentOrganization", "name": .string(dataset.creator)],
            "publisher": ["@type": "GovernmentOrganization", "name": .string(publisher.name)],
            "datePublished": .string(dataset.issued.iso8601), "dateModified": .string(dataset.modified.iso8601),
            "keywords": .array(dataset.keywords.map { .string($0) }), "distribution": .array(files),
        ]
        if let period = dataset.period {
            object["temporalCoverage"] = .string("\(period.start.iso8601)/\(period.end.iso8601)")
        }
        if let extent = dataset.extent {
            let corners = [extent.south, extent.west, extent.north, extent.east].map { JSONValue($0).text }
            object["spatialCoverage"] = [
                "@type": "Place",
                "geo": ["@type": "GeoShape", "box": .string(corners.joined(separator: " "))],
            ]
        }
        // no text can end the element: `<` is written as an escape of JSON
        let text = JSONValue.object(object).text.replacing("<", with: "\\u003c")
        return HTML(markup: "<script type=\"application/ld+json\">\(text)</script>")
    }
}
