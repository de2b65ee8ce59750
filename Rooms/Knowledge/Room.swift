// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import Knowledge
package import RoomKit
package import Site
package import Storage

/// What other towns did, and what can be had for it.
package struct KnowledgeRoom: RoomPages {
    package static let name = "knowledge"
    package static let title = Words("Wissen", "Knowledge")
    package static let schema = RoomSchema(name, migrations: KnowledgeMigrations.all)
    package static let commands: [any RoomCommand.Type] = [KnowledgeCommand.self]
    package static let entries = [SiteEntry(.knowledge, .knowledge(), section: .knowledge, rank: 50)]

    private let search = KnowledgeSearch()

    package init(_ house: RoomServices) throws {
        house.offer(search)
    }

    package func pages(_ site: Site) -> RoomRoutes { KnowledgeRoutes(site: site, knowledgeSearch: search).all }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = KnowledgeRoutes(site: site, knowledgeSearch: search)
        return [SearchSource(.knowledge, rank: 60) { try await routes.find($0, $1) }]
    }
}

extension PageFrame.Section {
    static let knowledge = Self("knowledge")
}
