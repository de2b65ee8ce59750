// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import Settlement
import Sharing
import Testing
import Wire

@Suite("The worked month", .enabled(if: EnergyOracle.isThere))
struct MonthTests {
    @Test("the drawn values are those of the worked month")
    func input() throws {
        let month = try Month()
        #expect(month.slots.count == Month.value.whole("slots"))
        let totals = try #require(Month.value["totalsWh"])
        for (index, point) in Month.points.enumerated() {
            #expect(month.slots.reduce(0) { $0 + $1[index] } == totals.whole(point), "\(point)")
        }
        #expect(EnergyOracle.digest(month.slots.flatMap { $0 }) == Month.value.text("inputSha256"))
    }

    private func check(_ outcome: Month.Outcome, _ value: JSONValue) throws {
        #expect(EnergyOracle.digest(outcome.allocated) == value.text("allocationSha256"))
        #expect(EnergyOracle.digest(outcome.delivered) == value.text("plantsSha256"))
        let bills = try #require(value["bills"]?.object)
        #expect(outcome.run.bills.map(\.member) == bills.names)
        for bill in outcome.run.bills {
            let expected = try #require(bills[bill.member])
            #expect(bill.shared == expected.whole("sharedWh") && bill.residual == expected.whole("residualWh"))
            #expect(bill.total == expected.whole("totalWh"))
            // The worked lines name the price's first day for shared power, else the first day that is billed.
            let lines = bill.lines.map { line -> [String] in
                let day = line.kind == .community ? line.version : line.days.lowerBound
                return [line.kind.rawValue] + [day.date.day, line.quantity, line.price, line.net].map(String.init)
            }
            let worked = expected.list("lines").map { line in
                (line.array ?? []).map { $0.string ?? String($0.whole) }
            }
            #expect(lines == worked, "\(bill.member)")
            #expect(bill.net == expected.whole("net") && bill.vat == expected.whole("vat"), "\(bill.member)")
            #expect(bill.gross == expected.whole("gross"), "\(bill.member)")
        }
        let credits = try #require(value["credits"])
        for (place, credit) in outcome.run.credits.enumerated() {
            let expected = try #require(credits[credit.plant])
            let lines = credit.lines.map { [$0.version.date.day, $0.wattHours, $0.net, $0.price] }
            let worked = expected.list("lines").map {
                [$0.whole("from"), $0.whole("Wh"), $0.whole("net"), $0.whole("mct")]
            }
            #expect(lines == worked, "\(credit.plant)")
            #expect(credit.net == expected.whole("net") && credit.vat == expected.whole("vat"))
            #expect(credit.gross == expected.whole("gross"))
            #expect(outcome.surplus[place] == value["surplusWh"]?.whole(credit.plant))
        }
        let closing = try #require(value["closing"])
        let account = Account(outcome.run)
        #expect(account.isClosed)
        #expect(account.consumersGross == closing.whole("consumersGross"))
        #expect(account.producersGross == closing.whole("producersGross"))
        let kept: [(LineKind, String)] = [
            (.fee, "communityFee"), (.base, "base"), (.residual, "residual"), (.grid, "grid"),
            (.concession, "concession"), (.electricityTax, "electricityTax"),
        ]
        for (kind, name) in kept { #expect(account.kept[kind] == closing.whole(name), "\(name)") }
        #expect(account.levies == closing.whole("levies"))
        #expect(account.outputTax == closing.whole("vatOut") && account.inputTax == closing.whole("vatIn"))
        #expect(account.vatPayable == closing.whole("vatPayable"))
    }

    @Test("settled with a filled gap, settled anew, and what the correction comes to")
    func runs() throws {
        let month = try Month()
        let first = try month.settle(month.filled())
        try check(first, EnergyOracle.part("month", "run1"))
        let second = try month.settle(month.slots)
        try check(second, EnergyOracle.part("month", "run2"))
        let correction = Correction(of: first.run, by: second.run)
        let worked = try #require(Month.value["correction"]?.object)
        #expect(correction.bills.map(\.id) == worked.names)
        for change in correction.bills {
            let expected = try #require(worked[change.id])
            #expect(change.reversals.map(\.gross) == [expected.whole("reversal")])
            #expect(change.documents.map(\.gross) == [expected.whole("new")])
            #expect(change.difference == expected.whole("difference"))
            #expect(change.sharedDifference == expected.whole("sharedWhDifference"))
            #expect(change.totalDifference == expected.whole("totalWhDifference"))
        }
        for change in correction.credits {
            #expect(change.difference == Month.value["correctionProducers"]?[change.id]?.whole("difference"))
        }
        #expect(try month.settle(month.slots).run == second.run)
    }

    @Test("rounding", arguments: EnergyOracle.part("month", "rounding", "cases").array ?? [])
    func rounding(_ value: JSONValue) {
        #expect(Rounding.quotient(value.whole("Wh"), times: value.whole("mct"), 1_000_000) == value.whole("cent"))
        #expect(Rounding.quotient(value.whole("Wh") * value.whole("mct"), 1_000_000) == value.whole("cent"))
    }
}
