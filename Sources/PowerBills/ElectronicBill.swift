// SPDX-License-Identifier: EUPL-1.2
import Metering
package import Settlement

/// A bill or credit as XRechnung 3.0 in the syntax CII: EN 16931 with the rules for Germany.
///
/// Made from the stored record alone, so that it says what the ledger speaks for.
package struct ElectronicBill: Sendable {
    /// What an electronic bill needs and the record does not have.
    package enum Missing: String, Sendable, Hashable, CaseIterable {
        case sellerPerson = "seller-person"
        case sellerPhone = "seller-phone"
        case sellerMail = "seller-mail"
        case sellerTax = "seller-tax"
        case sellerPlace = "seller-place"
        case buyerMail = "buyer-mail"
        case buyerReference = "buyer-reference"
        case buyerPlace = "buyer-place"
        case payeeIBAN = "payee-iban"
    }

    package let bill: PowerDocument
    /// Cents that were paid before.
    package let prepaid: Int

    package init(_ bill: PowerDocument, prepaid: Int = 0) { (self.bill, self.prepaid) = (bill, prepaid) }

    /// Who sells: the provider its bills, the operator of a plant what a credit is for.
    private var seller: PowerDocument.Address { bill.kind.isBill ? bill.issuer : bill.recipient }
    private var buyer: PowerDocument.Address { bill.kind.isBill ? bill.recipient : bill.issuer }

    /// The seller's number at the tax office where there is no VAT identifier; a credit is by the operator's own.
    private var taxNumber: String { bill.kind.isBill ? bill.taxNumber : "" }

    /// A credit's reference is the operator's, who asked for it.
    private var reference: String { bill.recipient.contact.reference }

    /// What is missing; empty where the bill can be written.
    package var missing: [Missing] {
        var missing: [Missing] = []
        func need(_ what: Missing, _ isThere: Bool) { if !isThere { missing.append(what) } }
        need(.sellerPerson, !seller.contact.person.isEmpty)
        need(.sellerPhone, seller.contact.phone.count { $0.isNumber } >= 3)
        need(.sellerMail, seller.contact.mail.contains("@"))
        need(.sellerTax, !seller.contact.vatId.isEmpty || !taxNumber.isEmpty)
        need(.sellerPlace, Self.town(seller.place) != nil && !seller.street.isEmpty)
        need(.buyerMail, buyer.contact.mail.contains("@"))
        need(.buyerReference, !reference.isEmpty)
        need(.buyerPlace, Self.town(buyer.place) != nil)
        need(.payeeIBAN, bill.mandate != nil || !seller.contact.iban.isEmpty)
        return missing
    }

    /// The message; nil where something is missing.
    package var bytes: [UInt8]? {
        guard missing.isEmpty else { return nil }
        var xml = XMLWriter()
        xml.begin("rsm:CrossIndustryInvoice", Self.spaces)
        head(&xml)
        xml.begin("rsm:SupplyChainTradeTransaction")
        for (index, line) in bill.lines.enumerated() { write(line, number: index + 1, &xml) }
        agreement(&xml)
        xml.begin("ram:ApplicableHeaderTradeDelivery")
        xml.begin("ram:ActualDeliverySupplyChainEvent")
        date("ram:OccurrenceDateTime", bill.days.upperBound, &xml)
        xml.end(2)
        settlement(&xml)
        xml.end(2)
        return xml.bytes
    }

    /// `12345 Musterstadt` in its parts.
    package static func town(_ place: String) -> (postcode: String, city: String)? {
        let parts = place.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.count == 5, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    // MARK: - Parts

    private var typeCode: String {
        switch bill.kind {
        case .bill: "380"
        // a self-billed invoice (Gutschrift); taken back it is one with opposite signs
        case .credit, .creditReversal: "389"
        case .billReversal: "384"
        }
    }

    private static let spaces: [(name: String, value: String)] = [
        ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
        ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
        ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
    ]

    private func head(_ xml: inout XMLWriter) {
        xml.begin("rsm:ExchangedDocumentContext")
        xml.leaf(
            in: ["ram:BusinessProcessSpecifiedDocumentContextParameter"], "ram:ID",
            "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
        xml.leaf(
            in: ["ram:GuidelineSpecifiedDocumentContextParameter"], "ram:ID",
            "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0")
        xml.end()
        xml.begin("rsm:ExchangedDocument")
        xml.leaf("ram:ID", bill.number)
        xml.leaf("ram:TypeCode", typeCode)
        date("ram:IssueDateTime", bill.issued, &xml)
        xml.end()
    }

    private func write(_ line: PowerDocument.Line, number: Int, _ xml: inout XMLWriter) {
        let isDays = line.kind.measure == .days
        let unit = [(name: "unitCode", value: isDays ? "DAY" : "KWH")]
        let basis = isDays ? String(BillCheck.daysOfYear(line.days.lowerBound)) : "1"
        xml.begin("ram:IncludedSupplyChainTradeLineItem")
        xml.leaf(in: ["ram:AssociatedDocumentLineDocument"], "ram:LineID", String(number))
        xml.leaf(in: ["ram:SpecifiedTradeProduct"], "ram:Name", Self.name(line.kind))
        xml.begin("ram:SpecifiedLineTradeAgreement")
        xml.begin("ram:NetPriceProductTradePrice")
        xml.leaf("ram:ChargeAmount", Self.decimal(line.price, isDays ? 2 : 5))
        xml.leaf("ram:BasisQuantity", basis, unit)
        xml.end(2)
        xml.begin("ram:SpecifiedLineTradeDelivery")
        xml.leaf("ram:BilledQuantity", isDays ? String(line.quantity) : Self.decimal(line.quantity, 3), unit)
        xml.end()
        xml.begin("ram:SpecifiedLineTradeSettlement")
        xml.begin("ram:ApplicableTradeTax")
        xml.leaf("ram:TypeCode", "VAT")
        xml.leaf("ram:CategoryCode", category(line.vat))
        xml.leaf("ram:RateApplicablePercent", String(line.vat))
        xml.end()
        xml.leaf(
            in: ["ram:SpecifiedTradeSettlementLineMonetarySummation"], "ram:LineTotalAmount", Self.money(line.net))
        xml.end(2)
    }

    private func agreement(_ xml: inout XMLWriter) {
        xml.begin("ram:ApplicableHeaderTradeAgreement")
        xml.leaf("ram:BuyerReference", reference)
        party("ram:SellerTradeParty", seller, isSeller: true, &xml)
        party("ram:BuyerTradeParty", buyer, isSeller: false, &xml)
        xml.end()
    }

    private func party(_ name: String, _ one: PowerDocument.Address, isSeller: Bool, _ xml: inout XMLWriter) {
        let contact = one.contact
        xml.begin(name)
        xml.leaf("ram:Name", one.name)
        if isSeller {
            xml.begin("ram:DefinedTradeContact")
            xml.leaf("ram:PersonName", contact.person)
            xml.leaf(in: ["ram:TelephoneUniversalCommunication"], "ram:CompleteNumber", contact.phone)
            xml.leaf(in: ["ram:EmailURIUniversalCommunication"], "ram:URIID", contact.mail)
            xml.end()
        }
        let town = Self.town(one.place)
        xml.begin("ram:PostalTradeAddress")
        xml.leaf("ram:PostcodeCode", town?.postcode ?? "")
        if !one.street.isEmpty { xml.leaf("ram:LineOne", one.street) }
        xml.leaf("ram:CityName", town?.city ?? "")
        xml.leaf("ram:CountryID", "DE")
        xml.end()
        xml.begin("ram:URIUniversalCommunication")
        xml.leaf("ram:URIID", contact.mail, [("schemeID", "EM")])
        xml.end()
        if isSeller {
            xml.begin("ram:SpecifiedTaxRegistration")
            if contact.vatId.isEmpty {
                xml.leaf("ram:ID", taxNumber, [("schemeID", "FC")])
            } else {
                xml.leaf("ram:ID", contact.vatId, [("schemeID", "VA")])
            }
            xml.end()
        }
        xml.end()
    }

    private func settlement(_ xml: inout XMLWriter) {
        let mandate = bill.kind.isBill ? bill.mandate : nil
        xml.begin("ram:ApplicableHeaderTradeSettlement")
        if let mandate { xml.leaf("ram:CreditorReferenceID", mandate.creditor) }
        xml.leaf("ram:InvoiceCurrencyCode", "EUR")
        xml.begin("ram:SpecifiedTradeSettlementPaymentMeans")
        xml.leaf("ram:TypeCode", mandate == nil ? "58" : "59")
        if let mandate {
            xml.leaf(in: ["ram:PayerPartyDebtorFinancialAccount"], "ram:IBANID", mandate.iban)
        } else {
            xml.leaf(in: ["ram:PayeePartyCreditorFinancialAccount"], "ram:IBANID", seller.contact.iban)
        }
        xml.end()
        for tax in bill.taxes { write(tax, &xml) }
        xml.begin("ram:BillingSpecifiedPeriod")
        date("ram:StartDateTime", bill.days.lowerBound, &xml)
        date("ram:EndDateTime", bill.days.upperBound, &xml)
        xml.end()
        if bill.due != nil || mandate != nil {
            xml.begin("ram:SpecifiedTradePaymentTerms")
            if let due = bill.due { date("ram:DueDateDateTime", due, &xml) }
            if let mandate { xml.leaf("ram:DirectDebitMandateID", mandate.reference) }
            xml.end()
        }
        xml.begin("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
        xml.leaf("ram:LineTotalAmount", Self.money(bill.net))
        xml.leaf("ram:TaxBasisTotalAmount", Self.money(bill.net))
        xml.leaf("ram:TaxTotalAmount", Self.money(bill.vat), [("currencyID", "EUR")])
        xml.leaf("ram:GrandTotalAmount", Self.money(bill.gross))
        if prepaid != 0 { xml.leaf("ram:TotalPrepaidAmount", Self.money(prepaid)) }
        xml.leaf("ram:DuePayableAmount", Self.money(bill.gross - prepaid))
        xml.end()
        if let reverses = bill.reverses {
            xml.leaf(in: ["ram:InvoiceReferencedDocument"], "ram:IssuerAssignedID", reverses)
        }
        xml.end()
    }

    private func write(_ tax: PowerDocument.TaxLine, _ xml: inout XMLWriter) {
        xml.begin("ram:ApplicableTradeTax")
        xml.leaf("ram:CalculatedAmount", Self.money(tax.vat))
        xml.leaf("ram:TypeCode", "VAT")
        if category(tax.percent) == "E" {
            xml.leaf("ram:ExemptionReason", "Steuerfrei nach § 19 UStG (Kleinunternehmer)")
        }
        xml.leaf("ram:BasisAmount", Self.money(tax.net))
        xml.leaf("ram:CategoryCode", category(tax.percent))
        xml.leaf("ram:RateApplicablePercent", String(tax.percent))
        xml.end()
    }

    // MARK: - Pieces

    /// Standard rate; a small business's turnover is exempt; any other nought is a rate of nought.
    private func category(_ percent: Int) -> String { percent > 0 ? "S" : bill.kind.isBill ? "Z" : "E" }

    private func date(_ name: String, _ day: CivilDay, _ xml: inout XMLWriter) {
        xml.begin(name)
        xml.leaf("udt:DateTimeString", "\(day)".filter { $0 != "-" }, [("format", "102")])
        xml.end()
    }

    /// Cents as `38.67`.
    package static func money(_ cents: Int) -> String {
        let rest = String(cents.magnitude % 100)
        return (cents < 0 ? "-" : "") + "\(cents.magnitude / 100)." + (rest.count < 2 ? "0" : "") + rest
    }

    /// A whole number of units of `10^-places`, without zeros at the end.
    package static func decimal(_ value: Int, _ places: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        var fraction = padded.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + padded.dropLast(places) + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// As it stands on a German bill.
    package static func name(_ kind: LineKind) -> String {
        switch kind {
        case .community: "Gemeinschaftsstrom"
        case .fee: "Dienstleistung der Gemeinschaft"
        case .residual: "Reststrom"
        case .grid: "Netzentgelt Arbeitspreis"
        case .kwkg: "KWKG-Umlage"
        case .offshore: "Offshore-Netzumlage"
        case .specialGridUse: "Aufschlag besondere Netznutzung"
        case .electricityTax: "Stromsteuer"
        case .concession: "Konzessionsabgabe"
        case .base: "Grundpreis"
        }
    }
}
