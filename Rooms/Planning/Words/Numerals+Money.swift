// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision

extension Numerals {
    /// `1.250,50 €`, `€1,250.50`; whole euros without cents.
    public func money(_ money: Money) -> String {
        let isWhole = money.cents % 100 == 0
        let text = number(Double(money.cents.magnitude) / 100, decimals: isWhole ? 0 : 2)
        let sign = money.cents < 0 ? "−" : ""
        return isGerman ? "\(sign)\(text)\u{202F}€" : "\(sign)€\(text)"
    }

    /// The same to the whole euro, halves away from zero: for sums, tables and sentences.
    public func euros(_ money: Money) -> String {
        self.money(Money(cents: Int64(money.euros.rounded(.toNearestOrAwayFromZero)) * 100))
    }
}
