// SPDX-License-Identifier: EUPL-1.2
import Access
import Decision
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import Storage
import Wire

/// Pages that evaluate the plan: goals, people, inventory; and checks that the platform runs itself.
extension WebRoutes {
    func addPlanningInsightRoutes(to router: Router<HTTPContext>) {
        router.get("/planning/analysis/goals") { request, context in try await goalTree(request, context) }
        insight("charta", to: router) { CharterPage(context: $0).html() }
        insight("needs", to: router) { NeedCoveragePage(context: $0).html() }
        insight("people", to: router) { InvolvementPage(context: $0).html() }
        insight("similar", to: router) { SimilarPage(context: $0).html() }
        router.get("/planning/analysis/journal") { request, context in
            let planning = try await planningContext(request, context)
            let page = JournalPage(context: planning, kind: query(request)["kind"], today: today(planning))
            return html(page.html(), request)
        }
    }

    private func insight(
        _ name: String, to router: Router<HTTPContext>, page: @escaping @Sendable (PlanningContext) -> HTML
    ) {
        router.get("/planning/analysis/\(name)") { request, context in
            html(page(try await planningContext(request, context)), request)
        }
    }

    /// The most indicators that the tree of goals reads at once; the others are links.
    private static let mostReadings = 60

    private func goalTree(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        var readings: [Reference: HTML] = [:]
        for indicator in planning.plan.goalTree.flatMap(\.indicators).prefix(Self.mostReadings) {
            let reading = try await reading(of: indicator, planning, context)
            readings[indicator.reference] =
                IndicatorView(context: planning, indicator: indicator, reading: reading).line
        }
        return html(GoalTreePage(context: planning, readings: readings).html(), request)
    }

    /// What these analyses say about one object.
    func insightPanels(of object: PlanningObject, _ planning: PlanningContext) -> [HTML] {
        switch object.kind {
        case .need, .measure: [SimilarPage.panel(object, planning)].compactMap(\.self)
        default: []
        }
    }
}
