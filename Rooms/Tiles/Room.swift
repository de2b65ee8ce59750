// SPDX-License-Identifier: EUPL-1.2
import Answers
package import Bilingual
import Catalogue
import Features
package import HTTPSupport
import LayerStyles
package import RoomKit
package import Site
package import Storage

/// Vector tiles of every collection (OGC API - Tiles), and the map of the town's layers that draws them.
package struct TilesRoom: RoomPages {
    package static let name = "tiles"
    package static let title = Words("Kacheln und Ebenenkarte", "Tiles and map of layers")
    package static let schema = RoomSchema(
        name, migrations: LayerStyleQueries.migrations, names: [NameColumn("layer_style", "changed_by")])
    package static let conformance = [
        Conformance(
            "OGC API – Tiles – Part 1 (20-057), Tile Matrix Sets 2.0 (17-083r4)", TilesRoutes.conformanceClasses)
    ]

    private let limits: Limits
    private let sources: [any FeatureSource]
    private let memory = TileMemory()

    package init(_ house: RoomServices) throws {
        limits = house.limits
        sources = house.offeredIfAny(FeatureSources.self)?.all ?? []
        house.offer(TilesRoutes.addition)
    }

    package func pages(_ site: Site) -> RoomRoutes {
        TilesRoutes(site: site, sources: sources, memory: memory).all
            + LayerMapRoutes(site: site, limits: limits, sources: sources).all
            + StyleRoutes(site: site).all
    }
}

/// The addresses of the room.
extension SiteURL {
    /// The map of layers with what is chosen there: names and values of the query.
    static func layerMap(_ fields: [(String, String)] = []) -> SiteURL { SiteURL("/map/layers" + query(fields)) }
    /// The same for frames of other sites.
    static func embeddedLayerMap(_ fields: [(String, String)] = []) -> SiteURL {
        SiteURL("/embed/layers" + query(fields))
    }
    /// The editor of a layer's style, after something was done there.
    static func style(of layer: String, done: String = "") -> SiteURL {
        SiteURL("/layers/style/\(encoded(layer))" + query([("done", done)]))
    }
    /// A tile of a collection with places for level, row and column.
    static func tiles(of collection: String) -> SiteURL {
        SiteURL("/ogc/collections/\(encoded(collection))/tiles/WebMercatorQuad/{z}/{y}/{x}")
    }
}
