// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import Planning
package import RoomKit
package import Site
import SensorThingsFrame
package import Storage
import Trial

/// Trials of measures: planned, registered, watched on the town's own sensors, and judged by rules fixed beforehand.
package struct PilotsRoom: RoomPages {
    package static let name = "pilots"
    package static let title = Words("Erprobungen", "Pilots")
    package static let schema = RoomSchema(
        name, migrations: PilotsMigrations.all,
        names: ["pilot_registration", "pilot_snapshot", "pilot_event"].map { NameColumn($0, "actor") })
    package static let entries = [SiteEntry(.pilots, .pilots, section: .pilots, rank: 15)]

    package static let proofs: [any RoomCommand.Type] = [VerifyPilot.self]
    package static var deeds: [String: Words] {
        var deeds = Dictionary(uniqueKeysWithValues: PilotEvent.allCases.map { ($0.rawValue, Words.event($0)) })
        deeds["register"] = Words("Erprobung registriert", "registered a pilot")
        deeds[PilotRecord.dataChecked] = Words("Daten der Erprobung geprüft", "checked the data of a pilot")
        deeds[PilotRecord.lateLook] = Words("verspätet hingesehen", "looked late")
        return deeds
    }

    private let towns: TownMemory
    private let plans = PlanMemory()
    private let memory = PilotMemory()

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
    }

    private func routes(_ site: Site) -> PilotsRoutes {
        PilotsRoutes(
            site: site, desk: PilotDesk(engine: site.engine, towns: towns, plans: plans, memory: memory))
    }

    package func pages(_ site: Site) -> RoomRoutes { routes(site).all }

    package func objectPanels(_ site: Site) -> [ObjectPanel] {
        let routes = routes(site)
        return [ObjectPanel { try await routes.panel(on: $0, $1) }]
    }

    /// What is registered stays, and what went ahead against its verdict stays for everybody to see.
    package func objectKeepers(_ site: Site) -> [ObjectKeeper] {
        [
            ObjectKeeper { text, connection in
                guard let reference = Reference(text), reference.kind == .pilot else { return nil }
                return try PilotQueries.keep(reference.number, on: connection)
            }
        ]
    }

    package func tiles(_ site: Site) -> [StartTile] {
        let routes = routes(site)
        return [StartTile(.pilotAlarms, rank: 20) { try await routes.alarmsTile($0) }]
    }
}

extension PageFrame.Section {
    static let pilots = Self("pilots")
}

/// The addresses of the room.
extension SiteURL {
    static let pilots = SiteURL("/pilots")
    static func pilot(_ number: Int64, _ rest: String = "") -> SiteURL {
        SiteURL("/pilots/\(number)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
    /// The pilot's answers in the plan.
    static func pilotAnswers(_ number: Int64) -> SiteURL { SiteURL("/planning/pilots/\(number)/edit") }
    static let newPilot = SiteURL("/planning/pilots/new")
    static func newPilot(of measure: String) -> SiteURL {
        SiteURL("/planning/pilots/new" + query([("measure", measure)]))
    }
}
