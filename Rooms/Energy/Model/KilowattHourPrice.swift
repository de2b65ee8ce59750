// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Settlement

/// What a shared kilowatt hour costs on a day by the prices that hold then, and what stands beside it.
package struct KilowattHourPrice: Sendable, Hashable {
    /// The lines of the bill that each shared kilowatt hour adds to, in thousandths of a cent without tax.
    package let parts: [Part]
    /// Value added tax in per cent.
    package let tax: Int
    /// Cents a year without tax, where bills have a base price.
    package let base: Int?

    package struct Part: Sendable, Hashable {
        package let line: LineKind
        package let price: Int
    }

    /// Nil where the price of one of the lines, or the tax, is not known for the day.
    package init?(_ terms: Terms, _ prices: [Version<Price>], on day: CivilDay) {
        func price(_ line: LineKind?) -> Int? {
            prices.filter { $0.content.line == line && $0.days.contains(day) }
                .max { $0.days.from < $1.days.from }?.content.value
        }
        var parts: [Part] = []
        for line in terms.lines where line.measure == .sharedEnergy || line.measure == .allEnergy {
            guard let value = price(line) else { return nil }
            parts.append(Part(line: line, price: value))
        }
        guard !parts.isEmpty, let tax = price(nil) else { return nil }
        (self.parts, self.tax) = (parts, tax)
        base = terms.lines.contains(.base) ? price(.base) : nil
    }

    /// All of it with tax, in thousandths of a cent, rounded half up.
    package var gross: Int {
        let hundredfold = parts.reduce(0) { $0 + $1.price } * (100 + tax)
        let (whole, rest) = hundredfold.quotientAndRemainder(dividingBy: 100)
        return rest >= 50 ? whole + 1 : rest < -50 ? whole - 1 : whole
    }

    /// Whether the bill has what the grid and the state take; else the supplier of the rest bills it.
    package var hasGrid: Bool { parts.contains { $0.line == .grid } }
}
