// SPDX-License-Identifier: EUPL-1.2
public import Metering

/// A value that holds from one day on, and perhaps through another.
public struct DatedValue: Sendable, Hashable {
    public let from: CivilDay
    /// The last day; nil while nothing else is known.
    public let through: CivilDay?
    public let value: Int

    public init(from: CivilDay, through: CivilDay? = nil, value: Int) {
        self.from = from
        self.through = through
        self.value = value
    }
}

/// One value after the other; each holds until the next begins, and no longer than it says itself.
public struct DatedValues: Sendable, Hashable {
    public let all: [DatedValue]
    private let kind: LineKind?

    init(_ values: [DatedValue], of kind: LineKind?, most: Int) throws(SettlementError) {
        all = values.sorted { $0.from < $1.from }
        self.kind = kind
        for (value, next) in zip(all, all.dropFirst()) {
            if value.from == next.from || value.through.map({ $0 >= next.from }) ?? false {
                throw .overlap(kind, next.from)
            }
        }
        for value in all {
            if value.value.magnitude > most || kind == nil && value.value < 0 { throw .price(value.value) }
            if let through = value.through, through < value.from { throw .noValue(kind, value.from) }
        }
    }

    /// The value of a day; nothing is assumed where none is known.
    public func value(on day: CivilDay) throws(SettlementError) -> DatedValue {
        guard let value = all.last(where: { $0.from <= day }), value.through.map({ day <= $0 }) ?? true else {
            throw .noValue(kind, day)
        }
        return value
    }
}

/// What things cost and when: thousandths of a cent per kWh net, cents per year for the base price.
public struct PriceTable: Sendable, Hashable {
    public let prices: [LineKind: DatedValues]
    /// Per cent.
    public let vat: DatedValues
    /// 1,000 € per kWh.
    static let highestPrice = 100_000_000

    /// Negative prices are possible, two values for a day are not.
    public init(prices: [LineKind: [DatedValue]], vat: [DatedValue]) throws(SettlementError) {
        var table: [LineKind: DatedValues] = [:]
        for kind in LineKind.allCases {
            guard let values = prices[kind] else { continue }
            table[kind] = try DatedValues(values, of: kind, most: Self.highestPrice)
        }
        self.prices = table
        self.vat = try DatedValues(vat, of: nil, most: 100)
    }

    /// The table with one more price, which may change nothing that is settled.
    public func adding(
        _ value: DatedValue, of kind: LineKind, settledThrough: CivilDay?
    ) throws(SettlementError) -> PriceTable {
        if let settledThrough, value.from <= settledThrough { throw .past(value.from, settledThrough: settledThrough) }
        var prices = prices.mapValues(\.all)
        prices[kind, default: []].append(value)
        return try PriceTable(prices: prices, vat: vat.all)
    }

    /// Days in a row for which price and tax of a kind are the same.
    struct Stretch: Sendable, Hashable {
        var days: ClosedRange<CivilDay>
        let price: DatedValue
        let vat: Int
        /// 365 or 366.
        let daysOfYear: Int
    }

    /// Cuts days where the price or the tax changes, and the base price with the year; refuses a day without a value.
    func stretches(of kind: LineKind, _ days: ClosedRange<CivilDay>) throws(SettlementError) -> [Stretch] {
        guard let values = prices[kind] else { throw .noValue(kind, days.lowerBound) }
        var starts: Set<CivilDay> = [days.lowerBound]
        for value in values.all + vat.all {
            for day in [value.from, value.through?.next].compactMap(\.self) where days.contains(day) {
                starts.insert(day)
            }
        }
        if kind.measure == .days {
            for year in days.lowerBound.date.year...days.upperBound.date.year {
                if let day = CivilDay(year: year, month: 1, day: 1), days.contains(day) { starts.insert(day) }
            }
        }
        let ordered = starts.sorted()
        var stretches: [Stretch] = []
        for (day, next) in zip(ordered, ordered.dropFirst() + [days.upperBound.next]) {
            let last = CivilDay(number: next.number - 1)
            let stretch = Stretch(
                days: day...last, price: try values.value(on: day), vat: try vat.value(on: day).value,
                daysOfYear: day.daysOfYear)
            if let before = stretches.last, before.price == stretch.price, before.vat == stretch.vat,
                kind.measure != .days || before.days.lowerBound.date.year == day.date.year
            {
                stretches[stretches.count - 1].days = before.days.lowerBound...last
            } else {
                stretches.append(stretch)
            }
        }
        return stretches
    }
}

extension CivilDay {
    /// 365 or 366.
    var daysOfYear: Int {
        let year = date.year
        return year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 366 : 365
    }
}
