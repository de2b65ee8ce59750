// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
package import Bilingual
import Catalogue
import Energy
import EnergyContractPages
import EnergyPages
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
            NameColumn("energy_contract_deed", "actor"),
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
    package static let deeds: [String: Words] = [
        "admit": Words("Zugang zum Strom gegeben", "gave access to the power"),
        "dismiss": Words("Zugang zum Strom genommen", "took access to the power"),
        "settle": Words("abgerechnet", "settled"),
        "correct": Words("Abrechnung korrigiert", "corrected a run"),
        "import": Words("eingelesen", "handed in"),
        "set aside": Words("Umsatz zurückgestellt", "set a movement aside"),
        "notify": Words("benachrichtigt", "notified"),
        "post": Words("als verschickt eingetragen", "marked as posted"),
        "debit": Words("eingezogen", "collected"),
        "transfer": Words("überwiesen", "transferred"),
        "received": Words("Zahlung eingetragen", "entered a payment"),
        "paid": Words("Auszahlung eingetragen", "entered a payout"),
        "returned": Words("Rückgabe der Bank eingetragen", "entered what the bank gave back"),
        "carried": Words("offenen Rest übertragen", "carried over what was open"),
        "offered": Words("Vertrag angeboten", "offered a contract"),
        "replaced": Words("Angebot ersetzt", "replaced an offer"),
        "accepted": Words("Vertrag angenommen", "accepted a contract"),
        "withdrawn": Words("Vertrag widerrufen", "withdrew from a contract"),
        "ended": Words("Vertrag gekündigt", "ended a contract"),
    ]

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

    package func pages(_ site: Site) -> RoomRoutes {
        routes(site).all + ContractRoutes(site: site, sendsMail: sendsMail).all
    }
}
