// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

/// What answers the needs: goals, measures and indicators of each, and the weighted share that has a measure.
public struct NeedCoverage: Sendable {
    public struct Row: Sendable, Hashable {
        public let need: PlanningObject
        /// 1–5; 3 while nobody has said.
        public let severity: Int
        public let goals: [PlanningObject]
        public let measures: [PlanningObject]
        public let indicators: [PlanningObject]

        public var isAnswered: Bool { !measures.isEmpty }
    }

    public let rows: [Row]

    /// The share of needs with a measure, each need weighing as much as its severity; nil without needs.
    public var share: Double? {
        let all = rows.reduce(0) { $0 + $1.severity }
        let answered = rows.filter(\.isAnswered).reduce(0) { $0 + $1.severity }
        return all == 0 ? nil : Double(answered) / Double(all)
    }
}

extension Plan {
    /// Needs that were accepted and are not closed.
    var openNeeds: [PlanningObject] { objects(of: .need).filter { $0.state == .active || $0.state == .draft } }

    /// The coverage of all open needs, the worst unanswered ones first.
    public var needCoverage: NeedCoverage {
        let rows = openNeeds.map { need in
            let referring = referring(to: need.reference)
            return NeedCoverage.Row(
                need: need, severity: need.text("severity").flatMap { Int($0) } ?? 3,
                goals: referring.filter { $0.kind == .goal },
                measures: referring.filter { $0.kind == .measure && $0.state != .closed },
                indicators: referring.filter { $0.kind == .indicator })
        }
        return NeedCoverage(
            rows: rows.sorted { left, right in
                if left.isAnswered != right.isAnswered { return !left.isAnswered }
                if left.severity != right.severity { return left.severity > right.severity }
                return left.need.number < right.need.number
            })
    }
}
