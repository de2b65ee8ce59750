// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import HTTPSupport
import Site
import Storage

extension FeaturesRoutes {
    /// How many places a search shows.
    static let mostPlaces = 20

    /// The features of the town's own layers whose name fits the words of a search, best first.
    func findPlaces(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let (reader, places, most) = (visit.context.reader, places, Self.mostPlaces)
        let language = visit.frame.language
        let (count, found) = try await engine.read { connection in
            var count = 0
            var found: [(score: Float, collection: FeatureCollection, identifier: String, name: String)] = []
            for collection in try FeatureCollectionQueries.all(for: reader, on: connection) {
                let names = try places.names(of: collection, on: connection)
                let best = names.index.best(text, most: most)
                count += best.count
                found += best.hits.map { ($0.score, collection, names.identifiers[$0.place], names.names[$0.place]) }
            }
            let order = found.indices.sorted { left, right in
                found[left].score == found[right].score ? left < right : found[left].score > found[right].score
            }
            return (count, order.prefix(most).map { found[$0] })
        }
        guard count > 0 else { return nil }
        let items = found.map { hit -> HTML in
            let address = "/ogc/collections/\(hit.collection.name)/items/\(Self.encoded(hit.identifier))?f=html"
            return """
                <li>\(link(address, hit.name)) <small>\(hit.collection.title(in: language.rawValue))</small></li>
                """
        }
        let more: HTML =
            count > found.count
            ? "<p class=\"more\">\(language(.morePlaces(visit.frame.format.integer(Int64(count - found.count)))))</p>"
            : ""
        return SearchSource.Finding(count: count, html: "<ul class=\"plain\">\(items)</ul>\(more)")
    }
}
