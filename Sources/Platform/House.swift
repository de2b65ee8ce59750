// SPDX-License-Identifier: EUPL-1.2
import AccessPages
import Administration
import Alerts
import CataloguePages
import EDR
import EnergyHouse
import FeaturesPages
import Front
import GISFiles
import Harvest
import IngestPages
import KnowledgePages
import Messaging
import Notices
import Pilots
import PlanningPages
import QualityWatchPages
package import RoomKit
import SensorThingsPages
package import Site
import Tiles
import Witness

/// The one list of rooms. A room may use what those before it offer.
package enum House {
    package static let rooms: [any Room.Type] = [
        AccessRoom.self,
        SensorThingsRoom.self,
        QualityWatchRoom.self,
        HarvestRoom.self,
        CatalogueRoom.self,
        TilesRoom.self,
        GISFilesRoom.self,
        FeaturesRoom.self,
        EDRRoom.self,
        IngestRoom.self,
        KnowledgeRoom.self,
        EnergyRoom.self,
        WitnessRoom.self,
        PlanningRoom.self,
        PilotsRoom.self,
        MessagingRoom.self,
        NoticesRoom.self,
        AdministrationRoom.self,
        AlertsRoom.self,
        FrontRoom.self,
    ]

    package static var settings: [any RoomSetting] { rooms.flatMap { $0.settings } }

    package static var entries: [SiteEntry] { rooms.compactMap { $0 as? any RoomPages.Type }.flatMap { $0.entries } }

    /// Lets each room put its part into a fresh demonstration.
    package static func furnish(_ town: DemonstrationTown) async throws {
        for room in rooms { try await room.furnish(town) }
    }
}
