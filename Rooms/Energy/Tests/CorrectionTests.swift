// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
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

/// A correction writes to those for whom something changes, and leaves the others alone; on both engines.
@Suite("Corrections that leave bills alone", .enabled(if: EnergyOracle.isThere))
struct CorrectionTests {
    private static func input() throws -> MonthInput {
        try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
    }

    @Test(arguments: TestEngine.allCases)
    func `a provisional run whose values turn out right is confirmed without a paper`(_ kind: TestEngine) async throws {
        let input = try Self.input()
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "V"), on: connection)
                let run = try town.settle(provisional: true, on: connection)
                let before = try RunQueries.documents(of: run.id, on: connection)
                #expect(before.count == 8 && before.allSatisfy { $0.isOpen && $0.confirmedBy == nil })
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                #expect(try RunQueries.changes(since: run, on: connection) == 1)
                let final = try town.settle(corrects: run.id, on: connection)
                #expect(!final.isProvisional && final.corrects == run.id)
                #expect(try RunQueries.documents(of: final.id, on: connection).isEmpty)
                #expect(final.summary.whole("standingBills") == 6 && final.summary.whole("standingCredits") == 2)
                let after = try RunQueries.documents(of: run.id, on: connection)
                #expect(after.allSatisfy { !$0.isOpen && !$0.isReversed && $0.confirmedBy == final.id })
                #expect(try RunQueries.standingDocuments(of: final, on: connection).map(\.id) == before.map(\.id))
                for one in [run, final] {
                    #expect(
                        try RunQueries.holds(one, town.community, in: EnergyTown.berlin, on: connection) == true)
                }
                // the papers and their proofs are those of before
                let stored = try #require(after.first)
                let bundle = try #require(try RunQueries.bundle(of: stored, run, table: [], on: connection))
                #expect(BillCheck(bundle.files).holds)
                #expect(throws: EnergyFault.unchanged) { try town.settle(corrects: final.id, on: connection) }
                #expect(try EnergyLedger.contradictions(on: connection).isEmpty)
            }
        }
    }

    private struct Corrected: Sendable {
        /// What stands of each party, in cents and in watt-hours.
        var gross: [Int64: Int] = [:]
        var papers = 0
        var summary: JSONObject = [:]
        /// Bills that stand although they would say another quantity now.
        var moved = 0
    }

    /// The worked month with bills of two lines, corrected by a day of one member.
    private static func corrected(_ kind: TestEngine, keeps: Bool) async throws -> Corrected {
        let input = try input()
        return try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                try desk.set(EnergyTown.terms(.cascade, lines: [.community, .fee]), from: EnergyTown.day(1))
                _ = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                let run = try town.settle(on: connection)
                let old = try RunQueries.documents(of: run.id, on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                let final = try town.settle(corrects: run.id, keepsSameAmounts: keeps, on: connection)
                var result = Corrected()
                let standing = try RunQueries.standingDocuments(of: final, on: connection)
                for one in standing { result.gross[one.party, default: 0] += one.document?.gross ?? 0 }
                let papers = try RunQueries.documents(of: final.id, on: connection)
                (result.papers, result.summary) = (papers.count, final.summary)
                let bills = standing.compactMap(\.document).filter { $0.kind == .bill }
                let credits = standing.compactMap(\.document).filter { $0.kind == .credit }
                #expect(bills.reduce(0) { $0 + $1.gross } == final.summary.whole("consumersGross"))
                #expect(credits.reduce(0) { $0 + $1.gross } == final.summary.whole("producersGross"))
                #expect(credits.reduce(0) { $0 + $1.shared } == final.summary.whole("sharedWh"))
                result.moved = (final.summary.whole("sharedWh") ?? 0) - bills.reduce(0) { $0 + $1.shared }
                // those that are new and those that stay are all there are
                let stays = (final.summary.whole("standingBills") ?? 0) + (final.summary.whole("standingCredits") ?? 0)
                #expect(papers.count { $0.reverses == nil } + stays == old.count)
                #expect(try RunQueries.holds(final, town.community, in: EnergyTown.berlin, on: connection) == true)
                return result
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `bills without another amount are left alone where that is wished, and the money is the same`(
        _ kind: TestEngine
    ) async throws {
        let strict = try await Self.corrected(kind, keeps: false)
        let keeping = try await Self.corrected(kind, keeps: true)
        #expect(strict.gross == keeping.gross, "to the cent")
        #expect(strict.moved == 0 && strict.summary.whole("sameAmounts") == nil)
        let same = keeping.summary.whole("sameAmounts") ?? 0
        #expect(same > 0 && strict.papers == keeping.papers + 2 * same, "\(keeping)")
        // what the run says of their quantities is at least what all bills and credits differ by
        #expect(abs(keeping.moved) <= keeping.summary.whole("sameAmountsWh") ?? 0)
    }
}
