// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel
import Wire

/// A rule of the town and what is known about each thing it applies to.
public struct GuidelineReview: Sendable {
    /// Whether one thing fulfils the rule.
    public struct Answer: Sendable, Hashable {
        public let object: PlanningObject
        /// `yes`, `partly` or `no`; nil while nobody has said.
        public let answer: String?
        /// The platform found it out itself.
        public let isExecuted: Bool
    }

    public let guideline: PlanningObject
    public let answers: [Answer]

    public func objects(_ answer: String?) -> [PlanningObject] {
        answers.filter { $0.answer == answer }.map(\.object)
    }
}

extension Plan {
    /// All rules in force; a rule that names nothing applies to all solutions and systems.
    public var guidelineReviews: [GuidelineReview] {
        let systems = systems
        return objects(of: .guideline).filter { $0.state != .closed }.map { guideline in
            let named = objects(guideline, "appliesTo")
            let check = guideline.text("check").flatMap { ExecutedCheck(rawValue: $0) }
            var said: [Reference: String] = [:]
            for row in guideline.rows("fulfilled") {
                guard let reference = row["object"]?.string.flatMap({ Reference($0) }) else { continue }
                said[reference] = row["answer"]?.string
            }
            let answers = (named.isEmpty ? systems : named).map { object in
                if let passed = check.flatMap({ object.latestCheck($0) })?["passed"]?.bool {
                    return GuidelineReview.Answer(object: object, answer: passed ? "yes" : "no", isExecuted: true)
                }
                return GuidelineReview.Answer(object: object, answer: said[object.reference], isExecuted: false)
            }
            return GuidelineReview(guideline: guideline, answers: answers)
        }
    }
}
