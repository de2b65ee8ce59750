// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
package import RoomKit
import SensorThings
package import Site
package import Storage

/// What the town measures.
package struct SensorThingsRoom: RoomPages {
    package static let name = "sensorthings"
    package static let title = Words("Messstellen", "Sensors")
    package static let schema = RoomSchema(
        name, migrations: SensorThingsMigrations.all, rules: SensorThingsConsistency.rules)
    package static let entries = [
        SiteEntry(.map, .map, section: .map, rank: 20), SiteEntry(.sensors, .sensors(), section: .sensors, rank: 40),
    ]

    private let towns: TownMemory

    package init(_ house: RoomServices) throws {
        towns = TownMemory(rights: try house.offered(AccessControl.self).rights)
        house.offer(towns)
    }

    package func pages(_ site: Site) -> RoomRoutes { SensorRoutes(site: site, towns: towns).all }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = SensorRoutes(site: site, towns: towns)
        return [
            SearchSource(.sensors, rank: 10) { try await routes.findSensors($0, $1) },
            SearchSource(.layers, rank: 30) { try await routes.findLayers($0, $1) },
        ]
    }
}

extension PageFrame.Section {
    static let map = Self("map")
    static let sensors = Self("sensors")
}
