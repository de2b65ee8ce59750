// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
package import RoomKit
import SensorThingsPages
package import Site
package import Storage

/// Data sets, and what is said about the town.
package struct CatalogueRoom: RoomPages {
    package static let name = "catalogue"
    package static let title = Words("Datensätze", "Data sets")
    package static let schema = RoomSchema(name, migrations: CatalogueMigrations.all)
    package static let entries = [
        SiteEntry(.data, .data(), section: .data, rank: 30),
        SiteEntry(.townProfile, .townProfile, in: .footer, for: .administrators, rank: 50),
    ]

    private let towns: TownMemory

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
    }

    package func pages(_ site: Site) -> RoomRoutes { CatalogueRoutes(site: site, towns: towns).all }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = CatalogueRoutes(site: site, towns: towns)
        return [SearchSource(.dataTitle, rank: 20) { try await routes.find($0, $1) }]
    }
}
