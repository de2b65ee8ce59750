// SPDX-License-Identifier: EUPL-1.2

/// Where a pilot stands.
public enum PilotState: String, Sendable, Hashable, CaseIterable {
    case idea, denklabor, ready, reallabor, evaluation, rollout
    /// Rolled out by a council's decision against the gate; it stays visible.
    case rolloutAgainstGate = "rollout-against-gate"
    case anchored, stopped
}

/// What may happen to a pilot.
public enum PilotEvent: String, Sendable, Hashable, CaseIterable {
    case prepare
    case passStartGate = "pass-g1"
    case start, look
    case stopEarly = "stop-early"
    case end, go, extend, change, stop, wait, anchor, withdraw, drop
    case councilOverride = "council-override"
}

/// What the guards of the state machine ask.
public struct PilotFacts: Sendable, Hashable {
    public var startGate: StartGate?
    public var verdict: Verdict?
    /// Whether a look rejects, or a guardrail is broken: the registered reasons to end before the end.
    public var hasReasonToStopEarly = false
    public var isAfterStart = false
    public var isAfterEnd = false
    /// A registered look could be taken and was not.
    public var isLookDue = false
    public var isPublic = true
    public var wasExtended = false
    public var hasNewRegistration = false
    public var hasLesson = false
    public var hasCouncilDecision = false
    /// The last stage of the roll-out is done, and operation is budgeted.
    public var isInRegularOperation = false

    public init() {}
}

/// The state machine of pilots: a pure function, so that no role, flag or import can pass a guard.
public enum PilotMachine {
    public enum Refusal: Error, Sendable, Hashable {
        /// There is no such step from here.
        case noSuchStep
        case startGate([StartGate.Missing])
        case verdictIs(Verdict?)
        case noReasonToStopEarly
        case beforeStart, beforeEnd
        /// After the end nobody looks any more.
        case lookDue
        /// What goes ahead against the verdict is for everybody to see.
        case notPublic
        case alreadyExtended
        case noNewRegistration
        case noLesson
        case noCouncilDecision
        case nothingToOverride
        case notInRegularOperation
    }

    /// The steps there are: from, by, to.
    public static let steps: [(from: PilotState, event: PilotEvent, to: PilotState)] = [
        (.idea, .prepare, .denklabor), (.denklabor, .passStartGate, .ready), (.ready, .start, .reallabor),
        (.reallabor, .look, .reallabor), (.reallabor, .stopEarly, .evaluation), (.reallabor, .end, .evaluation),
        (.evaluation, .go, .rollout), (.evaluation, .extend, .reallabor), (.evaluation, .change, .denklabor),
        (.evaluation, .stop, .stopped), (.evaluation, .wait, .evaluation), (.rollout, .anchor, .anchored),
        (.rollout, .withdraw, .stopped), (.denklabor, .drop, .stopped), (.ready, .drop, .stopped),
        (.evaluation, .councilOverride, .rolloutAgainstGate), (.rolloutAgainstGate, .anchor, .anchored),
        (.rolloutAgainstGate, .withdraw, .stopped),
    ]

    /// The state after an event, or every reason against it.
    public static func next(
        _ state: PilotState, _ event: PilotEvent, _ facts: PilotFacts
    ) -> Result<PilotState, Refusals> {
        guard let step = steps.first(where: { $0.from == state && $0.event == event }) else {
            return .failure(Refusals([.noSuchStep]))
        }
        var reasons = guards(event, facts)
        if step.to == .stopped, !facts.hasLesson { reasons.append(.noLesson) }
        return reasons.isEmpty ? .success(step.to) : .failure(Refusals(reasons))
    }

    /// Why a step is refused; never empty.
    public struct Refusals: Error, Sendable, Hashable {
        public let reasons: [Refusal]
        init(_ reasons: [Refusal]) { self.reasons = reasons }
    }

    private static func guards(_ event: PilotEvent, _ facts: PilotFacts) -> [Refusal] {
        switch event {
        case .prepare, .drop, .withdraw: []
        case .passStartGate, .start: gate(facts) + (event == .start && !facts.isAfterStart ? [.beforeStart] : [])
        case .look: facts.isAfterStart ? [] : [.beforeStart]
        case .stopEarly: facts.hasReasonToStopEarly ? [] : [.noReasonToStopEarly]
        case .end: (facts.isAfterEnd ? [] : [.beforeEnd]) + (facts.isLookDue ? [.lookDue] : [])
        case .go: facts.verdict == .go ? [] : [.verdictIs(facts.verdict)]
        case .extend:
            (facts.verdict == .extend ? [] : [.verdictIs(facts.verdict)])
                + (facts.wasExtended ? [.alreadyExtended] : []) + (facts.hasNewRegistration ? [] : [.noNewRegistration])
        case .change:
            facts.verdict == .change || (facts.verdict == .extend && facts.wasExtended)
                ? [] : [.verdictIs(facts.verdict)]
        // who runs a trial may always end it, with its lesson
        case .stop: []
        case .wait: facts.verdict == .wait ? [] : [.verdictIs(facts.verdict)]
        case .anchor: facts.isInRegularOperation ? [] : [.notInRegularOperation]
        case .councilOverride:
            (facts.hasCouncilDecision ? [] : [.noCouncilDecision]) + (facts.verdict == .go ? [.nothingToOverride] : [])
                + (facts.isPublic ? [] : [.notPublic])
        }
    }

    private static func gate(_ facts: PilotFacts) -> [Refusal] {
        guard let gate = facts.startGate else { return [.startGate([.registration])] }
        return gate.passes ? [] : [.startGate(gate.missing)]
    }
}
