// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// What a plan is made of. One metamodel describes all kinds: forms, pages, checks, export and import follow from it.
public enum ObjectKind: String, Sendable, Hashable, CaseIterable {
    case town, need, goal, indicator, measure, solution, asset, stakeholder, processingActivity, guideline, agreement
    case journalEntry, criterion, assessment, portfolio, staffPlan, comment, decision, testField, pilot, survey

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
        case .testField: "F"
        case .pilot: "X"
        case .survey: "U"
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
        case .testField: "test-fields"
        case .pilot: "pilots"
        case .survey: "surveys"
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

    public var name: Words {
        switch self {
        case .town: Words("Unsere Kommune", "Our town")
        case .need: Words("Bedarf", "Need")
        case .goal: Words("Ziel", "Goal")
        case .indicator: Words("Kennzahl", "Indicator")
        case .measure: Words("Maßnahme", "Measure")
        case .solution: Words("Lösung", "Solution")
        case .asset: Words("Bestand", "Existing resource")
        case .stakeholder: Words("Akteur", "Stakeholder")
        case .processingActivity: Words("Verarbeitungstätigkeit", "Processing activity")
        case .guideline: Words("Leitlinie", "Guideline")
        case .agreement: Words("Vereinbarung", "Agreement")
        case .journalEntry: Words("Journaleintrag", "Journal entry")
        case .criterion: Words("Kriterium", "Criterion")
        case .assessment: Words("Bewertung", "Assessment")
        case .portfolio: Words("Portfolio", "Portfolio")
        case .staffPlan: Words("Stellenplan", "Staffing plan")
        case .comment: Words("Kommentar", "Comment")
        case .decision: Words("Entscheidung", "Decision")
        case .testField: Words("Testfeld", "Test field")
        case .pilot: Words("Erprobung", "Pilot")
        case .survey: Words("Befragung", "Survey")
        }
    }

    public var plural: Words {
        switch self {
        case .town: Words("Unsere Kommune", "Our town")
        case .need: Words("Bedarfe", "Needs")
        case .goal: Words("Ziele", "Goals")
        case .indicator: Words("Kennzahlen", "Indicators")
        case .measure: Words("Maßnahmen", "Measures")
        case .solution: Words("Lösungen", "Solutions")
        case .asset: Words("Bestand", "Existing resources")
        case .stakeholder: Words("Akteure", "Stakeholders")
        case .processingActivity: Words("Verarbeitungstätigkeiten", "Processing activities")
        case .guideline: Words("Leitlinien", "Guidelines")
        case .agreement: Words("Vereinbarungen", "Agreements")
        case .journalEntry: Words("Journal", "Journal")
        case .criterion: Words("Eigene Kriterien", "Criteria of our own")
        case .assessment: Words("Bewertungen", "Assessments")
        case .portfolio: Words("Portfolios", "Portfolios")
        case .staffPlan: Words("Stellenplan", "Staffing plan")
        case .comment: Words("Kommentare", "Comments")
        case .decision: Words("Entscheidungen", "Decisions")
        case .testField: Words("Testfelder", "Test fields")
        case .pilot: Words("Erprobungen", "Pilots")
        case .survey: Words("Befragungen", "Surveys")
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
        case .testField: Self.testFieldFields
        case .pilot: Self.pilotFields
        case .survey: Self.surveyFields
        }
    }
}
