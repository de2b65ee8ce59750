// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
public import Documents
public import PlanningModel
public import Wire

/// What a decision was made on, kept as it was: the papers, the versions of all they rest on, and the amounts.
public struct DecisionRecord: Sendable, Hashable {
    /// For whom a paper was written: what is not public is not in the paper for everybody.
    public enum Audience: String, Sendable, Hashable, CaseIterable { case everybody, staff }

    /// The paper on one measure, in the language of its document.
    public struct Paper: Sendable, Hashable {
        public let measure: Reference
        public let audience: Audience
        public let document: Document
        /// Where its parts come from; nil in papers of before that was kept.
        public let origins: [PaperOrigin]?

        public init(measure: Reference, audience: Audience, document: Document, origins: [PaperOrigin]? = nil) {
            self.measure = measure
            self.audience = audience
            self.document = document
            self.origins = origins
        }

        /// Kinds of which a paper says something in their own words.
        public static let told: Set<ObjectKind> = [.need, .goal, .indicator, .measure, .solution, .stakeholder]

        /// The same without what these objects say; nil where they say something and nobody knows in which parts.
        func masking(_ hidden: Set<Reference>) -> Paper? {
            if let origins {
                let document = document.masking(hidden, origins)
                return Paper(measure: measure, audience: audience, document: document, origins: origins)
            }
            let text = document.json.text
            let isMasked = hidden.allSatisfy { !Self.told.contains($0.kind) || text.contains("(\($0))") }
            return isMasked ? self : nil
        }
    }

    /// What a measure was said to cost, in euro cents above zero for what the town pays.
    public struct Amounts: Sendable, Hashable {
        /// What a year costs, all of it and what of it changes the budget.
        public struct Year: Sendable, Hashable {
            public let year: Int
            public let net: Money
            public let own: Money
        }

        public let measure: Reference
        public let total: Money
        public let budgetTotal: Money
        public let investment: Money
        public let presentValue: Money
        /// The rate of discount, as a share.
        public let rate: Double
        public let years: [Year]

        /// The amounts by name, in the order in which they are shown.
        public var named: [(name: Words, value: Money)] {
            [
                (Words("Summe aller Jahre", "total over all years"), total),
                (Words("Eigenanteil (haushaltswirksam)", "own share (changes the budget)"), budgetTotal),
                (Words("einmalig", "once"), investment),
                (Words("Barwert", "present value"), presentValue),
            ]
        }
    }

    /// When it was recorded.
    public let frozen: Instant
    public let papers: [Paper]
    /// All that the papers rest on.
    public let versions: [Reference: Int64]
    public let amounts: [Amounts]

    public init(frozen: Instant, papers: [Paper], versions: [Reference: Int64], amounts: [Amounts]) {
        self.frozen = frozen
        self.papers = papers
        self.versions = versions
        self.amounts = amounts
    }

    /// The paper on a measure in a language (`de`, `en`); `staff` also gets what is not public.
    public func paper(on measure: Reference, language: String, for audience: Audience) -> Document? {
        papers.first { $0.measure == measure && $0.audience == audience && $0.document.language == language }?.document
    }

    /// The measures that have a paper for an audience.
    public func measures(for audience: Audience) -> [Reference] {
        Set(papers.filter { $0.audience == audience }.map(\.measure)).sorted()
    }

    /// What people without an account may see of it: papers written for everybody, versions and amounts of what is
    /// public; what was withdrawn since is masked in the papers too, and what rests on data that were (`withheld`).
    public func forEverybody(in plan: Plan, withheld: Set<Reference> = []) -> DecisionRecord {
        let hidden = Set(versions.keys.filter { plan[$0] == nil }).union(withheld)
        return DecisionRecord(
            frozen: frozen,
            papers: papers.filter { $0.audience == .everybody && plan[$0.measure] != nil }.compactMap {
                $0.masking(hidden)
            },
            versions: versions.filter { plan[$0.key] != nil }, amounts: amounts.filter { plan[$0.measure] != nil })
    }

