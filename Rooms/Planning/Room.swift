// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
import Catalogue
package import HTTPSupport
import Knowledge
package import Planning
import PlanningFrame
package import RoomKit
import SensorThingsFrame
package import Site
package import Storage

/// Needs, goals, indicators, measures and decisions.
package struct PlanningRoom: RoomPages {
    package static let name = "planning"
    package static let title = Words("Planung", "Planning")
    package static let schema = RoomSchema(
        name, migrations: PlanningMigrations.all, names: PlanningQueries.names)
    package static let commands: [any RoomCommand.Type] = [PlanCommand.self]
    package static let entries = [SiteEntry(.planning, .planningStart, section: .planning, rank: 10)]

    package static let indicators = [
        IndicatorOffer("manual", Words("Von Hand gepflegte Werte", "Values kept by hand"))
    ]

    private let towns: TownMemory
    private let knowledge: KnowledgeSearch
    private let probe: AddressProbe
    private let memories = PlanningMemories()
    private let mail: AccountMail?
    private let finder: IndicatorFinder?

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
        knowledge = try house.offered(KnowledgeSearch.self)
        probe = try house.offered(AddressProbing.self).probe
        mail = house.offeredIfAny(AccountMail.self)
        finder = house.offeredIfAny(IndicatorFinder.self)
    }

    private func routes(_ site: Site) -> PlanningRoutes {
        PlanningRoutes(
            desk: PlanningDesk(
                site: site, towns: towns, knowledgeSearch: knowledge, probe: probe, memories: memories,
                mail: mail, finder: finder))
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

    package func firstSteps(_ site: Site) -> [FirstStep] {
        [
            FirstStep(.stepNeed, .stepNeedHelp, rank: 40, url: .planning("/start")) { visit in
                let reader = visit.context.reader
                return try await site.engine.read { try PlanningQueries.isAny(.need, for: reader, on: $0) }
            }
        ]
    }
}

/// Who asks addresses that editors entered, for the house to give.
package struct AddressProbing: Sendable {
    let probe: AddressProbe

    package init(_ probe: @escaping AddressProbe) { self.probe = probe }
}
