// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
package import RoomKit
package import Site
package import Storage

/// A town's own announcements: closed roads, meetings, works at a sensor.
package struct NoticesRoom: RoomPages {
    package static let name = "notices"
    package static let title = Words("Bekanntmachungen", "Notices")
    package static let schema = RoomSchema(
        name, migrations: NoticesMigrations.all, names: [NameColumn("notice", "created_by")])
    package static let settings: [any RoomSetting] = [onStart]
    package static let commands: [any RoomCommand.Type] = [NoticeCommand.self]
    package static let entries = [SiteEntry(.notices, .notices, section: .notices, rank: 55)]

    static let onStart = Setting<Int>(
        "notices-on-start", 3,
        Words(
            "So viele Bekanntmachungen auf der Startseite; 0 für keine.",
            "Notices on the start page; 0 for none."),
        0...20)

    private let mostOnStart: Int

    package init(_ house: RoomServices) throws {
        mostOnStart = house.settings[Self.onStart]
    }

    private func routes(_ site: Site) -> NoticesRoutes {
        NoticesRoutes(site: site, mostOnStart: mostOnStart)
    }

    package func pages(_ site: Site) -> RoomRoutes { routes(site).all }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = routes(site)
        return [SearchSource(.notices, rank: 50) { try await routes.find($0, $1) }]
    }

    package func tiles(_ site: Site) -> [StartTile] {
        let routes = routes(site)
        return [StartTile(.notices, rank: 5) { try await routes.tile($0) }]
    }
}

extension PageFrame.Section {
    static let notices = Self("notices")
}

/// The addresses of the room.
extension SiteURL {
    static let notices = SiteURL("/notices")
    static let newNotice = SiteURL("/notices/new")
    static func notice(_ id: Int64) -> SiteURL { SiteURL("/notices/\(id)") }
    static func withdrawNotice(_ id: Int64) -> SiteURL { SiteURL("/notices/\(id)/withdraw") }
}
