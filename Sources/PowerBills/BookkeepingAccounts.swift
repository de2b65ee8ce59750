// SPDX-License-Identifier: EUPL-1.2
package import Settlement
package import Wire

/// Which accounts a town books shared power on, as its bookkeeper says; nothing of it is guessed.
package struct BookkeepingAccounts: Sendable, Hashable {
    package var consultant = 0
    package var client = 0
    /// The month that the business year begins with.
    package var firstMonth = 1
    /// Digits of an account that is no person's; persons' accounts have one more.
    package var length = 4
    /// `03`, `04`; empty where nobody said.
    package var chart = ""
    package var bank = ""
    /// What operators are credited for.
    package var purchase = ""
    /// The tax keys of what is sold and bought with tax; empty where the accounts know it themselves.
    package var outputKey = ""
    package var inputKey = ""
    /// Whose number is added: the first account of those who owe, and of those who are owed.
    package var debtors = 10_000
    package var creditors = 70_000
    package var lines: [LineKind: String] = [:]

    package init() {}

    package init(_ value: JSONObject) {
        (consultant, client) = (value.whole("consultant") ?? 0, value.whole("client") ?? 0)
        (firstMonth, length) = (value.whole("firstMonth") ?? 1, value.whole("length") ?? 4)
        (chart, bank, purchase) = (value.text("chart"), value.text("bank"), value.text("purchase"))
        (outputKey, inputKey) = (value.text("outputKey"), value.text("inputKey"))
        (debtors, creditors) = (value.whole("debtors") ?? 10_000, value.whole("creditors") ?? 70_000)
        for kind in LineKind.allCases {
            let account = value["lines"]?.object?.text(kind.rawValue) ?? ""
            lines[kind] = account.isEmpty ? nil : account
        }
    }

    package var document: JSONObject {
        var own = JSONObject()
        for kind in LineKind.allCases { own[kind.rawValue] = lines[kind].map { .string($0) } }
        return [
            "consultant": JSONValue(consultant), "client": JSONValue(client), "firstMonth": JSONValue(firstMonth),
            "length": JSONValue(length), "chart": .string(chart), "bank": .string(bank),
            "purchase": .string(purchase), "outputKey": .string(outputKey), "inputKey": .string(inputKey),
            "debtors": JSONValue(debtors), "creditors": JSONValue(creditors), "lines": .object(own),
        ]
    }

    /// The names of the fields that cannot be so.
    package var wrong: [String] {
        func isAccount(_ text: String) -> Bool {
            text.isEmpty
                || (text.utf8.count == length && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && text.contains { $0 != "0" })
        }
        func isKey(_ text: String) -> Bool {
            text.utf8.count <= 4 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        let person = (power(length)..<10 * power(length))
        let checks: [(String, Bool)] = [
            ("consultant", (1001...9_999_999).contains(consultant)), ("client", (1...99_999).contains(client)),
            ("first-month", (1...12).contains(firstMonth)), ("length", (4...8).contains(length)),
            ("chart", chart.isEmpty || (chart.utf8.count == 2 && isKey(chart))), ("bank", isAccount(bank)),
            ("purchase", isAccount(purchase)), ("output-key", isKey(outputKey)), ("input-key", isKey(inputKey)),
            ("debtors", person.contains(debtors) && debtors < 7 * power(length)),
            ("creditors", person.contains(creditors) && creditors >= 7 * power(length)),
        ]
        return checks.filter { !$0.1 }.map(\.0)
            + LineKind.allCases.filter { !isAccount(lines[$0] ?? "") }.map { "account-\($0.rawValue)" }
    }

    private func power(_ exponent: Int) -> Int { (0..<max(0, min(exponent, 9))).reduce(1) { power, _ in power * 10 } }

    /// The account of a party; nil where the range that they lie in is used up.
    package func person(_ party: Int64, isCreditor: Bool) -> String? {
        let number = (isCreditor ? creditors : debtors) + Int(party)
        let last = (isCreditor ? 10 : 7) * power(length) - 1
        return number <= last ? String(number) : nil
    }
}
