// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Knowledge
package import Planning
package import RoomKit
import SensorThingsPages
package import Site
package import Storage

/// Needs, goals, indicators, measures and decisions.
package struct PlanningRoom: RoomPages {
    package static let name = "planning"
    package static let title = Words("Planung", "Planning")
    package static let schema = RoomSchema(name, migrations: PlanningMigrations.all)
    package static let entries = [SiteEntry(.planning, .planningStart, section: .planning, rank: 10)]

    private let towns: TownMemory
    private let knowledge: KnowledgeSearch
    private let probe: AddressProbe
    private let memories = PlanningMemories()

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
        knowledge = try house.offered(KnowledgeSearch.self)
        probe = try house.offered(AddressProbing.self).probe
    }

    private func routes(_ site: Site) -> PlanningRoutes {
        PlanningRoutes(site: site, towns: towns, knowledgeSearch: knowledge, probe: probe, memories: memories)
    }

    package func pages(_ site: Site) -> RoomRoutes { routes(site).all }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = routes(site)
        return [SearchSource(.planning, rank: 40) { try await routes.find($0, $1) }]
    }

    package func tiles(_ site: Site) -> [StartTile] {
        let routes = routes(site)
        return [StartTile(.needsOfTown, rank: 10) { try await routes.needsTile($0) }]
    }

    package func dependents(_ site: Site) -> [DatasetDependents] {
        let routes = routes(site)
        return [DatasetDependents { try await routes.dependents(ofDataset: $0, $1) }]
    }
}

/// Who asks addresses that editors entered, for the house to give.
package struct AddressProbing: Sendable {
    let probe: AddressProbe

    package init(_ probe: @escaping AddressProbe) { self.probe = probe }
}

extension PageFrame.Section {
    static let planning = Self("planning")
}
