// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
package import RoomKit
package import Site
package import Storage
import Wire

/// How the installation is doing, and where everything about it is changed: for administrators, without a command line.
package struct AdministrationRoom: RoomPages {
    package static let name = "administration"
    package static let title = Words("Verwaltung", "Administration")
    package static let schema = RoomSchema(name, migrations: AdministrationMigrations.all)
    package static let entries = [
        SiteEntry(.administration, .administration, section: .administration, for: .administrators, rank: 70)
    ]

    /// Nil where nothing runs: in descriptions and tests.
    private let operations: TownOperations?

    private let engine: any StorageEngine

    package init(_ house: RoomServices) throws {
        operations = house.offeredIfAny(TownOperations.self)
        engine = house.engine
    }

    package var gauges: [Gauge] {
        [
            Gauge(
                "allmende_letters_waiting",
                Words("E-Mails, die der Mailserver noch nicht annahm.", "Mail that the mail server has not taken yet.")
            ) { _ in
                try await Double(engine.read { try LetterQueue.counts(since: .maximum, on: $0).waiting })
            }
        ]
    }

    package func pages(_ site: Site) -> RoomRoutes {
        AdministrationRoutes(site: site, operations: operations).all
            + BackupRoutes(site: site, backups: operations?.backups).all
            + LetterRoutes(site: site, mail: operations?.mail, alertRecipient: operations?.alertRecipient).all
    }

    package func firstSteps(_ site: Site) -> [FirstStep] {
        [
            FirstStep(.stepBackup, .stepBackupHelp, rank: 50, url: .backups) { _ in
                try await site.engine.read { try BackupRecords(on: $0).lastMade } != nil
            }
        ]
    }
}

extension PageFrame.Section {
    static let administration = Self("administration")
}

/// The addresses of the room.
extension SiteURL {
    static let administration = SiteURL("/admin")
    static let backups = SiteURL("/admin/backups")
    static func backupsDone(_ what: String) -> SiteURL { SiteURL("/admin/backups" + query([("done", what)])) }
    static func backup(_ name: String) -> SiteURL { SiteURL("/admin/backups/" + encoded(name)) }
    static func rehearseBackup(_ name: String) -> SiteURL { SiteURL("/admin/backups/" + encoded(name) + "/rehearse") }
    static let serverLog = SiteURL("/admin/log")
    static let letters = SiteURL("/admin/mail")
    static func lettersDone(_ what: String) -> SiteURL { SiteURL("/admin/mail" + query([("done", what)])) }
}
