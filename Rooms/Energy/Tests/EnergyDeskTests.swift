// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import Foundation
import Metering
import MeterTables
import PowerBills
import Settlement
import Sharing
import Storage
import Testing
import TestSupport
import Wire

@testable import Energy
@testable import EnergyPages

/// What a clerk may enter, and what is refused with its reason; on both engines.
@Suite("Contracts and metering points", .enabled(if: EnergyOracle.isThere))
struct EnergyDeskTests {
    /// Tries one deed on a fresh town; nothing of a refused one stays.
    private static func refused(
        _ kind: TestEngine, _ deed: @escaping @Sendable (EnergyDesk, EnergyTown) throws -> Void
    ) async throws -> EnergyFault? {
        try await withDatabase(kind) { engine in
            let town = try await engine.write { try EnergyTown(on: $0) }
            let before = try await engine.read { try $0.integer("SELECT count(*) FROM energy_version") }
            var fault: EnergyFault?
            do {
                try await engine.write { connection in
                    try deed(
                        EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection), town)
                }
            } catch let error as EnergyFault {
                fault = error
            }
            let after = try await engine.read { try $0.integer("SELECT count(*) FROM energy_version") }
            if fault != nil { #expect(before == after, "a refused deed leaves nothing") }
            return fault
        }
    }

    private static func point(_ malo: MarketLocation, feedsIn: Bool = false) throws -> Point {
        Point(
            malo: malo, feedsIn: feedsIn, street: "Weg 1", place: "12345 Ort", meter: "1", gridOperator: "Netz",
            fuse: try #require(Fuse(amperes: 63)))
    }

    @Test(arguments: TestEngine.allCases)
    func `a point is enrolled once, with the right check digit`(_ kind: TestEngine) async throws {
        let twice = try await Self.refused(kind) { desk, _ in
            _ = try desk.add(try Self.point(try EnergyTown.malo(3)), ValidDays(from: EnergyTown.day(1)))
        }
        #expect(twice == .pointTwice(try EnergyTown.malo(3).description))
        #expect(throws: IdentifierError.self) { try MarketLocation("41373559242") }
    }

    @Test(arguments: TestEngine.allCases)
    func `a plant with the feed-in tariff takes no key that moves`(_ kind: TestEngine) async throws {
        let fault = try await Self.refused(kind) { desk, town in
            let point = try desk.add(
                try Self.point(try EnergyTown.malo(50), feedsIn: true), ValidDays(from: EnergyTown.day(1)))
            _ = try desk.add(
                Plant(
                    name: "Dach", point: point, runner: town.parties["m1"] ?? 0, size: 9000, register: "", form: .tariff
                ),
                from: EnergyTown.day(1))
        }
        #expect(fault == .movingKey(plant: "Dach"))
        let late = try await Self.refused(kind) { desk, town in
            try desk.change(plant: town.plants[0], to: .premium, from: EnergyTown.day(15))
        }
        #expect(late == .notTheFirst)
    }

    @Test(arguments: TestEngine.allCases)
    func `keys above all, a point twice and the wrong direction are refused`(_ kind: TestEngine) async throws {
        let above = try await Self.refused(kind) { desk, town in
            let point = try desk.add(try Self.point(try EnergyTown.malo(51)), ValidDays(from: EnergyTown.day(1)))
            _ = try desk.add(
                Relation(party: town.parties["m1"] ?? 0, point: point, part: 900_000),
                ValidDays(from: EnergyTown.day(2)))
        }
        #expect(above == .settlement(.sharing(.sharesAboveAll(sum: 1_900_000))))
        let twice = try await Self.refused(kind) { desk, town in
            _ = try desk.add(
                Relation(party: town.parties["m2"] ?? 0, point: town.points["malo1"] ?? 0, part: 0),
                ValidDays(from: EnergyTown.day(9)))
        }
        #expect(
            twice == .settlement(.pointTwice(String(2), EnergyTown.day(9))) || twice?.field == "from", "\(twice as Any)"
        )
        let direction = try await Self.refused(kind) { desk, town in
            _ = try desk.add(
                Relation(party: town.parties["m1"] ?? 0, point: town.points["pA"] ?? 0, part: 1),
                ValidDays(from: EnergyTown.day(1)))
        }
        #expect(direction == .direction(feedsIn: true))
    }

