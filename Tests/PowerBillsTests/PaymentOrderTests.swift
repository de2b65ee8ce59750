// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import PowerBills
import Testing
import Wire

/// What banks are asked to do, against the worked month's sums.
@Suite("Payment orders")
struct PaymentOrderTests {
    static let now = Instant(seconds: 1_794_300_000)

    static func payment(_ name: String, _ cents: Int, iban: String = "DE02120300000000202051") -> PaymentOrder.Payment {
        PaymentOrder.Payment(
            reference: "O1-\(name)", cents: cents, name: name, iban: iban, purpose: "Bürgerstrom 2026-10",
            mandate: CivilDay("2026-01-02").map { ("M-\(name)", $0) })
    }

    static func order(_ kind: PaymentOrder.Kind, _ payments: [PaymentOrder.Payment]) throws -> PaymentOrder? {
        PaymentOrder(
            kind, message: "ALLMENDE-1-1", created: now, day: try #require(CivilDay("2026-11-24")),
            name: "Stadtwerk Lindenau", iban: "DE89370400440532013000", creditor: "DE98ZZZ09999999999",
            payments: payments)
    }

    @Test(
        "the worked balances: what is collected, what is paid, and nothing for nought",
        .enabled(if: EnergyOracle.isThere))
    func worked() throws {
        let bills = EnergyOracle.part("month", "run2", "bills")
        let instalments = EnergyOracle.part("sepa", "instalmentsCent")
        let balances = instalments.names.map { member in
            (name: member, cents: (bills[member]?.whole("gross") ?? 0) - instalments.whole(member))
        }
        let credits = EnergyOracle.part("month", "run2", "credits")
        for kind in PaymentOrder.Kind.allCases {
            let owed =
                kind == .transfer ? credits.names.map { (name: $0, cents: -(credits[$0]?.whole("gross") ?? 0)) } : []
            let payments = (balances + owed).map { one in
                Self.payment(one.name, kind == .debit ? one.cents : -one.cents)
            }
            let order = try #require(try Self.order(kind, payments))
            let expected = EnergyOracle.part("sepa", kind.rawValue)
            #expect(order.payments.count == expected.whole("NbOfTxs"))
            #expect(ElectronicBill.money(order.sum) == expected.text("CtrlSum"))
            let worked = expected.list("transactions").map { one in
                [one.text("member") + one.text("producer"), one.text("InstdAmt")]
            }
            #expect(order.payments.map { [$0.name, ElectronicBill.money($0.cents)] } == worked)
            let text = String(decoding: order.bytes, as: UTF8.self)
            #expect(
                text.contains(
                    "<NbOfTxs>\(order.payments.count)</NbOfTxs><CtrlSum>\(expected.text("CtrlSum"))</CtrlSum>"))
        }
        #expect(try Self.order(.debit, [Self.payment("a", 0)]) == nil)
    }

    @Test(
        "worked account numbers hold, and each with two digits changed places does not",
        .enabled(if: EnergyOracle.isThere))
    func ibans() {
        let worked = EnergyOracle.part("sepa", "iban")
        for member in worked.names {
            let text = worked[member]?.text("iban") ?? ""
            #expect(IBAN(text)?.description == text)
            var characters = Array(text)
            for place in 4..<21 where characters[place] != characters[place + 1] {
                characters.swapAt(place, place + 1)
                #expect(IBAN(String(characters)) == nil, "\(String(characters))")
                characters.swapAt(place, place + 1)
            }
        }
        #expect(IBAN("DE89 3704 0044 0532 0130 00") != nil && IBAN("DE8937040044053201300") == nil && IBAN("") == nil)
        #expect(CreditorIdentifier("DE98ZZZ09999999999") != nil && CreditorIdentifier("DE98ABC09999999999") != nil)
        #expect(CreditorIdentifier("DE99ZZZ09999999999") == nil)
    }

    @Test(
        "days on which banks work",
        arguments: [
            ("2026-04-03", "2026-04-07"), ("2026-05-01", "2026-05-04"), ("2026-12-25", "2026-12-28"),
            ("2027-01-01", "2027-01-04"), ("2026-11-28", "2026-11-30"), ("2026-11-24", "2026-11-24"),
            ("2027-03-26", "2027-03-30"), ("2024-03-29", "2024-04-02"),
        ])
    func bankingDays(_ day: String, _ first: String) throws {
        #expect(BankingDay.first(from: try #require(CivilDay(day))).description == first)
    }

    @Test(
        "names stay those of the mandates",
        arguments: [
            ("Jörg Weiß & Söhne", "Jörg Weiß & Söhne"), ("René Łoś", "Rene  os"), ("A<b>", "A b"), (" x ", "x"),
        ])
    func names(_ name: String, _ written: String) {
        #expect(PaymentOrder.plain(name, 70) == written)
    }
}