    /// Whether all that this says is said by the other too: an export for the public is a part of the whole.
    func isPart(of other: DecisionRecord) -> Bool {
        frozen == other.frozen && Set(papers).isSubset(of: other.papers) && Set(amounts).isSubset(of: other.amounts)
            && versions.allSatisfy { other.versions[$0.key] == $0.value }
    }
}

// MARK: As JSON

extension DecisionRecord {
    public var json: JSONValue {
        [
            "frozen": .string(frozen.iso8601),
            "papers": .array(
                papers.map { paper in
                    var json: JSONObject = [
                        "measure": .string(paper.measure.description), "audience": .string(paper.audience.rawValue),
                        "document": paper.document.json,
                    ]
                    json["origins"] = paper.origins.map { .array($0.map(\.json)) }
                    return .object(json)
                }),
            "versions": PlanningQueries.checkedJSON(versions),
            "amounts": .array(amounts.map(\.json)),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    public init?(_ json: JSONValue) {
        guard let frozen = json["frozen"]?.string.flatMap({ try? Instant(iso8601: $0) }),
            let papers = json["papers"]?.array, let versions = json["versions"]?.object,
            let amounts = json["amounts"]?.array
        else { return nil }
        self.frozen = frozen
        self.papers = papers.compactMap(Paper.init)
        self.amounts = amounts.compactMap(Amounts.init)
        self.versions = Dictionary(
            versions.members.compactMap { name, value in
                Reference(name).flatMap { reference in value.integer.map { (reference, $0) } }
            }, uniquingKeysWith: { first, _ in first })
        let isWhole =
            self.papers.count == papers.count && self.amounts.count == amounts.count
            && self.versions.count == versions.count
        guard isWhole else { return nil }
    }
}

extension DecisionRecord.Paper {
    fileprivate init?(_ json: JSONValue) {
        guard let measure = json["measure"]?.string.flatMap({ Reference($0) }),
            let audience = json["audience"]?.string.flatMap({ DecisionRecord.Audience(rawValue: $0) }),
            let document = json["document"].flatMap({ Document($0) })
        else { return nil }
        var origins: [PaperOrigin]?
        if let items = json["origins"]?.array {
            let read = items.compactMap(PaperOrigin.init)
            guard read.count == items.count else { return nil }
            origins = read
        }
        self.init(measure: measure, audience: audience, document: document, origins: origins)
    }
}

extension DecisionRecord.Amounts {
    fileprivate var json: JSONValue {
        [
            "measure": .string(measure.description), "total": JSONValue(total.cents),
            "budgetTotal": JSONValue(budgetTotal.cents), "investment": JSONValue(investment.cents),
            "presentValue": JSONValue(presentValue.cents), "rate": JSONValue(rate),
            "years": .array(
                years.map {
                    [
                        "year": JSONValue($0.year), "net": JSONValue($0.net.cents), "own": JSONValue($0.own.cents),
                    ]
                }),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        func money(_ name: String, in value: JSONValue) -> Money? { value[name]?.integer.map { Money(cents: $0) } }
        guard let measure = json["measure"]?.string.flatMap({ Reference($0) }), let total = money("total", in: json),
            let budgetTotal = money("budgetTotal", in: json), let investment = money("investment", in: json),
            let presentValue = money("presentValue", in: json), let rate = json["rate"]?.double,
            let rows = json["years"]?.array
        else { return nil }
        let years = rows.compactMap { row -> Year? in
            guard let year = row["year"]?.integer, let net = money("net", in: row),
                let own = money("own", in: row)
            else { return nil }
            return Year(year: Int(year), net: net, own: own)
        }
        guard years.count == rows.count else { return nil }
        self.init(
            measure: measure, total: total, budgetTotal: budgetTotal, investment: investment,
            presentValue: presentValue, rate: rate, years: years)
    }
}
