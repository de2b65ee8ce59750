// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Settlement
package import Sharing

/// What a local market would have made of one day: who trades how much at what price. Nobody is billed by it.
///
/// What each household used is what it asks for, what each plant made is what it offers; the prices are assumed, as nobody has
/// named any: they are spread evenly between two, in the order of the relations and of the plants.
package struct MarketSimulation: Sendable {
    /// The prices that are assumed, in thousandths of a cent per kWh.
    package struct Assumption: Sendable, Hashable {
        package let bids: ClosedRange<Int>
        package let offers: ClosedRange<Int>

        package init(bids: ClosedRange<Int>, offers: ClosedRange<Int>) { (self.bids, self.offers) = (bids, offers) }

        /// Around what shared power costs on a day, so that some of both sides is refused.
        package init(_ prices: PriceTable, on day: CivilDay) {
            let known = (try? prices.prices[.community]?.value(on: day))?.value ?? 0
            let price = known > 0 ? known : 12_000
            self.init(bids: price * 3 / 4...price * 3 / 2, offers: price / 2...price * 5 / 4)
        }
    }

    /// A participant with the price that is assumed, and what it asks for or offers in the day.
    package struct Order: Sendable, Hashable {
        package let id: String
        package let price: Int
        package let wattHours: Int
    }

    /// The quarter hours of one hour by the clock.
    package struct Hour: Sendable, Hashable {
        /// `09:00`; `2A:00` and `2B:00` where the clock shows it twice.
        package let label: String
        package let demand: Int
        package let supply: Int
        package let traded: Int
        /// The lowest and highest price that nobody regrets; nil where nothing is traded.
        package let prices: ClosedRange<Int>?
    }

    package let market: MarketDay
    /// The relations that hold on the day.
    package let bids: [Order]
    package let offers: [Order]
    package let hours: [Hour]
    /// What the present key gave on that day, by contract, in watt-hours.
    package let shared: [String: Int]

    package var demand: Int { bids.reduce(0) { $0 + $1.wattHours } }
    package var supply: Int { offers.reduce(0) { $0 + $1.wattHours } }

    /// From a period of one day whose values are all there.
    package init(_ period: SharedPeriod, _ assumption: Assumption) throws {
        let day = period.days.lowerBound
        guard let metering = MeteringDay(day, in: period.calendar) else {
            throw EnergyFault.unreadable(field: "day", "\(day)")
        }
        do {
            let bills = try period.settle().run.bills
            shared = Dictionary(bills.map { ($0.member, $0.shared) }) { $0 + $1 }
            func values(_ point: Int64?) throws -> [UInt32] {
                try point.flatMap { try period.values(of: $0, on: day) } ?? []
            }
            let buyers = try period.contracts.filter { $0.days.contains(day) }.map {
                ($0.id, try values(Int64($0.point)))
            }
            let sellers = try period.plants.filter { $0.days.contains(day) }.map { ($0.id, try values($0.point)) }
            let (asked, offered) = (Self.series(buyers, assumption.bids), Self.series(sellers, assumption.offers))
            let quarters = (0..<metering.slotCount).map { slot in
                (bids: asked.map { $0.order(slot) }, offers: offered.map { $0.order(slot) })
            }
            market = try MarketDay(quarters)
            (bids, offers) = (asked.map(\.whole), offered.map(\.whole))
            hours = Self.hours(market, quarters, metering, period)
        } catch let error as SharingError {
            throw EnergyFault.settlement(.sharing(error))
        }
    }

    private struct Series {
        let id: String
        let price: Int
        let values: [UInt32]

        func order(_ slot: Int) -> MarketOrder {
            MarketOrder(id: id, price: price, wattHours: slot < values.count ? Int(values[slot]) : 0)
        }

        var whole: Order { Order(id: id, price: price, wattHours: values.reduce(0) { $0 + Int($1) }) }
    }

    /// Each with its price: the first has the lowest, the last the highest.
    private static func series(_ all: [(id: String, values: [UInt32])], _ prices: ClosedRange<Int>) -> [Series] {
        let sorted = all.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        let width = prices.upperBound - prices.lowerBound
        return sorted.enumerated().map { place, one in
            let steps = max(1, sorted.count - 1)
            return Series(id: one.id, price: prices.lowerBound + width * place / steps, values: one.values)
        }
    }

    private static func hours(
        _ market: MarketDay, _ quarters: [(bids: [MarketOrder], offers: [MarketOrder])], _ day: MeteringDay,
        _ period: SharedPeriod
    ) -> [Hour] {
        stride(from: 0, to: day.slotCount, by: 4).map { first in
            let slots = first..<min(first + 4, day.slotCount)
            let prices = slots.compactMap { market.quarters[$0].noRegretPrice }
            var range: ClosedRange<Int>?
            if let least = prices.min(), let most = prices.max() { range = least...most }
            return Hour(
                label: day.label(of: first, in: period.calendar),
                demand: slots.reduce(0) { $0 + quarters[$1].bids.reduce(0) { $0 + $1.wattHours } },
                supply: slots.reduce(0) { $0 + quarters[$1].offers.reduce(0) { $0 + $1.wattHours } },
                traded: slots.reduce(0) { $0 + market.quarters[$1].wattHours }, prices: range)
        }
    }
}
