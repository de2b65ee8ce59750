// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import PowerBills
import Rights
import Sharing
import Site
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// What is owed, collected, paid and given back, on both engines.
@Suite("Open items and orders to the bank", .enabled(if: EnergyOracle.isThere))
struct AccountTests {
    private static let iban = "DE02120300000000202051"
    private static let day = CivilDay("2026-11-24") ?? CivilDay(number: 0)

    /// The worked month, settled; its provider has an account, and `prepare` what the parties have.
    private static func settled<Value: Sendable>(
        _ kind: TestEngine, prepare: @escaping @Sendable (EnergyDesk, EnergyTown) throws -> Void = { _, _ in },
        _ body: @escaping @Sendable (any StorageConnection, EnergyTown) throws -> Value
    ) async throws -> Value {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        return try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                var terms = EnergyTown.terms(.cascade)
                (terms.contact.iban, terms.creditor) = ("DE89370400440532013000", "DE98ZZZ09999999999")
                try desk.set(terms, from: EnergyTown.day(1))
                try prepare(desk, town)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                _ = try town.settle(on: connection)
                return try body(connection, town)
            }
        }
    }

    private static func mandate(_ signed: String = "2026-01-02") throws -> (PowerDocument.Contact, Party.Mandate) {
        var contact = PowerDocument.Contact()
        contact.iban = iban
        return (contact, Party.Mandate(reference: "M-1", signed: try #require(CivilDay(signed))))
    }

    @Test(
        "what is collected is owed no longer, and owed again when the bank gives it back",
        arguments: TestEngine.allCases)
    func collected(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { desk, town in
            let (contact, mandate) = try Self.mandate()
            try desk.set(contact, mandate, of: town.parties["m2"] ?? 0, from: EnergyTown.day(1))
        } _: { connection, town in
            let party = town.parties["m2"] ?? 0
            func account() throws -> PartyAccount {
                try #require(
                    try AccountQueries.accounts(of: town.community.id, on: connection).first { $0.party == party })
            }
            let owed = EnergyOracle.part("month", "run2", "bills", "m2").whole("gross")
            #expect(try account().balance == owed && owed > 0)
            // the bill says that it is collected, and of the account only as much as one needs to know it
            let stored = try RunQueries.documents(ofParty: party, in: town.community.id, on: connection)
            #expect(stored.first?.document?.mandate?.reference == "M-1")
            let id = try #require(
                try AccountQueries.order(
                    .debit, of: town.community, on: Self.day, by: EnergyTown.author, on: connection))
            let file = try #require(try AccountQueries.file(id, of: town.community.id, on: connection))
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(text.contains("<NbOfTxs>1</NbOfTxs>") && text.contains("<MndtId>M-1</MndtId>"))
            #expect(text.contains("<InstdAmt Ccy=\"EUR\">\(ElectronicBill.money(owed))</InstdAmt>"))
            #expect(try account().balance == 0)
            // nought is no payment: the next order has nothing
            let second = try AccountQueries.order(
                .debit, of: town.community, on: Self.day, by: EnergyTown.author, on: connection)
            #expect(second == nil)
            let row = try #require(try account().entries.last?.row)
            try AccountQueries.giveBack(
                row, on: Self.day, reason: "AM04", in: town.community.id, by: EnergyTown.author, on: connection)
            #expect(try account().balance == owed)
            #expect(throws: EnergyFault.unknown(field: "payment"), "once only") {
                try AccountQueries.giveBack(
                    row, on: Self.day, reason: "", in: town.community.id, by: EnergyTown.author, on: connection)
            }
            try AccountQueries.note(
                .received, owed - 1, of: party, on: Self.day, reference: "selbst", in: town.community.id,
                by: EnergyTown.author, on: connection)
            #expect(try account().balance == 1)
            #expect(try account().overdueSince(Self.day) == CivilDay("2026-11-22"))
            #expect(try account().overdueSince(EnergyTown.day(31)) == nil)
        }
    }

    @Test(
        "a bill has meter, grid operator and the provider's notes, and is computed again to the byte",
        arguments: TestEngine.allCases)
    func particulars(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { desk, _ in
            var terms = EnergyTown.terms(.cascade)
            terms.note = "Fragen: Kundendienst.\nStreit: Schlichtungsstelle."
            try desk.set(terms, from: EnergyTown.day(1))
        } _: { connection, town in
            let party = town.parties["m2"] ?? 0
            let stored = try RunQueries.documents(ofParty: party, in: town.community.id, on: connection)
            let bill = try #require(stored.first?.document)
            #expect(bill.particulars.gridOperator == "Netz Musterstadt" && bill.particulars.setting == "direct")
            #expect(bill.particulars.note.hasSuffix("Schlichtungsstelle.") && !bill.particulars.meter.isEmpty)
            #expect(PowerDocument(bill.document) == bill)
            let run = try #require(try RunQueries.runs(of: town.community.id, on: connection).first)
            #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
            let back = bill.reversal(number: "S", run: "r", issued: bill.issued)
            #expect(back.particulars == bill.particulars)
        }
    }

    @Test(
        "what is open stays open when papers and payments are erased after the legal term",
        arguments: TestEngine.allCases)
    func erased(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { desk, town in
            let (contact, mandate) = try Self.mandate()
            try desk.set(contact, mandate, of: town.parties["m2"] ?? 0, from: EnergyTown.day(1))
        } _: { connection, town in
            func balances() throws -> [Int64: Int] {
                let all = try AccountQueries.accounts(of: town.community.id, on: connection)
                return Dictionary(all.map { ($0.party, $0.balance) }) { $0 + $1 }.filter { $0.value != 0 }
            }
            _ = try AccountQueries.order(
                .debit, of: town.community, on: Self.day, by: EnergyTown.author, on: connection)
            let before = try balances()
            let later = Author(name: "Stadtwerk", at: Instant(seconds: 2_088_000_000))  // 2036
            let count = try ErasureQueries.bills(
                before: try #require(CivilDay("2028-01-01")), by: later, on: connection)
            #expect(count > 6)
            #expect(try balances() == before && before.count > 3)
            #expect(try AccountQueries.orders(of: town.community.id, on: connection).isEmpty)
            #expect(
                try connection.integer("SELECT count(*) FROM energy_payment WHERE kind <> 'carried'") == 0,
                "no line of the bank is left")
        }
    }

    @Test("who cannot be collected from or paid is named with the reason", arguments: TestEngine.allCases)
    func leftOut(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { desk, town in
            let (contact, old) = try Self.mandate("2023-01-02")
            try desk.set(contact, old, of: town.parties["m3"] ?? 0, from: EnergyTown.day(1))
        } _: { connection, town in
            let proposal = try AccountQueries.propose(
                town.community, day: Self.day, message: "A", on: connection)
            #expect(proposal.payments.isEmpty)
            let reasons = Dictionary(proposal.leftOut.map { ($0.party, $0.why) }) { $1 }
            #expect(reasons[town.parties["m3"] ?? 0] == .oldMandate && reasons[town.parties["m2"] ?? 0] == .noMandate)
            // the operators are owed what members paid
            let credits = EnergyOracle.part("month", "run2", "credits")
            let owed = proposal.leftOut.filter { $0.why == .noAccount }.reduce(0) { $0 + $1.cents }
            #expect(owed == -credits.names.reduce(0) { $0 + (credits[$1]?.whole("gross") ?? 0) })
        }
    }

    @Test("days without banks and wrong accounts are refused, and nothing stays", arguments: TestEngine.allCases)
    func refused(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { connection, town in
            let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
            let party = town.parties["m2"] ?? 0
            let (contact, mandate) = try Self.mandate()
            var wrong = contact
            wrong.iban = "DE03120300000000202051"
            #expect(throws: EnergyFault.badIBAN("DE03120300000000202051")) {
                try desk.set(wrong, mandate, of: party, from: EnergyTown.day(1))
            }
            let future = Party.Mandate(reference: "M", signed: try #require(CivilDay("2026-12-01")))
            for bad in [future, Party.Mandate(reference: "", signed: mandate.signed)] {
                #expect(throws: EnergyFault.halfMandate) {
                    try desk.set(contact, bad, of: party, from: EnergyTown.day(1))
                }
            }
            let sunday = try #require(CivilDay("2026-11-22"))
            #expect(throws: EnergyFault.notBanking(sunday.next)) {
                try AccountQueries.order(
                    .transfer, of: town.community, on: sunday, by: EnergyTown.author, on: connection)
            }
            let friday = try #require(CivilDay("2026-11-06"))
            #expect(throws: EnergyFault.notBanking(friday)) {
                try AccountQueries.order(
                    .debit, of: town.community, on: EnergyTown.day(5), by: EnergyTown.author, on: connection)
            }
            #expect(try AccountQueries.orders(of: town.community.id, on: connection).isEmpty)
        }
    }

    @Test(
        "amounts as people write them",
        arguments: [("12,50", 1250), ("12.5", 1250), ("7", 700), ("0,01", 1), ("1 234,00 €", 123_400)])
    func amounts(_ text: String, _ cents: Int) throws {
        #expect(try PowerForms.cents(FormBody(fields: ["amount": text]), "amount") == cents)
    }

    @Test("amounts that are none", arguments: ["", "0", "-1", "1,234", "1.234,50", "zwölf", "+5", "1,", "99999999999"])
    func noAmounts(_ text: String) {
        #expect(throws: EnergyFault.self) {
            try PowerForms.cents(FormBody(fields: ["amount": text]), "amount")
        }
    }
}
