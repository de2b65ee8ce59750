// SPDX-License-Identifier: EUPL-1.2

/// An offer to buy or to sell in one quarter hour.
public struct MarketOrder: Sendable, Hashable {
    /// Unique among the bids, and among the offers; decides ties by its UTF-8 bytes.
    public let id: String
    /// Thousandths of a cent per kWh; may be negative.
    public let price: Int
    /// An order for nothing is none.
    public let wattHours: Int

    /// 1,000 € per kWh, either way.
    public static let highestPrice = 100_000_000

    public init(id: String, price: Int, wattHours: Int) {
        self.id = id
        self.price = price
        self.wattHours = wattHours
    }
}

/// A local market cleared for one quarter hour: a simulation, nobody is billed by it.
///
/// The largest quantity at which the last bid still pays what the last offer asks. Equal prices are one level, and the
/// level at the margin is rationed by largest remainder, ties by id, never by lot.
public struct Clearing: Sendable, Hashable {
    /// An order and what of it is accepted.
    public struct Accepted: Sendable, Hashable {
        public let order: MarketOrder
        public let wattHours: Int
    }

    /// The prices of the last bid and the last offer accepted.
    public struct Margin: Sendable, Hashable {
        public let bid: Int
        public let offer: Int
    }

    /// The highest bids first, equal ones by id; orders for nothing are left out.
    public let bids: [Accepted]
    /// The lowest offers first, equal ones by id.
    public let offers: [Accepted]
    public let wattHours: Int
    /// Nil when nothing is traded.
    public let margin: Margin?

    /// Two orders with the same id, negative quantities and prices beyond all measure are refused.
    public init(bids: [MarketOrder], offers: [MarketOrder]) throws(SharingError) {
        let bids = try Self.sorted(bids, isDescending: true)
        let offers = try Self.sorted(offers, isDescending: false)
        var traded = 0
        var margin: Margin?
        var (bid, offer) = (0, 0)
        var (demand, supply) = (bids.first?.wattHours ?? 0, offers.first?.wattHours ?? 0)
        while bid < bids.count, offer < offers.count, bids[bid].price >= offers[offer].price {
            let step = min(demand, supply)
            traded += step
            demand -= step
            supply -= step
            margin = Margin(bid: bids[bid].price, offer: offers[offer].price)
            if demand == 0 {
                bid += 1
                if bid < bids.count { demand = bids[bid].wattHours }
            }
            if supply == 0 {
                offer += 1
                if offer < offers.count { supply = offers[offer].wattHours }
            }
        }
        self.bids = try Self.accept(bids, traded)
        self.offers = try Self.accept(offers, traded)
        wattHours = traded
        self.margin = margin
    }

    /// The best price first, equal ones by id; orders for nothing are left out.
    private static func sorted(_ orders: [MarketOrder], isDescending: Bool) throws(SharingError) -> [MarketOrder] {
        var ids: Set<String> = []
        ids.reserveCapacity(orders.count)
        // numbers alone are sorted fast; texts are compared where prices are equal
        var keys: [(price: Int, place: Int)] = []
        keys.reserveCapacity(orders.count)
        for (place, order) in orders.enumerated() {
            guard ids.insert(order.id).inserted else { throw .sameIDTwice(order.id) }
            guard order.wattHours >= 0 else { throw .negative(order.wattHours) }
            guard order.wattHours <= UInt32.max else { throw .tooLarge }
            guard order.price.magnitude <= MarketOrder.highestPrice else { throw .price(order.price) }
            if order.wattHours > 0 { keys.append((isDescending ? -order.price : order.price, place)) }
        }
        keys.sort { ($0.price, $0.place) < ($1.price, $1.place) }
        var start = 0
        while start < keys.count {
            let end = keys[start...].firstIndex { $0.price != keys[start].price } ?? keys.count
            if end - start > 1 {
                keys[start..<end].sort {
                    orders[$0.place].id.utf8.lexicographicallyPrecedes(orders[$1.place].id.utf8)
                }
            }
            start = end
        }
        return keys.map { orders[$0.place] }
    }

    /// Accepts level by level until the quantity is reached; the last level is rationed.
    private static func accept(_ orders: [MarketOrder], _ traded: Int) throws(SharingError) -> [Accepted] {
        var accepted: [Accepted] = []
        var left = traded
        var start = 0
        while start < orders.count {
            let end = orders[start...].firstIndex { $0.price != orders[start].price } ?? orders.count
            let level = orders[start..<end]
            let quantity = level.reduce(0) { $0 + $1.wattHours }
            let taken = min(left, quantity)
            if taken == 0 || taken == quantity {
                accepted += level.map { Accepted(order: $0, wattHours: taken == 0 ? 0 : $0.wattHours) }
            } else {
                let parts = try LargestRemainder.split(taken, by: level.map(\.wattHours))
                accepted += zip(level, parts).map { Accepted(order: $0, wattHours: $1) }
            }
            left -= taken
            start = end
        }
        return accepted
    }
}
