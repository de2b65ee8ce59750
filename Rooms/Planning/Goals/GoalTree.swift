// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel

/// A goal at its place in the tree, with what serves and what measures it.
public struct GoalNode: Sendable, Hashable {
    public let goal: PlanningObject
    /// 0 for a goal that is part of no other.
    public let depth: Int
    public let indicators: [PlanningObject]
    public let measures: [PlanningObject]
}

extension Plan {
    /// All goals, each behind the one it is part of; goals that are part of each other stand once.
    public var goalTree: [GoalNode] {
        let goals = objects(of: .goal)
        let parts = Dictionary(grouping: goals) { goal in goal.reference("parent").flatMap { self[$0] }?.reference }
        var nodes: [GoalNode] = []
        var seen: Set<Reference> = []
        func add(_ goal: PlanningObject, _ depth: Int) {
            guard seen.insert(goal.reference).inserted else { return }
            let referring = referring(to: goal.reference)
            nodes.append(
                GoalNode(
                    goal: goal, depth: depth, indicators: referring.filter { $0.kind == .indicator },
                    measures: referring.filter { $0.kind == .measure }))
            for part in parts[goal.reference] ?? [] { add(part, depth + 1) }
        }
        for root in parts[nil] ?? [] { add(root, 0) }
        for goal in goals { add(goal, 0) }
        return nodes
    }

    /// A goal and all that it is part of, the nearest first.
    func goalPath(_ goal: PlanningObject) -> [PlanningObject] {
        var path = [goal]
        while let parent = path[path.count - 1].reference("parent").flatMap({ self[$0] }),
            !path.contains(where: { $0.reference == parent.reference })
        {
            path.append(parent)
        }
        return path
    }
}
