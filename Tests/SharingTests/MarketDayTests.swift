// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Randomness
import Sharing
import Testing
import Wire

/// A day of a local market: sums of what each quarter hour clears, by three ways of pricing.
@Suite("A day of a local market", .enabled(if: EnergyOracle.isThere))
struct MarketDayTests {
    private static func orders(_ values: [JSONValue]) -> [MarketOrder] {
        values.compactMap { value in
            guard let fields = value.array, fields.count == 3 else { return nil }
            return MarketOrder(id: fields[0].string ?? "", price: fields[1].whole, wattHours: fields[2].whole)
        }
    }

    private static func amounts(_ parts: [MarketDay.Part]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: parts.map { ($0.id, $0.amount) }).filter { $0.value != 0 }
    }

    /// The ten worked cases as quarter hours of one day: the sums of their worked amounts.
    @Test func `the worked cases, taken as one day, sum to their worked amounts`() throws {
        let cases = EnergyOracle.part("market", "cases").array ?? []
        let day = try MarketDay(
            cases.map { (Self.orders($0.list("bids")), Self.orders($0.list("offers"))) })
        #expect(cases.count == 10 && day.wattHours == cases.reduce(0) { $0 + $1.whole("Q") })
        #expect(day.quarters.map(\.noRegretPrice) == cases.map { $0["noRegretPrice"]?.integer.map { Int($0) } })
        var own: (pay: [String: Int], receive: [String: Int]) = ([:], [:])
        var matched = own
        for value in cases {
            for member in value["payAsBid"]?["pay"]?.object?.members ?? [] {
                own.pay[member.name, default: 0] += member.value.whole
            }
            for member in value["payAsBid"]?["receive"]?.object?.members ?? [] {
                own.receive[member.name, default: 0] += member.value.whole
            }
            for match in value.list("discriminatory") {
                matched.pay[match.text("bid"), default: 0] += match.whole("amount")
                matched.receive[match.text("offer"), default: 0] += match.whole("amount")
            }
        }
        let payAsBid = try day.outcome(.payAsBid)
        #expect(Self.amounts(payAsBid.buyers) == own.pay.filter { $0.value != 0 })
        #expect(Self.amounts(payAsBid.sellers) == own.receive.filter { $0.value != 0 })
        #expect(
            payAsBid.toTheCommunity == cases.reduce(0) { $0 + ($1["payAsBid"]?.whole("toTheCommunity") ?? 0) })
        let discriminatory = try day.outcome(.discriminatory)
        #expect(Self.amounts(discriminatory.buyers) == matched.pay.filter { $0.value != 0 })
        #expect(Self.amounts(discriminatory.sellers) == matched.receive.filter { $0.value != 0 })
    }

    private static func quarter(_ random: inout SeededRandom) -> (bids: [MarketOrder], offers: [MarketOrder]) {
        func orders(_ letter: String, _ least: Int, _ random: inout SeededRandom) -> [MarketOrder] {
            (0..<random.below(12)).map { index in
                // coarse prices, so that levels have several orders; odd ones, so that halves are rounded
                MarketOrder(
                    id: "\(letter)\(index)", price: least + 333 * random.below(40), wattHours: random.below(80))
            }
        }
        return (orders("b", 4000, &random), orders("s", 2000, &random))
    }

    /// What holds in 400 drawn days of eight quarter hours, whatever is bid and offered.
    @Test func `supply meets demand, nobody pays above the bid or gets below the offer, no money is lost`() throws {
        var random = SeededRandom(seed: 0x4D61_726B_74)
        var traded = 0
        for _ in 0..<400 {
            let quarters = (0..<8).map { _ in Self.quarter(&random) }
            let day = try MarketDay(quarters)
            traded += day.wattHours
            for pricing in MarketDay.Pricing.allCases {
                let outcome = try day.outcome(pricing)
                #expect(outcome.buyers.reduce(0) { $0 + $1.wattHours } == day.wattHours)
                #expect(outcome.sellers.reduce(0) { $0 + $1.wattHours } == day.wattHours)
                #expect(outcome.paid == outcome.received + outcome.toTheCommunity)
                // amounts of single orders are rounded to a thousandth of a cent
                let orders = day.quarters.reduce(0) { $0 + $1.bids.count + $1.offers.count }
                if pricing == .payAsBid {
                    #expect(outcome.toTheCommunity >= -orders)
                } else {
                    #expect(outcome.toTheCommunity == 0, "\(pricing)")
                }
                for clearing in day.quarters { try Self.check(clearing, pricing) }
            }
        }
        #expect(traded > 100_000, "the markets do trade")
    }

    private static func check(_ clearing: Clearing, _ pricing: MarketDay.Pricing) throws {
        let payments = try clearing.payments(pricing)
        let orders = clearing.bids.count + clearing.offers.count
        for (bid, paid) in zip(clearing.bids, payments.pay) {
            let most = bid.wattHours * bid.order.price
            // each match of a buyer is rounded once
            #expect(1000 * paid <= most + 500 * (pricing == .discriminatory ? clearing.offers.count : 1))
            #expect(bid.wattHours <= bid.order.wattHours && (bid.wattHours > 0 || paid == 0))
        }
        for (offer, received) in zip(clearing.offers, payments.receive) {
            let least = offer.wattHours * offer.order.price
            #expect(1000 * received >= least - 1000 * orders)
            #expect(offer.wattHours <= offer.order.wattHours && (offer.wattHours > 0 || received == 0))
        }
    }

    @Test func `the order of the orders changes nothing, and an empty day trades nothing`() throws {
        var random = SeededRandom(seed: 7)
        let quarters = (0..<8).map { _ in Self.quarter(&random) }
        let (day, turned) = (
            try MarketDay(quarters), try MarketDay(quarters.map { ($0.bids.reversed(), $0.offers.reversed()) })
        )
        for pricing in MarketDay.Pricing.allCases {
            #expect(try day.outcome(pricing) == turned.outcome(pricing))
            let nothing = try MarketDay([([], []), ([], [])]).outcome(pricing)
            #expect(nothing.buyers.isEmpty && nothing.sellers.isEmpty && nothing.toTheCommunity == 0)
        }
    }
}
