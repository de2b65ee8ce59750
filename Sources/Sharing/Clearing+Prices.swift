// SPDX-License-Identifier: EUPL-1.2

extension Clearing {
    /// What buyers pay and sellers receive, in thousandths of a cent, in the order of `bids` and `offers`.
    public struct Payments: Sendable, Hashable {
        public let pay: [Int]
        public let receive: [Int]
        /// What the buyers pay more than the sellers receive.
        public var toTheCommunity: Int { pay.reduce(0, +) - receive.reduce(0, +) }
    }

    /// A bid and an offer that were matched at the middle of their prices.
    public struct Match: Sendable, Hashable {
        public let bid: String
        public let offer: String
        public let wattHours: Int
        public let price: Int
        /// Thousandths of a cent.
        public let amount: Int
    }

    /// The middle between the last bid and the last offer accepted, rounded down; nil when nothing is traded.
    ///
    /// Someone who was refused may want to trade at this price; nobody does at `noRegretPrice`.
    public var uniformPrice: Int? { margin.map { Self.middle($0.offer, $0.bid) } }

    /// The prices at which nobody refused, in whole or in part, would rather have traded; nil when nothing is traded.
    public var noRegretInterval: ClosedRange<Int>? {
        guard let margin else { return nil }
        let refusedBid = bids.first { $0.wattHours < $0.order.wattHours }?.order.price
        let refusedOffer = offers.first { $0.wattHours < $0.order.wattHours }?.order.price
        return max(margin.offer, refusedBid ?? margin.offer)...min(margin.bid, refusedOffer ?? margin.bid)
    }

    /// The middle of the interval that nobody regrets, rounded down.
    public var noRegretPrice: Int? { noRegretInterval.map { Self.middle($0.lowerBound, $0.upperBound) } }

    /// All at one price; the sellers share what the buyers pay in proportion to their watt-hours.
    public func uniform(at price: Int) throws(SharingError) -> Payments {
        let pay = bids.map { Self.amount($0.wattHours, price) }
        return Payments(
            pay: pay, receive: try LargestRemainder.split(pay.reduce(0, +), by: offers.map(\.wattHours)))
    }

    /// Each at the own price; the difference belongs to the community.
    public var payAsBid: Payments {
        Payments(
            pay: bids.map { Self.amount($0.wattHours, $0.order.price) },
            receive: offers.map { Self.amount($0.wattHours, $0.order.price) })
    }

    /// The highest bid with the lowest offer, and so on, each match at the middle of its two prices, rounded down.
    public var discriminatory: [Match] {
        matches.map { match in
            Match(
                bid: bids[match.bid].order.id, offer: offers[match.offer].order.id, wattHours: match.wattHours,
                price: match.price, amount: match.amount)
        }
    }

    /// The matches by the places of their bid and offer.
    var matches: [(bid: Int, offer: Int, wattHours: Int, price: Int, amount: Int)] {
        var matches: [(bid: Int, offer: Int, wattHours: Int, price: Int, amount: Int)] = []
        var offer = 0
        var supply = offers.first?.wattHours ?? 0
        for (place, bid) in bids.enumerated() {
            var demand = bid.wattHours
            while demand > 0, offer < offers.count {
                let step = min(demand, supply)
                if step > 0 {
                    let price = Self.middle(bid.order.price, offers[offer].order.price)
                    matches.append((place, offer, step, price, Self.amount(step, price)))
                }
                demand -= step
                supply -= step
                if supply == 0 {
                    offer += 1
                    if offer < offers.count { supply = offers[offer].wattHours }
                }
            }
        }
        return matches
    }

    private static func middle(_ left: Int, _ right: Int) -> Int { (left + right) >> 1 }

    /// Watt-hours times a price, in thousandths of a cent, half away from zero.
    private static func amount(_ wattHours: Int, _ price: Int) -> Int {
        Rounding.quotient(wattHours, times: price, 1000)
    }
}
