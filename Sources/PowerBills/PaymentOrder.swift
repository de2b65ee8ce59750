// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import Metering
package import Wire

/// What a bank is asked to do: collect by mandates (pain.008.001.08), or pay (pain.001.001.09).
package struct PaymentOrder: Sendable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case debit = "pain.008"
        case transfer = "pain.001"

        package var schema: String { self == .debit ? "pain.008.001.08" : "pain.001.001.09" }
    }

    /// One payment; a sum of nought is none.
    package struct Payment: Sendable, Hashable {
        /// Of the bank statement's line, by which it is found again; at most 35 characters.
        package let reference: String
        package let cents: Int
        package let name: String
        package let iban: String
        package let purpose: String
        /// Of a debit only.
        package let mandate: (reference: String, signed: CivilDay)?

        package init(
            reference: String, cents: Int, name: String, iban: String, purpose: String,
            mandate: (reference: String, signed: CivilDay)? = nil
        ) {
            (self.reference, self.cents, self.name) = (reference, cents, name)
            (self.iban, self.purpose, self.mandate) = (iban, purpose, mandate)
        }

        package static func == (left: Payment, right: Payment) -> Bool {
            left.reference == right.reference && left.cents == right.cents && left.iban == right.iban
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(reference) }
    }

    package let kind: Kind
    /// At most 35 characters, given once.
    package let message: String
    package let created: Instant
    package let day: CivilDay
    package let name: String
    package let iban: String
    /// Of debits only.
    package let creditor: String
    package let payments: [Payment]

    /// Nil where nothing is to be paid.
    package init?(
        _ kind: Kind, message: String, created: Instant, day: CivilDay, name: String, iban: String, creditor: String,
        payments: [Payment]
    ) {
        let real = payments.filter { $0.cents > 0 }
        guard !real.isEmpty else { return nil }
        (self.kind, self.message, self.created, self.day) = (kind, message, created, day)
        (self.name, self.iban, self.creditor, self.payments) = (name, iban, creditor, real)
    }

    package var sum: Int { payments.reduce(0) { $0 + $1.cents } }

    /// What a mandate that nobody has used for so long no longer allows.
    package static let mandateMonths = 36

    // MARK: - As XML

    package var bytes: [UInt8] {
        var xml = XMLWriter()
        xml.begin("Document", [("xmlns", "urn:iso:std:iso:20022:tech:xsd:\(kind.schema)")])
        xml.begin(kind == .debit ? "CstmrDrctDbtInitn" : "CstmrCdtTrfInitn")
        xml.begin("GrpHdr")
        xml.leaf("MsgId", message)
        // whole seconds: banks refuse fractions
        xml.leaf("CreDtTm", Instant(microseconds: created.microseconds / 1_000_000 * 1_000_000).iso8601)
        counts(&xml)
        xml.leaf(in: ["InitgPty"], "Nm", Self.plain(name, 70))
        xml.end()
        xml.begin("PmtInf")
        xml.leaf("PmtInfId", message)
        xml.leaf("PmtMtd", kind == .debit ? "DD" : "TRF")
        counts(&xml)
        xml.begin("PmtTpInf")
        xml.leaf(in: ["SvcLvl"], "Cd", "SEPA")
        switch kind {
        case .debit:
            xml.leaf(in: ["LclInstrm"], "Cd", "CORE")
            xml.leaf("SeqTp", "RCUR")
            xml.end()
            xml.leaf("ReqdColltnDt", "\(day)")
            xml.leaf(in: ["Cdtr"], "Nm", Self.plain(name, 70))
            account("Cdtr", iban, &xml)
            xml.leaf("ChrgBr", "SLEV")
            for one in ["CdtrSchmeId", "Id", "PrvtId", "Othr"] { xml.begin(one) }
            xml.leaf("Id", creditor)
            xml.leaf(in: ["SchmeNm"], "Prtry", "SEPA")
            xml.end(4)
            for payment in payments { debit(payment, &xml) }
        case .transfer:
            xml.end()
            xml.leaf(in: ["ReqdExctnDt"], "Dt", "\(day)")
            xml.leaf(in: ["Dbtr"], "Nm", Self.plain(name, 70))
            account("Dbtr", iban, &xml)
            xml.leaf("ChrgBr", "SLEV")
            for payment in payments { transfer(payment, &xml) }
        }
        xml.end(3)
        return xml.bytes
    }

    private func counts(_ xml: inout XMLWriter) {
        xml.leaf("NbOfTxs", String(payments.count))
        xml.leaf("CtrlSum", ElectronicBill.money(sum))
    }

    private func debit(_ payment: Payment, _ xml: inout XMLWriter) {
        xml.begin("DrctDbtTxInf")
        xml.leaf(in: ["PmtId"], "EndToEndId", payment.reference)
        xml.leaf("InstdAmt", ElectronicBill.money(payment.cents), [("Ccy", "EUR")])
        xml.begin("DrctDbtTx")
        xml.begin("MndtRltdInf")
        xml.leaf("MndtId", payment.mandate?.reference ?? "")
        xml.leaf("DtOfSgntr", payment.mandate.map { "\($0.signed)" } ?? "")
        xml.end(2)
        agent("Dbtr", &xml)
        xml.leaf(in: ["Dbtr"], "Nm", Self.plain(payment.name, 70))
        xml.leaf(in: ["DbtrAcct", "Id"], "IBAN", payment.iban)
        xml.leaf(in: ["RmtInf"], "Ustrd", Self.plain(payment.purpose, 140))
        xml.end()
    }

    private func transfer(_ payment: Payment, _ xml: inout XMLWriter) {
        xml.begin("CdtTrfTxInf")
        xml.leaf(in: ["PmtId"], "EndToEndId", payment.reference)
        xml.begin("Amt")
        xml.leaf("InstdAmt", ElectronicBill.money(payment.cents), [("Ccy", "EUR")])
        xml.end()
        xml.leaf(in: ["Cdtr"], "Nm", Self.plain(payment.name, 70))
        xml.leaf(in: ["CdtrAcct", "Id"], "IBAN", payment.iban)
        xml.leaf(in: ["RmtInf"], "Ustrd", Self.plain(payment.purpose, 140))
        xml.end()
    }

    private func account(_ who: String, _ iban: String, _ xml: inout XMLWriter) {
        xml.leaf(in: [who + "Acct", "Id"], "IBAN", iban)
        agent(who, &xml)
    }

    /// The bank follows from the IBAN; its own number is no longer asked for.
    private func agent(_ who: String, _ xml: inout XMLWriter) {
        xml.leaf(in: [who + "Agt", "FinInstnId", "Othr"], "Id", "NOTPROVIDED")
    }

    /// What German banks take: the basic Latin set and umlauts, so that names stay those of the mandates.
    package static func plain(_ text: String, _ length: Int) -> String {
        let taken = Set("ÄÖÜäöüß&*$%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
        let written = text.map { character -> String in
            if taken.contains(character) { return String(character) }
            let base = String(character).decomposedLatin
            return base.allSatisfy { taken.contains($0) } && !base.isEmpty ? base : " "
        }.joined()
        return String(written.prefix(length)).trimmed
    }
}

extension String {
    /// `é` as `e`: the letter without what stands above it.
    fileprivate var decomposedLatin: String {
        String(String.UnicodeScalarView(decomposedStringWithCanonicalMapping.unicodeScalars.filter { $0.isASCII }))
    }
}
