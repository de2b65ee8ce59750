// SPDX-License-Identifier: EUPL-1.2
import Planning
import QualityWatch
import Site
import Trial
import Wire

/// All that a page and a step of one pilot stand on.
struct PilotPageReading: Sendable {
    /// What follows from the looks under one registration.
    struct Outcome: Sendable {
        let registration: Registration
        let trial: TrialPlan
        /// Once the data are settled and a registered look was taken.
        let result: Result<TrialResult, TrialResult.Refusal>?
        let gate: ResultGate
    }

    let object: PlanningObject
    let plan: Plan
    let record: PilotRecord
    let now: Instant
    /// What the answers say now.
    let planned: Result<TrialPlan, TrialPlanFaults>
    /// What is registered, else what the answers say.
    let trial: TrialPlan?
    /// The table as it is now; for who sees all series.
    let live: FrozenPanel?
    let power: PowerFigures?
    let findings: [Int64: [StoredFinding]]
    let seesAll: Bool
    /// Whether the reader sees the survey that the verdict rests on.
    let seesPapers: Bool
    let papers: PilotPapers
    /// Under each registration, the same for every reader; shown to who sees all series. None where what is stored was changed.
    let outcomes: [Outcome]
    let startGate: StartGate
    /// Stages of the roll-out, once it has begun.
    let stages: [StageCheck]
    /// Of the council, on this measure, and in favour.
    let hasCouncilDecision: Bool

    /// What the verdict follows from: the latest registration with a result, so that amending takes none away.
    var judged: Outcome? { outcomes.last { $0.result != nil } ?? outcomes.last }

    /// Whether the plan that would be registered now cannot find the useful effect, as far as the history tells.
    var isUndecidable: Bool {
        (record.current == nil || PilotsRoutes.planned.contains(record.state))
            && startGate.missing.contains { $0 == .cannotDecide || $0 == .tooSmall }
    }

    private var today: CalendarDay { TownTime().day(now) }

    /// Whether a registered look could be taken and was not.
    var isLookDue: Bool {
        record.current.flatMap { current in current.plan.map { record.due(current, $0, by: today) != nil } } ?? false
    }

    /// Whether looking makes sense now: a period has ended since the start, and today's look was not taken.
    var mayLook: Bool {
        guard let plan = record.current?.plan, record.leftOut != nil, seesAll, !record.isTampered else { return false }
        if record.state == .evaluation { return isLookDue }
        guard case .success = PilotMachine.next(record.state, .look, facts) else { return false }
        if isLookDue { return true }
        let isOver = record.looks.contains { $0.look == plan.looks.last?.iso }
        return plan.information(at: today) > 0 && !isOver && !record.hasUnplannedLook(on: today)
    }

    /// Whether it is still open which data count: from the start until a look.
    var maySettle: Bool {
        guard let plan = record.current?.plan else { return false }
        return today >= plan.start && !record.isDataSettled
    }

    /// The latest frozen table under the present registration, also of a look that was not registered.
    var frozen: FrozenPanel? {
        guard seesAll, !record.isTampered, let shown = judged?.registration ?? record.current else { return nil }
        return record.snapshots.last { $0.registration == shown.number }?.panel
    }

    /// What the guards of the state machine ask.
    var facts: PilotFacts {
        var facts = PilotFacts()
        facts.startGate = startGate
        facts.verdict = judged?.gate.verdict
        facts.isLookDue = isLookDue
        facts.isPublic = object.isPublic
        if let trial {
            facts.isAfterStart = today >= trial.start
            facts.isAfterEnd = today >= trial.end
        }
        if let judged, let result = try? judged.result?.get() {
            facts.hasReasonToStopEarly = result.rejects(judged.trial) || result.hasBrokenGuardrail
        }
        facts.wasExtended = record.wasExtended
        let evaluated = record.steps.last {
            $0.event == PilotEvent.end.rawValue || $0.event == PilotEvent.stopEarly.rawValue
        }
        facts.hasNewRegistration = evaluated.flatMap { step in record.current.map { $0.at > step.at } } ?? false
        facts.hasLesson = object.text("lesson") != nil
        facts.hasCouncilDecision = hasCouncilDecision
        // the last stage has begun, and it is in operation
        facts.isInRegularOperation =
            (object.flag("inOperation") ?? false) && stages.allSatisfy { $0.stage.date <= today }
        return facts
    }
}
