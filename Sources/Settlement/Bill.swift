// SPDX-License-Identifier: EUPL-1.2
public import Metering
internal import Sharing

/// A bill of one member for one contract in one period; money in cents.
public struct Bill: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public let kind: LineKind
        /// The first day of the price, which names its version.
        public let version: CivilDay
        public let days: ClosedRange<CivilDay>
        /// Watt-hours, or days of the base price.
        public let quantity: Int
        /// Thousandths of a cent per kWh; cents per year for the base price.
        public let price: Int
        /// Per cent of value added tax.
        public let vat: Int
        /// Cents, half away from zero.
        public let net: Int
    }

    public let member: String
    public let days: ClosedRange<CivilDay>
    public let shared: Int
    public let total: Int
    public let lines: [Line]
    public let taxes: [Tax]

    public var residual: Int { total - shared }
    public var net: Int { lines.reduce(0) { $0 + $1.net } }
    public var vat: Int { taxes.reduce(0) { $0 + $1.vat } }
    public var gross: Int { net + vat }

    init(
        member: String, days: ClosedRange<CivilDay>, shared: Int, total: Int, lines: [Line], taxes: [Tax]? = nil
    ) {
        self.member = member
        self.days = days
        self.shared = shared
        self.total = total
        self.lines = lines
        self.taxes = taxes ?? Tax.onSums(lines.map { ($0.vat, $0.net) })
    }

    /// The full document that takes this one back: each quantity and each amount with the opposite sign.
    public var reversal: Bill {
        let lines = lines.map { line in
            Line(
                kind: line.kind, version: line.version, days: line.days, quantity: -line.quantity, price: line.price,
                vat: line.vat, net: -line.net)
        }
        return Bill(
            member: member, days: days, shared: -shared, total: -total, lines: lines, taxes: taxes.map(\.reversal))
    }
}

/// Value added tax on the sum of the net amounts of one rate.
public struct Tax: Sendable, Hashable {
    public let percent: Int
    public let net: Int
    public let vat: Int

    var reversal: Tax { Tax(percent: percent, net: -net, vat: -vat) }

    /// Rate by rate, ascending; cents, half away from zero.
    static func onSums(_ amounts: [(percent: Int, net: Int)]) -> [Tax] {
        var sums: [Int: Int] = [:]
        for amount in amounts { sums[amount.percent, default: 0] += amount.net }
        return sums.sorted { $0.key < $1.key }.map { percent, net in
            Tax(percent: percent, net: net, vat: Rounding.quotient(net * percent, 100))
        }
    }
}

/// What a producer is paid, as a credit note (Gutschrift): the members' own cents, cut by delivered watt-hours.
public struct Credit: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public let version: CivilDay
        public let days: ClosedRange<CivilDay>
        public let wattHours: Int
        /// Thousandths of a cent per kWh.
        public let price: Int
        /// Nought for a small business (§19 UStG).
        public let vat: Int
        public let net: Int
    }

    public let plant: String
    public let lines: [Line]
    public let taxes: [Tax]

    public var net: Int { lines.reduce(0) { $0 + $1.net } }
    public var vat: Int { taxes.reduce(0) { $0 + $1.vat } }
    public var gross: Int { net + vat }

    init(plant: String, lines: [Line], taxes: [Tax]? = nil) {
        self.plant = plant
        self.lines = lines
        self.taxes = taxes ?? Tax.onSums(lines.map { ($0.vat, $0.net) })
    }

    /// The full document that takes this one back.
    public var reversal: Credit {
        let lines = lines.map { line in
            Line(
                version: line.version, days: line.days, wattHours: -line.wattHours, price: line.price, vat: line.vat,
                net: -line.net)
        }
        return Credit(plant: plant, lines: lines, taxes: taxes.map(\.reversal))
    }
}
