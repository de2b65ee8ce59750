// SPDX-License-Identifier: EUPL-1.2
import Answers
package import Bilingual
import Features
import GISFetching
package import HTTPSupport
import Ingest
import IngestPages
import IngestWaiting
package import RoomKit
package import Site
package import Storage
import Threads
package import Wire

/// GIS files in and out: Shapefile, GeoPackage, GML, KML, FlatGeobuf, DXF, File Geodatabase and CSV become layers.
package struct GISFilesRoom: RoomPages {
    package static let name = "gisfiles"
    package static let title = Words("GIS-Dateien", "GIS files")
    package static let schema = RoomSchema(
        name, migrations: GISFilesMigrations.all,
        names: [NameColumn("gis_delivery", "owner"), NameColumn("gis_schedule", "owner")])
    package static let settings: [any RoomSetting] = [removedPercent]
    package static let commands: [any RoomCommand.Type] = [LayerCommand.self]
    package static let deeds: [String: Words] = [
        "forget": Words("Fassung der Ebene gelöscht", "erased a version of a layer"),
        "schedule": Words("Abruf jede Nacht eingerichtet", "set up a nightly fetch"),
        "pause": Words("angehalten", "paused"),
        "resume": Words("fortgesetzt", "resumed"),
        "remove": Words("entfernt", "removed"),
        "restore": Words("Fassung der Ebene zurückgeholt", "brought a version of a layer back"),
    ]

    static let removedPercent = Setting<Int>(
        "gisfiles-removed-percent", 10,
        Words(
            "So viel Prozent der Objekte einer Ebene, die jede Nacht geholt wird, dürfen auf einmal wegfallen; bei mehr entscheidet ein Mensch.",
            "Per cent of the features of a layer fetched each night that may go at once; beyond that a person decides."),
        0...100)

    /// What fetches layers each night; `folder` is the house's own folder for files.
    package static func work(
        _ settings: SettingValues, engine: any StorageEngine, folder: String, clock: @escaping @Sendable () -> Instant
    ) -> LayerScheduleWork {
        let deliveries = deliveries(settings, engine: engine, folder: folder, clock: clock)
        let source = LayerFetch(
            limits: FetchLimits(bytes: deliveries.area.limits.bytes),
            reachesOwnNetwork: IngestRoom.fetch(settings).reachesOwnNetwork)
        return LayerScheduleWork(deliveries: deliveries, percent: settings[removedPercent]) { schedule, files, work in
            try await source.fetch(
                schedule.address, layer: schedule.served.isEmpty ? nil : schedule.served, into: files, of: work,
                isKnown: GISFormat.isKnown)
        }
    }

    private static func deliveries(
        _ settings: SettingValues, engine: any StorageEngine, folder: String, clock: @escaping @Sendable () -> Instant
    ) -> GISDeliveries {
        GISDeliveries(
            engine: engine, area: IngestRoom.area(settings, in: folder).beside("layers"), cage: GISCage(),
            pool: WorkerPool(name: "gis-files", threads: 1, queue: 16, niceness: 5), clock: clock)
    }

    private let deliveries: GISDeliveries
    private let source: LayerFetch
    private let limits: Limits
    private let percent: Int

    package init(_ house: RoomServices) throws {
        let deliveries = Self.deliveries(
            house.settings, engine: house.engine, folder: house.folder, clock: house.clock)
        self.deliveries = deliveries
        limits = house.limits
        percent = house.settings[Self.removedPercent]
        // somebody waits for it: so much that it can take in the time of a page
        let most = FetchLimits(bytes: deliveries.area.limits.bytes, minutes: 10)
        source = LayerFetch(limits: most, reachesOwnNetwork: IngestRoom.fetch(house.settings).reachesOwnNetwork)
        house.offer(LayerHandover { .waitingLayer(try await deliveries.take(from: $0, for: $1)) })
        house.offer(
            LayerDownloads(
                forms: ExportFormat.allCases.map { .init(title: $0.title, name: $0.rawValue) }
                    + StyleFormat.allCases.map { .init(title: $0.title, name: $0.rawValue, isOfChoice: false) }
            ) { layer, form in "/layers/download/\(layer)/\(form)" })
    }

    package func pages(_ site: Site) -> RoomRoutes {
        let (area, cage, pool) = (deliveries.area, deliveries.cage, deliveries.pool)
        return GISRoutes(site: site, deliveries: deliveries, source: source, removedPercent: percent).all
            + VersionRoutes(site: site).all
            + ExportRoutes(site: site, area: area, cage: cage, pool: pool, limits: limits).all
    }
}

extension GISFilesRoom {
    package func administration(_ site: Site) -> [AdministrationPanel] {
        [
            AdministrationPanel(
                .layersFetchedNightly, rank: 45, links: [(.layersAndSchedules, .nightlyLayers), (.layers, .layerList)]
            ) { visit in
                let reader = visit.context.reader
                let schedules = try await site.engine.read { try LayerScheduleQueries.all(for: reader, on: $0) }
                return schedules.states(visit.frame.format)
            }
        ]
    }
}

/// The addresses of the room.
extension SiteURL {
    static let fetchLayer = SiteURL("/layers/fetch")
    /// The list of what is fetched each night, on the page where layers come in.
    static let nightlyLayers = SiteURL("/layers/new#nightly")
    static let layerList = SiteURL("/ogc/collections?f=html")
    static func waitingLayer(_ id: Int64) -> SiteURL { SiteURL("/layers/waiting/\(id)") }
    static func waitingLayer(_ id: Int64, layer: Int) -> SiteURL { SiteURL("/layers/waiting/\(id)?layer=\(layer)") }
    static func goLayer(_ id: Int64) -> SiteURL { SiteURL("/layers/waiting/\(id)/go") }
    static func discardLayer(_ id: Int64) -> SiteURL { SiteURL("/layers/waiting/\(id)/discard") }
    static func layerVersion(_ name: String, _ id: Int64) -> SiteURL {
        SiteURL("/layers/versions/" + encoded(name) + "/\(id)")
    }
    static func layerSchedule(_ id: Int64, _ deed: String) -> SiteURL { SiteURL("/layers/schedules/\(id)/\(deed)") }
    static func storedLayer(_ name: String) -> SiteURL { SiteURL("/ogc/collections/" + encoded(name) + "?f=html") }
}
