// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Randomness
import Sharing
import Testing
import Wire

@Suite("Clearing a local market", .enabled(if: EnergyOracle.isThere))
struct ClearingTests {
    private func orders(_ values: [JSONValue]) -> [MarketOrder] {
        values.compactMap { value in
            guard let fields = value.array, fields.count == 3 else { return nil }
            return MarketOrder(id: fields[0].string ?? "", price: fields[1].whole, wattHours: fields[2].whole)
        }
    }

    private func named(_ orders: [Clearing.Accepted], _ values: [Int]) -> [String: Int] {
        var names: [String: Int] = [:]
        for (order, value) in zip(orders, values) where order.wattHours > 0 || value != 0 {
            names[order.order.id] = value
        }
        return names
    }

    private func named(_ value: JSONValue?) -> [String: Int] {
        var names: [String: Int] = [:]
        for member in value?.object?.members ?? [] { names[member.name] = member.value.whole }
        return names
    }

    /// What is nought may be named or left out.
    private func isSame(_ left: [String: Int], _ right: [String: Int]) -> Bool {
        left.filter { $0.value != 0 } == right.filter { $0.value != 0 }
    }

    @Test("cases", arguments: EnergyOracle.part("market", "cases").array ?? [])
    func cases(_ value: JSONValue) throws {
        let clearing = try Clearing(bids: orders(value.list("bids")), offers: orders(value.list("offers")))
        #expect(clearing.wattHours == value.whole("Q"))
        guard value.whole("Q") > 0 else {
            #expect(clearing.margin == nil && clearing.uniformPrice == nil && clearing.discriminatory.isEmpty)
            return
        }
        let margin = try #require(clearing.margin)
        #expect(margin.bid == value.whole("bStar") && margin.offer == value.whole("oStar"))
        #expect(isSame(named(clearing.bids, clearing.bids.map(\.wattHours)), named(value["acceptedBids"])))
        #expect(isSame(named(clearing.offers, clearing.offers.map(\.wattHours)), named(value["acceptedOffers"])))
        let uniform = try #require(value["uniform"])
        #expect(clearing.uniformPrice == uniform.whole("price"))
        let payments = try clearing.uniform(at: uniform.whole("price"))
        #expect(isSame(named(clearing.bids, payments.pay), named(uniform["pay"])))
        #expect(isSame(named(clearing.offers, payments.receive), named(uniform["receive"])))
        #expect(payments.toTheCommunity == 0)
        let interval = try #require(clearing.noRegretInterval)
        #expect([interval.lowerBound, interval.upperBound] == value.wholes("noRegretInterval"))
        #expect(clearing.noRegretPrice == value.whole("noRegretPrice"))
        let matches = clearing.discriminatory.map { match in
            [match.bid, match.offer, String(match.wattHours), String(match.price), String(match.amount)]
        }
        let worked = value.list("discriminatory").map { match in
            [match.text("bid"), match.text("offer")] + ["Wh", "price", "amount"].map { String(match.whole($0)) }
        }
        #expect(matches == worked)
        let own = try #require(value["payAsBid"])
        #expect(isSame(named(clearing.bids, clearing.payAsBid.pay), named(own["pay"])))
        #expect(isSame(named(clearing.offers, clearing.payAsBid.receive), named(own["receive"])))
        #expect(clearing.payAsBid.toTheCommunity == own.whole("toTheCommunity"))
    }

    @Test("random markets: the worked numbers, and what holds for each")
    func random() throws {
        let value = EnergyOracle.part("market", "random")
        var random = SeededRandom(seed: UInt64(value.whole("seed")))
        var all: [Int] = []
        for _ in 0..<value.whole("cases") {
            let (bids, offers) = (1 + random.below(8), 1 + random.below(8))
            let buyers = (0..<bids).map { index in
                MarketOrder(id: "b\(index)", price: 5000 + 1000 * random.below(20), wattHours: 1 + random.below(60))
            }
            let sellers = (0..<offers).map { index in
                MarketOrder(id: "s\(index)", price: 3000 + 1000 * random.below(20), wattHours: 1 + random.below(60))
            }
            let clearing = try Clearing(bids: buyers, offers: sellers)
            all += [clearing.wattHours, clearing.uniformPrice ?? -1, clearing.noRegretPrice ?? -1]
            all += clearing.bids.sorted { $0.order.id < $1.order.id }.map(\.wattHours)
            all += clearing.offers.sorted { $0.order.id < $1.order.id }.map(\.wattHours)
            #expect(clearing.bids.reduce(0) { $0 + $1.wattHours } == clearing.wattHours)
            #expect(clearing.offers.reduce(0) { $0 + $1.wattHours } == clearing.wattHours)
            guard let price = clearing.noRegretPrice else { continue }
            for bid in clearing.bids {
                if bid.wattHours > 0 { #expect(bid.order.price >= price) }
                if bid.wattHours < bid.order.wattHours { #expect(bid.order.price <= price) }
            }
            for offer in clearing.offers {
                if offer.wattHours > 0 { #expect(offer.order.price <= price) }
                if offer.wattHours < offer.order.wattHours { #expect(offer.order.price >= price) }
            }
            #expect(try Clearing(bids: buyers.reversed(), offers: sellers.reversed()) == clearing)
        }
        #expect(all.count == value.whole("values") && EnergyOracle.digest(all) == value.text("sha256"))
    }

    @Test("orders that cannot be are refused")
    func refusals() {
        let order = MarketOrder(id: "a", price: 1, wattHours: 1)
        #expect(throws: SharingError.sameIDTwice("a")) { _ = try Clearing(bids: [order, order], offers: []) }
        #expect(throws: SharingError.negative(-1)) {
            _ = try Clearing(bids: [MarketOrder(id: "a", price: 1, wattHours: -1)], offers: [])
        }
        #expect(throws: SharingError.price(.max)) {
            _ = try Clearing(bids: [], offers: [MarketOrder(id: "a", price: .max, wattHours: 1)])
        }
    }
}
