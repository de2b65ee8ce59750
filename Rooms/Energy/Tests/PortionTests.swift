// SPDX-License-Identifier: EUPL-1.2
import Bilingual
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
@testable import EnergyChanges
@testable import EnergyPages

/// A metering point that takes part in two sharings of one house: each has a part of it, and nothing is there twice.
@Suite("A point in several sharings")
struct PortionTests {
    private struct Two {
        let one: NearTown
        let other: NearTown
        /// The household `x` of the first one, in the second one.
        let party: Int64
        let relation: Int64

        var point: Int64 { one.points["x"] ?? 0 }
    }

    private static func household(_ id: String, _ load: Int) -> NearTown.Household {
        NearTown.Household(id: id, building: "", load: load, key: 1)
    }

    /// `x` is with 40 % in the first sharing and with 60 % in the second.
    private static func two(on connection: any StorageConnection) throws -> Two {
        let terms = NearTown.terms(.dynamic, [])
        let one = try NearTown(
            terms, [household("x", 101), household("y", 50)], streets: [:], generation: ["p": 60], on: connection)
        let other = try NearTown(terms, [household("z", 70)], streets: [:], generation: ["q": 90], on: connection)
        let (first, second) = (one.desk(on: connection), other.desk(on: connection))
        let point = one.points["x"] ?? 0
        let malo = try malo(point, one, on: connection)
        try second.share(malo, for: .system)
        let party = try second.add(Party(name: "Haushalt x", street: "Weg", place: "Ort"), from: EnergyTown.day(1))
        // whole in both cannot be
        let whole = try fault {
            _ = try second.add(Relation(party: party, point: point, part: 1), ValidDays(from: EnergyTown.day(1)))
        }
        #expect(whole == .above100("\(malo)", 200, EnergyTown.day(1)), "\(whole as Any)")
        try connection.execute(
            "DELETE FROM energy_version WHERE kind = 'relation' AND community_id = \(other.community.id) AND number > \(party)"
        )
        let version = try #require(
            try EnergyQueries.versions(Relation.self, of: one.community.id, on: connection).first {
                $0.number == one.relations["x"]
            })
        try connection.execute("DELETE FROM energy_version WHERE id = \(version.row)")
        _ = try first.add(
            Relation(party: version.content.party, point: point, part: 1, percent: 40),
            ValidDays(from: EnergyTown.day(1)))
        let relation = try second.add(
            Relation(party: party, point: point, part: 1, percent: 60), ValidDays(from: EnergyTown.day(1)))
        return Two(one: one, other: other, party: party, relation: relation)
    }

    private static func malo(
        _ point: Int64, _ town: NearTown, on connection: any StorageConnection
    ) throws -> MarketLocation {
        try #require(
            try EnergyQueries.versions(Point.self, of: town.community.id, on: connection).first { $0.number == point }
        ).content.malo
    }

    private static func fault(_ body: () throws -> Void) throws -> EnergyFault? {
        do { try body() } catch let fault as EnergyFault { return fault }
        return nil
    }

    private static func bills(
        _ two: Two, _ runs: [StoredRun], on connection: any StorageConnection
    ) throws -> [PowerDocument] {
        try zip(runs, [two.one.parties["x"], two.party]).map { run, party in
            try #require(
                try RunQueries.standingDocuments(of: run, on: connection).first { $0.party == party }?.document)
        }
    }

    private static func settle(_ kind: TestEngine) async throws -> [String] {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let two = try two(on: connection)
                try two.one.take(try two.one.table(), on: connection)
                try two.other.take(try two.other.table(), on: connection)
                let runs = [try two.one.settle(on: connection), try two.other.settle(on: connection)]
                let bills = try bills(two, runs, on: connection)
                // 101 Wh: 40.4 and 60.6, the larger remainder gets the odd one
                #expect(bills.map(\.total) == [40 * 96, 61 * 96] && bills.map(\.particulars.percent) == [40, 60])
                // of 60 Wh for 40 and 50, and of 90 Wh for 61 and 70
                #expect(bills.map(\.shared) == [27 * 96, 42 * 96], "\(bills.map { $0.shared / 96 })")
                #expect(bills.reduce(0) { $0 + $1.residual } == (101 - 69) * 96, "what is left is there once")
                #expect(bills.map { $0.suppliers.map(\.plant) } == [["Dach p"], ["Dach q"]])
                #expect(bills.map(\.lines.count) == [2, 2])
                // a better value comes by the second sharing, and both runs know of it
                let late = try two.one.table(["x": 11])
                try two.other.take(late, on: connection)
                for (town, run) in zip([two.one, two.other], runs) {
                    #expect(try RunQueries.changes(since: run, on: connection) > 0)
                    #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                }
                let corrected = [
                    try two.one.settle(corrects: runs[0].id, on: connection),
                    try two.other.settle(corrects: runs[1].id, on: connection),
                ]
                let again = try Self.bills(two, corrected, on: connection)
                #expect(again.map(\.total) == [4 * 96, 7 * 96], "\(again.map { $0.total / 96 })")
                for (town, run) in zip([two.one, two.other], corrected) {
                    #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                }
                return try connection.rows("SELECT record FROM energy_document ORDER BY id") { $0.text(0) }
            }
        }
    }

    @Test func `both settle their part, what is left is there once, and both engines agree to the byte`() async throws {
        let (one, other) = (try await Self.settle(.sqlite), try await Self.settle(.postgresql))
        #expect(one == other && one.count > 8)
    }

    @Test(arguments: TestEngine.allCases)
    func `one meter is one thing: a swap and a move in one sharing are known in the other`(
        _ kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let two = try Self.two(on: connection)
                let before = try EnergyQueries.revision(on: connection)
                let desk = ChangeDesk(two.other.desk(on: connection))
                let swap = OrdinaryCase.swaps(point: two.point, meter: "NEU", melo: "", from: EnergyTown.day(9))
                let revision = try #require(try desk.write(swap, shownAs: try desk.plan(swap).mark))
                for town in [two.one, two.other] {
                    let points = try EnergyQueries.versions(Point.self, of: town.community.id, on: connection)
                        .filter { $0.number == two.point }
                    #expect(points.map(\.content.meter) == ["1Zx", "NEU"])
                    let old = try EnergyQueries.versions(
                        Point.self, of: town.community.id, at: before, on: connection
                    ).filter { $0.number == two.point }
                    #expect(old.map(\.content.meter) == ["1Zx"], "what was known then")
                    let entry = try ChangeHistory.entry(revision, of: town.community, on: connection)
                    #expect(entry?.things.map(\.number) == [two.point], "both see what became known")
                }
                #expect(
                    try EnergyQueries.versions(Point.self, of: two.other.community.id, at: 1, on: connection).isEmpty,
                    "before it was shared it was not there")
                // the household moves on to another point with its part: that point has only so much to give
                let place = OrdinaryCase.moves(
                    relation: two.relation, to: .known(two.other.points["z"] ?? 0), from: EnergyTown.day(20),
                    takesAddress: false, next: nil)
                #expect(try Self.fault { _ = try desk.plan(place) } != nil, "z is taken")
                try two.other.desk(on: connection).end(
                    relation: two.other.relations["z"] ?? 0, through: EnergyTown.day(19))
                _ = try #require(try desk.write(place, shownAs: try desk.plan(place).mark))
                let free = try SharedPeriod.portions(of: [two.point], in: two.one.community.id, on: connection)
                let day = EnergyTown.day(21)
                #expect(free[two.point]?.filter { $0.days.contains(day) }.map(\.percent) == [40])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who does not run both, more than all, and a rest billed twice are refused`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let two = try Self.two(on: connection)
                let malo = try Self.malo(two.point, two.one, on: connection)
                let second = two.other.desk(on: connection)
                #expect(try Self.fault { try second.share(malo, for: .system) } == .pointTwice("\(malo)"))
                let own = try Self.malo(two.one.points["y"] ?? 0, two.one, on: connection)
                let stranger = Reader(
                    identity: .account(id: 7, name: "Ada"), role: .member,
                    grants: [Rights.Grant(dataset: two.other.community.dataset, level: .write)])
                #expect(try Self.fault { try second.share(own, for: stranger) } == .notShared)
                #expect(try Self.fault { try second.share(try EnergyTown.malo(77), for: .system) } == .notShared)
                var terms = NearTown.terms(.dynamic, [])
                terms.lines = EnergyTown.lines
                #expect(
                    try Self.fault { try second.set(terms, from: EnergyTown.day(1)) }
                        == .restTwice(field: "lines", "\(malo)"))
                #expect(EnergyFault.restTwice(field: "lines", "1").words.german.contains("zweimal"))
                #expect(
                    try Self.fault {
                        _ = try second.add(
                            Relation(party: two.party, point: two.point, part: 1, percent: 1),
                            ValidDays(from: EnergyTown.day(1)))
                    } != nil)
            }
        }
    }
}
