// SPDX-License-Identifier: EUPL-1.2
import Planning
import Testing
import Wire

@Suite struct GoalTests {
    @Test func `goals stand behind the goal they are part of, whatever their numbers`() {
        let plan = Plan([
            MeasureTests.object("Z-1", ["title": "Mehr Radverkehr", "parent": "Z-3"]),
            MeasureTests.object("Z-2", ["title": "Sichere Wege", "parent": "Z-1"]),
            MeasureTests.object("Z-3", ["title": "Klimaneutral"]),
            MeasureTests.object("Z-4", ["title": "Weniger Lärm", "parent": "Z-9"]),
            MeasureTests.object("K-1", ["title": "Zählung", "goals": ["Z-2"]]),
            MeasureTests.object("M-1", ["title": "Poller", "goals": ["Z-2", "Z-3"]]),
        ])
        let tree = plan.goalTree
        #expect(tree.map { "\($0.goal.reference) \($0.depth)" } == ["Z-3 0", "Z-1 1", "Z-2 2", "Z-4 0"])
        #expect(tree[2].indicators.map(\.title) == ["Zählung"])
        #expect(tree[0].measures.map(\.title) == ["Poller"])
    }

    @Test func `goals that are part of each other stand once`() {
        let plan = Plan([
            MeasureTests.object("Z-1", ["title": "a", "parent": "Z-2"]),
            MeasureTests.object("Z-2", ["title": "b", "parent": "Z-1", "charta": ["C1"]]),
            MeasureTests.object("Z-3", ["title": "c", "parent": "Z-3"]),
        ])
        #expect(plan.goalTree.map(\.goal.title) == ["a", "b", "c"])
        #expect(plan.charterMatrix.goals[0].inherited == ["C1"])
    }

    @Test func `a guideline comes down the tree to goals and measures, and what nobody follows is a gap`() {
        let plan = Plan([
            MeasureTests.object("Z-1", ["title": "a", "charta": ["C1"]]),
            MeasureTests.object("Z-2", ["title": "b", "parent": "Z-1", "charta": ["C3"]]),
            MeasureTests.object("M-1", ["title": "m", "goals": ["Z-2"]]),
            MeasureTests.object("M-2", ["title": "n"]),
        ])
        let matrix = plan.charterMatrix
        #expect(matrix.guidelines.map(\.id) == ["C1", "C2", "C3", "C4"])
        #expect(matrix.goals[1].own == ["C3"])
        #expect(matrix.goals[1].inherited == ["C1"])
        #expect(matrix.measures.map(\.inherited) == [["C1", "C3"], []])
        #expect(matrix.measures.map(\.isGap) == [false, true])
        #expect(matrix.uncovered(matrix.goals).map(\.id) == ["C2", "C4"])
    }

    @Test func `the share of answered needs weighs their severity, and the worst gap stands first`() {
        let plan = Plan([
            MeasureTests.object("B-1", ["title": "a", "severity": "5"]),
            MeasureTests.object("B-2", ["title": "b", "severity": "1"]),
            MeasureTests.object("B-3", ["title": "c"]),
            MeasureTests.object("M-1", ["title": "m", "needs": ["B-1"]]),
        ])
        let coverage = plan.needCoverage
        #expect(coverage.share == 5.0 / 9)
        #expect(coverage.rows.map(\.need.title) == ["c", "b", "a"])
        #expect(Plan.empty.needCoverage.share == nil)
    }
}
