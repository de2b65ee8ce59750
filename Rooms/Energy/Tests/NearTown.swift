// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import MeterTables
import Metering
import PowerBills
import Rights
import Settlement
import Sharing
import Storage
import Testing
import Wire

@testable import Energy

/// Households and plants in buildings and neighbourhoods, each with the same values in each quarter hour of a day.
struct NearTown: Sendable {
    struct Household: Sendable {
        let id: String
        let building: String
        let load: Int
        let key: Int
    }

    static let day = EnergyTown.day(5)

    let community: Community
    private(set) var parties: [String: Int64] = [:]
    private(set) var points: [String: Int64] = [:]
    private(set) var relations: [String: Int64] = [:]
    /// By building.
    private(set) var plants: [String: Int64] = [:]
    private var malos: [String: String] = [:]
    private(set) var values: [String: Int] = [:]

    static func terms(_ model: SharingModel, _ tiers: [Terms.Tier] = Terms.Tier.allCases) -> Terms {
        var terms = EnergyTown.terms(model, .weights, lines: [.community, .fee])
        terms.tiers = tiers
        terms.agreesToSums = true
        return terms
    }

    /// `streets` names the neighbourhood of each building, `generation` what its plant makes.
    init(
        _ terms: Terms, _ households: [Household], streets: [String: String], generation: [String: Int],
        on connection: any StorageConnection
    ) throws {
        let id = try EnergyQueries.create("Nahdorf", by: EnergyTown.author, on: connection)
        community = try #require(try EnergyQueries.community(id, for: .system, on: connection))
        let desk = desk(on: connection)
        try desk.set(terms, from: EnergyTown.day(1))
        func point(_ name: String, _ building: String, feedsIn: Bool) throws {
            let malo = try EnergyTown.malo(Int(id) * 100 + points.count + 1)
            var point = Point(
                malo: malo, feedsIn: feedsIn, street: "Weg \(name)", place: "12345 Nahdorf", meter: "1Z\(name)",
                gridOperator: "Netz", fuse: try #require(Fuse(amperes: 630)))
            // people write one name in several ways
            (point.building, point.neighbourhood) = (
                feedsIn ? building.uppercased() : building, streets[building] ?? ""
            )
            malos[name] = malo.description
            points[name] = try desk.add(point, ValidDays(from: EnergyTown.day(1)))
        }
        for (building, wattHours) in generation.sorted(by: { $0.key < $1.key }) {
            try point(building, building, feedsIn: true)
            let runner = try desk.add(
                Party(name: "Betreiber \(building)", street: "Weg", place: "12345 Nahdorf"), from: EnergyTown.day(1))
            plants[building] = try desk.add(
                Plant(
                    name: "Dach \(building)", point: points[building] ?? 0, runner: runner, size: 30_000,
                    register: "SEE900000000001", form: .other), from: EnergyTown.day(1))
            values[building] = wattHours
        }
        for one in households {
            try point(one.id, one.building, feedsIn: false)
            let party = try desk.add(
                Party(name: "Haushalt \(one.id)", street: "Weg", place: "12345 Nahdorf"), from: EnergyTown.day(1))
            parties[one.id] = party
            relations[one.id] = try desk.add(
                Relation(party: party, point: points[one.id] ?? 0, part: one.key), ValidDays(from: EnergyTown.day(1)))
            values[one.id] = one.load
        }
        for (line, value) in [(LineKind.community, 9500), (.fee, 1200), (nil, 19)] {
            try desk.add(Price(line: line, value: value), from: EnergyTown.day(1))
        }
    }

    func desk(on connection: any StorageConnection) -> EnergyDesk {
        EnergyDesk(community: community, author: EnergyTown.author, connection: connection)
    }

    /// The day's values as a table; `changed` has other ones.
    func table(_ changed: [String: Int] = [:], state: String = "W") throws -> String {
        let metering = try #require(MeteringDay(Self.day, in: EnergyTown.berlin))
        var text = "Marktlokation;OBIS;von;bis;Wert [kWh];Status\n"
        for slot in 0..<metering.slotCount {
            let from = metering.start(of: slot)
            let to = Instant(microseconds: from.microseconds + MeteringDay.slotLength)
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                let kilowattHours = EnergyTown.kilowattHours(changed[name] ?? value)
                let register = plants[name] == nil ? 1 : 2
                text +=
                    "\(malos[name] ?? "");1-1:\(register).29.0;\(from.iso8601);\(to.iso8601);\(kilowattHours);\(state)\n"
            }
        }
        return text
    }

    @discardableResult
    func take(_ text: String, on connection: any StorageConnection) throws -> TakenReport {
        try ReadingQueries.take(
            try DeliveredFile(Array(text.utf8), calendar: EnergyTown.berlin), named: "tag.csv", hash: "h",
            for: community, by: EnergyTown.author,
            in: EnergyTown.berlin, on: connection)
    }

    func settle(corrects: Int64? = nil, on connection: any StorageConnection) throws -> StoredRun {
        let id = try RunQueries.settle(
            RunQueries.Order(
                days: Self.day...Self.day, corrects: corrects, reason: corrects == nil ? "" : "Nachgeliefert.",
                issued: EnergyTown.day(36)), of: community, by: EnergyTown.author, in: EnergyTown.berlin,
            salt: EnergyTown.salts(UInt64(community.id)), on: connection)
        return try #require(try RunQueries.run(id, of: community.id, on: connection))
    }

    func bill(of member: String, _ run: StoredRun, on connection: any StorageConnection) throws -> PowerDocument {
        let found = try RunQueries.standingDocuments(of: run, on: connection).first { $0.party == parties[member] }
        return try #require(found?.document)
    }
}
