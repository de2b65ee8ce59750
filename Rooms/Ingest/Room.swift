// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Ingest
package import RoomKit
package import Site
package import Storage

/// What was imported, from where and with which outcome.
package struct IngestRoom: RoomPages {
    package static let name = "ingest"
    package static let title = Words("Importe", "Imports")
    package static let schema = RoomSchema(name, migrations: IngestMigrations.all)
    package static let entries = [
        SiteEntry(.operation, .imports, section: .operation, for: .writers, rank: 60)
    ]

    package init(_ house: RoomServices) throws {}

    package func pages(_ site: Site) -> RoomRoutes { ImportRoutes(site: site).all }
}
