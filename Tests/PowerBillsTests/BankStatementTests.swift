// SPDX-License-Identifier: EUPL-1.2
import PowerBills
import Testing

/// Statements of account as banks write them, and what is refused of them.
@Suite("Statements of account")
struct BankStatementTests {
    static let iban = "DE89370400440532013000"

    static func statement(
        _ entries: [String], balances: (Int, Int)? = nil, iban: String = iban, version: String = "08", head: String = ""
    ) -> [UInt8] {
        func balance(_ code: String, _ cents: Int) -> String {
            """
            <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(abs(cents) / 100).\(abs(cents) % 100 / 10)\(abs(cents) % 10)</Amt>\
            <CdtDbtInd>\(cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>2026-11-24</Dt></Dt></Bal>
            """
        }
        let sums = balances.map { balance("OPBD", $0.0) + balance("CLBD", $0.1) } ?? ""
        return Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>\(head)
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(version)"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
            <Stmt><Id>2026-11</Id><Acct><Id><IBAN>\(iban)</IBAN></Id><Ccy>EUR</Ccy></Acct>\(sums)\(entries.joined())</Stmt>
            </BkToCstmrStmt></Document>
            """.utf8)
    }

    static func entry(
        _ amount: String, _ direction: String = "CRDT", day: String = "2026-11-24", currency: String = "EUR",
        state: String = "<Cd>BOOK</Cd>", details: String = ""
    ) -> String {
        """
        <Ntry><Amt Ccy="\(currency)">\(amount)</Amt><CdtDbtInd>\(direction)</CdtDbtInd><Sts>\(state)</Sts>\
        <BookgDt><Dt>\(day)</Dt></BookgDt><NtryDtls>\(details)</NtryDtls></Ntry>
        """
    }

    static func part(
        _ purpose: String = "", end: String = "NOTPROVIDED", name: String = "", iban: String = "", amount: String = "",
        reason: String = "", original: String = "", other: String = "Dbtr"
    ) -> String {
        let back = reason.isEmpty ? "" : "<RtrInf><Rsn><Cd>\(reason)</Cd></Rsn></RtrInf>"
        let instructed =
            original.isEmpty
            ? "" : "<AmtDtls><InstdAmt><Amt Ccy=\"EUR\">\(original)</Amt></InstdAmt></AmtDtls>"
        let size = amount.isEmpty ? "" : "<Amt Ccy=\"EUR\">\(amount)</Amt>"
        return """
            <TxDtls><Refs><EndToEndId>\(end)</EndToEndId></Refs>\(size)\(instructed)<RltdPties><\(other)><Pty><Nm>\(name)</Nm></Pty>\
            </\(other)><\(other)Acct><Id><IBAN>\(iban)</IBAN></Id></\(other)Acct></RltdPties>\
            <RmtInf><Ustrd>\(purpose)</Ustrd></RmtInf>\(back)</TxDtls>
            """
    }

    private static func fault(_ bytes: [UInt8]) -> BankStatementError? {
        do throws(BankStatementError) {
            _ = try BankStatement.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `movements to the cent, with what they are matched by`() throws {
        let details = Self.part(
            "Rechnung 1-2026 &amp; Dank", end: "E-1", name: "Eva M\u{FC}ller", iban: "DE02120300000000202051")
        let read = try BankStatement.read(
            Self.statement([Self.entry("12.5", details: details), Self.entry("0.07", "DBIT")], balances: (-100, 1143)))
        let movements = try #require(read.first).movements
        #expect(movements.map(\.cents) == [1250, -7] && read.first?.iban == Self.iban)
        #expect(movements[0].endToEnd == "E-1" && movements[0].name == "Eva Müller")
        #expect(movements[0].purpose == "Rechnung 1-2026 & Dank" && movements[0].iban == "DE02120300000000202051")
        #expect(Set(movements.map(\.key)).count == 2)
    }

    @Test func `the older version says states and names otherwise, and what is only announced is no movement`() throws {
        let details = "<TxDtls><RltdPties><Dbtr><Nm>Alt</Nm></Dbtr></RltdPties></TxDtls>"
        let read = try BankStatement.read(
            Self.statement(
                [
                    Self.entry("1.00", state: "BOOK", details: details), Self.entry("2.00", state: "PDNG"),
                    Self.entry("3.00", state: "<Cd>PDNG</Cd>"),
                ], version: "02"))
        #expect(read.flatMap(\.movements).map(\.cents) == [100] && read.first?.movements.first?.name == "Alt")
    }

    @Test func `a collective booking is its parts when they make the whole, else one`() throws {
        let parts = [Self.part("a", amount: "1.00"), Self.part("b", amount: "2.50")]
        let read = try BankStatement.read(
            Self.statement([
                Self.entry("3.50", details: parts.joined()), Self.entry("4.00", details: parts.joined()),
            ]))
        let movements = read.flatMap(\.movements)
        #expect(movements.map(\.cents) == [100, 250, 400] && movements.map(\.place) == ["1.1", "1.2", "2"])
    }

    @Test func `a return has its reason and what was collected, and equal movements are two`() throws {
        let back = Self.entry(
            "23.00", "DBIT",
            details: Self.part(end: "A-1", name: "X", amount: "23.00", reason: "AM04", original: "20.00"))
        let same = Self.entry("5.00", details: Self.part("Strom"))
        let movements = try BankStatement.read(Self.statement([back, same, same])).flatMap(\.movements)
        #expect(movements[0].isReturn && movements[0].reason == "AM04" && movements[0].originalCents == 2000)
        #expect(Set(movements.map(\.key)).count == 3)
        let again = try BankStatement.read(Self.statement([same, back])).flatMap(\.movements)
        #expect(Set(again.map(\.key)).isSubset(of: movements.map(\.key)), "in another statement they are the same")
    }

    @Test(
        arguments: [
            (Array("<a>".utf8), .notXML), (Array("<Document/>".utf8), .noStatement), ([], .notXML),
            (statement([], head: "<!DOCTYPE Document [<!ENTITY a \"b\">]>"), .documentType),
            (statement([], iban: "DE00"), .noAccount),
            (statement([entry("1.00", currency: "USD")]), .currency("USD", place: "Ntry 1")),
            (statement([entry("1.005")]), .amount("1.005", place: "Ntry 1")),
            (statement([entry("-1.00")]), .amount("-1.00", place: "Ntry 1")),
            (statement([entry("1,00")]), .amount("1,00", place: "Ntry 1")),
            (statement([entry("1.00", "BOTH")]), .direction("BOTH", place: "Ntry 1")),
            (statement([entry("1.00", day: "2026-02-30")]), .day("2026-02-30", place: "Ntry 1")),
            (statement([entry("1.00")], balances: (0, 250)), .balance(stated: 250, found: 100)),
        ] as [([UInt8], BankStatementError)])
    func `what is no statement is refused with its place`(_ bytes: [UInt8], _ expected: BankStatementError) {
        #expect(Self.fault(bytes) == expected)
    }

    @Test func `an entity that a document brings with it is never read`() {
        // behind a long comment, where no look at the beginning finds it
        let hidden = "<!--" + String(repeating: " ", count: 5000) + "--><!DOCTYPE D [<!ENTITY a \"b\">]>"
        let bytes = Self.statement([Self.entry("1.00", details: Self.part("&a;"))], head: hidden)
        #expect(Self.fault(bytes) != nil)
    }
}
