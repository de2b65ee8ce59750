// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import EnergyOracles
import Ledger
import LedgerStorage
import Metering
import PowerBills
import Rights
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy

/// What the bank tells finds the items it concerns, each once; on both engines.
@Suite("Statements and open items", .enabled(if: EnergyOracle.isThere))
struct StatementTests {
    private static let own = "DE89370400440532013000"
    private static let payer = "DE02120300000000202051"

    /// The worked month, settled, with a direct debit of m2; what follows sees the bank's side.
    private static func settled(
        _ kind: TestEngine, _ body: @escaping @Sendable (any StorageConnection, EnergyTown) throws -> Void
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                var terms = EnergyTown.terms(.cascade)
                (terms.contact.iban, terms.creditor) = (Self.own, "DE98ZZZ09999999999")
                try desk.set(terms, from: EnergyTown.day(1))
                var contact = PowerDocument.Contact()
                contact.iban = Self.payer
                let mandate = Party.Mandate(reference: "M-1", signed: EnergyTown.day(1))
                try desk.set(contact, mandate, of: town.parties["m2"] ?? 0, from: EnergyTown.day(1))
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                _ = try town.settle(on: connection)
                try body(connection, town)
            }
        }
    }

    private struct Line {
        var cents: Int
        var end = ""
        var name = ""
        var iban = ""
        var purpose = ""
        var reason = ""
        var batch = ""
        var reference = ""

        var xml: String {
            let back = reason.isEmpty ? "" : "<RtrInf><Rsn><Cd>\(reason)</Cd></Rsn></RtrInf>"
            let other = (cents > 0) != !reason.isEmpty ? "Dbtr" : "Cdtr"
            return """
                <Ntry><Amt Ccy="EUR">\(ElectronicBill.money(abs(cents)))</Amt><CdtDbtInd>\(cents > 0 ? "CRDT" : "DBIT")</CdtDbtInd>\
                <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt><AcctSvcrRef>\(reference)</AcctSvcrRef>\
                <NtryDtls><TxDtls><Refs><PmtInfId>\(batch)</PmtInfId><EndToEndId>\(end)</EndToEndId></Refs><RltdPties>\
                <\(other)><Pty><Nm>\(name)</Nm></Pty></\(other)><\(other)Acct><Id><IBAN>\(iban)</IBAN></Id></\(other)Acct></RltdPties>\
                <RmtInf><Ustrd>\(purpose)</Ustrd></RmtInf>\(back)</TxDtls></NtryDtls></Ntry>
                """
        }
    }

    private static func take(
        _ lines: [Line], iban: String = own, _ town: EnergyTown, on connection: any StorageConnection
    ) throws -> StatementReport {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\
            <Stmt><Id>1</Id><Acct><Id><IBAN>\(iban)</IBAN></Id></Acct>\(lines.map(\.xml).joined())</Stmt></BkToCstmrStmt></Document>
            """
        return try StatementQueries.take(
            try BankStatement.read(Array(text.utf8)), for: town.community, by: EnergyTown.author, on: connection)
    }

    private static func balance(_ member: String, _ town: EnergyTown, on connection: any StorageConnection) throws
        -> Int
    {
        try AccountQueries.accounts(of: town.community.id, on: connection)
            .first { $0.party == town.parties[member] }?.balance ?? 0
    }

    private static func number(_ member: String, _ town: EnergyTown, on connection: any StorageConnection) throws
        -> String
    {
        let party = town.parties[member] ?? 0
        let stored = try RunQueries.documents(ofParty: party, in: town.community.id, on: connection)
        return try #require(stored.first).number
    }

    @Test(arguments: TestEngine.allCases)
    func `credits are matched by the bill's number, and by amount with name or account; nothing is booked twice`(
        _ kind: TestEngine
    ) async throws {
        try await Self.settled(kind) { connection, town in
            let owed = try ["m1", "m2", "m3", "m4"].map { try Self.balance($0, town, on: connection) }
            let number = try Self.number("m1", town, on: connection)
            let lines = [
                // banks break lines and drop signs
                Line(cents: owed[0], purpose: "Rechnung \(number.replacing("-", with: " ").lowercased()) danke"),
                Line(cents: owed[1], iban: Self.payer, purpose: "Strom"),
                Line(cents: owed[2], name: "M3 HAUSHALT", purpose: "Strom Oktober"),
                // the amount alone is a guess
                Line(cents: owed[3], name: "Oma", purpose: "fuer euch"),
            ]
            #expect(Set(owed).count == 4 && owed.allSatisfy { $0 > 0 })
            let report = try Self.take(lines, town, on: connection)
            #expect(report.counts == [.booked: 3, .open: 1] && report.known == 0)
            for member in ["m1", "m2", "m3"] {
                #expect(try Self.balance(member, town, on: connection) == 0, "\(member)")
            }
            let waiting = try StatementQueries.open(of: town.community.id, on: connection)
            #expect(waiting.map(\.party) == [town.parties["m4"]] && waiting[0].cents == owed[3])
            func rows() throws -> [Int64?] {
                [
                    try connection.integer("SELECT count(*) FROM energy_payment"),
                    try connection.integer("SELECT count(*) FROM energy_bank_line"),
                    try connection.integer("SELECT count(*) FROM energy_statement"),
                    try connection.integer("SELECT count(*) FROM audit_entry"),
                ]
            }
            let before = try rows()
            let again = try Self.take(lines.reversed(), town, on: connection)
            #expect(again.new == 0 && again.known == 4)
            #expect(try rows() == before, "a file with nothing new stores nothing")
            try StatementQueries.assign(
                waiting[0].row, to: town.parties["m4"], in: town.community.id, by: EnergyTown.author, on: connection)
            #expect(try Self.balance("m4", town, on: connection) == 0)
            #expect(throws: EnergyFault.unknown(field: "line"), "once only") {
                try StatementQueries.assign(
                    waiting[0].row, to: nil, in: town.community.id, by: EnergyTown.author, on: connection)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what we collected is confirmed, and owed again when the bank gives it back`(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { connection, town in
            let owed = try Self.balance("m2", town, on: connection)
            let day = try #require(CivilDay("2026-11-24"))
            let id = try #require(
                try AccountQueries.order(.debit, of: town.community, on: day, by: EnergyTown.author, on: connection))
            let order = try #require(
                try AccountQueries.orders(of: town.community.id, on: connection).first { $0.id == id })
            let reference = "\(order.message)-\(town.parties["m2"] ?? 0)"
            let collected = try Self.take([Line(cents: order.cents, batch: order.message)], town, on: connection)
            #expect(collected.counts == [.confirmed: 1])
            #expect(try Self.balance("m2", town, on: connection) == 0, "it is not booked a second time")
            let back = Line(cents: -owed, end: reference, reason: "MD06", reference: "R1")
            #expect(try Self.take([back], town, on: connection).counts == [.returned: 1])
            #expect(try Self.balance("m2", town, on: connection) == owed)
            let done = try StatementQueries.done(of: town.community.id, limit: 9, on: connection)
            #expect(done.first { $0.state == .returned }?.reason == "MD06")
            // a second return of the same, and one of something unknown, wait for a person
            let odd = [
                Line(cents: -owed, end: reference, reason: "MD06", reference: "R2"),
                Line(cents: -500, end: "X-1", reason: "AC04", reference: "R3"),
                Line(cents: -owed - 1, end: "", purpose: "Miete", reference: "R4"),
            ]
            #expect(try Self.take(odd, town, on: connection).counts == [.open: 3])
            let notes = try StatementQueries.open(of: town.community.id, on: connection).map(\.note)
            #expect(Set(notes) == [.twice, .unknownPayment, .none])
            #expect(try Self.balance("m2", town, on: connection) == owed)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `too little is booked and said, two parties' bills and a foreign account are not`(_ kind: TestEngine)
        async throws
    {
        try await Self.settled(kind) { connection, town in
            let owed = try Self.balance("m1", town, on: connection)
            let (one, other) = (
                try Self.number("m1", town, on: connection), try Self.number("m3", town, on: connection)
            )
            let report = try Self.take(
                [Line(cents: owed - 100, purpose: one), Line(cents: 777, purpose: "\(one) und \(other)")], town,
                on: connection)
            #expect(report.counts == [.booked: 1, .open: 1])
            #expect(try Self.balance("m1", town, on: connection) == 100)
            let booked = try StatementQueries.done(of: town.community.id, limit: 9, on: connection)
            #expect(booked.map(\.note) == [.otherAmount])
            #expect(throws: EnergyFault.self) {
                try Self.take([Line(cents: 1)], iban: "DE02120300000000202051", town, on: connection)
            }
        }
    }

    @Test(
        arguments: [
            ("1-2026-10-R000012", ["1-2026-10-R000012"]), ("RG 1 2026 10 R000012.", ["1-2026-10-R000012"]),
            ("12026-\n10R00 0012", ["1-2026-10-R000012"]), ("11-2026-10-R000012", []), ("1-2026-10-R0000123", []),
            ("1-2026-10-R000012-S2", ["1-2026-10-R000012-S2"]), ("", []),
            ("1-2026-10-R000012, 1-2026-10-P000003", ["1-2026-10-R000012", "1-2026-10-P000003"]),
        ] as [(String, [String])])
    func `numbers of bills are found however they are written`(_ text: String, _ expected: [String]) {
        let numbers = BillNumbers(["1-2026-10-R000012", "1-2026-10-R000012-S2", "1-2026-10-P000003"])
        #expect(numbers.found(in: text) == expected)
    }

    @Test(arguments: TestEngine.allCases)
    func `bookkeeping gets all papers and payments, and they make the balances`(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { connection, town in
            let number = try Self.number("m1", town, on: connection)
            _ = try Self.take([Line(cents: 100, name: "=2+3", purpose: number)], town, on: connection)
            let days = try #require(CivilDay("2026-01-01"))...(try #require(CivilDay("2026-12-31")))
            let bytes = try Postings.bytes(of: town.community.id, days, on: connection)
            let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(separator: "\n")
            let columns = Postings.head.split(separator: ";").count
            #expect(
                lines.count > 8
                    && lines.allSatisfy { $0.split(separator: ";", omittingEmptySubsequences: false).count == columns })
            let sum = lines.dropFirst().reduce(0) {
                $0 + (Int($1.split(separator: ";", omittingEmptySubsequences: false)[9]) ?? 0)
            }
            let balances = try AccountQueries.accounts(of: town.community.id, on: connection).reduce(0) {
                $0 + $1.balance
            }
            #expect(sum == balances)
            #expect(lines.last?.contains(";'=2+3") == true, "never a formula: \(lines.last ?? "")")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the ledger's tiles hold what was signed`(_ kind: TestEngine) async throws {
        try await Self.settled(kind) { connection, _ in
            let signed = try #require(try EnergyLedger.log.newestCheckpoint(on: connection)).checkpoint
            let size = Int(signed.size)
            #expect(size > 3 && size < 256)
            let nodes = try #require(try EnergyLedger.tile("tile/0/000.p/\(size)", on: connection))
            let tree = TiledTree { _, _ in try TileBytes.digests(nodes) }
            #expect(try tree.root(size: signed.size) == signed.root)
            let entries = try Tile.entries(
                ofBundle: try #require(try EnergyLedger.tile("tile/entries/000.p/\(size)", on: connection)))
            #expect(entries.map { SHA256.leaf($0) } == (try TileBytes.digests(nodes)))
            for path in [
                "tile/0/000", "tile/0/000.p/\(size + 1)", "tile/1/000.p/1", "tile/entries/000", "tile/0/x", "**",
            ] {
                #expect(try EnergyLedger.tile(path, on: connection) == nil, "\(path)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `sums are told of five members or more, to who may see them`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            let town = try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                _ = try town.settle(on: connection)
                return town
            }
            let window = InstantInterval(
                start: try Instant(iso8601: "2026-09-30T22:00:00Z"), end: try Instant(iso8601: "2026-10-31T23:00:00Z"))
            func value(_ measure: SharingIndicator.Measure, _ reader: Reader, _ window: InstantInterval) async throws
                -> AggregateValue?
            {
                try await SharingIndicator.find(
                    town.community.id, measure, for: reader, in: EnergyTown.berlin, on: engine)?
                    .aggregate(.sum, over: window, for: reader)
            }
            let bills = EnergyOracle.part("month", "run2", "bills")
            let shared = bills.names.reduce(0) { $0 + (bills[$1]?.whole("sharedWh") ?? 0) }
            let used = bills.names.reduce(0) { $0 + (bills[$1]?.whole("totalWh") ?? 0) }
            let part = try #require(try await value(.part, .system, window))
            #expect(part.value == 100 * Double(shared) / Double(used) && part.coverage == 1 && part.count == 1)
            #expect(try await value(.shared, .system, window)?.value == Double(shared) / 1000)
            // a window that cuts a run has none of it
            let cut = InstantInterval(start: window.start, end: try Instant(iso8601: "2026-10-30T23:00:00Z"))
            #expect(try await value(.used, .system, cut)?.value == nil)
            #expect(try await value(.used, .anonymous, window) == nil, "nobody else sees them")
            try await engine.write { connection in
                var terms = EnergyTown.terms(.cascade)
                terms.opensSums = true
                try EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                    .set(terms, from: EnergyTown.day(1))
            }
            #expect(try await value(.used, .anonymous, window)?.value == Double(used) / 1000)
            // with two of six gone from the papers it is four: no sum
            try await engine.write { connection in
                try connection.execute(
                    """
                    UPDATE energy_document SET party = \(town.parties["m1"] ?? 0)
                    WHERE party IN (\(town.parties["m2"] ?? 0), \(town.parties["m3"] ?? 0))
                    """)
            }
            #expect(try await value(.used, .system, window)?.value == nil)
        }
    }
}
