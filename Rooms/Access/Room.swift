// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
package import RoomKit
package import Site
package import Storage

/// Who asks: people, keys, roles and sessions.
package struct AccessRoom: RoomPages {
    package static let name = "access"
    package static let title = Words("Zugang", "Access")
    package static let schema = RoomSchema(name, migrations: AccessMigrations.all)

    private let control: AccessControl

    package init(_ house: RoomServices) throws {
        control = try house.offered(AccessControl.self)
    }

    package func pages(_ site: Site) -> RoomRoutes { AccountRoutes(site: site, control: control).all }
}
