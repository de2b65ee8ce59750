// SPDX-License-Identifier: EUPL-1.2
import Metering
import Settlement
import Sharing
import Testing

@testable import Energy

@Suite struct KilowattHourPriceTests {
    private static func price(_ line: LineKind?, _ value: Int, from: String, through: String? = nil) throws
        -> Version<Price>
    {
        Version(
            row: 1, number: 1,
            days: ValidDays(from: try #require(CivilDay(from)), through: through.flatMap { CivilDay($0) }),
            content: Price(line: line, value: value))
    }

    private static func terms(_ lines: [LineKind]) -> Terms {
        Terms(
            model: .fixed, meaning: .weights, lines: lines, provider: "Stadtwerk", street: "", place: "", taxNumber: "")
    }

    @Test func `all lines of a shared kilowatt hour count, with tax, by the price of the day`() throws {
        let day = try #require(CivilDay("2026-11-15"))
        let prices = [
            try Self.price(.community, 9_000, from: "2026-01-01", through: "2026-10-31"),
            try Self.price(.community, 10_005, from: "2026-11-01"), try Self.price(.fee, 2_000, from: "2026-01-01"),
            try Self.price(.grid, 7_000, from: "2026-01-01"), try Self.price(.residual, 30_000, from: "2026-01-01"),
            try Self.price(.base, 6_000, from: "2026-01-01"), try Self.price(nil, 19, from: "2026-01-01"),
        ]
        // 10.005 + 2.000 = 12.005 ct; with 19 %: 14.28595, shown as 14.286
        let narrow = try #require(KilowattHourPrice(Self.terms([.community, .fee]), prices, on: day))
        #expect(narrow.parts.map(\.price) == [10_005, 2_000] && narrow.gross == 14_286)
        #expect(!narrow.hasGrid && narrow.base == nil)
        // power from elsewhere is no part of it; a base price stands beside
        let wide = try #require(
            KilowattHourPrice(Self.terms([.community, .fee, .residual, .grid, .base]), prices, on: day))
        #expect(wide.parts.map(\.line) == [.community, .fee, .grid] && wide.hasGrid && wide.base == 6_000)
        #expect(wide.gross == 22_616)  // 19.005 * 1.19 = 22.61595
        // before the change of price the old one
        let eve = try #require(CivilDay("2026-10-31"))
        let before = try #require(KilowattHourPrice(Self.terms([.community]), prices, on: eve))
        #expect(before.gross == 10_710)
    }

    @Test func `without one of the prices there is no sum`() throws {
        let day = try #require(CivilDay("2026-11-15"))
        let prices = [
            try Self.price(.community, 9_000, from: "2026-01-01"), try Self.price(nil, 19, from: "2026-12-01"),
        ]
        #expect(KilowattHourPrice(Self.terms([.community]), prices, on: day) == nil, "the tax is not known yet")
        let taxed = prices + [try Self.price(nil, 0, from: "2026-01-01")]
        #expect(KilowattHourPrice(Self.terms([.community, .fee]), taxed, on: day) == nil)
        #expect(KilowattHourPrice(Self.terms([.residual]), taxed, on: day) == nil)
        #expect(KilowattHourPrice(Self.terms([.community]), taxed, on: day)?.gross == 9_000)
    }
}
