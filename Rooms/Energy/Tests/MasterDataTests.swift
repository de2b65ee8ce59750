// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import PowerBills
import Rights
import Settlement
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyContracts
@testable import EnergyPages

/// Kinds and positions of points and plants, mandates, and what changes of prices ask for; on both engines.
@Suite("Master data and prices", .enabled(if: EnergyOracle.isThere))
struct MasterDataTests {
    private static let day = EnergyTown.day

    @Test func `a document of before has no kind and no position, and one with them comes back as it was`() throws {
        var point = Point(
            malo: try EnergyTown.malo(1), feedsIn: false, street: "Weg 1", place: "Ort", meter: "1",
            gridOperator: "Netz", fuse: try #require(Fuse(amperes: 63)))
        let old = try #require(Point(point.document))
        #expect(old.meterKind == nil && old.position == nil && point.document["meterKind"] == nil)
        (point.meterKind, point.position) = (.smart, GeoPosition(longitude: "10,834211", latitude: "47.906312"))
        #expect(Point(point.document) == point && point.position?.longitude == 10_834_211)
        var plant = Plant(name: "Dach", point: 1, runner: 2, size: 3, register: "", form: .other)
        #expect(Plant(plant.document)?.operatorKind == nil)
        (plant.operatorKind, plant.position) = (.municipality, point.position)
        #expect(Plant(plant.document) == plant)
    }

    @Test(arguments: [
        ("10", "48", true), ("-0,5", "-33.25", true), ("10.8342119", "47", true), ("180", "90", true),
        ("181", "48", false), ("10", "91", false), ("", "48", false), ("10,", "48", false), ("1e2", "48", false),
        ("10.1.2", "48", false), ("zehn", "48", false), ("1000", "48", false),
    ])
    func `degrees are read with point or comma, and nothing else`(_ east: String, _ north: String, _ isRead: Bool) {
        #expect((GeoPosition(longitude: east, latitude: north) != nil) == isRead)
    }

    @Test func `only meters with quarter hours and operators whom the law names are beyond doubt`() {
        #expect(MeterKind.allCases.filter(\.givesQuarterHours) == [.smart, .load, .modernInterval])
        #expect(OperatorKind.allCases.filter { $0.verdict != .named } == [.largeCompany, .municipality])
    }

    @Test(arguments: TestEngine.allCases)
    func `a meter that is known to give no quarter hours takes no part`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                func point(_ number: Int, _ kind: MeterKind?) throws -> Int64 {
                    var point = Point(
                        malo: try EnergyTown.malo(number), feedsIn: false, street: "Weg 1", place: "Ort", meter: "1",
                        gridOperator: "Netz", fuse: try #require(Fuse(amperes: 63)))
                    point.meterKind = kind
                    return try desk.add(point, ValidDays(from: Self.day(1)))
                }
                func relate(_ point: Int64) throws {
                    _ = try desk.add(
                        Relation(party: town.parties["m2"] ?? 0, point: point, part: 0), ValidDays(from: Self.day(1)))
                }
                for (index, kind) in MeterKind.allCases.enumerated() {
                    let number = try point(60 + index, kind)
                    if kind.givesQuarterHours {
                        try relate(number)
                    } else {
                        #expect(throws: EnergyFault.noQuarterHours(kind)) { try relate(number) }
                    }
                }
                let unknown = try point(80, nil)
                try relate(unknown)
                // while it is shared there, no such meter can be entered; afterwards it can, and what was before is known
                let master = MasterDesk(community: town.community, author: EnergyTown.author, connection: connection)
                #expect(throws: EnergyFault.stillShared(.disc)) {
                    try master.set(point: unknown, .disc, nil, from: Self.day(9))
                }
                try master.set(point: unknown, .smart, GeoPosition(longitude: "10", latitude: "48"), from: Self.day(9))
                let versions = try EnergyQueries.versions(Point.self, of: town.community.id, on: connection)
                    .filter { $0.number == unknown }
                #expect(versions.map(\.content.meterKind) == [nil, .smart])
                #expect(
                    versions.map(\.days) == [
                        ValidDays(from: Self.day(1), through: Self.day(8)), ValidDays(from: Self.day(9)),
                    ])
                #expect(throws: EnergyFault.unknown(field: "point")) {
                    try master.set(point: 99_999, .smart, nil, from: Self.day(9))
                }
                #expect(throws: EnergyFault.badRegister("EEG123")) {
                    try master.set(plant: town.plants[0], nil, register: "EEG123", nil, from: Self.day(9))
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a distance is counted where both positions are known, and 4.5 km is near`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let id = town.community.id
                let master = MasterDesk(community: town.community, author: EnergyTown.author, connection: connection)
                let consumer = try #require(
                    try EnergyQueries.versions(Relation.self, of: id, on: connection)
                        .first { $0.number == town.relations["m2"] }
                ).content.point
                func distances() throws -> [PlantDistance] {
                    try PlantDistance.all(from: consumer, of: id, on: Self.day(5), on: connection)
                }
                #expect(try distances().map(\.metres) == [nil, nil])
                try master.set(
                    point: consumer, .smart, GeoPosition(longitude: "10", latitude: "48"), from: Self.day(1))
                // the plant's meter; 0.04 degrees of latitude are 4,448 metres on the sphere
                try master.set(
                    point: town.points["pA"] ?? 0, .load, GeoPosition(longitude: "10", latitude: "48,04"),
                    from: Self.day(1))
                #expect(try distances().map(\.metres) == [4448, nil])
                #expect(try distances().map(\.isNear) == [true, nil])
                // its own position comes before that of its meter
                try master.set(
                    plant: town.plants[0], nil, register: "", GeoPosition(longitude: "10", latitude: "48,0405"),
                    from: Self.day(1))
                #expect(try distances().first?.isNear == false)
            }
        }
    }

    @Test func `a mandate lapses 36 months after its last use, to the day`() throws {
        func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }
        let mandate = Party.Mandate(reference: "M1", signed: try day("2024-02-29"))
        let unused = MandateUse(party: 1, mandate, debits: [])
        #expect(try unused.lastDay == day("2027-02-28"))
        #expect(try unused.holds(on: day("2027-02-28")))
        #expect(try !unused.holds(on: day("2027-03-01")))
        let used = MandateUse(party: 1, mandate, debits: [try day("2026-01-15"), try day("2023-01-01")])
        #expect(try used.used == day("2026-01-15"))
        #expect(try used.lastDay == day("2029-01-15"))
        let old = MandateUse(party: 1, mandate, debits: [try day("2023-01-01")])
        #expect(old.used == nil, "a debit of an earlier mandate is no use of this one")
    }

    @Test(arguments: TestEngine.allCases)
    func `a bill does not say that it is collected where the mandate has lapsed`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                var terms = EnergyTown.terms(.cascade)
                (terms.contact.iban, terms.creditor) = ("DE89370400440532013000", "DE98ZZZ09999999999")
                try desk.set(terms, from: Self.day(1))
                var payer = PowerDocument.Contact()
                payer.iban = "DE89370400440532013000"
                for (member, signed) in [("m2", "2023-11-05"), ("m3", "2023-11-04")] {
                    try desk.set(
                        payer, Party.Mandate(reference: member, signed: try #require(CivilDay(signed))),
                        of: town.parties[member] ?? 0, from: Self.day(1))
                }
                _ = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                _ = try town.settle(on: connection)
                // issued on 5 November 2026
                let collected = try ["m2", "m3"].map { member in
                    try RunQueries.documents(ofParty: town.parties[member] ?? 0, in: town.community.id, on: connection)
                        .compactMap(\.document).filter { $0.kind == .bill }.map { $0.mandate != nil }
                }
                #expect(collected.allSatisfy { !$0.isEmpty })
                #expect(collected[0].allSatisfy { $0 } && collected[1].allSatisfy { !$0 })
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who takes part is told of a change of prices once, with old and new`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let (id, january) = (town.community.id, try #require(CivilDay("2027-01-01")))
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                func changes() throws -> [PriceChange] {
                    try PriceChange.all(of: id, from: Self.day(31), on: connection)
                }
                #expect(try changes().isEmpty)
                let before = try #require(
                    try EnergyQueries.versions(Price.self, of: id, on: connection)
                        .filter { $0.content.line == .community }.max { $0.days.from < $1.days.from }
                ).content.value
                try desk.add(Price(line: .community, value: before), from: january, replaces: true)
                #expect(try changes().isEmpty, "the same price is no change")
                try desk.add(Price(line: .community, value: before + 1500), from: january, replaces: true)
                let change = try #require(try changes().first)
                #expect(
                    change.day == january
                        && change.lines == [
                            PriceChange.Line(line: .community, old: before, new: before + 1500)
                        ])
                let staying = try EnergyQueries.versions(Relation.self, of: id, on: connection)
                    .filter { $0.days.through == nil }.map(\.content.party)
                #expect(change.affected == Set(staying).sorted() && change.untold == change.affected)
                #expect(
                    change.lastNotice == CivilDay("2026-12-01") && change.lastNoticeToOthers == CivilDay("2026-12-18"))
                func tell(_ reason: String) throws {
                    _ = try PriceChange.tell(
                        january, reason: reason, by: .letter, posted: nil, proof: "", of: town.community,
                        author: EnergyTown.author, today: Self.day(31), on: connection)
                }
                #expect(throws: EnergyFault.empty(field: "reason")) { try tell("") }
                try tell("Die Wartung wird teurer.")
                #expect(try changes().first?.untold.isEmpty == true)
                let notices = try NoticeQueries.all(.price, of: id, on: connection)
                #expect(notices.map(\.party).sorted() == change.affected && notices.allSatisfy { $0.state == .open })
                let body = try #require(notices.first).body
                #expect(body.contains(ContractText.price(before, .community)))
                #expect(body.contains("ab 01.01.2027 \(ContractText.price(before + 1500, .community))"))
                #expect(body.contains("Die Wartung wird teurer.") && body.contains("kündigen"))
                #expect(throws: EnergyFault.nobodyToTell, "nobody is told twice") { try tell("Noch einmal") }
                // another price for the same day is another change
                try desk.add(Price(line: .community, value: before + 900), from: january, replaces: true)
                #expect(try changes().first?.untold == change.affected)
            }
        }
    }
}
