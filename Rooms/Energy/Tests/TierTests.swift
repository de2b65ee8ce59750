// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Ledger
import Metering
import PowerBills
import Settlement
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// From near to far: the worked tiers from terms to bills, records, sums and the ledger.
@Suite("Steps from near to far", .enabled(if: EnergyOracle.isThere))
struct TierTests {
    private static func town(_ value: JSONValue, on connection: any StorageConnection) throws -> NearTown {
        let tree = try #require(EnergyOracle.part("allocation", "tiers", "tree").object)
        let generation = try #require(value["generation"]?.object)
        return try NearTown(
            NearTown.terms(try #require(SharingModel(rawValue: value.text("model")))),
            value.list("members").map {
                NearTown.Household(
                    id: $0.text("id"), building: $0.text("building"), load: $0.whole("load"), key: $0.whole("key"))
            }, streets: Dictionary(uniqueKeysWithValues: tree.members.map { ($0.name, $0.value.string ?? "") }),
            generation: Dictionary(uniqueKeysWithValues: generation.members.map { ($0.name, $0.value.whole) }),
            on: connection)
    }

    /// All bytes that both engines have to agree on.
    private static func settle(_ value: JSONValue, _ kind: TestEngine) async throws -> [String] {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try town(value, on: connection)
                let report = try town.take(try town.table(), on: connection)
                #expect(report.unread.isEmpty, "\(report.unread)")
                let run = try town.settle(on: connection)
                let allocated = try #require(value["allocated"])
                let names = ["building", "neighbourhood", "municipality"]
                for member in town.parties.keys.sorted() {
                    let bill = try town.bill(of: member, run, on: connection)
                    #expect(bill.tiers.map(\.name) == ["building", "neighbourhood", "sharing"])
                    #expect(bill.tiers.map(\.wattHours) == names.map { 96 * (allocated[member]?.whole($0) ?? -1) })
                    #expect(bill.residual == 96 * (value["residual"]?.whole(member) ?? -1), "\(member)")
                    #expect(bill.suppliers.reduce(0) { $0 + $1.wattHours } == bill.shared)
                    #expect(bill.particulars.fewMembers == 2, "two share a roof")
                }
                let documents = try RunQueries.documents(of: run.id, on: connection)
                for (building, plant) in town.plants {
                    let credit = documents.first { $0.subject == plant && $0.kind == .credit }?.document
                    #expect(credit?.residual == 96 * (value["surplusByBuilding"]?.whole(building) ?? -1))
                }
                try bundles(run, documents, town, on: connection)
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                // a value that comes later moves the steps of others, and is taken back with its steps
                try town.take(try town.table(["m3": 1]), on: connection)
                let corrected = try town.settle(corrects: run.id, on: connection)
                let back = try RunQueries.documents(of: corrected.id, on: connection).filter { $0.reverses != nil }
                #expect(back.contains { $0.party == town.parties["m3"] })
                for one in back where one.kind == .billReversal {
                    let document = try #require(one.document)
                    #expect(document.tiers.reduce(0) { $0 + $1.wattHours } == document.shared && document.shared <= 0)
                }
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                #expect(try RunQueries.holds(corrected, town.community, in: EnergyTown.berlin, on: connection) == true)
                let entries = try EnergyLedger.entries(on: connection)
                #expect(entries.contains { $0.contains(#""tiers":["building","neighbourhood"]"#) })
                return entries
                    + (try connection.rows("SELECT record FROM energy_document ORDER BY id") { $0.text(0) })
            }
        }
    }

    /// A member's bundle says the steps, and who changes one is found out.
    private static func bundles(
        _ run: StoredRun, _ documents: [StoredDocument], _ town: NearTown, on connection: any StorageConnection
    ) throws {
        let stored = try #require(documents.first { $0.kind == .bill })
        let bill = try #require(stored.document)
        let quarters = try RunQueries.quarters(of: bill, run, town.community, in: EnergyTown.berlin, on: connection)
        let bundle = try #require(
            try RunQueries.bundle(of: stored, run, table: QuarterTable.bytes(quarters), on: connection))
        let check = BillCheck(bundle.files)
        #expect(check.holds && check.lines.contains { $0.what.contains("3 steps from near to far") }, "\(check.lines)")
        let other = PowerDocument(
            kind: bill.kind, number: bill.number, run: bill.run, isProvisional: false, issued: bill.issued,
            due: bill.due, subject: bill.subject, malo: bill.malo, recipient: bill.recipient, issuer: bill.issuer,
            taxNumber: bill.taxNumber, days: bill.days, total: bill.total, shared: bill.shared,
            suppliers: bill.suppliers, lines: bill.lines, taxes: bill.taxes, substitutes: 0,
            seriesHash: bill.seriesHash,
            tiers: bill.tiers.map { PowerDocument.Tier(name: $0.name, wattHours: $0.wattHours + 1) })
        let files = bundle.files.map { name, bytes in
            (name: name, bytes: name == BillBundle.record ? (try? other.record()) ?? [] : bytes)
        }
        #expect(BillCheck(files).lines.contains { $0.fault == "they are \(bill.shared + 3) Wh" })
    }

    @Test(
        "the worked steps, from terms to bills",
        arguments: EnergyOracle.part("allocation", "tiers", "cases").array ?? [])
    func worked(_ value: JSONValue) async throws {
        let (one, other) = (try await Self.settle(value, .sqlite), try await Self.settle(value, .postgresql))
        #expect(one == other && one.count > 12)
    }

    @Test func `what does not fit steps is refused with the reason, and nothing is kept`() async throws {
        let value = try #require(EnergyOracle.part("allocation", "tiers", "cases").array?.first)
        try await withDatabase(.sqlite) { engine in
            try await engine.write { connection in
                let town = try Self.town(value, on: connection)
                let desk = town.desk(on: connection)
                var terms = NearTown.terms(.cascade)
                terms.meaning = .shares
                #expect(throws: EnergyFault.tiersNeedWeights) { try desk.set(terms, from: EnergyTown.day(1)) }
                #expect(EnergyFault.tiersNeedWeights.field == "meaning")
                terms = NearTown.terms(.dynamic)
                terms.agreesToSums = false
                try desk.set(terms, from: EnergyTown.day(1))
                try town.take(try town.table(), on: connection)
                #expect(throws: EnergyFault.fewMembers(2)) { try town.settle(on: connection) }
                // a plant with the feed-in tariff keeps its percentages: with steps even a fixed key moves
                try desk.set(NearTown.terms(.fixed, []), from: EnergyTown.day(1))
                try desk.change(plant: town.plants["b1"] ?? 0, to: .tariff, from: EnergyTown.day(1))
                #expect(throws: EnergyFault.movingKey(plant: "Dach b1")) {
                    try desk.set(NearTown.terms(.fixed), from: EnergyTown.day(1))
                }
            }
        }
    }

    private static func households(_ counts: [String: Int]) -> [NearTown.Household] {
        counts.sorted { $0.key < $1.key }.flatMap { building, count in
            (1...count).map {
                NearTown.Household(id: "\(building)\($0)", building: building, load: 50 + $0, key: 1)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `sums by step are told where each is of five, and all of them or none`(_ kind: TestEngine) async throws {
        let cases: [([String: Int], RunSum.State, [Int])] = [
            (["a": 6, "b": 5], .told, [6, 11, 11]), (["a": 4, "b": 8], .few, [4, 12, 12]),
            (["a": 6, "b": 3], .apart, [6, 9, 9]),
        ]
        for (counts, state, reached) in cases {
            try await withDatabase(kind) { engine in
                try await engine.write { connection in
                    let town = try NearTown(
                        NearTown.terms(.dynamic), Self.households(counts), streets: ["a": "n", "b": "n"],
                        generation: ["a": 400], on: connection)
                    try town.take(try town.table(), on: connection)
                    let run = try town.settle(on: connection)
                    let sums = try RunSums.list(of: run.id, on: connection)
                    let tiers = sums.filter { $0.kind == .tier }
                    #expect(tiers.map(\.number) == [0, 1, 2] && tiers.map(\.parties.count) == reached)
                    #expect(tiers.allSatisfy { $0.state == state }, "\(counts) \(tiers.map(\.state))")
                    let all = try #require(sums.first { $0.kind == .community })
                    #expect(all.isTold && all.used.count == 96)
                    let plant = try #require(sums.first { $0.kind == .plant })
                    #expect(plant.isTold == (state == .told) && plant.parties.count == reached[0])
                    guard state == .told else { return #expect(tiers.allSatisfy { $0.shared.isEmpty }) }
                    for slot in [0, 50, 95] {
                        #expect(tiers.map { $0.shared[slot] } == [321, 79, 0], "six of a, then those of b")
                        #expect(tiers.reduce(0) { $0 + $1.shared[slot] } == all.shared[slot])
                    }
                    let without = RunSums.hash(sums.filter { $0.kind != .tier })
                    #expect(RunSums.hash(sums) != without, "the ledger speaks for them")
                }
            }
        }
    }
}
