// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
public import PlanningAnalyses
public import PlanningModel

/// What a council decides on, as far as it is known: the input of a draft paper. Missing parts become visible gaps.
public struct CouncilPaper: Sendable {
    /// Something else that could be done, doing nothing among it.
    public struct Alternative: Sendable, Hashable {
        /// The measure that it is; nil for doing nothing and for one that is masked.
        public var measure: Reference?
        public var name: String
        /// Why it is or is not proposed; nil when nobody has said so yet.
        public var reason: String?
        /// What is known of it beside: that it is decided, that both exclude each other.
        public var notes: [String]
        /// All whose words stand in its line.
        public var sources: [Reference]
        /// Euro cents over the paper's years; nil when unknown.
        public var cost: Int64?
        /// Where it can be looked at.
        public var address: String?

        public init(
            _ measure: Reference? = nil, name: String, reason: String?, notes: [String] = [],
            sources: [Reference] = [], cost: Int64?
        ) {
            self.measure = measure
            self.name = name
            self.reason = reason
            self.notes = notes
            self.sources = sources
            self.cost = cost
        }
    }

    public struct Indicator: Sendable, Hashable {
        public var reference: Reference?
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
        /// There is a value today, of a series that the reader may not see.
        public var isWithheld = false
        /// What must be said of the values that it rests on.
        public var cautions: [Words] = []
        /// Where it can be looked at.
        public var address: String?

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
        /// Nil where nobody has said: it counts as if it did.
        public var isBudgetEffective: Bool?
        /// Nil where nobody has said.
        public var source: String?
        /// Where it was entered.
        public var address: String?
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

        /// Whose words the reason holds.
        public var about: Reference?

        public init(name: String, reason: String, who: String?, about: Reference? = nil) {
            self.about = about
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
    public var needs: [(origin: Reference?, title: String, description: String, groups: String?)] = []
    public var goals: [(origin: Reference?, title: String)] = []
    public var summary: String?
    /// The cost by year; nil when none is stated.
    public var cost: CostTable?
    /// The same, only what changes the budget.
    public var budget: CostTable?
    /// What the cost is made of.
    public var costLines: [CostLine] = []
    public var assumptions: [String] = []
    /// How derived amounts follow from what was entered and from the town's own facts.
    public var derivations: [(origin: Reference?, text: String)] = []
    /// Where all amounts stand with how they were calculated, and the town's own facts.
    public var costAddress: String?
    public var townAddress: (name: String, address: String)?
    public var budgetLine: String?
    public var operatorName: String?
    /// What assessments and portfolios say of it.
    public var standings: [Standing] = []
    /// Other measures for the same needs that a portfolio takes together with this one.
    public var together: [(origin: Reference?, text: String)] = []
    public var alternatives: [Alternative] = []
    public var whyNotOtherwise: String?
    public var climate: String?
    /// Who is involved; what the measure itself says of it comes from no other object.
    public var participation: [(origin: Reference?, text: String)] = []
    public var risks: [String] = []
    public var openQuestions: [OpenQuestion] = []
    public var indicators: [Indicator] = []
    public var attachments: [(origin: Reference?, title: String, address: String?)] = []

    public init(town: String, date: String, measure: String) {
        self.town = town
        self.date = date
        self.measure = measure
    }
}
