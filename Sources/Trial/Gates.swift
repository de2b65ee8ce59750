// SPDX-License-Identifier: EUPL-1.2

/// What an answer at a gate has to be: met, not met, or not asked.
public enum KnockOutAnswer: String, Sendable, Hashable, CaseIterable { case pass, hold, fail }

/// The first gate: whether a trial may start. All facts, nothing assumed.
public struct StartGate: Sendable, Hashable {
    public struct Facts: Sendable, Hashable {
        /// K1 to K7 of the measure.
        public var knockOuts: [String: KnockOutAnswer] = [:]
        public var smallestP: Double?
        public var significance = 0.05
        public var minimalDetectableEffect: Double?
        public var minimumUsefulEffect: Double?
        /// Of the test field.
        public var population: Double?
        /// 0 … 1.
        public var expectedShare: Double?
        /// Users from whom on the offer carries itself; nil where the measure has none.
        public var breakEvenUsers: Double?
        /// Whether the measure needs users at all.
        public var needsUsers = true
        /// 0 … 1.
        public var baselineCoverage: Double?
        public var baselinePeriods = 0
        public var requiredBaselinePeriods = 12
        public var hasOperator = false
        public var hasExitPlan = false
        public var hasEndDate = false
        public var hasDecisionDate = false
        public var hasOwnerDepartment = false
        public var isRegistered = false

        public init() {}
    }

    public enum Missing: Sendable, Hashable {
        case knockOut(String)
        /// Even the clearest result could not reach the registered error.
        case cannotDecide
        /// The useful effect is smaller than what the design can see.
        case tooSmall
        case criticalMass
        case baseline
        case operatorDraft, exitPlan, endDate, decisionDate, ownerDepartment, registration

        public var code: String {
            switch self {
            case .knockOut(let code): code
            case .cannotDecide: "cannot-decide"
            case .tooSmall: "too-small"
            case .criticalMass: "critical-mass"
            case .baseline: "baseline"
            case .operatorDraft: "operator"
            case .exitPlan: "exit_plan"
            case .endDate: "end_date"
            case .decisionDate: "decision_date"
            case .ownerDepartment: "owner_department"
            case .registration: "registered"
            }
        }
    }

    public static let knockOuts = ["K1", "K2", "K3", "K4", "K5", "K6", "K7"]
    public static let requiredCoverage = 0.8

    public let missing: [Missing]
    public var passes: Bool { missing.isEmpty }

    public init(_ facts: Facts) {
        var missing = Self.knockOuts.filter { facts.knockOuts[$0] != .pass }.map(Missing.knockOut)
        if !(facts.smallestP.map { $0 <= facts.significance } ?? false) { missing.append(.cannotDecide) }
        let sees = facts.minimalDetectableEffect.flatMap { seen in facts.minimumUsefulEffect.map { seen <= $0 } }
        if !(sees ?? false) { missing.append(.tooSmall) }
        if facts.needsUsers {
            let users = facts.population.flatMap { people in facts.expectedShare.map { people * $0 } }
            let carries = users.flatMap { users in facts.breakEvenUsers.map { users >= $0 } }
            if !(carries ?? false) { missing.append(.criticalMass) }
        }
        let covers = facts.baselineCoverage.map { $0 >= Self.requiredCoverage } ?? false
        if !covers || facts.baselinePeriods < facts.requiredBaselinePeriods { missing.append(.baseline) }
        let plain: [(Bool, Missing)] = [
            (facts.hasOperator, .operatorDraft), (facts.hasExitPlan, .exitPlan), (facts.hasEndDate, .endDate),
            (facts.hasDecisionDate, .decisionDate), (facts.hasOwnerDepartment, .ownerDepartment),
            (facts.isRegistered, .registration),
        ]
        missing += plain.filter { !$0.0 }.map(\.1)
        self.missing = missing
    }
}

/// What a trial ends with.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    case go, extend, change, stop, wait
}

