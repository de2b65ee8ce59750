// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

/// A processing activity against Article 30 and the threshold of Article 35 of the General Data Protection Regulation.
public struct PrivacyReview: Sendable, Hashable {
    /// What a record of processing activities must say: Art. 30 (1) (a) to (g), and the legal basis.
    public static let required = [
        "purpose", "controller", "legalBasis", "dataSubjects", "dataCategories", "recipients", "erasure", "safeguards",
    ]

    /// Whether an impact assessment is needed, and whether it is there.
    public enum Threshold: Sendable, Hashable { case notNeeded, open, needed, done }

    public let activity: PlanningObject
    /// Names of required answers that are absent or unknown.
    public let missing: [String]
    /// Names of the nine criteria that are met.
    public let met: [String]
    /// Names of the nine criteria without an answer.
    public let unanswered: [String]
    public let measures: [PlanningObject]

    public var threshold: Threshold {
        if activity.flag("impactAssessment") == true { return .done }
        switch activity.needsImpactAssessment {
        case true?: return .needed
        case false?: return .notNeeded
        case nil: return .open
        }
    }

    init(_ activity: PlanningObject, measures: [PlanningObject]) {
        self.activity = activity
        self.measures = measures
        missing = Self.required.filter { name in
            activity.text(name) == nil && activity.texts(name).isEmpty
                || (name == "legalBasis" && activity.text(name) == "none")
        }
        met = PlanningObject.impactCriteria.filter { activity.flag($0) == true }
        unanswered = PlanningObject.impactCriteria.filter { activity.flag($0) == nil }
    }
}

extension Plan {
    public var privacyReviews: [PrivacyReview] {
        objects(of: .processingActivity).filter { $0.state != .closed }.map { activity in
            PrivacyReview(activity, measures: referring(to: activity.reference, kind: .measure))
        }
    }

    /// Measures that process personal data, or may, and name no processing activity.
    public var withoutProcessingRecord: [PlanningObject] {
        objects(of: .measure).filter {
            $0.state != .closed && $0.references("processingActivities").isEmpty
                && ($0.flag("personalData") == true || $0.isUnknown("personalData"))
        }
    }
}
