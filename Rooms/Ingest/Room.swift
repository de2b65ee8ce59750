// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import Ingest
package import IngestWaiting
package import RoomKit
package import Site
package import Storage
import Threads
import Wire

/// What was imported, from where and with which outcome; and the way from a file to measured series.
package struct IngestRoom: RoomPages {
    package static let name = "ingest"
    package static let title = Words("Importe", "Imports")
    package static let schema = RoomSchema(
        name, migrations: IngestMigrations.all + WaitingMigrations.all,
        names: [
            NameColumn("import_run", "actor"), NameColumn("import_mapping", "actor"),
            NameColumn("import_waiting", "owner"), NameColumn("import_schedule", "owner"),
        ])
    package static let settings: [any RoomSetting] = [folder, megabytes, hours, ownNetwork]
    package static let entries = [
        SiteEntry(.operation, .imports, section: .operation, for: .writers, rank: 60)
    ]
    package static let deeds: [String: Words] = [
        "undo": Words("Import zurückgenommen", "took an import back")
    ]

    static let folder = Setting<String>(
        "ingest-folder", "",
        Words(
            "Ordner, in dem abgegebene Dateien warten; leer: neben der Datenbankdatei, bei PostgreSQL im Ordner für "
                + "vorübergehende Dateien.",
            "Folder where handed-in files wait; empty: beside the database file, with PostgreSQL in the folder of temporary "
                + "files."))
    static let megabytes = Setting<Int>(
        "ingest-upload-megabytes", 2048,
        Words("Größe einer Abgabe in Megabyte.", "Megabytes of one delivery."), 1...1_048_576)
    static let hours = Setting<Int>(
        "ingest-waiting-hours", 72,
        Words(
            "So viele Stunden wartet eine Abgabe auf eine Entscheidung.", "Hours that a delivery waits for a decision."),
        1...8760)

    static let ownNetwork = Setting<Bool>(
        "ingest-own-network", false,
        Words(
            "Importe dürfen auch Adressen im eigenen Netz holen.", "Imports may fetch addresses in the own network too."
        ))

    /// What fetches files from addresses.
    package static func fetch(_ settings: SettingValues) -> AddressFetch {
        AddressFetch(reachesOwnNetwork: settings[ownNetwork])
    }

    /// Where handed-in files wait; `folder` is the house's own folder for files.
    package static func area(_ settings: SettingValues, in folder: String) -> WaitingArea {
        let own = settings[Self.folder]
        return WaitingArea(
            folder: own.isEmpty ? folder : own,
            limits: WaitingArea.Limits(bytes: settings[megabytes] << 20, hours: settings[hours]))
    }

    private let area: WaitingArea
    private let fetch: AddressFetch
    private let layers: LayerHandover?
    private let pool = WorkerPool(name: "import-preview", threads: 1, queue: 32, niceness: 5)

    package init(_ house: RoomServices) throws {
        area = Self.area(house.settings, in: house.folder)
        fetch = Self.fetch(house.settings)
        layers = house.offeredIfAny(LayerHandover.self)
    }

    package func pages(_ site: Site) -> RoomRoutes {
        ImportRoutes(site: site, area: area, fetch: fetch, pool: pool, layers: layers).all
    }

    package func administration(_ site: Site) -> [AdministrationPanel] {
        [
            AdministrationPanel(
                .importsTitle, rank: 40, links: [(.importsAndSchedules, .imports), (.importSomething, .newImport)]
            ) { visit in
                let since = Instant(microseconds: site.clock().microseconds - 86_400_000_000)
                let reader = visit.context.reader
                let (figures, schedules) = try await site.engine.read { connection in
                    (
                        try ImportQueries.figures(since: since, on: connection),
                        try ScheduleQueries.all(for: reader, on: connection)
                    )
                }
                return Words.states(of: figures, schedules)
            }
        ]
    }

    package func firstSteps(_ site: Site) -> [FirstStep] {
        [
            FirstStep(.stepData, .stepDataHelp, rank: 30, url: .newImport) { _ in
                try await site.engine.read { try ImportQueries.hasData(on: $0) }
            }
        ]
    }
}

/// The addresses of the room.
extension SiteURL {
    package static let newImport = SiteURL("/imports/new")
    /// Where GIS files go, which a room of their own reads.
    package static let newLayer = SiteURL("/layers/new")
    static let fetchImport = SiteURL("/imports/fetch")
    static func waitingImport(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)") }
    /// The delivery's form, also when it was imported already.
    static func correctImport(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)?again=yes") }
    static func waitingMapping(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)/mapping.json") }
    static func waitingPlaces(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)/places.geojson") }
    static func nightlyImport(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)/nightly") }
    static func schedule(_ id: Int64, _ deed: String) -> SiteURL { SiteURL("/imports/schedules/\(id)/\(deed)") }
    static func undoImport(_ run: Int64) -> SiteURL { SiteURL("/imports/\(run)/undo") }
    static func mappingVersions(_ name: String) -> SiteURL { SiteURL("/imports/mappings/" + encoded(name)) }
    static func mappingVersion(_ version: MappingVersion) -> SiteURL {
        SiteURL("/imports/mappings/" + encoded(version.name) + "/\(version.version).json")
    }
    static func goImport(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)/go") }
    static func discardImport(_ id: Int64) -> SiteURL { SiteURL("/imports/waiting/\(id)/discard") }
}
