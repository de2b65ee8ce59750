// SPDX-License-Identifier: EUPL-1.2

/// A day of a local market, quarter hour by quarter hour, each cleared on its own: a simulation, nobody is billed by it.
public struct MarketDay: Sendable, Hashable {
    /// Who pays and gets what for the quantities that clear; these are the same for all.
    public enum Pricing: String, Sendable, Hashable, CaseIterable {
        /// One price for all, at which nobody refused would rather have traded (`Clearing.noRegretPrice`).
        case uniform
        /// The highest bid with the lowest offer, and so on, each match at the middle of its two prices.
        case discriminatory
        /// Each at the own price; the difference belongs to the community.
        case payAsBid = "pay-as-bid"
    }

    /// What one participant traded in the day.
    public struct Part: Sendable, Hashable {
        public let id: String
        public let wattHours: Int
        /// Thousandths of a cent, paid by who buys and received by who sells.
        public let amount: Int
    }

    /// The day's sums of one way of pricing.
    public struct Outcome: Sendable, Hashable {
        /// All who bid for something, by the UTF-8 bytes of their ids.
        public let buyers: [Part]
        /// All who offered something, likewise.
        public let sellers: [Part]

        public var paid: Int { buyers.reduce(0) { $0 + $1.amount } }
        public var received: Int { sellers.reduce(0) { $0 + $1.amount } }
        /// What the buyers pay more than the sellers receive; nought but for pay-as-bid.
        public var toTheCommunity: Int { paid - received }
    }

    public let quarters: [Clearing]

    /// What clears in the day, in watt-hours.
    public var wattHours: Int { quarters.reduce(0) { $0 + $1.wattHours } }

    /// Refuses what `Clearing` refuses, in any quarter hour.
    public init(_ quarters: [(bids: [MarketOrder], offers: [MarketOrder])]) throws(SharingError) {
        var cleared: [Clearing] = []
        cleared.reserveCapacity(quarters.count)
        for quarter in quarters { cleared.append(try Clearing(bids: quarter.bids, offers: quarter.offers)) }
        self.quarters = cleared
    }

    public func outcome(_ pricing: Pricing) throws(SharingError) -> Outcome {
        var (buyers, sellers) = (Sums(), Sums())
        for clearing in quarters {
            let payments = try clearing.payments(pricing)
            for (bid, amount) in zip(clearing.bids, payments.pay) { buyers.add(bid, amount) }
            for (offer, amount) in zip(clearing.offers, payments.receive) { sellers.add(offer, amount) }
        }
        return Outcome(buyers: buyers.parts, sellers: sellers.parts)
    }

    /// Sums by id.
    private struct Sums {
        private var places: [String: Int] = [:]
        private var all: [(id: String, wattHours: Int, amount: Int)] = []

        mutating func add(_ accepted: Clearing.Accepted, _ amount: Int) {
            if let place = places[accepted.order.id] {
                all[place].wattHours += accepted.wattHours
                all[place].amount += amount
            } else {
                places[accepted.order.id] = all.count
                all.append((accepted.order.id, accepted.wattHours, amount))
            }
        }

        var parts: [Part] {
            all.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
                .map { Part(id: $0.id, wattHours: $0.wattHours, amount: $0.amount) }
        }
    }
}

extension Clearing {
    /// What buyers pay and sellers receive by one way of pricing; nothing where nothing is traded.
    public func payments(_ pricing: MarketDay.Pricing) throws(SharingError) -> Payments {
        switch pricing {
        case .uniform: try uniform(at: noRegretPrice ?? 0)
        case .discriminatory: matched
        case .payAsBid: payAsBid
        }
    }

    /// The amounts of all matches, by bid and by offer.
    private var matched: Payments {
        var pay = [Int](repeating: 0, count: bids.count)
        var receive = [Int](repeating: 0, count: offers.count)
        for match in matches {
            pay[match.bid] += match.amount
            receive[match.offer] += match.amount
        }
        return Payments(pay: pay, receive: receive)
    }
}