/// The second gate: what follows from the registered analysis and the facts around it.
public struct ResultGate: Sendable, Hashable {
    public struct Facts: Sendable, Hashable {
        public enum Direction: String, Sendable, Hashable, CaseIterable { case up, down }

        public var direction = Direction.up
        /// Whether the figures come from the analysis as registered.
        public var isRegisteredAnalysis = false
        /// The effects that are not excluded; nil before there is a result.
        public var low: Double?
        public var high: Double?
        public var minimumUsefulEffect: Double?
        public var p: Double?
        public var significance = 0.05
        public var adoption: Double?
        /// Nil where the plan has none.
        public var adoptionThreshold: Double?
        /// The lower limit of the survey; nil where nobody answered, or too few of those asked.
        public var acceptanceLow: Double?
        public var acceptanceThreshold: Double?
        public var availability: Double?
        public var requiredAvailability: Double?
        public var guardrailsBroken = 0
        public var operatorSigned = false
        public var hasBudgetLine = false
        public var staffInPlan = false
        public var privacyClosed = false
        public var securityClosed = false
        public var rollOutCostKnown = false

        public init() {}
    }

    public enum Missing: String, Sendable, Hashable, CaseIterable {
        case guardrail, analysis, effect, chance, adoption, availability, acceptance
        case operatorSigned = "operator_signed"
        case budgetLine = "budget_line"
        case staffInPlan = "staff_in_plan"
        case privacyClosed = "privacy_closed"
        case securityClosed = "security_closed"
        case rollOutCost = "npv_known"
    }

    public let verdict: Verdict
    public let missing: [Missing]
    /// Whether the data exclude an effect that would be useful.
    public let usefulEffectIsExcluded: Bool

    public init(_ facts: Facts) {
        var missing: [Missing] = []
        if facts.guardrailsBroken > 0 { missing.append(.guardrail) }
        if !facts.isRegisteredAnalysis { missing.append(.analysis) }
        let up = facts.direction == .up
        let (worst, best) = up ? (facts.low, facts.high) : (facts.high.map { -$0 }, facts.low.map { -$0 })
        let useful = facts.minimumUsefulEffect
        if !(worst.flatMap { worst in useful.map { worst >= $0 } } ?? false) { missing.append(.effect) }
        if !(facts.p.map { $0 <= facts.significance } ?? false) { missing.append(.chance) }
        func reaches(_ value: Double?, _ threshold: Double?) -> Bool {
            threshold.map { needed in value.map { $0 >= needed } ?? false } ?? true
        }
        if !reaches(facts.adoption, facts.adoptionThreshold) { missing.append(.adoption) }
        if !reaches(facts.availability, facts.requiredAvailability) { missing.append(.availability) }
        if !reaches(facts.acceptanceLow, facts.acceptanceThreshold) { missing.append(.acceptance) }
        let paper: [(Bool, Missing)] = [
            (facts.operatorSigned, .operatorSigned), (facts.hasBudgetLine, .budgetLine),
            (facts.staffInPlan, .staffInPlan),
            (facts.privacyClosed, .privacyClosed), (facts.securityClosed, .securityClosed),
            (facts.rollOutCostKnown, .rollOutCost),
        ]
        let open = paper.filter { !$0.0 }.map(\.1)
        missing += open
        usefulEffectIsExcluded = best.flatMap { best in useful.map { best < $0 } } ?? false
        self.missing = missing
        verdict =
            if missing.contains(.guardrail) {
                .stop
            } else if missing.contains(.analysis) {
                .extend
            } else if usefulEffectIsExcluded {
                .stop
            } else if missing.contains(.effect) || missing.contains(.chance) {
                .extend
            } else if missing.contains(.adoption) || missing.contains(.availability) {
                .change
            } else if missing.contains(.acceptance) {
                .extend
            } else if !open.isEmpty {
                .wait
            } else {
                .go
            }
    }
}
