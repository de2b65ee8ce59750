// SPDX-License-Identifier: EUPL-1.2
public import Decision

/// What a council decides on, as far as it is known: the input of a draft paper. Missing parts become visible gaps.
public struct CouncilPaper: Sendable {
    /// Something else that could be done, doing nothing among it.
    public struct Alternative: Sendable, Hashable {
        public var name: String
        /// Why it is or is not proposed; nil when nobody has said so yet.
        public var reason: String?
        /// Euro cents over the paper's years; nil when unknown.
        public var cost: Int64?

        public init(name: String, reason: String?, cost: Int64?) {
            self.name = name
            self.reason = reason
            self.cost = cost
        }
    }

    public struct Indicator: Sendable, Hashable {
        public var name: String
        public var unit: String
        public var baseline: Double?
        public var now: Double?
        public var target: Double?
        public var date: String?
        /// Less than 80 % of the time was measured.
        public var isProvisional: Bool
        /// The reader may not see what it says.
        public var isHidden = false

        /// One that the reader may not see; the name says so.
        public init(hidden name: String) {
            self.init(
                name: name, unit: "", baseline: nil, now: nil, target: nil, date: nil, isProvisional: false)
            isHidden = true
        }

        public init(
            name: String, unit: String, baseline: Double?, now: Double?, target: Double?, date: String?,
            isProvisional: Bool
        ) {
            self.name = name
            self.unit = unit
            self.baseline = baseline
            self.now = now
            self.target = target
            self.date = date
            self.isProvisional = isProvisional
        }
    }

    /// One line of cost, with where its amount comes from.
    public struct CostLine: Sendable, Hashable {
        public var name: String
        public var kind: String
        /// A year; received and saved money stands below zero.
        public var amount: Money
        public var years: String
        public var isBudgetEffective: Bool
        public var source: String
    }

    /// Where a paper stands.
    public enum Stage: Sendable, Hashable {
        case draft
        /// A draft of something that was decided on before, named by that decision in words.
        case further(after: String)
        /// What was decided on, with the paper's number, and what was decided, by whom and when, in words.
        case decided(number: String?, words: [String])
    }

    /// A knock-out that holds or fails: its name, why, and who has to answer.
    public struct OpenQuestion: Sendable, Hashable {
        public var name: String
        public var reason: String
        public var who: String?

        public init(name: String, reason: String, who: String?) {
            self.name = name
            self.reason = reason
            self.who = who
        }
    }

    public var town: String
    public var stage = Stage.draft
    public var date: String
    public var department: String?
    public var measure: String
    public var proposal: String?
    public var needs: [(title: String, description: String, groups: String?)] = []
    public var goals: [String] = []
    public var summary: String?
    /// The cost by year; nil when none is stated.
    public var cost: CostTable?
    /// The same, only what changes the budget.
    public var budget: CostTable?
    /// What the cost is made of.
    public var costLines: [CostLine] = []
    public var assumptions: [String] = []
    public var budgetLine: String?
    public var operatorName: String?
    public var alternatives: [Alternative] = []
    public var whyNotOtherwise: String?
    public var climate: String?
    public var participation: [String] = []
    public var risks: [String] = []
    public var openQuestions: [OpenQuestion] = []
    public var indicators: [Indicator] = []
    public var attachments: [(title: String, address: String?)] = []

    public init(town: String, date: String, measure: String) {
        self.town = town
        self.date = date
        self.measure = measure
    }
}
