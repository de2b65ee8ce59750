// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import Ledger
package import RoomKit
package import Site
package import Storage
import Wire

/// This house as a witness of others' logs: it signs that a log goes on from what it was, and never that it is right.
package struct WitnessRoom: RoomPages {
    package static let name = "witness"
    package static let title = Words("Zeuge fremder Hauptbücher", "Witness of others' logs")
    package static let schema = RoomSchema(
        name, migrations: WitnessMigrations.all, names: [NameColumn("witness_log", "actor")])
    package static let commands: [any RoomCommand.Type] = [WitnessCommand.self]
    package static let deeds: [String: Words] = [
        "watch": Words("Zeuge geworden", "became a witness"),
        "unwatch": Words("kein Zeuge mehr", "ended being a witness"),
    ]

    private let engine: any StorageEngine

    package init(_ house: RoomServices) throws { engine = house.engine }

    package func alarms() async throws -> [Alarm] {
        let logs = try await engine.read { try WitnessQueries.logs(on: $0) }
        return logs.flatMap { log -> [Alarm] in
            var alarms: [Alarm] = []
            if let at = log.splitAt {
                alarms.append(
                    Alarm("witness-split", .witnessAlarm(log.origin, .witnessSplit(at.iso8601))))
            }
            if let at = log.refusedAt {
                let count = "\(log.refused?.size ?? 0)"
                alarms.append(
                    Alarm("witness-refused", .witnessAlarm(log.origin, .witnessRefused(count, at.iso8601))))
            }
            return alarms
        }
    }

    package func pages(_ site: Site) -> RoomRoutes { WitnessRoutes(site: site).all }
}

/// The addresses of the room.
extension SiteURL {
    static let witness = SiteURL("/witness")
    static let witnessLogs = SiteURL("/witness/logs")
    static func forgetLog(_ id: Int64) -> SiteURL { SiteURL("/witness/logs/\(id)/forget") }
}
