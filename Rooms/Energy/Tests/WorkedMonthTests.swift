// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Ledger
import LedgerStorage
import Metering
import PowerBills
import Settlement
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// The worked month through the whole room: a metering operator's table, bills, a correction, proofs.
@Suite("The worked month in the database", .enabled(if: EnergyOracle.isThere))
struct WorkedMonthTests {
    private static func input() throws -> MonthInput {
        try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
    }

    private static func check(_ documents: [StoredDocument], _ value: JSONValue, _ town: EnergyTown) throws {
        let bills = try #require(value["bills"]?.object)
        for member in bills.names {
            let expected = try #require(bills[member])
            let stored = documents.first { $0.party == town.parties[member] }
            let bill = try #require(stored?.document)
            #expect(bill.shared == expected.whole("sharedWh") && bill.total == expected.whole("totalWh"), "\(member)")
            #expect(bill.residual == expected.whole("residualWh"))
            #expect(bill.net == expected.whole("net") && bill.vat == expected.whole("vat"), "\(member)")
            #expect(bill.gross == expected.whole("gross"), "\(member)")
            #expect(bill.suppliers.reduce(0) { $0 + $1.wattHours } == bill.shared)
            let lines = bill.lines.map { [$0.quantity, $0.price, $0.net] }
            #expect(lines == expected.list("lines").map { Array(($0.array ?? []).map(\.whole).dropFirst(2)) })
        }
        let credits = try #require(value["credits"])
        for (plant, name) in zip(town.plants, ["pA", "pB"]) {
            let stored = documents.first { $0.subject == plant && $0.document?.kind == .credit }
            let credit = try #require(stored?.document)
            #expect(credit.gross == credits[name]?.whole("gross") && credit.vat == credits[name]?.whole("vat"))
            #expect(credit.residual == value["surplusWh"]?.whole(name), "what no member took goes to the grid")
        }
    }

    /// What two engines must agree on to the byte.
    private struct Kept: Sendable, Equatable {
        var records: [String] = []
        var entries: [String] = []
        var root = ""
        var bundles: [[String]] = []
    }

    private static func settle(_ kind: TestEngine) async throws -> Kept {
        let input = try input()
        return try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                // nothing is settled while a day is missing, and the day is named
                let first = try town.take(try EnergyTown.table(input, twelfth: nil), on: connection)
                #expect(first.unread.isEmpty && first.new == 7 * 2980 - 96, "\(first)")
                #expect(throws: EnergyFault.incomplete) { try town.settle(on: connection) }
                let gaps = try RunInput.read(
                    town.community, EnergyTown.october, in: EnergyTown.berlin, on: connection
                ).period.gaps(acceptsProvisional: false)
                #expect(
                    gaps == [
                        SharedPeriod.Gap(
                            point: town.points["malo2"] ?? 0, day: EnergyTown.day(12), slots: 96, reason: .missing)
                    ])
                let second = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                #expect(second.new == 96 && second.same == 7 * 2980 - 96 && second.changed == 0)
                let run = try town.settle(on: connection)
                try check(
                    try RunQueries.documents(of: run.id, on: connection), EnergyOracle.part("month", "run1"), town)
                #expect(throws: EnergyFault.settledAlready) { try town.settle(on: connection) }
                #expect(throws: EnergyFault.unchanged) { try town.settle(corrects: run.id, on: connection) }
                #expect(try RunQueries.changes(since: run, on: connection) == 0)
                // the measured values come late: better replaces worse, and the run that rests on them is named
                let late = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                #expect(late.new == 0 && late.changed == 96 && late.settled == [run.name])
                let again = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                #expect(again.changed == 0 && again.worse == 96, "a worse state never replaces a better one")
                #expect(try RunQueries.changes(since: run, on: connection) == 1)
                let corrected = try town.settle(corrects: run.id, on: connection)
                let standing = try RunQueries.standingDocuments(of: corrected, on: connection)
                try check(standing, EnergyOracle.part("month", "run2"), town)
                try differences(try RunQueries.documents(of: corrected.id, on: connection), town)
                // both can be computed again from what was known then
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
                #expect(try RunQueries.holds(corrected, town.community, in: EnergyTown.berlin, on: connection) == true)
                return try kept([run, corrected], town, on: connection)
            }
        }
    }

    private static func differences(_ documents: [StoredDocument], _ town: EnergyTown) throws {
        let worked = try #require(EnergyTown.value["correction"]?.object)
        for member in worked.names {
            let here = documents.filter { $0.party == town.parties[member] }
            let difference = here.reduce(0) { $0 + ($1.document?.gross ?? 0) }
            #expect(difference == worked[member]?.whole("difference"), "\(member)")
            // where nothing changed no paper is written
            #expect(here.count == (worked[member]?.whole("sharedWhDifference") == 0 ? 0 : 2), "\(member)")
        }
    }

    private static func kept(
        _ runs: [StoredRun], _ town: EnergyTown, on connection: any StorageConnection
    ) throws -> Kept {
        var kept = Kept()
        for run in runs {
            for stored in try RunQueries.documents(of: run.id, on: connection) {
                let bill = try #require(stored.document)
                kept.records.append(String(decoding: try bill.record(), as: UTF8.self))
                let quarters = try RunQueries.quarters(
                    of: bill, run, town.community, in: EnergyTown.berlin, on: connection)
                #expect(quarters.isEmpty == (bill.kind != .bill))
                let bundle = try #require(
                    try RunQueries.bundle(of: stored, run, table: QuarterTable.bytes(quarters), on: connection))
                let check = BillCheck(bundle.files)
                #expect(check.holds && check.hasQuarters == (bill.kind == .bill), "\(check.lines)")
                kept.bundles.append([bundle.proof.text] + bundle.ledger.path.map(\.base64))
            }
        }
        kept.entries = try EnergyLedger.entries(on: connection)
        let signed = try #require(try EnergyLedger.log.newestCheckpoint(on: connection))
        kept.root = signed.checkpoint.root.hexadecimal
        #expect(try EnergyLedger.contradictions(on: connection).isEmpty)
        return kept
    }

    @Test func `table, bills, correction and proofs are those of the worked month, the same bytes on both engines`()
        async throws
    {
        let (one, other) = (try await Self.settle(.sqlite), try await Self.settle(.postgresql))
        #expect(one == other && one.records.count > 12)
    }
}
