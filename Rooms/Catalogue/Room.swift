// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
package import HTTPSupport
package import RoomKit
import SensorThingsFrame
package import Site
package import Storage

/// Data sets, and what is said about the town.
package struct CatalogueRoom: RoomPages {
    package static let name = "catalogue"
    package static let title = Words("Datensätze", "Data sets")
    package static let schema = RoomSchema(name, migrations: CatalogueMigrations.all)
    package static let commands: [any RoomCommand.Type] = [DatasetCommand.self, TownCommand.self]
    package static let conformance = [
        Conformance(
            "OGC API – Records – Part 1 (20-004r1), in /records", RecordsDescription.conformanceClasses)
    ]
    package static let entries = [
        SiteEntry(.data, .data(), section: .data, rank: 30),
        SiteEntry(.openDataCatalogue, .catalog, in: .footer, rank: 45),
        SiteEntry(.townProfile, .townProfile, in: .footer, for: .administrators, rank: 50),
    ]

    private let towns: TownMemory
    private let wholeLayer: Int
    private let appendix: CatalogAppendix?

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
        wholeLayer = house.limits.maximumPage
        appendix = house.offeredIfAny(CatalogAppendix.self)
    }

    private func routes(_ site: Site) -> CatalogueRoutes {
        CatalogueRoutes(site: site, towns: towns, wholeLayer: wholeLayer, appendix: appendix)
    }

    package func pages(_ site: Site) -> RoomRoutes { routes(site).all }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = routes(site)
        return [SearchSource(.dataTitle, rank: 20) { try await routes.find($0, $1) }]
    }

    package func administration(_ site: Site) -> [AdministrationPanel] {
        let routes = routes(site)
        return [
            AdministrationPanel(
                .townProfile, rank: 20,
                links: [
                    (.townProfile, .townProfile), (.imprintOfTown, .imprint), (.privacyOfTown, .privacy),
                    (.accessibilityOfTown, .accessibility),
                ]
            ) { visit in
                Words.states(of: try await routes.town(visit.context).profile)
            },
            AdministrationPanel(
                .dataTitle, rank: 30, links: [(.datasetsGoverned, .governedData), (.datasetsShown, .data())]
            ) { visit in
                Words.states(of: try await routes.town(visit.context).datasets)
            },
        ]
    }

    package func firstSteps(_ site: Site) -> [FirstStep] {
        let routes = routes(site)
        return [
            FirstStep(.stepTown, .stepTownHelp, rank: 20, url: .townProfile) { visit in
                try await routes.town(visit.context).profile.missing.isEmpty
            }
        ]
    }
}
