// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import QualityWatch
package import RoomKit
package import Site
package import Storage

/// What may be wrong with measured values, and what a person says of it.
package struct QualityWatchRoom: RoomPages {
    package static let name = "qualitywatch"
    package static let title = Words("Datenqualität", "Data quality")
    package static let schema = RoomSchema(
        name, migrations: QualityMigrations.all, names: [NameColumn("quality_finding", "judged_by")])
    package static let settings: [any RoomSetting] = [interval]
    package static let commands: [any RoomCommand.Type] = [QualityCommand.self]
    package static let entries = [SiteEntry(.quality, .quality, section: .quality, for: .writers, rank: 45)]
    package static let deeds: [String: Words] = [
        "judge": Words("Auffälligkeit beurteilt", "judged a finding")
    ]

    package static let interval = Setting<Int>(
        "qualitywatch-interval", 60,
        Words(
            "Minuten zwischen zwei Blicken auf die Datenqualität; 0 für keinen.",
            "Minutes between two looks at the quality of data; 0 for none."),
        0...10_080)

    package init(_ house: RoomServices) throws {}

    package func pages(_ site: Site) -> RoomRoutes { QualityRoutes(site: site).all }
}

extension PageFrame.Section {
    static let quality = Self("quality")
}

/// The addresses of the room.
extension SiteURL {
    package static let quality = SiteURL("/quality")
    static func quality(_ selection: QualityQueries.Selection) -> SiteURL {
        SiteURL("/quality" + query([("show", selection == .open ? "" : selection.name)]))
    }
    package static func finding(_ id: Int64) -> SiteURL { SiteURL("/quality/\(id)") }
}
