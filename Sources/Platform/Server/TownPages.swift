// SPDX-License-Identifier: EUPL-1.2
public import Access
public import HTTPSupport
public import Hummingbird
public import Planning
import PlanningPages
package import RoomKit
import SensorThingsFrame
package import Site
public import Storage
public import Wire

/// The pages of all rooms over one database.
public struct TownPages: Sendable {
    package let site: Site
    package let rooms: [any RoomPages]
    /// All rooms in the order of the house, those without pages too.
    package let all: [any Room]
    /// Numbers of all rooms for `/metrics`.
    package var gauges: [Gauge] { all.flatMap { $0.gauges } }
    /// What of any room somebody has to look at now.
    package func alarms() async throws -> [Alarm] {
        var alarms: [Alarm] = []
        for room in all { alarms += try await room.alarms() }
        return alarms
    }
    /// All addresses of pages, with what each is for.
    package let routes: RoomRoutes

    /// `now` is the town's time; `isOpen` warns on each page that everybody may write; `tileAttribution` names whose map
    /// lies below the sensors, nil without a configured one; `probe` requests addresses that editors entered;
    /// `clock` is the time of the world, by which retention deletes, where it is not the town's.
    public init(
        engine: any StorageEngine, control: AccessControl, version: String, isOpen: Bool,
        tileAttribution: String? = nil, vendorFolders: [String] = ["/usr/share/javascript/leaflet"],
        probe: @escaping AddressProbe, now: @escaping @Sendable () -> Instant, clock: (@Sendable () -> Instant)? = nil
    ) throws {
        try self.init(
            RoomServices(engine: engine, now: now, clock: clock), control: control, version: version, isOpen: isOpen,
            tileAttribution: tileAttribution, vendorFolders: vendorFolders, probe: probe)
    }

    package init(
        _ house: RoomServices, control: AccessControl, version: String, isOpen: Bool = false,
        tileAttribution: String? = nil, vendorFolders: [String] = Site.vendorFolders, probe: @escaping AddressProbe
    ) throws {
        house.offer(control)
        house.offer(AddressProbing(probe))
        let all = try House.rooms.map { try $0.init(house) }
        let rooms = all.compactMap { $0 as? any RoomPages }
        self.all = all
        let towns = try house.offered(TownMemory.self)
        let engine = house.engine
        let assets = rooms.map { type(of: $0).assets }.reduce(into: [:]) { $0.merge($1) { own, _ in own } }
        var site = Site(
            engine: engine, version: version, isOpen: isOpen, tileAttribution: tileAttribution,
            vendorFolders: vendorFolders, entries: House.entries, assets: assets, now: house.now, clock: house.clock
        ) { reader in
            try await towns.reading(for: reader, from: engine).facts
        }
        let shared = site
        site.searches = rooms.flatMap { $0.searches(shared) }.sorted { $0.rank < $1.rank }
        site.tiles = rooms.flatMap { $0.tiles(shared) }.sorted { $0.rank < $1.rank }
        site.dependents = rooms.flatMap { $0.dependents(shared) }
        site.objectPanels = rooms.flatMap { $0.objectPanels(shared) }
        site.objectKeepers = rooms.flatMap { $0.objectKeepers(shared) }
        site.panels = rooms.flatMap { $0.administration(shared) }.sorted { $0.rank < $1.rank }
        site.firstSteps = rooms.flatMap { $0.firstSteps(shared) }.sorted { $0.rank < $1.rank }
        site.deeds = House.rooms.map { $0.deeds }.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        self.site = site
        self.rooms = rooms
        routes = rooms.map { $0.pages(site) }.reduce(site.routes, +)
    }

    public func add(to router: Router<HTTPContext>) {
        routes.add(to: router)
        routes.refuseOtherMethods(on: router)
    }
}
