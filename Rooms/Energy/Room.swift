// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
package import Bilingual
import Catalogue
import Energy
import EnergyCommands
package import HTTPSupport
import PowerBills
package import RoomKit
package import Site
package import Storage
import Wire

/// Shared power: plants, households, what each gets of it, what it costs, and how everybody checks that.
package struct EnergyRoom: RoomPages {
    package static let name = "energy"
    package static let title = Words("Bürgerstrom", "Shared power")
    package static let schema = RoomSchema(
        name, migrations: EnergyMigrations.all, rules: EnergyMigrations.rules,
        names: [
            NameColumn("energy_revision", "actor"), NameColumn("energy_run", "actor"),
            NameColumn("energy_order", "actor"), NameColumn("energy_payment", "actor"),
            NameColumn("energy_statement", "actor"), NameColumn("energy_notice", "actor"),
        ])
    package static let commands: [any RoomCommand.Type] = [EnergyCommand.self]
    package static let proofs: [any RoomCommand.Type] = [VerifyBill.self]
    package static let indicators = [
        IndicatorOffer(
            SharingIndicator.word,
            Words(
                "Strom einer Gemeinschaft je abgerechnetem Zeitraum, ab fünf Mitgliedern",
                "Power of a sharing by settled period, of five members or more"))
    ]
    package static let entries = [SiteEntry(.power, .energy, section: .energy, rank: 45)]

    private let engine: any StorageEngine
    private let calendar: ZonedCalendar
    private let sendsMail: Bool
    private let searches = WhatIfMemory()
    private let control: AccessControl

    package init(_ house: RoomServices) throws {
        guard let calendar = ZonedCalendar(identifier: Community.zone) else {
            throw StorageError.unavailable(message: "the system does not know the time zone \(Community.zone)")
        }
        self.calendar = calendar
        control = try house.offered(AccessControl.self)
        sendsMail = house.offeredIfAny(TownOperations.self)?.mail != nil
        let engine = house.engine
        self.engine = engine
        house.offer(
            IndicatorFinder { document, reader in
                guard document["source"]?.string == SharingIndicator.word,
                    let sharing = document["sharing"]?.double.flatMap({ Int64(exactly: $0) }),
                    let measure = SharingIndicator.Measure(rawValue: document["powerMeasure"]?.string ?? "part")
                else { return nil }
                return try await SharingIndicator.find(sharing, measure, for: reader, in: calendar, on: engine)
            })
    }

    package func alarms() async throws -> [Alarm] {
        let (rewritten, witnesses) = try await engine.read { connection in
            (try EnergyLedger.rewritten(on: connection), try EnergyLedger.witnesses(on: connection))
        }
        var alarms: [Alarm] = []
        if let rewritten { alarms.append(Alarm("energy-ledger", .ledgerRewritten(rewritten.iso8601))) }
        for one in witnesses {
            guard let refusal = one.refusal else { continue }
            alarms.append(Alarm("energy-witness", .witness(one.name, refuses: refusal, one.at.iso8601)))
        }
        return alarms
    }

    package func tiles(_ site: Site) -> [StartTile] {
        let routes = routes(site)
        return [StartTile(.power, rank: 15) { try await routes.tile($0) }]
    }

    private func routes(_ site: Site) -> EnergyRoutes {
        EnergyRoutes(site: site, calendar: calendar, sendsMail: sendsMail, searches: searches, control: control)
    }

    package func pages(_ site: Site) -> RoomRoutes { routes(site).all }
}

extension PageFrame.Section {
    static let energy = Self("energy")
}

/// The addresses of the room.
extension SiteURL {
    static let energy = SiteURL("/energy")
    static let newSharing = SiteURL("/energy/new")
    static let powerProof = SiteURL("/energy/proof")
    static let myPower = SiteURL("/energy/mine")
    static func sharing(_ id: Int64, _ rest: String = "") -> SiteURL {
        SiteURL("/energy/\(id)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
    /// The calendar of a month, at a page.
    static func readings(_ id: Int64, month: String, page: Int) -> SiteURL {
        SiteURL(sharing(id, "readings").path + query([("month", month), ("page", page > 1 ? String(page) : "")]))
    }
    /// The setup with one of its lists at a page.
    static func setup(_ id: Int64, search: String, _ list: String, page: Int) -> SiteURL {
        SiteURL(sharing(id, "setup").path + query([("find", search), (list, page > 1 ? String(page) : "")]))
    }
    static func newRun(_ id: Int64) -> SiteURL { sharing(id, "runs/new") }
    static func run(_ id: Int64, _ run: Int64, _ rest: String = "") -> SiteURL {
        sharing(id, "runs/\(run)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
    static func powerDocument(_ id: Int64, _ document: Int64, _ rest: String = "") -> SiteURL {
        sharing(id, "documents/\(document)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
}
