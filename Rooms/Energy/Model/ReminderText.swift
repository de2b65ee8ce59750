// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Metering
import PowerBills
import Settlement

/// What a reminder says: what is open since when and how to pay it. Members read German; no fee, no threat.
struct ReminderText: Sendable {
    let sharing: String
    let name: String
    let items: [PartyAccount.Overdue]
    let number: Int
    let today: CivilDay
    let provider: Terms

    /// Bills that a reminder names one by one; more would be longer than a notice may be.
    private static let most = 40

    var body: String {
        let open = Self.euros(items.reduce(0) { $0 + $1.cents })
        let which = number == 1 ? "Zahlungserinnerung" : "\(number). Zahlungserinnerung"
        var lines = ["\(which) vom \(Words.day(today).german)", "", "Guten Tag, \(name),", ""]
        lines.append(
            "nach unseren Büchern ist von Ihren Rechnungen der Gemeinschaft „\(sharing)“ noch etwas offen:")
        lines += items.prefix(Self.most).map { item in
            let days = today.number - item.due.number
            let what =
                item.reference.isEmpty
                ? "Übertrag vom \(Words.day(item.issued).german)"
                : "Rechnung \(item.reference) vom \(Words.day(item.issued).german)"
            return
                "– \(what), fällig am \(Words.day(item.due).german) (seit \(days == 1 ? "einem Tag" : "\(days) Tagen")): \(Self.euros(item.cents))"
        }
        if items.count > Self.most { lines.append("– und \(items.count - Self.most) weitere") }
        lines += ["Zusammen offen: \(open)", "", payment(open), ""]
        lines.append(
            "Haben Sie inzwischen bezahlt, ist dieses Schreiben erledigt. Stimmt etwas nicht, melden Sie sich bitte\(contact)."
        )
        lines += ["", "\(provider.provider), \(provider.street), \(provider.place)"]
        return lines.joined(separator: "\n")
    }

    private func payment(_ open: String) -> String {
        let iban = provider.contact.iban
        guard !iban.isEmpty else {
            return
                "\(provider.provider) hat kein Konto genannt: Bitte fragen Sie vor dem Überweisen dort nach der IBAN."
        }
        let numbers = items.prefix(3).map(\.reference).filter { !$0.isEmpty }
        let purpose = numbers.isEmpty ? sharing : numbers.joined(separator: ", ")
        return
            "Bitte überweisen Sie \(open) an \(provider.provider), IBAN \(IBAN.spaced(iban)), Verwendungszweck \(purpose)."
    }

    private var contact: String {
        let ways = [provider.contact.phone, provider.contact.mail].filter { !$0.isEmpty }
        return ways.isEmpty ? "" : ": \(ways.joined(separator: ", "))"
    }

    private static func euros(_ cents: Int) -> String {
        Numerals.german.number(Double(cents) / 100, decimals: 2) + "\u{202F}€"
    }
}
