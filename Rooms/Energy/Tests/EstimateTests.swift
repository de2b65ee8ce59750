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

/// Values of our own: in a provisional run, highlighted, replaced by a correction; never in a final one. On both engines.
@Suite("Estimates", .enabled(if: EnergyOracle.isThere))
struct EstimateTests {
    private static func order(provisional: Bool, estimates: Bool) -> RunQueries.Order {
        RunQueries.Order(
            days: EnergyTown.october, acceptsProvisional: provisional, acceptsEstimates: estimates,
            issued: CivilDay(number: Instant.days(year: 2026, month: 11, day: 5)))
    }

    private static func settle(
        _ order: RunQueries.Order, _ town: EnergyTown, on connection: any StorageConnection
    ) throws -> StoredRun {
        let id = try RunQueries.settle(
            order, of: town.community, by: EnergyTown.author, in: EnergyTown.berlin, salt: EnergyTown.salts(7),
            on: connection)
        return try #require(try RunQueries.run(id, of: town.community.id, on: connection))
    }

    @Test(arguments: TestEngine.allCases)
    func `a missing day is estimated by its weekday, said on the bill, and corrected`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: nil), on: connection)
                for (provisional, estimates) in [(false, true), (true, false), (false, false)] {
                    #expect(throws: EnergyFault.incomplete, "\(provisional) \(estimates)") {
                        try Self.settle(
                            Self.order(provisional: provisional, estimates: estimates), town, on: connection)
                    }
                }
                let run = try Self.settle(Self.order(provisional: true, estimates: true), town, on: connection)
                #expect(run.isProvisional && run.estimatedSlots == 96)
                // the worked month takes the fifth in place of the twelfth, as the rule does
                let bills = EnergyOracle.part("month", "run1", "bills")
                let documents = try RunQueries.documents(of: run.id, on: connection)
                var estimated = 0
                for member in bills.names {
                    let stored = try #require(documents.first { $0.party == town.parties[member] })
                    let bill = try #require(stored.document)
                    #expect(bill.gross == bills[member]?.whole("gross") && bill.isProvisional, "\(member)")
                    #expect(PowerDocument(bill.document) == bill)
                    for one in bill.estimates {
                        estimated += one.slots
                        #expect(one.day == EnergyTown.day(12) && one.grounds == .likeDays([EnergyTown.day(5)]))
                        let back = bill.reversal(number: "S", run: "r", issued: bill.issued)
                        #expect(back.estimates == bill.estimates)
                    }
                    let quarters = try RunQueries.quarters(
                        of: bill, run, town.community, in: EnergyTown.berlin, on: connection)
                    #expect(quarters.count { $0.state == .estimated } == bill.estimates.reduce(0) { $0 + $1.slots })
                    let bundle = try #require(
                        try RunQueries.bundle(of: stored, run, table: QuarterTable.bytes(quarters), on: connection))
                    #expect(BillCheck(bundle.files).holds)
                }
                #expect(estimated == 96)
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                let corrected = try town.settle(corrects: run.id, on: connection)
                #expect(!corrected.isProvisional && corrected.estimatedSlots == 0)
                let standing = try RunQueries.standingDocuments(of: corrected, on: connection)
                #expect(
                    standing.allSatisfy { $0.document?.estimates.isEmpty == true && !$0.isOpen },
                    "each is final: written anew, or confirmed as it was")
                let final = EnergyOracle.part("month", "run2", "bills")
                for member in final.names {
                    let bill = standing.first { $0.party == town.parties[member] }?.document
                    #expect(bill?.gross == final[member]?.whole("gross"), "\(member)")
                }
            }
        }
    }

    @Test func `what a plant made is estimated by the others, and nothing where there is nothing to go by`()
        async throws
    {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(.sqlite) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let (pA, first) = (try EnergyTown.malo(1).description, try EnergyTown.malo(4).description)
                let lines = try EnergyTown.table(input, twelfth: "W").split(separator: "\n").filter { line in
                    // the plant's twelfth, and the first day of malo2, which no day comes before
                    !(line.hasPrefix(pA) && line.contains(";2026-10-12T1"))
                        && !(line.hasPrefix(first) && line.contains(";2026-10-01T0"))
                }
                _ = try town.take(lines.joined(separator: "\n"), on: connection)
                let filled = try RunInput.read(
                    town.community, EnergyTown.october, estimating: true, in: EnergyTown.berlin, on: connection)
                let plant = try #require(filled.estimates.first { $0.point == town.points["pA"] })
                #expect(plant.grounds == .otherPlants(size: 30_000, of: 30_000) && plant.slots == 41)
                let (pointA, pointB) = (town.points["pA"] ?? 0, town.points["pB"] ?? 0)
                let day = EnergyTown.day(12)
                let (made, other) = (filled.period.blocks[pointA]?[day], filled.period.blocks[pointB]?[day])
                for slot in 0..<96 where made?.states[slot] == .estimated {
                    #expect(made?.values[slot] == other?.values[slot], "of the same size as the other")
                }
                let left = filled.period.gaps(acceptsProvisional: true)
                #expect(left.map(\.point) == [town.points["malo2"] ?? 0] && left.map(\.day) == [EnergyTown.day(1)])
                #expect(throws: EnergyFault.incomplete) {
                    try Self.settle(Self.order(provisional: true, estimates: true), town, on: connection)
                }
            }
        }
    }
}
