// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import DCAT
package import HTTPSupport
package import RoomKit
package import Site
package import Storage
package import Wire

/// Catalogues of others that this one reads: their data sets stand beside the town's own, with where they come from.
package struct HarvestRoom: RoomPages {
    package static let name = "harvest"
    package static let title = Words("Andere Kataloge", "Other catalogues")
    package static let schema = RoomSchema(
        name, migrations: HarvestMigrations.all,
        names: [
            NameColumn("harvest_source", "created_by"), NameColumn("harvest_run", "actor"),
            NameColumn("harvest_choice", "decided_by"),
        ])
    package static let settings: [any RoomSetting] = [hour, datasets, megabytes, ownNetwork]
    package static let commands: [any RoomCommand.Type] = [HarvestCommand.self]
    package static let entries = [
        SiteEntry(.harvestSources, .harvestSources, in: .footer, for: .administrators, rank: 52)
    ]
    package static let deeds: [String: Words] = [
        "harvest": Words("Katalog abgefragt", "harvested a catalogue"),
        "propose": Words("Katalog vorgemerkt", "proposed a catalogue"),
        "accept": Words("angenommen", "accepted"),
        "pause": Words("angehalten", "paused"),
        "read": Words("Abfrage angestoßen", "asked for a reading"),
        "pass": Words("Weitergabe zugelassen", "lets entries be passed on"),
        "keep": Words("Weitergabe beendet", "keeps entries to itself"),
        "remove": Words("entfernt", "removed"),
        "decide": Words("zwischen Einträgen entschieden", "decided between entries"),
    ]

    package static let hour = Setting<Int>(
        "harvest-hour", 3,
        Words(
            "Stunde der Nacht, zu der andere Kataloge gelesen werden.",
            "Hour of the night at which other catalogues are read."),
        0...23)
    package static let datasets = Setting<Int>(
        "harvest-datasets", 20_000,
        Words("So viele Datensätze darf ein anderer Katalog haben.", "Data sets that another catalogue may have."),
        1...200_000)
    package static let megabytes = Setting<Int>(
        "harvest-megabytes", 64,
        Words("Größe einer Seite eines anderen Katalogs in Megabyte.", "Megabytes of a page of another catalogue."),
        1...512)
    package static let ownNetwork = Setting<Bool>(
        "harvest-own-network", false,
        Words(
            "Andere Kataloge dürfen auch im eigenen Netz liegen.", "Other catalogues may lie in the own network too."))

    /// What reads the catalogues; `base` is the public address of this town.
    package static func work(
        _ settings: SettingValues, engine: any StorageEngine, base: String?, clock: @escaping @Sendable () -> Instant
    ) -> HarvestWork {
        HarvestWork(
            engine: engine,
            source: FeedSource(megabytes: settings[megabytes], reachesOwnNetwork: settings[ownNetwork]),
            limits: FeedHarvest.Limits(datasets: settings[datasets]), hour: settings[hour], base: base, clock: clock)
    }

    private let searches = SearchMemory()

    package init(_ house: RoomServices) throws {
        house.offer(
            CatalogAppendix(
                path: SiteURL.harvested().path, shown: { try HarvestedQueries.count(on: $0) },
                passed: { try HarvestedQueries.passed(on: $0) },
                lines: { try HarvestedQueries.numbered(withTexts: $0, on: $1) },
                records: { ids, connection in
                    try HarvestedQueries.records(ids, on: connection).map {
                        AppendedRecord(
                            id: $0.id, source: $0.sourceName, dataset: $0.dataset, first: $0.first, changed: $0.changed)
                    }
                }
            ) { from, limit, base, connection in
                try HarvestedQueries.passed(from: from, limit: limit, on: connection).map {
                    PassedDataset(page: base + SiteURL.harvested($0.id).path, dataset: $0.dataset)
                }
            })
    }

    package func pages(_ site: Site) -> RoomRoutes {
        HarvestedRoutes(site: site, index: searches).all + HarvestRoutes(site: site).all
    }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = HarvestedRoutes(site: site, index: searches)
        return [SearchSource(.harvested, rank: 25) { try await routes.find($0, $1) }]
    }

    package func administration(_ site: Site) -> [AdministrationPanel] {
        [
            AdministrationPanel(
                .harvestSources, rank: 35,
                links: [(.harvestSources, .harvestSources), (.harvestConflicts, .harvestConflicts)]
            ) { _ in
                let (sources, open) = try await site.engine.read { connection in
                    (
                        try HarvestQueries.sources(on: connection),
                        try HarvestedQueries.conflicts(limit: 1000, on: connection).count { !$0.isDecided }
                    )
                }
                return Words.states(of: sources, openConflicts: open)
            }
        ]
    }
}

/// The addresses of the room.
extension SiteURL {
    static func harvested(search: String = "", source: String = "", page: Int = 1) -> SiteURL {
        SiteURL("/harvested" + query([("q", search), ("source", source), ("page", page > 1 ? String(page) : "")]))
    }
    static func harvested(_ id: Int64) -> SiteURL { SiteURL("/harvested/\(id)") }
    static let harvestSources = SiteURL("/admin/harvest")
    static func harvestSource(_ id: Int64) -> SiteURL { SiteURL("/admin/harvest/\(id)") }
    static let harvestConflicts = SiteURL("/admin/harvest-conflicts")
}
