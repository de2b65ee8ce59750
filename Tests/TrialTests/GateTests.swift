// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Testing
import Trial
import Wire

@Suite("Gates of pilots")
struct GateTests {
    @Test("the first gate's worked cases", .enabled(if: Oracle.isThere))
    func startGate() throws {
        for row in try Oracle.part("G1_gate").array ?? [] {
            let given = try #require(row["facts"])
            var facts = StartGate.Facts()
            for member in given["knockouts"]?.object?.members ?? [] {
                facts.knockOuts[member.name] = member.value.string.flatMap(KnockOutAnswer.init)
            }
            facts.smallestP = given.number("smallest_p")
            facts.significance = given.number("alpha")
            facts.minimalDetectableEffect = given.number("mde")
            facts.minimumUsefulEffect = given.number("minimum_useful_effect")
            facts.population = given.number("population_in_field")
            facts.expectedShare = given.number("expected_share")
            facts.breakEvenUsers = given.number("break_even")
            facts.baselineCoverage = given.number("baseline_coverage")
            facts.baselinePeriods = given.count("baseline_periods")
            facts.requiredBaselinePeriods = given.count("required_baseline_periods")
            facts.hasOperator = given.flag("operator")
            facts.hasExitPlan = given.flag("exit_plan")
            facts.hasEndDate = given.flag("end_date")
            facts.hasDecisionDate = given.flag("decision_date")
            facts.hasOwnerDepartment = given.flag("owner_department")
            facts.isRegistered = given.flag("registered")
            let gate = StartGate(facts)
            #expect(gate.missing.map(\.code) == row["missing"]?.texts, "\(row["name"]?.string ?? "")")
            #expect(gate.passes == row.flag("passes"))
        }
    }

    @Test("the second gate's worked cases", .enabled(if: Oracle.isThere))
    func resultGate() throws {
        for row in try Oracle.part("G2_gate").array ?? [] {
            let given = try #require(row["facts"])
            var facts = ResultGate.Facts()
            facts.direction = given["direction"]?.string == "down" ? .down : .up
            facts.isRegisteredAnalysis = given.flag("registered_analysis")
            (facts.low, facts.high) = (given.numbers("ci")[0], given.numbers("ci")[1])
            facts.minimumUsefulEffect = given.number("minimum_useful_effect")
            facts.p = given.number("p")
            facts.significance = given.number("alpha")
            facts.adoption = given.number("adoption")
            facts.adoptionThreshold = given.number("adoption_threshold")
            facts.acceptanceLow = given.number("acceptance_low")
            facts.acceptanceThreshold = given.number("acceptance_threshold")
            facts.availability = given.number("availability")
            facts.requiredAvailability = given.number("availability_required")
            facts.guardrailsBroken = given.count("guardrails_broken")
            facts.operatorSigned = given.flag("operator_signed")
            facts.hasBudgetLine = given.flag("budget_line")
            facts.staffInPlan = given.flag("staff_in_plan")
            facts.privacyClosed = given.flag("privacy_closed")
            facts.securityClosed = given.flag("security_closed")
            facts.rollOutCostKnown = given.flag("npv_known")
            let gate = ResultGate(facts)
            let name = row["name"]?.string ?? ""
            #expect(gate.verdict.rawValue == row["verdict"]?.string, "\(name)")
            #expect(gate.missing.map(\.rawValue) == row["missing"]?.texts, "\(name)")
        }
    }

    @Test("the steps are those of the worked table", .enabled(if: Oracle.isThere))
    func steps() throws {
        let worked = try Oracle.part("state_machine")
        #expect(PilotState.allCases.map(\.rawValue) == worked["states"]?.texts)
        let expected = Set((worked["transitions"]?.array ?? []).map(\.texts))
        #expect(Set(PilotMachine.steps.map { [$0.from.rawValue, $0.event.rawValue, $0.to.rawValue] }) == expected)
    }

    @Test("nothing known passes no gate")
    func nothingKnown() {
        #expect(StartGate(StartGate.Facts()).missing.count == 17)
        let gate = ResultGate(ResultGate.Facts())
        #expect(gate.verdict == .extend && !gate.usefulEffectIsExcluded)
    }

    /// What each step needs, written down a second time.
    private func mayPass(_ event: PilotEvent, from state: PilotState, to next: PilotState, _ facts: PilotFacts) -> Bool
    {
        if next == .stopped, !facts.hasLesson { return false }
        return switch event {
        case .passStartGate: facts.startGate?.passes == true
        case .start: facts.startGate?.passes == true && facts.isAfterStart
        case .look: facts.isAfterStart
        case .stopEarly: facts.hasReasonToStopEarly
        case .end: facts.isAfterEnd
        case .go: facts.verdict == .go
        case .extend: facts.verdict == .extend && !facts.wasExtended && facts.hasNewRegistration
        case .change: facts.verdict == .change || facts.verdict == .extend && facts.wasExtended
        case .wait: facts.verdict == .wait
        case .anchor: facts.isInRegularOperation
        case .councilOverride: facts.hasCouncilDecision && facts.verdict != .go
        case .prepare, .drop, .withdraw, .stop: true
        }
    }

    @Test("random facts against every state and event, 10,000 in the long run: no way past a guard")
    func noWayPast() {
        var random = SeededRandom(seed: 16)
        var wrong: [String] = []
        for _ in 0..<(ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == nil ? 1000 : 10_000) {
            var facts = PilotFacts()
            facts.verdict = ([nil] + Verdict.allCases).randomElement(using: &random) ?? nil
            facts.hasReasonToStopEarly = .random(using: &random)
            facts.isAfterStart = .random(using: &random)
            facts.isAfterEnd = .random(using: &random)
            facts.wasExtended = .random(using: &random)
            facts.hasNewRegistration = .random(using: &random)
            facts.hasLesson = .random(using: &random)
            facts.hasCouncilDecision = .random(using: &random)
            facts.isInRegularOperation = .random(using: &random)
            if Bool.random(using: &random) {
                var gate = StartGate.Facts()
                if Bool.random(using: &random) {
                    for code in StartGate.knockOuts { gate.knockOuts[code] = .pass }
                    (gate.smallestP, gate.minimalDetectableEffect, gate.minimumUsefulEffect) = (0.01, 0.1, 0.2)
                    (gate.needsUsers, gate.baselineCoverage, gate.baselinePeriods) = (false, 0.9, 12)
                    (gate.hasOperator, gate.hasExitPlan, gate.hasEndDate) = (true, true, true)
                    (gate.hasDecisionDate, gate.hasOwnerDepartment) = (true, true)
                    gate.isRegistered = .random(using: &random)
                }
                facts.startGate = StartGate(gate)
            }
            for state in PilotState.allCases {
                for event in PilotEvent.allCases {
                    let step = PilotMachine.steps.first { $0.from == state && $0.event == event }
                    let isAllowed = step.map { mayPass(event, from: state, to: $0.to, facts) } ?? false
                    switch PilotMachine.next(state, event, facts) {
                    case .success(let next):
                        if !isAllowed || next != step?.to { wrong.append("\(state) \(event) passed") }
                    case .failure(let refusals):
                        if isAllowed || refusals.reasons.isEmpty { wrong.append("\(state) \(event) refused") }
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
}
