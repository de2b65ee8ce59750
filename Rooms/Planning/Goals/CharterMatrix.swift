// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
import Knowledge
public import PlanningModel

/// Goals and measures against the guidelines of the Smart City Charta.
public struct CharterMatrix: Sendable {
    /// One of the four guidelines in our own words.
    public struct Guideline: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let summary: Words?
    }

    /// A goal or a measure and the guidelines it follows.
    public struct Row: Sendable, Hashable {
        public let object: PlanningObject
        /// Named by the goal itself.
        public let own: Set<String>
        /// Named by a goal that it serves or is part of.
        public let inherited: Set<String>

        public func follows(_ guideline: String) -> Bool { own.contains(guideline) || inherited.contains(guideline) }
        public var isGap: Bool { own.isEmpty && inherited.isEmpty }
    }

    public let guidelines: [Guideline]
    public let goals: [Row]
    public let measures: [Row]

    /// The guidelines that none of the rows follows.
    public func uncovered(_ rows: [Row]) -> [Guideline] {
        guidelines.filter { guideline in !rows.contains { $0.follows(guideline.id) } }
    }
}

extension Plan {
    /// The matrix of all goals and measures that are not closed.
    public var charterMatrix: CharterMatrix {
        let guidelines = ShippedKnowledge.guidelines.map { guideline in
            CharterMatrix.Guideline(id: guideline.id, name: guideline.name, summary: guideline.summary)
        }
        func named(by goals: some Sequence<PlanningObject>) -> Set<String> {
            Set(goals.flatMap { $0.texts("charta") })
        }
        let goals = objects(of: .goal).filter { $0.state != .closed }.map { goal in
            let own = named(by: [goal])
            let inherited = named(by: goalPath(goal)).subtracting(own)
            return CharterMatrix.Row(object: goal, own: own, inherited: inherited)
        }
        let measures = objects(of: .measure).filter { $0.state != .closed }.map { measure in
            let served = objects(measure, "goals").flatMap { goalPath($0) }
            return CharterMatrix.Row(object: measure, own: [], inherited: named(by: served))
        }
        return CharterMatrix(guidelines: guidelines, goals: goals, measures: measures)
    }
}
