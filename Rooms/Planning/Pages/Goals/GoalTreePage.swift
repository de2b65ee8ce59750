// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/goals`: the goals as a tree with what they rest on, what measures them and how far it is.
package struct GoalTreePage {
    package let context: PlanningContext
    /// Lines about indicators that were read.
    package let readings: [Reference: HTML]

    package init(context: PlanningContext, readings: [Reference: HTML]) {
        (self.context, self.readings) = (context, readings)
    }

    package func html() -> HTML {
        let language = context.language
        let nodes = context.plan.goalTree
        var index = nodes.startIndex
        let tree: HTML =
            nodes.isEmpty
            ? "<p class=\"empty\">\(language(.noGoals)) \(addLink)</p>" : branch(nodes, &index, depth: 0)
        let unmeasured = nodes.filter { $0.indicators.isEmpty }.count
        let notes: HTML =
            unmeasured == 0
            ? "" : "<p class=\"notice\">\(language(.goalsWithoutIndicator(unmeasured, nodes.count)))</p>"
        return InsightPage(
            context: context, title: .goalTreeTitle, lead: .goalTreeLead,
            sections: [notes, "<section class=\"card\" aria-label=\"\(language(.goalTreeTitle))\">\(tree)</section>"]
        ).html()
    }

    private var addLink: HTML {
        context.mayWrite ? "<a href=\"\(SiteURL.planningNew(.goal))\">\(context.language(.add))</a>" : ""
    }

    /// The goals of one depth from a place on, each with the ones below it.
    private func branch(_ nodes: [GoalNode], _ index: inout Int, depth: Int) -> HTML {
        var items: [HTML] = []
        while index < nodes.endIndex, nodes[index].depth >= depth {
            let node = nodes[index]
            index += 1
            let below: HTML =
                index < nodes.endIndex && nodes[index].depth > depth ? branch(nodes, &index, depth: depth + 1) : ""
            items.append("<li>\(item(node))\(below)</li>")
        }
        return depth == 0 ? "<ul class=\"results tree\">\(items)</ul>" : "<ul class=\"tree\">\(items)</ul>"
    }

    private func item(_ node: GoalNode) -> HTML {
        let language = context.language
        var facts: [HTML] = []
        // Of a goal that is not public only its place in the tree is shown.
        for name in node.goal.isMasked ? [] : ["sdgs", "charta", "councilDecision"] {
            let words = context.words(node.goal, name)
            if !words.isEmpty { facts.append("\(context.label(.goal, name)): \(words)") }
        }
        if !node.goal.isMasked, node.goal.flag("climateAdaptation") == true {
            facts.append(HTML(text: context.label(.goal, "climateAdaptation")))
        }
        if !node.goal.isMasked, let date = node.goal.text("targetDate") {
            facts.append("\(language(.until)) \(context.format.day(date))")
        }
        let count = node.measures.count
        facts.append("\(count) \(language(count == 1 ? ObjectKind.measure.name : ObjectKind.measure.plural))")
        let indicators = node.indicators.map {
            readings[$0.reference] ?? "<p class=\"meta\"><span>\(context.link($0))</span></p>"
        }
        let missing: HTML =
            node.indicators.isEmpty
            ? "<p class=\"meta\"><span class=\"late\">\(language(.goalNotMeasured))</span></p>" : ""
        return """
            <h3>\(context.link(node.goal))</h3><p class="meta">\(facts.map { "<span>\($0)</span>" as HTML })</p>\
            \(indicators)\(missing)
            """
    }
}
