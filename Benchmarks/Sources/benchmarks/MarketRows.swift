// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Sharing

/// A local market, measured inside this process.
struct MarketRows {
    let bench: Workbench

    /// 900 households and 100 plants in each quarter hour of a day: cleared, and priced in each of the three ways.
    func day() throws -> [Measurement] {
        let quarters = Self.quarters(buyers: 900, sellers: 100)
        var rows: [Measurement] = []
        for pricing in MarketDay.Pricing.allCases {
            var row = Measurement(
                name: "a day's market, 1,000 participants × 96, \(pricing.rawValue)", bar: "≤ 50 ms", unit: "ms")
            row.isLowerBetter = true
            for _ in 0..<bench.rounds {
                let start = ContinuousClock.now
                let day = try MarketDay(quarters)
                Self.sink = try day.outcome(pricing).paid + day.wattHours
                row.ours.append((ContinuousClock.now - start) / .milliseconds(1))
            }
            rows.append(row)
        }
        return rows
    }

    nonisolated(unsafe) private static var sink = 0

    /// Orders whose prices cross, with many levels that have several of them.
    static func quarters(buyers: Int, sellers: Int) -> [(bids: [MarketOrder], offers: [MarketOrder])] {
        var random: UInt64 = 11
        func whole(_ below: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % below
        }
        return (0..<96).map { _ in
            (
                (0..<buyers).map {
                    MarketOrder(id: "R\(100_000 + $0)", price: 8000 + 50 * whole(400), wattHours: 20 + whole(400))
                },
                (0..<sellers).map {
                    MarketOrder(id: "P\(100_000 + $0)", price: 5000 + 50 * whole(400), wattHours: whole(4000))
                }
            )
        }
    }
}
