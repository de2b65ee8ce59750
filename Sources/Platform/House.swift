// SPDX-License-Identifier: EUPL-1.2
import AccessPages
import Bilingual
import CataloguePages
import Features
import Front
import IngestPages
import KnowledgePages
import Notices
import PlanningPages
package import RoomKit
import SensorThingsPages
package import Site
import Storage

/// The one list of rooms. A room may use what those before it offer.
package enum House {
    package static let rooms: [any Room.Type] = [
        AccessRoom.self,
        SensorThingsRoom.self,
        CatalogueRoom.self,
        FeaturesRoom.self,
        IngestRoom.self,
        KnowledgeRoom.self,
        PlanningRoom.self,
        MessagingRoom.self,
        NoticesRoom.self,
        FrontRoom.self,
    ]

    package static var settings: [any RoomSetting] { rooms.flatMap { $0.settings } }

    package static var entries: [SiteEntry] { rooms.compactMap { $0 as? any RoomPages.Type }.flatMap { $0.entries } }

    /// Lets each room put its part into a fresh demonstration.
    package static func furnish(_ town: DemonstrationTown) async throws {
        for room in rooms { try await room.furnish(town) }
    }
}

/// Layers of the town's map over OGC API - Features.
struct FeaturesRoom: Room {
    static let name = "features"
    static let title = Words("Ebenen", "Layers")
    static let schema = RoomSchema(name, migrations: FeaturesMigrations.all)

    init(_ house: RoomServices) throws {}
}

/// The MQTT endpoint of the sensors.
struct MessagingRoom: Room {
    static let name = "messaging"
    static let title = Words("MQTT", "MQTT")
    static let schema = RoomSchema(name, migrations: MessagingMigrations.all)

    init(_ house: RoomServices) throws {}
}
