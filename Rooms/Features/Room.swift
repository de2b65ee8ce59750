// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import Features
import Answers
package import HTTPSupport
package import RoomKit
package import Site
package import Storage

/// Layers of the town's map over OGC API - Features.
package struct FeaturesRoom: RoomPages {
    package static let name = "features"
    package static let title = Words("Ebenen", "Layers")
    package static let schema = RoomSchema(name, migrations: FeaturesMigrations.all)
    package static let conformance = [
        Conformance(
            "OGC API – Features – Parts 1 to 5 (17-069r4, 18-058r1, 19-079r2, 20-002r1, 23-058r1), CQL2 (21-065r2)",
            FeaturesRoutes.conformanceClasses)
    ]
    package static let indicators = [
        IndicatorOffer("layer", Words("Die Zahl der Objekte einer Ebene", "The number of features of a layer"))
    ]

    private let limits: Limits
    private let sources: FeatureSources
    private let additions: LayerInterfaceExtension?
    private let downloads: LayerDownloads?
    private let places = PlaceMemory()

    package init(_ house: RoomServices) throws {
        limits = house.limits
        sources = house.offeredIfAny(FeatureSources.self) ?? FeatureSources([])
        additions = house.offeredIfAny(LayerInterfaceExtension.self)
        downloads = house.offeredIfAny(LayerDownloads.self)
    }

    package func pages(_ site: Site) -> RoomRoutes {
        let features = routes(site)
        return features.all + ServiceRoutes(features: features).all
    }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = routes(site)
        return [SearchSource(.places, rank: 35) { try await routes.findPlaces($0, $1) }]
    }

    private func routes(_ site: Site) -> FeaturesRoutes {
        FeaturesRoutes(
            site: site, limits: limits, sources: sources, additions: additions, downloads: downloads, places: places)
    }
}

/// The addresses that other rooms link to.
extension SiteURL {
    /// What a layer held before it was delivered again, with a day to look for.
    package static func layerVersions(_ name: String, _ fields: [(String, String)] = []) -> SiteURL {
        SiteURL("/layers/versions/" + encoded(name) + query(fields))
    }
}
