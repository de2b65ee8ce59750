// SPDX-License-Identifier: EUPL-1.2
import Bilingual
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

/// Bills and payments as bookings: the sums of the papers to the cent, and nothing guessed.
@Suite("Bookings of shared power", .enabled(if: EnergyOracle.isThere))
struct BookkeepingTests {
    private static func books() -> BookkeepingAccounts {
        var books = BookkeepingAccounts()
        (books.consultant, books.client, books.chart) = (29_098, 55_003, "03")
        (books.bank, books.purchase) = ("1200", "3400")
        (books.outputKey, books.inputKey) = ("3", "9")
        for (place, kind) in LineKind.allCases.enumerated() { books.lines[kind] = String(8400 + place) }
        return books
    }

    private static func fault(_ body: () throws -> Void) throws -> EnergyFault? {
        do { try body() } catch let fault as EnergyFault { return fault }
        return nil
    }

    @Test(arguments: TestEngine.allCases)
    func `bookings of a corrected month meet each paper to the cent`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                let run = try town.settle(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                let corrected = try town.settle(corrects: run.id, on: connection)
                let november = EnergyTown.day(32)...EnergyTown.day(61)
                func batch() throws -> PostingBatch {
                    try Postings.batch(of: town.community, november, created: "20261105120000000", on: connection)
                }
                // nothing is guessed: what is missing is named, and there is no file
                let head = try #require(try Self.fault { _ = try batch() })
                #expect(head.field == "books" && head.words.german.contains("Berater und Mandant"))
                var books = BookkeepingAccounts()
                (books.consultant, books.client) = (1001, 1)
                try Postings.set(books, of: town.community.id, by: EnergyTown.author, on: connection)
                let accounts = try #require(try Self.fault { _ = try batch() })
                for name in ["Netzentgelt", "Grundpreis", "Einkauf bei den Betreibern"] {
                    #expect(accounts.words.german.contains(name), "\(accounts.words.german)")
                }
                books = Self.books()
                books.bank = "12"
                #expect(
                    try Self.fault {
                        try Postings.set(books, of: town.community.id, by: EnergyTown.author, on: connection)
                    } == .noAccount(field: "bank"))
                try Postings.set(Self.books(), of: town.community.id, by: EnergyTown.author, on: connection)
                try AccountQueries.note(
                    .received, 1234, of: town.parties["m1"] ?? 0, on: EnergyTown.day(40), reference: "Überweisung",
                    in: town.community.id, by: EnergyTown.author, on: connection)
                let postings = try batch().postings
                #expect(postings.allSatisfy { $0.cents > 0 })
                for one in [run, corrected] {
                    for stored in try RunQueries.documents(of: one.id, on: connection) {
                        let paper = try #require(stored.document)
                        let own = postings.filter { $0.reference == paper.number }
                        let sum = own.reduce(0) { $0 + ($1.isDebit ? $1.cents : -$1.cents) }
                        #expect(sum == (paper.kind.isBill ? paper.gross : -paper.gross), "\(paper.number)")
                        let person = String((paper.kind.isBill ? 10_000 : 70_000) + Int(stored.party))
                        #expect(own.allSatisfy { $0.account == person && $0.day == paper.issued })
                        let key = paper.taxes.allSatisfy { $0.percent == 0 } ? "" : paper.kind.isBill ? "3" : "9"
                        #expect(own.allSatisfy { $0.key == key }, "a small business shows no tax")
                        #expect(own.count == (paper.kind.isBill ? 10 : 1), "a booking for each account")
                    }
                }
                let paid = try #require(postings.last)
                #expect(paid.account == "1200" && paid.contra == "\(10_000 + (town.parties["m1"] ?? 0))")
                #expect(paid.cents == 1234 && paid.isDebit && paid.text == "Überweisung" && paid.key.isEmpty)
                let bytes = try batch().bytes
                #expect(bytes.count { $0 == 0x0A } == postings.count + 2)
                // two business years are two batches
                #expect(
                    try Self.fault {
                        _ = try Postings.batch(
                            of: town.community, EnergyTown.day(32)...EnergyTown.day(93), created: "",
                            on: connection)
                    } == .twoYears)
            }
        }
    }
}
