// SPDX-License-Identifier: EUPL-1.2
public import Decision

/// What a plan is made of. One metamodel describes all kinds: forms, pages, checks, export and import follow from it.
public enum ObjectKind: String, Sendable, Hashable, CaseIterable {
    case town, need, goal, indicator, measure, solution, asset, stakeholder, processingActivity, guideline, agreement
    case journalEntry, criterion, assessment, portfolio, staffPlan, comment, decision

    /// The letter of its references: "B-12" is need 12.
    public var code: String {
        switch self {
        case .town: "O"
        case .need: "B"
        case .goal: "Z"
        case .indicator: "K"
        case .measure: "M"
        case .solution: "L"
        case .asset: "S"
        case .stakeholder: "A"
        case .processingActivity: "V"
        case .guideline: "R"
        case .agreement: "G"
        case .journalEntry: "J"
        case .criterion: "Q"
        case .assessment: "W"
        case .portfolio: "P"
        case .staffPlan: "T"
        case .comment: "C"
        case .decision: "E"
        }
    }

    /// Its part of an address: `/planning/needs/12`.
    public var path: String {
        switch self {
        case .town: "town"
        case .need: "needs"
        case .goal: "goals"
        case .indicator: "indicators"
        case .measure: "measures"
        case .solution: "solutions"
        case .asset: "assets"
        case .stakeholder: "stakeholders"
        case .processingActivity: "processing"
        case .guideline: "guidelines"
        case .agreement: "agreements"
        case .journalEntry: "journal"
        case .criterion: "criteria"
        case .assessment: "assessments"
        case .portfolio: "portfolios"
        case .staffPlan: "staff-plan"
        case .comment: "comments"
        case .decision: "decisions"
        }
    }

    public init?(path: String) {
        guard let kind = Self.allCases.first(where: { $0.path == path }) else { return nil }
        self = kind
    }

    public init?(code: some StringProtocol) {
        guard let kind = Self.byCode[String(code)] else { return nil }
        self = kind
    }

    private static let byCode = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code, $0) })

    public var name: Phrase {
        switch self {
        case .town: Phrase("Our town", german: "Unsere Kommune")
        case .need: Phrase("Need", german: "Bedarf")
        case .goal: Phrase("Goal", german: "Ziel")
        case .indicator: Phrase("Indicator", german: "Kennzahl")
        case .measure: Phrase("Measure", german: "Maßnahme")
        case .solution: Phrase("Solution", german: "Lösung")
        case .asset: Phrase("Existing resource", german: "Bestand")
        case .stakeholder: Phrase("Stakeholder", german: "Akteur")
        case .processingActivity: Phrase("Processing activity", german: "Verarbeitungstätigkeit")
        case .guideline: Phrase("Guideline", german: "Leitlinie")
        case .agreement: Phrase("Agreement", german: "Vereinbarung")
        case .journalEntry: Phrase("Journal entry", german: "Journaleintrag")
        case .criterion: Phrase("Criterion", german: "Kriterium")
        case .assessment: Phrase("Assessment", german: "Bewertung")
        case .portfolio: Phrase("Portfolio", german: "Portfolio")
        case .staffPlan: Phrase("Staffing plan", german: "Stellenplan")
        case .comment: Phrase("Comment", german: "Kommentar")
        case .decision: Phrase("Decision", german: "Entscheidung")
        }
    }

    public var plural: Phrase {
        switch self {
        case .town: Phrase("Our town", german: "Unsere Kommune")
        case .need: Phrase("Needs", german: "Bedarfe")
        case .goal: Phrase("Goals", german: "Ziele")
        case .indicator: Phrase("Indicators", german: "Kennzahlen")
        case .measure: Phrase("Measures", german: "Maßnahmen")
        case .solution: Phrase("Solutions", german: "Lösungen")
        case .asset: Phrase("Existing resources", german: "Bestand")
        case .stakeholder: Phrase("Stakeholders", german: "Akteure")
        case .processingActivity: Phrase("Processing activities", german: "Verarbeitungstätigkeiten")
        case .guideline: Phrase("Guidelines", german: "Leitlinien")
        case .agreement: Phrase("Agreements", german: "Vereinbarungen")
        case .journalEntry: Phrase("Journal", german: "Journal")
        case .criterion: Phrase("Criteria of our own", german: "Eigene Kriterien")
        case .assessment: Phrase("Assessments", german: "Bewertungen")
        case .portfolio: Phrase("Portfolios", german: "Portfolios")
        case .staffPlan: Phrase("Staffing plan", german: "Stellenplan")
        case .comment: Phrase("Comments", german: "Kommentare")
        case .decision: Phrase("Decisions", german: "Entscheidungen")
        }
    }

    /// What people without an account may send in.
    public static let open: Set<ObjectKind> = [.need, .comment]

    public var fields: [Field] { Self.fields[self] ?? [] }

    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }

    private static let fields: [ObjectKind: [Field]] = Dictionary(
        uniqueKeysWithValues: allCases.map { kind in (kind, kind.described) })

    private var described: [Field] {
        switch self {
        case .town: Self.townFields
        case .need: Self.needFields
        case .goal: Self.goalFields
        case .indicator: Self.indicatorFields
        case .measure: Self.measureFields
        case .solution: Self.solutionFields
        case .asset: Self.assetFields
        case .stakeholder: Self.stakeholderFields
        case .processingActivity: Self.processingFields
        case .guideline: Self.guidelineFields
        case .agreement: Self.agreementFields
        case .journalEntry: Self.journalFields
        case .criterion: Self.criterionFields
        case .assessment: Self.assessmentFields
        case .portfolio: Self.portfolioFields
        case .staffPlan: Self.staffPlanFields
        case .comment: Self.commentFields
        case .decision: Self.decisionFields
        }
    }
}
