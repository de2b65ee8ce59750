// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import Testing
import Wire

@Suite struct MeasureTests {
    static let noon = Instant(seconds: 1_800_000_000)

    static func object(_ code: String, _ document: JSONObject) -> PlanningObject {
        guard let reference = Reference(code) else { preconditionFailure("\(code) is no reference") }
        return PlanningObject(
            reference: reference, version: 1, document: document, visibility: .public, state: .active,
            created: noon, createdBy: "", modified: noon, modifiedBy: "", checked: [:])
    }

    static let matrix = LicenceRules(
        matrix: LicenceMatrix(["EUPL-1.2": ["MIT": .yes, "GPL-2.0-only": .no]]),
        names: LicenceExpression.Names(["MIT", "GPL-2.0-only", "EUPL-1.2"]))

    /// The facts of a measure decide K1 to K7; an answer nobody gave holds and never fails.
    @Test func `a measure nobody has answered for holds everywhere but fails only for its need`() {
        let measure = Self.object("M-1", ["title": "x"])
        let findings = Plan([measure]).knockOutFacts(of: measure, rules: Self.matrix).findings
        #expect(findings.map(\.verdict) == [.fail, .hold, .hold, .hold, .hold, .hold, .hold])
        #expect(findings.allSatisfy { $0.remedy != nil && $0.answeredBy != nil })
    }

    @Test func `a zebra crossing has no licence and no interface to answer for`() {
        let measure = Self.object("M-1", ["title": "Zebrastreifen", "usesTechnology": false])
        let findings = Plan([measure]).knockOutFacts(of: measure, rules: .none).findings
        #expect(findings.map(\.knockOut) == KnockOut.allCases)
        #expect(findings[1...3].allSatisfy { $0.verdict == .pass })
        #expect(findings[4].verdict == .hold)
    }

    @Test func `all answers lift all knock-outs`() {
        let plan = Plan([
            Self.object("B-1", ["title": "x"]),
            Self.object(
                "L-1",
                [
                    "title": "x", "licence": "MIT", "hasDocumentedInterface": true, "hasFullExport": true,
                    "dataRightsStay": true,
                    "checks": [
                        ["check": "openInterface", "at": "2026-01-01", "passed": false],
                        ["check": "openInterface", "at": "2026-02-01", "passed": true],
                    ],
                ]),
            Self.object(
                "V-1",
                ["title": "x", "legalBasis": "6-1-e", "impactAssessment": true, "scoring": true, "matching": true]),
            Self.object(
                "M-1",
                [
                    "title": "x", "needs": ["B-1"], "solution": "L-1", "processingActivities": ["V-1"],
                    "costLines": [["name": "x", "amount": 100, "phase": "operation"]],
                    "staff": [["skill": "x", "fullTimeEquivalents": 0.5]], "operator": "Stadtwerke",
                ]),
        ])
        let facts = plan.knockOutFacts(of: plan["M-1"]!, rules: Self.matrix)
        #expect(facts.findings.map(\.verdict) == Array(repeating: .pass, count: 7), "\(facts.findings)")
    }

    struct Case: Sendable {
        var answers: JSONObject
        var knockOut: Int
        var verdict: KnockOutFinding.Verdict
    }

    static let cases = [
        Case(answers: ["licence": "GPL-2.0-only"], knockOut: 1, verdict: .fail),
        Case(answers: ["licence": "Unheard-of"], knockOut: 1, verdict: .hold),
        Case(answers: ["licence": "MIT"], knockOut: 1, verdict: .pass),
        Case(
            answers: [
                "hasDocumentedInterface": true, "hasFullExport": true,
                "checks": [["check": "export", "passed": false]],
            ], knockOut: 2, verdict: .hold),
        Case(answers: ["hasDocumentedInterface": false], knockOut: 2, verdict: .fail),
        Case(answers: ["dataRightsStay": false], knockOut: 3, verdict: .fail),
    ]

    @Test(arguments: cases)
    func `the solution decides`(_ expected: Case) {
        var document = expected.answers
        document["title"] = "x"
        let measure = Self.object("M-1", ["title": "x", "solution": "L-1"])
        let plan = Plan([measure, Self.object("L-1", document)])
        #expect(
            plan.knockOutFacts(of: measure, rules: Self.matrix).findings[expected.knockOut].verdict == expected.verdict)
        let blind = plan.knockOutFacts(of: measure, rules: .none).findings[1].verdict
        #expect(blind == .hold, "without a matrix K2 holds")
    }

    @Test func `the impact assessment is asked for from the second criterion on`() {
        var answers: JSONObject = ["title": "x"]
        #expect(Self.object("V-1", answers).needsImpactAssessment == nil)
        for name in PlanningObject.impactCriteria { answers[name] = false }
        #expect(Self.object("V-1", answers).needsImpactAssessment == false)
        answers["scoring"] = true
        #expect(Self.object("V-1", answers).needsImpactAssessment == false)
        answers["matching"] = .null
        #expect(Self.object("V-1", answers).needsImpactAssessment == nil)
        answers["largeScale"] = true
        #expect(Self.object("V-1", answers).needsImpactAssessment == true)
    }

    @Test func `years of a measure in whole cents, with what was assumed`() throws {
        let town = Self.object(
            "O-1",
            [
                "title": "x", "priceRise": 0, "payRise": 0, "overheadRate": 0.25, "workplaceFlatRate": 1_000_000,
                "rates": [
                    ["from": "2020-01-01", "rate": 0.05, "source": "alt"],
                    ["from": "2026-01-01", "rate": 0, "source": "Erlass"],
                ],
            ])
        let measure = Self.object(
            "M-1",
            [
                "title": "x", "startYear": 2027,
                "costLines": [
                    ["name": "Kauf", "amount": 1_000_000, "phase": "procurement"],
                    ["name": "Betrieb", "amount": 200_000, "phase": "operation"],
                    ["name": "Förderung", "kind": "grant", "amount": 300_000, "firstYear": 0, "lastYear": 2],
                    ["name": "offen"],
                ],
                "staff": [["skill": "IT", "fullTimeEquivalents": 0.5, "grossPerYear": 6_000_000]],
            ])
        let cost = MeasureCost(measure, town: town)
        let years = cost.years()
        #expect(years.count == 11)
        #expect(years[0].once == Money(euros: 10_000) && years[0].grants == Money(euros: 3_000))
        #expect(years[0].own == Money(euros: 7_000))
        // 0.5 · (60,000 · 1.25 + 10,000) = 42,500
        #expect(years[1].staff == Money(euros: 42_500) && years[1].yearly == Money(euros: 2_000))
        #expect(years[3].grants == .zero)
        #expect(cost.total == Money(euros: 10_000 - 9_000 + 10 * 44_500))
        #expect(cost.presentValue == cost.total, "at a rate of nothing")
        #expect(cost.rateSource == "Erlass")
        #expect(cost.assumptions.isEmpty && cost.incomplete == ["offen"])
        #expect(cost.plan.endingGrants.map(\.firstYearWithout) == [3])
        let assumed = MeasureCost(measure, town: nil)
        #expect(assumed.assumptions.count >= 3)
        #expect(assumed.presentValue < assumed.total, "prices rise as fast as the rate, but pay does not stand still")
    }
}
