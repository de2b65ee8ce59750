// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
package import RoomKit
import SensorThingsFrame
package import Site

/// The house as a whole: start page, search and notices. It stands last: it shows what the others offer.
package struct FrontRoom: RoomPages {
    package static let name = "front"
    package static let title = Words("Startseite", "Front")
    package static let entries = [
        SiteEntry(.overview, .start, section: .overview, rank: 0),
        SiteEntry(.imprint, .imprint, in: .footer, rank: 10),
        SiteEntry(.privacy, .privacy, in: .footer, rank: 20),
        SiteEntry(.accessibility, .accessibility, in: .footer, rank: 30),
        SiteEntry(.interfaces, .interfaces, in: .footer, rank: 40),
    ]

    private let towns: TownMemory

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
    }

    package func pages(_ site: Site) -> RoomRoutes { FrontRoutes(site: site, towns: towns).all }
}

extension PageFrame.Section {
    static let overview = Self("overview")
}
