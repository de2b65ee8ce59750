// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// A page that evaluates the plan, listed on the overview.
package struct PlanningAnalysis: Sendable {
    package let path: String
    package let name: Words

    /// All that the overview lists.
    package static let all: [PlanningAnalysis] = insights + decision
}

extension PlanningAnalysis {
    static let decision = [
        PlanningAnalysis(path: "checks", name: .checksTitle), PlanningAnalysis(path: "cost", name: .costTitle),
        PlanningAnalysis(path: "staff", name: .staffTitle), PlanningAnalysis(path: "renew", name: .renewTitle),
        PlanningAnalysis(path: "assessment", name: .assessmentTitle),
        PlanningAnalysis(path: "portfolio", name: .portfolioTitle),
    ]
}
