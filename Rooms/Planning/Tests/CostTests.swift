// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import Testing
import Wire

@Suite struct CostTests {
    static func measure(_ code: String, _ stage: String, _ staff: [JSONValue], start: Int64? = 2027) -> PlanningObject {
        var document: JSONObject = ["title": "x", "stage": .string(stage), "staff": .array(staff)]
        document["startYear"] = start.map { JSONValue($0) }
        return MeasureTests.object(code, document)
    }

    @Test func `posts that are missing, for what was decided and for all`() throws {
        let plan = Plan([
            Self.measure("M-1", "decided", [["skill": "IT", "fullTimeEquivalents": 1, "firstYear": 0, "lastYear": 2]]),
            Self.measure("M-2", "idea", [["skill": " it", "fullTimeEquivalents": 0.5, "firstYear": 1]]),
            Self.measure("M-3", "ended", [["skill": "IT", "fullTimeEquivalents": 9]]),
            Self.measure("M-4", "idea", [["skill": "Bau", "fullTimeEquivalents": 1]], start: nil),
            MeasureTests.object(
                "T-1",
                [
                    "title": "IT",
                    "posts": [
                        ["year": 2028, "fullTimeEquivalents": 2], ["year": 2026, "fullTimeEquivalents": 0.8],
                    ],
                ]),
        ])
        let balance = StaffBalance(plan, firstYear: 2026, years: 5)
        let skill = try #require(balance.skills.first { $0.name == "IT" })
        #expect(skill.years.map(\.all) == [0, 1, 1.5, 1.5, 0.5])
        #expect(skill.years.map(\.decided) == [0, 1, 1, 1, 0])
        #expect(skill.years.map(\.posts) == [0.8, 0.8, 2, 2, 2])
        #expect(skill.firstDecidedGap?.year == 2027 && skill.firstGap?.year == 2027)
        #expect(abs(try #require(skill.firstGap).gap - 0.2) < 1e-12)
        #expect(skill.runs(\.gap) == [2027...2027] && skill.runs { $0.all } == [2027...2030])
        #expect(skill.measures == [Reference(.measure, 1), Reference(.measure, 2)])
        let unplanned = try #require(balance.skills.first { $0.name == "Bau" })
        #expect(unplanned.years.map(\.posts) == [nil, nil, nil, nil, nil])
        #expect(unplanned.firstGap?.year == 2027 && unplanned.firstDecidedGap == nil)
        #expect(balance.undated == [Reference(.measure, 4)])
    }

    @Test func `renewing is judged when all three amounts are there`() throws {
        let town = MeasureTests.object(
            "O-1", ["title": "x", "priceRise": 0, "rates": [["from": "2026-01-01", "rate": 0.05]]])
        var answers: JSONObject = ["title": "x", "yearlyCost": 1_000_000, "costRise": 0.1, "renewalCost": 3_000_000]
        #expect(AssetRenewal(MeasureTests.object("S-1", answers), town: town) == nil)
        #expect(AssetRenewal.missing(in: MeasureTests.object("S-1", answers)) == ["renewedYearlyCost"])
        answers["renewedYearlyCost"] = 500_000
        let renewal = try #require(AssetRenewal(MeasureTests.object("S-1", answers), town: town))
        #expect(renewal.assumptions.isEmpty)
        #expect(renewal.comparison.keep.amounts[0] == 0 && renewal.comparison.keep.amounts[2] == -11_000)
        #expect(renewal.comparison.renew.amounts == [-30_000] + Array(repeating: -5_000, count: 10))
        // 10,000 rising by a tenth at five per cent: 10,000 · ((1.1/1.05)^10 − 1) / 0.05 = 118,466.57; less 30,000 and 38,608.67
        #expect(abs(renewal.comparison.advantage - 49_857.90) < 0.02, "\(renewal.comparison.advantage)")
        let assumed = try #require(AssetRenewal(MeasureTests.object("S-1", answers), town: nil))
        #expect(assumed.assumptions.count == 2)
    }

    @Test func `what nobody answered makes the lock-in an interval`() throws {
        let measure = MeasureTests.object("M-1", ["title": "x", "solution": "L-1"])
        #expect(Plan([measure]).lockIn(of: measure) == nil)
        func index(_ answers: JSONObject) throws -> ClosedRange<Double> {
            var document = answers
            document["title"] = "x"
            return try #require(Plan([measure, MeasureTests.object("L-1", document)]).lockIn(of: measure)).index
        }
        #expect(try index([:]) == 0...100)
        let free: JSONObject = [
            "hasDocumentedInterface": true, "hasFullExport": true, "sourceAccess": true, "providers": 3,
            "noticeMonths": 3, "formats": ["GeoJSON", "csv"],
        ]
        #expect(try index(free) == 0...0)
        var bound = free
        bound["formats"] = ["GeoJSON", "eigenes Format"]
        bound["noticeMonths"] = 24
        #expect(try index(bound) == 17.5...17.5)
    }

    @Test func `each line knows its row, and prices can be tried out`() throws {
        let measure = MeasureTests.object(
            "M-1",
            [
                "title": "x",
                "costLines": [
                    ["name": "offen", "phase": "concept"],
                    ["name": "Betrieb", "amount": 100_000, "phase": "operation"],
                    ["name": "Förderung", "kind": "grant", "amount": 30_000, "firstYear": 1, "lastYear": 2],
                ],
                "staff": [["skill": "IT", "fullTimeEquivalents": 1, "isBudgetEffective": false]],
            ])
        let cost = MeasureCost(measure, town: nil, priceRise: 0.1)
        #expect(cost.origins.map(\.field) == ["costLines", "costLines", "staff"])
        #expect(cost.origins.map(\.row) == [1, 2, 0])
        #expect(cost.origins.map(\.phase) == ["operation", nil, nil])
        #expect(cost.payments(of: 0)[2] == Money(euros: 1_100) && cost.payments(of: 1)[1] == Money(euros: -300))
        let lines = cost.plan.lines.indices.map { cost.payments(of: $0).reduce(.zero, +) }
        #expect(lines.reduce(.zero, +) == cost.total, "the lines add up to the total")
        #expect(cost.budgetTotal == lines[0] + lines[1])
        let annuity = try #require(cost.annuity)
        let worth = CashFlow([0] + Array(repeating: annuity.euros, count: 10)).presentValue(rate: cost.rate)
        #expect(abs(worth - cost.presentValue.euros) < 0.1)
    }

    @Test func `amounts beyond reason stay where they are instead of running over`() {
        let most = Money(cents: .max)
        #expect(most + most == most && -most - most == -most)
        #expect(most.scaled(by: 1e9) == most && most.scaled(by: -1e9) == -most)
        #expect(Money(euros: .max) == most && Money(rounding: 1e300) == nil)
        #expect(Money(cents: -301).scaled(by: 1.5) == Money(cents: -452))
    }
}
