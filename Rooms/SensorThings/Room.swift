// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
package import Bilingual
import Catalogue
package import HTTPSupport
package import RoomKit
import SensorThings
import SensorThingsFrame
package import Site
package import Storage

/// What the town measures.
package struct SensorThingsRoom: RoomPages {
    package static let name = "sensorthings"
    package static let title = Words("Messstellen", "Sensors")
    package static let schema = RoomSchema(
        name, migrations: SensorThingsMigrations.all, rules: SensorThingsConsistency.rules)
    package static let commands: [any RoomCommand.Type] = [RetentionCommand.self]
    package static let entries = [
        SiteEntry(.map, .map, section: .map, rank: 20), SiteEntry(.sensors, .sensors(), section: .sensors, rank: 40),
    ]

    package static let conformance = [
        Conformance(
            "OGC SensorThings API 1.1 (18-088)",
            (SensorThingsRoutes.conformance + SensorThingsRoutes.messagingConformance).map {
                SensorThingsRoutes.requirements + $0
            })
    ]
    package static let indicators = [
        IndicatorOffer(
            "datastream",
            Words("Eine Messreihe, zusammengefasst über ein Zeitfenster", "A measured series, summed up over a window"))
    ]

    private let towns: TownMemory
    private let engine: any StorageEngine
    private let limits: Limits
    private let messaging: MessagingAddresses

    package init(_ house: RoomServices) throws {
        towns = TownMemory(rights: try house.offered(AccessControl.self).rights)
        house.offer(towns)
        house.offer(FeatureSources([SensorFeatures(now: house.now)], families: [AggregateFamily()]))
        engine = house.engine
        limits = house.limits
        messaging = house.offeredIfAny(MessagingAddresses.self) ?? MessagingAddresses { [] }
    }

    package func pages(_ site: Site) -> RoomRoutes {
        SensorRoutes(site: site, towns: towns).all
            + SensorThingsRoutes(engine: engine, limits: limits, messaging: messaging.all, now: site.clock).all
            + SensorThingsWriteRoutes(engine: engine, limits: limits, now: site.clock).all
    }

    package var gauges: [Gauge] {
        let engine = engine
        return [
            Gauge(
                "allmende_observations",
                Words(
                    "Gespeicherte Werte, die sehen darf, wer fragt.", "Stored observations that whoever asks may see.")
            ) { rights in Double(try await engine.read { try SeriesQueries.count(visibleTo: rights, on: $0) }) }
        ]
    }

    package func searches(_ site: Site) -> [SearchSource] {
        let routes = SensorRoutes(site: site, towns: towns)
        return [
            SearchSource(.sensors, rank: 10) { try await routes.findSensors($0, $1) },
            SearchSource(.layers, rank: 30) { try await routes.findLayers($0, $1) },
        ]
    }
}

extension PageFrame.Section {
    static let map = Self("map")
    static let sensors = Self("sensors")
}

/// Where MQTT is served, for the root document: `mqtt://host:1883`; given by the house.
package struct MessagingAddresses: Sendable {
    let all: @Sendable () -> [String]

    package init(_ all: @escaping @Sendable () -> [String]) { self.all = all }
}
