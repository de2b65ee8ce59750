// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import PowerBills
import Settlement
import Testing
import Wire

/// Electronic bills against the worked message, and what of a record is missing for one.
@Suite("Bills as XRechnung")
struct ElectronicBillTests {
    static func day(_ month: Int, _ day: Int) throws -> CivilDay {
        try #require(CivilDay(year: 2026, month: month, day: day))
    }

    static func contact(_ changes: (inout PowerDocument.Contact) -> Void = { _ in }) -> PowerDocument.Contact {
        var contact = PowerDocument.Contact()
        contact.person = "Kundendienst"
        contact.phone = "+49 30 000000"
        contact.mail = "kunden@example.org"
        contact.vatId = "DE123456788"
        contact.iban = "DE02120300000000202051"
        changes(&contact)
        return contact
    }

    /// The worked bill of member m5.
    static func bill(
        kind: PowerDocument.Kind = .bill, vat: Int = 19, issuer: PowerDocument.Contact = contact(),
        recipient: PowerDocument.Contact? = nil, mandate: PowerDocument.Mandate? = nil, reverses: String? = nil
    ) throws -> PowerDocument {
        let october = try day(10, 1)...day(10, 31)
        let kinds: [LineKind] = [
            .community, .community, .fee, .residual, .grid, .kwkg, .offshore, .specialGridUse, .electricityTax,
            .concession, .base,
        ]
        let worked = EnergyOracle.part("invoice", "invoices", "consumer bill m5").list("lines")
        func units(_ text: String, _ places: Int) throws -> Int {
            let parts = text.split(separator: ".")
            let fraction = parts.count > 1 ? String(parts[1]) : ""
            let padded = fraction + String(repeating: "0", count: places - fraction.count)
            return try #require(Int(String(parts[0]) + padded))
        }
        let lines = try zip(kinds, worked).map { kind, line in
            let isDays = kind == .base
            return PowerDocument.Line(
                kind: kind, version: october.lowerBound, days: october,
                quantity: try units(line.text("BT-129"), isDays ? 0 : 3),
                price: try units(line.text("BT-146"), isDays ? 2 : 5), vat: vat,
                net: try units(line.text("BT-131"), 2))
        }
        let net = lines.reduce(0) { $0 + $1.net }
        var buyer = PowerDocument.Contact()
        buyer.mail = "rechnung@example.org"
        buyer.reference = "m5"
        return PowerDocument(
            kind: kind, number: "2026-10-m5", run: "2026-10-01/2026-10-31/1", isProvisional: false,
            issued: try day(11, 10), due: try day(11, 24), subject: "R000005", malo: "41373559241",
            recipient: PowerDocument.Address(
                name: "Backerei Muster", street: "Marktplatz 1", place: "12345 Lindenau", contact: recipient ?? buyer),
            issuer: PowerDocument.Address(
                name: "Stadtwerk Lindenau", street: "Marktplatz 1", place: "12345 Lindenau", contact: issuer),
            taxNumber: "", days: october, total: 1_902_185, shared: 927_161, suppliers: [], lines: lines,
            taxes: [PowerDocument.TaxLine(percent: vat, net: net, vat: vat == 19 ? 9940 : 0)], substitutes: 0,
            seriesHash: "", reverses: reverses, mandate: mandate)
    }

    @Test("the worked bill, character by character", .enabled(if: EnergyOracle.isThere))
    func worked() throws {
        // the worked message has one address for seller and buyer where bills are received, another for questions
        let worked = try #require(EnergyOracle.file("m5-xrechnung.xml"))
        let bytes = try #require(ElectronicBill(try Self.bill(), prepaid: 50_000).bytes)
        let expected = String(decoding: worked, as: UTF8.self).trimmed.replacing(
            "<ram:URIUniversalCommunication><ram:URIID schemeID=\"EM\">rechnung@example.org</ram:URIID></ram:URIUniversalCommunication><ram:SpecifiedTaxRegistration>",
            with:
                "<ram:URIUniversalCommunication><ram:URIID schemeID=\"EM\">kunden@example.org</ram:URIID></ram:URIUniversalCommunication><ram:SpecifiedTaxRegistration>"
        )
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test("what is missing is named, and nothing is written", .enabled(if: EnergyOracle.isThere))
    func missing() throws {
        let changes: [(ElectronicBill.Missing, (inout PowerDocument.Contact) -> Void)] = [
            (.sellerPerson, { $0.person = "" }), (.sellerPhone, { $0.phone = "-" }),
            (.sellerMail, { $0.mail = "kunden" }), (.sellerTax, { $0.vatId = "" }), (.payeeIBAN, { $0.iban = "" }),
        ]
        for (what, change) in changes {
            let one = ElectronicBill(try Self.bill(issuer: Self.contact(change)))
            #expect(one.missing == [what] && one.bytes == nil)
        }
        let household = ElectronicBill(try Self.bill(recipient: PowerDocument.Contact()))
        #expect(household.missing == [.buyerMail, .buyerReference])
    }

    @Test("a credit is self-billed and a small business names why it shows no tax", .enabled(if: EnergyOracle.isThere))
    func credit() throws {
        let both = Self.contact { $0.reference = "m5" }
        let bytes = try #require(ElectronicBill(try Self.bill(kind: .credit, vat: 0, recipient: both)).bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("<ram:TypeCode>389</ram:TypeCode>") && text.contains(">E</ram:CategoryCode>"))
        #expect(text.contains("Steuerfrei nach § 19 UStG (Kleinunternehmer)"))
        // who delivers is the seller, although the other one writes
        #expect(text.contains("<ram:SellerTradeParty><ram:Name>Backerei Muster"))
        let reversal = try Self.bill().reversal(number: "S1", run: "r", issued: try Self.day(11, 20))
        let back = String(decoding: try #require(ElectronicBill(reversal).bytes), as: UTF8.self)
        #expect(back.contains("<ram:TypeCode>384<") && back.contains("<ram:GrandTotalAmount>-622.58<"))
        #expect(back.contains("<ram:IssuerAssignedID>2026-10-m5<") && !back.contains("<ram:ChargeAmount>-"))
    }

    @Test("a mandate is on the bill, in the record and in what is read back", .enabled(if: EnergyOracle.isThere))
    func mandate() throws {
        let mandate = PowerDocument.Mandate(
            reference: "M-5", creditor: "DE98ZZZ09999999999", iban: "DE12500105170648489890")
        let bill = try Self.bill(mandate: mandate)
        #expect(PowerDocument(bill.document) == bill)
        let text = String(decoding: try #require(ElectronicBill(bill).bytes), as: UTF8.self)
        #expect(text.contains("<ram:TypeCode>59<") && text.contains("<ram:DirectDebitMandateID>M-5<"))
        // a record without any of it is written as it always was
        let plain = try Self.bill(issuer: PowerDocument.Contact(), recipient: PowerDocument.Contact())
        #expect(
            plain.document["mandate"] == nil && plain.document["issuer"]?.object?.names == ["name", "street", "place"])
    }

    @Test(
        "numbers as decimals",
        arguments: [(0, 3, "0"), (1, 3, "0.001"), (-1500, 3, "-1.5"), (9600, 2, "96"), (446, 5, "0.00446")])
    func decimals(_ value: Int, _ places: Int, _ text: String) {
        #expect(ElectronicBill.decimal(value, places) == text)
    }
}