    @Test(arguments: TestEngine.allCases)
    func `leaving is a day of the contract, and what was known before stays known`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                let before = try EnergyQueries.revision(on: connection)
                let number = town.relations["m3"] ?? 0
                try desk.end(relation: number, through: EnergyTown.day(20))
                func last(_ revision: Int64?) throws -> CivilDay? {
                    try EnergyQueries.versions(
                        Relation.self, of: town.community.id, at: revision, on: connection
                    ).first { $0.number == number }?.days.through
                }
                #expect(try last(before) == nil && last(nil) == EnergyTown.day(20))
                #expect(throws: EnergyFault.order) { try desk.end(relation: number, through: EnergyTown.day(0)) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values of other points, other directions and impossible sizes stay outside, each with its place`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                func report(_ malo: String, _ obis: String, _ value: String, day: String = "05.10.2026") throws
                    -> TakenReport
                {
                    try town.take(
                        "Marktlokation;OBIS;von;bis;Wert [kWh]\n\(malo);\(obis);\(day) 10:00;\(day) 10:15;\(value)\n",
                        on: connection)
                }
                let own = try EnergyTown.malo(3).description
                for (taken, words) in [
                    (try report(try EnergyTown.malo(77).description, "1-1:1.29.0", "1,0"), "gehört nicht"),
                    (try report("41373559242", "1-1:1.29.0", "1,0"), "Prüfziffer"),
                    (try report(own, "1-1:2.29.0", "1,0"), "Zählwerke"),
                    (try report(own, "1-1:1.29.0", "1000,0"), "Einheit"),
                    (try report(own, "1-1:1.29.0", "1,0", day: "30.09.2026"), "nicht angemeldet"),
                ] {
                    #expect(taken.new == 0 && taken.unread.count == 1)
                    #expect(taken.unread.first?.words.german.contains(words) == true, "\(taken.unread)")
                }
                let good = try report(own, "1-1:1.29.0", "1,0")
                #expect(good.new == 1 && good.unread.isEmpty)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a price changes nothing that is settled, and erased readings leave bills and proofs whole`(
        _ kind: TestEngine
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                let run = try town.settle(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                #expect(throws: EnergyFault.settlement(.past(EnergyTown.day(31), settledThrough: EnergyTown.day(31)))) {
                    try desk.add(Price(line: .fee, value: 1), from: EnergyTown.day(31))
                }
                let count = try ErasureQueries.readings(
                    before: EnergyTown.day(40), by: EnergyTown.author, in: EnergyTown.berlin, on: connection)
                #expect(count == 7 * 31)
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == nil)
                let stored = try #require(try RunQueries.documents(of: run.id, on: connection).first)
                let bundle = try #require(try RunQueries.bundle(of: stored, run, table: [], on: connection))
                #expect(BillCheck(bundle.files).holds)
                #expect(throws: EnergyFault.self) {
                    try ErasureQueries.bills(before: EnergyTown.day(31), by: EnergyTown.author, on: connection)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a line has one price at a time: a second one says that it takes the other's place`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                func prices() throws -> [Version<Price>] {
                    try EnergyQueries.versions(Price.self, of: town.community.id, on: connection)
                        .filter { $0.content.line == .base }
                }
                let known = try #require(try prices().first)
                let (same, later) = (known.days.from, EnergyTown.day(40))
                for day in [same, later] {
                    let fault = EnergyFault.priceOpen(
                        .base, value: known.content.value, since: known.days.from, from: day)
                    #expect(throws: fault) { try desk.add(Price(line: .base, value: 9600), from: day) }
                    // which price it is, and what to do
                    #expect(fault.words.german.contains("Seit 01.10.2026 gilt schon ein Preis ("))
                    #expect(fault.words.german.contains("„Löst den geltenden Preis ab“") && fault.field == "line")
                }
                #expect(try prices() == [known], "a refused price leaves nothing")
                try desk.add(Price(line: .base, value: 9600), from: later, replaces: true)
                let table = try SharedPeriod.known(of: town.community.id, on: connection)
                let base = try #require(table.prices[.base])
                #expect(try base.value(on: EnergyTown.day(39)).value == known.content.value)
                #expect(try base.value(on: later).value == 9600)
                // a typing error of the same day is replaced, and what was known before stays known
                let before = try EnergyQueries.revision(on: connection)
                try desk.add(Price(line: .base, value: 6900), from: later, replaces: true)
                #expect(try prices().map(\.content.value) == [known.content.value, 6900])
                let then = try EnergyQueries.versions(
                    Price.self, of: town.community.id, at: before, on: connection)
                #expect(then.contains { $0.content == Price(line: .base, value: 9600) })
                #expect(throws: EnergyFault.self) { try desk.add(Price(line: nil, value: 7), from: later) }
            }
        }
    }

    /// Each file of the worked numbers: how many values it brings to the day, and what is said of it.
    @Test(
        arguments: [
            ("lastgang-100", 100, nil), ("lastgang-obis-unescaped", 100, nil), ("lastgang-una-comma", 100, nil),
            ("lastgang-gap", 96, nil), ("lastgang-unt-wrong", 0, "UNT"), ("lastgang-truncated", 0, "endet"),
            ("lastgang-malo-check-digit", 0, "Prüfziffer"), ("lastgang-decimal-comma", 0, "Dezimal"),
            ("storno-of-lastgang-100", 0, "zieht die Nachricht"),
        ] as [(String, Int, String?)])
    func `a file of market communication is taken or refused as its verdict says`(
        _ name: String, _ count: Int, _ words: String?
    ) async throws {
        let bytes = try #require(EnergyOracle.file("mscons/\(name).edi"))
        try await withDatabase(.sqlite) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                let point = try desk.add(
                    try Self.point(try MarketLocation("41373559241")), ValidDays(from: EnergyTown.day(1)))
                let file = try DeliveredFile([UInt8](bytes), calendar: EnergyTown.berlin)
                let report = try ReadingQueries.take(
                    file, named: name, hash: "h", for: town.community, by: EnergyTown.author, in: EnergyTown.berlin,
                    on: connection)
                #expect(report.new == count && file.format == .mscons && file.verdict != nil, "\(report)")
                let said = report.unread.map(\.words.german).joined(separator: " ")
                #expect(words == nil ? report.unread.isEmpty : said.contains(words ?? ""), "\(said)")
                let day = EnergyTown.day(25)
                let block = try ReadingQueries.blocks(of: [point], day...day, on: connection)[point]?[day]
                #expect((block?.states.count { $0 != .missing } ?? 0) == count)
                if name == "lastgang-100" {
                    #expect(block?.values.reduce(0) { $0 + Int($1) } == 60_438)
                    #expect(block?.states.indices.filter { block?.states[$0] == .substitute } == [17, 18, 19])
                }
            }
        }
    }
}
