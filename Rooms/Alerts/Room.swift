// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
package import Bilingual
package import HTTPSupport
package import RoomKit
import Planning
import SensorThingsFrame
package import Site
package import Storage

/// Tells people and programs when a series passes a limit, changes a lot or falls silent, and when that is over.
package struct AlertsRoom: RoomPages {
    package static let name = "alerts"
    package static let title = Words("Benachrichtigungen", "Alerts")
    package static let schema = RoomSchema(name, migrations: AlertsMigrations.all)
    package static let settings: [any RoomSetting] = [interval, ownNetwork]
    package static let entries = [SiteEntry(.alerts, .alerts, in: .footer, for: .writers, rank: 80)]

    package static let interval = Setting<Int>(
        "alerts-interval", 30,
        Words(
            "Sekunden zwischen zwei Blicken auf die Messreihen mit Benachrichtigungen; 0 für keinen.",
            "Seconds between two looks at the series with alerts; 0 for none."),
        0...3600)
    package static let ownNetwork = Setting<Bool>(
        "alerts-own-network", false,
        Words(
            "Ob Webhooks Server im eigenen Netz erreichen dürfen.",
            "Whether webhooks may reach servers of the own network."))

    private let towns: TownMemory
    private let control: AccessControl
    private let sendsMail: Bool

    package init(_ house: RoomServices) throws {
        towns = try house.offered(TownMemory.self)
        control = try house.offered(AccessControl.self)
        sendsMail = house.offeredIfAny(TownOperations.self)?.mail != nil
    }

    package func pages(_ site: Site) -> RoomRoutes {
        AlertsRoutes(site: site, towns: towns, control: control, sendsMail: sendsMail).all
            + FollowRoutes(site: site, sendsMail: sendsMail).all
    }

    package func objectPanels(_ site: Site) -> [ObjectPanel] {
        guard sendsMail else { return [] }
        return [
            ObjectPanel { reference, visit in
                guard let subject = FollowSubject(reference), case .object(let object) = subject else { return "" }
                let isPublic = try await site.engine.read {
                    try PlanningQueries.find(object, on: $0)?.isPublic ?? false
                }
                guard isPublic else { return "" }
                let url = SiteURL.follow(subject.description)
                return "<p><a class=\"button quiet\" href=\"\(url)\">\(visit.frame.language(.followTitle))</a></p>"
            }
        ]
    }
}

/// The addresses of the room.
extension SiteURL {
    static let alerts = SiteURL("/alerts")
    static let addAlert = SiteURL("/alerts/new")
    static func newAlert(datastream: Int64, kind: AlertCondition.Kind) -> SiteURL {
        SiteURL("/alerts/new" + query([("datastream", String(datastream)), ("kind", kind.rawValue)]))
    }
    static func alert(_ id: Int64) -> SiteURL { SiteURL("/alerts/\(id)") }
    static func pauseAlert(_ id: Int64) -> SiteURL { SiteURL("/alerts/\(id)/pause") }
    static func removeAlert(_ id: Int64) -> SiteURL { SiteURL("/alerts/\(id)/remove") }
    static func stopAlert(token: String) -> SiteURL { SiteURL("/alerts/stop/" + encoded(token)) }
}
