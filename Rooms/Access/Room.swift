// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
package import RoomKit
import Rights
package import Site
package import Storage

/// Who asks: people, keys, roles and sessions.
package struct AccessRoom: RoomPages {
    package static let name = "access"
    package static let title = Words("Zugang", "Access")
    package static let schema = RoomSchema(
        name, migrations: AccessMigrations.all, rules: [AuditQueries.consistency])
    package static let entries = [
        SiteEntry(.audit, .audit(), in: .footer, for: .administrators, rank: 60)
    ]

    private let control: AccessControl

    package init(_ house: RoomServices) throws {
        control = try house.offered(AccessControl.self)
    }

    package func pages(_ site: Site) -> RoomRoutes {
        AccountRoutes(site: site, control: control).all + AuditRoutes(site: site).all
    }
}

/// The addresses of the room.
extension SiteURL {
    /// The audit trail: action, actor, object, days and entry before which; empty means any. For administrators.
    static func audit(
        action: String = "", actor: String = "", object: String = "", from: String = "", until: String = "",
        before: Int64? = nil
    ) -> SiteURL {
        SiteURL(
            "/account/audit"
                + query([
                    ("action", action), ("actor", actor), ("object", object), ("from", from), ("until", until),
                    ("before", before.map(String.init) ?? ""),
                ]))
    }
}
