// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

/// How a measure comes by its software: adopt, adapt or build, and what a funding rule asks for.
public struct SourcingReview: Sendable, Hashable {
    /// What is still missing for a sound decision.
    public enum Gap: Sendable, Hashable {
        /// Nobody said whether to adopt, adapt or build.
        case approach
        /// The choice has no reason.
        case reason
        /// Building although no realised example was looked at.
        case examples
        /// The funding asks for open source, and the software has no public address.
        case publication
        /// Funding asks for open source, and the licence is missing.
        case licence
    }

    public let measure: PlanningObject
    public let solution: PlanningObject?
    public let approach: String?
    public let gaps: [Gap]
}

extension Plan {
    /// The review of all measures that have a solution, an approach or a funding rule.
    public var sourcingReviews: [SourcingReview] {
        objects(of: .measure).filter { $0.state != .closed }.compactMap { measure in
            let solution = measure.reference("solution").flatMap { self[$0] }
            let approach = measure.text("approach")
            let isFunded = measure.flag("fundingRequiresOpenSource") == true
            guard solution != nil || approach != nil || isFunded else { return nil }
            var gaps: [SourcingReview.Gap] = []
            if approach == nil { gaps.append(.approach) }
            if approach != nil, measure.text("approachReason") == nil { gaps.append(.reason) }
            if approach == "build", measure.texts("examples").isEmpty { gaps.append(.examples) }
            if isFunded {
                let address =
                    measure.text("ownSoftwareAddress") ?? (approach == "adopt" ? solution?.text("repository") : nil)
                if address == nil { gaps.append(.publication) }
                if let solution, solution.text("licence") == nil { gaps.append(.licence) }
            }
            return SourcingReview(measure: measure, solution: solution, approach: approach, gaps: gaps)
        }
    }
}
